//! The word lists: readable, sorted, without doubles, none empty, all of them used.

use crate::extract::Lists;
use std::path::Path;
use toml::{Table, Value};

fn lists() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/lexicon");
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "toml") {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            found.push((name, std::fs::read_to_string(&path).unwrap()));
        }
    }
    found.sort();
    found
}

/// The keys by which a list's entries are sorted: strings by themselves, tables by their first name.
fn keys(list: &[Value]) -> Vec<String> {
    list.iter()
        .map(|entry| match entry {
            Value::Table(table) => ["name", "forms", "word"]
                .iter()
                .find_map(|key| table.get(*key)?.as_str().map(str::to_owned))
                .unwrap_or_default(),
            other => other.as_str().unwrap_or_default().to_owned(),
        })
        .collect()
}

#[test]
fn lists_are_readable_sorted_and_without_doubles() {
    let lists = lists();
    assert!(lists.len() > 10, "the folder was found");
    for (file, text) in lists {
        let table: Table = text.parse().unwrap_or_else(|e| panic!("{file}: {e}"));
        for (key, value) in table {
            let Value::Array(list) = value else { panic!("{file}: {key} is no list") };
            assert!(!list.is_empty(), "{file}: {key} is empty");
            let keys = keys(&list);
            for pair in keys.windows(2) {
                assert!(pair[0] < pair[1], "{file}: {key}: {:?} before {:?}", pair[0], pair[1]);
            }
            assert!(keys.iter().all(|k| !k.is_empty() && k.trim() == k), "{file}: {key}: a blank");
        }
    }
}

#[test]
fn every_list_is_embedded_and_is_of_its_format() {
    let lists = lists();
    let files: Vec<&str> =
        lists.iter().filter_map(|(file, _)| file.strip_suffix(".toml")).collect();
    assert_eq!(files, Lists::FILES);
    for (file, text) in &lists {
        let name = file.strip_suffix(".toml").unwrap();
        let read = Lists::read(name, text).unwrap_or_else(|| panic!("{file} is used by nothing"));
        read.unwrap_or_else(|error| panic!("{file}: {error}"));
    }
}

#[test]
fn the_dictionary_knows_what_the_lists_say() {
    let lexicon = crate::extract::Lexicon::builtin();
    assert!(lexicon.word("said").verb.is_some());
    assert!(lexicon.word("claim").noun.is_some());
    assert!(lexicon.word("the").small.is_some());
    assert!(lexicon.known.name("Reuters").is_some());
    assert!(lexicon.known.name("France").is_some());
    assert!(lexicon.known.is_title("Prime Minister"));
    assert!(lexicon.known.role("officials").any(crate::extract::known::Roles::PLURAL));
    assert!(lexicon.known.forename("Maria").is_some());
    assert!(lexicon.known.head("University").is_some());
}
