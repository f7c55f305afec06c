//! Kept pages that are asked for again: publishers change what they said, and say nothing of it.
//!
//! Only of articles that the reader has notes on or has starred: others are nobody's evidence, and their servers are
//! left alone.

use super::{Library, Plainly};
use crate::doc::Time;
use crate::library::feed::ItemId;
use anyhow::Result;
use rusqlite::params;

/// For how long after it was first kept a page is asked for again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Watch {
    /// For so many days, once a day.
    Days(u32),
    /// However old it is, and at most hourly: the reader has asked.
    Now,
}

const HOUR: i64 = 3_600_000;

impl Library {
    /// Items whose pages are asked for again, those that were not for the longest time first.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn to_watch(&self, watch: Watch, now: Time, limit: usize) -> Result<Vec<(ItemId, String)>> {
        let (since, pause) = match watch {
            Watch::Days(days) => (now.0 - i64::from(days) * 24 * HOUR, 20 * HOUR),
            Watch::Now => (i64::MIN, HOUR),
        };
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let done = (|| -> rusqlite::Result<_> {
            let mut asked = self.connection.prepare(
                "SELECT id, address FROM (
                     SELECT i.id, i.address, (SELECT min(fetched) FROM pages WHERE item = i.id) AS first,
                         max((SELECT max(fetched) FROM pages WHERE item = i.id),
                             coalesce((SELECT at FROM watched WHERE item = i.id), 0)) AS last
                     FROM items i WHERE i.kept AND (i.noted OR i.starred) AND i.address IS NOT NULL)
                 WHERE first >= ?1 AND last <= ?2 ORDER BY last LIMIT ?3",
            )?;
            let rows = asked.query_map(params![since, now.0 - pause, limit], |row| {
                Ok((ItemId(row.get(0)?), row.get(1)?))
            })?;
            rows.collect()
        })();
        done.plainly(self)
    }

    /// Remembers that the page of an item was asked for again, whatever came of it.
    ///
    /// # Errors
    /// When the library cannot be written.
    pub fn watched(&mut self, item: ItemId, now: Time) -> Result<()> {
        let sql = "INSERT OR REPLACE INTO watched(item, at) SELECT id, ?2 FROM items WHERE id = ?1";
        self.connection.execute(sql, [item.0, now.0]).plainly(self)?;
        Ok(())
    }
}
