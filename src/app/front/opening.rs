//! From the list into an article, from one article to the next, and back to the row.

use super::{Land, Side};
use crate::app::shelf::Standing;
use crate::app::state::{Effect, Opening, State, Ticket};
use crate::library::front::{Listed, Mark, Scope};

impl State {
    /// Opens an article of the library.
    ///
    /// # Errors
    /// A sentence, where notes are not safe yet.
    pub fn open_listed(&mut self, row: Listed) -> Result<(), String> {
        self.is_writing()?;
        if let Some(failure) = self.saving.failure.as_ref().filter(|_| self.is_unsaved()) {
            return Err(format!("The notes on this article are not saved yet: {failure}"));
        }
        if self.is_in_front() && self.front.reading.is_some_and(|open| open.id == row.id) {
            // It is still there, at the place where it was left.
            self.show_article();
            return Ok(());
        }
        let ticket = self.ticket();
        let revision = self.saving.revision;
        let title = self.front.list.brief(row.id).map(|brief| brief.item.title.clone());
        let what = title.unwrap_or_else(|| "the article".into());
        self.front.opening = Some((ticket, row));
        self.opening = Some(Opening { ticket, what, revision });
        self.effects.push(Effect::OpenItem(ticket, row.id));
        Ok(())
    }

    /// An article has come on the screen in place of the first screen: if it is of the library, it is read
    /// now.
    pub fn leave_front(&mut self, ticket: Ticket) {
        let opened = self.front.opening.take_if(|(asked, _)| *asked == ticket);
        self.front.reading = opened.map(|(_, row)| row);
        if let Some((_, row)) = opened {
            self.front.is_home = true;
            if let Some(at) = self.front.list.row_of(row.id) {
                self.front.list.selected = at;
            }
            if !row.is_read {
                self.mark_items(vec![row.id], vec![Mark::Read(true)]);
            }
        }
        self.show_article();
    }

    /// What is being opened is the article of the library that is read already.
    pub fn read_on(&mut self) {
        let ticket = self.opening.as_ref().map(|opening| opening.ticket);
        self.front.opening = ticket.zip(self.front.reading);
    }

    /// The first screen again as it was left, unless there is news.
    pub fn return_to_front(&mut self) {
        if self.front.is_stale {
            self.open_front();
            return;
        }
        self.front.standing = Standing::Here;
        self.shelf.standing = Standing::Away;
        self.view.anchor = None;
        self.zen = false;
        // Notes may have been made on it.
        if let Some(row) = self.front.reading {
            self.front.list.forget(&[row.id]);
        }
        self.ask_tree();
    }

    /// The article that is open, in place of the first screen.
    pub fn show_article(&mut self) {
        self.front.standing = Standing::Away;
        self.shelf.standing = Standing::Away;
        self.lay_out();
        self.settle();
    }

    /// The article of the library that is open.
    ///
    /// # Errors
    /// A sentence, where the open article is none.
    pub fn read_item(&self) -> Result<Listed, String> {
        self.front.reading.ok_or_else(|| "This article is not one of the library's".into())
    }

    /// What a mark is for: the row, or the article that is open.
    ///
    /// # Errors
    /// A sentence, where there is neither.
    pub fn chosen_item(&self) -> Result<Listed, String> {
        if !self.is_in_front() {
            return self.read_item();
        }
        if self.front.side == Side::Tree {
            let key = self.settings.keymap.hint(self.place(), "focus-next");
            return Err(format!("That is for an article; {key} goes to the list"));
        }
        self.front.list.selected().ok_or_else(|| "There is no article here".into())
    }

    /// Opens the article that stands next in the list, or before.
    ///
    /// # Errors
    /// A sentence, where there is none.
    pub fn step_article(&mut self, step: isize) -> Result<(), String> {
        let open = self.read_item()?;
        let at = self.front.list.row_of(open.id);
        let next = match at {
            Some(at) => at.checked_add_signed(step),
            // It has gone from the list; another stands where it stood.
            None => Some(self.front.list.selected),
        };
        let row = next.and_then(|n| self.front.list.rows.get(n)).copied();
        let row = row.ok_or(if step > 0 {
            "This is the last article of the list"
        } else {
            "This is the first article of the list"
        })?;
        self.open_listed(row)
    }

    /// Goes to the next article that is not read, or the one before; where the list has none, to the next
    /// feed that does. In an article, opens it.
    ///
    /// # Errors
    /// A sentence, where all is read.
    pub fn step_unread(&mut self, step: isize) -> Result<(), String> {
        let is_in_front = self.is_in_front();
        let list = &self.front.list;
        let from = if is_in_front {
            list.selected
        } else {
            list.row_of(self.read_item()?.id).unwrap_or(list.selected)
        };
        let unread = |n: &usize| list.rows.get(*n).is_some_and(|row| !row.is_read);
        let on_tree = is_in_front && self.front.side == Side::Tree;
        let found = if on_tree {
            (0..list.rows.len()).find(unread)
        } else if step > 0 {
            (from + 1..list.rows.len()).find(unread)
        } else {
            (0..from).rev().find(unread)
        };
        if let Some(row) = found.and_then(|at| list.rows.get(at)).copied() {
            self.front.side = Side::List;
            if !is_in_front {
                return self.open_listed(row);
            }
            self.front.list.selected = found.unwrap_or(from);
            return Ok(());
        }
        let Some(scope) = self.unread_branch(step) else {
            return Err(if self.front.list.unread > 0 {
                "Nothing that is not read this way; the other way there is".into()
            } else {
                "All is read".into()
            });
        };
        if !is_in_front {
            // The list of the next feed is seen before one of it is opened.
            self.front.standing = Standing::Here;
        }
        self.front.side = Side::List;
        self.front.tree.select(&scope);
        let land = if step > 0 { Land::FirstUnread } else { Land::LastUnread };
        self.show_scope(scope, land);
        self.say(format!("On to {}", self.front.name()));
        Ok(())
    }

    /// The next feed with something unread, around the end; `None` where the list holds all there is.
    fn unread_branch(&self, step: isize) -> Option<Scope> {
        let front = &self.front;
        if !matches!(front.scope, Scope::Folder(_) | Scope::Feed(_)) {
            return None;
        }
        let branches = &front.tree.branches;
        let at = branches.iter().position(|branch| branch.scope == front.scope)?;
        let fits = |n: &usize| {
            branches.get(*n).is_some_and(|branch| {
                branch.unread > 0
                    && matches!(branch.scope, Scope::Feed(_))
                    && branch.scope != front.scope
            })
        };
        let (after, before) = (at + 1..branches.len(), 0..at);
        let found = if step > 0 {
            after.chain(before).find(fits)
        } else {
            before.rev().chain(after.rev()).find(fits)
        };
        found.and_then(|n| branches.get(n)).map(|branch| branch.scope.clone())
    }
}
