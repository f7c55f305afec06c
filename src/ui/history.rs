//! What was done to the notes, step by step, and below it what the step did.

use super::popup::{Popup, frame};
use super::style;
use crate::app::State;
use crate::app::history::{Steps, count, row, says, step};
use crate::app::theme::Role;
use crate::text::{columns, wrap};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws the list over the screen.
pub fn draw(state: &State, steps: Steps, buffer: &mut Buffer) -> Popup {
    let screen = buffer.area;
    let width = screen.width.saturating_sub(4).min(116);
    let area = Rect::new((screen.width - width) / 2, 1, width, screen.height.saturating_sub(2));
    let title = format!(
        "What you did to the notes on this article: step {} of {}",
        steps.at,
        count(&state.history)
    );
    let hint = "j k move · enter goes to that step · esc leaves";
    let inner = frame(state, area, &title, hint, buffer);
    let seen = u16::try_from(state.steps_seen()).unwrap_or(2).min(inner.height);
    let done = state.history.done.len();
    let wide = usize::from(inner.width);
    for (n, y) in (steps.top..=count(&state.history)).zip(inner.y..inner.y + seen) {
        let [when, what, on] = row(state, n);
        let over = if n == steps.at {
            style::of(state, Role::PanelSelected)
        } else {
            style::of(state, Role::Popup)
        };
        buffer.set_style(Rect::new(inner.x, y, inner.width, 1), over);
        // The sign of how it is now; what is below it was taken back.
        let sign = if n == done { "▶ " } else { "  " };
        let role = if n > done { Role::PanelDim } else { Role::Popup };
        let look = style::of(state, role).patch(over);
        let words = format!("{sign}{when:<12} {what}");
        let words = if on.is_empty() { words } else { format!("{words} · {on}") };
        buffer.set_stringn(inner.x, y, columns::ellipsis(&words, wide), wide, look);
    }
    let mut y = inner.y + seen;
    if y < inner.bottom() {
        buffer.set_stringn(inner.x, y, "─".repeat(wide), wide, style::of(state, Role::PanelDim));
        y += 1;
    }
    let told = match step(&state.history, steps.at) {
        Some(change) => says(change),
        None => vec!["As it was before all of this.".into()],
    };
    let lines = told.iter().flat_map(|says| wrap::lines(says, wide));
    for (line, y) in lines.zip(y..inner.bottom()) {
        buffer.set_stringn(inner.x, y, line, wide, style::of(state, Role::Popup));
    }
    Popup { cursor: None }
}
