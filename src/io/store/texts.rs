//! The texts that notes were made on, so that what has changed since can be shown.
//!
//! A text is kept once, under its digest, in a plain file that anybody can read; notes do not need it.
//! It is the reader's own, like the notes: one is removed only when they ask for it.

use super::{Store, find};
use crate::doc::{Article, Digest};
use crate::io::disk;
use crate::notes::Notebook;
use crate::notes::since::{OldText, older};
use crate::parse::clean::clean;
use anyhow::{Context, Result};
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

/// A text that is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeptText {
    /// Of the text, and its file's name.
    pub digest: Digest,
    /// Its size in bytes.
    pub bytes: u64,
}

impl Store {
    /// Keeps the text of an article, when there are notes on it as it is and it is not kept already.
    ///
    /// # Errors
    /// In the user's terms.
    pub fn keep_text(&self, article: &Article, notebook: &Notebook) -> Result<()> {
        let is_used = notebook.notes.values().any(|note| note.anchor.digest == article.digest);
        if !is_used || article.text.is_empty() {
            return Ok(());
        }
        let path = self.text_path(article.digest);
        let kept = disk::read(&path).ok().flatten();
        if kept.as_deref() == Some(article.text.as_bytes()) {
            return Ok(());
        }
        disk::replace(&path, article.text.as_bytes())
    }

    /// The text of a digest, if it is kept and nobody has changed it.
    #[must_use]
    pub fn kept_text(&self, digest: Digest) -> Option<String> {
        let bytes = disk::read(&self.text_path(digest)).ok()??;
        let text = String::from_utf8(bytes).ok()?;
        // A text of ours was cleaned before it was kept; one that was not has come from elsewhere.
        let is_ours = Digest::of(text.as_bytes()) == digest && clean(&text).text == text;
        is_ours.then_some(text)
    }

    /// The kept texts other than today's on which there are notes, the latest first.
    #[must_use]
    pub fn older_texts(&self, article: &Article, notebook: &Notebook) -> Vec<OldText> {
        let older = older(notebook, article.digest).into_iter();
        older
            .filter_map(|(digest, at)| {
                Some(OldText { digest, at, text: self.kept_text(digest)?.into() })
            })
            .collect()
    }

    /// All texts that are kept, by digest.
    #[must_use]
    pub fn kept_texts(&self) -> Vec<KeptText> {
        let entries = fs::read_dir(self.dirs.texts()).into_iter().flatten().flatten();
        let mut texts: Vec<KeptText> = entries
            .filter_map(|entry| {
                let path = entry.path();
                let is_text = path.extension().is_some_and(|ending| ending == "txt");
                let digest = Digest::parse(path.file_stem().filter(|_| is_text)?.to_str()?)?;
                Some(KeptText { digest, bytes: entry.metadata().ok()?.len() })
            })
            .collect();
        texts.sort_by_key(|text| text.digest);
        texts
    }

    /// The kept texts that nothing names: no note, not those in files that conflicts left, nothing that
    /// can be undone and nothing that is being typed.
    ///
    /// # Errors
    /// In the user's terms, when one of the files that could name them cannot be read.
    pub fn unused_texts(&self) -> Result<Vec<KeptText>> {
        let mut named = BTreeSet::new();
        let state = &self.dirs.state;
        let folders = [self.dirs.notes(), state.join("history"), state.join("drafts")];
        let files = folders.iter().flat_map(|folder| find::toml_files(folder));
        for path in files.chain([self.bulks_path()]) {
            let bytes = disk::read(&path)?.unwrap_or_default();
            named.extend(digests(&String::from_utf8_lossy(&bytes)));
        }
        let mut texts = self.kept_texts();
        texts.retain(|text| !named.contains(&text.digest));
        Ok(texts)
    }

    /// Removes the texts that nothing names, and gives those that it removed.
    ///
    /// # Errors
    /// In the user's terms, when one cannot be removed, or it cannot be known what is needed.
    pub fn remove_unused_texts(&self) -> Result<Vec<KeptText>> {
        let _lock = self.lock()?;
        let texts = self.unused_texts()?;
        for text in &texts {
            disk::remove(&self.text_path(text.digest)).context("some texts are still there")?;
        }
        Ok(texts)
    }

    fn text_path(&self, digest: Digest) -> PathBuf {
        self.dirs.texts().join(format!("{digest}.txt"))
    }
}

/// Every digest that a file's text has in it, wherever it stands: a record that is not understood, or a
/// key that a later version writes, names its text all the same.
fn digests(text: &str) -> impl Iterator<Item = Digest> {
    text.split(|c: char| !c.is_ascii_hexdigit()).filter_map(Digest::parse)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{article, note, store};
    use super::*;
    use crate::notes::{Change, Edit, Note};

    /// A notebook with a note on the text as it is.
    fn noted(article: &Article) -> Notebook {
        let mut notebook = Notebook::new(article.id.clone(), article.meta.clone(), article.digest);
        let note = note(1);
        notebook.notes.insert(note.id, Note { ..note });
        notebook
    }

    #[test]
    fn a_text_with_notes_is_kept_once_and_comes_back() {
        let (_root, store) = store();
        let old = article("https://news.example/bridge");
        let mut notebook = Notebook::new(old.id.clone(), old.meta.clone(), old.digest);
        store.keep_text(&old, &notebook).unwrap();
        assert!(!store.dirs().texts().exists());
        notebook = noted(&old);
        store.keep_text(&old, &notebook).unwrap();
        let path = store.text_path(old.digest);
        assert_eq!(fs::read_to_string(&path).unwrap(), &*old.text);
        let written = fs::metadata(&path).unwrap().modified().unwrap();
        store.keep_text(&old, &notebook).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), written);

        assert_eq!(store.older_texts(&old, &notebook), []);
        let text = format!("Corrected. {}", old.text);
        let digest = Digest::of(text.as_bytes());
        let new = Article { text: text.into(), digest, ..old.clone() };
        let older = store.older_texts(&new, &notebook);
        assert_eq!(older.len(), 1);
        assert_eq!((older[0].digest, &older[0].text), (old.digest, &old.text));
        // No note is on the new text yet, so it is not kept.
        store.keep_text(&new, &notebook).unwrap();
        assert_eq!(fs::read_dir(store.dirs().texts()).unwrap().count(), 1);
    }

    #[test]
    fn a_text_that_somebody_changed_is_not_believed_and_is_mended() {
        let (_root, store) = store();
        let article = article("https://news.example/bridge");
        let notebook = noted(&article);
        store.keep_text(&article, &notebook).unwrap();
        for spoiled in [b"something else".as_slice(), b"\xff\xfe", b""] {
            fs::write(store.text_path(article.digest), spoiled).unwrap();
            assert_eq!(store.kept_text(article.digest), None);
            store.keep_text(&article, &notebook).unwrap();
            assert_eq!(store.kept_text(article.digest).as_deref(), Some(&*article.text));
        }
    }

    #[test]
    fn where_it_cannot_be_kept_it_is_said() {
        let (_root, store) = store();
        let article = article("https://news.example/bridge");
        fs::create_dir_all(&store.dirs().data).unwrap();
        fs::write(store.dirs().texts(), "a file in the way").unwrap();
        let error = store.keep_text(&article, &noted(&article)).unwrap_err();
        assert!(format!("{error:#}").contains("a file is where a folder should be"), "{error:#}");
        assert_eq!(store.kept_text(article.digest), None);
    }

    #[test]
    fn a_text_goes_when_it_is_asked_for_and_nothing_names_it() {
        let (_root, store) = store();
        let article = article("a");
        let texts = || store.kept_texts().len();
        store.keep_text(&article, &noted(&article)).unwrap();
        // Named by a draft only, then by a step that can be undone only, then by a broken notes file.
        let draft = crate::notes::draft::Draft { note: None, typed: note(1), at: note(1).made };
        store.save_draft(&article.id, &draft).unwrap();
        assert_eq!(store.remove_unused_texts().unwrap(), []);
        store.remove_draft(&article.id).unwrap();
        let mut loaded = store.load(&article);
        let made = Edit { id: note(1).id, before: None, after: Some(note(1)) };
        let change = Change { label: "a".into(), at: note(1).made, edits: vec![made] };
        loaded.history.make(change, &mut loaded.notebook).unwrap();
        loaded.history.undo(&mut loaded.notebook).unwrap();
        store.save(&loaded.notebook, &loaded.history, &loaded.stamp, note(1).made).unwrap();
        assert_eq!(store.remove_unused_texts().unwrap(), []);
        fs::remove_dir_all(store.dirs().state.join("history")).unwrap();
        let broken = store.dirs().notes().join("a.conflict-1.toml");
        fs::create_dir_all(store.dirs().notes()).unwrap();
        fs::write(&broken, format!("format = [ {}", article.digest)).unwrap();
        assert_eq!(store.remove_unused_texts().unwrap(), []);
        fs::remove_file(&broken).unwrap();
        assert_eq!(texts(), 1);
        // What is not ours stays.
        fs::write(store.dirs().texts().join("mine.txt"), "mine").unwrap();
        let removed = store.remove_unused_texts().unwrap();
        assert_eq!((removed.len(), texts()), (1, 0));
        assert!(store.dirs().texts().join("mine.txt").exists());
    }

    #[test]
    fn what_cannot_be_read_keeps_all_texts() {
        let (_root, store) = store();
        store.keep_text(&article("a"), &noted(&article("a"))).unwrap();
        fs::create_dir_all(store.dirs().notes().join("a.toml")).unwrap();
        assert!(store.remove_unused_texts().is_err());
        assert_eq!(store.kept_texts().len(), 1);
    }
}
