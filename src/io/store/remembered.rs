//! What the program remembers for its reader besides notes: where they were, what they chose last.

use super::Store;
use crate::doc::ArticleId;
use crate::io::disk;
use crate::notes::places::{self, ReadingPlace};
use anyhow::Result;
use std::path::PathBuf;

impl Store {
    /// Where the reader was in an article.
    #[must_use]
    pub fn place(&self, article: &ArticleId) -> Option<ReadingPlace> {
        self.places().into_iter().find(|place| place.article == *article)
    }

    /// All places, the latest first.
    #[must_use]
    pub fn places(&self) -> Vec<ReadingPlace> {
        let bytes = disk::read(&self.places_path()).ok().flatten().unwrap_or_default();
        places::from_toml(&String::from_utf8_lossy(&bytes))
    }

    /// Remembers where the reader was, among what other runs of the program have remembered.
    ///
    /// # Errors
    /// In the user's terms.
    pub fn save_place(&self, place: ReadingPlace) -> Result<()> {
        let _lock = self.lock()?;
        let all = places::with(self.places(), place);
        disk::replace(&self.places_path(), places::to_toml(&all).as_bytes())
    }

    /// What was chosen in the export menu the last time; empty where nothing was.
    #[must_use]
    pub fn choice(&self) -> String {
        let bytes = disk::read(&self.choice_path()).ok().flatten().unwrap_or_default();
        String::from_utf8(bytes).unwrap_or_default()
    }

    /// Keeps what was chosen in the export menu.
    ///
    /// # Errors
    /// In the user's terms.
    pub fn save_choice(&self, choice: &str) -> Result<()> {
        disk::replace(&self.choice_path(), choice.as_bytes())
    }

    fn choice_path(&self) -> PathBuf {
        self.dirs.state.join("export-choice")
    }

    fn places_path(&self) -> PathBuf {
        self.dirs.state.join("places.toml")
    }
}
