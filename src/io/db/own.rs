//! The reader's own file of questions and rules, beside the config. It is read again when it has changed, so that what
//! an editor or another process writes counts at once.

use super::super::disk;
use super::Library;
use crate::library::rules::{self, Changed, Own};
use anyhow::{Context, Result, bail};
use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What it is called.
pub const NAME: &str = "library.toml";

/// The file, and what was last read in it.
#[derive(Debug, Default)]
pub(super) struct File {
    path: Option<PathBuf>,
    read: RefCell<Option<Read>>,
}

#[derive(Debug)]
struct Read {
    look: String,
    own: Arc<Own>,
    mistakes: Vec<String>,
}

impl File {
    pub(super) fn at(path: PathBuf) -> Self {
        Self { path: Some(path), read: RefCell::new(None) }
    }
}

impl Library {
    /// The same library with the reader's file at a place of the caller's choice.
    #[must_use]
    pub fn with_own_file(mut self, path: &Path) -> Self {
        self.own = File::at(path.to_owned());
        self
    }

    /// What the reader keeps of questions and rules, and what is wrong in the file, a sentence each.
    #[must_use]
    pub fn own(&self) -> (Arc<Own>, Vec<String>) {
        let Some(path) = &self.own.path else { return (Arc::default(), Vec::new()) };
        let look = format!("{:?}", disk::look(path));
        let mut kept = self.own.read.borrow_mut();
        if let Some(read) = kept.as_ref().filter(|read| read.look == look) {
            return (read.own.clone(), read.mistakes.clone());
        }
        let (own, mistakes) = match text(path) {
            Ok(text) => rules::read(&text),
            Err(error) => (Own::default(), vec![format!("{error:#}")]),
        };
        let mistakes = mistakes.into_iter().map(|says| format!("{}: {says}", path.display()));
        let read = Read { look, own: Arc::new(own), mistakes: mistakes.collect() };
        let answer = (read.own.clone(), read.mistakes.clone());
        *kept = Some(read);
        answer
    }

    /// Keeps a question under a name, where it stands as a feed. One of the same name is replaced.
    ///
    /// # Errors
    /// When it is no question, or the file cannot be read or written.
    pub fn save_query(&self, name: &str, ask: &str) -> Result<()> {
        self.edit(|text| rules::add_query(text, name, ask))
    }

    /// Forgets the question of a name.
    ///
    /// # Errors
    /// When there is none, or the file cannot be read or written.
    pub fn forget_query(&self, name: &str) -> Result<()> {
        self.edit(|text| rules::remove_query(text, name))
    }

    /// Adds a rule: a question, and what is done to articles for which it holds.
    ///
    /// # Errors
    /// When it is no rule, or the file cannot be read or written.
    pub fn add_rule(&self, ask: &str, deeds: &[String]) -> Result<()> {
        self.edit(|text| rules::add_rule(text, ask, deeds))
    }

    /// Takes a rule away, by its number in the file.
    ///
    /// # Errors
    /// When there is none, or the file cannot be read or written.
    pub fn remove_rule(&self, number: usize) -> Result<()> {
        self.edit(|text| rules::remove_rule(text, number))
    }

    fn edit(&self, change: impl Fn(&str) -> Changed) -> Result<()> {
        let Some(path) = &self.own.path else { bail!("this library has no file of rules") };
        // Who writes at the same time, an editor or another process, is not written over.
        for _ in 0..3 {
            let look = disk::look(path);
            let changed = match change(&text(path)?) {
                Ok(changed) => changed,
                Err(says) => bail!("{}: {says}", path.display()),
            };
            if let Some(folder) = path.parent() {
                disk::make_folder(folder)?;
            }
            if disk::replace_if(path, changed.as_bytes(), || disk::look(path) == look)? {
                return Ok(());
            }
        }
        bail!("{}: somebody else is writing this file", path.display())
    }
}

fn text(path: &Path) -> Result<String> {
    match disk::read(path)? {
        None => Ok(String::new()),
        Some(bytes) => {
            String::from_utf8(bytes).with_context(|| format!("{}: not UTF-8 text", path.display()))
        }
    }
}
