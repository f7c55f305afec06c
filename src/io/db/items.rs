//! Items in the library, and the pages that are kept of them.

use super::feeds::write_habit;
use super::{Library, Plainly};
use crate::doc::{Article, Digest, Meta, Time};
use crate::library::channel::{self, Channel};
use crate::library::feed::{Feed, FeedId, Item, ItemId, Whole};
use crate::library::identity;
use crate::library::polite::Habit;
use crate::parse::{self, Origin, address};
use anyhow::Result;
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::collections::{BTreeMap, BTreeSet};

/// What came of storing an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stored {
    /// Items that were not there before.
    pub new: Vec<ItemId>,
    /// Items that say something else now.
    pub changed: Vec<ItemId>,
}

/// What the reader marks an item as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Read.
    Read,
    /// Not read.
    Unread,
    /// Starred.
    Starred,
    /// Not starred any more.
    Unstarred,
    /// To be read later.
    Later,
    /// Not to be read later any more.
    Done,
    /// With a tag.
    Tagged,
    /// Without that tag.
    Untagged,
}

impl Mark {
    /// The mark of this name; those of tags have none.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        Some(match word {
            "read" => Self::Read,
            "unread" => Self::Unread,
            "starred" => Self::Starred,
            "unstarred" => Self::Unstarred,
            "later" => Self::Later,
            "done" => Self::Done,
            _ => return None,
        })
    }
}

fn mark_one(connection: &Connection, id: ItemId, mark: Mark, tag: &str) -> rusqlite::Result<usize> {
    let set = |sql: &str| connection.execute(sql, [id.0]);
    match mark {
        Mark::Read => set("UPDATE items SET read = 1 WHERE id = ?1 AND NOT read"),
        Mark::Unread => set("UPDATE items SET read = 0 WHERE id = ?1 AND read"),
        Mark::Starred => set("UPDATE items SET starred = 1 WHERE id = ?1 AND NOT starred"),
        Mark::Unstarred => set("UPDATE items SET starred = 0 WHERE id = ?1 AND starred"),
        Mark::Later => set("UPDATE items SET later = 1 WHERE id = ?1 AND NOT later"),
        Mark::Done => set("UPDATE items SET later = 0 WHERE id = ?1 AND later"),
        Mark::Tagged if tag.is_empty() => Ok(0),
        Mark::Tagged => connection
            .execute("INSERT OR IGNORE INTO tags(item, tag) VALUES(?1, ?2)", params![id.0, tag]),
        Mark::Untagged => {
            connection.execute("DELETE FROM tags WHERE item = ?1 AND tag = ?2", params![id.0, tag])
        }
    }
}

/// What is kept of an item's page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// As it was fetched.
    pub bytes: Vec<u8>,
    /// The address after redirects.
    pub address: String,
    /// The media type with its charset.
    pub content_type: Option<String>,
    /// When.
    pub fetched: Time,
}

/// An item with what there is to read of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    /// As lists show it.
    pub item: Item,
    /// What the feed gives, as HTML.
    pub html: String,
    /// Whether that is all of the article, as far as can be told.
    pub is_whole: bool,
    /// The whole page, if it is kept.
    pub page: Option<Kept>,
    /// What the feed says of it.
    pub meta: Meta,
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
        let done = (|| -> rusqlite::Result<_> {
            let transaction = self.connection.transaction()?;
            let stored = store(&transaction, feed.id, ready, now)?;
            transaction.execute(
                "UPDATE feeds SET title = CASE WHEN ?2 = '' THEN title ELSE ?2 END, site = coalesce(?3, site)
                 WHERE id = ?1",
                params![feed.id.0, channel.title, channel.site],
            )?;
            write_habit(&transaction, feed.id, habit)?;
            transaction.commit()?;
            Ok(stored)
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
                self.connection.prepare("SELECT key, said FROM items WHERE feed = ?1")?;
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

    /// Keeps the page of an item. Gives whether its text is another one than that of the page kept before;
    /// nothing when none was.
    ///
    /// # Errors
    /// When the library cannot be written.
    pub fn keep(&mut self, item: ItemId, page: &Kept) -> Result<Option<bool>> {
        let (article, _) = parse::parse(&page.bytes, &origin(page));
        let digest = article.digest.to_string();
        let title = article.meta.title.clone();
        let done = (|| -> rusqlite::Result<_> {
            let transaction = self.connection.transaction()?;
            let sql = "SELECT text FROM pages WHERE item = ?1 ORDER BY fetched DESC LIMIT 1";
            let before: Option<String> =
                transaction.query_row(sql, [item.0], |row| row.get(0)).optional()?;
            // A page that says the same is not kept twice.
            if before.as_deref() == Some(&digest) {
                return Ok(Some(false));
            }
            transaction.execute(
                "INSERT OR REPLACE INTO pages(item, fetched, address, type, body, text) VALUES(?1, ?2, ?3, ?4, ?5, ?6)",
                params![item.0, page.fetched.0, page.address, page.content_type, page.bytes, digest],
            )?;
            // What was added by its address is named by it until its page says better.
            let sql = "UPDATE items SET title = ?2 WHERE id = ?1 AND ?2 <> '' AND (title = '' OR title = address)";
            transaction.execute(sql, params![item.0, title])?;
            // Notes are on the address that the page calls its own.
            if let Some(own) = &article.meta.url {
                let sql = "UPDATE items SET article = ?2 WHERE id = ?1";
                transaction.execute(sql, params![item.0, own])?;
            }
            super::index::write_text(&transaction, item, &article)?;
            transaction.commit()?;
            Ok(before.map(|_| true))
        })();
        done.plainly(self)
    }

    /// Adds an article by its address, to be read later. Gives the item, and whether it is new.
    ///
    /// # Errors
    /// When the library cannot be written.
    pub fn add_later(&mut self, address: &str, now: Time) -> Result<(ItemId, bool)> {
        let article = address::article(address, None);
        if let Some(id) = self.item_at(article.as_deref().unwrap_or(address))? {
            let sql = "UPDATE items SET later = 1 WHERE id = ?1";
            self.connection.execute(sql, [id.0]).plainly(self)?;
            return Ok((id, false));
        }
        let sql =
            "INSERT INTO items(feed, key, article, title, address, arrived, at, html, said, later)
                   VALUES(NULL, ?1, ?2, ?1, ?1, ?3, ?3, '', '', 1)";
        self.connection.execute(sql, params![address, article, now.0]).plainly(self)?;
        Ok((ItemId(self.connection.last_insert_rowid()), true))
    }

    /// The item with an address, or with a number: `17` or `#17`.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn item_named(&self, word: &str) -> Result<Option<ItemId>> {
        let digits = word.strip_prefix('#').unwrap_or(word);
        if let Ok(number) = digits.parse::<i64>() {
            let sql = "SELECT id FROM items WHERE id = ?1";
            let found = self.connection.query_row(sql, [number], |row| row.get(0)).optional();
            return Ok(found.plainly(self)?.map(ItemId));
        }
        self.item_at(word)
    }

    fn item_at(&self, address: &str) -> Result<Option<ItemId>> {
        let article = address::article(address, None);
        let sql = "SELECT id FROM items WHERE address = ?1 OR article = ?1 OR article = ?2
                   ORDER BY EXISTS(SELECT 1 FROM pages WHERE item = items.id) DESC, id LIMIT 1";
        let found =
            self.connection.query_row(sql, params![address, article], |row| row.get(0)).optional();
        Ok(found.plainly(self)?.map(ItemId))
    }

    /// An item with what there is to read of it.
    ///
    /// # Errors
    /// When there is no such item, or the library cannot be read.
    pub fn opened(&self, id: ItemId) -> Result<Opened> {
        opened(&self.connection, id).plainly(self)
    }

    /// Marks items, all or none; those that are so marked already stay as they are. Gives how many marks changed.
    ///
    /// # Errors
    /// When the library cannot be written.
    pub fn mark(&mut self, items: &[ItemId], marks: &[(Mark, Option<String>)]) -> Result<usize> {
        let done = (|| -> rusqlite::Result<_> {
            let transaction = self.connection.transaction()?;
            let mut changed = 0;
            for id in items {
                for (mark, tag) in marks {
                    changed +=
                        mark_one(&transaction, *id, *mark, tag.as_deref().unwrap_or_default())?;
                }
            }
            transaction.commit()?;
            Ok(changed)
        })();
        done.plainly(self)
    }

    /// Whether the page of an item may be fetched when it is opened.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn may_fetch(&self, item: ItemId) -> Result<bool> {
        let sql = "SELECT f.whole FROM items i JOIN feeds f ON f.id = i.feed WHERE i.id = ?1";
        let whole =
            self.connection.query_row(sql, [item.0], |row| row.get::<_, String>(0)).optional();
        Ok(whole.plainly(self)?.is_none_or(|whole| whole != Whole::Never.name()))
    }

    /// Items of feeds whose articles are always fetched whole, which have no page yet.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn wanting_pages(&self, limit: usize) -> Result<Vec<(ItemId, String)>> {
        let done = (|| -> rusqlite::Result<_> {
            let mut asked = self.connection.prepare(
                "SELECT i.id, i.address FROM items i JOIN feeds f ON f.id = i.feed
                 WHERE f.whole = 'always' AND i.address IS NOT NULL AND NOT i.is_whole
                 AND NOT EXISTS(SELECT 1 FROM pages WHERE item = i.id) ORDER BY i.at DESC LIMIT ?1",
            )?;
            let limit = i64::try_from(limit).unwrap_or(i64::MAX);
            let rows = asked.query_map([limit], |row| Ok((ItemId(row.get(0)?), row.get(1)?)))?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        })();
        done.plainly(self)
    }
}

/// What a kept page is parsed with.
#[must_use]
pub(super) fn origin(page: &Kept) -> Origin {
    Origin { path: None, url: Some(page.address.clone()), content_type: page.content_type.clone() }
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
    let mut known = connection.prepare(
        "SELECT id, said, EXISTS(SELECT 1 FROM pages WHERE item = items.id) FROM items WHERE feed = ?1 AND key = ?2",
    )?;
    let mut insert = connection.prepare(
        "INSERT INTO items(feed, key, article, title, address, author, published, updated, arrived, at, html, is_whole, said)
         VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
    )?;
    let mut change = connection.prepare(
        "UPDATE items SET article = CASE WHEN ?12 THEN article ELSE ?3 END,
             title = ?4, address = ?5, author = ?6, published = ?7, updated = ?8,
             html = ?9, is_whole = ?10, said = ?11 WHERE feed = ?1 AND key = ?2",
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
            None => {
                let at = believed(item.published.or(item.updated), now);
                insert.execute(params![
                    feed.0, key, article, title, link, author, published, updated, now.0, at.0,
                    html, is_whole, said
                ])?;
                let id = ItemId(connection.last_insert_rowid());
                super::index::write_text(connection, id, &item.article)?;
                stored.new.push(id);
            }
            Some((id, _, is_kept)) => {
                change.execute(params![
                    feed.0, key, article, title, link, author, published, updated, html, is_whole,
                    said, is_kept
                ])?;
                // A page that is kept says more than the feed does.
                if is_kept {
                    super::index::write_words(connection, ItemId(id))?;
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

pub(super) fn opened(connection: &Connection, id: ItemId) -> rusqlite::Result<Opened> {
    let item = connection.query_row(&format!("{ITEM} WHERE i.id = ?1"), [id.0], item)?;
    let (html, is_whole, published): (String, bool, Option<i64>) = connection.query_row(
        "SELECT html, is_whole, published FROM items WHERE id = ?1",
        [id.0],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    let page = connection
        .query_row(
            "SELECT body, address, type, fetched FROM pages WHERE item = ?1 ORDER BY fetched DESC LIMIT 1",
            [id.0],
            |row| {
                Ok(Kept {
                    bytes: row.get(0)?,
                    address: row.get(1)?,
                    content_type: row.get(2)?,
                    fetched: Time(row.get(3)?),
                })
            },
        )
        .optional()?;
    let meta = Meta {
        title: item.title.clone(),
        byline: item.author.clone(),
        outlet: item.feed.clone(),
        published: published.map(|at| Time(at).to_string()),
        ..Meta::default()
    };
    Ok(Opened { item, html, is_whole, page, meta })
}

/// What lists ask for; [`item`] reads it.
pub(super) const ITEM: &str = "SELECT i.id, coalesce(f.named, nullif(f.title, ''), f.address), i.title, i.address,
    i.author, i.at, i.read, i.starred, i.later, (SELECT group_concat(tag, char(10)) FROM tags WHERE item = i.id)
    FROM items i LEFT JOIN feeds f ON f.id = i.feed";

pub(super) fn item(row: &Row<'_>) -> rusqlite::Result<Item> {
    let tags: Option<String> = row.get(9)?;
    Ok(Item {
        id: ItemId(row.get(0)?),
        feed: row.get(1)?,
        title: row.get(2)?,
        address: row.get(3)?,
        author: row.get(4)?,
        at: Time(row.get(5)?),
        is_read: row.get(6)?,
        is_starred: row.get(7)?,
        is_later: row.get(8)?,
        tags: tags.unwrap_or_default().lines().map(str::to_owned).collect(),
    })
}
