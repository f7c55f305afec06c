//! What the rows of a list say.

use super::items::{ITEM, item};
use super::{Library, Plainly};
use crate::library::feed::ItemId;
use crate::library::front::Brief;
use anyhow::Result;
use rusqlite::OptionalExtension;

/// How many sources a row names.
const SOURCES: usize = 5;

impl Library {
    /// What the rows of these articles say, in this order; those that are gone are left out.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn briefs(&self, items: &[ItemId]) -> Result<Vec<Brief>> {
        self.read_briefs(items).plainly(self)
    }

    pub(super) fn read_briefs(&self, items: &[ItemId]) -> rusqlite::Result<Vec<Brief>> {
        let mut one = self.connection.prepare_cached(&format!("{ITEM} WHERE i.id = ?1"))?;
        let mut more = self.connection.prepare_cached(
            "SELECT noted, kept, is_whole, story IS NOT NULL FROM items WHERE id = ?1",
        )?;
        let mut sources = self.connection.prepare_cached(&format!(
            "SELECT name FROM speakers WHERE item = ?1 AND role = 'source' ORDER BY claims DESC, rowid LIMIT {SOURCES}"
        ))?;
        let mut also = self.connection.prepare_cached(
            "SELECT DISTINCT coalesce(f.named, nullif(f.title, ''), f.address) FROM items i
             JOIN feeds f ON f.id = i.feed
             WHERE i.story = (SELECT story FROM items WHERE id = ?1) AND i.id <> ?1 ORDER BY 1 COLLATE NOCASE",
        )?;
        let mut briefs = Vec::new();
        for id in items {
            let Some(item) = one.query_row([id.0], item).optional()? else { continue };
            let (notes, kept, is_whole, has_story) = more.query_row([id.0], |row| {
                let count =
                    |at: usize| row.get::<_, i64>(at).map(|n| usize::try_from(n).unwrap_or(0));
                Ok((count(0)?, count(1)?, row.get::<_, bool>(2)?, row.get::<_, bool>(3)?))
            })?;
            let sources = sources.query_map([id.0], |row| row.get(0))?;
            let mut brief = Brief {
                item,
                sources: sources.collect::<rusqlite::Result<_>>()?,
                notes,
                also: Vec::new(),
                is_whole: is_whole || kept > 0,
                edits: kept.saturating_sub(1),
            };
            if has_story {
                for name in also.query_map([id.0], |row| row.get(0))? {
                    brief.also.push(super::feeds::shown(name?));
                }
            }
            briefs.push(brief);
        }
        Ok(briefs)
    }
}
