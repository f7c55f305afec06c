//! Notes files merged into one another: those that a conflict left, and those that the reader names.

use super::{Stamp, Store, find, held, readable};
use crate::io::disk;
use crate::notes::join::{Joined, Parting, differing, texts};
use crate::notes::merge::{Notes, Tally, counted, fitted};
use crate::notes::{Change, Edit, History, Notebook};
use anyhow::{Context, Result, anyhow, bail};
use std::path::{Path, PathBuf};

/// The files that conflicts left beside a notes file.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Conflicts {
    /// How many files.
    pub files: usize,
    /// How many notes in them are not the same in the notes file.
    pub notes: usize,
    /// Those that cannot be read, which stay as they are.
    pub unreadable: Vec<PathBuf>,
}

impl Conflicts {
    /// `2 conflict files with 3 notes that differ`.
    #[must_use]
    pub fn says(&self) -> String {
        let files = match self.files {
            1 => "1 conflict file".to_owned(),
            n => format!("{n} conflict files"),
        };
        let differ = if self.notes == 1 { "differs" } else { "differ" };
        format!("{files} with {} that {differ}", counted(self.notes))
    }
}

impl Store {
    /// Counts what conflicts have left beside a notes file.
    #[must_use]
    pub fn conflicts(&self, stamp: &Stamp) -> Conflicts {
        count(&others(stamp), &notes_in(stamp.path()).unwrap_or_default())
    }

    /// What the reader should be told of conflicts that were left beside a notes file, if any were.
    #[must_use]
    pub fn told_of_conflicts(&self, stamp: &Stamp) -> Option<String> {
        told(&others(stamp), stamp)
    }

    /// Takes what conflicts have left beside a notes file into it, as one step that can be undone, and
    /// removes those files of which everything is in it now. Gives how many files and notes that were.
    ///
    /// # Errors
    /// In the user's terms; then all files are as they were.
    pub fn merge_conflicts(&self, stamp: &Stamp) -> Result<(usize, Tally)> {
        let _lock = self.lock()?;
        let files: Vec<PathBuf> =
            others(stamp).into_iter().filter(|path| notes_in(path).is_some()).collect();
        let read = files.iter().map(|path| disk::read(path)).collect::<Result<Vec<_>>>()?;
        let (_, tally) = self.merge(stamp.path(), &files, stamp.path())?;
        for (path, bytes) in files.iter().zip(read) {
            // Whoever wrote to it meanwhile wants it merged once more.
            if disk::read(path).ok() == Some(bytes) {
                disk::remove(path)?;
            }
        }
        Ok((files.len(), tally))
    }

    /// Merges a second notes file into a first, and writes what comes of it over the first or elsewhere.
    /// The second stays as it is.
    ///
    /// # Errors
    /// In the user's terms; then all files are as they were.
    pub fn merge_files(
        &self,
        first: &Path,
        second: &Path,
        output: Option<&Path>,
    ) -> Result<Joined> {
        let _lock = self.lock()?;
        let (joined, _) = self.merge(first, &[second.to_owned()], output.unwrap_or(first))?;
        joined.ok_or_else(|| anyhow!("nothing was merged; this is a bug"))
    }

    fn merge(
        &self,
        first: &Path,
        others: &[PathBuf],
        output: &Path,
    ) -> Result<(Option<Joined>, Tally)> {
        let current = disk::read(first);
        let was = held(&current);
        let bytes =
            current?.ok_or_else(|| anyhow!("{}: there is no such file", first.display()))?;
        let text = String::from_utf8(bytes)
            .with_context(|| format!("{}: it is not UTF-8 text", first.display()))?;
        let (_, before) = readable(text.as_bytes())
            .ok_or_else(|| anyhow!("{}: it cannot be read as notes", first.display()))?;
        let (history, _) = self.history(&before.article);
        let mut merged = text.clone();
        let mut last: Option<Joined> = None;
        for path in others {
            let bytes = disk::read(path)?
                .ok_or_else(|| anyhow!("{}: there is no such file", path.display()))?;
            let other = String::from_utf8(bytes)
                .with_context(|| format!("{}: it is not UTF-8 text", path.display()))?;
            let parting = if find::is_conflict(path) || find::is_conflict(first) {
                Parting::BothChanged
            } else {
                Parting::Unknown(&history)
            };
            let joined = texts(&merged, &other, parting)
                .map_err(|why| anyhow!("{} and {}: {why}", first.display(), path.display()))?;
            merged.clone_from(&joined.text);
            last = Some(joined);
        }
        let Some(joined) = &last else { return Ok((None, Tally::default())) };
        let tally = Tally::between(&before.notes, &joined.notebook.notes);
        let is_over = output == first;
        if merged != text || !is_over {
            let still = || !is_over || held(&disk::read(first)) == was;
            if !disk::replace_if(output, merged.as_bytes(), still)? {
                bail!("{} was changed while it was merged; try again", first.display());
            }
        }
        if is_over && self.is_ours(first) {
            // Without it the merge stands all the same; it can only not be taken back in one step.
            let _ = self.remember(&before, &joined.notebook.notes, &history);
        }
        Ok((last, tally))
    }

    /// Remembers a merge as a step that can be undone.
    fn remember(&self, before: &Notebook, after: &Notes, history: &History) -> Result<()> {
        let mut edits: Vec<Edit> = before
            .notes
            .iter()
            .map(|(id, note)| (*id, Some(note), after.get(id)))
            .chain(after.iter().map(|(id, note)| (*id, before.notes.get(id), Some(note))))
            .filter(|(_, before, after)| before != after)
            .map(|(id, before, after)| Edit { id, before: before.cloned(), after: after.cloned() })
            .collect();
        edits.sort_by_key(|edit| edit.id);
        edits.dedup_by_key(|edit| edit.id);
        if edits.is_empty() {
            return Ok(());
        }
        let (mut history, _) = fitted(history, &before.notes);
        history.done.push(Change {
            label: "merging of notes files".into(),
            at: crate::io::read::now(),
            edits,
        });
        history.undone.clear();
        self.write_history(&before.article, &history).map(|_| ())
    }

    /// Whether a file is where the notes that the reader sees come from.
    fn is_ours(&self, path: &Path) -> bool {
        let whole = |path: &Path| std::path::absolute(path).unwrap_or(path.to_owned());
        whole(path).parent() == Some(&whole(&self.dirs.notes()))
    }
}

/// The files that conflicts left, but for the one that is written to.
fn others(stamp: &Stamp) -> Vec<PathBuf> {
    find::beside(stamp.path()).into_iter().filter(|path| path != stamp.path()).collect()
}

fn count(files: &[PathBuf], known: &Notes) -> Conflicts {
    let mut conflicts = Conflicts { files: files.len(), ..Conflicts::default() };
    for path in files {
        match notes_in(path) {
            Some(notes) => conflicts.notes += differing(known, &notes),
            None => conflicts.unreadable.push(path.clone()),
        }
    }
    conflicts
}

/// What the reader should be told of files beside a notes file, if anything.
pub(super) fn told(beside: &[PathBuf], stamp: &Stamp) -> Option<String> {
    let files: Vec<PathBuf> =
        beside.iter().filter(|path| **path != *stamp.path()).cloned().collect();
    let first = files.first()?;
    let conflicts = count(&files, &stamp.base);
    let mut says = format!(
        "There are more notes on this article: {}; :merge-conflicts takes them in ({}{})",
        conflicts.says(),
        first.display(),
        if files.len() > 1 { " and others" } else { "" }
    );
    for path in conflicts.unreadable {
        says.push_str(&format!("; {} cannot be read", path.display()));
    }
    Some(says)
}

fn notes_in(path: &Path) -> Option<Notes> {
    let bytes = disk::read(path).ok()??;
    readable(&bytes).map(|(_, notebook)| notebook.notes)
}
