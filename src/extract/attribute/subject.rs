//! Whose verb it is: the subject before it, or that of the verb that it hangs on.

use super::Page;
use crate::extract::grammar::{Tag, phrase};
use crate::extract::reading::Reading;
use std::ops::Range;

/// Who the subject is: a phrase before, or the subject of the verb that this one hangs on.
#[allow(clippy::type_complexity)]
pub(crate) fn subject(
    page: &Page<'_, '_>,
    verb: usize,
    group: usize,
    sentence: &Range<usize>,
) -> Option<(Option<Range<usize>>, &'static str)> {
    let reading = page.reading;
    let has_auxiliary = (group..verb).any(|n| matches!(reading.tag(n), Tag::Auxiliary));
    let participle = reading.tag(verb) == Tag::Ing && !has_auxiliary;
    if participle {
        return participle_subject(page, group, sentence).map(|s| (Some(s), "participle"));
    }
    if group > sentence.start && reading.tag(group - 1) == Tag::To {
        return None;
    }
    let hanging = group > sentence.start && matches!(reading.tag(group - 1), Tag::Conjunction)
        || group > sentence.start
            && reading.tag(group - 1) == Tag::Comma
            && phrase::subject(reading, group, sentence.start).is_none();
    if hanging {
        let source = last_source(page, sentence, group)
            .or_else(|| first_subject(reading, sentence.start..group))?;
        return Some((Some(source), "second-verb"));
    }
    let source = phrase::subject(reading, group, sentence.start)?;
    if !source.clone().all(|n| page.is_free(n)) {
        return None;
    }
    Some((Some(source), "subject-verb"))
}

/// ", the newspaper said, noting": the medium right before speaks on.
fn last_relay(page: &Page<'_, '_>, group: usize) -> Option<Range<usize>> {
    let relay = page.relays.iter().rev().take(3).find(|relay| relay.end + 1 == group)?;
    page.reading.press.at(relay.start)
}

fn participle_subject(
    page: &Page<'_, '_>,
    group: usize,
    sentence: &Range<usize>,
) -> Option<Range<usize>> {
    let reading = page.reading;
    if group == sentence.start {
        // "Citing the report, X said": the subject comes after the comma.
        let comma = (group..sentence.end).find(|n| reading.tag(*n) == Tag::Comma)?;
        return phrase::from(reading, comma + 1, sentence.end);
    }
    match reading.tag(group - 1) {
        Tag::Noun | Tag::Name | Tag::ObjectPronoun | Tag::Possessive | Tag::Quote => {
            phrase::before(reading, group, sentence.start)
                .filter(|p| p.clone().all(|n| page.is_free(n)))
                .or_else(|| last_source(page, sentence, group))
        }
        _ => last_relay(page, group)
            .or_else(|| last_source(page, sentence, group))
            .or_else(|| first_subject(reading, sentence.start..group)),
    }
}

/// The source of the last attribution in the sentence before `at`.
fn last_source(page: &Page<'_, '_>, sentence: &Range<usize>, at: usize) -> Option<Range<usize>> {
    page.drafts
        .iter()
        .rev()
        .take(6)
        .filter_map(|draft| draft.source.clone())
        .filter(|source| sentence.contains(&source.start) && source.start < at)
        .max_by_key(|source| source.start)
}

/// The subject of the nearest finite verb in the range.
fn first_subject(reading: &Reading<'_>, range: Range<usize>) -> Option<Range<usize>> {
    for at in range.clone().rev().take(60) {
        if !reading.tag(at).is_finite() || reading.quotation(at).is_some() {
            continue;
        }
        let group = phrase::group_start(reading, at, range.start);
        if group < at && reading.tag(at) == Tag::Auxiliary {
            continue;
        }
        if let Some(subject) = phrase::subject(reading, group, range.start) {
            return Some(subject);
        }
    }
    None
}
