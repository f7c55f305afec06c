//! What an unknown cue does, by the company that it keeps: the learned fallback.
//!
//! The lists know some three hundred cues. How these stand in the news (what follows them, and
//! in which order) was counted in PolNeAR's training part, and one number for each
//! sight and class was learned from that, with whole words held out. So a verb that nobody listed
//! is read as those are that keep the same company: one that takes "to" and a verb after a person asks.
//! A linear model of a few kilobytes, so that the sight that spoke loudest can be shown.
//!
//! The letters that a verb begins and ends with, and the words near it were tried and left out: with
//! whole verbs held out they misled more often than not.

use crate::extract::Stance;
use crate::extract::grammar::{Tag, phrase};
use crate::extract::known::Roles;
use crate::extract::reading::Reading;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// How many classes there are.
pub const CLASSES: usize = 7;

/// The classes in the order of the columns.
pub const ORDER: [Stance; CLASSES] = [
    Stance::Says,
    Stance::Claims,
    Stance::Confirms,
    Stance::Denies,
    Stance::Warns,
    Stance::Asks,
    Stance::Believes,
];

/// How likely a class must be before it is believed of an unknown word: else it only says.
pub const LEAST: f32 = 0.4;

/// The weights as they are embedded.
pub(in crate::extract) const TABLE: &str = include_str!("../../../assets/models/stances.tsv");

static WEIGHTS: LazyLock<BTreeMap<&'static str, [f32; CLASSES]>> = LazyLock::new(|| read(TABLE));

fn read(text: &'static str) -> BTreeMap<&'static str, [f32; CLASSES]> {
    let line = |line: &'static str| {
        let (name, numbers) = line.split_once('\t')?;
        let mut row = [0.0; CLASSES];
        for (slot, number) in row.iter_mut().zip(numbers.split('\t')) {
            *slot = number.parse::<f32>().ok()? / 100.0;
        }
        Some((name, row))
    };
    text.lines().filter_map(line).collect()
}

/// What is seen around the cue at `at`, whose words end at `next`.
#[must_use]
pub fn sights(reading: &Reading<'_>, at: usize, next: usize) -> Vec<String> {
    let end = reading.sentence(at).end.min(next + 14);
    let mut seen = vec!["any".to_owned(), format!("after {}", after(reading, next, end))];
    let told = phrase::from(reading, next, end);
    if told.clone().is_some_and(|told| {
        reading.lower(told.end) == "to" && reading.tag(told.end + 1) == Tag::Verb
    }) {
        seen.push("somebody to".to_owned());
    }
    if reading.tag(next) == Tag::To && reading.tag(next + 1) == Tag::Verb {
        seen.push("to do".to_owned());
    }
    let object = (next..end.min(next + 5)).find_map(|n| reading.word(n).noun);
    if let Some(object) = object.filter(|_| !matches!(reading.tag(next), Tag::That | Tag::Stop)) {
        seen.push(format!("object {}", object.name()));
    }
    for n in next..end {
        if reading.tag(n) == Tag::Modal {
            seen.push(format!("modal {}", reading.lower(n)));
            break;
        }
    }
    let first = (next..end.min(next + 4))
        .find(|n| !matches!(reading.tag(*n), Tag::Determiner | Tag::Possessive | Tag::Adjective));
    if let Some(first) = first {
        let role = reading.lexicon.known.role(reading.lower(first));
        if reading.tag(first) == Tag::Name
            || role.any(Roles::PERSON | Roles::GROUP | Roles::ORGANISATION)
        {
            seen.push("object somebody".to_owned());
        }
    }
    // "accused him of stealing": what is held against somebody.
    if let Some(told) = told
        && reading.tag(told.end) == Tag::Preposition
    {
        seen.push(format!("then {}", reading.lower(told.end)));
    }
    let closed = at > 1
        && (at.saturating_sub(8)..at).any(|n| reading.quotation(n).is_some_and(|q| q.close == n));
    if closed {
        seen.push("behind quotation".to_owned());
    }
    seen
}

/// What stands right after the cue.
fn after(reading: &Reading<'_>, next: usize, end: usize) -> String {
    if next >= end {
        return "nothing".to_owned();
    }
    let word = reading.lower(next);
    match reading.tag(next) {
        Tag::That => "that".to_owned(),
        Tag::To => "to".to_owned(),
        Tag::Quote => "quotation".to_owned(),
        Tag::Preposition | Tag::Subordinator | Tag::Relative => word.to_owned(),
        Tag::Pronoun | Tag::ObjectPronoun => "pronoun".to_owned(),
        Tag::Determiner | Tag::Possessive => "object".to_owned(),
        Tag::Noun | Tag::Adjective | Tag::Number => "noun".to_owned(),
        Tag::Name => "name".to_owned(),
        Tag::Ing => "doing".to_owned(),
        Tag::Comma | Tag::Stop | Tag::Dash | Tag::Colon => "mark".to_owned(),
        _ => "other".to_owned(),
    }
}

/// What the cue at `at` most likely does, and the sight that spoke loudest for it.
pub(super) fn judge(reading: &Reading<'_>, at: usize, next: usize) -> (Stance, Option<String>) {
    let seen = sights(reading, at, next);
    let mut sums = [0.0_f32; CLASSES];
    let mut rows: Vec<(&str, [f32; CLASSES])> = Vec::new();
    for sight in &seen {
        let Some(row) = WEIGHTS.get(sight.as_str()) else { continue };
        for (sum, weight) in sums.iter_mut().zip(row) {
            *sum += weight;
        }
        rows.push((sight, *row));
    }
    let top = sums.iter().copied().fold(f32::MIN, f32::max);
    let whole: f32 = sums.iter().map(|s| (s - top).exp()).sum();
    let best = sums.iter().position(|s| *s >= top).unwrap_or(0);
    if best == 0 || 1.0 / whole < LEAST {
        return (Stance::Says, None);
    }
    let weight = |row: &[f32; CLASSES]| row.get(best).copied().unwrap_or(0.0);
    let loudest = rows.iter().filter(|(sight, _)| shown(sight).is_some());
    let loudest = loudest.max_by(|a, b| weight(&a.1).total_cmp(&weight(&b.1)));
    let stance = ORDER.get(best).copied().unwrap_or(Stance::Says);
    let with = loudest.and_then(|(sight, _)| shown(sight)).unwrap_or_default();
    let word = reading.lower(at);
    let why = format!(
        "“{word}” is on none of the word lists; {with}it is taken like words that are used so."
    );
    (stance, Some(why))
}

/// A sight in words for the reader, where it is one that can be seen in the text.
fn shown(sight: &str) -> Option<String> {
    let (sort, what) = sight.split_once(' ')?;
    Some(match (sort, what) {
        ("somebody", _) => "somebody and “to” follow it, and ".to_owned(),
        ("to", _) => "“to” and a verb follow it, and ".to_owned(),
        ("after", "that") => "“that” follows it, and ".to_owned(),
        ("modal", modal) => format!("“{modal}” stands after it, and "),
        ("then", word) => format!("somebody and “{word}” follow it, and "),
        _ => return None,
    })
}

/// What a word does in a frame of its own: "told them to go" asks, where "told them that" says.
pub(super) fn frame(reading: &Reading<'_>, at: usize) -> Option<Stance> {
    if !matches!(reading.lower(at), "tell" | "tells" | "told" | "telling") {
        return None;
    }
    let end = reading.sentence(at).end;
    let told = phrase::from(reading, at + 1, end)?;
    let to = told.end;
    (reading.lower(to) == "to" && matches!(reading.tag(to + 1), Tag::Verb | Tag::Auxiliary))
        .then_some(Stance::Asks)
}
