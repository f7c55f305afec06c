//! `whosaid notes`: the reader's notes for scripts: listed, shown, removed, merged; and the texts kept for them.

use super::arguments::NotesCommand;
use super::{complain, printable};
use crate::doc::{Article, Problem};
use crate::export::{ListedNote, notes_json};
use crate::io::dirs::Dirs;
use crate::io::fetch::Limits;
use crate::io::store::{KeptText, Loaded, Saved, Store};
use crate::notes::merge::counted;
use crate::notes::{Change, Edit, Note, NoteId, Notebook};
use crate::text::columns::ellipsis;
use crate::text::{counted as one_or_more, one_line};
use anyhow::{Result, anyhow, bail};
use serde::Serialize;
use std::io::{self, Write as _};
use std::process::ExitCode;

/// How much of a quotation and of what was written on it a row shows, in columns.
const SHOWN: usize = 60;

/// Does what is asked.
pub fn run(asked: &NotesCommand, dirs: &Dirs, limits: &Limits) -> Result<ExitCode> {
    let store = Store::new(dirs.clone());
    match asked {
        NotesCommand::List { article: None, json } => {
            let all: Vec<Loaded> = store.files().iter().map(|p| store.load_file(p)).collect();
            list(&all, None, *json)
        }
        NotesCommand::List { article: Some(article), json } => {
            let loaded = super::library::loaded(article, limits)?;
            complain_of(&loaded.problems);
            list(&[store.load(&loaded.article)], Some(&loaded.article), *json)
        }
        NotesCommand::Show { id, json } => {
            let (mut kept, id) = holding(&store, id)?;
            kept.notebook.notes.retain(|other, _| *other == id);
            if *json {
                print_json(json_of(&kept, None).first())?;
            } else {
                io::stdout().lock().write_all(shown(&kept).as_bytes())?;
            }
            Ok(ExitCode::SUCCESS)
        }
        NotesCommand::Rm { ids, json } => remove(&store, ids, *json),
        NotesCommand::Texts { remove } => texts(&store, *remove),
        NotesCommand::Merge { first, second, output } => {
            let joined = store.merge_files(first, second, output.as_deref())?;
            let target = output.as_ref().unwrap_or(first);
            let says = format!("{}: {}", target.display(), joined.says());
            writeln!(io::stdout().lock(), "{}", printable(&says))?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// Where the texts are that notes were made on, and how many.
pub fn texts_line(dirs: &Dirs) -> String {
    let place = dirs.texts().display().to_string();
    match Store::new(dirs.clone()).kept_texts().as_slice() {
        [] => place,
        texts => format!("{place} ({})", size(texts)),
    }
}

/// Shows the texts that are kept, or removes those that nothing names.
fn texts(store: &Store, remove: bool) -> Result<ExitCode> {
    let mut out = io::stdout().lock();
    if remove {
        let removed = store.remove_unused_texts()?;
        writeln!(out, "removed: {}; left: {}", size(&removed), size(&store.kept_texts()))?;
        return Ok(ExitCode::SUCCESS);
    }
    let unused = store.unused_texts()?;
    writeln!(out, "{} in {}", size(&store.kept_texts()), store.dirs().texts().display())?;
    if !unused.is_empty() {
        writeln!(out, "No note needs {} of them, and nothing that can be undone:", unused.len())?;
    }
    for text in &unused {
        let words = store.kept_text(text.digest).unwrap_or_default();
        let first = words.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
        writeln!(out, "  {}.txt  {}", text.digest, ellipsis(&one_line(first), SHOWN))?;
    }
    if !unused.is_empty() {
        writeln!(out, "`whosaid notes texts --remove` removes these")?;
    }
    Ok(ExitCode::SUCCESS)
}

/// `12 texts, 340 KB`.
fn size(texts: &[KeptText]) -> String {
    let bytes: u64 = texts.iter().map(|text| text.bytes).sum();
    format!("{}, {} KB", one_or_more(texts.len(), "text"), bytes.div_ceil(1024))
}

/// Says what went wrong beside a save, or went elsewhere.
pub fn said(saved: &Saved) {
    saved.warnings.iter().for_each(|says| complain(says));
    if let Some(conflict) = &saved.conflict {
        complain(&conflict.says());
    }
}

/// Prints something as JSON, indented.
pub fn print_json(what: impl Serialize) -> Result<()> {
    let text = super::analyze::tame(&serde_json::to_string_pretty(&what)?);
    writeln!(io::stdout().lock(), "{text}")?;
    Ok(())
}

fn complain_of(problems: &[Problem]) {
    problems.iter().for_each(|problem| complain(&problem.says));
}

fn list(all: &[Loaded], article: Option<&Article>, json: bool) -> Result<ExitCode> {
    if json {
        let notes: Vec<ListedNote> = all.iter().flat_map(|kept| json_of(kept, article)).collect();
        print_json(notes)?;
    } else {
        let mut out = String::new();
        for kept in all.iter().filter(|kept| !kept.notebook.notes.is_empty()) {
            if !out.is_empty() {
                out.push('\n');
            }
            out.push_str(&format!("{}\n", heading(&kept.notebook)));
            kept.notebook.notes.values().for_each(|note| out.push_str(&row(note)));
        }
        io::stdout().lock().write_all(printable(&out).as_bytes())?;
    }
    // Notes may be missing in the list: scripts must not take it for whole.
    all.iter().for_each(|kept| complain_of(&kept.problems));
    let is_whole = all.iter().all(|kept| kept.problems.is_empty());
    Ok(if is_whole { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn json_of(kept: &Loaded, article: Option<&Article>) -> Vec<ListedNote> {
    notes_json(&kept.notebook, &kept.stamp.path().display().to_string(), article)
}

fn heading(notebook: &Notebook) -> String {
    match (one_line(&notebook.meta.title), &notebook.article.0) {
        (title, id) if title.is_empty() => id.clone(),
        (title, id) => format!("{title} ({id})"),
    }
}

fn row(note: &Note) -> String {
    let mut row = format!(
        "  {}  {}  {:<9}  “{}”",
        note.id,
        note.made.date(),
        note.kind.name(),
        ellipsis(&one_line(&note.anchor.exact), SHOWN)
    );
    if !note.body.is_empty() {
        row.push_str(&format!("  {}", ellipsis(&one_line(&note.body), SHOWN)));
    }
    note.tags.iter().for_each(|tag| row.push_str(&format!("  #{tag}")));
    row.push('\n');
    row
}

fn shown(kept: &Loaded) -> String {
    let mut out = String::new();
    for note in kept.notebook.notes.values() {
        out.push_str(&format!("{} {} on {}\n", note.kind.name(), note.id, heading(&kept.notebook)));
        out.push_str(&format!("made {}, edited {}\n", note.made, note.edited));
        if let Some(speaker) = &note.speaker {
            out.push_str(&format!("said by {speaker}\n"));
        }
        if !note.tags.is_empty() {
            out.push_str(&format!("tags: {}\n", note.tags.join(", ")));
        }
        out.push_str(&format!(
            "in {}\n\n> {}\n",
            kept.stamp.path().display(),
            one_line(&note.anchor.exact)
        ));
        if !note.body.is_empty() {
            out.push_str(&format!("\n{}\n", note.body));
        }
    }
    printable(&out)
}

/// Removes notes: all that are named, or none.
fn remove(store: &Store, ids: &[String], json: bool) -> Result<ExitCode> {
    let mut found: Vec<NoteId> = Vec::new();
    for id in ids {
        let (_, id) = holding(store, id)?;
        if !found.contains(&id) {
            found.push(id);
        }
    }
    let mut removed: Vec<ListedNote> = Vec::new();
    let mut told = String::new();
    while let Some(first) = found.first() {
        let mut kept =
            store.holding(*first).ok_or_else(|| anyhow!("there is no note {first} any more"))?;
        let (here, rest) = found.into_iter().partition(|id| kept.notebook.notes.contains_key(id));
        found = rest;
        let here: Vec<NoteId> = here;
        let mut gone = kept.notebook.clone();
        gone.notes.retain(|id, _| here.contains(id));
        let edits = gone.notes.iter().map(|(id, note)| Edit {
            id: *id,
            before: Some(note.clone()),
            after: None,
        });
        let change = Change {
            label: format!("deleting of {}", counted(here.len())),
            at: crate::shell::now().time,
            edits: edits.collect(),
        };
        let done = kept.history.make(change, &mut kept.notebook);
        done.map_err(|_| anyhow!("the notes could not be removed; this is a bug"))?;
        let now = crate::shell::now().time;
        let saved = store.save(&kept.notebook, &kept.history, &kept.stamp, now)?;
        said(&saved);
        let file = saved.path.display().to_string();
        removed.extend(notes_json(&gone, &file, None));
        told.push_str(&format!(
            "{} removed from {}; u in the reader brings {} back\n",
            counted(here.len()),
            heading(&gone),
            if here.len() == 1 { "it" } else { "them" }
        ));
    }
    if json {
        print_json(removed)?;
    } else {
        io::stdout().lock().write_all(printable(&told).as_bytes())?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The note that an id, or its first digits, names, with everything that is kept with it.
fn holding(store: &Store, id: &str) -> Result<(Loaded, NoteId)> {
    let wanted = id.to_ascii_lowercase();
    let is_id = !wanted.is_empty() && wanted.chars().all(|c| c.is_ascii_hexdigit());
    if !is_id {
        bail!("“{}” is no id of a note; `whosaid notes list` shows them", printable(id));
    }
    let mut found: Vec<(Loaded, NoteId)> = Vec::new();
    for path in store.files() {
        let kept = store.load_file(&path);
        let ids: Vec<NoteId> = kept.notebook.notes.keys().copied().collect();
        let fits = ids.into_iter().filter(|id| id.to_string().starts_with(&wanted));
        found.extend(fits.map(|id| (kept.clone(), id)));
    }
    match found.len() {
        0 => bail!("there is no note {wanted}; `whosaid notes list` shows all"),
        1 => found.pop().ok_or_else(|| anyhow!("there is no note {wanted}")),
        n => bail!("{n} notes begin with {wanted}; give more of its digits"),
    }
}
