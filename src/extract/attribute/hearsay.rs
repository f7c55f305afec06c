//! "has reportedly dismissed": attributed, but to nobody.

use super::{Draft, Page, content};
use crate::extract::grammar::{Tag, phrase};
use crate::extract::lexicon::{Also, Takes};
use crate::extract::reading::Reading;

/// Finds them in one sentence.
pub(crate) fn find(page: &mut Page<'_, '_>, number: usize) {
    let Some(sentence) = page.reading.ranges.get(number).cloned() else { return };
    for at in sentence.clone() {
        let reading = page.reading;
        if let Some(draft) = it_is_said(page, at, sentence.end) {
            page.add(draft);
            continue;
        }
        if !page.may_be_cue(at) || !reading.word(at).also.is(Also::HEARSAY) {
            continue;
        }
        let group = phrase::group_start(reading, at, sentence.start);
        let mut pieces = Vec::new();
        if let Some(subject) = phrase::subject(reading, group, sentence.start)
            && subject.clone().all(|n| page.is_free(n))
        {
            pieces.push(subject.start..at);
        }
        let end = content::end(page, at + 1, content::Sort::Clause);
        if end > at + 1 {
            pieces.push(at + 1..end);
        }
        if pieces.is_empty() {
            continue;
        }
        page.add(Draft {
            source: None,
            cue: vec![at..at + 1],
            content: pieces,
            rule: "hearsay",
            reasons: vec![format!(
                "“{}” means that somebody says so, and the text does not tell who.",
                reading.text(at)
            )],
        });
    }
}

/// "It is widely assumed that C": by nobody whom the sentence names.
fn it_is_said(page: &Page<'_, '_>, at: usize, ceiling: usize) -> Option<Draft> {
    let reading = page.reading;
    if let Some(draft) = said_to(page, at, ceiling) {
        return Some(draft);
    }
    if reading.lower(at) != "it" || !page.may_be_cue(at) {
        return None;
    }
    let verb = participle(reading, at + 1)?;
    let cue = reading.word(verb).verb.and_then(|v| reading.lexicon.verb(v))?;
    let that = verb + 1;
    if reading.tag(that) != Tag::That || !cue.takes.any(Takes::THAT) || that >= ceiling {
        return None;
    }
    let end = content::end(page, that, content::Sort::Clause);
    (end > that).then(|| Draft {
        source: None,
        cue: vec![at..verb + 1],
        content: vec![that..end],
        rule: "it-is-said",
        reasons: vec![format!("“It is {}” leaves open who says so.", reading.text(verb))],
    })
}

/// "The duke is rumoured to have left": by nobody whom the sentence names.
fn said_to(page: &Page<'_, '_>, at: usize, ceiling: usize) -> Option<Draft> {
    let reading = page.reading;
    let thought = matches!(
        reading.lower(at),
        "rumoured"
            | "rumored"
            | "alleged"
            | "reported"
            | "said"
            | "believed"
            | "understood"
            | "thought"
    );
    if !thought || reading.tag(at + 1) != Tag::To || !page.may_be_cue(at) {
        return None;
    }
    let floor = reading.sentence(at).start;
    let group = phrase::group_start(reading, at, floor);
    let be = (group..at).any(|n| matches!(reading.lower(n), "is" | "are" | "was" | "were"));
    let verb = matches!(reading.tag(at + 2), Tag::Verb | Tag::Auxiliary);
    let patient = phrase::subject(reading, group, floor).filter(|_| be && verb)?;
    let end = content::end(page, at + 1, content::Sort::Clause);
    let free = patient.clone().all(|n| page.is_free(n)) && end > at + 1 && at + 1 < ceiling;
    free.then(|| Draft {
        source: None,
        cue: vec![group..at + 1],
        content: vec![patient, at + 1..end],
        rule: "it-is-said",
        reasons: vec![format!("“{}” leaves open who says so.", reading.text(at))],
    })
}

/// The participle behind "is widely", "had been".
fn participle(reading: &Reading<'_>, at: usize) -> Option<usize> {
    let be = matches!(reading.lower(at), "is" | "was" | "has" | "had");
    let mut verb = at + 1;
    while matches!(reading.tag(verb), Tag::Adverb | Tag::Auxiliary) && verb < at + 4 {
        verb += 1;
    }
    (be && reading.tag(verb) == Tag::Participle).then_some(verb)
}
