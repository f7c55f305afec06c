//! The note being typed, kept so that a crash costs at most a second of typing.

use super::NoteId;
use super::kept::KeptAnchor;
use super::record::time_text;
use crate::doc::{Anchor, Time};
use serde::{Deserialize, Serialize};

/// An unfinished note.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// The note that is being edited; `None` for a new one.
    pub note: Option<NoteId>,
    /// What it is on.
    pub anchor: Anchor,
    /// What has been typed so far.
    pub body: String,
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
    Some(Draft { note, anchor: kept.anchor.read()?, body: kept.body, at: Time::parse(&kept.at)? })
}

/// Writes a draft.
#[must_use]
pub fn to_toml(draft: &Draft) -> String {
    let kept = Kept {
        note: draft.note.map(|id| id.to_string()),
        body: draft.body.clone(),
        at: time_text(draft.at),
        anchor: KeptAnchor::of(&draft.anchor),
    };
    toml::to_string(&kept).unwrap_or_default()
}

#[derive(Serialize, Deserialize)]
struct Kept {
    note: Option<String>,
    body: String,
    at: String,
    anchor: KeptAnchor,
}
