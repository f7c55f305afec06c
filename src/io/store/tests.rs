//! What must not be lost.

use super::*;
use crate::doc::{Anchor, Meta, describe};
use crate::notes::{Change, Edit, Note, NoteId, NoteKind};
use crate::text::Span;
use std::fs;

const TEXT: &str = "The mayor opened the bridge. Engineers were less sure.";
const NOW: Time = Time(1_747_000_000_000);

pub(super) fn article(id: &str) -> Article {
    Article {
        id: ArticleId(id.into()),
        meta: Meta { title: "Mayor opens bridge".into(), ..Meta::default() },
        text: TEXT.into(),
        blocks: Vec::new(),
        marks: Vec::new(),
        digest: Digest::of(TEXT.as_bytes()),
    }
}

pub(super) fn note(id: u64) -> Note {
    Note {
        id: NoteId(id),
        anchor: describe(&article(""), Span::new(29, 54)),
        kind: NoteKind::Note,
        body: format!("note {id}"),
        tags: Vec::new(),
        speaker: None,
        made: NOW,
        edited: NOW,
    }
}

/// A store in a folder of its own, which goes when the test ends.
pub(super) fn store() -> (tempfile::TempDir, Store) {
    let root = tempfile::tempdir().unwrap();
    let store = Store::new(Dirs::under(root.path()));
    (root, store)
}

/// Adds a note and saves.
fn add(store: &Store, loaded: &mut Loaded, id: u64) -> Saved {
    let edits = vec![Edit { id: NoteId(id), before: None, after: Some(note(id)) }];
    let change = Change { label: "annotate".into(), edits };
    loaded.history.make(change, &mut loaded.notebook).unwrap();
    let saved = store.save(&loaded.notebook, &loaded.history, &loaded.stamp, NOW).unwrap();
    loaded.stamp = saved.stamp.clone();
    saved
}

fn files(store: &Store) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(store.dirs().notes())
        .map(|all| all.map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect())
        .unwrap_or_default();
    names.sort();
    names
}

#[test]
fn notes_and_their_undo_come_back() {
    let (_root, store) = store();
    let article = article("https://news.example/bridge");
    let mut loaded = store.load(&article);
    assert_eq!(add(&store, &mut loaded, 1).conflict, None);
    assert_eq!(add(&store, &mut loaded, 2).conflict, None);
    let mut again = store.load(&article);
    assert_eq!(again.notebook, loaded.notebook);
    assert_eq!(again.stamp, loaded.stamp);
    assert!(again.problems.is_empty());
    again.history.undo(&mut again.notebook).unwrap();
    assert_eq!(again.notebook.notes.len(), 1);
    let name = format!("mayor-opens-bridge.{}.toml", find::short(&article.id));
    assert_eq!(files(&store), [name]);
}

#[test]
fn an_article_without_notes_makes_no_file() {
    let (_root, store) = store();
    let loaded = store.load(&article("a"));
    let saved = store.save(&loaded.notebook, &loaded.history, &loaded.stamp, NOW).unwrap();
    assert_eq!(saved.stamp, loaded.stamp);
    assert!(files(&store).is_empty());
}

#[test]
fn the_last_note_deleted_leaves_the_file_with_what_else_is_in_it() {
    let (_root, store) = store();
    let mut loaded = store.load(&article("a"));
    let path = add(&store, &mut loaded, 1).path;
    fs::write(&path, format!("# mine\n{}", fs::read_to_string(&path).unwrap())).unwrap();
    let mut loaded = store.load(&article("a"));
    loaded.notebook.notes.clear();
    store.save(&loaded.notebook, &loaded.history, &loaded.stamp, NOW).unwrap();
    assert!(fs::read_to_string(&path).unwrap().starts_with("# mine\n"));
    assert!(store.load(&article("a")).notebook.notes.is_empty());
}

#[test]
fn what_somebody_else_wrote_meanwhile_is_kept() {
    let (_root, store) = store();
    let mut ours = store.load(&article("a"));
    let mut theirs = store.load(&article("a"));
    let path = add(&store, &mut theirs, 1).path;
    let before = fs::read(&path).unwrap();
    let saved = add(&store, &mut ours, 2);
    let beside = saved.conflict.unwrap();
    assert!(beside.to_string_lossy().ends_with(".conflict-20250511-214640.toml"));
    assert_eq!(fs::read(&path).unwrap(), before);
    // From then on our notes go on in their own file.
    assert_eq!(add(&store, &mut ours, 3).conflict, None);
    assert_eq!(fs::read(&path).unwrap(), before);
    let again = store.load(&article("a"));
    assert!(again.notebook.notes.contains_key(&NoteId(1)));
    assert!(again.problems.iter().any(|p| p.says.contains(".conflict-")), "{:?}", again.problems);
    // A second conflict in the same second does not take the first one's name.
    let mut third = Loaded { stamp: Stamp { path, held: Held::Nothing }, ..again };
    assert_ne!(add(&store, &mut third, 4).conflict, Some(beside));
}

#[test]
fn a_file_that_cannot_be_read_is_kept_byte_for_byte() {
    let broken: [&[u8]; 3] =
        [b"format = 1\n[[note\n", b"format = 99\nfuture = true\n", b"\xff\xfe"];
    for bytes in broken {
        let (_root, store) = store();
        let path = add(&store, &mut store.load(&article("a")), 1).path;
        fs::write(&path, bytes).unwrap();
        let mut loaded = store.load(&article("a"));
        assert!(loaded.problems[0].says.contains("cannot be read"), "{:?}", loaded.problems);
        assert!(loaded.notebook.notes.is_empty());
        loaded.history = History::default();
        let saved = add(&store, &mut loaded, 2);
        assert!(saved.conflict.is_some());
        assert_eq!(fs::read(&path).unwrap(), bytes);
        // The next run goes on with what was saved beside it.
        let mut again = store.load(&article("a"));
        assert_eq!(again.notebook.notes.keys().collect::<Vec<_>>(), [&NoteId(2)]);
        assert_eq!(add(&store, &mut again, 3).conflict, None);
        assert_eq!(fs::read(&path).unwrap(), bytes);
        assert_eq!(files(&store).len(), 2);
    }
}

#[test]
fn a_file_that_was_removed_is_made_again() {
    let (_root, store) = store();
    let mut loaded = store.load(&article("a"));
    let path = add(&store, &mut loaded, 1).path;
    fs::remove_file(&path).unwrap();
    let saved = add(&store, &mut loaded, 2);
    assert_eq!((saved.conflict, saved.path), (None, path));
    assert_eq!(store.load(&article("a")).notebook.notes.len(), 2);
}

#[test]
fn a_renamed_notes_file_is_found_by_what_it_says() {
    let (_root, store) = store();
    let path = add(&store, &mut store.load(&article("a")), 1).path;
    let renamed = path.with_file_name("bridge.toml");
    fs::rename(&path, &renamed).unwrap();
    let loaded = store.load(&article("a"));
    assert_eq!(loaded.notebook.notes.len(), 1);
    assert_eq!(loaded.stamp.path(), renamed);
}

#[test]
fn a_moved_article_keeps_its_notes_and_a_copy_has_its_own() {
    let (root, store) = store();
    let old = root.path().join("old.txt");
    fs::write(&old, TEXT).unwrap();
    let id = format!("file://{}", old.display());
    let _ = add(&store, &mut store.load(&article(&id)), 1);
    assert!(store.load(&article("file:///elsewhere/copy.txt")).notebook.notes.is_empty());
    fs::remove_file(&old).unwrap();
    let mut moved = store.load(&article("file:///elsewhere/moved.txt"));
    assert_eq!(moved.notebook.notes.len(), 1);
    assert_eq!(moved.notebook.article.0, "file:///elsewhere/moved.txt");
    let _ = add(&store, &mut moved, 2);
    assert_eq!(files(&store).len(), 1);
}

#[test]
fn records_that_are_not_understood_are_named_and_kept() {
    let (_root, store) = store();
    let mut loaded = store.load(&article("a"));
    let path = add(&store, &mut loaded, 1).path;
    let more = "\n[[note]]\nkind = \"question\"\nquote = \"sure\"\n";
    fs::write(&path, fs::read_to_string(&path).unwrap() + more).unwrap();
    let mut loaded = store.load(&article("a"));
    assert_eq!(loaded.problems.len(), 1);
    let _ = add(&store, &mut loaded, 2);
    assert!(fs::read_to_string(&path).unwrap().contains("kind = \"question\""));
}

#[test]
fn a_data_folder_that_is_a_file_is_an_error_and_not_a_loss() {
    let (root, store) = store();
    let loaded = store.load(&article("a"));
    fs::write(root.path().join("data"), "in the way").unwrap();
    let mut notebook = loaded.notebook.clone();
    notebook.notes.insert(NoteId(1), note(1));
    let error = store.save(&notebook, &loaded.history, &loaded.stamp, NOW).unwrap_err();
    assert!(format!("{error:#}").contains("a file is where a folder should be"), "{error:#}");
}

#[test]
fn a_state_folder_that_cannot_be_written_costs_only_the_undo() {
    let (root, store) = store();
    fs::write(root.path().join("state"), "in the way").unwrap();
    let saved = add(&store, &mut store.load(&article("a")), 1);
    assert_eq!(saved.warnings.len(), 1);
    assert!(saved.path.exists());
}

#[test]
fn a_draft_is_there_until_it_is_removed() {
    let (_root, store) = store();
    let article = article("a");
    let anchor: Anchor = describe(&article, Span::new(4, 9));
    let draft = Draft { note: None, anchor, body: "half".into(), at: NOW };
    store.save_draft(&article.id, &draft).unwrap();
    assert_eq!(store.load(&article).draft, Some(draft));
    store.remove_draft(&article.id).unwrap();
    store.remove_draft(&article.id).unwrap();
    assert_eq!(store.load(&article).draft, None);
}

#[test]
fn places_of_other_runs_are_kept() {
    let (_root, ours) = store();
    let theirs = ours.clone();
    let place = |id: &str, at| ReadingPlace {
        article: ArticleId(id.into()),
        offset: 4,
        anchor: describe(&article(id), Span::new(4, 9)),
        at: Time(at),
    };
    ours.save_place(place("a", 1000)).unwrap();
    theirs.save_place(place("b", 2000)).unwrap();
    ours.save_place(place("a", 3000)).unwrap();
    assert_eq!(ours.places(), [place("a", 3000), place("b", 2000)]);
    assert_eq!(theirs.place(&ArticleId("a".into())), Some(place("a", 3000)));
}
