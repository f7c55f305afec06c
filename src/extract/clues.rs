//! What the lists know of each token, as the numbers that the learned finder of names reads.
//!
//! The bridge between the lexicons and [`model::naming`](super::model::naming), which
//! must not import them.

use super::known::{Head, Roles};
use super::lexicon::{Also, Classes};
use super::model::hash;
use super::model::naming::{
    AFTER, BODY, CALENDAR, COMMON, CUE, Clue, FORENAME, GLUE, GLUED, LOCUS, MEDIA, PARTICLE, ROLE,
    SEVERAL, SMALL, SURNAME, THING, TITLE, VERB, WRITTEN,
};
use super::reading::Reading;
use super::token::{Kind, Spaced};

/// The clues of all tokens.
#[must_use]
pub fn clues(reading: &Reading<'_>) -> Vec<Clue> {
    let mut all: Vec<Clue> = (0..reading.tokens.len()).map(|at| single(reading, at)).collect();
    let mut key = String::new();
    for range in &reading.ranges {
        let (mut name_end, mut title_end) = (range.start, range.start);
        for at in range.clone() {
            if !reading.tokens.get(at).is_some_and(|t| t.is_capitalised()) {
                continue;
            }
            let known = &reading.lexicon.known;
            let first = reading.text(at);
            if at >= name_end {
                let found = longest(reading, at, known.longest(first), range.end, &mut key, |k| {
                    known.name(k)
                });
                if let Some((end, name)) = found {
                    name_end = end;
                    for (place, clue) in all.iter_mut().take(end).skip(at).enumerate() {
                        let place = match (place == 0, at + place + 1 == end) {
                            (true, true) => 0,
                            (true, false) => 1,
                            (false, false) => 2,
                            (false, true) => 3,
                        };
                        clue.known = 1 + name.sort as u32 * 4 + place;
                    }
                }
            }
            if at >= title_end {
                let longest =
                    longest(reading, at, known.title_longest(first), range.end, &mut key, |k| {
                        known.is_title(k).then_some(())
                    });
                if let Some((end, ())) = longest {
                    title_end = end;
                    for clue in all.iter_mut().take(end).skip(at) {
                        clue.bits |= TITLE;
                    }
                }
            }
        }
    }
    all
}

fn longest<T>(
    reading: &Reading<'_>,
    at: usize,
    most: usize,
    end: usize,
    key: &mut String,
    find: impl Fn(&str) -> Option<T>,
) -> Option<(usize, T)> {
    (1..=most.min(10)).rev().map(|n| at + n).filter(|to| *to <= end).find_map(|to| {
        key.clear();
        for token in at..to {
            if !key.is_empty() {
                key.push(' ');
            }
            key.extend(reading.text(token).chars().map(|c| if c == '’' { '\'' } else { c }));
        }
        find(key).map(|found| (to, found))
    })
}

fn single(reading: &Reading<'_>, at: usize) -> Clue {
    let (text, lower, word) = (reading.text(at), reading.lower(at), reading.word(at));
    let known = &reading.lexicon.known;
    let mut bits = 0;
    let Some(token) = reading.tokens.get(at) else { return Clue::default() };
    let mut set = |bit: u32, if_so: bool| bits |= if if_so { bit } else { 0 };
    set(GLUED, token.spaced == Spaced::Glued);
    set(
        GLUE,
        matches!(
            lower,
            "of" | "the"
                | "and"
                | "for"
                | "de"
                | "du"
                | "des"
                | "la"
                | "y"
                | "&"
                | "'s"
                | "-"
                | "on"
                | "in"
        ),
    );
    let class = reading.tag(at) as u32;
    if token.kind != Kind::Word {
        return Clue { bits, known: 0, class, front: 0, back: 0 };
    }
    set(PARTICLE, known.is_particle(lower));
    set(SMALL, word.small.is_some());
    set(COMMON, word.classes.0 != 0);
    set(VERB, word.classes.any(Classes::BASE | Classes::THIRD | Classes::PAST));
    set(CUE, word.verb.is_some());
    if token.is_capitalised() {
        set(FORENAME, known.forename(text).is_some());
        set(SURNAME, known.is_surname(text));
        set(AFTER, known.is_after_name(text));
        set(BODY, known.head(text) == Some(Head::Organisation));
        set(MEDIA, known.head(text) == Some(Head::Media));
        set(LOCUS, known.marks_place(text));
        set(THING, known.marks_thing(text));
        set(CALENDAR, word.also.is(Also::CALENDAR));
    }
    let roles = known.role(lower);
    set(ROLE, roles.any(Roles::PERSON));
    set(SEVERAL, roles.any(Roles::GROUP | Roles::ORGANISATION | Roles::MEDIA));
    set(WRITTEN, roles.any(Roles::DOCUMENT | Roles::POLL));
    let mut front = 0;
    let mut back = [0_u32; 4];
    for (n, c) in text.chars().take(40).enumerate() {
        if n < 3 {
            front = hash::mix(front, c as u32);
        }
        back = [back[1], back[2], back[3], c as u32];
    }
    let back = back.iter().fold(5, |h, c| hash::mix(h, *c));
    Clue { bits, known: 0, class, front, back }
}
