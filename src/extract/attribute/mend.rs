//! What grammar says of an attribution, whoever found it: mended before anybody asks who is who.
//!
//! The models learned from a corpus that marks no relays and nobody's hearsay; what
//! follows is true of every sentence of these forms.

use crate::extract::Stance;
use crate::extract::grammar::{Tag, phrase};
use crate::extract::lexicon::{Also, Passing};
use crate::extract::raw::Raw;
use crate::extract::reading::Reading;
use crate::text::Span;
use std::ops::Range;

/// The attributions as grammar has them.
#[must_use]
pub fn mended(reading: &Reading<'_>, mut raws: Vec<Raw>) -> Vec<Raw> {
    for raw in &mut raws {
        whose_words(reading, raw);
        nobody(reading, raw);
        let trimmed = |span: &Span| {
            let tokens = tokens(reading, *span);
            let end = circumstance(reading, &tokens).unwrap_or(tokens.end);
            if end < tokens.end { reading.span(tokens.start..end) } else { *span }
        };
        raw.content = raw.content.iter().map(trimmed).collect();
    }
    raws.sort_by_key(Raw::start);
    raws
}

fn tokens(reading: &Reading<'_>, span: Span) -> Range<usize> {
    let start = reading.token_at(span.start());
    start..reading.token_at(span.end()).max(start)
}

/// "Voters interviewed by R said": the voters did.
fn whose_words(reading: &Reading<'_>, raw: &mut Raw) {
    let Some(source) = raw.source.first().map(|span| tokens(reading, *span)) else { return };
    let floor = reading.sentence(source.start).start;
    let Some(had) = source.start.checked_sub(2).filter(|at| *at > floor) else { return };
    if reading.lower(had + 1) == "by"
        && reading.word(had).passing.any(Passing::HAD)
        && reading.press.is(&source)
        && let Some(whose) = phrase::before(reading, had, floor)
    {
        raw.source = vec![reading.span(whose)];
    }
}

/// "Six climbers are said to have turned back", "she is reportedly planning to leave": nobody says so.
fn nobody(reading: &Reading<'_>, raw: &mut Raw) {
    let ([source], [cue], Some(content)) =
        (raw.source.as_slice(), raw.cue.as_slice(), raw.content.first())
    else {
        return;
    };
    let (subject, words) = (tokens(reading, *source), tokens(reading, *cue));
    let content = tokens(reading, *content);
    if subject.end != words.start || content.start != words.end || words.is_empty() {
        return;
    }
    let last = words.end - 1;
    let be = words.clone().any(|at| {
        reading.tag(at) == Tag::Auxiliary
            && matches!(
                reading.lower(at),
                "is" | "are" | "was" | "were" | "be" | "been" | "'s" | "'re"
            )
    });
    let verb = reading.word(last).verb.and_then(|v| reading.lexicon.verb(v));
    let hearsay = words.clone().find(|at| reading.word(*at).also.is(Also::HEARSAY));
    let wishes = verb.is_some_and(|v| v.stance == Stance::Believes);
    if let Some(adverb) = hearsay.filter(|_| wishes) {
        raw.content =
            vec![reading.span(subject.start..adverb), reading.span(adverb + 1..content.end)];
        raw.cue = vec![reading.span(adverb..adverb + 1)];
        raw.source.clear();
        return;
    }
    let thought = matches!(
        reading.lower(last),
        "said"
            | "believed"
            | "thought"
            | "reported"
            | "alleged"
            | "rumoured"
            | "rumored"
            | "understood"
    );
    if be && thought && reading.tag(content.start) == Tag::To {
        raw.content.insert(0, *source);
        raw.source.clear();
    }
}

/// "denied any part in it in a letter seen by R": where the circumstances begin that tell how the
/// words came to R.
fn circumstance(reading: &Reading<'_>, content: &Range<usize>) -> Option<usize> {
    let medium = reading.press.at(content.end.checked_sub(1)?)?;
    if medium.end != content.end || medium.start < content.start + 4 {
        return None;
    }
    let by = medium.start - 1;
    let had = reading.word(by - 1).passing;
    let passed = matches!(reading.lower(by), "by" | "in" | "on")
        && had.any(Passing::HAD | Passing::SHOWN)
        || matches!(reading.lower(by), "to" | "with" | "by")
            && had.any(Passing::GIVEN | Passing::SPOKE | Passing::STORY);
    let low = content.start.max(by.saturating_sub(8));
    let opener = (low + 1..by).rev().find(|at| {
        reading.tag(*at) == Tag::Preposition && matches!(reading.lower(*at), "in" | "during")
    })?;
    let plain = (content.start..content.end).all(|at| reading.quotation(at).is_none());
    (passed && plain).then_some(opener)
}
