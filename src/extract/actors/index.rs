//! All that names of the text are called by, and which cluster each name belongs to.

use super::key::{fold, initials, key_of, may_be_short_for};
use super::people::{self, People, is_numeral};
use crate::extract::known::NameSort;
use crate::extract::mentions::{self, Named, StandsFor};
use crate::extract::reading::Reading;
use crate::extract::token::Case;
use crate::extract::{ActorKind, Form};
use std::collections::BTreeMap;

/// Where a name belongs, in what form it stands there, and why.
pub(super) type Place = (usize, Form, &'static str);

/// What is known of the names read so far.
#[derive(Debug, Default)]
pub(super) struct Index {
    by_key: BTreeMap<String, usize>,
    /// For each cluster, the one that it was found to be the same as; itself at first.
    same: Vec<usize>,
    pub(super) people: People,
    acronyms: BTreeMap<String, usize>,
    /// The words that names which are no people's are shortened to.
    ends: BTreeMap<String, usize>,
    /// Who has a title, and where: "president" to the Presidents of the text.
    titles: BTreeMap<String, Vec<(usize, usize)>>,
}

impl Index {
    /// The cluster that a cluster was found to be the same as.
    pub(super) fn root(&self, mut cluster: usize) -> usize {
        while let Some(same) = self.same.get(cluster).copied().filter(|same| *same != cluster) {
            cluster = same;
        }
        cluster
    }

    fn cluster(&mut self, key: String) -> usize {
        let next = self.same.len();
        let cluster = *self.by_key.entry(key).or_insert(next);
        if cluster == next {
            self.same.push(next);
        }
        cluster
    }

    fn unite(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        // The smaller number stands, so that chains do not grow.
        if let Some(slot) = self.same.get_mut(one.max(other)) {
            *slot = one.min(other);
        }
    }

    /// Where a full name belongs; `None` for a name that may be short for another. `next` is the name after it.
    pub(super) fn full(
        &mut self,
        reading: &Reading<'_>,
        name: &Named,
        number: usize,
        next: Option<&Named>,
    ) -> Option<Place> {
        let text = reading.article.slice(name.span);
        if self.may_be_surname(reading, name) {
            return None;
        }
        if name.known.is_some() {
            return self.listed(name, text);
        }
        if name.kind == ActorKind::Group {
            return Some((
                self.cluster(format!("people {}", key_of(text))),
                Form::Name,
                "a name of several people",
            ));
        }
        if let Some(place) = self.forename_of_two(reading, name, number, next) {
            return Some(place);
        }
        let numbered = name.tokens.len() == 2 && is_numeral(reading.text(name.tokens.end - 1));
        if name.tokens.len() < 2 || numbered || is_title(reading, name) {
            return None;
        }
        let known = &reading.lexicon.known;
        let particle = name.title.is_none()
            && known.is_particle(reading.lower(name.tokens.start))
            && known.forename(reading.text(name.tokens.start)).is_none();
        if particle && name.tokens.len() == 2 {
            // "De Blasio" alone is a surname.
            return None;
        }
        if matches!(name.kind, ActorKind::Person | ActorKind::Unknown) {
            let (first, last) = people::parts(reading, name, &self.people.full)?;
            let long = people::long_surname(reading, name, &last);
            return Some(self.person(reading, name, number, (&first, &last, long.as_deref())));
        }
        let cluster = self.cluster(key_of(text));
        let words = name.tokens.clone().map(|at| reading.text(at));
        for initials in initials(words) {
            self.acronyms.entry(initials).or_insert(cluster);
        }
        self.shorten(reading, name, cluster);
        Some((cluster, Form::Name, "a full name"))
    }

    /// "Paris said no", where Valeska Paris was named: a place by the lists, and nothing that says where.
    fn may_be_surname(&self, reading: &Reading<'_>, name: &Named) -> bool {
        let place = name.known.is_some_and(|known| {
            matches!(known.sort, NameSort::Place | NameSort::Capital | NameSort::Country)
        });
        let located = name.tokens.start.checked_sub(1).is_some_and(|at| {
            matches!(
                reading.lower(at),
                "in" | "at"
                    | "to"
                    | "from"
                    | "near"
                    | "outside"
                    | "around"
                    | "into"
                    | "across"
                    | "the"
                    | ","
            )
        });
        place
            && !located
            && name.tokens.len() == 1
            && self.people.surnames.contains(&fold(reading.article.slice(name.span)))
    }

    fn listed(&mut self, name: &Named, text: &str) -> Option<Place> {
        let known = name.known?;
        if matches!(known.sort, NameSort::Capital | NameSort::Metonym)
            && name.stands_for == StandsFor::Itself
        {
            let cluster = self.cluster(format!("place {}", fold(text)));
            return Some((cluster, Form::Name, "the name of a place"));
        }
        let prefix = if name.kind == ActorKind::Group { "people" } else { "known" };
        let cluster = self.cluster(format!("{prefix} {}", known.whose));
        if matches!(known.sort, NameSort::Capital | NameSort::Metonym) {
            let why = "the seat of a government, and stands for it";
            return Some((cluster, Form::Metonym, why));
        }
        if let Some((_, last)) = text.rsplit_once(' ') {
            self.ends.entry(last.to_owned()).or_insert(cluster);
        }
        let acronym = text.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
        let form = if acronym { Form::Acronym } else { Form::Name };
        Some((cluster, form, "a name that the lists have"))
    }

    /// "Bill and Hillary Clinton": the first has the surname of the second.
    fn forename_of_two(
        &mut self,
        reading: &Reading<'_>,
        name: &Named,
        number: usize,
        next: Option<&Named>,
    ) -> Option<Place> {
        let next = next.filter(|next| {
            name.tokens.len() == 1
                && name.kind == ActorKind::Person
                && next.kind == ActorKind::Person
                && next.tokens.start == name.tokens.end + 1
                && next.tokens.len() > 1
                && next.title.is_none()
                && reading.lower(name.tokens.end) == "and"
        })?;
        let first = reading.text(name.tokens.start);
        let known = &reading.lexicon.known;
        known.forename(first)?;
        known.forename(reading.text(next.tokens.start))?;
        let (_, last) = people::parts(reading, next, &self.people.full)?;
        let (cluster, ..) = self.person(reading, name, number, (first, &last, None));
        Some((cluster, Form::Short, "a forename with the surname of the one named beside it"))
    }

    fn person(
        &mut self,
        reading: &Reading<'_>,
        name: &Named,
        number: usize,
        (first, last, long): (&str, &str, Option<&str>),
    ) -> Place {
        let known = &reading.lexicon.known;
        let title = name.title.map(|title| reading.article.slice(title));
        let (person, why) = match self.people.same(known, first, last) {
            Some(person) => (person, "the same name"),
            None => {
                let cluster = self.cluster(format!("{} {last}", fold(first)));
                let gender = known.forename(first);
                let surnames: Vec<&str> = long.into_iter().chain([last]).collect();
                (self.people.enter(first, &surnames, cluster, gender), "a full name")
            }
        };
        self.people.note(person, number, title);
        (self.people.cluster(person).unwrap_or_default(), Form::Name, why)
    }

    /// "the Pirates" of the Harbour Pirates, "the Church" of the Church of the Lamb, "Rice" of Rice University.
    fn shorten(&mut self, reading: &Reading<'_>, name: &Named, cluster: usize) {
        if name.kind != ActorKind::Organisation {
            return;
        }
        let known = &reading.lexicon.known;
        let (first, last) = (reading.text(name.tokens.start), reading.text(name.tokens.end - 1));
        if reading.lower(name.tokens.start + 1) == "of" {
            self.ends.entry(first.to_owned()).or_insert(cluster);
        } else if known.head(last).is_none() {
            self.ends.entry(last.to_owned()).or_insert(cluster);
        } else {
            let front = reading.article.slice(reading.span(name.tokens.start..name.tokens.end - 1));
            self.ends.entry(front.to_owned()).or_insert(cluster);
        }
    }

    /// "the European Space Board (ESB)": what stands in brackets after a name is its short form.
    pub(super) fn brackets(
        &mut self,
        reading: &Reading<'_>,
        named: &[Named],
        places: &mut [Option<Place>],
    ) {
        for (number, pair) in named.windows(2).enumerate() {
            let [long, short] = pair else { continue };
            let text = reading.article.slice(short.span);
            let fits = short.tokens.start == long.tokens.end + 1
                && reading.text(long.tokens.end) == "("
                && matches!(reading.text(short.tokens.end), ")" | "," | ";")
                && short.tokens.len() == 1
                && text.chars().filter(|c| c.is_uppercase()).count() > 1
                && long.tokens.len() > 1
                && long.kind != ActorKind::Person
                && may_be_short_for(text, reading.article.slice(long.span));
            let Some((cluster, ..)) = places.get(number).copied().flatten().filter(|_| fits) else {
                continue;
            };
            self.acronyms.insert(text.to_owned(), cluster);
            if let Some((other, ..)) = places.get(number + 1).copied().flatten() {
                self.unite(cluster, other);
            }
            if let Some(place) = places.get_mut(number + 1) {
                *place = Some((
                    cluster,
                    Form::Acronym,
                    "the short form that stands in brackets after the name",
                ));
            }
        }
    }

    /// Takes note of who has which title.
    pub(super) fn entitle(&mut self, title: &str, cluster: usize, number: usize) {
        self.titles.entry(fold(title)).or_default().push((cluster, number));
    }

    /// Where a name belongs that may be short for another.
    pub(super) fn short(&mut self, reading: &Reading<'_>, name: &Named, number: usize) -> Place {
        let mut text = reading.article.slice(name.span);
        if is_title(reading, name) {
            return self.title(text, number);
        }
        let article = name.tokens.start.checked_sub(1).is_some_and(|at| reading.lower(at) == "the");
        let person = matches!(name.kind, ActorKind::Person | ActorKind::Unknown)
            || self.may_be_surname(reading, name);
        if name.tokens.len() == 2 && person && is_numeral(reading.text(name.tokens.end - 1)) {
            text = reading.text(name.tokens.start);
        }
        let case = reading.tokens.get(name.tokens.start).map(|token| token.case);
        if matches!(case, Some(Case::Upper | Case::Mixed | Case::Initial))
            && let Some(cluster) = self.acronyms.get(text.replace('.', "").as_str())
        {
            return (*cluster, Form::Acronym, "the initials of the full name");
        }
        if person {
            let title = name.title.map(|title| reading.article.slice(title));
            let meant = self.people.by_surname(&fold(text), number, title);
            let meant = meant.or_else(|| self.people.by_forename(text, number));
            if let Some((cluster, why)) = meant {
                return (cluster, Form::Short, why);
            }
        }
        if let Some(cluster) =
            self.ends.get(text).filter(|_| name.kind != ActorKind::Person || article)
        {
            return (*cluster, Form::Short, "a part of a name given before");
        }
        (self.cluster(key_of(text)), Form::Name, "the only name given")
    }

    fn title(&mut self, text: &str, number: usize) -> Place {
        let held = self
            .titles
            .get(&fold(text))
            .and_then(|held| held.iter().rev().find(|(_, at)| *at < number).or(held.first()));
        match held {
            Some((cluster, _)) => (*cluster, Form::Role, "the title of the one last named with it"),
            None => (
                self.cluster(format!("title {}", fold(text))),
                Form::Role,
                "a title without a name",
            ),
        }
    }
}

/// Whether a person is called by a title alone: "the Secretary".
pub(super) fn is_title(reading: &Reading<'_>, name: &Named) -> bool {
    name.kind == ActorKind::Person
        && name.known.is_none()
        && mentions::title_end(reading, name.tokens.start, name.tokens.end) == Some(name.tokens.end)
}
