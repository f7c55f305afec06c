//! Writing notes: the keys of the editor, the reader's own editor, notes on the whole article, and what
//! was done before.

use super::{bodies, session, story};
use crate::app::config::{ColourDepth, read};
use crate::app::panel::{Item, lines};
use crate::app::state::{Effect, Modal, Msg, Opened};
use crate::app::testing::Session;
use crate::doc::{Article, Place, Time};
use crate::notes::draft::{Draft, from_toml, to_toml};
use crate::notes::{About, NoteKind};

fn came_back(session: &mut Session, outcome: Result<&str, &str>) {
    session.send(Msg::CameBack(outcome.map(str::to_owned).map_err(str::to_owned)));
}

/// The names of what has left, in order, from the last save of a draft on.
fn sent(session: &Session) -> Vec<&'static str> {
    let name = |effect: &Effect| match effect {
        Effect::SaveDraft(Some(_)) => Some("draft"),
        Effect::EditOutside(_) => Some("outside"),
        Effect::Save(..) => Some("save"),
        _ => None,
    };
    session.effects.iter().filter_map(name).collect()
}

#[test]
fn the_draft_is_kept_before_another_editor_has_the_terminal() {
    let mut session = session();
    session.play("jahalf<ctrl-o>");
    assert_eq!(sent(&session), ["draft", "outside"]);
    let given = session.effects.iter().find_map(|effect| match effect {
        Effect::EditOutside(text) => Some(text.as_str()),
        _ => None,
    });
    assert_eq!(given, Some("half"));
    came_back(&mut session, Ok("half\r\nand\u{1b}[31m more\n\n"));
    assert!(matches!(session.state.modal, Some(Modal::Editor(_))));
    session.play("!<ctrl-s>");
    assert_eq!(bodies(&session), ["half\nand[31m more!"]);
}

#[test]
fn the_editors_own_undo_takes_back_what_came_from_another() {
    let mut session = session();
    session.play("jahalf<ctrl-o>");
    came_back(&mut session, Ok("something else"));
    session.play("<ctrl-u><ctrl-u><ctrl-s>");
    assert_eq!(bodies(&session), ["half"]);
}

#[test]
fn an_editor_that_failed_leaves_the_note_as_it_was() {
    let mut session = session();
    session.play("jahalf<ctrl-o>");
    came_back(&mut session, Err("No editor is set"));
    assert_eq!(session.notice(), "No editor is set");
    session.play(" a thought<ctrl-s>");
    assert_eq!(bodies(&session), ["half a thought"]);
}

#[test]
fn one_key_writes_the_note_under_the_cursor_in_another_editor() {
    let mut session = session();
    session.play("jafirst<ctrl-s>E");
    assert_eq!(sent(&session).last(), Some(&"outside"));
    came_back(&mut session, Ok("first, more\n"));
    assert!(session.state.modal.is_none());
    assert_eq!(bodies(&session), ["first, more"]);
    session.play("E");
    came_back(&mut session, Ok("first, more\n"));
    assert_eq!(session.notice(), "Nothing was changed");
    session.play("E");
    came_back(&mut session, Err("There is no editor vi"));
    assert!(session.state.modal.is_none());
    session.play("4<tab>E");
    came_back(&mut session, Ok("from the panel"));
    assert_eq!(bodies(&session), ["from the panel"]);
}

#[test]
fn on_a_sentence_without_a_note_one_is_made_in_another_editor() {
    let mut session = session();
    session.play("jE");
    came_back(&mut session, Ok(""));
    assert!(bodies(&session).is_empty() && session.state.modal.is_none());
    session.play("E");
    came_back(&mut session, Ok("new"));
    assert_eq!(bodies(&session), ["new"]);
}

#[test]
fn the_keys_of_the_editor_can_be_changed() {
    let keys = "[keys.editor]\n\"ctrl-s\" = \"\"\n\"ctrl-x ctrl-s\" = \"save-note\"\n\
                \"j k\" = \"leave-note\"\n\"esc\" = \"\"\n\"ctrl-c\" = \"\"\n";
    let (settings, mistakes) = read(keys, ColourDepth::Sixteen);
    assert_eq!(mistakes, Vec::<String>::new());
    let mut session = session();
    session.state.settings = settings;
    session.play("jajam juk<ctrl-x><ctrl-s>");
    assert_eq!(bodies(&session), ["jam juk"]);
    session.play("a!jk");
    assert!(matches!(session.state.modal, Some(Modal::Question(_))));
    session.play("<enter>");
    assert_eq!(bodies(&session), ["jam juk!"]);
    // Whoever leaves no key for leaving is not shut in.
    let (settings, _) =
        read("[keys.editor]\n\"esc\" = \"\"\n\"ctrl-c\" = \"\"\n", ColourDepth::Sixteen);
    session.state.settings = settings;
    session.play("a<esc>");
    assert!(session.state.modal.is_none());
}

#[test]
fn keys_that_wait_for_more_are_not_lost_to_a_paste() {
    let (settings, _) = read("[keys.editor]\n\"j k\" = \"leave-note\"\n", ColourDepth::Sixteen);
    let mut session = session();
    session.state.settings = settings;
    session.play("jaj");
    session.send(Msg::Paste("am".into()));
    session.play("<ctrl-s>");
    assert_eq!(bodies(&session), ["jam"]);
}

#[test]
fn a_note_on_the_whole_article_stands_first_and_is_never_lost() {
    let mut session = session();
    session.play("jafirst<ctrl-s>gaThin on sources.<ctrl-s>");
    let note = session.state.notebook.notes.values().last().unwrap().clone();
    assert_eq!((&note.about, note.kind), (&About::Article, NoteKind::Note));
    assert!(note.anchor.exact.is_empty() && note.anchor.span.is_empty());
    session.play("4");
    let row = session.state.panel.rows[0];
    assert_eq!(row.item, Item::Note(note.id));
    let words: String =
        lines(&session.state, row.item, 80).concat().into_iter().map(|(words, _)| words).collect();
    assert!(
        words.starts_with("* Thin on sources.") && words.contains("on the whole article"),
        "{words}"
    );
    // The same key changes it.
    session.play("ga Very.<ctrl-s>");
    assert_eq!(bodies(&session), ["first", "Thin on sources. Very."]);
    session.play("gg]n");
    assert_eq!(session.word(), "“The");
    let notebook = session.state.notebook.clone();
    let mut later = Session::new(
        crate::app::testing::article(&[(crate::doc::BlockKind::Para, "Quite another text.")]),
        100,
        30,
    );
    later.state.notebook = notebook;
    later.state.place_notes();
    let first = later.state.placed[0];
    assert_eq!(first.id, note.id);
    assert!(matches!(first.place, Place::Exact(_)));
    assert_eq!(later.state.placed[1].place, Place::Orphan);
}

#[test]
fn a_draft_keeps_all_that_the_note_is() {
    let mut session = session();
    session.play("gahalf");
    session.send(Msg::Stop);
    let draft = session.effects.iter().rev().find_map(|effect| match effect {
        Effect::SaveDraft(Some(draft)) => Some(draft.as_ref().clone()),
        _ => None,
    });
    let mut draft = draft.unwrap();
    draft.typed.kind = NoteKind::Question;
    draft.typed.tags = vec!["todo".into()];
    draft.typed.pen = Some("green".into());
    let kept = to_toml(&draft);
    let offer = |opened: &mut Opened, draft: Draft| opened.draft = Some(draft);
    let mut again = Session::with(story(), 100, 30, |_| {});
    again.state.draft = from_toml(&kept);
    let mut opened = Opened {
        article: std::sync::Arc::new(story()),
        notebook: again.state.notebook.clone(),
        history: Default::default(),
        draft: None,
        place: None,
        kept: crate::app::state::Kept(1),
        again: None,
        older: Vec::new(),
        notices: Vec::new(),
    };
    offer(&mut opened, from_toml(&kept).unwrap());
    let (state, _) = crate::app::State::new(again.state.size, Default::default(), opened);
    again.state = state;
    again.play("<enter> more<ctrl-s>");
    let note = again.state.notebook.notes.values().next().unwrap();
    assert_eq!(
        (note.body.as_str(), note.kind, &note.about),
        ("half more", NoteKind::Question, &About::Article)
    );
    assert_eq!(
        (note.tags.as_slice(), note.pen.as_deref()),
        (&["todo".to_owned()][..], Some("green"))
    );
}

#[test]
fn the_list_of_steps_goes_back_and_forward_several_at_once() {
    let mut session = session();
    session.play("U");
    assert_eq!(session.notice(), "Nothing has been done to the notes on this article");
    session.play("jafirst<ctrl-s>a, more<ctrl-s>)hdd");
    let steps = session.state.history.done.len();
    assert_eq!(steps, 4);
    session.play("U");
    let Some(Modal::History(list)) = session.state.modal else { panic!("no list") };
    assert_eq!(list.at, steps);
    let row = |session: &Session, n| crate::app::history::row(&session.state, n);
    assert_eq!(row(&session, 0)[1], "before the first step");
    let [when, what, on] = row(&session, 2);
    assert_eq!((when.as_str(), what.as_str()), ("just now", "edit of a note"));
    assert!(on.starts_with("““The port will"), "{on}");
    let second = crate::app::history::step(&session.state.history, 2).unwrap();
    let says = crate::app::history::says(second).join("\n");
    assert!(says.contains("words: “first” → “first, more”"), "{says}");
    session.play("kkk<enter>");
    assert_eq!(session.notice(), "3 steps taken back");
    assert_eq!(bodies(&session), ["first"]);
    // What was taken back is still in the list.
    session.play("UG<enter>");
    assert_eq!(session.notice(), "3 steps done again");
    assert_eq!(bodies(&session), ["first, more"]);
    session.play("Ug<enter>u");
    assert_eq!(session.notice(), "There is nothing to take back");
    session.play("Uj<enter>U<enter>");
    assert_eq!(session.notice(), "These are the notes as they are now");
    session.play("Uq");
    assert!(session.state.modal.is_none());
}

#[test]
fn a_step_that_does_not_fit_any_more_is_where_going_back_ends() {
    let mut session = session();
    session.play("jafirst<ctrl-s>)h");
    let id = *session.state.notebook.notes.keys().next().unwrap();
    session.state.notebook.notes.get_mut(&id).unwrap().body = "from elsewhere".into();
    session.play("Ug<enter>");
    assert!(
        session.notice().starts_with("1 step taken back; the next one does not fit"),
        "{}",
        session.notice()
    );
    assert_eq!(bodies(&session), ["from elsewhere"]);
}

#[test]
fn steps_know_when_they_were_made_after_a_restart() {
    let mut session = session();
    session.play("jafirst<ctrl-s>");
    let text = crate::notes::history_to_toml(&session.state.history);
    let again = crate::notes::history_from_toml(&text);
    assert_eq!(again, session.state.history);
    assert!(again.done[0].at > Time(1_747_000_000_000));
    // One from before times were kept has none.
    let old: String =
        text.lines().filter(|line| !line.starts_with("at = ")).map(|l| format!("{l}\n")).collect();
    assert_eq!(crate::notes::history_from_toml(&old).done[0].at, Time(0));
}

#[test]
fn the_help_tells_the_keys_of_the_editor_and_of_the_filter() {
    let mut session = session();
    let help = |session: &Session| match &session.state.modal {
        Some(Modal::Help(help)) => format!("{:?}", help.rows),
        other => panic!("{other:?}"),
    };
    session.play("?");
    let words = help(&session);
    assert!(words.contains("while a note is being written") && words.contains("ctrl-o"), "{words}");
    assert!(!words.contains("retag-all"), "{words}");
    session.play("qgn?");
    let words = help(&session);
    assert!(words.contains("tag:x") && words.contains("retag-all"), "{words}");
    assert!(!words.contains("claim-next"), "{words}");
}

#[test]
fn an_article_never_keeps_the_list_on_the_screen() {
    let mut session = session();
    session.play("gn:open other.txt<enter>");
    let ticket = session.state.opening.clone().unwrap().ticket;
    session.send(Msg::Opened(ticket, Ok(Box::new(super::keeping::other_article()))));
    assert!(!session.state.shelf.is_here());
    let _: &Article = &session.state.article;
}
