//! What is known of words: which attribute, what they take, what classes they may be of.
//!
//! The lists are TOML under `assets/lexicon`, embedded and read once; what is
//! documented there is what runs. Must not know an article: this is the
//! dictionary, and the rules are its readers.

use super::Stance;
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::LazyLock;

static BUILTIN: LazyLock<Lexicon> = LazyLock::new(|| {
    // The lists are part of the program: a test reads each of them and fails on an error, so
    // that here an unreadable one can count as empty.
    Lexicon::new(
        &toml::from_str(CUES).unwrap_or_default(),
        &toml::from_str(WORDS).unwrap_or_default(),
        &toml::from_str(GRAMMAR).unwrap_or_default(),
        &toml::from_str(RELAYS).unwrap_or_default(),
        Known::builtin(),
    )
});

pub(crate) const CUES: &str = include_str!("../../assets/lexicon/cues.toml");
pub(crate) const WORDS: &str = include_str!("../../assets/lexicon/words.toml");
pub(crate) const GRAMMAR: &str = include_str!("../../assets/lexicon/grammar.toml");
const RELAYS: &str = include_str!("../../assets/lexicon/relays.toml");

pub use super::known::Known;

/// The dictionary that all rules read.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    words: HashMap<String, Word>,
    verbs: Vec<CueVerb>,
    /// Names and roles: who and what there is in the world.
    pub known: Known,
}

/// What is known of one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Word {
    /// The open classes that it may be of.
    pub classes: Classes,
    /// What it does in a clause, where it is one of the small words.
    pub small: Option<Small>,
    /// The verb that attributes with this form.
    pub verb: Option<u16>,
    /// What this noun does when it attributes.
    pub noun: Option<Stance>,
    /// What this adjective does when it attributes after "be".
    pub adjective: Option<Stance>,
    /// Facts that are not of grammar.
    pub also: Also,
    /// What it does where a medium passes something on.
    pub passing: Passing,
}

/// The open word classes that a word may be of, as bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Classes(pub u8);

impl Classes {
    /// Nouns.
    pub const NOUN: u8 = 1;
    /// Base forms of verbs.
    pub const BASE: u8 = 2;
    /// Third person forms.
    pub const THIRD: u8 = 4;
    /// Past forms.
    pub const PAST: u8 = 8;
    /// Past participles.
    pub const PARTICIPLE: u8 = 16;
    /// Forms in -ing.
    pub const ING: u8 = 32;
    /// Adjectives.
    pub const ADJECTIVE: u8 = 64;
    /// Adverbs.
    pub const ADVERB: u8 = 128;

    /// Whether it may be of one of these classes.
    #[must_use]
    pub fn any(self, of: u8) -> bool {
        self.0 & of != 0
    }
}

/// What a small word does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Small {
    /// the, a, this
    Determiner,
    /// her, their
    Possessive,
    /// he, they, everyone
    Pronoun,
    /// him, them
    ObjectPronoun,
    /// who, which, how
    Relative,
    /// of, in, by
    Preposition,
    /// and, but
    Conjunction,
    /// because, while, whether
    Subordinator,
    /// is, have, did
    Auxiliary,
    /// will, could
    Modal,
    /// not, never
    Negation,
    /// also, soon
    Adverb,
}

/// What else is known of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Also(pub u8);

impl Also {
    /// Days and months.
    pub const CALENDAR: u8 = 1;
    /// Documents, polls, data.
    pub const DOCUMENT: u8 = 2;
    /// Adverbs that attribute to nobody.
    pub const HEARSAY: u8 = 4;

    /// Whether all of these are known of it.
    #[must_use]
    pub fn is(self, what: u8) -> bool {
        self.0 & what == what
    }
}

/// What a word does where a medium passes something on, as bits: the lists of `relays.toml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Passing(pub u32);

impl Passing {
    /// ", Reuters reported"
    pub const REPORT: u32 = 1;
    /// "citing", "quoted"
    pub const CITE: u32 = 1 << 1;
    /// "carried a report by"
    pub const REPEAT: u32 = 1 << 2;
    /// "an interview with"
    pub const GIVEN: u32 = 1 << 3;
    /// "questions from"
    pub const ASKED: u32 = 1 << 4;
    /// "seen by"
    pub const HAD: u32 = 1 << 5;
    /// "published in"
    pub const SHOWN: u32 = 1 << 6;
    /// "a report by"
    pub const STORY: u32 = 1 << 7;
    /// "newspaper"
    pub const MEDIUM: u32 = 1 << 8;
    /// "agency", after "news"
    pub const NEWS_MEDIUM: u32 = 1 << 9;
    /// "news", before "agency"
    pub const NEWS: u32 = 1 << 10;
    /// "station", after "radio"
    pub const AIR_MEDIUM: u32 = 1 << 11;
    /// "radio", before "station"
    pub const AIR: u32 = 1 << 12;
    /// "daily", before a name
    pub const BEFORE_NAME: u32 = 1 << 13;
    /// "the paper"
    pub const AGAIN: u32 = 1 << 14;
    /// "Radio Loa", in lower case
    pub const NAME_STARTS: u32 = 1 << 15;
    /// "verify"
    pub const CHECK: u32 = 1 << 16;
    /// "spoke to"
    pub const SPOKE: u32 = 1 << 17;

    /// Whether it does one of these.
    #[must_use]
    pub fn any(self, of: u32) -> bool {
        self.0 & of != 0
    }
}

/// A verb that attributes.
#[derive(Clone, Debug, PartialEq)]
pub struct CueVerb {
    /// The base form.
    pub lemma: String,
    /// What it does with what it takes.
    pub stance: Stance,
    /// What it takes.
    pub takes: Takes,
    /// The prepositions and particles that belong to it.
    pub with: Vec<String>,
    /// How often it attributes where it is met, from 0 to 1.
    pub share: f32,
}

/// What a verb takes, as bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Takes(pub u8);

impl Takes {
    /// A clause that begins with "that".
    pub const THAT: u8 = 1;
    /// A clause without "that".
    pub const CLAUSE: u8 = 2;
    /// A quotation.
    pub const QUOTE: u8 = 4;
    /// What is said may stand before it.
    pub const LEFT: u8 = 8;
    /// An infinitive with "to".
    pub const TO: u8 = 16;
    /// whether, how, what ...
    pub const WH: u8 = 32;
    /// A noun phrase.
    pub const OBJECT: u8 = 64;
    /// The one who is told stands between verb and content.
    pub const PERSON: u8 = 128;

    /// Whether it takes one of these.
    #[must_use]
    pub fn any(self, of: u8) -> bool {
        self.0 & of != 0
    }

    fn read(words: &str) -> Self {
        Self(words.split(' ').fold(0, |bits, word| {
            bits | match word {
                "that" => Self::THAT,
                "clause" => Self::CLAUSE,
                "quote" => Self::QUOTE,
                "left" => Self::LEFT,
                "to" => Self::TO,
                "wh" => Self::WH,
                "object" => Self::OBJECT,
                "person" => Self::PERSON,
                _ => 0,
            }
        }))
    }
}

impl Lexicon {
    /// The lists that come with the program.
    #[must_use]
    pub fn builtin() -> &'static Lexicon {
        &BUILTIN
    }

    /// What is known of a word in lower case.
    #[must_use]
    pub fn word(&self, lower: &str) -> Word {
        self.words.get(lower).copied().unwrap_or_default()
    }

    /// The verb of an index in [`Word::verb`].
    #[must_use]
    pub fn verb(&self, at: u16) -> Option<&CueVerb> {
        self.verbs.get(usize::from(at))
    }

    fn new(
        cues: &CuesFile,
        words: &WordsFile,
        grammar: &GrammarFile,
        relays: &RelaysFile,
        known: Known,
    ) -> Self {
        let mut lexicon = Self { known, ..Self::default() };
        for (classes, list) in &words.0 {
            let bits = classes.split('-').fold(0, |bits, class| bits | class_bit(class));
            for word in list {
                lexicon.entry(word).classes.0 |= bits;
            }
        }
        for verb in &cues.verb {
            lexicon.add_verb(verb);
        }
        for noun in &cues.noun {
            let plural = match noun.word.strip_suffix('y') {
                Some(stem) if !stem.ends_with(['a', 'e', 'o']) => format!("{stem}ies"),
                _ => format!("{}s", noun.word),
            };
            for word in [&noun.word, &plural] {
                let entry = lexicon.entry(word);
                entry.noun = Some(stance(&noun.stance));
                entry.classes.0 |= Classes::NOUN;
            }
        }
        for adjective in &cues.adjective {
            let entry = lexicon.entry(&adjective.word);
            entry.adjective = Some(stance(&adjective.stance));
            entry.classes.0 |= Classes::ADJECTIVE;
        }
        for adverb in &cues.adverb {
            lexicon.entry(adverb).also.0 |= Also::HEARSAY;
        }
        for (small, list) in grammar.small() {
            for word in list {
                lexicon.entry(word).small = Some(small);
            }
        }
        for word in &grammar.calendar {
            lexicon.entry(word).also.0 |= Also::CALENDAR;
        }
        for word in &grammar.document {
            lexicon.entry(word).also.0 |= Also::DOCUMENT;
        }
        for (bit, list) in relays.lists() {
            for word in list {
                lexicon.entry(&word.to_lowercase()).passing.0 |= bit;
            }
        }
        lexicon
    }

    fn add_verb(&mut self, verb: &VerbEntry) {
        let at = u16::try_from(self.verbs.len()).unwrap_or(u16::MAX);
        let classes =
            [Classes::BASE, Classes::THIRD, Classes::PAST, Classes::PARTICIPLE, Classes::ING];
        for (form, class) in verb.forms.split(' ').zip(classes) {
            let entry = self.entry(form);
            entry.verb = Some(at);
            // What was counted in news outranks what a form could be.
            if entry.classes.0 == 0 || !entry.classes.any(Classes::VERBS) {
                entry.classes.0 |= class;
            }
            if class & (Classes::PAST | Classes::PARTICIPLE) != 0 {
                entry.classes.0 |= class;
            }
        }
        self.verbs.push(CueVerb {
            lemma: verb.forms.split(' ').next().unwrap_or_default().to_owned(),
            stance: stance(&verb.stance),
            takes: Takes::read(&verb.takes),
            with: verb.with.split_whitespace().map(str::to_owned).collect(),
            share: verb.share,
        });
    }

    fn entry(&mut self, word: &str) -> &mut Word {
        self.words.entry(word.to_owned()).or_default()
    }
}

impl Classes {
    const VERBS: u8 = Self::BASE | Self::THIRD | Self::PAST | Self::PARTICIPLE | Self::ING;
}

fn class_bit(name: &str) -> u8 {
    match name {
        "noun" => Classes::NOUN,
        "base" => Classes::BASE,
        "third" => Classes::THIRD,
        "past" => Classes::PAST,
        "participle" => Classes::PARTICIPLE,
        "ing" => Classes::ING,
        "adjective" => Classes::ADJECTIVE,
        "adverb" => Classes::ADVERB,
        _ => 0,
    }
}

fn stance(name: &str) -> Stance {
    match name {
        "claims" => Stance::Claims,
        "confirms" => Stance::Confirms,
        "denies" => Stance::Denies,
        "warns" => Stance::Warns,
        "asks" => Stance::Asks,
        "believes" => Stance::Believes,
        _ => Stance::Says,
    }
}

/// `cues.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CuesFile {
    pub(crate) verb: Vec<VerbEntry>,
    pub(crate) noun: Vec<CueEntry>,
    pub(crate) adjective: Vec<CueEntry>,
    pub(crate) adverb: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct VerbEntry {
    pub(crate) forms: String,
    pub(crate) stance: String,
    pub(crate) takes: String,
    pub(crate) with: String,
    pub(crate) share: f32,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CueEntry {
    pub(crate) word: String,
    pub(crate) stance: String,
}

/// `words.toml`.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct WordsFile(pub(crate) std::collections::BTreeMap<String, Vec<String>>);

/// `grammar.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct GrammarFile {
    determiner: Vec<String>,
    possessive: Vec<String>,
    pronoun: Vec<String>,
    object_pronoun: Vec<String>,
    relative: Vec<String>,
    preposition: Vec<String>,
    conjunction: Vec<String>,
    subordinator: Vec<String>,
    auxiliary: Vec<String>,
    modal: Vec<String>,
    negation: Vec<String>,
    adverb: Vec<String>,
    calendar: Vec<String>,
    document: Vec<String>,
}

impl GrammarFile {
    fn small(&self) -> [(Small, &[String]); 12] {
        [
            (Small::Determiner, &self.determiner),
            (Small::Possessive, &self.possessive),
            (Small::Pronoun, &self.pronoun),
            (Small::ObjectPronoun, &self.object_pronoun),
            (Small::Relative, &self.relative),
            (Small::Preposition, &self.preposition),
            (Small::Conjunction, &self.conjunction),
            (Small::Subordinator, &self.subordinator),
            (Small::Auxiliary, &self.auxiliary),
            (Small::Modal, &self.modal),
            (Small::Negation, &self.negation),
            (Small::Adverb, &self.adverb),
        ]
    }
}

/// `relays.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RelaysFile {
    report: Vec<String>,
    cite: Vec<String>,
    repeat: Vec<String>,
    given: Vec<String>,
    asked: Vec<String>,
    had: Vec<String>,
    shown: Vec<String>,
    story: Vec<String>,
    medium: Vec<String>,
    news_medium: Vec<String>,
    news: Vec<String>,
    air_medium: Vec<String>,
    air: Vec<String>,
    before_name: Vec<String>,
    again: Vec<String>,
    name_starts: Vec<String>,
    check: Vec<String>,
    spoke: Vec<String>,
}

impl RelaysFile {
    fn lists(&self) -> [(u32, &[String]); 18] {
        [
            (Passing::REPORT, &self.report),
            (Passing::CITE, &self.cite),
            (Passing::REPEAT, &self.repeat),
            (Passing::GIVEN, &self.given),
            (Passing::ASKED, &self.asked),
            (Passing::HAD, &self.had),
            (Passing::SHOWN, &self.shown),
            (Passing::STORY, &self.story),
            (Passing::MEDIUM, &self.medium),
            (Passing::NEWS_MEDIUM, &self.news_medium),
            (Passing::NEWS, &self.news),
            (Passing::AIR_MEDIUM, &self.air_medium),
            (Passing::AIR, &self.air),
            (Passing::BEFORE_NAME, &self.before_name),
            (Passing::AGAIN, &self.again),
            (Passing::NAME_STARTS, &self.name_starts),
            (Passing::CHECK, &self.check),
            (Passing::SPOKE, &self.spoke),
        ]
    }
}
