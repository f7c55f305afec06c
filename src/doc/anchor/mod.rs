//! How a piece of an article is remembered, and found again when the text has changed.
//!
//! Knows one text and the anchors in it. Imports `text` and its siblings in
//! `doc` only. What is remembered are several descriptions of the same place
//! (where, what, between what), because each of them survives other edits.

mod finder;
mod fuzzy;
mod grams;
mod judge;
mod quote;
#[cfg(test)]
mod tests;

pub use finder::{Finder, resolve};
pub use quote::{occurrences, plain};

use super::{Article, Digest};
use crate::text::{Span, slice, span};

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

/// Remembers a piece of an article. A span that does not fit the text is first moved to the
/// nearest character bounds inside it.
#[must_use]
pub fn describe(article: &Article, span: Span) -> Anchor {
    let text = &*article.text;
    let span =
        Span::new(span::floor_bound(text, span.start()), span::floor_bound(text, span.end()));
    Anchor {
        digest: article.digest,
        span,
        exact: slice(text, span).to_owned(),
        before: context_before(text, span.start()).to_owned(),
        after: context_after(text, span.end()).to_owned(),
    }
}

/// The last [`CONTEXT`] characters before a byte, without the part of a word that they start with.
fn context_before(text: &str, at: usize) -> &str {
    let head = span::before(text, at);
    let Some((cut, first)) = head.char_indices().rev().take(CONTEXT).last() else { return "" };
    let window = span::after(head, cut);
    let whole = first.is_whitespace() || span::before(head, cut).ends_with(char::is_whitespace);
    if cut == 0 || whole {
        return window;
    }
    // A window within one word is better than none.
    let space = window.find(char::is_whitespace).unwrap_or(0);
    let words = span::after(window, space).trim_start();
    if words.is_empty() { window } else { words }
}

/// The first [`CONTEXT`] characters after a byte, without the part of a word that they end with.
fn context_after(text: &str, at: usize) -> &str {
    let tail = span::after(text, at);
    let cut = tail.char_indices().nth(CONTEXT).map_or(tail.len(), |(cut, _)| cut);
    let window = span::before(tail, cut);
    let whole = window.ends_with(char::is_whitespace)
        || span::after(tail, cut).chars().next().is_none_or(char::is_whitespace);
    if whole {
        return window;
    }
    let space = window.rfind(char::is_whitespace).unwrap_or(window.len());
    let words = span::before(window, space).trim_end();
    if words.is_empty() { window } else { words }
}
