//! What must not be lost.

mod listed;
mod others;
mod trouble;

use super::*;
use crate::doc::{Meta, Time, describe};
use crate::notes::places::ReadingPlace;
use crate::notes::{Change, Edit, Note, NoteId, NoteKind};
use crate::text::Span;
use std::fs;

const TEXT: &str = "The mayor opened the bridge. Engineers were less sure.";
const NOW: Time = Time(1_747_000_000_000);

pub(in crate::io::store) fn article(id: &str) -> Article {
    Article {
        id: ArticleId(id.into()),
        meta: Meta { title: "Mayor opens bridge".into(), ..Meta::default() },
        text: TEXT.into(),
        blocks: Vec::new(),
        marks: Vec::new(),
        digest: Digest::of(TEXT.as_bytes()),
    }
}

pub(in crate::io::store) fn note(id: u64) -> Note {
    let anchor = describe(&article(""), Span::new(29, 54));
    Note { body: format!("note {id}"), ..Note::new(NoteId(id), NoteKind::Note, anchor, NOW) }
}

/// A store in a folder of its own, which goes when the test ends.
pub(in crate::io::store) fn store() -> (tempfile::TempDir, Store) {
    let root = tempfile::tempdir().unwrap();
    let store = Store::new(Dirs::under(root.path()));
    (root, store)
}

/// Adds a note and saves.
fn add(store: &Store, loaded: &mut Loaded, id: u64) -> Saved {
    let edits = vec![Edit { id: NoteId(id), before: None, after: Some(note(id)) }];
    let change = Change { label: "annotate".into(), at: Time(5_000), edits };
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

/// Changes what a note says, and saves.
fn edit(store: &Store, loaded: &mut Loaded, id: u64, body: &str) -> Saved {
    let before = loaded.notebook.notes[&NoteId(id)].clone();
    let after = Note { body: body.into(), edited: Time(before.edited.0 + 1000), ..before.clone() };
    let edits = vec![Edit { id: NoteId(id), before: Some(before), after: Some(after) }];
    let change = Change { label: "edit".into(), at: NOW, edits };
    loaded.history.make(change, &mut loaded.notebook).unwrap();
    let saved = store.save(&loaded.notebook, &loaded.history, &loaded.stamp, NOW).unwrap();
    loaded.stamp = saved.stamp.clone();
    saved
}

fn ids(notes: &Notes) -> Vec<u64> {
    notes.keys().map(|id| id.0).collect()
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
