//! Lines of plain text, put together into the units that become blocks.
//!
//! Texts come in two shapes: a paragraph a line, or lines wrapped by hand at some width with
//! empty lines between paragraphs. Which one it is, is decided once for the whole text.

use crate::text::{Span, slice, span};

/// One or more lines that belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Without the white space around it; never empty.
    pub span: Span,
    /// Whether an empty line stands before it.
    pub parted: bool,
}

/// Text wrapped by hand is not wider than this, in characters.
const WIDEST: usize = 100;

/// Text is not wrapped narrower than this; verse and lists are.
const NARROWEST: usize = 40;

/// The units of a text, in order.
#[must_use]
pub fn units(text: &str) -> Vec<Unit> {
    let lines = lines(text);
    match wrapped_at(text, &lines) {
        Some(width) => join(text, &lines, width),
        None => lines,
    }
}

fn lines(text: &str) -> Vec<Unit> {
    let mut out = Vec::new();
    let (mut at, mut parted) = (0, true);
    for line in text.split('\n') {
        let whole = Span::new(at, at + line.len());
        at += line.len() + 1;
        let kept = span::trim(text, whole);
        if kept.is_empty() {
            parted = true;
        } else {
            out.push(Unit { span: kept, parted });
            parted = false;
        }
    }
    out
}

/// The width at which the text was wrapped by hand, if it was.
fn wrapped_at(text: &str, lines: &[Unit]) -> Option<usize> {
    let mut widths: Vec<usize> = lines.iter().map(|line| width(text, *line)).collect();
    let near_longest = widths.len().checked_sub(1)? * 19 / 20;
    // One line in twenty may stick out: an address cannot be wrapped.
    let (_, &mut limit, _) = widths.select_nth_unstable(near_longest);
    if !(NARROWEST..=WIDEST).contains(&limit) {
        return None;
    }
    let (mut runs_on, mut pairs) = (0_usize, 0_usize);
    let mut open = false;
    for (line, next) in lines.iter().zip(lines.iter().skip(1)) {
        if next.parted || is_set_apart(slice(text, next.span)) {
            continue;
        }
        pairs += 1;
        if is_full(text, *line, *next, limit) {
            runs_on += 1;
            open |= !slice(text, line.span).ends_with(['.', '!', '?', ':', '"', '”', '’']);
        }
    }
    (open && runs_on * 10 >= pairs * 6).then_some(limit)
}

fn join(text: &str, lines: &[Unit], limit: usize) -> Vec<Unit> {
    let mut out: Vec<Unit> = Vec::with_capacity(lines.len() / 2 + 1);
    let mut before: Option<Unit> = None;
    for line in lines {
        let runs_on = before.is_some_and(|before| {
            !line.parted
                && !is_set_apart(slice(text, line.span))
                && is_full(text, before, *line, limit)
        });
        match out.last_mut() {
            Some(unit) if runs_on => unit.span = unit.span.hull(line.span),
            _ => out.push(*line),
        }
        before = Some(*line);
    }
    out
}

/// Whether the first word of the next line would not have fitted on this one. Lines are
/// filled unevenly, so a fifth of the width is forgiven.
fn is_full(text: &str, line: Unit, next: Unit, limit: usize) -> bool {
    let word = slice(text, next.span).split_whitespace().next().map_or(0, |w| w.chars().count());
    width(text, line) + 1 + word > limit * 4 / 5
}

/// Whether a line begins something of its own: an item, a quoted line, a separator.
fn is_set_apart(line: &str) -> bool {
    super::looks::bullet(line).is_some()
        || super::looks::is_separator(line)
        || (line.starts_with('>') && !line.starts_with(">>>>"))
}

fn width(text: &str, line: Unit) -> usize {
    slice(text, line.span).chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        units(text).iter().map(|unit| slice(text, unit.span).replace('\n', " / ")).collect()
    }

    #[test]
    fn a_line_is_a_unit_where_lines_are_paragraphs() {
        let long = "Prices rose for the third month in a row, the statistics office said on Monday, \
                    and officials expect more.";
        let text = format!("Title\n{long}\n{long}\n\n{long}");
        assert_eq!(read(&text).len(), 4);
        assert!(units(&text).iter().map(|unit| unit.parted).eq([true, false, false, true]));
    }

    #[test]
    fn lines_wrapped_by_hand_are_one_unit() {
        let text = "Harbour to close for a year\n\n\
            The old harbour will close in spring so that its walls can be\n\
            rebuilt, the town council said on Monday. Fishing boats will\n\
            have to use the pier.\n\n\
            Owners of the boats were not asked, one of them said, and they\n\
            would have liked to be.\n";
        let got = read(text);
        assert_eq!(got.len(), 3, "{got:?}");
        assert!(got[1].contains("can be / rebuilt"));
    }

    #[test]
    fn verse_and_short_lines_stay_apart() {
        assert_eq!(read("Roses are red\nViolets are blue\nSugar is sweet").len(), 3);
    }

    #[test]
    fn items_begin_anew_in_wrapped_text() {
        let text = "The council named several reasons for closing the harbour now:\n\
            - the walls, which a storm had weakened in the winter before\n\
              and which nobody has looked after since then, as it seems,\n\
            - money, of which there is some for once, the council told us\n\
              when we asked.";
        assert_eq!(read(text).len(), 3);
    }
}
