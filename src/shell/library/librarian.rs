//! The thread that answers what the first screen asks of the library.
//!
//! What needs a server (subscribing, keeping a page) is done on the side, by a thread for each: the screen goes on
//! meanwhile, and the answer comes when it comes.

use super::order::{Job, next};
use super::{Analyst, Place};
use crate::app::state::{Msg, Ticket};
use crate::io::db::{Library, Marked, NewFeed};
use crate::io::noted::index_notes;
use crate::io::read::library as read;
use crate::io::refresh::Plan;
use crate::io::refresh::subscribe;
use crate::library::front::{Ask, Progress, Scope, Told};
use crate::shell::{Event, now};
use anyhow::{Context, Result, bail};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

/// How long the end waits for changes that were asked for.
const PATIENCE: Duration = Duration::from_secs(3);

/// How long a first question waits for a second.
const BREATH: Duration = Duration::from_millis(1);

/// A handle on the thread.
pub struct Librarian {
    jobs: Sender<Job>,
}

impl Librarian {
    /// Starts the thread. The library is opened with the first question.
    pub fn start(place: Place, analyst: Analyst, send: Sender<Event>) -> Self {
        let (jobs, receive) = channel();
        thread::spawn(move || {
            let desk = Desk { place, analyst, send, library: None, mistakes: Vec::new() };
            desk.work(&receive);
        });
        Self { jobs }
    }

    /// Asks; the answer comes as a message.
    pub fn ask(&self, ticket: Ticket, ask: Box<Ask>) {
        // The thread ends only after the loop, which then waits for nothing.
        let _ = self.jobs.send(Job::Ask(ticket, ask));
    }

    /// Notes have been written.
    pub fn look_at_notes(&self) {
        let _ = self.jobs.send(Job::Notes);
    }

    /// Waits, not for long, until all changes that were asked for are made.
    pub fn finish(&self) {
        let (done, wait) = channel();
        if self.jobs.send(Job::Finish(done)).is_ok() {
            let _ = wait.recv_timeout(PATIENCE);
        }
    }
}

struct Desk {
    place: Place,
    analyst: Analyst,
    send: Sender<Event>,
    library: Option<Library>,
    /// What was wrong in the reader's own file when it was last looked at.
    mistakes: Vec<String>,
}

impl Desk {
    fn work(mut self, jobs: &Receiver<Job>) {
        let mut waiting = Vec::new();
        loop {
            if waiting.is_empty() {
                let Ok(job) = jobs.recv() else { return };
                waiting.push(job);
                // The screen asks for tree and list in one breath: what is wanted first is known when both are here.
                waiting.extend(jobs.recv_timeout(BREATH));
            }
            waiting.extend(jobs.try_iter());
            match next(&mut waiting) {
                None => {}
                Some(Job::Finish(done)) => {
                    let _ = done.send(());
                    return;
                }
                Some(Job::Notes) => {
                    // A panic in one notes file must not leave the screen without answers.
                    let _ = catch_unwind(AssertUnwindSafe(|| self.index_notes()));
                }
                Some(Job::Ask(ticket, ask)) => self.take(ticket, *ask),
            }
        }
    }

    fn take(&mut self, ticket: Ticket, ask: Ask) {
        match ask {
            Ask::Subscribe(word, folder) => {
                self.on_the_side(ticket, move |place| subscribed(place, &word, folder));
            }
            Ask::Add(address) => {
                self.on_the_side(ticket, move |place| {
                    let mut library = place.open()?;
                    let (id, says) = read::add(&mut library, &address, &place.limits)?;
                    Ok(Told::Done(says, vec![id]))
                });
            }
            ask => {
                let told = caught(|| self.answer(ask));
                tell(&self.send, ticket, told);
            }
        }
    }

    fn on_the_side(
        &self,
        ticket: Ticket,
        work: impl FnOnce(&Place) -> Result<Told> + Send + 'static,
    ) {
        let (place, analyst, send) = (self.place.clone(), self.analyst.clone(), self.send.clone());
        thread::spawn(move || {
            let told = caught(|| work(&place));
            if matches!(told, Told::Done(..)) {
                analyst.look();
            }
            tell(&send, ticket, told);
        });
    }

    /// Enters notes that have been written, where there is a library that has been looked at.
    fn index_notes(&mut self) {
        let Some(library) = &mut self.library else { return };
        // What goes wrong here is said where notes are read, or with the next question.
        if let Ok(true) = index_notes(library, &self.place.dirs) {
            let _ = self.send.send(Event::Msg(Msg::Progress(Progress::Noted)));
        }
    }

    fn answer(&mut self, ask: Ask) -> Result<Told> {
        let at = now().time;
        self.library()?;
        let looks_at_notes = match &ask {
            Ask::Tree => true,
            Ask::List(wanted) => {
                matches!(wanted.scope, Scope::Noted | Scope::Saved(_) | Scope::Search(_))
            }
            _ => false,
        };
        if looks_at_notes {
            self.index_notes();
        }
        let library = self.library()?;
        Ok(match ask {
            Ask::Tree => {
                let tree = library.tree()?;
                let (_, mistakes) = library.own();
                self.complain(mistakes);
                Told::Tree(tree)
            }
            Ask::List(wanted) => Told::List(library.list(&wanted)?),
            Ask::Briefs(ids) => Told::Briefs(library.briefs(&ids)?),
            Ask::Mark(which, marks) => {
                let (says, changed) = library.mark_which(&which, &marks, at)?;
                Told::Done(says, changed)
            }
            Ask::Undo => done(library.undo_mark(at)?, "There is nothing to take back"),
            Ask::Redo => done(library.redo_mark(at)?, "There is nothing to do again"),
            Ask::Unsubscribe(id) => {
                let feed = library.feeds()?.into_iter().find(|feed| feed.id == id);
                let feed = feed.context("This feed is gone already")?;
                library.unsubscribe(id, at)?;
                Told::Done(format!("No longer subscribed to {}", feed.title), Vec::new())
            }
            Ask::SaveQuery(name, ask) => {
                library.save_query(&name, &ask)?;
                Told::Done(format!("{name} is kept as a feed"), Vec::new())
            }
            Ask::ForgetQuery(name) => {
                library.forget_query(&name)?;
                Told::Done(format!("{name} is forgotten"), Vec::new())
            }
            Ask::Whole(id, whole) => {
                let feed = library.feeds()?.into_iter().find(|feed| feed.id == id);
                let feed = feed.context("This feed is gone")?;
                let new =
                    NewFeed { address: feed.address, whole: Some(whole), ..NewFeed::default() };
                library.subscribe(&[new], at)?;
                Told::Done(format!("{}: whole articles {}", feed.title, whole.name()), Vec::new())
            }
            Ask::Subscribe(..) | Ask::Add(_) => bail!("this is done elsewhere; this is a bug"),
        })
    }

    /// Says what is wrong in the reader's own file, each thing once.
    fn complain(&mut self, mistakes: Vec<String>) {
        for says in mistakes.iter().filter(|says| !self.mistakes.contains(says)) {
            let _ = self.send.send(Event::Msg(Msg::Odd(says.clone())));
        }
        self.mistakes = mistakes;
    }

    /// The library. What happened on opening it is said.
    fn library(&mut self) -> Result<&mut Library> {
        if self.library.is_none() {
            let mut library = self.place.open()?;
            for says in std::mem::take(&mut library.notices) {
                let _ = self.send.send(Event::Msg(Msg::Odd(says)));
            }
            self.library = Some(library);
        }
        self.library.as_mut().context("the library is closed; this is a bug")
    }
}

fn done(changed: Option<Marked>, nothing: &str) -> Told {
    match changed {
        Some((says, items)) => Told::Done(says, items),
        None => Told::Failed(nothing.into()),
    }
}

fn subscribed(place: &Place, word: &str, folder: Option<String>) -> Result<Told> {
    let mut new = NewFeed {
        address: subscribe::address(word)?,
        folders: folder.into_iter().collect(),
        ..NewFeed::default()
    };
    let plan = Plan::new(&place.limits);
    let found = subscribe::look(&new.address, &new.headers, &plan)?;
    new.address.clone_from(&found.address);
    let mut library = place.open()?;
    let begun = subscribe::begin(&mut library, new, Some(&found), now().time)?;
    Ok(Told::Done(begun.says(), begun.stored.new))
}

/// A panic is an answer too.
fn caught(work: impl FnOnce() -> Result<Told>) -> Told {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(Ok(told)) => told,
        Ok(Err(error)) => Told::Failed(format!("{error:#}")),
        Err(_) => Told::Failed("That failed; this is a bug in whosaid".into()),
    }
}

fn tell(send: &Sender<Event>, ticket: Ticket, told: Told) {
    // The loop may have ended; then nobody waits for the answer.
    let _ = send.send(Event::Msg(Msg::Answered(ticket, Box::new(told))));
}
