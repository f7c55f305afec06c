//! whosaid: a terminal news reader that shows who said what.
//!
//! The modules below stand in reading order, and each may import only those
//! above it (`src/tests/layers.rs` holds them to it):
//!
//! | layer | what it does |
//! |---|---|
//! | [`text`] | spans, columns, lines, words, sentences: knows strings, not what they say |
//! | [`doc`] | an article is one string and spans; anchors remember a piece of it |
//! | [`parse`] | bytes into an article: plain text, Markdown, HTML |
//! | [`extract`] | an article into an analysis: actors, sources, claims, each with its reasons |
//! | [`notes`] | what the reader owns: notes, edits, undo, the notes file |
//! | [`library`] | what the reader subscribes to: feeds, items, OPML, queries |
//! | [`export`] | all of it as text in other people's formats |
//! | [`app`] | state, messages, effects, commands: what happens at a key, without a terminal |
//! | [`ui`] | the state on the screen: a ratatui buffer |
//! | [`io`] | disk, network, clipboard, browser: beside `app`, never seen by it |
//! | [`shell`] | the loop, the terminal and the threads: the imperative rim |
//! | [`cli`] | arguments into what to run, and exit codes |
//!
//! Idea by idea: an article is one string, and everything else is byte spans of
//! it. What was fetched and what the reader wrote is saved; all else is derived
//! and can be made again.

pub mod text;

pub mod doc;

pub mod parse;

pub mod extract;

pub mod notes;

pub mod library;

pub mod export;

pub mod app;

pub mod ui;

pub mod io;

pub mod shell;

pub mod cli;

#[cfg(test)]
mod tests;
