//! The words before a cue that say whether it was done: "did not", "may have", "declined to".

use crate::extract::grammar::Tag;
use crate::extract::reading::Reading;
use crate::extract::{Modality, Negation};
use std::ops::Range;

/// How far before a cue its own words may stand, in tokens.
const REACH: usize = 9;

/// What stands before a cue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Before {
    pub(super) negation: Negation,
    pub(super) modality: Modality,
    /// The source is nobody: "no one said".
    pub(super) is_nobody: bool,
}

/// Reads the words before the cue at `head`, leftwards, as far as they belong to it.
pub(super) fn before(reading: &Reading<'_>, head: usize, source: Option<&Range<usize>>) -> Before {
    let mut found = Before::default();
    let floor = reading.sentence(head).start.max(head.saturating_sub(REACH));
    let phrases = &reading.lexicon.phrases;
    let (mut at, mut not, mut to) = (head, false, false);
    let mut modal: Option<&str> = None;
    while at > floor {
        let here = at - 1;
        let word = reading.lower(here);
        let tag = reading.tag(here);
        if source.is_some_and(|source| source.contains(&here)) {
            break;
        }
        match word {
            "not" | "n't" | "never" | "cannot" | "hardly" | "scarcely" | "neither" | "nor" => {
                not = true;
            }
            "longer" if here > floor && reading.lower(here - 1) == "no" => {
                not = true;
                at -= 1;
            }
            "without" => {
                not = true;
                break;
            }
            "of" | "from" if here > floor && reading.tag(head) == Tag::Ing => {
                not |= matches!(reading.lower(here - 1), "short" | "refrained" | "refrain");
                break;
            }
            "to" => to = true,
            _ if to && phrases.refuses(word) => {
                found.negation = Negation::Refused;
                to = false;
            }
            _ if to && phrases.unable(word) => {
                not = true;
                to = false;
            }
            "unlikely" if to => {
                not = true;
                found.modality = Modality::Expected;
                to = false;
            }
            _ if to && phrases.expected(word) => {
                found.modality = Modality::Expected;
                to = false;
            }
            _ if to && phrases.possible(word) => {
                found.modality = Modality::Possible;
                to = false;
            }
            _ if to && phrases.required(word) => {
                found.modality = Modality::Required;
                to = false;
            }
            "have" | "has" if to => {
                found.modality = Modality::Required;
                to = false;
            }
            _ if matches!(tag, Tag::Modal) || is_modal(word) => modal = Some(word),
            _ if matches!(tag, Tag::Auxiliary | Tag::Adverb | Tag::Negation) => {}
            _ => break,
        }
        at -= 1;
    }
    if let Some(modal) = modal {
        by_modal(modal, &mut not, &mut found);
    }
    if not && found.negation == Negation::Plain {
        found.negation = Negation::Not;
    }
    found.is_nobody = is_nobody(reading, source, at, floor);
    found
}

fn is_modal(word: &str) -> bool {
    matches!(
        word,
        "will"
            | "'ll"
            | "wo"
            | "shall"
            | "would"
            | "'d"
            | "may"
            | "might"
            | "could"
            | "can"
            | "should"
            | "must"
    )
}

/// What a modal verb does: "would not say" is a refusal, "could not say" is not a possibility.
fn by_modal(modal: &str, not: &mut bool, found: &mut Before) {
    let so = found.modality == Modality::Asserted;
    match modal {
        "would" | "will" | "wo" | "'ll" | "'d" if *not => {
            *not = false;
            found.negation = Negation::Refused;
        }
        "may" | "might" if so => found.modality = Modality::Possible,
        "could" if so && !*not => found.modality = Modality::Possible,
        "would" | "'d" if so => found.modality = Modality::Conditional,
        "will" | "'ll" | "shall" if so => found.modality = Modality::Expected,
        "should" | "must" if so => found.modality = Modality::Required,
        _ => {}
    }
}

/// "Nobody said", "neither side confirmed", "none of them told".
fn is_nobody(
    reading: &Reading<'_>,
    source: Option<&Range<usize>>,
    group: usize,
    floor: usize,
) -> bool {
    let none = |at: usize| {
        matches!(reading.lower(at), "nobody" | "none" | "neither")
            || reading.lower(at) == "no" && reading.lower(at + 1) != "doubt"
    };
    match source {
        Some(source) => none(source.start),
        None => (floor..group).rev().take(3).any(none),
    }
}
