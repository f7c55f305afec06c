//! Hypothesis's JSON into notes. Like its own client, only document, address, words, tags and target
//! are taken.

use super::{Incoming, derived, quoting, take_tags};
use crate::doc::Time;
use crate::notes::{About, Note, NoteKind};
use serde_json::Value;

/// Reads what its client exports.
pub(super) fn read(text: &str) -> Result<Incoming, String> {
    let value: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let all = value.get("annotations").and_then(Value::as_array);
    let all = all.ok_or("it has no list of `annotations`")?;
    let mut incoming = Incoming::default();
    for (n, annotation) in all.iter().enumerate() {
        if let Err(says) = take(annotation, &mut incoming) {
            incoming.left_out.push(format!("annotation {}: {says}", n + 1));
        }
    }
    Ok(incoming)
}

fn take(annotation: &Value, incoming: &mut Incoming) -> Result<(), String> {
    let text = |key: &str| annotation.get(key).and_then(Value::as_str);
    let tags: Vec<String> = annotation
        .get("tags")
        .and_then(Value::as_array)
        .map(|tags| tags.iter().filter_map(Value::as_str).map(str::to_owned).collect())
        .unwrap_or_default();
    // What the program found is found again by it.
    if tags.iter().any(|tag| tag == "whosaid") {
        return Ok(());
    }
    if annotation.get("references").and_then(Value::as_array).is_some_and(|r| !r.is_empty()) {
        return Err("it is an answer to another annotation, and answers are not kept here".into());
    }
    let address = text("uri").ok_or("it has no address (`uri`)")?;
    let target = annotation.get("target").and_then(Value::as_array).and_then(|all| all.first());
    let selectors = target.and_then(|target| target.get("selector")).and_then(Value::as_array);
    let quote = selectors.and_then(|all| {
        all.iter().find(|s| s.get("type").and_then(Value::as_str) == Some("TextQuoteSelector"))
    });
    let part = |key: &str| quote.and_then(|q| q.get(key)).and_then(Value::as_str).unwrap_or("");
    let (exact, body) = (part("exact"), text("text").unwrap_or(""));
    if selectors.is_some_and(|all| !all.is_empty()) && exact.is_empty() {
        return Err("it has a place but no quotation, so that it cannot be found again".into());
    }
    let about = if exact.is_empty() { About::Article } else { About::Passage };
    let kind = if body.is_empty() && about == About::Passage {
        NoteKind::Highlight
    } else {
        NoteKind::Note
    };
    let id = match text("id") {
        Some(id) if crate::notes::NoteId::parse(id).is_some() => {
            crate::notes::NoteId::parse(id).unwrap_or_else(|| derived(&[id]))
        }
        Some(id) if !id.is_empty() => derived(&[id]),
        _ => derived(&[address, exact, body, &tags.join(",")]),
    };
    let time = |key: &str| text(key).and_then(Time::parse);
    let made = time("created").unwrap_or_default();
    let anchor = quoting(exact, part("prefix"), part("suffix"));
    let edited = time("updated").unwrap_or(made);
    let body = body.to_owned();
    let mut note = Note { about, body, tags, edited, ..Note::new(id, kind, anchor, made) };
    take_tags(&mut note);
    let title =
        annotation.get("document").and_then(|d| d.get("title")).and_then(|title| match title {
            Value::Array(all) => all.first().and_then(Value::as_str).map(str::to_owned),
            Value::String(title) => Some(title.clone()),
            _ => None,
        });
    incoming.on(None, Some(address.to_owned()), title).notes.push(note);
    Ok(())
}
