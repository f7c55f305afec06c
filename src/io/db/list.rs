//! Which articles a list holds, in order: read from one index, and the same story told once.

use super::hold::Test;
use super::index::enter_owed;
use super::{Library, Plainly};
use crate::doc::Time;
use crate::library::feed::{FeedId, ItemId};
use crate::library::front::{Listed, Order, Scope, Seen, Wanted};
use crate::library::query::{self, Query};
use crate::library::story::fold;
use anyhow::{Result, anyhow, bail};
use rusqlite::{Connection, OptionalExtension, Row as SqlRow};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

/// What is asked of the index of lists; [`row`] reads it. All columns are in the index, so that no row of the table,
/// and no text, is touched.
const LIST: &str =
    "SELECT id, at, feed, read, starred, later, noted, kept, is_whole, hidden, story FROM items";

/// An article in a list, with what the list is made by.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    pub(super) listed: Listed,
    pub(super) feed: Option<FeedId>,
    pub(super) is_noted: bool,
    pub(super) is_kept: bool,
    /// The page is kept, or the feed gave all of it.
    pub(super) is_whole: bool,
    pub(super) is_hidden: bool,
    pub(super) story: Option<i64>,
}

fn row(row: &SqlRow<'_>) -> rusqlite::Result<Row> {
    let is_kept = row.get::<_, i64>(7)? > 0;
    Ok(Row {
        listed: Listed {
            id: ItemId(row.get(0)?),
            at: Time(row.get(1)?),
            is_read: row.get(3)?,
            is_starred: row.get(4)?,
            is_later: row.get(5)?,
        },
        feed: row.get::<_, Option<i64>>(2)?.map(FeedId),
        is_noted: row.get::<_, i64>(6)? > 0,
        is_kept,
        is_whole: is_kept || row.get(8)?,
        is_hidden: row.get(9)?,
        story: row.get(10)?,
    })
}

/// The rows of the items from a number on, in no order.
pub(super) fn rows_from(connection: &Connection, from: ItemId) -> rusqlite::Result<Vec<Row>> {
    let mut asked = connection.prepare_cached(&format!("{LIST} WHERE id >= ?1"))?;
    asked.query_map([from.0], row)?.collect()
}

/// So many rows are read one by one sooner than all that there are.
const FEW: usize = 2_000;

/// The words of so many items are entered in some hundredths of a second.
const PROMPT: usize = 256;

/// The rows of some items, the newest first.
fn rows_of(connection: &Connection, ids: &[ItemId]) -> rusqlite::Result<Vec<Row>> {
    let mut asked = connection.prepare_cached(&format!("{LIST} WHERE id = ?1"))?;
    let mut rows = Vec::new();
    for id in ids {
        rows.extend(asked.query_row([id.0], row).optional()?);
    }
    rows.sort_by_key(newest);
    Ok(rows)
}

/// What was read of all items, and at which state of the library.
#[derive(Debug, Default)]
pub(super) struct Read {
    state: Option<(i64, u64)>,
    rows: Arc<Vec<Row>>,
    /// Titles as they are searched and sorted, in the order of the numbers; empty until they are asked for.
    titles: Option<Arc<Vec<(ItemId, String)>>>,
}

impl Library {
    /// Which articles a list holds, in order.
    ///
    /// # Errors
    /// When the library cannot be read, or a question is none.
    pub fn list(&self, wanted: &Wanted) -> Result<Vec<Listed>> {
        Ok(self.rows(wanted)?.into_iter().map(|row| row.listed).collect())
    }

    pub(super) fn rows(&self, wanted: &Wanted) -> Result<Vec<Row>> {
        let mut rows = self.in_scope(&wanted.scope)?;
        rows.retain(|row| is_wanted(row, wanted.seen));
        let words: Vec<String> =
            fold(&wanted.title).split_whitespace().map(str::to_owned).collect();
        if !words.is_empty() {
            let titles = self.titles().plainly(self)?;
            let has_all = |row: &Row| {
                let title = title_of(&titles, row.listed.id);
                words.iter().all(|word| title.contains(word.as_str()))
            };
            rows.retain(has_all);
        }
        self.put_in_order(&mut rows, wanted.order)?;
        Ok(rows)
    }

    /// All items, the hidden ones too, the newest first. They are read again when anything has changed: the tree and
    /// a list that are asked for one after the other are one walk through the index.
    pub(super) fn all_rows(&self) -> rusqlite::Result<Arc<Vec<Row>>> {
        let state = self.state()?;
        let mut read = self.read.borrow_mut();
        if read.state != Some(state) {
            let sql = format!("{LIST} INDEXED BY items_list ORDER BY at DESC");
            let mut asked = self.connection.prepare_cached(&sql)?;
            let mut rows = asked.query_map([], row)?.collect::<rusqlite::Result<Vec<Row>>>()?;
            rows.sort_by_key(newest);
            *read = Read { state: Some(state), rows: Arc::new(rows), titles: None };
        }
        Ok(read.rows.clone())
    }

    /// Whether all rows are in memory as they are now.
    fn has_rows(&self) -> bool {
        self.state().is_ok_and(|state| self.read.borrow().state == Some(state))
    }

    /// What is another number when this process or another has changed anything.
    fn state(&self) -> rusqlite::Result<(i64, u64)> {
        let mut others = self.connection.prepare_cached("PRAGMA data_version")?;
        Ok((others.query_row([], |row| row.get(0))?, self.connection.total_changes()))
    }

    /// How many articles there are for which a question holds: unread ones, and all. Nothing when that takes longer.
    pub(super) fn count(
        &self,
        query: &Query,
        time: Duration,
    ) -> rusqlite::Result<Option<(usize, usize)>> {
        if query.asks_for_words() {
            // What a refresh has just brought counts; of a whole library's words only some are waited for.
            enter_owed(&self.connection, PROMPT)?;
        }
        let rows = self.all_rows()?;
        let Some(test) = self.within(time, || Test::shown(&self.connection, query))? else {
            return Ok(None);
        };
        let rows = told_once(rows.iter().filter(|row| test.holds(row)).copied().collect());
        let unread = rows.iter().filter(|row| !row.listed.is_read).count();
        Ok(Some((unread, rows.len())))
    }

    /// The articles for which a question holds, the newest first.
    pub(super) fn asked(&self, query: &Query) -> Result<Vec<Row>> {
        let done = (|| -> rusqlite::Result<_> {
            if query.asks_for_words() {
                enter_owed(&self.connection, usize::MAX)?;
            }
            let test = Test::shown(&self.connection, query)?;
            let rows = match test.few(FEW).filter(|_| !self.has_rows()) {
                Some(ids) => Arc::new(rows_of(&self.connection, ids)?),
                None => self.all_rows()?,
            };
            Ok(told_once(rows.iter().filter(|row| test.holds(row)).copied().collect()))
        })();
        done.plainly(self)
    }

    /// The articles of a scope, the newest first.
    fn in_scope(&self, scope: &Scope) -> Result<Vec<Row>> {
        let all = self.all_rows().plainly(self)?;
        let with = |holds: &dyn Fn(&Row) -> bool| {
            let shown = all.iter().filter(|row| !row.is_hidden && holds(row));
            shown.copied().collect::<Vec<Row>>()
        };
        Ok(told_once(match scope {
            Scope::All => with(&|_| true),
            Scope::Starred => with(&|row| row.listed.is_starred),
            Scope::Later => with(&|row| row.listed.is_later),
            Scope::Noted => with(&|row| row.is_noted),
            Scope::Added => with(&|row| row.feed.is_none()),
            // In a feed's own list all of it stands.
            Scope::Feed(id) => return Ok(with(&|row| row.feed == Some(*id))),
            Scope::Folder(path) => {
                let feeds = self.feeds_in(path).plainly(self)?;
                with(&|row| row.feed.is_some_and(|feed| feeds.contains(&feed)))
            }
            Scope::Search(text) => return self.asked(&question(text)?),
            Scope::Saved(name) => return self.asked(&self.saved(name)?),
        }))
    }

    fn feeds_in(&self, path: &str) -> rusqlite::Result<BTreeSet<FeedId>> {
        let sql = "SELECT feed FROM folders WHERE path = ?1 OR instr(path, ?1 || '/') = 1";
        let mut asked = self.connection.prepare_cached(sql)?;
        asked.query_map([path], |row| Ok(FeedId(row.get(0)?)))?.collect()
    }

    /// The question that the reader has saved under a name.
    fn saved(&self, name: &str) -> Result<Query> {
        let (own, _) = self.own();
        match own.queries.iter().find(|query| query.name == name).map(|query| &query.query) {
            Some(Ok(query)) => Ok(query.clone()),
            Some(Err(says)) => bail!("the question of {name}, {says}"),
            None => bail!("there is no saved question {name}"),
        }
    }

    /// All titles as they are searched and sorted.
    fn titles(&self) -> rusqlite::Result<Arc<Vec<(ItemId, String)>>> {
        self.all_rows()?;
        let mut read = self.read.borrow_mut();
        if let Some(titles) = &read.titles {
            return Ok(titles.clone());
        }
        let sql = "SELECT id, title FROM items INDEXED BY items_title ORDER BY title";
        let mut asked = self.connection.prepare_cached(sql)?;
        let mut titles = asked
            .query_map([], |row| Ok((ItemId(row.get(0)?), fold(&row.get::<_, String>(1)?))))?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        titles.sort_unstable_by_key(|(id, _)| *id);
        let titles = Arc::new(titles);
        read.titles = Some(titles.clone());
        Ok(titles)
    }

    fn put_in_order(&self, rows: &mut [Row], order: Order) -> Result<()> {
        match order {
            Order::Newest => rows.sort_by_key(newest),
            Order::Oldest => rows.sort_by_key(|row| (row.listed.at, row.listed.id)),
            Order::Title => {
                let titles = self.titles().plainly(self)?;
                rows.sort_by(|a, b| {
                    let title = |row: &Row| title_of(&titles, row.listed.id);
                    title(a).cmp(title(b)).then(a.listed.id.cmp(&b.listed.id))
                });
            }
            Order::Feed => {
                let mut feeds: Vec<(String, FeedId)> = self
                    .feed_names()?
                    .into_iter()
                    .map(|(id, name)| (name.to_lowercase(), id))
                    .collect();
                feeds.sort_unstable();
                let places: BTreeMap<FeedId, usize> =
                    feeds.into_iter().enumerate().map(|(at, (_, id))| (id, at)).collect();
                // What stands in no feed comes last.
                let place = |row: &Row| {
                    row.feed.and_then(|feed| places.get(&feed)).copied().unwrap_or(usize::MAX)
                };
                rows.sort_by_key(|row| (place(row), newest(row)));
            }
        }
        Ok(())
    }
}

/// What puts the newest first.
fn newest(row: &Row) -> Reverse<(Time, ItemId)> {
    Reverse((row.listed.at, row.listed.id))
}

/// The title of an item, of all titles in the order of their numbers.
fn title_of(titles: &[(ItemId, String)], id: ItemId) -> &str {
    let at = titles.binary_search_by_key(&id, |(id, _)| *id);
    at.ok().and_then(|at| titles.get(at)).map_or("", |(_, title)| title)
}

/// Whether an article stays in a list of what was seen or not.
pub(super) fn is_wanted(row: &Row, seen: Seen) -> bool {
    seen == Seen::All || !row.listed.is_read
}

/// A question as it was typed.
fn question(text: &str) -> Result<Query> {
    query::parse(text).map_err(|mistake| anyhow!("the question, {mistake}"))
}

/// How well an item stands for its story: with the reader's notes before all, for they are looked for; then one that
/// can be read whole without the network; then the one that came first.
pub(super) fn worth(row: &Row) -> (bool, bool, Reverse<ItemId>) {
    (row.is_noted, row.is_whole, Reverse(row.listed.id))
}

/// Leaves one item of each story.
fn told_once(mut rows: Vec<Row>) -> Vec<Row> {
    let mut best: BTreeMap<i64, Row> = BTreeMap::new();
    for row in &rows {
        let Some(story) = row.story else { continue };
        let first = best.entry(story).or_insert(*row);
        if worth(row) > worth(first) {
            *first = *row;
        }
    }
    rows.retain(|row| {
        row.story
            .and_then(|story| best.get(&story))
            .is_none_or(|one| one.listed.id == row.listed.id)
    });
    rows
}
