//! The reader's own lists, in the folder `lexicon` beside the config.

use crate::home::Home;
use serde_json::Value;

const STORY: &str =
    "The quay will be shut, Grebe told reporters on Friday. Grebe said ferries would wait.\n";

/// Kind and name of the first actor.
fn first_actor(out: &str) -> (String, String) {
    let article: Value = serde_json::from_str(out).unwrap();
    let word = |key: &str| article["actors"][0][key].as_str().unwrap().to_owned();
    (word("kind"), word("name"))
}

#[test]
fn a_list_of_the_readers_own_tells_what_a_name_is() {
    let home = Home::new();
    home.write("story.txt", STORY);
    let analyze = ["analyze", "--format", "json", "story.txt"];
    assert_ne!(first_actor(&home.run(&analyze).fine()).0, "media");
    home.write(
        "config/whosaid/lexicon/outlets.toml",
        "[[outlet]]\nname = \"Grebe\"\nkind = \"agency\"\n",
    );
    assert_eq!(first_actor(&home.run(&analyze).fine()), ("media".into(), "Grebe".into()));
    // The reader and the export know it as well.
    assert!(home.run(&["story.txt"]).fine().contains("Grebe"));
    assert!(home.run(&["export", "story.txt"]).fine().contains("media"));
}

#[test]
fn a_bad_list_is_said_and_the_rest_goes_on() {
    let home = Home::new();
    home.write("story.txt", STORY);
    let bad = home.write("config/whosaid/lexicon/groups.toml", "[[group]]\nnmae = \"Grebes\"\n");
    home.write("config/whosaid/lexicon/outlets-mine.toml", "[[outlet]]\nname = \"Grebe\"\n");
    let says = format!("whosaid: {}: line 2, column 1: unknown field `nmae`", bad.display());
    let outcome = home.run(&["analyze", "--format", "json", "story.txt"]).exits(0);
    assert!(outcome.err.starts_with(&says), "{outcome:?}");
    assert_eq!(outcome.err.lines().count(), 1, "{outcome:?}");
    assert_eq!(first_actor(&outcome.out).0, "media");
    assert!(home.run(&["story.txt"]).exits(0).err.starts_with(&says));
    assert!(home.run(&["export", "story.txt"]).exits(0).err.starts_with(&says));
    assert!(home.run(&["config", "check"]).exits(1).err.starts_with(&says));
}

#[test]
fn a_file_that_is_no_list_is_said_with_the_names_of_the_lists() {
    let home = Home::new();
    home.write("config/whosaid/lexicon/persons.toml", "");
    let says = home.run(&["config", "check"]).exits(1).err;
    assert!(
        says.contains("no list is called \"persons\"") && says.contains("organisations"),
        "{says}"
    );
}

#[test]
fn lists_lie_beside_the_config_that_is_named() {
    let home = Home::new();
    home.write("story.txt", STORY);
    home.write("desk/config.toml", "");
    home.write("desk/lexicon/outlets.toml", "[[outlet]]\nname = \"Grebe\"\n");
    let analyze = ["analyze", "--format", "json", "--config", "desk/config.toml", "story.txt"];
    assert_eq!(first_actor(&home.run(&analyze).fine()).0, "media");
}
