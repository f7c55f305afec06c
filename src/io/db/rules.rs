//! Rules, applied to what arrives and, when the reader says so, to what is there.
//!
//! A rule on words is applied in the transaction that stores a new item: no list ever shows what it hides. A rule on
//! who said what can hold only after the analysis, and is applied when that is entered for the first time.

use super::hold::Test;
use super::index::enter_owed;
use super::list::rows_from;
use super::marks::{Marked, apply, write_step};
use super::{Library, Plainly};
use crate::doc::Time;
use crate::library::feed::ItemId;
use crate::library::query::Query;
use crate::library::rules::Rule;
use anyhow::Result;
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};

/// When a rule is applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum On {
    /// As an item is stored.
    Arrival,
    /// As what was found in it is entered.
    Analysis,
}

/// Applies rules to items, in their order: a later one sees what an earlier one has done.
pub(super) fn run(
    connection: &Connection,
    rules: &[Rule],
    items: &BTreeSet<ItemId>,
    on: On,
) -> rusqlite::Result<()> {
    let Some(first) = items.first() else { return Ok(()) };
    for rule in rules.iter().filter(|rule| rule.needs_analysis() == (on == On::Analysis)) {
        let mut meant = matching(connection, &rule.query, *first)?;
        meant.retain(|id| items.contains(id));
        for mark in &rule.marks {
            apply(connection, &meant, mark)?;
        }
    }
    Ok(())
}

/// The items from a number on for which a question holds.
fn matching(connection: &Connection, query: &Query, from: ItemId) -> rusqlite::Result<Vec<ItemId>> {
    if query.asks_for_words() {
        enter_owed(connection, usize::MAX)?;
    }
    let test = Test::of(connection, query, from)?;
    let rows = rows_from(connection, from)?;
    Ok(rows.iter().filter(|row| test.holds(row)).map(|row| row.listed.id).collect())
}

impl Library {
    /// Applies all rules to all that is there, as one step that can be taken back.
    ///
    /// # Errors
    /// When the library cannot be read or written.
    pub fn run_rules(&mut self, now: Time) -> Result<Marked> {
        let (own, _) = self.own();
        let done = (|| -> rusqlite::Result<_> {
            let transaction = self.connection.transaction()?;
            let mut changed = BTreeSet::new();
            let mut written: BTreeMap<String, Vec<ItemId>> = BTreeMap::new();
            for rule in &own.rules {
                let meant = matching(&transaction, &rule.query, ItemId(i64::MIN))?;
                for mark in &rule.marks {
                    let became = apply(&transaction, &meant, mark)?;
                    changed.extend(became.iter().copied());
                    if !became.is_empty() {
                        written.entry(mark.name()).or_default().extend(became);
                    }
                }
            }
            let noun = if changed.len() == 1 { "article" } else { "articles" };
            let says = format!("{} {noun} marked by rules", changed.len());
            if !changed.is_empty() {
                let written: Vec<(String, Vec<ItemId>)> = written.into_iter().collect();
                write_step(&transaction, &says, &written, now)?;
            }
            transaction.commit()?;
            Ok((says, changed.into_iter().collect()))
        })();
        done.plainly(self)
    }
}
