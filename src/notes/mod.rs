//! What the reader owns: notes on an article, edits of them, their undoing, and the file they live in.
//!
//! Pure: data in, data or text out. Files are read and written by `io`.

pub mod bulk;
pub mod draft;
mod edit;
mod file;
pub mod join;
mod kept;
pub mod merge;
mod note;
pub mod places;
pub mod query;
mod record;
pub mod review;
pub mod script;
pub mod since;
pub(crate) mod spelling;
#[cfg(test)]
pub(crate) mod tests;
pub mod words;

pub use edit::{Change, Conflict, Edit, History};
pub use file::{FORMAT, from_toml, to_toml};
pub use kept::{history_from_toml, history_to_toml};
pub use note::{About, Check, Note, NoteId, NoteKind, Notebook, Ruling, Verdict};
