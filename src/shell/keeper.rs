//! The one thread that touches the reader's own files.
//!
//! Everything goes through it in order: an article opened after a save finds what
//! was saved. Of several saves that wait, only the newest is written.

use super::{Event, opened_msg};
use crate::app::state::{Msg, Opened, Saved, Snapshot, Ticket};
use crate::doc::{Article, ArticleId, Time};
use crate::io::store::{Stamp, Store};
use crate::notes::draft::Draft;
use crate::notes::places::ReadingPlace;
use anyhow::{Result, anyhow};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};

enum Job {
    Open(Ticket, Arc<Article>, Vec<String>, Option<Sender<Box<Opened>>>),
    Save(u64, Box<Snapshot>),
    Draft(ArticleId, Option<Box<Draft>>),
    Place(ReadingPlace),
    Finish,
}

/// A handle on the thread.
pub struct Keeper {
    jobs: Sender<Job>,
    thread: JoinHandle<Result<()>>,
    has_place: Arc<AtomicBool>,
}

/// For threads that open articles.
#[derive(Clone)]
pub struct Asker {
    jobs: Sender<Job>,
}

impl Asker {
    /// Finds what is kept on an article and sends all of it to the loop.
    pub fn open(&self, ticket: Ticket, article: Arc<Article>, notices: Vec<String>) {
        // The thread ends only after the loop, which then waits for nothing.
        let _ = self.jobs.send(Job::Open(ticket, article, notices, None));
    }
}

impl Keeper {
    /// Starts the thread.
    pub fn start(store: Store, send: Sender<Event>) -> Self {
        let (jobs, receive) = channel();
        let has_place = Arc::new(AtomicBool::new(false));
        let flag = has_place.clone();
        let thread = thread::spawn(move || keep(&store, &receive, &send, &flag));
        Self { jobs, thread, has_place }
    }

    /// Finds what is kept on an article and waits for it: for the first screen.
    ///
    /// # Errors
    /// When the thread has died.
    pub fn open_now(&self, article: Arc<Article>, notices: Vec<String>) -> Result<Box<Opened>> {
        let (answer, wait) = channel();
        let _ = self.jobs.send(Job::Open(Ticket(0), article, notices, Some(answer)));
        wait.recv().map_err(|_| anyhow!("the notes could not be read"))
    }

    /// Opens articles from other threads.
    pub fn asker(&self) -> Asker {
        Asker { jobs: self.jobs.clone() }
    }

    /// Writes notes; the outcome comes as a message.
    pub fn save(&self, revision: u64, snapshot: Snapshot) {
        let _ = self.jobs.send(Job::Save(revision, Box::new(snapshot)));
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

    /// Whether a place is kept for the article on the screen, so that going back to its beginning counts.
    pub fn has_place(&self) -> bool {
        self.has_place.load(Ordering::Relaxed)
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

fn keep(
    store: &Store,
    jobs: &Receiver<Job>,
    send: &Sender<Event>,
    has_place: &AtomicBool,
) -> Result<()> {
    let mut stamps: BTreeMap<ArticleId, Stamp> = BTreeMap::new();
    let mut waiting: Vec<Job> = Vec::new();
    let mut last_save = Ok(());
    loop {
        let Some(job) = next(jobs, &mut waiting) else { return last_save };
        match job {
            Job::Finish => return last_save,
            Job::Open(ticket, article, notices, answer) => {
                let (opened, stamp) = open(store, article, notices);
                has_place.store(opened.place.is_some(), Ordering::Relaxed);
                stamps.insert(opened.article.id.clone(), stamp);
                match answer {
                    Some(answer) => drop(answer.send(Box::new(opened))),
                    None => drop(send.send(opened_msg(ticket, Ok(Box::new(opened))))),
                }
            }
            Job::Save(revision, snapshot) => {
                let Some(stamp) = stamps.get_mut(&snapshot.notebook.article) else { continue };
                let saved = store.save(&snapshot.notebook, &snapshot.history, stamp, now());
                let outcome = match &saved {
                    Ok(saved) => {
                        *stamp = saved.stamp.clone();
                        let conflict =
                            saved.conflict.as_ref().map(|path| path.display().to_string());
                        Ok(Saved { conflict })
                    }
                    Err(error) => Err(format!("{error:#}")),
                };
                last_save = saved
                    .map(|_| ())
                    .map_err(|error| error.context("the last notes are not saved"));
                let _ = send.send(Event::Msg(Msg::Saved(revision, outcome)));
            }
            Job::Draft(article, draft) => {
                let kept = match draft {
                    Some(draft) => store.save_draft(&article, &draft),
                    None => store.remove_draft(&article),
                };
                if let Err(error) = kept {
                    let notice =
                        crate::app::state::Notice::Failed(format!("Draft not kept: {error:#}"));
                    let _ = send.send(Event::Msg(Msg::Told(notice)));
                }
            }
            // A place that cannot be kept is no reason to trouble a reader who is leaving.
            Job::Place(place) => drop(store.save_place(place)),
        }
    }
}

/// The next job; a save that a newer one follows is passed over.
fn next(jobs: &Receiver<Job>, waiting: &mut Vec<Job>) -> Option<Job> {
    if waiting.is_empty() {
        waiting.push(jobs.recv().ok()?);
    }
    waiting.extend(jobs.try_iter());
    loop {
        let job = waiting.remove(0);
        let is_outdated = match &job {
            Job::Save(_, old) => waiting.iter().any(|later| {
                matches!(later, Job::Save(_, new) if new.notebook.article == old.notebook.article)
            }),
            _ => false,
        };
        if !is_outdated {
            return Some(job);
        }
    }
}

fn open(store: &Store, article: Arc<Article>, mut notices: Vec<String>) -> (Opened, Stamp) {
    let loaded = store.load(&article);
    notices.extend(loaded.problems.into_iter().map(|problem| problem.says));
    let place = store.place(&article.id).map(|place| place.anchor);
    let opened = Opened {
        article,
        notebook: loaded.notebook,
        history: loaded.history,
        draft: loaded.draft,
        place,
        notices,
    };
    (opened, loaded.stamp)
}

fn now() -> Time {
    super::now().time
}
