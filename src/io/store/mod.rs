//! The reader's notes on the disk: finding, reading and saving them.
//!
//! Two rules stand above all others. What cannot be read is never written over. And what
//! somebody else wrote since it was read is never written over either: then the notes go into
//! a file beside it, and whoever called is told.

mod find;
mod notes_files;
#[cfg(test)]
mod tests;

pub use notes_files::Files;

use super::dirs::Dirs;
use super::disk;
use crate::doc::{Article, ArticleId, Digest, Problem, ProblemKind, Time};
use crate::notes::draft::{self, Draft};
use crate::notes::places::{self, ReadingPlace};
use crate::notes::{History, Notebook, from_toml, history_from_toml, history_to_toml, to_toml};
use anyhow::Result;
use std::path::{Path, PathBuf};

/// The files that the program keeps for its reader.
#[derive(Clone, Debug)]
pub struct Store {
    dirs: Dirs,
}

/// Which file a notebook was read from, and what it held: what saving compares with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    path: PathBuf,
    held: Held,
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// The file that the notes are in now. With no notes at all there may be none.
    pub path: PathBuf,
    /// For the next save.
    pub stamp: Stamp,
    /// The file beside the usual one that the notes went to, because the usual one had been
    /// changed or cannot be read. Later saves go there as well.
    pub conflict: Option<PathBuf>,
    /// Sentences on what went wrong beside the notes, which are safe.
    pub warnings: Vec<String>,
}

impl Stamp {
    /// The file that is written next.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

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
        let mut problems = Vec::new();
        let found = find::notes_file(&self.dirs.notes(), article);
        let path = found.unwrap_or_else(|| self.dirs.notes().join(find::file_name(article)));
        let beside = find::beside(&path);
        let (mut notebook, mut held) = read_notes(&path, &mut problems);
        let mut stamp_path = path.clone();
        for other in &beside {
            problems.push(notes_problem(format!(
                "there are more notes on this article in {}, saved there because {} had been \
                 changed or could not be read",
                other.display(),
                path.display()
            )));
        }
        if held == Held::Unreadable
            && let Some(other) = beside.last()
            && let (Some(read), Held::Bytes(digest)) = read_notes(other, &mut problems)
        {
            (notebook, held) = (Some(read), Held::Bytes(digest));
            stamp_path.clone_from(other);
        }
        let new = || Notebook::new(article.id.clone(), article.meta.clone(), article.digest);
        let mut notebook = notebook.unwrap_or_else(new);
        // The file may have been written under another name of the article's.
        notebook.article = article.id.clone();
        Loaded {
            notebook,
            stamp: Stamp { path: stamp_path, held },
            history: self
                .kept("history", &article.id)
                .map(|t| history_from_toml(&t))
                .unwrap_or_default(),
            draft: self.kept("drafts", &article.id).and_then(|text| draft::from_toml(&text)),
            problems,
        }
    }

    /// Saves the notes and what can be undone.
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
        let current = disk::read(&stamp.path);
        let held = match &current {
            Ok(None) => Held::Nothing,
            Ok(Some(bytes)) => Held::Bytes(Digest::of(bytes)),
            Err(_) => Held::Unreadable,
        };
        let mut saved = Saved {
            path: stamp.path.clone(),
            stamp: stamp.clone(),
            conflict: None,
            warnings: Vec::new(),
        };
        let untouched = stamp.held != Held::Unreadable && held == stamp.held;
        if notebook.notes.is_empty() && stamp.held == Held::Nothing && untouched {
            self.save_history(notebook, history, &mut saved);
            return Ok(saved);
        }
        // A file that was removed has nothing in it that could be lost.
        let text = if untouched || held == Held::Nothing {
            let bytes = current.ok().flatten().unwrap_or_default();
            let text = to_toml(notebook, &String::from_utf8_lossy(&bytes));
            if bytes != text.as_bytes() {
                disk::replace(&saved.path, text.as_bytes())?;
            }
            text
        } else {
            let text = to_toml(notebook, "");
            saved.path = find::free_beside(&stamp.path, now);
            disk::replace(&saved.path, text.as_bytes())?;
            saved.conflict = Some(saved.path.clone());
            text
        };
        saved.stamp =
            Stamp { path: saved.path.clone(), held: Held::Bytes(Digest::of(text.as_bytes())) };
        self.save_history(notebook, history, &mut saved);
        Ok(saved)
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
        let all = places::with(self.places(), place);
        disk::replace(&self.places_path(), places::to_toml(&all).as_bytes())
    }

    fn save_history(&self, notebook: &Notebook, history: &History, saved: &mut Saved) {
        let path = self.kept_path("history", &notebook.article);
        let written = if *history == History::default() {
            disk::remove(&path)
        } else {
            disk::replace(&path, history_to_toml(history).as_bytes())
        };
        if let Err(error) = written {
            saved.warnings.push(format!("the notes are saved, but not their undo: {error:#}"));
        }
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
