//! The state on the screen: `&State` in, a ratatui buffer out, nothing else.
//!
//! Decides nothing: what is where, and as what it is seen, has been decided in
//! `app`. May name ratatui; must not import `io`, `shell` or `cli`.

mod article;
mod changes;
mod choice;
mod exporting;
mod front;
mod history;
mod panel;
mod popup;
mod shelf;
mod status;
mod style;

#[cfg(test)]
mod tests;

use crate::app::State;
use crate::app::geometry::{BESIDE, LEAST, Rect};
use crate::app::state::{Focus, Modal};
use crate::app::theme::Role;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;

/// Draws everything, and says where the terminal's cursor is to stand.
pub fn draw(state: &State, buffer: &mut Buffer) -> Option<Position> {
    let area = buffer.area;
    if area.width != state.size.width || area.height != state.size.height {
        // The terminal has just changed; the message that says so is on its way.
        return None;
    }
    if area.width < LEAST.width || area.height < LEAST.height {
        let says = format!("whosaid needs {} × {} cells", LEAST.width, LEAST.height);
        buffer.set_stringn(
            area.x,
            area.y,
            says,
            usize::from(area.width),
            style::of(state, Role::Text),
        );
        return None;
    }
    buffer.set_style(area, style::of(state, Role::Text));
    let panes = state.panes();
    let mut cursor = None;
    let last = Rect { x: 0, y: area.height - 1, width: area.width, height: 1 };
    let mut status = panes.status;
    if state.shelf.is_here() {
        shelf::draw(state, buffer);
        status = Some(last);
    } else if state.is_in_front() {
        front::draw(state, buffer);
        status = Some(last);
    } else {
        cursor = article::draw(state, panes.article, buffer);
        if let Some(divider) = panes.divider {
            draw_divider(state, divider, buffer);
        }
        if let Some(pane) = panes.panel {
            panel::draw(state, pane, buffer);
        }
    }
    let mut prompt_cursor = None;
    if let Some(row) = status {
        prompt_cursor = status::draw(state, row, buffer);
    } else if matches!(state.modal, Some(Modal::Prompt(_) | Modal::Stretch(_)))
        || state.notice.is_some()
        || state.marking.pointing.is_some()
    {
        // In zen the bottom row is lent to what is typed or said.
        prompt_cursor = status::draw(state, last, buffer);
    }
    if let Some(popup) = popup::draw(state, buffer) {
        return popup.cursor;
    }
    prompt_cursor.or(cursor.filter(|_| state.focus == Focus::Article))
}

fn draw_divider(state: &State, at: Rect, buffer: &mut Buffer) {
    let role = if state.focus == Focus::Panel { Role::DividerFocus } else { Role::Divider };
    let look = style::of(state, role);
    let sign = if state.size.width >= BESIDE { "│" } else { "─" };
    for y in at.y..at.y + at.height {
        for x in at.x..at.x + at.width {
            buffer.set_string(x, y, sign, look);
        }
    }
}
