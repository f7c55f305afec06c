//! Finding anchors in the text of today: from cheap and certain to costly and doubtful.
//!
//! 1. The digest is the same and the span reads the quotation: exact.
//! 2. The quotation stands somewhere with all its surroundings: moved.
//! 3. Runs of its characters, and of those around it, stand at the right distances: those places
//!    are looked at closely, within a bounded number of edits, and weighed ([`Judge`]).
//! 4. All of the text is gone over: for few notes, and for short words of which no run is left.
//! 5. Nothing: an orphan, which is a state and not a failure.

use super::fuzzy::{Pattern, Start, share as share_of};
use super::grams::{GRAM, Grams};
use super::judge::{Fit, Judge, MOST_EDITS, Occurrence, first, last};
use super::{Anchor, CONTEXT, Place};
use crate::doc::Article;
use crate::doc::fold::Folded;
use crate::text::Span;
use std::ops::Range;

/// Quotations of more characters are searched for by their two ends, which bounds time and memory.
const LONG: usize = 1024;
/// How many characters of each end then.
const END: usize = 256;
/// How many occurrences are looked at closely.
const CANDIDATES: usize = 32;
/// How many runs of a quotation are asked for, and how many places of each are looked at.
const RUNS: usize = 64;
const PLACES: usize = 16;
/// Below this an approximate occurrence is held to be chance. A quotation that is a fifth
/// different in quite other surroundings is about here.
const THRESHOLD: f32 = 0.6;
/// From this many characters on, the same words twice are no chance even in other surroundings.
const TELLING: usize = 24;
/// How much of the context has to be there for a short quotation to be held to be the same one.
const SAME_CONTEXT: f32 = 0.6;
/// How many steps of counting edits are taken for all anchors together: about half a second. A long
/// article with thousands of lost notes must open all the same; beyond this, what has changed is not
/// found any more, and what has only moved is.
const STEPS: usize = 100_000_000;

/// Finds an anchor in an article. For several, a [`Finder`] is quicker.
#[must_use]
pub fn resolve(anchor: &Anchor, article: &Article) -> Place {
    Finder::new(article).find(anchor)
}

/// Finds many anchors in one article.
pub struct Finder<'a> {
    article: &'a Article,
    /// Made when the first anchor asks for it: most articles never change.
    grams: Option<Grams>,
    /// What is left of [`STEPS`].
    steps: usize,
}

impl<'a> Finder<'a> {
    /// A finder for an article. Costs nothing until a text has changed.
    #[must_use]
    pub fn new(article: &'a Article) -> Self {
        Self { article, grams: None, steps: STEPS }
    }

    /// Finds an anchor.
    #[must_use]
    pub fn find(&mut self, anchor: &Anchor) -> Place {
        let text = &*self.article.text;
        let reads = text.get(anchor.span.range()) == Some(anchor.exact.as_str());
        if reads && anchor.digest == self.article.digest {
            return Place::Exact(anchor.span);
        }
        if text.is_empty() {
            return Place::Orphan;
        }
        let wanted = Wanted::new(anchor);
        if wanted.quote.is_empty() {
            return self.between(anchor);
        }
        let grams = &*self.grams.get_or_insert_with(|| Grams::new(text));
        let steps = &mut self.steps;
        let mut search = Search { anchor, text, grams, steps };
        search.place(&wanted)
    }

    /// A piece without a visible character is where it and its two contexts meet.
    fn between(&mut self, anchor: &Anchor) -> Place {
        let around = format!("{}{}{}", anchor.before, anchor.exact, anchor.after);
        let text = &*self.article.text;
        if around.trim().is_empty() || !spend(&mut self.steps, text.len() / 8) {
            return Place::Orphan;
        }
        let nearest = text
            .match_indices(&around)
            .map(|(at, _)| at + anchor.before.len())
            .min_by_key(|at| at.abs_diff(anchor.span.start()));
        nearest.map_or(Place::Orphan, |at| Place::Moved(Span::new(at, at + anchor.exact.len())))
    }
}

/// Takes steps from what is left of them; `false` when there are not enough.
fn spend(left: &mut usize, steps: usize) -> bool {
    let rest = left.checked_sub(steps);
    *left = rest.unwrap_or(*left);
    rest.is_some()
}

/// What is looked for: folded characters with those around them.
struct Wanted {
    /// All of it.
    joint: Vec<char>,
    /// Which of them are the quotation.
    quote: Range<usize>,
    /// How many characters of the whole quotation stand before these, where they are its end.
    from: usize,
}

impl Wanted {
    fn new(anchor: &Anchor) -> Self {
        // A file that was edited by hand may hold a context of any length.
        let chars = |context: &str| context.chars().count();
        let over = chars(&anchor.before).saturating_sub(CONTEXT);
        let before: String = anchor.before.chars().skip(over).collect();
        let after: String = anchor.after.chars().take(CONTEXT).collect();
        let joint = Folded::new(&format!("{before}{}{after}", anchor.exact));
        let start = joint.index(before.len());
        let end = joint.index(before.len() + anchor.exact.len()).max(start);
        Self { joint: joint.chars, quote: start..end, from: 0 }
    }

    fn quote(&self) -> &[char] {
        self.joint.get(self.quote.clone()).unwrap_or(&[])
    }

    /// The beginning of a long quotation, and its end, each with what stood beside it.
    fn ends(&self) -> [Self; 2] {
        let (start, end) = (self.quote.start, self.quote.end);
        let head = first(&self.joint, start + END).to_vec();
        let tail = last(&self.joint, self.joint.len() - end + END).to_vec();
        let from = end - start - END;
        [
            Self { joint: head, quote: start..start + END, from: 0 },
            Self { joint: tail, quote: 0..END, from },
        ]
    }
}

/// One anchor being looked for.
struct Search<'a> {
    anchor: &'a Anchor,
    text: &'a str,
    grams: &'a Grams,
    steps: &'a mut usize,
}

impl Search<'_> {
    fn place(&mut self, wanted: &Wanted) -> Place {
        if let Some(span) = self.with_all_around(wanted) {
            return Place::Moved(self.as_written(span));
        }
        let (text, grams) = (self.text, self.grams);
        let judge = Judge::new(self.anchor, text, &grams.text);
        let near = self.occurrences(wanted, Self::by_runs);
        let mut best = judge.best(near);
        let is_sure = |fit: Fit| fit.quote >= 1.0 && fit.context >= SAME_CONTEXT;
        if wanted.quote.len() < TELLING && !best.is_some_and(|(_, fit)| is_sure(fit)) {
            best = better(best, judge.best(self.word_for_word()));
        }
        if best.is_none_or(|(_, fit)| fit.score < THRESHOLD) {
            let far = self.occurrences(wanted, Self::by_going_over);
            best = better(best, judge.best(far));
        }
        let Some((span, fit)) = best.filter(|(_, fit)| fit.score >= THRESHOLD) else {
            return Place::Orphan;
        };
        // One of several short words in other surroundings may well be another one: say so.
        let is_same = fit.quote >= 1.0
            && (is_sure(fit) || wanted.quote.len() >= TELLING || self.stands_once());
        if is_same {
            return Place::Moved(self.as_written(span));
        }
        Place::Approximate(judge.in_whole_words(span), fit.score)
    }

    /// Where it stands word for word with all that stood around it, nearest to where it was.
    fn with_all_around(&self, wanted: &Wanted) -> Option<Span> {
        const LOOKED_AT: usize = 4;
        let hint = self.grams.text.index(self.anchor.span.start());
        let chars = &self.grams.text.chars;
        let stands =
            |at: &usize| chars.get(*at..*at + wanted.joint.len()) == Some(wanted.joint.as_slice());
        let runs = self.rarest(&wanted.joint, RUNS).into_iter().take(LOOKED_AT);
        let starts = runs.flat_map(|at| {
            let near = (hint + at).saturating_sub(wanted.quote.start);
            let run = wanted.joint.get(at..at + GRAM).unwrap_or(&[]);
            self.grams.places(run, near, PLACES).filter_map(move |place| place.checked_sub(at))
        });
        let start =
            starts.filter(stands).min_by_key(|at| (at + wanted.quote.start).abs_diff(hint))?;
        Some(self.grams.text.span(start + wanted.quote.start, start + wanted.quote.end))
    }

    /// Where runs of some characters begin, spread evenly, the rarest in the text first.
    fn rarest(&self, joint: &[char], most: usize) -> Vec<usize> {
        let mut starts = spread(joint.len(), most);
        starts.sort_by_cached_key(|at| {
            joint.get(*at..*at + GRAM).map_or(0, |run| self.grams.count(run))
        });
        starts
    }

    /// Occurrences by one way of searching; of a long quotation, by its two ends.
    fn occurrences(
        &mut self,
        wanted: &Wanted,
        by: fn(&mut Self, &Wanted) -> Vec<Occurrence>,
    ) -> Vec<Occurrence> {
        if wanted.quote.len() <= LONG {
            return by(self, wanted);
        }
        let [head, tail] = wanted.ends();
        let heads = by(self, &head);
        let tails = by(self, &tail);
        let length = self.anchor.exact.len();
        let joined = |head: &Occurrence| {
            let after = tails.iter().filter(|tail| head.span.start() < tail.span.start());
            let tail = after.min_by_key(|tail| head.span.hull(tail.span).len().abs_diff(length))?;
            let span = head.span.hull(tail.span);
            let share = self.share_by_runs(wanted.quote(), span);
            // What is between the ends is looked at only here and there.
            let same = share >= 1.0 && self.text.get(span.range()) == Some(&*self.anchor.exact);
            let edits = usize::from(!same);
            let near = span.len().abs_diff(length) <= length / 2;
            let most = share_of(wanted.quote.len() - edits, wanted.quote.len());
            near.then_some(Occurrence { span, edits, share: share.min(most) })
        };
        heads.iter().filter_map(joined).collect()
    }

    /// How many of the runs of a quotation stand in a span, about where they should, from 0 to 1.
    fn share_by_runs(&self, quote: &[char], span: Span) -> f32 {
        let text = &self.grams.text;
        let (start, end) = (text.index(span.start()), text.index(span.end()));
        let stands = |at: &usize| {
            let run = quote.get(*at..*at + GRAM).unwrap_or(&[]);
            let mut places = self.grams.places(run, start + at, 4);
            places.any(|place| start <= place && place < end)
        };
        let runs = spread(quote.len(), RUNS);
        let n = runs.len();
        share_of(runs.into_iter().filter(|at| stands(at)).count(), n)
    }

    /// The occurrences that runs of the wanted characters lead to.
    fn by_runs(&mut self, wanted: &Wanted) -> Vec<Occurrence> {
        let hint = self.grams.text.index(self.anchor.span.start()) + wanted.from;
        // Where the wanted characters would begin, by each place of each run. They are counted from
        // `pad` on, so that those that begin before the text are numbers too.
        let pad = wanted.joint.len();
        let mut begins: Vec<usize> = Vec::new();
        for at in self.rarest(&wanted.joint, RUNS) {
            let near = (hint + at).saturating_sub(wanted.quote.start);
            let run = wanted.joint.get(at..at + GRAM).unwrap_or(&[]);
            begins.extend(self.grams.places(run, near, PLACES).map(|place| place + pad - at));
        }
        let mut groups = groups(begins, 8 + wanted.quote.len() / 8);
        let most = groups.iter().map(|(votes, _)| *votes).max().unwrap_or(0);
        groups.retain(|(votes, _)| *votes * 4 >= most);
        let away = |begin: usize| (begin + wanted.quote.start).abs_diff(hint + pad);
        groups.sort_by_key(|(votes, begin)| (usize::MAX - votes, away(*begin)));
        // Of long ones fewer can be looked at in the same time, and fewer need be: they are less alike.
        groups.truncate((8 * LONG / (wanted.joint.len() + 64)).clamp(2, CANDIDATES));
        let mut close = Close::new(wanted.quote());
        let chars = &self.grams.text.chars;
        let mut found: Vec<Occurrence> = Vec::new();
        for (_, begin) in groups {
            let start = (begin + wanted.quote.start).saturating_sub(pad);
            let window = close.window(start, chars.len());
            let one = close.look(chars, window, start, self.steps);
            found.extend(one.map(|one| self.occurrence(one, wanted.quote.len())));
        }
        found
    }

    /// The occurrences with the fewest edits in all of the text.
    fn by_going_over(&mut self, wanted: &Wanted) -> Vec<Occurrence> {
        let mut close = Close::new(wanted.quote());
        let chars = &self.grams.text.chars;
        let hint = self.grams.text.index(self.anchor.span.start()) + wanted.from;
        let found = close.look_everywhere(chars, hint, self.steps);
        found.into_iter().map(|one| self.occurrence(one, wanted.quote.len())).collect()
    }

    fn occurrence(&self, (chars, edits): (Range<usize>, usize), length: usize) -> Occurrence {
        let share = share_of(length.saturating_sub(edits), length);
        Occurrence { span: self.grams.text.span(chars.start, chars.end), edits, share }
    }

    /// Where the quotation stands letter for letter, nearest to where it was: for words too short
    /// to have a run of their own.
    fn word_for_word(&mut self) -> Vec<Occurrence> {
        if !spend(self.steps, self.text.len() / 8) {
            return Vec::new();
        }
        let was = self.anchor.span.start();
        let all = self.text.match_indices(&self.anchor.exact);
        let mut all: Vec<usize> = all.map(|(at, _)| at).collect();
        let _ = spend(self.steps, all.len());
        // In the order of the text, so the nearest stand together.
        let middle = all.partition_point(|at| *at < was);
        let low = middle.saturating_sub(CANDIDATES);
        all.truncate(middle + CANDIDATES);
        let length = self.anchor.exact.len();
        let found = all.into_iter().skip(low);
        found
            .map(|at| Occurrence { span: Span::new(at, at + length), edits: 0, share: 1.0 })
            .collect()
    }

    fn stands_once(&mut self) -> bool {
        spend(self.steps, self.text.len() / 8)
            && self.text.match_indices(&self.anchor.exact).take(2).count() == 1
    }

    /// The same place with the white space at its ends that folding has joined with other.
    fn as_written(&self, found: Span) -> Span {
        let exact = &self.anchor.exact;
        let trimmed = exact.trim_start();
        let start = found.start().saturating_sub(exact.len() - trimmed.len());
        let read = |start: usize| self.text.get(start..start + exact.len()) == Some(exact.as_str());
        let start = [start, found.start()].into_iter().find(|start| read(*start));
        start.map_or(found, |start| Span::new(start, start + exact.len()))
    }
}

/// Where runs begin, at most `most` of them, spread evenly over `length` characters.
fn spread(length: usize, most: usize) -> Vec<usize> {
    let runs = (length + 1).saturating_sub(GRAM);
    let n = runs.min(most);
    (0..n).map(|i| i * runs / n.max(1)).collect()
}

/// Beginnings that lie within a distance of each other, as the number of them and the one that most
/// agree on; the largest groups where they overlap.
fn groups(mut begins: Vec<usize>, apart: usize) -> Vec<(usize, usize)> {
    begins.sort_unstable();
    let counted: Vec<(usize, usize)> = begins
        .chunk_by(|a, b| a == b)
        .filter_map(|same| Some((*same.first()?, same.len())))
        .collect();
    let mut all: Vec<(usize, usize)> = Vec::with_capacity(counted.len());
    let (mut end, mut votes) = (0, 0);
    for (n, (begin, count)) in counted.iter().enumerate() {
        while let Some((_, more)) = counted.get(end).filter(|(other, _)| other - begin <= apart) {
            votes += more;
            end += 1;
        }
        let here = counted.get(n..end).unwrap_or(&[]);
        let agreed = here.iter().max_by_key(|(begin, count)| (*count, usize::MAX - begin));
        all.extend(agreed.map(|(begin, _)| (votes, *begin)));
        votes -= count;
    }
    all.sort_by_key(|(votes, begin)| (usize::MAX - votes, *begin));
    let mut kept: Vec<(usize, usize)> = Vec::new();
    for (votes, begin) in all {
        if kept.len() == 2 * CANDIDATES {
            break;
        }
        if kept.iter().all(|(_, other)| begin.abs_diff(*other) > apart) {
            kept.push((votes, begin));
        }
    }
    kept
}

fn better(a: Option<(Span, Fit)>, b: Option<(Span, Fit)>) -> Option<(Span, Fit)> {
    match (a, b) {
        (Some(a), Some(b)) => Some(if b.1.score > a.1.score { b } else { a }),
        (a, b) => a.or(b),
    }
}

/// A quotation made ready to be found with edits, when that is needed.
struct Close<'a> {
    quote: &'a [char],
    most: usize,
    patterns: Option<(Pattern, Pattern)>,
}

/// The characters of an occurrence in the folded text, and its edits.
type Edited = (Range<usize>, usize);

impl<'a> Close<'a> {
    fn new(quote: &'a [char]) -> Self {
        Self { quote, most: MOST_EDITS.min(quote.len() / 2), patterns: None }
    }

    /// Where an occurrence can be that begins about here.
    fn window(&self, start: usize, length: usize) -> Range<usize> {
        let reach = self.most + GRAM;
        start.saturating_sub(reach).min(length)..(start + self.quote.len() + reach).min(length)
    }

    /// The occurrence with the fewest edits in a window, the nearest to where it should begin.
    fn look(
        &mut self,
        chars: &[char],
        window: Range<usize>,
        start: usize,
        steps: &mut usize,
    ) -> Option<Edited> {
        let straight = start..start + self.quote.len();
        if chars.get(straight.clone()) == Some(self.quote) {
            return Some((straight, 0));
        }
        let inside = chars.get(window.clone())?;
        // Few edits are the rule, and looking for few is quick.
        for limit in [self.most.min(24), self.most] {
            if !spend(steps, inside.len() * (limit / 64 + 1)) {
                return None;
            }
            let found = self.ends(inside, limit);
            if let Some((edits, ends)) = found {
                let due = start + self.quote.len();
                let end = ends.into_iter().min_by_key(|end| (window.start + end).abs_diff(due))?;
                let length = self.length(inside, end, edits)?;
                let end = window.start + end;
                return Some((end - length..end, edits));
            }
        }
        None
    }

    /// The occurrences with the fewest edits in all of the text, nearest to where it was.
    fn look_everywhere(&mut self, chars: &[char], hint: usize, steps: &mut usize) -> Vec<Edited> {
        // In a text made for it every block of the pattern is looked at for every character.
        let blocks = self.quote.len().div_ceil(64);
        if !spend(steps, chars.len() * blocks.min(self.most / 64 + 1)) {
            return Vec::new();
        }
        let Some((edits, mut ends)) = self.ends(chars, self.most) else { return Vec::new() };
        ends.sort_by_key(|end| end.abs_diff(hint + self.quote.len()));
        ends.truncate(CANDIDATES);
        let one = |end: usize| {
            let length = self.length(chars, end, edits)?;
            Some((end - length..end, edits))
        };
        ends.into_iter().filter_map(one).collect()
    }

    fn ends(&mut self, chars: &[char], limit: usize) -> Option<(usize, Vec<usize>)> {
        let quote = self.quote.iter().copied();
        let patterns = self
            .patterns
            .get_or_insert_with(|| (Pattern::new(quote.clone()), Pattern::new(quote.rev())));
        let (edits, ends) = patterns.0.ends(chars.iter().copied(), limit, Start::Free)?;
        Some((edits, ends.into_iter().map(|end| end as usize).collect()))
    }

    /// How long the occurrence is that ends here.
    fn length(&self, chars: &[char], end: usize, edits: usize) -> Option<usize> {
        let (_, backwards) = self.patterns.as_ref()?;
        let head = last(first(chars, end), self.quote.len() + edits).iter().rev().copied();
        let (_, lengths) = backwards.ends(head, edits, Start::First)?;
        let lengths = lengths.into_iter().map(|n| n as usize);
        lengths.min_by_key(|n| (n.abs_diff(self.quote.len()), usize::MAX - n))
    }
}
