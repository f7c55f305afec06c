//! What the library looks like.

use super::{buffer, screen};
use crate::app::testing::{Librarian, Session};

#[test]
fn the_library_at_eighty_columns() {
    let session = Session::library(Librarian::new(), 80, 24);
    insta::assert_snapshot!(screen(&session));
}

#[test]
fn the_library_at_a_hundred_and_forty_columns() {
    let mut session = Session::library(Librarian::new(), 140, 45);
    session.play("j");
    insta::assert_snapshot!(screen(&session));
}

#[test]
fn a_narrow_screen_shows_one_half_and_tab_the_other() {
    let mut session = Session::library(Librarian::new(), 50, 16);
    assert!(
        screen(&session).contains("Port of Lindal") && !screen(&session).contains("Coast Herald  ")
    );
    session.play("<tab>");
    assert!(!screen(&session).contains("Port of Lindal"));
    insta::assert_snapshot!(screen(&session));
}

#[test]
fn an_empty_library_at_eighty_columns() {
    let session = Session::library(Librarian::default(), 80, 24);
    insta::assert_snapshot!(screen(&session));
}

#[test]
fn every_size_and_every_popup_of_the_library_is_drawn() {
    for (width, height) in [(40, 12), (71, 20), (72, 12), (80, 24), (140, 45), (300, 100)] {
        for keys in [
            "",
            "?",
            ":",
            "/port",
            "z",
            "S",
            "g",
            "<tab>",
            "<tab>G",
            "t",
            "g/zeppelin<enter>",
            "<tab>GD",
        ] {
            let mut session = Session::library(Librarian::new(), width, height);
            session.play(keys);
            assert!(!screen(&session).trim().is_empty(), "{width}x{height} {keys}");
        }
    }
}

#[test]
fn what_a_feed_writes_cannot_reach_the_terminal() {
    let mut librarian = Librarian::new();
    let evil = "\u{1b}]0;owned\u{7}\u{1b}[31mred\u{202e}sdrawkcab \u{9b}2J 日本語 e\u{301}\u{200b}";
    librarian.put(evil, "Coast Herald", 0, |brief| {
        brief.sources = vec![evil.into()];
        brief.also = vec![evil.into()];
        brief.item.tags = vec![evil.into()];
        brief.item.feed = Some(evil.into());
    });
    let session = Session::library(librarian, 80, 24);
    let buffer = buffer(&session);
    for cell in &buffer.content {
        let is_tame =
            |c: char| !c.is_control() && !matches!(c, '\u{202a}'..='\u{202e}' | '\u{200b}');
        assert!(cell.symbol().chars().all(is_tame), "{:?}", cell.symbol());
    }
    assert!(screen(&session).contains("日本語"));
}

#[test]
fn what_is_set_apart_is_counted_whole_and_news_by_what_is_not_read() {
    let mut session = Session::library(Librarian::new(), 80, 24);
    session.play("A");
    let shown = screen(&session);
    assert!(shown.contains(" Starred            1 │"), "{shown}");
    assert!(shown.contains(" Harbour Notes        │"), "{shown}");
}
