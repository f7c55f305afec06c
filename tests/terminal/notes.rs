//! Notes made, found again, taken back, and never lost.

use crate::home::{Home, STORY, text};
use crate::session::until;
use std::fs;

#[test]
fn a_note_is_made_kept_shown_again_and_taken_back() {
    let home = Home::new();
    let mut first = home.terminal(&[]).start();
    first.see("Lune Strait");
    // The analysis is there when the panel counts claims.
    first.wait("claims", |screen| {
        screen.contents().contains("Claims ") && !screen.contents().contains("Finding out")
    });
    first.press("]c]c");
    first.press("\t");
    first.press("j");
    first.press("\t");
    first.press("a");
    first.see("ctrl-s");
    first.press("Who is it?\rAsk Oslo.");
    first.see("Ask Oslo.");
    first.press("\x13");
    first.see("Note made");
    until("the notes file is there", || home.notes_files().len() == 1);
    first.quit();
    let file = home.notes_files().pop().unwrap();
    let saved = text(&file);
    assert!(saved.starts_with("# Your notes on one article."), "{saved}");
    assert!(saved.contains("Who is it?\nAsk Oslo."), "{saved}");
    assert!(
        file.file_name().unwrap().to_string_lossy().starts_with("deal-to-reopen-lune-strait"),
        "{file:?}"
    );

    let mut again = home.terminal(&[]).start();
    again.see("Notes 1");
    again.press("4");
    again.see("Who is it?");
    again.press("u");
    again.see("Notes 0");
    again.miss("Who is it?");
    again.quit();
    assert!(!text(&file).contains("Who is it?"));

    let mut third = home.terminal(&[]).start();
    third.see("Notes 0");
    third.press("\x12");
    third.see("Notes 1");
    third.quit();
    assert_eq!(text(&file), saved);
}

#[test]
fn a_highlight_needs_one_key() {
    let home = Home::new();
    home.write("story.txt", STORY);
    let mut session = home.terminal(&["story.txt"]).start();
    session.see("Notes 0");
    session.press("h");
    session.see("Notes 1");
    session.quit();
    assert!(text(&home.notes_files()[0]).contains("kind = \"highlight\""));
    // What is exported holds it.
    let mut export = home.terminal(&["export", "story.txt"]).start();
    export.end();
    assert!(export.words().contains("Notes"), "{}", export.words());
}

#[test]
fn pasted_text_is_text_and_never_keys() {
    let home = Home::new();
    home.write("story.txt", STORY);
    let mut session = home.terminal(&["story.txt"]).start();
    session.see("Notes 0");
    // Outside of a note nothing happens, although `q` and `h` stand in it.
    session.paste("hq:quit\r");
    session.see("Nothing is being typed");
    session.press("a");
    session.see("ctrl-s");
    session.paste("one\u{1b}[31m two\u{9b}2J\u{7}\r\nthree\u{13}q");
    session.see("three");
    session.press("\x13");
    session.see("Note made");
    session.quit();
    let saved = text(&home.notes_files()[0]);
    assert!(saved.contains("one[31m two2J\nthreeq"), "{saved}");
}

#[test]
fn a_notes_file_that_does_not_parse_is_said_and_kept_byte_for_byte() {
    let home = Home::new();
    home.write("story.txt", STORY);
    let mut first = home.terminal(&["story.txt"]).start();
    first.see("Notes 0");
    first.press("h");
    first.see("Notes 1");
    first.quit();
    let file = home.notes_files().pop().unwrap();
    let broken = text(&file).replace("kind = \"highlight\"", "kind = highlight");
    fs::write(&file, &broken).unwrap();
    let mut again = home.terminal(&["story.txt"]).size(160, 40).start();
    again.see("cannot be read and are kept");
    again.press("aanother one\x13");
    again.see("Notes 1");
    until("the notes went beside", || home.notes_files().len() == 2);
    again.quit();
    assert_eq!(text(&file), broken);
    let beside = home.notes_files().into_iter().find(|path| *path != file).unwrap();
    assert!(text(&beside).contains("another one"));
}

#[test]
fn where_notes_cannot_be_written_it_is_said_and_quitting_asks() {
    let home = Home::new();
    home.write("story.txt", STORY);
    // A file in place of the folder stops even those who may write anything.
    home.write("data/whosaid", "");
    let mut session = home.terminal(&["story.txt"]).start();
    session.see("Notes 0");
    session.press("h");
    session.see("Notes not saved");
    session.see("not saved ·");
    session.press("q");
    session.see("Your notes are not saved");
    session.press("\x1b");
    session.miss("end and lose them");
    session.press("q");
    session.see("end and lose them");
    // The way is free now, and trying again helps.
    fs::remove_file(home.path("data/whosaid")).unwrap();
    session.press("r");
    until("the notes are saved", || home.notes_files().len() == 1);
    session.miss("not saved");
    session.quit();
}

#[test]
fn notes_can_be_lost_only_by_saying_so() {
    let home = Home::new();
    home.write("story.txt", STORY);
    home.write("data/whosaid", "");
    let mut session = home.terminal(&["story.txt"]).start();
    session.see("Notes 0");
    session.press("h");
    session.see("Notes not saved");
    session.press("\x03");
    session.see("end and lose them");
    session.press("x");
    let status = session.end();
    assert_eq!(status.exit_code(), 1);
    session.gives_the_terminal_back();
    assert!(session.words().contains("the last notes are not saved"), "{}", session.words());
}

#[test]
fn a_note_that_is_being_typed_survives_a_signal() {
    let home = Home::new();
    home.write("story.txt", STORY);
    let mut first = home.terminal(&["story.txt"]).start();
    first.see("Notes 0");
    first.press("ahalf a thou");
    first.see("half a thou");
    rustix::process::kill_process(first.pid(), rustix::process::Signal::TERM).unwrap();
    first.end();
    first.gives_the_terminal_back();
    let mut again = home.terminal(&["story.txt"]).start();
    again.see("has been kept");
    again.press("\r");
    again.see("half a thou");
    again.press("ght\x13");
    again.see("Note made");
    again.quit();
    assert!(text(&home.notes_files()[0]).contains("half a thought"));
    let mut third = home.terminal(&["story.txt"]).start();
    third.see("Notes 1");
    assert!(!third.words().contains("has been kept"));
    third.quit();
}

#[test]
fn a_note_is_kept_while_it_is_typed() {
    let home = Home::new();
    home.write("story.txt", STORY);
    let mut first = home.terminal(&["story.txt"]).start();
    first.see("Notes 0");
    first.press("ahalf a thought");
    until("there is a draft", || home.has_draft("half a thought"));
    // Nothing can be done about this one; the draft is there already.
    rustix::process::kill_process(first.pid(), rustix::process::Signal::KILL).unwrap();
    first.end();
    let mut again = home.terminal(&["story.txt"]).start();
    again.see("has been kept");
    again.press("x");
    again.see("Draft thrown away");
    again.quit();
}

#[test]
fn a_correction_needs_three_keys_and_holds_after_a_restart() {
    let home = Home::new();
    home.write("story.txt", STORY);
    let mut first = home.terminal(&["story.txt"]).start();
    first.see("Notes 0");
    first.wait("claims", |screen| !screen.contents().contains("Finding out"));
    first.see("c corrects");
    first.press("]c");
    first.press("cw");
    first.see("You: gone");
    first.see("Notes 1");
    first.quit();
    let mut again = home.terminal(&["story.txt"]).start();
    again.see("Notes 1");
    again.press("cl");
    again.see("You: not a claim");
    // First out of the panel.
    again.press("q");
    again.quit();
}
