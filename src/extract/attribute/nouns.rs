//! Nouns that attribute: "his claim that", "the official's view of", "calls for".

use super::{Draft, Page, content};
use crate::extract::grammar::{Tag, phrase};
use std::ops::Range;

/// Finds them in one sentence.
pub(crate) fn find(page: &mut Page<'_, '_>, number: usize) {
    let Some(sentence) = page.reading.ranges.get(number).cloned() else { return };
    for at in sentence.clone() {
        if !page.may_be_cue(at) || page.reading.word(at).noun.is_none() {
            continue;
        }
        if let Some(draft) = at_noun(page, at, &sentence) {
            page.add(draft);
        }
    }
}

fn at_noun(page: &Page<'_, '_>, noun: usize, sentence: &Range<usize>) -> Option<Draft> {
    let reading = page.reading;
    if !matches!(reading.tag(noun), Tag::Noun) || noun + 1 >= sentence.end {
        return None;
    }
    let mut start = noun;
    while start > sentence.start
        && noun - start < 4
        && matches!(reading.tag(start - 1), Tag::Adjective | Tag::Noun)
        && page.is_free(start - 1)
    {
        start -= 1;
    }
    let before = start.checked_sub(1).filter(|b| *b >= sentence.start)?;
    let source = match reading.tag(before) {
        Tag::Possessive if reading.lower(before).starts_with('\'') => {
            phrase::before(reading, before, sentence.start).map(|p| p.start..before + 1)
        }
        Tag::Possessive => Some(before..before + 1),
        _ => None,
    };
    let source = source.filter(|s| s.clone().all(|n| page.is_free(n)));
    let next = noun + 1;
    let (content, cue_end, sort) = match (reading.tag(next), reading.lower(next)) {
        (Tag::That, _) => (next, next, content::Sort::Clause),
        (Tag::To, _) if source.is_some() && reading.tag(next + 1) == Tag::Verb => {
            (next, next, content::Sort::Clause)
        }
        (_, "of") if source.is_some() => (next + 1, next + 1, content::Sort::Object),
        _ => return None,
    };
    source.as_ref()?;
    let end = content::end(page, content, sort);
    if end <= content {
        return None;
    }
    Some(Draft {
        source,
        cue: vec![start..cue_end],
        content: vec![content..end],
        rule: "noun",
        reasons: vec![format!(
            "The noun “{}” says whose it is, and the words after it what it is.",
            reading.text(noun)
        )],
    })
}
