//! `whosaid export`: an article with its notes as a document.

use super::arguments::ExportFormat;
use super::complain;
use crate::doc::ProblemKind;
use crate::io::dirs::Dirs;
use crate::io::disk;
use crate::io::fetch::Limits;
use crate::io::read::{self, Input};
use crate::io::store::Store;
use anyhow::Result;
use std::ffi::OsStr;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

/// Writes the document to a file, or to standard output.
pub fn run(
    word: &OsStr,
    format: ExportFormat,
    output: Option<&Path>,
    dirs: &Dirs,
    limits: &Limits,
) -> Result<ExitCode> {
    let loaded = read::load_within(&Input::from_word(word)?, limits)?;
    let article = &loaded.article;
    let kept = Store::new(dirs.clone()).load(article);
    loaded.problems.iter().chain(&kept.problems).for_each(|problem| complain(&problem.says));
    let (analysis, _) = super::reviewed(article, &kept.notebook);
    let text = match format {
        ExportFormat::Markdown => crate::export::markdown(article, &analysis, &kept.notebook),
    };
    match output {
        Some(path) => disk::write_out(path, text.as_bytes())?,
        None => io::stdout().lock().write_all(text.as_bytes())?,
    }
    // What the reader noted may be missing from the document: scripts must not take it for whole.
    let is_whole = !kept.problems.iter().any(|problem| problem.kind == ProblemKind::Notes);
    Ok(if is_whole { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
