//! Who is who: names of one actor brought together.
//!
//! By full name, surname, acronym, and by what the lists know (a state and its
//! capital, an outlet and its initials). Two people with one surname stay two: a
//! surname alone is whoever of them was named last.

use super::grammar::Tag;
use super::known::{Gender, NameSort};
use super::mentions::{Named, StandsFor};
use super::reading::Reading;
use super::token::Case;
use super::{Actor, ActorIdx, ActorKind, Form, Mention, MentionIdx, Why};
use std::collections::BTreeMap;

/// The actors of a text, and which of its names is whose.
#[derive(Debug, Default)]
pub struct Cast {
    /// In the order of their first mentions; their `mentions` are filled by [`Cast::finish`].
    pub actors: Vec<Actor>,
    /// For each name: whose it is.
    pub whose: Vec<ActorIdx>,
    /// For each name: in what form.
    pub forms: Vec<Form>,
    /// For each actor: how its forename is used, where it has one that the lists know.
    pub genders: Vec<Option<Gender>>,
    reasons: Vec<&'static str>,
}

#[derive(Default)]
struct Index {
    by_key: BTreeMap<String, usize>,
    /// People with at least two names: surname to (first name, cluster, place in the text).
    people: BTreeMap<String, Vec<(String, usize, usize)>>,
    acronyms: BTreeMap<String, usize>,
    /// Forenames: of how many people, and of whom first.
    forenames: BTreeMap<String, (usize, usize)>,
    /// The last words of longer names that are no people's.
    ends: BTreeMap<String, usize>,
    clusters: usize,
}

/// Brings the names of a text together.
#[must_use]
pub fn cast(reading: &Reading<'_>, named: &[Named]) -> Cast {
    let mut index = Index::default();
    let mut cluster_of: Vec<Option<(usize, Form, &'static str)>> = vec![None; named.len()];
    // Full names first, so that a surname in the headline finds the name in the text.
    for (number, name) in named.iter().enumerate() {
        if let Some(slot) = cluster_of.get_mut(number) {
            *slot = index.full(reading, name, number);
        }
    }
    for (number, name) in named.iter().enumerate() {
        if cluster_of.get(number).is_some_and(Option::is_none) {
            let found = index.short(reading, name, number);
            if let Some(slot) = cluster_of.get_mut(number) {
                *slot = Some(found);
            }
        }
    }
    number_in_order(reading, named, &cluster_of)
}

impl Index {
    fn cluster(&mut self, key: String) -> usize {
        let next = self.clusters;
        let cluster = *self.by_key.entry(key).or_insert(next);
        self.clusters += usize::from(cluster == next);
        cluster
    }

    fn full(
        &mut self,
        reading: &Reading<'_>,
        name: &Named,
        number: usize,
    ) -> Option<(usize, Form, &'static str)> {
        let text = reading.article.slice(name.span);
        if let Some(known) = name.known {
            let place = matches!(known.sort, NameSort::Capital | NameSort::Metonym)
                && name.stands_for == StandsFor::Itself;
            if place {
                return Some((
                    self.cluster(format!("place {text}")),
                    Form::Name,
                    "the name of a place",
                ));
            }
            let prefix = if name.kind == ActorKind::Group { "people" } else { "known" };
            let cluster = self.cluster(format!("{prefix} {}", known.whose));
            let metonym = matches!(known.sort, NameSort::Capital | NameSort::Metonym);
            let acronym = text.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
            let form = if metonym {
                Form::Metonym
            } else if acronym {
                Form::Acronym
            } else {
                Form::Name
            };
            if !metonym && let Some((_, last)) = text.rsplit_once(' ') {
                self.ends.entry(last.to_owned()).or_insert(cluster);
            }
            let why = if metonym {
                "the seat of government stands for the government"
            } else {
                "a known name"
            };
            return Some((cluster, form, why));
        }
        if name.tokens.len() < 2 {
            return None;
        }
        let particle = name.title.is_none()
            && reading.lexicon.known.is_particle(reading.lower(name.tokens.start));
        if particle && name.tokens.len() == 2 {
            // "De Blasio" alone is a surname.
            return None;
        }
        if matches!(name.kind, ActorKind::Person | ActorKind::Unknown) {
            let (first, last) = person(reading, name)?;
            let same = self.people.get(&last).and_then(|people| {
                people.iter().rev().find(|(other, ..)| {
                    reading.lexicon.known.same_forename(other, &first)
                        || is_initial(other, &first)
                        || is_initial(&first, other)
                })
            });
            if let Some((_, cluster, _)) = same {
                return Some((*cluster, Form::Name, "the same name"));
            }
            let cluster = self.cluster(format!("{first} {last}"));
            if let Some(long) = long_surname(reading, name, &last) {
                let entry = (first.clone(), cluster, number);
                self.people.entry(long).or_default().push(entry);
            }
            let given = self.forenames.entry(first.clone()).or_insert((0, cluster));
            given.0 += 1;
            self.people.entry(last).or_default().push((first, cluster, number));
            return Some((cluster, Form::Name, "a full name"));
        }
        let cluster = self.cluster(key_of(text));
        let initials: String = name
            .tokens
            .clone()
            .filter(|at| reading.tokens.get(*at).is_some_and(super::token::Token::is_capitalised))
            .filter_map(|at| reading.text(at).chars().next())
            .collect();
        if initials.chars().count() > 1 {
            self.acronyms.entry(initials).or_insert(cluster);
        }
        Some((cluster, Form::Name, "a full name"))
    }

    fn short(
        &mut self,
        reading: &Reading<'_>,
        name: &Named,
        number: usize,
    ) -> (usize, Form, &'static str) {
        let text = reading.article.slice(name.span);
        let upper = reading.tokens.get(name.tokens.start).is_some_and(|t| t.case == Case::Upper);
        if upper && let Some(cluster) = self.acronyms.get(text.trim_end_matches('.')) {
            return (*cluster, Form::Acronym, "the initials of the full name");
        }
        if let Some(people) = self.people.get(&fold(text)) {
            let before = people.partition_point(|(_, _, at)| *at < number);
            let nearest = people.get(before.saturating_sub(1));
            if let Some((_, cluster, _)) = nearest {
                return (*cluster, Form::Short, "the surname of the one last named so");
            }
        }
        if let Some((_, cluster)) = self.forenames.get(text).filter(|(people, _)| *people == 1) {
            return (*cluster, Form::Short, "the forename of a person named in full");
        }
        if let Some(cluster) = self.ends.get(text).filter(|_| name.tokens.len() == 1) {
            return (*cluster, Form::Short, "the last word of a name given before");
        }
        (self.cluster(key_of(text)), Form::Name, "the only name given")
    }
}

fn key_of(text: &str) -> String {
    text.trim_start_matches("The ").trim_start_matches("the ").to_owned()
}

/// The first name and surname, without Jr. and initials in the middle.
fn person(reading: &Reading<'_>, name: &Named) -> Option<(String, String)> {
    let mut end = name.tokens.end;
    while end > name.tokens.start + 1 && reading.lexicon.known.is_after_name(reading.text(end - 1))
    {
        end -= 1;
    }
    let first = reading.text(name.tokens.start);
    let last = reading.text(end.checked_sub(1)?);
    Some((first.to_owned(), fold(last)))
}

/// The surname with its particles: "de blasio".
fn long_surname(reading: &Reading<'_>, name: &Named, last: &str) -> Option<String> {
    let at = name.tokens.clone().rev().find(|at| fold(reading.text(*at)) == last)?;
    let mut start = at;
    while start > name.tokens.start + 1
        && reading.lexicon.known.is_particle(reading.lower(start - 1))
    {
        start -= 1;
    }
    (start < at).then(|| fold(reading.article.slice(reading.span(start..at + 1))))
}

/// Names are compared in lower case and with straight apostrophes.
fn fold(text: &str) -> String {
    text.to_lowercase().replace('’', "'")
}

fn is_initial(short: &str, full: &str) -> bool {
    let letter = short.trim_end_matches('.');
    letter.chars().count() == 1 && full.starts_with(letter)
}

fn number_in_order(
    reading: &Reading<'_>,
    named: &[Named],
    cluster_of: &[Option<(usize, Form, &'static str)>],
) -> Cast {
    let mut cast = Cast::default();
    let mut actor_of: BTreeMap<usize, ActorIdx> = BTreeMap::new();
    for (name, found) in named.iter().zip(cluster_of) {
        let Some((cluster, form, why)) = *found else { continue };
        let next = ActorIdx(u32::try_from(cast.actors.len()).unwrap_or(u32::MAX));
        let idx = *actor_of.entry(cluster).or_insert(next);
        if idx == next {
            cast.actors.push(Actor {
                kind: name.kind,
                name: String::new(),
                role: None,
                mentions: Vec::new(),
            });
            cast.genders.push(None);
        }
        let text = reading.article.slice(name.span);
        if let Some(actor) = cast.actors.get_mut(idx.0 as usize) {
            let metonym = form == Form::Metonym;
            if metonym && actor.name.is_empty() {
                actor.name =
                    name.known.map_or("", |k| reading.lexicon.known.canonical(k.whose)).to_owned();
            } else if !metonym && text.chars().count() > actor.name.chars().count() {
                actor.name = text.to_owned();
            }
            if actor.kind == ActorKind::Unknown
                || form == Form::Name && name.kind == ActorKind::Person && name.title.is_some()
            {
                actor.kind = name.kind;
            }
            if actor.kind == ActorKind::Unknown && acts_like_a_person(reading, name) {
                actor.kind = ActorKind::Person;
            }
            actor.role = actor.role.or(name.title.filter(|t| reading.article.slice(*t).len() > 3));
        }
        if let Some(gender) = cast.genders.get_mut(idx.0 as usize)
            && gender.is_none()
        {
            let courtesy = name.title.map(|t| reading.article.slice(t));
            *gender = match courtesy {
                Some("Mr." | "Mr" | "Sir" | "Lord") => Some(Gender::Male),
                Some("Mrs." | "Ms." | "Mrs" | "Ms" | "Miss") => Some(Gender::Female),
                _ => reading.lexicon.known.forename(reading.text(name.tokens.start)),
            };
        }
        cast.whose.push(idx);
        cast.forms.push(form);
        cast.reasons.push(why);
    }
    cast
}

/// A name that says or thinks something is a person's, until more is known.
fn acts_like_a_person(reading: &Reading<'_>, name: &Named) -> bool {
    let next = name.tokens.end;
    let speaks = reading.word(next).verb.is_some() && reading.tag(next) == Tag::Verb;
    if name.tokens.len() == 1 {
        let first = reading.tokens.get(name.tokens.start);
        return speaks && first.is_some_and(|t| t.case == Case::Title || t.case == Case::Mixed);
    }
    if !(2..=3).contains(&name.tokens.len()) {
        return false;
    }
    let comma = reading.tag(next) == Tag::Comma
        && (matches!(reading.tag(next + 1), Tag::Determiner | Tag::Number)
            || reading.lower(next + 1) == "who"
            || reading
                .lexicon
                .known
                .role(reading.lower(next + 1))
                .any(super::known::Roles::PERSON));
    let role_before = name.tokens.start.checked_sub(1).is_some_and(|before| {
        reading.lexicon.known.role(reading.lower(before)).any(super::known::Roles::PERSON)
            || reading.word(before).verb.is_some()
    });
    speaks || comma || role_before
}

impl Cast {
    /// The name that holds a token, if one does.
    #[must_use]
    pub fn at(&self, named: &[Named], token: usize) -> Option<usize> {
        let after = named.partition_point(|name| name.tokens.start <= token);
        let number = after.checked_sub(1)?;
        named.get(number).filter(|name| name.tokens.contains(&token)).map(|_| number)
    }

    /// Names, and what else was found to be a mention, as mentions in the order of the text.
    #[must_use]
    pub fn finish(mut self, named: &[Named], others: Vec<Mention>) -> (Vec<Mention>, Vec<Actor>) {
        let mut mentions = others;
        for (((name, whose), form), why) in
            named.iter().zip(&self.whose).zip(&self.forms).zip(&self.reasons)
        {
            mentions.push(Mention {
                span: name.span,
                form: *form,
                actor: Some(*whose),
                why: Why { rule: "name".to_owned(), reasons: vec![format!("It is {why}.")] },
            });
        }
        mentions.sort_by_key(|mention| (mention.span, mention.form as u8));
        for (number, mention) in mentions.iter().enumerate() {
            let Some(actor) = mention.actor else { continue };
            if let Some(actor) = self.actors.get_mut(actor.0 as usize) {
                actor.mentions.push(MentionIdx(u32::try_from(number).unwrap_or(u32::MAX)));
            }
        }
        (mentions, self.actors)
    }
}
