//! The reader's notes on the disk: finding, reading and saving them.
//!
//! Two rules stand above all others. What cannot be read is never written over. And what
//! somebody else wrote since it was read is never written over either: then the notes go into
//! a file beside it, and whoever called is told.

mod all;
mod find;
pub mod intake;
mod join;
mod notes_files;
mod outside;
#[cfg(test)]
mod tests;
mod texts;

pub use join::Conflicts;
pub use notes_files::Files;
pub use outside::{CameIn, Outside};

use super::dirs::Dirs;
use super::disk::{self, Look};
use super::lock::{self, Lock};
use crate::doc::{Article, ArticleId, Digest, Meta, Problem, ProblemKind, Time};
use crate::notes::draft::{self, Draft};
use crate::notes::merge::{Notes, counted, fitted, histories, three_way, with_outside};
use crate::notes::places::{self, ReadingPlace};
use crate::notes::{History, Notebook, from_toml, history_from_toml, history_to_toml, to_toml};
use anyhow::{Result, bail};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The files that the program keeps for its reader.
#[derive(Clone, Debug)]
pub struct Store {
    dirs: Dirs,
}

/// Which file a notebook was read from and what it held: what saving compares with, and merges with
/// where somebody else has written meanwhile.
#[derive(Clone, Debug, PartialEq)]
pub struct Stamp {
    path: PathBuf,
    held: Held,
    seen: Look,
    /// The notes that whoever holds this stamp started from.
    base: Arc<Notes>,
    /// Of the file with what can be undone, which other windows write as well.
    history: Option<Digest>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Held {
    /// There was no file.
    Nothing,
    /// Bytes with this digest.
    Bytes(Digest),
    /// Something that could not be read, and must stay.
    Unreadable,
}

/// All that is kept on one article.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The notes; empty when there are none yet, or when their file cannot be read.
    pub notebook: Notebook,
    /// To be handed to [`Store::save`].
    pub stamp: Stamp,
    /// What can be undone.
    pub history: History,
    /// A note that was being typed when the program ended.
    pub draft: Option<Draft>,
    /// What the reader should know: a file that cannot be read, a record that is not
    /// understood, notes that lie beside the file.
    pub problems: Vec<Problem>,
}

/// What came of saving.
#[derive(Clone, Debug, PartialEq)]
pub struct Saved {
    /// The file that the notes are in now. With no notes at all there may be none.
    pub path: PathBuf,
    /// For the next save of what was saved here.
    pub stamp: Stamp,
    /// What went into a file beside the usual one, because it must not be lost and cannot stand there.
    pub conflict: Option<Conflict>,
    /// What others had written, which is in the file now together with what was saved.
    pub came_in: Option<CameIn>,
    /// Sentences on what went wrong beside the notes, which are safe.
    pub warnings: Vec<String>,
}

/// What went into a file beside the notes file, and which.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Conflict {
    /// All notes, because the usual file cannot be read. Later saves go there as well.
    All(PathBuf),
    /// So many of somebody else's notes, which were changed here too.
    Theirs(PathBuf, usize),
}

impl Conflict {
    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        let (Self::All(path) | Self::Theirs(path, _)) = self;
        path
    }

    /// What has happened and what to do about it, for the reader.
    #[must_use]
    pub fn says(&self) -> String {
        match self {
            Self::All(path) => format!(
                "Kept beside the notes file, which cannot be read: {}. When that is mended, \
                 :merge-conflicts makes them one",
                path.display()
            ),
            Self::Theirs(path, n) => format!(
                "{} changed here and outside: yours {} kept, :merge-conflicts takes the other in \
                 as well; it is in {}",
                counted(*n),
                if *n == 1 { "is" } else { "are" },
                path.display()
            ),
        }
    }
}

impl Stamp {
    /// The file that is written next.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// So often a file may be changed by somebody else while it is being saved before that is given up.
const ATTEMPTS: usize = 5;

impl Store {
    /// The files under these folders.
    #[must_use]
    pub fn new(dirs: Dirs) -> Self {
        Self { dirs }
    }

    /// The folders.
    #[must_use]
    pub fn dirs(&self) -> &Dirs {
        &self.dirs
    }

    /// Everything that is kept on an article. Never fails: what could not be read is a problem,
    /// and the article can be read all the same.
    #[must_use]
    pub fn load(&self, article: &Article) -> Loaded {
        let _lock = self.lock_to_read();
        let found = find::notes_file(&self.dirs.notes(), article);
        let path = found.unwrap_or_else(|| self.dirs.notes().join(find::file_name(article)));
        self.load_from(&path, Some((&article.id, &article.meta, article.digest)))
    }

    /// Reads a notes file and what belongs to it; what it says of its article counts where none is named.
    fn load_from(&self, path: &Path, on: Option<(&ArticleId, &Meta, Digest)>) -> Loaded {
        let mut problems = Vec::new();
        let beside = find::beside(path);
        let mut stamp_path = path.to_owned();
        let mut seen = disk::look(path);
        let (mut notebook, mut held) = read_notes(path, &mut problems);
        if held == Held::Unreadable
            && let Some(other) = beside.last()
            && let other_seen = disk::look(other)
            && let (Some(read), Held::Bytes(digest)) = read_notes(other, &mut problems)
        {
            (notebook, held, seen) = (Some(read), Held::Bytes(digest), other_seen);
            stamp_path.clone_from(other);
        }
        let new = || {
            let (id, meta, digest) = on.map_or_else(
                || (ArticleId(String::new()), Meta::default(), Digest::of(b"")),
                |(id, meta, digest)| (id.clone(), meta.clone(), digest),
            );
            Notebook::new(id, meta, digest)
        };
        let mut notebook = notebook.unwrap_or_else(new);
        // The file may have been written under another name of the article's.
        if let Some((id, ..)) = on {
            notebook.article = id.clone();
        }
        let (history, digest) = self.history(&notebook.article);
        let stamp = Stamp {
            path: stamp_path,
            held,
            seen,
            base: Arc::new(notebook.notes.clone()),
            history: digest,
        };
        problems.extend(join::told(&beside, &stamp).map(notes_problem));
        let draft = self.kept("drafts", &notebook.article);
        let draft = draft.and_then(|text| draft::from_toml(&text));
        Loaded {
            // What somebody did to the file by hand cannot be taken back, and must not bar the way.
            history: fitted(&history, &notebook.notes).0,
            // The program may have ended when the note was safe and its draft not yet gone.
            draft: draft.filter(|draft| !is_saved(draft, &notebook.notes)),
            notebook,
            stamp,
            problems,
        }
    }

    /// Saves the notes and what can be undone. What others have written since the stamp was made stays:
    /// both are merged, record by record.
    ///
    /// # Errors
    /// In the user's terms, when the notes could not be written. What was there is as it was.
    pub fn save(
        &self,
        notebook: &Notebook,
        history: &History,
        stamp: &Stamp,
        now: Time,
    ) -> Result<Saved> {
        let _lock = self.lock()?;
        let mut stamp = stamp.clone();
        if stamp.held != Held::Nothing
            && disk::look(&stamp.path) == Look::Nothing
            && let Some(renamed) = find::by_id(&self.dirs.notes(), &notebook.article)
            // Anything else is another file, and what it does not have was not removed.
            && held(&disk::read(&renamed)) == stamp.held
        {
            stamp.path = renamed;
        }
        let mut conflict = None;
        for _ in 0..ATTEMPTS {
            if let Some(saved) = self.attempt(notebook, history, &stamp, now, &mut conflict)? {
                return Ok(Saved { conflict, ..saved });
            }
        }
        bail!("cannot save {}: it is being written to all the time", stamp.path.display())
    }

    /// Tries to save; `None` when the file was changed while it was tried.
    fn attempt(
        &self,
        notebook: &Notebook,
        history: &History,
        stamp: &Stamp,
        now: Time,
        conflict: &mut Option<Conflict>,
    ) -> Result<Option<Saved>> {
        let current = disk::read(&stamp.path);
        let held = held(&current);
        let mut whole = notebook.clone();
        let mut path = stamp.path.clone();
        let read = current.as_ref().map(|bytes| bytes.as_deref().map(readable));
        let text = match read {
            Ok(None) if notebook.notes.is_empty() && stamp.held == Held::Nothing => String::new(),
            // A file that was removed has nothing in it that could be lost.
            Ok(None) => to_toml(notebook, ""),
            Ok(Some(Some((text, theirs)))) => {
                let merged = three_way(&stamp.base, &notebook.notes, &theirs.notes);
                if !merged.beside.is_empty() {
                    let beside = conflict.as_ref().map(|conflict| conflict.path().to_owned());
                    let beside = beside.unwrap_or_else(|| find::free_beside(&stamp.path, now));
                    let n = merged.beside.len();
                    let theirs = Notebook { notes: merged.beside, ..notebook.clone() };
                    disk::replace(&beside, to_toml(&theirs, "").as_bytes())?;
                    *conflict = Some(Conflict::Theirs(beside, n));
                }
                whole.notes = merged.notes;
                to_toml(&whole, text)
            }
            Ok(Some(None)) | Err(_) => {
                path = find::free_beside(&stamp.path, now);
                *conflict = Some(Conflict::All(path.clone()));
                to_toml(notebook, "")
            }
        };
        let is_beside = path != stamp.path;
        let is_same = match &current {
            Ok(None) => text.is_empty(),
            Ok(Some(bytes)) => !is_beside && bytes == text.as_bytes(),
            Err(_) => false,
        };
        if !is_same {
            let still = || is_beside || self::held(&disk::read(&path)) == held;
            if !disk::replace_if(&path, text.as_bytes(), still)? {
                return Ok(None);
            }
        }
        let held = if is_same { held } else { Held::Bytes(Digest::of(text.as_bytes())) };
        let mut warnings = Vec::new();
        let known = stamp.history;
        let (both, lost, digest) =
            self.save_history(&whole, &notebook.notes, history, stamp.history, &mut warnings);
        let base = Arc::new(notebook.notes.clone());
        let seen = disk::look(&path);
        let mut stamp = Stamp { path: path.clone(), held, seen, base, history: digest };
        let came_in = (whole.notes != notebook.notes || both != *history).then(|| CameIn {
            stamp: Stamp { base: Arc::new(whole.notes.clone()), ..stamp.clone() },
            notes: whole.notes,
            history: both,
            lost,
        });
        if came_in.is_some() {
            // Who saved this does not know others' steps before it has taken them up.
            stamp.history = known;
        }
        Ok(Some(Saved { path, stamp, conflict: None, came_in, warnings }))
    }

    /// Removes what a program that was killed in the middle of a save has left half written.
    pub fn sweep(&self) {
        let state = &self.dirs.state;
        for folder in
            [self.dirs.notes(), state.join("history"), state.join("drafts"), state.clone()]
        {
            disk::sweep(&folder);
        }
    }

    /// Saves the note that is being typed.
    ///
    /// # Errors
    /// In the user's terms.
    pub fn save_draft(&self, article: &ArticleId, draft: &Draft) -> Result<()> {
        disk::replace(&self.kept_path("drafts", article), draft::to_toml(draft).as_bytes())
    }

    /// Forgets the note that was being typed.
    ///
    /// # Errors
    /// In the user's terms.
    pub fn remove_draft(&self, article: &ArticleId) -> Result<()> {
        disk::remove(&self.kept_path("drafts", article))
    }

    /// Where the reader was in an article.
    #[must_use]
    pub fn place(&self, article: &ArticleId) -> Option<ReadingPlace> {
        self.places().into_iter().find(|place| place.article == *article)
    }

    /// All places, the latest first.
    #[must_use]
    pub fn places(&self) -> Vec<ReadingPlace> {
        let bytes = disk::read(&self.places_path()).ok().flatten().unwrap_or_default();
        places::from_toml(&String::from_utf8_lossy(&bytes))
    }

    /// Remembers where the reader was, among what other runs of the program have remembered.
    ///
    /// # Errors
    /// In the user's terms.
    pub fn save_place(&self, place: ReadingPlace) -> Result<()> {
        let _lock = self.lock()?;
        let all = places::with(self.places(), place);
        disk::replace(&self.places_path(), places::to_toml(&all).as_bytes())
    }

    /// Writes what can be undone, together with what other windows have written there since `known`.
    /// `before` are the notes that were to be saved, before others' were merged into them.
    /// Gives what was written, how many steps no longer fit the notes, and the file's digest.
    fn save_history(
        &self,
        notebook: &Notebook,
        before: &Notes,
        ours: &History,
        known: Option<Digest>,
        warnings: &mut Vec<String>,
    ) -> (History, usize, Option<Digest>) {
        let (theirs, digest) = self.history(&notebook.article);
        let (both, lost) = if digest == known {
            // Whoever wrote there, if anybody, keeps no history: then it is a step of ours.
            fitted(&with_outside(ours, before, &notebook.notes), &notebook.notes)
        } else {
            histories(ours, &theirs, &notebook.notes)
        };
        match self.write_history(&notebook.article, &both) {
            Ok(digest) => (both, lost, digest),
            Err(error) => {
                warnings.push(format!("the notes are saved, but not their undo: {error:#}"));
                (both, lost, digest)
            }
        }
    }

    /// What was chosen in the export menu the last time; empty where nothing was.
    #[must_use]
    pub fn choice(&self) -> String {
        let bytes = disk::read(&self.choice_path()).ok().flatten().unwrap_or_default();
        String::from_utf8(bytes).unwrap_or_default()
    }

    /// Keeps what was chosen in the export menu.
    ///
    /// # Errors
    /// In the user's terms.
    pub fn save_choice(&self, choice: &str) -> Result<()> {
        disk::replace(&self.choice_path(), choice.as_bytes())
    }

    fn choice_path(&self) -> PathBuf {
        self.dirs.state.join("export-choice")
    }

    fn write_history(&self, article: &ArticleId, history: &History) -> Result<Option<Digest>> {
        let path = self.kept_path("history", article);
        if *history == History::default() {
            disk::remove(&path)?;
            return Ok(None);
        }
        let text = history_to_toml(history);
        disk::replace(&path, text.as_bytes())?;
        Ok(Some(Digest::of(text.as_bytes())))
    }

    /// What can be undone on an article, and the digest of the file that says so.
    fn history(&self, article: &ArticleId) -> (History, Option<Digest>) {
        let text = self.kept("history", article);
        let digest = text.as_ref().map(|text| Digest::of(text.as_bytes()));
        (text.map(|text| history_from_toml(&text)).unwrap_or_default(), digest)
    }

    /// Waits until no other process reads or writes.
    fn lock(&self) -> Result<Lock> {
        lock::take(&self.dirs.state.join("lock"), lock::PATIENCE)
    }

    /// Notes and what can be undone are two files: nobody should write between the two readings. Who
    /// cannot wait so long reads all the same.
    fn lock_to_read(&self) -> Result<Lock> {
        lock::take_to_read(&self.dirs.state.join("lock"), lock::PATIENCE)
    }

    fn places_path(&self) -> PathBuf {
        self.dirs.state.join("places.toml")
    }

    fn kept_path(&self, folder: &str, article: &ArticleId) -> PathBuf {
        self.dirs.state.join(folder).join(format!("{}.toml", find::short(article)))
    }

    fn kept(&self, folder: &str, article: &ArticleId) -> Option<String> {
        String::from_utf8(disk::read(&self.kept_path(folder, article)).ok()??).ok()
    }
}

/// Whether what was being typed is in a note.
fn is_saved(draft: &Draft, notes: &Notes) -> bool {
    let is_it = |note: &&crate::notes::Note| match draft.note {
        Some(id) => note.id == id,
        None => note.anchor == draft.typed.anchor,
    };
    notes.values().filter(is_it).any(|note| note.body == draft.typed.body)
}

fn held(current: &Result<Option<Vec<u8>>>) -> Held {
    match current {
        Ok(None) => Held::Nothing,
        Ok(Some(bytes)) => Held::Bytes(Digest::of(bytes)),
        Err(_) => Held::Unreadable,
    }
}

/// The text and the notes of a notes file, where it can be read as one.
fn readable(bytes: &[u8]) -> Option<(&str, Notebook)> {
    let text = std::str::from_utf8(bytes).ok()?;
    let (notebook, _) = from_toml(text).ok()?;
    Some((text, notebook))
}

/// Reads a notes file. What cannot be read is a problem, and stays.
fn read_notes(path: &Path, problems: &mut Vec<Problem>) -> (Option<Notebook>, Held) {
    let mut unreadable = |why: String| {
        problems.push(notes_problem(format!(
            "the notes in {} cannot be read and are kept as they are, new ones go into a file \
             beside it: {why}",
            path.display()
        )));
        (None, Held::Unreadable)
    };
    let bytes = match disk::read(path) {
        Ok(None) => return (None, Held::Nothing),
        Ok(Some(bytes)) => bytes,
        Err(error) => return unreadable(error.root_cause().to_string()),
    };
    let Ok(text) = std::str::from_utf8(&bytes) else {
        return unreadable("it is not UTF-8 text".to_owned());
    };
    match from_toml(text) {
        Ok((notebook, said)) => {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let said = said.into_iter().map(|p| notes_problem(format!("{name}, {}", p.says)));
            problems.extend(said);
            (Some(notebook), Held::Bytes(Digest::of(&bytes)))
        }
        Err(why) => unreadable(why),
    }
}

fn notes_problem(says: String) -> Problem {
    Problem { kind: ProblemKind::Notes, says }
}
