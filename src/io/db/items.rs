//! Items in the library: finding one, and what there is to read of it.

use super::pages::{self, Kept};
use super::{Library, Plainly};
use crate::doc::{Meta, Time};
use crate::library::feed::{Item, ItemId};
use crate::parse::address;
use anyhow::Result;
use rusqlite::{Connection, OptionalExtension, Row, params};

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

impl Library {
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
        let done = (|| -> rusqlite::Result<_> {
            let transaction = self.connection.transaction()?;
            transaction.execute(
                "INSERT INTO items(id, feed, key, article, title, address, arrived, at, said, later)
                 VALUES(max((SELECT coalesce(max(id), 0) FROM items), (SELECT coalesce(max(id), 0) FROM used)) + 1,
                     NULL, ?1, ?2, ?1, ?1, ?3, ?3, '', 1)",
                params![address, article, now.0],
            )?;
            let id = ItemId(transaction.last_insert_rowid());
            super::story::join(&transaction, id)?;
            transaction.commit()?;
            Ok((id, true))
        })();
        done.plainly(self)
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
                   ORDER BY kept > 0 DESC, id LIMIT 1";
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
}

pub(super) fn opened(connection: &Connection, id: ItemId) -> rusqlite::Result<Opened> {
    let item = connection.query_row(&format!("{ITEM} WHERE i.id = ?1"), [id.0], item)?;
    let (html, is_whole, published): (String, bool, Option<i64>) = connection.query_row(
        "SELECT coalesce((SELECT html FROM bodies WHERE item = ?1), ''), is_whole, published FROM items WHERE id = ?1",
        [id.0],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    let page = pages::latest(connection, id)?;
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
        feed: row.get::<_, Option<String>>(1)?.map(super::feeds::shown),
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
