//! Which notes are listed, and in what order.

use super::{Of, Row, Shelf, lines};
use crate::app::state::State;
use std::cmp::Reverse;

/// The orders that the list can be in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Sort {
    /// The latest made first.
    #[default]
    Made,
    /// The latest changed first.
    Edited,
    /// By the titles of the articles, in the order of the text.
    Article,
    /// By kind, the latest first.
    Kind,
}

impl Sort {
    /// All, in the order in which a key goes through them.
    pub const ALL: [Sort; 4] = [Self::Made, Self::Edited, Self::Article, Self::Kind];

    /// Its name in commands.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Made => "made",
            Self::Edited => "edited",
            Self::Article => "article",
            Self::Kind => "kind",
        }
    }

    /// What it does, in a few words.
    #[must_use]
    pub fn says(self) -> &'static str {
        match self {
            Self::Made => "newest first",
            Self::Edited => "last changed first",
            Self::Article => "by article",
            Self::Kind => "by kind",
        }
    }
}

impl Shelf {
    /// The rows that are asked for, in order.
    pub(super) fn sorted(&self) -> Vec<Of> {
        let mut rows = Vec::new();
        for (n, entry) in self.entries.iter().enumerate() {
            let fitting = entry.notes.iter().enumerate();
            let fitting = fitting.filter(|(_, note)| self.query.fits(note, &entry.meta));
            rows.extend(fitting.map(|(m, note)| (n, m, note)));
        }
        match self.sort {
            Sort::Made => rows.sort_by_key(|(n, _, note)| (Reverse(note.made), *n, note.id)),
            Sort::Edited => rows.sort_by_key(|(n, _, note)| (Reverse(note.edited), *n, note.id)),
            Sort::Kind => {
                rows.sort_by_key(|(n, _, note)| (note.kind, Reverse(note.made), *n, note.id));
            }
            Sort::Article => {
                let titles: Vec<String> =
                    self.entries.iter().map(|entry| entry.name().to_lowercase()).collect();
                let mut order: Vec<usize> = (0..self.entries.len()).collect();
                order.sort_by_key(|n| (titles.get(*n), *n));
                let mut rank = vec![0; order.len()];
                for (at, n) in order.into_iter().enumerate() {
                    if let Some(rank) = rank.get_mut(n) {
                        *rank = at;
                    }
                }
                rows.sort_by_key(|(n, _, note)| (rank.get(*n).copied(), note.anchor.span, note.id));
            }
        }
        let mut rows: Vec<Of> = rows.into_iter().map(|(n, m, _)| Of::Note(n, m)).collect();
        if self.query.is_empty() {
            // What cannot be read fits no question, and no order but the last.
            rows.extend((0..self.troubles.len()).map(Of::Trouble));
        }
        rows
    }
}

impl State {
    pub(super) fn shelf_rows(&self, width: usize) -> Vec<Row> {
        let mut before = None;
        let mut rows = Vec::new();
        for of in self.shelf.sorted() {
            let entry = match of {
                Of::Note(entry, _) => Some(entry),
                Of::Trouble(_) => None,
            };
            let is_headed = self.shelf.sort == Sort::Article && entry.is_some() && entry != before;
            before = entry;
            let mut row = Row { of, is_headed, height: 2 + usize::from(is_headed) };
            if self.shelf.is_opened(of) {
                row.height = lines(self, row, width).len();
            }
            rows.push(row);
        }
        rows
    }
}
