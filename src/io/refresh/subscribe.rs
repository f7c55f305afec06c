//! From what a reader types to the feed that is meant: an address, a page that names a feed, a file, a command.

use super::local;
use super::{Plan, understood};
use crate::doc::Time;
use crate::io::db::{Added, Library, NewFeed, Stored};
use crate::io::fetch::ask::{self, Ask, Asker};
use crate::library::channel::Channel;
use crate::library::discover;
use crate::library::feed::Feed;
use crate::library::polite::{self, Answer, Habit, Stated};
use anyhow::{Context, Result, bail};
use std::path::Path;
use url::Url;

/// A feed that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Looked {
    /// Where it is asked from now on.
    pub address: String,
    /// What it holds now.
    pub channel: Channel,
    /// What its answer means for the next question.
    pub answer: Answer,
    /// What was odd about it.
    pub remarks: Vec<String>,
}

/// How a feed is kept in the subscriptions: addresses as they are, files as `file:` addresses.
///
/// # Errors
/// When the word names nothing that can be a feed.
pub fn address(word: &str) -> Result<String> {
    let word = word.trim();
    if let Some(command) = word.strip_prefix("exec:") {
        if command.trim().is_empty() {
            bail!("exec: needs a command after it");
        }
        return Ok(word.to_owned());
    }
    for old in ["feed:https://", "feed:http://"] {
        if word.starts_with(old) {
            return Ok(word.trim_start_matches("feed:").to_owned());
        }
    }
    if let Some(rest) = word.strip_prefix("feed://") {
        return Ok(format!("https://{rest}"));
    }
    if let Ok(url) = Url::parse(word)
        && matches!(url.scheme(), "http" | "https" | "file")
    {
        return Ok(url.into());
    }
    let path = Path::new(word);
    if path.exists()
        && let Ok(whole) = std::path::absolute(path)
        && let Ok(url) = Url::from_file_path(whole)
    {
        return Ok(url.into());
    }
    // A bare name of a host is meant to be one.
    if word.contains('.') && !word.contains(['/', ' ']) {
        return Ok(format!("https://{word}/"));
    }
    bail!(
        "{word}: this is neither an address of the web, nor a file that is there, nor exec: and a command"
    )
}

/// Looks for the feed at an address, or on the page that is there.
///
/// # Errors
/// When there is none.
pub fn look(address: &str, lines: &[String], plan: &Plan) -> Result<Looked> {
    if local::is_local(address) {
        let bytes = local::read(address, &plan.limits)?;
        let (answer, channel, remarks) = understood(&bytes, None, None, Stated::default());
        if let Answer::Failed(_, says, _) = &answer {
            bail!("{address}: {says}");
        }
        return Ok(Looked { address: address.to_owned(), channel, answer, remarks });
    }
    let asker = Asker::new(&plan.limits);
    let headers = local::headers(lines)?;
    let first = one(address, &headers, &asker)?;
    let (bytes, content_type, from) = match first {
        Found::Feed(looked) => return Ok(*looked),
        Found::Page(bytes, content_type, from) => (bytes, content_type, from),
    };
    let mut candidates = discover::stated(&bytes, content_type.as_deref(), &from);
    let is_named = !candidates.is_empty();
    if !is_named {
        candidates = discover::usual(&from);
    }
    for candidate in candidates {
        if let Ok(Found::Feed(looked)) = one(&candidate, &headers, &asker) {
            return Ok(*looked);
        }
    }
    if is_named {
        bail!("{from}: the feeds that this page names cannot be read");
    }
    bail!("{from}: this is no feed, and names none; is there one under another address?")
}

/// What came of subscribing.
#[derive(Clone, Debug, PartialEq)]
pub struct Begun {
    /// Whether it is new.
    pub added: Added,
    /// As it is kept now.
    pub feed: Feed,
    /// How many items it holds, if it was looked at.
    pub held: Option<usize>,
    /// Which of those are new.
    pub stored: Stored,
}

impl Begun {
    /// A sentence that says so.
    #[must_use]
    pub fn says(&self) -> String {
        let what = match self.added {
            Added::New(_) => "subscribed to",
            Added::Changed(_) => "was there already, and has changed:",
            Added::Same(_) => "was there already:",
        };
        let address = crate::io::fetch::without_password(&self.feed.address);
        let mut says = format!("{what} {} ({address})", self.feed.title);
        if let Some(held) = self.held {
            says.push_str(&format!(" {held} items, {} new", self.stored.new.len()));
        }
        says
    }
}

/// Subscribes to a feed, and stores what it was seen to hold.
///
/// # Errors
/// When the library cannot be written.
pub fn begin(
    library: &mut Library,
    new: NewFeed,
    looked: Option<&Looked>,
    now: Time,
) -> Result<Begun> {
    let added = library.subscribe(&[new], now)?;
    let Some(&added) = added.first() else { bail!("nothing was subscribed to") };
    let known = |library: &Library| -> Result<Feed> {
        let feed = library.feeds()?.into_iter().find(|feed| feed.id == added.id());
        feed.context("the feed was taken away meanwhile")
    };
    let mut begun = Begun { added, feed: known(library)?, held: None, stored: Stored::default() };
    if let Some(looked) = looked {
        let habit = polite::learned(&Habit::default(), &looked.answer, now);
        begun.stored = library.store(&begun.feed, &looked.channel, &habit, now)?;
        begun.held = Some(looked.channel.entries.len());
        begun.feed = known(library)?;
    }
    Ok(begun)
}

enum Found {
    Feed(Box<Looked>),
    Page(Vec<u8>, Option<String>, String),
}

fn one(address: &str, headers: &[(String, String)], asker: &Asker) -> Result<Found> {
    let ask = Ask { headers: headers.to_vec(), accept: ask::FEEDS, ..Ask::default() };
    let reply = asker.ask(address, &ask)?;
    if !(200..300).contains(&reply.status) {
        let shown = crate::io::fetch::without_password(address);
        bail!("{shown}: {}", ask::refusal(reply.status));
    }
    let stated = Stated {
        etag: reply.etag,
        modified: reply.modified,
        max_age: reply.cache.as_deref().and_then(polite::max_age),
    };
    let from = reply.address;
    let (answer, channel, remarks) =
        understood(&reply.bytes, reply.content_type.as_deref(), Some(&from), stated);
    if matches!(answer, Answer::Failed(..)) {
        return Ok(Found::Page(reply.bytes, reply.content_type, from));
    }
    // What has only moved for now is asked where it was; a password stays in the address that it was typed in.
    let address = reply.moved.unwrap_or_else(|| address.to_owned());
    Ok(Found::Feed(Box::new(Looked { address, channel, answer, remarks })))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_becomes_an_address() {
        assert_eq!(address("feed://a.example/x").unwrap(), "https://a.example/x");
        assert_eq!(address("feed:http://a.example/x").unwrap(), "http://a.example/x");
        assert_eq!(address("a.example").unwrap(), "https://a.example/");
        assert_eq!(address("exec:echo").unwrap(), "exec:echo");
        for wrong in ["exec: ", "nothing here", "javascript:alert(1)", "gopher://a.example/"] {
            assert!(address(wrong).is_err(), "{wrong}");
        }
    }
}
