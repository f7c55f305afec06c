//! The lists of the dictionary as they are written: files in, entries out.
//!
//! The formats are those of `assets/lexicon/README.md`; what is documented there is
//! what runs. The program's own lists are embedded, and another's are laid over them
//! entry by entry. Must not know what an entry is used for: `lexicon` and `known` do.

use super::Stance;
use super::lexicon::Takes;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// An entry that takes the place of another one with the same key.
pub(crate) trait Entry {
    /// What it is called by in its list.
    fn key(&self) -> &str;
}

impl Entry for String {
    fn key(&self) -> &str {
        self
    }
}

/// Declares entries: tables with a key, all else of which may be left out.
macro_rules! entries {
    ($($(#[$doc:meta])* $entry:ident { $key:ident: $key_type:ty $(, $(#[$attr:meta])* $field:ident: $type:ty)* })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub(crate) struct $entry {
            pub(crate) $key: $key_type,
            $($(#[$attr])* #[serde(default)] pub(crate) $field: $type,)*
        }

        impl Entry for $entry {
            fn key(&self) -> &str {
                self.$key.as_ref()
            }
        }
    )*};
}

entries! {
    /// A state.
    Country {
        name: String,
        also: Vec<String>,
        demonyms: Vec<String>,
        capital: String,
        metonyms: Vec<String>
    }
    /// A body, or people who are named together.
    Body { name: String, also: Vec<String> }
    /// A newspaper, agency, broadcaster. Its kind is for people who read the list.
    Outlet { name: String, also: Vec<String>, #[serde(rename = "kind")] _kind: OutletKind }
    /// A forename and what is short for it.
    Nickname { name: String, short: Vec<String> }
    /// A verb that attributes.
    CueVerb { forms: Forms, stance: StanceWord, takes: TakesWords, with: String, share: Share }
    /// A noun or an adjective that attributes.
    CueWord { word: String, stance: StanceWord }
}

/// Declares what a file holds: lists, each of which may be left out.
macro_rules! formats {
    ($($format:ident { $($list:ident: $entry:ty),* $(,)? })*) => {$(
        #[derive(Debug, Default, Deserialize)]
        #[serde(default, deny_unknown_fields)]
        pub(crate) struct $format {
            $(pub(crate) $list: Vec<$entry>,)*
        }

        impl $format {
            fn over(self, lower: Self) -> Self {
                Self { $($list: over(self.$list, lower.$list),)* }
            }
        }
    )*};
}

formats! {
    Countries { country: Country }
    Organisations { organisation: Body }
    Outlets { outlet: Outlet }
    Places { places: String }
    Groups { group: Body }
    Capitalised { not_names: String, events: String }
    Titles { before_name: String, ranks: String, after_name: String }
    Names {
        female: String,
        male: String,
        either: String,
        particles: String,
        surnames: String,
    }
    Nicknames { nickname: Nickname }
    Roles {
        person: String,
        group: String,
        organisation: String,
        media: String,
        document: String,
        poll: String,
    }
    Stances {
        says: String,
        claims: String,
        confirms: String,
        denies: String,
        warns: String,
        asks: String,
        believes: String,
        irregular: String,
        refuses: String,
        unable: String,
        expected: String,
        possible: String,
        required: String,
    }
    Relays {
        report: String,
        cite: String,
        repeat: String,
        given: String,
        asked: String,
        had: String,
        shown: String,
        story: String,
        medium: String,
        news_medium: String,
        news: String,
        air_medium: String,
        air: String,
        before_name: String,
        again: String,
        name_starts: String,
        check: String,
        spoke: String,
        journalist: String,
    }
    Heads { organisation: String, media: String, place: String, thing: String }
    Cues { verb: CueVerb, noun: CueWord, adjective: CueWord, adverb: String }
    Grammar {
        determiner: String,
        possessive: String,
        pronoun: String,
        object_pronoun: String,
        relative: String,
        preposition: String,
        conjunction: String,
        subordinator: String,
        auxiliary: String,
        modal: String,
        negation: String,
        adverb: String,
        calendar: String,
        document: String,
    }
}

/// The classes that words may be of: a list for each set of classes.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Words(pub(crate) BTreeMap<ClassesWord, Vec<String>>);

impl Words {
    fn over(mut self, lower: Self) -> Self {
        for (classes, words) in lower.0 {
            self.0.entry(classes).or_default().extend(words);
        }
        self
    }
}

/// Declares all lists, each named as its file is.
macro_rules! lists {
    ($($file:ident: $format:ty),* $(,)?) => {
        /// All lists.
        #[derive(Debug, Default)]
        pub(crate) struct Lists {
            $(pub(crate) $file: $format,)*
        }

        impl Lists {
            /// What the files are called, without `.toml`.
            pub(crate) const FILES: &[&str] = &[$(stringify!($file)),*];

            /// The lists that are part of the program: a test reads each of them and fails on an
            /// error, so that here an unreadable one can count as empty.
            pub(crate) fn builtin() -> Self {
                Self {$(
                    $file: toml::from_str(include_str!(concat!(
                        "../../assets/lexicon/",
                        stringify!($file),
                        ".toml"
                    )))
                    .unwrap_or_default(),
                )*}
            }

            /// The texts of the lists that are part of the program.
            pub(crate) fn builtin_texts() -> &'static [&'static str] {
                &[$(include_str!(concat!("../../assets/lexicon/", stringify!($file), ".toml"))),*]
            }

            /// One file by its name; `None` where there is no list of that name.
            pub(crate) fn read(file: &str, text: &str) -> Option<Result<Self, toml::de::Error>> {
                Some(match file {
                    $(stringify!($file) => {
                        toml::from_str(text).map(|list| Self { $file: list, ..Self::default() })
                    })*
                    _ => return None,
                })
            }

            /// These lists before others: an entry takes the place of the one with the same key.
            pub(crate) fn over(self, lower: Self) -> Self {
                Self { $($file: self.$file.over(lower.$file),)* }
            }
        }
    };
}

lists! {
    capitalised: Capitalised,
    countries: Countries,
    cues: Cues,
    grammar: Grammar,
    groups: Groups,
    heads: Heads,
    names: Names,
    nicknames: Nicknames,
    organisations: Organisations,
    outlets: Outlets,
    places: Places,
    relays: Relays,
    roles: Roles,
    stances: Stances,
    titles: Titles,
    words: Words,
}

fn over<T: Entry>(mut upper: Vec<T>, lower: Vec<T>) -> Vec<T> {
    if upper.is_empty() {
        return lower;
    }
    let keys: BTreeSet<String> = upper.iter().map(|entry| entry.key().to_owned()).collect();
    upper.extend(lower.into_iter().filter(|entry| !keys.contains(entry.key())));
    upper
}

/// The sorts of outlets.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum OutletKind {
    Agency,
    #[default]
    Newspaper,
    Broadcaster,
    Magazine,
    Site,
}

/// A stance as the files write it.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum StanceWord {
    #[default]
    Says,
    Claims,
    Confirms,
    Denies,
    Warns,
    Asks,
    Believes,
}

impl From<StanceWord> for Stance {
    fn from(word: StanceWord) -> Self {
        match word {
            StanceWord::Says => Self::Says,
            StanceWord::Claims => Self::Claims,
            StanceWord::Confirms => Self::Confirms,
            StanceWord::Denies => Self::Denies,
            StanceWord::Warns => Self::Warns,
            StanceWord::Asks => Self::Asks,
            StanceWord::Believes => Self::Believes,
        }
    }
}

/// The five forms of a verb.
#[derive(Debug, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Forms(pub(crate) String);

impl AsRef<str> for Forms {
    /// The base form.
    fn as_ref(&self) -> &str {
        self.0.split(' ').next().unwrap_or_default()
    }
}

impl TryFrom<String> for Forms {
    type Error = String;

    fn try_from(forms: String) -> Result<Self, String> {
        if forms.split(' ').filter(|form| !form.is_empty()).count() == 5 {
            return Ok(Self(forms));
        }
        Err(format!("{forms:?}: write five forms, as in \"say says said said saying\""))
    }
}

/// What a verb takes.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct TakesWords(pub(crate) Takes);

impl TryFrom<String> for TakesWords {
    type Error = String;

    fn try_from(words: String) -> Result<Self, String> {
        let mut bits = 0;
        for word in words.split_whitespace() {
            bits |= Takes::bit(word).ok_or_else(|| {
                format!(
                    "{word:?}: a verb takes that, clause, quote, left, to, wh, object or person"
                )
            })?;
        }
        Ok(Self(Takes(bits)))
    }
}

/// How often a verb attributes, from 0 to 1.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(try_from = "f32")]
pub(crate) struct Share(pub(crate) f32);

impl Default for Share {
    fn default() -> Self {
        Self(0.5)
    }
}

impl TryFrom<f32> for Share {
    type Error = String;

    fn try_from(share: f32) -> Result<Self, String> {
        if (0.0..=1.0).contains(&share) {
            return Ok(Self(share));
        }
        Err(format!("{share}: a share is from 0 to 1"))
    }
}

/// Word classes with hyphens between them, as bits of [`super::lexicon::Classes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct ClassesWord(pub(crate) u8);

impl TryFrom<String> for ClassesWord {
    type Error = String;

    fn try_from(classes: String) -> Result<Self, String> {
        let mut bits = 0;
        for class in classes.split('-') {
            bits |= super::lexicon::Classes::bit(class).ok_or_else(|| {
                format!(
                    "{class:?}: the classes are noun, base, third, past, participle, ing, adjective and adverb"
                )
            })?;
        }
        Ok(Self(bits))
    }
}
