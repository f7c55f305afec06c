//! What lies over the screen: help, the note editor, questions, completions, and what may follow the
//! keys pressed so far.

use super::{choice, style};
use crate::app::State;
use crate::app::command::COMMANDS;
use crate::app::editor::Editor;
use crate::app::help::{Help, HelpRow};
use crate::app::keymap::{Lookup, Place};
use crate::app::prompt::Prompt;
use crate::app::state::{Modal, Question};
use crate::app::theme::Role;
use crate::notes::About;
use crate::parse::clean::line;
use crate::text::{columns, wrap};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::{Block, Clear, Widget};

/// Something that lies over the screen and has the cursor.
pub struct Popup {
    /// Where the terminal's cursor is to stand.
    pub cursor: Option<Position>,
}

/// Draws what lies over the screen, if anything does that takes the cursor away.
pub fn draw(state: &State, buffer: &mut Buffer) -> Option<Popup> {
    match &state.modal {
        Some(Modal::Help(help)) => Some(draw_help(state, help, buffer)),
        Some(Modal::Export(menu)) => Some(super::exporting::draw(state, menu, buffer)),
        Some(Modal::Editor(editor)) => Some(draw_editor(state, editor, buffer)),
        Some(Modal::Changes(view)) => Some(super::changes::draw(state, view, buffer)),
        Some(Modal::Question(question)) => Some(draw_question(state, question, buffer)),
        Some(Modal::History(steps)) => Some(super::history::draw(state, *steps, buffer)),
        Some(Modal::Choice(choice)) => Some(choice::draw(state, choice, buffer)),
        Some(Modal::Prompt(prompt)) => {
            draw_completions(state, prompt, buffer);
            None
        }
        Some(Modal::Stretch(_)) => None,
        None => {
            draw_pending(state, buffer);
            None
        }
    }
}

/// An empty box with a title; gives the room inside.
pub fn frame(state: &State, area: Rect, title: &str, hint: &str, buffer: &mut Buffer) -> Rect {
    let popup = style::of(state, Role::Popup);
    let wide = usize::from(area.width).saturating_sub(4);
    let title = columns::ellipsis(title, wide);
    let hint = columns::ellipsis(hint, wide);
    let mut block = Block::bordered()
        .style(popup)
        .border_style(popup.patch(style::of(state, Role::DividerFocus)));
    if !title.is_empty() {
        block = block.title(format!(" {title} ")).title_style(style::of(state, Role::PopupTitle));
    }
    if !hint.is_empty() {
        block = block.title_bottom(format!(" {hint} "));
    }
    let inner = block.inner(area);
    // A wide character half under the box would stick out of it.
    Clear.render(area, buffer);
    block.render(area, buffer);
    inner
}

fn draw_help(state: &State, help: &Help, buffer: &mut Buffer) -> Popup {
    let screen = buffer.area;
    let width = screen.width.saturating_sub(4).min(116);
    let height = screen.height.saturating_sub(2);
    let area = Rect::new((screen.width - width) / 2, 1, width, height);
    let title = help.title.clone();
    let hint = if help.typing {
        "enter keeps, esc leaves"
    } else {
        "/ searches · j k space move · q closes"
    };
    let inner = frame(state, area, &title, hint, buffer);
    let mut y = inner.y;
    let mut cursor = None;
    if help.typing || !help.filter.text.is_empty() {
        let line = format!("/{}", help.filter.text);
        buffer.set_stringn(
            inner.x,
            y,
            &line,
            usize::from(inner.width),
            style::of(state, Role::PopupKey),
        );
        let x = columns::width(help.filter.before()) + 1;
        cursor = help
            .typing
            .then(|| Position { x: inner.x + u16::try_from(x).unwrap_or(0).min(inner.width), y });
        y += 1;
    }
    let shown = help.shown();
    // Where there is room the command's name stands in a column of its own.
    let keys_wide = 20.min(usize::from(inner.width) / 3);
    let name_wide = if inner.width > 80 { 20 } else { 0 };
    for row in shown.iter().skip(help.top) {
        if y >= inner.bottom() {
            break;
        }
        match row {
            HelpRow::Heading(words) => {
                let words = words.to_uppercase();
                buffer.set_stringn(
                    inner.x,
                    y,
                    words,
                    usize::from(inner.width),
                    style::of(state, Role::PopupTitle),
                );
            }
            HelpRow::Words(words) => {
                buffer.set_stringn(
                    inner.x,
                    y,
                    words,
                    usize::from(inner.width),
                    style::of(state, Role::Popup),
                );
            }
            HelpRow::Entry { keys, run, doc } => {
                let keys = columns::ellipsis(keys, keys_wide);
                let mut x = inner.x;
                buffer.set_stringn(x, y, &keys, keys_wide, style::of(state, Role::PopupKey));
                x += u16::try_from(keys_wide + 1).unwrap_or(0);
                if keys.is_empty() {
                    x = inner.x;
                    let (after, _) = buffer.set_stringn(
                        x,
                        y,
                        run,
                        usize::from(inner.width),
                        style::of(state, Role::PopupKey),
                    );
                    x = after + 2;
                } else if name_wide > 0 {
                    let run = columns::ellipsis(run, name_wide);
                    buffer.set_stringn(x, y, run, name_wide, style::of(state, Role::PanelDim));
                    x += u16::try_from(name_wide + 1).unwrap_or(0);
                }
                let room = usize::from(inner.right().saturating_sub(x));
                buffer.set_stringn(
                    x,
                    y,
                    columns::ellipsis(doc, room),
                    room,
                    style::of(state, Role::Popup),
                );
            }
        }
        y += 1;
    }
    Popup { cursor }
}

/// The editor stands in the half of the screen in which the words are not that are written on.
fn draw_editor(state: &State, editor: &Editor, buffer: &mut Buffer) -> Popup {
    let screen = buffer.area;
    let pane = state.panes().article;
    let width = screen.width.min(pane.width.max(60)).min(90);
    let height = (screen.height / 3).clamp(6, 14);
    let row =
        editor.span.map(|span| state.page.row_of(span.start()).saturating_sub(state.view.top));
    let in_lower_half = row.is_some_and(|row| row * 2 > usize::from(pane.height));
    let y = if in_lower_half { 0 } else { screen.height.saturating_sub(height + 1) };
    let area = Rect::new(0, y, width, height);
    let title = match (&editor.mark.speaker, editor.note) {
        _ if editor.mark.about == About::Article => "Note on the whole article".to_owned(),
        (Some(speaker), _) => format!("Note on {}", line(speaker)),
        (None, None) => "Note".to_owned(),
        (None, Some(_)) => "Change the note".to_owned(),
    };
    let key = |run| state.settings.keymap.hint(Place::Editor, run);
    let hint = format!(
        "{} saves · {} leaves · {} in $EDITOR",
        key("save-note"),
        key("leave-note"),
        key("edit-outside")
    );
    let inner = frame(state, area, &title, &hint, buffer);
    let quote = match editor.mark.about {
        About::Article => line(state.article.name()),
        _ => format!("“{}”", line(&editor.mark.anchor.exact)),
    };
    let quote = columns::ellipsis(&quote, usize::from(inner.width));
    buffer.set_stringn(
        inner.x,
        inner.y,
        quote,
        usize::from(inner.width),
        style::of(state, Role::PanelDim),
    );
    let room = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner };
    (&editor.area).render(room, buffer);
    // The text area draws its own cursor, in reverse: the terminal's would be a second one.
    Popup { cursor: None }
}

fn draw_question(state: &State, question: &Question, buffer: &mut Buffer) -> Popup {
    let screen = buffer.area;
    let width = screen.width.saturating_sub(4).min(70);
    let asked = wrap::lines(&question.asks, usize::from(width).saturating_sub(4));
    let height =
        u16::try_from(asked.len() + question.answers.len() + 3).unwrap_or(8).min(screen.height);
    let area = Rect::new((screen.width - width) / 2, (screen.height - height) / 3, width, height);
    let inner = frame(state, area, "", "", buffer);
    let mut y = inner.y;
    // The answers are what must not be cut off.
    let room = usize::from(inner.height).saturating_sub(question.answers.len() + 1).max(1);
    for line in asked.into_iter().take(room) {
        buffer.set_stringn(
            inner.x + 1,
            y,
            line,
            usize::from(inner.width),
            style::of(state, Role::PopupTitle),
        );
        y += 1;
    }
    y = (y + 1)
        .min(inner.bottom().saturating_sub(u16::try_from(question.answers.len()).unwrap_or(0)));
    for (key, what, _) in &question.answers {
        if y >= inner.bottom() {
            break;
        }
        let (x, _) = buffer.set_stringn(
            inner.x + 1,
            y,
            key.to_string(),
            12,
            style::of(state, Role::PopupKey),
        );
        let room = usize::from(inner.right().saturating_sub(x));
        buffer.set_stringn(x, y, format!("  {what}"), room, style::of(state, Role::Popup));
        y += 1;
    }
    Popup { cursor: None }
}

/// What the typed command may become, above the bottom row.
fn draw_completions(state: &State, prompt: &Prompt, buffer: &mut Buffer) {
    let screen = buffer.area;
    let n = prompt.completions.len().min(8);
    if n == 0 || screen.height < 6 {
        return;
    }
    let rows = u16::try_from(n).unwrap_or(8).min(screen.height - 3);
    let width = screen.width;
    let area = Rect::new(0, screen.height - 1 - rows, width, rows);
    Clear.render(area, buffer);
    buffer.set_style(area, style::of(state, Role::Popup));
    // The chosen one stays in sight.
    let first = prompt.picked.map_or(0, |picked| (picked + 1).saturating_sub(usize::from(rows)));
    let shown = prompt.completions.iter().enumerate().skip(first);
    for (y, (at, (line, doc))) in (area.y..area.bottom()).zip(shown) {
        let over = if prompt.picked == Some(at) {
            style::of(state, Role::PanelSelected)
        } else {
            style::of(state, Role::Popup)
        };
        buffer.set_style(Rect::new(0, y, width, 1), over);
        let (x, _) = buffer.set_stringn(
            1,
            y,
            line,
            usize::from(width) - 1,
            style::of(state, Role::PopupKey).patch(over),
        );
        let x = x.max(22);
        let room = usize::from(width.saturating_sub(x));
        buffer.set_stringn(
            x,
            y,
            columns::ellipsis(&format!(" {doc}"), room),
            room,
            style::of(state, Role::Popup).patch(over),
        );
    }
}

/// What may follow the keys pressed so far: the keymap itself is the help.
fn draw_pending(state: &State, buffer: &mut Buffer) {
    if state.pending.is_empty() {
        return;
    }
    let Lookup::Pending(follow) = state.settings.keymap.look_up(state.place(), &state.pending)
    else {
        return;
    };
    let screen = buffer.area;
    let doc = |run: &str| {
        let (name, argument) = run.split_once(' ').unwrap_or((run, ""));
        let doc = crate::app::command::named(name).map_or("", |command| command.doc);
        // What differs from row to row stands first: the rest may be cut off.
        if argument.is_empty() { doc.to_owned() } else { format!("{argument}: {doc}") }
    };
    // In the order of the commands: what is used most stands first.
    let mut follow = follow;
    follow.sort_by_key(|(_, run)| {
        let (name, argument) = run.split_once(' ').unwrap_or((run, ""));
        let at = COMMANDS.iter().position(|command| command.name == name);
        let words = at.and_then(|at| COMMANDS.get(at)).map_or(&[][..], |c| c.argument.words());
        (at, words.iter().position(|word| *word == argument))
    });
    let rows: Vec<(String, String)> =
        follow.iter().map(|(keys, run)| (crate::app::key::sequence(keys), doc(run))).collect();
    let wide = rows
        .iter()
        .map(|(keys, doc)| columns::width(keys) + columns::width(doc) + 3)
        .max()
        .unwrap_or(0);
    let width = u16::try_from(wide + 2).unwrap_or(60).min(screen.width);
    let height = u16::try_from(rows.len() + 2).unwrap_or(8).min(screen.height.saturating_sub(1));
    let area = Rect::new(screen.width - width, screen.height - 1 - height, width, height);
    let title = format!("{}{}", crate::app::key::sequence(&state.pending), meant(state, &follow));
    let width =
        width.max(u16::try_from(columns::width(&title) + 4).unwrap_or(60)).min(screen.width);
    let area = Rect::new(screen.width - width, area.y, width, area.height);
    let inner = frame(state, area, &title, "", buffer);
    for (y, (keys, doc)) in (inner.y..inner.bottom()).zip(rows) {
        let (x, _) = buffer.set_stringn(
            inner.x,
            y,
            keys,
            usize::from(inner.width),
            style::of(state, Role::PopupKey),
        );
        let room = usize::from(inner.right().saturating_sub(x));
        buffer.set_stringn(x, y, format!("  {doc}"), room, style::of(state, Role::Popup));
    }
}

/// What the commands that may follow are about, where they are about one thing: ` · the claim “…”`.
fn meant(state: &State, follow: &[(Vec<crate::app::key::Key>, String)]) -> String {
    let group = |run: &str| {
        let name = run.split(' ').next().unwrap_or(run);
        crate::app::command::named(name).map_or("", |command| command.group)
    };
    let first = follow.first().map_or("", |(_, run)| group(run));
    if first != crate::app::command::CORRECT || follow.iter().any(|(_, run)| group(run) != first) {
        return String::new();
    }
    let subject = crate::app::verbs::corrections::subject(state);
    subject.map_or_else(|_| String::new(), |subject| format!(" · {}", subject.called(state)))
}
