//! `whosaid mark`: items read, starred, tagged, hidden, and all of it taken back.

use super::library::{now, open};
use super::printable;
use crate::io::db::Marked;
use crate::library::channel;
use crate::library::front::{Mark, Which};
use anyhow::{Context, Result, bail};
use std::io::{self, Write};
use std::process::ExitCode;

/// Marks all items, or none.
pub fn run(
    words: &[String],
    marks: &[String],
    tags: &[String],
    untags: &[String],
) -> Result<ExitCode> {
    let tag = |tag: &String| channel::line_of_text(tag);
    let changes: Vec<Mark> = marks
        .iter()
        .filter_map(|word| Mark::named(word))
        .chain(tags.iter().map(|word| Mark::Tagged(tag(word))))
        .chain(untags.iter().map(|word| Mark::Untagged(tag(word))))
        .collect();
    if changes.is_empty() {
        bail!("nothing to mark them as: --as, --tag or --untag says it");
    }
    let mut library = open()?;
    let mut items = Vec::new();
    for word in words {
        let item = library.item_named(word)?;
        items.push(item.with_context(|| format!("{word}: the library has no such item"))?);
    }
    let (says, _) = library.mark_which(&Which::These(items), &changes, now())?;
    writeln!(io::stdout(), "{}", printable(&says))?;
    Ok(ExitCode::SUCCESS)
}

/// Takes back what was marked last.
pub fn undo() -> Result<ExitCode> {
    let done = open()?.undo_mark(now())?;
    say(done, "there is nothing to take back")
}

/// Marks again what was taken back last.
pub fn redo() -> Result<ExitCode> {
    let done = open()?.redo_mark(now())?;
    say(done, "nothing was taken back since the last mark")
}

fn say(done: Option<Marked>, otherwise: &str) -> Result<ExitCode> {
    let Some((says, _)) = done else { bail!("{otherwise}") };
    writeln!(io::stdout(), "{}", printable(&says))?;
    Ok(ExitCode::SUCCESS)
}
