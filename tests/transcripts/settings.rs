//! `whosaid dirs` and `whosaid config`.

use crate::home::{Home, STORY, text};
use std::path::Path;

#[test]
fn the_folders_are_where_the_variables_say() {
    let home = Home::new();
    let out = home.run(&["dirs"]).fine();
    let folder = |name: &str| home.path(name).join("whosaid").display().to_string();
    let expected = format!(
        "config  {}\ndata    {}\nstate   {}\ncache   {}\nnotes   {}\ntexts   {}\nlibrary {}\nlexicon {}\n",
        folder("config"),
        folder("data"),
        folder("state"),
        folder("cache"),
        Path::new(&folder("data")).join("notes").display(),
        Path::new(&folder("data")).join("texts").display(),
        Path::new(&folder("data")).join("library.db").display(),
        Path::new(&folder("config")).join("lexicon").display()
    );
    assert_eq!(out, expected);
}

#[cfg(target_os = "linux")]
#[test]
fn without_variables_the_folders_are_in_the_usual_places() {
    let home = Home::new();
    let mut command = home.command(&["dirs"]);
    for name in ["XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"] {
        command.env_remove(name);
    }
    let out = String::from_utf8(command.output().unwrap().stdout).unwrap();
    for name in
        [".config/whosaid", ".local/share/whosaid", ".local/state/whosaid", ".cache/whosaid"]
    {
        assert!(out.contains(&home.path(name).display().to_string()), "{out}");
    }
}

#[test]
fn a_config_is_not_needed() {
    let home = Home::new();
    let out = home.run(&["config", "check"]).fine();
    assert!(out.contains("config.toml: not there"), "{out}");
}

#[test]
fn the_example_is_a_config_without_mistakes() {
    let home = Home::new();
    let example = home.run(&["config", "print", "--default"]).fine();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("config.example.toml");
    assert_eq!(example, text(&path));
    home.config(&example);
    assert!(home.run(&["config", "check"]).fine().ends_with("config.toml: no mistakes\n"));
}

#[test]
fn what_is_printed_is_a_config_with_the_same_settings() {
    let home = Home::new();
    home.config("text-width = 60\n[keys.article]\n\"X\" = \"highlight-claim\"\n");
    let printed = home.run(&["config", "print"]).fine();
    assert!(
        printed.contains("text-width = 60\n") && printed.contains("X = \"highlight-claim\"\n"),
        "{printed}"
    );
    assert!(printed.contains("\"g g\" = \"top\"\n"), "{printed}");
    home.config(&printed);
    assert!(home.run(&["config", "check"]).fine().contains("no mistakes"));
    assert_eq!(home.run(&["config", "print"]).fine(), printed);
}

#[test]
fn every_mistake_is_said_with_where_it_is() {
    for (config, words) in [
        ("theme = \"ansi\"\nwidht = 3\n", &["line 2, column 1", "widht"][..]),
        ("[show]\nactors = true\nactor = true\n", &["line 3, column 1", "actor"]),
        ("text-width = \"wide\"\n", &["line 1, column 14", "invalid type"]),
        ("theme = \"ansi\n", &["line 1, column"]),
        ("theme = \"pink\"\n", &["pink"]),
        ("[keys.article]\ng = \"bottom\"\n", &["\"g\" (bottom)", "\"g g\" (top)", "unbind one"]),
        ("[keys.article]\n\"hyper-x\" = \"top\"\n", &["[keys.article] \"hyper-x\"", "not a key"]),
        ("[keys.article]\nX = \"hihglight\"\n", &["[keys.article] \"X\"", "hihglight"]),
        ("[keys.articles]\nX = \"top\"\n", &["[keys.articles]: no such table"]),
    ] {
        let home = Home::new();
        let path = home.config(config);
        home.write("story.txt", STORY);
        let outcome = home.run(&["config", "check"]).exits(1);
        assert_eq!(outcome.out, "");
        assert!(outcome.err.starts_with(&format!("whosaid: {}: ", path.display())), "{outcome:?}");
        for word in words {
            assert!(outcome.err.contains(word), "{config}: {outcome:?}");
        }
        // Reading goes on with what is right, and the mistake is said.
        let read = home.run(&["story.txt"]).exits(0);
        assert!(read.out.contains("Harbour to open in May"), "{read:?}");
        assert!(words.iter().all(|word| read.err.contains(word)), "{read:?}");
    }
}

#[test]
fn another_config_can_be_named() {
    let home = Home::new();
    home.config("text-width = 50\n");
    home.write("other.toml", "text-width = 60\n");
    let printed = home.run(&["config", "print", "--config", "other.toml"]).fine();
    assert!(printed.contains("text-width = 60\n"), "{printed}");
    assert!(
        home.run(&["--config", "other.toml", "config", "print"])
            .fine()
            .contains("text-width = 60\n")
    );
    // Who names a config means it.
    let said = home.run(&["config", "check", "--config", "missing.toml"]).refusal();
    assert!(said.contains("missing.toml"), "{said}");
    home.write("latin.toml", b"theme = \"caf\xe9\"\n");
    assert!(home.run(&["config", "check", "--config", "latin.toml"]).refusal().contains("UTF-8"));
}
