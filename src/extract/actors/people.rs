//! The people of a text: by which name each is called, and who is meant by a surname alone.
//!
//! Two people with one surname stay two. A surname alone is then whoever is called by
//! it alone before, unless another of that name was spoken of since; a courtesy title
//! may leave one of them only. Where there is more than one, the reason says so.

use super::key::fold;
use crate::extract::known::{Gender, Known};
use crate::extract::mentions::Named;
use crate::extract::reading::Reading;
use std::collections::{BTreeMap, BTreeSet};

/// The people with at least two names.
#[derive(Debug, Default)]
pub(super) struct People {
    all: Vec<Person>,
    by_surname: BTreeMap<String, Vec<usize>>,
    by_forename: BTreeMap<String, Vec<usize>>,
    /// Who was last called by a surname alone, and by which number in the text.
    bare: BTreeMap<String, (usize, usize)>,
    /// The names of people in two words or more, folded.
    pub(super) full: BTreeSet<String>,
    /// Their last words.
    pub(super) surnames: BTreeSet<String>,
}

#[derive(Debug)]
struct Person {
    first: String,
    cluster: usize,
    gender: Option<Gender>,
    /// The numbers of the names that name it in full, in order.
    at: Vec<usize>,
    /// The titles that stand before its names.
    titles: BTreeSet<String>,
}

/// Of so many people with one name the last ones are looked at: a text that holds more is none.
const MOST: usize = 32;

/// Whom a short name means, and why.
pub(super) type Meant = Option<(usize, &'static str)>;

impl People {
    /// Whose full name it is, if the text has named that person before.
    pub(super) fn same(&self, known: &Known, first: &str, surname: &str) -> Option<usize> {
        let people = self.by_surname.get(surname)?;
        people.iter().rev().take(MOST).copied().find(|number| {
            self.all.get(*number).is_some_and(|person| same_forename(known, &person.first, first))
        })
    }

    /// The cluster of a person.
    pub(super) fn cluster(&self, person: usize) -> Option<usize> {
        self.all.get(person).map(|person| person.cluster)
    }

    /// A person who was not named before.
    pub(super) fn enter(
        &mut self,
        first: &str,
        surnames: &[&str],
        cluster: usize,
        gender: Option<Gender>,
    ) -> usize {
        let number = self.all.len();
        let first = first.to_owned();
        self.by_forename.entry(fold(&first)).or_default().push(number);
        for surname in surnames {
            self.by_surname.entry((*surname).to_owned()).or_default().push(number);
        }
        let (at, titles) = (Vec::new(), BTreeSet::new());
        self.all.push(Person { first, cluster, gender, at, titles });
        number
    }

    /// Takes note of a full name.
    pub(super) fn note(&mut self, person: usize, at: usize, title: Option<&str>) {
        let Some(person) = self.all.get_mut(person) else { return };
        person.at.push(at);
        person.titles.extend(title.map(fold));
        person.gender = person.gender.filter(|g| *g != Gender::Either).or(title.and_then(gender));
    }

    /// Who is meant by a surname alone, at the name of this number.
    pub(super) fn by_surname(&mut self, surname: &str, at: usize, title: Option<&str>) -> Meant {
        let everybody = self.by_surname.get(surname)?;
        let mut people: Vec<usize> = everybody.iter().rev().take(MOST).rev().copied().collect();
        let keep = |people: &mut Vec<usize>, fits: &dyn Fn(&Person) -> bool| {
            let some: Vec<usize> =
                people.iter().copied().filter(|p| self.all.get(*p).is_some_and(fits)).collect();
            if !some.is_empty() {
                *people = some;
            }
        };
        if let Some(title) = title {
            if let Some(wanted) = gender(title) {
                keep(&mut people, &|p| p.gender.is_none_or(|g| g == wanted || g == Gender::Either));
            } else {
                let title = fold(title);
                keep(&mut people, &|p| p.titles.contains(&title));
            }
        }
        let cluster = |person: usize| self.all.get(person).map(|person| person.cluster);
        let clusters: BTreeSet<usize> = people.iter().filter_map(|p| cluster(*p)).collect();
        let meant =
            if clusters.len() < 2 { *people.first()? } else { self.nearest(surname, &people, at)? };
        self.bare.insert(surname.to_owned(), (meant, at));
        let why = match (everybody.len(), clusters.len()) {
            (1, _) => "the surname of a person named in full",
            (_, 1) => "the surname of several people here; the title leaves one of them",
            _ => {
                "the surname of several people here, and the text does not say which; taken for the one spoken of last"
            }
        };
        Some((cluster(meant)?, why))
    }

    fn nearest(&self, surname: &str, people: &[usize], at: usize) -> Option<usize> {
        let last = |person: usize| {
            let places = &self.all.get(person)?.at;
            places.get(places.partition_point(|place| *place < at).checked_sub(1)?).copied()
        };
        if let Some((owner, _)) = self.bare.get(surname).filter(|(owner, _)| people.contains(owner))
        {
            return Some(*owner);
        }
        let before = people.iter().copied().filter(|p| last(*p).is_some()).max_by_key(|p| last(*p));
        let often = |person: &usize| {
            let often = self.all.get(*person).map_or(0, |person| person.at.len());
            (often, std::cmp::Reverse(*person))
        };
        before.or_else(|| people.iter().copied().max_by_key(often))
    }

    /// Who is meant by a forename alone.
    pub(super) fn by_forename(&self, forename: &str, at: usize) -> Meant {
        let people = self.by_forename.get(&fold(forename))?;
        let last = |number: &usize| {
            let person = self.all.get(*number);
            person.and_then(|person| person.at.iter().rev().find(|place| **place < at))
        };
        let meant = match people.as_slice() {
            [one] => one,
            several => several
                .iter()
                .rev()
                .take(MOST)
                .filter(|p| last(p).is_some())
                .max_by_key(|p| last(p))?,
        };
        let why = match people.len() {
            1 => "the forename of a person named in full",
            _ => "the forename of several people here; taken for the one named last",
        };
        Some((self.all.get(*meant)?.cluster, why))
    }
}

/// Whom a courtesy title is for.
pub(super) fn gender(title: &str) -> Option<Gender> {
    match title {
        "Mr." | "Mr" | "Sir" | "Lord" => Some(Gender::Male),
        "Mrs." | "Ms." | "Mrs" | "Ms" | "Miss" | "Lady" | "Dame" => Some(Gender::Female),
        _ => None,
    }
}

/// The first name and surname, without Jr. and initials in the middle.
///
/// Where a part of the name is itself a name of the text, that part counts: "the Scientologist Tom Cruise".
pub(super) fn parts(
    reading: &Reading<'_>,
    name: &Named,
    full: &BTreeSet<String>,
) -> Option<(String, String)> {
    let mut end = name.tokens.end;
    while end > name.tokens.start + 1
        && (reading.lexicon.known.is_after_name(reading.text(end - 1))
            || is_numeral(reading.text(end - 1)))
    {
        end -= 1;
    }
    let shorter = (name.tokens.start + 1..end.saturating_sub(1))
        .rev()
        .take(8)
        .find(|start| full.contains(&fold(reading.article.slice(reading.span(*start..end)))));
    let first = reading.text(shorter.unwrap_or(name.tokens.start));
    let last = reading.text(end.checked_sub(1)?);
    Some((first.to_owned(), fold(last)))
}

/// The surname with its particles, "de blasio", or with the name before it, "wasserman schultz".
pub(super) fn long_surname(reading: &Reading<'_>, name: &Named, last: &str) -> Option<String> {
    let at = name.tokens.clone().rev().find(|at| fold(reading.text(*at)) == last)?;
    let known = &reading.lexicon.known;
    let mut start = at;
    while start > name.tokens.start + 1 && known.is_particle(reading.lower(start - 1)) {
        start -= 1;
    }
    if start == at && at == name.tokens.start + 2 {
        // Both may be the surname: it will be called so, or not.
        start -= 1;
    }
    (start < at).then(|| fold(reading.article.slice(reading.span(start..at + 1))))
}

/// Whether it is the number of a king or pope.
pub(super) fn is_numeral(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| matches!(c, 'I' | 'V' | 'X'))
}

fn same_forename(known: &Known, a: &str, b: &str) -> bool {
    known.same_forename(a, b) || is_initial(a, b) || is_initial(b, a) || fold(a) == fold(b)
}

fn is_initial(short: &str, full: &str) -> bool {
    let letter = short.trim_end_matches('.');
    letter.chars().count() == 1 && full.starts_with(letter)
}
