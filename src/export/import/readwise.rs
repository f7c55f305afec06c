//! Readwise's CSV into notes.

use super::{Incoming, derived, quoting};
use crate::doc::Time;
use crate::export::csv::plain;
use crate::notes::{Note, NoteKind};

/// Reads the rows; columns are known by their names, in any order.
pub(super) fn read(text: &str) -> Result<Incoming, String> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let head = reader.headers().map_err(|error| error.to_string())?.clone();
    let column = |name: &str| head.iter().position(|h| h.trim().eq_ignore_ascii_case(name));
    let highlight = column("Highlight").ok_or("line 1: it has no column `Highlight`")?;
    let (title, url) = (column("Title"), column("URL"));
    let (note, date) = (column("Note"), column("Date"));
    let mut incoming = Incoming::default();
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                incoming.left_out.push(error.to_string());
                continue;
            }
        };
        let line = record.position().map_or(0, csv::Position::line);
        let value = |at: Option<usize>| at.and_then(|at| record.get(at)).map_or("", plain).trim();
        let exact = value(Some(highlight));
        if exact.is_empty() {
            incoming.left_out.push(format!("line {line}: it has no highlight"));
            continue;
        }
        let (kind, tags, body) = words(value(note));
        let made = Time::parse(value(date)).unwrap_or_default();
        let id = derived(&[value(url), value(title), exact, value(note)]);
        let mark = Note { body, tags, ..Note::new(id, kind, quoting(exact, "", ""), made) };
        let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        incoming.on(None, some(value(url)), some(value(title))).notes.push(mark);
    }
    Ok(incoming)
}

/// The tags at the start of a note (`.tag`), what kind they make it, and the words after them.
fn words(note: &str) -> (NoteKind, Vec<String>, String) {
    let (mut kind, mut tags) = (None, Vec::new());
    let mut rest = note;
    while let Some(after) = rest.strip_prefix('.') {
        let (tag, next) = after.split_once(char::is_whitespace).unwrap_or((after, ""));
        // `.c1` joins highlights; a lone dot is no tag.
        if tag.is_empty() || tag.contains('.') {
            break;
        }
        match super::own_kind(tag) {
            Some(own) => kind = Some(own),
            None => tags.push(tag.to_owned()),
        }
        rest = next.trim_start();
    }
    let body = rest.trim_start_matches('\u{200b}').to_owned();
    let plain = if body.is_empty() { NoteKind::Highlight } else { NoteKind::Note };
    (kind.unwrap_or(plain), tags, body)
}
