//! `whosaid db`: looking after the library.

use super::arguments::DbCommand;
use super::library::{now, open};
use super::{complain, dictionary, printable};
use crate::io::db::{Keep, Really};
use crate::io::dirs::Dirs;
use crate::io::noted::index_notes;
use crate::io::refresh::analyse;
use anyhow::Result;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

/// Does what is asked.
pub fn run(what: DbCommand, config: Option<&Path>) -> Result<ExitCode> {
    let mut library = open()?;
    let mut out = io::stdout();
    match what {
        DbCommand::Check => {
            let checked = library.check()?;
            let [feeds, items, pages, notes] = checked.counts;
            writeln!(
                out,
                "{}: {feeds} feeds, {items} items, {pages} pages kept, {notes} notes indexed, {} KB",
                library.path().display(),
                checked.bytes / 1024
            )?;
            checked.faults.iter().for_each(|says| complain(says));
            if !checked.faults.is_empty() {
                return Ok(ExitCode::FAILURE);
            }
            writeln!(out, "no faults")?;
        }
        DbCommand::Rebuild => {
            library = library.rebuilt(now())?;
            library.notices.iter().for_each(|says| complain(says));
            index_notes(&mut library, &Dirs::of_user()?)?;
            let stop = crate::shell::interruption();
            let analysed =
                analyse(&mut library, &dictionary(config)?, usize::MAX, |_, _| {}, &stop)?;
            let [feeds, items, ..] = library.check()?.counts;
            writeln!(
                out,
                "made again: {feeds} feeds, {items} items, {analysed} articles analysed"
            )?;
        }
        DbCommand::Prune { dry_run, days, articles } => {
            let (set, _) = super::refresh::keep(config)?;
            let keep =
                Keep { days: days.unwrap_or(set.days), articles: articles.unwrap_or(set.articles) };
            let really = if dry_run { Really::Say } else { Really::Do };
            let pruned = library.prune(keep, really, now())?;
            for of in &pruned {
                writeln!(out, "{:>7}  {}", of.articles, printable(&of.title))?;
            }
            let all: usize = pruned.iter().map(|of| of.articles).sum();
            let done = if dry_run { "would be let go" } else { "let go" };
            writeln!(out, "{all} articles {done}")?;
        }
        DbCommand::Vacuum => {
            let (before, after) = library.vacuum()?;
            writeln!(out, "{} KB before, {} KB now", before / 1024, after / 1024)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
