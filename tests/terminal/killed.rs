//! The program killed at any moment: what the screen said was saved is there.
//!
//! Frames are looked at only when they are whole: between two of them the screen of a killed program may
//! show the number of notes of one state and the row at the bottom of another.

use crate::home::{Home, text};
use crate::session::{Session, until};
use rustix::process::{Signal, kill_process};
use std::collections::BTreeSet;
use std::time::Duration;
use std::{fs, thread};
use whosaid::notes::{Notebook, draft, from_toml};

/// How often it is killed, by how many at once. Most of the time is spent waiting for the disk and for
/// the second after which a draft is kept.
const KILLS: usize = 200;
const HANDS: usize = 8;

/// The end of a frame.
const FRAME: &[u8] = b"\x1b[?2026l";

/// How many notes are typed in a go.
const NOTES: usize = 5;

/// Chance that comes out the same every time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % n
    }
}

/// A story of so many sentences, each with a word of its own.
fn story(sentences: usize) -> String {
    let sentence = |n: usize| format!("Nobody at the quay knew of S{n:03}.\n\n");
    "The long strike\n\n".to_owned() + &(0..sentences).map(sentence).collect::<String>()
}

/// The notes on the disk; there may be none yet, but what there is can be read.
fn kept(home: &Home) -> Option<Notebook> {
    let files = home.notes_files();
    assert!(files.len() < 2, "no conflict was to be: {files:?}");
    let (notebook, problems) = from_toml(&text(files.first()?)).unwrap();
    assert!(problems.is_empty(), "{problems:?}");
    Some(notebook)
}

fn bodies(notebook: Option<&Notebook>) -> BTreeSet<String> {
    let notes = notebook.into_iter().flat_map(|notebook| notebook.notes.values());
    notes.map(|note| note.body.clone()).collect()
}

/// The draft that must be offered.
fn draft(home: &Home, bodies: &BTreeSet<String>) -> Option<String> {
    let folder = fs::read_dir(home.path("state/whosaid/drafts")).ok()?;
    let paths = folder.map(|entry| entry.unwrap().path());
    let path = paths.into_iter().find(|path| path.extension().is_some_and(|e| e == "toml"))?;
    let draft = draft::from_toml(&text(&path)).expect("a draft can always be read");
    Some(draft.typed.body).filter(|body| !bodies.contains(body))
}

/// The most notes that a whole frame showed while nothing was unsaved.
fn shown_as_saved(raw: &[u8]) -> usize {
    let mut parser = vt100::Parser::new(30, 100, 0);
    let (mut most, mut from) = (0, 0);
    for at in 0..raw.len() {
        if !raw[..=at].ends_with(FRAME) {
            continue;
        }
        parser.process(&raw[from..=at]);
        from = at + 1;
        let words = parser.screen().contents();
        let count = words.split("Notes ").nth(1).and_then(|rest| rest.split_whitespace().next());
        let count = count.and_then(|count| count.parse().ok());
        if let Some(count) = count.filter(|_| !words.contains("not saved")) {
            most = most.max(count);
        }
    }
    most
}

/// What one pair of hands has seen.
#[derive(Default)]
struct Seen {
    acknowledged: usize,
    offered: usize,
}

fn start(home: &Home, draft: Option<&str>, seen: &mut Seen) -> Session {
    let mut session = home.terminal(&["story.txt"]).start();
    if let Some(draft) = draft {
        session.see("has been kept");
        session.see(draft);
        seen.offered += 1;
        session.press("x");
        session.see("Draft thrown away");
    }
    session.see("Notes ");
    session
}

/// Types, is killed, and looks what is left, again and again.
fn hands(seed: u64, times: usize) -> Seen {
    let home = Home::new();
    home.write("story.txt", story(times * NOTES));
    let mut chance = Chance(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let mut seen = Seen::default();
    let mut offered = None;
    let mut safe = BTreeSet::new();
    for time in 0..times {
        let mut session = start(&home, offered.as_deref(), &mut seen);
        let is_draft = time % 6 == 5;
        let said = |n: usize| format!("note {time} {n} of {seed}");
        if is_draft {
            // Nothing is saved: what was typed a second ago is kept all the same.
            session.press(&format!("/S{:03}\ra{}", time * NOTES, said(0)));
            until("there is a draft", || home.has_draft(&said(0)));
            session.press(" and more");
            thread::park_timeout(Duration::from_millis(chance.below(60)));
        } else {
            let keys = |n: usize| format!("/S{:03}\ra{}\x13", time * NOTES + n, said(n));
            session.press(&(0..NOTES).map(keys).collect::<String>());
            if time % 3 == 0 {
                // On a machine that is busy nothing may have been saved so soon.
                session.wait("a note that is saved", |screen| {
                    let words = screen.contents();
                    words.contains("Note made") && !words.contains("not saved")
                });
            }
            thread::park_timeout(Duration::from_millis(chance.below(350)));
        }
        kill_process(session.pid(), Signal::KILL).unwrap();
        session.end();
        let now = bodies(kept(&home).as_ref());
        assert!(now.is_superset(&safe), "what was safe before is gone: {now:?}");
        // Notes are made in order, so a number says which ones they are.
        let shown = shown_as_saved(&session.raw());
        let new = shown.saturating_sub(safe.len());
        for n in 0..new {
            assert!(now.contains(&said(n)), "{n} of {shown} shown as saved is gone: {now:?}");
        }
        seen.acknowledged += new;
        offered = draft(&home, &now);
        assert!(!is_draft || offered.as_ref().is_some_and(|body| body.starts_with(&said(0))));
        safe = now;
    }
    start(&home, offered.as_deref(), &mut seen).quit();
    assert_eq!(bodies(kept(&home).as_ref()), safe);
    seen
}

#[test]
fn killed_two_hundred_times_it_has_lost_nothing_that_was_shown_as_saved() {
    let all: Vec<Seen> = thread::scope(|scope| {
        let hands: Vec<_> =
            (0..HANDS).map(|n| scope.spawn(move || hands(n as u64 + 1, KILLS / HANDS))).collect();
        hands.into_iter().map(|hand| hand.join().unwrap()).collect()
    });
    let acknowledged: usize = all.iter().map(|seen| seen.acknowledged).sum();
    let offered: usize = all.iter().map(|seen| seen.offered).sum();
    // Else the test has looked at nothing.
    assert!(acknowledged > KILLS / 4, "{acknowledged} notes were shown as saved");
    assert!(offered >= KILLS / 8, "{offered} drafts were offered");
}
