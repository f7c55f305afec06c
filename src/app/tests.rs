//! Sessions of keys: what a reader presses, and what comes of it.

mod since;
mod writing;

use super::panel::{Item, Tab};
use super::state::{Effect, Focus, Incoming, Kept, Modal, Msg, Opened};
use super::testing::{Session, article};
use crate::doc::{Anchor, Article, BlockKind, Digest, Time, describe};
use crate::notes::draft::Draft;
use crate::notes::{Note, NoteId, NoteKind};
use crate::text::Span;

/// A story with a named person, an unnamed one through an agency, and a sentence that is nobody's.
fn story() -> Article {
    article(&[
        (BlockKind::Title, "Port of Lindal to stay closed"),
        (
            BlockKind::Para,
            "“The port will stay closed,” Maria Lopez said on Monday. The sea was calm.",
        ),
        (
            BlockKind::Para,
            "A senior official told Reuters that the strike would end within a week.",
        ),
        (BlockKind::Para, "Trains ran as usual."),
    ])
}

fn session() -> Session {
    Session::new(story(), 120, 40)
}

fn bodies(session: &Session) -> Vec<&str> {
    session.state.notebook.notes.values().map(|note| note.body.as_str()).collect()
}

fn marked(session: &Session) -> Vec<&str> {
    session.state.notebook.notes.values().map(|note| note.anchor.exact.as_str()).collect()
}

#[test]
fn lines_words_sentences_and_paragraphs_are_walked() {
    let mut session = session();
    session.play("j");
    assert_eq!(session.word(), "“The");
    session.play("ww");
    assert_eq!(session.word(), "port");
    session.play("b");
    assert_eq!(session.word(), "The");
    session.play(")");
    assert_eq!(session.word(), "The");
    session.play("w");
    assert_eq!(session.word(), "sea");
    session.play("}");
    assert_eq!(session.word(), "A");
    session.play("{");
    assert_eq!(session.word(), "“The");
    session.play("G");
    session.play("0");
    assert_eq!(session.word(), "Trains");
    session.play("gg");
    assert_eq!(session.word(), "Port");
}

#[test]
fn the_next_claim_is_found_and_the_panel_follows() {
    let mut session = session();
    session.play("]c");
    assert_eq!(session.word(), "“The");
    let first = session.state.panel.selected();
    session.play("]c");
    assert!(session.word().starts_with("that"), "{}", session.word());
    assert!(matches!(session.state.panel.selected(), Some(Item::Claim(_))));
    assert_ne!(session.state.panel.selected(), first);
    session.play("]c");
    assert_eq!(session.notice(), "There is no claim after this");
    session.play("[c");
    assert_eq!(session.word(), "“The");
}

#[test]
fn moving_in_the_panel_moves_the_article_and_enter_walks() {
    let mut session = session();
    session.play("<tab>3gg");
    assert_eq!(session.state.focus, Focus::Panel);
    assert_eq!(session.word(), "“The");
    session.play("j");
    assert!(session.word().starts_with("that"));
    session.play("<enter>");
    assert_eq!(session.notice().split(' ').next(), Some("part"));
    session.play("q");
    assert_eq!(session.state.focus, Focus::Article);
}

#[test]
fn a_row_opens_with_its_reasons_and_closes() {
    let mut session = session();
    session.play("<tab>3gg");
    let closed = session.state.panel.rows[0].height;
    session.play(" ");
    assert!(session.state.panel.rows[0].height > closed + 2);
    session.play(" ");
    assert_eq!(session.state.panel.rows[0].height, closed);
}

#[test]
fn filters_leave_only_what_fits() {
    let mut session = session();
    session.play("3fu");
    assert_eq!(session.state.panel.rows.len(), 1);
    assert_eq!(session.notice(), "1 claim: unnamed only");
    session.play("fu");
    let all = session.state.panel.rows.len();
    assert!(all >= 2);
    session.play("fflopez<enter>");
    assert_eq!(session.state.panel.rows.len(), 1);
    session.play("fc");
    assert_eq!(session.state.panel.rows.len(), all);
    session.play("ffzzzz<enter>");
    assert!(session.state.panel.rows.is_empty());
    session.play("<esc>");
    assert_eq!(session.state.panel.rows.len(), all);
}

#[test]
fn kinds_are_gone_through_one_by_one() {
    let mut session = session();
    session.play("2fk");
    let kind = session.state.panel.list().filter.kind.clone();
    assert!(kind.is_some());
    session.play("fk");
    assert_ne!(session.state.panel.list().filter.kind, kind);
}

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
fn other_article() -> Opened {
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
fn an_opened_row_taller_than_the_panel_is_scrolled() {
    let mut session = Session::new(story(), 40, 12);
    session.play("<tab>3gg ");
    let first = session.state.panel.selected();
    session.play("j");
    assert_eq!(session.state.panel.selected(), first);
    assert!(session.state.panel.list().top > 0);
    session.play(&"j".repeat(40));
    assert_ne!(session.state.panel.selected(), first);
}

#[test]
fn selecting_to_the_end_of_a_sentence_takes_nothing_of_the_next() {
    let mut session = session();
    session.play("jv)h");
    assert_eq!(marked(&session), ["“The port will stay closed,” Maria Lopez said on Monday."]);
}

#[test]
fn going_to_claims_keeps_to_the_filter() {
    let mut session = session();
    session.play("3fu<tab>gg]c");
    assert!(session.word().starts_with("that"), "{}", session.word());
    session.play("]c");
    assert_eq!(session.notice(), "There is no such claim after this");
}

#[test]
fn strewn_letters_are_no_match() {
    let mut session = session();
    session.play("3ffxyz<enter>");
    assert!(session.state.panel.rows.is_empty());
    session.play("fcffsenior strike<enter>");
    assert_eq!(session.state.panel.rows.len(), 1);
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
                1 => session.send(Msg::Resize(super::geometry::Size { width: 60, height: 20 })),
                2 => session.send(Msg::Saved(0, Err("no".into()))),
                3 => session.send(Msg::Opened(super::Ticket(1), Ok(Box::new(other_article())))),
                4 => session.send(Msg::Told(super::state::Notice::Done("x".into()))),
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
fn words_are_found_while_they_are_typed() {
    let mut session = session();
    session.play("/official");
    assert_eq!(session.word(), "official");
    session.play("<enter>");
    assert_eq!(session.notice(), "“official” 1 of 1");
    session.play("/the<enter>n");
    assert!(session.notice().starts_with("“the” "));
    session.play("/nowhere<enter>");
    assert_eq!(session.notice(), "“nowhere” is not in this article");
    session.play("/trains<esc>");
    assert_ne!(session.word(), "Trains");
}

#[test]
fn jumps_go_back_and_forward() {
    let mut session = session();
    session.play("G");
    let end = session.state.view.cursor;
    session.play("<ctrl-o>");
    assert_eq!(session.word(), "Port");
    session.play("<alt-right>");
    assert_eq!(session.state.view.cursor, end);
    session.play("<alt-right>");
    assert_eq!(session.notice(), "There is no place to go forward to");
}

#[test]
fn the_prompt_completes_and_names_mistakes() {
    let mut session = session();
    session.play(":zen<enter>");
    assert!(session.state.zen);
    session.play("z:zn<enter>");
    assert_eq!(session.notice(), "“zn” is no command; ? lists them");
    session.play(":show cl<tab><enter>");
    assert!(!session.state.show.claims);
    session.play(":<up><enter>");
    assert!(session.state.show.claims);
}

#[test]
fn an_unbound_key_says_so_and_a_sequence_can_be_left() {
    let mut session = session();
    session.play("Z");
    assert_eq!(session.notice(), "Z does nothing here; ? shows what does");
    session.play("g<esc>j");
    assert_eq!(session.word(), "“The");
}

#[test]
fn help_shows_every_key_of_the_place_and_can_be_searched() {
    let mut session = session();
    session.play("?/undo");
    let Some(Modal::Help(help)) = &session.state.modal else { panic!("no help") };
    assert!(!help.shown().is_empty());
    session.play("<esc>q");
    assert!(session.state.modal.is_none());
}

#[test]
fn the_place_is_kept_when_the_screen_changes() {
    let text: String = (0..400).map(|n| format!("word{n} ")).collect();
    let long = article(&[(BlockKind::Title, "Long"), (BlockKind::Para, text.trim_end())]);
    let mut session = Session::new(long, 120, 20);
    session.play("  ");
    let top = |session: &Session| {
        let state = &session.state;
        state.page.lines[state.view.top].start().unwrap()
    };
    let before = top(&session);
    for (width, height) in [(60, 20), (44, 14), (120, 20)] {
        session.send(Msg::Resize(super::geometry::Size { width, height }));
        let line = session.state.seen();
        assert!(line.contains(before), "{width}x{height}: {before} not in {line:?}");
    }
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
    let lines = super::panel::lines(&session.state, row.item, 80);
    let words: String = lines.iter().flatten().map(|(words, _)| words.as_str()).collect();
    assert!(words.contains("gone?") && words.contains("no longer in the text"), "{words}");
}

#[test]
fn a_narrow_screen_has_a_drawer() {
    let mut session = Session::new(story(), 80, 24);
    assert!(session.state.panes().panel.is_none());
    session.play("<tab>");
    assert!(session.state.panes().panel.is_some());
    session.play("<tab>");
    assert!(session.state.panes().panel.is_none());
    session.play("1");
    assert_eq!(session.state.panel.tab, Tab::Actors);
    assert_eq!(session.state.focus, Focus::Panel);
}

#[test]
fn widths_change_and_stay_in_bounds() {
    let mut session = session();
    session.play("--------------------");
    assert_eq!(session.state.page.width, 30);
    session.play("++");
    assert_eq!(session.state.page.width, 38);
    session.play(&"<gt>".repeat(30));
    assert_eq!(session.state.panel_share, 70);
    session.play(&"<lt>".repeat(30));
    assert_eq!(session.state.panel_share, 20);
}

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
