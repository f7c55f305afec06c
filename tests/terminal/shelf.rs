//! The list of all notes, on real files.

use crate::home::{Home, STORY, text};
use crate::session::until;
use std::fs;

const OTHER: &str = "Quay closed again\n\nThe quay is closed, Bo Ek said.\n\nNobody knew why.\n";

/// A home with two articles and a note on each.
fn home() -> Home {
    let home = Home::new();
    home.write("story.txt", STORY);
    home.write("other.txt", OTHER);
    for (name, keys) in
        [("story.txt", "aWhich official?\x13"), ("other.txt", "}aWho is Bo Ek?\x13")]
    {
        let mut session = home.terminal(&[name]).start();
        session.see("Notes 0");
        session.press(keys);
        session.see("Note made");
        session.quit();
    }
    home
}

#[test]
fn all_notes_are_listed_and_lead_to_their_articles() {
    let home = home();
    home.write("data/whosaid/notes/odd.toml", "note = 3");
    let mut session = home.terminal(&["notes"]).start();
    session.see("All notes · 2 notes on 2 articles");
    session.see("Who is Bo Ek?");
    session.see("Which official?");
    session.see("1 file not listed");
    session.press("/bo ek\r");
    session.miss("Which official?");
    session.press("\r");
    session.see("Nobody knew why.");
    session.see("Notes 1");
    session.press("q");
    session.see("1 of 2 notes on 1 article");
    session.press("\x1b");
    session.see("Which official?");
    session.press("q");
    session.end_well();
}

#[test]
fn many_notes_are_tagged_and_it_is_taken_back_after_a_restart() {
    let home = home();
    let files = home.notes_files();
    let before: Vec<String> = files.iter().map(|path| text(path)).collect();
    let mut session = home.terminal(&["story.txt"]).start();
    session.see("Notes 1");
    session.press("gn");
    session.see("All notes · 2 notes on 2 articles");
    session.press("rsome-day\r");
    session.see("+some-day on 2 notes on 2 articles?");
    session.press("\r");
    session.see("2 notes: +some-day");
    until("both files are changed", || files.iter().all(|path| text(path).contains("some-day")));
    session.press("q");
    session.see("Harbour to open in May");
    session.quit();
    let mut again = home.terminal(&["notes"]).start();
    again.see("#some-day");
    again.press("u");
    again.see("Taken back: 2 notes: +some-day");
    until("both files are as they were", || {
        files.iter().map(|path| text(path)).collect::<Vec<_>>() == before
    });
    again.miss("#some-day");
    // Each article can do it again by itself.
    again.press("q");
    again.end_well();
    let mut third = home.terminal(&["other.txt"]).start();
    third.see("Notes 1");
    third.press("\x12");
    third.see("Done again: 2 notes: +some-day");
    third.quit();
}

#[test]
fn an_article_that_is_gone_leaves_what_was_kept_of_it() {
    let home = home();
    fs::remove_file(home.path("other.txt")).unwrap();
    let mut session = home.terminal(&["notes"]).start();
    session.see("Who is Bo Ek?");
    session.press("/bo ek\r");
    session.miss("Which official?");
    session.press("\r");
    session.see("The article cannot be opened");
    session.see("“The quay is closed, Bo Ek said.”");
    session.press("\x1b");
    // Escape and what follows at once would be one key.
    session.miss("The article cannot be opened");
    session.press("\x03");
    session.end_well();
}

#[test]
fn without_notes_it_says_how_to_make_one() {
    let home = Home::new();
    let mut session = home.terminal(&["notes"]).start();
    session.see("No notes yet.");
    session.press("q");
    session.end_well();
}
