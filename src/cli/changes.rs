//! `whosaid changes`: what the publisher has changed since the notes were made, with the notes in it.

use super::complain;
use super::notes::print_json;
use crate::doc::diff::{Diff, Side};
use crate::doc::{Finder, ProblemKind};
use crate::export::changes_json;
use crate::io::dirs::Dirs;
use crate::io::fetch::Limits;
use crate::io::read::{self, Input};
use crate::io::store::Store;
use crate::notes::since::{beside, older};
use crate::parse::paragraphs;
use anyhow::{Result, bail};
use std::ffi::OsStr;
use std::io::{self, Write};
use std::process::ExitCode;

/// Prints the comparison with the text that was last annotated.
pub fn run(word: &OsStr, json: bool, dirs: &Dirs, limits: &Limits) -> Result<ExitCode> {
    if let Some(code) = super::versions::run(word, json)? {
        return Ok(code);
    }
    let loaded = read::load_within(&Input::from_word(word)?, limits)?;
    let article = &loaded.article;
    let store = Store::new(dirs.clone());
    let kept = store.load(article);
    loaded.problems.iter().chain(&kept.problems).for_each(|problem| complain(&problem.says));
    let is_whole = !kept.problems.iter().any(|problem| problem.kind == ProblemKind::Notes);
    let code = if is_whole { ExitCode::SUCCESS } else { ExitCode::FAILURE };
    let mut out = io::stdout().lock();
    if kept.notebook.notes.is_empty() {
        bail!("there are no notes on this article, and a text is kept only with notes on it");
    }
    let Some(old) = store.older_texts(article, &kept.notebook).into_iter().next() else {
        if older(&kept.notebook, article.digest).is_empty() {
            if json {
                drop(out);
                print_json(changes_json(None, &article.text, &[], &kept.notebook))?;
            } else {
                writeln!(out, "The text has not changed since your notes.")?;
            }
            return Ok(code);
        }
        bail!("the text has changed since your notes, but what it was is not kept");
    };
    let (was, is) = (paragraphs(&old.text), paragraphs(&article.text));
    let diff = Diff::of(
        Side { text: &old.text, paragraphs: &was },
        Side { text: &article.text, paragraphs: &is },
    );
    let mut finder = Finder::new(article);
    let notes = kept.notebook.notes.values().map(|note| (note, finder.find(&note.anchor)));
    let beside = beside(&diff, old.digest, notes);
    if json {
        drop(out);
        let compared = Some((&diff, &old));
        print_json(changes_json(compared, &article.text, &beside, &kept.notebook))?;
        return Ok(code);
    }
    writeln!(out, "Since your notes of {}: {} changed.\n", old.at.date(), diff.summary())?;
    let text = crate::export::changes(&diff, &old.text, &article.text, &beside, &kept.notebook);
    out.write_all(text.as_bytes())?;
    Ok(code)
}
