//! All notes files, and changing one without its article.

use super::*;

#[test]
fn a_notes_file_is_changed_without_its_article_and_the_change_is_in_its_history() {
    let (_root, store) = store();
    let mut loaded = store.load(&article("a"));
    add(&store, &mut loaded, 1);
    let saved = add(&store, &mut loaded, 2);
    let (before, _) = store.notebook(&saved.path).unwrap();
    let act = crate::notes::bulk::Act::retag("+todo").unwrap();
    let edits = before.notes.values().filter_map(|note| act.on(note, NOW)).collect();
    let change = Change { label: "2 notes: +todo".into(), at: NOW, edits };
    let after = store.amend(&saved.path, &change, NOW).unwrap();
    assert!(after.notes.values().all(|note| note.tags == ["todo"]));
    let again = store.load(&article("a"));
    assert_eq!(again.notebook.notes, after.notes);
    assert_eq!(again.history.done.last(), Some(&change));
    // A second time it does not fit any more, and nothing happens.
    let error = store.amend(&saved.path, &change, NOW).unwrap_err();
    assert!(format!("{error:#}").contains("have changed meanwhile"), "{error:#}");
    // To take it back is a step back in the history, not another change.
    store.amend(&saved.path, &change.inverse(), NOW).unwrap();
    let again = store.load(&article("a"));
    assert_eq!(again.notebook.notes, before.notes);
    assert_eq!((again.history.done.len(), again.history.undone.len()), (2, 1));
}

#[test]
fn all_notes_files_are_named_those_of_conflicts_apart() {
    let (_root, store) = store();
    assert_eq!(store.notes_files().unwrap(), Files::default());
    let mut loaded = store.load(&article("a"));
    let path = add(&store, &mut loaded, 1).path;
    fs::write(path.with_extension("conflict-20250511-214640.toml"), "").unwrap();
    fs::write(path.with_extension("txt"), "").unwrap();
    let files = store.notes_files().unwrap();
    assert_eq!((files.notes.len(), files.conflicts.len()), (1, 1));
    assert_eq!(store.notebook(&files.notes[0]).unwrap().0.article.0, "a");
    fs::write(&path, "note = 3").unwrap();
    let error = store.notebook(&path).unwrap_err();
    assert!(format!("{error:#}").starts_with("line 1"), "{error:#}");
    assert!(
        store
            .amend(&path, &Change { label: String::new(), at: NOW, edits: Vec::new() }, NOW)
            .is_err()
    );
    assert_eq!(fs::read_to_string(&path).unwrap(), "note = 3");
}

#[test]
fn what_was_done_to_many_notes_is_remembered() {
    let (_root, store) = store();
    assert_eq!(store.bulks(), Default::default());
    let mut bulks = crate::notes::bulk::Bulks::default();
    bulks.make(crate::notes::bulk::Bulk { label: "x".into(), at: NOW, parts: Vec::new() });
    store.save_bulks(&bulks).unwrap();
    assert_eq!(store.bulks(), bulks);
}
