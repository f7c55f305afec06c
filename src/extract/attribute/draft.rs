//! Attributions while they are made: ranges of tokens, and which tokens are taken.

use super::{openers, scores};
use crate::extract::grammar::Tag;
use crate::extract::raw::Raw;
use crate::extract::reading::Reading;
use crate::text::Span;
use std::collections::BTreeMap;
use std::ops::Range;

/// An attribution in tokens.
#[derive(Clone, Debug, Default)]
pub(crate) struct Draft {
    pub(crate) source: Option<Range<usize>>,
    pub(crate) cue: Vec<Range<usize>>,
    pub(crate) content: Vec<Range<usize>>,
    pub(crate) rule: &'static str,
    pub(crate) reasons: Vec<String>,
}

/// What a token serves as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Use {
    Free,
    Source,
    Cue,
    Content,
}

/// A reading and what has been found in it so far.
#[derive(Debug)]
pub(crate) struct Page<'r, 'a> {
    pub(crate) reading: &'r Reading<'a>,
    pub(crate) drafts: Vec<Draft>,
    /// Phrases of media that only passed something on, with their verbs.
    pub(crate) relays: Vec<Range<usize>>,
    /// The attributions of each sentence, by its first token, in the order in which they were found.
    homes: BTreeMap<usize, Vec<usize>>,
    uses: Vec<Use>,
    bounds: Range<usize>,
    /// How sure the first drafts are, and who passed them on, where they come from elsewhere.
    stood: Vec<(f32, Vec<Span>)>,
}

impl<'r, 'a> Page<'r, 'a> {
    pub(crate) fn new(reading: &'r Reading<'a>) -> Self {
        let all = reading.tokens.len();
        let uses = vec![Use::Free; all];
        Self {
            reading,
            drafts: Vec::new(),
            relays: Vec::new(),
            homes: BTreeMap::new(),
            uses,
            bounds: 0..all,
            stood: Vec::new(),
        }
    }

    /// A page on which attributions stand already, with their tokens taken.
    pub(crate) fn resume(reading: &'r Reading<'a>, raws: Vec<Raw>) -> Self {
        let mut page = Self::new(reading);
        let tokens =
            |spans: &[Span]| spans.iter().map(|s| reading.covering(*s)).collect::<Vec<_>>();
        for raw in raws {
            let draft = Draft {
                // "LONDON — Ann Lee said": a dateline names no one.
                source: raw.source.first().map(|span| {
                    let tokens = reading.covering(*span);
                    openers::after_dateline(reading, tokens.start, tokens.end)..tokens.end
                }),
                cue: tokens(&raw.cue),
                content: tokens(&raw.content),
                rule: raw.rule,
                reasons: raw.reasons,
            };
            page.take(draft.source.iter(), Use::Source);
            page.take(draft.content.iter(), Use::Content);
            page.take(draft.cue.iter(), Use::Cue);
            page.drafts.push(draft);
            page.stood.push((raw.score, raw.passed));
        }
        page
    }

    pub(crate) fn used(&self, at: usize) -> Use {
        if !self.bounds.contains(&at) {
            return Use::Content;
        }
        self.uses.get(at).copied().unwrap_or(Use::Free)
    }

    pub(crate) fn is_free(&self, at: usize) -> bool {
        self.used(at) == Use::Free
    }

    /// Whether the token can be a cue: not taken, and not inside a quotation.
    pub(crate) fn may_be_cue(&self, at: usize) -> bool {
        self.is_free(at)
            && self
                .reading
                .quotation(at)
                .is_none_or(|q| q.close - q.open <= 2 && q.close > q.open + 2)
    }

    /// Reads nothing outside of these tokens from here on.
    pub(crate) fn keep_within(&mut self, bounds: Range<usize>) {
        self.bounds = bounds;
    }

    /// Keeps an attribution, and takes its tokens.
    pub(crate) fn add(&mut self, mut draft: Draft) {
        let contents = std::mem::take(&mut draft.content);
        for content in contents {
            let content = self.trimmed(content);
            if !content.is_empty() {
                draft.content.push(content);
            }
        }
        if draft.content.is_empty() && draft.cue.is_empty() {
            return;
        }
        self.take(draft.source.iter(), Use::Source);
        self.take(draft.content.iter(), Use::Content);
        self.take(draft.cue.iter(), Use::Cue);
        if let Some(home) = draft.cue.first().or(draft.content.first()) {
            let sentence = self.reading.sentence(home.start).start;
            self.homes.entry(sentence).or_default().push(self.drafts.len());
        }
        self.drafts.push(draft);
    }

    /// The attributions found so far in the sentence that begins at this token.
    pub(crate) fn of_sentence(&self, start: usize) -> impl Iterator<Item = &Draft> {
        self.homes.get(&start).into_iter().flatten().filter_map(|number| self.drafts.get(*number))
    }

    /// Takes the words of cues that are known already: no cue is looked for among them.
    pub(crate) fn take_cues<'x>(&mut self, cues: impl Iterator<Item = &'x Range<usize>>) {
        self.take(cues, Use::Cue);
    }

    /// Takes tokens that a rule has read as a relay: no cue is looked for among them.
    pub(crate) fn pass_over(&mut self, relay: Range<usize>) {
        self.take([relay.clone()].iter(), Use::Source);
        self.relays.push(relay);
    }

    /// Widens a piece of the content of an attribution, if what it is widened by is free.
    pub(crate) fn widen(&mut self, number: usize, piece: usize, to: Range<usize>) {
        let Some(old) = self.drafts.get(number).and_then(|d| d.content.get(piece)).cloned() else {
            return;
        };
        let wide = old.start.min(to.start)..old.end.max(to.end);
        if (wide.start..old.start).chain(old.end..wide.end).all(|at| self.is_free(at)) {
            self.take([wide.clone()].iter(), Use::Content);
            if let Some(slot) = self.drafts.get_mut(number).and_then(|d| d.content.get_mut(piece)) {
                *slot = wide;
            }
        }
    }

    /// Adds a piece to the content of an attribution.
    pub(crate) fn extend(&mut self, number: usize, content: Range<usize>) {
        let content = self.trimmed(content);
        if content.is_empty() {
            return;
        }
        self.take([content.clone()].iter(), Use::Content);
        if let Some(draft) = self.drafts.get_mut(number) {
            draft.content.push(content);
        }
    }

    fn take<'x>(&mut self, ranges: impl Iterator<Item = &'x Range<usize>>, to: Use) {
        for range in ranges {
            for slot in self.uses.get_mut(range.clone()).unwrap_or(&mut []) {
                if *slot == Use::Free {
                    *slot = to;
                }
            }
        }
    }

    /// A content without the commas, dashes and stops at its ends. Marks that a quotation needs stay.
    pub(crate) fn trimmed(&self, range: Range<usize>) -> Range<usize> {
        let (mut start, mut end) = (range.start, range.end);
        let loose = |at: usize| {
            matches!(self.reading.tag(at), Tag::Comma | Tag::Semicolon | Tag::Dash | Tag::Colon)
        };
        while start < end && (loose(start) || self.reading.tag(start) == Tag::Stop) {
            start += 1;
        }
        while end > start {
            let last = end - 1;
            let stop = self.reading.lower(last) == "." && self.reading.quotation(last).is_none();
            let orphan = self.reading.tag(last) == Tag::Quote
                && self.reading.quoted.get(last).copied().flatten().is_none()
                && end - start > 1
                && !self.reading.lower(last - 1).ends_with('s');
            if loose(last) || stop || orphan {
                end -= 1;
            } else {
                break;
            }
        }
        start..end
    }

    /// The attribution that a medium passed on: the nearest one of its sentence that stands before
    /// it, or else after it. Of those within each other the outermost was found first.
    fn passed_on(&self, relay: &Range<usize>) -> Option<usize> {
        let sentence = self.reading.sentence(relay.start);
        let from = self.homes.get(&sentence.start).into_iter().flatten().take(64);
        let apart = |number: &usize| {
            let draft = self.drafts.get(*number)?;
            let all = || draft.cue.iter().chain(&draft.content);
            let start = all().map(|r| r.start).min()?;
            let end = all().map(|r| r.end).max()?;
            Some((
                end > relay.start,
                if end <= relay.start { relay.start - end } else { start.abs_diff(relay.end) },
            ))
        };
        from.copied().min_by_key(|number| apart(number).unwrap_or((true, usize::MAX)))
    }

    /// The attributions as spans, in the order of the text.
    pub(crate) fn finish(self) -> Vec<Raw> {
        let reading = self.reading;
        let spans = |ranges: &[Range<usize>]| {
            let mut spans: Vec<_> = ranges.iter().map(|r| reading.span(r.clone())).collect();
            spans.sort_unstable();
            spans
        };
        let mut passed: Vec<Vec<Range<usize>>> = vec![Vec::new(); self.drafts.len()];
        for relay in &self.relays {
            if let Some(slot) = self.passed_on(relay).and_then(|number| passed.get_mut(number)) {
                slot.push(relay.clone());
            }
        }
        let stood = self.stood.iter().map(Some).chain(std::iter::repeat(None));
        let mut raws: Vec<Raw> = self
            .drafts
            .iter()
            .zip(passed)
            .zip(stood)
            .map(|((draft, passed), stood)| Raw {
                source: draft.source.iter().map(|r| reading.span(r.clone())).collect(),
                cue: spans(&draft.cue),
                content: spans(&draft.content),
                passed: stood.map_or_else(|| spans(&passed), |(_, passed)| passed.clone()),
                rule: draft.rule,
                reasons: draft.reasons.clone(),
                score: stood.map_or_else(|| scores::of(draft.rule), |(score, _)| *score),
            })
            .collect();
        // Stable: what holds another attribution was found before it, and stays before it.
        raws.sort_by_key(Raw::start);
        raws
    }
}
