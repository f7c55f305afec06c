//! What the design promises, measured: each figure with its budget and how much of it is used.
//!
//! `cargo bench --bench budgets`; with `-- --check` it fails when a budget is not kept, with `-- notes`
//! only the finding of notes is measured. The figures in
//! the README come from here.

// The one place in the project that prints, and where a mistake ends the run.
#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs)]

#[path = "common/news.rs"]
mod news;
#[path = "common/screen.rs"]
mod screen;

use std::hint::black_box;
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};
use whosaid::app::key::{Code, Key};
use whosaid::doc::diff::{Diff, Side};
use whosaid::doc::{Article, Finder, Place, describe};
use whosaid::extract::model::Models;
use whosaid::extract::{Lexicon, analyse};
use whosaid::parse::paragraphs;
use whosaid::text::Span;

fn main() -> ExitCode {
    // `cargo test --benches` only wants to see that it starts.
    if std::env::args().any(|word| word == "--test" || word == "--list") {
        return ExitCode::SUCCESS;
    }
    let mut kept = true;
    let mut row = |what: &str, figure: f64, budget: f64, unit: &str| {
        let used = figure / budget;
        kept &= used <= 1.0;
        println!("{what:<58} {figure:>9.2} {unit:<4} of {budget:>6.0}  ({used:.2})");
    };
    println!("{:<58} {:>14} {:>9}  (part used)", "", "figure", "budget");
    let long = news::article(10_000);
    let huge = news::article(330_000);

    row("10,000 notes found in 2 MB that have changed", ms(many_notes(&huge)), 1000.0, "ms");
    row("1,000 notes on 3,000 characters each, all corrected", ms(long_notes(&huge)), 2000.0, "ms");
    row("10,000 notes of which nothing is left, in the same", ms(lost_notes(&huge)), 2000.0, "ms");
    row(
        "two versions of 2 MB compared word by word",
        ms(compared(&numbered(&huge), &changed(&numbered(&huge)))),
        1000.0,
        "ms",
    );
    let (a, b) = (two_words(1), two_words(2));
    row("2 MB of two words in any order, compared", ms(compared(&a, &b)), 2000.0, "ms");
    let (a, b) = (a.replace(' ', "\n\n"), b.replace(' ', "\n\n"));
    row("the same, a paragraph a word", ms(compared(&a, &b)), 2000.0, "ms");
    if std::env::args().any(|word| word == "notes") {
        return if kept { ExitCode::SUCCESS } else { ExitCode::FAILURE };
    }
    row("parse, lay out and draw 10,000 words, 200×60", ms(first_frame(&long)), 50.0, "ms");
    let keys = keys_to_frames(&long);
    row(
        "a key to its frame, 200×60, 300 marks: the median",
        ms(quantile(keys.clone(), 0.5)),
        2.0,
        "ms",
    );
    row("a key to its frame, 200×60, 300 marks: 95 of 100", ms(quantile(keys, 0.95)), 2.0, "ms");
    // Before anything is analysed, which would read them.
    row("reading the models from the program", ms(loading()), 30.0, "ms");
    let article = analysis_time(&news::article(900), 300);
    row("analysis of 900 words on one core, at 150 a second", ms(article), 1000.0 / 150.0, "ms");
    println!("{:<58} {:>9.0} articles a second", "", 1.0 / article.as_secs_f64());

    row("10,000 notes on 1,000 articles to W3C JSON-LD", ms(export_notes()), 2_000.0, "ms");
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("long.txt");
    std::fs::write(&path, &long).unwrap();
    row(
        "process start to the end of --plain, 10,000 words",
        ms(plain(&path, home.path())),
        200.0,
        "ms",
    );
    #[cfg(unix)]
    {
        let (shown, memory) = in_terminal::open(&path, home.path());
        row("process start to text on screen, 10,000 words", ms(shown), 50.0, "ms");
        if let Some(memory) = memory {
            row("most memory with 10,000 words open and analysed", memory, 60.0, "MB");
        }
    }

    linear("one paragraph of news", news::paragraph, &mut kept);
    linear("quotation marks alone", |bytes| "\"".repeat(bytes), &mut kept);
    linear("opening quotation marks", |bytes| "“".repeat(bytes / 3), &mut kept);
    linear("words without a full stop", |bytes| "he said that ".repeat(bytes / 13), &mut kept);
    linear("cues without content", |bytes| "he said, ".repeat(bytes / 9), &mut kept);
    linear("short paragraphs", |bytes| "“No,” he said.\n\n".repeat(bytes / 20), &mut kept);
    if !kept {
        println!("\nNot every budget is kept.");
    }
    let checks = std::env::args().any(|word| word == "--check");
    if kept || !checks { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// All notes of a large collection as annotations, as `export --all` writes them.
fn export_notes() -> Duration {
    use whosaid::export::dossier::{Dossier, Only, Selection};
    use whosaid::export::format::Export;
    use whosaid::export::w3c;
    use whosaid::notes::review::Rulings;
    let states: Vec<_> = (0..1_000)
        .map(|n| screen::open(screen::read(&format!("{n}\n\n{}", news::article(800))), 80, 24, 10))
        .collect();
    let select = Selection { only: Only::Mine, ..Selection::default() };
    let export = Export { select, ..Export::default() };
    let begin = Instant::now();
    let mut count = 0;
    for state in &states {
        let analysis = whosaid::extract::Analysis::empty(state.article.digest);
        let rulings = Rulings::default();
        let dossier = Dossier {
            article: &state.article,
            analysis: &analysis,
            rulings: &rulings,
            notebook: &state.notebook,
        };
        count += black_box(w3c::article(&dossier, &export)).len();
    }
    let took = begin.elapsed();
    assert!(count > 9_000, "{count} notes");
    took
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// The middle one of several runs.
fn median(runs: usize, mut run: impl FnMut() -> Duration) -> Duration {
    quantile((0..runs).map(|_| run()).collect(), 0.5)
}

fn quantile(mut times: Vec<Duration>, part: f64) -> Duration {
    times.sort_unstable();
    let at = (times.len() as f64 * part) as usize;
    times.get(at.min(times.len() - 1)).copied().unwrap_or_default()
}

fn first_frame(text: &str) -> Duration {
    median(21, || {
        let start = Instant::now();
        let state = screen::open(screen::read(text), 200, 60, 0);
        let mut buffer = screen::buffer(&state);
        screen::frame(&state, &mut buffer);
        black_box(buffer);
        start.elapsed()
    })
}

/// The keys of somebody who reads, over and over.
fn keys_to_frames(text: &str) -> Vec<Duration> {
    let mut state = screen::analysed(screen::open(screen::read(text), 200, 60, 300));
    let mut buffer = screen::buffer(&state);
    screen::frame(&state, &mut buffer);
    let mut slowest: Vec<(Duration, Key)> = Vec::new();
    let keys: Vec<Key> =
        Key::parse_run("jjjj}}wb]c]c]s]a]n[n[c<ctrl-d><ctrl-u>1234<tab>jjjkk<tab>vee<esc>kk")
            .unwrap();
    let (mut times, mut updates) = (Vec::new(), Vec::new());
    for round in 0..20 {
        for key in &keys {
            let start = Instant::now();
            black_box(screen::press(&mut state, *key));
            updates.push(start.elapsed());
            screen::frame(&state, &mut buffer);
            times.push(start.elapsed());
            slowest.push((start.elapsed(), *key));
        }
        // Somewhere else in the article.
        (0..round).for_each(|_| drop(screen::press(&mut state, Key::plain(Code::PageDown))));
    }
    slowest.sort_by_key(|(time, _)| std::cmp::Reverse(*time));
    let named: Vec<String> =
        slowest.iter().take(5).map(|(time, key)| format!("{key} {:.1}", ms(*time))).collect();
    let update = ms(quantile(updates, 0.5));
    println!(
        "  the slowest keys: {} ms; of the median, {update:.2} ms before drawing",
        named.join(", ")
    );
    times
}

/// Notes all over a long text, of which every third paragraph has changed.
fn many_notes(text: &str) -> Duration {
    let text = numbered(text);
    found(&screen::read(&text), &screen::read(&changed(&text)), 10_000, 90)
}

/// The same with quotations of 3,000 characters, in each of which something was corrected.
fn long_notes(text: &str) -> Duration {
    let text = numbered(text);
    found(&screen::read(&text), &screen::read(&changed(&text)), 1_000, 3_000)
}

/// Notes on another text altogether.
fn lost_notes(text: &str) -> Duration {
    let other: String = text.chars().rev().collect();
    found(&screen::read(&other), &screen::read(text), 10_000, 90)
}

/// With a number after every tenth word, because the sentences from templates are all alike.
fn numbered(text: &str) -> String {
    let words = text.split(' ').enumerate();
    let words = words.map(|(n, word)| match n % 10 {
        9 => format!("{word} {n}"),
        _ => word.to_owned(),
    });
    words.collect::<Vec<_>>().join(" ")
}

fn changed(text: &str) -> String {
    let paragraphs = text.split("\n\n").enumerate();
    let edited = paragraphs.map(|(n, p)| match n % 3 {
        0 => p.replace(" the ", " that ").replace('“', "\""),
        _ => p.to_owned(),
    });
    format!("CORRECTED\n\n{}", edited.collect::<Vec<_>>().join("\n\n"))
}

/// A text of two words in no order: everything is nearly the same as everything else.
fn two_words(seed: u64) -> String {
    let mut x = seed;
    let next = |_| {
        x = x.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        if x >> 63 == 0 { "ferry " } else { "quays " }
    };
    (0..330_000).map(next).collect()
}

fn compared(old: &str, new: &str) -> Duration {
    let start = Instant::now();
    let (was, is) = (paragraphs(old), paragraphs(new));
    let (old, new) = (Side { text: old, paragraphs: &was }, Side { text: new, paragraphs: &is });
    let diff = Diff::of(old, new);
    let time = start.elapsed();
    println!("  {}", diff.summary());
    time
}

/// So many notes on so many bytes each.
fn found(old: &Article, new: &Article, notes: usize, bytes: usize) -> Duration {
    let step = (old.text.len() - 4_000) / notes;
    let anchors: Vec<_> =
        (0..notes).map(|n| describe(old, Span::new(n * step, n * step + bytes))).collect();
    let start = Instant::now();
    let mut finder = Finder::new(new);
    let places: Vec<Place> = anchors.iter().map(|anchor| finder.find(anchor)).collect();
    let time = start.elapsed();
    let count = |is: fn(&Place) -> bool| places.iter().filter(|place| is(place)).count();
    let moved = count(|place| matches!(place, Place::Moved(_)));
    let nearly = count(|place| matches!(place, Place::Approximate(..)));
    println!(
        "  of the notes {moved} moved, {nearly} nearly, {} lost",
        count(|p| *p == Place::Orphan)
    );
    time
}

/// The first time, as a reader meets it, and then again: the slowest counts.
fn loading() -> Duration {
    let once = || {
        let start = Instant::now();
        black_box(Models::read());
        start.elapsed()
    };
    (0..5).map(|_| once()).max().unwrap_or_default()
}

fn analysis_time(text: &str, runs: usize) -> Duration {
    let (article, lexicon) = (screen::read(text), Lexicon::builtin());
    median(runs, || {
        let start = Instant::now();
        black_box(analyse(&article, lexicon));
        start.elapsed()
    })
}

/// The time for a byte when there are sixteen times as many; near 1 for linear work, and 16 for quadratic.
fn linear(what: &str, text: fn(usize) -> String, kept: &mut bool) {
    let mut figures = Vec::new();
    for kilobytes in [100, 200, 400, 800, 1600] {
        let text = text(kilobytes * 1000);
        let start = Instant::now();
        let article = screen::read(&text);
        let parsed = start.elapsed();
        let found = analysis_time(&text, 3);
        let state = screen::open(article, 100, 30, 0);
        let opened = start.elapsed();
        black_box(state);
        figures.push((parsed, found, opened, text.len()));
    }
    let per_byte = |time: fn(&(Duration, Duration, Duration, usize)) -> Duration| {
        let of = |figure: Option<&_>| figure.map_or(0.0, |f| time(f).as_secs_f64() / f.3 as f64);
        of(figures.last()) / of(figures.first())
    };
    let growth = per_byte(|f| f.1);
    *kept &= growth < 3.0;
    let times: Vec<String> = figures.iter().map(|f| format!("{:.0}", ms(f.1))).collect();
    println!("\n{what}, 100 to 1600 kB: {} ms", times.join(", "));
    println!(
        "  16 times the bytes: {growth:.1} times the analysis for each, {:.1} times the parsing",
        per_byte(|f| f.0)
    );
}

fn plain(path: &std::path::Path, home: &std::path::Path) -> Duration {
    median(11, || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_whosaid"));
        command
            .arg("--plain")
            .arg(path)
            .env("HOME", home)
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let start = Instant::now();
        let status = command.status().unwrap();
        let time = start.elapsed();
        assert!(status.success());
        time
    })
}

/// The real program in a real pty.
#[cfg(unix)]
mod in_terminal {
    use super::median;
    use portable_pty::{CommandBuilder, PtySize, native_pty_system};
    use std::io::{Read, Write};
    use std::path::Path;
    use std::sync::mpsc::channel;
    use std::thread;
    use std::time::{Duration, Instant};
    use vt100::Parser;

    /// No part of it takes a hundredth of this.
    const DEADLINE: Duration = Duration::from_secs(20);

    /// From the start of the process until the first words of the article are on the screen; and the
    /// most memory that it has held, in MB, where the system tells.
    pub fn open(path: &Path, home: &Path) -> (Duration, Option<f64>) {
        let mut most: Option<f64> = None;
        let shown = median(11, || {
            let (shown, memory) = once(path, home);
            most = most.into_iter().chain(memory).reduce(f64::max);
            shown
        });
        (shown, most)
    }

    fn once(path: &Path, home: &Path) -> (Duration, Option<f64>) {
        let size = PtySize { rows: 60, cols: 200, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_whosaid"));
        command.arg(path);
        for name in ["HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"] {
            command.env(name, home);
        }
        command.env("TERM", "xterm-256color");
        let mut reader = pair.master.try_clone_reader().unwrap();
        let mut writer = pair.master.take_writer().unwrap();
        let (send, receive) = channel();
        thread::spawn(move || {
            let mut bytes = [0; 65_536];
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                let _ = send.send(bytes.get(..count).unwrap_or_default().to_vec());
            }
        });
        let mut screen = Parser::new(60, 200, 0);
        let start = Instant::now();
        let mut child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut until = |wanted: fn(&str) -> bool| {
            while !wanted(&screen.screen().contents()) {
                screen.process(&receive.recv_timeout(DEADLINE).unwrap());
            }
            start.elapsed()
        };
        let shown = until(|words| words.contains("Harbour to open in May"));
        until(|words| words.contains("Claims ") && !words.contains("Finding out"));
        let memory = child.process_id().and_then(peak);
        writer.write_all(b"q").unwrap();
        child.wait().unwrap();
        (shown, memory)
    }

    /// The most memory that a process has held, in MB. Linux tells.
    fn peak(process: u32) -> Option<f64> {
        let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
        let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
        let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
        Some(kilobytes / 1000.0)
    }
}
