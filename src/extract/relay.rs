//! How a statement came to the page: who it was told to, and who passed it on.

use super::grammar::Tag;
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
    /// From the end of the attribution before to the start of the next, inside one sentence.
    pub zone: Range<usize>,
}

/// The phrases of the media that passed an attribution on, nearest to the source first.
#[must_use]
pub fn hops(reading: &Reading<'_>, parts: &Parts) -> Vec<Range<usize>> {
    let mut told: Vec<Range<usize>> = Vec::new();
    let mut reported: Vec<Range<usize>> = Vec::new();
    let mut before: Option<Range<usize>> = None;
    let mut links: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    for medium in reading.press.within(parts.zone.clone()) {
        if let Some(outer) = before.replace(medium.clone())
            && cites(reading, outer.end..medium.start)
        {
            links.push((medium.clone(), outer));
        }
        let at = medium.start;
        let said = parts.content.iter().any(|c| c.contains(&at));
        if said || reading.quotation(at).is_some() || stands_first(parts, &medium) {
            continue;
        }
        if was_told(reading, at, parts.zone.start) || quotes_the_source(reading, parts, &medium) {
            told.push(same_as_before(reading, &links, medium));
        } else if reports(reading, &medium, parts) {
            reported.push(medium);
        }
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

/// The medium is the source itself.
fn stands_first(parts: &Parts, medium: &Range<usize>) -> bool {
    parts.source.as_ref().is_some_and(|s| medium.start <= s.start && s.start < medium.end)
}

/// "The station" is the local radio station that the sentence spoke of.
fn same_as_before(
    reading: &Reading<'_>,
    links: &[(Range<usize>, Range<usize>)],
    medium: Range<usize>,
) -> Range<usize> {
    let head = |phrase: &Range<usize>| reading.lower(phrase.end.saturating_sub(1)).to_owned();
    let again = medium.len() == 2 && reading.lower(medium.start) == "the";
    links
        .iter()
        .flat_map(|(inner, outer)| [outer, inner])
        .find(|phrase| again && head(phrase) == head(&medium))
        .cloned()
        .unwrap_or(medium)
}

/// "told R", "in an interview with R", "seen by R", "on R".
fn was_told(reading: &Reading<'_>, at: usize, floor: usize) -> bool {
    let word =
        |n: usize| at.checked_sub(n).filter(|at| *at >= floor).map_or("", |at| reading.lower(at));
    let near = |words: &[&str]| (2..6).any(|n| words.contains(&word(n)));
    match word(1) {
        "told" | "tells" | "telling" => true,
        "to" | "with" => near(&[
            "spoke",
            "speak",
            "speaking",
            "speaks",
            "talked",
            "talking",
            "interview",
            "interviews",
            "conversation",
            "statement",
            "statements",
            "comments",
            "remarks",
            "letter",
            "email",
            "e-mail",
            "emails",
            "message",
            "messages",
            "reply",
            "response",
            "shared",
            "leaked",
            "confirmed",
            "text",
            "said",
            "comment",
            "answer",
        ]),
        "by" => near(&[
            "seen",
            "obtained",
            "reviewed",
            "viewed",
            "carried",
            "quoted",
            "cited",
            "published",
            "broadcast",
            "aired",
            "reported",
            "released",
            "interviewed",
            "contacted",
            "circulated",
            "distributed",
            "reached",
            "asked",
            "relayed",
            "printed",
            "read",
            "examined",
        ]),
        "in" => near(&["published", "printed", "carried", "appeared"]),
        "on" => true,
        _ => false,
    }
}

/// "R quoted S as saying", "R reported, citing S".
fn quotes_the_source(reading: &Reading<'_>, parts: &Parts, medium: &Range<usize>) -> bool {
    let Some(source) = &parts.source else { return false };
    let verb = source.start.checked_sub(1).map_or("", |at| reading.lower(at));
    medium.end < source.start
        && matches!(verb, "quoted" | "quotes" | "cited" | "cites" | "quoting" | "citing")
        && source.start - medium.end <= 12
}

/// ", R reported", "as R reported".
fn reports(reading: &Reading<'_>, medium: &Range<usize>, parts: &Parts) -> bool {
    let mut verb = medium.end;
    while matches!(reading.tag(verb), Tag::Adverb | Tag::Auxiliary) {
        verb += 1;
    }
    let mine = parts.cue.iter().any(|cue| cue.contains(&verb));
    let before = medium.start.checked_sub(1);
    let apart = medium.start == parts.zone.start
        || before.is_some_and(|at| {
            matches!(reading.tag(at), Tag::Comma | Tag::Dash) || reading.lower(at) == "as"
        });
    let verb_says = matches!(
        reading.lower(verb),
        "reported" | "reports" | "said" | "says" | "wrote" | "writes"
    );
    apart && verb_says && !mine
}

/// Whether the words between two media say that the first has it from the second.
fn cites(reading: &Reading<'_>, between: Range<usize>) -> bool {
    between.len() <= 8
        && between.clone().any(|at| {
            matches!(
                reading.lower(at),
                "cited"
                    | "cites"
                    | "citing"
                    | "quoted"
                    | "quotes"
                    | "quoting"
                    | "repeated"
                    | "repeats"
                    | "repeating"
                    | "carried"
                    | "carrying"
                    | "republished"
                    | "relayed"
                    | "relaying"
            ) || matches!(reading.lower(at), "report" | "reports" | "story" | "account")
                && matches!(reading.lower(at + 1), "by" | "from" | "in" | "on")
        })
        && !between.into_iter().any(|at| reading.quotation(at).is_some())
}
