//! What the whole text shows of a learned name: how sure the finder is of it wherever it stands, and whether it
//! is a common word elsewhere.

use crate::extract::grammar::Tag;
use crate::extract::known::Roles;
use crate::extract::lexicon::Classes;
use crate::extract::mentions;
use crate::extract::model::naming::{Name, Sort};
use crate::extract::reading::Reading;
use crate::extract::token::{Case, Kind};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// The names of a text together.
pub(super) struct Company<'a> {
    /// The kinds of names, by how they are written.
    pub(super) alike: BTreeMap<&'a str, Sort>,
    /// How sure of its kind the finder is of a name, by how it is written: the sum, and of how many.
    sure: BTreeMap<&'a str, (f32, f32)>,
    /// The words of the names of people in two words or more: first and last.
    forenames: BTreeSet<&'a str>,
    surnames: BTreeSet<&'a str>,
    /// The words that are written small.
    small: BTreeSet<&'a str>,
    /// What the names of bodies may be called by their initials.
    pub(super) initials: BTreeSet<String>,
    /// The names that say or think something anywhere.
    speak: BTreeSet<&'a str>,
}

/// A name that may be a common word, or begins with a digit, has to be as likely as this.
const LIKELY: f32 = 0.75;
/// What no list knows a word of, and what says nothing, has to be as likely as this.
const KNOWN: f32 = 0.5;

/// The kinds of the names of a text, by how they are written.
pub(super) fn alike<'a>(reading: &Reading<'a>, learned: &[Name]) -> BTreeMap<&'a str, Sort> {
    let of = |name: &Name| (reading.article.slice(reading.span(name.from..name.to)), name.sort);
    learned.iter().filter(|name| name.sort != Sort::Other).map(of).collect()
}

impl<'a> Company<'a> {
    /// The company of these names.
    pub(super) fn new(
        reading: &Reading<'a>,
        alike: BTreeMap<&'a str, Sort>,
        names: &[Name],
    ) -> Self {
        let mut sure: BTreeMap<&str, (f32, f32)> = BTreeMap::new();
        let (mut forenames, mut surnames) = (BTreeSet::new(), BTreeSet::new());
        let (mut speak, mut initials) = (BTreeSet::new(), BTreeSet::new());
        for name in names.iter().filter(|name| name.sort != Sort::Other) {
            let text = reading.article.slice(reading.span(name.from..name.to));
            let sum = sure.entry(text).or_default();
            *sum = (sum.0 + best(name), sum.1 + 1.0);
            if reading.word(name.to).verb.is_some() && reading.tag(name.to).is_finite() {
                speak.insert(text);
            }
            if name.sort == Sort::Organisation && name.to > name.from + 1 {
                let words = (name.from..name.to).map(|at| reading.text(at));
                initials.extend(crate::extract::actors::initials(words));
            }
            if name.sort == Sort::Person && name.to > name.from + 1 {
                forenames.insert(reading.text(name.from));
                surnames.insert(reading.text(name.to - 1));
            }
        }
        let plain = |at: &usize| {
            reading.tokens.get(*at).is_some_and(|t| t.kind == Kind::Word && !t.is_capitalised())
        };
        let small = (0..reading.tokens.len()).filter(plain).map(|at| reading.text(at)).collect();
        Self { alike, sure, forenames, surnames, small, initials, speak }
    }

    /// Whether a person of the text has it as the last word of a longer name.
    pub(super) fn is_surname(&self, word: &str) -> bool {
        self.surnames.contains(word)
    }

    /// The name, as a person's where it is taken for a place and its last word alone is a person's: a full name
    /// that no list knows.
    pub(super) fn personal(&self, reading: &Reading<'_>, name: &Name) -> Name {
        let last = reading.text(name.to - 1);
        let person = name.sort == Sort::Place
            && (name.from + 2..name.from + 4).contains(&name.to)
            && best(name) < KNOWN
            && self.alike.get(last) == Some(&Sort::Person)
            && !is_listed(reading, name.from..name.to);
        if !person {
            return *name;
        }
        let [person, organisation, place, other] = name.sure;
        Name {
            sort: Sort::Person,
            sure: [person.max(place), organisation, person.min(place), other],
            ..*name
        }
    }

    fn how_sure(&self, reading: &Reading<'_>, name: &Name) -> f32 {
        let text = reading.article.slice(reading.span(name.from..name.to));
        self.sure.get(text).map_or_else(|| best(name), |(sum, count)| sum / count)
    }

    /// Whether a learned name is none after all: a common word, a measure, an adjective.
    pub(super) fn is_no_name(
        &self,
        reading: &Reading<'_>,
        name: &Name,
        tokens: Range<usize>,
    ) -> bool {
        let first = tokens.start;
        let (text, word) = (reading.text(first), reading.word(first));
        let known = &reading.lexicon.known;
        let one = tokens.len() == 1;
        let describes = one && reading.tag(tokens.end) == Tag::Noun;
        let forename = known.forename(text).is_some() && !known.is_surname(text);
        let named = self.forenames.contains(text) || self.surnames.contains(text);
        if describes && forename && name.sort == Sort::Person && !named {
            // "Roman ruins", where no Roman is named.
            return true;
        }
        if is_listed(reading, tokens.clone()) {
            return false;
        }
        if one && text.chars().count() == 1 {
            return true;
        }
        let sure = self.how_sure(reading, name);
        let silent = !self.speak.contains(reading.article.slice(reading.span(tokens.clone())));
        let outlet = reading
            .article
            .meta
            .outlet
            .as_deref()
            .is_some_and(|outlet| one && outlet.split_whitespace().any(|word| word == text));
        if sure < KNOWN && silent && !outlet && name.sort != Sort::Organisation {
            return one || !self.looks_personal(reading, name, tokens);
        }
        let unsure = sure < LIKELY;
        let common = if one {
            let role = known.role(reading.lower(first)).any(Roles::PERSON | Roles::GROUP);
            let adjective = describes && ["an", "ic", "ist"].iter().any(|end| text.ends_with(end));
            word.classes.0 != 0 || role || adjective || self.small.contains(reading.lower(first))
        } else {
            // "National Union of Dockers" has an adjective too.
            let adjective = if name.sort == Sort::Organisation { 0 } else { Classes::ADJECTIVE };
            let telling = Classes::BASE | Classes::THIRD | Classes::ADVERB | adjective;
            let tells = |at: usize| {
                let word = reading.word(at);
                word.classes.any(telling) && !word.classes.any(Classes::NOUN)
                    || word.small.is_some()
                        && reading.tokens.get(at).is_some_and(|t| t.is_capitalised())
            };
            tokens.clone().any(tells)
        };
        unsure && (common || text.starts_with(|c: char| c.is_ascii_digit()))
    }

    /// Whether two or three words without digits are likelier a person's than anything else, or the last of them
    /// stands alone as a name elsewhere.
    fn looks_personal(&self, reading: &Reading<'_>, name: &Name, tokens: Range<usize>) -> bool {
        let plain = tokens.clone().all(|at| {
            let text = reading.text(at);
            reading.tokens.get(at).is_some_and(|t| t.case == Case::Title)
                && text.chars().all(|c| c.is_alphabetic() || c == '-')
        });
        let person = name.sort == Sort::Person && best(name) >= 0.4;
        let alone = self.alike.contains_key(reading.text(tokens.end - 1));
        tokens.len() < 4 && plain && (person || alone)
    }
}

fn best(name: &Name) -> f32 {
    name.sure.iter().take(3).fold(0.0, |best, sure| sure.max(best))
}

/// Whether the lists know a word of a name, or what its last word says.
fn is_listed(reading: &Reading<'_>, tokens: Range<usize>) -> bool {
    let known = &reading.lexicon.known;
    let last = reading.text(tokens.end - 1);
    mentions::known_at(reading, tokens.clone()).is_some()
        || mentions::title_end(reading, tokens.start, tokens.end).is_some()
        || tokens.len() > 1 && (known.head(last).is_some() || known.marks_place(last))
        || tokens.clone().any(|at| {
            let word = reading.text(at);
            known.forename(word).is_some() || known.is_surname(word)
        })
}
