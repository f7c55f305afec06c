//! Taking it along: an article with its analysis and notes as text in other people's formats.
//!
//! Pure: data in, text out. Imports `notes`, `extract`, `doc` and `text`.

pub mod chain;
mod json;
mod markdown;
mod notes;
mod plain;
#[cfg(test)]
mod sample;

pub use json::{AnalysisJson, analysis_json};
pub use markdown::markdown;
pub use notes::{NoteJson, notes_json};
pub use plain::{lists, plain};
