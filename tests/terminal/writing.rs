//! Notes written in the reader's own editor, and steps gone back in.

use crate::home::{Home, STORY, text};
use crate::session::{Session, until};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

/// An editor of a few lines of shell; `$1` is the file that it is to edit.
fn editor(home: &Home, script: &str) -> PathBuf {
    let path = home.write("bin/editor", format!("#!/bin/sh\n{script}\n"));
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    path
}

fn started(home: &Home, variable: &str, command: &str) -> Session {
    home.write("story.txt", STORY);
    // What a failed editor leaves behind goes with the home.
    let temporary = home.path("").display().to_string();
    let start = home.terminal(&["story.txt"]).env(variable, command);
    let session = start.env("TMPDIR", &temporary).start();
    session.see("Notes 0");
    session
}

#[test]
fn words_go_to_the_editor_and_come_back() {
    let home = Home::new();
    // It asks on the terminal, as editors do: nobody else may read the answer.
    let script =
        "printf 'EDITING '; cat \"$1\"; IFS= read -r line; printf '%s\\n' \"$line\" >> \"$1\"";
    let path = editor(&home, script);
    let mut session = started(&home, "EDITOR", &path.display().to_string());
    session.press("ahalf a thought");
    session.see("ctrl-o in $EDITOR");
    session.press("\x0f");
    session.see("EDITING half a thought");
    assert!(!session.screen(|screen| screen.alternate_screen()));
    // While it runs, what was typed is safe already.
    assert!(home.has_draft("half a thought"));
    session.press("q and its end\r");
    session.wait("the note again", |screen| {
        screen.alternate_screen() && screen.contents().contains("q and its end")
    });
    session.press("\x13");
    session.see("Note made");
    session.press("j");
    session.quit();
    let saved = text(&home.notes_files()[0]);
    assert!(saved.contains("half a thought\nq and its end"), "{saved}");
}

#[test]
fn one_key_opens_the_note_under_the_cursor_in_the_editor() {
    let home = Home::new();
    let path = editor(&home, "test \"$1\" = --wait && shift; echo \"and more\" >> \"$1\"");
    let command = format!("{} --wait", path.display());
    let mut session = started(&home, "VISUAL", &command);
    session.press("aone\x13");
    session.see("Note made");
    session.press("E");
    session.see("Note changed");
    session.quit();
    let saved = text(&home.notes_files()[0]);
    assert!(saved.contains("one\nand more"), "{saved}");
}

#[test]
fn an_editor_that_fails_loses_nothing() {
    let home = Home::new();
    let mut session = started(&home, "EDITOR", "no-such-editor");
    session.press("ahalf a thought\x0f");
    session.see("There is no editor no-such-editor");
    session.see("half a thought");
    let path = editor(&home, "rm \"$1\"");
    drop(session);
    let mut session = started(&home, "EDITOR", &path.display().to_string());
    session.see("has been kept");
    session.press("\r");
    session.press("\x0f");
    session.see("has left no file behind");
    session.see("half a thought");
    drop(session);
    let path = editor(&home, "echo other words > \"$1\"; exit 3");
    let mut session = started(&home, "EDITOR", &path.display().to_string());
    session.press("\r");
    session.see("half a thought");
    session.press("\x0f");
    session.see("ended with status 3; what it wrote is in");
    session.see("half a thought");
    session.press("\x13");
    session.see("Note made");
    session.quit();
    assert!(text(&home.notes_files()[0]).contains("half a thought"));
}

#[test]
fn without_an_editor_it_is_said() {
    let home = Home::new();
    let mut session = started(&home, "EDITOR", "  ");
    session.press("E");
    session.see("No editor is set: set VISUAL or EDITOR");
    session.press("q");
    session.end_well();
}

#[test]
fn an_interrupt_in_the_editor_is_the_editors() {
    let home = Home::new();
    let script =
        "trap 'echo interrupted >> \"$1\"; exit 0' INT; echo READY; while :; do sleep 0.05; done";
    let path = editor(&home, script);
    let mut session = started(&home, "EDITOR", &path.display().to_string());
    session.press("aone \x0f");
    session.see("READY");
    session.press("\x03");
    session.wait("the note again", |screen| {
        screen.alternate_screen() && screen.contents().contains("interrupted")
    });
    session.press("\x13");
    session.see("Note made");
    session.quit();
}

#[test]
fn steps_are_listed_and_gone_back_to_after_a_restart() {
    let home = Home::new();
    home.write("story.txt", STORY);
    let mut session = home.terminal(&["story.txt"]).start();
    session.see("Notes 0");
    session.press("aone\x13");
    session.see("Note made");
    session.press("gaall of it\x13");
    session.see("Notes 2");
    session.press("U");
    session.see("step 2 of 2");
    session.see("on the whole article");
    session.press("q");
    session.miss("step 2 of 2");
    session.quit();
    let mut again = home.terminal(&["story.txt"]).start();
    again.see("Notes 2");
    again.press("Ug\r");
    again.see("2 steps taken back");
    again.see("Notes 0");
    again.press("UG\r");
    again.see("Notes 2");
    again.quit();
    until("both notes are there", || text(&home.notes_files()[0]).contains("about = \"article\""));
}
