//! Marking the text, writing on it, taking it back, and copying a quotation with its speaker.

use crate::app::editor::sentence;
use crate::app::marking::{called, is_drawn};
use crate::app::panel::Item;
use crate::app::reading;
use crate::app::state::{Effect, Focus, Now, State};
use crate::extract::Mode;
use crate::library::front::Ask;
use crate::notes::{About, Edit, Note, NoteId, NoteKind};
use crate::text::Span;
use crate::text::one_line;

type Done = Result<(), String>;

/// Highlights the selection, or the sentence under the cursor.
pub fn highlight(state: &mut State, _: &str, now: Now) -> Done {
    let span = selection_or_sentence(state)?;
    highlight_span(state, span, now)
}

/// Writes a note on the selection, on the mark under the cursor, or on the sentence.
pub fn annotate(state: &mut State, _: &str, _: Now) -> Done {
    // What only rules on the words is no note on them.
    let own = state.own_mark().filter(|id| {
        let note = state.notebook.notes.get(id);
        state.marking.chosen == Some(*id) || note.is_some_and(is_drawn)
    });
    if state.view.anchor.is_none()
        && let Some(id) = own
    {
        state.edit_note(id);
        return Ok(());
    }
    let span = selection_or_sentence(state)?;
    state.annotate(span);
    Ok(())
}

/// Highlights the claim under the cursor.
pub fn highlight_claim(state: &mut State, _: &str, now: Now) -> Done {
    let span = claim_under_cursor(state)?;
    highlight_span(state, span, now)
}

/// Writes a note on the claim under the cursor.
pub fn annotate_claim(state: &mut State, _: &str, _: Now) -> Done {
    let span = claim_under_cursor(state)?;
    state.annotate(span);
    Ok(())
}

/// Highlights what the panel stands on.
pub fn highlight_item(state: &mut State, _: &str, now: Now) -> Done {
    let span = item_span(state)?;
    highlight_span(state, span, now)
}

/// Writes a note on what the panel stands on, or changes the note there.
pub fn annotate_item(state: &mut State, _: &str, _: Now) -> Done {
    if let Some(Item::Note(id)) = state.panel.selected() {
        state.edit_note(id);
        return Ok(());
    }
    let item = state.panel.selected().ok_or("There is no row here")?;
    if let Some(id) = state.notes_on(item).first() {
        state.edit_note(*id);
        return Ok(());
    }
    let span = item_span(state)?;
    let analysis = state.known()?;
    let about = match item {
        Item::Actor(idx) => analysis.actor(idx).map(|actor| About::Actor(actor.name.clone())),
        Item::Source(idx) => analysis.source(idx).map(|source| About::Source(source.name.clone())),
        Item::Claim(_) | Item::Note(_) => None,
    };
    match about {
        // It is about them, wherever they are named.
        Some(about) => {
            let mark = Note { about, pen: None, ..state.mark(NoteKind::Note, span) };
            state.write_on(mark, Some(span));
        }
        None => state.annotate(span),
    }
    Ok(())
}

/// Deletes the mark under the cursor, or the one the panel stands on.
pub fn delete(state: &mut State, _: &str, _: Now) -> Done {
    let id = match (state.focus, state.panel.selected()) {
        (Focus::Panel, Some(Item::Note(id))) => Some(id),
        _ => state.own_mark(),
    };
    let id: NoteId = id.ok_or("There is no mark of yours here")?;
    let Some(note) = state.notebook.notes.get(&id).cloned() else { return Ok(()) };
    let what = note.kind.name();
    let label = format!("deleting of a {what} on {}", called(&note));
    // The reader stays where the note was in the list.
    if let Some(row) = state.panel.selected_row().filter(|_| state.focus == Focus::Panel) {
        let neighbour = state.panel.rows.get(row + 1).or(state.panel.rows.get(row.wrapping_sub(1)));
        state.panel.list_mut().selected = neighbour.map(|row| row.item);
    }
    state.change(
        &label,
        vec![Edit { id, before: Some(note), after: None }],
        &sentence(what, "deleted"),
    );
    Ok(())
}

/// Takes the last change back: of this article's notes, or of many notes where all are listed.
pub fn undo(state: &mut State, _: &str, _: Now) -> Done {
    if state.shelf.is_here() {
        return state.undo_bulk();
    }
    if state.is_in_front() {
        state.request(Ask::Undo);
        return Ok(());
    }
    let undone = state.history.undo(&mut state.notebook);
    step(state, undone, "Taken back", "There is nothing to take back")
}

/// Does again what was taken back.
pub fn redo(state: &mut State, _: &str, _: Now) -> Done {
    if state.shelf.is_here() {
        return state.redo_bulk();
    }
    if state.is_in_front() {
        state.request(Ask::Redo);
        return Ok(());
    }
    let redone = state.history.redo(&mut state.notebook);
    step(state, redone, "Done again", "There is nothing to do again")
}

fn step(
    state: &mut State,
    done: Result<Option<String>, crate::notes::Conflict>,
    said: &str,
    nothing: &str,
) -> Done {
    match done {
        Ok(Some(label)) => {
            state.save();
            state.say(format!("{said}: {label}"));
            Ok(())
        }
        Ok(None) => Err(nothing.into()),
        Err(_) => Err("The note has changed meanwhile; nothing was done".into()),
    }
}

/// Copies the selection, the claim or the sentence with its speaker.
pub fn yank(state: &mut State, _: &str, _: Now) -> Done {
    let span = match (state.focus, state.selection()) {
        (Focus::Panel, _) => item_span(state)?,
        (Focus::Article, Some(selection)) => selection,
        (Focus::Article, None) => {
            claim_under_cursor(state).or_else(|_| selection_or_sentence(state))?
        }
    };
    let words = one_line(state.article.slice(span));
    let quoted = words.trim_matches(['“', '”', '"', '„', '«', '»', '‘', '’', '\'']);
    let claim = state.analysis.as_deref().and_then(|a| a.claim(reading::claim_over(a, span)?));
    let mut copied = match (state.speaker_of(span), claim.map(|claim| claim.mode)) {
        (Some(speaker), Some(Mode::Direct)) => format!("“{quoted}” — {speaker}"),
        // What the article tells in its own words must not become anybody's quotation.
        (Some(speaker), _) => format!("{words} — according to {speaker}"),
        (None, _) => format!("“{quoted}”"),
    };
    let meta = &state.article.meta;
    let place: Vec<&str> =
        [Some(state.article.name()), meta.outlet.as_deref(), meta.url.as_deref()]
            .into_iter()
            .flatten()
            .filter(|part| !part.is_empty())
            .collect();
    copied += &format!(" ({})", place.join(", "));
    state.effects.push(Effect::Copy(copied));
    state.view.anchor = None;
    Ok(())
}

/// Goes on with the note that was kept when the program ended.
pub fn draft(state: &mut State, _: &str, _: Now) -> Done {
    state.take_draft();
    Ok(())
}

/// Takes in what conflicts have left beside the notes file, after a count.
pub fn merge_conflicts(state: &mut State, _: &str, _: Now) -> Done {
    if state.is_unsaved() {
        return Err("Your notes are still being saved; try again".into());
    }
    state.effects.push(Effect::CountConflicts(state.kept));
    Ok(())
}

/// What is selected, else the sentence under the cursor.
pub fn selection_or_sentence(state: &State) -> Result<Span, String> {
    let selected = state.selection().map(|span| without_a_stray_letter(state, span));
    let span = selected.or_else(|| state.sentence_at(state.view.cursor));
    let span = span.map(|span| crate::text::span::trim(&state.article.text, span));
    span.filter(|span| !span.is_empty()).ok_or_else(|| "There is no sentence here".into())
}

/// Going on word by word ends on the first letter of the word after: that letter is not meant.
fn without_a_stray_letter(state: &State, span: Span) -> Span {
    let text = &state.article.text;
    let head = crate::text::slice(text, span);
    let mut last = head.chars().rev();
    let (Some(letter), Some(space)) = (last.next(), last.next()) else { return span };
    let goes_on = crate::text::span::after(text, span.end()).starts_with(char::is_alphanumeric);
    if letter.is_alphanumeric() && space.is_whitespace() && goes_on {
        Span::new(span.start(), span.end() - letter.len_utf8())
    } else {
        span
    }
}

fn claim_under_cursor(state: &State) -> Result<Span, String> {
    let analysis = state.analysis.as_deref().ok_or("Still finding out who said what")?;
    let claim = reading::claim_at(analysis, state.view.cursor).and_then(|idx| analysis.claim(idx));
    claim.map(reading::extent).ok_or_else(|| "There is no claim under the cursor".into())
}

/// The passage of what the panel stands on.
pub fn item_span(state: &State) -> Result<Span, String> {
    let item = state.panel.selected().ok_or("There is no row here")?;
    if let (Item::Claim(idx), Some(analysis)) = (item, state.analysis.as_deref()) {
        return analysis
            .claim(idx)
            .map(reading::extent)
            .ok_or_else(|| "There is no such claim".into());
    }
    state.panel.walk_spans(state, item).ok_or_else(|| "It is no longer in the text".into())
}

fn highlight_span(state: &mut State, span: Span, now: Now) -> Done {
    if super::marking::twin(state, span).is_some() {
        state.view.anchor = None;
        return Err("This is marked already; a writes on it, m changes it, d d deletes it".into());
    }
    make(state, NoteKind::Highlight, span, now)
}

/// Makes a mark without words.
pub fn make(state: &mut State, kind: NoteKind, span: Span, now: Now) -> Done {
    state.view.anchor = None;
    let id = state.new_note_id(now);
    let note = Note {
        id,
        speaker: state.speaker_of(span),
        made: now.time,
        edited: now.time,
        ..state.mark(kind, span)
    };
    let says = match kind {
        NoteKind::Highlight => "Highlighted".to_owned(),
        NoteKind::Claim if note.speaker.is_none() => {
            let key = state.settings.keymap.keys_for(state.place(), "said-by");
            let key = key.first().map_or(String::new(), |key| format!(" · {key} says who said it"));
            format!("Marked: claim{key}")
        }
        NoteKind::Actor | NoteKind::Source => {
            let key = state.settings.keymap.keys_for(state.place(), "kind-is");
            let key =
                key.first().map_or(String::new(), |key| format!(" · {key} says of what kind"));
            format!("Marked: {}{key}", kind.name())
        }
        kind => format!("Marked: {}", kind.name()),
    };
    let label = format!("{} {}", kind.name(), called(&note));
    state.change(&label, vec![Edit { id, before: None, after: Some(note) }], &says);
    Ok(())
}
