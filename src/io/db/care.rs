//! Looking after the library: checking, making it again from what can be read, giving space back.

use super::{Library, Plainly, companions, set_aside};
use crate::doc::Time;
use crate::library::opml;
use anyhow::{Context, Result};
use rusqlite::{Connection, OpenFlags};
use std::path::Path;

/// What a check found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// What is wrong; empty when nothing is.
    pub faults: Vec<String>,
    /// Feeds, items, kept pages, notes that are indexed.
    pub counts: [usize; 4],
    /// Bytes on the disk.
    pub bytes: u64,
}

impl Library {
    /// Looks through all of it.
    ///
    /// # Errors
    /// When it cannot be read at all.
    pub fn check(&self) -> Result<Checked> {
        let done = (|| -> rusqlite::Result<_> {
            let mut faults: Vec<String> = {
                let mut asked = self.connection.prepare("PRAGMA integrity_check(20)")?;
                asked.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?
            };
            faults.retain(|says| says != "ok");
            let mut asked = self.connection.prepare("PRAGMA foreign_key_check")?;
            let lost = asked.query_map([], |row| row.get::<_, String>(0))?.count();
            if lost > 0 {
                faults.push(format!("{lost} rows belong to nothing"));
            }
            for index in ["words", "note_words"] {
                let sql = format!("INSERT INTO {index}({index}) VALUES('integrity-check')");
                if let Err(error) = self.connection.execute(&sql, []) {
                    faults.push(format!("the index {index}: {error}"));
                }
            }
            let count = |sql: &str| {
                self.connection
                    .query_row(sql, [], |row| row.get::<_, i64>(0))
                    .map(|n| usize::try_from(n).unwrap_or(0))
            };
            let counts = [
                count("SELECT count(*) FROM feeds")?,
                count("SELECT count(*) FROM items")?,
                count("SELECT count(*) FROM pages")?,
                count("SELECT count(*) FROM noted WHERE note <> ''")?,
            ];
            let missing =
                count("SELECT count(*) FROM items WHERE id NOT IN (SELECT item FROM texts)")?;
            let later = count(
                "SELECT count(*) FROM items WHERE NOT kept
                 AND id NOT IN (SELECT item FROM bodies WHERE html <> '')",
            )?;
            if missing > later {
                faults.push(format!(
                    "{} items have no readable text; db rebuild makes it",
                    missing - later
                ));
            }
            Ok((faults, counts))
        })();
        let (faults, counts) = done.plainly(self)?;
        Ok(Checked { faults, counts, bytes: size(&self.path) })
    }

    /// Gives space back that nothing needs. Gives the bytes before and after.
    ///
    /// # Errors
    /// When the library cannot be written.
    pub fn vacuum(&self) -> Result<(u64, u64)> {
        let before = size(&self.path);
        let done = self.connection.execute_batch(
            "INSERT INTO words(words) VALUES('optimize');
             INSERT INTO note_words(note_words) VALUES('optimize');
             VACUUM; PRAGMA wal_checkpoint(TRUNCATE); PRAGMA optimize;",
        );
        done.plainly(self)?;
        Ok((before, size(&self.path)))
    }

    /// Puts the damaged library at a path aside and makes a new one of all that can be read of it.
    ///
    /// # Errors
    /// When it cannot be put aside, or no new one can be made.
    pub fn renewed(path: &Path, now: Time) -> Result<Self> {
        let aside = set_aside(path, now)?;
        let mut library = Self::try_open(path)?;
        let saved = salvage(&mut library.connection, &aside);
        let is_empty = library.feeds().map(|feeds| feeds.is_empty()).unwrap_or(true);
        let mut says = format!(
            "The library was damaged. It is kept as {}, and a new one was made with what could be read of it: \
             {saved} rows.",
            aside.display()
        );
        if is_empty
            && let Ok(Some(bytes)) = super::super::disk::read(&path.with_file_name("feeds.opml"))
        {
            let (outline, _) = opml::read(&bytes);
            let taken = library.take_outline(&outline, now)?;
            says.push_str(&format!(" {} subscriptions came back from feeds.opml.", taken.len()));
        }
        says.push_str(" Notes are in files of their own and were not touched.");
        library.derive_again()?;
        library.notices.push(says);
        Ok(library)
    }

    /// Makes the library again: a sound one in place, with all that is derived made anew; a damaged one from what
    /// can be read of it.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn rebuilt(mut self, now: Time) -> Result<Self> {
        let is_sound = self.check().is_ok_and(|checked| {
            let is_deep =
                |says: &&String| !says.starts_with("the index") && !says.contains("readable text");
            checked.faults.iter().find(is_deep).is_none()
        });
        if is_sound && self.derive_again().is_ok() {
            return Ok(self);
        }
        let path = self.path.clone();
        drop(self);
        Self::renewed(&path, now)
    }
}

fn size(path: &Path) -> u64 {
    let of = |path: &Path| std::fs::metadata(path).map(|meta| meta.len()).unwrap_or(0);
    of(path) + companions(path).iter().map(|path| of(path)).sum::<u64>()
}

/// What is ground, in an order in which what belongs to something comes after it.
const GROUND: [&str; 10] =
    ["feeds", "folders", "items", "bodies", "tags", "pages", "pruned", "watched", "steps", "marks"];

/// Copies all rows that can be read out of a damaged library, and says how many those are.
fn salvage(into: &mut Connection, from: &Path) -> usize {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let Ok(damaged) = Connection::open_with_flags(from, flags) else { return 0 };
    let mut saved = 0;
    for table in GROUND {
        let had = columns(&damaged, table);
        // It may be of an older format: what that has not is as it is by default. Notes are counted anew.
        let same: Vec<String> = columns(into, table)
            .into_iter()
            .filter(|name| had.contains(name) && name != "noted")
            .collect();
        // One table that cannot be read is no reason to lose the next.
        saved += rows(into, &damaged, (table, &same), (table, &same)).unwrap_or(0);
        // What feeds give stood in the rows of items once.
        if table == "items" && had.iter().any(|name| name == "html") {
            let to = ["item".to_owned(), "html".to_owned()];
            let from = ["id".to_owned(), "html".to_owned()];
            let _ = rows(into, &damaged, ("bodies", &to), ("items", &from));
        }
    }
    // Stories may be of before there were any.
    if let Ok(transaction) = into.transaction()
        && super::story::derive(&transaction).is_ok()
    {
        let _ = transaction.commit();
    }
    saved
}

fn columns(connection: &Connection, table: &str) -> Vec<String> {
    let read = || -> rusqlite::Result<Vec<String>> {
        let sql = format!("SELECT name FROM pragma_table_info('{table}')");
        connection.prepare(&sql)?.query_map([], |row| row.get(0))?.collect()
    };
    read().unwrap_or_default()
}

fn rows(
    into: &mut Connection,
    damaged: &Connection,
    (table, columns): (&str, &[String]),
    (from, from_columns): (&str, &[String]),
) -> Result<usize> {
    if columns.is_empty() {
        return Ok(0);
    }
    let marks = vec!["?"; columns.len()].join(", ");
    let names = columns.join(", ");
    let from_names = from_columns.join(", ");
    let transaction = into.transaction()?;
    let mut saved = 0;
    {
        let sql = format!("INSERT OR IGNORE INTO {table}({names}) VALUES({marks})");
        let mut insert = transaction.prepare(&sql).context("the new library")?;
        // Forwards as far as it goes; where a page in the middle is broken, backwards from the end too.
        for order in ["", " DESC"] {
            // Tables without row numbers go by their key.
            let has_rows = !matches!(from, "folders" | "tags" | "pruned");
            let key = if has_rows { "rowid" } else { "1" };
            let Ok(mut asked) =
                damaged.prepare(&format!("SELECT {from_names} FROM {from} ORDER BY {key}{order}"))
            else {
                continue;
            };
            let Ok(mut found) = asked.query([]) else { continue };
            let mut is_whole = false;
            loop {
                match found.next() {
                    Ok(Some(row)) => {
                        let values: rusqlite::Result<Vec<rusqlite::types::Value>> =
                            (0..columns.len()).map(|at| row.get(at)).collect();
                        let Ok(values) = values else { continue };
                        saved += insert.execute(rusqlite::params_from_iter(values)).unwrap_or(0);
                    }
                    Ok(None) => {
                        is_whole = true;
                        break;
                    }
                    Err(_) => break,
                }
            }
            if is_whole {
                break;
            }
        }
    }
    transaction.commit()?;
    Ok(saved)
}
