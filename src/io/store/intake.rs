//! Taking notes in from elsewhere, and out again where something went wrong.

use super::Store;
use crate::doc::{Article, ArticleId, Digest, Meta, Time};
use crate::io::disk;
use crate::notes::{Change, Edit, Note};
use anyhow::{Result, anyhow};
use std::path::PathBuf;
use std::sync::Arc;

/// What came of taking notes in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TakenIn {
    /// The file that they are in.
    pub path: PathBuf,
    /// What it held before; `None` where there was none.
    before: Option<Vec<u8>>,
}

impl Store {
    /// Puts notes into the notebook of an article, as one change that can be undone.
    ///
    /// # Errors
    /// In the user's terms; then nothing was changed.
    pub fn take_in(
        &self,
        article: &Article,
        notes: Vec<Note>,
        label: &str,
        now: Time,
    ) -> Result<TakenIn> {
        let loaded = self.load(article);
        let path = loaded.stamp.path().to_owned();
        let before = disk::read(&path)?;
        let (mut notebook, mut history) = (loaded.notebook, loaded.history);
        let edits =
            notes.into_iter().map(|note| Edit { id: note.id, before: None, after: Some(note) });
        let change = Change { label: label.to_owned(), at: now, edits: edits.collect() };
        history
            .make(change, &mut notebook)
            .map_err(|conflict| anyhow!("the note {} is there already", conflict.0))?;
        let saved = self.save(&notebook, &history, &loaded.stamp, now)?;
        Ok(TakenIn { path: saved.path, before })
    }

    /// Makes a file what it was before notes were taken in.
    ///
    /// # Errors
    /// In the user's terms.
    pub fn put_back(&self, taken: &TakenIn) -> Result<()> {
        match &taken.before {
            Some(bytes) => disk::replace(&taken.path, bytes),
            None => disk::remove(&taken.path),
        }
    }
}

/// An article of which only the name is known: what notes on it can be kept under.
#[must_use]
pub fn named_only(id: &str, title: Option<&str>, url: Option<&str>) -> Article {
    Article {
        id: ArticleId(id.to_owned()),
        meta: Meta {
            title: title.unwrap_or_default().to_owned(),
            url: url.filter(|url| url.starts_with("http")).map(str::to_owned),
            ..Meta::default()
        },
        text: Arc::from(""),
        blocks: Vec::new(),
        marks: Vec::new(),
        digest: Digest::of(b""),
    }
}
