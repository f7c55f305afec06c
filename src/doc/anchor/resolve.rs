//! Finding an anchor in the text of today: from cheap and certain to costly and doubtful.
//!
//! 1. The digest is the same and the span reads the quotation: exact.
//! 2. The quotation stands somewhere word for word: moved. Context, then position, choose.
//! 3. Something within a bounded number of edits: approximate, with a score.
//! 4. Nothing: an orphan, which is a state and not a failure.
//!
//! The weights of the score and the bound on edits are those of Hypothesis, so that a
//! note behaves here as its reader knows it from there.

use super::fold::Folded;
use super::fuzzy::{Pattern, Start, nearness, share};
use super::{Anchor, CONTEXT, Place};
use crate::doc::Article;
use crate::text::{Span, slice, span};

/// The most edits that an approximate occurrence may take; half of the quotation where it is short.
const MOST_EDITS: usize = 256;
/// Quotations of more characters are searched for by their two ends, which bounds time and memory.
const LONG: usize = 4096;
/// How many characters of each end then.
const END: usize = 2048;
/// How many characters of a context show where an end of the quotation is.
const TOUCHING: usize = 12;
/// How many occurrences are looked at closely.
const CANDIDATES: usize = 32;
/// Below this an approximate occurrence is held to be chance. A quotation that is a fifth
/// different in quite other surroundings is about here.
const THRESHOLD: f32 = 0.6;
/// From this many characters on, the same words twice are no chance even in other surroundings.
const TELLING: usize = 24;
/// How much of the context has to be there for a short quotation to be held to be the same one.
const SAME_CONTEXT: f32 = 0.6;

/// Finds an anchor in an article.
#[must_use]
pub fn resolve(anchor: &Anchor, article: &Article) -> Place {
    let text = &*article.text;
    let reads = text.get(anchor.span.range()) == Some(anchor.exact.as_str());
    if reads && anchor.digest == article.digest {
        return Place::Exact(anchor.span);
    }
    if anchor.exact.is_empty() {
        return between(anchor, text);
    }
    let judge = Judge::new(anchor, text);
    word_for_word(anchor, &judge).unwrap_or_else(|| nearly(anchor, &judge))
}

/// An empty piece is where its two contexts meet.
fn between(anchor: &Anchor, text: &str) -> Place {
    let around = format!("{}{}", anchor.before, anchor.after);
    if around.trim().is_empty() {
        return Place::Orphan;
    }
    let nearest = text
        .match_indices(&around)
        .map(|(at, _)| at + anchor.before.len())
        .min_by_key(|at| at.abs_diff(anchor.span.start()));
    nearest.map_or(Place::Orphan, |at| Place::Moved(Span::at(at)))
}

/// The occurrence of the same words that fits best.
fn word_for_word(anchor: &Anchor, judge: &Judge<'_>) -> Option<Place> {
    let found: Vec<Span> = judge
        .text
        .match_indices(&anchor.exact)
        .map(|(at, same)| Span::new(at, at + same.len()))
        .collect();
    let only = found.len() == 1;
    let found = found.into_iter().map(|span| Occurrence { span, edits: 0, share: 1.0 }).collect();
    let (span, fit) = judge.best(found)?;
    let telling = anchor.exact.chars().nth(TELLING).is_some();
    let same = only || telling || fit.context >= SAME_CONTEXT;
    // One of several short words in other surroundings may well be another one: say so.
    Some(if same { Place::Moved(span) } else { Place::Approximate(span, fit.score) })
}

/// The occurrence of nearly the same words that fits best.
fn nearly(anchor: &Anchor, judge: &Judge<'_>) -> Place {
    let text = Folded::new(judge.text);
    let quote = Folded::new(&anchor.exact).chars;
    let found = if quote.len() <= LONG {
        occurrences(&quote, &text, judge)
    } else {
        by_the_ends(&quote, &text, judge)
    };
    let found = found.into_iter().map(|found| judge.stretched(found)).collect();
    match judge.best(found) {
        // Only what folding takes out is different: the words are the same.
        Some((span, fit)) if fit.quote >= 1.0 && fit.score >= THRESHOLD => Place::Moved(span),
        Some((span, fit)) if fit.score >= THRESHOLD => Place::Approximate(span, fit.score),
        _ => Place::Orphan,
    }
}

/// A place where the quotation stands, more or less.
struct Occurrence {
    span: Span,
    /// How many characters have to change to make it the quotation.
    edits: usize,
    /// How much of the quotation is in it, from 0 to 1.
    share: f32,
}

/// The occurrences with the fewest edits.
fn occurrences(quote: &[char], text: &Folded, judge: &Judge<'_>) -> Vec<Occurrence> {
    let most = MOST_EDITS.min(quote.len() / 2);
    let pattern = Pattern::new(quote.iter().copied());
    let Some((edits, ends)) = pattern.ends(text.chars.iter().copied(), most, Start::Free) else {
        return Vec::new();
    };
    let share = share(quote.len() - edits, quote.len());
    let backwards = Pattern::new(quote.iter().rev().copied());
    let ends: Vec<usize> = ends.into_iter().map(|end| end as usize).collect();
    let reach = quote.len() + edits;
    judge
        .nearest(ends, |end| {
            let at = text.byte(*end);
            Span::new(at.saturating_sub(quote.len()), at)
        })
        .into_iter()
        .filter_map(|end| {
            let head = text.chars.get(..end)?.iter().rev().take(reach).copied();
            let (_, lengths) = backwards.ends(head, edits, Start::First)?;
            let length = lengths
                .into_iter()
                .map(|n| n as usize)
                .min_by_key(|n| (n.abs_diff(quote.len()), usize::MAX - n))?;
            Some(Occurrence { span: text.span(end.saturating_sub(length), end), edits, share })
        })
        .collect()
}

/// A long quotation from an occurrence of its beginning to one of its end, where these are about
/// as far apart as they were.
fn by_the_ends(quote: &[char], text: &Folded, judge: &Judge<'_>) -> Vec<Occurrence> {
    let head = quote.get(..END).unwrap_or(quote);
    let tail = quote.get(quote.len().saturating_sub(END)..).unwrap_or(quote);
    let heads = occurrences(head, text, judge);
    let tails = occurrences(tail, text, judge);
    let length = judge.anchor.exact.len();
    let joined = |head: &Occurrence| {
        let after = tails.iter().filter(|tail| head.span.start() < tail.span.start());
        let tail = after.min_by_key(|tail| head.span.hull(tail.span).len().abs_diff(length))?;
        let span = head.span.hull(tail.span);
        // What is between the ends is not looked at, so it may not count as the same.
        let changed = usize::from(span.len() != length);
        let edits = (head.edits + tail.edits).max(changed);
        let share = share(quote.len().saturating_sub(edits.max(1)), quote.len());
        let near = span.len().abs_diff(length) <= length / 2;
        near.then_some(Occurrence { span, edits, share })
    };
    heads.iter().filter_map(joined).collect()
}

/// How well an occurrence fits, each from 0 to 1.
#[derive(Clone, Copy)]
struct Fit {
    quote: f32,
    context: f32,
    score: f32,
}

/// What is needed to weigh occurrences in one text against each other.
struct Judge<'a> {
    anchor: &'a Anchor,
    text: &'a str,
    before: Pattern,
    after: Pattern,
}

impl<'a> Judge<'a> {
    fn new(anchor: &'a Anchor, text: &'a str) -> Self {
        // A file that was edited by hand may hold a context of any length.
        let before = Folded::new(&anchor.before).chars;
        let before = before.get(before.len().saturating_sub(CONTEXT)..).unwrap_or(&[]);
        let after = Folded::new(&anchor.after).chars;
        let after = after.get(..CONTEXT).unwrap_or(&after);
        Self {
            anchor,
            text,
            before: Pattern::new(before.iter().copied()),
            after: Pattern::new(after.iter().copied()),
        }
    }

    /// The occurrence that fits best; of equals the one nearest to where it was.
    fn best(&self, found: Vec<Occurrence>) -> Option<(Span, Fit)> {
        self.nearest(found, |found| found.span)
            .into_iter()
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

    fn fit(&self, span: Span, quote: f32) -> Fit {
        let before = window_before(self.text, span.start());
        let before = nearness(&self.before, Folded::new(before).chars.into_iter());
        let after = window_after(self.text, span.end());
        let after = nearness(&self.after, Folded::new(after).chars.into_iter());
        let away = span.start().abs_diff(self.anchor.span.start()).min(self.text.len());
        let position = share(self.text.len() - away, self.text.len());
        let score = (50.0 * quote + 20.0 * before + 20.0 * after + 2.0 * position) / 92.0;
        Fit { quote, context: f32::midpoint(before, after), score }
    }

    /// The candidates that are worth a close look: most of the context letter for letter, then
    /// nearest to where it was.
    fn nearest<T>(&self, mut found: Vec<T>, span_of: impl Fn(&T) -> Span) -> Vec<T> {
        if found.len() > CANDIDATES {
            found.sort_by_cached_key(|candidate| {
                let span = span_of(candidate);
                let head = span::before(self.text, span.start()).chars().rev();
                let before = head.zip(self.anchor.before.chars().rev());
                let after =
                    span::after(self.text, span.end()).chars().zip(self.anchor.after.chars());
                let same = before.take(CONTEXT).take_while(|(a, b)| a == b).count()
                    + after.take(CONTEXT).take_while(|(a, b)| a == b).count();
                (2 * CONTEXT - same, span.start().abs_diff(self.anchor.span.start()))
            });
            found.truncate(CANDIDATES);
        } else {
            found.sort_by_key(|c| span_of(c).start().abs_diff(self.anchor.span.start()));
        }
        found
    }
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

/// A little more than a context's worth of text before a byte.
fn window_before(text: &str, at: usize) -> &str {
    let head = span::before(text, at);
    let cut = head.char_indices().rev().take(CONTEXT + 8).last().map_or(at, |(cut, _)| cut);
    span::after(head, cut)
}

/// A little more than a context's worth of text after a byte.
fn window_after(text: &str, at: usize) -> &str {
    let tail = span::after(text, at);
    let cut = tail.char_indices().nth(CONTEXT + 8).map_or(tail.len(), |(cut, _)| cut);
    span::before(tail, cut)
}
