//! A learned name that is two: "FTU's Alice Mak", "Gary Chan of DAB", "Paul Menzies and Ann Lee".

use crate::extract::known::{Name as Listed, NameSort, Roles};
use crate::extract::mentions;
use crate::extract::model::naming::{Name, Sort};
use crate::extract::reading::Reading;
use std::collections::BTreeMap;
use std::ops::Range;

/// The names that a learned name is made of, in order; usually itself alone.
pub(super) fn pieces(
    reading: &Reading<'_>,
    name: &Name,
    alike: &BTreeMap<&str, Sort>,
) -> Vec<Name> {
    let mut done = Vec::new();
    let mut left = vec![*name];
    while let Some(name) = left.pop() {
        match halves(reading, &name, alike) {
            // The second half may be two again; the first was looked at from its start.
            Some((first, second)) => {
                done.extend(first);
                left.extend(second);
            }
            None => done.push(name),
        }
    }
    done
}

/// People with the small words before their surnames, and with the forename before those: "Ursula von der Leyen".
pub(super) fn with_particles(reading: &Reading<'_>, names: Vec<Name>) -> Vec<Name> {
    let forename = |at: usize| reading.lexicon.known.forename(reading.text(at)).is_some();
    let mut done: Vec<Name> = Vec::with_capacity(names.len());
    for mut name in names {
        let start = reading.sentence(name.from).start;
        let least = done.last().map_or(start, |last| last.to.max(start));
        let small = particles(reading, least, name.from).filter(|_| name.sort == Sort::Person);
        if let Some(small) = small {
            name.from = small;
            let joins = done.pop_if(|last| {
                last.to == small
                    && last.from >= start
                    && (last.sort == Sort::Person || forename(last.to - 1))
            });
            match joins {
                Some(last) => name.from = last.from,
                None if small > least && forename(small - 1) => name.from -= 1,
                None => {}
            }
        }
        done.push(name);
    }
    done
}

/// Where the small words begin that end before `end`, if there are any; not before `least`.
fn particles(reading: &Reading<'_>, least: usize, end: usize) -> Option<usize> {
    let known = &reading.lexicon.known;
    (1..=3).rev().filter_map(|count| end.checked_sub(count)).find(|from| {
        let words: Vec<&str> = (*from..end).map(|at| reading.lower(at)).collect();
        // "Ben Carson" and "Al Gore" have forenames that are small words elsewhere.
        *from >= least
            && known.is_particle(&words.join(" "))
            && known.forename(reading.text(*from)).is_none()
    })
}

type Halves = Option<(Option<Name>, Option<Name>)>;

fn halves(reading: &Reading<'_>, name: &Name, alike: &BTreeMap<&str, Sort>) -> Halves {
    if name.to < name.from + 3 || mentions::known_at(reading, name.from..name.to).is_some() {
        return None;
    }
    let look = Look { reading, name, alike };
    (name.from + 1..name.to - 1).find_map(|at| match reading.lower(at) {
        "'s" => look.owner(at),
        "of" if name.sort == Sort::Person => look.member(at),
        "and" | "&" => look.both(at),
        _ => None,
    })
}

struct Look<'a, 'b> {
    reading: &'a Reading<'b>,
    name: &'a Name,
    alike: &'a BTreeMap<&'a str, Sort>,
}

impl Look<'_, '_> {
    /// What the lists or the rest of the text say of a part, where they know it as a name.
    fn sort(&self, tokens: Range<usize>) -> Option<Sort> {
        let listed = mentions::known_at(self.reading, tokens.clone()).and_then(sort_of);
        let span = self.reading.span(tokens);
        listed.or_else(|| self.alike.get(self.reading.article.slice(span)).copied())
    }

    fn part(&self, tokens: Range<usize>, sort: Sort) -> Name {
        let sure = if sort == self.name.sort {
            self.name.sure
        } else {
            let mut sure = [0.1; 4];
            if let Some(of) = sure.get_mut(sort as usize) {
                *of = 0.7;
            }
            sure
        };
        Name { from: tokens.start, to: tokens.end, sort, sure }
    }

    /// "FTU's Alice Mak", not "St. John's Hospital".
    fn owner(&self, at: usize) -> Halves {
        let (from, to) = (self.name.from, self.name.to);
        let sort = self.sort(from..at)?;
        let known = &self.reading.lexicon.known;
        let last = self.reading.text(to - 1);
        let named_for = sort == Sort::Person || to == at + 2;
        if named_for && (known.head(last).is_some() || known.marks_place(last)) {
            return None;
        }
        let word = self.reading.word(at + 1);
        let rest = self.sort(at + 1..to);
        // "Yahoo's Sale" of a headline: the thing is no name.
        let common = rest.is_none() && to == at + 2 && (word.classes.0 != 0 || word.noun.is_some());
        let second = (!common).then(|| self.part(at + 1..to, rest.unwrap_or(self.name.sort)));
        Some((Some(self.part(from..at, sort)), second))
    }

    /// "Gary Chan of DAB", not "Joan of Arc" and not "Secretary of State".
    fn member(&self, at: usize) -> Halves {
        let (from, to) = (self.name.from, self.name.to);
        let title = mentions::title_end(self.reading, from, to).unwrap_or(from);
        let words = self.reading;
        let role = words.lexicon.known.role(words.lower(at - 1)).any(Roles::PERSON);
        if at == from + 1 && mentions::is_nobody(words, from..at) {
            // "Democrat of Vermont": one of many, and a place.
            return Some((None, Some(self.part(at + 1..to, self.sort(at + 1..to)?))));
        }
        let body = words.lexicon.known.head(words.text(at - 1)).is_some();
        if at < title + 2 || role || body {
            return None;
        }
        let upper = words.text(at + 1).chars().all(char::is_uppercase);
        let fallback = if upper || to > at + 2 { Sort::Organisation } else { Sort::Place };
        let sort = self.sort(at + 1..to).unwrap_or(fallback);
        Some((Some(self.part(from..at, Sort::Person)), Some(self.part(at + 1..to, sort))))
    }

    /// "Paul Menzies and Ann Lee", "Alibaba and Yahoo Japan", not "Department of Design and Construction".
    fn both(&self, at: usize) -> Halves {
        let (from, to) = (self.name.from, self.name.to);
        let (first, second) = (self.sort(from..at), self.sort(at + 1..to));
        let words = self.reading;
        if self.name.sort == Sort::Person {
            return Some((
                Some(self.part(from..at, Sort::Person)),
                Some(self.part(at + 1..to, Sort::Person)),
            ));
        }
        let closed = (from..at).any(|at| matches!(words.lower(at), "of" | "for"))
            || words.lexicon.known.head(words.text(to - 1)).is_some();
        let apart =
            first.is_some() && second.is_some() || (first.is_some() || second.is_some()) && !closed;
        if !apart || words.lower(at) == "&" {
            return None;
        }
        let sort = self.name.sort;
        Some((
            Some(self.part(from..at, first.unwrap_or(sort))),
            Some(self.part(at + 1..to, second.unwrap_or(sort))),
        ))
    }
}

fn sort_of(listed: Listed) -> Option<Sort> {
    match listed.sort {
        NameSort::Country | NameSort::Capital | NameSort::Metonym | NameSort::Place => {
            Some(Sort::Place)
        }
        NameSort::Organisation | NameSort::Outlet => Some(Sort::Organisation),
        NameSort::Demonym | NameSort::Group | NameSort::Nobody => None,
    }
}
