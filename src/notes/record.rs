//! One record of the notes file: a table of keys into a note, and a note over a table of keys.
//!
//! Only keys that differ are touched when writing, so that whatever else stands in the
//! record (comments, notation, keys of the reader's own) stays as it is.

use super::{About, Check, Note, NoteId, NoteKind, Ruling, spelling};
use crate::doc::{Anchor, Digest, Time};
use crate::text::Span;
use std::collections::{BTreeMap, BTreeSet};
use toml_edit::{Array, Datetime, InlineTable, Item, Table, TableLike, Value};

/// Reads all records of a file. Each is a note or the reason why it is not understood.
pub(super) fn read_all(records: &[&dyn TableLike]) -> Vec<Result<Note, String>> {
    let stated =
        |record: &dyn TableLike| record.get("id").and_then(Item::as_str).map(str::to_owned);
    let mut derived = Derived { taken: BTreeSet::new(), asked: BTreeMap::new() };
    // Ids that are stated go first, so that one that is derived never takes theirs.
    let mut ids = Vec::new();
    for record in records {
        let id = stated(*record).and_then(|id| NoteId::parse(&id));
        ids.push(id.filter(|id| derived.taken.insert(*id)));
    }
    let read = |(record, id): (&&dyn TableLike, Option<NoteId>)| {
        let mut note = read(*record)?;
        let own = || stated(*record).filter(|id| NoteId::parse(id).is_none());
        let words = || format!("{}\n{}", note.anchor.exact, note.body);
        note.id = id.unwrap_or_else(|| derived.id(&own().unwrap_or_else(words)));
        Ok(note)
    };
    records.iter().zip(ids).map(read).collect()
}

/// Ids for records that have none: the same for the same records every time they are read.
struct Derived {
    taken: BTreeSet<NoteId>,
    /// How often each text was asked for, so that a thousand equal records are no work.
    asked: BTreeMap<Digest, u64>,
}

impl Derived {
    fn id(&mut self, from: &str) -> NoteId {
        let from = Digest::of(from.as_bytes());
        let asked = self.asked.entry(from).or_default();
        loop {
            let digest = Digest::of(format!("{from} {asked}").as_bytes()).to_string();
            *asked += 1;
            let id = NoteId::parse(&digest.chars().take(16).collect::<String>());
            if let Some(id) = id.filter(|id| self.taken.insert(*id)) {
                return id;
            }
        }
    }
}

/// A note as the text of one record, for the program's own files.
pub(super) fn to_text(note: &Note) -> String {
    let mut table = Table::new();
    write(note, &mut table);
    table.to_string()
}

/// The note of a text that [`to_text`] made; `None` where somebody spoiled it.
pub(super) fn from_text(text: &str, id: NoteId) -> Option<Note> {
    let document = toml_edit::Document::parse(text).ok()?;
    Some(Note { id, ..read(document.as_table()).ok()? })
}

fn read(record: &dyn TableLike) -> Result<Note, String> {
    let body = text(record, "body")?.unwrap_or_default();
    let about = about(record)?;
    let ruling = ruling(record, &about)?;
    let kind = match text(record, "kind")?.as_deref() {
        Some(word) => NoteKind::named(word).ok_or_else(|| {
            let all: Vec<&str> = NoteKind::ALL.iter().map(|kind| kind.name()).collect();
            let all = all.join(", ");
            format!("this version does not know the kind `{word}`; it knows {all}")
        })?,
        None if ruling.is_some() => NoteKind::Correction,
        None if body.is_empty() => NoteKind::Highlight,
        None => NoteKind::Note,
    };
    if (kind == NoteKind::Correction) != ruling.is_some() {
        return Err("a `ruling` belongs to the kind `correction`, and to no other".into());
    }
    let exact = match (text(record, "quote")?, &about) {
        (Some(exact), _) => exact,
        (None, About::Article) => String::new(),
        (None, _) => return Err("it has no `quote`".into()),
    };
    let made = time(record, "made")?.unwrap_or_default();
    let edited = time(record, "edited")?.unwrap_or(made);
    Ok(Note {
        about,
        pen: text(record, "pen")?,
        body,
        tags: tags(record)?,
        speaker: text(record, "speaker")?,
        ruling,
        check: check(record, edited)?,
        edited,
        ..Note::new(NoteId(0), kind, anchor(record, "anchor", exact)?, made)
    })
}

fn about(record: &dyn TableLike) -> Result<About, String> {
    spelling::about(text(record, "about")?.as_deref(), text(record, "name")?)
}

fn check(record: &dyn TableLike, edited: Time) -> Result<Option<Check>, String> {
    let Some(word) = text(record, "verdict")? else { return Ok(None) };
    let verdict = spelling::verdict(&word)?;
    let at = time(record, "checked")?.unwrap_or(edited);
    Ok(Some(Check { verdict, link: text(record, "link")?, at }))
}

fn ruling(record: &dyn TableLike, about: &About) -> Result<Option<Ruling>, String> {
    let Some(word) = text(record, "ruling")? else { return Ok(None) };
    let to = text(record, "to_quote")?.map(|exact| anchor(record, "to", exact)).transpose()?;
    spelling::ruling(&word, text(record, "is")?, to, about).map(Some)
}

fn anchor(record: &dyn TableLike, key: &str, exact: String) -> Result<Anchor, String> {
    // A record written by hand may have no anchor: the quotation is then looked for.
    let Some(item) = record.get(key) else {
        return Ok(Anchor { exact, ..unplaced() });
    };
    let table = item.as_table_like().ok_or(format!("its `{key}` is not a table"))?;
    let number = |part: &str| match table.get(part) {
        None => Ok(0),
        Some(item) => item
            .as_integer()
            .and_then(|n| u32::try_from(n).ok())
            .ok_or(format!("its `{key}.{part}` is not a number of bytes")),
    };
    let digest = match text(table, "digest")? {
        None => unplaced().digest,
        Some(hex) => {
            Digest::parse(&hex).ok_or(format!("its `{key}.digest` is not 32 hexadecimal digits"))?
        }
    };
    Ok(Anchor {
        digest,
        span: Span::new(number("start")? as usize, number("end")? as usize),
        exact,
        before: text(table, "before")?.unwrap_or_default(),
        after: text(table, "after")?.unwrap_or_default(),
    })
}

/// The anchor of a record that only quotes.
fn unplaced() -> Anchor {
    Anchor {
        digest: Digest::of(b""),
        span: Span::at(0),
        exact: String::new(),
        before: String::new(),
        after: String::new(),
    }
}

/// Writes a note over a record.
pub(super) fn write(note: &Note, record: &mut dyn TableLike) {
    let own_id = record
        .get("id")
        .and_then(Item::as_str)
        .is_some_and(|id| NoteId::parse(id).is_none_or(|id| id == note.id));
    if !own_id {
        put(record, "id", Some(note.id.to_string().into()));
    }
    put(record, "kind", Some(note.kind.name().into()));
    write_about(note, record);
    if note.about == About::Article && note.anchor.exact.is_empty() {
        put(record, "quote", None);
    } else {
        put(record, "quote", Some(readable(&note.anchor.exact)));
    }
    put_filled(record, "body", &note.body);
    put(record, "pen", note.pen.as_deref().map(Value::from));
    if tags(record).as_ref() != Ok(&note.tags) {
        let list: Array = note.tags.iter().map(String::as_str).collect();
        put(record, "tags", Some(list).filter(|list| !list.is_empty()).map(Value::from));
    }
    put(record, "speaker", note.speaker.as_deref().map(Value::from));
    write_ruling(note.ruling.as_ref(), record);
    let check = note.check.as_ref();
    put(record, "verdict", check.map(|check| check.verdict.name().into()));
    put(record, "link", check.and_then(|check| check.link.as_deref()).map(Value::from));
    put_time(record, "checked", check.map(|check| check.at));
    put_time(record, "made", Some(note.made));
    put_time(record, "edited", Some(note.edited));
    write_anchor(&note.anchor, "anchor", record);
}

fn write_about(note: &Note, record: &mut dyn TableLike) {
    let word = Some(note.about.word()).filter(|_| note.about != About::Passage);
    // What stands there may be spelled out.
    if about(record).as_ref() != Ok(&note.about) {
        put(record, "about", word.map(Value::from));
        put(record, "name", note.about.name().map(Value::from));
    }
}

fn write_ruling(ruling: Option<&Ruling>, record: &mut dyn TableLike) {
    let (is, at) = ruling.map(spelling::ruled).unwrap_or_default();
    put(record, "ruling", ruling.map(|ruling| ruling.name().into()));
    put(record, "is", is.map(Value::from));
    put(record, "to_quote", at.map(|anchor| readable(&anchor.exact)));
    match at {
        Some(anchor) => write_anchor(anchor, "to", record),
        None => put(record, "to", None),
    }
}

fn write_anchor(anchor: &Anchor, key: &str, record: &mut dyn TableLike) {
    let bare = Anchor { exact: anchor.exact.clone(), ..unplaced() };
    if !record.contains_key(key) {
        if *anchor == bare {
            return;
        }
        record.insert(key, Item::Value(InlineTable::new().into()));
    }
    let Some(table) = record.get_mut(key).and_then(Item::as_table_like_mut) else { return };
    let bytes = |n: usize| Value::from(i64::try_from(n).unwrap_or(i64::MAX));
    put(table, "start", Some(bytes(anchor.span.start())));
    put(table, "end", Some(bytes(anchor.span.end())));
    put(table, "digest", Some(anchor.digest.to_string().into()));
    put(table, "before", one_line(&anchor.before));
    put(table, "after", one_line(&anchor.after));
}

/// Sets a key where it does not already say so; `None` removes it.
pub(super) fn put(table: &mut dyn TableLike, key: &str, value: Option<Value>) {
    match (table.get_mut(key), value) {
        (Some(item), Some(value)) => match item {
            Item::Value(old) if same(old, &value) => {}
            Item::Value(old) => {
                let decor = old.decor().clone();
                *old = value;
                *old.decor_mut() = decor;
            }
            other => *other = Item::Value(value),
        },
        (None, Some(value)) => {
            table.insert(key, Item::Value(value));
        }
        (Some(_), None) => {
            table.remove(key);
        }
        (None, None) => {}
    }
}

/// Sets a key to a text, or, for an empty one, removes it unless it is there and empty.
fn put_filled(table: &mut dyn TableLike, key: &str, text: &str) {
    let stands = table.get(key).and_then(Item::as_str) == Some(text);
    if !stands {
        put(table, key, Some(text).filter(|text| !text.is_empty()).map(readable));
    }
}

/// A text in the notation that a person reads best: a text with both sorts of quotation marks
/// has lines of its own, instead of backslashes or four marks in a row.
fn readable(text: &str) -> Value {
    let both = text.contains('"') && text.contains('\'');
    let plain = !text.contains(|c: char| c.is_control() && c != '\n');
    if both && plain && !text.contains("\"\"\"") && !text.ends_with('"') {
        let written = format!("\"\"\"\n{text}\"\"\"").parse::<Value>();
        if let Ok(value) = written
            && value.as_str() == Some(text)
        {
            return value;
        }
    }
    text.into()
}

/// A text in one line, whatever is in it: what people need not read should not stand in their way.
fn one_line(text: &str) -> Option<Value> {
    let mut written = String::from("\"");
    for c in text.chars() {
        match c {
            '\n' => written.push_str("\\n"),
            '"' | '\\' => written.extend(['\\', c]),
            c if c.is_control() => written.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => written.push(c),
        }
    }
    written.push('"');
    Some(text).filter(|text| !text.is_empty()).map(|text| {
        let value = written.parse::<Value>().ok().filter(|value| value.as_str() == Some(text));
        value.unwrap_or_else(|| text.into())
    })
}

/// Sets a key to a time, unless it already says the same in another notation.
pub(super) fn put_time(table: &mut dyn TableLike, key: &str, at: Option<Time>) {
    let stands = time(table, key).ok().flatten();
    let left_out = stands.is_none() && at == Some(Time::default());
    if stands != at && !left_out {
        put(table, key, at.map(time_value));
    }
}

/// A time as TOML's own, where it is in the years that TOML has.
fn time_value(at: Time) -> Value {
    let written = time_text(at);
    written.parse::<Datetime>().map_or_else(|_| Value::from(written), Value::from)
}

/// A time with its milliseconds, which [`Time`]'s own notation leaves out: a note must be
/// the same after it was written and read.
pub(super) fn time_text(at: Time) -> String {
    let seconds = at.to_string();
    match at.0.rem_euclid(1000) {
        0 => seconds,
        rest => format!("{}.{rest:03}Z", seconds.trim_end_matches('Z')),
    }
}

fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::String(a), Value::String(b)) => a.value() == b.value(),
        (Value::Integer(a), Value::Integer(b)) => a.value() == b.value(),
        _ => false,
    }
}

/// The text at a key; dates that were written without quotation marks are text as well.
pub(super) fn text(table: &dyn TableLike, key: &str) -> Result<Option<String>, String> {
    match table.get(key) {
        None | Some(Item::None) => Ok(None),
        Some(Item::Value(Value::String(text))) => Ok(Some(text.value().clone())),
        Some(Item::Value(Value::Datetime(at))) => Ok(Some(at.value().to_string())),
        Some(_) => Err(format!("its `{key}` is not text")),
    }
}

/// The time at a key: with or without quotation marks, a date alone is its first moment.
pub(super) fn time(table: &dyn TableLike, key: &str) -> Result<Option<Time>, String> {
    let Some(written) = text(table, key)? else { return Ok(None) };
    let read = Time::parse(&written)
        .or_else(|| Time::parse(&format!("{written}Z")))
        .or_else(|| Time::parse(&format!("{written}T00:00:00Z")));
    read.map(Some).ok_or_else(|| format!("its `{key}` is not a time"))
}

fn tags(record: &dyn TableLike) -> Result<Vec<String>, String> {
    let Some(item) = record.get("tags") else { return Ok(Vec::new()) };
    let list = item.as_array().map(|tags| tags.iter().map(|t| t.as_str().map(str::to_owned)));
    list.and_then(Iterator::collect).ok_or_else(|| "its `tags` is not a list of texts".into())
}
