//! `whosaid export`.

use crate::home::{Home, STORY, text};

#[test]
fn markdown_goes_to_standard_output_or_to_a_file() {
    let home = Home::new();
    let path = home.write("story.txt", STORY);
    let out = home.run(&["export", "story.txt"]).fine();
    let front = format!(
        "---\ntitle: \"Harbour to open in May\"\nsource: \"file://{}\"\n---\n",
        path.display()
    );
    assert!(out.starts_with(&front), "{out}");
    for part in [
        "\n# Harbour to open in May\n",
        "\n## Who is quoted\n",
        "- **Ilse Maren**: ",
        "\n### Ilse Maren\n",
        "\n> “Ferries 🦀 will run again,”\n",
    ] {
        assert!(out.contains(part), "{part}\n{out}");
    }
    assert_eq!(home.run(&["export", "story.txt", "--format", "markdown"]).fine(), out);
    assert_eq!(home.run(&["export", "story.txt", "-o", "story.md"]).fine(), "");
    assert_eq!(text(&home.path("story.md")), out);
    // Exporting again replaces what was exported before.
    assert_eq!(home.run(&["export", "-", "--output", "story.md"]).exits(1).out, "");
    assert_eq!(text(&home.path("story.md")), out);
    assert_eq!(home.pipe(&["export", "-", "--output", "story.md"], "Bo Ek said no.\n").fine(), "");
    assert!(text(&home.path("story.md")).contains("Bo Ek"));
}

/// A notes file as the program writes it, on [`STORY`] at this path.
pub fn notes(path: &std::path::Path) -> String {
    format!(
        "format = 1\n\n[article]\nid = \"file://{}\"\n\n[[note]]\nid = \"0000000000000001\"\nkind = \"note\"\n\
         quote = \"Ferries 🦀 will run again\"\nbody = \"Ask the ministry.\"\n\
         made = 2025-05-11T21:46:40Z\nedited = 2025-05-11T21:46:40Z\n",
        path.display()
    )
}

#[test]
fn the_readers_notes_go_with_it() {
    let home = Home::new();
    let path = home.write("story.txt", STORY);
    home.write("data/whosaid/notes/mine.toml", notes(&path));
    let out = home.run(&["export", "story.txt"]).fine();
    let (_, notes) = out.split_once("\n## Notes\n").expect(&out);
    assert!(
        notes.contains("> Ferries 🦀 will run again\n") && notes.contains("Ask the ministry."),
        "{out}"
    );
}

#[test]
fn a_notes_file_that_does_not_parse_is_reported_and_kept() {
    let home = Home::new();
    let path = home.write("story.txt", STORY);
    // Its head says what it is on; then somebody's editor went wrong.
    let broken = notes(&path).replace("body = \"Ask", "body = Ask");
    let file = home.write("data/whosaid/notes/mine.toml", &broken);
    // The document is there, and the exit status says that the notes are missing in it.
    let outcome = home.run(&["export", "story.txt"]).exits(1);
    assert!(
        outcome.err.contains("mine.toml") && outcome.err.contains("cannot be read"),
        "{outcome:?}"
    );
    assert!(outcome.out.contains("# Harbour to open in May"), "{outcome:?}");
    assert_eq!(text(&file), broken);
}

#[test]
fn where_it_cannot_be_written_it_is_said() {
    let home = Home::new();
    home.write("story.txt", STORY);
    home.write("file", "");
    home.write("folder/inside", "");
    let said = home.run(&["export", "story.txt", "-o", "file/story.md"]).refusal();
    assert!(said.contains("a file is where a folder should be"), "{said}");
    let said = home.run(&["export", "story.txt", "-f", "w3c", "-o", "folder"]).refusal();
    assert!(said.contains("a folder of that name is in the way"), "{said}");
    // A form of one file an article goes into a folder.
    assert_eq!(home.run(&["export", "story.txt", "-o", "folder"]).fine(), "");
    assert_eq!(std::fs::read_dir(home.path("folder")).unwrap().count(), 2);
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_not_replaced_by_one() {
    let home = Home::new();
    home.write("story.txt", STORY);
    let socket = home.path("socket");
    let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
    home.run(&["export", "story.txt", "-o", "socket"]).refusal();
    assert!(!std::fs::metadata(&socket).unwrap().is_file());
}

/// Two corrections: one claim is none, and another was said by somebody else.
fn corrections(path: &std::path::Path) -> String {
    format!(
        "format = 1\n\n[article]\nid = \"file://{}\"\n\n\
         [[note]]\nkind = \"correction\"\nabout = \"claim\"\nruling = \"wrong\"\n\
         quote = \"that a date had been agreed\"\n\n\
         [[note]]\nkind = \"correction\"\nabout = \"claim\"\nruling = \"said-by\"\nis = \"Meridian\"\n\
         quote = \"“Ferries 🦀 will run again,”\"\n",
        path.display()
    )
}

#[test]
fn a_choice_of_marks_holds_in_markdown_too() {
    let home = Home::new();
    home.write("story.txt", STORY);
    home.run(&["annotate", "story.txt", "--quote", "the quay", "--note", "Which?", "--tag", "ask"])
        .fine();
    let export = |options: &[&str]| home.run(&[&["export", "story.txt"], options].concat()).fine();
    let all = export(&[]);
    assert!(all.contains("## Who is quoted") && all.contains("Which?"), "{all}");
    for mine in [export(&["--only", "mine"]), export(&["--tag", "ask"])] {
        assert!(mine.contains("Which?") && !mine.contains("## Who is quoted"), "{mine}");
        assert!(!mine.contains("## Claims by source"), "{mine}");
    }
    let machine = export(&["--only", "machine"]);
    assert!(!machine.contains("Which?") && machine.contains("### Ilse Maren"), "{machine}");
    let one = export(&["--source", "maren"]);
    assert!(one.contains("### Ilse Maren") && !one.contains("two people"), "{one}");
    assert!(!export(&["--tag", "other"]).contains("Which?"));
}

#[test]
fn the_readers_corrections_are_in_force_where_the_reader_would_expect_it() {
    let home = Home::new();
    let path = home.write("story.txt", STORY);
    let line = |arguments: &[&str]| home.run(arguments).fine();
    let before = line(&["analyze", "--format", "jsonl", "story.txt"]);
    home.write("data/whosaid/notes/mine.toml", corrections(&path));
    let out = line(&["export", "story.txt"]);
    assert!(!out.contains("### Ilse Maren") && out.contains("correction · not a claim"), "{out}");
    // What the program finds stays what it finds, unless it is asked for.
    assert_eq!(line(&["analyze", "--format", "jsonl", "story.txt"]), before);
    let ruled = line(&["analyze", "--format", "jsonl", "--with-notes", "story.txt"]);
    assert_ne!(ruled, before);
    let plain = home.run(&["--plain", "story.txt"]).exits(0);
    assert!(plain.err.contains("2 corrections of yours are in force"), "{plain:?}");
}
