//! RSS from 0.9 to 2.0, RDF among them, with the elements that are borrowed from elsewhere.

use super::channel::{Channel, Entry, line_of_html, line_of_text, name, names, page};
use super::date;
use super::xml::{Element, unescape};
use crate::doc::Time;

/// Reads what is in `<rss>`, `<rdf:RDF>`, or a `<channel>` that stands alone.
pub(super) fn channel(top: &Element) -> Channel {
    let channel = if top.name == "channel" { top } else { top.child("channel").unwrap_or(top) };
    // In RDF items stand beside the channel, in RSS inside of it; some feeds wrap them once more.
    let groups = channel.all("items").chain(top.all("items")).flat_map(|items| items.all("item"));
    let beside: Vec<&Element> =
        if std::ptr::eq(channel, top) { Vec::new() } else { top.all("item").collect() };
    let items = channel.all("item").chain(beside).chain(groups);
    let base = page_of(channel).or_else(|| channel.base.clone());
    let minutes = channel.text_of("ttl").and_then(|ttl| ttl.parse::<i64>().ok());
    let new = channel
        .text_of("newlocation")
        .or_else(|| channel.text_of("itunes:new-feed-url").or_else(|| top.text_of("newlocation")));
    Channel {
        title: title(channel),
        site: page_of(channel),
        moved: new.and_then(|new| page(&new, channel.base.as_deref())),
        author: author(channel),
        language: channel.text_of("language").or_else(|| channel.text_of("dc:language")),
        wait: minutes.filter(|minutes| (1..=60 * 24 * 7).contains(minutes)).map(|m| m * 60),
        entries: items.map(|item| entry(item, base.as_deref())).collect(),
    }
}

fn entry(item: &Element, base: Option<&str>) -> Entry {
    let base = item.base.as_deref().filter(|own| own.starts_with("http")).or(base);
    let guid = item.child("guid");
    let id = guid.map(|guid| guid.text().trim().to_owned()).filter(|id| !id.is_empty());
    let is_link = guid.is_some_and(|guid| {
        guid.attribute("ispermalink").is_none_or(|says| !says.eq_ignore_ascii_case("false"))
    });
    let link = link(item, base).or_else(|| {
        // A name that happens to look like an address is none unless it is one in full.
        id.as_deref().filter(|id| is_link && id.starts_with("http")).and_then(|id| page(id, None))
    });
    let about = item.attribute("rdf:about").map(str::to_owned);
    let mut content =
        ["content:encoded", "xhtml:body", "body", "xhtml:div", "fullitem", "atom:content"]
            .iter()
            .find_map(|name| html(item, name));
    let mut summary = ["description", "atom:summary", "itunes:summary", "media:description"]
        .iter()
        .find_map(|name| html(item, name));
    if content == summary {
        content = None;
    }
    if summary.is_none() {
        summary = item.child("media:group").and_then(|group| html(group, "media:description"));
    }
    let id = id.or(about).or_else(|| item.text_of("dc:identifier"));
    Entry {
        id,
        title: title(item),
        link,
        author: author(item),
        published: when(
            item,
            &["pubdate", "dcterms:issued", "dc:date", "dcterms:created", "atom:published", "date"],
        ),
        updated: when(item, &["dcterms:modified", "atom:updated", "lastbuilddate"]),
        summary,
        content: content.take(),
        categories: categories(item),
    }
}

/// The title: markup in it is resolved, `1 < 2` is none.
fn title(of: &Element) -> String {
    for wanted in ["title", "dc:title", "atom:title", "media:title"] {
        for element in of.all(wanted) {
            let line = if element.has_markup() {
                line_of_text(&element.text())
            } else {
                let text = element.text();
                if is_markup(&text) { line_of_html(&text) } else { line_of_text(&unescape(&text)) }
            };
            if !line.is_empty() {
                return line;
            }
        }
    }
    String::new()
}

/// Whether there is a tag in a text, and not only a sign that looks like the start of one.
pub(super) fn is_markup(text: &str) -> bool {
    text.split('<').skip(1).any(|rest| {
        rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!')
            && rest.contains('>')
    })
}

fn page_of(channel: &Element) -> Option<String> {
    link(channel, channel.base.as_deref())
}

/// The page: the text of a link, else what an Atom link names.
fn link(of: &Element, base: Option<&str>) -> Option<String> {
    let texts = of.all("link").map(|link| link.text()).filter(|text| !text.trim().is_empty());
    let plain = texts.filter_map(|text| page(&unescape(&text), base)).next();
    let alternate = || {
        of.elements()
            .filter(|link| matches!(link.name.as_str(), "link" | "atom:link"))
            .filter(|link| link.attribute("rel").is_none_or(|rel| rel == "alternate"))
            .find_map(|link| page(link.attribute("href")?, base))
    };
    plain.or_else(alternate)
}

fn author(of: &Element) -> Option<String> {
    let all = |wanted: &'static str| {
        let written = of.all(wanted).map(|element| {
            // Atom's authors inside of RSS are elements.
            element
                .text_of("atom:name")
                .or_else(|| element.text_of("name"))
                .unwrap_or_else(|| element.text())
        });
        names(written.filter(|text| !text.trim().is_empty()))
    };
    ["author", "dc:creator", "dc:author", "atom:author", "itunes:author", "managingeditor"]
        .into_iter()
        .find_map(all)
        .and_then(|written| name(&written))
}

fn when(of: &Element, names: &[&str]) -> Option<Time> {
    names.iter().find_map(|name| of.all(name).find_map(|element| date::parse(&element.text())))
}

/// The HTML that an element holds, escaped as it should be or standing naked.
fn html(of: &Element, name: &str) -> Option<String> {
    of.all(name).find_map(|element| {
        let html = if element.has_markup() { element.inner_html() } else { element.text() };
        let html = html.trim();
        (!html.is_empty()).then(|| html.to_owned())
    })
}

fn categories(of: &Element) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for element in of.elements().filter(|e| matches!(e.name.as_str(), "category" | "dc:subject")) {
        let line = line_of_text(&element.text());
        if !line.is_empty() && !all.contains(&line) && all.len() < 100 {
            all.push(line);
        }
    }
    all
}
