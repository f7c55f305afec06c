//! The library against what the design promises, and against newsboat where that can do the same job.
//!
//! `cargo bench --bench library` measures all. Words after `--` choose parts (`refresh`, `search`, `screen`); `--once`
//! does each thing once, `--check` fails when a budget is not kept, `--small` takes a tenth of everything and three
//! times as long, for machines that do other things too. `-- serve` only serves the feeds, with their list in
//! `target/tmp/served.opml`, for whoever wants to look closer. newsboat is asked where it is installed (`apt-get
//! install newsboat`). The first run makes the library of 100,000 articles, in some minutes, and keeps it under
//! `target/tmp`.

// A mistake ends the run, which is all that can be done about it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    missing_docs
)]
#![cfg(target_os = "linux")]

#[path = "common/loopback.rs"]
mod loopback;
#[path = "common/press.rs"]
mod press;
#[path = "common/programs.rs"]
mod programs;
#[path = "common/terminal.rs"]
mod terminal;

#[path = "library/made.rs"]
mod made;
#[path = "library/refresh.rs"]
mod refresh;
#[path = "library/screen.rs"]
mod screen;
#[path = "library/search.rs"]
mod search;

use std::process::ExitCode;
use std::time::Duration;

/// The program that is measured.
const PROGRAM: &str = env!("CARGO_BIN_EXE_whosaid");

/// Words in an article.
const WORDS: usize = 400;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let has = |word: &str| words.iter().any(|given| given == word);
    // `cargo test --benches` only wants to see that it starts.
    if has("--test") || has("--list") {
        return ExitCode::SUCCESS;
    }
    let (part, patience) = if has("--small") { (10, 3.0) } else { (1, 1.0) };
    let chosen: Vec<&str> =
        words.iter().map(String::as_str).filter(|word| !word.starts_with('-')).collect();
    let is_chosen = |name: &str| chosen.is_empty() || chosen.contains(&name);
    if chosen.contains(&"serve") {
        refresh::serve(300 / part);
    }
    let runs = if has("--once") { 1 } else { 5 };
    let mut table = Table { is_kept: true, is_check: has("--check"), patience, runs };
    if is_chosen("refresh") {
        refresh::measure(300 / part, &mut table);
    }
    if is_chosen("search") {
        search::measure(&made::library(2_000 / part, 50), &mut table);
    }
    if is_chosen("screen") {
        screen::measure(2_000 / part, 15_000 / part, &mut table);
    }
    if table.is_kept || !table.is_check { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// What is measured, a row each, printed as it comes.
struct Table {
    is_kept: bool,
    /// Whether it fails when a budget is not kept.
    is_check: bool,
    /// How often the time that something may take it is given.
    patience: f64,
    /// How often each thing is done; the middle one counts.
    runs: usize,
}

impl Table {
    /// A heading.
    fn about(&mut self, what: &str) {
        println!("\n{what}");
    }

    /// A figure with its budget.
    fn row(&mut self, what: &str, figure: f64, budget: f64, unit: &str) {
        let budget = if unit == "ms" { budget * self.patience } else { budget };
        let is_kept = figure <= budget;
        self.is_kept &= is_kept;
        let says = if is_kept { "" } else { "  NOT KEPT" };
        println!("  {what:<60} {figure:>9.2} {unit:<3} of {budget:>5.0}{says}");
    }

    /// A figure without one.
    fn figure(&mut self, what: &str, figure: f64, unit: &str) {
        println!("  {what:<60} {figure:>9.2} {unit}");
    }

    /// A figure that must be less than a part of another program's.
    fn against(&mut self, what: &str, ours: Duration, theirs: Option<Duration>, most: f64) {
        let Some(theirs) = theirs else {
            println!("  {what:<60} {:>9.2} s   (newsboat is not here)", ours.as_secs_f64());
            return;
        };
        let ratio = ours.as_secs_f64() / theirs.as_secs_f64();
        let is_kept = ratio <= most;
        self.is_kept &= is_kept;
        println!(
            "  {what:<60} {:>9.2} s   newsboat {:.2} s, ratio {ratio:.2} of {most:.2}{}",
            ours.as_secs_f64(),
            theirs.as_secs_f64(),
            if is_kept { "" } else { "  NOT KEPT" }
        );
    }
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// The middle one.
fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}
