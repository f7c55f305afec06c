//! How a piece of an article is remembered, and found again when the text has changed.

use super::{Article, Digest};
use crate::text::Span;

/// How much of the text on either side is remembered, in characters.
pub const CONTEXT: usize = 32;

/// A piece of an article, remembered so that it can be found again: where it was,
/// what it said, and what stood around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// Of the text in which it was made.
    pub digest: Digest,
    /// Where it was in that text, in bytes.
    pub span: Span,
    /// What it said.
    pub exact: String,
    /// Up to [`CONTEXT`] characters that stood before it.
    pub before: String,
    /// Up to [`CONTEXT`] characters that stood after it.
    pub after: String,
}

/// Where an anchor is in today's text, and how that was found out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Place {
    /// The text is the one it was made in.
    Exact(Span),
    /// The same words, in a text that has changed.
    Moved(Span),
    /// Nearly the same words; the score says how nearly, from 0 to 1.
    Approximate(Span, f32),
    /// Not found. The note is kept.
    Orphan,
}

impl Place {
    /// Where it is, if it is anywhere.
    #[must_use]
    pub fn span(self) -> Option<Span> {
        match self {
            Self::Exact(span) | Self::Moved(span) | Self::Approximate(span, _) => Some(span),
            Self::Orphan => None,
        }
    }
}

/// Remembers a piece of an article.
#[must_use]
pub fn describe(article: &Article, span: Span) -> Anchor {
    let _ = span;
    Anchor {
        digest: article.digest,
        span,
        exact: article.slice(span).to_owned(),
        before: String::new(),
        after: String::new(),
    }
}

/// Finds an anchor in an article.
#[must_use]
pub fn resolve(anchor: &Anchor, article: &Article) -> Place {
    if anchor.digest == article.digest { Place::Exact(anchor.span) } else { Place::Orphan }
}
