//! Atom, 0.3 and 1.0.

use super::channel::{Channel, Entry, line_of_html, line_of_text, names, page};
use super::date;
use super::xml::{Element, escape};
use crate::doc::Time;

/// Reads a `<feed>`.
pub(super) fn channel(feed: &Element) -> Channel {
    let entries: Vec<Entry> = feed
        .elements()
        .filter(|element| is(element, "entry"))
        .map(|element| entry_of(element, feed))
        .collect();
    Channel {
        title: title(feed),
        site: link(feed),
        moved: None,
        author: author(feed),
        language: feed.attribute("xml:lang").map(str::to_owned),
        wait: None,
        entries,
    }
}

/// Reads an `<entry>` that stands alone.
pub(super) fn entry(entry: &Element) -> Entry {
    entry_of(entry, &Element::default())
}

fn entry_of(entry: &Element, feed: &Element) -> Entry {
    let source = child(entry, "source");
    let content = child(entry, "content").and_then(html);
    let summary = child(entry, "summary").and_then(html);
    Entry {
        id: text(entry, "id"),
        title: title(entry),
        link: link(entry).or_else(|| content_elsewhere(entry)),
        author: author(entry).or_else(|| source.and_then(author)).or_else(|| author(feed)),
        published: when(entry, &["published", "issued", "created"]),
        updated: when(entry, &["updated", "modified"]),
        summary: summary.filter(|summary| content.as_ref() != Some(summary)),
        content,
        categories: categories(entry),
    }
}

fn is(element: &Element, local: &str) -> bool {
    element.name.strip_prefix("atom:").unwrap_or(&element.name) == local
}

fn child<'a>(of: &'a Element, local: &str) -> Option<&'a Element> {
    of.elements().find(|element| is(element, local))
}

fn text(of: &Element, local: &str) -> Option<String> {
    let all = of.elements().filter(|element| is(element, local));
    all.map(|element| element.text().trim().to_owned()).find(|text| !text.is_empty())
}

fn title(of: &Element) -> String {
    let titles = of.elements().filter(|element| is(element, "title"));
    titles
        .map(line)
        .find(|line| !line.is_empty())
        .or_else(|| text(of, "dc:title"))
        .unwrap_or_default()
}

/// How a construct is to be understood.
enum Means {
    Text(String),
    Html(String),
}

/// Atom says of each text what it is; Atom 0.3 also how it was packed.
fn meaning(element: &Element) -> Means {
    let kind = element.attribute("type").unwrap_or("text").to_ascii_lowercase();
    let mode = element.attribute("mode").unwrap_or_default().to_ascii_lowercase();
    let is_markup_type =
        matches!(kind.as_str(), "html" | "text/html" | "xhtml" | "application/xhtml+xml");
    if element.has_markup() {
        return Means::Html(element.inner_html());
    }
    let text = element.text();
    let is_packed = mode == "base64"
        || !(kind == "text"
            || is_markup_type
            || kind.starts_with("text/")
            || kind.ends_with("xml")
            || kind.is_empty());
    if is_packed && let Some(unpacked) = base64(&text) {
        return if kind == "text/plain" { Means::Text(unpacked) } else { Means::Html(unpacked) };
    }
    if is_markup_type || mode == "escaped" { Means::Html(text) } else { Means::Text(text) }
}

fn line(element: &Element) -> String {
    match meaning(element) {
        Means::Text(text) => line_of_text(&text),
        Means::Html(html) => line_of_html(&html),
    }
}

fn html(element: &Element) -> Option<String> {
    let html = match meaning(element) {
        Means::Html(html) => html,
        Means::Text(text) => {
            let mut html = String::with_capacity(text.len());
            for (n, part) in text.trim().split("\n\n").enumerate() {
                if n > 0 {
                    html.push_str("<p>");
                }
                escape(part, &mut html);
            }
            html
        }
    };
    let html = html.trim();
    (!html.is_empty()).then(|| html.to_owned())
}

/// The page: an alternate link of HTML or of no kind before others, what the entry is related to not at all.
fn link(of: &Element) -> Option<String> {
    let links: Vec<&Element> = of.elements().filter(|element| is(element, "link")).collect();
    let rel = |link: &Element| link.attribute("rel").unwrap_or("alternate").to_ascii_lowercase();
    let is_page = |link: &&Element| link.attribute("type").is_none_or(|kind| kind.contains("html"));
    let alternates: Vec<&Element> =
        links.into_iter().filter(|link| matches!(rel(link).as_str(), "alternate" | "")).collect();
    let first = alternates.iter().copied().find(is_page);
    first
        .into_iter()
        .chain(alternates.iter().copied())
        .find_map(|link| page(link.attribute("href")?, link.base.as_deref()))
}

fn content_elsewhere(entry: &Element) -> Option<String> {
    let content = child(entry, "content")?;
    page(content.attribute("src")?, content.base.as_deref())
}

fn author(of: &Element) -> Option<String> {
    let people = of.elements().filter(|element| is(element, "author"));
    let written = people.map(|person| {
        text(person, "name").or_else(|| text(person, "email")).unwrap_or_else(|| person.text())
    });
    names(written.filter(|text| !text.trim().is_empty()))
        .or_else(|| names(of.all("dc:creator").map(Element::text)))
}

fn when(of: &Element, locals: &[&str]) -> Option<Time> {
    locals.iter().find_map(|local| text(of, local).and_then(|text| date::parse(&text)))
}

fn categories(of: &Element) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for category in of.elements().filter(|element| is(element, "category")) {
        let label = category.attribute("label").filter(|label| !label.is_empty());
        let line = line_of_text(label.or(category.attribute("term")).unwrap_or_default());
        if !line.is_empty() && !all.contains(&line) && all.len() < 100 {
            all.push(line);
        }
    }
    all
}

/// Text packed in base64, if it is that and unpacks to text.
fn base64(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut held) = (0_u32, 0_u32);
    for c in text.chars().filter(|c| !c.is_whitespace() && *c != '=') {
        let value = match c {
            'A'..='Z' => u32::from(c) - u32::from('A'),
            'a'..='z' => u32::from(c) - u32::from('a') + 26,
            '0'..='9' => u32::from(c) - u32::from('0') + 52,
            '+' | '-' => 62,
            '/' | '_' => 63,
            _ => return None,
        };
        bits = (bits << 6 | value) & 0xFFFF;
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from((bits >> held) & 0xFF).unwrap_or(0));
        }
    }
    String::from_utf8(bytes).ok()
}
