//! What the reader owns: notes on an article, edits of them, their undoing, and the file they live in.
//!
//! Pure: data in, data or text out. Imports `doc` and `text`. Files are read and
//! written by `io`.

mod edit;
mod file;
mod note;

pub use edit::{Change, Conflict, Edit, History};
pub use file::{FORMAT, draft, from_toml, history_from_toml, history_to_toml, to_toml};
pub use note::{Note, NoteId, NoteKind, Notebook};
