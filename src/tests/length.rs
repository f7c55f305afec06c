//! Files stay short enough to be read in one sitting.

use super::source::{Source, all, is_test, test_modules, tokens};
use std::collections::BTreeSet;

/// Aim at 150 lines, think at 400; what is longer than this has stopped being one thought.
const MOST: usize = 700;

/// How many lines of a source are not tests.
fn length(source: &Source) -> usize {
    let tests: BTreeSet<usize> = tokens(&source.text)
        .chunk_by(|a, b| a.in_test == b.in_test)
        .filter(|run| run.first().is_some_and(|token| token.in_test))
        .flat_map(|run| run.first().map_or(0, |t| t.line)..=run.last().map_or(0, |t| t.line))
        .collect();
    source.text.lines().count() - tests.len()
}

#[test]
fn no_file_is_too_long() {
    let sources = all();
    let modules = test_modules(&sources);
    let long: Vec<String> = sources
        .iter()
        .filter(|source| !is_test(&source.path, &modules) && length(source) > MOST)
        .map(|source| format!("{}: {} lines without its tests", source.path, length(source)))
        .collect();
    assert!(long.is_empty(), "divide these:\n{}", long.join("\n"));
}

#[test]
fn tests_do_not_count() {
    let text = "fn a() {}\n".repeat(3) + "#[cfg(test)]\nmod tests {\n\n// Many lines.\n}\n";
    assert_eq!(length(&Source { path: "src/a.rs".into(), text }), 3);
}
