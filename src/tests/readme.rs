//! The README's table of keys is the command table and the keymap.
//!
//! `UPDATE_README=1 cargo test readme` writes it anew.

use crate::app::command::{COMMANDS, Command, usage};
use crate::app::key::sequence;
use crate::app::keymap::{Keymap, Place};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

const BEGINS: &str = "<!-- keys -->";
const ENDS: &str = "<!-- /keys -->";

/// Every command with its keys, by subject, as Markdown tables.
fn table() -> String {
    let keymap = Keymap::builtin();
    let mut out = String::new();
    let mut group = "";
    for command in COMMANDS {
        if command.group != group {
            group = command.group;
            let mut title = group.chars();
            let first: String = title.next().into_iter().flat_map(char::to_uppercase).collect();
            let _ = write!(out, "\n**{first}{}**\n\n", title.as_str());
            out.push_str("| Keys | Command | What it does |\n|---|---|---|\n");
        }
        for (run, keys) in rows(&keymap, command) {
            let doc = run.split_once(' ').filter(|_| !keys.is_empty());
            let doc = doc
                .map_or(command.doc.to_owned(), |(_, words)| format!("{}: {words}", command.doc));
            let _ = writeln!(out, "| {} | {} | {} |", keys, code(&run), cell(&doc));
        }
    }
    out
}

/// The command lines of a command that have keys, with those keys; without any, how it is typed.
fn rows(keymap: &Keymap, command: &Command) -> Vec<(String, String)> {
    let mut places: BTreeMap<String, BTreeMap<String, BTreeSet<Place>>> = BTreeMap::new();
    for (place, _) in Place::ALL {
        for (at, keys, run) in keymap.at(place) {
            if run.split(' ').next() == Some(command.name) {
                let keys =
                    places.entry(run.to_owned()).or_default().entry(sequence(keys)).or_default();
                keys.insert(at);
            }
        }
    }
    if places.is_empty() {
        return vec![(format!(":{}", usage(command)), String::new())];
    }
    let written = |keys: BTreeMap<String, BTreeSet<Place>>| {
        let mut keys: Vec<_> = keys.into_iter().collect();
        keys.sort_by_key(|(keys, _)| (keys.len(), keys.clone()));
        let keys: Vec<String> =
            keys.into_iter().map(|(keys, places)| code(&keys) + only_in(&places)).collect();
        keys.join(" ")
    };
    places.into_iter().map(|(run, keys)| (run, written(keys))).collect()
}

/// Where keys work, when that is not everywhere in the article.
fn only_in(places: &BTreeSet<Place>) -> &'static str {
    if places.contains(&Place::Global) || places.contains(&Place::Article) {
        ""
    } else if places.contains(&Place::Panel) {
        " (panel)"
    } else if places.contains(&Place::Editor) {
        " (writing)"
    } else if places.contains(&Place::AllNotes) {
        " (all notes)"
    } else if places.contains(&Place::Library) {
        " (library)"
    } else {
        " (selecting)"
    }
}

fn code(words: &str) -> String {
    format!("`{}`", cell(words))
}

fn cell(words: &str) -> String {
    words.replace('|', "\\|")
}

#[test]
fn the_readme_lists_every_key_and_command() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
    let (before, rest) = readme.split_once(BEGINS).expect("README.md has a place for the keys");
    let (written, after) = rest.split_once(ENDS).expect("the place for the keys ends");
    let table = format!("\n{}\n", table());
    if std::env::var_os("UPDATE_README").is_some() {
        fs::write(&path, format!("{before}{BEGINS}{table}{ENDS}{after}")).unwrap();
    } else {
        assert_eq!(written, table, "UPDATE_README=1 cargo test readme brings README.md in step");
    }
}

#[test]
fn every_command_is_in_the_table() {
    let table = table();
    for command in COMMANDS {
        assert!(table.contains(command.doc), "{}", command.name);
    }
    assert!(table.contains("| `] c` | `claim-next` | to the next claim |"), "{table}");
    assert!(table.contains("| `1` | `tab actors` |"), "{table}");
}

#[test]
fn the_readme_lists_every_field_of_a_search() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(&path).unwrap();
    for (field, means) in crate::library::query::FIELDS {
        let row = format!("| {} | {means} |", code(field));
        assert!(readme.contains(&row), "README.md lacks: {row}");
    }
}
