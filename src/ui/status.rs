//! The bottom row: what was just said, else who stands behind the words under the cursor; and where
//! the reader is.

use super::style;
use crate::app::State;
use crate::app::front::rows;
use crate::app::geometry::{Rect, Side};
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
    let said = state.notice.as_ref().map_or(0, |notice| columns::width(notice.text()) + 1);
    let counted = right_side(state, &counts(state));
    // What is said goes before what is only counted.
    let fits = said + columns::width(&counted) + 2 <= width;
    let right = if fits { counted } else { right_side(state, "") };
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
    let key = |run| state.settings.keymap.hint(state.place(), run);
    if state.shelf.is_here() {
        return listed(state);
    }
    if state.is_in_front() {
        return in_library(state);
    }
    if let Some(Modal::Stretch(_)) = &state.modal {
        return "The end: h back, l on; the start: H back, L on · enter keeps · esc leaves".into();
    }
    if state.marking.pointing.is_some() {
        return "Go to the words that say who said it (v selects) · enter takes them · esc".into();
    }
    if state.view.anchor.is_some() {
        let loose = state
            .loose_chosen()
            .map_or(String::new(), |_| format!("{} attaches the loose note, ", key("attach")));
        return format!(
            "Selecting: {} highlights, {} notes, m marks as …, c corrects, {} copies, {loose}{} leaves",
            key("highlight"),
            key("annotate"),
            key("yank"),
            key("cancel")
        );
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
            format!(
                "{} walks · {} opens · {} filters · c corrects · {} goes back · {} help",
                key("walk"),
                key("open-item"),
                key("filter"),
                key("focus-next"),
                key("help")
            )
        }
        (None, Focus::Article) => format!(
            "{} who said what · {} next claim · {} note · m marks · {} help",
            key("focus-next"),
            key("claim-next"),
            key("annotate"),
            key("help")
        ),
    }
}

/// Whose words the list of all notes stands on, and where its article is.
fn listed(state: &State) -> String {
    let note = state.shelf.selected().and_then(|of| state.shelf.note(of));
    let Some((entry, _)) = note else { return String::new() };
    let parts = [entry.name(), crate::parse::clean::line(&entry.article.0)];
    parts.join(" · ")
}

/// What the library is at, else what is wrong with the branch that the tree stands on, else what to press.
fn in_library(state: &State) -> String {
    let front = &state.front;
    let key = |run| state.settings.keymap.hint(state.place(), run);
    let progress = front.progress.as_ref().and_then(rows::progress);
    if let Some(says) = progress {
        let stops = if front.is_refreshing() {
            format!(" · {} stops", key("cancel"))
        } else {
            String::new()
        };
        return format!("{says}{stops}");
    }
    let branch = front.tree.selected().filter(|branch| branch.scope == front.scope);
    if let Some(trouble) = branch.and_then(|branch| branch.trouble.as_ref()) {
        return trouble.clone();
    }
    match front.side {
        Side::Tree => format!(
            "{} list · {} fold · {} refresh · {} subscribe · {} help · {} search",
            key("open-row"),
            key("fold"),
            key("refresh"),
            key("subscribe"),
            key("help"),
            key("search")
        ),
        Side::List => format!(
            "{} open · {} next unread · {} star · {} later · {} tree · {} help · {} search",
            key("open-row"),
            key("unread-next"),
            key("star"),
            key("later"),
            key("focus-next"),
            key("help"),
            key("search")
        ),
    }
}

fn right_side(state: &State, counts: &str) -> String {
    let is_asked = matches!(state.modal, Some(Modal::Stretch(_)));
    if is_asked || state.marking.pointing.is_some() {
        // What to press is what matters now.
        return format!("{}% ", state.progress());
    }
    let unsaved = if state.is_unsaved() { "not saved · " } else { "" };
    if state.shelf.is_here() {
        let rows = state.shelf.rows.len();
        let writing = state.shelf.busy.map(|(_, done, all)| format!("writing {done} of {all} · "));
        let writing = writing.unwrap_or_default();
        return format!("{unsaved}{writing}{} of {rows} ", (state.shelf.selected + 1).min(rows));
    }
    if state.is_in_front() {
        let rows = state.front.list.rows.len();
        let at = (state.front.list.selected + 1).min(rows);
        return if rows == 0 { unsaved.to_owned() } else { format!("{unsaved}{at} of {rows} ") };
    }
    let is_new = state.notebook.notes.is_empty() && state.history.done.is_empty();
    let is_free = state.modal.is_none() && state.notice.is_none();
    if is_new && is_free && state.size.width >= 70 {
        // Who has not marked anything here yet is told how, before anything else.
        return format!("h highlights · a notes · c corrects · ? help · {}% ", state.progress());
    }
    format!("{unsaved}{counts}{}% ", state.progress())
}

/// How much there is in the panel, while it is not seen.
fn counts(state: &State) -> String {
    if state.panes().panel.is_some()
        || state.size.width < 70
        || state.shelf.is_here()
        || state.front.is_here()
    {
        return String::new();
    }
    let [_, sources, claims, notes, _] = super::panel::counts(state);
    format!("{sources} sources {claims} claims {notes} notes · ")
}
