//! Articles that are let go by age and number, so that a library of years stays quick.
//!
//! Never those with notes, starred, set aside, tagged, or added by their address. The key of what is let go stays as
//! long as its feed lists it: it must not come back as new.

use super::{Library, Plainly};
use crate::doc::Time;
use crate::library::feed::{FeedId, ItemId};
use anyhow::Result;
use rusqlite::{Connection, params};
use std::collections::BTreeMap;

/// What is kept; what a feed says of itself goes before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Keep {
    /// For so many days; 0 is for ever.
    pub days: u32,
    /// So many articles of each feed, the newest; 0 is all.
    pub articles: u32,
}

/// Whether it is done or only said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Really {
    /// It is done.
    Do,
    /// It is only said what would be done.
    Say,
}

/// What is let go of a feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pruned {
    /// The feed.
    pub feed: FeedId,
    /// What it is called.
    pub title: String,
    /// How many articles.
    pub articles: usize,
}

const DAY: i64 = 86_400_000;

/// How long a feed has not listed a key when that is forgotten, in milliseconds.
const FORGOTTEN: i64 = 180 * DAY;

impl Library {
    /// Lets articles go. Gives how many of which feeds.
    ///
    /// # Errors
    /// When the library cannot be read or written.
    pub fn prune(&mut self, keep: Keep, really: Really, now: Time) -> Result<Vec<Pruned>> {
        let names: BTreeMap<FeedId, String> = self.feed_names()?.into_iter().collect();
        let done = (|| -> rusqlite::Result<_> {
            let transaction = self.connection.transaction()?;
            let own: Vec<(FeedId, Option<u32>, Option<u32>)> = {
                let sql = "SELECT id, keep_days, keep_articles FROM feeds ORDER BY id";
                let mut asked = transaction.prepare(sql)?;
                asked
                    .query_map([], |row| Ok((FeedId(row.get(0)?), row.get(1)?, row.get(2)?)))?
                    .collect::<rusqlite::Result<_>>()?
            };
            let mut pruned = Vec::new();
            for (feed, days, articles) in own {
                let keep = Keep {
                    days: days.unwrap_or(keep.days),
                    articles: articles.unwrap_or(keep.articles),
                };
                let old = let_go(&transaction, feed, keep, now)?;
                if old.is_empty() {
                    continue;
                }
                if really == Really::Do {
                    remove(&transaction, &old, now)?;
                }
                let title = names.get(&feed).cloned().unwrap_or_default();
                pruned.push(Pruned { feed, title, articles: old.len() });
            }
            transaction.commit()?;
            Ok(pruned)
        })();
        done.plainly(self)
    }

    /// What a feed keeps, in place of what is set for all: days and articles; nothing leaves it to that.
    ///
    /// # Errors
    /// When the library cannot be written.
    pub fn keep_of(
        &mut self,
        feed: FeedId,
        days: Option<u32>,
        articles: Option<u32>,
    ) -> Result<()> {
        let sql = "UPDATE feeds SET keep_days = coalesce(?2, keep_days),
                   keep_articles = coalesce(?3, keep_articles) WHERE id = ?1";
        self.connection.execute(sql, params![feed.0, days, articles]).plainly(self)?;
        Ok(())
    }
}

/// The items of a feed that are too old or too many. An item is as old as it has been here, if it was older already
/// when it came: a feed of old articles can be read too.
fn let_go(
    connection: &Connection,
    feed: FeedId,
    keep: Keep,
    now: Time,
) -> rusqlite::Result<Vec<ItemId>> {
    if keep == Keep::default() {
        return Ok(Vec::new());
    }
    let before = match keep.days {
        0 => i64::MIN,
        days => now.0 - i64::from(days) * DAY,
    };
    let most = if keep.articles == 0 { i64::MAX } else { i64::from(keep.articles) };
    let mut asked = connection.prepare_cached(
        "SELECT id FROM (
             SELECT id, starred, later, noted, max(at, arrived) AS since,
                 row_number() OVER (ORDER BY at DESC, id DESC) AS place FROM items WHERE feed = ?1)
         WHERE (since < ?2 OR place > ?3) AND NOT starred AND NOT later AND NOT noted
             AND id NOT IN (SELECT item FROM tags)",
    )?;
    asked.query_map([feed.0, before, most], |row| Ok(ItemId(row.get(0)?)))?.collect()
}

fn remove(connection: &Connection, items: &[ItemId], now: Time) -> rusqlite::Result<()> {
    let mut key = connection.prepare_cached(
        "INSERT OR REPLACE INTO pruned(feed, key, listed) SELECT feed, key, ?2 FROM items WHERE id = ?1",
    )?;
    let mut words = connection.prepare_cached("DELETE FROM words WHERE rowid = ?1")?;
    let mut item = connection.prepare_cached("DELETE FROM items WHERE id = ?1")?;
    for id in items {
        key.execute([id.0, now.0])?;
        words.execute([id.0])?;
        item.execute([id.0])?;
    }
    Ok(())
}

/// Whether an item that a feed lists was let go; that it is listed still is remembered.
pub(super) fn was_let_go(
    connection: &Connection,
    feed: FeedId,
    key: &str,
    now: Time,
) -> rusqlite::Result<bool> {
    let sql = "UPDATE pruned SET listed = ?3 WHERE feed = ?1 AND key = ?2";
    Ok(connection.prepare_cached(sql)?.execute(params![feed.0, key, now.0])? > 0)
}

/// Forgets the keys that a feed has not listed for long.
pub(super) fn forget(connection: &Connection, feed: FeedId, now: Time) -> rusqlite::Result<()> {
    let sql = "DELETE FROM pruned WHERE feed = ?1 AND listed < ?2";
    connection.prepare_cached(sql)?.execute([feed.0, now.0 - FORGOTTEN])?;
    Ok(())
}
