//! Who is who: names of one actor brought together.
//!
//! By full name, surname, acronym, and by what the lists know (a state and its
//! capital, an outlet and its initials). Which name belongs where is for `index`,
//! and for `people` where people are meant; here the actors are made of it.

mod index;
mod key;
mod kind;
mod people;

pub(super) use key::initials;

use super::known::{Gender, NameSort};
use super::mentions::Named;
use super::reading::Reading;
use super::{Actor, ActorIdx, ActorKind, Form, Mention, MentionIdx, Why};
use crate::doc::Article;
use index::{Index, Place, is_title};
use kind::{acts_like_a_person, voted};
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

/// Brings the names of a text together.
#[must_use]
pub fn cast(reading: &Reading<'_>, named: &[Named]) -> Cast {
    let mut index = Index::default();
    let mut places: Vec<Option<Place>> = vec![None; named.len()];
    for name in named.iter().filter(|name| name.tokens.len() > 1 && name.kind == ActorKind::Person)
    {
        index.people.full.insert(key::fold(reading.article.slice(name.span)));
        if name.tokens.len() < 4 && name.tokens.clone().all(|at| reading.lower(at) != "of") {
            index.people.surnames.insert(key::fold(reading.text(name.tokens.end - 1)));
        }
    }
    // Full names first, so that a surname in the headline finds the name in the text.
    for (number, name) in named.iter().enumerate() {
        if let Some(slot) = places.get_mut(number) {
            *slot = index.full(reading, name, number, named.get(number + 1));
        }
    }
    index.brackets(reading, named, &mut places);
    // Titles without a name last: by then everybody who has one is known.
    for titles in [false, true] {
        for (number, name) in named.iter().enumerate() {
            let Some(slot) = places.get_mut(number) else { continue };
            if slot.is_none() && is_title(reading, name) == titles {
                *slot = Some(index.short(reading, name, number));
            }
        }
        for (number, (name, found)) in named.iter().zip(&places).enumerate() {
            if let (false, Some(title), Some((cluster, ..))) = (titles, name.title, found) {
                index.entitle(reading.article.slice(title), *cluster, number);
            }
        }
    }
    for (cluster, ..) in places.iter_mut().flatten() {
        *cluster = index.root(*cluster);
    }
    number_in_order(reading, named, &places)
}

fn number_in_order(reading: &Reading<'_>, named: &[Named], places: &[Option<Place>]) -> Cast {
    let mut cast = Cast::default();
    let mut actor_of: BTreeMap<usize, ActorIdx> = BTreeMap::new();
    let mut votes: Vec<[f32; 3]> = Vec::new();
    for (name, found) in named.iter().zip(places) {
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
        // "Paris" for Valeska Paris: what the lists say of it is of something else.
        let sure = name.sure.filter(|_| form != Form::Short || name.known.is_none());
        if let (Some(sum), Some(sure)) = (votes.get_mut(idx.0 as usize), sure) {
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
            } else if !metonym && is_fuller(text, &actor.name) {
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
            let title = name.title.map(|t| reading.article.slice(t));
            *gender = title
                .and_then(people::gender)
                .or_else(|| reading.lexicon.known.forename(reading.text(name.tokens.start)));
        }
        cast.whose.push(idx);
        cast.forms.push(form);
        cast.reasons.push(why);
    }
    for (actor, votes) in cast.actors.iter_mut().zip(votes) {
        actor.kind = voted(actor.kind, votes);
        let several = actor.name.contains(' ');
        let spoken = actor.kind == ActorKind::Place || actor.kind == ActorKind::Person && several;
        if spoken && is_shouted(&actor.name) {
            // "MOSCOW" at the head of an agency's story, "ANN LEE" in an interview.
            actor.name = super::mentions::spoken(&actor.name);
        }
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

/// Whether a name tells more than the one that an actor has: one in capitals only tells less.
fn is_fuller(text: &str, than: &str) -> bool {
    match (is_shouted(text), is_shouted(than)) {
        (true, false) => than.is_empty(),
        (false, true) => text.contains(' ') || !than.contains(' '),
        _ => text.chars().count() > than.chars().count(),
    }
}

/// Whether it is written in capitals where nobody writes so: longer than initials are.
fn is_shouted(text: &str) -> bool {
    text.chars().filter(|c| c.is_alphabetic()).count() > 4
        && !text.contains('.')
        && text.chars().all(|c| !c.is_lowercase())
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
