//! What others write into the notes of the open article, and how it is taken in.
//!
//! Merging is done where the files are, because only there all sides are known: what was read last,
//! what is in the file, what is saved now. Here the outcome is taken up whole, or not at all: not when
//! something has changed here since, because the save that follows merges that as well and brings a
//! newer outcome; and not while something is typed or asked, which must find the notes as they were.

use super::key::{Code, Key};
use super::state::{Answer, Effect, Incoming, Kept, Modal, Notice, Question, State};
use crate::notes::merge::Tally;

impl State {
    /// Notes have come in.
    pub fn come_in(&mut self, incoming: Box<Incoming>) {
        if incoming.from == self.kept && !self.is_unsaved() {
            self.incoming = Some((incoming, self.saving.revision));
        }
    }

    /// Takes in what has come in, unless something is being typed or asked.
    pub fn take_in(&mut self) {
        if self.modal.is_some() || self.parked.is_some() {
            return;
        }
        let Some((incoming, revision)) = self.incoming.take() else { return };
        if incoming.from != self.kept || revision != self.saving.revision {
            return;
        }
        let Incoming { kept, notes, history, lost, .. } = *incoming;
        let before = std::mem::replace(&mut self.notebook.notes, notes);
        self.history = history;
        self.kept = kept;
        // A note that is not what it was is looked for anew.
        let now = &self.notebook.notes;
        self.placed.retain(|placed| before.get(&placed.id) == now.get(&placed.id));
        let tally = Tally::between(&before, now);
        self.place_notes();
        if tally.is_nothing() {
            return;
        }
        let mut says = tally.says();
        if lost > 0 {
            let steps = if lost == 1 { "1 step".to_owned() } else { format!("{lost} steps") };
            says.push_str(&format!(" · {steps} of yours can no longer be taken back"));
        }
        // The row may be too short for both, and what stood there first has been seen.
        self.notice = Some(match self.notice.take() {
            None => Notice::Done(says),
            Some(Notice::Done(first)) => Notice::Done(format!("{says} · {first}")),
            Some(Notice::Failed(first)) => Notice::Failed(format!("{says} · {first}")),
        });
    }

    /// Says what conflicts have left, and asks whether to take it in.
    pub fn ask_about_conflicts(&mut self, kept: Kept, found: Option<String>) {
        if kept != self.kept || self.modal.is_some() {
            return;
        }
        let Some(found) = found else {
            self.say("No conflict has left anything beside the notes on this article");
            return;
        };
        self.modal = Some(Modal::Question(Question {
            asks: format!("{found}: take them in? What differs will be two notes."),
            answers: vec![
                (Key::plain(Code::Enter), "take them in", Answer::MergeConflicts),
                (Key::plain(Code::Esc), "leave them", Answer::Stay),
            ],
        }));
    }

    /// Has what conflicts have left taken into the notes file; what comes of it comes in from outside.
    pub fn merge_conflicts(&mut self) {
        self.effects.push(Effect::MergeConflicts(self.kept));
    }
}
