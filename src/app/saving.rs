//! Notes on their way to the disk: how far they are, and sending them.

use super::message::{Effect, Snapshot};
use super::state::State;

/// How the saving stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Saving {
    /// Counts the changes.
    pub revision: u64,
    /// The last one that is safe on disk.
    pub saved: u64,
    /// Why the last save failed.
    pub failure: Option<String>,
}

impl State {
    /// Sends the notes to be written, after a change of them.
    pub fn save(&mut self) {
        self.place_notes();
        self.review();
        self.saving.revision += 1;
        self.send_save(false);
    }

    /// Sends the notes to be written as they are.
    pub fn send_save(&mut self, ends_draft: bool) {
        let snapshot = Snapshot {
            kept: self.kept,
            ends_draft,
            notebook: self.notebook.clone(),
            history: self.history.clone(),
            article: self.article.clone(),
        };
        self.effects.push(Effect::Save(self.saving.revision, Box::new(snapshot)));
    }

    /// Whether there is something that is not yet safe on disk.
    #[must_use]
    pub fn is_unsaved(&self) -> bool {
        self.saving.saved < self.saving.revision
    }
}
