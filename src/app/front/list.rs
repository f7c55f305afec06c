//! The list of articles: all of them in a few bytes each, what is told of those near the eye, and where
//! each row stands.
//!
//! A list may hold a hundred thousand rows. Whatever is done with a key looks only at the rows that are
//! seen, or searches by halves; all rows are gone through only when the list is told anew or marked.

use super::days;
use crate::doc::Time;
use crate::library::feed::ItemId;
use crate::library::front::{Brief, Listed, Mark, Order, Wanted};
use crate::parse::clean::line;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, BTreeSet};

/// How many lines an article takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Rows {
    /// One: its title.
    One,
    /// Two: under the title its feed and who is cited.
    #[default]
    Two,
}

impl Rows {
    /// How many that is.
    #[must_use]
    pub fn height(self) -> usize {
        match self {
            Self::One => 1,
            Self::Two => 2,
        }
    }
}

/// Whether articles stand under the names of their days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Grouped {
    /// They do, where they are in the order of time.
    #[default]
    ByDay,
    /// They do not.
    Not,
}

/// What is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// The name of a day.
    Day(Date),
    /// A line of a row: which row, and which of its lines.
    Row(usize, usize),
}

/// How far what is told reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Told {
    /// It is not told yet.
    #[default]
    Waiting,
    /// It is told.
    Here,
}

/// The list.
#[derive(Debug, Default)]
pub struct List {
    /// What it was asked for as.
    pub wanted: Wanted,
    /// Whether the answer is there.
    pub told: Told,
    /// Why there is no answer.
    pub trouble: Option<String>,
    /// Which articles, in order.
    pub rows: Vec<Listed>,
    /// Which of them the reader stands on.
    pub selected: usize,
    /// The first line that is seen.
    pub top: usize,
    /// How many lines a row has.
    pub height: Rows,
    /// How many are not read.
    pub unread: usize,
    /// How many are starred.
    pub starred: usize,
    days: Vec<(usize, Date)>,
    briefs: BTreeMap<ItemId, Brief>,
    /// Those of which what is told still holds; what is told of others is shown until it is told anew.
    fresh: BTreeSet<ItemId>,
    /// What was asked about and not told.
    nameless: BTreeSet<ItemId>,
}

/// More briefs than this are not kept.
const MOST: usize = 4_000;

impl List {
    /// What the reader stands on.
    #[must_use]
    pub fn selected(&self) -> Option<Listed> {
        self.rows.get(self.selected).copied()
    }

    /// What is told of an article.
    #[must_use]
    pub fn brief(&self, id: ItemId) -> Option<&Brief> {
        self.briefs.get(&id)
    }

    /// The row of an article. Looks through all.
    #[must_use]
    pub fn row_of(&self, id: ItemId) -> Option<usize> {
        self.rows.iter().position(|row| row.id == id)
    }

    /// Takes what the library has told, with the reader on the same article; where that is gone, on the
    /// one that stood next after it.
    pub fn take(&mut self, rows: Vec<Listed>) {
        let before = std::mem::replace(&mut self.rows, rows);
        let was = self.selected;
        self.told = Told::Here;
        self.trouble = None;
        self.nameless.clear();
        self.count();
        let Some(stood) = before.get(was) else {
            self.selected = 0;
            return;
        };
        // At the top the reader stays at the top, where what is new appears.
        if was == 0 && self.top == 0 && before.len() > 1 {
            self.selected = 0;
            return;
        }
        self.selected = self.row_of(stood.id).unwrap_or_else(|| {
            let mut there: Vec<(ItemId, usize)> =
                self.rows.iter().enumerate().map(|(n, row)| (row.id, n)).collect();
            there.sort_unstable();
            let find = |row: &Listed| {
                let at = there.binary_search_by_key(&row.id, |(id, _)| *id).ok()?;
                there.get(at).map(|(_, n)| *n)
            };
            before.iter().skip(was + 1).find_map(find).unwrap_or(was)
        });
        self.selected = self.selected.min(self.rows.len().saturating_sub(1));
    }

    /// Empties the list while another is asked for.
    pub fn wait_for(&mut self, wanted: Wanted) {
        if wanted.scope != self.wanted.scope {
            self.rows.clear();
            self.days.clear();
            self.selected = 0;
            self.top = 0;
            self.count();
        }
        self.told = Told::Waiting;
        self.trouble = None;
        self.wanted = wanted;
    }

    /// Takes what rows say. What was asked and is not among it is not asked again.
    pub fn take_briefs(&mut self, asked: &[ItemId], briefs: Vec<Brief>) {
        for mut brief in briefs {
            tidy(&mut brief);
            self.fresh.insert(brief.item.id);
            self.briefs.insert(brief.item.id, brief);
        }
        let missing = asked.iter().filter(|id| !self.fresh.contains(id));
        self.nameless.extend(missing.copied());
        if self.briefs.len() > MOST {
            let near = self.selected.saturating_sub(MOST / 4)..self.selected + MOST / 4;
            let near: BTreeSet<ItemId> = self
                .rows
                .get(near.start..)
                .unwrap_or_default()
                .iter()
                .take(near.len())
                .map(|row| row.id)
                .collect();
            self.briefs.retain(|id, _| near.contains(id));
            self.fresh.retain(|id| near.contains(id));
        }
    }

    /// What was told of articles does not hold any more: it is asked for anew.
    pub fn forget(&mut self, ids: &[ItemId]) {
        for id in ids {
            self.fresh.remove(id);
            self.nameless.remove(id);
        }
    }

    /// Nothing that was told of articles need hold any more.
    pub fn forget_all(&mut self) {
        self.fresh.clear();
        self.nameless.clear();
    }

    /// Those near what is seen of which nothing is told: none, unless what is seen or comes next is
    /// among them.
    #[must_use]
    pub fn unknown(&self, seen: usize) -> Vec<ItemId> {
        let per = self.height.height();
        let (first, screen) = (self.row_at(self.top), seen / per + 1);
        let lacks = |from: usize, to: usize| {
            let rows = self.rows.get(from.min(self.rows.len())..to.min(self.rows.len()));
            let rows = rows.unwrap_or_default().iter().map(|row| row.id);
            rows.filter(|id| !self.fresh.contains(id) && !self.nameless.contains(id))
        };
        let near = first.saturating_sub(screen / 2)..first + screen + screen / 2;
        if lacks(near.start, near.end).next().is_none() {
            return Vec::new();
        }
        lacks(first.saturating_sub(2 * screen), first + 4 * screen).collect()
    }

    /// Marks rows as the library has marked, or is about to.
    pub fn mark(&mut self, ids: &BTreeSet<ItemId>, marks: &[Mark]) {
        for row in self.rows.iter_mut().filter(|row| ids.contains(&row.id)) {
            for mark in marks {
                match mark {
                    Mark::Read(is) => row.is_read = *is,
                    Mark::Starred(is) => row.is_starred = *is,
                    Mark::Later(is) => row.is_later = *is,
                    Mark::Hidden(_) | Mark::Tagged(_) | Mark::Untagged(_) => {}
                }
            }
        }
        if marks.contains(&Mark::Hidden(true)) {
            let gone = self.rows.iter().take(self.selected).filter(|row| ids.contains(&row.id));
            self.selected -= gone.count();
            self.rows.retain(|row| !ids.contains(&row.id));
            self.selected = self.selected.min(self.rows.len().saturating_sub(1));
            self.days.clear();
        }
        self.count();
    }

    fn count(&mut self) {
        self.unread = self.rows.iter().filter(|row| !row.is_read).count();
        self.starred = self.rows.iter().filter(|row| row.is_starred).count();
    }

    /// Finds where the days begin.
    pub fn group(&mut self, grouped: Grouped, zone: &TimeZone) {
        let in_time = matches!(self.wanted.order, Order::Newest | Order::Oldest);
        self.days = if grouped == Grouped::ByDay && in_time {
            days::begins(zone, self.rows.iter().map(|row| row.at))
        } else {
            Vec::new()
        };
    }

    /// Whether rows stand under the names of days.
    #[must_use]
    pub fn is_grouped(&self) -> bool {
        !self.days.is_empty()
    }

    /// When the article of a row was published.
    #[must_use]
    pub fn at(&self, row: usize) -> Time {
        self.rows.get(row).map(|row| row.at).unwrap_or_default()
    }

    /// How many lines there are.
    #[must_use]
    pub fn lines(&self) -> usize {
        self.rows.len() * self.height.height() + self.days.len()
    }

    /// The first line of a row, after the name of its day.
    fn line_of(&self, row: usize) -> usize {
        row * self.height.height() + self.days.partition_point(|(first, _)| *first <= row)
    }

    /// The row that a line belongs to; the name of a day belongs to the row under it.
    fn row_at(&self, line: usize) -> usize {
        let (mut low, mut high) = (0, self.rows.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if self.line_of(middle) + self.height.height() <= line {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    fn day_over(&self, row: usize) -> Option<Date> {
        let at = self.days.binary_search_by_key(&row, |(first, _)| *first).ok()?;
        self.days.get(at).map(|(_, day)| *day)
    }

    /// The lines that are seen, from above.
    #[must_use]
    pub fn seen(&self, height: usize) -> Vec<Line> {
        let mut lines = Vec::with_capacity(height);
        let mut row = self.row_at(self.top);
        while lines.len() < height && row < self.rows.len() {
            let first = self.line_of(row);
            if let Some(day) = self.day_over(row).filter(|_| first > self.top) {
                lines.push(Line::Day(day));
            }
            let hidden = self.top.saturating_sub(first);
            lines.extend((hidden..self.height.height()).map(|n| Line::Row(row, n)));
            row += 1;
        }
        lines.truncate(height);
        lines
    }

    /// Keeps the selected row in sight, with the name of its day.
    pub fn settle(&mut self, seen: usize) {
        self.selected = self.selected.min(self.rows.len().saturating_sub(1));
        if self.rows.is_empty() {
            self.top = 0;
            return;
        }
        let first = self.line_of(self.selected);
        let end = first + self.height.height();
        let begin = first - usize::from(self.day_over(self.selected).is_some());
        self.top = self.top.max(end.saturating_sub(seen)).min(begin);
        self.top = self.top.min(self.lines().saturating_sub(seen));
    }
}

/// What is told is cleaned when it comes in, although it should be clean: nothing that a terminal obeys
/// may stand in a row.
fn tidy(brief: &mut Brief) {
    let item = &mut brief.item;
    item.title = line(&item.title);
    item.feed = item.feed.as_deref().map(line);
    let lists = [&mut item.tags, &mut brief.sources, &mut brief.also];
    for words in lists.into_iter().flatten() {
        *words = line(words);
    }
}
