//! `whosaid changes`.

use crate::home::{Home, STORY, text};
use std::fs;

/// The notes file that `annotate`d words would have left, made by the program's own words: what was kept
/// of the text is under its digest, which is the beginning of its SHA-256.
fn noted(home: &Home) {
    let path = home.write("story.txt", STORY);
    let digest = "415b5001b125f85119d04566ffac6c83";
    let at = STORY.find("a senior official").unwrap();
    let notes = format!(
        "format = 1\n\n[article]\nid = \"file://{}\"\n\n[[note]]\nid = \"0000000000000001\"\nkind = \"note\"\n\
         quote = \"a senior official\"\nbody = \"Who?\"\nmade = 2025-05-11T21:46:40Z\n\
         anchor = {{ start = {at}, end = {}, digest = \"{digest}\" }}\n",
        path.display(),
        at + "a senior official".len(),
    );
    home.write("data/whosaid/notes/mine.toml", notes);
    home.write(&format!("data/whosaid/texts/{digest}.txt"), STORY);
}

#[test]
fn what_the_publisher_changed_is_printed_with_the_notes() {
    let home = Home::new();
    noted(&home);
    assert_eq!(
        home.run(&["changes", "story.txt"]).fine(),
        "The text has not changed since your notes.\n"
    );
    let new = STORY
        .replace("will open in May, a senior official", "may open in May, an official")
        .replace("According to two people", "According to one person");
    home.write("story.txt", format!("{new}\nThis story was corrected.\n"));
    let out = home.run(&["changes", "story.txt"]).fine();
    let expected = "Since your notes of 2025-05-11: 3 of 5 paragraphs changed.\n\n  … 1 paragraph is the same\n\
        ~ The port of Greyhaven [-will-]{+may+} open in May, [-a senior-]{+an+} official told the Meridian";
    assert!(out.starts_with(expected), "{out}");
    assert!(
        out.contains("\n    note: ≈ ") && out.contains("% Who? (“a senior official”)\n"),
        "{out}"
    );
    assert!(out.ends_with("+ This story was corrected.\n"), "{out}");
    // The notes file is as it was, and so is the text.
    assert!(text(&home.path("data/whosaid/notes/mine.toml")).contains("Who?"));
}

#[test]
fn without_notes_or_without_the_text_it_says_so() {
    let home = Home::new();
    home.write("story.txt", STORY);
    let said = home.run(&["changes", "story.txt"]).refusal();
    assert!(said.contains("there are no notes on this article"), "{said}");
    noted(&home);
    home.write("story.txt", STORY.replace("Friday", "Sunday"));
    fs::remove_dir_all(home.path("data/whosaid/texts")).unwrap();
    let said = home.run(&["changes", "story.txt"]).refusal();
    assert!(said.contains("what it was is not kept"), "{said}");
}
