//! What the screen shows: text of a test backend, and the law that our columns are ratatui's.

mod correcting;
mod front;
mod marking;

use super::draw;
use crate::app::testing::{Session, article};
use crate::doc::{BlockKind, Time, describe};
use crate::notes::since::OldText;
use crate::notes::{Note, NoteId, NoteKind};
use crate::text::Span;
use crate::text::columns;
use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

/// The screen as text, a line a row.
pub fn screen(session: &Session) -> String {
    let buffer = buffer(session);
    let mut rows = Vec::new();
    for y in 0..buffer.area.height {
        let mut row = String::new();
        let mut x = 0;
        while x < buffer.area.width {
            let symbol = buffer[(x, y)].symbol();
            row += symbol;
            // The cell after a wide character is not drawn.
            x += u16::try_from(columns::width(symbol)).unwrap().max(1);
        }
        rows.push(row.trim_end().to_owned());
    }
    rows.join("\n")
}

fn buffer(session: &Session) -> Buffer {
    let size = session.state.size;
    let mut buffer = Buffer::empty(Rect::new(0, 0, size.width, size.height));
    draw(&session.state, &mut buffer);
    buffer
}

/// A story with a named person, an unnamed one through an agency, and a sentence that is nobody's.
fn port() -> crate::doc::Article {
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
    Session::new(port(), 120, 40)
}

fn marked(session: &Session) -> Vec<&str> {
    session.state.notebook.notes.values().map(|note| note.anchor.exact.as_str()).collect()
}

fn story() -> crate::doc::Article {
    article(&[
        (BlockKind::Title, "Rates hold"),
        (
            BlockKind::Para,
            "“Rates will rise,” Maria Lopez said on Monday. The bank did not answer.",
        ),
        (BlockKind::Para, "日本語の本文もある。"),
    ])
}

#[test]
fn a_small_screen_says_so() {
    let session = Session::new(story(), 30, 8);
    assert!(screen(&session).starts_with("whosaid needs 40 × 12 cells"));
}

#[test]
fn every_size_and_every_popup_is_drawn() {
    for (width, height) in [(40, 12), (80, 24), (89, 13), (90, 12), (140, 45), (300, 100)] {
        for keys in [
            "",
            "?",
            ":",
            ":t",
            "a",
            "anote<esc>",
            "/rates",
            "f",
            "g",
            "z",
            "3<tab>",
            "v",
            "<tab>",
            "gn",
            "gn?",
            "gn/tag:x",
            "hU",
            "gaon it",
        ] {
            let mut session = Session::new(story(), width, height);
            session.play(keys);
            let shown = screen(&session);
            assert!(!shown.trim().is_empty(), "{width}x{height} {keys}");
        }
    }
}

/// The story with notes on it as it was before it was corrected.
fn corrected() -> Session {
    Session::with(story(), 80, 24, |opened| {
        let old = article(&[
            (BlockKind::Title, "Rates hold"),
            (
                BlockKind::Para,
                "“Rates will rise,” Maria Lopez said on Sunday. The bank did not answer.",
            ),
            (BlockKind::Para, "日本語の本文がある。"),
            (BlockKind::Para, "Nobody else was asked about the matter by this newspaper."),
        ]);
        let at = old.text.find("Nobody").unwrap();
        let anchor = describe(&old, Span::new(at, at + 57));
        let bare = Note::new(NoteId(1), NoteKind::Note, anchor, Time(0));
        let note = Note { body: "Really?".into(), ..bare };
        opened.notebook.notes.insert(note.id, note);
        opened.older = vec![OldText { digest: old.digest, at: Time(0), text: old.text }];
    })
}

#[test]
fn what_has_changed_is_drawn_with_looks_for_gone_and_new() {
    let mut session = corrected();
    assert!(
        screen(&session)
            .contains("The text has changed since your notes: 3 of 4 paragraphs; g d shows")
    );
    session.play("gd");
    let shown = screen(&session);
    for words in [
        "Changed since your notes of 1970-01-01: 3 of 4 paragraphs",
        "… 1 paragraph unchanged",
        "~ “Rates will rise,” Maria Lopez said on SundayMonday. The bank",
        "日本語の本文がもある。",
        "- Nobody else was asked",
        "note: ! no longer in the text · Really?",
        "q closes",
    ] {
        assert!(shown.contains(words), "{words}\n{shown}");
    }
    let buffer = buffer(&session);
    let looks: Vec<Modifier> = buffer
        .content()
        .iter()
        .filter(|cell| "SundayMonday".contains(cell.symbol()))
        .map(|cell| cell.modifier)
        .collect();
    assert!(looks.iter().any(|look| look.contains(Modifier::CROSSED_OUT)));
    assert!(looks.iter().any(|look| look.contains(Modifier::UNDERLINED)));
    for (width, height) in [(40, 12), (90, 12), (300, 100)] {
        session.send(crate::app::Msg::Resize(crate::app::geometry::Size { width, height }));
        assert!(screen(&session).contains("since your notes"), "{width}x{height}");
    }
}

#[test]
fn loose_notes_have_a_tab_and_a_sign() {
    let mut session = corrected();
    session.send(crate::app::Msg::Resize(crate::app::geometry::Size { width: 140, height: 24 }));
    assert!(screen(&session).contains("Loose 1"));
    session.play("5");
    assert!(screen(&session).contains("n ! Really?"), "{}", screen(&session));
    session.play("jvemr");
    assert!(!screen(&session).contains("Loose 1"));
}

#[test]
fn the_list_of_all_notes_and_its_filter_are_drawn() {
    let mut session = Session::new(story(), 80, 24);
    session.play("jh");
    let mut words = screen(&session);
    assert!(!words.contains("All notes"));
    session.play("gn");
    let ticket = session.state.shelf.ticket;
    words = screen(&session);
    assert!(words.contains("reading 0 of 0"), "{words}");
    session.send(crate::app::Msg::News(ticket, Box::default()));
    words = screen(&session);
    assert!(words.starts_with(" All notes · 1 note on 1 article · newest first"), "{words}");
    assert!(words.contains("▌h “Rates will rise,” Maria Lopez said on Monday."), "{words}");
    assert!(words.contains("Rates hold · Maria Lopez"), "{words}");
    session.play("/tag:none<enter>");
    words = screen(&session);
    assert!(words.contains("Shown: tag:none") && words.contains("No note fits."), "{words}");
}

#[test]
fn the_list_of_steps_says_what_each_was() {
    let mut session = Session::new(story(), 100, 24);
    session.play("jhaWhy?<ctrl-s>U");
    let words = screen(&session);
    assert!(words.contains("step 2 of 2"), "{words}");
    assert!(words.contains("▶ just now     edit of a note · ““Rates will rise,”"), "{words}");
    assert!(words.contains("kind: “highlight” → “note”"), "{words}");
    assert!(words.contains("words: nothing → “Why?”"), "{words}");
}

#[test]
fn the_note_is_drawn_in_the_colours_of_its_box() {
    let mut session = Session::new(story(), 80, 24);
    session.play("japlain");
    let buffer = buffer(&session);
    let row = (0..24).find(|y| screen(&session).lines().nth(*y).unwrap().contains("│plain"));
    let y = u16::try_from(row.unwrap()).unwrap();
    let look = super::style::of(&session.state, crate::app::theme::Role::Popup);
    let cell = &buffer[(1, y)];
    assert!(!cell.modifier.contains(Modifier::UNDERLINED), "{cell:?}");
    assert_eq!(cell.bg, look.bg.unwrap_or_default(), "{cell:?}");
}

#[test]
fn the_selection_is_seen() {
    let mut session = Session::new(story(), 80, 24);
    session.play("jve");
    let buffer = buffer(&session);
    let area = session.state.text_area();
    let row = u16::try_from(session.state.page.row_of(session.state.view.cursor)).unwrap();
    let cell = &buffer[(area.x, area.y + row)];
    assert!(cell.modifier.contains(Modifier::REVERSED), "{cell:?}");
}

proptest! {
    /// Where we think a text ends is where ratatui stops drawing it.
    #[test]
    fn our_widths_are_ratatuis(text in "(\\PC|[ｦ-ﾟ\u{3099}]){0,30}") {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 200, 1));
        let (x, _) = buffer.set_stringn(0, 0, &text, 200, Style::new());
        prop_assert_eq!(usize::from(x), columns::width(&text));
    }
}
