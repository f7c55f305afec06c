//! What the lists know of a run of tokens: names and titles, the longest first.

use super::LONGEST;
use crate::extract::grammar::Tag;
use crate::extract::known::{Name, NameSort};
use crate::extract::reading::Reading;
use crate::extract::token::Case;
use std::ops::Range;

/// The end of the longest title that starts here.
pub(super) fn title(
    reading: &Reading<'_>,
    at: usize,
    sentence: &Range<usize>,
    key: &mut String,
) -> Option<usize> {
    let known = &reading.lexicon.known;
    let most = known.title_longest(reading.text(at));
    (1..=most).rev().map(|n| at + n).filter(|end| *end <= sentence.end).find(|end| {
        join(reading, at..*end, key);
        known.is_title(key)
    })
}

/// The end of the longest title that starts at `at` and ends at or before `to`.
#[must_use]
pub fn title_end(reading: &Reading<'_>, at: usize, to: usize) -> Option<usize> {
    title(reading, at, &(at..to), &mut String::new())
}

/// What the lists know of a whole name.
#[must_use]
pub fn known_at(reading: &Reading<'_>, tokens: Range<usize>) -> Option<Name> {
    let found = known_name(reading, tokens.start, &tokens, &mut String::new())?;
    (found.0 == tokens.end && found.1.sort != NameSort::Nobody).then_some(found.1)
}

/// Whether the lists know a whole name as that of nobody: an event, a day, an adjective.
#[must_use]
pub fn is_nobody(reading: &Reading<'_>, tokens: Range<usize>) -> bool {
    let found = known_name(reading, tokens.start, &tokens, &mut String::new());
    found.is_some_and(|(end, name)| {
        let adjective = name.sort == NameSort::Demonym
            && tokens.len() == 1
            && !is_people(reading, tokens.start);
        end == tokens.end && (name.sort == NameSort::Nobody || adjective)
    })
}

/// Whether the adjective of a land stands for its people: "Kenyans", "the French".
#[must_use]
pub fn is_people(reading: &Reading<'_>, at: usize) -> bool {
    let word = reading.text(at);
    let describes = matches!(reading.tag(at + 1), Tag::Noun | Tag::Name | Tag::Adjective);
    let several = word.ends_with('s') && !word.ends_with("ss");
    let article = at.checked_sub(1).is_some_and(|before| reading.lower(before) == "the");
    let same = ["ese", "sh", "ch", "iss"].iter().any(|end| word.ends_with(end));
    !describes && (several || article && same)
}

/// The longest known name that starts here.
pub(super) fn known_name(
    reading: &Reading<'_>,
    at: usize,
    sentence: &Range<usize>,
    key: &mut String,
) -> Option<(usize, Name)> {
    let known = &reading.lexicon.known;
    let first = reading.text(at);
    let most = known.longest(first).min(LONGEST);
    for count in (1..=most).rev() {
        let end = at + count;
        if end > sentence.end {
            continue;
        }
        join(reading, at..end, key);
        if let Some(name) = known.name(key) {
            return Some((end, name));
        }
    }
    if reading.tokens.get(at).is_some_and(|t| t.case == Case::Upper) {
        // "MOSCOW (AP)", "NEW YORK": no initials are so long.
        let end = (1..=2).rev().map(|n| at + n).find_map(|end| {
            let fits = end <= sentence.end
                && (at..end)
                    .all(|at| reading.tokens.get(at).is_some_and(|t| t.case == Case::Upper));
            join(reading, at..end, key);
            let name = known.name(&spoken(key)).filter(|_| fits && key.len() > 4)?;
            let place =
                matches!(name.sort, NameSort::Country | NameSort::Capital | NameSort::Place);
            place.then_some((end, name))
        });
        if end.is_some() {
            return end;
        }
    }
    // "U.S" before the full stop that ends its sentence, "Wash." inside one, "Democrat" of Democrats.
    let mut other = |text: &str, end: &str| {
        key.clear();
        key.push_str(text);
        key.push_str(end);
        known.name(key)
    };
    if first.contains('.') {
        let found = other(first, ".").or_else(|| other(first.trim_end_matches('.'), ""));
        return found.map(|name| (at + 1, name));
    }
    if other(first, "s").is_some_and(|name| name.sort == NameSort::Group) {
        // One of the group, or the adjective: nobody by itself.
        return Some((at + 1, Name { sort: NameSort::Nobody, whose: 0 }));
    }
    None
}

fn join(reading: &Reading<'_>, tokens: Range<usize>, key: &mut String) {
    key.clear();
    for at in tokens {
        if !key.is_empty() {
            key.push(' ');
        }
        for c in reading.text(at).chars() {
            key.push(if c == '’' { '\'' } else { c });
        }
    }
}

/// What is written in capitals, as it is written elsewhere.
#[must_use]
pub fn spoken(text: &str) -> String {
    let mut opens = true;
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if opens {
            out.push(c);
        } else {
            out.extend(c.to_lowercase());
        }
        opens = !c.is_alphabetic() && c != '\'' && c != '’';
    }
    out
}
