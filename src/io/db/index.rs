//! What is derived: readable texts, who said what in them, and the words of it all for searching.
//!
//! Words are entered with the analysis, or when somebody asks for words, whichever comes first: entering them takes
//! longer than all the rest of storing an article, and whoever refreshes should not wait for it, nor have it done twice.

use super::items::{self, Opened};
use super::pages::origin;
use super::rules::{self, On};
use super::{Library, Plainly};
use crate::doc::{Article, Digest, Meta};
use crate::extract::{Analysis, Lexicon, Who, analyse, fingerprint};
use crate::library::channel;
use crate::library::feed::ItemId;
use crate::notes::Notebook;
use crate::parse::{self, Origin};
use anyhow::Result;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use std::collections::BTreeSet;

/// What an article is about for searching, without its text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Indexed {
    /// Role (`source` or `actor`), name, kind, whether it is not named, how many claims are its own.
    pub speakers: Vec<(&'static str, String, &'static str, bool, usize)>,
    /// Source and content.
    pub claims: Vec<(String, String)>,
}

impl Indexed {
    /// What an analysis says, for the index.
    #[must_use]
    pub fn of(article: &Article, found: &Analysis) -> Self {
        let sources =
            found.sources.iter().filter(|source| !matches!(source.who, Who::Nobody | Who::Outlet));
        let sources = sources.map(|source| {
            let claims = source.claims.len() + source.relays.len();
            ("source", line(&source.name), source.kind.name(), source.kind.is_unnamed(), claims)
        });
        let actors = found
            .actors
            .iter()
            .map(|actor| ("actor", line(&actor.name), actor.kind.name(), false, 0));
        let claims = found.claims.iter().map(|claim| {
            let source = claim.said_by.and_then(|idx| found.source(idx));
            let content: Vec<&str> =
                claim.content.iter().map(|span| article.slice(*span)).collect();
            (
                source.map_or_else(String::new, |source| line(&source.name)),
                line(&content.join(" … ")),
            )
        });
        let claims = claims.collect();
        Self { speakers: sources.chain(actors).collect(), claims }
    }
}

fn line(text: &str) -> String {
    parse::clean::line(text)
}

/// The article of an item as it is read: its page where one is kept, else what the feed gives.
#[must_use]
pub(super) fn article_of(opened: &Opened) -> Article {
    match &opened.page {
        Some(page) => {
            let mut article = parse::parse(&page.bytes, &origin(page)).0;
            article.meta.fetched = Some(page.fetched);
            article
        }
        None => {
            let origin = Origin { url: opened.item.address.clone(), ..Origin::default() };
            channel::article(&opened.html, opened.meta.clone(), &origin).0
        }
    }
}

/// Writes the readable text of an item; what was found in another text goes.
pub(super) fn write_text(
    connection: &Connection,
    id: ItemId,
    article: &Article,
) -> rusqlite::Result<()> {
    let digest = article.digest.to_string();
    let before: Option<String> = connection
        .prepare_cached("SELECT digest FROM texts WHERE item = ?1")?
        .query_row([id.0], |row| row.get(0))
        .optional()?;
    if before.as_deref() != Some(&digest) {
        let sql =
            "INSERT OR REPLACE INTO texts(item, text, digest, analysed) VALUES(?1, ?2, ?3, 0)";
        connection.prepare_cached(sql)?.execute(params![id.0, &*article.text, digest])?;
        if before.is_some() {
            connection.execute("DELETE FROM speakers WHERE item = ?1", [id.0])?;
            connection.execute("DELETE FROM claims WHERE item = ?1", [id.0])?;
        }
    }
    owe_words(connection, id)
}

/// Remembers that the words of an item are to be entered anew.
pub(super) fn owe_words(connection: &Connection, id: ItemId) -> rusqlite::Result<()> {
    let sql = "INSERT OR IGNORE INTO wordless(item) VALUES(?1)";
    connection.prepare_cached(sql)?.execute([id.0])?;
    Ok(())
}

/// Enters words that are owed, of at most so many items, all or nothing. Gives how many.
pub(super) fn enter_owed(connection: &Connection, most: usize) -> rusqlite::Result<usize> {
    let owed = |connection: &Connection| {
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let mut asked = connection.prepare_cached("SELECT item FROM wordless LIMIT ?1")?;
        let ids = asked.query_map([most], |row| row.get(0))?;
        ids.map(|id| id.map(ItemId)).collect::<rusqlite::Result<Vec<ItemId>>>()
    };
    // Mostly there are none, and nobody is to be kept from writing for that.
    if owed(connection)?.is_empty() {
        return Ok(0);
    }
    let enter = |connection: &Connection| {
        let ids = owed(connection)?;
        ids.iter().try_for_each(|id| write_words(connection, *id))?;
        Ok(ids.len())
    };
    if !connection.is_autocommit() {
        return enter(connection);
    }
    let transaction = Transaction::new_unchecked(connection, TransactionBehavior::Immediate)?;
    let entered = enter(&transaction)?;
    transaction.commit()?;
    Ok(entered)
}

/// Enters all words of an item anew.
pub(super) fn write_words(connection: &Connection, id: ItemId) -> rusqlite::Result<()> {
    // Names do not run into one another: no phrase is found that no name has.
    let mut enter = connection.prepare_cached(
        "INSERT OR REPLACE INTO words(rowid, title, author, text, source, actor, claim, note)
         SELECT i.id, i.title, coalesce(i.author, ''),
             coalesce((SELECT text FROM texts WHERE item = i.id), ''),
             coalesce((SELECT group_concat(name, ' 0zz0 ') FROM speakers WHERE item = i.id AND role = 'source'), ''),
             coalesce((SELECT group_concat(name, ' 0zz0 ') FROM speakers WHERE item = i.id AND role = 'actor'), ''),
             coalesce((SELECT group_concat(content, ' 0zz0 ') FROM claims WHERE item = i.id), ''),
             coalesce((SELECT group_concat(body || ' ' || quote || ' ' || tags, ' 0zz0 ') FROM noted
                       WHERE article = i.article), '')
         FROM items i WHERE i.id = ?1",
    )?;
    enter.execute([id.0])?;
    connection.prepare_cached("DELETE FROM wordless WHERE item = ?1")?.execute([id.0])?;
    Ok(())
}

impl Library {
    /// The article of an item as it is read, without the network.
    ///
    /// # Errors
    /// When there is no such item, or the library cannot be read.
    pub fn article(&self, id: ItemId) -> Result<Article> {
        Ok(article_of(&self.opened(id)?))
    }

    /// Items whose text has not been analysed by this program yet, the newest first.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn unanalysed(&self) -> Result<Vec<ItemId>> {
        let done = (|| -> rusqlite::Result<_> {
            let mut asked = self.connection.prepare(
                // Both halves ask the index: <> would look at every text of the library, with each search.
                "SELECT item FROM texts WHERE analysed < ?1 UNION ALL SELECT item FROM texts WHERE analysed > ?1",
            )?;
            let due = asked
                .query_map([fingerprint()], |row| Ok(ItemId(row.get(0)?)))?
                .collect::<rusqlite::Result<BTreeSet<_>>>()?;
            if due.is_empty() {
                return Ok(Vec::new());
            }
            // Their order is read off the index of lists: the rows of texts are long.
            let rows = self.all_rows()?;
            Ok(rows.iter().map(|row| row.listed.id).filter(|id| due.contains(id)).collect())
        })();
        done.plainly(self)
    }

    /// Analyses the article of an item; the digest tells which text it is of.
    ///
    /// # Errors
    /// As [`Library::article`].
    pub fn examined(&self, id: ItemId, lexicon: &Lexicon) -> Result<(Digest, Indexed)> {
        let article = self.article(id)?;
        let found = analyse(&article, lexicon);
        Ok((article.digest, Indexed::of(&article, &found)))
    }

    /// Enters what was found in items, all or nothing. What is of another text than the item has now is left out.
    ///
    /// # Errors
    /// When the library cannot be written.
    pub fn enter(&mut self, found: &[(ItemId, Digest, Indexed)]) -> Result<()> {
        let (own, _) = self.own();
        let done = (|| -> rusqlite::Result<_> {
            let transaction = self.connection.transaction()?;
            let mut first_time = BTreeSet::new();
            for (id, digest, indexed) in found {
                let sql = "UPDATE texts SET analysed = ?3 WHERE item = ?1 AND digest = ?2";
                let mut update = transaction.prepare_cached(sql)?;
                if update.execute(params![id.0, digest.to_string(), fingerprint()])? == 0 {
                    continue;
                }
                for table in ["speakers", "claims"] {
                    let sql = format!("DELETE FROM {table} WHERE item = ?1");
                    transaction.prepare_cached(&sql)?.execute([id.0])?;
                }
                let mut speaker = transaction.prepare_cached(
                    "INSERT INTO speakers(item, role, name, kind, unnamed, claims) VALUES(?1, ?2, ?3, ?4, ?5, ?6)",
                )?;
                for (role, name, kind, unnamed, claims) in &indexed.speakers {
                    let claims = i64::try_from(*claims).unwrap_or(i64::MAX);
                    speaker.execute(params![id.0, role, name, kind, unnamed, claims])?;
                }
                let sql = "INSERT INTO claims(item, source, content) VALUES(?1, ?2, ?3)";
                let mut claim = transaction.prepare_cached(sql)?;
                for (source, content) in &indexed.claims {
                    claim.execute(params![id.0, source, content])?;
                }
                write_words(&transaction, *id)?;
                let sql = "UPDATE items SET fresh = 0 WHERE id = ?1 AND fresh";
                if transaction.execute(sql, [id.0])? > 0 {
                    first_time.insert(*id);
                }
            }
            rules::run(&transaction, &own.rules, &first_time, On::Analysis)?;
            transaction.commit()
        })();
        done.plainly(self)
    }

    /// Enters the words of at most so many items that are owed. Gives of how many; 0 when all is entered.
    ///
    /// # Errors
    /// When the library cannot be written.
    pub fn enter_words(&mut self, most: usize) -> Result<usize> {
        enter_owed(&self.connection, most).plainly(self)
    }

    /// The notes files that are indexed, each with what it looked like.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn noted_files(&self) -> Result<Vec<(String, String)>> {
        let done = (|| -> rusqlite::Result<_> {
            let mut asked = self.connection.prepare("SELECT DISTINCT file, stamp FROM noted")?;
            asked
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect::<rusqlite::Result<Vec<_>>>()
        })();
        done.plainly(self)
    }

    /// Enters the notes of a file in place of what was entered of it; none when the file is gone.
    ///
    /// # Errors
    /// When the library cannot be written.
    pub fn enter_notes(&mut self, file: &str, stamp: &str, book: Option<&Notebook>) -> Result<()> {
        let done = (|| -> rusqlite::Result<_> {
            let transaction = self.connection.transaction()?;
            let mut articles: Vec<String> = {
                let mut asked =
                    transaction.prepare("SELECT DISTINCT article FROM noted WHERE file = ?1")?;
                asked.query_map([file], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?
            };
            let sql =
                "DELETE FROM note_words WHERE rowid IN (SELECT id FROM noted WHERE file = ?1)";
            transaction.execute(sql, [file])?;
            transaction.execute("DELETE FROM noted WHERE file = ?1", [file])?;
            if let Some(book) = book {
                write_notes(&transaction, file, stamp, book)?;
                articles.push(book.article.0.clone());
            }
            for article in articles {
                let ids: Vec<i64> = {
                    let mut asked =
                        transaction.prepare("SELECT id FROM items WHERE article = ?1")?;
                    asked
                        .query_map([article], |row| row.get(0))?
                        .collect::<rusqlite::Result<_>>()?
                };
                for id in ids {
                    write_words(&transaction, ItemId(id))?;
                }
            }
            transaction.commit()
        })();
        done.plainly(self)
    }

    /// Makes all readable texts and words again from what is kept; the analysis is due again then.
    ///
    /// # Errors
    /// When the library cannot be written.
    pub fn derive_again(&mut self) -> Result<usize> {
        let done = (|| -> rusqlite::Result<_> {
            let transaction = self.connection.transaction()?;
            transaction.execute_batch(super::schema::EMPTY_DERIVED)?;
            let ids: Vec<i64> = {
                let mut asked = transaction.prepare("SELECT id FROM items")?;
                asked.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?
            };
            for id in &ids {
                let opened = items::opened(&transaction, ItemId(*id))?;
                write_text(&transaction, ItemId(*id), &article_of(&opened))?;
                write_words(&transaction, ItemId(*id))?;
            }
            transaction.commit()?;
            Ok(ids.len())
        })();
        done.plainly(self)
    }
}

fn write_notes(
    connection: &Connection,
    file: &str,
    stamp: &str,
    book: &Notebook,
) -> rusqlite::Result<()> {
    let Meta { title, .. } = &book.meta;
    // A file without notes is remembered too, or it would be read again and again.
    if book.notes.is_empty() {
        connection.execute(
            "INSERT INTO noted(file, stamp, article, title, note, kind, body, quote, tags, made)
             VALUES(?1, ?2, '', ?3, '', '', '', '', '', 0)",
            params![file, stamp, title],
        )?;
        return Ok(());
    }
    for (id, note) in &book.notes {
        let quote = line(&note.anchor.exact);
        let tags = note.tags.join(" ");
        connection.execute(
            "INSERT INTO noted(file, stamp, article, title, note, kind, body, quote, tags, made)
             VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            params![
                file,
                stamp,
                book.article.0,
                title,
                id.to_string(),
                note.kind.name(),
                note.body,
                quote,
                tags,
                note.made.0
            ],
        )?;
        let row = connection.last_insert_rowid();
        connection.execute(
            "INSERT INTO note_words(rowid, title, body, quote, tags) VALUES(?1, ?2, ?3, ?4, ?5)",
            params![row, title, note.body, quote, tags],
        )?;
    }
    Ok(())
}
