//! Sessions in which the text has changed since the notes were made.

use crate::app::panel::Tab;
use crate::app::state::{Focus, Modal, Msg, Opened};
use crate::app::testing::{Session, article};
use crate::doc::{Article, BlockKind, Digest, Place, Time, describe};
use crate::notes::since::OldText;
use crate::notes::{Note, NoteId, NoteKind};
use crate::text::Span;

const OLD: [&str; 6] = [
    "Port of Lindal to stay closed",
    "“The port will stay closed,” Maria Lopez said on Monday. The sea was calm.",
    "A senior official told Reuters that the strike would end within a week.",
    "Ships had been waiting in the bay since Thursday, with nobody to unload them.",
    "Trains ran as usual.",
    "The talks go on.",
];

/// The new text: a word changed, a sentence corrected, a paragraph gone, one added on top.
const NEW: [&str; 6] = [
    "Port of Lindal to stay closed",
    "This story has been corrected.",
    "“The port will stay closed,” Maria Lopez said on Tuesday. The sea was calm.",
    "A senior official told Reuters that the strike might well end within a month.",
    "Trains ran as usual.",
    "The talks go on.",
];

fn blocks(paragraphs: &[&str]) -> Article {
    let kind = |n| if n == 0 { BlockKind::Title } else { BlockKind::Para };
    let blocks: Vec<_> = paragraphs.iter().enumerate().map(|(n, p)| (kind(n), *p)).collect();
    article(&blocks)
}

fn note(id: u64, old: &Article, piece: &str, body: &str) -> Note {
    let at = old.text.find(piece).unwrap();
    let kind = if body.is_empty() { NoteKind::Highlight } else { NoteKind::Note };
    let anchor = describe(old, Span::new(at, at + piece.len()));
    Note { body: body.into(), ..Note::new(NoteId(id), kind, anchor, Time(1_747_000_000_000)) }
}

/// The new text opened with notes on the old one: one that moved, one whose words have changed, one
/// whose words are gone.
fn open(opened: &mut Opened) {
    let old = blocks(&OLD);
    let notes = [
        note(1, &old, "Trains ran as usual.", ""),
        note(2, &old, "that the strike would end within a week", "Which week?"),
        note(3, &old, "Ships had been waiting in the bay since Thursday", "Whose ships?"),
    ];
    opened.notebook.notes.extend(notes.into_iter().map(|note| (note.id, note)));
    opened.notebook.digest = old.digest;
    opened.older =
        vec![OldText { digest: old.digest, at: Time(1_747_000_000_000), text: old.text }];
}

fn session() -> Session {
    Session::with(blocks(&NEW), 120, 40, open)
}

fn place(session: &Session, id: u64) -> Place {
    session.state.placed.iter().find(|placed| placed.id == NoteId(id)).unwrap().place
}

fn rows(session: &Session) -> Vec<String> {
    let state = &session.state;
    let lines = |row: &crate::app::panel::Row| {
        let lines = crate::app::panel::lines(state, row.item, 80);
        lines.iter().flatten().map(|(words, _)| words.as_str()).collect::<String>()
    };
    state.panel.rows.iter().map(lines).collect()
}

fn shown(session: &Session) -> Vec<String> {
    let Some(Modal::Changes(view)) = &session.state.modal else { panic!("nothing is shown") };
    let line = |line: &crate::app::diff::DiffLine| -> String {
        line.words.iter().map(|(words, ..)| words.as_str()).collect()
    };
    view.lines.iter().map(line).collect()
}

#[test]
fn what_has_changed_is_said_at_opening_and_shown_by_the_key_that_is_named() {
    let mut session = session();
    assert_eq!(
        session.notice(),
        "The text has changed since your notes: 4 of 7 paragraphs; g d shows what"
    );
    session.play("gd");
    let lines = shown(&session);
    let has = |words: &str| lines.iter().any(|line| line.contains(words));
    assert!(has("+ This story has been corrected."), "{lines:#?}");
    assert!(has("~ “The port will stay closed,” Maria Lopez said on MondayTuesday."), "{lines:#?}");
    assert!(has("- Ships had been waiting"), "{lines:#?}");
    assert!(has("… 1 paragraph unchanged"), "{lines:#?}");
    assert!(has("… 2 paragraphs unchanged, 1 note on them"), "{lines:#?}");
    // The notes stand where they were, and where they are.
    assert!(has("note: ! no longer in the text · Whose ships?"), "{lines:#?}");
    assert!(has("note: ≈ ") && has("Which week?"), "{lines:#?}");
    session.play("o");
    assert!(shown(&session).iter().any(|line| line.contains("Trains ran as usual.")));
    assert!(shown(&session).iter().any(|line| line.contains("highlight: ~ ")));
    session.play("q");
    assert!(session.state.modal.is_none());
}

#[test]
fn changes_are_gone_through_and_lead_into_the_article() {
    let mut session = Session::with(blocks(&NEW), 60, 14, open);
    session.play("gdn");
    assert_eq!(session.notice(), "Change 1 of 4");
    session.play("]x");
    assert_eq!(session.notice(), "Change 2 of 4");
    session.play("N");
    assert_eq!(session.notice(), "Change 1 of 4");
    session.play("N");
    assert_eq!(session.notice(), "There is no change before this");
    session.play("nnnn");
    assert_eq!(session.notice(), "There is no change after this");
    session.send(Msg::Resize(crate::app::geometry::Size { width: 44, height: 12 }));
    assert!(matches!(session.state.modal, Some(Modal::Changes(_))));
    session.play("NN<enter>");
    assert!(session.state.modal.is_none());
    assert_eq!(session.word(), "“The");
    session.play("gg]x");
    assert_eq!(session.word(), "This");
    session.play("]x");
    assert_eq!(session.word(), "Tuesday.");
    session.play("[x");
    assert_eq!(session.word(), "This");
    session.play("[x");
    assert_eq!(session.notice(), "There is no change before this");
}

#[test]
fn signs_tell_how_each_note_was_found_and_loose_ones_have_a_list() {
    let mut session = session();
    session.play("4");
    let notes = rows(&session);
    assert!(notes[0].contains("n ≈ ") && notes[0].contains("% Which week?"), "{notes:?}");
    assert!(notes[1].starts_with("h ~ Trains"), "{notes:?}");
    assert!(notes[2].starts_with("n ! Whose ships?"), "{notes:?}");
    session.play("5");
    assert_eq!(session.state.panel.tab, Tab::Loose);
    let loose = rows(&session);
    assert_eq!(loose.len(), 2);
    assert!(loose[0].starts_with("n ! Whose ships?") && loose[1].contains("Which week?"));
    session.play("<tab>l");
    assert_eq!(session.state.panel.tab, Tab::Actors);
    session.play("<left>");
    assert_eq!(session.state.panel.tab, Tab::Loose);
}

#[test]
fn without_loose_notes_there_is_no_list_of_them() {
    let mut session = Session::new(blocks(&NEW), 120, 40);
    session.play("5");
    assert_eq!(session.notice(), "No note is loose: each has its place in the text");
    session.play("<tab>4l");
    assert_eq!(session.state.panel.tab, Tab::Actors);
    session.play("gd");
    assert_eq!(
        session.notice(),
        "There are no notes on this article, so nothing can have changed since"
    );
    session.play("<tab>mr");
    assert_eq!(session.notice(), "No note is loose: each has its place in the text");
}

#[test]
fn a_lost_note_is_attached_to_what_is_selected_and_this_can_be_taken_back() {
    let mut session = session();
    let before = session.state.notebook.notes[&NoteId(3)].clone();
    session.play("5<tab>ggmr");
    assert_eq!(session.state.focus, Focus::Article);
    assert_eq!(
        session.notice(),
        "Go to its passage, or select it; m r attaches “Whose ships?” there"
    );
    // Going about by claims shows other lists; the choice stays.
    session.play("]cgg/This story<enter>vismr");
    assert!(session.notice().starts_with("Attached: “Whose ships?”"), "{}", session.notice());
    let note = &session.state.notebook.notes[&NoteId(3)];
    assert_eq!(note.anchor.exact, "This story has been corrected.");
    assert_eq!(note.anchor.digest, session.state.article.digest);
    assert!(note.edited > note.made && note.body == "Whose ships?");
    assert!(matches!(place(&session, 3), Place::Exact(_)));
    assert_eq!(session.state.loose(), [NoteId(2)]);
    session.play("u");
    assert_eq!(session.notice(), "Taken back: attaching of a note");
    assert_eq!(session.state.notebook.notes[&NoteId(3)], before);
    assert_eq!(place(&session, 3), Place::Orphan);
    session.play("<ctrl-r>");
    assert!(matches!(place(&session, 3), Place::Exact(_)));
}

#[test]
fn where_a_note_was_nearly_found_is_confirmed_with_one_key() {
    let mut session = session();
    session.play("5<tab>jmr");
    assert!(session.notice().starts_with("Its place is confirmed: “Which week?”"));
    let note = &session.state.notebook.notes[&NoteId(2)];
    assert_eq!(note.anchor.exact, "that the strike might well end within a month");
    assert!(matches!(place(&session, 2), Place::Exact(_)));
    // One that has only moved can be confirmed too; one that is where it was cannot.
    session.play("4gg");
    session.play("mr");
    assert_eq!(session.notice(), "This note is where it was made");
    session.play("jmr");
    assert!(matches!(place(&session, 1), Place::Exact(_)));
}

#[test]
fn the_list_goes_with_its_last_note() {
    let mut session = session();
    session.play("5<tab>jmr");
    assert_eq!(session.state.panel.tab, Tab::Loose);
    session.play("dd");
    assert!(!session.state.tabs().contains(&Tab::Loose));
    assert_eq!(session.state.panel.tab, Tab::Notes);
}

#[test]
fn other_older_texts_can_be_compared_with() {
    let mut session = Session::with(blocks(&NEW), 100, 30, |opened| {
        open(opened);
        let text = "Port of Lindal to stay closed\n\nNothing more is known.";
        let digest = Digest::of(text.as_bytes());
        opened.older.push(OldText { digest, at: Time(0), text: text.into() });
    });
    session.play("gd");
    let first = shown(&session);
    session.play("t");
    assert_ne!(shown(&session), first);
    assert!(shown(&session).iter().any(|line| line.contains("Nothing more is known.")));
    session.play("t");
    assert_eq!(shown(&session), first);
}

#[test]
fn what_is_saved_says_which_text_the_notes_are_on() {
    let mut session = session();
    session.play("5<tab>jmr");
    let saved = session.effects.iter().rev().find_map(|effect| match effect {
        crate::app::Effect::Save(_, snapshot) => Some(snapshot.clone()),
        _ => None,
    });
    let saved = saved.unwrap();
    assert_eq!(saved.article.digest, session.state.article.digest);
    assert!(saved.notebook.notes.values().any(|note| note.anchor.digest == saved.article.digest));
}

#[test]
fn a_text_whose_past_was_not_kept_says_so() {
    let mut session = Session::with(blocks(&NEW), 100, 30, |opened| {
        open(opened);
        opened.older.clear();
    });
    session.play("gd");
    assert_eq!(
        session.notice(),
        "The text has changed since your notes, but what it was is not kept"
    );
}
