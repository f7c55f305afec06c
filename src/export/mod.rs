//! Taking it along: an article with its analysis and notes as text in other people's formats.
//!
//! Pure: data in, text out. Imports `notes`, `extract`, `doc` and `text`.

mod markdown;

pub use markdown::markdown;
