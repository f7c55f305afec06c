//! Items of the library as articles, and articles into it.

use super::{complain, limits, limits_of, printable};
use crate::app::config::Settings;
use crate::doc::{Problem, ProblemKind, Time};
use crate::io::db::{Kept, Library, Opened};
use crate::io::dirs::Dirs;
use crate::io::fetch::{self, Limits};
use crate::io::read::Loaded;
use crate::library::channel;
use crate::library::feed::ItemId;
use crate::library::front::Mark;
use crate::parse::{self, Origin};
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
    let Some(text) = word.to_str() else { return Ok(None) };
    let is_number = text.strip_prefix('#').is_some_and(|rest| rest.parse::<i64>().is_ok());
    let is_bare =
        !text.is_empty() && text.chars().all(|c| c.is_ascii_digit()) && !Path::new(text).exists();
    let is_address = text.starts_with("http://") || text.starts_with("https://");
    if !is_number && !is_bare && !is_address {
        return Ok(None);
    }
    let library = match Library::open_if_there(&Dirs::of_user()?, now()) {
        Ok(library) => library,
        // A page of the web can be read without a library.
        Err(_) if is_address => None,
        Err(error) => return Err(error),
    };
    let Some(mut library) = library else {
        if is_number {
            bail!(
                "{text}: there is no library yet; whosaid feeds add and whosaid refresh make one"
            );
        }
        return Ok(None);
    };
    library.notices.iter().for_each(|says| complain(says));
    let Some(id) = library.item_named(text)? else {
        if is_number {
            bail!("{text}: the library has no such item; whosaid search shows their numbers");
        }
        return Ok(None);
    };
    let loaded = item(&mut library, id, &limits_of(settings))?;
    if let Err(error) = library.mark(&[id], &[Mark::Read(true)]) {
        complain(&format!("{error:#}"));
    }
    Ok(Some(loaded))
}

/// An item as an article; its page is fetched and kept where the feed gives a summary only.
fn item(library: &mut Library, id: ItemId, limits: &Limits) -> Result<Loaded> {
    let mut opened = library.opened(id)?;
    let mut problems = Vec::new();
    let may_fetch = library.may_fetch(id)?;
    if let Some(address) = opened.item.address.clone()
        && opened.page.is_none()
        && !opened.is_whole
        && may_fetch
    {
        match fetched(&address, limits) {
            Ok(page) => {
                library.keep(id, &page)?;
                opened.page = Some(page);
            }
            Err(error) if opened.html.is_empty() => return Err(error),
            Err(error) => {
                let says = format!("Only what the feed gives of it is shown: {error:#}");
                problems.push(Problem { kind: ProblemKind::Limit, says });
            }
        }
    }
    let (article, mut more) = read(&opened);
    problems.append(&mut more);
    Ok(Loaded { article, problems })
}

fn read(opened: &Opened) -> (crate::doc::Article, Vec<Problem>) {
    match &opened.page {
        Some(page) => {
            let origin = Origin {
                path: None,
                url: Some(page.address.clone()),
                content_type: page.content_type.clone(),
            };
            let (mut article, problems) = parse::parse(&page.bytes, &origin);
            article.meta.fetched = Some(page.fetched);
            (article, problems)
        }
        None => {
            let origin = Origin { url: opened.item.address.clone(), ..Origin::default() };
            channel::article(&opened.html, opened.meta.clone(), &origin)
        }
    }
}

/// A page as it is kept.
fn fetched(address: &str, limits: &Limits) -> Result<Kept> {
    let page = fetch::get(address, limits)?;
    let origin =
        Origin { path: None, url: Some(page.url.clone()), content_type: page.content_type.clone() };
    let (_, problems) = parse::parse(&page.bytes, &origin);
    if let Some(problem) = problems.iter().find(|problem| problem.kind.is_fatal()) {
        bail!("{}: {}", page.url, problem.says);
    }
    Ok(Kept {
        bytes: page.bytes,
        address: page.url,
        content_type: page.content_type,
        fetched: now(),
    })
}

/// `whosaid add`.
pub fn add(addresses: &[String], config: Option<&Path>) -> Result<ExitCode> {
    let limits = limits(config)?;
    let mut library = open()?;
    let mut out = io::stdout().lock();
    let mut failed = false;
    for address in addresses {
        if !address.starts_with("http://") && !address.starts_with("https://") {
            complain(&format!("{address}: only http and https addresses can be kept"));
            failed = true;
            continue;
        }
        match one(&mut library, address, &limits) {
            Ok(says) => writeln!(out, "{}", printable(&says))?,
            Err(error) => {
                complain(&format!("{error:#}"));
                failed = true;
            }
        }
    }
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn one(library: &mut Library, address: &str, limits: &Limits) -> Result<String> {
    let page = fetched(address, limits);
    let bare = fetch::without_password(address);
    let (id, is_new) = library.add_later(&bare, now())?;
    let page = page.with_context(|| {
        format!("#{} is set aside to be read later, but its page could not be fetched", id.0)
    })?;
    let changed = library.keep(id, &page)?;
    let title = library.opened(id)?.item.title;
    let says = match (is_new, changed) {
        (true, _) => "kept",
        (false, Some(true)) => "its text has changed since it was kept; both are kept",
        (false, Some(false)) => "was kept already, and says the same",
        (false, None) => "kept",
    };
    Ok(format!("#{} {title}: {says}", id.0))
}
