//! What the reader owns: notes on an article, edits of them, their undoing, and the file they live in.
//!
//! Pure: data in, data or text out. Imports `doc` and `text`. Files are read and
//! written by `io`.

pub mod draft;
mod edit;
mod file;
pub mod join;
mod kept;
pub mod merge;
mod note;
pub mod places;
mod record;
pub mod script;
#[cfg(test)]
mod tests;

pub use edit::{Change, Conflict, Edit, History};
pub use file::{FORMAT, from_toml, to_toml};
pub use kept::{history_from_toml, history_to_toml};
pub use note::{Note, NoteId, NoteKind, Notebook};
