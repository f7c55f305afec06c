//! Who said what in everything that has come in, found out while nothing else is to be done.
//!
//! It starts some seconds after the screen stands, steps back behind everything else that runs, rests as long as it
//! has worked, and holds still while keys come. What is not done when the program ends is done the next time.

use super::{Place, step_back};
use crate::app::state::Msg;
use crate::extract::Dictionary;
use crate::io::db::Library;
use crate::library::front::Progress;
use crate::shell::{Event, now};
use anyhow::Result;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// How long after the start it waits.
const SETTLE: Duration = Duration::from_secs(2);

/// How long it holds still after a key.
const QUIET: Duration = Duration::from_millis(400);

/// So many articles are entered at a time: some tenths of a second's work.
const BATCH: usize = 16;

/// How often progress is told.
const TOLD_EVERY: Duration = Duration::from_millis(250);

/// A handle on the thread; there may be many.
#[derive(Clone)]
pub struct Analyst {
    /// Nothing where the reader wants no analysis.
    calls: Option<Sender<()>>,
    room: Arc<Room>,
}

/// What the thread shares with those who call it.
struct Room {
    state: Mutex<Mood>,
    changed: Condvar,
}

#[derive(Default)]
struct Mood {
    /// When the last key came.
    key: Option<Instant>,
    is_over: bool,
}

impl Analyst {
    /// Starts the thread.
    pub fn start(place: Place, dictionary: Arc<Dictionary>, send: Sender<Event>) -> Self {
        let (calls, receive) = channel();
        let room = Room::new();
        let thread = Thread { place, dictionary, send, room: room.clone() };
        thread::spawn(move || thread.work(&receive));
        Self { calls: Some(calls), room }
    }

    /// One that does nothing.
    pub fn idle() -> Self {
        Self { calls: None, room: Room::new() }
    }

    /// There may be something new.
    pub fn look(&self) {
        if let Some(calls) = &self.calls {
            let _ = calls.send(());
        }
    }

    /// A key has come.
    pub fn hush(&self) {
        self.room.mood().key = Some(Instant::now());
    }

    /// Ends it; it is not waited for.
    pub fn finish(&self) {
        self.room.mood().is_over = true;
        self.room.changed.notify_all();
    }
}

impl Room {
    fn new() -> Arc<Self> {
        Arc::new(Self { state: Mutex::default(), changed: Condvar::new() })
    }

    fn mood(&self) -> std::sync::MutexGuard<'_, Mood> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits so long, and then until no key has come for a while. Gives whether to go on.
    fn rest(&self, pause: Duration) -> bool {
        let begun = Instant::now();
        let mut mood = self.mood();
        loop {
            if mood.is_over {
                return false;
            }
            let quiet = mood.key.map_or(Duration::ZERO, |at| QUIET.saturating_sub(at.elapsed()));
            let left = pause.saturating_sub(begun.elapsed()).max(quiet);
            if left.is_zero() {
                return true;
            }
            mood = self.changed.wait_timeout(mood, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

struct Thread {
    place: Place,
    dictionary: Arc<Dictionary>,
    send: Sender<Event>,
    room: Arc<Room>,
}

impl Thread {
    fn work(&self, calls: &Receiver<()>) {
        step_back();
        if !self.room.rest(SETTLE) {
            return;
        }
        loop {
            // Several calls are one.
            calls.try_iter().for_each(drop);
            // What cannot be read or written now is said by whoever answers the reader; here it is tried again later.
            if let Ok(true) = self.analyse() {
                self.tell(Progress::Idle);
            }
            if self.room.mood().is_over || calls.recv().is_err() {
                return;
            }
        }
    }

    /// Analyses what is not yet. Gives whether there was anything.
    fn analyse(&self) -> Result<bool> {
        let Some(mut library) = Library::open_if_there(&self.place.dirs, now().time)? else {
            return Ok(false);
        };
        // Words first: whoever searches waits for those that are owed.
        loop {
            let begun = Instant::now();
            if library.enter_words(BATCH)? == 0 {
                break;
            }
            if !self.room.rest(begun.elapsed()) {
                return Ok(false);
            }
        }
        let due = library.unanalysed()?;
        let mut done = 0;
        let mut told = Instant::now();
        for batch in due.chunks(BATCH) {
            let mut found = Vec::new();
            for id in batch {
                if !self.room.rest(Duration::ZERO) {
                    return Ok(false);
                }
                let begun = Instant::now();
                let lexicon = self.dictionary.lexicon();
                let one = catch_unwind(AssertUnwindSafe(|| library.examined(*id, lexicon)));
                // What has gone meanwhile needs no analysis.
                if let Ok(Ok((digest, indexed))) = one {
                    found.push((*id, digest, indexed));
                }
                if !self.room.rest(begun.elapsed()) {
                    break;
                }
            }
            library.enter(&found)?;
            done += batch.len();
            if told.elapsed() >= TOLD_EVERY {
                told = Instant::now();
                self.tell(Progress::Analysed(done, due.len()));
            }
        }
        Ok(!due.is_empty())
    }

    fn tell(&self, progress: Progress) {
        // The loop may have ended; then nobody listens.
        let _ = self.send.send(Event::Msg(Msg::Progress(progress)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::db::Kept;
    use crate::io::dirs::Dirs;
    use crate::io::fetch::Limits;

    #[test]
    fn what_has_come_in_is_analysed_without_being_asked_for() {
        let folder = tempfile::tempdir().unwrap();
        let place = Place { dirs: Dirs::under(folder.path()), limits: Limits::default() };
        let mut library = place.open().unwrap();
        let at = now().time;
        let address = "https://a.example/quay";
        let (id, _) = library.add_later(address, at).unwrap();
        let page = Kept {
            bytes: b"<p>The quay will open in May, Ilse Maren said on Monday.</p>".to_vec(),
            address: address.into(),
            content_type: Some("text/html".into()),
            fetched: at,
        };
        library.keep(id, &page).unwrap();
        assert_eq!(library.unanalysed().unwrap(), [id]);
        let (send, receive) = channel();
        let analyst = Analyst::start(place, Arc::new(Dictionary::new(Default::default())), send);
        let told = receive.recv_timeout(Duration::from_secs(60)).unwrap();
        assert!(matches!(told, Event::Msg(Msg::Progress(Progress::Idle))), "{told:?}");
        assert_eq!(library.unanalysed().unwrap(), []);
        assert!(library.sources(id).unwrap().iter().any(|(name, ..)| name == "Ilse Maren"));
        analyst.finish();
        // The thread lets go of the channel when it ends.
        analyst.look();
        assert!(receive.recv_timeout(Duration::from_secs(60)).is_err());
    }
}
