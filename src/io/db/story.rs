//! Which items are the same story, written where they are stored.
//!
//! A story has at most one item of each feed: what one feed brings again is an update, and both are listed.

use crate::doc::Time;
use crate::library::feed::ItemId;
use crate::library::story::{NEAR, headline, is_of_article};
use rusqlite::{Connection, OptionalExtension, params};

/// An address under which a feed has so many items is no article's: it is a live page, or the paper's own.
const SHARED: i64 = 3;

/// How many items of the same address or headline are looked at: whoever floods feeds does not make us slow.
const LOOKED_AT: usize = 32;

/// What joining needs to know of an item.
struct Own {
    feed: Option<i64>,
    article: Option<String>,
    headline: Option<i64>,
    at: Time,
}

/// Finds the story of an item that has none, and enters it there. One that comes to a story that is read already
/// counts as read: it would only be read twice.
pub(super) fn join(connection: &Connection, id: ItemId) -> rusqlite::Result<()> {
    let mut asked = connection
        .prepare_cached("SELECT feed, article, headline, at, story FROM items WHERE id = ?1")?;
    let (own, story) = asked.query_row([id.0], |row| {
        let own = Own {
            feed: row.get(0)?,
            article: row.get(1)?,
            headline: row.get(2)?,
            at: Time(row.get(3)?),
        };
        Ok((own, row.get::<_, Option<i64>>(4)?))
    })?;
    if story.is_some() {
        return Ok(());
    }
    let other = match by_address(connection, id, &own)? {
        Some(other) => Some(other),
        None => by_headline(connection, id, &own)?,
    };
    let Some((other, story)) = other else { return Ok(()) };
    let story = match story {
        Some(story) => story,
        None => {
            let next = "SELECT coalesce(max(story), 0) + 1 FROM items WHERE story IS NOT NULL";
            let story: i64 = connection.query_row(next, [], |row| row.get(0))?;
            let sql = "UPDATE items SET story = ?2 WHERE id = ?1";
            connection.prepare_cached(sql)?.execute([other, story])?;
            story
        }
    };
    let sql = "UPDATE items SET story = ?2,
        read = read OR EXISTS(SELECT 1 FROM items WHERE story = ?2 AND read) WHERE id = ?1";
    connection.prepare_cached(sql)?.execute([id.0, story])?;
    Ok(())
}

type Other = (i64, Option<i64>);

fn by_address(connection: &Connection, id: ItemId, own: &Own) -> rusqlite::Result<Option<Other>> {
    let Some(article) = own.article.as_deref().filter(|article| is_of_article(article)) else {
        return Ok(None);
    };
    let sql =
        "SELECT count(*) FROM (SELECT 1 FROM items WHERE article = ?1 AND feed IS ?2 LIMIT ?3)";
    let mut asked = connection.prepare_cached(sql)?;
    let own_ones: i64 = asked.query_row(params![article, own.feed, SHARED], |row| row.get(0))?;
    if own_ones >= SHARED {
        return Ok(None);
    }
    let sql = format!(
        "SELECT id, story FROM items WHERE article = ?1 AND id <> ?2 AND feed IS NOT ?3
         ORDER BY id LIMIT {LOOKED_AT}"
    );
    let mut asked = connection.prepare_cached(&sql)?;
    let found = asked
        .query_map(params![article, id.0, own.feed], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<Vec<Other>>>()?;
    open_to(connection, own.feed, found)
}

fn by_headline(connection: &Connection, id: ItemId, own: &Own) -> rusqlite::Result<Option<Other>> {
    let Some(headline) = own.headline else { return Ok(None) };
    let sql = format!(
        "SELECT id, story FROM items WHERE headline = ?1 AND at BETWEEN ?4 AND ?5 AND id <> ?2 AND feed IS NOT ?3
         ORDER BY id LIMIT {LOOKED_AT}"
    );
    let mut asked = connection.prepare_cached(&sql)?;
    let (from, to) = (own.at.0.saturating_sub(NEAR), own.at.0.saturating_add(NEAR));
    let found = asked
        .query_map(params![headline, id.0, own.feed, from, to], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?
        .collect::<rusqlite::Result<Vec<Other>>>()?;
    open_to(connection, own.feed, found)
}

/// The first whose story has no item of this feed yet.
fn open_to(
    connection: &Connection,
    feed: Option<i64>,
    found: Vec<Other>,
) -> rusqlite::Result<Option<Other>> {
    let sql = "SELECT 1 FROM items WHERE story = ?1 AND feed IS ?2 LIMIT 1";
    let mut asked = connection.prepare_cached(sql)?;
    for other in found {
        let is_open = match other.1 {
            None => true,
            Some(story) => asked.query_row(params![story, feed], |_| Ok(())).optional()?.is_none(),
        };
        if is_open {
            return Ok(Some(other));
        }
    }
    Ok(None)
}

/// Finds all headlines and stories of a library that has none.
pub(super) fn derive(connection: &Connection) -> rusqlite::Result<()> {
    let titles: Vec<(i64, String)> = {
        let mut asked = connection.prepare("SELECT id, title FROM items ORDER BY id")?;
        asked
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?
    };
    let mut write = connection.prepare("UPDATE items SET headline = ?2 WHERE id = ?1")?;
    for (id, title) in &titles {
        if let Some(headline) = headline(title) {
            write.execute([*id, headline])?;
        }
    }
    for (id, _) in &titles {
        join(connection, ItemId(*id))?;
    }
    connection.execute(
        "UPDATE items SET read = 1 WHERE NOT read
         AND story IN (SELECT story FROM items WHERE story IS NOT NULL AND read)",
        [],
    )?;
    Ok(())
}

/// The other items of an item's story.
pub(super) fn others(connection: &Connection, id: ItemId) -> rusqlite::Result<Vec<ItemId>> {
    let mut asked = connection.prepare_cached(
        "SELECT id FROM items WHERE story = (SELECT story FROM items WHERE id = ?1) AND id <> ?1 ORDER BY id",
    )?;
    asked.query_map([id.0], |row| Ok(ItemId(row.get(0)?)))?.collect()
}
