//! What must not be lost: drafts, places, notes on their way to the disk, articles that arrive.

use super::{bodies, session, story};
use crate::app::state::{Effect, Kept, Modal, Msg, Opened};
use crate::app::testing::{Session, article};
use crate::doc::{Article, BlockKind, Digest, Time, describe};
use crate::notes::draft::Draft;
use crate::notes::{Note, NoteId, NoteKind};
use crate::text::Span;

#[test]
fn what_is_typed_is_kept_as_a_draft_and_offered_again() {
    let mut session = session();
    session.play("jahalf a tho");
    assert!(session.effects.iter().any(|effect| matches!(effect, Effect::WakeAt(_))));
    session.send(Msg::Wake);
    let kept = session.effects.iter().rev().find_map(|effect| match effect {
        Effect::SaveDraft(Some(draft)) => Some(draft.typed.body.clone()),
        _ => None,
    });
    assert_eq!(kept.as_deref(), Some("half a tho"));
    session.play("ught<ctrl-s>");
    // The draft goes with the save that makes the note safe, not before.
    let saves: Vec<bool> = session
        .effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Save(_, snapshot) => Some(snapshot.ends_draft),
            _ => None,
        })
        .collect();
    assert_eq!(saves, [true]);
    assert!(!session.effects.iter().any(|effect| matches!(effect, Effect::SaveDraft(None))));
}

#[test]
fn waking_up_takes_nothing_away() {
    let mut session = session();
    session.play("jahalf<esc>");
    session.send(Msg::Wake);
    assert!(matches!(session.state.modal, Some(Modal::Question(_))));
    session.play("<enter>:zen");
    session.send(Msg::Wake);
    session.play("<enter>");
    assert!(session.state.zen);
}

#[test]
fn an_article_that_arrives_waits_for_the_note_being_typed() {
    let mut session = session();
    session.play(":open slow.txt<enter>jahalf a tho");
    let ticket = session.state.opening.clone().unwrap().ticket;
    session.send(Msg::Opened(ticket, Ok(Box::new(other_article()))));
    session.play("ught<ctrl-s>");
    assert_eq!(session.state.article.meta.title, "Another story");
    let saved = session.effects.iter().find_map(|effect| match effect {
        Effect::Save(_, snapshot) => snapshot.notebook.notes.values().next().cloned(),
        _ => None,
    });
    assert_eq!(saved.unwrap().body, "half a thought");
    assert!(session.state.notebook.notes.is_empty());
}

/// Another article, as it arrives when it has been opened.
pub fn other_article() -> Opened {
    let other =
        article(&[(BlockKind::Title, "Another story"), (BlockKind::Para, "Nothing happened.")]);
    let other = Article { id: crate::doc::ArticleId("file:///other".into()), ..other };
    Opened {
        notebook: crate::notes::Notebook::new(other.id.clone(), other.meta.clone(), other.digest),
        article: std::sync::Arc::new(other),
        history: crate::notes::History::default(),
        draft: None,
        place: None,
        kept: Kept(2),
        again: Some("other.txt".into()),
        older: Vec::new(),
        notices: Vec::new(),
    }
}

#[test]
fn reading_again_keeps_what_was_noted_meanwhile() {
    let mut session = session();
    session.play("R");
    let ticket = session.state.opening.clone().unwrap().ticket;
    // As it was on the disk before the highlight.
    let mut again = other_article();
    again.article = std::sync::Arc::new(story());
    session.play("jh");
    session.send(Msg::Opened(ticket, Ok(Box::new(again))));
    assert_eq!(session.notice(), "Read again: nothing has changed");
    assert_eq!(session.state.notebook.notes.len(), 1);
}

#[test]
fn leaving_waits_until_the_notes_are_safe() {
    let mut session = session();
    session.state.saving.revision = 7;
    session.play("q");
    assert!(!session.effects.iter().any(|effect| matches!(effect, Effect::Quit)));
    session.send(Msg::Saved(7, Ok(Default::default())));
    assert!(matches!(session.effects.last(), Some(Effect::Quit)));
}

#[test]
fn the_end_keeps_what_is_being_typed() {
    let mut session = session();
    session.play("jahalf");
    session.send(Msg::Stop);
    let kept = session.effects.iter().any(
        |effect| matches!(effect, Effect::SaveDraft(Some(draft)) if draft.typed.body == "half"),
    );
    assert!(kept);
}

#[test]
fn everything_odd_can_be_read_again() {
    let mut session = Session::with(story(), 100, 30, |opened| {
        opened.notices = vec!["One thing.".into(), "Another thing.".into()];
    });
    assert_eq!(session.notice(), "One thing. (1 more: :messages)");
    session.play("j:messages<enter>");
    let Some(Modal::Help(help)) = &session.state.modal else { panic!("nothing shown") };
    assert!(help.rows.len() >= 3);
}

proptest::proptest! {
    /// Whatever arrives between the keys, what was typed into a note is in a note, in a draft, or still
    /// in the editor.
    #[test]
    fn nothing_typed_is_lost_to_what_arrives(events in proptest::collection::vec(0..6u8, 0..30)) {
        let mut session = session();
        session.play("ja");
        let mut typed = String::new();
        for event in events {
            match event {
                0 => session.send(Msg::Wake),
                1 => session.send(Msg::Resize(crate::app::geometry::Size { width: 60, height: 20 })),
                2 => session.send(Msg::Saved(0, Err("no".into()))),
                3 => session.send(Msg::Opened(crate::app::Ticket(1), Ok(Box::new(other_article())))),
                4 => session.send(Msg::Told(crate::app::state::Notice::Done("x".into()))),
                _ => {
                    session.play("x");
                    typed.push('x');
                }
            }
        }
        session.play("<ctrl-s>");
        let in_note = bodies(&session).contains(&typed.as_str());
        proptest::prop_assert!(typed.is_empty() || in_note, "{:?}", bodies(&session));
    }
}

#[test]
fn a_draft_that_is_found_can_be_gone_on_with() {
    let offer = |opened: &mut Opened| {
        let anchor = describe(&opened.article, Span::new(0, 4));
        opened.draft = Some(Draft {
            note: None,
            typed: Note {
                body: "half".into(),
                ..Note::new(NoteId(0), NoteKind::Note, anchor, Time(0))
            },
            at: Time(0),
        });
    };
    let mut session = Session::with(story(), 100, 30, offer);
    session.play("<enter>, whole<ctrl-s>");
    assert_eq!(bodies(&session), ["half, whole"]);
    let mut session = Session::with(story(), 100, 30, offer);
    session.play("<esc>:draft<enter><esc><enter>");
    assert_eq!(bodies(&session), ["half"]);
}

#[test]
fn the_place_is_kept_when_the_article_is_opened_again() {
    let paras: Vec<String> = (0..60).map(|n| format!("Paragraph number {n} is here.")).collect();
    let blocks: Vec<_> = paras.iter().map(|p| (BlockKind::Para, p.as_str())).collect();
    let session = Session::with(article(&blocks), 100, 20, |opened| {
        let at = opened.article.text.find("Paragraph number 40").unwrap();
        opened.place = Some(describe(&opened.article, Span::new(at, at + 19)));
    });
    let state = &session.state;
    let first = state.page.lines[state.view.top].span().unwrap();
    assert_eq!(state.article.slice(first), "Paragraph number 40 is here.");
}

#[test]
fn a_failed_save_is_said_and_leaving_asks() {
    let mut session = session();
    session.play("jh");
    let revision = session.state.saving.revision + 1;
    session.state.saving.revision = revision;
    session.send(Msg::Saved(revision, Err("the disk is full".into())));
    assert_eq!(session.notice(), "Notes not saved: the disk is full");
    session.play("q");
    assert!(matches!(session.state.modal, Some(Modal::Question(_))));
    session.play("<esc>:open other.txt<enter>");
    assert_eq!(session.notice(), "The notes on this article are not saved yet: the disk is full");
    session.play("qr");
    assert!(!session.state.is_unsaved());
    session.play("q");
    assert!(matches!(session.effects.last(), Some(Effect::Quit)));
}

#[test]
fn an_answer_to_an_old_question_is_dropped() {
    let mut session = session();
    session.play(":open a.txt<enter>");
    let Some(Effect::Open(first, _)) = session.effects.last().cloned() else { panic!("not asked") };
    session.play("<esc>");
    session.send(Msg::Opened(first, Err("late".into())));
    assert_ne!(session.notice(), "late");
    let old = session.state.analysis.clone();
    let stale = crate::extract::Analysis::empty(Digest::of(b"another text"));
    session.send(Msg::Analysed(session.state.analysis_ticket, std::sync::Arc::new(stale)));
    assert_eq!(session.state.analysis, old);
}

#[test]
fn a_clock_that_is_set_back_does_not_keep_a_draft_from_being_kept() {
    let mut session = session();
    session.play("jahalf");
    session.set_back(86_400_000);
    session.send(Msg::Wake);
    assert!(matches!(session.effects.last(), Some(Effect::SaveDraft(Some(_)))));
    session.play(" a thought<ctrl-s>");
    assert_eq!(bodies(&session), ["half a thought"]);
    session.play("jaanother<ctrl-s>u");
    assert_eq!(bodies(&session), ["half a thought"]);
}
