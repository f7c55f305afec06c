//! Notes whose place is not sure, and what has changed since they were made.

use crate::app::page::Direction;
use crate::app::panel::{Item, Tab};
use crate::app::reading;
use crate::app::state::{Focus, Now, State};
use crate::doc::{Place, describe};
use crate::notes::{Edit, Note, NoteId};
use crate::text::{Span, columns};

type Done = Result<(), String>;

/// Shows what has changed in the text since the notes were made.
pub fn changes(state: &mut State, _: &str, _: Now) -> Done {
    state.open_changes()
}

/// To the next place that has changed.
pub fn change_next(state: &mut State, _: &str, _: Now) -> Done {
    to_change(state, Direction::Forward)
}

/// To the place before that has changed.
pub fn change_back(state: &mut State, _: &str, _: Now) -> Done {
    to_change(state, Direction::Back)
}

fn to_change(state: &mut State, way: Direction) -> Done {
    let places = state.since.as_ref().map(|since| since.places()).unwrap_or_default();
    if places.is_empty() {
        return Err("Nothing has changed in this text since your notes".into());
    }
    let at = state.view.cursor;
    let next = match way {
        Direction::Forward => places.into_iter().find(|place| *place > at),
        Direction::Back => places.into_iter().rev().find(|place| *place < at),
    };
    let next = next.ok_or(match way {
        Direction::Forward => "There is no change after this",
        Direction::Back => "There is no change before this",
    })?;
    state.jump_to(next);
    Ok(())
}

/// Attaches the chosen loose note to the selection or the sentence; in the panel, confirms where the
/// note was found, or begins to look for a place for it.
pub fn attach(state: &mut State, _: &str, now: Now) -> Done {
    if state.focus == Focus::Panel {
        return in_panel(state, now);
    }
    let id = state.loose_chosen().ok_or("No note is loose: each has its place in the text")?;
    let span = state.selection().or_else(|| state.sentence_at(state.view.cursor));
    let span = span.map(|span| crate::text::span::trim(&state.article.text, span));
    let span = span.filter(|span| !span.is_empty()).ok_or("There is no sentence here")?;
    state.view.anchor = None;
    let speaker = state.speaker_of(span);
    attach_to(state, id, span, "Attached", now, |note| {
        note.speaker = speaker.or(note.speaker.take());
    })
}

fn in_panel(state: &mut State, now: Now) -> Done {
    let Some(Item::Note(id)) = state.panel.selected() else {
        return Err("This is no note of yours".into());
    };
    let place = state.placed.iter().find(|placed| placed.id == id).map(|placed| placed.place);
    match place.unwrap_or(Place::Orphan) {
        Place::Exact(_) => Err("This note is where it was made".into()),
        Place::Moved(span) | Place::Approximate(span, _) => {
            attach_to(state, id, span, "Its place is confirmed", now, |_| {})
        }
        Place::Orphan => {
            state.panel.choose_loose(id);
            state.focus = Focus::Article;
            state.lay_out();
            state.settle();
            let name = state.notebook.notes.get(&id).map(reading::headline).unwrap_or_default();
            let keys = state.settings.keymap.keys_for(state.place(), "attach");
            let key = keys.first().cloned().unwrap_or_else(|| ":attach".into());
            let name = columns::ellipsis(&name, 40);
            state.say(format!("Go to its passage, or select it; {key} attaches “{name}” there"));
            Ok(())
        }
    }
}

/// Gives a note another place, as a step that can be undone.
fn attach_to(
    state: &mut State,
    id: NoteId,
    span: Span,
    said: &str,
    now: Now,
    also: impl FnOnce(&mut Note),
) -> Done {
    let Some(before) = state.notebook.notes.get(&id).cloned() else { return Ok(()) };
    let mut after =
        Note { anchor: describe(&state.article, span), edited: now.time, ..before.clone() };
    also(&mut after);
    let name = columns::ellipsis(&reading::headline(&before), 40);
    let label = format!("attaching of a {}", before.kind.name());
    let edit = Edit { id, before: Some(before), after: Some(after) };
    state.change(&label, vec![edit], &format!("{said}: “{name}”"));
    Ok(())
}

impl State {
    /// The notes whose place is not sure: first those that were not found, then those of which only
    /// something like their words was. A note of no length is on the article as a whole.
    #[must_use]
    pub fn loose(&self) -> Vec<NoteId> {
        let of = |is: fn(Place) -> bool| {
            let notes = self.placed.iter().filter(move |placed| is(placed.place));
            notes.map(|placed| placed.id).filter(|id| {
                self.notebook.notes.get(id).is_some_and(|note| !note.anchor.exact.is_empty())
            })
        };
        let lost = of(|place| place == Place::Orphan);
        lost.chain(of(|place| matches!(place, Place::Approximate(..)))).collect()
    }

    /// The loose note that would be attached: the one chosen in the panel, else the first.
    #[must_use]
    pub fn loose_chosen(&self) -> Option<NoteId> {
        let loose = self.loose();
        let chosen = self.panel.loose_chosen().filter(|id| loose.contains(id));
        chosen.or(loose.first().copied())
    }

    /// The lists that the panel has now: the one of loose notes only where there are any.
    #[must_use]
    pub fn tabs(&self) -> Vec<Tab> {
        let has_loose = !self.loose().is_empty();
        Tab::ALL.into_iter().filter(|tab| *tab != Tab::Loose || has_loose).collect()
    }
}
