//! The reader's notes on the disk: finding, reading and saving them.
//!
//! Two rules stand above all others. What cannot be read is never written over. And what
//! somebody else wrote since it was read is never written over either: then the notes go into
//! a file beside it, and whoever called is told.

mod all;
mod drafts;
mod find;
mod history;
pub mod intake;
mod join;
mod notes_files;
mod outside;
mod remembered;
mod save;
#[cfg(test)]
mod tests;
mod texts;

pub use join::Conflicts;
pub use notes_files::Files;
pub use outside::{CameIn, Outside};
pub use texts::KeptText;

use super::dirs::Dirs;
use super::disk::{self, Look};
use super::lock::{self, Lock};
use crate::doc::{Article, ArticleId, Digest, Meta, Problem, ProblemKind};
use crate::notes::draft::Draft;
use crate::notes::merge::{Notes, counted, fitted};
use crate::notes::{History, Notebook, from_toml};
use anyhow::Result;
use drafts::Drafts;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// The files that the program keeps for its reader.
#[derive(Clone, Debug)]
pub struct Store {
    dirs: Dirs,
    drafts: Arc<Mutex<Drafts>>,
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
    /// A note that was being typed when the program ended; only of an article that is read.
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

impl Store {
    /// The files under these folders.
    #[must_use]
    pub fn new(dirs: Dirs) -> Self {
        Self { dirs, drafts: Arc::default() }
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
        let loaded = self.load_from(&path, Some((&article.id, &article.meta, article.digest)));
        let draft = self.draft(&article.id, &loaded.notebook.notes);
        Loaded { draft, ..loaded }
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
        Loaded {
            // What somebody did to the file by hand cannot be taken back, and must not bar the way.
            history: fitted(&history, &notebook.notes).0,
            draft: None,
            notebook,
            stamp,
            problems,
        }
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

    /// Waits until no other process reads or writes.
    fn lock(&self) -> Result<Lock> {
        lock::take(&self.dirs.state.join("lock"), lock::PATIENCE)
    }

    /// Notes and what can be undone are two files: nobody should write between the two readings. Who
    /// cannot wait so long reads all the same.
    fn lock_to_read(&self) -> Result<Lock> {
        lock::take_to_read(&self.dirs.state.join("lock"), lock::PATIENCE)
    }

    fn kept_path(&self, folder: &str, article: &ArticleId) -> PathBuf {
        self.dirs.state.join(folder).join(format!("{}.toml", find::short(article)))
    }

    fn kept(&self, folder: &str, article: &ArticleId) -> Option<String> {
        String::from_utf8(disk::read(&self.kept_path(folder, article)).ok()??).ok()
    }
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
