//! The texts that notes were made on, so that what has changed since can be shown.
//!
//! A text is kept once, under its digest, in a plain file that anybody can read; notes do not need it.
//! Nothing here ever removes one: it is the reader's own, like the notes.

use super::Store;
use crate::doc::{Article, Digest};
use crate::io::disk;
use crate::notes::Notebook;
use crate::notes::since::{OldText, older};
use crate::parse::clean::clean;
use anyhow::Result;
use std::path::PathBuf;

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

    fn text_path(&self, digest: Digest) -> PathBuf {
        self.dirs.texts().join(format!("{digest}.txt"))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{article, note, store};
    use super::*;
    use crate::notes::Note;
    use std::fs;

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
}
