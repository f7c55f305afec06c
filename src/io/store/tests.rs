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
    let anchor = describe(&article(""), Span::new(29, 54));
    Note { body: format!("note {id}"), ..Note::new(NoteId(id), NoteKind::Note, anchor, NOW) }
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
fn what_others_wrote_meanwhile_is_merged_and_comes_in() {
    let (_root, store) = store();
    let mut ours = store.load(&article("a"));
    let mut theirs = store.load(&article("a"));
    let path = add(&store, &mut theirs, 1).path;
    let saved = add(&store, &mut ours, 2);
    assert_eq!((saved.conflict, &saved.path), (None, &path));
    let came_in = saved.came_in.unwrap();
    assert_eq!(ids(&came_in.notes), [1, 2]);
    assert_eq!((came_in.history.done.len(), came_in.lost), (2, 0));
    // Ours have not taken it up; what they save next is merged with what is there all the same.
    let saved = edit(&store, &mut ours, 2, "again");
    assert_eq!(saved.conflict, None);
    // And whoever has taken it up goes on from there.
    ours.notebook.notes = saved.came_in.clone().unwrap().notes;
    ours.history = saved.came_in.clone().unwrap().history;
    ours.stamp = saved.came_in.unwrap().stamp;
    let saved = edit(&store, &mut ours, 1, "changed here");
    assert_eq!((saved.conflict, saved.came_in), (None, None));
    let again = store.load(&article("a"));
    assert_eq!(again.notebook.notes, ours.notebook.notes);
    assert_eq!(again.history, ours.history);
    assert_eq!(files(&store).len(), 1);
}

#[test]
fn of_what_both_changed_ours_stays_and_theirs_lies_beside() {
    let (_root, store) = store();
    let mut ours = store.load(&article("a"));
    let path = add(&store, &mut ours, 1).path;
    let mut theirs = store.load(&article("a"));
    edit(&store, &mut theirs, 1, "theirs");
    let saved = edit(&store, &mut ours, 1, "ours");
    let conflict = saved.conflict.unwrap();
    assert!(matches!(conflict, Conflict::Theirs(_, 1)), "{conflict:?}");
    let name = conflict.path().to_string_lossy().into_owned();
    assert!(name.ends_with(".conflict-20250511-214640.toml"), "{name}");
    assert!(fs::read_to_string(conflict.path()).unwrap().contains("theirs"));
    assert!(fs::read_to_string(&path).unwrap().contains("ours"));
    // The step of theirs that led to what is beside cannot be taken back; ours can.
    let mut again = store.load(&article("a"));
    assert_eq!(again.history.undo(&mut again.notebook), Ok(Some("edit".into())));
    let told = again.problems.iter().find(|p| p.says.contains("1 conflict file with 1 note"));
    assert!(told.is_some(), "{:?}", again.problems);
    // Nobody has taken up what the other wrote, so each save is another conflict; those of one second
    // do not take each other's names.
    edit(&store, &mut theirs, 1, "theirs again");
    let second = edit(&store, &mut ours, 1, "ours again").conflict.unwrap();
    assert_ne!(second.path(), conflict.path());
    // Both are taken in as notes of their own, in one step that can be taken back.
    let loaded = store.load(&article("a"));
    assert_eq!(store.conflicts(&loaded.stamp).says(), "3 conflict files with 3 notes that differ");
    assert_eq!(store.merge_conflicts(&loaded.stamp).unwrap().1.added, 3);
    assert_eq!(files(&store).len(), 1);
    let mut merged = store.load(&article("a"));
    let mut bodies: Vec<&str> = merged.notebook.notes.values().map(|n| n.body.as_str()).collect();
    bodies.sort_unstable();
    assert_eq!(bodies, ["ours", "ours again", "theirs", "theirs again"]);
    merged.history.undo(&mut merged.notebook).unwrap();
    assert_eq!(merged.notebook, loaded.notebook);
}

#[test]
fn what_others_wrote_is_found_by_looking() {
    let (_root, store) = store();
    let mut ours = store.load(&article("a"));
    let path = add(&store, &mut ours, 1).path;
    assert_eq!(ours.stamp.touched(), None);
    let mut theirs = store.load(&article("a"));
    add(&store, &mut theirs, 2);
    assert!(ours.stamp.touched().is_some());
    let look = |ours: &mut Loaded| {
        store.outside(&ours.notebook.article, &ours.history.clone(), &mut ours.stamp)
    };
    let Outside::CameIn(came_in) = look(&mut ours) else { panic!("nothing came in") };
    assert_eq!(ids(&came_in.notes), [1, 2]);
    assert_eq!(came_in.history, theirs.history);
    assert_eq!(ours.stamp.touched(), None);
    // Touched, but the same.
    fs::write(&path, fs::read(&path).unwrap()).unwrap();
    assert!(ours.stamp.touched().is_some());
    assert!(matches!(look(&mut ours), Outside::CameIn(_)), "it was not taken up");
    ours.stamp = came_in.stamp;
    (ours.notebook.notes, ours.history) = (came_in.notes, came_in.history);
    assert_eq!(look(&mut ours), Outside::Nothing);
    // Spoiled, gone, and a folder: nothing of ours changes, and it is said.
    fs::write(&path, "format = ").unwrap();
    let Outside::Lost(says) = look(&mut ours) else { panic!("nothing is said") };
    assert!(says.contains("line 1, column") && says.contains("still here"), "{says}");
    fs::remove_file(&path).unwrap();
    let Outside::Lost(says) = look(&mut ours) else { panic!("nothing is said") };
    assert!(says.contains("is gone"), "{says}");
    fs::create_dir(&path).unwrap();
    let Outside::Lost(says) = look(&mut ours) else { panic!("nothing is said") };
    assert!(says.contains("a folder of that name is in the way"), "{says}");
    let saved = add(&store, &mut ours, 3);
    assert!(matches!(saved.conflict, Some(Conflict::All(_))), "{saved:?}");
    assert!(path.is_dir());
    assert_eq!(ids(&store.load(&article("a")).notebook.notes), [1, 2, 3]);
}

#[test]
fn many_at_once_lose_nothing() {
    let (_root, store) = store();
    std::thread::scope(|scope| {
        for n in 0..4_u64 {
            let store = &store;
            scope.spawn(move || {
                let mut loaded = store.load(&article("a"));
                for id in 0..8 {
                    let saved = add(store, &mut loaded, 1 + n * 100 + id);
                    assert_eq!(saved.conflict, None);
                    // Every second one takes up what the others wrote.
                    if let Some(came_in) = saved.came_in.filter(|_| id % 2 == 0) {
                        loaded.notebook.notes = came_in.notes;
                        (loaded.history, loaded.stamp) = (came_in.history, came_in.stamp);
                    }
                }
            });
        }
    });
    let mut loaded = store.load(&article("a"));
    assert_eq!(loaded.notebook.notes.len(), 32);
    assert_eq!(files(&store).len(), 1);
    let mut undone = 0;
    while loaded.history.undo(&mut loaded.notebook).unwrap().is_some() {
        undone += 1;
    }
    assert_eq!((undone, loaded.notebook.notes.len()), (32, 0));
}

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
fn what_another_program_takes_away_can_be_brought_back() {
    let (_root, store) = store();
    let mut ours = store.load(&article("a"));
    add(&store, &mut ours, 1);
    let path = add(&store, &mut ours, 2).path;
    // As a program does that writes only half of the file.
    let mut half = ours.notebook.clone();
    half.notes.remove(&NoteId(1));
    fs::write(&path, to_toml(&half, "")).unwrap();
    let mut late = ours.clone();
    let found = store.outside(&ours.notebook.article, &ours.history.clone(), &mut ours.stamp);
    let Outside::CameIn(came_in) = found else { panic!("nothing came in") };
    assert_eq!((ids(&came_in.notes), came_in.lost), (vec![2], 0));
    assert_eq!(store.load(&article("a")).history, came_in.history, "it is kept at once");
    (ours.notebook.notes, ours.history) = (came_in.notes, came_in.history);
    let undone = ours.history.undo(&mut ours.notebook).unwrap();
    assert_eq!(undone.as_deref(), Some("what was changed outside"));
    assert_eq!(ids(&ours.notebook.notes), [1, 2]);
    assert_eq!(ours.history.undo(&mut ours.notebook), Ok(Some("annotate".into())));
    // The same for who finds it only by saving: first what was done last, then what was taken away.
    let mut came_in = add(&store, &mut late, 3).came_in.unwrap();
    assert_eq!(ids(&came_in.notes), [2, 3]);
    late.notebook.notes = came_in.notes;
    came_in.history.undo(&mut late.notebook).unwrap();
    assert_eq!(ids(&late.notebook.notes), [2]);
    came_in.history.undo(&mut late.notebook).unwrap();
    assert_eq!(ids(&late.notebook.notes), [1, 2]);
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
fn what_was_changed_by_hand_does_not_bar_the_way_back() {
    let (_root, store) = store();
    let mut loaded = store.load(&article("a"));
    add(&store, &mut loaded, 1);
    let path = add(&store, &mut loaded, 2).path;
    let by_hand = fs::read_to_string(&path).unwrap().replace("note 2", "by hand");
    fs::write(&path, by_hand).unwrap();
    let mut again = store.load(&article("a"));
    assert_eq!(again.history.undo(&mut again.notebook), Ok(Some("annotate".into())));
    assert_eq!(again.notebook.notes[&NoteId(2)].body, "by hand");
    assert_eq!(again.notebook.notes.len(), 1);
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
fn a_note_that_is_safe_is_not_offered_as_a_draft() {
    let (_root, store) = store();
    let article = article("a");
    let mut loaded = store.load(&article);
    add(&store, &mut loaded, 1);
    let note = &loaded.notebook.notes[&NoteId(1)];
    let draft = |body: &str| Draft {
        note: None,
        typed: Note { body: body.into(), ..note.clone() },
        at: NOW,
    };
    store.save_draft(&article.id, &draft("note 1")).unwrap();
    assert_eq!(store.load(&article).draft, None);
    store.save_draft(&article.id, &draft("note 1 and more")).unwrap();
    assert!(store.load(&article).draft.is_some());
}

#[test]
fn two_files_are_merged_into_the_first_or_elsewhere() {
    let (root, store) = store();
    let path = add(&store, &mut store.load(&article("a")), 1).path;
    let other = root.path().join("other.toml");
    fs::copy(&path, &other).unwrap();
    let text = fs::read_to_string(&other).unwrap().replace("0000000000000001", "0000000000000009");
    fs::write(&other, text + "# theirs\n").unwrap();
    let before = fs::read(&path).unwrap();
    let out = root.path().join("out.toml");
    assert_eq!(store.merge_files(&path, &other, Some(&out)).unwrap().added, 1);
    assert_eq!(fs::read(&path).unwrap(), before);
    assert_eq!(store.merge_files(&path, &other, None).unwrap().added, 1);
    assert_eq!(fs::read(&path).unwrap(), fs::read(&out).unwrap());
    let mut loaded = store.load(&article("a"));
    assert_eq!(ids(&loaded.notebook.notes), [1, 9]);
    loaded.history.undo(&mut loaded.notebook).unwrap();
    assert_eq!(ids(&loaded.notebook.notes), [1]);
    assert!(store.merge_files(&path, &root.path().join("none.toml"), None).is_err());
    fs::write(&other, "format = ").unwrap();
    let error = store.merge_files(&path, &other, None).unwrap_err();
    assert!(format!("{error:#}").contains("line 1"), "{error:#}");
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

#[test]
fn a_draft_is_there_until_it_is_removed() {
    let (_root, store) = store();
    let article = article("a");
    let anchor: Anchor = describe(&article, Span::new(4, 9));
    let draft = Draft {
        note: None,
        typed: Note { body: "half".into(), ..Note::new(NoteId(0), NoteKind::Note, anchor, NOW) },
        at: NOW,
    };
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

#[test]
fn a_notes_file_is_changed_without_its_article_and_the_change_is_in_its_history() {
    let (_root, store) = store();
    let mut loaded = store.load(&article("a"));
    add(&store, &mut loaded, 1);
    let saved = add(&store, &mut loaded, 2);
    let before = store.read_notes_file(&saved.path).unwrap();
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
    assert_eq!(store.read_notes_file(&files.notes[0]).unwrap().article.0, "a");
    fs::write(&path, "note = 3").unwrap();
    let error = store.read_notes_file(&path).unwrap_err();
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
