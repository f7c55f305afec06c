//! Marks and notes: made by a key, changed, taken back, copied.

use super::{bodies, marked, session, story};
use crate::app::state::{Effect, Modal, Msg};
use crate::app::testing::Session;
use crate::doc::{Anchor, Digest, Time};
use crate::notes::{Note, NoteId, NoteKind};
use crate::text::Span;

#[test]
fn one_key_highlights_the_sentence() {
    let mut session = session();
    session.play("jh");
    assert_eq!(marked(&session), ["“The port will stay closed,” Maria Lopez said on Monday."]);
    let note = session.state.notebook.notes.values().next().unwrap();
    assert_eq!(note.kind, NoteKind::Highlight);
    assert_eq!(note.speaker.as_deref(), Some("Maria Lopez"));
    session.play("h");
    assert!(session.notice().contains("marked already"));
}

#[test]
fn one_key_annotates_the_claim_with_its_speaker_and_relay() {
    let mut session = session();
    session.play("]c]cAIs that so?<enter>Who else?<ctrl-s>");
    assert_eq!(marked(&session), ["that the strike would end within a week"]);
    assert_eq!(bodies(&session), ["Is that so?\nWho else?"]);
    let note = session.state.notebook.notes.values().next().unwrap();
    assert_eq!(note.speaker.as_deref(), Some("A senior official, via Reuters"));
}

#[test]
fn a_selection_is_made_by_motions_and_objects() {
    let mut session = session();
    session.play("jwveh");
    assert_eq!(marked(&session), ["The"]);
    assert_eq!(session.state.view.anchor, None);
    session.play("u");
    session.play("vish");
    assert_eq!(marked(&session), ["“The port will stay closed,” Maria Lopez said on Monday."]);
    session.play("uviph");
    assert!(marked(&session)[0].ends_with("The sea was calm."));
    session.play("ugg]cvich");
    assert!(marked(&session)[0].starts_with("“The port"), "{:?}", marked(&session));
    session.play("uv");
    session.play("<esc>");
    assert_eq!(session.state.view.anchor, None);
}

#[test]
fn a_note_is_changed_deleted_and_both_are_taken_back() {
    let mut session = session();
    session.play("jafirst<ctrl-s>a, more<ctrl-s>");
    assert_eq!(bodies(&session), ["first, more"]);
    session.play("dd");
    assert!(bodies(&session).is_empty());
    session.play("u");
    assert_eq!(bodies(&session), ["first, more"]);
    session.play("u");
    assert_eq!(bodies(&session), ["first"]);
    session.play("<ctrl-r>");
    assert_eq!(bodies(&session), ["first, more"]);
    session.play("uuu");
    assert_eq!(session.notice(), "There is nothing to take back");
}

#[test]
fn a_note_from_the_last_session_can_be_taken_back() {
    let mut before = session();
    before.play("janote<ctrl-s>");
    let (notebook, history) = (before.state.notebook.clone(), before.state.history.clone());
    let mut after = session();
    after.state.notebook = notebook;
    after.state.history = history;
    after.state.place_notes();
    after.play("u");
    assert!(after.state.notebook.notes.is_empty());
}

#[test]
fn leaving_the_editor_asks_before_anything_is_lost() {
    let mut session = session();
    session.play("ja<esc>");
    assert!(session.state.modal.is_none());
    assert!(session.state.notebook.notes.is_empty());
    session.play("aq?!<esc>");
    assert!(matches!(session.state.modal, Some(Modal::Question(_))));
    session.play("<esc>");
    assert!(matches!(session.state.modal, Some(Modal::Editor(_))));
    session.play("<esc>x");
    assert!(session.state.notebook.notes.is_empty());
    session.play("aq?!<esc><enter>");
    assert_eq!(bodies(&session), ["q?!"]);
}

#[test]
fn selecting_to_the_end_of_a_sentence_takes_nothing_of_the_next() {
    let mut session = session();
    session.play("jv)h");
    assert_eq!(marked(&session), ["“The port will stay closed,” Maria Lopez said on Monday."]);
}

#[test]
fn a_paraphrase_is_not_copied_as_a_quotation() {
    let mut session = session();
    session.play("]c]cy");
    let copied = session.effects.iter().find_map(|effect| match effect {
        Effect::Copy(text) => Some(text.clone()),
        _ => None,
    });
    let copied = copied.unwrap();
    assert!(copied.contains("— according to A senior official, via Reuters"), "{copied}");
    assert!(!copied.contains('“'), "{copied}");
}

#[test]
fn pasted_text_goes_into_the_note_and_runs_no_command() {
    let mut session = session();
    session.send(Msg::Paste("q".into()));
    assert!(session.effects.iter().all(|effect| !matches!(effect, Effect::Quit)));
    session.play("ja");
    session.send(Msg::Paste("two\r\nlines\u{1b}[31m".into()));
    session.play("<ctrl-s>");
    assert_eq!(bodies(&session), ["two\nlines[31m"]);
}

#[test]
fn a_quotation_is_copied_with_its_speaker() {
    let mut session = session();
    session.play("]cy");
    let copied = session.effects.iter().find_map(|effect| match effect {
        Effect::Copy(text) => Some(text.clone()),
        _ => None,
    });
    assert_eq!(
        copied.as_deref(),
        Some("“The port will stay closed,” — Maria Lopez (Port of Lindal to stay closed)")
    );
}

#[test]
fn an_orphan_is_listed_and_its_words_are_kept() {
    let session = Session::with(story(), 120, 40, |opened| {
        let anchor = Anchor {
            digest: Digest::of(b"before"),
            span: Span::new(10, 40),
            exact: "Ships had been waiting since Thursday in the bay.".into(),
            before: String::new(),
            after: String::new(),
        };
        let id = NoteId(7);
        let note = Note { body: "gone?".into(), ..Note::new(id, NoteKind::Note, anchor, Time(0)) };
        opened.notebook.notes.insert(id, note);
    });
    let mut session = session;
    session.play("4");
    let row = &session.state.panel.rows[0];
    let lines = crate::app::panel::lines(&session.state, row.item, 80);
    let words: String = lines.iter().flatten().map(|(words, _)| words.as_str()).collect();
    assert!(words.contains("gone?") && words.contains("no longer in the text"), "{words}");
}
