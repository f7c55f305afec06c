//! `whosaid changes`: what the publisher has changed since the notes were made, with the notes in it.

use super::complain;
use super::library::open;
use crate::doc::diff::{Diff, Side};
use crate::doc::{Article, Finder, ProblemKind, Time};
use crate::io::dirs::Dirs;
use crate::io::fetch::Limits;
use crate::io::read::{self, Input};
use crate::io::store::Store;
use crate::notes::Notebook;
use crate::notes::since::{beside, older};
use crate::parse::{Origin, paragraphs, parse};
use anyhow::{Context, Result, bail};
use std::ffi::OsStr;
use std::io::{self, Write};
use std::process::ExitCode;

/// Prints the comparison with the text that was last annotated; of an item of the library, of each text that is kept
/// with the next.
pub fn run(word: &OsStr, dirs: &Dirs, limits: &Limits) -> Result<ExitCode> {
    if let Some(number) = word.to_str().and_then(|word| word.strip_prefix('#')) {
        return versions(number);
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
            writeln!(out, "The text has not changed since your notes.")?;
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
    writeln!(out, "Since your notes of {}: {} changed.\n", old.at.date(), diff.summary())?;
    let text = crate::export::changes(&diff, &old.text, &article.text, &beside, &kept.notebook);
    out.write_all(text.as_bytes())?;
    Ok(code)
}

/// What the publisher changed between the texts of an item that are kept.
fn versions(number: &str) -> Result<ExitCode> {
    let library = open()?;
    let item = library.item_named(&format!("#{number}"))?;
    let item = item.with_context(|| format!("#{number}: the library has no such item"))?;
    let kept = library.versions(item)?;
    let mut out = io::stdout().lock();
    if kept.is_empty() {
        bail!("#{number}: its page is not kept; whosaid add ADDRESS keeps it");
    }
    let texts: Vec<(Time, Article)> = kept
        .iter()
        .map(|page| {
            let origin = Origin {
                path: None,
                url: Some(page.address.clone()),
                content_type: page.content_type.clone(),
            };
            (page.fetched, parse(&page.bytes, &origin).0)
        })
        .collect();
    if texts.len() == 1 {
        let since = texts.first().map_or_else(String::new, |(at, _)| at.to_string());
        writeln!(out, "One text of it is kept, of {since}; no other was seen since.")?;
        return Ok(ExitCode::SUCCESS);
    }
    for ((was_at, old), (is_at, new)) in texts.iter().zip(texts.iter().skip(1)) {
        let (was, is) = (paragraphs(&old.text), paragraphs(&new.text));
        let diff = Diff::of(
            Side { text: &old.text, paragraphs: &was },
            Side { text: &new.text, paragraphs: &is },
        );
        let beside = vec![Vec::new(); diff.rows.len()];
        let none = Notebook::new(new.id.clone(), new.meta.clone(), new.digest);
        writeln!(out, "From {was_at} to {is_at}: {} changed.\n", diff.summary())?;
        let text = crate::export::changes(&diff, &old.text, &new.text, &beside, &none);
        out.write_all(text.as_bytes())?;
        writeln!(out)?;
    }
    Ok(ExitCode::SUCCESS)
}
