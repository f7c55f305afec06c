//! The panel: tabs, filter, rows.

use super::style;
use crate::app::State;
use crate::app::geometry::Rect;
use crate::app::panel::{RowLine, Tab, lines};
use crate::app::state::Focus;
use crate::app::theme::Role;
use crate::doc::ProblemKind;
use crate::text::columns;
use ratatui::buffer::Buffer;
use ratatui::style::Style;

/// Draws the panel.
pub fn draw(state: &State, pane: Rect, buffer: &mut Buffer) {
    let whole = ratatui::layout::Rect::new(pane.x, pane.y, pane.width, pane.height);
    buffer.set_style(whole, style::of(state, Role::Panel));
    draw_tabs(state, pane, buffer);
    let mut top = pane.y + 1;
    let filter = &state.panel.list().filter;
    if !filter.is_empty() {
        let words = format!("Shown: {} · f c shows all", filter.describe());
        let words = columns::ellipsis(&words, usize::from(pane.width).saturating_sub(1));
        buffer.set_string(pane.x + 1, top, words, style::of(state, Role::Error));
        top += 1;
    }
    let bottom = pane.y + pane.height;
    if state.panel.rows.is_empty() {
        draw_empty(state, pane, top, buffer);
        return;
    }
    let selected = state.panel.selected();
    let width = state.panel_columns();
    // Of the rows above the first that is seen only the heights are looked at.
    let mut skip = state.panel.list().top;
    let mut y = top;
    for row in &state.panel.rows {
        if y >= bottom {
            break;
        }
        if skip >= row.height {
            skip -= row.height;
            continue;
        }
        for line in lines(state, row.item, width).iter().skip(skip).take(usize::from(bottom - y)) {
            draw_line(state, line, Some(row.item) == selected, pane, y, buffer);
            y += 1;
        }
        skip = 0;
    }
}

/// The row that is stood on has a sign before it, and stands out where the keys are.
fn draw_line(
    state: &State,
    line: &RowLine,
    is_selected: bool,
    pane: Rect,
    y: u16,
    buffer: &mut Buffer,
) {
    let has_keys = is_selected && state.focus == Focus::Panel;
    let over = if has_keys { style::of(state, Role::PanelSelected) } else { Style::new() };
    if has_keys {
        buffer.set_style(ratatui::layout::Rect::new(pane.x, y, pane.width, 1), over);
    }
    if is_selected {
        buffer.set_string(pane.x, y, "▌", style::of(state, Role::DividerFocus).patch(over));
    }
    let mut x = pane.x + 1;
    let right = pane.x + pane.width;
    for (words, role) in line {
        let look = style::of(state, *role).patch(over);
        (x, _) = buffer.set_stringn(x, y, words, usize::from(right.saturating_sub(x)), look);
    }
}

/// `1 Actors 12 │ …`, shortened where there is no room for it.
fn draw_tabs(state: &State, pane: Rect, buffer: &mut Buffer) {
    let mut counts = counts(state);
    if !state.panel.list().filter.is_empty()
        && let Some(at) = Tab::ALL.iter().position(|tab| *tab == state.panel.tab)
        && let Some(count) = counts.get_mut(at)
    {
        *count = format!("{}/{count}", state.panel.rows.len());
    }
    let labels = |title: fn(&Tab) -> String| -> Vec<String> {
        Tab::ALL
            .iter()
            .zip(&counts)
            .map(|(tab, count)| format!(" {} {count} ", title(tab)))
            .collect()
    };
    let wide = |labels: &[String]| labels.iter().map(|label| columns::width(label)).sum::<usize>();
    let mut labels =
        [labels(|tab| tab.title().to_owned()), labels(|tab| tab.title().chars().take(3).collect())]
            .into_iter()
            .find(|labels| wide(labels) <= usize::from(pane.width) + 4)
            .unwrap_or_else(|| labels(|tab| tab.title().chars().take(1).collect()));
    if wide(&labels) > usize::from(pane.width) {
        // One space between two is enough where there is no room for two.
        for label in &mut labels {
            label.pop();
        }
    }
    let mut x = pane.x;
    let right = pane.x + pane.width;
    for (tab, label) in Tab::ALL.iter().zip(labels) {
        let role = if *tab == state.panel.tab { Role::PanelTabCurrent } else { Role::PanelTab };
        let look = style::of(state, role);
        (x, _) = buffer.set_stringn(x, pane.y, label, usize::from(right.saturating_sub(x)), look);
    }
}

/// How many there are of each list; `…` while that is not known.
pub fn counts(state: &State) -> [String; 4] {
    let count = |n: Option<usize>| n.map_or_else(|| "…".to_owned(), |n| n.to_string());
    let analysis = state.analysis.as_deref();
    [
        count(analysis.map(|a| a.actors.len())),
        count(analysis.map(|a| a.sources.len())),
        count(analysis.map(|a| a.claims.len())),
        count(Some(state.notebook.notes.len())),
    ]
}

fn draw_empty(state: &State, pane: Rect, top: u16, buffer: &mut Buffer) {
    let says = if !state.panel.list().filter.is_empty() {
        "Nothing fits the filter."
    } else {
        let is_foreign = |problem: &crate::doc::Problem| problem.kind == ProblemKind::Language;
        let foreign = state.analysis.as_ref().is_some_and(|a| a.problems.iter().any(is_foreign));
        match (state.panel.tab, &state.analysis) {
            (Tab::Notes, _) => {
                "No notes yet. In the article, h highlights the sentence under the cursor and a writes a note on it; v selects words first. m marks it as a question, to be checked, an actor, a source … On what the program found, c w says that it is wrong, c r that it is right, c s who really said it; c shows the rest."
            }
            (_, None) => "Finding out who said what …",
            (Tab::Actors | Tab::Sources | Tab::Claims, _) if foreign => {
                "Nothing was found, but the rules know English, and this article is in another language: only quotations could have been found."
            }
            (Tab::Actors, _) => "No actors were found.",
            (Tab::Sources, _) => "No sources were found.",
            (Tab::Claims, _) => "No claims were found.",
        }
    };
    let width = usize::from(pane.width).saturating_sub(2);
    for (y, line) in (top + 1..pane.y + pane.height).zip(crate::text::wrap::lines(says, width)) {
        buffer.set_stringn(pane.x + 1, y, line, width, style::of(state, Role::PanelDim));
    }
}
