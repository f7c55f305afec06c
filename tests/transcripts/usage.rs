//! Help, version and bad usage.

use crate::home::{Home, STORY};

#[test]
fn every_command_has_help() {
    let home = Home::new();
    for (arguments, words) in [
        (
            &["--help"][..],
            &["Usage: whosaid", "analyze", "export", "dirs", "config", "--plain", "--exec"][..],
        ),
        (&["-h"], &["Usage: whosaid"]),
        (&["help"], &["Usage: whosaid"]),
        (&["analyze", "--help"], &["--format", "jsonl", "code points", "exit status is 1"]),
        (&["export", "--help"], &["--format", "markdown", "--output"]),
        (&["changes", "--help"], &["publisher", "[-gone-]{+new+}"]),
        (
            &["annotate", "--help"],
            &["--quote", "--before", "--after", "--tag", "--note", "exit status is 1"],
        ),
        (&["notes", "--help"], &["list", "show", "rm", "merge"]),
        (
            &["notes", "list", "--help"],
            &["--json", "code points", "exact, moved, approximate or orphan"],
        ),
        (&["notes", "merge", "--help"], &["--output", "Nothing is lost"]),
        (&["dirs", "--help"], &["notes"]),
        (&["config", "--help"], &["check", "print"]),
        (&["config", "print", "--help"], &["--default"]),
        (&["help", "config", "check"], &["line and column"]),
    ] {
        let out = home.run(arguments).fine();
        for word in words {
            assert!(out.contains(word), "{arguments:?} {word}: {out}");
        }
        assert!(!out.lines().any(|line| line.chars().count() > 100), "{out}");
    }
}

#[test]
fn the_version_is_that_of_the_package() {
    let home = Home::new();
    for word in ["--version", "-V"] {
        assert_eq!(home.run(&[word]).fine(), format!("whosaid {}\n", env!("CARGO_PKG_VERSION")));
    }
}

#[test]
fn bad_usage_is_explained_and_ends_with_2() {
    let home = Home::new();
    home.write("story.txt", STORY);
    for arguments in [
        &["--bad"][..],
        &["story.txt", "story.txt"],
        &["analyze"],
        &["analyze", "--format", "xml", "story.txt"],
        &["export"],
        &["export", "story.txt", "--format", "pdf"],
        &["annotate", "story.txt"],
        &["notes", "rm"],
        &["notes", "merge", "a.toml"],
        &["config"],
        &["config", "chekc"],
        &["dirs", "story.txt"],
        &["story.txt", "dirs"],
        &["--plain", "dirs"],
        &["--config"],
    ] {
        let outcome = home.run(arguments).exits(2);
        assert_eq!(outcome.out, "", "{arguments:?}");
        let helps = outcome.err.contains("try '--help'") || outcome.err.contains("Usage: whosaid");
        assert!(helps, "{outcome:?}");
    }
}

#[test]
fn without_a_screen_all_notes_are_printed() {
    let home = Home::new();
    assert_eq!(home.run(&["notes"]).fine(), home.run(&["notes", "list"]).fine());
}
