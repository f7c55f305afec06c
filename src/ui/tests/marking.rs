//! Kinds, pens, tags and ends of marks, by keys against the screen.

use super::{buffer, marked, screen, session};
use crate::app::config::ColourDepth;
use crate::app::panel::{Item, Tab};
use crate::app::state::{Effect, Modal};
use crate::app::testing::Session;
use crate::notes::{About, Note, NoteKind};
use ratatui::style::Modifier;

fn notes(session: &Session) -> Vec<&Note> {
    session.state.notebook.notes.values().collect()
}

fn only(session: &Session) -> &Note {
    let notes = notes(session);
    assert_eq!(notes.len(), 1, "{notes:?}");
    notes[0]
}

/// What the last change was called.
fn label(session: &Session) -> &str {
    &session.state.history.done.last().unwrap().label
}

#[test]
fn every_kind_has_a_key_on_the_sentence_and_on_a_selection() {
    for (key, kind) in [
        ("h", NoteKind::Highlight),
        ("!", NoteKind::ToCheck),
        ("a", NoteKind::Actor),
        ("s", NoteKind::Source),
        ("c", NoteKind::Claim),
    ] {
        let mut session = session();
        session.play(&format!("G0veem{key}"));
        assert_eq!(only(&session).kind, kind, "{key}");
        assert_eq!(only(&session).anchor.exact, "Trains ran", "{key}");
        assert!(session.state.view.anchor.is_none());
    }
    let mut session = session();
    session.play("Gmqreally?<ctrl-s>");
    assert_eq!(
        (only(&session).kind, only(&session).body.as_str()),
        (NoteKind::Question, "really?")
    );
    assert_eq!(label(&session), "question on “Trains ran as usual.”");
    // A question is one without words too: the sentence is what is asked about.
    let mut session = super::session();
    session.play("Gmq<ctrl-s>");
    assert_eq!(only(&session).kind, NoteKind::Question);
}

#[test]
fn a_mark_on_the_same_words_becomes_what_it_is_said_to_be() {
    let mut session = session();
    session.play("Ghm!");
    assert_eq!(only(&session).kind, NoteKind::ToCheck);
    assert_eq!(label(&session), "kind to-check for “Trains ran as usual.”");
    session.play("u");
    assert_eq!(only(&session).kind, NoteKind::Highlight);
    session.play("mi");
    assert!(screen(&session).contains("something to be checked"), "{}", screen(&session));
    session.play("q");
    assert_eq!(only(&session).kind, NoteKind::Question);
    session.play("mih");
    assert_eq!(only(&session).kind, NoteKind::Highlight);
    session.play("mizzz<esc>");
    assert!(session.state.modal.is_none());
}

#[test]
fn a_pen_is_chosen_from_a_menu_and_stays() {
    let mut session = session();
    session.play("Ghmp");
    let shown = screen(&session);
    assert!(shown.contains("green") && shown.contains("borne out elsewhere"), "{shown}");
    session.play("g");
    assert_eq!(only(&session).pen.as_deref(), Some("green"));
    assert_eq!(label(&session), "green for “Trains ran as usual.”");
    assert!(session.notice().starts_with("Now green"), "{}", session.notice());
    session.play("ggjh");
    assert_eq!(notes(&session)[1].pen.as_deref(), Some("green"));
    session.play("mpx");
    assert_eq!(notes(&session)[1].pen, None);
    session.play("u");
    assert_eq!(notes(&session)[1].pen.as_deref(), Some("green"));
}

#[test]
fn a_pen_without_a_mark_is_for_the_next_and_with_a_selection_marks_it() {
    let mut session = session();
    session.play("G:pen bl<tab><enter>");
    assert_eq!(session.notice(), "From now on: blue: background");
    session.play("h");
    assert_eq!(only(&session).pen.as_deref(), Some("blue"));
    session.play("u0vempr");
    assert_eq!(
        (only(&session).pen.as_deref(), &*only(&session).anchor.exact),
        (Some("red"), "Trains")
    );
    session.play(":pen puce<enter>");
    assert!(session.notice().starts_with("There is no pen puce; there are: yellow, red"));
}

#[test]
fn a_pen_that_is_gone_is_said() {
    let mut session = session();
    session.play("Gh:pen red<enter>");
    session.state.settings.pens.retain(|pen| pen.name != "red");
    session.play("k");
    session.play("G");
    assert!(screen(&session).contains("red (no such pen now)"), "{}", screen(&session));
    session.play("4<tab> ");
    assert!(screen(&session).contains("which the config no longer has"), "{}", screen(&session));
}

#[test]
fn tags_are_typed_completed_and_taken_away() {
    let mut session = session();
    session.play("Ghmtwar, north sea<enter>");
    assert_eq!(only(&session).tags, ["war", "north sea"]);
    assert_eq!(label(&session), "#war, #north sea for “Trains ran as usual.”");
    session.play("ggjh:tag no<tab>");
    let Some(Modal::Prompt(prompt)) = &session.state.modal else { panic!("no prompt") };
    assert_eq!(prompt.line.text, "tag north sea");
    session.play("<enter>mtwa<tab>, new<enter>");
    assert_eq!(notes(&session)[1].tags, ["north sea", "war", "new"]);
    session.play(":tag -war<enter>");
    assert_eq!(notes(&session)[1].tags, ["north sea", "new"]);
    session.play("mt<ctrl-u><enter>");
    assert!(notes(&session)[1].tags.is_empty());
    session.play("uu");
    assert_eq!(notes(&session)[1].tags, ["north sea", "war", "new"]);
    session.play(":tag war<enter>");
    assert_eq!(session.notice(), "That is so already");
}

#[test]
fn tags_are_set_on_a_row_and_on_all_that_the_filter_leaves() {
    let mut session = session();
    session.play("Ghggjh{jjm!4<tab>ggmtone<enter>");
    assert_eq!(notes(&session).iter().filter(|note| note.tags == ["one"]).count(), 1);
    session.play("fkfk");
    let shown = session.state.panel.rows.len();
    let kinds = session.state.panel.list().filter.kind.clone();
    session.play("fc");
    assert!(shown < 3 && kinds.is_some());
    session.play("*t");
    assert!(screen(&session).contains("tags for 3 notes"), "{}", screen(&session));
    session.play("all<enter>");
    assert!(notes(&session).iter().all(|note| !note.tags.contains(&"all".to_owned())));
    assert!(screen(&session).contains("really change 3 notes at once?"), "{}", screen(&session));
    session.play("<esc>");
    assert!(notes(&session).iter().all(|note| !note.tags.contains(&"all".to_owned())));
    session.play("*tall<enter><enter>");
    assert!(notes(&session).iter().all(|note| note.tags.contains(&"all".to_owned())));
    assert_eq!(label(&session), "#all for 3 notes");
    session.play("u");
    assert!(notes(&session).iter().all(|note| !note.tags.contains(&"all".to_owned())));
    session.play("*pg<enter>");
    assert!(notes(&session).iter().all(|note| note.pen.as_deref() == Some("green")));
    session.play("*kq<enter>");
    assert!(notes(&session).iter().all(|note| note.kind == NoteKind::Question));
    session.play("*d<enter>");
    assert!(notes(&session).is_empty());
    session.play("uuuu");
    assert_eq!(notes(&session).len(), 3);
    session.play("3*d");
    assert!(session.notice().starts_with("This acts on the notes"), "{}", session.notice());
}

#[test]
fn each_of_several_marks_is_reached() {
    let mut session = session();
    session.play("jhwviwh<left>");
    assert_eq!(marked(&session).len(), 2);
    assert!(screen(&session).contains("1 of 2"), "{}", screen(&session));
    session.play(";");
    assert!(session.notice().contains("2 of 2"), "{}", session.notice());
    session.play("mpr");
    let red: Vec<&str> = notes(&session)
        .into_iter()
        .filter(|note| note.pen.as_deref() == Some("red"))
        .map(|note| note.anchor.exact.as_str())
        .collect();
    assert_eq!(red, ["“The port will stay closed,” Maria Lopez said on Monday."]);
    session.play(";");
    assert!(session.notice().contains("1 of 2"), "{}", session.notice());
    session.play("dd");
    assert_eq!(marked(&session), ["“The port will stay closed,” Maria Lopez said on Monday."]);
}

#[test]
fn ends_move_by_words_as_one_change() {
    let mut session = session();
    session.play("G0vehmwll");
    assert!(screen(&session).contains("enter keeps"), "{}", screen(&session));
    session.play("h<enter>");
    assert_eq!(marked(&session), ["Trains ran"]);
    assert_eq!(session.state.history.done.len(), 2);
    session.play("mwL<enter>");
    assert_eq!(marked(&session), ["ran"]);
    session.play("uu");
    assert_eq!(marked(&session), ["Trains"]);
    // What was taken back is drawn where it was.
    assert_eq!(session.state.placed[0].place.span().map(|span| span.len()), Some(6));
    session.play("G0:stretch end-on<enter>");
    assert_eq!(marked(&session), ["Trains ran"]);
    session.play("mwl<esc>");
    assert_eq!(marked(&session), ["Trains ran"]);
    assert!(session.state.modal.is_none());
}

#[test]
fn an_actor_that_was_missed_is_marked_by_its_name() {
    let mut session = session();
    session.play("G0wwwma");
    assert_eq!(only(&session).anchor.exact, "usual");
    session.play("1");
    assert!(screen(&session).contains("usual  unknown  +"), "{}", screen(&session));
    session.play("<tab>");
    while session.state.panel.selected().is_some_and(|item| {
        session.state.panel.spans(&session.state, item)[0].start()
            != only(&session).anchor.span.start()
    }) {
        session.play("j");
    }
    session.play("cko");
    assert!(screen(&session).contains("usual  organisation"), "{}", screen(&session));
}

#[test]
fn a_note_on_somebody_is_kept_with_them() {
    let mut session = session();
    session.play("2<tab>gg");
    let Some(Item::Source(idx)) = session.state.panel.selected() else { panic!("no source") };
    let name = session.state.analysis.as_deref().unwrap().source(idx).unwrap().name.clone();
    session.play("aasked her twice<ctrl-s>");
    assert_eq!(only(&session).about, About::Source(name.clone()));
    let row =
        screen(&session).lines().find(|row| row.contains(&format!("P {name}"))).unwrap().to_owned();
    assert!(row.contains("  n"), "{row}");
    session.play(" ");
    assert!(screen(&session).contains("n asked her twice"), "{}", screen(&session));
    session.play("a again<ctrl-s>");
    assert_eq!(only(&session).body, "asked her twice again");
    session.play("4");
    assert!(screen(&session).contains(&format!("on {name}")), "{}", screen(&session));
    assert_eq!(session.state.panel.tab, Tab::Notes);
}

#[test]
fn the_first_note_of_a_new_reader_takes_two_keys() {
    let mut session = session();
    let shown = screen(&session);
    assert!(shown.contains("h highlights · a notes"), "{shown}");
    session.play("4");
    assert!(screen(&session).contains("No notes yet"), "{}", screen(&session));
    session.play("jh");
    assert_eq!(notes(&session).len(), 1);
    assert!(session.effects.iter().any(|effect| matches!(effect, Effect::Save(..))));
}

#[test]
fn every_menu_and_prompt_is_drawn_on_every_screen() {
    for (width, height) in [(40, 12), (80, 24), (140, 45)] {
        for keys in [
            "m", "c", "jhmp", "jhmi", "jhmt", "jhmw", "]ccs", "]ccv", "]cce", "]ccS", "1<tab>c=",
            "1<tab>ck",
        ] {
            let mut session = Session::new(super::port(), width, height);
            session.play(keys);
            assert!(!screen(&session).trim().is_empty(), "{width}x{height} {keys}");
        }
    }
}

#[test]
fn marks_on_each_other_are_both_seen_and_pens_by_letter_too() {
    for depth in [ColourDepth::Exact, ColourDepth::Many, ColourDepth::Sixteen, ColourDepth::None] {
        let mut session = session();
        session.state.settings = crate::app::config::read("", depth).0;
        session.play("jhmpgwviwhmpr");
        let inner = cell(&session, "The port");
        let outer = cell(&session, "will stay");
        assert_ne!((inner.bg, inner.modifier), (outer.bg, outer.modifier), "{depth:?}");
        assert!(inner.modifier.contains(Modifier::UNDERLINED), "{depth:?}");
        assert!(!outer.modifier.contains(Modifier::UNDERLINED), "{depth:?}");
        assert!(screen(&session).contains("Phg "), "{depth:?}: {}", screen(&session));
    }
}

/// The cell on which these words begin.
fn cell(session: &Session, words: &str) -> ratatui::buffer::Cell {
    let text = &session.state.article.text;
    let (row, column) = session.state.page.position(text, text.find(words).unwrap());
    let area = session.state.text_area();
    let x = area.x + u16::try_from(column).unwrap();
    buffer(session)[(x, area.y + u16::try_from(row).unwrap())].clone()
}

#[test]
fn what_the_reader_says_it_is_is_drawn_as_that() {
    for (key, modifier) in
        [("a", Modifier::UNDERLINED), ("s", Modifier::BOLD), ("c", Modifier::ITALIC)]
    {
        let mut session = session();
        session.state.settings = crate::app::config::read("", ColourDepth::None).0;
        assert!(!cell(&session, "usual").modifier.contains(modifier), "{key}");
        session.play(&format!("G0wwwvem{key}"));
        assert!(cell(&session, "usual").modifier.contains(modifier), "{key}");
        session.play("u");
        assert!(!cell(&session, "usual").modifier.contains(modifier), "{key}");
    }
}

/// Keys of marking and correcting, each with all that it asks for, and some that move.
const KEYS: [&str; 26] = [
    "h",
    "H",
    "mq<ctrl-s>",
    "m!",
    "ma",
    "ms",
    "mc",
    "mpg",
    "mpx",
    "mtx<enter>",
    "mwl<enter>",
    "mwL<enter>",
    "min",
    "cw",
    "cr",
    "csnobody<enter>",
    "cslo<enter>",
    "cc",
    "cvh<enter>",
    "cel<enter>",
    "ckp",
    "c=<enter>",
    "j",
    "]c",
    "w",
    "<tab>j",
];

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(40))]
    /// Whatever is marked and corrected can be taken back step by step, to the last.
    #[test]
    fn all_of_it_can_be_taken_back(keys in proptest::collection::vec(0..KEYS.len(), 0..25)) {
        let mut session = session();
        for at in keys {
            session.play(KEYS[at]);
            session.play("<esc><esc>");
            session.state.modal = None;
        }
        let steps = session.state.history.done.len();
        for change in &session.state.history.done {
            proptest::prop_assert!(change.label.len() > 4, "{:?}", change.label);
        }
        session.state.focus = crate::app::state::Focus::Article;
        session.play(&"u".repeat(steps));
        proptest::prop_assert!(session.state.notebook.notes.is_empty());
        proptest::prop_assert_eq!(&session.state.analysis, &session.state.found);
    }
}
