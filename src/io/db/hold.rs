//! Which articles a question holds for.
//!
//! The database answers what only it can, once for each condition: where words stand, who has which tag. Everything
//! else is read off the rows of lists, which are in memory; so a question is one walk through them, however its
//! conditions are put together.

use super::list::Row;
use crate::library::feed::{FeedId, ItemId};
use crate::library::query::{Part, Query, State, Term, Words};
use rusqlite::{Connection, Params, params};
use std::collections::BTreeSet;

/// A question, with the database's part of the answer in it.
#[derive(Debug)]
pub(super) enum Test {
    All(Vec<Test>),
    One(Vec<Test>),
    Not(Box<Test>),
    /// One of these, in the order of their numbers.
    Ids(Vec<ItemId>),
    Feeds(BTreeSet<FeedId>),
    State(State),
    /// From the first moment on, and before the second.
    Date(i64, i64),
}

impl Test {
    /// What a list shows of what a question asks for: the hidden ones only where it asks for those.
    pub(super) fn shown(connection: &Connection, query: &Query) -> rusqlite::Result<Self> {
        let test = Self::of(connection, query, ItemId(i64::MIN))?;
        if query.has(&|term| *term == Term::State(State::Hidden)) {
            return Ok(test);
        }
        Ok(Self::All(vec![Self::Not(Box::new(Self::State(State::Hidden))), test]))
    }

    /// A question asked of the items from a number on: words of those before it are not looked through.
    pub(super) fn of(
        connection: &Connection,
        query: &Query,
        from: ItemId,
    ) -> rusqlite::Result<Self> {
        let each = |parts: &[Query]| {
            parts.iter().map(|part| Self::of(connection, part, from)).collect::<Result<_, _>>()
        };
        Ok(match query {
            Query::And(parts) => Self::all_of(connection, parts, from)?,
            Query::Or(parts) => Self::One(each(parts)?),
            Query::Not(inner) => Self::Not(Box::new(Self::of(connection, inner, from)?)),
            Query::Is(term) => Self::of_term(connection, term, from)?,
        })
    }

    /// Words that must all be there are one question to the index, which then walks through the rarest of them.
    fn all_of(connection: &Connection, parts: &[Query], from: ItemId) -> rusqlite::Result<Self> {
        let mut tests = Vec::new();
        let mut wanted = Vec::new();
        for part in parts {
            match part {
                Query::Is(Term::Words(part, words)) => {
                    wanted.push(format!("({})", in_part(*part, words)));
                }
                other => tests.push(Self::of(connection, other, from)?),
            }
        }
        if !wanted.is_empty() {
            tests.insert(0, Self::Ids(with_words(connection, &wanted.join(" AND "), from)?));
        }
        Ok(Self::All(tests))
    }

    /// The only items for which it can hold, where those are at most so many.
    pub(super) fn few(&self, most: usize) -> Option<&[ItemId]> {
        match self {
            Self::Ids(ids) if ids.len() <= most => Some(ids),
            Self::All(parts) => parts.iter().find_map(|part| part.few(most)),
            _ => None,
        }
    }

    fn of_term(connection: &Connection, term: &Term, from: ItemId) -> rusqlite::Result<Self> {
        Ok(match term {
            Term::Words(part, words) => {
                Self::Ids(with_words(connection, &in_part(*part, words), from)?)
            }
            Term::Feed(name) => Self::Feeds(feeds(
                connection,
                "SELECT id FROM feeds WHERE instr(lower(coalesce(named, '')), ?1) OR instr(lower(title), ?1)
                 OR instr(lower(address), ?1)",
                [name.to_lowercase()],
            )?),
            Term::Folder(path) => Self::Feeds(feeds(
                connection,
                "SELECT feed FROM folders WHERE lower(path) = ?1 OR instr(lower(path), ?1 || '/') = 1",
                [path.to_lowercase()],
            )?),
            Term::Tag(tag) => Self::Ids(ids(
                connection,
                "SELECT item FROM tags WHERE lower(tag) = ?1
                 UNION SELECT o.id FROM noted n JOIN items o ON o.article = n.article
                 WHERE instr(lower(' ' || n.tags || ' '), ' ' || ?1 || ' ') ORDER BY 1",
                [tag.to_lowercase()],
            )?),
            Term::State(state) => Self::State(*state),
            Term::Unnamed(wanted) => {
                let sql = "SELECT DISTINCT item FROM speakers WHERE unnamed AND item >= ?1 ORDER BY 1";
                let has = Self::Ids(ids(connection, sql, [from.0])?);
                if *wanted { has } else { Self::Not(Box::new(has)) }
            }
            Term::Date(from, to) => {
                Self::Date(from.map_or(i64::MIN, |at| at.0), to.map_or(i64::MAX, |at| at.0))
            }
        })
    }

    pub(super) fn holds(&self, row: &Row) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.holds(row)),
            Self::One(parts) => parts.iter().any(|part| part.holds(row)),
            Self::Not(inner) => !inner.holds(row),
            Self::Ids(ids) => ids.binary_search(&row.listed.id).is_ok(),
            Self::Feeds(feeds) => row.feed.is_some_and(|feed| feeds.contains(&feed)),
            Self::State(state) => match state {
                State::Unread => !row.listed.is_read,
                State::Read => row.listed.is_read,
                State::Starred => row.listed.is_starred,
                State::Later => row.listed.is_later,
                State::Noted => row.is_noted,
                State::Kept => row.is_kept,
                State::Hidden => row.is_hidden,
            },
            Self::Date(from, to) => (*from..*to).contains(&row.listed.at.0),
        }
    }
}

/// The items from a number on for which the index of words holds what it is asked.
fn with_words(connection: &Connection, asked: &str, from: ItemId) -> rusqlite::Result<Vec<ItemId>> {
    let sql = "SELECT rowid FROM words WHERE words MATCH ?1 AND rowid >= ?2";
    ids(connection, sql, params![asked, from.0])
}

fn ids(connection: &Connection, sql: &str, asked: impl Params) -> rusqlite::Result<Vec<ItemId>> {
    let mut found: Vec<ItemId> = connection
        .prepare_cached(sql)?
        .query_map(asked, |row| Ok(ItemId(row.get(0)?)))?
        .collect::<rusqlite::Result<_>>()?;
    // They are, as the database gives them; but what is searched by halves depends on it.
    if !found.is_sorted() {
        found.sort_unstable();
    }
    Ok(found)
}

fn feeds(
    connection: &Connection,
    sql: &str,
    asked: impl Params,
) -> rusqlite::Result<BTreeSet<FeedId>> {
    connection.prepare_cached(sql)?.query_map(asked, |row| Ok(FeedId(row.get(0)?)))?.collect()
}

/// Words in a part of what is known of an article, as the index is asked for them.
pub(super) fn in_part(part: Part, words: &Words) -> String {
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
    format!("{column}{}", phrase(words))
}

/// Words as the index is asked for them: a phrase, in which nothing is a sign of its language.
pub(super) fn phrase(words: &Words) -> String {
    let quoted = words.text.replace(['"', '\0'], " ");
    format!("\"{quoted}\"{}", if words.is_open { " *" } else { "" })
}
