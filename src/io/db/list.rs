//! Which articles a list holds, in order: read from one index, and the same story told once.

use super::find::{self, Sql};
use super::{Library, Plainly};
use crate::doc::Time;
use crate::library::feed::{FeedId, ItemId};
use crate::library::front::{Listed, Order, Scope, Seen, Wanted};
use crate::library::query::{self, Query};
use crate::library::story::fold;
use anyhow::{Result, anyhow, bail};
use rusqlite::types::Value;
use rusqlite::{Row as SqlRow, params_from_iter};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// What is asked of the index of lists; [`row`] reads it. All columns are in the index, so that no row of the table,
/// and no text, is touched.
pub(super) const LIST: &str =
    "SELECT i.id, i.at, i.feed, i.read, i.starred, i.later, i.noted, i.kept OR i.is_whole,
    i.story FROM items i INDEXED BY items_list WHERE ";

/// An article in a list, with what the list is made by.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    pub(super) listed: Listed,
    pub(super) feed: Option<FeedId>,
    pub(super) is_noted: bool,
    pub(super) is_whole: bool,
    pub(super) story: Option<i64>,
}

pub(super) fn row(row: &SqlRow<'_>) -> rusqlite::Result<Row> {
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
        is_whole: row.get(7)?,
        story: row.get(8)?,
    })
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
        let mut rows = self.read_rows(&self.condition(&wanted.scope)?).plainly(self)?;
        // In a feed's own list all of it stands.
        if !matches!(wanted.scope, Scope::Feed(_)) {
            rows = told_once(rows);
        }
        rows.retain(|row| is_wanted(row, wanted.seen));
        let words: Vec<String> =
            fold(&wanted.title).split_whitespace().map(str::to_owned).collect();
        if !words.is_empty() {
            let titles = self.titles_with(&words)?;
            rows.retain(|row| titles.binary_search(&row.listed.id).is_ok());
        }
        self.put_in_order(&mut rows, wanted.order)?;
        Ok(rows)
    }

    /// How many articles there are for which a question holds: unread ones, and all. Nothing when that takes longer.
    pub(super) fn count(
        &self,
        query: &Query,
        time: Duration,
    ) -> rusqlite::Result<Option<(usize, usize)>> {
        let mut condition = Sql::default();
        find::write_all(query, &mut condition);
        let rows = self.within(time, || self.read_rows(&condition))?;
        Ok(rows
            .map(told_once)
            .map(|rows| (rows.iter().filter(|row| !row.listed.is_read).count(), rows.len())))
    }

    /// The articles for which a question holds, the newest first.
    pub(super) fn asked(&self, query: &Query) -> Result<Vec<Row>> {
        let mut condition = Sql::default();
        find::write_all(query, &mut condition);
        let mut rows = told_once(self.read_rows(&condition).plainly(self)?);
        self.put_in_order(&mut rows, Order::Newest)?;
        Ok(rows)
    }

    fn read_rows(&self, condition: &Sql) -> rusqlite::Result<Vec<Row>> {
        let mut asked = self.connection.prepare_cached(&format!("{LIST}{}", condition.text))?;
        asked.query_map(params_from_iter(&condition.values), row)?.collect()
    }

    /// What holds for the articles of a scope.
    fn condition(&self, scope: &Scope) -> Result<Sql> {
        let mut condition = Sql::default();
        match scope {
            Scope::All => condition.add("NOT i.hidden", []),
            Scope::Starred => condition.add("i.starred AND NOT i.hidden", []),
            Scope::Later => condition.add("i.later AND NOT i.hidden", []),
            Scope::Noted => condition.add("i.noted AND NOT i.hidden", []),
            Scope::Added => condition.add("i.feed IS NULL AND NOT i.hidden", []),
            Scope::Feed(id) => {
                condition.add("i.feed = ? AND NOT i.hidden", [Value::Integer(id.0)]);
            }
            Scope::Folder(path) => condition.add(
                "i.feed IN (SELECT feed FROM folders WHERE path = ? OR instr(path, ?) = 1) AND NOT i.hidden",
                [Value::Text(path.clone()), Value::Text(format!("{path}/"))],
            ),
            Scope::Search(text) => find::write_all(&question(text)?, &mut condition),
            Scope::Saved(name) => find::write_all(&self.saved(name)?, &mut condition),
        }
        Ok(condition)
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

    /// The items in whose titles all these folded words are, in the order of their numbers.
    fn titles_with(&self, words: &[String]) -> Result<Vec<ItemId>> {
        let titles = self.titles()?;
        let has_all = |title: &str| {
            let title = fold(title);
            words.iter().all(|word| title.contains(word.as_str()))
        };
        let mut found: Vec<ItemId> =
            titles.into_iter().filter(|(_, title)| has_all(title)).map(|(id, _)| id).collect();
        found.sort_unstable();
        Ok(found)
    }

    fn titles(&self) -> Result<Vec<(ItemId, String)>> {
        let done = (|| -> rusqlite::Result<_> {
            let sql = "SELECT id, title FROM items INDEXED BY items_title ORDER BY title";
            let mut asked = self.connection.prepare_cached(sql)?;
            asked.query_map([], |row| Ok((ItemId(row.get(0)?), row.get(1)?)))?.collect()
        })();
        done.plainly(self)
    }

    fn put_in_order(&self, rows: &mut [Row], order: Order) -> Result<()> {
        let newest = |row: &Row| Reverse((row.listed.at, row.listed.id));
        match order {
            Order::Newest => rows.sort_by_key(newest),
            Order::Oldest => rows.sort_by_key(|row| (row.listed.at, row.listed.id)),
            Order::Title => {
                let listed: BTreeSet<ItemId> = rows.iter().map(|row| row.listed.id).collect();
                let mut titles: Vec<(String, ItemId)> = self
                    .titles()?
                    .into_iter()
                    .filter(|(id, _)| listed.contains(id))
                    .map(|(id, title)| (fold(&title), id))
                    .collect();
                titles.sort_unstable();
                let places: BTreeMap<ItemId, usize> =
                    titles.into_iter().enumerate().map(|(at, (_, id))| (id, at)).collect();
                rows.sort_by_key(|row| places.get(&row.listed.id).copied());
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
