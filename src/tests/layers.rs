//! Arrows point down: what each layer may import, and which libraries it may name.
//!
//! The design's picture as three tables, a checker that is a pure function over sources, and a
//! test that shows that the checker bites.

use super::source::{self, Source, Token};
use std::collections::BTreeSet;

/// Each layer with those that it may import, besides itself.
const LAYERS: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("doc", &["text"]),
    ("parse", &["text", "doc"]),
    ("extract", &["text", "doc"]),
    ("notes", &["text", "doc", "parse", "extract"]),
    // Beside `notes`: what the reader subscribes to.
    ("library", &["text", "doc", "parse", "extract", "notes"]),
    ("export", &["text", "doc", "parse", "extract", "notes"]),
    ("app", &["text", "doc", "parse", "extract", "notes", "library", "export"]),
    ("ui", &["text", "doc", "parse", "extract", "notes", "library", "export", "app"]),
    // Beside `app`, not beneath it: neither sees the other.
    ("io", &["text", "doc", "parse", "extract", "notes", "library", "export"]),
    (
        "shell",
        &["text", "doc", "parse", "extract", "notes", "library", "export", "app", "ui", "io"],
    ),
    (
        "cli",
        &[
            "text", "doc", "parse", "extract", "notes", "library", "export", "app", "ui", "io",
            "shell",
        ],
    ),
    // The trainer, a program of its own: it sees the library from outside, and only as far as the models go.
    ("bin", &["text", "doc", "extract"]),
];

/// Paths that only some layers, or some files, may name outside tests.
const HELD: &[(&str, &[&str])] = &[
    ("ratatui", &["ui", "shell"]),
    // The one widget that is no drawing: it keeps text and knows no terminal.
    ("ratatui_textarea", &["ui", "src/app/editor.rs"]),
    ("crossterm", &["shell"]),
    ("ratatui::crossterm", &["shell"]),
    ("signal_hook", &["shell"]),
    // `io` ends groups of processes with it: the standard library knows only single ones.
    ("rustix", &["shell", "cli", "src/io/refresh/local.rs"]),
    ("std::fs", &["io", "shell", "cli", "bin"]),
    ("std::net", &["io", "shell", "cli"]),
    ("std::thread", &["io", "shell", "cli", "bin"]),
    ("std::env", &["io", "shell", "cli", "bin"]),
    ("std::process", &["io", "shell", "cli", "src/main.rs"]),
    ("std::io", &["io", "shell", "cli"]),
    ("std::time::SystemTime", &["io", "shell", "cli"]),
    ("std::time::Instant", &["io", "shell", "cli", "bin"]),
    ("jiff::Timestamp::now", &["io", "shell", "cli"]),
    ("jiff::Zoned::now", &["io", "shell", "cli"]),
    ("Timestamp::now", &["io", "shell", "cli"]),
    ("Zoned::now", &["io", "shell", "cli"]),
    ("ureq", &["io"]),
    ("rusqlite", &["io"]),
    ("quick_xml", &["library"]),
    ("arboard", &["io"]),
    ("directories", &["io"]),
    ("tempfile", &["io"]),
    ("clap", &["cli"]),
];

/// Where file formats live: the only files with serde derives.
const FORMATS: &[&str] = &[
    "src/app/config.rs",
    "src/app/theme.rs",
    "src/export/json.rs",
    "src/export/note_json.rs",
    "src/export/notes.rs",
    // It reads the word lists of `assets/lexicon`.
    "src/extract/lists.rs",
    "src/notes/bulk.rs",
    "src/notes/draft.rs",
    "src/notes/kept.rs",
    "src/notes/places.rs",
];

/// Every arrow that runs up, and every library named where it must not be, one sentence each.
fn violations(sources: &[Source]) -> Vec<String> {
    let test_modules = source::test_modules(sources);
    let mut found = Vec::new();
    for file in sources {
        let tests_only = source::is_test(&file.path, &test_modules);
        let tokens = source::tokens(&file.text);
        for path in paths(&tokens, &source::module(&file.path)) {
            let is_test = tests_only || path.in_test;
            let says =
                arrow(file, &path).or_else(|| (!is_test).then(|| held(file, &path)).flatten());
            found.extend(says.map(|says| format!("{}:{}: {says}", file.path, path.line)));
        }
        if !FORMATS.contains(&file.path.as_str()) {
            let lines = derives(&tokens).into_iter();
            found.extend(lines.map(|line| {
                format!("{}:{line}: a serde derive outside of file formats", file.path)
            }));
        }
    }
    found
}

fn layer(path: &str) -> &str {
    source::module(path).first().copied().unwrap_or("")
}

/// What is wrong with a path into this crate.
fn arrow(file: &Source, path: &Path) -> Option<String> {
    let from = layer(&file.path);
    // A program under `src/bin` is a crate of its own, to which this one is a library.
    let root = if from == "bin" { "whosaid" } else { "crate" };
    let inside = path.parts.strip_prefix(&[root.to_owned()])?;
    // The root declares the modules and is the only one who may say all of it.
    if from.is_empty() {
        return None;
    }
    let to = inside.first().map_or("*", String::as_str);
    if to == "*" || to == "self" {
        return Some("names the whole crate, in which every arrow could hide".to_owned());
    }
    if !LAYERS.iter().any(|(layer, _)| *layer == to) {
        return (to != "tests").then(|| format!("{to} has no place among the layers"));
    }
    let below = LAYERS.iter().find(|(layer, _)| *layer == from).map(|(_, below)| *below);
    let Some(below) = below else { return Some(format!("{from} has no place among the layers")) };
    (to != from && !below.contains(&to)).then(|| format!("{from} must not import {to}"))
}

/// What is wrong with naming a library here.
fn held(file: &Source, path: &Path) -> Option<String> {
    let from = layer(&file.path);
    let (name, _) = HELD.iter().find(|(name, may)| {
        !may.contains(&from) && !may.contains(&file.path.as_str()) && names(&path.parts, name)
    })?;
    Some(format!("{from} must not name {name}"))
}

/// Whether a path names this one or something in it, or brings it in with all that stands beside it.
fn names(parts: &[String], name: &str) -> bool {
    let name: Vec<&str> = name.split("::").collect();
    let same = parts.iter().zip(&name).take_while(|(a, b)| a == b).count();
    let rest = parts.get(same..).unwrap_or_default();
    same == name.len() || (same > 0 && same < name.len() && rest == ["*"])
}

/// A path as it is written, from its root.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Path {
    /// `crate`, `app`, `State`; `*` and `self` at the end as they are written.
    parts: Vec<String>,
    line: usize,
    in_test: bool,
}

/// Every path that a file names, in imports and elsewhere, with `super` and `self` resolved.
fn paths(tokens: &[Token], module: &[&str]) -> Vec<Path> {
    let mut found = Vec::new();
    // The modules written in the file itself, each with the depth of its braces.
    let mut inner: Vec<(String, usize)> = Vec::new();
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let word = |n: usize| tokens.get(n).map_or("", |token: &Token| token.word.as_str());
        match token.word.as_str() {
            "mod" if word(at + 2) == "{" => inner.push((word(at + 1).to_owned(), depth)),
            "{" => depth += 1,
            "}" => {
                depth = depth.saturating_sub(1);
                inner.retain(|(_, at)| *at < depth);
            }
            _ => {}
        }
        let after_path =
            at > 1 && word(at - 1) == "::" && (is_name(word(at - 2)) || word(at - 2) == ">");
        let is_import = at > 0
            && (word(at - 1) == "use" || (word(at - 1) == "crate" && word(at - 2) == "extern"));
        if is_name(&token.word) && !after_path && (word(at + 1) == "::" || is_import) {
            let mut here: Vec<String> =
                std::iter::once("crate").chain(module.iter().copied()).map(str::to_owned).collect();
            here.extend(inner.iter().map(|(name, _)| name.clone()));
            let before = found.len();
            at = tree(tokens, at, &[], &mut found);
            found.iter_mut().skip(before).for_each(|path| resolve(path, &here));
        } else {
            at += 1;
        }
    }
    found
}

fn is_name(word: &str) -> bool {
    word.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// Reads a path with its groups (`a::{b, c::{self, d}}`) and says where it ends.
fn tree(tokens: &[Token], from: usize, before: &[String], found: &mut Vec<Path>) -> usize {
    let word = |n: usize| tokens.get(n).map_or("", |token: &Token| token.word.as_str());
    let mut parts = before.to_vec();
    let mut at = from;
    loop {
        match word(at) {
            "{" => {
                at += 1;
                while at < tokens.len() && word(at) != "}" {
                    at = if word(at) == "," {
                        at + 1
                    } else {
                        tree(tokens, at, &parts, found).max(at + 1)
                    };
                }
                return at + 1;
            }
            "*" => {
                parts.push("*".to_owned());
                at += 1;
                break;
            }
            name if is_name(name) => {
                parts.push(name.to_owned());
                at += 1;
            }
            _ => break,
        }
        if word(at) != "::" {
            break;
        }
        at += 1;
    }
    // A macro is no module: `std::env!` reads nothing when the program runs.
    let is_macro = word(at) == "!" && word(at + 1) != "=";
    if word(at) == "as" {
        at += 2;
    }
    let token = tokens.get(from);
    if !is_macro && let Some(token) = token {
        found.push(Path { parts, line: token.line, in_test: token.in_test });
    }
    at
}

/// Makes a path that begins at the module it stands in begin at the crate.
fn resolve(path: &mut Path, here: &[String]) {
    let mut base = here.to_vec();
    let mut taken = 0;
    for part in &path.parts {
        match part.as_str() {
            "self" if path.parts.len() > 1 || taken > 0 => {}
            "super" => drop(base.pop()),
            _ => break,
        }
        taken += 1;
    }
    if taken > 0 {
        base.extend(path.parts.drain(..).skip(taken));
        path.parts = base;
    }
}

/// The lines with `derive(… Serialize …)`.
fn derives(tokens: &[Token]) -> Vec<usize> {
    let starts =
        tokens.iter().enumerate().filter(|(_, token)| token.word == "derive" && !token.in_test);
    starts
        .filter(|(at, _)| {
            let names = tokens.iter().skip(*at).take_while(|token| token.word != ")");
            names
                .into_iter()
                .any(|token| matches!(token.word.as_str(), "Serialize" | "Deserialize"))
        })
        .map(|(_, token)| token.line)
        .collect()
}

#[test]
fn no_arrow_runs_up() {
    let sources = source::all();
    assert!(sources.len() > 80, "the sources were not found");
    let found = violations(&sources);
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn every_module_has_its_place() {
    let sources = source::all();
    let modules: BTreeSet<&str> =
        sources.iter().map(|file| layer(&file.path)).filter(|l| !l.is_empty()).collect();
    assert_eq!(modules, LAYERS.iter().map(|(layer, _)| *layer).collect());
}

/// What the checker says of a file, without where.
fn says(path: &str, text: &str) -> String {
    let file = |path: &str, text: &str| Source { path: path.into(), text: text.into() };
    let root = file("src/app/mod.rs", "#[cfg(test)]\npub mod testing;");
    violations(&[root, file(path, text)]).join("\n")
}

#[test]
fn an_arrow_that_runs_up_is_found_however_it_is_written() {
    for (path, text, offence) in [
        ("src/text/span.rs", "use crate::doc::Article;", "text must not import doc"),
        (
            "src/text/span.rs",
            "pub(crate) use crate::{text::Span, app};",
            "text must not import app",
        ),
        (
            "src/doc/mod.rs",
            "use crate::{text, extract::{Claim, Source as S}};",
            "doc must not import extract",
        ),
        (
            "src/parse/html.rs",
            "use super::super::extract::analyse;",
            "parse must not import extract",
        ),
        ("src/extract/mod.rs", "use super::{doc, parse};", "extract must not import parse"),
        (
            "src/extract/grammar/tag.rs",
            "use super::{super::super::ui, phrase};",
            "extract must not import ui",
        ),
        (
            "src/notes/file.rs",
            "fn f() { crate::export::markdown(a, b) }",
            "notes must not import export",
        ),
        ("src/notes/file.rs", "fn f(x: &Vec<crate::app::State>) {}", "notes must not import app"),
        (
            "src/app/verbs/leave.rs",
            "mod a { mod b { use super::super::super::super::super::io::read; } }",
            "app must not import io",
        ),
        ("src/app/state.rs", "use crate::ui as screen;", "app must not import ui"),
        (
            "src/app/state.rs",
            "#[cfg(test)] mod tests { use crate::shell::read; }",
            "app must not import shell",
        ),
        ("src/ui/mod.rs", "use crate::io::dirs::Dirs;", "ui must not import io"),
        ("src/io/store/mod.rs", "use crate::app::Msg;", "io must not import app"),
        ("src/io/store/mod.rs", "use crate::ui;", "io must not import ui"),
        ("src/shell/mod.rs", "use crate::cli::SAMPLE;", "shell must not import cli"),
        ("src/doc/mod.rs", "use crate::*;", "names the whole crate"),
        ("src/doc/mod.rs", "use crate as all;", "names the whole crate"),
        ("src/doc/mod.rs", "use crate::{self as all};", "names the whole crate"),
        ("src/doc/mod.rs", "use super::*;", "names the whole crate"),
        ("src/doc/mod.rs", "use crate::news::Feed;", "news has no place"),
        ("src/news/mod.rs", "use crate::text::Span;", "news has no place"),
        ("src/bin/train/main.rs", "use whosaid::parse;", "bin must not import parse"),
        ("src/bin/train/main.rs", "use whosaid::{extract, io};", "bin must not import io"),
    ] {
        let said = says(path, text);
        assert!(said.contains(offence), "{path}: {text}\n{said}");
    }
}

#[test]
fn a_library_in_the_wrong_place_is_found_however_it_is_written() {
    for (path, text, offence) in [
        ("src/app/state.rs", "use ratatui::buffer::Buffer;", "app must not name ratatui"),
        ("src/app/state.rs", "use ratatui as r;", "app must not name ratatui"),
        ("src/app/state.rs", "extern crate crossterm;", "app must not name crossterm"),
        (
            "src/app/state.rs",
            "use ratatui_textarea::TextArea;",
            "app must not name ratatui_textarea",
        ),
        ("src/ui/mod.rs", "use crossterm::event::KeyEvent;", "ui must not name crossterm"),
        (
            "src/ui/mod.rs",
            "use ratatui::{buffer::Buffer, crossterm::event};",
            "ui must not name ratatui::crossterm",
        ),
        ("src/parse/mod.rs", "use std::fs;", "parse must not name std::fs"),
        (
            "src/parse/mod.rs",
            "use std::{collections::BTreeMap, fs::{self, File}};",
            "parse must not name std::fs",
        ),
        (
            "src/parse/mod.rs",
            "fn f() { let x = ::std::fs::read(y); }",
            "parse must not name std::fs",
        ),
        ("src/ui/mod.rs", "fn f() { std::thread::sleep(x) }", "ui must not name std::thread"),
        ("src/extract/mod.rs", "use std::net::TcpStream;", "extract must not name std::net"),
        ("src/notes/mod.rs", "use std::env::var;", "notes must not name std::env"),
        ("src/notes/mod.rs", "use std::*;", "notes must not name std::fs"),
        (
            "src/doc/time.rs",
            "use std::time::{Duration, SystemTime};",
            "doc must not name std::time::SystemTime",
        ),
        ("src/doc/time.rs", "use std::time::*;", "doc must not name std::time"),
        (
            "src/doc/time.rs",
            "fn f() { let t = std::time::Instant::now(); }",
            "doc must not name std::time::Instant",
        ),
        (
            "src/doc/time.rs",
            "fn f() { jiff::Timestamp::now() }",
            "doc must not name jiff::Timestamp::now",
        ),
        (
            "src/doc/time.rs",
            "use jiff::Timestamp; fn f() { Timestamp::now() }",
            "doc must not name Timestamp::now",
        ),
        ("src/shell/mod.rs", "use ureq::Agent;", "shell must not name ureq"),
        ("src/bin/train/main.rs", "use std::net::TcpStream;", "bin must not name std::net"),
        ("src/doc/article.rs", "#[derive(Debug, serde::Serialize)] struct A;", "a serde derive"),
        ("src/doc/article.rs", "#[derive(Clone, Deserialize)]\nstruct A;", "a serde derive"),
    ] {
        let said = says(path, text);
        assert!(said.contains(offence), "{path}: {text}\n{said}");
    }
}

#[test]
fn what_is_allowed_is_let_alone() {
    for (path, text) in [
        (
            "src/text/span.rs",
            "use super::word;\nuse self::inner::Thing;\nuse std::collections::BTreeMap;",
        ),
        (
            "src/text/span.rs",
            "// use crate::app;\nconst A: &str = \"crate::app::State std::fs::read\";",
        ),
        ("src/text/span.rs", "/// See [`crate::app::State`].\nfn f() {}"),
        ("src/text/span.rs", "#[cfg(test)]\nmod tests {\n use super::*;\n use std::fs;\n}"),
        ("src/app/testing.rs", "use std::{env, fs};\nuse ratatui::buffer::Buffer;"),
        ("src/app/editor.rs", "use ratatui_textarea::{Input, TextArea};"),
        ("src/app/config.rs", "#[derive(Serialize, Deserialize)]\nstruct Config;"),
        (
            "src/io/fetch.rs",
            "const AGENT: &str = concat!(\"x\", env!(\"CARGO_PKG_VERSION\"), std::env!(\"X\"));",
        ),
        ("src/extract/mod.rs", "const X: &str = env!(\"X\"); const Y: &str = std::env!(\"Y\");"),
        (
            "src/ui/mod.rs",
            "use crate::{app::State, text::{columns, wrap}};\nuse ratatui::buffer::Buffer;",
        ),
        (
            "src/io/store/find.rs",
            "use std::fs;\nuse super::super::disk;\nuse crate::notes::Notebook;",
        ),
        ("src/lib.rs", "pub mod text;\npub use crate::cli::run;"),
        (
            "src/bin/train/main.rs",
            "mod corpus;\nuse crate::corpus::Doc;\nuse std::fs;\nuse whosaid::extract::model;",
        ),
        (
            "src/main.rs",
            "use std::process::ExitCode;\nfn main() -> ExitCode { whosaid::cli::run() }",
        ),
    ] {
        assert_eq!(says(path, text), "", "{path}: {text}");
    }
}
