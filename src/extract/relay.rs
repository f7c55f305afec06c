//! How a statement came to the page: who it was told to, and who passed it on.

use super::ActorKind;
use super::actors::Cast;
use super::grammar::{Tag, phrase};
use super::mentions::Named;
use super::reading::Reading;
use std::ops::Range;

/// The names of outlets that passed an attribution on, nearest to the source first.
#[must_use]
pub fn hops(
    reading: &Reading<'_>,
    named: &[Named],
    cast: &Cast,
    source: Option<&Range<usize>>,
    cue: Option<&Range<usize>>,
) -> Vec<usize> {
    let mut found = Vec::new();
    let mut keep = |number: usize| {
        if !found.contains(&number) {
            found.push(number);
        }
    };
    let outlet_at = |token: usize| {
        let number = cast.at(named, token)?;
        let actor = cast.whose.get(number)?;
        let media = cast.actors.get(actor.0 as usize)?.kind == ActorKind::Media;
        media.then_some(number)
    };
    let outlet = |at: usize| {
        let phrase = phrase::from(reading, at, at + 12)?;
        phrase.into_iter().take(8).find_map(outlet_at)
    };
    // Inside the source: "the official, who spoke to Reuters".
    if let Some(source) = source {
        for at in source.clone().skip(1) {
            let told = tells(reading, at);
            if let Some(next) = told
                && next < source.end
                && let Some(number) = outlet(next)
            {
                keep(number);
            }
        }
    }
    // The one told: "told AFP that", "said in an interview with Reuters".
    if let Some(cue) = cue {
        let verb = cue.end.saturating_sub(1);
        let told = reading
            .word(verb)
            .verb
            .and_then(|v| reading.lexicon.verb(v))
            .is_some_and(|v| v.takes.any(super::lexicon::Takes::PERSON));
        if told && let Some(number) = outlet(cue.end) {
            keep(number);
        }
        let sentence = reading.sentence(verb);
        for at in cue.end..sentence.end.min(cue.end + 14) {
            if reading.tag(at).is_finite()
                || matches!(reading.tag(at), Tag::That | Tag::Colon)
                || reading.quotation(at).is_some()
            {
                break;
            }
            if let Some(next) = tells(reading, at).filter(|next| *next < sentence.end)
                && let Some(number) = outlet(next)
            {
                keep(number);
            }
        }
    }
    // Before the source: "The Times quoted X as saying".
    if let (Some(source), Some(cue)) = (source, cue)
        && cue.start >= source.end
        && let Some(verb) = source.start.checked_sub(1)
        && matches!(
            reading.lower(verb),
            "quoted" | "quotes" | "cited" | "cites" | "quoting" | "citing"
        )
    {
        let near = verb.saturating_sub(6)..verb;
        if let Some(number) = near.rev().find_map(&outlet_at) {
            keep(number);
        }
    }
    // After the source: ", Reuters reported", ", cited by the Times".
    if let Some(source) = source {
        let after = source.end;
        if reading.tag(after) == Tag::Comma
            && let Some(number) = outlet(after + 1)
            && let Some(name) = named.get(number)
        {
            let verb = name.tokens.end;
            if matches!(reading.lower(verb), "reported" | "reports" | "said" | "says" | "wrote") {
                keep(number);
            }
        }
        for at in after..after + 3 {
            if matches!(reading.lower(at), "cited" | "quoted" | "carried")
                && reading.lower(at + 1) == "by"
                && let Some(number) = outlet(at + 2)
            {
                keep(number);
            }
        }
    }
    found
}

/// "spoke to", "speaking to", "interview with": the token after it.
fn tells(reading: &Reading<'_>, at: usize) -> Option<usize> {
    let next = reading.lower(at + 1);
    let speaks = matches!(reading.lower(at), "spoke" | "speaking" | "talked" | "talking")
        && matches!(next, "to" | "with");
    let meets = matches!(reading.lower(at), "interview" | "interviews" | "conversation")
        && matches!(next, "with" | "to");
    let sends = matches!(
        reading.lower(at),
        "statement" | "statements" | "comments" | "remarks" | "letter" | "email"
    ) && matches!(next, "to");
    let tells = matches!(reading.lower(at), "told" | "telling" | "tells");
    if speaks || meets || sends {
        return Some(at + 2);
    }
    tells.then_some(at + 1)
}
