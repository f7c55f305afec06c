//! What a cue does with what is attributed, and whether it was said at all.
//!
//! First come phrases ("rule out"), then single words, both from the lexicon; a word that the lexicon does not have is
//! judged by its kin (`criticise` by `criticize`) and else by the company that it keeps: the learned
//! fallback, see [`company`]. Negation and modality are read off the words before the cue.

pub mod company;
mod group;
mod words;

pub use words::Phrases;

use super::bearing::{Bearing, Modality};
use super::grammar::Tag;
use super::reading::Reading;
use super::{Negation, Stance};
use std::ops::Range;

/// What the cue does with the content, and whether it does.
#[must_use]
pub fn of(
    reading: &Reading<'_>,
    source: Option<&Range<usize>>,
    cue: &[Range<usize>],
    content: &[Range<usize>],
) -> Bearing {
    let Some((head, mut stance, why)) = judged(reading, cue) else { return Bearing::default() };
    let words = group::before(reading, head, source);
    let (mut negation, mut modality) = (words.negation, words.modality);
    // "[declined] to say who": the cue refuses what the content begins with.
    let next = cue.last().map_or(head + 1, |last| last.end);
    if reading.lexicon.phrases.refuses(reading.lower(head)) && reading.lower(next) == "to" {
        let said = reading.word(next + 1).verb.and_then(|v| reading.lexicon.verb(v));
        if let Some(said) = said.filter(|_| reading.lower(next + 1) != "be") {
            (stance, negation) = (said.stance, Negation::Refused);
        }
    }
    if stance == Stance::Asks
        && modality == Modality::Asserted
        && is_question(reading, next, content)
    {
        modality = Modality::Question;
    }
    if words.is_nobody && negation == Negation::Plain {
        negation = Negation::Not;
    }
    Bearing { stance, negation, modality, why }
}

/// The word of the cue that tells most, with what it does, and why so where no list says it.
fn judged(reading: &Reading<'_>, cue: &[Range<usize>]) -> Option<(usize, Stance, Option<String>)> {
    let forth = || cue.iter().flat_map(Range::clone);
    let back = || cue.iter().rev().flat_map(|range| range.clone().rev());
    let phrases = &reading.lexicon.phrases;
    let phrase = forth().find_map(|at| Some((at, phrases.find(reading, at)?)));
    let listed = |at: usize| {
        let word = reading.word(at);
        let verb = word.verb.and_then(|v| reading.lexicon.verb(v)).map(|v| v.stance);
        let stance = company::frame(reading, at).or(verb).or(word.noun).or(word.adjective)?;
        Some((at, stance))
    };
    if let Some((at, stance)) = phrase.or_else(|| back().find_map(listed)) {
        return Some((at, stance, None));
    }
    let by_kin = back().find_map(|at| Some((at, words::kin(reading, at)?)));
    if let Some((at, (stance, known))) = by_kin {
        let word = reading.lower(at);
        let why =
            format!("“{word}” is on none of the word lists; it is taken like “{known}”, its kin.");
        return Some((at, stance, Some(why)));
    }
    let wordy = |at: &usize| {
        reading.tokens.get(*at).is_some_and(|token| token.is_wordy())
            && reading.word(*at).small.is_none()
            && !matches!(reading.tag(*at), Tag::Preposition | Tag::Adverb)
    };
    let at = back().find(wordy)?;
    let (stance, why) = company::judge(reading, at, cue.last().map_or(at + 1, |last| last.end));
    Some((at, stance, why))
}

/// Whether what is asked is a question, and not a request.
fn is_question(reading: &Reading<'_>, next: usize, content: &[Range<usize>]) -> bool {
    let word = reading.lower(next);
    matches!(
        word,
        "whether" | "if" | "how" | "why" | "what" | "who" | "whom" | "when" | "where" | "which"
    ) || content.iter().any(|piece| {
        let first = reading.lower(piece.start);
        matches!(first, "whether" | "if") || piece.clone().any(|at| reading.lower(at) == "?")
    })
}

#[cfg(test)]
mod tests;
