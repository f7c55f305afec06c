//! Plain text into blocks: which line is the title, which a caption, which a cross-heading.
//!
//! The text itself is not touched: blocks are spans of it. A text has a head (title,
//! standfirst, byline, caption, separators) and a body; the head ends at the first paragraph.

use super::lines::{self, Unit};
use super::looks;
use crate::doc::{Block, BlockKind};
use crate::text::{Span, slice, span};

/// The longest title, in characters.
const LONGEST_TITLE: usize = 200;

/// The longest title that ends with a full stop. Some collections set one after every title.
const LONGEST_STOPPED_TITLE: usize = 120;

/// The longest standfirst, in characters.
const LONGEST_STANDFIRST: usize = 400;

/// Finds the blocks of a plain text.
#[must_use]
pub fn blocks(text: &str) -> Vec<Block> {
    let units = lines::units(text);
    let first = first_kinds(text, &units);
    let mut out: Vec<Block> = Vec::with_capacity(units.len());
    for (at, unit) in units.iter().enumerate() {
        let kind = match first.get(at) {
            Some(kind) => *kind,
            None => body_kind(text, &units, at, out.last()),
        };
        if let Some(inner) = inner(text, *unit, kind) {
            out.push(Block { kind, span: inner });
        }
    }
    out
}

/// The kinds of the units of the head, in order.
fn first_kinds(text: &str, units: &[Unit]) -> Vec<BlockKind> {
    let mut kinds = Vec::new();
    let before_title = |unit: &Unit| {
        let words = slice(text, unit.span);
        if looks::is_release_flag(words) {
            Some(BlockKind::Byline)
        } else {
            looks::is_separator(words).then_some(BlockKind::Separator)
        }
    };
    kinds.extend(units.iter().map_while(before_title));
    let title = kinds.len();
    if title == units.len() {
        return kinds;
    }
    if !is_title(text, units, title) {
        return kinds;
    }
    kinds.push(BlockKind::Title);
    let mut has_standfirst = false;
    for at in title + 1..units.len() {
        let line = line(text, units, at);
        let kind = if looks::is_separator(line) {
            BlockKind::Separator
        } else if looks::is_caption(line) {
            BlockKind::Caption
        } else if looks::is_byline(line) || looks::is_date(line) {
            BlockKind::Byline
        } else if !has_standfirst && is_standfirst(text, units, at) {
            has_standfirst = true;
            BlockKind::Standfirst
        } else {
            break;
        };
        kinds.push(kind);
    }
    kinds
}

fn is_title(text: &str, units: &[Unit], at: usize) -> bool {
    let line = line(text, units, at);
    let length = line.chars().take(LONGEST_TITLE + 1).count();
    let Some(next) = units.get(at + 1) else { return false };
    if length > LONGEST_TITLE || is_listed(line) || looks::is_caption(line) {
        return false;
    }
    if looks::is_byline(line) || looks::is_date(line) || looks::has_dateline(line) {
        return false;
    }
    if !looks::ends_like_prose(line) || line.ends_with(';') {
        return true;
    }
    // With a full stop it must stand alone, be one sentence, and be followed by more than it says.
    let rest = units.last().map_or(0, |last| last.span.end().saturating_sub(next.span.start()));
    line.ends_with(|c: char| !matches!(c, ',' | ':'))
        && length <= LONGEST_STOPPED_TITLE
        && (next.parted || line.ends_with(';'))
        && is_one_sentence(line)
        && rest > line.len() * 4
        && !looks::is_heading(self::line(text, units, at + 1))
}

fn is_standfirst(text: &str, units: &[Unit], at: usize) -> bool {
    let line = line(text, units, at);
    if is_listed(line) || line.chars().take(LONGEST_STANDFIRST + 1).count() > LONGEST_STANDFIRST {
        return false;
    }
    let Some(next) = units.get(at + 1) else { return false };
    let next = slice(text, next.span);
    if !looks::ends_like_prose(line) && !looks::ends_sentence(line) {
        return true;
    }
    // The second line of a title that was broken in two stands close to it.
    let broken =
        at.checked_sub(1).is_some_and(|title| self::line(text, units, title).ends_with(';'));
    let set_off = looks::is_separator(next)
        || looks::is_caption(next)
        || looks::is_byline(next)
        || looks::is_date(next)
        || looks::has_dateline(next);
    (broken || set_off) && !line.ends_with([':', ','])
}

fn body_kind(text: &str, units: &[Unit], at: usize, before: Option<&Block>) -> BlockKind {
    let line = line(text, units, at);
    if looks::is_separator(line) {
        return BlockKind::Separator;
    }
    if line.starts_with('>') {
        return BlockKind::Quote;
    }
    if looks::bullet(line).is_some() || is_numbered_item(text, units, at) {
        return BlockKind::Item { depth: depth(text, units, at, before) };
    }
    if line.starts_with("(Reporting by ") || line.starts_with("Reporting by ") {
        return BlockKind::Byline;
    }
    if looks::is_caption(line) {
        return BlockKind::Caption;
    }
    if before.is_some() && looks::is_heading(line) && leads_to_prose(text, units, at) {
        return BlockKind::Heading(2);
    }
    BlockKind::Para
}

/// Whether what follows a short line is a paragraph that it may be the heading of.
fn leads_to_prose(text: &str, units: &[Unit], at: usize) -> bool {
    let Some(next) = units.get(at + 1) else { return false };
    let next = slice(text, next.span);
    let here = line(text, units, at);
    !looks::is_separator(next)
        && (is_listed(next) || looks::ends_sentence(next) || looks::ends_like_prose(next))
        && (is_listed(next) || next.len() > here.len())
}

/// One number may begin any line; two in a row are a list.
fn is_numbered_item(text: &str, units: &[Unit], at: usize) -> bool {
    let numbered = |at: Option<usize>| {
        at.and_then(|at| units.get(at))
            .is_some_and(|unit| looks::is_numbered(slice(text, unit.span)))
    };
    numbered(Some(at)) && (numbered(at.checked_sub(1)) || numbered(Some(at + 1)))
}

/// How deep an item is nested: by how far it is set in, two to four columns a step.
fn depth(text: &str, units: &[Unit], at: usize, before: Option<&Block>) -> u8 {
    let indent = |at: usize| {
        units.get(at).map_or(0, |unit| {
            let left = span::before(text, unit.span.start());
            left.chars().rev().take_while(|c| matches!(c, ' ' | '\t')).take(64).count()
        })
    };
    let Some(Block { kind: BlockKind::Item { depth }, .. }) = before else { return 0 };
    let (here, there) = (indent(at), at.checked_sub(1).map_or(0, indent));
    match here.cmp(&there) {
        std::cmp::Ordering::Greater => depth.saturating_add(1),
        std::cmp::Ordering::Equal => *depth,
        std::cmp::Ordering::Less if here == 0 => 0,
        std::cmp::Ordering::Less => depth.saturating_sub(1),
    }
}

fn is_listed(line: &str) -> bool {
    looks::bullet(line).is_some() || line.starts_with('>')
}

/// Whether no sentence ends inside. "U.S." and "Sen." stop too, but end nothing.
fn is_one_sentence(line: &str) -> bool {
    let words = line.split_whitespace();
    !words.clone().zip(words.skip(1)).any(|(word, next)| {
        let word = word.trim_end_matches(['"', '”', '’', '\'', ')']);
        word.ends_with(['.', '!', '?'])
            && word.chars().count() > 5
            && word.chars().filter(|c| *c == '.').count() <= 1
            && next.chars().next().is_some_and(char::is_uppercase)
    })
}

fn line<'a>(text: &'a str, units: &[Unit], at: usize) -> &'a str {
    units.get(at).map_or("", |unit| slice(text, unit.span))
}

/// What of a unit is shown: not the sign that makes it an item or a quotation.
fn inner(text: &str, unit: Unit, kind: BlockKind) -> Option<Span> {
    let line = slice(text, unit.span);
    let skip = match kind {
        BlockKind::Item { .. } => looks::bullet(line).unwrap_or(0),
        BlockKind::Quote => line.len() - line.trim_start_matches(['>', ' ']).len(),
        _ => 0,
    };
    let kept = span::trim(text, Span::new(unit.span.start() + skip, unit.span.end()));
    (!kept.is_empty()).then_some(kept)
}

#[cfg(test)]
pub(crate) mod tests;
