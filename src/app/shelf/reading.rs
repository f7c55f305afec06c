//! Notes files on their way into the list: what has been read, and what has been changed.

use super::Shelf;
use crate::app::state::{Effect, Notice, State, Ticket};
use crate::doc::{ArticleId, Meta};
use crate::notes::Note;
use crate::notes::bulk::{Bulks, Part};
use std::collections::BTreeMap;

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

impl Shelf {
    /// Takes files in place of what was known of them.
    pub(super) fn replace(&mut self, entries: Vec<Entry>) {
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
}

impl State {
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
}
