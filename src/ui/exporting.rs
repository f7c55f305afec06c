//! The export menu, drawn.

use super::popup::{Popup, frame};
use super::style;
use crate::app::State;
use crate::app::exporting::{Menu, name};
use crate::app::theme::Role;
use crate::export::format::FORMATS;
use crate::text::columns;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The columns that the forms take.
const FORMS: u16 = 18;

/// Forms on the left, what the chosen one would write on the right.
pub(super) fn draw(state: &State, menu: &Menu, buffer: &mut Buffer) -> Popup {
    let screen = buffer.area;
    let width = screen.width.saturating_sub(2).min(130);
    let height = screen.height.saturating_sub(2);
    let area = Rect::new((screen.width - width) / 2, 1, width, height);
    let title = format!("Export · {} · marks: {}", menu.format().name, name(menu.only));
    let hint = "enter to a file · y copies · m whose marks · space scrolls · esc";
    let inner = frame(state, area, &title, hint, buffer);
    let wide = usize::from(inner.width);
    let doc = columns::ellipsis(menu.format().doc, wide);
    buffer.set_stringn(inner.x, inner.y, doc, wide, style::of(state, Role::PanelDim));
    let top = inner.y + 1;
    let seen = usize::from(inner.bottom().saturating_sub(top));
    // The chosen form stays in sight.
    let first = (menu.at + 1).saturating_sub(seen);
    for (y, (at, format)) in (top..inner.bottom()).zip(FORMATS.iter().enumerate().skip(first)) {
        let role = if at == menu.at { Role::PanelSelected } else { Role::PopupKey };
        let cell = format!("{:<width$}", format.name, width = usize::from(FORMS) - 1);
        buffer.set_stringn(inner.x, y, cell, usize::from(FORMS) - 1, style::of(state, role));
    }
    let x = inner.x + FORMS;
    let room = usize::from(inner.right().saturating_sub(x));
    for (y, line) in (top..inner.bottom()).zip(menu.preview.iter().skip(menu.top)) {
        let line = columns::ellipsis(line, room);
        buffer.set_stringn(x, y, line, room, style::of(state, Role::Popup));
    }
    if menu.is_cut && menu.top + seen >= menu.preview.len() && inner.height > 2 {
        let says = columns::ellipsis("… and more", room);
        buffer.set_stringn(x, inner.bottom() - 1, says, room, style::of(state, Role::PanelDim));
    }
    Popup { cursor: None }
}
