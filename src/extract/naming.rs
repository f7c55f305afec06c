//! Where names are, as learned, laid over what the rules found.
//!
//! The learned finder says where a name is and what it is a name of; the rules and
//! lists say what title stands before it, whose name it is, and what a capital
//! stands for. What the rules alone found is kept only where the lists are sure of it.

use super::ActorKind;
use super::clues::clues;
use super::known::{Head, NameSort};
use super::mentions::{self, Named, StandsFor};
use super::model;
use super::model::naming::{self, Name, Scene, Sort};
use super::model::table::Table;
use super::reading::Reading;
use std::collections::BTreeMap;
use std::ops::Range;

/// The names of a text: those of `rules`, corrected by what the table of the learned finder says, which reads the
/// words and parts of speech that the models found.
#[must_use]
pub fn names(
    reading: &Reading<'_>,
    rules: Vec<Named>,
    found: &model::Found,
    table: &Table,
) -> Vec<Named> {
    let (words, tags) = (&found.words, &found.syntax.tags);
    if table.is_empty() || !reading.is_english() || tags.len() != reading.tokens.len() {
        return rules;
    }
    let clues = clues(reading);
    let mut learned: Vec<Name> = Scene::new(words, tags, &clues).names(table);
    learned.retain(|name| name.to - name.from <= LONGEST);
    naming::agree(words, &mut learned);
    lay(reading, rules, &learned)
}

/// The most tokens that a name may have.
const LONGEST: usize = 14;

fn lay(reading: &Reading<'_>, rules: Vec<Named>, learned: &[Name]) -> Vec<Named> {
    let mut found = Vec::with_capacity(learned.len());
    let alike = alike(reading, learned);
    let mut rules = rules.into_iter().peekable();
    for name in learned {
        while let Some(rule) = rules.next_if(|rule| rule.tokens.end <= name.from) {
            found.extend(Some(rule).filter(stands_alone));
        }
        let mut under = Vec::new();
        while let Some(rule) = rules.next_if(|rule| rule.tokens.start < name.to) {
            under.push(rule);
        }
        add(reading, name, under, &alike, &mut found);
    }
    found.extend(rules.filter(stands_alone));
    found
}

/// Whether the lists alone are enough to hold it to be a name: people who are named together.
fn stands_alone(rule: &Named) -> bool {
    rule.known.is_some_and(|known| matches!(known.sort, NameSort::Group | NameSort::Demonym))
}

fn add(
    reading: &Reading<'_>,
    name: &Name,
    under: Vec<Named>,
    alike: &BTreeMap<&str, Sort>,
    found: &mut Vec<Named>,
) {
    if name.sort == Sort::Other {
        return;
    }
    let (mut from, mut to) = (name.from, name.to);
    if under.len() > 1 && under.iter().all(|rule| rule.tokens == (from..to)) {
        // "Trump-Netanyahu": the rules cut it in two.
        found.extend(under);
        return;
    }
    while from + 1 < to && reading.lower(from) == "the" {
        from += 1;
    }
    while from + 1 < to && reading.lower(to - 1) == "'s" {
        to -= 1;
    }
    if mentions::is_nobody(reading, from..to) || only_begins(reading, from, to) {
        return;
    }
    if name.sort == Sort::Person
        && let Some(end) = land_before_title(reading, from, to)
    {
        let land = mentions::known_at(reading, from..end).filter(|k| k.sort == NameSort::Country);
        found.extend(land.map(|known| Named {
            span: reading.span(from..end),
            tokens: from..end,
            title: None,
            kind: ActorKind::Place,
            known: Some(known),
            stands_for: StandsFor::Itself,
            sure: Some([0.0, 0.0, 1.0]),
        }));
        from = end;
    }
    let titled = mentions::title_end(reading, from, to);
    let title = titled.filter(|end| *end < to && name.sort == Sort::Person).map(|end| from..end);
    if titled == Some(to) && reading.text(to - 1).ends_with('.') {
        // A title alone that is short for one: "Mr."
        return;
    }
    let start = title.as_ref().map_or(from, |title| title.end);
    let same = under.into_iter().find(|rule| rule.tokens == (start..to));
    let known = mentions::known_at(reading, start..to);
    let mut named = same.unwrap_or_else(|| Named {
        span: reading.span(start..to),
        tokens: start..to,
        title: None,
        kind: ActorKind::Unknown,
        known,
        stands_for: StandsFor::Itself,
        sure: None,
    });
    named.title = title.map(|title| reading.span(title)).or(named.title);
    named.kind = kind(reading, &named, name.sort);
    let [mut person, organisation, place, _] = name.sure;
    let article = start.checked_sub(1).is_some_and(|before| reading.lower(before) == "the");
    if article && named.title.is_none() && to - start == 1 && titled.is_none() {
        // "the Strip": people have no article.
        if name.sort == Sort::Person && named.known.is_none() {
            return;
        }
        person *= 0.2;
    }
    named.sure = Some(with_lists(reading, &named, [person, organisation, place]));
    let tokens = named.tokens.clone();
    found.push(named);
    if name.sort != Sort::Person || tokens.clone().any(|at| reading.lower(at) == "of") {
        inner(reading, tokens, name.sort, alike, found);
    }
}

/// Whether it is a common word that has its capital from the sentence only: "Gunmen opened fire".
fn only_begins(reading: &Reading<'_>, from: usize, to: usize) -> bool {
    let (text, word) = (reading.text(from), reading.word(from));
    let names = &reading.lexicon.known;
    to - from == 1
        && reading.sentence(from).start == from
        && (word.classes.0 != 0 || names.role(reading.lower(from)).0 != 0)
        && names.forename(text).is_none()
        && !names.is_surname(text)
        && mentions::known_at(reading, from..to).is_none()
}

/// The end of the land, or of the adjective of one, that stands before the title of a person: "US President Ann Lee".
fn land_before_title(reading: &Reading<'_>, from: usize, to: usize) -> Option<usize> {
    (from + 1..to.min(from + 4)).find(|end| {
        let land = mentions::known_at(reading, from..*end).is_some_and(|known| {
            matches!(
                known.sort,
                NameSort::Country | NameSort::Demonym | NameSort::Place | NameSort::Organisation
            )
        });
        land && mentions::title_end(reading, *end, to).is_some_and(|title| title <= to)
    })
}

/// What was learned of a kind, and what the lists say of the whole name: a share of each, the greater for a known
/// place that nobody is called by.
fn with_lists(reading: &Reading<'_>, named: &Named, learned: [f32; 3]) -> [f32; 3] {
    let Some(known) = named.known else { return learned };
    let sort = match known.sort {
        NameSort::Country | NameSort::Capital | NameSort::Metonym | NameSort::Place => Sort::Place,
        NameSort::Organisation | NameSort::Outlet => Sort::Organisation,
        NameSort::Demonym | NameSort::Group | NameSort::Nobody => return learned,
    };
    let names = &reading.lexicon.known;
    let first = reading.text(named.tokens.start);
    let personal = names.forename(first).is_some() || names.is_surname(first);
    let share = if personal { 0.3 } else { 0.4 };
    let mut sure = learned.map(|sure| sure * (1.0 - share));
    if let Some(listed) = sure.get_mut(sort as usize) {
        *listed += share;
    }
    if let (false, Some(person)) = (personal, sure.first_mut()) {
        *person *= 0.5;
    }
    sure
}

/// The kinds of the names of a text, by how they are written.
fn alike<'a>(reading: &Reading<'a>, learned: &[Name]) -> BTreeMap<&'a str, Sort> {
    let of = |name: &Name| (reading.article.slice(reading.span(name.from..name.to)), name.sort);
    learned.iter().filter(|name| name.sort != Sort::Other).map(of).collect()
}

/// The names inside a longer one: the land in the name of a university, the firm in the name of a stadium.
fn inner(
    reading: &Reading<'_>,
    outer: Range<usize>,
    whole: Sort,
    alike: &BTreeMap<&str, Sort>,
    found: &mut Vec<Named>,
) {
    let mut at = outer.start;
    while at < outer.end && outer.len() > 1 {
        let ends = (at + 1..=outer.end.min(at + 4)).rev().filter(|end| *end - at < outer.len());
        let named = ends
            .filter(|_| reading.tokens.get(at).is_some_and(|t| t.is_capitalised()))
            .find_map(|end| {
                let tokens = at..end;
                let known = mentions::known_at(reading, tokens.clone());
                let sort = match known.map(|known| known.sort) {
                    Some(NameSort::Country | NameSort::Capital | NameSort::Place) => {
                        Some(Sort::Place)
                    }
                    Some(NameSort::Organisation | NameSort::Outlet) => Some(Sort::Organisation),
                    Some(_) => None,
                    None => alike.get(reading.article.slice(reading.span(tokens.clone()))).copied(),
                };
                let sort =
                    sort.or_else(|| of_place(reading, &outer, &tokens).then_some(Sort::Place))?;
                if !may_hold(reading, &outer, whole, &tokens, sort) {
                    return None;
                }
                let mut sure = [0.2; 3];
                sure[sort as usize % 3] = 0.6;
                let kind = match sort {
                    Sort::Person => ActorKind::Person,
                    Sort::Organisation | Sort::Other => ActorKind::Organisation,
                    Sort::Place => ActorKind::Place,
                };
                Some(Named {
                    span: reading.span(tokens.clone()),
                    tokens,
                    title: None,
                    kind,
                    known,
                    stands_for: StandsFor::Itself,
                    sure: Some(sure),
                })
            });
        at = named.as_ref().map_or(at + 1, |named| named.tokens.end);
        found.extend(named);
    }
}

/// Whether a name of one kind is worth a mention inside of another: not the Harvard in Harvard University.
fn may_hold(
    reading: &Reading<'_>,
    outer: &Range<usize>,
    whole: Sort,
    tokens: &Range<usize>,
    sort: Sort,
) -> bool {
    let after_of = tokens.start > outer.start && reading.lower(tokens.start - 1) == "of";
    match (whole, sort) {
        (Sort::Organisation, Sort::Organisation) => after_of,
        (Sort::Person, Sort::Person) => false,
        (Sort::Person, _) => after_of,
        (Sort::Place, Sort::Place) => after_of || outer.len() >= tokens.len() + 2,
        _ => true,
    }
}

/// "University of Norwich": what follows is a place.
fn of_place(reading: &Reading<'_>, outer: &Range<usize>, tokens: &Range<usize>) -> bool {
    let Some(of) = tokens.start.checked_sub(1).filter(|of| *of > outer.start) else { return false };
    tokens.end == outer.end
        && reading.lower(of) == "of"
        && matches!(
            reading.lower(of - 1),
            "university"
                | "city"
                | "county"
                | "province"
                | "diocese"
                | "republic"
                | "kingdom"
                | "municipality"
        )
}

fn kind(reading: &Reading<'_>, named: &Named, sort: Sort) -> ActorKind {
    let known = named.known.map(|known| known.sort);
    let last = named.tokens.end.saturating_sub(1);
    match sort {
        _ if known == Some(NameSort::Group) => ActorKind::Group,
        _ if known == Some(NameSort::Demonym) && named.kind == ActorKind::Group => ActorKind::Group,
        Sort::Organisation | Sort::Other => {
            let media = known == Some(NameSort::Outlet)
                || named.tokens.len() > 1
                    && reading.lexicon.known.head(reading.text(last)) == Some(Head::Media);
            if media { ActorKind::Media } else { ActorKind::Organisation }
        }
        Sort::Person => ActorKind::Person,
        Sort::Place => ActorKind::Place,
    }
}
