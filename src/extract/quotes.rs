//! Quotations: which marks open, which close, which are apostrophes.
//!
//! Marks are paired by kind, never by parity, and block by block, so that an odd
//! mark costs its own quotation and no other. A quotation that its paragraph
//! leaves open goes on where the next paragraph opens one again.

use super::grammar::Tag;
use super::lexicon::Takes;
use super::reading::Reading;
use super::token::{Kind, Spaced};
use std::ops::Range;

/// A quotation, from mark to mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// The token of the opening mark.
    pub open: usize,
    /// The token of the closing mark, or the last token of the block where it goes on.
    pub close: usize,
    /// How it begins.
    pub begins: Begins,
    /// How it ends.
    pub ends: Ends,
    /// How much it holds.
    pub sort: Sort,
}

/// How a quotation begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Begins {
    /// With a mark of its own.
    Fresh,
    /// With the mark that opens every paragraph of a long quotation.
    Again,
}

/// How a quotation ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ends {
    /// With a closing mark.
    Closed,
    /// It goes on in the next paragraph.
    GoesOn,
}

/// How much a quotation holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Words that somebody may have said.
    Speech,
    /// A word or two held at arm's length, or a title.
    Scare,
}

impl Quotation {
    /// All of its tokens, with the marks.
    #[must_use]
    pub fn tokens(&self) -> Range<usize> {
        self.open..self.close + 1
    }
}

/// The kinds of marks that pair with each other.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Family {
    Double,
    Low,
    Single,
    Angle,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Opens,
    Closes,
    Nothing,
}

/// The quotations of a text, outermost and inner ones, and for each token the outermost it is in.
#[must_use]
pub fn find(reading: &Reading<'_>) -> (Vec<Quotation>, Vec<Option<u32>>) {
    let mut found: Vec<Quotation> = Vec::new();
    let mut begins = Begins::Fresh;
    let mut start = 0;
    while let Some(first) = reading.tokens.get(start) {
        let rest = reading.tokens.get(start..).unwrap_or(&[]);
        let end = start + rest.partition_point(|token| token.block <= first.block);
        begins = pair(reading, start..end, begins, &mut found);
        start = end;
    }
    found.sort_by_key(|quotation| (quotation.open, usize::MAX - quotation.close));
    let mut quoted = vec![None; reading.tokens.len()];
    let mut covered = 0;
    for (number, quotation) in found.iter().enumerate() {
        if quotation.open < covered {
            continue;
        }
        for slot in quoted.iter_mut().take(quotation.close + 1).skip(quotation.open) {
            *slot = u32::try_from(number).ok();
        }
        covered = quotation.close + 1;
    }
    (found, quoted)
}

/// Pairs the marks of one block; says how a quotation at the start of the next one begins.
fn pair(
    reading: &Reading<'_>,
    block: Range<usize>,
    begins: Begins,
    found: &mut Vec<Quotation>,
) -> Begins {
    let closers = later_closers(reading, block.clone());
    let mut open: Vec<(Family, usize)> = Vec::new();
    for at in block.clone() {
        let Some(token) = reading.tokens.get(at).filter(|token| token.kind == Kind::Quote) else {
            continue;
        };
        let later = closers.get(at - block.start).copied().unwrap_or(false);
        let mark = token.text(reading.article);
        let is_open = |family| open.iter().any(|(f, _)| *f == family);
        let (family, role) = role(reading, at, mark, is_open, later);
        match role {
            Role::Nothing => {}
            Role::Opens => {
                // The same kind twice over: the first one was never closed.
                if open.last().is_some_and(|(last, _)| *last == family) {
                    open.pop();
                }
                if open.len() < 8 {
                    open.push((family, at));
                }
            }
            Role::Closes => {
                let Some(depth) = open.iter().rposition(|(f, _)| *f == family) else { continue };
                if let Some((_, from)) = open.get(depth).copied() {
                    let again = begins == Begins::Again && from == block.start;
                    found.push(Quotation {
                        open: from,
                        close: at,
                        begins: if again { Begins::Again } else { Begins::Fresh },
                        ends: Ends::Closed,
                        sort: sort(reading, from, at),
                    });
                }
                open.truncate(depth);
            }
        }
    }
    let Some((family, from)) = open.first().copied() else { return Begins::Fresh };
    if family == Family::Single
        || !opens_block(reading, block.end)
        || names_speaker_last(reading, block.end)
    {
        return Begins::Fresh;
    }
    let again = begins == Begins::Again && from == block.start;
    found.push(Quotation {
        open: from,
        close: block.end - 1,
        begins: if again { Begins::Again } else { Begins::Fresh },
        ends: Ends::GoesOn,
        sort: Sort::Speech,
    });
    Begins::Again
}

/// For each token of the block: whether a single mark that could close stands after it.
fn later_closers(reading: &Reading<'_>, block: Range<usize>) -> Vec<bool> {
    let mut later = vec![false; block.len()];
    let mut seen = false;
    for at in block.clone().rev() {
        if let Some(slot) = later.get_mut(at - block.start) {
            *slot = seen;
        }
        let Some(token) = reading.tokens.get(at) else { continue };
        if token.kind == Kind::Quote
            && token.spaced == Spaced::Glued
            && matches!(reading.text(at), "'" | "’")
            && !next_is_glued_word(reading, at)
        {
            seen = true;
        }
    }
    later
}

fn next_is_glued_word(reading: &Reading<'_>, at: usize) -> bool {
    reading.tokens.get(at + 1).is_some_and(|next| next.spaced == Spaced::Glued && next.is_wordy())
}

fn role(
    reading: &Reading<'_>,
    at: usize,
    mark: &str,
    is_open: impl Fn(Family) -> bool,
    closer_follows: bool,
) -> (Family, Role) {
    let glued_left = reading.tokens.get(at).is_some_and(|t| t.spaced == Spaced::Glued);
    let glued_right = reading.tokens.get(at + 1).is_some_and(|t| t.spaced == Spaced::Glued);
    match mark {
        // German and its neighbours close with the mark that English opens with: „so“.
        "“" if is_open(Family::Low) => (Family::Low, Role::Closes),
        "„" => (Family::Low, Role::Opens),
        "”" if is_open(Family::Low) && !is_open(Family::Double) => (Family::Low, Role::Closes),
        "“" | "‟" | "``" | "「" | "『" => (Family::Double, Role::Opens),
        // Some keyboards turn the mark the wrong way round: ”so”.
        "”" if !glued_left && glued_right && !is_open(Family::Double) => {
            (Family::Double, Role::Opens)
        }
        "”" | "」" | "』" => (Family::Double, Role::Closes),
        "«" | "‹" => {
            (Family::Angle, if is_open(Family::Angle) { Role::Closes } else { Role::Opens })
        }
        "»" | "›" => {
            (Family::Angle, if is_open(Family::Angle) { Role::Closes } else { Role::Opens })
        }
        "\"" | "''" => {
            let opens = glued_right && (!glued_left || !is_open(Family::Double));
            let closes = is_open(Family::Double) && (glued_left || !opens);
            let role = match (closes, opens) {
                (true, _) => Role::Closes,
                (_, true) => Role::Opens,
                _ => Role::Nothing,
            };
            (Family::Double, role)
        }
        "‘" | "‚" | "`" => {
            (Family::Single, if closer_follows { Role::Opens } else { Role::Nothing })
        }
        _ => {
            let role = if !glued_left && glued_right {
                if closer_follows && !is_elision(reading.lower(at + 1)) {
                    Role::Opens
                } else {
                    Role::Nothing
                }
            } else if is_open(Family::Single) && glued_left && !next_is_glued_word(reading, at) {
                // "the officials’ plan" inside single quotation marks.
                let plural = at > 0 && reading.lower(at - 1).ends_with('s');
                let noun_follows = reading.tokens.get(at + 1).is_some_and(|t| t.kind == Kind::Word);
                if plural && noun_follows && closer_follows { Role::Nothing } else { Role::Closes }
            } else {
                Role::Nothing
            };
            (Family::Single, role)
        }
    }
}

/// `'em`, `'90s`: an apostrophe that stands where a quotation could open.
fn is_elision(word: &str) -> bool {
    matches!(word, "em" | "til" | "till" | "cause" | "tis" | "twas" | "n" | "bout" | "round")
        || word.ends_with("0s")
}

/// Whether a block ends with "…, she said.": then its quotation was closed somewhere, without a mark.
fn names_speaker_last(reading: &Reading<'_>, end: usize) -> bool {
    let last = end.checked_sub(2).filter(|_| reading.tag(end - 1) == Tag::Stop);
    let verb = last.and_then(|last| reading.lexicon.verb(reading.word(last).verb?));
    verb.is_some_and(|verb| verb.takes.any(Takes::LEFT) && verb.share >= 0.8)
}

/// Whether a block opens with a double mark: a long quotation going on.
fn opens_block(reading: &Reading<'_>, at: usize) -> bool {
    matches!(reading.text(at), "“" | "\"" | "''" | "``" | "«" | "„")
}

/// A word or two without a verb and without a stop of their own are held at arm's length.
fn sort(reading: &Reading<'_>, open: usize, close: usize) -> Sort {
    let inside = open + 1..close;
    let words = inside.clone().filter(|at| reading.tokens.get(*at).is_some_and(|t| t.is_wordy()));
    let short = words.take(4).count() <= 3;
    let stopped = close
        .checked_sub(1)
        .is_some_and(|last| matches!(reading.tag(last), Tag::Stop | Tag::Comma));
    let verb = short && inside.clone().any(|at| reading.tag(at).is_finite());
    if short && !stopped && !verb { Sort::Scare } else { Sort::Speech }
}
