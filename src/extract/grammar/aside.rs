//! Phrases with what stands between commas beside them, and the subject of a verb over such asides.

use super::Tag;
use super::phrase::{REACH, before, is_calendar};
use crate::extract::reading::Reading;
use crate::extract::token::Case;
use std::ops::Range;

/// The end of a phrase with the apposition or relative clause that follows it between commas.
#[must_use]
pub fn with_apposition(reading: &Reading<'_>, phrase: &Range<usize>, ceiling: usize) -> usize {
    let mut end = phrase.end;
    for _ in 0..3 {
        if reading.tag(end) != Tag::Comma || end + 1 >= ceiling {
            break;
        }
        let relative = matches!(reading.lower(end + 1), "who" | "whose" | "which");
        if !relative && !opens_apposition(reading, end + 1) {
            break;
        }
        let mut at = end + 1;
        let mut plain = true;
        while at < ceiling && at < end + REACH {
            let tag = reading.tag(at);
            if matches!(
                tag,
                Tag::Comma | Tag::Quote | Tag::Stop | Tag::Semicolon | Tag::Dash | Tag::Colon
            ) {
                break;
            }
            let inner = matches!(reading.lower(at), "who" | "that" | "which" | "whose");
            if inner && at > end + 1 {
                plain = true;
                at += 1;
                while at < ceiling
                    && at < end + REACH
                    && !matches!(
                        reading.tag(at),
                        Tag::Comma | Tag::Quote | Tag::Stop | Tag::Semicolon | Tag::Dash
                    )
                {
                    at += 1;
                }
                break;
            }
            if tag.is_finite() && !relative {
                plain = false;
            }
            at += 1;
        }
        if !plain {
            break;
        }
        end = at;
        if relative {
            break;
        }
    }
    end
}

/// The end of a phrase with "who …", "calling himself …" right after it, or with its apposition.
#[must_use]
pub fn with_relative(reading: &Reading<'_>, phrase: &Range<usize>, ceiling: usize) -> usize {
    let next = phrase.end;
    let restricts = matches!(reading.lower(next), "who" | "whose")
        || reading.tag(next) == Tag::Ing && reading.word(next).verb.is_none();
    if !restricts {
        return with_apposition(reading, phrase, ceiling);
    }
    let stop = |at: &usize| {
        matches!(
            reading.tag(*at),
            Tag::Comma | Tag::Quote | Tag::Stop | Tag::Semicolon | Tag::Dash | Tag::Colon
        )
    };
    let ceiling = ceiling.min(next + REACH);
    (next..ceiling).find(stop).unwrap_or(ceiling)
}

fn opens_apposition(reading: &Reading<'_>, at: usize) -> bool {
    matches!(
        reading.tag(at),
        Tag::Determiner
            | Tag::Possessive
            | Tag::Noun
            | Tag::Number
            | Tag::Adjective
            | Tag::Name
            | Tag::Participle
    )
}

/// The subject of the verb group that starts at `group`.
#[must_use]
pub fn subject(reading: &Reading<'_>, group: usize, floor: usize) -> Option<Range<usize>> {
    if group <= floor {
        return None;
    }
    match reading.tag(group - 1) {
        Tag::Comma | Tag::Dash => subject_with_aside(reading, group, floor),
        Tag::Relative | Tag::That => {
            let word = reading.lower(group - 1);
            (matches!(word, "who" | "which" | "that")).then_some(group - 1..group)
        }
        _ => {
            let phrase = before(reading, group, floor)?;
            // "X, a professor at Y and former Z, said" is found above; here "of X said" is no subject.
            let governed = phrase.start > floor
                && matches!(reading.tag(phrase.start - 1), Tag::Preposition)
                && !is_clause_preposition(reading, phrase.start - 1);
            if governed
                && phrase.len() == 1
                && reading.tokens.get(phrase.start).is_some_and(|t| t.case == Case::Lower)
            {
                return None;
            }
            Some(phrase)
        }
    }
}

fn is_clause_preposition(reading: &Reading<'_>, at: usize) -> bool {
    matches!(reading.lower(at), "since" | "until" | "like")
}

/// "X, who runs Y, said": the phrase before the aside, up to and with its last comma.
fn subject_with_aside(reading: &Reading<'_>, group: usize, floor: usize) -> Option<Range<usize>> {
    let last = group - 1;
    let low = floor.max(group.saturating_sub(REACH));
    let mut at = last;
    for _ in 0..3 {
        // The comma before this one.
        let mut comma = at;
        while comma > low {
            comma -= 1;
            if let Some(quotation) = reading.quotation(comma)
                && quotation.close == comma
            {
                comma = quotation.open;
                continue;
            }
            if matches!(reading.tag(comma), Tag::Comma | Tag::Dash) {
                break;
            }
        }
        if comma <= low || comma + 1 >= last {
            return None;
        }
        let opener = comma + 1;
        let relative = matches!(reading.lower(opener), "who" | "whose" | "which");
        let adverbial = matches!(
            reading.tag(opener),
            Tag::Preposition | Tag::Adverb | Tag::Subordinator | Tag::Ing | Tag::Participle
        );
        if !(relative || adverbial || opens_apposition(reading, opener)) {
            return None;
        }
        if let Some(phrase) = before(reading, comma, low) {
            let plain = relative
                || adverbial
                || !(opener..last).any(|n| reading.tag(n).is_finite())
                || (opener..last)
                    .any(|n| matches!(reading.lower(n), "who" | "that" | "which" | "whose"));
            let begins = phrase.start == floor
                || matches!(
                    reading.tag(phrase.start - 1),
                    Tag::Quote
                        | Tag::Comma
                        | Tag::Subordinator
                        | Tag::That
                        | Tag::Conjunction
                        | Tag::Stop
                        | Tag::Dash
                        | Tag::Colon
                        | Tag::Adverb
                        | Tag::Semicolon
                );
            if plain
                && begins
                && !is_calendar(reading, phrase.end - 1)
                && reading.tag(phrase.start) != Tag::Preposition
            {
                return Some(if adverbial && !relative { phrase } else { phrase.start..group });
            }
        }
        at = comma;
    }
    None
}
