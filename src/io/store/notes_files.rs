//! All notes files, one by one, and changing one without its article at hand.

use super::{Held, Stamp, Store, find};
use crate::doc::{Digest, Problem, Time};
use crate::io::disk;
use crate::notes::bulk::{self, Bulks};
use crate::notes::{Change, Notebook, from_toml};
use anyhow::{Context, Result, anyhow, bail};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A notes file longer than this is not listed, in bytes.
const MOST: u64 = 16 * 1024 * 1024;

/// The notes files, by name.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Files {
    /// Those of articles.
    pub notes: Vec<PathBuf>,
    /// Those that a conflict left beside them.
    pub conflicts: Vec<PathBuf>,
}

impl Store {
    /// The names of all notes files.
    ///
    /// # Errors
    /// In the user's terms, when the folder is there and cannot be read.
    pub fn notes_files(&self) -> Result<Files> {
        let folder = self.dirs.notes();
        match fs::read_dir(&folder) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(disk::plainly(&error))
                    .with_context(|| format!("cannot read the folder {}", folder.display()));
            }
            _ => {}
        }
        let is_conflict = |path: &PathBuf| {
            path.file_name().unwrap_or_default().to_string_lossy().contains(".conflict-")
        };
        let (conflicts, notes) = find::toml_files(&folder).into_iter().partition(is_conflict);
        Ok(Files { notes, conflicts })
    }

    /// The path of a notes file by its name.
    #[must_use]
    pub fn notes_path(&self, name: &str) -> PathBuf {
        self.dirs.notes().join(name)
    }

    /// The notebook of a file, and which of its records are not understood.
    ///
    /// # Errors
    /// In the user's terms: why it cannot be read, with line and column; the file is for the caller to
    /// name. It stays as it is.
    pub fn notebook(&self, path: &Path) -> Result<(Notebook, Vec<Problem>)> {
        read(path).map(|(notebook, problems, _)| (notebook, problems))
    }

    /// Changes the notes in a file as one step of its history, and gives them back as they are then.
    ///
    /// # Errors
    /// In the user's terms, when they have changed meanwhile or cannot be written. They are as they were.
    pub fn amend(&self, path: &Path, change: &Change, now: Time) -> Result<Notebook> {
        let (mut notebook, _, mut stamp) = read(path)?;
        let (mut history, digest) = self.history(&notebook.article);
        stamp.history = digest;
        history
            .step(change, &mut notebook)
            .map_err(|_| anyhow!("its notes have changed meanwhile and stay as they are"))?;
        let saved = self.save(&notebook, &history, &stamp, now)?;
        if let Some(beside) = saved.conflict {
            bail!(
                "it was changed at the same moment; what was to be done is in {}",
                beside.path().display()
            );
        }
        Ok(notebook)
    }

    /// What can be taken back of what was done to many notes.
    #[must_use]
    pub fn bulks(&self) -> Bulks {
        let bytes = disk::read(&self.bulks_path()).ok().flatten().unwrap_or_default();
        bulk::from_toml(&String::from_utf8_lossy(&bytes))
    }

    /// Remembers it.
    ///
    /// # Errors
    /// In the user's terms.
    pub fn save_bulks(&self, bulks: &Bulks) -> Result<()> {
        disk::replace(&self.bulks_path(), bulk::to_toml(bulks).as_bytes())
    }

    pub(super) fn bulks_path(&self) -> PathBuf {
        self.dirs.state.join("bulks.toml")
    }
}

fn read(path: &Path) -> Result<(Notebook, Vec<Problem>, Stamp)> {
    let size = fs::metadata(path).map_err(|error| disk::plainly(&error))?;
    if !size.is_file() {
        bail!("this is no file");
    }
    if size.len() > MOST {
        bail!("it is longer than {} MiB", MOST / 1024 / 1024);
    }
    let bytes = fs::read(path).map_err(|error| disk::plainly(&error))?;
    let text = std::str::from_utf8(&bytes).map_err(|_| anyhow!("it is not UTF-8 text"))?;
    let (notebook, problems) = from_toml(text).map_err(|why| anyhow!(why))?;
    let held = Held::Bytes(Digest::of(&bytes));
    let base = Arc::new(notebook.notes.clone());
    let stamp = Stamp { path: path.to_owned(), held, seen: disk::look(path), base, history: None };
    Ok((notebook, problems, stamp))
}
