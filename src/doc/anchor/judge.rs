//! How well a place fits an anchor.
//!
//! The weights are those of Hypothesis (`match-quote.ts`: quotation 50, what stood before
//! it 20, after it 20, where it was 2), so that a note behaves here as its reader knows it
//! from there. One thing is done otherwise: there the occurrences with the fewest edits are
//! found first, and only these are weighed. Here all are weighed that have enough of the
//! quotation, so that a sentence that was corrected where it stood is not given up for the
//! same words in another paragraph.

use super::fuzzy::{Pattern, nearness, share};
use super::{Anchor, CONTEXT};
use crate::doc::fold::Folded;
use crate::text::{Span, columns, slice, span, word};

/// The most edits that an approximate occurrence may take; half of the quotation where it is short.
pub(super) const MOST_EDITS: usize = 256;
/// How many characters of a context show where an end of the quotation is.
const TOUCHING: usize = 12;

/// A place where the quotation stands, more or less.
pub(super) struct Occurrence {
    pub(super) span: Span,
    /// How many characters have to change to make it the quotation.
    pub(super) edits: usize,
    /// How much of the quotation is in it, from 0 to 1.
    pub(super) share: f32,
}

/// How well an occurrence fits, each from 0 to 1.
#[derive(Clone, Copy)]
pub(super) struct Fit {
    pub(super) quote: f32,
    pub(super) context: f32,
    pub(super) score: f32,
}

/// What is needed to weigh occurrences in one text against each other.
pub(super) struct Judge<'a> {
    anchor: &'a Anchor,
    text: &'a str,
    folded: &'a Folded,
    before: Pattern,
    after: Pattern,
}

impl<'a> Judge<'a> {
    pub(super) fn new(anchor: &'a Anchor, text: &'a str, folded: &'a Folded) -> Self {
        let before = Folded::new(&anchor.before).chars;
        let after = Folded::new(&anchor.after).chars;
        Self {
            anchor,
            text,
            folded,
            before: Pattern::new(last(&before, CONTEXT).iter().copied()),
            after: Pattern::new(first(&after, CONTEXT).iter().copied()),
        }
    }

    /// The occurrence that fits best; of equals the one nearest to where it was.
    pub(super) fn best(&self, mut found: Vec<Occurrence>) -> Option<(Span, Fit)> {
        found.sort_by_key(|found| found.span.start().abs_diff(self.anchor.span.start()));
        found
            .into_iter()
            .map(|found| self.stretched(found))
            .map(|found| (found.span, self.fit(found.span, found.share)))
            .reduce(|best, next| if next.1.score > best.1.score { next } else { best })
    }

    /// The occurrence with its ends moved to where the remembered surroundings stand nearby: the
    /// fewest edits may leave out an end that was rewritten, or take in a little of what follows.
    fn stretched(&self, found: Occurrence) -> Occurrence {
        if found.edits == 0 {
            return found;
        }
        let span = found.span;
        let outward = MOST_EDITS.min(self.anchor.exact.len() / 2) + TOUCHING;
        let inward = found.edits.min(span.len() / 2);
        let window = |start: usize, end: usize| {
            let bound = |at| span::floor_bound(self.text, at);
            (bound(start), slice(self.text, Span::new(bound(start), bound(end))))
        };
        let touching = window_end(&self.anchor.before);
        let (from, head) = window(span.start().saturating_sub(outward), span.start() + inward);
        let start = head
            .match_indices(touching)
            .map(|(at, piece)| from + at + piece.len())
            .min_by_key(|at| at.abs_diff(span.start()))
            .filter(|_| touching.trim().len() > 3);
        let touching = window_start(&self.anchor.after);
        let (from, tail) = window(span.end() - inward, span.end() + outward);
        let end = tail
            .match_indices(touching)
            .map(|(at, _)| from + at)
            .min_by_key(|at| at.abs_diff(span.end()))
            .filter(|_| touching.trim().len() > 3);
        let span = Span::new(start.unwrap_or(span.start()), end.unwrap_or(span.end()));
        Occurrence { span, ..found }
    }

    /// The span without half a word at either end, and with the last word where that is another one
    /// now: it is cheaper to leave it out than to change it, but the reader marked a word there.
    pub(super) fn in_whole_words(&self, span: Span) -> Span {
        let (text, exact) = (self.text, &self.anchor.exact);
        let found = slice(text, span);
        let mut end = span.end();
        if exact.ends_with(char::is_alphanumeric) && !found.is_empty() {
            let start = word::previous_start(text, end);
            let next = if found.ends_with(char::is_whitespace) { end } else { start };
            let word_end = word::next_end(text, next);
            let goes_on = self.anchor.after.chars().next();
            let is_cut = !found.ends_with(char::is_whitespace) && start < end && end < word_end;
            let is_other = found.ends_with(char::is_whitespace)
                && goes_on.is_none_or(|c| span::after(text, word_end).starts_with(c));
            let is_near = word_end.saturating_sub(end) <= exact.len() / 2;
            if is_near && (is_cut || is_other) {
                end = word_end;
            }
        }
        let mut start = span.start();
        if exact.starts_with(char::is_alphanumeric) && found.starts_with(char::is_alphanumeric) {
            // A word that ends where the span begins is whole; one that goes on into it is cut.
            let word_start = word::previous_start(text, columns::next_grapheme(text, start));
            if word_start < start && start - word_start <= exact.len() / 2 {
                start = word_start;
            }
        }
        let kept = Span::new(start, end);
        if exact.trim().len() == exact.len() { span::trim(text, kept) } else { kept }
    }

    fn fit(&self, span: Span, quote: f32) -> Fit {
        // A little more than a context's worth, so that a word that was put in does not count twice.
        let (start, end) = (self.folded.index(span.start()), self.folded.index(span.end()));
        let chars = &self.folded.chars;
        let before = last(first(chars, start), CONTEXT + 8);
        let before = nearness(&self.before, before.iter().copied());
        let after = first(chars.get(end..).unwrap_or(&[]), CONTEXT + 8);
        let after = nearness(&self.after, after.iter().copied());
        let away = span.start().abs_diff(self.anchor.span.start()).min(self.text.len());
        let position = share(self.text.len() - away, self.text.len());
        let score = (50.0 * quote + 20.0 * before + 20.0 * after + 2.0 * position) / 92.0;
        Fit { quote, context: f32::midpoint(before, after), score }
    }
}

/// The first `n` of some characters, or all of them.
pub(super) fn first(chars: &[char], n: usize) -> &[char] {
    chars.get(..n).unwrap_or(chars)
}

/// The last `n` of some characters, or all of them.
pub(super) fn last(chars: &[char], n: usize) -> &[char] {
    chars.get(chars.len().saturating_sub(n)..).unwrap_or(chars)
}

/// The part of a context that touched the piece after it.
fn window_end(context: &str) -> &str {
    let cut = context.char_indices().rev().take(TOUCHING).last().map_or(0, |(cut, _)| cut);
    span::after(context, cut)
}

/// The part of a context that touched the piece before it.
fn window_start(context: &str) -> &str {
    let cut = context.char_indices().nth(TOUCHING).map_or(context.len(), |(cut, _)| cut);
    span::before(context, cut)
}
