//! Names and roles that are known beforehand: states, outlets, titles, role nouns.
//!
//! The formats are those of `assets/lexicon/README.md`. Matching is by whole
//! tokens and the longest name wins.

use super::lists::{Body, Lists};
use std::collections::{HashMap, HashSet};

/// Who and what there is in the world, as far as the lists say.
#[derive(Clone, Debug, Default)]
pub struct Known {
    names: HashMap<String, Name>,
    /// The most words of any name that begins with this word.
    longest: HashMap<String, usize>,
    canonical: Vec<String>,
    titles: HashSet<String>,
    title_longest: HashMap<String, usize>,
    after_name: HashSet<String>,
    forenames: HashMap<String, Gender>,
    surnames: HashSet<String>,
    particles: HashSet<String>,
    nicknames: HashMap<String, Vec<String>>,
    roles: HashMap<String, Roles>,
    heads: HashMap<String, Head>,
    places: HashSet<String>,
    things: HashSet<String>,
}

/// A name in the lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name {
    /// What it is a name of.
    pub sort: NameSort,
    /// Who is meant: an index for [`Known::canonical`].
    pub whose: u32,
}

/// What a known name is a name of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameSort {
    /// A state by its own name.
    Country,
    /// A state by its capital.
    Capital,
    /// A state by another place or building.
    Metonym,
    /// Its people, or the adjective.
    Demonym,
    /// A body.
    Organisation,
    /// A newspaper, agency, broadcaster.
    Outlet,
    /// A place that is no state.
    Place,
    /// People who are named together.
    Group,
    /// Capitalised, and nobody.
    Nobody,
}

/// The use of a forename.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gender {
    /// she
    Female,
    /// he
    Male,
    /// either
    Either,
}

/// What a role noun can be, as bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Roles(pub u8);

impl Roles {
    /// One human being.
    pub const PERSON: u8 = 1;
    /// Several.
    pub const GROUP: u8 = 2;
    /// A body.
    pub const ORGANISATION: u8 = 4;
    /// An outlet.
    pub const MEDIA: u8 = 8;
    /// Something written.
    pub const DOCUMENT: u8 = 16;
    /// Something counted.
    pub const POLL: u8 = 32;
    /// It is a plural.
    pub const PLURAL: u8 = 64;

    /// Whether it can be one of these.
    #[must_use]
    pub fn any(self, of: u8) -> bool {
        self.0 & of != 0
    }
}

/// What the last word of a name tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Head {
    /// A body.
    Organisation,
    /// An outlet.
    Media,
}

impl Known {
    /// A name as it is written, words apart by single spaces.
    #[must_use]
    pub fn name(&self, name: &str) -> Option<Name> {
        self.names.get(name).copied()
    }

    /// The most words of any known name that begins with this word; 0 for none.
    #[must_use]
    pub fn longest(&self, first: &str) -> usize {
        self.longest.get(first).copied().unwrap_or(0)
    }

    /// The fullest name of an index in [`Name::whose`].
    #[must_use]
    pub fn canonical(&self, whose: u32) -> &str {
        self.canonical.get(whose as usize).map_or("", String::as_str)
    }

    /// Whether it is a title that stands before a name.
    #[must_use]
    pub fn is_title(&self, words: &str) -> bool {
        self.titles.contains(words)
    }

    /// The most words of any title that begins with this word; 0 for none.
    #[must_use]
    pub fn title_longest(&self, first: &str) -> usize {
        self.title_longest.get(first).copied().unwrap_or(0)
    }

    /// Whether it stands after names: Jr., MP.
    #[must_use]
    pub fn is_after_name(&self, word: &str) -> bool {
        self.after_name.contains(word)
    }

    /// How a forename is used.
    #[must_use]
    pub fn forename(&self, word: &str) -> Option<Gender> {
        self.forenames.get(word).copied()
    }

    /// Whether it is a common surname.
    #[must_use]
    pub fn is_surname(&self, word: &str) -> bool {
        self.surnames.contains(word)
    }

    /// Whether it stands, in lower case, inside names: bin, van.
    #[must_use]
    pub fn is_particle(&self, word: &str) -> bool {
        self.particles.contains(word)
    }

    /// Whether one forename is short for the other.
    #[must_use]
    pub fn same_forename(&self, a: &str, b: &str) -> bool {
        let short = |a: &str, b: &str| {
            self.nicknames.get(a).is_some_and(|full| full.iter().any(|name| name == b))
        };
        a == b || short(a, b) || short(b, a)
    }

    /// What a role noun in lower case can be, singular or plural.
    #[must_use]
    pub fn role(&self, word: &str) -> Roles {
        let listed = self.roles.get(word).copied().unwrap_or_default();
        let plural = word
            .strip_suffix("ies")
            .map(|stem| format!("{stem}y"))
            .and_then(|singular| self.roles.get(singular.as_str()))
            .or_else(|| word.strip_suffix("es").and_then(|stem| self.roles.get(stem)))
            .or_else(|| word.strip_suffix('s').and_then(|stem| self.roles.get(stem)));
        let Some(role) = plural else { return listed };
        Roles(listed.0 | role.0 | Roles::PLURAL)
    }

    /// What the last word of a name tells.
    #[must_use]
    pub fn head(&self, word: &str) -> Option<Head> {
        self.heads.get(word).copied()
    }

    /// Whether it marks the name of a place: Street, Lake.
    #[must_use]
    pub fn marks_place(&self, word: &str) -> bool {
        self.places.contains(word)
    }

    /// Whether it marks the name of something that cannot act: Prize, Treaty, Hurricane.
    #[must_use]
    pub fn marks_thing(&self, word: &str) -> bool {
        self.things.contains(word)
    }

    /// Adds the names of these lists. What is there already stays.
    pub(crate) fn add_names_of(&mut self, lists: &Lists) {
        // The order is that of the README: what comes first wins.
        let countries = &lists.countries.country;
        let mut ids = Vec::new();
        for country in countries {
            let whose = self.register(&country.name);
            ids.push(whose);
            self.add(&country.name, NameSort::Country, whose);
            for name in &country.also {
                self.add(name, NameSort::Country, whose);
            }
        }
        for (country, whose) in countries.iter().zip(&ids) {
            self.add(&country.capital, NameSort::Capital, *whose);
            for name in &country.metonyms {
                self.add(name, NameSort::Metonym, *whose);
            }
        }
        for (country, whose) in countries.iter().zip(&ids) {
            for name in &country.demonyms {
                self.add(name, NameSort::Demonym, *whose);
            }
        }
        self.add_all(&lists.organisations.organisation, NameSort::Organisation);
        for outlet in &lists.outlets.outlet {
            self.add_names(&outlet.name, &outlet.also, NameSort::Outlet);
        }
        for place in &lists.places.places {
            self.add_names(place, &[], NameSort::Place);
        }
        self.add_all(&lists.groups.group, NameSort::Group);
        let capitalised = &lists.capitalised;
        for name in capitalised.not_names.iter().chain(&capitalised.events) {
            self.add_names(name, &[], NameSort::Nobody);
        }
    }

    /// Adds what tells people: titles, forenames, roles, and the words that end other names.
    pub(crate) fn add_people(&mut self, lists: Lists) {
        let titles = lists.titles;
        for title in titles.before_name.into_iter().chain(titles.ranks) {
            let first = title.split(' ').next().unwrap_or_default().to_owned();
            let longest = self.title_longest.entry(first).or_default();
            *longest = (*longest).max(title.split(' ').count());
            self.titles.insert(title);
        }
        self.after_name = titles.after_name.into_iter().collect();
        let names = lists.names;
        for (list, gender) in [
            (names.female, Gender::Female),
            (names.male, Gender::Male),
            (names.either, Gender::Either),
        ] {
            for name in list {
                self.forenames.entry(name).or_insert(gender);
            }
        }
        self.particles = names.particles.into_iter().collect();
        self.surnames = names.surnames.into_iter().collect();
        for entry in lists.nicknames.nickname {
            for short in entry.short {
                self.nicknames.entry(short).or_default().push(entry.name.clone());
            }
        }
        let roles = lists.roles;
        for (list, bit) in [
            (roles.person, Roles::PERSON),
            (roles.group, Roles::GROUP),
            (roles.organisation, Roles::ORGANISATION),
            (roles.media, Roles::MEDIA),
            (roles.document, Roles::DOCUMENT),
            (roles.poll, Roles::POLL),
        ] {
            for word in list {
                self.roles.entry(word).or_default().0 |= bit;
            }
        }
        let heads = lists.heads;
        for (list, head) in [(heads.media, Head::Media), (heads.organisation, Head::Organisation)] {
            for word in list {
                self.heads.entry(word).or_insert(head);
            }
        }
        self.places = heads.place.into_iter().collect();
        self.things = heads.thing.into_iter().collect();
    }

    fn register(&mut self, name: &str) -> u32 {
        self.canonical.push(name.to_owned());
        u32::try_from(self.canonical.len() - 1).unwrap_or(u32::MAX)
    }

    fn add_all(&mut self, bodies: &[Body], sort: NameSort) {
        for body in bodies {
            self.add_names(&body.name, &body.also, sort);
        }
    }

    fn add_names(&mut self, name: &str, also: &[String], sort: NameSort) {
        let whose = self.register(name);
        self.add(name, sort, whose);
        for name in also {
            self.add(name, sort, whose);
        }
    }

    fn add(&mut self, name: &str, sort: NameSort, whose: u32) {
        // The reader's lists may have been written with an editor that knows better.
        let tidy = !name.contains('’') && name.trim() == name && !name.contains("  ");
        if !tidy {
            let tidied = crate::text::one_line(name).replace('’', "'");
            return self.add(&tidied, sort, whose);
        }
        if name.is_empty() {
            return;
        }
        let words = name.split(' ').count();
        let first = name.split(' ').next().unwrap_or_default().to_owned();
        let longest = self.longest.entry(first).or_default();
        *longest = (*longest).max(words);
        self.names.entry(name.to_owned()).or_insert(Name { sort, whose });
    }
}
