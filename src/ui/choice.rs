//! A list to choose from: entries with their keys, or a line that narrows them.

use super::popup::{Popup, frame};
use super::style;
use crate::app::State;
use crate::app::choice::{Choice, Entry};
use crate::app::theme::Role;
use crate::text::columns;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// The widest that a list is drawn, in columns.
const WIDEST: u16 = 64;

/// Draws the list.
pub fn draw(state: &State, choice: &Choice, buffer: &mut Buffer) -> Popup {
    let screen = buffer.area;
    let label = |entry: &Entry| columns::width(&entry.label);
    // Long names are cut before what is said of them is.
    let names = choice.entries.iter().map(label).max().unwrap_or(0).min(28);
    let abouts = choice.entries.iter().map(|entry| columns::width(&entry.about)).max().unwrap_or(0);
    let head = u16::from(choice.line.is_some());
    let wide = (names + abouts + 10).max(columns::width(&choice.title) + 6).max(36);
    let width = u16::try_from(wide).unwrap_or(WIDEST).min(WIDEST).min(screen.width);
    let tall = u16::try_from(choice.entries.len()).unwrap_or(u16::MAX).saturating_add(2 + head);
    let height = tall.min(screen.height.saturating_sub(1)).min(20);
    // At the right, where the words that it is about are least often.
    let area = Rect::new(screen.width - width, screen.height - 1 - height, width, height);
    let hint = if choice.line.is_some() {
        "type to narrow · enter takes · esc leaves"
    } else {
        "a key or enter takes · esc leaves"
    };
    let inner = frame(state, area, &choice.title, hint, buffer);
    let mut cursor = None;
    let mut y = inner.y;
    if let Some(line) = &choice.line {
        let sign = "> ";
        let room = usize::from(inner.width);
        let shown = format!("{sign}{}", line.text);
        buffer.set_stringn(inner.x, y, shown, room, style::of(state, Role::PopupKey));
        let x = u16::try_from(columns::width(sign) + columns::width(line.before())).unwrap_or(0);
        cursor = Some(Position { x: inner.x + x.min(inner.width.saturating_sub(1)), y });
        y += 1;
    }
    let rows = usize::from(inner.bottom().saturating_sub(y));
    if choice.shown.is_empty() {
        let says = "nothing fits";
        buffer.set_stringn(
            inner.x,
            y,
            says,
            usize::from(inner.width),
            style::of(state, Role::PanelDim),
        );
    }
    // What is stood on stays in sight.
    let first = (choice.picked + 1).saturating_sub(rows);
    let shown = choice.shown.iter().enumerate().skip(first).take(rows);
    for (at, entry) in shown.filter_map(|(at, n)| Some((at, choice.entries.get(*n)?))) {
        draw_entry(
            state,
            entry,
            at == choice.picked,
            names,
            Rect { y, height: 1, ..inner },
            buffer,
        );
        y += 1;
    }
    Popup { cursor }
}

fn draw_entry(
    state: &State,
    entry: &Entry,
    is_picked: bool,
    names: usize,
    row: Rect,
    buffer: &mut Buffer,
) {
    let plain = style::of(state, Role::Popup);
    let over = if is_picked { plain.patch(style::of(state, Role::PanelSelected)) } else { plain };
    buffer.set_style(row, over);
    let sign = if is_picked { "▌" } else { " " };
    buffer.set_string(row.x, row.y, sign, over.patch(style::of(state, Role::DividerFocus)));
    let mut x = row.x + 1;
    let right = row.right();
    let room = |x: u16| usize::from(right.saturating_sub(x));
    if let Some(key) = entry.key {
        let look = over.patch(style::of(state, Role::PopupKey));
        (x, _) = buffer.set_stringn(x, row.y, format!("{key}  "), room(x), look);
    }
    let label = columns::ellipsis(&entry.label, names.min(room(x)));
    let look = entry.look.map_or(over, |look| over.patch(style::style(look)));
    (x, _) = buffer.set_stringn(x, row.y, &label, room(x), look);
    let gap = (names + 2).saturating_sub(columns::width(&label));
    x = x.saturating_add(u16::try_from(gap).unwrap_or(0));
    if room(x) > 0 {
        let about = columns::ellipsis(&entry.about, room(x));
        let look = over.patch(style::of(state, Role::PanelDim));
        buffer.set_stringn(x, row.y, about, room(x), look);
    }
}
