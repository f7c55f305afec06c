//! Of what kind an actor is, when all its mentions are heard.

use crate::extract::ActorKind;
use crate::extract::grammar::Tag;
use crate::extract::known::Roles;
use crate::extract::mentions::Named;
use crate::extract::reading::Reading;
use crate::extract::token::Case;

/// The kind that all mentions together speak for; what the lists know of outlets and groups stands.
pub(super) fn voted(kind: ActorKind, [person, organisation, place]: [f32; 3]) -> ActorKind {
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
pub(super) fn acts_like_a_person(reading: &Reading<'_>, name: &Named) -> bool {
    let next = name.tokens.end;
    let speaks = reading.word(next).verb.is_some() && reading.tag(next) == Tag::Verb;
    if name.tokens.len() == 1 {
        let first = reading.tokens.get(name.tokens.start);
        return speaks && first.is_some_and(|t| t.case == Case::Title || t.case == Case::Mixed);
    }
    if !(2..=3).contains(&name.tokens.len()) {
        return false;
    }
    let known = &reading.lexicon.known;
    let comma = reading.tag(next) == Tag::Comma
        && (matches!(reading.tag(next + 1), Tag::Determiner | Tag::Number)
            || reading.lower(next + 1) == "who"
            || known.role(reading.lower(next + 1)).any(Roles::PERSON));
    let role_before = name.tokens.start.checked_sub(1).is_some_and(|before| {
        known.role(reading.lower(before)).any(Roles::PERSON) || reading.word(before).verb.is_some()
    });
    speaks || comma || role_before
}
