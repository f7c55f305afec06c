//! An article: its text, what its parts are, and what is known of it.

use super::{Digest, Time};
use crate::text::{Span, slice};
use std::sync::Arc;

/// Who an article is, whatever its text says today: its canonical address,
/// `file://` and a path, or `text:` and a digest for what came by standard input.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArticleId(pub String);

/// One article as it is read: the text, and spans of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Article {
    /// Stays the same when the text changes.
    pub id: ArticleId,
    /// What is known of the article beside its text.
    pub meta: Meta,
    /// The whole text. For plain text, the file's characters one for one.
    pub text: Arc<str>,
    /// In the order of the text, disjoint; together they cover all that is shown.
    pub blocks: Vec<Block>,
    /// In the order of their starts; they may nest.
    pub marks: Vec<Mark>,
    /// Of the text: equal digests mean that spans may be trusted.
    pub digest: Digest,
}

/// What is known of an article beside its text.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Meta {
    /// The title; empty when there is none to be found.
    pub title: String,
    /// Who wrote it, as the page says.
    pub byline: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// The canonical address, http or https only.
    pub url: Option<String>,
    /// When it was published, as the page says (any format it chose).
    pub published: Option<String>,
    /// An ISO 639-1 code, stated or detected.
    pub language: Option<String>,
    /// When it was fetched, for what came over the network.
    pub fetched: Option<Time>,
}

/// A part of the text that is read as one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it is, without the white space around it.
    pub span: Span,
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// The headline.
    Title,
    /// The summary under the headline.
    Standfirst,
    /// A line that only says who wrote it, where or when.
    Byline,
    /// The words under a picture, with the agency that took it.
    Caption,
    /// A heading inside the text: 1 is the highest.
    Heading(u8),
    /// A paragraph.
    Para,
    /// A quoted paragraph, set apart.
    Quote,
    /// An item of a list.
    Item {
        /// How deep it is nested: 0 is the outermost list.
        depth: u8,
    },
    /// Text to be shown as it stands.
    Code,
    /// A table: `\t` between cells, `\n` between rows.
    Table,
    /// A line that only separates.
    Separator,
}

impl BlockKind {
    /// A word for it, as `analyze` prints it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Standfirst => "standfirst",
            Self::Byline => "byline",
            Self::Caption => "caption",
            Self::Heading(_) => "heading",
            Self::Para => "para",
            Self::Quote => "quote",
            Self::Item { .. } => "item",
            Self::Code => "code",
            Self::Table => "table",
            Self::Separator => "separator",
        }
    }

    /// Whether it holds prose in which somebody may say something.
    #[must_use]
    pub fn is_prose(self) -> bool {
        !matches!(self, Self::Code | Self::Separator | Self::Byline)
    }
}

/// How a run of the text is set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// In what way.
    pub kind: MarkKind,
    /// From where to where.
    pub span: Span,
}

/// The ways of setting a run of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MarkKind {
    /// Italic in print.
    Emphasis,
    /// Bold in print.
    Strong,
    /// Leads to an address, http or https only.
    Link(String),
    /// A newline that the author meant; other newlines inside a paragraph are spaces.
    Break,
}

impl Article {
    /// The text of a span.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        slice(&self.text, span)
    }

    /// The block that holds byte `at`, or the last one before it.
    #[must_use]
    pub fn block_at(&self, at: usize) -> Option<usize> {
        let after = self.blocks.partition_point(|block| block.span.start() <= at);
        after.checked_sub(1).or(if self.blocks.is_empty() { None } else { Some(0) })
    }

    /// The bytes of the newlines inside `block` that are meant as such, in order.
    #[must_use]
    pub fn breaks_in(&self, block: Span) -> Vec<usize> {
        let is_break = |mark: &&Mark| mark.kind == MarkKind::Break && block.covers(mark.span);
        self.marks.iter().filter(is_break).map(|mark| mark.span.start()).collect()
    }

    /// What to call it where it has no title: its first words, or its id.
    #[must_use]
    pub fn name(&self) -> &str {
        if !self.meta.title.is_empty() {
            return &self.meta.title;
        }
        self.blocks.first().map_or(self.id.0.as_str(), |block| self.slice(block.span))
    }

    /// The address as a link, where it has one that may be opened.
    #[must_use]
    pub fn link_at(&self, at: usize) -> Option<&str> {
        self.marks.iter().find_map(|mark| match &mark.kind {
            MarkKind::Link(url) if mark.span.contains(at) => Some(url.as_str()),
            _ => None,
        })
    }
}

/// Something odd that was met on the way, in the user's terms. It never stops the work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What sort of thing.
    pub kind: ProblemKind,
    /// A sentence for the reader.
    pub says: String,
}

/// The sorts of problems, so that callers can choose what to refuse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProblemKind {
    /// There is no text at all.
    Empty,
    /// The bytes are no text (a picture, a program, an archive).
    Binary,
    /// It is longer than is read.
    TooLarge,
    /// A page in which no article was found; what is shown is all of its text.
    NoArticle,
    /// Some bytes did not fit the encoding and were replaced.
    Encoding,
    /// Control, escape or direction characters were replaced.
    Hostile,
    /// Not in a language that the rules were made for.
    Language,
    /// Nested deeper, or longer, than is followed.
    Limit,
    /// Something in the reader's own files that could not be read or written as it should be.
    Notes,
}

impl ProblemKind {
    /// Whether there is nothing left to read.
    #[must_use]
    pub fn is_fatal(self) -> bool {
        matches!(self, Self::Empty | Self::Binary | Self::TooLarge)
    }
}
