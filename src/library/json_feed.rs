//! JSON Feed, 1.0 and 1.1.

use super::channel::{Channel, Entry, line_of_text, names, page};
use super::date;
use super::xml::escape;
use serde_json::Value;

/// Reads a feed.
pub(super) fn read(text: &str, from: Option<&str>) -> Result<Channel, String> {
    let value: Value = serde_json::from_str(text)
        .map_err(|error| format!("this is no feed: broken JSON ({error})"))?;
    let version = string(&value, "version").unwrap_or_default();
    let items = value.get("items").and_then(Value::as_array);
    if !version.contains("jsonfeed.org") && items.is_none() {
        return Err("this is JSON, but no JSON Feed".to_owned());
    }
    let site = string(&value, "home_page_url").and_then(|url| page(&url, from));
    let base = site.clone().or_else(|| from.map(str::to_owned));
    Ok(Channel {
        title: line_of_text(&string(&value, "title").unwrap_or_default()),
        site,
        author: authors(&value),
        language: string(&value, "language"),
        entries: items
            .map(|items| items.iter().map(|item| entry(item, &value, base.as_deref())).collect())
            .unwrap_or_default(),
        ..Channel::default()
    })
}

fn entry(item: &Value, feed: &Value, base: Option<&str>) -> Entry {
    let as_html = |text: String| {
        let mut html = String::new();
        for (n, part) in text.split("\n\n").enumerate() {
            if n > 0 {
                html.push_str("<p>");
            }
            escape(part, &mut html);
        }
        html
    };
    let content =
        string(item, "content_html").or_else(|| string(item, "content_text").map(as_html));
    let link = string(item, "url").or_else(|| string(item, "external_url"));
    let tags = item.get("tags").and_then(Value::as_array).into_iter().flatten();
    Entry {
        id: string(item, "id"),
        title: line_of_text(&string(item, "title").unwrap_or_default()),
        link: link.and_then(|link| page(&link, base)),
        author: authors(item).or_else(|| authors(feed)),
        published: string(item, "date_published").and_then(|text| date::parse(&text)),
        updated: string(item, "date_modified").and_then(|text| date::parse(&text)),
        summary: string(item, "summary").map(as_html),
        content,
        categories: tags.filter_map(Value::as_str).take(100).map(line_of_text).collect(),
    }
}

/// A string that is there and not empty; ids may be numbers.
fn string(of: &Value, key: &str) -> Option<String> {
    match of.get(key)? {
        Value::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn authors(of: &Value) -> Option<String> {
    let many = of.get("authors").and_then(Value::as_array).into_iter().flatten();
    names(many.chain(of.get("author")).filter_map(|author| string(author, "name")))
}
