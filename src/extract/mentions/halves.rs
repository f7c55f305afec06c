//! "Trump-Netanyahu": names with a hyphen between them.

use super::{Named, StandsFor};
use crate::extract::ActorKind;
use crate::extract::known::NameSort;
use crate::extract::reading::Reading;
use crate::text::Span;

/// Whether each part of a hyphenated word could be a name of its own: all of a state or a person.
pub(super) fn capital_halves(text: &str) -> bool {
    text.split('-').all(|part| part.chars().next().is_some_and(char::is_uppercase))
}

/// "Trump-Netanyahu": two names with a hyphen between them.
pub(super) fn halves(reading: &Reading<'_>, at: usize, found: &mut Vec<Named>) -> usize {
    let known = &reading.lexicon.known;
    let (text, Some(token)) = (reading.text(at), reading.tokens.get(at)) else { return at + 1 };
    let mut from = token.span.start();
    for part in text.split('-') {
        let span = Span::new(from, from + part.len());
        from += part.len() + 1;
        if part == text || !part.chars().next().is_some_and(char::is_uppercase) {
            return at + 1;
        }
        let name = known.name(part).filter(|name| name.sort != NameSort::Nobody);
        let kind = match name.map(|n| n.sort) {
            Some(NameSort::Demonym) => continue,
            Some(NameSort::Organisation) => ActorKind::Organisation,
            Some(NameSort::Outlet) => ActorKind::Media,
            Some(NameSort::Group) => ActorKind::Group,
            Some(_) => ActorKind::Place,
            None => ActorKind::Unknown,
        };
        if name.is_none() && part.chars().count() < 4 {
            continue;
        }
        found.push(Named {
            tokens: at..at + 1,
            span,
            title: None,
            kind,
            known: name,
            stands_for: StandsFor::Itself,
            sure: None,
        });
    }
    at + 1
}
