//! Something done to all notes that the list shows: asked about with its count, and taken back as one.

use super::{Amend, counted};
use crate::app::key::{Code, Key};
use crate::app::state::{Answer, Effect, Modal, Notice, Question, State};
use crate::notes::bulk::{Act, Bulk, Part};
use crate::notes::{Change, Edit};
use std::collections::BTreeMap;

/// What waits for a yes.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// What it is called when it is done.
    label: String,
    /// The notes by the number of their entry.
    edits: BTreeMap<usize, Vec<Edit>>,
}

/// Which way a bulk is gone through.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Back,
    Again,
}

impl State {
    /// Asks whether something is to be done to all notes that are shown.
    ///
    /// # Errors
    /// A sentence, where there is nothing to do or this is not the time.
    pub fn ask_about_all(&mut self, act: &Act) -> Result<(), String> {
        self.may_change_files()?;
        let mut edits: BTreeMap<usize, Vec<Edit>> = BTreeMap::new();
        for row in &self.shelf.rows {
            if let super::Of::Note(entry, _) = row.of
                && let Some((_, note)) = self.shelf.note(row.of)
            {
                edits.entry(entry).or_default().extend(act.on(note, self.clock));
            }
        }
        edits.retain(|_, edits| !edits.is_empty());
        let n: usize = edits.values().map(Vec::len).sum();
        let (shown, _) = self.shelf.shown();
        if n == 0 {
            return Err(format!(
                "{}: none of the {} shown would change",
                act.says(),
                counted(shown, "note")
            ));
        }
        let notes = counted(n, "note");
        let articles = counted(edits.len(), "article");
        let (asks, yes) = match act {
            Act::Delete => (format!("Delete {notes} on {articles}?"), "delete"),
            Act::Retag { .. } => (format!("{} on {notes} on {articles}?", act.says()), "do it"),
        };
        let unfiltered = if self.shelf.query.is_empty() {
            " No filter is set: these are all the notes there are."
        } else {
            ""
        };
        self.shelf.asked = Some(Asked { label: format!("{notes}: {}", act.says()), edits });
        let yes = match act {
            // Not the key that fingers press by themselves.
            Act::Delete => (Key::char('x'), yes, Answer::ActOnAll),
            Act::Retag { .. } => (Key::plain(Code::Enter), yes, Answer::ActOnAll),
        };
        self.modal = Some(Modal::Question(Question {
            asks: format!("{asks}{unfiltered}"),
            answers: vec![yes, (Key::plain(Code::Esc), "leave them as they are", Answer::Stay)],
        }));
        Ok(())
    }

    /// Does what was asked about.
    pub fn act_on_all(&mut self) {
        let Some(asked) = self.shelf.asked.take() else { return };
        let mut parts = Vec::new();
        let mut rest = Vec::new();
        for (n, edits) in asked.edits {
            let Some(entry) = self.shelf.entries.get(n) else { continue };
            let change = Change { label: asked.label.clone(), at: self.clock, edits };
            let part = Part { file: entry.file.clone(), change };
            if !entry.is_open {
                rest.push(part.clone());
            } else if !self.step(&part.change) {
                continue;
            }
            parts.push(part);
        }
        self.shelf.bulks.make(Bulk { label: asked.label.clone(), at: self.clock, parts });
        self.amend(rest);
        let key = self.settings.keymap.keys_for(self.place(), "undo");
        let hint = key.first().map_or(String::new(), |key| format!(" · {key} takes it back"));
        self.say(format!("{}{hint}", asked.label));
    }

    /// Takes the last thing that was done to many notes back.
    ///
    /// # Errors
    /// A sentence, where there is none or this is not the time.
    pub fn undo_bulk(&mut self) -> Result<(), String> {
        self.may_change_files()?;
        let none =
            "Nothing was done to many notes; what was done in an article is taken back there";
        let bulk = self.shelf.bulks.undo().ok_or(none)?;
        self.go_through(&bulk, Way::Back);
        self.say(format!("Taken back: {}", bulk.label));
        Ok(())
    }

    /// Does again what was taken back.
    ///
    /// # Errors
    /// A sentence, where there is nothing or this is not the time.
    pub fn redo_bulk(&mut self) -> Result<(), String> {
        self.may_change_files()?;
        let bulk = self.shelf.bulks.redo().ok_or("There is nothing to do again")?;
        self.go_through(&bulk, Way::Again);
        self.say(format!("Done again: {}", bulk.label));
        Ok(())
    }

    fn go_through(&mut self, bulk: &Bulk, way: Way) {
        let open = self.shelf.entries.iter().find(|entry| entry.is_open);
        let open = open.map(|entry| entry.file.clone());
        let mut rest = Vec::new();
        for part in &bulk.parts {
            let change = match way {
                Way::Back => part.change.inverse(),
                Way::Again => part.change.clone(),
            };
            if Some(&part.file) == open.as_ref() {
                self.step(&change);
            } else {
                rest.push(Part { file: part.file.clone(), change });
            }
        }
        self.amend(rest);
    }

    /// A change of the open article; `false` where it does not fit any more.
    fn step(&mut self, change: &Change) -> bool {
        let fits = self.history.step(change, &mut self.notebook).is_ok();
        if fits {
            self.placed.clear();
            self.save();
        } else {
            let says =
                "The notes on the open article have changed meanwhile; they stay as they are";
            self.messages.push(says.into());
            self.notice = Some(Notice::Failed(says.into()));
        }
        fits
    }

    fn amend(&mut self, parts: Vec<Part>) {
        let ticket = self.ticket();
        self.shelf.busy = Some((ticket, 0, parts.len()));
        let bulks = self.shelf.bulks.clone();
        self.effects.push(Effect::Amend(ticket, Box::new(Amend { parts, bulks })));
    }

    /// What is said to whoever would have to wait for the files that are being changed.
    ///
    /// # Errors
    /// A sentence, while there are any.
    pub fn is_writing(&self) -> Result<(), String> {
        match self.shelf.busy {
            Some((_, done, all)) => Err(format!(
                "The last change of many notes is still being written: {done} of {}",
                counted(all, "file")
            )),
            None => Ok(()),
        }
    }

    /// Files are changed one thing at a time, and only when it is known what is in them.
    fn may_change_files(&self) -> Result<(), String> {
        if self.shelf.reading.is_some() {
            return Err("The notes are still being read; once more in a moment".into());
        }
        self.is_writing()?;
        if self.opening.is_some() || self.arrived.is_some() {
            return Err("An article is being opened; esc stops that".into());
        }
        Ok(())
    }
}
