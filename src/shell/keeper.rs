//! The one thread that touches the reader's own files.
//!
//! Everything goes through it in order: an article opened after a save finds what
//! was saved. Of several saves that wait, only the newest is written. Each reading of
//! the files has a number, and a save is compared with what was read under its number:
//! an article that was opened but never taken up changes nothing.

use super::{Event, opened_msg};
use crate::app::state::{Kept, Msg, Notice, Opened, Saved, Snapshot, Ticket};
use crate::doc::{Article, ArticleId};
use crate::io::store::{Stamp, Store};
use crate::notes::draft::Draft;
use crate::notes::places::ReadingPlace;
use anyhow::{Result, anyhow};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};

/// An article that has been read, with what the reader should know and what opens it again.
pub struct Read {
    /// The article.
    pub article: Arc<Article>,
    /// What was odd on the way, a sentence each.
    pub notices: Vec<String>,
    /// A path or an address; `None` for what cannot be read twice.
    pub again: Option<String>,
}

enum Job {
    Open(Ticket, Read, Option<Sender<Box<Opened>>>),
    Save(u64, Box<Snapshot>),
    Draft(ArticleId, Option<Box<Draft>>),
    Place(ReadingPlace),
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
            let thread = Thread { store, send, stamps: BTreeMap::new(), last_save: Ok(()) };
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

    /// Keeps the reader's place.
    pub fn keep_place(&self, place: Option<ReadingPlace>) {
        if let Some(place) = place {
            let _ = self.jobs.send(Job::Place(place));
        }
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
    stamps: BTreeMap<Kept, Stamp>,
    last_save: Result<()>,
}

impl Thread {
    fn work(mut self, jobs: &Receiver<Job>) -> Result<()> {
        let mut waiting: Vec<Job> = Vec::new();
        while let Some(job) = next(jobs, &mut waiting) {
            match job {
                Job::Finish => break,
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
                    let answer =
                        saved.as_ref().map(Clone::clone).map_err(|error| format!("{error:#}"));
                    self.last_save = saved.map(|_| ());
                    self.answer(Msg::Saved(revision, answer));
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
                // A place that cannot be kept is no reason to trouble a reader who is leaving.
                Job::Place(place) => drop(self.store.save_place(place)),
            }
        }
        self.last_save.map_err(|error| error.context("the last notes are not saved"))
    }

    fn open(&mut self, read: Read) -> Opened {
        let loaded = self.store.load(&read.article);
        let mut notices = read.notices;
        notices.extend(loaded.problems.into_iter().map(|problem| problem.says));
        let kept = Kept(self.stamps.last_key_value().map_or(1, |(last, _)| last.0 + 1));
        self.stamps.insert(kept, loaded.stamp);
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

    fn save(&mut self, snapshot: &Snapshot) -> Result<Saved> {
        let stamp = self.stamps.get_mut(&snapshot.kept).ok_or_else(|| {
            anyhow!("it is not known which file these notes were read from; this is a bug")
        })?;
        if let Err(error) = self.store.keep_text(&snapshot.article, &snapshot.notebook) {
            // The notes are what matters; they hold their own words.
            let says = format!("The text that your notes are on is not kept: {error:#}");
            let _ = self.send.send(Event::Msg(Msg::Told(Notice::Failed(says))));
        }
        let saved =
            self.store.save(&snapshot.notebook, &snapshot.history, stamp, super::now().time)?;
        *stamp = saved.stamp;
        if snapshot.ends_draft {
            // The note is safe now; a draft left behind would only be offered again.
            let _ = self.store.remove_draft(&snapshot.notebook.article);
        }
        for warning in saved.warnings {
            self.answer(Msg::Told(Notice::Failed(warning)));
        }
        Ok(Saved { conflict: saved.conflict.map(|path| path.display().to_string()) })
    }

    fn answer(&self, msg: Msg) {
        // The loop may have ended; then nobody waits for the answer.
        let _ = self.send.send(Event::Msg(msg));
    }
}

/// The next job; a save that a newer one directly follows is passed over.
fn next(jobs: &Receiver<Job>, waiting: &mut Vec<Job>) -> Option<Job> {
    if waiting.is_empty() {
        waiting.push(jobs.recv().ok()?);
    }
    waiting.extend(jobs.try_iter());
    while let [Job::Save(_, old), Job::Save(_, new), ..] = waiting.as_mut_slice()
        && old.kept == new.kept
    {
        new.ends_draft |= old.ends_draft;
        waiting.remove(0);
    }
    Some(waiting.remove(0))
}
