//! `whosaid annotate` and `whosaid notes`.

use crate::export::notes as by_hand;
use crate::home::{Home, STORY, text};
use serde_json::Value;
use std::fs;
use std::path::PathBuf;

fn story() -> Home {
    let home = Home::new();
    home.write("story.txt", STORY);
    home
}

fn json(home: &Home, arguments: &[&str]) -> Value {
    serde_json::from_str(&home.run(arguments).fine()).unwrap()
}

fn files(home: &Home) -> Vec<PathBuf> {
    let folder = fs::read_dir(home.path("data/whosaid/notes"));
    folder.map(|all| all.map(|entry| entry.unwrap().path()).collect()).unwrap_or_default()
}

#[test]
fn a_note_is_made_listed_shown_and_removed() {
    let home = story();
    // Typed with other quotation marks and space than the article has.
    let quote = "\"Ferries  🦀 will run again,\"";
    let id = home
        .run(&[
            "annotate",
            "story.txt",
            "--quote",
            quote,
            "--tag",
            "ask",
            "--note",
            "Which?\nWhen?",
        ])
        .fine();
    let id = id.trim();
    assert!(id.len() == 16 && id.chars().all(|c| c.is_ascii_hexdigit()), "{id}");
    let listed = home.run(&["notes", "list"]).fine();
    assert!(listed.starts_with("Harbour to open in May (file://"), "{listed}");
    assert!(listed.contains(&format!("  {id}  ")) && listed.contains("Which? When?  #ask"));
    let all = json(&home, &["notes", "list", "--json"]);
    let note = &all[0];
    assert_eq!(note["id"], id);
    assert_eq!(note["kind"], "note");
    assert_eq!(note["quote"], "“Ferries 🦀 will run again,”");
    assert_eq!(note["speaker"], "Ilse Maren");
    assert_eq!((&note["span"], &note["place"]), (&Value::Null, &Value::Null));
    assert_eq!(note["article"]["title"], "Harbour to open in May");
    assert_eq!(note["file"], files(&home)[0].display().to_string());
    // With the article at hand: where it is, in code points.
    let here = json(&home, &["notes", "list", "story.txt", "--json"]);
    let span: Vec<usize> = serde_json::from_value(here[0]["span"].clone()).unwrap();
    let analysed = json(&home, &["analyze", "story.txt", "--format", "json"]);
    let points: Vec<char> = analysed["text"].as_str().unwrap().chars().collect();
    let words: String = points[span[0]..span[1]].iter().collect();
    assert_eq!(
        (words.as_str(), &here[0]["place"]),
        ("“Ferries 🦀 will run again,”", &"exact".into())
    );
    // The first digits of an id are enough.
    let shown = home.run(&["notes", "show", id.split_at(12).0]).fine();
    assert!(shown.contains("Which?\nWhen?") && shown.contains("said by Ilse Maren"), "{shown}");
    assert_eq!(json(&home, &["notes", "show", id, "--json"])["body"], "Which?\nWhen?");
    let removed = home.run(&["notes", "rm", id]).fine();
    assert!(removed.starts_with("1 note removed from Harbour to open in May"), "{removed}");
    assert_eq!(json(&home, &["notes", "list", "--json"]), Value::Array(Vec::new()));
    assert_eq!(home.run(&["notes", "list"]).fine(), "");
}

#[test]
fn words_that_are_not_unique_list_their_places() {
    let home = story();
    let said = home.run(&["annotate", "story.txt", "--quote", "Meridian"]).exits(1);
    assert_eq!(said.out, "");
    for words in
        ["not unique", "it stands 2 times", "told the [Meridian] news agency", "paragraph 4"]
    {
        assert!(said.err.contains(words), "{words}: {}", said.err);
    }
    assert!(files(&home).is_empty());
    for (around, words) in [("--before", "repairs,"), ("--after", "reported")] {
        let made =
            json(&home, &["annotate", "story.txt", "--quote", "Meridian", around, words, "--json"]);
        assert_eq!((&made["kind"], &made["place"]), (&"highlight".into(), &"exact".into()));
    }
    let nowhere =
        ["annotate", "story.txt", "--quote", "Meridian", "--before", "the", "--after", "reported"];
    let said = home.run(&nowhere).exits(1).err;
    assert!(said.contains("nowhere between these words; it stands 2 times"), "{said}");
}

#[test]
fn words_that_are_not_there_are_refused_with_the_nearest() {
    let home = story();
    let said =
        home.run(&["annotate", "story.txt", "--quote", "Her ministry denied a date had been set"]);
    let said = said.refusal();
    assert!(said.contains("the nearest is “Her ministry denied"), "{said}");
    let said = home.run(&["annotate", "story.txt", "--quote", "xyzzy"]).refusal();
    assert!(said.contains("does not say “xyzzy”"), "{said}");
    let said =
        home.run(&["annotate", "story.txt", "--quote", "the quay", "--kind", "shout"]).refusal();
    assert!(said.contains("does not know the kind `shout`"), "{said}");
    home.run(&["annotate", "missing.txt", "--quote", "x"]).refusal();
    home.run(&["annotate", "story.txt", "--quote", "the quay", "--tag", " "]).refusal();
    assert!(files(&home).is_empty());
}

#[test]
fn article_or_note_may_come_by_standard_input() {
    let home = story();
    let note = ["annotate", "story.txt", "--quote", "the quay", "--note", "-"];
    home.pipe(&note, "From elsewhere,\r\nin two lines.\n\n").fine();
    home.pipe(&["annotate", "-", "--quote", "said no"], "Bo Ek said no.\n").fine();
    let all = json(&home, &["notes", "list", "--json"]);
    let bodies: Vec<&str> =
        all.as_array().unwrap().iter().map(|n| n["body"].as_str().unwrap()).collect();
    assert!(bodies.contains(&"From elsewhere,\nin two lines."), "{bodies:?}");
    assert_eq!(bodies.len(), 2);
    let both = ["annotate", "-", "--quote", "x", "--note", "-"];
    assert!(home.pipe(&both, "x").refusal().contains("cannot both come by standard input"));
}

#[test]
fn an_empty_note_is_refused_and_a_pen_has_to_be_there() {
    let home = story();
    let note = ["annotate", "story.txt", "--quote", "the quay", "--note", "-"];
    let said = home.pipe(&note, " \n").refusal();
    assert!(said.contains("to highlight the words, leave --note out"), "{said}");
    let pen = |name: &str| {
        ["annotate", "story.txt", "--quote", "the quay", "--json", "--pen", name].map(str::to_owned)
    };
    let said = home.run(&pen("mauve").each_ref().map(String::as_str)).refusal();
    assert!(said.contains("there is no such pen; there are yellow, "), "{said}");
    assert!(files(&home).is_empty());
    let made = json(&home, &pen("red").each_ref().map(String::as_str));
    assert_eq!((&made["pen"], &made["kind"]), (&"red".into(), &"highlight".into()));
}

#[test]
fn notes_are_removed_together_or_not_at_all() {
    let home = story();
    let make = |quote: &str| {
        home.run(&["annotate", "story.txt", "--quote", quote]).fine().trim().to_owned()
    };
    let (one, two) = (make("the quay"), make("on Monday"));
    let said = home.run(&["notes", "rm", &one, "0000"]).refusal();
    assert!(said.contains("there is no note 0000"), "{said}");
    let said = home.run(&["notes", "rm", one.split_at(1).0]).refusal();
    assert!(said.contains("2 notes begin with"), "{said}");
    home.run(&["notes", "rm", "x y"]).refusal();
    assert_eq!(json(&home, &["notes", "list", "--json"]).as_array().unwrap().len(), 2);
    let removed = json(&home, &["notes", "rm", &one, &two, &one, "--json"]);
    assert_eq!(removed.as_array().unwrap().len(), 2);
    let history = fs::read_dir(home.path("state/whosaid/history")).unwrap().next().unwrap();
    assert!(text(&history.unwrap().path()).contains("deleting of 2 notes"));
}

#[test]
fn a_file_that_cannot_be_read_as_a_whole_is_said() {
    let home = story();
    home.run(&["annotate", "story.txt", "--quote", "the quay"]).fine();
    home.write("data/whosaid/notes/broken.toml", "format = ");
    let listed = home.run(&["notes", "list"]).exits(1);
    assert!(listed.out.contains("the quay") && listed.err.contains("broken.toml"), "{listed:?}");
    assert_eq!(text(&home.path("data/whosaid/notes/broken.toml")), "format = ");
}

#[test]
fn two_files_become_one() {
    let home = story();
    let path = home.path("story.txt");
    let a = by_hand(&path);
    let b = a.replace("0000000000000001", "0000000000000002").replace("Ask the", "# Ask # the");
    let later = a
        .replace("Ask the ministry.", "Asked.")
        .replace("edited = 2025-05-11", "edited = 2025-05-12");
    home.write("a.toml", format!("# mine\n{a}"));
    home.write("b.toml", format!("{b}stars = 3 # theirs\n"));
    let out = home.run(&["notes", "merge", "a.toml", "b.toml", "-o", "c.toml"]).fine();
    assert_eq!(out, "c.toml: 1 note taken in\n");
    let merged = text(&home.path("c.toml"));
    for kept in ["# mine", "Ask the ministry.", "# Ask # the", "stars = 3 # theirs"] {
        assert!(merged.contains(kept), "{kept}: {merged}");
    }
    assert_eq!(text(&home.path("a.toml")), format!("# mine\n{a}"));
    home.write("b.toml", &later);
    let out = home.run(&["notes", "merge", "a.toml", "b.toml"]).fine();
    assert_eq!(out, "a.toml: 1 note with the later of two states\n");
    assert!(text(&home.path("a.toml")).contains("Asked."));
    assert_eq!(
        home.run(&["notes", "merge", "a.toml", "b.toml"]).fine(),
        "a.toml: nothing differs\n"
    );
    assert_eq!(text(&home.path("b.toml")), later);
    // Both edited: nobody knows which came first.
    home.write("d.toml", later.replace("Asked.", "Denied.").replace("2025-05-12", "2025-05-13"));
    let out = home.run(&["notes", "merge", "a.toml", "d.toml"]).fine();
    assert_eq!(out, "a.toml: 1 note changed on both sides, now two each\n");
    let both = text(&home.path("a.toml"));
    assert!(both.contains("Asked.") && both.contains("Denied."), "{both}");
    // What cannot be merged is refused, and nothing is written.
    home.write("e.toml", a.replace("story.txt", "other.txt"));
    home.write("f.toml", "format = ");
    for (other, words) in
        [("e.toml", "different articles"), ("f.toml", "line 1"), ("g.toml", "no such file")]
    {
        let said = home.run(&["notes", "merge", "a.toml", other]).refusal();
        assert!(said.contains(words), "{said}");
    }
    assert_eq!(text(&home.path("a.toml")), both);
}
