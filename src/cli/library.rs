//! Items of the library as articles, and articles into it.

use super::{complain, fetching, limits, limits_of, printable};
use crate::app::config::Settings;
use crate::doc::Time;
use crate::io::db::{Library, Mark};
use crate::io::dirs::Dirs;
use crate::io::read::Loaded;
use crate::io::read::library::{self as read, Fresh};
use crate::library::channel;
use anyhow::{Context, Result, bail};
use std::ffi::OsStr;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

/// The moment.
pub fn now() -> Time {
    Time(jiff::Timestamp::now().as_millisecond())
}

/// The library of the person who runs the program. What happened on opening it is said.
pub fn open() -> Result<Library> {
    let library = Library::open(&Dirs::of_user()?, now())?;
    library.notices.iter().for_each(|says| complain(says));
    Ok(library)
}

/// The article that a word names in the library: `#17`, or an address of which the page is kept, or which cannot be
/// had now. Nothing where the word names something else.
pub fn kept(word: &OsStr, settings: &Settings) -> Result<Option<Loaded>> {
    let Some((mut library, id)) = read::named(word, &Dirs::of_user()?)? else { return Ok(None) };
    library.notices.iter().for_each(|says| complain(says));
    let limits = limits_of(settings);
    let loaded = fetching(|told| read::item(&mut library, id, Fresh::AsKept, &limits, told))?;
    if let Err(error) = library.mark(&[id], &[(Mark::Read, None)]) {
        complain(&format!("{error:#}"));
    }
    Ok(Some(loaded))
}

/// `whosaid add`.
pub fn add(addresses: &[String], config: Option<&Path>) -> Result<ExitCode> {
    let limits = limits(config)?;
    let mut library = open()?;
    let mut out = io::stdout().lock();
    let mut failed = false;
    for address in addresses {
        match read::add(&mut library, address, &limits) {
            Ok((_, says)) => writeln!(out, "{}", printable(&says))?,
            Err(error) => {
                complain(&format!("{error:#}"));
                failed = true;
            }
        }
    }
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// `whosaid mark`: all items, or none.
pub fn mark(
    words: &[String],
    marks: &[String],
    tags: &[String],
    untags: &[String],
) -> Result<ExitCode> {
    if marks.is_empty() && tags.is_empty() && untags.is_empty() {
        bail!("nothing to mark them as: --as, --tag or --untag says it");
    }
    let mut library = open()?;
    let mut items = Vec::new();
    for word in words {
        let item = library.item_named(word)?;
        items.push(item.with_context(|| format!("{word}: the library has no such item"))?);
    }
    let as_what = marks.iter().filter_map(|word| Mark::named(word)).map(|mark| (mark, None));
    let with = |mark: Mark| move |tag: &String| (mark, Some(channel::line_of_text(tag)));
    let changes: Vec<(Mark, Option<String>)> = as_what
        .chain(tags.iter().map(with(Mark::Tagged)))
        .chain(untags.iter().map(with(Mark::Untagged)))
        .collect();
    let changed = library.mark(&items, &changes)?;
    writeln!(io::stdout(), "{changed} marks changed")?;
    Ok(ExitCode::SUCCESS)
}
