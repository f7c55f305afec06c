//! What others write into the notes of the article that is open.

use super::{bodies, marked, session};
use crate::app::state::{Effect, Incoming, Kept, Modal, Msg};
use crate::app::testing::Session;
use crate::doc::describe;
use crate::notes::{Note, NoteId};
use crate::text::Span;

/// What another program has made of the notes: one of its own, and whatever `change` does.
fn incoming(session: &Session, change: impl FnOnce(&mut Incoming)) -> Msg {
    let state = &session.state;
    let mut incoming = Incoming {
        from: state.kept,
        kept: Kept(state.kept.0 + 1),
        notes: state.notebook.notes.clone(),
        history: state.history.clone(),
        lost: 0,
    };
    change(&mut incoming);
    Msg::CameIn(Box::new(incoming))
}

fn of_another(session: &Session) -> Note {
    let mut note = session.state.notebook.notes.values().next().unwrap().clone();
    note.id = NoteId(7);
    note.body = "from outside".into();
    note.anchor = describe(&session.state.article, Span::new(0, 4));
    note
}

#[test]
fn what_others_write_comes_in_and_is_said() {
    let mut session = session();
    session.play("jaWho?<ctrl-s>j");
    let note = of_another(&session);
    let msg = incoming(&session, |incoming| {
        incoming.notes.insert(note.id, note);
    });
    session.send(msg);
    assert_eq!(bodies(&session), ["from outside", "Who?"]);
    assert_eq!(session.notice(), "1 note came in from outside");
    assert_eq!(session.state.placed.len(), 2);
    // What is saved next says what it started from.
    session.play("jjh");
    let saved = session.effects.iter().rev().find_map(|effect| match effect {
        Effect::Save(_, snapshot) => Some(snapshot),
        _ => None,
    });
    assert_eq!(saved.unwrap().kept, Kept(2));
    // Ours can still be taken back, and theirs are not.
    session.play("uu");
    assert_eq!(bodies(&session), ["from outside"]);
}

#[test]
fn what_others_write_waits_for_the_end_of_typing() {
    let mut session = session();
    session.play("jaWho?<ctrl-s>");
    let note = of_another(&session);
    session.play("jjahal");
    let msg = incoming(&session, |incoming| {
        incoming.notes.insert(note.id, note.clone());
    });
    session.send(msg);
    assert!(matches!(session.state.modal, Some(Modal::Editor(_))));
    assert_eq!(bodies(&session), ["Who?"]);
    // What is saved now is merged where the files are, and brings a newer outcome.
    session.play("f<ctrl-s>");
    assert_eq!(bodies(&session), ["Who?", "half"]);
    assert!(session.state.incoming.is_none());
    let msg = incoming(&session, |incoming| {
        incoming.notes.insert(note.id, note);
    });
    session.send(msg);
    assert_eq!(bodies(&session).len(), 3);
    // Left without a change, the editor lets in what has waited.
    session.play("ja");
    let msg = incoming(&session, |incoming| incoming.notes.clear());
    session.send(msg);
    assert_eq!(bodies(&session).len(), 3);
    session.play("<esc>");
    assert!(bodies(&session).is_empty());
    assert_eq!(session.notice(), "3 notes were removed outside");
}

#[test]
fn what_was_made_of_older_notes_does_not_come_in() {
    let mut session = session();
    session.play("jh");
    let msg = incoming(&session, |incoming| {
        incoming.notes.clear();
        incoming.from = Kept(99);
    });
    session.send(msg);
    assert_eq!(marked(&session).len(), 1);
    // While ours are not safe the file is not what they will be merged with.
    session.state.saving.revision += 1;
    let msg = incoming(&session, |incoming| incoming.notes.clear());
    session.send(msg);
    assert_eq!(marked(&session).len(), 1);
}

#[test]
fn conflict_files_are_counted_before_they_are_taken_in() {
    let mut session = session();
    session.play("gm");
    assert!(matches!(session.effects.last(), Some(Effect::CountConflicts(Kept(1)))));
    session.send(Msg::Conflicts(Kept(1), None));
    assert!(session.notice().starts_with("No conflict"), "{}", session.notice());
    let found = "2 conflict files with 3 notes that differ";
    session.send(Msg::Conflicts(Kept(1), Some(found.into())));
    let Some(Modal::Question(question)) = &session.state.modal else { panic!("no question") };
    assert!(question.asks.starts_with(found));
    session.play("<enter>");
    assert!(matches!(session.effects.last(), Some(Effect::MergeConflicts(Kept(1)))));
    // A count for another article is no question here.
    session.send(Msg::Conflicts(Kept(8), Some(found.into())));
    assert!(session.state.modal.is_none());
}
