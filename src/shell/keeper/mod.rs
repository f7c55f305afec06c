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

mod jobs;
mod shelf;
mod spare_time;
mod watching;

use super::{Event, opened_msg};
use crate::app::shelf::Amend;
use crate::app::state::{Kept, Msg, Notice, Opened, Saved, Snapshot, Ticket};
use crate::doc::{Article, ArticleId};
use crate::io::store::{CameIn, Store};
use crate::notes::draft::Draft;
use crate::notes::places::ReadingPlace;
use anyhow::{Result, anyhow};
use jobs::{Job, Next, next};
use shelf::{Amending, Scan};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::Instant;
use watching::{MOST_READINGS, Reading};

/// An article that has been read, with what the reader should know and what opens it again.
pub struct Read {
    /// The article.
    pub article: Arc<Article>,
    /// What was odd on the way, a sentence each.
    pub notices: Vec<String>,
    /// A path or an address; `None` for what cannot be read twice.
    pub again: Option<String>,
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

    fn answer(&self, msg: Msg) {
        // The loop may have ended; then nobody waits for the answer.
        let _ = self.send.send(Event::Msg(msg));
    }
}
