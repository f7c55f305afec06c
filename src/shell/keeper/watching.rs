//! What others write into the notes that are open here, and what conflicts have left beside them.

use super::Thread;
use crate::app::state::{Incoming, Kept, Msg, Notice};
use crate::doc::ArticleId;
use crate::io::disk::Look;
use crate::io::store::{CameIn, Outside, Stamp};
use crate::notes::History;
use std::time::{Duration, Instant};

/// How often the notes file is looked at. What has changed is read when it looks the same twice, so that
/// a file that is still being written is not taken for a shorter one: within a second.
const LOOK_EVERY: Duration = Duration::from_millis(450);

/// So many readings are remembered: one would do, if none came in while another article is being opened.
pub(super) const MOST_READINGS: usize = 64;

/// What was read, and what is known of it since.
pub(super) struct Reading {
    pub(super) article: ArticleId,
    pub(super) stamp: Stamp,
    /// What can be undone, as last saved.
    pub(super) history: History,
    /// How the file looked the last time, when that is not how it was read.
    pub(super) seen: Option<Look>,
    /// How many files conflicts had left beside it.
    pub(super) conflicts: usize,
    /// How it looked when the reader was told that it cannot be read.
    pub(super) told: Option<Look>,
}

impl Thread {
    pub(super) fn keep(&mut self, reading: Reading) -> Kept {
        let kept = Kept(self.readings.last_key_value().map_or(1, |(last, _)| last.0 + 1));
        self.readings.insert(kept, reading);
        kept
    }

    /// How long to wait for a job before the notes file is looked at.
    pub(super) fn until_look(&self) -> Option<Duration> {
        self.watched.map(|_| LOOK_EVERY.saturating_sub(self.looked.elapsed()))
    }

    /// Looks at the notes file.
    pub(super) fn look(&mut self) {
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
    pub(super) fn read_again(&mut self) {
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
    pub(super) fn offer(&mut self, from: Kept, came_in: CameIn) {
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

    pub(super) fn merge_conflicts(&mut self, kept: Kept) {
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
}
