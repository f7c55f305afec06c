//! Where names are, as learned, laid over what the rules found.
//!
//! The learned finder says where a name is and what it is a name of; the rules and
//! lists say what title stands before it, whose name it is, and what a capital
//! stands for. What the rules alone found is kept only where the lists are sure of it.

mod company;
mod inner;
mod pieces;

use super::ActorKind;
use super::clues::clues;
use super::grammar::Tag;
use super::known::{Head, NameSort, Roles};
use super::mentions::{self, Named, StandsFor};
use super::model;
use super::model::naming::{self, Name, Scene, Sort};
use super::model::table::Table;
use super::reading::Reading;
use super::token::Case;
use company::Company;
use inner::inner;

/// The names of a text: those of `rules`, corrected by what the table of the learned finder says, which reads the
/// words and parts of speech that the models found.
#[must_use]
pub fn names(
    reading: &Reading<'_>,
    rules: Vec<Named>,
    found: &model::Found,
    table: &Table,
) -> Vec<Named> {
    if !reading.is_english() {
        return rules.into_iter().filter(|rule| is_plain(reading, rule)).collect();
    }
    let (words, tags) = (&found.words, &found.syntax.tags);
    if table.is_empty() || tags.len() != reading.tokens.len() {
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

/// Whether a name is one in any language: listed, in initials, or with a forename before it. Other languages write
/// capitals where English has none.
fn is_plain(reading: &Reading<'_>, rule: &Named) -> bool {
    let first = reading.tokens.get(rule.tokens.start);
    let initials = rule.tokens.len() == 1
        && first.is_some_and(|token| token.case == Case::Upper && token.span.len() > 2);
    let person = rule.tokens.len() > 1
        && rule.kind == ActorKind::Person
        && reading.lexicon.known.forename(reading.text(rule.tokens.start)).is_some();
    rule.known.is_some() || initials || person || rule.title.is_some()
}

fn lay(reading: &Reading<'_>, rules: Vec<Named>, learned: &[Name]) -> Vec<Named> {
    let mut found = Vec::with_capacity(learned.len());
    let alike = company::alike(reading, learned);
    let pieces: Vec<Name> =
        learned.iter().flat_map(|name| pieces::pieces(reading, name, &alike)).collect();
    let pieces = pieces::with_particles(reading, pieces);
    let company = Company::new(reading, alike, &pieces);
    let mut rules = rules.into_iter().peekable();
    for name in pieces.iter().map(|name| company.personal(reading, name)) {
        while let Some(rule) = rules.next_if(|rule| rule.tokens.end <= name.from) {
            found.extend(Some(rule).filter(|rule| stands_alone(reading, rule, &company)));
        }
        let mut under = Vec::new();
        while let Some(rule) = rules.next_if(|rule| rule.tokens.start < name.to) {
            under.push(rule);
        }
        add(reading, &name, under, &company, &mut found);
    }
    found.extend(rules.filter(|rule| stands_alone(reading, rule, &company)));
    found
}

/// Whether the lists alone are enough to hold it to be a name: people who are named together, a title with a
/// forename after it, what cannot be a common word, the initials of a name of the text.
fn stands_alone(reading: &Reading<'_>, rule: &Named, company: &Company<'_>) -> bool {
    let first = rule.tokens.start;
    let several = rule.tokens.len() > 1;
    if rule.title.is_some() {
        return several && reading.lexicon.known.forename(reading.text(first)).is_some();
    }
    let upper = reading.tokens.get(first).is_some_and(|t| t.case == Case::Upper);
    let initials = !several && upper && company.initials.contains(reading.text(first));
    match rule.known.map(|known| known.sort) {
        Some(NameSort::Group | NameSort::Demonym) => true,
        Some(NameSort::Nobody) => false,
        Some(NameSort::Organisation | NameSort::Outlet) => several || initials,
        // A place that only says where is for the learned finder.
        Some(_) => {
            rule.stands_for == StandsFor::Government
                || several && reading.tag(rule.tokens.end).is_finite()
        }
        None => initials,
    }
}

fn add(
    reading: &Reading<'_>,
    name: &Name,
    under: Vec<Named>,
    company: &Company<'_>,
    found: &mut Vec<Named>,
) {
    if name.sort == Sort::Other {
        return;
    }
    let (mut from, mut to) = (name.from, name.to);
    let hyphen = under.len() > 1 && under.iter().all(|rule| rule.tokens == (from..to));
    let named = |rule: &Named| {
        rule.known.is_some() || company.alike.contains_key(reading.article.slice(rule.span))
    };
    if hyphen && under.iter().any(named) {
        // "Trump-Netanyahu", not "Morgan-Short": the rules cut it in two.
        found.extend(under);
        return;
    }
    while from + 1 < to && reading.lower(from) == "the" {
        from += 1;
    }
    while from + 1 < to && reading.lower(to - 1) == "'s" {
        to -= 1;
    }
    while from + 1 < to && describes(reading.lower(from)) {
        from += 1;
    }
    from = after_nation(reading, from, to);
    let forename = name.sort == Sort::Person
        && to == from + 1
        && reading.lexicon.known.forename(reading.text(from)).is_some()
        && reading.lower(to) == "and";
    if !forename && mentions::is_nobody(reading, from..to)
        || only_begins(reading, from, to)
        || company.is_no_name(reading, name, from..to)
    {
        return;
    }
    if to == from + 1 && reading.lexicon.known.is_after_name(reading.text(from)) {
        // "Ph.D."
        return;
    }
    if let Some(group) = people(reading, from..to, company) {
        found.push(group);
        return;
    }
    to = without_noun(reading, from, to);
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
    let title = titled
        .filter(|end| *end < to)
        .or_else(|| role_end(reading, from, to).filter(|_| titled.is_none()))
        .filter(|_| name.sort == Sort::Person)
        .map(|end| from..end);
    if titled == Some(to) && reading.text(to - 1).ends_with('.') {
        // A title alone that is short for one: "Mr."
        return;
    }
    let start = title.as_ref().map_or(from, |title| title.end);
    let same = under.into_iter().find(|rule| rule.tokens == (start..to) && !hyphen);
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
        inner(reading, tokens, name.sort, &company.alike, found);
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

/// "Alabama-based": where somebody is, not who.
fn describes(lower: &str) -> bool {
    ["-based", "-born", "-led", "-backed", "-area"].iter().any(|end| lower.ends_with(end))
}

/// The first token after an adjective that only says where a group is from: "Tunisian Islamists".
fn after_nation(reading: &Reading<'_>, from: usize, to: usize) -> usize {
    let sort = |tokens| mentions::known_at(reading, tokens).map(|known| known.sort);
    let group = (from + 1..to.min(from + 3)).find(|at| {
        let group = sort(*at..to) == Some(NameSort::Group);
        // "Independent Vermont Sen. Ann Lee"
        let stray = *at == from + 1 && mentions::is_nobody(reading, from..*at);
        group && sort(from..*at) == Some(NameSort::Demonym) || stray && sort(*at..to).is_some()
    });
    group.filter(|_| sort(from..to).is_none()).unwrap_or(from)
}

/// People who are named together: "the Clintons", "the French".
fn people(
    reading: &Reading<'_>,
    tokens: std::ops::Range<usize>,
    company: &Company<'_>,
) -> Option<Named> {
    let text = reading.text(tokens.start);
    let article = tokens.start.checked_sub(1).is_some_and(|at| reading.lower(at) == "the");
    let known = mentions::known_at(reading, tokens.clone());
    let family = article
        && known.is_none()
        && reading.tag(tokens.end) != Tag::Noun
        && text.strip_suffix('s').is_some_and(|one| company.is_surname(one))
        && !company.is_surname(text);
    let nation = known.is_some_and(|known| known.sort == NameSort::Demonym)
        && mentions::is_people(reading, tokens.start);
    (tokens.len() == 1 && (family || nation)).then(|| Named {
        span: reading.span(tokens.clone()),
        tokens,
        title: None,
        kind: ActorKind::Group,
        known,
        stands_for: StandsFor::Itself,
        sure: None,
    })
}

/// The end of a name before a word that only says what it is: "the Hamas Resistance movement" is Hamas.
fn without_noun(reading: &Reading<'_>, from: usize, to: usize) -> usize {
    let role = reading.lexicon.known.role(reading.lower(to));
    if to < from + 2
        || !role.any(Roles::GROUP | Roles::ORGANISATION)
        || reading.tag(to) != Tag::Noun
    {
        return to;
    }
    let body = (from + 1..to).rev().find(|end| {
        let known = mentions::known_at(reading, from..*end);
        known.is_some_and(|known| known.sort == NameSort::Organisation)
    });
    body.filter(|_| mentions::known_at(reading, from..to).is_none()).unwrap_or(to)
}

/// The end of the roles that stand before a person's name: "Aerospace Writer Marcia Dunn".
fn role_end(reading: &Reading<'_>, from: usize, to: usize) -> Option<usize> {
    let known = &reading.lexicon.known;
    (from + 1..to.saturating_sub(1).min(from + 4)).find(|end| {
        known.role(reading.lower(end - 1)).any(Roles::PERSON)
            && known.forename(reading.text(end - 1)).is_none()
            && (from..*end).all(|at| known.forename(reading.text(at)).is_none())
    })
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
    let Some(known) = named.known else { return with_heads(reading, named, learned) };
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

/// What was learned of a kind, and what the words of the name say: no person is called Ministry of Works.
fn with_heads(
    reading: &Reading<'_>,
    named: &Named,
    [person, organisation, place]: [f32; 3],
) -> [f32; 3] {
    let known = &reading.lexicon.known;
    let tokens = named.tokens.clone();
    let of = tokens.clone().find(|at| matches!(reading.lower(*at), "of" | "for"));
    let head = reading.text(of.unwrap_or(tokens.end).saturating_sub(1));
    let several = tokens.len() > 1 && named.title.is_none();
    let personal = known.is_surname(head) || known.forename(reading.text(tokens.start)).is_some();
    if several && !personal && known.head(head).is_some() {
        [person * 0.1, organisation + person * 0.9, place]
    } else {
        [person, organisation, place]
    }
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
