//! Saving the notes on an article, merged with what others have written since they were read.

use super::{CameIn, Conflict, Held, Saved, Stamp, Store, find, held, readable};
use crate::doc::{Digest, Time};
use crate::io::disk::{self, Look};
use crate::notes::merge::three_way;
use crate::notes::{History, Notebook, to_toml};
use anyhow::{Result, bail};
use std::sync::Arc;

/// So often a file may be changed by somebody else while it is being saved before that is given up.
const ATTEMPTS: usize = 5;

impl Store {
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
}
