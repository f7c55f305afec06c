//! The library: a tree of feeds at the left, their articles at the right.

use super::style;
use crate::app::State;
use crate::app::front::list::{Line, Told};
use crate::app::front::{Side, rows};
use crate::app::geometry::Rect;
use crate::app::keymap::Place;
use crate::app::panel::RowLine;
use crate::app::theme::Role;
use crate::text::{columns, wrap};
use ratatui::buffer::Buffer;
use ratatui::style::Style;

/// Draws the library, all but its bottom row.
pub fn draw(state: &State, buffer: &mut Buffer) {
    let panes = state.front_panes();
    let screen = buffer.area;
    buffer.set_style(screen, style::of(state, Role::Panel));
    draw_head(state, panes.head, buffer);
    if let Some(pane) = panes.tree {
        draw_tree(state, pane, buffer);
    }
    if let Some(at) = panes.divider {
        for y in at.y..at.y + at.height {
            buffer.set_string(at.x, y, "│", style::of(state, Role::Divider));
        }
    }
    if let Some(pane) = panes.list {
        draw_list(state, pane, buffer);
    }
}

fn draw_head(state: &State, at: Rect, buffer: &mut Buffer) {
    let row = ratatui::layout::Rect::new(at.x, at.y, at.width, at.height);
    buffer.set_style(row, style::of(state, Role::PanelTab));
    let width = usize::from(at.width).saturating_sub(2);
    let words = columns::ellipsis(&state.front.headline(), width);
    buffer.set_string(at.x + 1, at.y, words, style::of(state, Role::PanelTabCurrent));
}

fn draw_tree(state: &State, pane: Rect, buffer: &mut Buffer) {
    let tree = &state.front.tree;
    let width = usize::from(pane.width).saturating_sub(2);
    for (y, row) in (pane.y..pane.y + pane.height).zip(tree.top..tree.rows.len()) {
        let Some(branch) = tree.branch(row) else { break };
        let line = rows::tree_line(&state.front, branch, width);
        let chosen = (row == tree.selected).then_some(Side::Tree);
        draw_line(state, &line, chosen, Rect { y, height: 1, ..pane }, buffer);
    }
}

fn draw_list(state: &State, pane: Rect, buffer: &mut Buffer) {
    let list = &state.front.list;
    if list.rows.is_empty() || list.trouble.is_some() {
        draw_empty(state, pane, buffer);
        return;
    }
    let width = usize::from(pane.width).saturating_sub(2);
    let today = state.today();
    let seen = list.seen(usize::from(pane.height));
    for (y, what) in (pane.y..).zip(seen) {
        let line = rows::list_line(&state.front, today, what, width);
        let is_chosen = matches!(what, Line::Row(row, _) if row == list.selected);
        let chosen = is_chosen.then_some(Side::List);
        draw_line(state, &line, chosen, Rect { y, height: 1, ..pane }, buffer);
    }
}

/// A line; where it is chosen, which half it is in. Only the half that has the keys shows a bar.
fn draw_line(state: &State, line: &RowLine, chosen: Option<Side>, at: Rect, buffer: &mut Buffer) {
    let end = at.x + at.width;
    let over = match chosen {
        Some(_) => style::of(state, Role::PanelSelected),
        None => Style::new(),
    };
    if let Some(side) = chosen {
        buffer.set_style(ratatui::layout::Rect::new(at.x, at.y, at.width, 1), over);
        let (bar, look) = if side == state.front.side {
            ("▌", Role::DividerFocus)
        } else {
            ("▏", Role::PanelDim)
        };
        buffer.set_string(at.x, at.y, bar, style::of(state, look).patch(over));
    }
    let mut x = at.x + 1;
    for (words, role) in line {
        let look = style::of(state, *role).patch(over);
        (x, _) = buffer.set_stringn(x, at.y, words, usize::from(end.saturating_sub(x)), look);
    }
}

fn draw_empty(state: &State, pane: Rect, buffer: &mut Buffer) {
    let list = &state.front.list;
    let key = |run: &str| state.settings.keymap.hint(Place::Library, run);
    let width = usize::from(pane.width).saturating_sub(3).min(76);
    let role = if list.trouble.is_some() && list.told == Told::Waiting {
        Role::Error
    } else {
        Role::PanelDim
    };
    let mut y = pane.y + 1;
    for words in rows::empty(&state.front, key) {
        for line in wrap::lines(&words, width) {
            if y < pane.y + pane.height {
                buffer.set_stringn(pane.x + 1, y, line, width, style::of(state, role));
            }
            y += 1;
        }
        y += 1;
    }
}
