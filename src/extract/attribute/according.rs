//! "According to X", at the front, in the middle, at the end.

use super::{Draft, Page, content};
use crate::extract::grammar::{Tag, phrase};
use crate::extract::lexicon::{Also, Passing};
use crate::extract::reading::Reading;
use std::ops::Range;

/// Which of them to look for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Where {
    /// Those with ", Reuters reported" after them.
    BeforeReport,
    /// All.
    Anywhere,
}

/// Finds them in one sentence.
pub(crate) fn find(page: &mut Page<'_, '_>, number: usize, what: Where) {
    let Some(sentence) = page.reading.ranges.get(number).cloned() else { return };
    let mut floor = sentence.start;
    for at in sentence.clone() {
        let reading = page.reading;
        if reading.lower(at) != "according" || reading.lower(at + 1) != "to" || !page.is_free(at) {
            continue;
        }
        if reading.quotation(at).is_some() {
            continue;
        }
        let Some(source) = phrase::from(reading, at + 2, sentence.end) else { continue };
        let source = seen_by_both(reading, source, &sentence);
        if passes_on(page, floor..at, &source, &sentence) {
            page.pass_over(at..source.end);
            floor = source.end;
            continue;
        }
        if let Some((content, report, end)) = reported_by(page, at, &source, &sentence, floor) {
            page.pass_over(report);
            floor = end.max(content.end);
            page.add(Draft {
                source: Some(source.start..end.max(source.end)),
                cue: vec![at..at + 2],
                content: vec![content],
                rule: "according-to",
                reasons: vec![
                    "“According to” names the source that the report relies on.".to_owned(),
                ],
            });
            continue;
        }
        let reading = page.reading;
        let report = reported(reading, source.end, &sentence);
        let late = || reports_late(page, at, &source, &sentence);
        if what == Where::BeforeReport && report.is_none() && !late() {
            continue;
        }
        let end = if report.is_some() {
            source.end
        } else {
            phrase::with_relative(reading, &source, sentence.end)
        };
        let mut pieces = Vec::new();
        // "reported that, according to S, C": the clause begins here.
        let begins =
            at.checked_sub(1).map(|n| n.saturating_sub(usize::from(reading.tag(n) == Tag::Comma)));
        let inner = begins.filter(|n| *n > floor && opens_clause(reading, *n));
        if let Some(opener) = inner {
            floor = opener + 1;
        }
        let front = inner.is_some()
            || (floor..at).all(|n| !reading.tokens.get(n).is_some_and(|t| t.is_wordy()))
            || (floor..at).all(|n| {
                matches!(reading.tag(n), Tag::Conjunction | Tag::Comma | Tag::Adverb | Tag::Quote)
            });
        let reading = page.reading;
        // At the front the apposition must leave a clause for what is said.
        let opener = reading.lower(source.end + 1);
        let aside = matches!(opener, "who" | "whose" | "which" | "a" | "an" | "the" | "former")
            && reading.tag(end) == Tag::Comma
            && content::has_finite(reading, end..sentence.end);
        let end = if !front || aside { end } else { source.end };
        let source = if front { source.start..end } else { source };
        let mut start = floor.max(at.saturating_sub(400));
        while start < at
            && (matches!(reading.tag(start), Tag::Conjunction | Tag::Comma) || !page.is_free(start))
        {
            start += 1;
        }
        if !front && at > start {
            pieces.push(start..at);
        }
        let end = if front { end } else { source.end };
        let mut next = end;
        if reading.tag(next) == Tag::Comma {
            next += 1;
        }
        let goes_on = if front {
            next < sentence.end
        } else {
            reading.tag(end) == Tag::Comma
                && next + 2 < sentence.end
                && !matches!(
                    reading.lower(next),
                    "who" | "which" | "whose" | "a" | "an" | "and" | "but" | "while"
                )
                && !content::next_attribution(reading, next)
                && !content::has_finite(reading, start..at)
        };
        if goes_on {
            let to = content::end(page, next, content::Sort::Clause);
            pieces.push(next..to);
            // "According to S, C, R reported"
            if report.is_none()
                && let Some(report) = reported(reading, to, &sentence)
                && content::has_finite(reading, next..to)
            {
                page.pass_over(report);
            }
        }
        if pieces.is_empty() {
            continue;
        }
        if let Some(report) = report {
            pieces.truncate(1);
            page.pass_over(report);
        }
        floor = pieces.iter().map(|p| p.end).max().unwrap_or(floor).max(source.end);
        page.add(Draft {
            source: Some(source),
            cue: vec![at..at + 2],
            content: pieces,
            rule: "according-to",
            reasons: vec![
                "“According to” names the source of the rest of the sentence.".to_owned(),
            ],
        });
    }
}

/// "an audit obtained by R1 and shared with R2,": all of it tells which audit.
fn seen_by_both(
    reading: &Reading<'_>,
    source: Range<usize>,
    sentence: &Range<usize>,
) -> Range<usize> {
    let seen = |at: usize| {
        let had = reading.word(at).passing.any(Passing::HAD | Passing::SPOKE);
        let medium = reading.press.at(at + 2).filter(|medium| medium.start == at + 2)?;
        (had && matches!(reading.lower(at + 1), "by" | "with" | "to") && medium.end < sentence.end)
            .then_some(medium.end)
    };
    let first = seen(source.end).or_else(|| {
        reading.press.at(source.end - 1).filter(|m| m.end == source.end).map(|m| m.end)
    });
    let second = first
        .filter(|end| reading.lower(*end) == "and")
        .and_then(|end| seen(end + 1))
        .filter(|end| reading.tag(*end) == Tag::Comma);
    second.map_or(source.clone(), |end| source.start..end)
}

/// "R reported that C, according to S", "C, R reported on Friday, according to S", "According to S, R
/// reported, C": what was said, by which words it was passed on, and where the source ends.
fn reported_by(
    page: &Page<'_, '_>,
    at: usize,
    source: &Range<usize>,
    sentence: &Range<usize>,
    floor: usize,
) -> Option<(Range<usize>, Range<usize>, usize)> {
    let reading = page.reading;
    if reading.press.is(source) {
        return None;
    }
    let verb_of = |medium: &Range<usize>| {
        let mut verb = medium.end;
        while matches!(reading.tag(verb), Tag::Adverb | Tag::Auxiliary) && verb < medium.end + 3 {
            verb += 1;
        }
        let reports = reading.word(verb).passing.any(Passing::REPORT);
        (reports && reading.quotation(verb).is_none()).then_some(verb)
    };
    let aside = phrase::with_relative(reading, source, sentence.end);
    if at == sentence.start {
        let end = [source.end, aside].into_iter().find(|end| {
            reading.tag(*end) == Tag::Comma
                && reading.press.at(end + 1).is_some_and(|m| m.start == end + 1)
        })?;
        let medium = reading.press.at(end + 1)?;
        let verb = verb_of(&medium)?;
        let from =
            (verb + 1..sentence.end.min(verb + 6)).find(|n| reading.tag(*n) == Tag::Comma)? + 1;
        let to = content::end(page, from, content::Sort::Clause);
        let whole = to > from && content::has_finite(reading, from..to);
        return whole.then_some((from..to, medium.start..verb + 1, end));
    }
    let comma = at.checked_sub(1).filter(|n| reading.tag(*n) == Tag::Comma && *n > floor)?;
    let low = floor.max(sentence.start).max(at.saturating_sub(200));
    if (low..comma).any(|n| reading.quotation(n).is_some() || !page.is_free(n)) {
        return None;
    }
    let medium = reading.press.within(low..comma).find(|m| verb_of(m).is_some())?;
    let verb = verb_of(&medium)?;
    let before = medium.start.checked_sub(1).filter(|n| *n > low && reading.tag(*n) == Tag::Comma);
    if let Some(before) = before {
        let content = low..before;
        let near =
            !(verb + 1..comma).any(|n| reading.tag(n).is_finite() || reading.tag(n) == Tag::That);
        let whole = near && content::has_finite(reading, content.clone());
        return whole.then_some((content, medium.start..verb + 1, source.end));
    }
    let first = (low..medium.start).all(|n| !reading.tag(n).is_finite());
    let that = (verb + 1..comma.min(verb + 6)).find(|n| reading.tag(*n) == Tag::That)?;
    let whole = first && content::has_finite(reading, that + 1..comma);
    whole.then_some((that..comma, medium.start..verb + 1, source.end))
}

/// "According to S, C, R reported" from `at`, the start of the sentence.
fn reports_late(
    page: &Page<'_, '_>,
    at: usize,
    source: &Range<usize>,
    sentence: &Range<usize>,
) -> bool {
    let reading = page.reading;
    if at != sentence.start {
        return false;
    }
    // "a diplomat who has read the annex," may be all of the source.
    let aside = phrase::with_relative(reading, source, sentence.end);
    [source.end, aside].into_iter().any(|end| {
        let from = end + 1;
        if reading.tag(end) != Tag::Comma || from >= sentence.end {
            return false;
        }
        let to = content::end(page, from, content::Sort::Clause);
        content::has_finite(reading, from..to) && reported(reading, to, sentence).is_some()
    })
}

/// Whether the words can stand before a clause of its own: "that", "because".
fn opens_clause(reading: &Reading<'_>, at: usize) -> bool {
    reading.tag(at) == Tag::That
        || reading.lower(at) == "that"
            && at > 0
            && reading.word(at - 1).passing.any(Passing::REPORT)
        || matches!(reading.lower(at), "because" | "while" | "although" | "though" | "since")
}

/// "S said C, according to R": the medium only passed on what the sentence credits to S.
fn passes_on(
    page: &Page<'_, '_>,
    before: Range<usize>,
    source: &Range<usize>,
    sentence: &Range<usize>,
) -> bool {
    let reading = page.reading;
    let medium = reading.press.at(source.start).filter(|m| m.start == source.start);
    if medium.is_none_or(|m| m.end < source.end) || before.is_empty() {
        return false;
    }
    let comma = before.end - usize::from(reading.tag(before.end - 1) == Tag::Comma);
    let ends = |draft: &Draft| {
        let all = draft.cue.iter().chain(&draft.content).chain(&draft.source);
        draft.source.is_some() && all.map(|r| r.end).max().is_some_and(|end| end + 1 >= comma)
    };
    let passed = page.relays.last().is_some_and(|r| r.end + 1 >= comma && r.end <= before.end);
    passed
        || page.of_sentence(sentence.start).any(ends)
        || super::right::credits(page, before.start..comma, sentence)
}

/// ", Reuters reported" from `at` to the end of the sentence.
fn reported(reading: &Reading<'_>, at: usize, sentence: &Range<usize>) -> Option<Range<usize>> {
    if reading.tag(at) != Tag::Comma {
        return None;
    }
    // ", as R reported"
    let from = at + 1 + usize::from(reading.lower(at + 1) == "as");
    let who = phrase::from(reading, from, sentence.end)?;
    let verb = who.end;
    let says = reading.word(verb).passing.any(Passing::REPORT);
    let next = reading.tag(verb + 1);
    let medium = reading.press.is(&who);
    let last = matches!(next, Tag::Stop) || verb + 1 >= sentence.end;
    let last = last
        || medium
            && (matches!(next, Tag::Comma | Tag::Preposition)
                || reading.word(verb + 1).also.is(Also::CALENDAR));
    (says && last).then_some(from..verb + 1)
}
