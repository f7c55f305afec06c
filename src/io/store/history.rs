//! What can be undone on an article: a file beside the notes, which other windows write as well.

use super::Store;
use crate::doc::{ArticleId, Digest};
use crate::io::disk;
use crate::notes::merge::{Notes, fitted, histories, with_outside};
use crate::notes::{History, Notebook, history_from_toml, history_to_toml};
use anyhow::Result;

impl Store {
    /// Writes what can be undone, together with what other windows have written there since `known`.
    /// `before` are the notes that were to be saved, before others' were merged into them.
    /// Gives what was written, how many steps no longer fit the notes, and the file's digest.
    pub(super) fn save_history(
        &self,
        notebook: &Notebook,
        before: &Notes,
        ours: &History,
        known: Option<Digest>,
        warnings: &mut Vec<String>,
    ) -> (History, usize, Option<Digest>) {
        let (theirs, digest) = self.history(&notebook.article);
        let (both, lost) = if digest == known {
            // Whoever wrote there, if anybody, keeps no history: then it is a step of ours.
            fitted(&with_outside(ours, before, &notebook.notes), &notebook.notes)
        } else {
            histories(ours, &theirs, &notebook.notes)
        };
        match self.write_history(&notebook.article, &both) {
            Ok(digest) => (both, lost, digest),
            Err(error) => {
                warnings.push(format!("the notes are saved, but not their undo: {error:#}"));
                (both, lost, digest)
            }
        }
    }

    pub(super) fn write_history(
        &self,
        article: &ArticleId,
        history: &History,
    ) -> Result<Option<Digest>> {
        let path = self.kept_path("history", article);
        if *history == History::default() {
            disk::remove(&path)?;
            return Ok(None);
        }
        let text = history_to_toml(history);
        disk::replace(&path, text.as_bytes())?;
        Ok(Some(Digest::of(text.as_bytes())))
    }

    /// What can be undone on an article, and the digest of the file that says so.
    pub(super) fn history(&self, article: &ArticleId) -> (History, Option<Digest>) {
        let text = self.kept("history", article);
        let digest = text.as_ref().map(|text| Digest::of(text.as_bytes()));
        (text.map(|text| history_from_toml(&text)).unwrap_or_default(), digest)
    }
}
