//! All notes files, for what is asked over all articles.

use super::{Held, Loaded, Store, find};
use crate::doc::Article;
use crate::notes::NoteId;
use std::path::{Path, PathBuf};

impl Store {
    /// Every notes file, by name. Those that conflicts left are not among them.
    #[must_use]
    pub fn files(&self) -> Vec<PathBuf> {
        find::notes_files(&self.dirs().notes())
    }

    /// Everything that is kept with a notes file, whose article need not be at hand.
    #[must_use]
    pub fn load_file(&self, path: &Path) -> Loaded {
        let _lock = self.lock_to_read();
        self.load_from(path, None)
    }

    /// The file of the notes on an article, if there is one.
    #[must_use]
    pub fn file_of(&self, article: &Article) -> Option<PathBuf> {
        find::notes_file(&self.dirs().notes(), article)
    }

    /// The notes file that a note is in, with everything that is kept with it.
    #[must_use]
    pub fn holding(&self, id: NoteId) -> Option<Loaded> {
        self.files().iter().map(|path| self.load_file(path)).find(|loaded| {
            loaded.stamp.held != Held::Nothing && loaded.notebook.notes.contains_key(&id)
        })
    }
}
