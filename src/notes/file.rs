//! The notes file: TOML that a person can read and edit.
//!
//! ```toml
//! format = 1
//!
//! [article]
//! id = "https://news.example/bridge"
//! title = "Mayor opens bridge"
//! digest = "0123456789abcdef0123456789abcdef"
//!
//! [[note]]
//! id = "0197000000000001"
//! kind = "note"
//! quote = "Engineers were less sure."
//! body = "Which engineers?"
//! tags = ["unnamed"]
//! made = 2025-05-11T21:46:40Z
//! edited = 2025-05-11T21:46:40Z
//! anchor = { start = 95, end = 120, digest = "…", before = "…", after = "…" }
//! ```
//!
//! `start` and `end` count bytes, not code points, because they belong to the text with that
//! digest, which need not be at hand when the file is read: bytes are read without it.
//! Written by hand, a record needs a `quote` and no more.

use super::record::{self, put, put_time, read_all};
use super::{Note, Notebook};
use crate::doc::{ArticleId, Digest, Meta, Problem, ProblemKind};
use crate::text::span;
use std::collections::BTreeSet;
use std::ops::Range;
use toml_edit::{ArrayOfTables, Document, DocumentMut, Item, Table, TableLike};

/// The version that is written at the top of every file.
pub const FORMAT: i64 = 1;

/// So many records that are not understood are told one by one.
const MOST_PROBLEMS: usize = 20;

/// What a new file says of itself.
const HEADER: &str = "\
# Your notes on one article. Edit them as you like: comments, order and keys of your own are kept.
# In `anchor`, `start` and `end` count bytes of the article's text as it was with that `digest`.
";

/// Reads a notes file. `Err` with a sentence (with line and column) when it cannot be read as one:
/// the caller keeps the file and never overwrites it. Records that are not understood are kept in
/// the file and reported as problems.
///
/// # Errors
/// A sentence that says what is wrong and where.
pub fn from_toml(text: &str) -> Result<(Notebook, Vec<Problem>), String> {
    let text = &Layout::of(text).plain;
    let document = Document::parse(text.as_str()).map_err(|error| {
        let says = error.message().replace('\n', ", ");
        format!("{}: {says}", position(text, error.span()))
    })?;
    let root = document.as_table();
    let wrong = |item: &Item, says: &str| Err(format!("{}: {says}", position(text, item.span())));
    match root.get("format") {
        None => {}
        Some(item) => match item.as_integer() {
            Some(1..=FORMAT) => {}
            Some(newer) if newer > FORMAT => {
                let says = format!(
                    "the file has format {newer} and this version reads up to {FORMAT}: \
                     a newer whosaid wrote it"
                );
                return wrong(item, &says);
            }
            _ => return wrong(item, "`format` is not a number from 1 on"),
        },
    }
    let mut notebook = Notebook::new(ArticleId(String::new()), Meta::default(), Digest::of(b""));
    if let Some(item) = root.get("article") {
        let Some(article) = item.as_table_like() else {
            return wrong(item, "`article` is not a table");
        };
        if let Err(says) = read_article(article, &mut notebook) {
            return wrong(item, &format!("in `[article]`, {says}"));
        }
    }
    let Some(records) = records(root) else {
        let item = root.get("note").unwrap_or(&Item::None);
        return wrong(item, "`note` is not a list of records, each under `[[note]]`");
    };
    let tables: Vec<&dyn TableLike> = records.iter().map(|(table, _)| *table).collect();
    let mut odd = Vec::new();
    for (read, (_, at)) in read_all(&tables).into_iter().zip(&records) {
        match read {
            Ok(note) => {
                notebook.notes.insert(note.id, note);
            }
            Err(says) => odd.push((at.clone(), says)),
        }
    }
    let more = odd.len().saturating_sub(MOST_PROBLEMS);
    let problem = |says| Problem { kind: ProblemKind::Notes, says };
    let told = odd.into_iter().take(MOST_PROBLEMS).map(|(at, says)| {
        let place = position(text, at);
        problem(format!("{place}: a note is not shown, and kept in its file as it is: {says}"))
    });
    let mut problems: Vec<Problem> = told.collect();
    if more > 0 {
        problems.push(problem(format!("{more} more notes are not shown, and kept as they are")));
    }
    Ok((notebook, problems))
}

/// Writes a notebook over the text of its file as it is now (empty for a new one), so that
/// comments, order, and keys and records that are not understood stay where they are.
///
/// A text that [`from_toml`] cannot read leaves nothing to write over: then the whole file is made
/// anew, and the caller must put it somewhere else.
#[must_use]
pub fn to_toml(notebook: &Notebook, current: &str) -> String {
    let layout = Layout::of(current);
    let readable = from_toml(current).is_ok();
    let parsed = layout.plain.parse::<DocumentMut>().ok().filter(|_| readable);
    let blank = layout.plain.trim().is_empty();
    let mut document = parsed.filter(|_| !blank).unwrap_or_else(|| {
        // A comment stands before something: here, before the first key.
        format!("{HEADER}format = {FORMAT}\n").parse().unwrap_or_default()
    });
    let root = document.as_table_mut();
    if !root.contains_key("format") {
        put(root, "format", Some(FORMAT.into()));
    }
    if root.get("article").is_none() {
        root.insert("article", Item::Table(Table::new()));
    }
    if let Some(article) = root.get_mut("article").and_then(Item::as_table_like_mut) {
        write_article(notebook, article);
    }
    write_notes(notebook, root);
    layout.dress(&document.to_string())
}

fn write_notes(notebook: &Notebook, root: &mut Table) {
    let understood: Vec<Option<Note>> = {
        let records = records(root).unwrap_or_default();
        let tables: Vec<&dyn TableLike> = records.iter().map(|(table, _)| *table).collect();
        read_all(&tables).into_iter().map(Result::ok).collect()
    };
    let item = root.remove("note").unwrap_or(Item::None);
    let mut tables = item.into_array_of_tables().unwrap_or_else(|_| ArrayOfTables::new());
    let mut kept = BTreeSet::new();
    for (table, note) in tables.iter_mut().zip(&understood) {
        if let Some(note) = note.as_ref().and_then(|note| notebook.notes.get(&note.id)) {
            kept.insert(note.id);
            record::write(note, table);
        }
    }
    let mut gone =
        understood.iter().map(|note| note.as_ref().is_some_and(|note| !kept.contains(&note.id)));
    tables.retain(|_| !gone.next().unwrap_or(false));
    for note in notebook.notes.values().filter(|note| !kept.contains(&note.id)) {
        let mut table = Table::new();
        record::write(note, &mut table);
        tables.push(table);
    }
    if !tables.is_empty() {
        root.insert("note", Item::ArrayOfTables(tables));
    }
}

fn read_article(article: &dyn TableLike, notebook: &mut Notebook) -> Result<(), String> {
    let text = |key| record::text(article, key);
    notebook.article = ArticleId(text("id")?.unwrap_or_default());
    notebook.meta = Meta {
        title: text("title")?.unwrap_or_default(),
        byline: text("byline")?,
        outlet: text("outlet")?,
        url: text("url")?,
        published: text("published")?,
        language: text("language")?,
        fetched: record::time(article, "fetched")?,
    };
    if let Some(hex) = text("digest")? {
        notebook.digest = Digest::parse(&hex).ok_or("its `digest` is not 32 hexadecimal digits")?;
    }
    Ok(())
}

fn write_article(notebook: &Notebook, article: &mut dyn TableLike) {
    let meta = &notebook.meta;
    let title = Some(&meta.title).filter(|title| !title.is_empty());
    let keys = [
        ("id", Some(&notebook.article.0)),
        ("title", title),
        ("url", meta.url.as_ref()),
        ("outlet", meta.outlet.as_ref()),
        ("byline", meta.byline.as_ref()),
        ("published", meta.published.as_ref()),
        ("language", meta.language.as_ref()),
    ];
    for (key, value) in keys {
        // Compared as read, because a date may stand there without quotation marks.
        if record::text(article, key).ok().flatten().as_ref() != value {
            put(article, key, value.map(|text| text.as_str().into()));
        }
    }
    put_time(article, "fetched", meta.fetched);
    put(article, "digest", Some(notebook.digest.to_string().into()));
}

/// One record, and where in the file it is.
pub(super) type Record<'a> = (&'a dyn TableLike, Option<Range<usize>>);

/// The records of a file; `None` where `note` is something else.
pub(super) fn records(root: &Table) -> Option<Vec<Record<'_>>> {
    match root.get("note") {
        None => Some(Vec::new()),
        Some(Item::ArrayOfTables(tables)) => {
            Some(tables.iter().map(|table| (table as &dyn TableLike, table.span())).collect())
        }
        Some(item) => item
            .as_array()?
            .iter()
            .map(|value| {
                let table = value.as_inline_table()?;
                Some((table as &dyn TableLike, table.span()))
            })
            .collect(),
    }
}

/// Where a place in a text is; its beginning, where the place is not known.
fn position(text: &str, at: Option<Range<usize>>) -> String {
    crate::text::offsets::position(text, at.map_or(0, |at| at.start))
}

/// How a file is written down: what editors on other systems add to the text.
pub(super) struct Layout {
    /// With a byte order mark at its start.
    marked: bool,
    /// With `\r\n` at the ends of its lines.
    returns: bool,
    /// The text without either. A carriage return inside a value is an escape in TOML and stays.
    pub(super) plain: String,
}

impl Layout {
    pub(super) fn of(text: &str) -> Self {
        let marked = text.starts_with('\u{feff}');
        let text = text.trim_start_matches('\u{feff}');
        let returns = text
            .lines()
            .next()
            .is_some_and(|line| span::after(text, line.len()).starts_with("\r\n"));
        Self { marked, returns, plain: text.replace("\r\n", "\n") }
    }

    pub(super) fn dress(&self, text: &str) -> String {
        let text = if self.returns { text.replace('\n', "\r\n") } else { text.to_owned() };
        if self.marked { format!("\u{feff}{text}") } else { text }
    }
}
