//! What others write into the notes while they are open here.
//!
//! The file is looked at now and then (its size, its times, its inode), and read only when that has
//! changed. Being told by the system would be sooner, but works neither on every file system nor for
//! what another machine writes into a folder that is shared or synchronised; a look costs microseconds.

use super::{Held, Stamp, Store, held};
use crate::doc::ArticleId;
use crate::io::disk::{self, Look};
use crate::notes::merge::{Notes, fitted, histories, with_outside};
use crate::notes::{History, from_toml};
use std::sync::Arc;

/// What others wrote, merged with what was known here.
#[derive(Clone, Debug, PartialEq)]
pub struct CameIn {
    /// All notes as they are now.
    pub notes: Notes,
    /// What can be undone now.
    pub history: History,
    /// How many steps of it cannot be undone any more, because others changed the same notes.
    pub lost: usize,
    /// For saving what becomes of these notes.
    pub stamp: Stamp,
}

/// What a look at the file has shown.
#[derive(Clone, Debug, PartialEq)]
pub enum Outside {
    /// It says what is known already.
    Nothing,
    /// It says something else.
    CameIn(Box<CameIn>),
    /// It is gone or cannot be read any more; a sentence for the reader.
    Lost(String),
}

impl Stamp {
    /// How the file looks now, if that is not how it looked.
    #[must_use]
    pub fn touched(&self) -> Option<Look> {
        Some(disk::look(&self.path)).filter(|look| *look != self.seen)
    }
}

impl Store {
    /// Reads what others have written since the stamp was made, and brings the stamp's knowledge of the
    /// file up to date. `history` is what can be undone here.
    pub fn outside(&self, article: &ArticleId, history: &History, stamp: &mut Stamp) -> Outside {
        // Who holds the lock is about to write; the next look will find it.
        let Ok(_lock) = self.lock_to_read() else { return Outside::Nothing };
        let seen = disk::look(&stamp.path);
        let current = disk::read(&stamp.path);
        let name = stamp.path.display();
        let bytes = match &current {
            Ok(Some(bytes)) => bytes,
            Ok(None) if stamp.held == Held::Nothing => return Outside::Nothing,
            Ok(None) => {
                return Outside::Lost(format!(
                    "The notes file is gone: {name}. Your notes are still here, and the next \
                     change writes all of them again"
                ));
            }
            Err(error) => return Outside::Lost(unreadable(&format!("{error:#}"))),
        };
        let notes = match std::str::from_utf8(bytes).map_err(|_| "it is not UTF-8 text".to_owned())
        {
            Ok(text) => from_toml(text).map(|(notebook, _)| notebook.notes),
            Err(why) => Err(why),
        };
        let notes = match notes {
            Ok(notes) => notes,
            Err(why) => return Outside::Lost(unreadable(&format!("cannot read {name}: {why}"))),
        };
        (stamp.held, stamp.seen) = (held(&current), seen);
        let (theirs, mut digest) = self.history(article);
        let (both, lost) = if digest == stamp.history {
            // Whoever it was keeps no history: then it is a step of ours.
            fitted(&with_outside(history, &stamp.base, &notes), &notes)
        } else {
            histories(history, &theirs, &notes)
        };
        if notes == *stamp.base && both == *history {
            stamp.history = digest;
            return Outside::Nothing;
        }
        if both.done.len() > history.done.len() && digest == stamp.history {
            // At once: the program may end before anything else is saved, and what was taken away
            // must come back all the same.
            digest = self.write_history(article, &both).unwrap_or(digest);
        }
        // The old stamp goes on not to know what has not been taken up.
        let base = Arc::new(notes.clone());
        let stamp = Stamp { base, history: digest, ..stamp.clone() };
        Outside::CameIn(Box::new(CameIn { notes, history: both, lost, stamp }))
    }
}

fn unreadable(why: &str) -> String {
    format!(
        "The notes file was spoiled outside ({why}). Your notes are still here; the next change \
         puts all of them into a file beside it, and nothing is written over"
    )
}
