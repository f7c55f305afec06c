//! Where somebody is named: capitalised sequences, and what sort of name each is.
//!
//! Knows names only. Pronouns and roles are looked at where they are a source
//! (`sources.rs`), and nowhere else.

mod capitals;
mod halves;
mod lookup;

use super::ActorKind;
use super::grammar::Tag;
use super::known::{Head, NameSort};
use super::reading::Reading;
use super::token::{Case, Kind};
use crate::text::Span;
use capitals::{Capitals, opens_capital};
use halves::{capital_halves, halves};
pub use lookup::{is_nobody, is_people, known_at, spoken, title_end};
use lookup::{known_name, title};
use std::ops::Range;

/// A name in the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Named {
    /// The tokens of the name, without the title.
    pub tokens: Range<usize>,
    /// The words.
    pub span: Span,
    /// The title that stands before it.
    pub title: Option<Span>,
    /// What sort of actor it names, as far as the name itself tells.
    pub kind: ActorKind,
    /// Whether the lists know it, and as what.
    pub known: Option<super::known::Name>,
    /// Whether the name stands for what governs there, rather than for the place.
    pub stands_for: StandsFor,
    /// How much speaks for a person, an organisation and a place, where it was learned.
    pub sure: Option<[f32; 3]>,
}

/// What the name of a capital means where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StandsFor {
    /// What it names.
    Itself,
    /// The state.
    Government,
}

/// The most tokens that a name may have.
const LONGEST: usize = 10;

/// The names of a text, in order.
#[must_use]
pub fn find(reading: &Reading<'_>) -> Vec<Named> {
    let mut found = Vec::new();
    let mut key = String::new();
    let inside = Capitals::new(reading);
    for range in &reading.ranges {
        let mut at = range.start;
        while at < range.end {
            let Some(token) = reading.tokens.get(at) else { break };
            if token.kind != Kind::Word || !opens_capital(reading, at) {
                at += 1;
                continue;
            }
            let next = at_capital(reading, at, range, &inside, &mut key, &mut found);
            at = next.max(at + 1);
        }
    }
    found
}

/// Looks at a capitalised token; returns where to go on.
fn at_capital(
    reading: &Reading<'_>,
    at: usize,
    sentence: &Range<usize>,
    inside: &Capitals<'_>,
    key: &mut String,
    found: &mut Vec<Named>,
) -> usize {
    let known = &reading.lexicon.known;
    let title_end = title(reading, at, sentence, key);
    let known_here = known_name(reading, at, sentence, key);
    let sequence = capitals::sequence(reading, at, sentence);
    if let Some((end, name)) = known_here
        && end >= sequence
        && title_end.is_none_or(|title| end >= title)
    {
        return add_known(reading, at..end, name, sentence, found);
    }
    if let Some(end) = title_end
        && reading.tokens.get(end).is_some_and(|t| t.kind == Kind::Word && t.is_capitalised())
        && end < sentence.end
        && reading.tag(end) == Tag::Name
    {
        let stop = capitals::sequence(reading, end, sentence);
        // A known name of something else does not take a title.
        let other = known_name(reading, end, sentence, key).is_some_and(|(e, n)| {
            e >= stop
                && n.sort != NameSort::Nobody
                && n.sort != NameSort::Place
                && n.sort != NameSort::Capital
                && n.sort != NameSort::Country
        });
        if !other && stop > end {
            let title = reading.span(at..end);
            add(reading, end..stop, Some(title), ActorKind::Person, found);
            return stop;
        }
        return end;
    }
    // A known name inside a longer sequence: "US President Donald Trump", "Israel Hayom".
    if let Some((end, name)) = known_here {
        let demonym = matches!(
            name.sort,
            NameSort::Demonym
                | NameSort::Nobody
                | NameSort::Country
                | NameSort::Organisation
                | NameSort::Outlet
        );
        let person = known.forename(reading.text(at)).is_some() && end == at + 1 && sequence > end;
        if !person && (demonym || end > at + 1) {
            let body = known.head(reading.text(sequence - 1)).is_some()
                && demonym
                && name.sort != NameSort::Nobody;
            if !body {
                return add_known(reading, at..end, name, sentence, found);
            }
        }
    }
    if title_end.is_some() && title_end == Some(sequence) {
        // A title alone: "the President".
        return sequence;
    }
    if sequence == at {
        return at + 1;
    }
    if sequence == at + 1 && reading.text(at).contains('-') && capital_halves(reading.text(at)) {
        return halves(reading, at, found);
    }
    let kind = kind_of(reading, at..sequence);
    if !is_name(reading, at..sequence, sentence, inside, kind) {
        return at + 1;
    }
    add(reading, at..sequence, None, kind, found);
    sequence
}

/// Whether a capital does what a state does where it stands: says, owns, or is named with another by "and".
fn governs(reading: &Reading<'_>, tokens: Range<usize>) -> bool {
    let next = tokens.end;
    let state = |at: usize| {
        known_at(reading, at..at + 1)
            .is_some_and(|known| matches!(known.sort, NameSort::Capital | NameSort::Country))
    };
    let paired = reading.lower(next) == "and" && state(next + 1)
        || tokens
            .start
            .checked_sub(2)
            .is_some_and(|first| reading.lower(first + 1) == "and" && state(first));
    let says = reading.tag(next).is_finite() && reading.word(next).verb.is_some();
    says || reading.lower(next) == "'s" || paired
}

fn add_known(
    reading: &Reading<'_>,
    tokens: Range<usize>,
    name: super::known::Name,
    sentence: &Range<usize>,
    found: &mut Vec<Named>,
) -> usize {
    let end = tokens.end;
    let next_nominal =
        end < sentence.end && matches!(reading.tag(end), Tag::Noun | Tag::Name | Tag::Adjective);
    let before = tokens.start.checked_sub(1).filter(|b| *b >= sentence.start);
    let short = reading.text(tokens.start);
    let adjectival = matches!(short, "US" | "U.S." | "UK" | "U.K." | "EU" | "UN" | "U.N." | "E.U.")
        && tokens.len() == 1
        && next_nominal;
    let kind = match name.sort {
        NameSort::Nobody => return end,
        NameSort::Demonym => {
            if tokens.len() > 1 || !is_people(reading, tokens.start) {
                return end;
            }
            ActorKind::Group
        }
        NameSort::Country if adjectival => return end,
        NameSort::Organisation if adjectival => return end,
        NameSort::Country | NameSort::Capital | NameSort::Metonym | NameSort::Place => {
            ActorKind::Place
        }
        NameSort::Organisation => ActorKind::Organisation,
        NameSort::Outlet => ActorKind::Media,
        NameSort::Group => ActorKind::Group,
    };
    let located = before.is_some_and(|b| {
        matches!(
            reading.lower(b),
            "in" | "at"
                | "near"
                | "to"
                | "from"
                | "outside"
                | "around"
                | "into"
                | "of"
                | "across"
                | ","
                | "capital"
        )
    });
    let stands_for = if matches!(name.sort, NameSort::Capital | NameSort::Metonym)
        && !located
        && (name.sort == NameSort::Metonym || governs(reading, tokens.clone()))
        && !next_nominal
    {
        StandsFor::Government
    } else {
        StandsFor::Itself
    };
    found.push(Named {
        span: reading.span(tokens.clone()),
        tokens,
        title: None,
        kind,
        known: Some(name),
        stands_for,
        sure: None,
    });
    end
}

fn add(
    reading: &Reading<'_>,
    tokens: Range<usize>,
    title: Option<Span>,
    kind: ActorKind,
    found: &mut Vec<Named>,
) {
    found.push(Named {
        span: reading.span(tokens.clone()),
        tokens,
        title,
        kind,
        known: None,
        stands_for: StandsFor::Itself,
        sure: None,
    });
}

/// What the words of a name tell.
fn kind_of(reading: &Reading<'_>, tokens: Range<usize>) -> ActorKind {
    let known = &reading.lexicon.known;
    let first = reading.text(tokens.start);
    let last = reading.text(tokens.end - 1);
    let several = tokens.len() > 1;
    if known.is_after_name(last) && several && known.head(last).is_none() {
        return ActorKind::Person;
    }
    if let Some(head) = known.head(last).filter(|_| several) {
        let person = known.forename(first).is_some() && tokens.len() == 2 && known.is_surname(last);
        if !person {
            return match head {
                Head::Organisation => ActorKind::Organisation,
                Head::Media => ActorKind::Media,
            };
        }
    }
    if several && tokens.clone().any(|at| reading.lower(at) == "of" || reading.lower(at) == "for") {
        return ActorKind::Organisation;
    }
    if known.forename(first).is_some() && several {
        return ActorKind::Person;
    }
    let acronym =
        !several && reading.tokens.get(tokens.start).is_some_and(|t| t.case == Case::Upper);
    if acronym {
        return ActorKind::Organisation;
    }
    if several
        && (known.is_surname(last)
            || tokens
                .clone()
                .any(|at| reading.tokens.get(at).is_some_and(|t| t.case == Case::Initial))
            || tokens.clone().any(|at| known.is_particle(reading.lower(at))))
    {
        return ActorKind::Person;
    }
    if !several && (first.starts_with('@') || known.is_surname(first)) {
        return ActorKind::Person;
    }
    ActorKind::Unknown
}

/// Whether a sequence that no list knows may count as a name.
fn is_name(
    reading: &Reading<'_>,
    tokens: Range<usize>,
    sentence: &Range<usize>,
    inside: &Capitals<'_>,
    kind: ActorKind,
) -> bool {
    // In a headline every word has a capital: only names that the text bears out count.
    let headline = inside.is_headline(reading, tokens.start);
    if headline
        && kind != ActorKind::Person
        && !tokens.clone().all(|at| inside.words.contains(reading.text(at)))
    {
        return false;
    }
    if tokens.len() > 1 && kind != ActorKind::Unknown {
        return true;
    }
    let word = reading.word(tokens.start);
    let first = tokens.start == sentence.start
        || matches!(reading.tag(tokens.start - 1), Tag::Quote | Tag::Colon | Tag::Stop);
    let plain_word =
        word.classes.0 != 0 || word.small.is_some() || word.verb.is_some() || word.noun.is_some();
    if tokens.len() == 1 && reading.text(tokens.start).chars().count() < 2 {
        return false;
    }
    // "(R-Fla.)", and words that have their capital from the sentence only.
    let text = reading.text(tokens.start);
    let one = tokens.len() == 1;
    let bracketed = tokens.start > sentence.start && reading.lower(tokens.start - 1) == "(";
    let short = kind == ActorKind::Unknown && text.chars().count() <= 3;
    if one && (bracketed && text.chars().count() < 8 && kind == ActorKind::Unknown || short) {
        return false;
    }
    if one && first && kind == ActorKind::Unknown && !inside.words.contains(text) {
        return false;
    }
    // "US-led", "the Resistance leader": describing, not naming.
    let text = reading.text(tokens.start);
    let one = tokens.len() == 1;
    if one
        && text.contains('-')
        && text.rsplit('-').next().is_some_and(|part| part.chars().all(char::is_lowercase))
        && !text.starts_with("Al-")
        && !text.starts_with("el-")
    {
        return false;
    }
    let describes = one
        && kind == ActorKind::Unknown
        && reading.tag(tokens.end) == Tag::Noun
        && tokens.start > sentence.start
        && matches!(reading.tag(tokens.start - 1), Tag::Determiner | Tag::Name);
    if describes {
        return false;
    }
    !(first && plain_word || one && text.starts_with('#'))
}
