//! What the screen shows: text of a test backend, and the law that our columns are ratatui's.

mod correcting;
mod marking;

use super::draw;
use crate::app::testing::{Session, article};
use crate::doc::BlockKind;
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
        for keys in
            ["", "?", ":", ":t", "a", "anote<esc>", "/rates", "f", "g", "z", "3<tab>", "v", "<tab>"]
        {
            let mut session = Session::new(story(), width, height);
            session.play(keys);
            let shown = screen(&session);
            assert!(!shown.trim().is_empty(), "{width}x{height} {keys}");
        }
    }
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
    fn our_widths_are_ratatuis(text in "\\PC{0,30}") {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 200, 1));
        let (x, _) = buffer.set_stringn(0, 0, &text, 200, Style::new());
        prop_assert_eq!(usize::from(x), columns::width(&text));
    }
}
