//! A question into SQL, and what is found.

use super::hold::{in_part, phrase};
use super::{Library, Plainly};
use crate::doc::Time;
use crate::library::feed::{Item, ItemId};
use crate::library::query::{Part, Query, State, Term};
use crate::library::snippet;
use anyhow::Result;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, params, params_from_iter};
use std::collections::BTreeMap;

/// An item that was found, and who is cited in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The item.
    pub item: Item,
    /// Names of the sources with the most claims.
    pub sources: Vec<String>,
    /// How many notes are on it.
    pub notes: usize,
    /// The words around what was found in its text; empty where that is in none.
    pub around: String,
}

/// What comes first of what is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Sort {
    /// The newest.
    #[default]
    Date,
    /// What fits the words best: those that have them often and in telling places.
    Fit,
}

/// How many words of a text are shown around what was found.
const AROUND: usize = 28;

/// A note that was found on an article that is no item of the library.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundNote {
    /// The article's id: an address, or `file://` and a path.
    pub article: String,
    /// The article's title.
    pub title: String,
    /// What the note is on.
    pub quote: String,
    /// What it says.
    pub body: String,
    /// When it was made.
    pub made: Time,
}

/// SQL and what stands for its question marks.
#[derive(Default)]
struct Sql {
    text: String,
    values: Vec<Value>,
}

impl Sql {
    fn add(&mut self, text: &str, values: impl IntoIterator<Item = Value>) {
        self.text.push_str(text);
        self.values.extend(values);
    }
}

impl Library {
    /// The items for which a question holds, the newest first and each story once, and how many there are in all.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn find(&self, query: &Query, sort: Sort, limit: usize) -> Result<(Vec<Found>, usize)> {
        let mut rows = self.asked(query)?;
        if sort == Sort::Fit {
            let fits = self.fits(query).plainly(self)?;
            rows.sort_by_key(|row| fits.get(&row.listed.id).copied().unwrap_or(i64::MAX));
        }
        let ids: Vec<ItemId> = rows.iter().take(limit).map(|row| row.listed.id).collect();
        let wanted = snippet::wanted(query);
        let done = (|| -> rusqlite::Result<_> {
            let mut text =
                self.connection.prepare_cached("SELECT text FROM texts WHERE item = ?1")?;
            let mut found = Vec::new();
            for brief in self.read_briefs(&ids)? {
                let mut around = None;
                if !wanted.is_empty() {
                    let text: Option<String> =
                        text.query_row([brief.item.id.0], |row| row.get(0)).optional()?;
                    around = snippet::around(&text.unwrap_or_default(), &wanted, AROUND);
                }
                found.push(Found {
                    item: brief.item,
                    sources: brief.sources,
                    notes: brief.notes,
                    around: around.unwrap_or_default(),
                });
            }
            Ok(found)
        })();
        Ok((done.plainly(self)?, rows.len()))
    }

    /// How well items fit the words of a question: the smaller the better. Names and titles count for more than texts.
    fn fits(&self, query: &Query) -> rusqlite::Result<BTreeMap<ItemId, i64>> {
        let mut wanted = Vec::new();
        positive(query, &mut wanted);
        if wanted.is_empty() {
            return Ok(BTreeMap::new());
        }
        let mut asked = self.connection.prepare_cached(
            "SELECT rowid, bm25(words, 8.0, 2.0, 1.0, 4.0, 2.0, 2.0, 4.0) FROM words WHERE words MATCH ?1",
        )?;
        let rows = asked.query_map([wanted.join(" OR ")], |row| {
            let rank: f64 = row.get(1)?;
            Ok((ItemId(row.get(0)?), (rank * 1e6) as i64))
        })?;
        rows.collect()
    }

    /// The notes for which a question holds, of those on articles that are not in the library.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn find_notes(&self, query: &Query, limit: usize) -> Result<Vec<FoundNote>> {
        let mut condition = Sql::default();
        if !write_for_notes(query, &mut condition) {
            return Ok(Vec::new());
        }
        let done = (|| -> rusqlite::Result<_> {
            let limit = limit.min(1_000_000);
            let mut asked = self.connection.prepare(&format!(
                "SELECT article, title, quote, body, made FROM noted n WHERE note <> ''
                 AND NOT EXISTS(SELECT 1 FROM items WHERE items.article = n.article)
                 AND {} ORDER BY made DESC, id LIMIT {limit}",
                condition.text
            ))?;
            asked
                .query_map(params_from_iter(&condition.values), |row| {
                    Ok(FoundNote {
                        article: row.get(0)?,
                        title: row.get(1)?,
                        quote: row.get(2)?,
                        body: row.get(3)?,
                        made: Time(row.get(4)?),
                    })
                })?
                .collect::<rusqlite::Result<Vec<_>>>()
        })();
        done.plainly(self)
    }

    /// The sources of an item with their kinds, those with the most claims first.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn sources(&self, item: ItemId) -> Result<Vec<(String, String, bool)>> {
        let done = (|| -> rusqlite::Result<_> {
            let mut asked = self.connection.prepare(
                "SELECT name, kind, unnamed FROM speakers WHERE item = ?1 AND role = 'source'
                 ORDER BY claims DESC, rowid",
            )?;
            asked
                .query_map(params![item.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
                .collect::<rusqlite::Result<Vec<_>>>()
        })();
        done.plainly(self)
    }
}

fn write_dates(column: &str, from: Option<Time>, to: Option<Time>, out: &mut Sql) {
    let at =
        |time: Option<Time>, otherwise: i64| Value::Integer(time.map_or(otherwise, |time| time.0));
    let sql = format!("({column} >= ? AND {column} < ?)");
    out.add(&sql, [at(from, i64::MIN), at(to, i64::MAX)]);
}

/// As [`write`], for notes by themselves; false when the question asks of what notes do not have.
fn write_for_notes(query: &Query, out: &mut Sql) -> bool {
    match query {
        // An empty question asks for articles.
        Query::And(parts) if parts.is_empty() => false,
        Query::And(parts) | Query::Or(parts) => {
            out.add("(", []);
            for (n, part) in parts.iter().enumerate() {
                if n > 0 {
                    out.add(if matches!(query, Query::And(_)) { " AND " } else { " OR " }, []);
                }
                if !write_for_notes(part, out) {
                    return false;
                }
            }
            out.add(")", []);
            true
        }
        Query::Not(inner) => {
            out.add("NOT (", []);
            let can = write_for_notes(inner, out);
            out.add(")", []);
            can
        }
        Query::Is(Term::Words(part @ (Part::Any | Part::Note | Part::Title), words)) => {
            let column = match part {
                Part::Note => "{body quote tags} : ",
                Part::Title => "title : ",
                _ => "",
            };
            let sql = "n.id IN (SELECT rowid FROM note_words WHERE note_words MATCH ?)";
            out.add(sql, [text(format!("{column}{}", phrase(words)))]);
            true
        }
        Query::Is(Term::Tag(tag)) => {
            let wanted = text(format!(" {} ", tag.to_lowercase()));
            out.add("instr(lower(' ' || n.tags || ' '), ?)", [wanted]);
            true
        }
        Query::Is(Term::State(State::Noted)) => {
            out.add("1", []);
            true
        }
        Query::Is(Term::Date(from, to)) => {
            write_dates("n.made", *from, *to, out);
            true
        }
        Query::Is(_) => false,
    }
}

/// The words that must be there, as the index is asked for them.
fn positive(query: &Query, found: &mut Vec<String>) {
    match query {
        Query::And(parts) | Query::Or(parts) => parts.iter().for_each(|part| positive(part, found)),
        Query::Is(Term::Words(part, words)) => found.push(in_part(*part, words)),
        Query::Is(_) | Query::Not(_) => {}
    }
}

fn text(text: String) -> Value {
    Value::Text(text)
}
