//! The imperative rim: the loop, the terminal, and the threads that do what `app` asks for.
//!
//! Keys, signals and answers arrive on one channel. The loop takes one, takes
//! what else waits, draws once and sleeps: no ticking. Nothing is decided here
//! that a test without a terminal would want to see.

mod input;
mod keeper;
mod library;
mod terminal;
mod workers;

use crate::app::config::Settings;
use crate::app::exporting::LastExport;
use crate::app::geometry::Size;
use crate::app::state::{Effect, Kept, Msg, Now, Opened, State, Ticket};
use crate::app::{run_line, update};
use crate::doc::{Time, describe};
use crate::extract::Dictionary;
use crate::io::fetch::Limits;
use crate::io::outside;
use crate::io::read::Input;
use crate::io::read::library::Fresh;
use crate::io::store::Store;
use crate::library::front::Told;
use crate::notes::places::ReadingPlace;
use anyhow::Result;
use input::Gate;
pub use input::{interrupted, interruption};
use keeper::Keeper;
pub use keeper::Read;
use library::{Analyst, Called, Librarian, Place, Refresher};
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use terminal::Terminal;
use workers::What;

/// What arrives at the loop.
#[derive(Debug)]
pub enum Event {
    /// For the state.
    Msg(Msg),
    /// A signal asks for the end: its number, 0 for a terminal that is gone.
    Stop(i32),
    /// The settings want the feeds to be asked now.
    FeedsAreDue,
}

/// What the screen shows first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum First {
    /// The article.
    Article,
    /// The list of all notes, which leads to their articles.
    AllNotes,
    /// The library.
    Library,
}

/// What to show, and with what.
pub struct Start {
    /// What is seen first.
    pub first: First,
    /// The first article.
    pub read: Read,
    /// Command lines that run as soon as it is known who said what, or what the library's first list holds.
    pub commands: Vec<String>,
    /// The settings.
    pub settings: Settings,
    /// The reader's files.
    pub store: Store,
    /// What articles are read with.
    pub dictionary: Dictionary,
}

/// The longest that the loop waits for a time that it was asked to wake up at, in milliseconds: the clock
/// may have been set back between the asking and the reckoning.
const LONGEST_WAIT: u64 = 60_000;

/// How many waiting events are taken before drawing: a pasted flood must not keep the screen dark.
const DRAIN: usize = 256;

/// Opens the screen on an article and stays until the reader leaves. Returns the number of the signal
/// that ended it, if one did.
///
/// # Errors
/// When the terminal cannot be used, or notes could not be saved at the end.
pub fn read(start: Start) -> Result<Option<i32>> {
    let (send, receive) = channel();
    let choice = LastExport::from_line(&start.store.choice());
    let limits =
        Limits { whole: Duration::from_secs(start.settings.fetch.timeout), ..Limits::default() };
    let place = Place { dirs: start.store.dirs().clone(), limits };
    let keeper = Keeper::start(start.store, send.clone());
    let opened = keeper.open_now(start.read)?;
    let mut terminal = Terminal::open()?;
    // Panics and early returns put the terminal back: `Terminal` does it when it is dropped.
    let gate = input::listen(send.clone())?;
    let size = terminal.size()?;
    let feeds = start.settings.library;
    let (mut state, effects) = State::new(size, start.settings, *opened);
    state.last_export = choice;
    state.front.zone = crate::io::zone::local();
    let dictionary = Arc::new(start.dictionary);
    let analyst = match feeds.analyse {
        true => Analyst::start(place.clone(), dictionary.clone(), send.clone()),
        false => Analyst::idle(),
    };
    let mut shell = Shell {
        state,
        librarian: Librarian::start(place.clone(), analyst.clone(), send.clone()),
        refresher: Refresher::new(place.clone(), feeds, analyst.clone(), send.clone()),
        analyst,
        place,
        send,
        keeper,
        dictionary,
        first: start.first,
        commands: start.commands,
        has_list: false,
        gate,
        wake: None,
        watched: None,
        ends: false,
        ended_by: None,
    };
    shell.perform(effects, &mut terminal)?;
    shell.watch();
    if start.first == First::AllNotes {
        shell.state.shelf.is_home = true;
        let effects = run_line(&mut shell.state, "all-notes", now());
        shell.perform(effects, &mut terminal)?;
    }
    if start.first == First::Library {
        shell.state.front.is_home = true;
        let effects = run_line(&mut shell.state, "library", now());
        shell.perform(effects, &mut terminal)?;
    }
    workers::watch_the_clock(feeds, shell.send.clone());
    let outcome = shell.run(&receive, &mut terminal);
    drop(terminal);
    shell.analyst.finish();
    shell.refresher.finish();
    shell.librarian.finish();
    workers::let_go_of_clipboard();
    let place = shell.reading_place();
    let saved = shell.keeper.finish(place);
    outcome.and(saved)?;
    Ok(shell.ended_by)
}

struct Shell {
    state: State,
    send: Sender<Event>,
    keeper: Keeper,
    librarian: Librarian,
    refresher: Refresher,
    analyst: Analyst,
    place: Place,
    dictionary: Arc<Dictionary>,
    first: First,
    commands: Vec<String>,
    /// Whether a list of the library has been seen.
    has_list: bool,
    gate: Gate,
    /// When the loop must wake up, by a clock that nobody sets.
    wake: Option<Instant>,
    watched: Option<Kept>,
    ends: bool,
    ended_by: Option<i32>,
}

impl Shell {
    fn run(&mut self, receive: &Receiver<Event>, terminal: &mut Terminal) -> Result<()> {
        while !self.ends {
            terminal.draw(&self.state)?;
            let first = match self.wake {
                None => receive.recv().ok(),
                Some(at) => {
                    match receive.recv_timeout(at.saturating_duration_since(Instant::now())) {
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
                // Keys typed ahead of the end are not for this program any more.
                let Some(event) = receive.try_recv().ok().filter(|_| !self.ends) else { break };
                self.take(event, terminal)?;
            }
        }
        Ok(())
    }

    fn take(&mut self, event: Event, terminal: &mut Terminal) -> Result<()> {
        let msg = match event {
            Event::Stop(signal) => {
                self.ended_by = Some(signal).filter(|signal| *signal != 0);
                Msg::Stop
            }
            Event::FeedsAreDue => {
                self.refresher.start(Vec::new(), Called::ByClock);
                return Ok(());
            }
            Event::Msg(msg) => msg,
        };
        match &msg {
            Msg::Key(_) | Msg::Paste(_) => self.analyst.hush(),
            Msg::Saved(_, Ok(_)) => self.librarian.look_at_notes(),
            Msg::Answered(_, told) => {
                self.has_list |= matches!(**told, Told::List(_) | Told::Failed(_));
            }
            _ => {}
        }
        let effects = update(&mut self.state, msg, now());
        self.perform(effects, terminal)?;
        self.watch();
        if self.is_ready() {
            for line in std::mem::take(&mut self.commands) {
                let effects = run_line(&mut self.state, &line, now());
                self.perform(effects, terminal)?;
            }
        }
        Ok(())
    }

    /// Whether commands that were given at the start can run.
    fn is_ready(&self) -> bool {
        match self.first {
            First::Library => self.has_list,
            First::Article | First::AllNotes => self.state.analysis.is_some(),
        }
    }

    fn perform(&mut self, effects: Vec<Effect>, terminal: &mut Terminal) -> Result<()> {
        for effect in effects {
            match effect {
                Effect::Analyse(ticket, article) => {
                    let dictionary = Arc::clone(&self.dictionary);
                    workers::analyse(ticket, article, dictionary, self.send.clone());
                }
                Effect::Open(ticket, what) => {
                    self.keeper.keep_place(self.reading_place());
                    self.open(ticket, what);
                }
                Effect::Save(revision, snapshot) => self.keeper.save(revision, *snapshot),
                Effect::SaveDraft(draft) => {
                    self.keeper.save_draft(self.state.article.id.clone(), draft);
                }
                Effect::CountConflicts(kept) => self.keeper.count_conflicts(kept),
                Effect::MergeConflicts(kept) => self.keeper.merge_conflicts(kept),
                Effect::Browse(url) => workers::browse(url, self.send.clone()),
                Effect::Copy(text) => {
                    terminal.copy(&text)?;
                    workers::copy(text, self.send.clone());
                }
                Effect::KeepChoice(choice) => self.keeper.keep_choice(choice),
                Effect::Export(path, text) => workers::export(path, text, self.send.clone()),
                Effect::WakeAt(at) => {
                    let wait = u64::try_from(at.0 - now().time.0).unwrap_or(0);
                    let at = Instant::now() + Duration::from_millis(wait.min(LONGEST_WAIT));
                    self.wake = Some(self.wake.map_or(at, |wake| wake.min(at)));
                }
                Effect::Suspend => {
                    terminal.suspend()?;
                    let size = terminal.size()?;
                    self.take(Event::Msg(Msg::Resize(size)), terminal)?;
                }
                Effect::ReadShelf(ticket, kept) => self.keeper.read_shelf(ticket, kept),
                Effect::Ask(ticket, ask) => self.librarian.ask(ticket, ask),
                Effect::OpenItem(ticket, id) => {
                    self.keeper.keep_place(self.reading_place());
                    self.fetch(ticket, What::Item(id));
                }
                Effect::Refresh(feeds) => self.refresher.start(feeds, Called::ByReader),
                Effect::StopRefresh => self.refresher.stop(),
                Effect::Amend(ticket, amend) => self.keeper.amend(ticket, amend),
                Effect::EditOutside(text) => {
                    // The draft is safe before the terminal goes into other hands.
                    self.keeper.catch_up();
                    let came = terminal.lend(&self.gate, || outside::edit(&text))?;
                    let size = terminal.size()?;
                    self.take(Event::Msg(Msg::Resize(size)), terminal)?;
                    let came = came.map_err(|error| {
                        let says = format!("{error:#}");
                        let mut letters = says.chars();
                        let first = letters.next().map(|c| c.to_uppercase().to_string());
                        format!("{}{}", first.unwrap_or_default(), letters.as_str())
                    });
                    self.take(Event::Msg(Msg::CameBack(came)), terminal)?;
                }
                Effect::Redraw => terminal.clear()?,
                Effect::Quit => self.ends = true,
            }
        }
        Ok(())
    }

    /// Has the notes on the screen watched for what others write into them.
    fn watch(&mut self) {
        if self.watched != Some(self.state.kept) {
            self.watched = Some(self.state.kept);
            self.keeper.watch(self.state.kept);
        }
    }

    fn open(&self, ticket: Ticket, word: String) {
        if word == workers::SAMPLE {
            return self.fetch(ticket, What::Sample);
        }
        // Who reads an article again wants what is there now.
        let is_again = self.state.again.as_ref() == Some(&word);
        let fresh = if is_again { Fresh::Anew } else { Fresh::AsKept };
        match Input::from_word(word.as_ref()) {
            Ok(Input::Stdin) => self.refuse(ticket, "standard input can only be read at the start"),
            Ok(input) => self.fetch(ticket, What::Word(word, input, fresh)),
            Err(error) => self.refuse(ticket, &format!("{error:#}")),
        }
    }

    fn fetch(&self, ticket: Ticket, what: What) {
        let (place, analyst) = (self.place.clone(), self.analyst.clone());
        workers::open(ticket, what, place, analyst, self.keeper.asker(), self.send.clone());
    }

    fn refuse(&self, ticket: Ticket, says: &str) {
        // The loop holds the other end of the channel, so sending cannot fail while it runs.
        let _ = self.send.send(Event::Msg(Msg::Opened(ticket, Err(says.to_owned()))));
    }

    /// Where the reader is: the first words that are seen.
    fn reading_place(&self) -> Option<ReadingPlace> {
        let state = &self.state;
        let seen = state.first_seen();
        let is_start = seen.start() <= state.first_byte();
        (!is_start || state.had_place).then(|| ReadingPlace {
            article: state.article.id.clone(),
            offset: seen.start(),
            anchor: describe(&state.article, seen),
            at: now().time,
        })
    }
}

/// The time, and a number that nobody can guess.
#[must_use]
pub fn now() -> Now {
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
