//! Notes that are being typed, kept so that a crash costs at most a second of typing.
//!
//! Each window on an article has a draft of its own, so that no window writes over what is typed in
//! another. A window holds a lock beside its draft for as long as the draft is its own; the system takes
//! the lock back when the program ends, however it ends, and then the draft is there for whoever opens the
//! article next. Everything here is done under the store's own lock, so that nobody comes in between.

use super::{Store, find};
use crate::doc::ArticleId;
use crate::io::disk;
use crate::io::lock::{self, Lock};
use crate::notes::draft::{self, Draft};
use crate::notes::merge::Notes;
use anyhow::Result;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{MutexGuard, PoisonError};
use std::time::Duration;

/// So many windows on one article have drafts of their own; more share the last.
const MOST: usize = 32;

/// The drafts that are this program's own.
#[derive(Debug, Default)]
pub(super) struct Drafts {
    of: BTreeMap<ArticleId, Own>,
}

#[derive(Debug)]
struct Own {
    /// Which of the drafts on the article.
    number: usize,
    _lock: Option<Lock>,
}

impl Store {
    /// The note that was being typed here or, if there is none, by a program that has ended: then it is
    /// this program's from now on.
    pub(super) fn draft(&self, article: &ArticleId, notes: &Notes) -> Option<Draft> {
        let mut drafts = self.drafts();
        let own = drafts.of.get(article).map(|own| own.number);
        let numbers = own.map_or(0..MOST, |number| number..number + 1);
        for number in numbers {
            let Some(bytes) = disk::read(&self.draft_path(article, number)).ok().flatten() else {
                continue;
            };
            let lock = if own.is_none() { self.free(article, number) } else { None };
            if own.is_none() && lock.is_none() {
                // Somebody is typing it.
                continue;
            }
            let read = String::from_utf8(bytes).ok().and_then(|text| draft::from_toml(&text));
            let Some(draft) = read else { continue };
            if is_saved(&draft, notes) {
                // The program ended when the note was safe and its draft not yet gone.
                let _ = self.forget(article, number);
                drafts.of.remove(article);
                continue;
            }
            if own.is_none() {
                drafts.of.insert(article.clone(), Own { number, _lock: lock });
            }
            return Some(draft);
        }
        None
    }

    /// Saves the note that is being typed.
    ///
    /// # Errors
    /// In the user's terms.
    pub fn save_draft(&self, article: &ArticleId, draft: &Draft) -> Result<()> {
        // Who cannot wait so long keeps what is typed all the same.
        let _lock = self.lock();
        let mut drafts = self.drafts();
        if !drafts.of.contains_key(article) {
            let empty = |number: &usize| !self.draft_path(article, *number).exists();
            let mut free = (0..MOST).filter(empty).filter_map(|number| {
                let lock = self.free(article, number)?;
                Some(Own { number, _lock: Some(lock) })
            });
            let own = free.next().unwrap_or(Own { number: MOST, _lock: None });
            drafts.of.insert(article.clone(), own);
        }
        let number = drafts.of.get(article).map_or(MOST, |own| own.number);
        disk::replace(&self.draft_path(article, number), draft::to_toml(draft).as_bytes())
    }

    /// Forgets the note that was being typed.
    ///
    /// # Errors
    /// In the user's terms.
    pub fn remove_draft(&self, article: &ArticleId) -> Result<()> {
        let _lock = self.lock();
        let Some(own) = self.drafts().of.remove(article) else { return Ok(()) };
        self.forget(article, own.number)
    }

    /// The lock on a draft that is nobody's.
    fn free(&self, article: &ArticleId, number: usize) -> Option<Lock> {
        lock::take(&self.draft_path(article, number).with_extension("lock"), Duration::ZERO).ok()
    }

    /// Removes a draft that is this program's.
    fn forget(&self, article: &ArticleId, number: usize) -> Result<()> {
        let path = self.draft_path(article, number);
        disk::remove(&path)?;
        disk::remove(&path.with_extension("lock"))
    }

    fn draft_path(&self, article: &ArticleId, number: usize) -> PathBuf {
        let short = find::short(article);
        let name = match number {
            0 => format!("{short}.toml"),
            n => format!("{short}.{n}.toml"),
        };
        self.dirs.state.join("drafts").join(name)
    }

    fn drafts(&self) -> MutexGuard<'_, Drafts> {
        self.drafts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether what was being typed is in a note.
fn is_saved(draft: &Draft, notes: &Notes) -> bool {
    let is_it = |note: &&crate::notes::Note| match draft.note {
        Some(id) => note.id == id,
        None => note.anchor == draft.typed.anchor,
    };
    notes.values().filter(is_it).any(|note| note.body == draft.typed.body)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{article, note, store};
    use super::*;
    use crate::notes::{Note, NoteId};

    fn draft(body: &str) -> Draft {
        // The id of a new note means nothing.
        let typed = Note { id: NoteId(0), body: body.into(), ..note(1) };
        Draft { note: None, at: typed.made, typed }
    }

    fn typed(store: &Store) -> Option<String> {
        store.load(&article("a")).draft.map(|draft| draft.typed.body)
    }

    #[test]
    fn a_draft_is_there_until_it_is_removed() {
        let (_root, store) = store();
        let id = article("a").id;
        store.save_draft(&id, &draft("an unfinished thou")).unwrap();
        assert_eq!(store.load(&article("a")).draft, Some(draft("an unfinished thou")));
        store.remove_draft(&id).unwrap();
        store.remove_draft(&id).unwrap();
        assert_eq!(typed(&store), None);
        assert_eq!(std::fs::read_dir(store.dirs().state.join("drafts")).unwrap().count(), 0);
    }

    #[test]
    fn a_note_that_is_safe_is_not_offered() {
        let (_root, store) = store();
        let id = article("a").id;
        let mut notes = Notes::new();
        notes.insert(note(1).id, note(1));
        store.save_draft(&id, &draft("note 1")).unwrap();
        assert_eq!(store.draft(&id, &notes), None);
        store.save_draft(&id, &draft("note 1 and more")).unwrap();
        assert!(store.draft(&id, &notes).is_some());
    }

    /// Another program's view of the same files.
    fn beside(store: &Store) -> Store {
        Store::new(store.dirs().clone())
    }

    #[test]
    fn two_windows_do_not_write_over_one_anothers_draft() {
        let (_root, one) = store();
        let id = article("a").id;
        let two = beside(&one);
        one.save_draft(&id, &draft("from the first")).unwrap();
        assert_eq!(typed(&two), None, "it is being typed in the first");
        two.save_draft(&id, &draft("from the second")).unwrap();
        assert_eq!(typed(&one).as_deref(), Some("from the first"));
        two.remove_draft(&id).unwrap();
        assert_eq!(typed(&one).as_deref(), Some("from the first"));
        two.save_draft(&id, &draft("from the second again")).unwrap();
        // Both programs end; whoever comes then finds the one, and the next the other.
        drop((one.clone(), two));
        let root = one.dirs().clone();
        drop(one);
        let three = Store::new(root);
        assert_eq!(typed(&three).as_deref(), Some("from the first"));
        let four = beside(&three);
        assert_eq!(typed(&four).as_deref(), Some("from the second again"));
        assert_eq!(typed(&beside(&three)), None);
        three.remove_draft(&id).unwrap();
        assert_eq!(typed(&beside(&three)), None);
        assert_eq!(typed(&four).as_deref(), Some("from the second again"));
    }
}
