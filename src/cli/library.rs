//! Items of the library as articles, and articles into it.

use super::{complain, fetching, limits, limits_of, printable};
use crate::app::config::Settings;
use crate::doc::Time;
use crate::io::db::Library;
use crate::io::dirs::Dirs;
use crate::io::fetch::Limits;
use crate::io::read::library::{self as read, Fresh};
use crate::io::read::{Input, Loaded, load_within};
use crate::library::feed::{Item, ItemId};
use crate::library::front::{Mark, Seen, Wanted};
use anyhow::Result;
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
    if let Err(error) = library.mark(&[id], &[Mark::Read(true)]) {
        complain(&format!("{error:#}"));
    }
    Ok(Some(loaded))
}

/// The article that a word of a command names: an item of the library as it is kept there, else a file, standard input
/// or an address. Only who reads it marks it as read.
pub fn loaded(word: &OsStr, limits: &Limits) -> Result<Loaded> {
    let Some((mut library, id)) = read::named(word, &Dirs::of_user()?)? else {
        return load_within(&Input::from_word(word)?, limits);
    };
    library.notices.iter().for_each(|says| complain(says));
    read::item(&mut library, id, Fresh::AsKept, limits, |_| {})
}

/// How many rows are asked for at a time.
const ROWS: usize = 500;

/// `whosaid library` without a screen: what is unread, the newest first.
pub fn print() -> Result<ExitCode> {
    let Some(library) = Library::open_if_there(&Dirs::of_user()?, now())? else {
        complain("there is no library yet; whosaid feeds add and whosaid refresh make one");
        return Ok(ExitCode::SUCCESS);
    };
    library.notices.iter().for_each(|says| complain(says));
    let listed = library.list(&Wanted { seen: Seen::Unread, ..Wanted::default() })?;
    let mut out = io::stdout().lock();
    for some in listed.chunks(ROWS) {
        let ids: Vec<ItemId> = some.iter().map(|listed| listed.id).collect();
        for brief in library.briefs(&ids)? {
            let Item { id, at, feed, title, .. } = brief.item;
            let feed = feed.map(|feed| format!("  [{feed}]")).unwrap_or_default();
            let row = format!("#{} {}{feed}  {title}", id.0, at.date());
            writeln!(out, "{}", printable(&row))?;
        }
    }
    Ok(ExitCode::SUCCESS)
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
