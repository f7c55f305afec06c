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

#[test]
fn what_has_changed_comes_as_json_too() {
    let home = Home::new();
    noted(&home);
    let json = || -> serde_json::Value {
        serde_json::from_str(&home.run(&["changes", "story.txt", "--json"]).fine()).unwrap()
    };
    assert_eq!(json()["changed"], 0);
    let new = STORY.replace("a senior official", "an official");
    home.write("story.txt", &new);
    let changes = json();
    assert_eq!(
        (&changes["since"], &changes["changed"]),
        (&"2025-05-11T21:46:40Z".into(), &1.into())
    );
    let row = &changes["rows"][0];
    assert_eq!((&row["change"], &row["notes"][0]["body"]), (&"words".into(), &"Who?".into()));
    let pieces = row["pieces"].as_array().unwrap();
    let new_in = |fate: &str| pieces.iter().any(|piece| piece["fate"] == fate);
    assert!(new_in("gone") && new_in("new") && new_in("same"), "{row}");
    let at = row["new"][0].as_u64().unwrap() as usize;
    let words: String = new.trim().chars().skip(at).take(8).collect();
    assert!(pieces[0]["text"].as_str().unwrap().starts_with(&words), "{words}: {row}");
}

#[test]
fn texts_are_shown_and_go_only_when_that_is_asked_for() {
    let home = Home::new();
    noted(&home);
    let shown = home.run(&["dirs"]).fine();
    assert!(shown.contains("texts (1 text, 1 KB)"), "{shown}");
    let listed = home.run(&["notes", "texts"]).fine();
    assert!(listed.starts_with("1 text, 1 KB in ") && listed.lines().count() == 1, "{listed}");
    fs::remove_file(home.path("data/whosaid/notes/mine.toml")).unwrap();
    let listed = home.run(&["notes", "texts"]).fine();
    assert!(listed.contains("No note needs 1 of them"), "{listed}");
    assert!(listed.contains(".txt  Harbour to open in May"), "{listed}");
    let removed = home.run(&["notes", "texts", "--remove"]).fine();
    assert_eq!(removed, "removed: 1 text, 1 KB; left: 0 texts, 0 KB\n");
    assert_eq!(home.run(&["notes", "texts"]).fine().lines().count(), 1);
}
