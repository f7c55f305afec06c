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
        let hears = matches!(reading.lower(at), "heard" | "learned" | "learnt");
        let found = if reading.lower(at) == "told" || hears && reading.lower(at + 1) == "from" {
            told_by(page, at, &sentence)
        } else if page.reading.word(at).passing.any(Passing::CITE | Passing::REPEAT)
            && matches!(page.reading.tag(at), Tag::Verb | Tag::Participle)
        {
            if let Some(repeated) = repeats(page, at, &sentence) {
                page.pass_over(repeated);
                continue;
            }
            quotes(page, at, &sentence).or_else(|| which_cites(page, at, &sentence))
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

/// The medium that is the subject of the verb group: "R", "R's correspondent", "a reporter for R".
fn subject(reading: &Reading<'_>, group: usize, floor: usize) -> Option<Range<usize>> {
    let last = group.checked_sub(1).filter(|at| *at >= floor)?;
    if let Some(medium) = reading.press.at(last).filter(|m| m.end == group) {
        let low = medium.start.saturating_sub(6).max(floor);
        let by = medium.start.checked_sub(1).is_some_and(|at| {
            matches!(reading.tag(at), Tag::Preposition | Tag::To)
                && !(low..at).any(|n| reading.word(n).passing.any(Passing::JOURNALIST))
        });
        return (!by).then_some(medium);
    }
    let journalist = reading.word(last).passing.any(Passing::JOURNALIST);
    let who = phrase::before(reading, group, floor).filter(|_| journalist)?;
    reading.press.within(who).next()
}

/// "C, according to R, which cited S", "It was R that quoted S as saying C".
fn which_cites(
    page: &Page<'_, '_>,
    at: usize,
    sentence: &Range<usize>,
) -> Option<(Draft, Range<usize>)> {
    let reading = page.reading;
    let group = phrase::group_start(reading, at, sentence.start);
    let which = group.checked_sub(1).filter(|n| *n > sentence.start)?;
    if !matches!(reading.lower(which), "which" | "that" | "who")
        || !reading.word(at).passing.any(Passing::CITE)
    {
        return None;
    }
    let end = which - usize::from(reading.tag(which - 1) == Tag::Comma);
    let medium = reading.press.at(end.checked_sub(1)?).filter(|m| m.end == end)?;
    if let Some(draft) = right::quoted_as_saying(page, at, group, sentence)
        && draft.source.as_ref().is_some_and(|source| source.start == at + 1)
    {
        return Some((draft, medium.start..at + 1));
    }
    // "R, which cited S, said C"
    if let Some(source) = phrase::from(reading, at + 1, sentence.end)
        && reading.tag(source.end) == Tag::Comma
        && is_report(reading, source.end + 1)
        && page.is_free(medium.start)
    {
        let from = after_day(reading, source.end + 2, sentence.end);
        let to = content::end(page, from, content::Sort::Clause);
        let relay = medium.start..at + 1;
        return (to > from).then(|| (draft(reading, source, at, from..to), relay));
    }
    let according = medium.start.checked_sub(2).filter(|n| {
        *n > sentence.start && reading.lower(*n) == "according" && reading.lower(n + 1) == "to"
    })?;
    let source = phrase::from(reading, at + 1, sentence.end)?;
    let said = sentence.start.max(according.saturating_sub(200))..according;
    let free = said.clone().all(|n| page.is_free(n) && reading.quotation(n).is_none());
    let closes =
        matches!(reading.tag(source.end), Tag::Comma | Tag::Stop | Tag::End | Tag::Semicolon)
            || source.end >= sentence.end;
    (free && closes && content::has_finite(reading, said.clone()) && whole(reading, &said))
        .then(|| (draft(reading, source, at, said), according..at + 1))
}

/// "R was told by S that C", "R heard from S that C"
fn told_by(
    page: &Page<'_, '_>,
    at: usize,
    sentence: &Range<usize>,
) -> Option<(Draft, Range<usize>)> {
    let reading = page.reading;
    let group = phrase::group_start(reading, at, sentence.start);
    let medium = subject(reading, group, sentence.start)?;
    let by = reading.lower(at + 1) == "by" && group < at;
    if !(by || reading.lower(at + 1) == "from") {
        return None;
    }
    let source = phrase::from(reading, at + 2, sentence.end)?;
    let from = phrase::with_relative(reading, &source, sentence.end);
    let from = if reading.tag(source.end) == Tag::That { source.end } else { from };
    if !by && reading.tag(from) != Tag::That {
        return None;
    }
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
        reasons: vec![format!(
            "“{}” names the source that the report relies on.",
            reading.text(at)
        )],
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
    // "C, wrote R, citing S"
    let front = medium.start.saturating_sub(1);
    let inverted = verb + comma == at
        && comma == 1
        && front > sentence.start + 2
        && is_report(reading, front)
        && reading.tag(front - 1) == Tag::Comma;
    let reports = inverted || is_report(reading, verb);
    let relay = if inverted { front..verb } else { medium.start..verb + usize::from(reports) };
    let after = source.end + usize::from(reading.tag(source.end) == Tag::Comma);
    let right = |from: usize| {
        let end = content::end(page, from, content::Sort::Clause);
        (end > from).then_some(from..end)
    };
    let (source, content) = if verb + comma == at && comma == 1 && !inverted {
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
    } else if relay.start.checked_sub(1).is_some_and(|n| reading.tag(n) == Tag::Comma)
        && at - verb <= 6
    {
        // "C, R reported, citing S"
        let said = sentence.start..relay.start - 1;
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
