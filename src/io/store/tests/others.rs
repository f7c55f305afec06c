//! What others write meanwhile: other windows, editors, programs that synchronise.

use super::*;
use crate::notes::to_toml;

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
