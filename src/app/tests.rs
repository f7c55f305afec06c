//! Sessions of keys: what a reader presses, and what comes of it.

mod incoming;
mod keeping;
mod notes;
mod since;
mod writing;

use crate::app::panel::{Item, Tab};
use crate::app::state::{Focus, Modal, Msg};
use crate::app::testing::{Session, article};
use crate::doc::{Article, BlockKind};

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
