//! What a page states of itself: meta tags, links and JSON-LD.
//!
//! Everything here is the page's own word. It is cut to a line and to a length, and
//! addresses are only kept if they may be opened.

use super::{Origin, address, clean, language, looks, walk};
use crate::doc::Meta;
use dom_query::Document;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// The longest name or title that is kept, in characters.
const LONGEST: usize = 400;

/// How many JSON objects of a page are looked at.
const MOST_OBJECTS: usize = 2000;

/// What a page states.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Stated {
    /// Title, byline, outlet, address, date and language.
    pub meta: Meta,
    /// What the page says it is about.
    pub description: Option<String>,
    /// Against which its relative addresses are resolved.
    pub base: Option<String>,
}

/// Reads what a page states.
pub(crate) fn stated(document: &Document, origin: &Origin) -> Stated {
    let page = Page::read(document);
    let data = Data::read(&page.data);
    let fetched = origin.url.as_deref();
    let link = |href: &str| address::article(href, fetched);
    let canonical = page.canonical.as_deref().and_then(link);
    let tagged = page.first(&["og:url", "twitter:url"]).and_then(link);
    let url = canonical.or(tagged).or_else(|| data.text("url").as_deref().and_then(link));
    let base = page.base.as_deref().and_then(|href| address::safe(href, fetched));
    let base = base.or_else(|| fetched.map(str::to_owned)).or_else(|| url.clone());
    let title = data
        .text("headline")
        .or_else(|| page.text(&["og:title", "twitter:title", "dc.title", "parsely-title"]))
        .or_else(|| page.title.as_deref().and_then(line))
        .unwrap_or_default();
    let author =
        ["author", "article:author", "parsely-author", "dc.creator", "sailthru.author", "byl"];
    let written_by =
        data.names("author").or_else(|| page.text(&author).as_deref().and_then(byline));
    let outlet = page
        .text(&["og:site_name"])
        .or_else(|| data.names("publisher"))
        .or_else(|| page.text(&["application-name", "dc.publisher"]));
    let known = [written_by.as_deref(), outlet.as_deref()];
    let meta = Meta {
        title: without_credits(&title, &known).to_owned(),
        byline: written_by,
        outlet,
        url,
        published: data.text("datePublished").or_else(|| {
            page.text(&[
                "article:published_time",
                "parsely-pub-date",
                "datepublished",
                "pubdate",
                "publishdate",
                "dc.date.issued",
                "dcterms.created",
                "dc.date",
                "sailthru.date",
                "date",
            ])
            .or_else(|| page.time.as_deref().and_then(line))
        }),
        language: page
            .language
            .as_deref()
            .and_then(language::stated)
            .or_else(|| data.text("inLanguage").as_deref().and_then(language::stated))
            .or_else(|| {
                page.text(&["og:locale", "content-language"]).as_deref().and_then(language::stated)
            }),
        fetched: None,
    };
    let description = page
        .text(&["og:description", "twitter:description", "description", "dc.description"])
        .or_else(|| data.text("description"));
    Stated { meta, description, base }
}

/// A byline without what leads to the names; nothing where it is an address or prose.
pub(crate) fn byline(text: &str) -> Option<String> {
    let text = line(text)?;
    let lead = ["by ", "von ", "par ", "por "];
    let names = lead
        .iter()
        .find(|lead| text.get(..lead.len()).is_some_and(|head| head.eq_ignore_ascii_case(lead)))
        .and_then(|lead| text.get(lead.len()..))
        .unwrap_or(&text)
        .trim();
    let names = looks::without_date(names);
    // A date or a count is often marked up where a name should be.
    let first = names.chars().find(|c| c.is_alphanumeric());
    let is_name = first.is_some_and(char::is_alphabetic) && !looks::is_date(names);
    let is_name =
        is_name && !names.is_empty() && names.chars().count() <= 200 && !names.contains("://");
    is_name.then(|| names.to_owned())
}

/// One clean line, or nothing.
fn line(text: &str) -> Option<String> {
    let line: String = clean::line(&unescape(text)).chars().take(LONGEST).collect();
    (!line.is_empty()).then_some(line)
}

/// What the tags of a page say.
#[derive(Default)]
struct Page {
    /// Of each name the first content.
    metas: BTreeMap<String, String>,
    title: Option<String>,
    canonical: Option<String>,
    base: Option<String>,
    language: Option<String>,
    time: Option<String>,
    data: Vec<String>,
}

impl Page {
    fn read(document: &Document) -> Self {
        let mut page = Self::default();
        for node in document.root().descendants_it() {
            let Some(name) = walk::name(&node) else { continue };
            let attr = |name: &str| node.attr(name).map(|value| value.to_string());
            match name.as_str() {
                "html" => page.language = attr("lang").or_else(|| attr("xml:lang")),
                "title" if page.title.is_none() => page.title = Some(node.text().to_string()),
                "base" if page.base.is_none() => page.base = attr("href"),
                "link" if page.canonical.is_none() => {
                    let is_canonical = attr("rel").is_some_and(|rel| {
                        rel.split_whitespace().any(|r| r.eq_ignore_ascii_case("canonical"))
                    });
                    page.canonical = attr("href").filter(|_| is_canonical);
                }
                "time" if page.time.is_none() => {
                    let is_published = attr("itemprop")
                        .is_some_and(|prop| prop.contains("datePublished"))
                        || node.has_attr("pubdate");
                    page.time = attr("datetime").filter(|_| is_published);
                }
                "meta" => page.meta(
                    attr("property").or_else(|| attr("name")).or_else(|| attr("itemprop")),
                    attr("http-equiv"),
                    attr("content"),
                ),
                "script" if page.data.len() < 50 => page.data.push(node.text().to_string()),
                _ => {}
            }
        }
        page
    }

    fn meta(&mut self, name: Option<String>, equiv: Option<String>, content: Option<String>) {
        let (Some(names), Some(content)) = (name.or(equiv), content) else { return };
        if content.trim().is_empty() || content.len() > 10_000 {
            return;
        }
        for name in names.split_whitespace().take(4) {
            let name = name.to_ascii_lowercase();
            self.metas.entry(name).or_insert_with(|| content.clone());
        }
    }

    fn first(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| self.metas.get(*name)).map(String::as_str)
    }

    fn text(&self, names: &[&str]) -> Option<String> {
        names.iter().filter_map(|name| self.metas.get(*name)).find_map(|text| {
            let text = line(text)?;
            // `article:author` is an address as often as a name.
            (!text.contains("://")).then_some(text)
        })
    }
}

/// The article that the JSON-LD of a page describes.
#[derive(Default)]
struct Data {
    article: Map<String, Value>,
    /// Objects that others name by their id.
    by_id: BTreeMap<String, Map<String, Value>>,
}

impl Data {
    fn read(scripts: &[String]) -> Self {
        let mut data = Self::default();
        let mut left = MOST_OBJECTS;
        for script in scripts {
            let text = script.trim();
            let text = text.strip_prefix("//").unwrap_or(text).trim_start();
            let text = text.strip_prefix("<![CDATA[").unwrap_or(text);
            let text = text.trim_end().trim_end_matches("//").trim_end();
            let text = text.strip_suffix("]]>").unwrap_or(text).trim().trim_end_matches([';', '/']);
            // Serde stops at a depth of 128, so nesting is no danger here.
            let Ok(value) = serde_json::from_str::<Value>(text) else { continue };
            let mut waiting = vec![value];
            while let Some(value) = waiting.pop() {
                left = left.saturating_sub(1);
                if left == 0 {
                    return data;
                }
                match value {
                    // The first is wanted first, and the last is taken first.
                    Value::Array(values) => waiting.extend(values.into_iter().rev()),
                    Value::Object(object) => data.object(object, &mut waiting),
                    _ => {}
                }
            }
        }
        data
    }

    fn object(&mut self, mut object: Map<String, Value>, waiting: &mut Vec<Value>) {
        for inner in ["mainEntity", "mainEntityOfPage", "@graph"] {
            if let Some(value @ (Value::Array(_) | Value::Object(_))) = object.get(inner) {
                waiting.push(value.clone());
            }
        }
        object.remove("@graph");
        if let Some(Value::String(id)) = object.get("@id") {
            self.by_id.entry(id.clone()).or_insert_with(|| object.clone());
        }
        if self.article.is_empty() && is_article(object.get("@type")) {
            self.article = object;
        }
    }

    fn text(&self, key: &str) -> Option<String> {
        match self.article.get(key)? {
            Value::String(text) => line(text),
            Value::Array(values) => values.first().and_then(Value::as_str).and_then(line),
            _ => None,
        }
    }

    /// The names of people or of an organisation, with commas between them.
    fn names(&self, key: &str) -> Option<String> {
        let value = self.article.get(key)?;
        let values = match value {
            Value::Array(values) => values.as_slice(),
            value => std::slice::from_ref(value),
        };
        let mut names: Vec<String> = Vec::new();
        for name in values.iter().take(20).filter_map(|value| self.name(value)) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        (!names.is_empty()).then(|| names.join(", "))
    }

    fn name(&self, value: &Value) -> Option<String> {
        let named = |object: &Map<String, Value>| match object.get("name")? {
            Value::String(name) => byline(name),
            Value::Array(names) => names.first().and_then(Value::as_str).and_then(byline),
            _ => None,
        };
        match value {
            Value::String(name) => byline(name),
            Value::Object(object) => named(object).or_else(|| {
                let id = object.get("@id")?.as_str()?;
                self.by_id.get(id).and_then(named)
            }),
            _ => None,
        }
    }
}

fn is_article(kind: Option<&Value>) -> bool {
    let is_one = |value: &Value| {
        value.as_str().is_some_and(|kind| {
            let kind = kind.rsplit(['/', ':', '#']).next().unwrap_or(kind);
            kind.ends_with("Article") || kind.ends_with("BlogPosting") || kind == "Report"
        })
    };
    match kind {
        Some(Value::Array(kinds)) => kinds.iter().any(is_one),
        Some(kind) => is_one(kind),
        None => false,
    }
}

/// Character references that pages leave in attributes and data by escaping twice.
fn unescape(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let found = after.split_once(';').and_then(|(name, after)| Some((reference(name)?, after)));
        if let Some((c, after)) = found {
            out.push(c);
            rest = after;
        } else {
            out.push('&');
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

fn reference(name: &str) -> Option<char> {
    if name.len() > 8 {
        return None;
    }
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code);
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        "rsquo" => '’',
        "lsquo" => '‘',
        "ldquo" => '“',
        "rdquo" => '”',
        "ndash" => '–',
        "mdash" => '—',
        "hellip" => '…',
        _ => return None,
    })
}

/// A title without the outlet or the author that pages hang on to it: `Talks resume | The Courier`.
fn without_credits<'a>(title: &'a str, known: &[Option<&str>]) -> &'a str {
    let cut = [" | ", " - ", " – ", " — "].into_iter().filter_map(|mark| title.rsplit_once(mark));
    let is_credit = |tail: &str| known.iter().flatten().any(|name| name.eq_ignore_ascii_case(tail));
    cut.filter(|(head, tail)| !head.trim().is_empty() && is_credit(tail.trim()))
        .map(|(head, _)| head.trim_end())
        .next()
        .unwrap_or(title)
}

#[cfg(test)]
mod tests;
