//! The notes file: TOML that a person can read and edit.

use super::{History, Notebook};
use crate::doc::Problem;

/// The version that is written at the top of every file.
pub const FORMAT: i64 = 1;

/// Reads a notes file. `Err` with a sentence (with line and column) when it cannot be read as one:
/// the caller keeps the file and never overwrites it. Records that are not understood are kept in
/// the file and reported as problems.
///
/// # Errors
/// A sentence that says what is wrong and where.
pub fn from_toml(text: &str) -> Result<(Notebook, Vec<Problem>), String> {
    let _ = text;
    Err("not written yet".into())
}

/// Writes a notebook over the text of its file as it is now (empty for a new one), so that
/// comments, order, and keys and records that are not understood stay where they are.
#[must_use]
pub fn to_toml(notebook: &Notebook, current: &str) -> String {
    let _ = (notebook, current);
    String::new()
}

/// Reads a history; what cannot be read is an empty history.
#[must_use]
pub fn history_from_toml(text: &str) -> History {
    let _ = text;
    History::default()
}

/// Writes a history.
#[must_use]
pub fn history_to_toml(history: &History) -> String {
    let _ = history;
    String::new()
}

/// The note being typed, kept so that a crash costs at most a second of typing.
pub mod draft {
    use crate::doc::{Anchor, Time};
    use crate::notes::NoteId;

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
        let _ = text;
        None
    }

    /// Writes a draft.
    #[must_use]
    pub fn to_toml(draft: &Draft) -> String {
        let _ = draft;
        String::new()
    }
}
