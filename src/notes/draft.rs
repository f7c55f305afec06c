//! The note being typed, kept so that a crash costs at most a second of typing.

use super::record::{self, time_text};
use super::{Note, NoteId};
use crate::doc::Time;
use serde::{Deserialize, Serialize};

/// An unfinished note.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// The note that is being edited; `None` for a new one.
    pub note: Option<NoteId>,
    /// The note as it would be if it were saved now. Its id means nothing where it is new.
    pub typed: Note,
    /// When it was last typed at.
    pub at: Time,
}

/// Reads a draft; `None` when it cannot be read.
#[must_use]
pub fn from_toml(text: &str) -> Option<Draft> {
    let kept: Kept = toml::from_str(text).ok()?;
    let note = match kept.note {
        Some(id) => Some(NoteId::parse(&id)?),
        None => None,
    };
    let typed = record::from_text(&kept.typed, note.unwrap_or(NoteId(0)))?;
    Some(Draft { note, typed, at: Time::parse(&kept.at)? })
}

/// Writes a draft.
#[must_use]
pub fn to_toml(draft: &Draft) -> String {
    let kept = Kept {
        note: draft.note.map(|id| id.to_string()),
        at: time_text(draft.at),
        typed: record::to_text(&draft.typed),
    };
    toml::to_string(&kept).unwrap_or_default()
}

#[derive(Serialize, Deserialize)]
struct Kept {
    note: Option<String>,
    at: String,
    /// A record as it would stand in the notes file.
    typed: String,
}
