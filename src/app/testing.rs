//! For tests: articles and sessions in a few words.

mod librarian;

pub use librarian::Librarian;

use super::key::Key;
use super::state::{Effect, Msg, Now, Opened, State};
use super::{config::Settings, geometry::Size, update};
use crate::doc::{Article, ArticleId, Block, BlockKind, Digest, Meta, Time};
use crate::extract::{Lexicon, analyse};
use crate::notes::{History, Notebook};
use crate::text::Span;
use std::sync::Arc;

/// An article of blocks.
#[must_use]
pub fn article(blocks: &[(BlockKind, &str)]) -> Article {
    let mut text = String::new();
    let mut made = Vec::new();
    let mut meta = Meta::default();
    for (kind, words) in blocks {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        made.push(Block { kind: *kind, span: Span::new(text.len(), text.len() + words.len()) });
        text.push_str(words);
        if *kind == BlockKind::Title {
            meta.title = (*words).to_owned();
        }
    }
    let digest = Digest::of(text.as_bytes());
    Article {
        id: ArticleId("file:///test".into()),
        meta,
        text: text.into(),
        blocks: made,
        marks: Vec::new(),
        digest,
    }
}

/// An article that nobody has written on.
fn opened(article: Article) -> Opened {
    let notebook = Notebook::new(article.id.clone(), article.meta.clone(), article.digest);
    Opened {
        article: Arc::new(article),
        notebook,
        history: History::default(),
        draft: None,
        place: None,
        kept: crate::app::state::Kept(1),
        again: Some("test.txt".into()),
        older: Vec::new(),
        notices: Vec::new(),
    }
}

/// A session: a state, the time in it, and what has left it.
pub struct Session {
    /// The state.
    pub state: State,
    /// What has left it and was not answered by the session itself.
    pub effects: Vec<Effect>,
    /// Answers for the library, if there is one.
    pub librarian: Option<Librarian>,
    now: i64,
}

impl Session {
    /// Opens an article on a screen.
    #[must_use]
    pub fn new(article: Article, width: u16, height: u16) -> Self {
        Self::with(article, width, height, |_| {})
    }

    /// Opens an article on a screen with something changed in what was found beside it.
    #[must_use]
    pub fn with(article: Article, width: u16, height: u16, change: fn(&mut Opened)) -> Self {
        let mut opened = opened(article);
        change(&mut opened);
        let (state, effects) = State::new(Size { width, height }, Settings::default(), opened);
        let now = 1_747_000_000_000;
        let mut session = Self { state, effects: Vec::new(), librarian: None, now };
        session.take(effects);
        session
    }

    /// The library on a screen, with a librarian who answers at once.
    #[must_use]
    pub fn library(librarian: Librarian, width: u16, height: u16) -> Self {
        let mut session = Self::new(article(&[]), width, height);
        session.librarian = Some(librarian);
        session.state.front.is_home = true;
        session.state.open_front();
        let effects = std::mem::take(&mut session.state.effects);
        session.take(effects);
        session
    }

    /// Presses keys: `jj]c<enter>`.
    pub fn play(&mut self, keys: &str) -> &mut Self {
        for key in Key::parse_run(keys).unwrap() {
            self.send(Msg::Key(key));
        }
        self
    }

    /// Sends a message a second after the last.
    pub fn send(&mut self, msg: Msg) {
        self.now += 1_000;
        let now = Now { time: Time(self.now), entropy: 0 };
        let effects = update(&mut self.state, msg, now);
        self.take(effects);
    }

    /// Sets the clock back, in milliseconds.
    pub fn set_back(&mut self, by: i64) {
        self.now -= by;
    }

    /// Analyses at once, says that saving worked, and keeps the rest.
    fn take(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Analyse(ticket, article) => {
                    let analysis = analyse(&article, Lexicon::builtin());
                    self.send(Msg::Analysed(ticket, Arc::new(analysis)));
                }
                Effect::Save(revision, _) => {
                    self.effects.push(effect);
                    self.send(Msg::Saved(revision, Ok(Default::default())));
                }
                Effect::Ask(ticket, ref ask) => match &mut self.librarian {
                    Some(librarian) => {
                        let told = librarian.answer(ask);
                        self.send(Msg::Answered(ticket, Box::new(told)));
                    }
                    None => self.effects.push(effect),
                },
                Effect::OpenItem(ticket, id) => {
                    self.effects.push(effect);
                    if let Some(librarian) = &self.librarian {
                        let opened = opened(librarian.article(id));
                        self.send(Msg::Opened(ticket, Ok(Box::new(opened))));
                    }
                }
                other => self.effects.push(other),
            }
        }
    }

    /// What the bottom row says.
    #[must_use]
    pub fn notice(&self) -> &str {
        self.state.notice.as_ref().map_or("", |notice| notice.text())
    }

    /// The word under the cursor.
    #[must_use]
    pub fn word(&self) -> &str {
        let rest = crate::text::span::after(&self.state.article.text, self.state.view.cursor);
        rest.split_whitespace().next().unwrap_or("")
    }
}
