//! What is known of words: which attribute, what they take, what classes they may be of.
//!
//! Made of lists (`lists`). Must not know an article: this is the dictionary, and
//! the rules are its readers.

use super::Stance;
use super::lists::{CueVerb as VerbEntry, CueWord, Grammar, Lists, Relays};
use std::collections::HashMap;
use std::sync::LazyLock;

static BUILTIN: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::new(Lists::default()));

pub use super::known::Known;
use super::stance::Phrases;

/// The dictionary that all rules read.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    words: HashMap<String, Word>,
    verbs: Vec<CueVerb>,
    /// What cues of several words do, and the words around cues.
    pub phrases: Phrases,
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
    /// "a reporter from"
    pub const JOURNALIST: u32 = 1 << 18;

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

    /// The bit of a word that `cues.toml` uses.
    pub(crate) fn bit(word: &str) -> Option<u8> {
        Some(match word {
            "that" => Self::THAT,
            "clause" => Self::CLAUSE,
            "quote" => Self::QUOTE,
            "left" => Self::LEFT,
            "to" => Self::TO,
            "wh" => Self::WH,
            "object" => Self::OBJECT,
            "person" => Self::PERSON,
            _ => return None,
        })
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

    /// The dictionary that the program's lists make with these over them.
    pub(crate) fn new(own: Lists) -> Self {
        let mut lexicon = Self::default();
        // A name that stands in two lists is whatever it is in the reader's.
        lexicon.known.add_names_of(&own);
        let mut lists = own.over(Lists::builtin());
        lexicon.phrases = Phrases::new(&lists.stances);
        for (classes, list) in std::mem::take(&mut lists.words.0) {
            for word in list {
                lexicon.words.entry(word).or_default().classes.0 |= classes.0;
            }
        }
        for verb in &lists.cues.verb {
            lexicon.add_verb(verb);
        }
        for noun in &lists.cues.noun {
            let plural = match noun.word.strip_suffix('y') {
                Some(stem) if !stem.ends_with(['a', 'e', 'o']) => format!("{stem}ies"),
                _ => format!("{}s", noun.word),
            };
            for word in [&noun.word, &plural] {
                let entry = lexicon.entry(word);
                entry.noun = Some(noun.stance.into());
                entry.classes.0 |= Classes::NOUN;
            }
        }
        for CueWord { word, stance } in &lists.cues.adjective {
            let entry = lexicon.entry(word);
            entry.adjective = Some((*stance).into());
            entry.classes.0 |= Classes::ADJECTIVE;
        }
        for adverb in &lists.cues.adverb {
            lexicon.entry(adverb).also.0 |= Also::HEARSAY;
        }
        for (small, list) in small_words(&lists.grammar) {
            for word in list {
                lexicon.entry(word).small = Some(small);
            }
        }
        for word in &lists.grammar.calendar {
            lexicon.entry(word).also.0 |= Also::CALENDAR;
        }
        for word in &lists.grammar.document {
            lexicon.entry(word).also.0 |= Also::DOCUMENT;
        }
        lexicon.known.add_names_of(&lists);
        for (bit, list) in relay_words(&lists.relays) {
            for word in list {
                lexicon.entry(&word.to_lowercase()).passing.0 |= bit;
            }
        }
        lexicon.known.add_people(lists);
        lexicon
    }

    fn add_verb(&mut self, verb: &VerbEntry) {
        let at = u16::try_from(self.verbs.len()).unwrap_or(u16::MAX);
        let classes =
            [Classes::BASE, Classes::THIRD, Classes::PAST, Classes::PARTICIPLE, Classes::ING];
        for (form, class) in verb.forms.0.split(' ').zip(classes) {
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
            lemma: verb.forms.0.split(' ').next().unwrap_or_default().to_owned(),
            stance: verb.stance.into(),
            takes: verb.takes.0,
            with: verb.with.split_whitespace().map(str::to_owned).collect(),
            share: verb.share.0,
        });
    }

    fn entry(&mut self, word: &str) -> &mut Word {
        self.words.entry(word.to_owned()).or_default()
    }
}

impl Classes {
    const VERBS: u8 = Self::BASE | Self::THIRD | Self::PAST | Self::PARTICIPLE | Self::ING;

    /// The bit of a class by the name that `words.toml` uses.
    pub(crate) fn bit(name: &str) -> Option<u8> {
        Some(match name {
            "noun" => Self::NOUN,
            "base" => Self::BASE,
            "third" => Self::THIRD,
            "past" => Self::PAST,
            "participle" => Self::PARTICIPLE,
            "ing" => Self::ING,
            "adjective" => Self::ADJECTIVE,
            "adverb" => Self::ADVERB,
            _ => return None,
        })
    }
}

fn small_words(grammar: &Grammar) -> [(Small, &[String]); 12] {
    [
        (Small::Determiner, &grammar.determiner),
        (Small::Possessive, &grammar.possessive),
        (Small::Pronoun, &grammar.pronoun),
        (Small::ObjectPronoun, &grammar.object_pronoun),
        (Small::Relative, &grammar.relative),
        (Small::Preposition, &grammar.preposition),
        (Small::Conjunction, &grammar.conjunction),
        (Small::Subordinator, &grammar.subordinator),
        (Small::Auxiliary, &grammar.auxiliary),
        (Small::Modal, &grammar.modal),
        (Small::Negation, &grammar.negation),
        (Small::Adverb, &grammar.adverb),
    ]
}

fn relay_words(relays: &Relays) -> [(u32, &[String]); 19] {
    [
        (Passing::REPORT, &relays.report),
        (Passing::CITE, &relays.cite),
        (Passing::REPEAT, &relays.repeat),
        (Passing::GIVEN, &relays.given),
        (Passing::ASKED, &relays.asked),
        (Passing::HAD, &relays.had),
        (Passing::SHOWN, &relays.shown),
        (Passing::STORY, &relays.story),
        (Passing::MEDIUM, &relays.medium),
        (Passing::NEWS_MEDIUM, &relays.news_medium),
        (Passing::NEWS, &relays.news),
        (Passing::AIR_MEDIUM, &relays.air_medium),
        (Passing::AIR, &relays.air),
        (Passing::BEFORE_NAME, &relays.before_name),
        (Passing::AGAIN, &relays.again),
        (Passing::NAME_STARTS, &relays.name_starts),
        (Passing::CHECK, &relays.check),
        (Passing::SPOKE, &relays.spoke),
        (Passing::JOURNALIST, &relays.journalist),
    ]
}
