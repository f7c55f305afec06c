//! The program's state on a screen, as the shell holds it, without a terminal.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::sync::Arc;
use whosaid::app::config::Settings;
use whosaid::app::geometry::Size;
use whosaid::app::key::Key;
use whosaid::app::state::{Effect, Msg, Now, Opened};
use whosaid::app::{State, update};
use whosaid::doc::{Article, Time, describe};
use whosaid::extract::{Lexicon, analyse};
use whosaid::notes::{History, Note, NoteId, NoteKind, Notebook};
use whosaid::parse::{Origin, parse};

/// Reads an article from text.
pub fn read(text: &str) -> Article {
    parse(text.as_bytes(), &Origin::default()).0
}

/// A state with the article on a screen of this size, so many notes spread over it, not yet analysed.
pub fn open(article: Article, width: u16, height: u16, notes: usize) -> State {
    let mut notebook = Notebook::new(article.id.clone(), article.meta.clone(), article.digest);
    let step = (article.blocks.len() / notes.max(1)).max(1);
    for (id, block) in (1..).zip(article.blocks.iter().step_by(step).take(notes)) {
        let note = Note {
            body: "Ask the ministry.".to_owned(),
            ..Note::new(
                NoteId(id),
                if id % 2 == 0 { NoteKind::Note } else { NoteKind::Highlight },
                describe(&article, block.span),
                Time(0),
            )
        };
        notebook.notes.insert(note.id, note);
    }
    let opened = Opened {
        article: Arc::new(article),
        notebook,
        history: History::default(),
        draft: None,
        place: None,
        kept: whosaid::app::state::Kept(1),
        again: None,
        older: Vec::new(),
        notices: Vec::new(),
    };
    State::new(Size { width, height }, Settings::default(), opened).0
}

/// Analyses the article, as the shell would in another thread.
pub fn analysed(mut state: State) -> State {
    let analysis = Arc::new(analyse(&state.article, Lexicon::builtin()));
    let ticket = state.analysis_ticket;
    update(&mut state, Msg::Analysed(ticket, analysis), now());
    state
}

/// Presses a key and says what is to be done for it.
pub fn press(state: &mut State, key: Key) -> Vec<Effect> {
    update(state, Msg::Key(key), now())
}

/// A buffer of the screen's size.
pub fn buffer(state: &State) -> Buffer {
    Buffer::empty(Rect::new(0, 0, state.size.width, state.size.height))
}

/// Draws a frame over the last one.
pub fn frame(state: &State, buffer: &mut Buffer) {
    buffer.reset();
    whosaid::ui::draw(state, buffer);
}

fn now() -> Now {
    Now { time: Time(0), entropy: 0 }
}
