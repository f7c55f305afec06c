//! W3C Web Annotations into notes: ours come back whole, other people's as far as they go.

use super::{Incoming, derived, quoting};
use crate::doc::Time;
use crate::export::note_json::NoteJson;
use crate::notes::{About, Note, NoteKind};
use serde_json::{Map, Value};

/// Reads one annotation, a list of them, a page or a collection.
pub(super) fn read(text: &str) -> Result<Incoming, String> {
    let value: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let mut incoming = Incoming::default();
    let mut place = String::from("annotation");
    let found = annotations(&value);
    if found.is_empty() {
        return Err("it has no annotation in it".into());
    }
    for (n, annotation) in found.into_iter().enumerate() {
        place.truncate("annotation".len());
        place.push_str(&format!(" {}", n + 1));
        if is_by_program(annotation) {
            continue;
        }
        if let Err(says) = take(annotation, &mut incoming) {
            incoming.left_out.push(format!("{place}: {says}"));
        }
    }
    Ok(incoming)
}

/// The annotations of a document. Only the forms of the standard are followed, so that depth is bounded.
fn annotations(value: &Value) -> Vec<&Map<String, Value>> {
    match value {
        Value::Array(all) => all.iter().filter_map(Value::as_object).collect(),
        Value::Object(one) => {
            let page = one.get("first").and_then(Value::as_object).unwrap_or(one);
            match page.get("items").and_then(Value::as_array) {
                Some(items) => items.iter().filter_map(Value::as_object).collect(),
                None if one.contains_key("target") => vec![one],
                None => Vec::new(),
            }
        }
        _ => Vec::new(),
    }
}

/// What the program found is found again by it: it is no note of the reader's.
fn is_by_program(annotation: &Map<String, Value>) -> bool {
    let of = |key: &str| annotation.get(key).and_then(|v| v.get("id")).and_then(Value::as_str);
    of("creator") == Some("urn:whosaid:program")
}

fn take(annotation: &Map<String, Value>, incoming: &mut Incoming) -> Result<(), String> {
    let article = annotation.get("whosaid:article");
    let of_article = |key: &str| Some(article?.get(key)?.as_str()?.to_owned());
    let target = targets(annotation.get("target")).into_iter().next();
    let target = target.ok_or("it has no target")?;
    let source = address(target);
    if let Some(record) = annotation.get("whosaid:note") {
        let record: NoteJson =
            serde_json::from_value(record.clone()).map_err(|error| error.to_string())?;
        let note = record.read()?;
        let address = of_article("url").or_else(|| source.map(str::to_owned));
        incoming.on(of_article("id"), address, of_article("title")).notes.push(note);
        return Ok(());
    }
    let source = source.ok_or("its target has no address")?;
    let selectors = selectors(target);
    let quote = selectors.iter().find(|s| text(s, "type") == Some("TextQuoteSelector"));
    let part = |key: &str| quote.and_then(|quote| text(quote, key)).unwrap_or("");
    let exact = part("exact");
    let (mut body, mut tags, mut question) = (Vec::new(), Vec::new(), false);
    for (value, purpose) in bodies(annotation) {
        match purpose {
            Some("tagging") => tags.push(value.to_owned()),
            Some("questioning") => {
                question = true;
                body.push(value);
            }
            _ => body.push(value),
        }
    }
    let motivation = text_of(annotation.get("motivation"));
    // A lone body of an annotation that tags is the tag itself.
    if motivation == Some("tagging") && tags.is_empty() {
        tags.extend(body.drain(..).map(str::to_owned));
    }
    let body = body.join("\n\n");
    let kind = match motivation {
        Some("questioning") => NoteKind::Question,
        _ if question => NoteKind::Question,
        Some("assessing") => NoteKind::ToCheck,
        _ if body.is_empty() => NoteKind::Highlight,
        _ => NoteKind::Note,
    };
    let about = if exact.is_empty() { About::Article } else { About::Passage };
    if about == About::Article && body.is_empty() && tags.is_empty() {
        return Err("it has neither a quotation nor words".into());
    }
    let id = annotation.get("id").and_then(Value::as_str).unwrap_or("");
    let id = if id.is_empty() { derived(&[source, exact, &body]) } else { derived(&[id]) };
    let made = time(annotation.get("created")).unwrap_or_default();
    let edited = time(annotation.get("modified")).unwrap_or(made);
    let anchor = quoting(exact, part("prefix"), part("suffix"));
    let note = Note { about, body, tags, edited, ..Note::new(id, kind, anchor, made) };
    let source = source.to_owned();
    incoming.on(None, Some(source), None).notes.push(note);
    Ok(())
}

fn targets(target: Option<&Value>) -> Vec<&Value> {
    match target {
        Some(Value::Array(all)) => all.iter().collect(),
        Some(one @ (Value::String(_) | Value::Object(_))) => vec![one],
        _ => Vec::new(),
    }
}

/// The address of what a target is part of.
fn address(target: &Value) -> Option<&str> {
    match target {
        Value::String(address) => Some(address),
        Value::Object(all) => match all.get("source") {
            Some(Value::String(address)) => Some(address),
            Some(Value::Object(source)) => source.get("id").and_then(Value::as_str),
            _ => all.get("id").and_then(Value::as_str),
        },
        _ => None,
    }
}

/// The selectors of a target, and those that refine them.
fn selectors(target: &Value) -> Vec<&Map<String, Value>> {
    let mut found: Vec<&Map<String, Value>> = match target.get("selector") {
        Some(Value::Array(all)) => all.iter().filter_map(Value::as_object).collect(),
        Some(Value::Object(one)) => vec![one],
        _ => Vec::new(),
    };
    let refined: Vec<_> =
        found.iter().filter_map(|s| s.get("refinedBy").and_then(Value::as_object)).collect();
    found.extend(refined);
    found
}

/// The words of the bodies, each with its purpose.
fn bodies(annotation: &Map<String, Value>) -> Vec<(&str, Option<&str>)> {
    if let Some(value) = annotation.get("bodyValue").and_then(Value::as_str) {
        return vec![(value, None)];
    }
    let all: Vec<&Value> = match annotation.get("body") {
        Some(Value::Array(all)) => all.iter().collect(),
        Some(one) => vec![one],
        None => Vec::new(),
    };
    all.into_iter()
        .filter_map(|body| {
            let value = body.get("value").and_then(Value::as_str)?;
            Some((value, text_of(body.get("purpose"))))
        })
        .collect()
}

fn text<'a>(map: &'a Map<String, Value>, key: &str) -> Option<&'a str> {
    map.get(key).and_then(Value::as_str)
}

/// A word, or the first of a list of them.
fn text_of(value: Option<&Value>) -> Option<&str> {
    match value {
        Some(Value::String(word)) => Some(word),
        Some(Value::Array(all)) => all.first().and_then(Value::as_str),
        _ => None,
    }
}

fn time(value: Option<&Value>) -> Option<Time> {
    text_of(value).and_then(Time::parse)
}
