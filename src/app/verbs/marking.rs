//! Saying what a passage is, and changing marks that are there: kind, pen, tags, ends; one or many.

use super::notes::{make, selection_or_sentence};
use crate::app::choice::{Choice, Entry};
use crate::app::config::NO_PEN;
use crate::app::marking::{called, tags_in};
use crate::app::panel::{Item, Tab};
use crate::app::prompt::Kind;
use crate::app::reading;
use crate::app::state::{Focus, Now, State};
use crate::app::stretch::{Of, Step, Stretch, stepped};
use crate::notes::{Note, NoteId, NoteKind};
use crate::text::{Span, word};

type Done = Result<(), String>;

/// The kinds that a reader gives, with what each means and its key.
pub const KINDS: [(NoteKind, &str); 7] = [
    (NoteKind::Highlight, "marked, without words"),
    (NoteKind::Note, "with your words"),
    (NoteKind::Question, "something you ask"),
    (NoteKind::ToCheck, "something to be checked"),
    (NoteKind::Actor, "you say: this acts"),
    (NoteKind::Source, "you say: this is a source"),
    (NoteKind::Claim, "you say: this is a claim"),
];

/// Marks the selection, or what stands under the cursor, as something.
pub fn mark(state: &mut State, kind: &str, now: Now) -> Done {
    let kind = NoteKind::named(kind).ok_or_else(|| format!("there is no kind {kind}"))?;
    let span = match (state.focus, state.selection(), kind) {
        (Focus::Panel, ..) => super::notes::item_span(state)?,
        (_, None, NoteKind::Actor | NoteKind::Source) => name_under_cursor(state)?,
        _ => selection_or_sentence(state)?,
    };
    let twin = twin(state, span);
    if let Some(id) = twin {
        state.view.anchor = None;
        return set_kind(state, &[id], kind, now);
    }
    match kind {
        NoteKind::Note | NoteKind::Question => {
            let mut mark = state.mark(kind, span);
            mark.speaker = state.speaker_of(span);
            state.write_on(mark, Some(span));
            Ok(())
        }
        _ => make(state, kind, span, now),
    }
}

/// The mark of the reader's that stands on exactly this passage.
pub fn twin(state: &State, span: Span) -> Option<NoteId> {
    let there = state.placed.iter().filter(|placed| placed.place.span() == Some(span));
    let mut notes = there.filter_map(|placed| state.notebook.notes.get(&placed.id));
    let is_plain = |note: &&Note| {
        note.kind != NoteKind::Correction && note.about == crate::notes::About::Passage
    };
    notes.find(is_plain).map(|note| note.id)
}

/// The mention under the cursor, else the word.
pub fn name_under_cursor(state: &State) -> Result<Span, String> {
    let at = state.view.cursor;
    let mention = state.analysis.as_deref().and_then(|analysis| {
        let here = analysis.mentions.iter().filter(|mention| mention.span.contains(at));
        here.map(|mention| mention.span).min_by_key(|span| span.len())
    });
    let word = || {
        let block = state.article.block_at(at).and_then(|n| state.article.blocks.get(n))?;
        word::words(&state.article.text, block.span).into_iter().find(|word| word.contains(at))
    };
    mention.or_else(word).ok_or_else(|| "There is no name here; v selects one".into())
}

/// Says what the mark is; without a word, asks.
pub fn kind(state: &mut State, name: &str, now: Now) -> Done {
    let id = state.wanted_mark()?;
    let Some(kind) = NoteKind::named(name) else {
        let entries = kind_entries("kind");
        let title = state.notebook.notes.get(&id).map(called).unwrap_or_default();
        state.offer(Choice::menu(format!("{title} is a"), entries));
        return Ok(());
    };
    set_kind(state, &[id], kind, now)
}

fn kind_entries(command: &str) -> Vec<Entry> {
    let entry = |(kind, about): (NoteKind, &str)| Entry {
        key: Some(match kind {
            NoteKind::Question => 'q',
            kind => reading::note_sign(kind),
        }),
        label: kind.name().into(),
        about: about.into(),
        run: format!("{command} {}", kind.name()),
        look: None,
    };
    KINDS.into_iter().map(entry).collect()
}

fn set_kind(state: &mut State, ids: &[NoteId], kind: NoteKind, now: Now) -> Done {
    let notes = || ids.iter().filter_map(|id| state.notebook.notes.get(id));
    if notes().any(|note| note.kind == NoteKind::Correction) {
        return Err("A correction stays one; d d takes it away".into());
    }
    if kind == NoteKind::Highlight && notes().any(|note| !note.body.trim().is_empty()) {
        return Err("It has words, and a highlight has none: a changes them".into());
    }
    let said = format!("It is now a {}", kind.name());
    state.change_marks(ids, (&format!("kind {} for", kind.name()), &said), now, |note| {
        Some(Note { kind, ..note.clone() })
    })
}

/// Chooses a pen: for the selection, for the mark, and for what is marked next; without a name, asks.
pub fn pen(state: &mut State, name: &str, now: Now) -> Done {
    if name.is_empty() {
        let title = match (state.selection(), state.own_mark()) {
            (Some(_), _) => "highlight with".to_owned(),
            (None, Some(id)) => {
                let mark = state.notebook.notes.get(&id).map(called).unwrap_or_default();
                format!("{mark} with")
            }
            (None, None) => "mark from now on with".to_owned(),
        };
        let entries = pen_entries(state, "pen");
        state.offer(Choice::menu(title, entries));
        return Ok(());
    }
    let pen = known_pen(state, name)?;
    let said = pen.as_deref().map_or("its kind's own colour".to_owned(), |name| {
        let meaning = state.pen(name).map_or("", |pen| pen.meaning.as_str());
        let about = if meaning.is_empty() { String::new() } else { format!(": {meaning}") };
        format!("{name}{about}")
    });
    state.marking.pen.clone_from(&pen);
    if let (Some(_), Focus::Article) = (state.selection(), state.focus) {
        let span = selection_or_sentence(state)?;
        if let Some(id) = twin(state, span) {
            state.view.anchor = None;
            return set_pen(state, &[id], pen.as_deref(), now);
        }
        return make(state, NoteKind::Highlight, span, now);
    }
    match state.own_mark() {
        Some(id) => set_pen(state, &[id], pen.as_deref(), now),
        None => {
            state.say(format!("From now on: {said}"));
            Ok(())
        }
    }
}

fn set_pen(state: &mut State, ids: &[NoteId], pen: Option<&str>, now: Now) -> Done {
    let name = pen.unwrap_or("its own colour").to_owned();
    state.change_marks(ids, (&format!("{name} for"), &format!("Now {name}")), now, |note| {
        Some(Note { pen: pen.map(str::to_owned), ..note.clone() })
    })
}

/// `None` for the word that means no pen.
fn known_pen(state: &State, name: &str) -> Result<Option<String>, String> {
    if name == NO_PEN {
        return Ok(None);
    }
    let names = || state.settings.pens.iter().map(|pen| pen.name.as_str()).collect::<Vec<_>>();
    match state.pen(name) {
        Some(pen) => Ok(Some(pen.name.clone())),
        None => Err(format!("There is no pen {name}; there are: {}", names().join(", "))),
    }
}

fn pen_entries(state: &State, command: &str) -> Vec<Entry> {
    let entry = |pen: &crate::app::pens::Pen| Entry {
        key: Some(pen.key),
        label: pen.name.clone(),
        about: pen.meaning.clone(),
        look: Some(pen.look),
        run: format!("{command} {}", pen.name),
    };
    let mut entries: Vec<Entry> = state.settings.pens.iter().map(entry).collect();
    let free = ['x', '0', '-'].into_iter().find(|c| entries.iter().all(|e| e.key != Some(*c)));
    entries.push(Entry {
        key: free,
        label: NO_PEN.into(),
        about: "the colour of its kind".into(),
        look: None,
        run: format!("{command} {NO_PEN}"),
    });
    entries
}

/// Adds and takes away tags: `war, -draft`; `= war` leaves only these; without any, asks.
pub fn tag(state: &mut State, tags: &str, now: Now) -> Done {
    let id = state.wanted_mark()?;
    if tags.is_empty() {
        let there = state.notebook.notes.get(&id).map(|note| note.tags.join(", "));
        let there = there.filter(|tags| !tags.is_empty()).map_or(String::new(), |t| t + ", ");
        state.ask_for("tag =", "tags: ", &there);
        return Ok(());
    }
    set_tags(state, &[id], tags, now)
}

fn set_tags(state: &mut State, ids: &[NoteId], tags: &str, now: Now) -> Done {
    let (only, list) = match tags.strip_prefix('=') {
        Some(list) => (true, list),
        None => (false, tags),
    };
    let list = tags_in(list);
    let (away, add): (Vec<String>, Vec<String>) =
        list.into_iter().partition(|tag| !only && tag.starts_with('-') && tag.len() > 1);
    let away: Vec<&str> = away.iter().map(|tag| tag.trim_start_matches('-').trim()).collect();
    let mut words: Vec<String> = add.iter().map(|tag| format!("#{tag}")).collect();
    words.extend(away.iter().map(|tag| format!("no #{tag}")));
    let words = if words.is_empty() { "no tags".to_owned() } else { words.join(", ") };
    let rule = |note: &Note| {
        let mut tags = if only { Vec::new() } else { note.tags.clone() };
        tags.retain(|tag| !away.contains(&tag.as_str()));
        for tag in &add {
            if !tags.contains(tag) {
                tags.push(tag.clone());
            }
        }
        Some(Note { tags, ..note.clone() })
    };
    state.change_marks(ids, (&format!("{words} for"), &format!("Tagged: {words}")), now, rule)
}

/// To the next of the marks under the cursor.
pub fn cycle(state: &mut State, _: &str, _: Now) -> Done {
    let marks = state.marks_at(state.view.cursor);
    let now = state.own_mark().filter(|id| marks.contains(id));
    let at = now.and_then(|id| marks.iter().position(|other| *other == id));
    let next = match (at, state.marking.chosen) {
        // The first time, the one on top is shown as the one that is meant.
        (Some(at), Some(_)) => marks.get((at + 1) % marks.len()),
        (Some(at), None) if marks.len() > 1 => marks.get((at + 1) % marks.len()),
        _ => marks.first(),
    };
    let next = *next.ok_or("There is no mark of yours here; ] n finds one")?;
    state.marking.chosen = Some(next);
    if state.panel.tab == Tab::Notes {
        state.select(Item::Note(next));
    }
    let words = state.mark_words(next).unwrap_or_default();
    let called = state.notebook.notes.get(&next).map(called).unwrap_or_default();
    state.say(format!("{called}: {words}"));
    Ok(())
}

/// Moves the ends of the mark; without a word which and where, key by key.
pub fn stretch(state: &mut State, step: &str, now: Now) -> Done {
    let id = state.wanted_mark()?;
    let placed = state.placed.iter().find(|placed| placed.id == id);
    let span = placed.and_then(|placed| placed.place.span()).filter(|span| !span.is_empty());
    let span = span.ok_or("It is no longer in the text")?;
    let is_ruling = state.notebook.notes.get(&id).is_some_and(|n| n.kind == NoteKind::Correction);
    if is_ruling {
        return Err("A correction has the ends of what it is about; c e changes those".into());
    }
    match Step::ALL.into_iter().find(|(name, _)| *name == step) {
        Some((_, step)) => {
            let to = stepped(&state.article.text, span, step);
            state.stretched(Stretch { of: Of::Mark(id), from: span, span: to }, now)
        }
        None => {
            state.stretch(Of::Mark(id), span);
            Ok(())
        }
    }
}

/// Changes all notes that the panel shows: `tag war`, `pen red`, `kind question`, `delete`.
pub fn shown(state: &mut State, what: &str, now: Now) -> Done {
    let ids = state.shown_notes()?;
    let n = ids.len();
    let count = if n == 1 { "1 note".to_owned() } else { format!("{n} notes") };
    let (verb, rest) = what.split_once(char::is_whitespace).unwrap_or((what, ""));
    let rest = rest.trim();
    match (verb, rest) {
        ("tag", "") => {
            state.ask_for("shown tag", &format!("tags for {count} (-x takes away): "), "");
        }
        ("tag", tags) => return set_tags(state, &ids, tags, now),
        ("pen", "") => {
            let entries = pen_entries(state, "shown pen");
            state.offer(Choice::menu(format!("{count} with"), entries));
        }
        ("pen", name) => {
            let pen = known_pen(state, name)?;
            return set_pen(state, &ids, pen.as_deref(), now);
        }
        ("kind", "") => {
            state.offer(Choice::menu(format!("{count}: each a"), kind_entries("shown kind")));
        }
        ("kind", name) => {
            let kind = NoteKind::named(name).filter(|kind| *kind != NoteKind::Correction);
            let kind = kind.ok_or_else(|| format!("there is no kind {name}"))?;
            return set_kind(state, &ids, kind, now);
        }
        ("delete", "") => {
            return state.change_marks(&ids, ("deleting of", "Deleted"), now, |_| None);
        }
        _ => return Err("the command is: shown tag|pen|kind|delete, and with what".into()),
    }
    Ok(())
}

impl State {
    /// Asks for words that a command needs.
    pub fn ask_for(&mut self, command: &str, sign: &str, text: &str) {
        let kind = Kind::Argument { command: command.to_owned(), sign: sign.to_owned() };
        self.open_prompt(kind, text);
    }
}
