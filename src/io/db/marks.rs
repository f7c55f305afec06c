//! Marks on items, and taking them back.
//!
//! What a step of the reader's changed is written down with it: which items became what they were not. So a step can
//! be taken back whoever made it, the screen or a command, in this process or in one long gone.

use super::list::{self, Row};
use super::{Library, Plainly, story};
use crate::doc::Time;
use crate::library::feed::ItemId;
use crate::library::front::{Mark, Seen, Wanted, Which};
use crate::library::mark::sentence;
use anyhow::{Result, bail};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::BTreeSet;

/// How many steps can be taken back.
const STEPS: i64 = 200;

/// What came of a step: a sentence, and which items are others now.
pub type Marked = (String, Vec<ItemId>);

impl Library {
    /// Marks items, all or none, as a step that cannot be taken back: what is not the reader's own doing. Gives how
    /// many marks changed.
    ///
    /// # Errors
    /// When the library cannot be written.
    pub fn mark(&mut self, items: &[ItemId], marks: &[Mark]) -> Result<usize> {
        let done = (|| -> rusqlite::Result<_> {
            let transaction = self.connection.transaction()?;
            let mut changed = 0;
            for mark in marks {
                changed += apply(&transaction, items, mark)?.len();
            }
            transaction.commit()?;
            Ok(changed)
        })();
        done.plainly(self)
    }

    /// Marks items so that it can be taken back. Marking one read marks its whole story read.
    ///
    /// # Errors
    /// When the library cannot be read or written, or a list has not the item down to which it is to be marked.
    pub fn mark_which(&mut self, which: &Which, marks: &[Mark], now: Time) -> Result<Marked> {
        let items = self.meant(which)?;
        let done = (|| -> rusqlite::Result<_> {
            let transaction = self.connection.transaction()?;
            let mut changed = BTreeSet::new();
            let mut written: Vec<(String, Vec<ItemId>)> = Vec::new();
            for mark in marks {
                let mut became = apply(&transaction, &items, mark)?;
                if matches!(mark, Mark::Read(_)) {
                    let others = companions(&transaction, &items)?;
                    became.extend(apply(&transaction, &others, mark)?);
                }
                changed.extend(became.iter().copied());
                if !became.is_empty() {
                    written.push((mark.name(), became));
                }
            }
            let meant: BTreeSet<ItemId> = items.iter().copied().collect();
            let own = changed.intersection(&meant).count();
            let says = match (own, changed.len()) {
                (_, 0) => "nothing to change".to_owned(),
                (0, all) => format!("{} (of the same stories)", sentence(all, marks)),
                _ => sentence(own, marks),
            };
            if !changed.is_empty() {
                write_step(&transaction, &says, &written, now)?;
            }
            transaction.commit()?;
            Ok((says, changed.into_iter().collect()))
        })();
        done.plainly(self)
    }

    /// Takes back what was marked last and is not taken back; nothing when there is none.
    ///
    /// # Errors
    /// When the library cannot be written.
    pub fn undo_mark(&mut self, now: Time) -> Result<Option<Marked>> {
        self.step("SELECT max(id) FROM steps WHERE NOT undone", Way::Back, now)
    }

    /// Marks again what was taken back last; nothing when nothing was since the last step.
    ///
    /// # Errors
    /// When the library cannot be written.
    pub fn redo_mark(&mut self, now: Time) -> Result<Option<Marked>> {
        self.step("SELECT min(id) FROM steps WHERE undone", Way::Again, now)
    }

    fn step(&mut self, which: &str, way: Way, now: Time) -> Result<Option<Marked>> {
        let done = (|| -> rusqlite::Result<_> {
            let transaction = self.connection.transaction()?;
            let id: Option<i64> = transaction.query_row(which, [], |row| row.get(0))?;
            let Some(id) = id else { return Ok(None) };
            let says: String =
                transaction
                    .query_row("SELECT says FROM steps WHERE id = ?1", [id], |row| row.get(0))?;
            let written: Vec<(String, Vec<u8>)> = {
                let sql = "SELECT mark, items FROM marks WHERE step = ?1 ORDER BY rowid";
                let mut asked = transaction.prepare(sql)?;
                asked
                    .query_map([id], |row| Ok((row.get(0)?, row.get(1)?)))?
                    .collect::<rusqlite::Result<_>>()?
            };
            let mut changed = BTreeSet::new();
            for (name, items) in &written {
                let Some(mark) = Mark::named(name) else { continue };
                let mark = if way == Way::Back { mark.inverse() } else { mark };
                changed.extend(apply(&transaction, &unpacked(items), &mark)?);
            }
            let sql = match way {
                Way::Back => "UPDATE steps SET undone = ?2 WHERE id = ?1",
                Way::Again => "UPDATE steps SET undone = 0, made = ?2 WHERE id = ?1",
            };
            transaction.execute(sql, params![id, now.0.max(1)])?;
            transaction.commit()?;
            let done = if way == Way::Back { "taken back" } else { "done again" };
            Ok(Some((format!("{done}: {says}"), changed.into_iter().collect())))
        })();
        done.plainly(self)
    }

    /// The items that are meant, in the order of their list.
    fn meant(&self, which: &Which) -> Result<Vec<ItemId>> {
        match which {
            Which::These(items) => Ok(items.clone()),
            Which::All(wanted) => {
                Ok(self.rows(wanted)?.into_iter().map(|row| row.listed.id).collect())
            }
            // The item itself may have been read since the list was made, and would not be in it any more.
            Which::UpTo(wanted, last) => {
                let all = Wanted { seen: Seen::All, ..wanted.clone() };
                let mut rows = self.rows(&all)?;
                let story = story::others(&self.connection, *last).plainly(self)?;
                let is_last = |row: &Row| row.listed.id == *last || story.contains(&row.listed.id);
                let Some(at) = rows.iter().position(is_last) else {
                    bail!("#{} is not in this list any more", last.0);
                };
                rows.truncate(at + 1);
                let rows = rows.into_iter().filter(|row| list::is_wanted(row, wanted.seen));
                Ok(rows.map(|row| row.listed.id).collect())
            }
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Back,
    Again,
}

/// Marks items; gives those that were not so marked before.
pub(super) fn apply(
    connection: &Connection,
    items: &[ItemId],
    mark: &Mark,
) -> rusqlite::Result<Vec<ItemId>> {
    let (sql, tag) = match mark {
        Mark::Read(true) => ("UPDATE items SET read = 1 WHERE id = ?1 AND NOT read", ""),
        Mark::Read(false) => ("UPDATE items SET read = 0 WHERE id = ?1 AND read", ""),
        Mark::Starred(true) => ("UPDATE items SET starred = 1 WHERE id = ?1 AND NOT starred", ""),
        Mark::Starred(false) => ("UPDATE items SET starred = 0 WHERE id = ?1 AND starred", ""),
        Mark::Later(true) => ("UPDATE items SET later = 1 WHERE id = ?1 AND NOT later", ""),
        Mark::Later(false) => ("UPDATE items SET later = 0 WHERE id = ?1 AND later", ""),
        Mark::Hidden(true) => ("UPDATE items SET hidden = 1 WHERE id = ?1 AND NOT hidden", ""),
        Mark::Hidden(false) => ("UPDATE items SET hidden = 0 WHERE id = ?1 AND hidden", ""),
        Mark::Tagged(tag) | Mark::Untagged(tag) if tag.is_empty() => return Ok(Vec::new()),
        Mark::Tagged(tag) => (
            "INSERT OR IGNORE INTO tags(item, tag) SELECT id, ?2 FROM items WHERE id = ?1",
            tag.as_str(),
        ),
        Mark::Untagged(tag) => ("DELETE FROM tags WHERE item = ?1 AND tag = ?2", tag.as_str()),
    };
    let mut write = connection.prepare_cached(sql)?;
    let is_tag = matches!(mark, Mark::Tagged(_) | Mark::Untagged(_));
    let mut became = Vec::new();
    for id in items {
        let changed =
            if is_tag { write.execute(params![id.0, tag])? } else { write.execute([id.0])? };
        if changed > 0 {
            became.push(*id);
        }
    }
    Ok(became)
}

/// The other items of the stories of items.
fn companions(connection: &Connection, items: &[ItemId]) -> rusqlite::Result<Vec<ItemId>> {
    let mut asked = connection.prepare_cached("SELECT story FROM items WHERE id = ?1")?;
    let mut stories = BTreeSet::new();
    for id in items {
        let story: Option<Option<i64>> = asked.query_row([id.0], |row| row.get(0)).optional()?;
        stories.extend(story.flatten());
    }
    let own: BTreeSet<ItemId> = items.iter().copied().collect();
    let mut asked = connection.prepare_cached("SELECT id FROM items WHERE story = ?1")?;
    let mut found = Vec::new();
    for story in stories {
        for id in asked.query_map([story], |row| Ok(ItemId(row.get(0)?)))? {
            found.push(id?);
        }
    }
    found.retain(|id| !own.contains(id));
    Ok(found)
}

/// Writes a step down. What was taken back before cannot be done again after it.
pub(super) fn write_step(
    connection: &Connection,
    says: &str,
    written: &[(String, Vec<ItemId>)],
    now: Time,
) -> rusqlite::Result<()> {
    connection.execute("DELETE FROM steps WHERE undone", [])?;
    connection.execute("INSERT INTO steps(made, says) VALUES(?1, ?2)", params![now.0, says])?;
    let step = connection.last_insert_rowid();
    for (mark, items) in written {
        let sql = "INSERT OR REPLACE INTO marks(step, mark, items) VALUES(?1, ?2, ?3)";
        connection.execute(sql, params![step, mark, packed(items)])?;
    }
    connection.execute("DELETE FROM steps WHERE id <= ?1 - ?2", [step, STEPS])?;
    Ok(())
}

/// Numbers of items in few bytes: each as its distance from the one before, seven bits a byte.
fn packed(items: &[ItemId]) -> Vec<u8> {
    let numbers: BTreeSet<i64> = items.iter().map(|id| id.0).collect();
    let mut bytes = Vec::with_capacity(numbers.len() * 2);
    let mut before = 0_i64;
    for number in numbers {
        let mut left = number.wrapping_sub(before).cast_unsigned();
        before = number;
        while left >= 0x80 {
            bytes.push((left & 0x7f) as u8 | 0x80);
            left >>= 7;
        }
        bytes.push(left as u8);
    }
    bytes
}

/// The numbers that were [`packed`].
fn unpacked(bytes: &[u8]) -> Vec<ItemId> {
    let mut items = Vec::new();
    let (mut number, mut left, mut shift) = (0_i64, 0_u64, 0);
    for byte in bytes {
        left |= u64::from(byte & 0x7f).checked_shl(shift).unwrap_or(0);
        shift += 7;
        if byte & 0x80 == 0 {
            number = number.wrapping_add(left.cast_signed());
            items.push(ItemId(number));
            (left, shift) = (0, 0);
        }
    }
    items
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_packed_comes_out_again(numbers in proptest::collection::btree_set(any::<i64>(), 0..40)) {
            let items: Vec<ItemId> = numbers.into_iter().map(ItemId).collect();
            prop_assert_eq!(unpacked(&packed(&items)), items);
        }

        #[test]
        fn damaged_bytes_are_some_numbers(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
            prop_assert!(unpacked(&bytes).len() <= bytes.len());
        }
    }
}
