//! Articles of the library: what is kept is read without the network; what is not, is fetched and kept.

use super::{Loaded, now};
use crate::doc::{Article, Problem, ProblemKind};
use crate::io::db::{Kept, Library, Opened};
use crate::io::dirs::Dirs;
use crate::io::fetch::{self, Limits};
use crate::library::channel;
use crate::library::feed::ItemId;
use crate::parse::{self, Origin};
use anyhow::{Context, Result, bail};
use std::ffi::OsStr;
use std::path::Path;

/// Whether what is kept will do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fresh {
    /// It will; fetched is only what is missing.
    AsKept,
    /// The page is asked for again; what is kept is for when it cannot be had.
    Anew,
}

/// The item that a word names in the library, with the library: `#17`, or an address that an item has. Nothing
/// where the word names something else, or where there is no library.
///
/// # Errors
/// When it is the number of no item, or the library cannot be opened and only that could have it.
pub fn named(word: &OsStr, dirs: &Dirs) -> Result<Option<(Library, ItemId)>> {
    let Some(text) = word.to_str() else { return Ok(None) };
    let is_number = text.strip_prefix('#').is_some_and(|rest| rest.parse::<i64>().is_ok());
    let is_bare =
        !text.is_empty() && text.chars().all(|c| c.is_ascii_digit()) && !Path::new(text).exists();
    let is_address = text.starts_with("http://") || text.starts_with("https://");
    if !is_number && !is_bare && !is_address {
        return Ok(None);
    }
    let library = match Library::open_if_there(dirs, now()) {
        Ok(library) => library,
        // A page of the web can be read without a library.
        Err(_) if is_address => None,
        Err(error) => return Err(error),
    };
    let Some(library) = library else {
        if is_number {
            bail!(
                "{text}: there is no library yet; whosaid feeds add and whosaid refresh make one"
            );
        }
        return Ok(None);
    };
    match library.item_named(text)? {
        Some(id) => Ok(Some((library, id))),
        None if is_number => {
            bail!("{text}: the library has no such item; whosaid search shows their numbers")
        }
        None => Ok(None),
    }
}

/// What opens an item again: its address, or its number where it has none.
///
/// # Errors
/// When there is no such item, or the library cannot be read.
pub fn again(library: &Library, id: ItemId) -> Result<String> {
    let address = library.opened(id)?.item.address;
    Ok(address.unwrap_or_else(|| format!("#{}", id.0)))
}

/// An item as an article; its page is fetched and kept where the feed gives a summary only. `fetching` hears of the
/// address first, because that takes time.
///
/// # Errors
/// When there is no such item, the library cannot be read or written, or nothing of the article is kept and its page
/// cannot be had.
pub fn item(
    library: &mut Library,
    id: ItemId,
    fresh: Fresh,
    limits: &Limits,
    fetching: impl FnOnce(&str),
) -> Result<Loaded> {
    let mut opened = library.opened(id)?;
    let mut problems = Vec::new();
    let may_fetch = library.may_fetch(id)?;
    let is_wanted = match (&opened.page, fresh) {
        (None, _) => !opened.is_whole && may_fetch,
        (Some(_), fresh) => fresh == Fresh::Anew,
    };
    if let Some(address) = opened.item.address.clone().filter(|_| is_wanted) {
        fetching(&fetch::without_password(&address));
        match fetched(&address, limits) {
            Ok(page) => {
                library.keep(id, &page)?;
                opened.page = Some(page);
            }
            Err(error) => {
                let says = match &opened.page {
                    Some(page) => {
                        let day = page.fetched.date();
                        format!(
                            "What was kept on {day} is shown, as it cannot be fetched now: {error:#}"
                        )
                    }
                    None if opened.html.trim().is_empty() => return Err(error),
                    None => format!("Only what the feed gives of it is shown: {error:#}"),
                };
                problems.push(Problem { kind: ProblemKind::Limit, says });
            }
        }
    }
    let (article, mut more) = article(&opened);
    problems.append(&mut more);
    Ok(Loaded { article, problems })
}

fn article(opened: &Opened) -> (Article, Vec<Problem>) {
    match &opened.page {
        Some(page) => {
            let (mut article, problems) = parse::parse(&page.bytes, &origin(page));
            article.meta.fetched = Some(page.fetched);
            (article, problems)
        }
        None => {
            let origin = Origin { url: opened.item.address.clone(), ..Origin::default() };
            channel::article(&opened.html, opened.meta.clone(), &origin)
        }
    }
}

fn origin(page: &Kept) -> Origin {
    Origin { path: None, url: Some(page.address.clone()), content_type: page.content_type.clone() }
}

/// A page as it is kept.
fn fetched(address: &str, limits: &Limits) -> Result<Kept> {
    let page = fetch::get(address, limits)?;
    let page = Kept {
        bytes: page.bytes,
        address: page.url,
        content_type: page.content_type,
        fetched: now(),
    };
    let (_, problems) = parse::parse(&page.bytes, &origin(&page));
    match problems.iter().find(|problem| problem.kind.is_fatal()) {
        Some(problem) => bail!("{}: {}", page.address, problem.says),
        None => Ok(page),
    }
}

/// Keeps an article by its address, to be read later. Gives the item, and a sentence that says what was done.
///
/// # Errors
/// When the library cannot be written, or the page cannot be had; the address is kept all the same then.
pub fn add(library: &mut Library, address: &str, limits: &Limits) -> Result<(ItemId, String)> {
    if !address.starts_with("http://") && !address.starts_with("https://") {
        bail!("{address}: only http and https addresses can be kept");
    }
    let page = fetched(address, limits);
    let bare = fetch::without_password(address);
    let (id, is_new) = library.add_later(&bare, now())?;
    let page = page.with_context(|| {
        format!("#{} is set aside to be read later, but its page could not be fetched", id.0)
    })?;
    let changed = library.keep(id, &page)?;
    let title = library.opened(id)?.item.title;
    let says = match (is_new, changed) {
        (false, Some(true)) => "its text has changed since it was kept; both are kept",
        (false, Some(false)) => "was kept already, and says the same",
        _ => "kept",
    };
    Ok((id, format!("#{} {title}: {says}", id.0)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doc::Time;
    use std::net::TcpListener;

    const PAGE: &str = "<html><body><article><h1>The quay opens again</h1>\
        <p>The quay will open in May, Ilse Maren said on Monday, after the harbour had been closed for most of the winter.</p>\
        <p>The council had asked for an earlier date, and the owners of the ferries had asked for a later one, she said.</p>\
        <p>The work on the second part of the wall will go on until the end of the summer, according to the port authority.</p>\
        </article></body></html>";

    /// A library with an article of a server that is down.
    fn library(folder: &Path) -> (Library, ItemId, String) {
        let address = {
            let gone = TcpListener::bind("127.0.0.1:0").unwrap();
            format!("http://{}/quay", gone.local_addr().unwrap())
        };
        let mut library = Library::open_at(&folder.join("library.db"), Time(0)).unwrap();
        let (id, _) = library.add_later(&address, Time(0)).unwrap();
        (library, id, address)
    }

    fn page(address: &str) -> Kept {
        let bytes = PAGE.as_bytes().to_vec();
        let content_type = Some("text/html".to_owned());
        Kept { bytes, address: address.to_owned(), content_type, fetched: Time(0) }
    }

    #[test]
    fn what_is_kept_is_shown_when_it_cannot_be_fetched_again() {
        let folder = tempfile::tempdir().unwrap();
        let (mut library, id, address) = library(folder.path());
        library.keep(id, &page(&address)).unwrap();
        let limits = Limits::default();
        let mut asked = 0;
        let kept = item(&mut library, id, Fresh::AsKept, &limits, |_| asked += 1).unwrap();
        assert_eq!((asked, kept.problems.as_slice()), (0, [].as_slice()));
        assert!(kept.article.text.contains("Ilse Maren"));
        let again = item(&mut library, id, Fresh::Anew, &limits, |_| asked += 1).unwrap();
        assert_eq!((asked, &again.article.text), (1, &kept.article.text));
        let says = &again.problems[0].says;
        assert!(says.starts_with("What was kept on 1970-01-01 is shown"), "{says}");
    }

    #[test]
    fn of_what_is_neither_kept_nor_to_be_had_it_is_said_why() {
        let folder = tempfile::tempdir().unwrap();
        let (mut library, id, address) = library(folder.path());
        let refused = item(&mut library, id, Fresh::AsKept, &Limits::default(), |_| {});
        assert!(format!("{:#}", refused.unwrap_err()).contains(&address));
        assert_eq!(again(&library, id).unwrap(), address);
    }
}
