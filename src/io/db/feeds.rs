//! Subscriptions in the library.

use super::super::fetch::without_password;
use super::{Library, Plainly};
use crate::doc::Time;
use crate::library::feed::{Feed, FeedId, Outline, Whole};
use crate::library::opml;
use crate::library::polite::Habit;
use anyhow::{Result, bail};
use rusqlite::{OptionalExtension, Row, params};

/// What is to be subscribed to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewFeed {
    /// An address, `file:` and a path, or `exec:` and a command.
    pub address: String,
    /// What the reader calls it.
    pub title: Option<String>,
    /// The address of its pages.
    pub site: Option<String>,
    /// Folders as paths.
    pub folders: Vec<String>,
    /// Lines to be sent along.
    pub headers: Vec<String>,
    /// Whether whole articles are fetched; nothing leaves it as it is.
    pub whole: Option<Whole>,
}

/// What came of subscribing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    /// It is new.
    New(FeedId),
    /// It was there; folders, headers or the rest may be new.
    Changed(FeedId),
    /// It was there, just so.
    Same(FeedId),
}

impl Added {
    /// Which feed.
    #[must_use]
    pub fn id(self) -> FeedId {
        let (Self::New(id) | Self::Changed(id) | Self::Same(id)) = self;
        id
    }
}

impl Library {
    /// Subscribes to feeds, all or none. Subscribing to one that is there adds only what is new of it.
    ///
    /// # Errors
    /// When the library cannot be written.
    pub fn subscribe(&mut self, feeds: &[NewFeed], now: Time) -> Result<Vec<Added>> {
        let done = (|| -> rusqlite::Result<_> {
            let transaction = self.connection.transaction()?;
            let mut added = Vec::new();
            for feed in feeds {
                added.push(one(&transaction, feed, now)?);
            }
            transaction.commit()?;
            Ok(added)
        })();
        let added = done.plainly(self)?;
        self.keep_outline(now)?;
        Ok(added)
    }

    /// Ends a subscription. Items of it that the reader marked (starred, to be read later, tagged, noted) stay.
    ///
    /// # Errors
    /// When the library cannot be written.
    pub fn unsubscribe(&mut self, id: FeedId, now: Time) -> Result<()> {
        let done = (|| -> rusqlite::Result<_> {
            let transaction = self.connection.transaction()?;
            transaction.execute(
                "UPDATE items SET feed = NULL WHERE feed = ?1 AND (starred OR later OR noted
                     OR id IN (SELECT item FROM tags))",
                [id.0],
            )?;
            transaction.execute(
                "DELETE FROM words WHERE rowid IN (SELECT id FROM items WHERE feed = ?1)",
                [id.0],
            )?;
            transaction.execute("DELETE FROM feeds WHERE id = ?1", [id.0])?;
            transaction.commit()
        })();
        done.plainly(self)?;
        self.keep_outline(now)
    }

    /// Every feed, by its first folder and title.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn feeds(&self) -> Result<Vec<Feed>> {
        let done = (|| -> rusqlite::Result<_> {
            let mut asked = self.connection.prepare(
                "SELECT id, address, coalesce(named, nullif(title, ''), address), site, whole, headers, etag, modified,
                     status, says, asked, answered, next, failures, gone,
                     (SELECT group_concat(path, char(10)) FROM folders WHERE feed = feeds.id),
                     (SELECT count(*) FROM items WHERE feed = feeds.id),
                     (SELECT count(*) FROM items WHERE feed = feeds.id AND NOT read)
                 FROM feeds ORDER BY 3 COLLATE NOCASE, id",
            )?;
            asked.query_map([], feed)?.collect::<rusqlite::Result<Vec<Feed>>>()
        })();
        let mut feeds = done.plainly(self)?;
        feeds.sort_by_cached_key(|feed| feed.folders.first().cloned());
        Ok(feeds)
    }

    /// What feeds are called.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub(super) fn feed_names(&self) -> Result<Vec<(FeedId, String)>> {
        let done = (|| -> rusqlite::Result<_> {
            let sql = "SELECT id, coalesce(named, nullif(title, ''), address) FROM feeds";
            let mut asked = self.connection.prepare_cached(sql)?;
            asked.query_map([], |row| Ok((FeedId(row.get(0)?), shown(row.get(1)?))))?.collect()
        })();
        done.plainly(self)
    }

    /// The feed that a word names: its address, its number, or all or part of its title.
    ///
    /// # Errors
    /// When there is none, or more than one.
    pub fn feed_named(&self, word: &str) -> Result<Feed> {
        let feeds = self.feeds()?;
        let number = word.trim_start_matches('#').parse::<i64>().ok().map(FeedId);
        let exact = feeds.iter().find(|feed| feed.address == word || Some(feed.id) == number);
        if let Some(feed) = exact {
            return Ok(feed.clone());
        }
        let wanted = word.to_lowercase();
        let mut like: Vec<&Feed> =
            feeds.iter().filter(|feed| feed.title.to_lowercase() == wanted).collect();
        if like.is_empty() {
            let has = |text: &str| text.to_lowercase().contains(&wanted);
            like = feeds.iter().filter(|feed| has(&feed.title) || has(&feed.address)).collect();
        }
        match like.as_slice() {
            [one] => Ok((*one).clone()),
            [] => bail!("there is no feed {word}; whosaid feeds list shows them"),
            [one, other, ..] => bail!(
                "{word} could be {} or {}; name it by its address or number",
                without_password(&one.address),
                without_password(&other.address)
            ),
        }
    }

    /// The subscriptions as an outline.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn outline(&self) -> Result<Vec<Outline>> {
        let feeds: Vec<(Vec<String>, Outline)> = self
            .feeds()?
            .into_iter()
            .map(|feed| {
                let outline = Outline::Feed {
                    title: if feed.title == shown(feed.address.clone()) {
                        String::new()
                    } else {
                        feed.title
                    },
                    address: feed.address,
                    site: feed.site,
                    categories: Vec::new(),
                };
                (feed.folders, outline)
            })
            .collect();
        Ok(opml::nested(&feeds))
    }

    /// Takes an outline in; what is there already is not doubled.
    ///
    /// # Errors
    /// When the library cannot be written.
    pub fn take_outline(&mut self, outline: &[Outline], now: Time) -> Result<Vec<Added>> {
        let feeds: Vec<NewFeed> = opml::placed(outline)
            .into_iter()
            .filter_map(|(folder, outline)| match outline {
                Outline::Feed { address, title, site, categories: _ } => Some(NewFeed {
                    address: address.clone(),
                    title: Some(title.clone()).filter(|title| !title.is_empty()),
                    site: site.clone(),
                    folders: folder.into_iter().collect(),
                    ..NewFeed::default()
                }),
                Outline::Folder(..) => None,
            })
            .collect();
        self.subscribe(&feeds, now)
    }

    /// Writes the subscriptions beside the library, for the day on which nothing can be read of it.
    fn keep_outline(&self, now: Time) -> Result<()> {
        let written = opml::write(&self.outline()?, &now.to_string());
        super::super::disk::replace(&self.path.with_file_name("feeds.opml"), written.as_bytes())
    }

    /// The feed at an address has moved for good. Where another subscription has the new address, it stays as it is.
    ///
    /// # Errors
    /// When the library cannot be written.
    pub fn moved(&mut self, id: FeedId, address: &str, now: Time) -> Result<bool> {
        let sql = "UPDATE OR IGNORE feeds SET address = ?2 WHERE id = ?1 AND address <> ?2";
        let is_new = self.connection.execute(sql, params![id.0, address]).plainly(self)? > 0;
        if is_new {
            self.keep_outline(now)?;
        }
        Ok(is_new)
    }
}

/// Writes what was learned of a feed.
pub(super) fn write_habit(
    connection: &rusqlite::Connection,
    id: FeedId,
    habit: &Habit,
) -> rusqlite::Result<()> {
    let time = |at: Option<Time>| at.map(|at| at.0);
    let mut remember = connection.prepare_cached(
        "UPDATE feeds SET etag = ?2, modified = ?3, status = ?4, says = ?5, asked = ?6, answered = ?7, next = ?8,
             failures = ?9, gone = ?10 WHERE id = ?1",
    )?;
    remember.execute(params![
        id.0,
        habit.etag,
        habit.modified,
        habit.status,
        habit.says,
        time(habit.asked),
        time(habit.answered),
        time(habit.next),
        habit.failures,
        habit.is_gone
    ])?;
    Ok(())
}

/// What a feed is called, where that may be its address: without a password in it.
pub(super) fn shown(name: String) -> String {
    if name.contains("://") { without_password(&name) } else { name }
}

fn one(connection: &rusqlite::Connection, feed: &NewFeed, now: Time) -> rusqlite::Result<Added> {
    let sql = "SELECT id FROM feeds WHERE address = ?1";
    let known: Option<i64> =
        connection.query_row(sql, [&feed.address], |row| row.get(0)).optional()?;
    let id = match known {
        Some(id) => id,
        None => {
            connection.execute(
                "INSERT INTO feeds(address, named, site, added) VALUES(?1, ?2, ?3, ?4)",
                params![feed.address, feed.title, feed.site, now.0],
            )?;
            connection.last_insert_rowid()
        }
    };
    let mut changed = 0;
    for folder in &feed.folders {
        let sql = "INSERT OR IGNORE INTO folders(feed, path) VALUES(?1, ?2)";
        changed += connection.execute(sql, params![id, folder])?;
    }
    if !feed.headers.is_empty() {
        let sql = "UPDATE feeds SET headers = ?2 WHERE id = ?1 AND headers <> ?2";
        changed += connection.execute(sql, params![id, feed.headers.join("\n")])?;
    }
    if let Some(whole) = feed.whole {
        let sql = "UPDATE feeds SET whole = ?2 WHERE id = ?1 AND whole <> ?2";
        changed += connection.execute(sql, params![id, whole.name()])?;
    }
    Ok(match known {
        None => Added::New(FeedId(id)),
        Some(_) if changed > 0 => Added::Changed(FeedId(id)),
        Some(_) => Added::Same(FeedId(id)),
    })
}

fn feed(row: &Row<'_>) -> rusqlite::Result<Feed> {
    let time = |at: usize| row.get::<_, Option<i64>>(at).map(|at| at.map(Time));
    let lines = |at: usize| {
        let text: Option<String> = row.get(at)?;
        Ok::<_, rusqlite::Error>(
            text.unwrap_or_default().lines().map(str::to_owned).collect::<Vec<_>>(),
        )
    };
    let count = |at: usize| row.get::<_, i64>(at).map(|n| usize::try_from(n).unwrap_or(0));
    Ok(Feed {
        id: FeedId(row.get(0)?),
        address: row.get(1)?,
        title: shown(row.get(2)?),
        site: row.get(3)?,
        whole: Whole::named(&row.get::<_, String>(4)?).unwrap_or_default(),
        headers: lines(5)?,
        habit: Habit {
            etag: row.get(6)?,
            modified: row.get(7)?,
            status: row.get(8)?,
            says: row.get(9)?,
            asked: time(10)?,
            answered: time(11)?,
            next: time(12)?,
            failures: row.get(13)?,
            is_gone: row.get(14)?,
        },
        folders: lines(15)?,
        items: count(16)?,
        unread: count(17)?,
    })
}
