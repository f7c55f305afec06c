//! The imperative rim: the loop, the terminal, and the threads that do what `app` asks for.
//!
//! Keys, signals and answers arrive on one channel. The loop takes one, takes
//! what else waits, draws once and sleeps: no ticking. Nothing is decided here
//! that a test without a terminal would want to see.

mod input;
mod keeper;
mod terminal;
mod workers;

use crate::app::config::Settings;
use crate::app::geometry::Size;
use crate::app::state::{Effect, Modal, Msg, Notice, Now, Opened, State, Ticket};
use crate::app::update;
use crate::doc::{Article, Time, describe};
use crate::io::read::Input;
use crate::io::store::Store;
use crate::notes::draft::Draft;
use crate::notes::places::ReadingPlace;
use crate::text::Span;
use anyhow::Result;
use keeper::Keeper;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use terminal::Terminal;

/// What arrives at the loop.
#[derive(Debug)]
pub enum Event {
    /// For the state.
    Msg(Msg),
    /// A signal asks for the end.
    Stop,
}

/// How many waiting events are taken before drawing: a pasted flood must not keep the screen dark.
const DRAIN: usize = 256;

/// Opens the screen on an article and stays until the reader leaves.
///
/// # Errors
/// When the terminal cannot be used, or notes could not be saved at the end.
pub fn read(
    article: Arc<Article>,
    notices: Vec<String>,
    commands: &[String],
    settings: Settings,
    store: Store,
) -> Result<()> {
    let (send, receive) = channel();
    let keeper = Keeper::start(store, send.clone());
    let opened = keeper.open_now(article, notices)?;
    let mut terminal = Terminal::open()?;
    // Panics and early returns put the terminal back: `Terminal` does it when it is dropped.
    input::listen(send.clone())?;
    let size = terminal.size()?;
    let (state, effects) = State::new(size, settings, *opened);
    let mut shell = Shell { state, send, keeper, wake: None, ends: false };
    shell.perform(effects, &mut terminal)?;
    for line in commands {
        shell.state.run_line(line, now());
        let effects = std::mem::take(&mut shell.state.effects);
        shell.perform(effects, &mut terminal)?;
        shell.state.refresh_panel();
    }
    let outcome = shell.run(&receive, &mut terminal);
    drop(terminal);
    let place = shell.place();
    let saved = shell.keeper.finish(place);
    outcome.and(saved)
}

struct Shell {
    state: State,
    send: Sender<Event>,
    keeper: Keeper,
    wake: Option<Time>,
    ends: bool,
}

impl Shell {
    fn run(&mut self, receive: &Receiver<Event>, terminal: &mut Terminal) -> Result<()> {
        while !self.ends {
            terminal.draw(&self.state)?;
            let first = match self.wake {
                None => receive.recv().ok(),
                Some(at) => {
                    let wait = u64::try_from(at.0 - now().time.0).unwrap_or(0);
                    match receive.recv_timeout(Duration::from_millis(wait)) {
                        Ok(event) => Some(event),
                        Err(RecvTimeoutError::Timeout) => {
                            self.wake = None;
                            Some(Event::Msg(Msg::Wake))
                        }
                        Err(RecvTimeoutError::Disconnected) => None,
                    }
                }
            };
            let Some(first) = first else { break };
            self.take(first, terminal)?;
            for _ in 0..DRAIN {
                let Ok(event) = receive.try_recv() else { break };
                self.take(event, terminal)?;
            }
        }
        Ok(())
    }

    fn take(&mut self, event: Event, terminal: &mut Terminal) -> Result<()> {
        match event {
            Event::Stop => {
                self.keep_typed();
                self.ends = true;
                Ok(())
            }
            Event::Msg(msg) => {
                if matches!(msg, Msg::Opened(_, Ok(_))) {
                    // The place in the article that is left is kept.
                    self.keeper.keep_place(self.place());
                }
                let effects = update(&mut self.state, msg, now());
                self.perform(effects, terminal)
            }
        }
    }

    fn perform(&mut self, effects: Vec<Effect>, terminal: &mut Terminal) -> Result<()> {
        for effect in effects {
            match effect {
                Effect::Analyse(ticket, article) => {
                    workers::analyse(ticket, article, self.send.clone());
                }
                Effect::Open(ticket, what) => self.open(ticket, &what),
                Effect::Save(revision, snapshot) => self.keeper.save(revision, *snapshot),
                Effect::SaveDraft(draft) => {
                    self.keeper.save_draft(self.state.article.id.clone(), draft);
                }
                Effect::Browse(url) => self.tell(match crate::io::browse::open(&url) {
                    Ok(()) => Notice::Done(format!("Handed to the browser: {url}")),
                    Err(error) => Notice::Failed(format!("{error:#}")),
                }),
                Effect::Copy(text) => {
                    terminal.copy(&text)?;
                    workers::copy(text, self.send.clone());
                }
                Effect::Export(path, text) => self.tell(workers::export(&path, &text)),
                Effect::WakeAt(at) => {
                    self.wake = Some(self.wake.map_or(at, |wake| wake.min(at)));
                }
                Effect::Suspend => {
                    terminal.suspend()?;
                    let size = terminal.size()?;
                    self.take(Event::Msg(Msg::Resize(size)), terminal)?;
                }
                Effect::Redraw => terminal.clear()?,
                Effect::Quit => self.ends = true,
            }
        }
        Ok(())
    }

    fn open(&self, ticket: Ticket, what: &str) {
        let asker = self.keeper.asker();
        let timeout = self.state.settings.fetch.timeout;
        match Input::from_word(what.as_ref()) {
            Ok(Input::Stdin) => self.refuse(ticket, "standard input can only be read at the start"),
            Ok(input) => workers::open(ticket, input, timeout, asker, self.send.clone()),
            Err(error) => self.refuse(ticket, &format!("{error:#}")),
        }
    }

    fn refuse(&self, ticket: Ticket, says: &str) {
        // The loop holds the other end of the channel, so sending cannot fail while it runs.
        let _ = self.send.send(Event::Msg(Msg::Opened(ticket, Err(says.to_owned()))));
    }

    /// Keeps the note that is being typed, which a signal must not take from its writer.
    fn keep_typed(&self) {
        let typed = match (&self.state.modal, &self.state.parked) {
            (Some(Modal::Editor(editor)), _) | (_, Some(editor)) => editor,
            _ => return,
        };
        if typed.is_changed() {
            let (anchor, body) = (typed.anchor.clone(), typed.body());
            let draft = Draft { note: typed.note, anchor, body, at: now().time };
            self.keeper.save_draft(self.state.article.id.clone(), Some(Box::new(draft)));
        }
    }

    fn tell(&self, notice: Notice) {
        let _ = self.send.send(Event::Msg(Msg::Told(notice)));
    }

    /// Where the reader is: the first line that is seen.
    fn place(&self) -> Option<ReadingPlace> {
        let state = &self.state;
        let at = state.seen().start();
        let end = crate::text::word::words(&state.article.text, Span::new(at, state.seen().end()))
            .get(7)
            .map_or(state.seen().end(), |word| word.end());
        let anchor = describe(&state.article, Span::new(at, end));
        let is_start = at <= state.first_byte();
        (!is_start || self.keeper.has_place()).then(|| ReadingPlace {
            article: state.article.id.clone(),
            offset: at,
            anchor,
            at: now().time,
        })
    }
}

/// The time, and a number that nobody can guess.
fn now() -> Now {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let millis = i64::try_from(since.as_millis()).unwrap_or(0);
    // The standard library seeds every hasher's keys from the system.
    let entropy = RandomState::new().build_hasher().finish() ^ u64::from(since.subsec_nanos());
    Now { time: Time(millis), entropy }
}

/// A size as the terminal gives it.
fn size_of(width: u16, height: u16) -> Size {
    Size { width, height }
}

/// The message that an opened article is.
fn opened_msg(ticket: Ticket, opened: Result<Box<Opened>, String>) -> Event {
    Event::Msg(Msg::Opened(ticket, opened))
}
