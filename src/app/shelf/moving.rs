//! Going through the list, and what part of it is seen.

use super::HEAD;
use crate::app::state::State;

impl State {
    /// Columns that the rows have.
    #[must_use]
    pub fn shelf_columns(&self) -> usize {
        usize::from(self.size.width).saturating_sub(2).max(20)
    }

    /// Rows of the screen that the list has.
    #[must_use]
    pub fn shelf_rows_seen(&self) -> usize {
        usize::from(self.size.height.saturating_sub(HEAD + 1)).max(1)
    }

    /// Keeps the selected row in sight.
    pub fn settle_shelf(&mut self) {
        let seen = self.shelf_rows_seen();
        let shelf = &mut self.shelf;
        shelf.selected = shelf.selected.min(shelf.rows.len().saturating_sub(1));
        let above: usize = shelf.rows.iter().take(shelf.selected).map(|row| row.height).sum();
        let own = shelf.rows.get(shelf.selected).map_or(1, |row| row.height);
        let all: usize = shelf.rows.iter().map(|row| row.height).sum();
        shelf.top = if own > seen {
            // In a row taller than the screen the reader scrolls.
            shelf.top.clamp(above, above + own - seen)
        } else {
            shelf.top.max((above + own).saturating_sub(seen)).min(above)
        };
        shelf.top = shelf.top.min(all.saturating_sub(seen.min(all)));
    }

    /// Goes by rows; within a row that is taller than the screen, by lines.
    pub fn walk_shelf(&mut self, step: isize) {
        let seen = self.shelf_rows_seen();
        let shelf = &mut self.shelf;
        let own = shelf.rows.get(shelf.selected).map_or(1, |row| row.height);
        if matches!(step, 1 | -1) && own > seen {
            let above: usize = shelf.rows.iter().take(shelf.selected).map(|row| row.height).sum();
            let next = shelf.top.saturating_add_signed(step).clamp(above, above + own - seen);
            if next != shelf.top {
                shelf.top = next;
                return;
            }
        }
        let last = shelf.rows.len().saturating_sub(1);
        shelf.selected = shelf.selected.saturating_add_signed(step).min(last);
        self.settle_shelf();
    }
}
