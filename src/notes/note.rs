//! A note, and the notebook of one article.

use crate::doc::{Anchor, ArticleId, Digest, Meta, Time};
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
    /// What it is on.
    pub anchor: Anchor,
    /// What sort of mark it is.
    pub kind: NoteKind,
    /// What the reader wrote; empty for a bare highlight.
    pub body: String,
    /// Words to find it by.
    pub tags: Vec<String>,
    /// Who said the quoted words, as the reader was shown when the mark was made
    /// ("A Hamas official, via AFP"): so that the file makes sense by itself.
    pub speaker: Option<String>,
    /// When it was made.
    pub made: Time,
    /// When it was last changed.
    pub edited: Time,
}

/// The sorts of marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoteKind {
    /// Marked, without words.
    Highlight,
    /// With the reader's words.
    Note,
}

impl NoteKind {
    /// The word that files and screens use.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Highlight => "highlight",
            Self::Note => "note",
        }
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
