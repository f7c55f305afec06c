//! "…, as X put it, …": an aside names whose words the sentence is in; "X put the number at six".

use super::{Draft, Page};
use crate::extract::grammar::{Tag, phrase};
use std::ops::Range;

/// Finds them in one sentence.
pub(crate) fn find(page: &mut Page<'_, '_>, number: usize) {
    let Some(sentence) = page.reading.ranges.get(number).cloned() else { return };
    let mut floor = sentence.start;
    for at in sentence.clone() {
        let reading = page.reading;
        if let Some(draft) = puts_at(page, at, &sentence) {
            floor = draft.content.iter().map(|c| c.end).max().unwrap_or(floor);
            page.add(draft);
            continue;
        }
        if let Some(draft) = words_at(page, at, &sentence) {
            floor = draft.content.iter().map(|c| c.end).max().unwrap_or(floor);
            page.add(draft);
            continue;
        }
        let puts = matches!(reading.lower(at), "put" | "puts") && reading.lower(at + 1) == "it";
        if !puts || !page.may_be_cue(at) || at + 1 >= sentence.end {
            continue;
        }
        let Some(source) = phrase::subject(reading, at, floor) else { continue };
        let Some(as_word) = source.start.checked_sub(1).filter(|a| *a >= floor) else { continue };
        if reading.lower(as_word) != "as" {
            continue;
        }
        let after = at + 2;
        let mut content = Vec::new();
        // Four hundred tokens are more than any sentence has.
        let start = floor.max(as_word.saturating_sub(400));
        if as_word > start + 1 {
            content.push(start..as_word);
        }
        if matches!(reading.tag(after), Tag::Comma | Tag::Colon) && after + 1 < sentence.end {
            content.push(after + 1..sentence.end.min(after + 400));
        }
        if content.is_empty() {
            continue;
        }
        floor = at + 2;
        page.add(Draft {
            source: Some(source),
            cue: vec![at..at + 2],
            content,
            rule: "put-it",
            reasons: vec!["The aside “as … put it” tells whose words these are.".to_owned()],
        });
    }
}

/// "In the surgeon's words to R, C", "In the words of the surgeon, C": what stands behind the comma is hers.
fn words_at(page: &Page<'_, '_>, at: usize, sentence: &Range<usize>) -> Option<Draft> {
    let reading = page.reading;
    let first = at < sentence.start + 8;
    if reading.lower(at) != "words" || !first || reading.lower(sentence.start) != "in" {
        return None;
    }
    let (source, end) = if reading.lower(at + 1) == "of" && at <= sentence.start + 3 {
        let who = phrase::from(reading, at + 2, sentence.end)?;
        let end = who.end;
        (who, end)
    } else {
        // "own" may stand between.
        let owner = if reading.lower(at - 1) == "own" { at - 1 } else { at };
        let whose = sentence.start + 1..owner;
        let ends = reading.tag(owner - 1) == Tag::Possessive;
        if !ends || whose.is_empty() {
            return None;
        }
        (whose, at + 1)
    };
    let comma = (end..sentence.end.min(end + 10)).find(|n| reading.tag(*n) == Tag::Comma)?;
    let plain = (end..comma).all(|n| !reading.tag(n).is_finite() && reading.tag(n) != Tag::Quote);
    let to = super::content::end(page, comma + 1, super::content::Sort::Clause);
    let free = source.clone().all(|n| page.is_free(n)) && page.is_free(at) && plain;
    (free && to > comma + 1).then(|| Draft {
        source: Some(source),
        cue: vec![at..at + 1],
        content: vec![comma + 1..to],
        rule: "put-it",
        reasons: vec!["“In … words” tells whose words these are.".to_owned()],
    })
}

/// "A poll put the opposition four points ahead": what a poll puts somewhere it says.
fn poll_puts(
    page: &Page<'_, '_>,
    verb: usize,
    group: usize,
    sentence: &Range<usize>,
) -> Option<Draft> {
    let reading = page.reading;
    let low = sentence.start.max(group.saturating_sub(16));
    let poll =
        (low..group).any(|at| matches!(reading.lower(at), "poll" | "polls" | "survey" | "surveys"));
    let source = phrase::subject(reading, group, sentence.start).filter(|_| poll)?;
    let end = super::content::end(page, verb + 1, super::content::Sort::Object);
    let free = source.clone().all(|n| page.is_free(n)) && end > verb + 2;
    free.then(|| Draft {
        source: Some(source),
        cue: vec![group..verb + 1],
        content: vec![verb + 1..end],
        rule: "put-at",
        reasons: vec!["What a poll puts somewhere is what it found.".to_owned()],
    })
}

/// "Police put the number at six": a figure is somebody's.
fn puts_at(page: &Page<'_, '_>, verb: usize, sentence: &Range<usize>) -> Option<Draft> {
    let reading = page.reading;
    let puts = matches!(reading.lower(verb), "put" | "puts")
        && matches!(reading.tag(verb), Tag::Verb | Tag::Participle);
    if !puts || !page.may_be_cue(verb) {
        return None;
    }
    let group = phrase::group_start(reading, verb, sentence.start);
    let what = phrase::from(reading, verb + 1, sentence.end)?;
    if let Some(draft) = poll_puts(page, verb, group, sentence) {
        return Some(draft);
    }
    let near = what.start + 1..(what.end + 1).min(sentence.end);
    let at =
        near.into_iter().find(|n| reading.lower(*n) == "at" && reading.lower(n + 1) != "risk")?;
    let figure = (at + 1..sentence.end.min(at + 5)).any(|n| {
        reading.tag(n) == Tag::Number
            || matches!(reading.lower(n), "million" | "billion" | "hundred" | "percent")
    });
    let source = phrase::subject(reading, group, sentence.start).filter(|_| figure)?;
    let end = super::content::end(page, at + 1, super::content::Sort::Object);
    let free = source.clone().all(|n| page.is_free(n)) && end > at + 1;
    free.then(|| Draft {
        source: Some(source),
        cue: vec![group..verb + 1],
        content: vec![verb + 1..end],
        rule: "put-at",
        reasons: vec![format!(
            "“{} … at” gives a figure, and who stands by it.",
            reading.text(verb)
        )],
    })
}
