//! What has changed since the notes were made, over the whole screen.

use super::popup::{Popup, frame};
use super::style;
use crate::app::State;
use crate::app::diff::DiffView;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws the comparison.
pub fn draw(state: &State, view: &DiffView, buffer: &mut Buffer) -> Popup {
    let screen = buffer.area;
    let width = screen.width.saturating_sub(2).min(104);
    let height = screen.height.saturating_sub(2);
    let area = Rect::new((screen.width - width) / 2, 0, width, height);
    let others = if view.has_others { " · t older text" } else { "" };
    let hint = if view.whole { "o folds" } else { "o all" };
    let hint = format!("n N change · {hint} · enter goes there{others} · q closes");
    let inner = frame(state, area, &view.title, &hint, buffer);
    let rows = view.lines.iter().skip(view.top);
    for (y, line) in (inner.y..inner.bottom()).zip(rows) {
        let mut x = inner.x + 1;
        for (words, role, over) in &line.words {
            let mut look = style::of(state, *role);
            if let Some(over) = over {
                look = look.patch(style::of(state, *over));
            }
            let room = usize::from(inner.right().saturating_sub(x));
            (x, _) = buffer.set_stringn(x, y, words, room, look);
        }
    }
    Popup { cursor: None }
}
