//! The bottom row: what was just said, else who stands behind the words under the cursor; and where
//! the reader is.

use super::style;
use crate::app::State;
use crate::app::geometry::Rect;
use crate::app::reading;
use crate::app::state::{Focus, Modal, Notice};
use crate::app::theme::Role;
use crate::text::columns;
use crate::text::one_line;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;

/// Draws the bottom row, and says where the cursor stands when a line is being typed there.
pub fn draw(state: &State, row: Rect, buffer: &mut Buffer) -> Option<Position> {
    let plain = style::of(state, Role::Status);
    buffer.set_style(ratatui::layout::Rect::new(row.x, row.y, row.width, row.height), plain);
    let width = usize::from(row.width);
    if let Some(Modal::Prompt(prompt)) = &state.modal {
        let sign = prompt.sign();
        let before = columns::width(sign) + columns::width(prompt.line.before());
        // A line longer than the row is seen where it is typed.
        let hidden = (before + 2).saturating_sub(width);
        let whole = format!("{sign}{}", prompt.line.text);
        let from = columns::byte_at(&whole, hidden);
        let shown = crate::text::span::after(&whole, from);
        buffer.set_stringn(row.x, row.y, shown, width, plain);
        let x = u16::try_from(before - hidden).unwrap_or(0);
        return Some(Position { x: row.x + x.min(row.width - 1), y: row.y });
    }
    let right = right_side(state);
    let room = width.saturating_sub(columns::width(&right) + 2);
    buffer.set_stringn(row.x + u16::try_from(room + 1).unwrap_or(0), row.y, &right, width, plain);
    if let Some(notice) = &state.notice {
        let look = match notice {
            Notice::Done(_) => plain,
            Notice::Failed(_) => plain.patch(style::of(state, Role::StatusKey)),
        };
        let says = columns::ellipsis(&format!(" {}", notice.text()), room);
        buffer.set_string(row.x, row.y, says, look);
        return None;
    }
    let left = columns::ellipsis(&format!(" {}", left_side(state)), room);
    buffer.set_string(row.x, row.y, left, plain);
    None
}

/// Who stands behind the words under the cursor; while nothing is known of them, what to press.
fn left_side(state: &State) -> String {
    if let Some(opening) = &state.opening {
        return format!("Opening {} … esc stops", opening.what);
    }
    if let Some(Modal::Stretch(_)) = &state.modal {
        return "The end: h back, l on; the start: H back, L on · enter keeps · esc leaves".into();
    }
    if state.marking.pointing.is_some() {
        return "Go to the words that say who said it (v selects) · enter takes them · esc".into();
    }
    if state.view.anchor.is_some() {
        return "Selecting: h highlights, a notes, m marks as …, c corrects, y copies, esc leaves"
            .into();
    }
    let Some(analysis) = state.analysis.as_deref() else {
        return "Finding out who said what …".into();
    };
    let claim = reading::claim_at(analysis, state.view.cursor).and_then(|idx| analysis.claim(idx));
    let own = state.own_mark().filter(|_| state.focus == Focus::Article);
    if let Some(words) = own.and_then(|id| state.mark_words(id)) {
        let who =
            claim.and_then(|claim| crate::export::chain::speaker(&state.article, analysis, claim));
        let who = who.map_or(String::new(), |who| format!("{who} · "));
        return format!("{who}Yours: {words} · m changes it");
    }
    match (claim, state.focus) {
        (Some(claim), _) => {
            let stops = reading::chain(&state.article, analysis, claim);
            let chain: Vec<_> = stops.into_iter().map(|(name, _)| name).collect();
            let cue: Vec<_> =
                claim.cue.iter().map(|span| one_line(state.article.slice(*span))).collect();
            let cue =
                if cue.is_empty() { String::new() } else { format!(" · {}", cue.join(" … ")) };
            format!("{}{cue} · {}", chain.join(" → "), claim.mode.name())
        }
        (None, Focus::Panel) => {
            "Enter walks · space opens · f filters · c corrects · tab goes back · ? help".into()
        }
        (None, Focus::Article) => {
            "tab who said what · ]c next claim · a notes · m marks · ? help".into()
        }
    }
}

fn right_side(state: &State) -> String {
    let is_asked = matches!(state.modal, Some(Modal::Stretch(_)));
    if is_asked || state.marking.pointing.is_some() {
        // What to press is what matters now.
        return format!("{}% ", state.progress());
    }
    let unsaved = if state.is_unsaved() { "not saved · " } else { "" };
    let is_new = state.notebook.notes.is_empty() && state.history.done.is_empty();
    let is_free = state.modal.is_none() && state.notice.is_none();
    if is_new && is_free && state.size.width >= 70 {
        // Who has not marked anything here yet is told how, before anything else.
        return format!("h highlights · a notes · c corrects · ? help · {}% ", state.progress());
    }
    let panel = if state.panes().panel.is_none() {
        let [_, sources, claims, notes] = super::panel::counts(state);
        if state.size.width >= 70 {
            format!("{sources} sources {claims} claims {notes} notes · ")
        } else {
            String::new()
        }
    } else {
        String::new()
    };
    format!("{unsaved}{panel}{}% ", state.progress())
}
