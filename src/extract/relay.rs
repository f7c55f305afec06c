//! How a statement came to the page: who it was told to, and who passed it on.

use super::grammar::{Tag, phrase};
use super::lexicon::{Also, Passing, Takes};
use super::reading::Reading;
use std::ops::Range;

/// An attribution in tokens, and how far around it words may speak of it.
#[derive(Clone, Debug, Default)]
pub struct Parts {
    /// The words that name the source.
    pub source: Option<Range<usize>>,
    /// The words that attribute.
    pub cue: Vec<Range<usize>>,
    /// What is attributed.
    pub content: Vec<Range<usize>>,
    /// Where the words stand by which media only passed it on, as far as a rule read them.
    pub passed: Vec<Range<usize>>,
    /// From the end of the attribution before to the start of the next, inside one sentence.
    pub zone: Range<usize>,
}

/// The phrases of the media that passed an attribution on, nearest to the source first.
#[must_use]
pub fn hops(reading: &Reading<'_>, parts: &Parts) -> Vec<Range<usize>> {
    let mut told: Vec<Range<usize>> = Vec::new();
    let mut reported: Vec<Range<usize>> = Vec::new();
    let room = parts.passed.iter().chain([&parts.zone]);
    let room =
        room.clone().map(|r| r.start).min().unwrap_or(0)..room.map(|r| r.end).max().unwrap_or(0);
    let links = links(reading, room.clone());
    for medium in reading.press.within(room) {
        let at = medium.start;
        let passed = parts.passed.iter().any(|r| r.contains(&at));
        let said = parts.content.iter().any(|c| c.contains(&at));
        if said || !(passed || parts.zone.contains(&at)) || is_what_is_said(reading, parts, &medium)
        {
            continue;
        }
        if whose_sources(reading, parts, &medium) {
            told.push(medium);
            continue;
        }
        if reading.quotation(at).is_some() || stands_first(reading, parts, &medium) {
            continue;
        }
        if passed && !was_told_by(reading, &medium, parts) {
            reported.push(medium);
        } else if was_told(reading, handed(reading, &medium, parts.zone.start), parts.zone.start)
            || answers(reading, &medium, parts)
            || was_told_by(reading, &medium, parts)
            || quotes_the_source(reading, parts, &medium)
            || has_seen(reading, &medium, parts) && behind(&links, &medium).is_empty()
        {
            told.push(same_as_before(reading, &links, medium));
        } else if has_seen(reading, &medium, parts)
            || reports(reading, &medium, parts) && !closes_before(reading, &medium, parts)
        {
            reported.push(medium);
        }
    }
    told.extend(it_quotes(reading, parts));
    if told.is_empty() {
        told.extend(asked_by(reading, parts));
    }
    let mut hops: Vec<Range<usize>> = Vec::new();
    for hop in told {
        if !hops.contains(&hop) {
            hops.push(hop);
        }
    }
    if hops.is_empty()
        && let Some(first) = reported.first().cloned()
    {
        reported.remove(0);
        // "The Courier repeated a report by Meridian:" Meridian stands nearer to the source.
        let mut inner = behind(&links, &first);
        let own = |hop: &Range<usize>| {
            parts.source.as_ref().is_some_and(|s| s.start < hop.end && hop.start < s.end)
        };
        if let Some(source) = inner.iter().position(own) {
            inner.drain(..=source);
        }
        hops.extend(inner);
        hops.push(first);
    }
    while let Some((_, outer)) = hops.last().and_then(|last| links.iter().find(|(m, _)| m == last))
        && !hops.contains(outer)
    {
        hops.push(outer.clone());
    }
    for hop in reported {
        if !hops.contains(&hop) {
            hops.push(hop);
        }
    }
    hops
}

/// The media through whom a medium has what it says, nearest to the source first, and the medium.
#[must_use]
pub fn chain(reading: &Reading<'_>, medium: &Range<usize>) -> Vec<Range<usize>> {
    let links = links(reading, reading.sentence(medium.start));
    let own = reading.press.at(medium.start).unwrap_or_else(|| medium.clone());
    let mut chain = behind(&links, &own);
    chain.push(medium.clone());
    chain
}

/// The media that a medium has it from, the furthest first.
fn behind(links: &[(Range<usize>, Range<usize>)], medium: &Range<usize>) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut last = medium.clone();
    while let Some((inner, _)) = links.iter().find(|(_, outer)| *outer == last)
        && !found.contains(inner)
    {
        last = inner.clone();
        found.insert(0, last.clone());
    }
    found
}

/// Pairs of neighbouring media of which the second has it from the first, as (inner, outer).
fn links(reading: &Reading<'_>, room: Range<usize>) -> Vec<(Range<usize>, Range<usize>)> {
    let mut found = Vec::new();
    let mut before: Option<Range<usize>> = None;
    for medium in reading.press.within(room) {
        if let Some(outer) = before.replace(medium.clone())
            && outer.end <= medium.start
        {
            if has_from(reading, outer.end..medium.start) {
                found.push((medium, outer));
            } else if was_carried(reading, outer.end..medium.start) {
                found.push((outer, medium));
            }
        }
    }
    found
}

/// The medium is the source itself, or a part of its name: "a report by the Courier said".
fn stands_first(reading: &Reading<'_>, parts: &Parts, medium: &Range<usize>) -> bool {
    let Some(source) = &parts.source else { return false };
    let first = medium.start <= source.start && source.start < medium.end;
    let inside = source.start < medium.start && medium.end <= source.end;
    let word = |n: usize| medium.start.checked_sub(n).filter(|at| *at >= source.start);
    let made = word(1).is_some_and(|at| matches!(reading.lower(at), "by" | "in" | "from" | "on"))
        && word(2).is_some_and(|at| {
            let passing = reading.word(at).passing;
            passing.any(Passing::STORY) && !passing.any(Passing::HAD | Passing::SHOWN)
        });
    first || inside && made
}

/// "The station" is the local radio station that the sentence spoke of.
fn same_as_before(
    reading: &Reading<'_>,
    links: &[(Range<usize>, Range<usize>)],
    medium: Range<usize>,
) -> Range<usize> {
    let again = medium.len() == 2 && reading.lower(medium.start) == "the";
    let head = reading.lower(medium.end.saturating_sub(1));
    links
        .iter()
        .flat_map(|(inner, outer)| [outer, inner])
        .filter(|phrase| again && **phrase != medium)
        .find(|phrase| (*phrase).clone().any(|at| reading.lower(at) == head))
        // "the paper", after a daily: the one that the chain ends at.
        .or_else(|| links.last().map(|(inner, _)| inner).filter(|_| again))
        .cloned()
        .unwrap_or(medium)
}

/// "dismissed a report by R": what R said is what they speak of, and R passed nothing on.
fn is_what_is_said(reading: &Reading<'_>, parts: &Parts, medium: &Range<usize>) -> bool {
    parts.cue.last().is_some_and(|cue| {
        let between = cue.end..medium.start;
        let story = |at: usize| reading.word(at).passing.any(Passing::STORY);
        (1..=4).contains(&between.len())
            && reading.tag(between.start) == Tag::Determiner
            && matches!(reading.lower(between.end - 1), "by" | "from" | "in" | "on")
            && between.clone().any(story)
            && parts.content.iter().any(|content| content.start >= medium.end)
    })
}

/// "R's sources said": R has them, and tells what they say.
fn whose_sources(reading: &Reading<'_>, parts: &Parts, medium: &Range<usize>) -> bool {
    parts.source.as_ref().is_some_and(|source| {
        source.start <= medium.start
            && medium.end + 1 < source.end
            && reading.tag(medium.end) == Tag::Possessive
            && matches!(
                reading.lower(source.end - 1),
                "sources" | "source" | "informants" | "contacts"
            )
    })
}

/// Where the phrase begins of who listens for the medium: "a reporter from R", "a R reporter".
fn handed(reading: &Reading<'_>, medium: &Range<usize>, floor: usize) -> usize {
    let journalist = |at: usize| reading.word(at).passing.any(Passing::JOURNALIST);
    let low = floor + 1;
    let mut at = medium.start;
    // "on the website of R"
    let page = at.checked_sub(2).filter(|n| {
        *n > low
            && reading.lower(n + 1) == "of"
            && matches!(
                reading.lower(*n),
                "website"
                    | "site"
                    | "page"
                    | "pages"
                    | "edition"
                    | "podcast"
                    | "channel"
                    | "programme"
            )
    });
    if let Some(noun) = page {
        at = noun;
        while at > low
            && matches!(reading.tag(at - 1), Tag::Determiner | Tag::Adjective | Tag::Noun)
        {
            at -= 1;
        }
        return at;
    }
    let for_whom = at.checked_sub(2).filter(|n| {
        *n >= low
            && journalist(*n)
            && matches!(reading.lower(n + 1), "from" | "for" | "with" | "at" | "of")
    });
    if let Some(noun) = for_whom {
        at = noun;
    } else if !journalist(medium.end) {
        return at;
    }
    while at > low
        && matches!(
            reading.tag(at - 1),
            Tag::Determiner
                | Tag::Adjective
                | Tag::Noun
                | Tag::Name
                | Tag::Number
                | Tag::Possessive
        )
    {
        at -= 1;
    }
    at
}

/// "denied to R that", "To R, S admitted": said to the medium, by the words of the cue itself.
fn answers(reading: &Reading<'_>, medium: &Range<usize>, parts: &Parts) -> bool {
    let at = handed(reading, medium, parts.zone.start);
    let Some(to) = at.checked_sub(1).filter(|to| reading.lower(*to) == "to") else { return false };
    let fronted = reading.sentence(to).start == to && reading.tag(medium.end) == Tag::Comma;
    fronted || parts.cue.iter().any(|cue| cue.end == to)
}

/// "Asked by R whether it was true, S said": the sentence begins with who asked, and S answers.
fn asked_by(reading: &Reading<'_>, parts: &Parts) -> Option<Range<usize>> {
    let source = parts.source.as_ref()?;
    let start = reading.sentence(source.start).start;
    let asked = start + usize::from(matches!(reading.lower(start), "when" | "after"));
    let asks = matches!(
        reading.lower(asked),
        "asked"
            | "pressed"
            | "questioned"
            | "challenged"
            | "quizzed"
            | "interviewed"
            | "contacted"
            | "reached"
    );
    // Whoever is asked is the subject, which stands right behind the comma.
    let subject = source.start.checked_sub(1).is_some_and(|at| reading.tag(at) == Tag::Comma);
    if !asks
        || !subject
        || reading.lower(asked + 1) != "by"
        || parts.cue.iter().any(|c| c.start < source.start)
    {
        return None;
    }
    let medium = reading.press.within(asked + 2..source.start.min(asked + 12)).next()?;
    let first = handed(reading, &medium, asked);
    (first == asked + 2).then_some(medium)
}

/// "told R", "in an interview with R", "seen by R", "on R".
fn was_told(reading: &Reading<'_>, at: usize, floor: usize) -> bool {
    let place = |n: usize| at.checked_sub(n).filter(|at| *at >= floor);
    let lower = place(1).map_or("", |at| reading.lower(at));
    let near = |of: u32| {
        (2..9)
            .map_while(place)
            .take_while(|at| !matches!(reading.tag(*at), Tag::Comma | Tag::Quote | Tag::Stop))
            .any(|at| reading.word(at).passing.any(of))
    };
    match lower {
        "to" | "with" => near(Passing::GIVEN | Passing::SPOKE),
        "by" => near(Passing::HAD | Passing::STORY),
        "in" => near(Passing::SHOWN),
        "for" => near(Passing::STORY),
        "from" => near(Passing::ASKED),
        "on" | "via" => true,
        _ => place(1).is_some_and(|at| {
            let verb = reading.word(at).verb.and_then(|v| reading.lexicon.verb(v));
            verb.is_some_and(|v| v.takes.any(Takes::PERSON))
        }),
    }
}

/// "R was told by S", "R has seen a letter in which S said".
fn was_told_by(reading: &Reading<'_>, medium: &Range<usize>, parts: &Parts) -> bool {
    parts.cue.iter().any(|cue| {
        cue.start == medium.end
            && reading.lower(cue.end.saturating_sub(1)) == "by"
            && parts.source.as_ref().is_some_and(|source| source.start == cue.end)
    })
}

/// "R has seen a draft that says", "R obtained a letter in which S said": the source stands right
/// behind what was seen, or is it.
fn has_seen(reading: &Reading<'_>, medium: &Range<usize>, parts: &Parts) -> bool {
    let Some(source) = &parts.source else { return false };
    let mut verb = medium.end;
    while matches!(reading.tag(verb), Tag::Adverb | Tag::Auxiliary) && verb < medium.end + 3 {
        verb += 1;
    }
    let carried = reading.word(verb).passing.any(Passing::REPEAT)
        && reading.lower(source.start.saturating_sub(1)) == "which";
    let seen =
        carried || matches!(reading.lower(verb), "seen" | "obtained" | "reviewed" | "published");
    let between = verb + 1..source.start;
    seen && between.start <= between.end
        && between.len() <= 12
        && !between.into_iter().any(|at| {
            matches!(reading.tag(at), Tag::Comma | Tag::Stop | Tag::Quote | Tag::Colon)
                || reading.tag(at).is_finite()
        })
}

/// "R quoted S as saying", "R reported, citing S".
fn quotes_the_source(reading: &Reading<'_>, parts: &Parts, medium: &Range<usize>) -> bool {
    let Some(source) = &parts.source else { return false };
    let Some(verb) = source.start.checked_sub(1) else { return false };
    reading.word(verb).passing.any(Passing::CITE)
        && medium.end < source.start
        && source.start - medium.end <= 12
}

/// "It quoted S as saying": the medium that was named before.
fn it_quotes(reading: &Reading<'_>, parts: &Parts) -> Option<Range<usize>> {
    let verb = parts.source.as_ref()?.start.checked_sub(1)?;
    if !reading.word(verb).passing.any(Passing::CITE) || reading.tag(verb) == Tag::Ing {
        return None;
    }
    let group = phrase::group_start(reading, verb, reading.sentence(verb).start);
    let subject = group.checked_sub(1)?;
    matches!(reading.lower(subject), "it" | "they").then_some(subject..group)
}

/// ", R reported", "as R reported".
fn reports(reading: &Reading<'_>, medium: &Range<usize>, parts: &Parts) -> bool {
    let mut verb = past_aside(reading, medium.end);
    while matches!(reading.tag(verb), Tag::Adverb | Tag::Auxiliary) {
        verb += 1;
    }
    // "R was the first to report that"
    let first = reading.lower(verb + 1) == "first" && reading.lower(verb + 2) == "to";
    if first && medium.start == parts.zone.start {
        return matches!(reading.lower(verb + 3), "report" | "reveal");
    }
    let mine = parts.cue.iter().any(|cue| cue.contains(&verb));
    let before = medium.start.checked_sub(1);
    let apart = medium.start == parts.zone.start
        || before.is_some_and(|at| {
            matches!(reading.tag(at), Tag::Comma | Tag::Dash) || reading.lower(at) == "as"
        });
    apart && reading.word(verb).passing.any(Passing::REPORT) && !mine
}

/// "C, R reported, while S said": R passed on what stands before it, and not what S said.
fn closes_before(reading: &Reading<'_>, medium: &Range<usize>, parts: &Parts) -> bool {
    let verb = medium.end;
    let first = medium.start.checked_sub(1).is_some_and(|at| reading.tag(at) == Tag::Comma);
    let follows = parts.source.as_ref().is_some_and(|source| source.start >= verb + 3);
    first
        && follows
        && reading.tag(verb + 1) == Tag::Comma
        && matches!(reading.lower(verb + 2), "while" | "but" | "although" | "though" | "whereas")
}

/// Past ", which cited S,": the verb of the medium stands behind whom it cites.
fn past_aside(reading: &Reading<'_>, at: usize) -> usize {
    let aside = reading.tag(at) == Tag::Comma
        && matches!(reading.lower(at + 1), "which" | "who")
        && reading.word(at + 2).passing.any(Passing::CITE | Passing::REPEAT);
    let end = (at + 3..at + 14)
        .filter(|_| aside)
        .take_while(|n| !matches!(reading.tag(*n), Tag::Stop | Tag::End | Tag::Quote))
        .find(|n| reading.tag(*n) == Tag::Comma);
    end.map_or(at, |comma| comma + 1)
}

/// The medium that made what the source names: "a report by R", "a statement published by R".
#[must_use]
pub fn made_by(reading: &Reading<'_>, source: &Range<usize>) -> Option<Range<usize>> {
    let end = source.end + 4;
    let medium = reading.press.within(source.start + 2..end).next()?;
    let by = medium.start - 1;
    let made =
        (source.start..by).any(|at| reading.word(at).passing.any(Passing::STORY | Passing::GIVEN));
    let plain = (source.start..by).all(|at| {
        matches!(
            reading.tag(at),
            Tag::Determiner
                | Tag::Adjective
                | Tag::Noun
                | Tag::Participle
                | Tag::Preposition
                | Tag::Verb
        ) || reading.word(at).also.is(Also::CALENDAR)
    });
    (made && plain && matches!(reading.lower(by), "by" | "in" | "from" | "on")).then_some(medium)
}

/// Whether the words between two media say that the first has it from the second.
pub(super) fn has_from(reading: &Reading<'_>, between: Range<usize>) -> bool {
    let word = |at: usize| reading.word(at).passing;
    between.len() <= 8
        && between.clone().any(|at| {
            matches!(reading.lower(at), "via")
                || reading.lower(at) == "from" && reading.lower(at.saturating_sub(1)) == "it"
                || word(at).any(Passing::CITE | Passing::REPEAT)
                    && !(at + 1..between.end)
                        .any(|n| matches!(reading.lower(n), "by" | "in" | "on") && n == at + 1)
                || word(at).any(Passing::STORY)
                    && matches!(reading.lower(at + 1), "by" | "from" | "in" | "on")
        })
        && !between.into_iter().any(|at| reading.quotation(at).is_some())
}

/// Whether the words between two media say that the second has it from the first:
/// "told R1 in an interview carried by R2", "told R1, as quoted by R2".
pub(super) fn was_carried(reading: &Reading<'_>, between: Range<usize>) -> bool {
    let last = between.end.saturating_sub(1);
    between.len() <= 8
        && matches!(reading.lower(last), "by" | "in" | "on")
        && between.clone().any(|at| {
            reading
                .word(at)
                .passing
                .any(Passing::HAD | Passing::SHOWN | Passing::REPEAT | Passing::CITE)
                && at + 1 == last
        })
}
