//! What has changed between two texts: paragraph by paragraph, and in those that have, word by word.
//!
//! Knows two texts and where their paragraphs are. White space, the form of quotation marks and
//! dashes, and characters that are not seen are no change: typesetters change them at will, and who
//! reads what a publisher has changed wants the words.
//!
//! The longest common run of paragraphs, and of words, is found by `imara-diff`: Myers's algorithm
//! with the limits that GNU diff and git put to it, and one of our own on how much is compared at all.
//! So the same pair always gives the same answer, and no clock is needed to stop it.

mod rows;
#[cfg(test)]
mod tests;
mod words;

use crate::text::{Span, slice};

/// A text and where its paragraphs are, in order.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// The text.
    pub text: &'a str,
    /// Its paragraphs.
    pub paragraphs: &'a [Span],
}

/// Two texts in one reading.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Diff {
    /// The paragraphs of both, in the order of reading.
    pub rows: Vec<Row>,
}

/// A paragraph of the old text, of the new one, or of both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What became of it.
    pub change: Change,
    /// Its words in order. What is gone stands before what came instead.
    pub pieces: Vec<Piece>,
}

/// What became of a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Nothing.
    Same,
    /// Some of its words are others.
    Words,
    /// It is not there any more.
    Gone,
    /// It was not there before.
    New,
    /// It was here, and is elsewhere now, word for word.
    MovedAway,
    /// It is here, and was elsewhere before, word for word.
    MovedHere,
}

/// A run of words in a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// What became of it.
    pub fate: Fate,
    /// Where it was in the old text; empty where it was not.
    pub old: Span,
    /// Where it is in the new text; empty where it is not.
    pub new: Span,
}

/// What became of a run of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Nothing.
    Same,
    /// It is not there any more.
    Gone,
    /// It was not there before.
    New,
    /// Here a paragraph ended, and now goes on.
    BreakGone,
    /// Here a paragraph went on, and now ends.
    BreakNew,
}

impl Diff {
    /// Compares two texts.
    #[must_use]
    pub fn of(old: Side<'_>, new: Side<'_>) -> Self {
        Self { rows: rows::rows(old, new) }
    }

    /// How many paragraphs have changed in any way. One that moved is counted once.
    #[must_use]
    pub fn changed(&self) -> usize {
        self.rows.iter().filter(|row| row.is_counted()).count()
    }

    /// `3 of 14 paragraphs`: how many have changed, of how many that were or are there.
    #[must_use]
    pub fn summary(&self) -> String {
        let all = self.rows.iter().filter(|row| row.change != Change::MovedAway).count();
        let noun = if all == 1 { "paragraph" } else { "paragraphs" };
        format!("{} of {all} {noun}", self.changed())
    }
}

impl Row {
    /// Where it was in the old text, if it was there.
    #[must_use]
    pub fn old_span(&self) -> Option<Span> {
        hull(self.pieces.iter().map(|piece| piece.old))
    }

    /// Where it is in the new text, if it is there.
    #[must_use]
    pub fn new_span(&self) -> Option<Span> {
        hull(self.pieces.iter().map(|piece| piece.new))
    }

    fn is_counted(&self) -> bool {
        !matches!(self.change, Change::Same | Change::MovedAway)
    }
}

impl Piece {
    /// What it says: as it is today, or as it was where it is gone.
    #[must_use]
    pub fn text<'a>(&self, old: &'a str, new: &'a str) -> &'a str {
        match self.fate {
            Fate::Same | Fate::New => slice(new, self.new),
            Fate::Gone => slice(old, self.old),
            Fate::BreakGone | Fate::BreakNew => "¶",
        }
    }
}

fn hull(spans: impl Iterator<Item = Span>) -> Option<Span> {
    spans.filter(|span| !span.is_empty()).reduce(Span::hull)
}
