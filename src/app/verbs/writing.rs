//! While a note is being written: saving it, leaving it, and the reader's own editor; a note on the
//! whole article; and what was done before.

use crate::app::outside::Then;
use crate::app::panel::Item;
use crate::app::reading;
use crate::app::state::{Focus, Modal, Now, State};
use crate::notes::{About, NoteKind};
use crate::text::Span;

type Done = Result<(), String>;

/// Writes a note on the whole article, or changes the one there.
pub fn annotate_article(state: &mut State, _: &str, _: Now) -> Done {
    let there = state.notebook.notes.values().find(|note| note.about == About::Article);
    if let Some(id) = there.map(|note| note.id) {
        state.edit_note(id);
        return Ok(());
    }
    let mut mark = state.mark(NoteKind::Note, Span::at(0));
    mark.about = About::Article;
    // It is nowhere in the text, so nothing around it is worth keeping.
    mark.anchor.after.clear();
    state.write_on(mark, None);
    Ok(())
}

/// Saves the note that is being written.
pub fn save_note(state: &mut State, _: &str, now: Now) -> Done {
    match state.modal.take() {
        Some(Modal::Editor(editor)) => {
            state.save_note(*editor, now);
            Ok(())
        }
        other => {
            state.modal = other;
            Err("No note is being written".into())
        }
    }
}

/// Leaves the note that is being written; where something would be lost, asks.
pub fn leave_note(state: &mut State, _: &str, now: Now) -> Done {
    match state.modal.take() {
        Some(Modal::Editor(editor)) => {
            state.leave_note(editor, now);
            Ok(())
        }
        other => {
            state.modal = other;
            Err("No note is being written".into())
        }
    }
}

/// Writes the note in the editor that `$VISUAL` or `$EDITOR` names.
pub fn edit_outside(state: &mut State, _: &str, now: Now) -> Done {
    if matches!(state.modal, Some(Modal::Editor(_))) {
        return state.edit_outside(Then::Stay, now);
    }
    let there = match (state.focus, state.panel.selected()) {
        (Focus::Panel, Some(Item::Note(id))) => Some(id),
        (Focus::Panel, _) => None,
        (Focus::Article, _) if state.view.anchor.is_some() => None,
        (Focus::Article, _) => reading::notes_at(state, state.view.cursor).first().copied(),
    };
    match (there, state.focus) {
        (Some(id), _) => state.edit_note(id),
        (None, Focus::Panel) => super::notes::annotate_item(state, "", now)?,
        (None, Focus::Article) => super::notes::annotate(state, "", now)?,
    }
    // Where a draft waits, it is asked about first.
    if matches!(state.modal, Some(Modal::Editor(_))) {
        return state.edit_outside(Then::Save, now);
    }
    Ok(())
}

/// Shows what was done, to go back and forward in.
pub fn history(state: &mut State, _: &str, _: Now) -> Done {
    state.open_history()
}
