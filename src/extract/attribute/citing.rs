//! "Reuters reported, citing X, that …", "Reuters, citing X, said …": X is the source, Reuters the relay.

use super::{Draft, Page, content};
use crate::extract::grammar::{Tag, phrase};
use crate::extract::reading::Reading;
use std::ops::Range;

/// Finds them in one sentence.
pub(crate) fn find(page: &mut Page<'_, '_>, number: usize) {
    let Some(sentence) = page.reading.ranges.get(number).cloned() else { return };
    for at in sentence.clone() {
        let reading = page.reading;
        let cites = matches!(reading.lower(at), "citing" | "quoting");
        if !cites || !page.may_be_cue(at) || at < sentence.start + 2 {
            continue;
        }
        if let Some((draft, relay)) = at_cue(page, at, &sentence) {
            page.pass_over(relay);
            page.add(draft);
        }
    }
}

fn at_cue(
    page: &Page<'_, '_>,
    at: usize,
    sentence: &Range<usize>,
) -> Option<(Draft, Range<usize>)> {
    let reading = page.reading;
    let source = phrase::from(reading, at + 1, sentence.end)?;
    let end = phrase::with_relative(reading, &source, sentence.end);
    // The nearest medium before the word, and what it does.
    let low = sentence.start.max(at.saturating_sub(60));
    let medium = reading.press.within(low..at).last()?;
    if reading.quotation(medium.start).is_some() || !page.is_free(medium.start) {
        return None;
    }
    let verb = medium.end;
    let comma = usize::from(reading.tag(at - 1) == Tag::Comma);
    let reports = is_report(reading, verb);
    let relay = medium.start..verb + usize::from(reports);
    let after = source.end + usize::from(reading.tag(source.end) == Tag::Comma);
    let right = |from: usize| {
        let end = content::end(page, from, content::Sort::Clause);
        (end > from).then_some(from..end)
    };
    let (source, content) = if verb + comma == at && comma == 1 {
        // "R, citing S, said C"
        let said = after.max(end);
        let said = said + usize::from(reading.tag(said) == Tag::Comma);
        if !is_report(reading, said) {
            return None;
        }
        let mut from = said + 1;
        while reading.word(from).also.is(crate::extract::lexicon::Also::CALENDAR)
            || reading.lower(from) == "on"
        {
            from += 1;
        }
        (source, right(from)?)
    } else if !reports {
        return None;
    } else if reading.tag(after) == Tag::That && after < sentence.end {
        // "R reported, citing S, that C"
        (source, right(after)?)
    } else if reading.tag(medium.start.checked_sub(1)?) == Tag::Comma && at - verb <= 6 {
        // "C, R reported, citing S"
        let said = sentence.start..medium.start - 1;
        let free = said.clone().all(|n| page.is_free(n));
        if !free || !content::has_finite(reading, said.clone()) || !whole(reading, &said) {
            return None;
        }
        (source.start..end.max(source.end), said)
    } else {
        // "R reported that C, citing S"
        let from = (verb + 1..at.min(verb + 8)).find(|n| reading.tag(*n) == Tag::That);
        let from = from.unwrap_or(verb + 1);
        if from + 3 > at {
            return None;
        }
        (source.start..end.max(source.end), from..at - comma)
    };
    let draft = Draft {
        source: Some(source),
        cue: vec![at..at + 1],
        content: vec![content],
        rule: "citing",
        reasons: vec![format!("“{}” names whom the report rests on.", reading.text(at))],
    };
    Some((draft, relay))
}

fn is_report(reading: &Reading<'_>, at: usize) -> bool {
    matches!(reading.lower(at), "reported" | "reports" | "said" | "says" | "wrote")
}

/// Whether what stands first is one clause, and not a clause that somebody is credited with already.
fn whole(reading: &Reading<'_>, said: &Range<usize>) -> bool {
    !said.clone().any(|at| reading.lower(at) == "according" || reading.tag(at) == Tag::Semicolon)
}
