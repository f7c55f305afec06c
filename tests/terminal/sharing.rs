//! Two windows on the same notes, a script, and an editor: what each writes comes in with the others.

use crate::home::{Home, STORY, text};
use crate::session::{Session, until};
use std::fs;
use std::path::PathBuf;
use std::process::Command;

fn open(home: &Home) -> Session {
    home.terminal(&["story.txt"]).size(140, 30).start()
}

/// Opens the story and asks something: a note in a file.
fn asked(home: &Home) -> (Session, PathBuf) {
    home.write("story.txt", STORY);
    let mut session = open(home);
    session.see("Notes 0");
    session.press("aasked\x13");
    session.see("Notes 1");
    session.miss("not saved");
    (session, home.notes_files().pop().unwrap())
}

/// Runs the program beside the one on the screen.
fn script(home: &Home, arguments: &[&str]) -> String {
    let mut command = Command::new(crate::home::PROGRAM);
    let command = command.args(arguments).env_clear().envs(home.environment());
    let outcome = command.current_dir(home.path("")).output().unwrap();
    assert!(outcome.status.success(), "{outcome:?}");
    String::from_utf8(outcome.stdout).unwrap()
}

#[test]
fn what_one_window_writes_comes_into_the_other() {
    let home = Home::new();
    home.write("story.txt", STORY);
    let (mut one, mut two) = (open(&home), open(&home));
    one.see("Notes 0");
    two.see("Notes 0");
    one.press("h");
    one.see("Notes 1");
    two.see("1 note came in from outside");
    two.see("Notes 1");
    two.press("}aWho says so?\x13");
    two.see("Notes 2");
    one.see("Notes 2");
    // What either did last, either can take back.
    one.press("u");
    one.see("Notes 1");
    two.see("1 note was removed outside");
    two.see("Notes 1");
    one.quit();
    two.quit();
    assert_eq!(home.notes_files().len(), 1);
    assert!(!text(&home.notes_files()[0]).contains("Who says so?"));
}

#[test]
fn of_what_both_change_both_are_kept_and_can_be_made_one() {
    let home = Home::new();
    home.write("story.txt", STORY);
    let mut one = open(&home);
    one.see("Notes 0");
    one.press("h");
    one.see("Notes 1");
    one.miss("not saved");
    let mut two = open(&home);
    two.see("Notes 1");
    one.press("a");
    one.see("ctrl-s");
    two.press("atheirs\x13");
    two.see("Note changed");
    until("theirs are saved", || text(&home.notes_files()[0]).contains("theirs"));
    // The editor stays open, with what is typed in it.
    one.press("ours");
    one.see("ours");
    one.press("\x13");
    one.see("1 note changed here and outside");
    let files = home.notes_files();
    assert_eq!(files.len(), 2, "{files:?}");
    // The shorter name is the notes file's.
    assert!(text(&files[1]).contains("ours") && !text(&files[1]).contains("theirs"));
    assert!(text(&files[0]).contains("theirs"));
    two.see("There are more notes on this article: 1 conflict file");
    one.press("gm");
    one.see("1 conflict file with 1 note that differs: take them in?");
    one.press("\r");
    one.see("1 note taken in from a conflict file");
    one.see("Notes 2");
    two.see("Notes 2");
    until("the conflict file is gone", || home.notes_files().len() == 1);
    let both = text(&home.notes_files()[0]);
    assert!(both.contains("ours") && both.contains("theirs"), "{both}");
    one.quit();
    two.quit();
}

#[test]
fn what_a_script_does_comes_in_and_can_be_taken_back() {
    let home = Home::new();
    home.write("story.txt", STORY);
    let mut session = open(&home);
    session.see("Notes 0");
    // While something is typed nothing changes on the screen.
    session.press("ahalf");
    session.see("half");
    let made = ["annotate", "story.txt", "--quote", "the quay", "--note", "Which one?"];
    let id = script(&home, &made);
    session.press(" a thought\x13");
    session.see("Notes 2");
    session.press("4");
    session.see("Which one?");
    script(&home, &["notes", "rm", id.trim()]);
    session.see("1 note was removed outside");
    session.see("Notes 1");
    session.press("u");
    session.see("Taken back: deleting of 1 note");
    session.see("Notes 2");
    session.quit();
    assert!(script(&home, &["notes", "list"]).contains("Which one?"));
}

#[test]
fn each_window_has_a_draft_of_its_own() {
    let home = Home::new();
    home.write("story.txt", STORY);
    let mut one = open(&home);
    one.see("Notes 0");
    one.press("athe first thought");
    until("the first is kept", || home.has_draft("the first thought"));
    let mut two = open(&home);
    two.see("Notes 0");
    two.press("aanother idea");
    until("the second is kept", || home.has_draft("another idea"));
    // What is being typed in a window is not offered in another.
    assert!(!two.words().contains("has been kept"), "{}", two.words());
    assert!(home.has_draft("the first thought"));
    for session in [&mut one, &mut two] {
        rustix::process::kill_process(session.pid(), rustix::process::Signal::KILL).unwrap();
        session.end();
    }
    let (mut three, mut four) = (open(&home), open(&home));
    for session in [&mut three, &mut four] {
        session.see("has been kept");
        session.press("\r\x13");
        session.see("Note made");
    }
    three.see("Notes 2");
    three.quit();
    four.quit();
    assert!(!home.has_draft(""));
    let notes = text(&home.notes_files()[0]);
    assert!(notes.contains("the first thought") && notes.contains("another idea"), "{notes}");
}

#[test]
fn what_is_edited_by_hand_comes_in() {
    let home = Home::new();
    let (mut session, file) = asked(&home);
    fs::write(&file, text(&file).replace("asked", "answered") + "# mine\n").unwrap();
    session.see("1 note was changed outside");
    session.press("4");
    session.see("answered");
    session.press("}}h");
    session.see("Notes 2");
    session.quit();
    assert!(text(&file).contains("answered") && text(&file).contains("# mine"));
    assert_eq!(home.notes_files(), [file]);
}

#[test]
fn a_file_that_goes_away_is_said_and_written_again() {
    let home = Home::new();
    let (mut session, file) = asked(&home);
    let whole = text(&file);
    fs::remove_file(&file).unwrap();
    session.see("The notes file is gone");
    session.see("Notes 1");
    session.press("}}h");
    session.see("Notes 2");
    until("it is written again", || file.exists());
    assert!(text(&file).contains("asked"));
    session.miss("not saved");
    // Spoiled, then mended: nothing was written over, and nothing of it is lost.
    fs::write(&file, "format = ").unwrap();
    session.see("The notes file was spoiled outside");
    assert_eq!(text(&file), "format = ");
    fs::write(&file, whole).unwrap();
    session.see("1 note was removed outside");
    session.quit();
}

#[test]
fn a_folder_in_its_place_is_said_and_the_notes_go_beside() {
    let home = Home::new();
    let (mut session, file) = asked(&home);
    fs::remove_file(&file).unwrap();
    fs::create_dir(&file).unwrap();
    session.see("The notes file was spoiled outside");
    session.press("}}h");
    session.see("Kept beside the notes file");
    session.quit();
    assert!(file.is_dir());
    let beside = home.notes_files().into_iter().find(|path| *path != file).unwrap();
    assert!(text(&beside).contains("asked"));
    let mut again = open(&home);
    again.see("Notes 2");
    again.quit();
}
