//! "The transport minister, Ilse Maren, said": a role between commas says that the name is a person's.

use super::ActorKind;
use super::actors::Cast;
use super::grammar::Tag;
use super::known::Roles;
use super::mentions::Named;
use super::reading::Reading;

/// Tells the cast which of its unknown actors are people by the role that stands beside them.
pub fn enter(reading: &Reading<'_>, named: &[Named], cast: &mut Cast) {
    for (number, name) in named.iter().enumerate() {
        let Some(actor) = cast.whose.get(number).and_then(|a| cast.actors.get_mut(a.0 as usize))
        else {
            continue;
        };
        let several = (2..=4).contains(&name.tokens.len());
        let before = name.tokens.start.checked_sub(2);
        let role = before.is_some_and(|at| {
            reading.tag(at + 1) == Tag::Comma
                && reading.tag(at) == Tag::Noun
                && reading.lexicon.known.role(reading.lower(at)).any(Roles::PERSON)
        });
        let closed = matches!(reading.tag(name.tokens.end), Tag::Comma | Tag::Stop);
        if actor.kind == ActorKind::Unknown && several && role && closed {
            actor.kind = ActorKind::Person;
        }
    }
}
