//! All notes of the reader's, on every article, in one list over the whole screen.
//!
//! The shell reads the notes files bit by bit and sends what it has found; the list is there from the
//! first bit on. The notes on the article that is open are never taken from the disk but from the
//! state, which is newer. What is changed for many notes at once is in `bulk`.

mod bulk;
mod landing;
mod rows;
#[cfg(test)]
mod tests;

pub use landing::Landing;
pub use rows::lines;

use super::line::Line;
use super::panel::RowLine;
use super::state::{Effect, Notice, State, Ticket};
use crate::doc::{ArticleId, Meta, Time};
use crate::notes::bulk::{Bulks, Part};
use crate::notes::query::Query;
use crate::notes::{Note, NoteId};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// The notes of one file.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The name of the file in its folder; empty for notes that are not yet in one.
    pub file: String,
    /// Which article they are on.
    pub article: ArticleId,
    /// What the file knows of the article.
    pub meta: Meta,
    /// The notes.
    pub notes: Vec<Note>,
    /// Whether it is the article that is open: its notes are then the state's.
    pub is_open: bool,
}

impl Entry {
    /// What the article is called: its title, else its address.
    #[must_use]
    pub fn name(&self) -> String {
        let title = crate::parse::clean::line(&self.meta.title);
        if title.is_empty() { crate::parse::clean::line(&self.article.0) } else { title }
    }
}

/// What has been read of the notes files since the last time.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct News {
    /// Files with notes.
    pub entries: Vec<Entry>,
    /// Files that cannot be listed, with the reason.
    pub troubles: Vec<(String, String)>,
    /// How many files have been looked at.
    pub read: usize,
    /// Of how many.
    pub all: usize,
    /// What can be taken back; with the first news.
    pub bulks: Option<Bulks>,
}

/// What is to be changed in notes files that are not open.
#[derive(Clone, Debug, PartialEq)]
pub struct Amend {
    /// File by file.
    pub parts: Vec<Part>,
    /// What can be taken back from then on.
    pub bulks: Bulks,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Amended {
    /// The files as they are now.
    pub entries: Vec<Entry>,
    /// Files that were not changed, and why, a sentence each.
    pub failures: Vec<String>,
    /// How many files are done with.
    pub done: usize,
    /// Of how many.
    pub all: usize,
}

/// Whether the list is on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Standing {
    /// It is not.
    #[default]
    Away,
    /// It is.
    Here,
}

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

    /// Takes files in place of what was known of them.
    fn replace(&mut self, entries: Vec<Entry>) {
        if entries.iter().any(|entry| entry.is_open) {
            // Until now it stood here without a file.
            self.entries.retain(|entry| !entry.file.is_empty());
        }
        let known = self.entries.iter().enumerate().map(|(n, entry)| (entry.file.clone(), n));
        let known: BTreeMap<String, usize> = known.collect();
        for new in entries {
            match known.get(&new.file).and_then(|n| self.entries.get_mut(*n)) {
                Some(entry) => *entry = new,
                None => self.entries.push(new),
            }
        }
        self.changed();
    }

    /// The rows that are asked for, in order.
    fn sorted(&self) -> Vec<Of> {
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

    /// Takes in what has been read.
    pub fn take_news(&mut self, ticket: Ticket, news: News) {
        if ticket != self.shelf.ticket {
            return;
        }
        let shelf = &mut self.shelf;
        if shelf.seen.is_empty() {
            shelf.troubles.clear();
        }
        shelf.seen.extend(news.entries.iter().map(|entry| entry.file.clone()));
        shelf.replace(news.entries);
        shelf.seen.extend(news.troubles.iter().map(|(file, _)| file.clone()));
        shelf.troubles.extend(news.troubles);
        if let Some(bulks) = news.bulks
            && shelf.bulks == Bulks::default()
        {
            shelf.bulks = bulks;
        }
        shelf.reading = (news.read < news.all).then_some((news.read, news.all));
        if shelf.reading.is_none() {
            // What was not come across is no longer there.
            let seen = std::mem::take(&mut shelf.seen);
            shelf.entries.retain(|entry| entry.file.is_empty() || seen.contains(&entry.file));
        }
    }

    /// Takes in what came of changing files.
    pub fn take_amended(&mut self, ticket: Ticket, amended: Amended) {
        if self.shelf.busy.is_none_or(|(busy, ..)| busy != ticket) {
            return;
        }
        let (done, all) = (amended.done, amended.all);
        self.shelf.busy = (done < all).then_some((ticket, done, all));
        self.shelf.replace(amended.entries);
        if self.shelf.busy.is_none() && self.leaving && !self.is_unsaved() {
            self.effects.push(Effect::Quit);
        }
        if let Some(first) = amended.failures.first() {
            let more = match amended.failures.len() {
                1 => String::new(),
                n => format!(" ({} more: :messages)", n - 1),
            };
            self.notice = Some(Notice::Failed(format!("{first}{more}")));
            self.messages.extend(amended.failures);
        }
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

    fn shelf_rows(&self, width: usize) -> Vec<Row> {
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

    /// Columns that the rows have.
    #[must_use]
    pub fn shelf_columns(&self) -> usize {
        usize::from(self.size.width).saturating_sub(2).max(20)
    }

    /// Rows of the screen that the list has.
    #[must_use]
    pub fn shelf_rows_seen(&self) -> usize {
        usize::from(self.size.height.saturating_sub(HEAD + 1)).max(1)
    }

    /// Keeps the selected row in sight.
    pub fn settle_shelf(&mut self) {
        let seen = self.shelf_rows_seen();
        let shelf = &mut self.shelf;
        shelf.selected = shelf.selected.min(shelf.rows.len().saturating_sub(1));
        let above: usize = shelf.rows.iter().take(shelf.selected).map(|row| row.height).sum();
        let own = shelf.rows.get(shelf.selected).map_or(1, |row| row.height);
        let all: usize = shelf.rows.iter().map(|row| row.height).sum();
        shelf.top = if own > seen {
            // In a row taller than the screen the reader scrolls.
            shelf.top.clamp(above, above + own - seen)
        } else {
            shelf.top.max((above + own).saturating_sub(seen)).min(above)
        };
        shelf.top = shelf.top.min(all.saturating_sub(seen.min(all)));
    }

    /// Goes by rows; within a row that is taller than the screen, by lines.
    pub fn walk_shelf(&mut self, step: isize) {
        let seen = self.shelf_rows_seen();
        let shelf = &mut self.shelf;
        let own = shelf.rows.get(shelf.selected).map_or(1, |row| row.height);
        if matches!(step, 1 | -1) && own > seen {
            let above: usize = shelf.rows.iter().take(shelf.selected).map(|row| row.height).sum();
            let next = shelf.top.saturating_add_signed(step).clamp(above, above + own - seen);
            if next != shelf.top {
                shelf.top = next;
                return;
            }
        }
        let last = shelf.rows.len().saturating_sub(1);
        shelf.selected = shelf.selected.saturating_add_signed(step).min(last);
        self.settle_shelf();
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

/// `1 note`, `2 notes`.
#[must_use]
pub fn counted(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

/// How long ago something was, in words: `3 min ago`, `yesterday`, else its date.
#[must_use]
pub fn ago(at: Time, now: Time) -> String {
    const MINUTE: i64 = 60_000;
    const HOUR: i64 = 60 * MINUTE;
    const DAY: i64 = 24 * HOUR;
    if at == Time::default() {
        return "some time ago".into();
    }
    match now.0.saturating_sub(at.0) {
        // A clock that was set back: the date says at least when it thought it was.
        i64::MIN..0 => at.date(),
        0..MINUTE => "just now".into(),
        past @ MINUTE..HOUR => format!("{} min ago", past / MINUTE),
        past @ HOUR..DAY => format!("{} h ago", past / HOUR),
        DAY.. => at.date(),
    }
}

/// The lines of a row that are seen are never wider than the list.
pub(super) fn cut(line: RowLine, width: usize) -> RowLine {
    let mut room = width;
    let mut kept = RowLine::new();
    for (words, role) in line {
        let words = crate::text::columns::ellipsis(&words, room);
        room -= crate::text::columns::width(&words).min(room);
        if !words.is_empty() {
            kept.push((words, role));
        }
    }
    kept
}
