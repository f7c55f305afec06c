//! The list of all notes, over the whole screen but its bottom row.

use super::style;
use crate::app::State;
use crate::app::keymap::Place;
use crate::app::panel::RowLine;
use crate::app::shelf::{HEAD, lines};
use crate::app::theme::Role;
use crate::text::columns;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Draws the list.
pub fn draw(state: &State, buffer: &mut Buffer) {
    let screen = buffer.area;
    let whole = Rect { height: screen.height.saturating_sub(1), ..screen };
    buffer.set_style(whole, style::of(state, Role::Panel));
    draw_head(state, buffer);
    let bottom = whole.bottom();
    let mut y = HEAD;
    if state.shelf.rows.is_empty() {
        draw_empty(state, buffer);
        return;
    }
    let width = state.shelf_columns();
    let mut skip = state.shelf.top;
    for (n, row) in state.shelf.rows.iter().enumerate() {
        if y >= bottom {
            break;
        }
        if skip >= row.height {
            skip -= row.height;
            continue;
        }
        for line in lines(state, *row, width).iter().skip(skip).take(usize::from(bottom - y)) {
            draw_line(state, line, n == state.shelf.selected, y, buffer);
            y += 1;
        }
        skip = 0;
    }
}

/// What is listed, and what is asked for.
fn draw_head(state: &State, buffer: &mut Buffer) {
    let width = usize::from(buffer.area.width).saturating_sub(1);
    let shelf = &state.shelf;
    let mut title = state.shelf_title();
    if let Some((read, all)) = shelf.reading {
        title += &format!(" · reading {read} of {all} …");
    }
    let look = style::of(state, Role::PanelTabCurrent);
    buffer.set_style(Rect { height: 1, ..buffer.area }, style::of(state, Role::PanelTab));
    buffer.set_string(1, 0, columns::ellipsis(&title, width), look);
    let key = |run| state.settings.keymap.hint(Place::AllNotes, run);
    let (says, role) = match shelf.mistakes.first() {
        Some(mistake) => (format!("Shown: {} · {mistake}", shelf.line), Role::Error),
        None if shelf.line.is_empty() => {
            let says = format!(
                "{} filters (tag:x kind:question words) · {} sorts · {} opens the article · {} help",
                key("filter"),
                key("sort-notes"),
                key("open-note"),
                key("help")
            );
            (says, Role::PanelDim)
        }
        None => {
            let says = format!(
                "Shown: {} · {} all · {} tags · {} deletes",
                shelf.line,
                key("filter-clear"),
                key("retag-all"),
                key("delete-all")
            );
            (says, Role::Error)
        }
    };
    buffer.set_string(1, 1, columns::ellipsis(&says, width), style::of(state, role));
}

fn draw_line(state: &State, line: &RowLine, is_selected: bool, y: u16, buffer: &mut Buffer) {
    let width = buffer.area.width;
    let over = if is_selected { style::of(state, Role::PanelSelected) } else { Style::new() };
    if is_selected {
        buffer.set_style(Rect::new(0, y, width, 1), over);
        buffer.set_string(0, y, "▌", style::of(state, Role::DividerFocus).patch(over));
    }
    let mut x = 1;
    for (words, role) in line {
        let look = style::of(state, *role).patch(over);
        (x, _) = buffer.set_stringn(x, y, words, usize::from(width.saturating_sub(x)), look);
    }
}

fn draw_empty(state: &State, buffer: &mut Buffer) {
    let key = |run| state.settings.keymap.hint(Place::AllNotes, run);
    let says = if state.shelf.reading.is_some() {
        "Reading your notes …".to_owned()
    } else if !state.shelf.query.is_empty() {
        format!(
            "No note fits. {} shows all, {} asks for something else.",
            key("filter-clear"),
            key("filter")
        )
    } else {
        let article = |run| state.settings.keymap.hint(Place::Article, run);
        format!(
            "No notes yet. In an article, {} highlights and {} writes a note on the sentence under the cursor. :open with a path or an address opens one.",
            article("highlight"),
            article("annotate")
        )
    };
    let width = usize::from(buffer.area.width).saturating_sub(2);
    for (y, line) in (HEAD + 1..).zip(crate::text::wrap::lines(&says, width)) {
        buffer.set_stringn(1, y, line, width, style::of(state, Role::PanelDim));
    }
}
