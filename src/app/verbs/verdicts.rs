//! What came of checking a claim: the reader's finding, with a link and a date.

use crate::app::choice::{Choice, Entry};
use crate::app::marking::called;
use crate::app::panel::Item;
use crate::app::reading;
use crate::app::state::{Focus, Now, State};
use crate::notes::{About, Check, Edit, Note, NoteId, NoteKind, Verdict};
use crate::text::Span;

type Done = Result<(), String>;

/// What takes a verdict away.
pub const NONE: &str = "none";

/// Says what came of checking the claim: a verdict and a link; without a word, asks.
pub fn verdict(state: &mut State, words: &str, now: Now) -> Done {
    let (span, there) = checked(state)?;
    let (word, link) = words.split_once(char::is_whitespace).unwrap_or((words, ""));
    if word.is_empty() {
        let title = match there.and_then(|id| state.notebook.notes.get(&id)) {
            Some(note) => called(note),
            None => called(&state.mark(NoteKind::ToCheck, span)),
        };
        state.offer(menu(&title));
        return Ok(());
    }
    if let Some(word) = word.strip_suffix('?') {
        // From the menu: the link is asked for, and may be left out.
        state.ask_for(&format!("verdict {word}"), "link, or only enter: ", "");
        return Ok(());
    }
    let before = there.and_then(|id| state.notebook.notes.get(&id)).cloned();
    if word == NONE {
        let before = before.filter(|note| note.check.is_some()).ok_or("It has no verdict")?;
        // What was made only to hold the verdict goes with it.
        let only_check = before.kind == NoteKind::ToCheck
            && before.about == About::Claim
            && before.body.trim().is_empty()
            && before.tags.is_empty();
        let after = Note { check: None, edited: now.time, ..before.clone() };
        let label = format!("taking the verdict from {}", called(&before));
        let after = Some(after).filter(|_| !only_check);
        let edit = Edit { id: before.id, before: Some(before), after };
        state.change(&label, vec![edit], "The verdict is taken away");
        return Ok(());
    }
    let verdict = Verdict::named(word).ok_or_else(|| {
        let all = Verdict::ALL.map(Verdict::name).join(", ");
        format!("“{word}” is no verdict; there are: {all}, {NONE}")
    })?;
    let link = link.trim();
    let link = if link.is_empty() {
        // A new finding on the same page keeps the page.
        before.as_ref().and_then(|note| note.check.as_ref()?.link.clone())
    } else {
        Some(link.to_owned())
    };
    let check = Some(Check { verdict, link, at: now.time });
    let after = match &before {
        Some(note) => Note { check, edited: now.time, ..note.clone() },
        None => Note {
            id: state.new_note_id(now),
            about: About::Claim,
            check,
            speaker: state.speaker_of(span),
            made: now.time,
            edited: now.time,
            pen: None,
            ..state.mark(NoteKind::ToCheck, span)
        },
    };
    let label = format!("verdict {} on {}", verdict.name(), called(&after));
    let edit = Edit { id: after.id, before, after: Some(after) };
    state.change(&label, vec![edit], &format!("You checked it: {}", verdict.name()));
    Ok(())
}

fn menu(title: &str) -> Choice {
    let entry = |verdict: Verdict| {
        let about = match verdict {
            Verdict::Open => "not yet known",
            Verdict::Holds => "it is so",
            Verdict::Disputed => "others say otherwise",
            Verdict::False => "it is not so",
        };
        let run = format!("verdict {}?", verdict.name());
        Entry { label: verdict.name().into(), about: about.into(), run, ..Entry::default() }
    };
    let mut entries: Vec<Entry> = Verdict::ALL.into_iter().map(entry).collect();
    entries.push(Entry {
        key: Some('x'),
        label: NONE.into(),
        about: "take the verdict away".into(),
        run: format!("verdict {NONE}"),
        look: None,
    });
    Choice::menu(format!("checked: {title}"), entries)
}

/// The words that are checked, and the note that holds the verdict on them, or could.
fn checked(state: &State) -> Result<(Span, Option<NoteId>), String> {
    let analysis = state.known()?;
    if let (Focus::Panel, Some(Item::Note(id))) = (state.focus, state.panel.selected()) {
        let note = state.notebook.notes.get(&id).ok_or("There is no such note")?;
        if !matches!(note.kind, NoteKind::ToCheck | NoteKind::Claim) && note.check.is_none() {
            return Err("A verdict is on a claim, or on what is to be checked".into());
        }
        let span = state.panel.walk_spans(state, Item::Note(id)).unwrap_or_default();
        return Ok((span, Some(id)));
    }
    let claim = match (state.focus, state.panel.selected()) {
        (Focus::Panel, Some(Item::Claim(idx))) => Some(idx),
        (Focus::Panel, _) => None,
        (Focus::Article, _) => reading::claim_at(analysis, state.view.cursor),
    };
    let can_hold = |id: &NoteId| {
        let note = state.notebook.notes.get(id);
        note.is_some_and(|note| note.check.is_some() || note.kind == NoteKind::ToCheck)
    };
    let Some(idx) = claim else {
        let own = state.own_mark().filter(can_hold);
        let id = own.ok_or("There is no claim here; c c says that this sentence is one")?;
        let placed = state.placed.iter().find(|placed| placed.id == id);
        return Ok((placed.and_then(|p| p.place.span()).unwrap_or_default(), Some(id)));
    };
    let span = analysis.claim(idx).map(reading::extent).unwrap_or_default();
    let ruled = state.rulings.claims.get(&idx);
    let holds = |id: &NoteId| state.notebook.notes.get(id).is_some_and(|n| n.check.is_some());
    let holder = ruled.and_then(|ruled| ruled.notes.iter().rev().find(|id| holds(id)).copied());
    // A mark to check that stands on the very words is where the finding belongs.
    let waiting = || {
        let mut here = state.placed.iter().filter(|placed| placed.place.span() == Some(span));
        here.find(|placed| can_hold(&placed.id)).map(|placed| placed.id)
    };
    Ok((span, holder.or_else(waiting)))
}
