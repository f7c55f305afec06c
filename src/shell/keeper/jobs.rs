//! What the keeper is asked for, and in which order it does it.

use super::Read;
use crate::app::shelf::Amend;
use crate::app::state::{Kept, Opened, Snapshot, Ticket};
use crate::doc::ArticleId;
use crate::notes::draft::Draft;
use crate::notes::places::ReadingPlace;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

/// What the thread is to do.
pub(super) enum Job {
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

/// What is to be done next.
pub(super) enum Next {
    Job(Job),
    Look,
    End,
}

/// The next job, or the time for a look; a save that a newer one directly follows is passed over.
pub(super) fn next(
    jobs: &Receiver<Job>,
    waiting: &mut Vec<Job>,
    until_look: Option<Duration>,
) -> Next {
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
