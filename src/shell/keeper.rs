//! The one thread that touches the reader's own files.
//!
//! Everything goes through it in order: an article opened after a save finds what
//! was saved. Of several saves that wait, only the newest is written. Each reading of
//! the files has a number, and a save is compared with what was read under its number:
//! an article that was opened but never taken up changes nothing.
//!
//! While an article is open its notes file is looked at now and then. What others have written there is
//! merged and offered to the loop as another reading, which it takes up or not: what it saves next says
//! by its number what it started from.

use super::shelf::{Amending, Scan};
use super::{Event, opened_msg};
use crate::app::shelf::{Amend, Amended};
use crate::app::state::{Incoming, Kept, Msg, Notice, Opened, Saved, Snapshot, Ticket};
use crate::doc::{Article, ArticleId};
use crate::io::disk::Look;
use crate::io::store::{CameIn, Outside, Stamp, Store};
use crate::notes::History;
use crate::notes::draft::Draft;
use crate::notes::places::ReadingPlace;
use anyhow::{Result, anyhow};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// How often the notes file is looked at. What has changed is read when it looks the same twice, so that
/// a file that is still being written is not taken for a shorter one: within a second.
const LOOK_EVERY: Duration = Duration::from_millis(450);

/// An article that has been read, with what the reader should know and what opens it again.
pub struct Read {
    /// The article.
    pub article: Arc<Article>,
    /// What was odd on the way, a sentence each.
    pub notices: Vec<String>,
    /// A path or an address; `None` for what cannot be read twice.
    pub again: Option<String>,
}

/// So many readings are remembered: one would do, if none came in while another article is being opened.
const MOST_READINGS: usize = 64;

enum Job {
    Open(Ticket, Read, Option<Sender<Box<Opened>>>),
    Save(u64, Box<Snapshot>),
    Draft(ArticleId, Option<Box<Draft>>),
    Place(ReadingPlace),
    Choice(String),
    Watch(Kept),
    CountConflicts(Kept),
    MergeConflicts(Kept),
    Shelf(Ticket, Kept),
    Amend(Ticket, Box<Amend>),
    CatchUp(Sender<()>),
    Finish,
}

/// A handle on the thread.
pub struct Keeper {
    jobs: Sender<Job>,
    answers: Sender<Event>,
    thread: JoinHandle<Result<()>>,
}

/// For threads that open articles.
#[derive(Clone)]
pub struct Asker {
    jobs: Sender<Job>,
}

impl Asker {
    /// Finds what is kept on an article and sends all of it to the loop.
    pub fn open(&self, ticket: Ticket, read: Read) {
        // The thread ends only after the loop, which then waits for nothing.
        let _ = self.jobs.send(Job::Open(ticket, read, None));
    }
}

impl Keeper {
    /// Starts the thread.
    pub fn start(store: Store, answers: Sender<Event>) -> Self {
        let (jobs, receive) = channel();
        let send = answers.clone();
        let thread = thread::spawn(move || {
            let thread = Thread {
                store,
                send,
                readings: BTreeMap::new(),
                watched: None,
                looked: Instant::now(),
                scan: None,
                amending: None,
                knows_bulks: false,
                last_save: Ok(()),
            };
            thread.work(&receive)
        });
        Self { jobs, answers, thread }
    }

    /// Finds what is kept on an article and waits for it: for the first screen.
    ///
    /// # Errors
    /// When the thread has died.
    pub fn open_now(&self, read: Read) -> Result<Box<Opened>> {
        let (answer, wait) = channel();
        let _ = self.jobs.send(Job::Open(Ticket(0), read, Some(answer)));
        wait.recv().map_err(|_| anyhow!("the notes could not be read"))
    }

    /// Opens articles from other threads.
    pub fn asker(&self) -> Asker {
        Asker { jobs: self.jobs.clone() }
    }

    /// Writes notes; the outcome comes as a message.
    pub fn save(&self, revision: u64, snapshot: Snapshot) {
        if self.jobs.send(Job::Save(revision, Box::new(snapshot))).is_err() {
            let says = "the part of the program that saves has ended; this is a bug";
            let _ = self.answers.send(Event::Msg(Msg::Saved(revision, Err(says.into()))));
        }
    }

    /// Keeps the note that is being typed, or forgets it.
    pub fn save_draft(&self, article: ArticleId, draft: Option<Box<Draft>>) {
        let _ = self.jobs.send(Job::Draft(article, draft));
    }

    /// Looks from now on for what others write into these notes.
    pub fn watch(&self, kept: Kept) {
        let _ = self.jobs.send(Job::Watch(kept));
    }

    /// Counts what conflicts have left; the count comes as a message.
    pub fn count_conflicts(&self, kept: Kept) {
        let _ = self.jobs.send(Job::CountConflicts(kept));
    }

    /// Takes in what conflicts have left; what comes of it comes as messages.
    pub fn merge_conflicts(&self, kept: Kept) {
        let _ = self.jobs.send(Job::MergeConflicts(kept));
    }

    /// Reads all notes files; what is found comes bit by bit.
    pub fn read_shelf(&self, ticket: Ticket, kept: Kept) {
        let _ = self.jobs.send(Job::Shelf(ticket, kept));
    }

    /// Changes notes files that are not open; the outcome comes as a message.
    pub fn amend(&self, ticket: Ticket, amend: Box<Amend>) {
        let _ = self.jobs.send(Job::Amend(ticket, amend));
    }

    /// Waits until everything asked for so far is done.
    pub fn catch_up(&self) {
        let (done, wait) = channel();
        // Where the thread has died there is nothing to wait for.
        if self.jobs.send(Job::CatchUp(done)).is_ok() {
            let _ = wait.recv();
        }
    }

    /// Keeps the reader's place.
    pub fn keep_place(&self, place: Option<ReadingPlace>) {
        if let Some(place) = place {
            let _ = self.jobs.send(Job::Place(place));
        }
    }

    /// Keeps what was chosen in the export menu.
    pub fn keep_choice(&self, choice: String) {
        let _ = self.jobs.send(Job::Choice(choice));
    }

    /// Does what is left to do and ends.
    ///
    /// # Errors
    /// When the last save did not succeed.
    pub fn finish(self, place: Option<ReadingPlace>) -> Result<()> {
        self.keep_place(place);
        let _ = self.jobs.send(Job::Finish);
        self.thread.join().unwrap_or_else(|_| Err(anyhow!("the notes may not all be saved")))
    }
}

struct Thread {
    store: Store,
    send: Sender<Event>,
    readings: BTreeMap<Kept, Reading>,
    watched: Option<Kept>,
    looked: Instant,
    /// Goes on while nothing else is to be done.
    scan: Option<Scan>,
    /// Goes on while nothing else is to be done, before the scan.
    amending: Option<Amending>,
    /// Whether what can be taken back has been sent.
    knows_bulks: bool,
    last_save: Result<()>,
}

/// What was read, and what is known of it since.
struct Reading {
    article: ArticleId,
    stamp: Stamp,
    /// What can be undone, as last saved.
    history: History,
    /// How the file looked the last time, when that is not how it was read.
    seen: Option<Look>,
    /// How many files conflicts had left beside it.
    conflicts: usize,
    /// How it looked when the reader was told that it cannot be read.
    told: Option<Look>,
}

impl Thread {
    fn work(mut self, jobs: &Receiver<Job>) -> Result<()> {
        let mut waiting: Vec<Job> = Vec::new();
        self.store.sweep();
        loop {
            if (self.amending.is_some() || self.scan.is_some()) && waiting.is_empty() {
                waiting.extend(jobs.try_iter());
                if waiting.is_empty() {
                    self.go_on();
                    continue;
                }
            }
            let job = match next(jobs, &mut waiting, self.until_look()) {
                Next::Job(job) => job,
                Next::Look => {
                    self.look();
                    continue;
                }
                Next::End => break,
            };
            match job {
                Job::Finish => {
                    while self.amending.is_some() {
                        self.go_on();
                    }
                    break;
                }
                Job::Watch(kept) => {
                    self.watched = Some(kept);
                    // What was read so long ago is neither open nor about to be.
                    while self.readings.len() > MOST_READINGS {
                        self.readings.pop_first();
                    }
                }
                Job::CountConflicts(kept) => {
                    if let Some(reading) = self.readings.get(&kept) {
                        let found = self.store.conflicts(&reading.stamp);
                        let says = (found.files > 0).then(|| found.says());
                        self.answer(Msg::Conflicts(kept, says));
                    }
                }
                Job::MergeConflicts(kept) => self.merge_conflicts(kept),
                Job::Open(ticket, read, answer) => {
                    let opened = Box::new(self.open(read));
                    match answer {
                        Some(answer) => drop(answer.send(opened)),
                        None => drop(self.send.send(opened_msg(ticket, Ok(opened)))),
                    }
                }
                Job::Save(revision, snapshot) => {
                    // A panic here must not leave the reader believing that notes are being saved.
                    let saved = catch_unwind(AssertUnwindSafe(|| self.save(&snapshot)));
                    let saved =
                        saved.unwrap_or_else(|_| Err(anyhow!("saving failed; this is a bug")));
                    let (answer, came_in, last) = match saved {
                        Ok((saved, came_in)) => (Ok(saved), came_in, Ok(())),
                        Err(error) => (Err(format!("{error:#}")), None, Err(error)),
                    };
                    self.last_save = last;
                    self.answer(Msg::Saved(revision, answer));
                    // Only what is safe is taken for what this was made of.
                    if let Some(came_in) = came_in {
                        self.offer(snapshot.kept, came_in);
                    }
                }
                Job::Draft(article, draft) => {
                    let kept = match draft {
                        Some(draft) => self.store.save_draft(&article, &draft),
                        None => self.store.remove_draft(&article),
                    };
                    if let Err(error) = kept {
                        self.answer(Msg::Told(Notice::Failed(format!(
                            "Draft not kept: {error:#}"
                        ))));
                    }
                }
                Job::Shelf(ticket, kept) => {
                    let open =
                        self.readings.get(&kept).map(|reading| reading.stamp.path().to_owned());
                    let first = !std::mem::replace(&mut self.knows_bulks, true);
                    let bulks = first.then(|| self.store.bulks());
                    self.scan = Some(Scan::begin(&self.store, ticket, open, bulks));
                }
                Job::Amend(ticket, amend) => {
                    self.amending = Some(Amending::begin(&self.store, ticket, *amend));
                }
                Job::CatchUp(done) => drop(done.send(())),
                // A place that cannot be kept is no reason to trouble a reader who is leaving.
                Job::Place(place) => drop(self.store.save_place(place)),
                Job::Choice(choice) => drop(self.store.save_choice(&choice)),
            }
        }
        self.last_save.map_err(|error| error.context("the last notes are not saved"))
    }

    fn open(&mut self, read: Read) -> Opened {
        let loaded = self.store.load(&read.article);
        let mut notices = read.notices;
        notices.extend(loaded.problems.into_iter().map(|problem| problem.says));
        let kept = self.keep(Reading {
            article: read.article.id.clone(),
            conflicts: self.store.conflicts(&loaded.stamp).files,
            stamp: loaded.stamp,
            history: loaded.history.clone(),
            seen: None,
            told: None,
        });
        let place = self.store.place(&read.article.id).map(|place| place.anchor);
        let older = self.store.older_texts(&read.article, &loaded.notebook);
        Opened {
            article: read.article,
            notebook: loaded.notebook,
            history: loaded.history,
            draft: loaded.draft,
            place,
            kept,
            again: read.again,
            older,
            notices,
        }
    }

    fn keep(&mut self, reading: Reading) -> Kept {
        let kept = Kept(self.readings.last_key_value().map_or(1, |(last, _)| last.0 + 1));
        self.readings.insert(kept, reading);
        kept
    }

    /// Does some of what is done while nothing else is asked for.
    fn go_on(&mut self) {
        match self.amending.take() {
            Some(amending) => self.amend_on(amending),
            None => self.read_on(),
        }
    }

    fn amend_on(&mut self, mut amending: Amending) {
        let ticket = amending.ticket();
        let now = super::now().time;
        let changed = catch_unwind(AssertUnwindSafe(|| amending.go_on(&self.store, now)));
        let (amended, is_last) = changed.unwrap_or_else(|_| {
            let failures = vec!["Changing notes failed; this is a bug in whosaid".into()];
            (Amended { failures, ..Amended::default() }, true)
        });
        self.answer(Msg::Amended(ticket, Box::new(amended)));
        self.amending = Some(amending).filter(|_| !is_last);
    }

    /// Reads some more of the notes files.
    fn read_on(&mut self) {
        let Some(mut scan) = self.scan.take() else { return };
        let read = catch_unwind(AssertUnwindSafe(|| scan.go_on(&self.store)));
        let Ok((ticket, news, is_last)) = read else {
            let says = "Reading the notes failed; this is a bug in whosaid";
            return self.answer(Msg::Told(Notice::Failed(says.into())));
        };
        self.answer(Msg::News(ticket, Box::new(news)));
        self.scan = Some(scan).filter(|_| !is_last);
    }

    fn save(&mut self, snapshot: &Snapshot) -> Result<(Saved, Option<CameIn>)> {
        let reading = self.readings.get_mut(&snapshot.kept).ok_or_else(|| {
            anyhow!("it is not known which file these notes were read from; this is a bug")
        })?;
        if let Err(error) = self.store.keep_text(&snapshot.article, &snapshot.notebook) {
            // The notes are what matters; they hold their own words.
            let says = format!("The text that your notes are on is not kept: {error:#}");
            let _ = self.send.send(Event::Msg(Msg::Told(Notice::Failed(says))));
        }
        let now = super::now().time;
        let saved = self.store.save(&snapshot.notebook, &snapshot.history, &reading.stamp, now)?;
        reading.stamp = saved.stamp;
        reading.history = snapshot.history.clone();
        reading.conflicts += usize::from(saved.conflict.is_some());
        (reading.seen, reading.told) = (None, None);
        if snapshot.ends_draft {
            // The note is safe now; a draft left behind would only be offered again.
            let _ = self.store.remove_draft(&snapshot.notebook.article);
        }
        for warning in saved.warnings {
            self.answer(Msg::Told(Notice::Failed(warning)));
        }
        let conflict = saved.conflict.map(|conflict| conflict.says());
        Ok((Saved { conflict }, saved.came_in))
    }

    /// How long to wait for a job before the notes file is looked at.
    fn until_look(&self) -> Option<Duration> {
        self.watched.map(|_| LOOK_EVERY.saturating_sub(self.looked.elapsed()))
    }

    /// Looks at the notes file.
    fn look(&mut self) {
        self.looked = Instant::now();
        let Some(reading) = self.watched.and_then(|kept| self.readings.get_mut(&kept)) else {
            return;
        };
        let touched = reading.stamp.touched();
        let is_still = touched == reading.seen;
        reading.seen = touched;
        if touched.is_some() && is_still && touched != reading.told {
            self.read_again();
        }
    }

    /// Reads what others have written, and offers it.
    fn read_again(&mut self) {
        let Some(kept) = self.watched else { return };
        let Some(reading) = self.readings.get_mut(&kept) else { return };
        match self.store.outside(&reading.article, &reading.history, &mut reading.stamp) {
            Outside::Nothing => {}
            Outside::CameIn(came_in) => {
                let known = reading.conflicts;
                reading.conflicts = self.store.conflicts(&reading.stamp).files;
                let is_more = reading.conflicts > known;
                let says = self.store.told_of_conflicts(&came_in.stamp).filter(|_| is_more);
                self.offer(kept, *came_in);
                // Another window has put what was written here beside the notes file.
                if let Some(says) = says {
                    self.answer(Msg::Odd(says));
                }
            }
            Outside::Lost(says) => {
                reading.told = reading.seen;
                self.answer(Msg::Odd(says));
            }
        }
    }

    /// Offers to the loop what came in, as another reading.
    fn offer(&mut self, from: Kept, came_in: CameIn) {
        let Some(reading) = self.readings.get(&from) else { return };
        let CameIn { notes, history, lost, stamp } = came_in;
        let kept = self.keep(Reading {
            article: reading.article.clone(),
            conflicts: reading.conflicts,
            stamp,
            history: history.clone(),
            seen: None,
            told: None,
        });
        let incoming = Incoming { from, kept, notes, history, lost };
        self.answer(Msg::CameIn(Box::new(incoming)));
    }

    fn merge_conflicts(&mut self, kept: Kept) {
        let Some(reading) = self.readings.get(&kept) else { return };
        let merged = self.store.merge_conflicts(&reading.stamp);
        self.read_again();
        let notice = match merged {
            Ok((files, tally)) => {
                let what = if files == 1 { "a conflict file" } else { "conflict files" };
                let added = crate::notes::merge::counted(tally.added);
                Notice::Done(format!("{added} taken in from {what}; undo takes it back"))
            }
            Err(error) => Notice::Failed(format!("Nothing was taken in: {error:#}")),
        };
        self.answer(Msg::Told(notice));
    }

    fn answer(&self, msg: Msg) {
        // The loop may have ended; then nobody waits for the answer.
        let _ = self.send.send(Event::Msg(msg));
    }
}

/// What is to be done next.
enum Next {
    Job(Job),
    Look,
    End,
}

/// The next job, or the time for a look; a save that a newer one directly follows is passed over.
fn next(jobs: &Receiver<Job>, waiting: &mut Vec<Job>, until_look: Option<Duration>) -> Next {
    if waiting.is_empty() {
        let job = match until_look {
            None => jobs.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(wait) => jobs.recv_timeout(wait),
        };
        match job {
            Ok(job) => waiting.push(job),
            Err(RecvTimeoutError::Timeout) => return Next::Look,
            Err(RecvTimeoutError::Disconnected) => return Next::End,
        }
    }
    waiting.extend(jobs.try_iter());
    while let [Job::Save(_, old), Job::Save(_, new), ..] = waiting.as_mut_slice()
        && old.kept == new.kept
    {
        new.ends_draft |= old.ends_draft;
        waiting.remove(0);
    }
    Next::Job(waiting.remove(0))
}
