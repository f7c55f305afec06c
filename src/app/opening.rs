//! An article comes on the screen in place of the one that is there.

use super::diff::Since;
use super::find::Find;
use super::keymap;
use super::message::{Effect, Notice, Opened, Ticket};
use super::page::Page;
use super::panel::Panel;
use super::saving::Saving;
use super::state::{Focus, Modal, State};
use super::view::View;
use crate::doc::{describe, resolve};
use crate::notes::review::Rulings;

/// An article that is being opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// The question that its answer must carry.
    pub ticket: Ticket,
    /// What the reader named.
    pub what: String,
    /// How far the notes were when it was asked for.
    pub revision: u64,
}

impl State {
    /// Puts an opened article on the screen in place of the one that is there. `notes_are_newer` says
    /// that the notes here have changed since its own were read.
    pub(super) fn take_up(&mut self, opened: Opened, notes_are_newer: bool) {
        let is_same = opened.article.id == self.article.id && !self.page.lines.is_empty();
        let is_unchanged = opened.article.digest == self.article.digest;
        let seen = is_same.then(|| describe(&self.article, self.first_seen()));
        self.article = opened.article;
        if !(is_same && notes_are_newer) {
            self.notebook = opened.notebook;
            self.history = opened.history;
            self.kept = opened.kept;
            // The count goes on, so that a late answer about the last article is not taken for one about this.
            let revision = self.saving.revision;
            self.saving = Saving { revision, saved: revision, failure: None };
        }
        if !is_same {
            self.shelf.forget_open();
        }
        self.again = opened.again;
        self.analysis = None;
        self.found = None;
        self.rulings = Rulings::default();
        // The tags of what was read before are offered here too; of the rest only the pen stays.
        self.marking.chosen = None;
        self.marking.pointing = None;
        self.marking.proposed = None;
        let tags = self.notebook.notes.values().flat_map(|note| note.tags.clone());
        self.marking.other_tags.extend(tags);
        self.find = Find::default();
        self.focus = Focus::Article;
        self.panel = Panel::new(self.panel.tab);
        self.view = View::default();
        self.page = Page::default();
        self.placed.clear();
        self.place_notes();
        self.since = Since::of(opened.older, &self.article);
        self.lay_out();
        self.had_place = opened.place.is_some();
        let place = seen.or(opened.place);
        let place = place.as_ref().and_then(|anchor| resolve(anchor, &self.article).span());
        self.view.cursor = self.first_byte();
        if let Some(place) = place {
            self.restore_place(place.start());
        }
        self.settle();
        self.messages = opened.notices;
        let changed = self.changed_since();
        if !self.messages.is_empty() {
            self.messages.extend(changed.clone());
        }
        self.notice = match self.messages.as_slice() {
            [] if is_same && is_unchanged => {
                Some(Notice::Done("Read again: nothing has changed".into()))
            }
            [] if changed.is_some() => changed.map(Notice::Done),
            [] if is_same => Some(Notice::Done("Read again: the text has changed".into())),
            [] => None,
            [only] => Some(Notice::Failed(only.clone())),
            [first, rest @ ..] => {
                Some(Notice::Failed(format!("{first} ({} more: :messages)", rest.len())))
            }
        };
        if let Some(draft) = opened.draft {
            self.modal = Some(Modal::Question(super::editor::draft_question(&draft)));
            self.draft = Some(draft);
        } else if !is_same {
            self.draft = None;
        }
        self.analyse();
    }

    /// A sentence on what has changed since the notes were made, if anything has.
    fn changed_since(&self) -> Option<String> {
        let since = self.since.as_ref().filter(|since| since.diff.changed() > 0)?;
        let keys = self.settings.keymap.keys_for(keymap::Place::Article, "changes");
        let key = keys.first().cloned().unwrap_or_else(|| ":changes".into());
        let summary = since.diff.summary();
        Some(format!("The text has changed since your notes: {summary}; {key} shows what"))
    }

    /// Takes up an article that has arrived, unless something is being typed or not yet saved: then it
    /// waits, because nothing of the reader's may be lost to it.
    pub fn take_arrived(&mut self) {
        let is_busy = self.modal.is_some() || self.parked.is_some() || self.is_unsaved();
        if is_busy || self.arrived.is_none() {
            return;
        }
        if let Some((opened, opening)) = self.arrived.take() {
            let notes_are_newer = self.saving.revision != opening.revision;
            self.take_up(*opened, notes_are_newer);
            self.leave_front(opening.ticket);
            self.land_if_asked(opening.ticket);
        }
    }

    /// Asks for an analysis of the article.
    pub fn analyse(&mut self) {
        self.analysis_ticket = self.ticket();
        self.effects.push(Effect::Analyse(self.analysis_ticket, self.article.clone()));
    }
}
