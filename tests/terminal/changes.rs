//! A text that changes after notes were made on it.

use crate::home::{Home, STORY, text};
use crate::session::until;
use std::fs;

#[test]
fn a_note_is_found_again_attached_and_what_changed_is_shown() {
    let home = Home::new();
    home.write("story.txt", STORY);
    let mut first = home.terminal(&["story.txt"]).size(140, 40).start();
    first.see("Notes 0");
    first.press("}}h");
    first.see("Notes 1");
    first.press("}aWhose quay?\x13");
    first.see("Notes 2");
    first.quit();
    // The text is kept with the notes, byte for byte.
    let texts = || fs::read_dir(home.path("data/whosaid/texts")).unwrap().flatten();
    let kept: Vec<_> = texts().map(|entry| entry.path()).collect();
    assert_eq!(kept.len(), 1, "{kept:?}");
    assert_eq!(text(&kept[0]), STORY);

    let new = STORY.replace("on Friday", "on Saturday").replace(
        "According to two people familiar with the talks, the quay 𝒳 needs repairs, Meridian reported.",
        "Nothing else was known on Sunday, when all offices were closed.",
    );
    home.write("story.txt", format!("UPDATE: the port may open later\n\n{new}"));
    let mut again = home.terminal(&["story.txt"]).size(140, 40).start();
    again.see("The text has changed since your notes");
    again.see("Loose 1");
    again.press("gd");
    again.see("Changed since your notes of");
    again.see("Saturday");
    again.see("! no longer in the text · Whose quay?");
    again.press("q");
    again.miss("Changed since your notes of");
    again.press("5");
    again.see("! Whose quay?");
    again.press("G");
    again.press("mr");
    again.see("Attached: “Whose quay?”");
    again.miss("Loose");
    again.quit();
    until("the new text is kept too", || texts().count() == 2);
    let notes = text(&home.notes_files()[0]);
    assert!(notes.contains("quote = \"Nothing else was known on Sunday"), "{notes}");

    let mut third = home.terminal(&["story.txt"]).size(140, 40).start();
    third.see("Notes 2");
    third.press("u");
    third.see("Loose 1");
    third.quit();
    assert!(text(&home.notes_files()[0]).contains("According to two people"));
}
