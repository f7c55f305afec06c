//! Edits, and undoing them.
//!
//! An edit says what was before and what is after; to undo it is to swap the
//! two. Applying one refuses when reality is not what `before` says, so an undo
//! can never silently overwrite what came in from elsewhere.

use super::{Note, NoteId, Notebook};
use crate::doc::Time;

/// One record made, changed or removed.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    /// Which record.
    pub id: NoteId,
    /// What it was; `None` when it was not there.
    pub before: Option<Note>,
    /// What it is; `None` when it is removed.
    pub after: Option<Note>,
}

/// One intention of the reader's: what one `u` takes back.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// What was done, for the status line: `highlight`, `delete note`.
    pub label: String,
    /// When it was done; the beginning of time where that was not kept.
    pub at: Time,
    /// In the order in which they are applied.
    pub edits: Vec<Edit>,
}

/// An edit that does not fit what is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conflict(pub NoteId);

/// The changes that can be undone, and those that can be done again.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct History {
    /// Done, the latest last.
    pub done: Vec<Change>,
    /// Undone, the latest last.
    pub undone: Vec<Change>,
}

impl Notebook {
    /// A name for a note that no other note of this article has, made from the time and randomness.
    #[must_use]
    pub fn fresh_id(&self, at: Time, entropy: u64) -> NoteId {
        // 42 bits of milliseconds last until 2109, and make the order of ids the order of making.
        let millis = u64::try_from(at.0).unwrap_or(0) & ((1 << 42) - 1);
        let mut id = NoteId((millis << 22) | (entropy & ((1 << 22) - 1)));
        while self.notes.contains_key(&id) {
            id = NoteId(id.0.wrapping_add(1));
        }
        id
    }
}

impl Change {
    /// The change that takes this one back.
    #[must_use]
    pub fn inverse(&self) -> Self {
        let edits = self
            .edits
            .iter()
            .rev()
            .map(|e| Edit { id: e.id, before: e.after.clone(), after: e.before.clone() })
            .collect();
        Self { label: self.label.clone(), at: self.at, edits }
    }

    /// Applies all edits, or none.
    ///
    /// # Errors
    /// A [`Conflict`] names the first record that is not what the change expects.
    pub fn apply(&self, notebook: &mut Notebook) -> Result<(), Conflict> {
        let mut notes = notebook.notes.clone();
        for edit in &self.edits {
            if notes.get(&edit.id) != edit.before.as_ref() {
                return Err(Conflict(edit.id));
            }
            match &edit.after {
                Some(note) => notes.insert(edit.id, note.clone()),
                None => notes.remove(&edit.id),
            };
        }
        notebook.notes = notes;
        Ok(())
    }
}

impl History {
    /// How many changes are kept.
    pub const LIMIT: usize = 200;

    /// Applies a change and remembers it; what had been undone can no longer be done again.
    ///
    /// # Errors
    /// The notebook and the history stay as they are when the change does not fit.
    pub fn make(&mut self, change: Change, notebook: &mut Notebook) -> Result<(), Conflict> {
        change.apply(notebook)?;
        self.done.push(change);
        let over = self.done.len().saturating_sub(Self::LIMIT);
        self.done.drain(..over);
        self.undone.clear();
        Ok(())
    }

    /// Takes the last change back and returns its label; `None` when there is none.
    ///
    /// # Errors
    /// The notebook and the history stay as they are when the notebook has changed meanwhile.
    pub fn undo(&mut self, notebook: &mut Notebook) -> Result<Option<String>, Conflict> {
        let Some(change) = self.done.last() else { return Ok(None) };
        change.inverse().apply(notebook)?;
        let label = change.label.clone();
        self.undone.extend(self.done.pop());
        Ok(Some(label))
    }

    /// Does the last undone change again and returns its label; `None` when there is none.
    ///
    /// # Errors
    /// The notebook and the history stay as they are when the notebook has changed meanwhile.
    pub fn redo(&mut self, notebook: &mut Notebook) -> Result<Option<String>, Conflict> {
        let Some(change) = self.undone.last() else { return Ok(None) };
        change.apply(notebook)?;
        let label = change.label.clone();
        self.done.extend(self.undone.pop());
        Ok(Some(label))
    }

    /// Applies a change that comes from outside this history. Where it takes back the last one that was
    /// done, or does the last one again that was taken back, it is a step in the history and no new change.
    ///
    /// # Errors
    /// The notebook and the history stay as they are when the change does not fit.
    pub fn step(&mut self, change: &Change, notebook: &mut Notebook) -> Result<(), Conflict> {
        if self.done.last().is_some_and(|last| last.inverse().edits == change.edits) {
            return self.undo(notebook).map(drop);
        }
        if self.undone.last().is_some_and(|last| last.edits == change.edits) {
            return self.redo(notebook).map(drop);
        }
        self.make(change.clone(), notebook)
    }
}
