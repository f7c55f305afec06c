//! Reading all notes files for the list of them, a bit at a time, so that a save never waits for it.

use crate::app::shelf::{Amend, Amended, Entry, News};
use crate::app::state::Ticket;
use crate::doc::Time;
use crate::io::store::Store;
use crate::notes::Notebook;
use crate::notes::bulk::{Bulks, Part};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How long is read before what was found is sent.
const SLICE: Duration = Duration::from_millis(40);

/// The most bytes of notes that are held for the list; what comes after is not listed, which is said.
const MOST_BYTES: usize = 128 * 1024 * 1024;

/// A reading of all notes files.
pub struct Scan {
    ticket: Ticket,
    /// The file of the article that is open.
    open: Option<PathBuf>,
    files: std::vec::IntoIter<PathBuf>,
    /// Not yet sent.
    news: News,
    bytes: usize,
}

impl Scan {
    /// Begins a reading. `open` is the file of the article that is open; `bulks` goes with the first news.
    pub fn begin(
        store: &Store,
        ticket: Ticket,
        open: Option<PathBuf>,
        bulks: Option<Bulks>,
    ) -> Self {
        let mut news = News { bulks, ..News::default() };
        let files = store.notes_files().unwrap_or_else(|error| {
            news.troubles.push((store.dirs().notes().display().to_string(), format!("{error:#}")));
            Default::default()
        });
        for path in &files.conflicts {
            let says =
                "kept beside the notes because both had been changed; its notes are not listed";
            news.troubles.push((name(path), says.into()));
        }
        news.all = files.notes.len();
        Self { ticket, open, files: files.notes.into_iter(), news, bytes: 0 }
    }

    /// Reads on for a while. Gives what was found, and whether that was the last of it.
    pub fn go_on(&mut self, store: &Store) -> (Ticket, News, bool) {
        let start = Instant::now();
        while start.elapsed() < SLICE {
            let Some(path) = self.files.next() else { break };
            self.news.read += 1;
            if self.bytes > MOST_BYTES {
                let says = "there are more notes than can be listed at once";
                self.news.troubles.push((name(&path), says.into()));
                continue;
            }
            match store.notebook(&path) {
                Ok((notebook, _)) => {
                    let entry = entry(&path, notebook, self.open.as_ref() == Some(&path));
                    self.bytes += entry.notes.iter().map(weight).sum::<usize>();
                    if !entry.notes.is_empty() || entry.is_open {
                        self.news.entries.push(entry);
                    }
                }
                Err(error) => self.news.troubles.push((name(&path), format!("{error:#}"))),
            }
        }
        let rest = News { read: self.news.read, all: self.news.all, ..News::default() };
        let news = std::mem::replace(&mut self.news, rest);
        let is_last = news.read >= news.all;
        (self.ticket, news, is_last)
    }
}

/// Files that are being changed.
pub struct Amending {
    ticket: Ticket,
    parts: std::vec::IntoIter<Part>,
    /// Not yet sent.
    amended: Amended,
}

impl Amending {
    /// Begins. What can be taken back is kept first, so that it can also after a crash.
    pub fn begin(store: &Store, ticket: Ticket, amend: Amend) -> Self {
        let mut amended = Amended { all: amend.parts.len(), ..Amended::default() };
        if let Err(error) = store.save_bulks(&amend.bulks) {
            let says = format!("Taking this back will not be possible after a restart: {error:#}");
            amended.failures.push(says);
        }
        Self { ticket, parts: amend.parts.into_iter(), amended }
    }

    /// Changes some more of them. Gives what came of it, and whether that was the last of it.
    pub fn go_on(&mut self, store: &Store, now: Time) -> (Amended, bool) {
        let start = Instant::now();
        while start.elapsed() < SLICE {
            let Some(part) = self.parts.next() else { break };
            self.amended.done += 1;
            let path = store.notes_path(&part.file);
            match store.amend(&path, &part.change, now) {
                Ok(notebook) => self.amended.entries.push(entry(&path, notebook, false)),
                Err(error) => self.amended.failures.push(format!("{}: {error:#}", part.file)),
            }
        }
        let (done, all) = (self.amended.done, self.amended.all);
        let rest = Amended { done, all, ..Amended::default() };
        (std::mem::replace(&mut self.amended, rest), done >= all)
    }

    /// The question that it answers.
    pub fn ticket(&self) -> Ticket {
        self.ticket
    }
}

fn entry(path: &Path, notebook: Notebook, is_open: bool) -> Entry {
    Entry {
        file: name(path),
        article: notebook.article,
        meta: notebook.meta,
        notes: notebook.notes.into_values().collect(),
        is_open,
    }
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// About how many bytes a note takes.
fn weight(note: &crate::notes::Note) -> usize {
    500 + note.body.len() + note.anchor.exact.len()
}
