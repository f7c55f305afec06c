//! Text: spans and everything that can be asked of a string without knowing what it says.
//!
//! Knows bytes, characters, graphemes, columns, words, sentences and lines.
//! Must never import another layer of this crate.
//! Everything above works on [`Span`]s of one text, so that every question
//! becomes a question about intervals.

pub mod columns;
pub mod offsets;
pub mod sentence;
mod slug;
pub mod span;
pub mod word;
pub mod wrap;

pub use slug::slug;
pub use span::{Span, slice};

/// So many of something: `1 note`, `3 notes`. Only for words that an s makes many.
#[must_use]
pub fn counted(n: usize, one: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") }
}

/// A text in one line: white space of any kind as single spaces, none at the ends.
#[must_use]
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
