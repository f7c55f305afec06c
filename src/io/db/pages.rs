//! The pages of items, kept as they were fetched.

use super::{Library, Plainly};
use crate::doc::Time;
use crate::library::feed::{ItemId, Whole};
use crate::parse::{self, MAX_BYTES, Origin};
use anyhow::Result;
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::io::{Read as _, Write as _};

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

impl Library {
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
            let (body, is_packed) = packed(&page.bytes);
            transaction.execute(
                "INSERT OR REPLACE INTO pages(item, fetched, address, type, body, text, packed)
                 VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                params![
                    item.0,
                    page.fetched.0,
                    page.address,
                    page.content_type,
                    body,
                    digest,
                    is_packed
                ],
            )?;
            // What was added by its address is named by it until its page says better.
            let sql = "UPDATE items SET title = ?2 WHERE id = ?1 AND ?2 <> '' AND (title = '' OR title = address)";
            transaction.execute(sql, params![item.0, title])?;
            // Notes are on the address that the page calls its own.
            if let Some(own) = &article.meta.url {
                let sql = "UPDATE items SET article = ?2 WHERE id = ?1";
                transaction.execute(sql, params![item.0, own])?;
                super::story::join(&transaction, item)?;
            }
            super::index::write_text(&transaction, item, &article)?;
            transaction.commit()?;
            Ok(before.map(|_| true))
        })();
        done.plainly(self)
    }

    /// All pages that are kept of an item, the oldest first: each says something else than the one before it.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn versions(&self, item: ItemId) -> Result<Vec<Kept>> {
        let done = (|| -> rusqlite::Result<_> {
            let mut asked =
                self.connection.prepare(&format!("{PAGE} WHERE item = ?1 ORDER BY fetched"))?;
            asked.query_map([item.0], kept)?.collect()
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
                 AND NOT i.kept ORDER BY i.at DESC LIMIT ?1",
            )?;
            let limit = i64::try_from(limit).unwrap_or(i64::MAX);
            let rows = asked.query_map([limit], |row| Ok((ItemId(row.get(0)?), row.get(1)?)))?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        })();
        done.plainly(self)
    }
}

/// What is asked for of a page; [`kept`] reads it.
const PAGE: &str = "SELECT body, address, type, fetched, packed FROM pages";

fn kept(row: &Row<'_>) -> rusqlite::Result<Kept> {
    let body: Vec<u8> = row.get(0)?;
    Ok(Kept {
        bytes: if row.get(4)? { unpacked(&body) } else { body },
        address: row.get(1)?,
        content_type: row.get(2)?,
        fetched: Time(row.get(3)?),
    })
}

/// The page of an item that was fetched last.
pub(super) fn latest(connection: &Connection, item: ItemId) -> rusqlite::Result<Option<Kept>> {
    let sql = format!("{PAGE} WHERE item = ?1 ORDER BY fetched DESC LIMIT 1");
    connection.prepare_cached(&sql)?.query_row([item.0], kept).optional()
}

/// Bytes as they lie in the library, and whether they are packed there: pages shrink to a fifth.
fn packed(bytes: &[u8]) -> (Vec<u8>, bool) {
    let mut writer = DeflateEncoder::new(Vec::new(), Compression::default());
    match writer.write_all(bytes).and_then(|()| writer.finish()) {
        Ok(packed) if packed.len() < bytes.len() => (packed, true),
        _ => (bytes.to_owned(), false),
    }
}

/// What was packed; of what is damaged, as much as can be had.
fn unpacked(body: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let _ = DeflateDecoder::new(body).take(MAX_BYTES as u64).read_to_end(&mut bytes);
    bytes
}

/// What a kept page is parsed with.
#[must_use]
pub(super) fn origin(page: &Kept) -> Origin {
    Origin { path: None, url: Some(page.address.clone()), content_type: page.content_type.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_packed_where_that_helps() {
        let page = "<p>word</p>".repeat(1000);
        let (body, is_packed) = packed(page.as_bytes());
        assert!(is_packed && body.len() < page.len() / 5);
        assert_eq!(unpacked(&body), page.as_bytes());
        assert_eq!(packed(b"x"), (b"x".to_vec(), false));
        assert!(unpacked(b"\x07 no").len() <= MAX_BYTES);
    }
}
