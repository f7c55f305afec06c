//! "Reuters reported, citing X, that …", "Reuters, citing X, said …": X is the source, Reuters the relay.

use super::{Draft, Page, content, right};
use crate::extract::grammar::{Tag, phrase};
use crate::extract::lexicon::{Also, Passing};
use crate::extract::reading::Reading;
use std::ops::Range;

/// Finds them in one sentence.
pub(crate) fn find(page: &mut Page<'_, '_>, number: usize) {
    let Some(sentence) = page.reading.ranges.get(number).cloned() else { return };
    for at in sentence.clone() {
        let reading = page.reading;
        if !page.may_be_cue(at) {
            continue;
        }
        let cites = matches!(reading.lower(at), "citing" | "quoting");
        let found = if reading.lower(at) == "told" {
            told_by(page, at, &sentence)
        } else if page.reading.word(at).passing.any(Passing::CITE | Passing::REPEAT)
            && matches!(page.reading.tag(at), Tag::Verb | Tag::Participle)
        {
            if let Some(repeated) = repeats(page, at, &sentence) {
                page.pass_over(repeated);
                continue;
            }
            quotes(page, at, &sentence)
        } else if cites && at == sentence.start {
            in_front(page, at, &sentence)
        } else if cites && at >= sentence.start + 2 {
            at_cue(page, at, &sentence)
        } else {
            None
        };
        if let Some((draft, relay)) = found {
            page.pass_over(relay);
            page.add(draft);
        }
    }
}

/// "Citing S, R reported that C"
fn in_front(
    page: &Page<'_, '_>,
    at: usize,
    sentence: &Range<usize>,
) -> Option<(Draft, Range<usize>)> {
    let reading = page.reading;
    let source = phrase::from(reading, at + 1, sentence.end)?;
    let aside = phrase::with_relative(reading, &source, sentence.end);
    let (medium, end) = [source.end, aside].into_iter().find_map(|end| {
        let medium = reading.press.at(end + 1).filter(|m| m.start == end + 1)?;
        (reading.tag(end) == Tag::Comma).then_some((medium, end))
    })?;
    let mut verb = medium.end;
    while matches!(reading.tag(verb), Tag::Adverb | Tag::Auxiliary) && verb < medium.end + 3 {
        verb += 1;
    }
    if !is_report(reading, verb) {
        return None;
    }
    let from = after_day(reading, verb + 1, sentence.end);
    let to = content::end(page, from, content::Sort::Clause);
    let draft = draft(reading, source.start..end, at, from..to);
    (to > from).then_some((draft, medium.start..verb + 1))
}

/// "R was told by S that C"
fn told_by(
    page: &Page<'_, '_>,
    at: usize,
    sentence: &Range<usize>,
) -> Option<(Draft, Range<usize>)> {
    let reading = page.reading;
    let group = phrase::group_start(reading, at, sentence.start);
    let medium = reading.press.at(group.checked_sub(1)?).filter(|m| m.end == group)?;
    if group == at || reading.lower(at + 1) != "by" {
        return None;
    }
    let source = phrase::from(reading, at + 2, sentence.end)?;
    let from = phrase::with_relative(reading, &source, sentence.end);
    let from = if reading.tag(source.end) == Tag::That { source.end } else { from };
    let to = content::end(page, from, content::Sort::Clause);
    let mut draft = draft(reading, source.start..from, at, from..to);
    draft.cue = vec![group..at + 2];
    (to > from).then_some((draft, medium))
}

/// "R quoted S as saying C"
fn quotes(
    page: &Page<'_, '_>,
    at: usize,
    sentence: &Range<usize>,
) -> Option<(Draft, Range<usize>)> {
    let reading = page.reading;
    let group = phrase::group_start(reading, at, sentence.start);
    let medium = reading.press.at(group.checked_sub(1)?).filter(|m| m.end == group)?;
    let cites = reading.word(at).passing.any(Passing::CITE);
    let draft = right::quoted_as_saying(page, at, group, sentence).filter(|_| cites)?;
    let own = draft.source.as_ref().is_some_and(|source| source.start == at + 1);
    own.then_some((draft, medium.start..at + 1))
}

/// "R1 repeated a report by R2", "which in turn cited R1": how it came, and not what was said.
fn repeats(page: &Page<'_, '_>, at: usize, sentence: &Range<usize>) -> Option<Range<usize>> {
    let reading = page.reading;
    let group = phrase::group_start(reading, at, sentence.start);
    let before = group.checked_sub(1).filter(|n| *n >= sentence.start)?;
    let relative = matches!(reading.lower(before), "which" | "that");
    let subject = reading.press.at(before).filter(|m| m.end == group);
    if subject.is_none() && !relative || group > at && !relative && subject.is_none() {
        return None;
    }
    let near = at + 1..sentence.end.min(at + 6);
    let outer = reading.press.within(near).next()?;
    let story = |n: usize| reading.word(n).passing.any(Passing::STORY);
    let direct = (at + 1..outer.start).all(|n| {
        story(n)
            || matches!(
                reading.tag(n),
                Tag::Determiner | Tag::Adjective | Tag::Preposition | Tag::Adverb
            )
    });
    // "quoted the paper as saying" and "cited R that": the medium is the source.
    let ends =
        matches!(reading.tag(outer.end), Tag::Comma | Tag::Colon | Tag::Stop | Tag::Semicolon);
    let start = subject.map_or(before, |m| m.start);
    (direct && ends).then_some(start..outer.end)
}

fn draft(reading: &Reading<'_>, source: Range<usize>, at: usize, content: Range<usize>) -> Draft {
    Draft {
        source: Some(source),
        cue: vec![at..at + 1],
        content: vec![content],
        rule: "citing",
        reasons: vec![format!("“{}” names whom the report rests on.", reading.text(at))],
    }
}

/// Past "on Tuesday" and the like, where a clause with "that" stands after it.
fn after_day(reading: &Reading<'_>, at: usize, ceiling: usize) -> usize {
    let near = at..ceiling.min(at + 8);
    let that = near.into_iter().take_while(|n| !reading.tag(*n).is_finite());
    if let Some(that) = that.into_iter().find(|n| reading.tag(*n) == Tag::That) {
        return that;
    }
    let mut from = at;
    while reading.word(from).also.is(Also::CALENDAR) || reading.lower(from) == "on" {
        from += 1;
    }
    from
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
        (source, right(after_day(reading, said + 1, sentence.end))?)
    } else if !reports {
        return None;
    } else if reading.tag(after) == Tag::That && after < sentence.end {
        // "R reported, citing S, that C"
        (source, right(after)?)
    } else if medium.start.checked_sub(1).is_some_and(|n| reading.tag(n) == Tag::Comma)
        && at - verb <= 6
    {
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
    Some((draft(reading, source, at, content), relay))
}

fn is_report(reading: &Reading<'_>, at: usize) -> bool {
    reading.word(at).passing.any(Passing::REPORT)
}

/// Whether what stands first is one clause, and not a clause that somebody is credited with already.
fn whole(reading: &Reading<'_>, said: &Range<usize>) -> bool {
    !said.clone().any(|at| reading.lower(at) == "according" || reading.tag(at) == Tag::Semicolon)
}
