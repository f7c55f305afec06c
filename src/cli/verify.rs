//! `whosaid verify`: whether everything that goes out comes in again, tried on all notes.

use super::complain;
use super::export::shown;
use super::import::notes_of;
use crate::export::dossier::{Dossier, Only, Selection};
use crate::export::format::{Export, FORMATS, Out};
use crate::export::import::{From, read};
use crate::extract::Analysis;
use crate::io::dirs::Dirs;
use crate::io::store::{Store, intake};
use crate::notes::review::Rulings;
use crate::notes::{Note, to_toml};
use crate::text::counted;
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::process::ExitCode;

/// What a form did not bring back, and of how many notes.
type Lost = BTreeMap<&'static str, usize>;

/// Tries every form that comes back on every notebook, in memory.
pub fn run(dirs: &Dirs) -> Result<ExitCode> {
    let store = Store::new(dirs.clone());
    let mut sound = true;
    let mut all = 0;
    let mut lost: BTreeMap<&'static str, Lost> = BTreeMap::new();
    let export = Export {
        select: Selection { only: Only::Mine, ..Selection::default() },
        now: crate::shell::now().time,
        pens: Vec::new(),
    };
    for path in store.notes_files()?.notes {
        let notebook = match store.notebook(&path).with_context(|| shown(&path)) {
            Ok((notebook, problems)) => {
                problems.iter().for_each(|problem| complain(&problem.says));
                sound &= problems.is_empty();
                notebook
            }
            Err(error) => {
                complain(&format!("{error:#}"));
                sound = false;
                continue;
            }
        };
        all += notebook.notes.len();
        let mut article = intake::named_only(&notebook.article.0, None, None);
        article.meta = notebook.meta.clone();
        let analysis = Analysis::empty(article.digest);
        let rulings = Rulings::default();
        let dossier = Dossier {
            article: &article,
            analysis: &analysis,
            rulings: &rulings,
            notebook: &notebook,
        };
        let own = (("own", From::Own), to_toml(&notebook, ""));
        let streams = FORMATS.iter().filter(|format| format.comes_back).filter_map(|format| {
            let Out::Stream(stream) = format.out else { return None };
            let records = (stream.article)(&dossier, &export);
            let (begin, end) = ((stream.begin)(&export), (stream.end)(records.len()));
            let text = format!("{begin}{}{end}", records.join(stream.between));
            Some(((format.name, from(format.name)?), text))
        });
        for ((name, from), text) in std::iter::once(own).chain(streams) {
            let back = read(from, &text);
            let back = back.as_ref().map(notes_of).unwrap_or_default();
            let lost = lost.entry(name).or_default();
            for note in notebook.notes.values() {
                // Forms without ids of ours are compared by the words.
                let same = back.iter().find(|other| other.id == note.id);
                let same = same.or_else(|| {
                    back.iter().find(|other| other.anchor.exact.trim() == note.anchor.exact.trim())
                });
                for what in same.map_or(vec!["the note itself"], |same| differences(note, same)) {
                    *lost.entry(what).or_default() += 1;
                }
            }
        }
    }
    let mut out = io::stdout().lock();
    writeln!(out, "{} went out and came in again:", counted(all, "note"))?;
    for (name, lost) in &lost {
        if lost.is_empty() {
            writeln!(out, "{name:<11} everything came back")?;
            continue;
        }
        let parts: Vec<String> = lost.iter().map(|(what, n)| format!("{what} ({n})")).collect();
        writeln!(out, "{name:<11} does not carry: {}", parts.join(", "))?;
        // These two promise to lose nothing.
        sound &= !matches!(*name, "own" | "w3c");
    }
    Ok(if sound { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn from(name: &str) -> Option<From> {
    Some(match name {
        "w3c" => From::W3c,
        "hypothesis" => From::Hypothesis,
        "readwise" => From::Readwise,
        _ => return None,
    })
}

/// What of a note is not the same.
fn differences(note: &Note, back: &Note) -> Vec<&'static str> {
    let parts = [
        ("the words", note.body.trim() == back.body.trim()),
        ("the quotation", note.anchor.exact.trim() == back.anchor.exact.trim()),
        (
            "its context",
            (&note.anchor.before, &note.anchor.after) == (&back.anchor.before, &back.anchor.after),
        ),
        (
            "the position",
            (note.anchor.digest, note.anchor.span) == (back.anchor.digest, back.anchor.span),
        ),
        ("the kind", note.kind == back.kind),
        ("what it is about", note.about == back.about),
        ("tags", note.tags == back.tags),
        ("the pen", note.pen == back.pen),
        ("the speaker", note.speaker == back.speaker),
        ("rulings", note.ruling == back.ruling),
        ("verdicts", note.check == back.check),
        ("when it was made, to the millisecond", note.made == back.made),
        ("when it was changed", note.edited == back.edited),
        ("its id", note.id == back.id),
    ];
    parts.into_iter().filter(|(_, same)| !same).map(|(what, _)| what).collect()
}
