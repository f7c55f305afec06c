//! `whosaid analyze`: many articles on all cores, printed in the order given.

use super::arguments::AnalyzeFormat;
use super::complain;
use crate::extract::{Dictionary, analyse};
use crate::io::fetch::Limits;

use crate::io::store::Store;
use crate::notes::review::Rulings;
use anyhow::Result;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{self, Write};
use std::num::NonZero;
use std::process::ExitCode;
use std::sync::mpsc::sync_channel;
use std::sync::{Condvar, Mutex, PoisonError};
use std::thread;

/// How many finished articles may wait for an earlier one, before the cores wait too.
const AHEAD: usize = 64;

/// How wide the text form is set, in columns.
const WIDTH: usize = 100;

/// Analyses the named articles and prints them.
///
/// With a store the reader's corrections are in force.
pub fn run(
    words: &[OsString],
    format: AnalyzeFormat,
    store: Option<&Store>,
    limits: &Limits,
    dictionary: &Dictionary,
) -> Result<ExitCode> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get).min(words.len());
    let turn = Turn::default();
    let mut failed = false;
    let mut written = Ok(());
    thread::scope(|scope| {
        let (send, receive) = sync_channel::<(usize, Result<String>)>(AHEAD);
        for _ in 0..cores {
            let send = send.clone();
            let turn = &turn;
            scope.spawn(move || {
                while let Some(word) = turn.next().and_then(|n| Some((n, words.get(n)?))) {
                    let (n, word) = word;
                    if send.send((n, one(word, format, store, limits, dictionary))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(send);
        let mut early: BTreeMap<usize, Result<String>> = BTreeMap::new();
        let mut due = 0;
        let mut out = io::BufWriter::new(io::stdout().lock());
        for (n, done) in receive {
            early.insert(n, done);
            while let Some(done) = early.remove(&due) {
                due += 1;
                turn.printed(due);
                match done {
                    Ok(text) if written.is_ok() => {
                        written = out.write_all(text.as_bytes());
                        if written.is_err() {
                            // Nobody reads on: there is no point in going on.
                            turn.stop();
                        }
                    }
                    Ok(_) => {}
                    Err(error) => {
                        failed = true;
                        complain(&format!("{error:#}"));
                    }
                }
            }
        }
        if written.is_ok() {
            written = out.flush();
        }
    });
    written?;
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Whose turn it is: no core may run so far ahead of the printing that results pile up.
#[derive(Default)]
struct Turn {
    state: Mutex<TurnState>,
    moved: Condvar,
}

#[derive(Default)]
struct TurnState {
    next: usize,
    printed: usize,
    stopped: bool,
}

impl Turn {
    /// The next article to be done; `None` when nobody wants more.
    fn next(&self) -> Option<usize> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        while state.next >= state.printed + AHEAD && !state.stopped {
            state = self.moved.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        let n = state.next;
        state.next += 1;
        (!state.stopped).then_some(n)
    }

    fn printed(&self, n: usize) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).printed = n;
        self.moved.notify_all();
    }

    fn stop(&self) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).stopped = true;
        self.moved.notify_all();
    }
}

fn one(
    word: &OsString,
    format: AnalyzeFormat,
    store: Option<&Store>,
    limits: &Limits,
    dictionary: &Dictionary,
) -> Result<String> {
    let mut loaded = super::library::loaded(word, limits)?;
    let article = &loaded.article;
    let (analysis, rulings) = match store.map(|store| store.load(article)) {
        None => (analyse(article, dictionary.lexicon()), Rulings::default()),
        Some(kept) => {
            loaded.problems.extend(kept.problems);
            let (analysis, rulings, _) = super::reviewed(article, &kept.notebook, dictionary);
            (analysis, rulings)
        }
    };
    let path = word.to_string_lossy();
    let json =
        || crate::export::analysis_json(article, &path, &loaded.problems, &analysis, &rulings);
    Ok(match format {
        AnalyzeFormat::Jsonl => tame(&serde_json::to_string(&json())?) + "\n",
        AnalyzeFormat::Json => tame(&serde_json::to_string_pretty(&json())?) + "\n",
        AnalyzeFormat::Text => {
            let remarks: String = loaded
                .problems
                .iter()
                .chain(&analysis.problems)
                .map(|problem| format!("({})\n", super::printable(&problem.says)))
                .collect();
            let lists = crate::export::lists(article, &analysis, WIDTH);
            format!("{}\n{}\n{remarks}\n{lists}\n", super::printable(&path), article.name())
        }
    })
}

/// JSON with what a terminal would act upon written as `\u` escapes: a file's name may hold anything,
/// and here it must come out as it is.
pub(super) fn tame(json: &str) -> String {
    let turns = |c| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let is_tame = |c: char| c == '\n' || !(c.is_control() || turns(c));
    if json.chars().all(is_tame) {
        return json.to_owned();
    }
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if is_tame(c) {
            out.push(c);
        } else {
            out.push_str(&format!("\\u{:04x}", u32::from(c)));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_shows_no_control_characters_and_means_the_same() {
        let name = "a\u{9b}31m\u{202e}b é";
        let json = serde_json::to_string_pretty(&[name]).unwrap();
        let tamed = tame(&json);
        assert_eq!(tamed, "[\n  \"a\\u009b31m\\u202eb é\"\n]");
        assert_eq!(serde_json::from_str::<Vec<String>>(&tamed).unwrap(), [name]);
    }
}
