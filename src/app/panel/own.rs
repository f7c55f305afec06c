//! What rows say of the reader's own: rulings above the program's guess, verdicts, notes, pens.

use super::rows::para;
use super::{Item, RowLine};
use crate::app::State;
use crate::app::theme::Role;
use crate::app::verbs::corrections;
use crate::notes::{Note, NoteKind, Verdict};
use crate::parse::clean::{clean, line};

/// The sign on a closed row that the reader has ruled on it (`=`), made it (`+`), or written about it
/// (`n`), and what came of checking it.
pub fn sign(state: &State, item: Item) -> Option<(String, Role)> {
    let ruled = corrections::ruled(state, item);
    let mut signs = String::new();
    if let Some(ruled) = ruled {
        let says = ruled.notes.iter().filter_map(|id| state.notebook.notes.get(id));
        let rules = says.into_iter().any(|note| note.kind == NoteKind::Correction);
        signs += if ruled.is_own { "+" } else { "" };
        signs += if rules { "=" } else { "" };
    }
    if !state.notes_on(item).is_empty() {
        signs += "n";
    }
    let verdict = ruled.and_then(|ruled| ruled.check.as_ref()).map(|check| check.verdict.name());
    let words: Vec<&str> = [signs.as_str(), verdict.unwrap_or("")]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    let is_false =
        ruled.and_then(|r| r.check.as_ref()).is_some_and(|c| c.verdict == Verdict::False);
    let role = if is_false { Role::Error } else { Role::You };
    (!words.is_empty()).then(|| (words.join(" "), role))
}

/// What the reader says of it, for the opened row: rulings, the verdict, notes.
pub fn opened(state: &State, item: Item, width: usize) -> Vec<RowLine> {
    let mut lines = Vec::new();
    if let Some(ruled) = corrections::ruled(state, item) {
        for says in &ruled.says {
            para(&mut lines, "  ", &line(says), Role::You, width);
        }
    }
    for id in state.notes_on(item) {
        let Some(note) = state.notebook.notes.get(&id) else { continue };
        for (n, words) in clean(&note.body).text.lines().enumerate() {
            let indent = if n == 0 { "  n " } else { "    " };
            para(&mut lines, indent, words, Role::You, width);
        }
    }
    lines
}

/// What stands before a note's words in its list: its pen and its tags.
pub fn remarks(state: &State, note: &Note) -> Vec<String> {
    let pen = note.pen.as_deref().map(|name| match state.pen(name) {
        Some(pen) => pen.name.clone(),
        None => format!("{} (no such pen now)", line(name)),
    });
    pen.into_iter().chain(note.tags.iter().map(|tag| format!("#{}", line(tag)))).collect()
}

/// What an opened note says beside its words: its pen and what that means, its verdict, its effect.
pub fn note_opened(state: &State, note: &Note, width: usize) -> Vec<RowLine> {
    let mut lines = Vec::new();
    if let Some(name) = &note.pen {
        let words = match state.pen(name) {
            Some(pen) if pen.meaning.is_empty() => format!("pen: {}", pen.name),
            Some(pen) => format!("pen: {}, {}", pen.name, pen.meaning),
            None => format!(
                "pen: {}, which the config no longer has; it is drawn as its kind is",
                line(name)
            ),
        };
        para(&mut lines, "  ", &words, Role::PanelDim, width);
    }
    if let Some(check) = &note.check {
        let link = check.link.as_deref().map_or(String::new(), |link| format!(": {}", line(link)));
        let words = format!("{}, checked {}{link}", check.verdict.name(), check.at.date());
        para(&mut lines, "  ", &words, Role::You, width);
    }
    if state.rulings.idle.contains(&note.id) {
        let says = "Without effect today: what it is about is not found any more.";
        para(&mut lines, "  ", says, Role::Error, width);
    }
    lines
}
