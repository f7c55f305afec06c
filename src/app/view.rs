//! The cursor, the selection, and what part of the page is seen.

use super::geometry::{GUTTER, Rect};
use super::page::{Direction, Page};
use super::state::State;
use crate::text::{Span, columns};

/// What the reader looks at.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct View {
    /// The byte under the cursor.
    pub cursor: usize,
    /// The first row that is seen.
    pub top: usize,
    /// The column that moving up and down aims for.
    pub goal: Option<usize>,
    /// Where the selection began.
    pub anchor: Option<usize>,
    /// Places to go back to, and forward.
    pub jumps: Jumps,
}

/// Places to go back to, and forward.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Jumps {
    back: Vec<usize>,
    forward: Vec<usize>,
}

impl Jumps {
    /// How many are kept.
    const LIMIT: usize = 100;

    /// Remembers a place that is left by a jump.
    pub fn leave(&mut self, at: usize) {
        if self.back.last() != Some(&at) {
            self.back.push(at);
        }
        let over = self.back.len().saturating_sub(Self::LIMIT);
        self.back.drain(..over);
        self.forward.clear();
    }

    /// The place before, leaving `from`.
    pub fn go_back(&mut self, from: usize) -> Option<usize> {
        let at = self.back.pop()?;
        self.forward.push(from);
        Some(at)
    }

    /// The place after, leaving `from`.
    pub fn go_forward(&mut self, from: usize) -> Option<usize> {
        let at = self.forward.pop()?;
        self.back.push(from);
        Some(at)
    }
}

/// Rows that stay in sight above and below the cursor.
const MARGIN: usize = 2;

impl State {
    /// Lays the article out for the width it has now, keeping the reader's place.
    pub fn lay_out(&mut self) {
        let width = self.text_columns();
        if self.page.width == width && !self.page.lines.is_empty() {
            return;
        }
        let first_seen = self.page.text_row(self.view.top, Direction::Forward);
        let seen = self.page.lines.get(first_seen).and_then(super::page::Line::start);
        self.page = Page::lay_out(&self.article, width);
        if let Some(at) = seen {
            self.view.top = self.page.row_of(at);
        }
        self.view.goal = None;
    }

    /// Columns that the text is set in.
    #[must_use]
    pub fn text_columns(&self) -> usize {
        let room = self.panes().article.width.saturating_sub(GUTTER + 1);
        usize::from(room.min(self.text_width)).max(8)
    }

    /// The cells of the text, without the gutter. In zen it stands in the middle.
    #[must_use]
    pub fn text_area(&self) -> Rect {
        let pane = self.panes().article;
        let width = u16::try_from(self.page.width).unwrap_or(pane.width).min(pane.width);
        let free = pane.width.saturating_sub(width + GUTTER + 1);
        // Beside a panel the text leans to the left, so that the eye has a short way.
        let margin = if self.zen { free / 2 } else { (free / 2).min(4) };
        Rect { x: pane.x + GUTTER + margin, y: pane.y, width, height: pane.height }
    }

    /// Rows of text that are seen at once.
    #[must_use]
    pub fn rows_seen(&self) -> usize {
        usize::from(self.panes().article.height).max(1)
    }

    /// The first byte that is shown.
    #[must_use]
    pub fn first_byte(&self) -> usize {
        let row = self.page.text_row(0, Direction::Forward);
        self.page.lines.get(row).and_then(super::page::Line::start).unwrap_or(0)
    }

    /// The last byte that the cursor can stand on.
    #[must_use]
    pub fn last_byte(&self) -> usize {
        let row = self.page.text_row(usize::MAX, Direction::Back);
        self.page.byte_at(&self.article.text, row, usize::MAX).unwrap_or(0)
    }

    /// The selected bytes, both ends included, if something is being selected.
    #[must_use]
    pub fn selection(&self) -> Option<Span> {
        let anchor = self.view.anchor?;
        let (low, high) = (anchor.min(self.view.cursor), anchor.max(self.view.cursor));
        Some(Span::new(low, columns::next_grapheme(&self.article.text, high)))
    }

    /// The bytes that are on the screen.
    #[must_use]
    pub fn seen(&self) -> Span {
        let from = self.page.lines.iter().skip(self.view.top).take(self.rows_seen());
        from.filter_map(super::page::Line::span).reduce(Span::hull).unwrap_or_default()
    }

    /// Moves the cursor to a byte.
    pub fn move_to(&mut self, at: usize) {
        let text = &self.article.text;
        let at = at.clamp(self.first_byte(), self.last_byte().max(self.first_byte()));
        self.view.cursor = crate::text::span::floor_bound(text, at);
        self.view.goal = None;
        self.settle();
        self.panel_follows();
    }

    /// Moves the cursor far, remembering where it was.
    pub fn jump_to(&mut self, at: usize) {
        self.view.jumps.leave(self.view.cursor);
        self.show_and_move_to(at);
    }

    /// Moves the cursor; where it was not in sight, it comes to stand in the upper part of the screen.
    pub fn show_and_move_to(&mut self, at: usize) {
        self.bring_into_sight(at);
        self.move_to(at);
    }

    /// Scrolls so that a byte is seen, with some of what stands before it.
    pub fn bring_into_sight(&mut self, at: usize) {
        let row = self.page.row_of(at);
        let seen = self.rows_seen();
        if row < self.view.top || row >= self.view.top + seen.saturating_sub(1) {
            self.view.top = row.saturating_sub(seen / 3);
        }
    }

    /// Puts the line that shows byte `at` on top again, as it was when the reader left.
    pub fn restore_place(&mut self, at: usize) {
        self.view.top = self.page.row_of(at);
        // The cursor stands as near to the top as it may without scrolling.
        let row = self.page.text_row(self.view.top + MARGIN, Direction::Forward);
        let start = self.page.lines.get(row).and_then(super::page::Line::start);
        self.view.cursor = start.unwrap_or(at);
    }

    /// Keeps the cursor in sight and the page on the screen.
    pub fn settle(&mut self) {
        let seen = self.rows_seen();
        let margin = MARGIN.min(seen.saturating_sub(1) / 2);
        let (row, _) = self.page.position(&self.article.text, self.view.cursor);
        // The rows above the first text (the page's own margin) belong to its sight.
        let upper = if row <= self.page.text_row(0, Direction::Forward) {
            0
        } else {
            row.saturating_sub(margin)
        };
        self.view.top = self.view.top.min(upper).max((row + margin + 1).saturating_sub(seen));
        self.view.top = self.view.top.min(self.page.lines.len().saturating_sub(1));
        let last_top = (self.page.lines.len() + margin).saturating_sub(seen);
        if self.view.top > last_top && row < last_top + seen {
            self.view.top = last_top;
        }
    }

    /// How much of the article has been seen, in percent.
    #[must_use]
    pub fn progress(&self) -> usize {
        let all = self.page.lines.len().max(1);
        let seen = (self.view.top + self.rows_seen()).min(all);
        seen * 100 / all
    }
}
