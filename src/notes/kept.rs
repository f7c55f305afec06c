//! What the program keeps for itself beside the notes file: the history and the draft.
//!
//! Nobody edits these, so they are written whole. The derives are on counterparts of the
//! core types, which stay free to change.

use super::record::{self, time_text};
use super::{Change, Edit, History, Note, NoteId};
use crate::doc::{Anchor, Digest, Time};
use crate::text::Span;
use serde::{Deserialize, Serialize};

/// A history is kept up to this many bytes; the oldest changes go first.
const MOST_BYTES: usize = 1024 * 1024;

/// Reads a history; what cannot be read is an empty history.
#[must_use]
pub fn history_from_toml(text: &str) -> History {
    let kept: KeptHistory = toml::from_str(text).unwrap_or_default();
    let changes = |kept: Vec<KeptChange>| -> Option<Vec<Change>> {
        let over = kept.len().saturating_sub(History::LIMIT);
        kept.into_iter().skip(over).map(KeptChange::read).collect()
    };
    // Half a history would undo what came after the half that is missing.
    match (changes(kept.done), changes(kept.undone)) {
        (Some(done), Some(undone)) => History { done, undone },
        _ => History::default(),
    }
}

/// Writes a history, without its oldest changes where it is too long.
#[must_use]
pub fn history_to_toml(history: &History) -> String {
    let mut room = MOST_BYTES;
    let mut latest = |changes: &[Change]| {
        let mut kept: Vec<KeptChange> = changes
            .iter()
            .rev()
            .take(History::LIMIT)
            .take_while(|change| {
                let left = room.checked_sub(size(change));
                room = left.unwrap_or(0);
                left.is_some()
            })
            .map(KeptChange::of)
            .collect();
        kept.reverse();
        kept
    };
    let done = latest(&history.done);
    let undone = latest(&history.undone);
    toml::to_string(&KeptHistory { done, undone }).unwrap_or_default()
}

/// About how many bytes a change takes in a file.
pub(super) fn size(change: &Change) -> usize {
    let note = |note: &Option<Note>| {
        note.as_ref().map_or(0, |note| note.anchor.exact.len() + note.body.len() + 400)
    };
    change.edits.iter().map(|edit| note(&edit.before) + note(&edit.after) + 60).sum()
}

#[derive(Serialize, Deserialize, Default)]
struct KeptHistory {
    #[serde(default)]
    done: Vec<KeptChange>,
    #[serde(default)]
    undone: Vec<KeptChange>,
}

/// A change in a file that is only the program's.
#[derive(Serialize, Deserialize)]
pub(super) struct KeptChange {
    label: String,
    at: Option<String>,
    #[serde(default)]
    edit: Vec<KeptEdit>,
}

/// A record before and after, each as it would stand in the notes file: one way of writing a
/// note is enough.
#[derive(Serialize, Deserialize)]
struct KeptEdit {
    id: String,
    before: Option<String>,
    after: Option<String>,
}

/// An anchor in a file that is only the program's.
#[derive(Serialize, Deserialize)]
pub(super) struct KeptAnchor {
    digest: String,
    start: u32,
    end: u32,
    exact: String,
    before: String,
    after: String,
}

impl KeptChange {
    /// For writing.
    pub(super) fn of(change: &Change) -> Self {
        let edit = |edit: &Edit| KeptEdit {
            id: edit.id.to_string(),
            before: edit.before.as_ref().map(record::to_text),
            after: edit.after.as_ref().map(record::to_text),
        };
        let at = Some(time_text(change.at)).filter(|_| change.at != Time::default());
        Self { label: change.label.clone(), at, edit: change.edits.iter().map(edit).collect() }
    }

    /// As it was written; `None` where somebody spoiled it.
    pub(super) fn read(self) -> Option<Change> {
        let edit = |kept: KeptEdit| {
            let id = NoteId::parse(&kept.id)?;
            let note = |text: Option<String>| match text {
                Some(text) => record::from_text(&text, id).map(Some),
                None => Some(None),
            };
            Some(Edit { id, before: note(kept.before)?, after: note(kept.after)? })
        };
        let edits = self.edit.into_iter().map(edit).collect::<Option<_>>()?;
        let at = self.at.and_then(|at| Time::parse(&at)).unwrap_or_default();
        Some(Change { label: self.label, at, edits })
    }
}

impl KeptAnchor {
    /// For writing.
    pub(super) fn of(anchor: &Anchor) -> Self {
        let number = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self {
            digest: anchor.digest.to_string(),
            start: number(anchor.span.start()),
            end: number(anchor.span.end()),
            exact: anchor.exact.clone(),
            before: anchor.before.clone(),
            after: anchor.after.clone(),
        }
    }

    /// As it was written; `None` where somebody spoiled it.
    pub(super) fn read(self) -> Option<Anchor> {
        Some(Anchor {
            digest: Digest::parse(&self.digest)?,
            span: Span::new(self.start as usize, self.end as usize),
            exact: self.exact,
            before: self.before,
            after: self.after,
        })
    }
}
