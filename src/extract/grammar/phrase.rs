//! Noun phrases, verb groups, and the subject of a verb.

use super::Tag;
pub use super::aside::{subject, with_apposition, with_relative};
use crate::extract::lexicon::Also;
use crate::extract::reading::Reading;
use std::ops::Range;

/// How far a phrase may reach, in tokens: longer ones are mistakes of ours.
pub(super) const REACH: usize = 40;

/// The start of the verb group that ends with the verb at `verb`: auxiliaries, "not", adverbs.
#[must_use]
pub fn group_start(reading: &Reading<'_>, verb: usize, floor: usize) -> usize {
    let mut at = verb;
    while at > floor.max(verb.saturating_sub(8)) {
        match reading.tag(at - 1) {
            Tag::Auxiliary | Tag::Modal | Tag::Negation => at -= 1,
            Tag::Adverb
                if !matches!(
                    reading.lower(at - 1),
                    "however"
                        | "meanwhile"
                        | "instead"
                        | "moreover"
                        | "yesterday"
                        | "today"
                        | "here"
                        | "there"
                ) =>
            {
                at -= 1;
            }
            // "going to say", "had to say", "continued to argue"
            Tag::To
                if at > floor + 1
                    && matches!(
                        reading.tag(at - 2),
                        Tag::Verb | Tag::Ing | Tag::Auxiliary | Tag::Participle
                    )
                    && matches!(
                        reading.lower(at - 2),
                        "going"
                            | "had"
                            | "has"
                            | "have"
                            | "continued"
                            | "continues"
                            | "began"
                            | "begun"
                            | "wants"
                            | "used"
                            | "trying"
                            | "tried"
                            | "continue"
                            | "continuing"
                            | "managed"
                            | "need"
                            | "needs"
                    ) =>
            {
                at -= 2;
            }
            _ => break,
        }
    }
    at
}

/// The noun phrase that ends right before `end`; `None` if there is none.
#[must_use]
pub fn before(reading: &Reading<'_>, end: usize, floor: usize) -> Option<Range<usize>> {
    let floor = floor.max(end.saturating_sub(REACH));
    let mut start = base_before(reading, end, floor)?;
    loop {
        let linked = start > floor + 1
            && matches!(reading.tag(start - 1), Tag::Preposition | Tag::To)
            && (reading.tag(start - 2).is_head() || is_closed_aside(reading, start - 2))
            && (reading.tag(start - 2) != Tag::Pronoun
                // "one of them"
                || reading.tag(start) == Tag::ObjectPronoun && reading.lower(start - 2) == "one")
            && !is_calendar(reading, start)
            && !is_calendar(reading, start - 2);
        if linked && let Some(wider) = base_before(reading, start - 1, floor) {
            start = wider;
            continue;
        }
        // "A and B": only where A begins the clause.
        if start > floor + 1
            && matches!(reading.lower(start - 1), "and" | "or" | "&")
            && (reading.tag(start - 2).is_head() || reading.tag(start - 2) == Tag::Comma)
        {
            let left_end = if reading.tag(start - 2) == Tag::Comma { start - 2 } else { start - 1 };
            if let Some(wider) = before_link(reading, left_end, floor) {
                start = wider;
                continue;
            }
        }
        break;
    }
    Some(start..end)
}

/// The start of a conjoined phrase, if it begins its clause.
fn before_link(reading: &Reading<'_>, end: usize, floor: usize) -> Option<usize> {
    let mut start = base_before(reading, end, floor)?;
    for _ in 0..4 {
        let linked = start > floor + 1
            && reading.tag(start - 1) == Tag::Preposition
            && reading.tag(start - 2).is_head();
        if !linked {
            break;
        }
        start = base_before(reading, start - 1, floor)?;
    }
    let begins = start == floor
        || matches!(
            reading.tag(start - 1),
            Tag::Quote
                | Tag::Subordinator
                | Tag::That
                | Tag::Conjunction
                | Tag::Dash
                | Tag::Stop
                | Tag::Colon
        )
        || reading.tag(start - 1) == Tag::Comma
            && reading.tag(end - 1) == Tag::Name
            && reading.tag(start) == Tag::Name;
    begins.then_some(start)
}

fn is_closed_aside(reading: &Reading<'_>, at: usize) -> bool {
    reading.lower(at) == ")"
}

pub(super) fn is_calendar(reading: &Reading<'_>, at: usize) -> bool {
    reading.word(at).also.is(Also::CALENDAR)
}

/// The start of the phrase without its "of ..." that ends right before `end`.
fn base_before(reading: &Reading<'_>, end: usize, floor: usize) -> Option<usize> {
    let mut at = end;
    let mut head = false;
    while at > floor {
        let tag = reading.tag(at - 1);
        match tag {
            Tag::Noun | Tag::Name | Tag::Number => {
                if is_calendar(reading, at - 1) && reading.tag(at - 1) != Tag::Number {
                    // "On Tuesday Trump said": the day is not a part of the name.
                    if head && reading.tag(at) != Tag::Possessive {
                        break;
                    }
                }
                let plural = tag == Tag::Noun
                    && reading.lower(at - 1).ends_with('s')
                    && !reading.lower(at - 1).ends_with("ss");
                if head && plural && reading.tag(at) == Tag::Name {
                    break;
                }
                head = true;
                at -= 1;
            }
            // "four of those present"
            Tag::Adjective if !head && at - 1 > floor && reading.lower(at - 2) == "those" => {
                at -= 2;
                head = true;
                break;
            }
            Tag::Adjective => {
                if !head
                    && at == end
                    && !matches!(reading.tag(at.saturating_sub(2)), Tag::Determiner)
                {
                    return None;
                }
                head = true;
                at -= 1;
            }
            Tag::Participle | Tag::Ing | Tag::Adverb
                if head
                    && at - 1 > floor
                    && matches!(
                        reading.tag(at - 2),
                        Tag::Determiner | Tag::Possessive | Tag::Adjective
                    ) =>
            {
                at -= 1;
            }
            Tag::Possessive => {
                if !head {
                    return None;
                }
                at -= 1;
                if !reading.lower(at).starts_with('\'') {
                    break;
                }
            }
            Tag::Determiner => {
                at -= 1;
                head = true;
                if at > floor && reading.tag(at - 1) == Tag::Determiner {
                    at -= 1;
                }
                break;
            }
            // "four of them", "some of those present"
            Tag::ObjectPronoun if !head && at - 1 > floor && reading.lower(at - 2) == "of" => {
                at -= 1;
                head = true;
                break;
            }
            Tag::Pronoun => {
                if !head {
                    at -= 1;
                    head = true;
                }
                break;
            }
            Tag::Mark if reading.lower(at - 1) == ")" => {
                let from = (floor..at).rev().take(14).find(|n| reading.lower(*n) == "(")?;
                if from <= floor {
                    break;
                }
                at = from;
            }
            Tag::Conjunction if reading.lower(at - 1) == "&" && head && at - 1 > floor => at -= 1,
            Tag::Quote => {
                // An apostrophe of a plural, or a name in quotation marks.
                let mark = at - 1;
                let apostrophe = reading.quoted.get(mark).copied().flatten().is_none();
                if apostrophe && head && mark > floor && reading.tag(mark - 1).is_nominal() {
                    at = mark;
                    continue;
                }
                let Some(quotation) = reading.quotation(mark) else { break };
                let scare = quotation.sort == crate::extract::quotes::Sort::Scare;
                if !scare || quotation.close != mark || quotation.open < floor {
                    break;
                }
                at = quotation.open;
                head = true;
            }
            _ => break,
        }
    }
    (head && at < end).then_some(at)
}

/// The noun phrase that starts at `start`, with its "of ..."; `None` if there is none.
#[must_use]
pub fn from(reading: &Reading<'_>, start: usize, ceiling: usize) -> Option<Range<usize>> {
    let ceiling = ceiling.min(start + REACH);
    let mut end = base_from(reading, start, ceiling)?;
    loop {
        let link = reading.tag(end);
        let linked = end + 1 < ceiling
            && (link == Tag::Preposition
                && !matches!(reading.lower(end), "during" | "since" | "until" | "via")
                || link == Tag::To && !matches!(reading.tag(end + 1), Tag::Verb));
        if linked
            && !is_calendar(reading, end + 1)
            && !(reading.lower(end) == "in" && matches!(reading.lower(end + 1), "a" | "an"))
            && let Some(wider) = base_from(reading, end + 1, ceiling)
        {
            end = wider;
            continue;
        }
        if end + 1 < ceiling
            && matches!(reading.lower(end), "and" | "&")
            && let Some(wider) = base_from(reading, end + 1, ceiling)
            && !reading.tag(wider).is_finite()
        {
            end = wider;
            continue;
        }
        // "familiar with the discussions", "briefed on the plan", "who spoke"
        if end + 1 < ceiling
            && (matches!(reading.tag(end), Tag::Participle | Tag::Adjective)
                || reading.tag(end) == Tag::Verb && reading.lower(end).ends_with("ed"))
            && matches!(reading.tag(end + 1), Tag::Preposition | Tag::To)
            && let Some(wider) = base_from(reading, end + 2, ceiling)
        {
            end = wider;
            continue;
        }
        break;
    }
    Some(start..end)
}

fn base_from(reading: &Reading<'_>, start: usize, ceiling: usize) -> Option<usize> {
    let mut at = start;
    let mut head = false;
    while at < ceiling {
        match reading.tag(at) {
            Tag::Pronoun | Tag::ObjectPronoun if at == start => return Some(at + 1),
            Tag::Determiner if !head => at += 1,
            Tag::Possessive if !head || reading.lower(at).starts_with('\'') => at += 1,
            Tag::Noun | Tag::Name | Tag::Number => {
                if head && is_calendar(reading, at) {
                    break;
                }
                head = true;
                at += 1;
            }
            // "a third told": an adjective alone stands for somebody.
            Tag::Adjective
                if !head
                    && at > start
                    && reading.tag(at - 1) == Tag::Determiner
                    && reading.tag(at + 1).is_finite() =>
            {
                return Some(at + 1);
            }
            Tag::Adjective | Tag::Participle | Tag::Ing | Tag::Adverb
                if !head
                    && (reading.tag(at + 1).is_nominal() || reading.tag(at) == Tag::Adjective) =>
            {
                at += 1;
            }
            Tag::Adjective if reading.tag(at + 1).is_nominal() => at += 1,
            Tag::Mark if head && reading.lower(at) == "(" => {
                let close = (at..ceiling).take(14).find(|n| reading.lower(*n) == ")");
                match close {
                    Some(close) => at = close + 1,
                    None => break,
                }
            }
            Tag::Conjunction if reading.lower(at) == "&" && head => at += 1,
            Tag::Quote => {
                let apostrophe = reading.quoted.get(at).copied().flatten().is_none();
                if apostrophe && head && reading.tag(at + 1).is_nominal() {
                    at += 1;
                    continue;
                }
                let Some(quotation) = reading.quotation(at) else { break };
                let scare = quotation.sort == crate::extract::quotes::Sort::Scare;
                if !scare || quotation.open != at || quotation.close >= ceiling {
                    break;
                }
                at = quotation.close + 1;
                head = true;
            }
            _ => break,
        }
    }
    (head && at > start).then_some(at)
}
