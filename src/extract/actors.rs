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
use crate::doc::Article;
use std::collections::{BTreeMap, BTreeSet};

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
    /// The names of people in two words or more, in lower case.
    full: BTreeSet<String>,
    /// Who has a title, and where: "president" to the Presidents of the text.
    titles: BTreeMap<String, Vec<(usize, usize)>>,
}

/// Brings the names of a text together.
#[must_use]
pub fn cast(reading: &Reading<'_>, named: &[Named]) -> Cast {
    let mut index = Index::default();
    let mut cluster_of: Vec<Option<(usize, Form, &'static str)>> = vec![None; named.len()];
    for name in named.iter().filter(|name| name.tokens.len() > 1 && name.kind == ActorKind::Person)
    {
        index.full.insert(fold(reading.article.slice(name.span)));
    }
    // Full names first, so that a surname in the headline finds the name in the text.
    for (number, name) in named.iter().enumerate() {
        if let Some(slot) = cluster_of.get_mut(number) {
            *slot = index.full(reading, name, number);
        }
    }
    // Titles without a name last: by then everybody who has one is known.
    for titles in [false, true] {
        for (number, name) in named.iter().enumerate() {
            let Some(slot) = cluster_of.get_mut(number) else { continue };
            if slot.is_none() && is_title(reading, name) == titles {
                *slot = Some(index.short(reading, name, number));
            }
        }
        for (number, (name, found)) in named.iter().zip(&cluster_of).enumerate() {
            if let (false, Some(title), Some((cluster, ..))) = (titles, name.title, found) {
                let title = fold(reading.article.slice(title));
                index.titles.entry(title).or_default().push((*cluster, number));
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
        let numbered = name.tokens.len() == 2 && is_numeral(reading.text(name.tokens.end - 1));
        if name.tokens.len() < 2 || numbered || is_title(reading, name) {
            return None;
        }
        let particle = name.title.is_none()
            && reading.lexicon.known.is_particle(reading.lower(name.tokens.start));
        if particle && name.tokens.len() == 2 {
            // "De Blasio" alone is a surname.
            return None;
        }
        if matches!(name.kind, ActorKind::Person | ActorKind::Unknown) {
            let (first, last) = person(reading, name, &self.full)?;
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
        if name.kind == ActorKind::Organisation {
            // "the Pirates" of the Harbour Pirates, "the Church" of the Church of the Lamb.
            let (first, last) =
                (reading.text(name.tokens.start), reading.text(name.tokens.end - 1));
            if reading.lower(name.tokens.start + 1) == "of" {
                self.ends.entry(first.to_owned()).or_insert(cluster);
            } else if reading.lexicon.known.head(last).is_none() {
                self.ends.entry(last.to_owned()).or_insert(cluster);
            }
        }
        Some((cluster, Form::Name, "a full name"))
    }

    fn short(
        &mut self,
        reading: &Reading<'_>,
        name: &Named,
        number: usize,
    ) -> (usize, Form, &'static str) {
        let mut text = reading.article.slice(name.span);
        if is_title(reading, name) {
            let held = self
                .titles
                .get(&fold(text))
                .and_then(|held| held.iter().rev().find(|(_, at)| *at < number).or(held.first()));
            return match held {
                Some((cluster, _)) => {
                    (*cluster, Form::Role, "the title of the one last named with it")
                }
                None => (
                    self.cluster(format!("title {}", fold(text))),
                    Form::Role,
                    "a title without a name",
                ),
            };
        }
        let article = name.tokens.start.checked_sub(1).is_some_and(|at| reading.lower(at) == "the");
        let person = matches!(name.kind, ActorKind::Person | ActorKind::Unknown);
        if name.tokens.len() == 2 && person && is_numeral(reading.text(name.tokens.end - 1)) {
            text = reading.text(name.tokens.start);
        }
        let upper = reading.tokens.get(name.tokens.start).is_some_and(|t| t.case == Case::Upper);
        if upper && let Some(cluster) = self.acronyms.get(text.trim_end_matches('.')) {
            return (*cluster, Form::Acronym, "the initials of the full name");
        }
        if let Some(people) = self.people.get(&fold(text)).filter(|_| person) {
            let before = people.partition_point(|(_, _, at)| *at < number);
            let nearest = people.get(before.saturating_sub(1));
            if let Some((_, cluster, _)) = nearest {
                return (*cluster, Form::Short, "the surname of the one last named so");
            }
        }
        if let Some((_, cluster)) =
            self.forenames.get(text).filter(|(people, _)| *people == 1 && person)
        {
            return (*cluster, Form::Short, "the forename of a person named in full");
        }
        if let Some(cluster) = self
            .ends
            .get(text)
            .filter(|_| name.tokens.len() == 1 && (name.kind != ActorKind::Person || article))
        {
            return (*cluster, Form::Short, "the last word of a name given before");
        }
        (self.cluster(key_of(text)), Form::Name, "the only name given")
    }
}

fn key_of(text: &str) -> String {
    fold(text.trim_start_matches("The ").trim_start_matches("the "))
}

/// Whether it is the number of a king or pope.
fn is_numeral(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| matches!(c, 'I' | 'V' | 'X'))
}

/// Whether a person is called by a title alone: "the Secretary".
fn is_title(reading: &Reading<'_>, name: &Named) -> bool {
    name.kind == ActorKind::Person
        && name.known.is_none()
        && super::mentions::title_end(reading, name.tokens.start, name.tokens.end)
            == Some(name.tokens.end)
}

/// The first name and surname, without Jr. and initials in the middle.
///
/// Where a part of the name is itself a name of the text, that part counts: "the Scientologist Tom Cruise".
fn person(
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
    let mut votes: Vec<[f32; 3]> = Vec::new();
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
            votes.push([0.0; 3]);
        }
        if let (Some(sum), Some(sure)) = (votes.get_mut(idx.0 as usize), name.sure) {
            for (sum, sure) in sum.iter_mut().zip(sure) {
                *sum += super::model::naming::evidence(sure);
            }
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
    for (actor, votes) in cast.actors.iter_mut().zip(votes) {
        actor.kind = voted(actor.kind, votes);
    }
    for (name, idx) in named.iter().zip(&cast.whose) {
        // A body that the lists know as an outlet is one, whatever else may be a body.
        if name.known.is_some_and(|known| known.sort == NameSort::Outlet)
            && let Some(actor) = cast.actors.get_mut(idx.0 as usize)
            && actor.kind == ActorKind::Organisation
        {
            actor.kind = ActorKind::Media;
        }
    }
    cast
}

/// The kind that all mentions together speak for; what the lists know of outlets and groups stands.
fn voted(kind: ActorKind, [person, organisation, place]: [f32; 3]) -> ActorKind {
    let best = person.max(organisation).max(place);
    if best >= 0.0 || kind == ActorKind::Group {
        kind
    } else if best == organisation {
        if kind == ActorKind::Media { kind } else { ActorKind::Organisation }
    } else if best == person {
        ActorKind::Person
    } else {
        ActorKind::Place
    }
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
        // A name may stand in a longer one: the longer one is meant.
        let from = after.saturating_sub(5);
        let holds = |number: &usize| named.get(*number).is_some_and(|n| n.tokens.contains(&token));
        (from..after)
            .filter(holds)
            .max_by_key(|number| named.get(*number).map_or((0, 0), |n| (n.tokens.len(), *number)))
    }

    /// Names, and what else was found to be a mention, as mentions in the order of the text.
    #[must_use]
    pub fn finish(
        mut self,
        article: &Article,
        named: &[Named],
        others: Vec<Mention>,
    ) -> (Vec<Mention>, Vec<Actor>) {
        let mut mentions = others;
        for (((name, whose), form), why) in
            named.iter().zip(&self.whose).zip(&self.forms).zip(&self.reasons)
        {
            // A title with a capital belongs to the name where it stands.
            let capital = |c: char| c.is_uppercase();
            let title = name.title.filter(|t| article.slice(*t).starts_with(capital));
            mentions.push(Mention {
                span: title.map_or(name.span, |title| title.hull(name.span)),
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
