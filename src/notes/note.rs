//! A note, and the notebook of one article.

use crate::doc::{Anchor, ArticleId, Digest, Meta, Time};
use crate::extract::{ActorKind, SourceKind};
use std::collections::BTreeMap;
use std::fmt;

/// A note's name for life: made by the shell from the time and randomness, never reused.
/// Written as 16 hexadecimal digits; the order of ids is the order of making.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NoteId(pub u64);

impl NoteId {
    /// Reads 16 hexadecimal digits.
    #[must_use]
    pub fn parse(hex: &str) -> Option<Self> {
        if hex.len() != 16 || !hex.is_ascii() {
            return None;
        }
        u64::from_str_radix(hex, 16).ok().map(Self)
    }
}

impl fmt::Display for NoteId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl fmt::Debug for NoteId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NoteId({self})")
    }
}

/// One mark of the reader's on the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// Its name for life.
    pub id: NoteId,
    /// The passage that it is on; of no length for a note on the whole article.
    pub anchor: Anchor,
    /// What it is about, besides the passage.
    pub about: About,
    /// What sort of mark it is.
    pub kind: NoteKind,
    /// The name of the pen it is drawn with, if not the one of its kind.
    pub pen: Option<String>,
    /// What the reader wrote; empty for a bare highlight.
    pub body: String,
    /// Words to find it by.
    pub tags: Vec<String>,
    /// Who said the quoted words, as the reader was shown when the mark was made
    /// ("A Hamas official, via AFP"): so that the file makes sense by itself.
    pub speaker: Option<String>,
    /// What the reader rules, in a [`NoteKind::Correction`] and in no other.
    pub ruling: Option<Ruling>,
    /// What came of checking a claim.
    pub check: Option<Check>,
    /// When it was made.
    pub made: Time,
    /// When it was last changed.
    pub edited: Time,
}

impl Note {
    /// A bare mark on a passage.
    #[must_use]
    pub fn new(id: NoteId, kind: NoteKind, anchor: Anchor, at: Time) -> Self {
        Self {
            id,
            anchor,
            about: About::Passage,
            kind,
            pen: None,
            body: String::new(),
            tags: Vec::new(),
            speaker: None,
            ruling: None,
            check: None,
            made: at,
            edited: at,
        }
    }
}

/// What a note is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum About {
    /// The words that it stands on.
    #[default]
    Passage,
    /// The claim that it stands on.
    Claim,
    /// An actor, by the name that the list gives it; the passage is one of its mentions.
    Actor(String),
    /// A source, by the name that the list gives it; the passage is one of its places.
    Source(String),
    /// All of the article.
    Article,
}

impl About {
    /// The word that files and screens use.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Passage => "passage",
            Self::Claim => "claim",
            Self::Actor(_) => "actor",
            Self::Source(_) => "source",
            Self::Article => "article",
        }
    }

    /// Whose name it gives, where it gives one.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Actor(name) | Self::Source(name) => Some(name),
            Self::Passage | Self::Claim | Self::Article => None,
        }
    }
}

/// The sorts of marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoteKind {
    /// Marked, without words.
    Highlight,
    /// With the reader's words.
    Note,
    /// What the reader asks.
    Question,
    /// What is to be checked, or was.
    ToCheck,
    /// The reader says: this is an actor.
    Actor,
    /// The reader says: this is a source.
    Source,
    /// The reader says: this is a claim.
    Claim,
    /// The reader rules on what the program found.
    Correction,
}

impl NoteKind {
    /// Every kind, in the order in which lists show them.
    pub const ALL: [NoteKind; 8] = [
        Self::Highlight,
        Self::Note,
        Self::Question,
        Self::ToCheck,
        Self::Actor,
        Self::Source,
        Self::Claim,
        Self::Correction,
    ];

    /// The word that files and screens use.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Highlight => "highlight",
            Self::Note => "note",
            Self::Question => "question",
            Self::ToCheck => "to-check",
            Self::Actor => "actor",
            Self::Source => "source",
            Self::Claim => "claim",
            Self::Correction => "correction",
        }
    }

    /// The kind of a word.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// What the reader rules on a claim, an actor or a source that the program found.
#[derive(Clone, Debug, PartialEq)]
pub enum Ruling {
    /// It is right.
    Right,
    /// There is none here.
    Wrong,
    /// Somebody else said it.
    SaidBy {
        /// By the name in the list of actors or sources, or in the words of the text; empty: nobody.
        name: String,
        /// Where the text names them, if the reader showed it.
        at: Option<Anchor>,
    },
    /// It is the same actor, or source, as this one.
    SameAs(String),
    /// The mention is not this one's.
    NotSame(String),
    /// The actor is of this sort.
    IsA(ActorKind),
    /// The source is of this sort.
    IsSource(SourceKind),
    /// The content begins or ends elsewhere: this is what is claimed.
    Covers(Anchor),
}

impl Ruling {
    /// The word that files and screens use.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::Wrong => "wrong",
            Self::SaidBy { .. } => "said-by",
            Self::SameAs(_) => "same-as",
            Self::NotSame(_) => "not-same",
            Self::IsA(_) | Self::IsSource(_) => "is-a",
            Self::Covers(_) => "covers",
        }
    }
}

/// What came of checking a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// The finding.
    pub verdict: Verdict,
    /// Where it can be seen.
    pub link: Option<String>,
    /// When it was checked.
    pub at: Time,
}

/// The reader's finding on a claim. The program has none of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Not yet known.
    Open,
    /// It holds.
    Holds,
    /// Others say otherwise.
    Disputed,
    /// It is false.
    False,
}

impl Verdict {
    /// All, in the order in which they are offered.
    pub const ALL: [Verdict; 4] = [Self::Open, Self::Holds, Self::Disputed, Self::False];

    /// The word that files and screens use.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Holds => "holds",
            Self::Disputed => "disputed",
            Self::False => "false",
        }
    }

    /// The verdict of a word.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.name() == name)
    }
}

/// All that the reader has noted on one article.
#[derive(Clone, Debug, PartialEq)]
pub struct Notebook {
    /// Which article.
    pub article: ArticleId,
    /// What the article was when it was last annotated: title, address and so on.
    pub meta: Meta,
    /// Of the text that was last annotated.
    pub digest: Digest,
    /// The notes by id, which is the order of making.
    pub notes: BTreeMap<NoteId, Note>,
}

impl Notebook {
    /// An empty notebook for an article.
    #[must_use]
    pub fn new(article: ArticleId, meta: Meta, digest: Digest) -> Self {
        Self { article, meta, digest, notes: BTreeMap::new() }
    }
}
