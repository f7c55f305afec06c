//! Items as they arrive: an answer of a feed is made ready on the thread that fetched it, and stored, all of it or nothing.

use super::feeds::write_habit;
use super::rules::{self, On};
use super::{Library, Plainly, prune, story};
use crate::doc::{Article, Digest, Meta, Time};
use crate::library::channel::{self, Channel};
use crate::library::feed::{Feed, FeedId, ItemId};
use crate::library::identity;
use crate::library::polite::Habit;
use crate::library::story::headline;
use crate::parse::{Origin, address};
use anyhow::Result;
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::{BTreeMap, BTreeSet};

/// What came of storing an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stored {
    /// Items that were not there before.
    pub new: Vec<ItemId>,
    /// Items that say something else now.
    pub changed: Vec<ItemId>,
}

/// An answer of a feed that is to be stored.
#[derive(Clone, Copy, Debug)]
pub struct Arrived<'a> {
    /// Whose it is.
    pub feed: &'a Feed,
    /// What the feed says of itself.
    pub channel: &'a Channel,
    /// Its items, made ready.
    pub ready: &'a [Ready],
    /// What was learned by asking.
    pub habit: &'a Habit,
}

/// A text shorter than this, in characters, is a summary.
const SUMMARY: usize = 1500;

impl Library {
    /// Stores an answer: all of it or nothing. `habit` is what was learned by asking.
    ///
    /// # Errors
    /// When the library cannot be written.
    pub fn store(
        &mut self,
        feed: &Feed,
        channel: &Channel,
        habit: &Habit,
        now: Time,
    ) -> Result<Stored> {
        let ready = ready(channel, &self.known(feed.id)?);
        self.store_ready(feed, channel, &ready, habit, now)
    }

    /// As [`Library::store`], of what was made [`ready`] elsewhere.
    ///
    /// # Errors
    /// As there.
    pub fn store_ready(
        &mut self,
        feed: &Feed,
        channel: &Channel,
        ready: &[Ready],
        habit: &Habit,
        now: Time,
    ) -> Result<Stored> {
        let stored = self.store_all(&[Arrived { feed, channel, ready, habit }], now)?;
        Ok(stored.into_iter().next().unwrap_or_default())
    }

    /// Stores the answers of some feeds, all of them or nothing. Gives what came of each, in their order.
    ///
    /// The index of words sorts what a transaction brings: a few feeds at once are stored faster than one by one.
    ///
    /// # Errors
    /// When the library cannot be written.
    pub fn store_all(&mut self, arrived: &[Arrived<'_>], now: Time) -> Result<Vec<Stored>> {
        if arrived.is_empty() {
            return Ok(Vec::new());
        }
        let (own, _) = self.own();
        let done = (|| -> rusqlite::Result<_> {
            let transaction = self.connection.transaction()?;
            let mut all = Vec::new();
            for Arrived { feed, channel, ready, habit } in arrived {
                let stored = store(&transaction, feed.id, ready, now)?;
                let new = stored.new.iter().copied().collect();
                prune::forget(&transaction, feed.id, now)?;
                rules::run(&transaction, &own.rules, &new, On::Arrival)?;
                transaction.execute(
                    "UPDATE feeds SET title = CASE WHEN ?2 = '' THEN title ELSE ?2 END, site = coalesce(?3, site)
                     WHERE id = ?1",
                    params![feed.id.0, channel.title, channel.site],
                )?;
                write_habit(&transaction, feed.id, habit)?;
                all.push(stored);
            }
            transaction.commit()?;
            Ok(all)
        })();
        done.plainly(self)
    }

    /// What is known of a feed's items: the digest of what each said, by its key.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn known(&self, feed: FeedId) -> Result<BTreeMap<String, String>> {
        let done = (|| -> rusqlite::Result<_> {
            let mut asked =
                self.connection.prepare_cached("SELECT key, said FROM items WHERE feed = ?1")?;
            asked
                .query_map([feed.0], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect::<rusqlite::Result<BTreeMap<String, String>>>()
        })();
        done.plainly(self)
    }

    /// Remembers what was learned of a feed by asking when there was nothing to store.
    ///
    /// # Errors
    /// When the library cannot be written.
    pub fn remember(&mut self, feed: FeedId, habit: &Habit) -> Result<()> {
        write_habit(&self.connection, feed, habit).plainly(self)
    }
}

/// An item of an answer, made ready to be written: what takes time is done where many can do it at once.
#[derive(Clone, Debug, PartialEq)]
pub struct Ready {
    key: String,
    said: String,
    title: String,
    author: Option<String>,
    link: Option<String>,
    html: String,
    published: Option<Time>,
    updated: Option<Time>,
    is_whole: bool,
    article: Article,
}

/// Makes those items of an answer ready that are new or say something else than what is known of them: the digest
/// of what they said, by their keys.
#[must_use]
pub fn ready(channel: &Channel, known: &BTreeMap<String, String>) -> Vec<Ready> {
    let mut seen = BTreeSet::new();
    let mut all = Vec::new();
    for (key, entry) in identity::keys(&channel.entries).into_iter().zip(&channel.entries) {
        let html = entry.html();
        let title = title_of(&entry.title, html);
        let author = entry.author.as_ref().or(channel.author.as_ref());
        let said = Digest::of(
            format!("{title}\n{:?}\n{author:?}\n{:?}\n{html}", entry.link, entry.updated)
                .as_bytes(),
        )
        .to_string();
        // What an answer holds twice counts as it stands first.
        if !seen.insert(key.clone()) || known.get(&key) == Some(&said) {
            continue;
        }
        let meta = Meta {
            title: title.clone(),
            byline: author.cloned(),
            language: channel.language.as_deref().and_then(language),
            ..Meta::default()
        };
        let origin = Origin { url: entry.link.clone(), ..Origin::default() };
        let (article, _) = channel::article(html, meta, &origin);
        all.push(Ready {
            is_whole: entry.content.is_some() && article.text.chars().count() >= SUMMARY,
            key,
            said,
            title,
            author: author.cloned(),
            link: entry.link.clone(),
            html: html.to_owned(),
            published: entry.published,
            updated: entry.updated,
            article,
        });
    }
    all
}

fn store(
    connection: &Connection,
    feed: FeedId,
    ready: &[Ready],
    now: Time,
) -> rusqlite::Result<Stored> {
    let mut known = connection.prepare_cached(
        "SELECT id, said, EXISTS(SELECT 1 FROM pages WHERE item = items.id) FROM items WHERE feed = ?1 AND key = ?2",
    )?;
    let mut insert = connection.prepare_cached(
        "INSERT INTO items(id, feed, key, article, title, address, author, published, updated, arrived, at, is_whole,
             said, headline, fresh)
         VALUES(max((SELECT coalesce(max(id), 0) FROM items), (SELECT coalesce(max(id), 0) FROM used)) + 1,
             ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, 1)",
    )?;
    let mut body =
        connection.prepare_cached("INSERT OR REPLACE INTO bodies(item, html) VALUES(?1, ?2)")?;
    let mut change = connection.prepare_cached(
        "UPDATE items SET article = CASE WHEN ?12 THEN article ELSE ?3 END,
             title = ?4, address = ?5, author = ?6, published = ?7, updated = ?8,
             is_whole = ?9, said = ?10, headline = ?11 WHERE feed = ?1 AND key = ?2",
    )?;
    let mut stored = Stored::default();
    for item in ready {
        let Ready { key, said, title, author, link, html, is_whole, .. } = item;
        let article = link.as_deref().and_then(|link| address::article(link, None));
        let time = |at: Option<Time>| at.map(|at| at.0);
        let (published, updated) = (time(item.published), time(item.updated));
        let before: Option<(i64, String, bool)> = known
            .query_row(params![feed.0, key], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .optional()?;
        match before {
            // Another process was quicker.
            Some((_, same, _)) if same == *said => {}
            None if prune::was_let_go(connection, feed, key, now)? => {}
            None => {
                let at = believed(item.published.or(item.updated), now);
                insert.execute(params![
                    feed.0,
                    key,
                    article,
                    title,
                    link,
                    author,
                    published,
                    updated,
                    now.0,
                    at.0,
                    is_whole,
                    said,
                    headline(title)
                ])?;
                let id = ItemId(connection.last_insert_rowid());
                body.execute(params![id.0, html])?;
                story::join(connection, id)?;
                super::index::write_text(connection, id, &item.article)?;
                stored.new.push(id);
            }
            Some((id, _, is_kept)) => {
                change.execute(params![
                    feed.0,
                    key,
                    article,
                    title,
                    link,
                    author,
                    published,
                    updated,
                    is_whole,
                    said,
                    headline(title),
                    is_kept
                ])?;
                body.execute(params![id, html])?;
                story::join(connection, ItemId(id))?;
                // A page that is kept says more than the feed does.
                if is_kept {
                    super::index::owe_words(connection, ItemId(id))?;
                } else {
                    super::index::write_text(connection, ItemId(id), &item.article)?;
                }
                stored.changed.push(ItemId(id));
            }
        }
    }
    Ok(stored)
}

/// What a list calls an item that has no title: its first words.
fn title_of(title: &str, html: &str) -> String {
    if !title.is_empty() {
        return title.to_owned();
    }
    let line = channel::line_of_html(html);
    let short: String = line.chars().take(80).collect();
    if short.len() < line.len() { format!("{}…", short.trim_end()) } else { short }
}

/// Two letters of a language.
fn language(stated: &str) -> Option<String> {
    let code = stated.split(['-', '_']).next()?.trim().to_ascii_lowercase();
    (code.len() == 2 && code.chars().all(|c| c.is_ascii_lowercase())).then_some(code)
}

/// A date that can be believed: none before the web, none after tomorrow.
fn believed(stated: Option<Time>, now: Time) -> Time {
    const FIRST: Time = Time(631_152_000_000);
    const DAY: i64 = 86_400_000;
    stated.filter(|at| *at >= FIRST && at.0 <= now.0 + DAY).unwrap_or(now)
}
