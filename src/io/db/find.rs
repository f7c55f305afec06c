//! A question into SQL, and what is found.

use super::{Library, Plainly};
use crate::doc::Time;
use crate::library::feed::{Item, ItemId};
use crate::library::query::{Part, Query, State, Term, Words};
use anyhow::Result;
use rusqlite::types::Value;
use rusqlite::{params, params_from_iter};

/// An item that was found, and who is cited in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The item.
    pub item: Item,
    /// Names of the sources with the most claims.
    pub sources: Vec<String>,
    /// How many notes are on it.
    pub notes: usize,
}

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
pub(super) struct Sql {
    pub(super) text: String,
    pub(super) values: Vec<Value>,
    /// The first number of an item that is asked for: words of those before it are not looked through.
    pub(super) from: Option<i64>,
}

impl Sql {
    pub(super) fn add(&mut self, text: &str, values: impl IntoIterator<Item = Value>) {
        self.text.push_str(text);
        self.values.extend(values);
    }
}

impl Library {
    /// The items for which a question holds, the newest first and each story once, and how many there are in all.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn find(&self, query: &Query, limit: usize) -> Result<(Vec<Found>, usize)> {
        let rows = self.asked(query)?;
        let ids: Vec<ItemId> = rows.iter().take(limit).map(|row| row.listed.id).collect();
        let found = self.briefs(&ids)?.into_iter().map(|brief| Found {
            item: brief.item,
            sources: brief.sources,
            notes: brief.notes,
        });
        Ok((found.collect(), rows.len()))
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

/// What holds for the articles that a question asks for: the hidden ones only where it asks for those.
pub(super) fn write_all(query: &Query, out: &mut Sql) {
    write(query, out);
    if !query.has(&|term| *term == Term::State(State::Hidden)) {
        out.add(" AND NOT i.hidden", []);
    }
}

pub(super) fn write(query: &Query, out: &mut Sql) {
    match query {
        Query::And(parts) if parts.is_empty() => out.add("1", []),
        Query::And(parts) => joined(parts, " AND ", out),
        Query::Or(parts) => joined(parts, " OR ", out),
        Query::Not(inner) => {
            out.add("NOT (", []);
            write(inner, out);
            out.add(")", []);
        }
        Query::Is(term) => write_term(term, out),
    }
}

fn joined(parts: &[Query], with: &str, out: &mut Sql) {
    out.add("(", []);
    for (n, part) in parts.iter().enumerate() {
        if n > 0 {
            out.add(with, []);
        }
        write(part, out);
    }
    out.add(")", []);
}

fn write_term(term: &Term, out: &mut Sql) {
    match term {
        Term::Words(part, words) => {
            let column = match part {
                Part::Any => "",
                Part::Title => "title : ",
                Part::Text => "text : ",
                Part::Author => "author : ",
                Part::Source => "source : ",
                Part::Actor => "actor : ",
                Part::Claim => "claim : ",
                Part::Note => "note : ",
            };
            let wanted = text(format!("{column}{}", phrase(words)));
            match out.from {
                None => out.add("i.id IN (SELECT rowid FROM words WHERE words MATCH ?)", [wanted]),
                Some(from) => out.add(
                    "i.id IN (SELECT rowid FROM words WHERE words MATCH ? AND rowid >= ?)",
                    [wanted, Value::Integer(from)],
                ),
            }
        }
        Term::Feed(name) => out.add(
            "i.feed IN (SELECT id FROM feeds WHERE instr(lower(coalesce(named, '')), ?) OR instr(lower(title), ?)
             OR instr(lower(address), ?))",
            [name, name, name].map(|name| text(name.to_lowercase())),
        ),
        Term::Folder(path) => out.add(
            "i.feed IN (SELECT feed FROM folders WHERE lower(path) = ? OR instr(lower(path), ?) = 1)",
            [text(path.to_lowercase()), text(format!("{}/", path.to_lowercase()))],
        ),
        Term::Tag(tag) => out.add(
            "(i.id IN (SELECT item FROM tags WHERE lower(tag) = ?)
              OR i.id IN (SELECT o.id FROM noted n JOIN items o ON o.article = n.article
                          WHERE instr(lower(' ' || n.tags || ' '), ?)))",
            [text(tag.to_lowercase()), text(format!(" {} ", tag.to_lowercase()))],
        ),
        Term::State(state) => out.add(
            match state {
                State::Unread => "NOT i.read",
                State::Read => "i.read",
                State::Starred => "i.starred",
                State::Later => "i.later",
                State::Noted => "i.noted",
                State::Hidden => "i.hidden",
                State::Kept => "i.kept",
            },
            [],
        ),
        Term::Unnamed(wanted) => {
            let not = if *wanted { "" } else { "NOT " };
            out.add(&format!("i.id {not}IN (SELECT item FROM speakers WHERE unnamed)"), []);
        }
        Term::Date(from, to) => write_dates("i.at", *from, *to, out),
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

fn text(text: String) -> Value {
    Value::Text(text)
}

/// Words as the index is asked for them: a phrase, in which nothing is a sign of its language.
fn phrase(words: &Words) -> String {
    let quoted = words.text.replace(['"', '\0'], " ");
    format!("\"{quoted}\"{}", if words.is_open { " *" } else { "" })
}
