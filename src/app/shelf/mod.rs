//! All notes of the reader's, on every article, in one list over the whole screen.
//!
//! The shell reads the notes files bit by bit and sends what it has found; the list is there from the
//! first bit on. The notes on the article that is open are never taken from the disk but from the
//! state, which is newer. What is changed for many notes at once is in `bulk`.

mod bulk;
mod landing;
mod moving;
mod order;
mod reading;
mod rows;
#[cfg(test)]
mod tests;
mod words;

pub use landing::Landing;
pub use order::Sort;
pub use reading::{Amend, Amended, Entry, News};
pub use rows::lines;
pub(super) use words::cut;
pub use words::{ago, counted};

use super::line::Line;
use super::state::{Effect, State, Ticket};
use crate::notes::bulk::Bulks;
use crate::notes::query::Query;
use crate::notes::{Note, NoteId};
use std::collections::BTreeSet;

/// Whether the list is on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Standing {
    /// It is not.
    #[default]
    Away,
    /// It is.
    Here,
}

/// What a row stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Of {
    /// A note: which entry, and which of its notes.
    Note(usize, usize),
    /// A file that cannot be listed.
    Trouble(usize),
}

/// A row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// What it stands for.
    pub of: Of,
    /// Whether the article's title stands above it.
    pub is_headed: bool,
    /// How many lines it takes.
    pub height: usize,
}

/// What a row is, whatever its number.
type Key = (String, Option<NoteId>);

/// The list.
#[derive(Debug, Default)]
pub struct Shelf {
    /// Whether it is on the screen.
    pub standing: Standing,
    /// Whether the program was started with it: leaving it then ends the program.
    pub is_home: bool,
    /// The notes file by file.
    pub entries: Vec<Entry>,
    /// Files that cannot be listed, with the reason.
    pub troubles: Vec<(String, String)>,
    /// How many files have been read, and of how many, while they are being read.
    pub reading: Option<(usize, usize)>,
    /// What is asked for, as it was typed.
    pub line: String,
    /// What is asked for.
    pub query: Query,
    /// What of it is not understood.
    pub mistakes: Vec<String>,
    /// The order.
    pub sort: Sort,
    /// The rows that are asked for, in order.
    pub rows: Vec<Row>,
    /// The number of the row that the reader stands on.
    pub selected: usize,
    /// The first line that is seen.
    pub top: usize,
    /// What can be taken back of what was done to many notes.
    pub bulks: Bulks,
    /// What waits for a yes.
    pub asked: Option<bulk::Asked>,
    /// The note that an article is being opened for.
    pub landing: Option<Landing>,
    /// The question that the next news must answer.
    pub ticket: Ticket,
    /// The question that is open about changes of files, how many are done with, and of how many.
    pub busy: Option<(Ticket, usize, usize)>,
    opened: BTreeSet<Key>,
    /// The files that have been seen in this reading.
    seen: BTreeSet<String>,
    /// Counts what changes the rows.
    version: u64,
    made_of: Option<(u64, u64, usize)>,
}

impl Shelf {
    /// Whether it is on the screen.
    #[must_use]
    pub fn is_here(&self) -> bool {
        self.standing == Standing::Here
    }

    /// What the reader stands on.
    #[must_use]
    pub fn selected(&self) -> Option<Of> {
        self.rows.get(self.selected).map(|row| row.of)
    }

    /// A note of the list with the file that it is in.
    #[must_use]
    pub fn note(&self, of: Of) -> Option<(&Entry, &Note)> {
        let Of::Note(entry, note) = of else { return None };
        let entry = self.entries.get(entry)?;
        Some((entry, entry.notes.get(note)?))
    }

    /// How many notes are shown, and in how many files.
    #[must_use]
    pub fn shown(&self) -> (usize, usize) {
        let entries = self.rows.iter().filter_map(|row| match row.of {
            Of::Note(entry, _) => Some(entry),
            Of::Trouble(_) => None,
        });
        let notes = entries.clone().count();
        (notes, entries.collect::<BTreeSet<usize>>().len())
    }

    /// How many notes there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.entries.iter().map(|entry| entry.notes.len()).sum()
    }

    /// Asks for something else.
    pub fn ask(&mut self, line: &str) {
        line.clone_into(&mut self.line);
        (self.query, self.mistakes) = Query::parse(line);
        self.changed();
    }

    /// The article that is open is another one now.
    pub fn forget_open(&mut self) {
        self.entries.retain(|entry| !entry.file.is_empty());
        for entry in &mut self.entries {
            entry.is_open = false;
        }
        self.changed();
    }

    fn key(&self, of: Of) -> Option<Key> {
        match of {
            Of::Note(..) => self.note(of).map(|(entry, note)| (entry.file.clone(), Some(note.id))),
            Of::Trouble(n) => self.troubles.get(n).map(|(file, _)| (file.clone(), None)),
        }
    }

    fn is_opened(&self, of: Of) -> bool {
        !self.opened.is_empty() && self.key(of).is_some_and(|key| self.opened.contains(&key))
    }

    /// Opens a row, or closes it.
    pub fn toggle(&mut self, of: Of) {
        if let Some(key) = self.key(of) {
            if !self.opened.remove(&key) {
                self.opened.insert(key);
            }
            self.changed();
        }
    }

    fn changed(&mut self) {
        self.version += 1;
    }
}

/// Rows above the list and below it.
pub const HEAD: u16 = 2;

impl State {
    /// Brings the list on the screen and has it read anew.
    pub fn open_shelf(&mut self) {
        self.shelf.standing = Standing::Here;
        self.view.anchor = None;
        self.shelf.ticket = self.ticket();
        self.shelf.reading = Some((0, 0));
        self.shelf.seen.clear();
        self.effects.push(Effect::ReadShelf(self.shelf.ticket, self.kept));
    }

    /// Makes the rows anew where anything that they are made of has changed, and keeps the selection.
    pub fn refresh_shelf(&mut self) {
        if !self.shelf.is_here() {
            return;
        }
        let width = self.shelf_columns();
        let made_of = (self.shelf.version, self.saving.revision, width);
        if self.shelf.made_of != Some(made_of) {
            self.put_open_notes();
            let key = self.shelf.selected().and_then(|of| self.shelf.key(of));
            let rows = self.shelf_rows(width);
            self.shelf.rows = rows;
            let again = key.and_then(|key| {
                let is_it = |row: &Row| self.shelf.key(row.of).as_ref() == Some(&key);
                self.shelf.rows.iter().position(is_it)
            });
            // What is gone leaves its neighbour selected. At the top the reader stays at the top.
            if let Some(again) = again.filter(|_| self.shelf.selected > 0) {
                self.shelf.selected = again;
            }
            self.shelf.made_of = Some((self.shelf.version, self.saving.revision, width));
        }
        self.settle_shelf();
    }

    /// The notes on the open article are the state's own.
    fn put_open_notes(&mut self) {
        let notes: Vec<Note> = self.notebook.notes.values().cloned().collect();
        let shelf = &mut self.shelf;
        match shelf.entries.iter_mut().find(|entry| entry.is_open) {
            Some(entry) => entry.notes = notes,
            None if !notes.is_empty() && shelf.reading.is_none() => shelf.entries.push(Entry {
                file: String::new(),
                article: self.article.id.clone(),
                meta: self.article.meta.clone(),
                notes,
                is_open: true,
            }),
            None => {}
        }
    }

    /// What the list shows of how much, in what order: the row above it.
    #[must_use]
    pub fn shelf_title(&self) -> String {
        let shelf = &self.shelf;
        let (notes, files) = shelf.shown();
        let all = shelf.count();
        let of = if shelf.query.is_empty() { String::new() } else { format!("{notes} of ") };
        let mut title = format!("All notes · {of}{}", counted(all, "note"));
        title += &format!(" on {}", counted(files, "article"));
        title += &format!(" · {}", shelf.sort.says());
        if !shelf.troubles.is_empty() {
            title += &format!(" · {} not listed", counted(shelf.troubles.len(), "file"));
        }
        title
    }

    /// What is being typed into the list's filter goes to work at once.
    pub fn filter_shelf(&mut self, line: &Line) {
        self.shelf.ask(&line.text);
        self.shelf.selected = 0;
        self.shelf.top = 0;
    }
}
