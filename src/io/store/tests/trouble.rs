//! Files that are broken, moved, renamed, gone or in the way.

use super::*;

#[test]
fn a_file_cut_off_at_any_byte_is_read_or_kept_and_said() {
    let (_root, store) = store();
    let mut loaded = store.load(&article("a"));
    add(&store, &mut loaded, 1);
    let path = edit(&store, &mut loaded, 1, "Größe 🦀 “so”").path;
    let whole = fs::read(&path).unwrap();
    let (mut read, mut kept) = (0, 0);
    for at in 0..=whole.len() {
        let bytes = &whole[..at];
        fs::write(&path, bytes).unwrap();
        let mut loaded = store.load(&article("a"));
        let is_said = loaded.problems.iter().any(|p| p.says.contains("cannot be read"));
        let saved = if at % 16 == 0 || !is_said { Some(add(&store, &mut loaded, 2)) } else { None };
        if is_said {
            kept += 1;
            assert!(loaded.notebook.notes.keys().all(|id| *id == NoteId(2)), "{at}");
            assert_eq!(fs::read(&path).unwrap(), bytes, "{at}");
            let beside = saved.and_then(|saved| saved.conflict);
            if let Some(beside) = beside {
                assert!(fs::read_to_string(beside.path()).unwrap().contains("note 2"), "{at}");
                fs::remove_file(beside.path()).unwrap();
            }
        } else {
            read += 1;
            // What could be read of it stands in the file still, with the new note.
            let text = fs::read_to_string(&path).unwrap();
            for line in String::from_utf8_lossy(bytes).lines().filter(|l| l.starts_with("body")) {
                assert!(text.contains(line), "{at}: {text}");
            }
            assert!(text.contains("note 2"), "{at}: {text}");
        }
    }
    assert!(read > 5 && kept > 100, "{read} {kept}");
}

#[test]
fn a_copy_is_not_taken_for_the_file_that_is_gone() {
    let (_root, store) = store();
    let mut ours = store.load(&article("a"));
    let path = add(&store, &mut ours, 1).path;
    fs::copy(&path, path.with_file_name("copy.toml")).unwrap();
    add(&store, &mut ours, 2);
    fs::remove_file(&path).unwrap();
    add(&store, &mut ours, 3);
    assert_eq!(ids(&store.load(&article("a")).notebook.notes), [1, 2, 3]);
}

#[test]
fn a_file_that_was_renamed_while_it_was_open_is_followed() {
    let (_root, store) = store();
    let mut ours = store.load(&article("a"));
    let path = add(&store, &mut ours, 1).path;
    let renamed = path.with_file_name("bridge.toml");
    fs::rename(&path, &renamed).unwrap();
    assert_eq!(add(&store, &mut ours, 2).path, renamed);
    assert_eq!(files(&store), ["bridge.toml"]);
    assert_eq!(ids(&store.load(&article("a")).notebook.notes), [1, 2]);
}

#[test]
fn a_clock_that_is_set_back_costs_nothing() {
    let (_root, store) = store();
    let mut ours = store.load(&article("a"));
    add(&store, &mut ours, 1);
    let mut theirs = store.load(&article("a"));
    edit(&store, &mut theirs, 1, "theirs");
    let early = Time(NOW.0 - 86_400_000);
    let before = ours.notebook.notes[&NoteId(1)].clone();
    let after = Note { body: "ours".into(), edited: early, ..before.clone() };
    let edits = vec![Edit { id: NoteId(1), before: Some(before), after: Some(after) }];
    ours.history.make(Change { label: "edit".into(), at: NOW, edits }, &mut ours.notebook).unwrap();
    let saved = store.save(&ours.notebook, &ours.history, &ours.stamp, early).unwrap();
    assert!(fs::read_to_string(&saved.path).unwrap().contains("ours"));
    assert!(fs::read_to_string(saved.conflict.unwrap().path()).unwrap().contains("theirs"));
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
    let more = "\n[[note]]\nkind = \"sketch\"\nquote = \"sure\"\n";
    fs::write(&path, fs::read_to_string(&path).unwrap() + more).unwrap();
    let mut loaded = store.load(&article("a"));
    assert_eq!(loaded.problems.len(), 1);
    let _ = add(&store, &mut loaded, 2);
    assert!(fs::read_to_string(&path).unwrap().contains("kind = \"sketch\""));
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
