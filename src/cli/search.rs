//! `whosaid search`: everything, by words, sources, notes.

use super::library::open;
use super::{complain, dictionary, printable};
use crate::io::db::{Found, FoundNote, Library, Sort};
use crate::io::dirs::Dirs;
use crate::io::noted::index_notes;
use crate::io::refresh::analyse;
use crate::library::query::{self, FIELDS, Query};
use anyhow::{Result, anyhow};
use serde_json::{Value, json};
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::atomic::AtomicBool;

/// Lists what can be asked for.
pub fn fields() -> Result<ExitCode> {
    let mut out = io::stdout().lock();
    for (field, means) in FIELDS {
        writeln!(out, "{field:<28} {means}")?;
    }
    Ok(ExitCode::SUCCESS)
}

/// A question as it was typed.
pub fn asked(text: &str) -> Result<Query> {
    query::parse(text).map_err(|mistake| anyhow!("the question, {mistake}"))
}

/// How many articles are analysed before a search: that takes less than a second.
const AT_ONCE: usize = 100;

/// What is asked for.
pub struct Wanted {
    /// The question.
    pub text: String,
    /// How much is shown.
    pub limit: usize,
    /// What comes first.
    pub first: Sort,
    /// Print JSON.
    pub json: bool,
}

/// Searches.
pub fn run(wanted: &Wanted, config: Option<&Path>) -> Result<ExitCode> {
    let limit = wanted.limit;
    let query = asked(&wanted.text)?;
    let dirs = Dirs::of_user()?;
    let mut library = open()?;
    index_notes(&mut library, &dirs)?;
    let mut waiting = library.unanalysed()?.len();
    // What was opened or added since the last refresh is no reason to send the reader away.
    if waiting > 0 {
        let stop = AtomicBool::new(false);
        waiting -= analyse(&mut library, &dictionary(config)?, AT_ONCE, |_, _| {}, &stop)?;
    }
    if waiting > 0 {
        complain(&format!(
            "{waiting} articles are not analysed yet, so their sources are not found; whosaid refresh does it"
        ));
    }
    let (items, count) = library.find(&query, wanted.first, limit)?;
    let notes = library.find_notes(&query, limit)?;
    let mut out = io::stdout().lock();
    if wanted.json {
        let items: Vec<Value> =
            items.iter().map(|found| item(found, &library)).collect::<Result<_>>()?;
        let notes: Vec<Value> = notes.iter().map(note).collect();
        serde_json::to_writer_pretty(
            &mut out,
            &json!({"count": count, "items": items, "notes": notes}),
        )?;
        writeln!(out)?;
    } else {
        for found in &items {
            writeln!(out, "{}", printable(&found_line(found)))?;
        }
        for found in &notes {
            let FoundNote { article, title, quote, body, made } = found;
            let says = if body.is_empty() { quote } else { body };
            let says: String = says.chars().take(100).collect();
            let says = says.replace('\n', " ");
            writeln!(
                out,
                "{}",
                printable(&format!("note {}  {title}\n      {says}\n      {article}", made.date()))
            )?;
        }
        if count > items.len() {
            writeln!(out, "({count} in all; -n shows more)")?;
        }
    }
    Ok(if items.is_empty() && notes.is_empty() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// An article that was found, in lines.
pub fn found_line(found: &Found) -> String {
    let item = &found.item;
    let mut line = format!("#{} {}  {}", item.id.0, item.at.date(), item.title);
    if let Some(feed) = &item.feed {
        line.push_str(&format!("  [{feed}]"));
    }
    if found.notes > 0 {
        line.push_str(&format!("  {}", crate::text::counted(found.notes, "note")));
    }
    if !found.sources.is_empty() {
        line.push_str(&format!("\n      sources: {}", found.sources.join("; ")));
    }
    if !found.around.is_empty() {
        line.push_str(&format!("\n      {}", found.around));
    }
    if let Some(address) = &item.address {
        line.push_str(&format!("\n      {address}"));
    }
    line
}

fn item(found: &Found, library: &Library) -> Result<Value> {
    let item = &found.item;
    let sources: Vec<Value> = library
        .sources(item.id)?
        .into_iter()
        .map(|(name, kind, unnamed)| json!({"name": name, "kind": kind, "unnamed": unnamed}))
        .collect();
    Ok(json!({
        "id": item.id.0, "title": item.title, "feed": item.feed, "address": item.address, "author": item.author,
        "date": item.at.to_string(), "read": item.is_read, "starred": item.is_starred, "later": item.is_later,
        "tags": item.tags, "notes": found.notes, "sources": sources, "around": found.around,
    }))
}

fn note(found: &FoundNote) -> Value {
    json!({
        "article": found.article, "title": found.title, "quote": found.quote, "body": found.body,
        "made": found.made.to_string(),
    })
}
