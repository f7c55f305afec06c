//! Taking it along: an article with its analysis and notes as text in other people's formats.
//!
//! Pure: data in, text out. Imports `notes`, `extract`, `parse`, `doc` and `text`.

pub mod address;
pub mod brat;
pub mod chain;
mod changes;
pub mod cite;
pub mod claimreview;
pub mod csv;
pub mod dossier;
pub mod flavours;
pub mod format;
pub mod html;
pub mod hypothesis;
pub mod import;
mod json;
mod markdown;
pub mod names;
pub mod note_json;
mod notes;
pub mod people;
mod plain;
pub mod readwise;
#[cfg(test)]
mod sample;
pub mod tables;
pub mod template;
pub mod w3c;

pub use changes::{changes, changes_json, mark, remark};
pub use json::{AnalysisJson, analysis_json};
pub use markdown::markdown;
pub use notes::{ListedNote, notes_json};
pub use plain::{lists, plain};
