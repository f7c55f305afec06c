//! The reader's first screen: a tree of feeds at the left, their articles at the right.
//!
//! It asks the library (`asking`) and draws what it is told; whatever comes late or for another question
//! is dropped. It stands in front of the article; the list of all notes stands in front of it.

pub mod asking;
pub mod days;
pub mod list;
pub mod opening;
pub mod rows;
#[cfg(test)]
mod tests;
pub mod tree;

pub use super::geometry::Side;
use super::geometry::{FrontPanes, front_panes};
use super::line::Line;
use super::shelf::{Standing, counted};
use super::state::{State, Ticket};
use crate::library::feed::ItemId;
use crate::library::front::{Ask, Listed, Order, Progress, Scope, Seen, Wanted};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use list::{Grouped, List};
use std::collections::BTreeMap;
use tree::Tree;

/// Which row is selected when the list that was asked for comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Land {
    /// The one that is, or was the last time.
    #[default]
    Kept,
    /// The first one.
    First,
    /// The first that is not read.
    FirstUnread,
    /// The last that is not read.
    LastUnread,
}

/// The first screen.
#[derive(Debug)]
pub struct Front {
    /// Whether it is on the screen.
    pub standing: Standing,
    /// Whether leaving it ends the program: it was started with it, or articles were opened from it.
    pub is_home: bool,
    /// Which half has the keys.
    pub side: Side,
    /// The tree.
    pub tree: Tree,
    /// The list.
    pub list: List,
    /// What the list is of.
    pub scope: Scope,
    /// The order that is asked for.
    pub order: Order,
    /// Whether what is read is left out of feeds and folders.
    pub seen: Seen,
    /// Words that titles must have.
    pub title: String,
    /// Whether articles stand under their days.
    pub grouped: Grouped,
    /// What was searched for last; it stands in the tree.
    pub search: Option<String>,
    /// Where the reader lives, for days and hours. The shell sets it; UTC until then.
    pub zone: TimeZone,
    /// How far work in the background is.
    pub progress: Option<Progress>,
    /// Everything that went wrong, a sentence each.
    pub messages: Vec<String>,
    /// The article of the library that is open.
    pub reading: Option<Listed>,
    /// Whether there is news that the list does not have yet.
    pub is_stale: bool,
    /// What waits for a yes.
    pub proposed: Option<Ask>,
    /// The article that is being opened.
    opening: Option<(Ticket, Listed)>,
    /// Where the reader stood in lists that were seen before.
    places: BTreeMap<Scope, ItemId>,
    land: Land,
    asked: asking::Asked,
    /// What the names of days were made of.
    grouped_for: Option<(Date, Grouped)>,
}

impl Default for Front {
    fn default() -> Self {
        Self {
            standing: Standing::default(),
            is_home: false,
            side: Side::default(),
            tree: Tree::default(),
            list: List::default(),
            scope: Scope::default(),
            order: Order::default(),
            seen: Seen::default(),
            title: String::new(),
            grouped: Grouped::default(),
            search: None,
            zone: TimeZone::UTC,
            progress: None,
            messages: Vec::new(),
            reading: None,
            is_stale: false,
            proposed: None,
            opening: None,
            places: BTreeMap::new(),
            land: Land::default(),
            asked: asking::Asked::default(),
            grouped_for: None,
        }
    }
}

impl Front {
    /// Whether it is on the screen, or behind the list of all notes.
    #[must_use]
    pub fn is_here(&self) -> bool {
        self.standing == Standing::Here
    }

    /// What the list is asked for as. What is read is left out only of what brings news: whoever looks
    /// through stars, notes or hits wants all of them.
    #[must_use]
    pub fn wanted(&self) -> Wanted {
        let brings_news =
            matches!(self.scope, Scope::All | Scope::Folder(_) | Scope::Feed(_) | Scope::Saved(_));
        Wanted {
            scope: self.scope.clone(),
            title: self.title.clone(),
            seen: if brings_news { self.seen } else { Seen::All },
            order: self.order,
        }
    }

    /// Whether feeds are being asked.
    #[must_use]
    pub fn is_refreshing(&self) -> bool {
        matches!(self.progress, Some(Progress::Feeds(..) | Progress::Pages(..)))
    }

    /// What a list is called.
    #[must_use]
    pub fn name(&self) -> String {
        if let Some(branch) = self.tree.find(&self.scope) {
            return branch.name.clone();
        }
        match &self.scope {
            Scope::All => "All".into(),
            Scope::Starred => "Starred".into(),
            Scope::Later => "Read later".into(),
            Scope::Noted => "With notes".into(),
            Scope::Added => "Added".into(),
            Scope::Saved(name) | Scope::Folder(name) => crate::parse::clean::line(name),
            Scope::Search(asked) => format!("Search: {}", crate::parse::clean::line(asked)),
            Scope::Feed(_) => "Feed".into(),
        }
    }

    /// What is shown of how much, in what order: the row above it all.
    #[must_use]
    pub fn headline(&self) -> String {
        let list = &self.list;
        let mut parts = vec![self.name()];
        if list.told == list::Told::Here {
            parts.push(counted(list.rows.len(), "article"));
            if list.unread > 0 {
                parts.push(format!("{} unread", list.unread));
            }
            if list.starred > 0 {
                parts.push(format!("{} starred", list.starred));
            }
        }
        parts.push(rows::order_says(self.order).into());
        if self.wanted().seen == Seen::Unread {
            parts.push("read hidden".into());
        }
        if !self.title.is_empty() {
            parts.push(format!("titles with “{}”", self.title));
        }
        parts.join(" · ")
    }
}

impl State {
    /// Brings the first screen up, and has it told anew.
    pub fn open_front(&mut self) {
        self.front.standing = Standing::Here;
        self.shelf.standing = Standing::Away;
        self.view.anchor = None;
        self.marking.pointing = None;
        self.zen = false;
        self.ask_anew(Land::Kept);
    }

    /// Whether the first screen is what is seen.
    #[must_use]
    pub fn is_in_front(&self) -> bool {
        self.front.is_here() && !self.shelf.is_here()
    }

    /// Where its parts stand.
    #[must_use]
    pub fn front_panes(&self) -> FrontPanes {
        front_panes(self.size, self.front.side)
    }

    /// Lines that the list has.
    #[must_use]
    pub fn front_lines_seen(&self) -> usize {
        let pane = self.front_panes().list;
        usize::from(pane.map_or(self.size.height.saturating_sub(2), |pane| pane.height)).max(1)
    }

    fn tree_rows_seen(&self) -> usize {
        let pane = self.front_panes().tree;
        usize::from(pane.map_or(self.size.height.saturating_sub(2), |pane| pane.height)).max(1)
    }

    /// Goes by rows, in the half that has the keys.
    pub fn walk_front(&mut self, step: isize) {
        match self.front.side {
            Side::Tree => {
                let last = self.front.tree.rows.len().saturating_sub(1);
                let tree = &mut self.front.tree;
                tree.selected = tree.selected.saturating_add_signed(step).min(last);
                self.show_branch(Land::Kept);
            }
            Side::List => {
                let list = &mut self.front.list;
                let last = list.rows.len().saturating_sub(1);
                list.selected = list.selected.saturating_add_signed(step).min(last);
            }
        }
    }

    /// Rows in half a screen of the half that has the keys.
    #[must_use]
    pub fn half_front(&self) -> isize {
        let rows = match self.front.side {
            Side::Tree => self.tree_rows_seen(),
            Side::List => self.front_lines_seen() / self.front.list.height.height(),
        };
        isize::try_from(rows / 2).unwrap_or(1).max(1)
    }

    /// Shows the list of the branch that the tree stands on.
    pub fn show_branch(&mut self, land: Land) {
        let Some(branch) = self.front.tree.selected() else { return };
        let scope = branch.scope.clone();
        if scope != self.front.scope {
            self.show_scope(scope, land);
        }
    }

    /// Shows the list of something else.
    pub fn show_scope(&mut self, scope: Scope, land: Land) {
        if let Some(row) = self.front.list.selected() {
            self.front.places.insert(self.front.scope.clone(), row.id);
        }
        self.front.scope = scope;
        self.front.title.clear();
        self.ask_list(land);
    }

    /// What is being typed goes to work at once.
    pub fn filter_front(&mut self, typed: &Line) {
        if typed.text != self.front.title {
            typed.text.clone_into(&mut self.front.title);
            self.ask_list(Land::First);
        }
    }

    /// After each message: the selected rows are in sight, the days have today's names, and what is seen
    /// is told.
    pub fn refresh_front(&mut self) {
        if !self.is_in_front() {
            return;
        }
        let today = days::day(&self.front.zone, self.clock);
        let grouped_for = Some((today, self.front.grouped));
        let is_stale = self.front.grouped_for != grouped_for
            || (self.front.grouped == Grouped::ByDay && !self.front.list.is_grouped());
        if is_stale {
            self.front.grouped_for = grouped_for;
            let front = &mut self.front;
            front.list.group(front.grouped, &front.zone);
        }
        let (lines, rows) = (self.front_lines_seen(), self.tree_rows_seen());
        self.front.list.settle(lines);
        self.front.tree.settle(rows);
        self.ask_briefs(lines);
    }

    /// The day that it is.
    #[must_use]
    pub fn today(&self) -> Date {
        days::day(&self.front.zone, self.clock)
    }
}
