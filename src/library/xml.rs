//! XML into a tree, whatever state it is in.
//!
//! A tokenizer of the trade finds tags and text; what is nested wrongly, cut short or without end is made the best
//! of here. Entities that a document declares are not expanded (that is how bombs are built), only those that HTML
//! and XML know. Names come out in lower case with the prefix that everybody uses for their namespace.

use quick_xml::Reader;
use quick_xml::escape::{resolve_html5_entity, unescape_with};
use quick_xml::events::{BytesStart, Event};
use url::Url;

/// How deep elements are kept apart; what is nested deeper stands in its ancestor.
const DEEPEST: usize = 64;

/// How many elements are read. The largest feeds that are served have a few hundred thousand.
const MOST: usize = 1_000_000;

/// After how many faults the rest is given up: each may mean reading to the end.
const MOST_FAULTS: usize = 50;

/// An element.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Element {
    /// In lower case; with a prefix unless the namespace is that of RSS or none: `item`, `dc:creator`, `atom:link`.
    pub name: String,
    /// Names in lower case, as they are written.
    pub attributes: Vec<(String, String)>,
    /// What is in it.
    pub nodes: Vec<Node>,
    /// What relative addresses in it are relative to.
    pub base: Option<String>,
}

/// What an element holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// Another element.
    Element(Element),
    /// Characters, without escapes.
    Text(String),
}

/// A tree, and whether all of the document is in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tree {
    /// An element without a name that holds the document's.
    pub root: Element,
    /// Whether something was left out or had to be guessed.
    pub is_broken: bool,
}

impl Element {
    /// The elements in it.
    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.nodes.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The elements in it with a name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.elements().filter(move |element| element.name == name)
    }

    /// The first element in it with a name.
    #[must_use]
    pub fn child(&self, name: &str) -> Option<&Element> {
        self.elements().find(|element| element.name == name)
    }

    /// The text of the first element with a name that has any, trimmed.
    #[must_use]
    pub fn text_of(&self, name: &str) -> Option<String> {
        self.all(name).map(|element| element.text().trim().to_owned()).find(|text| !text.is_empty())
    }

    /// An attribute's value, trimmed.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.trim())
    }

    /// All text in it.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = String::new();
        self.add_text(&mut out);
        out
    }

    fn add_text(&self, out: &mut String) {
        for node in &self.nodes {
            match node {
                Node::Element(element) => element.add_text(out),
                Node::Text(text) => out.push_str(text),
            }
        }
    }

    /// Whether there are elements in it.
    #[must_use]
    pub fn has_markup(&self) -> bool {
        self.elements().next().is_some()
    }

    /// What is in it as HTML, with absolute addresses where the base is known. Where elements hold what their
    /// feed escaped only half (`<description><p>…`), the text stands as it is.
    #[must_use]
    pub fn inner_html(&self) -> String {
        let mut out = String::new();
        for node in &self.nodes {
            match node {
                Node::Text(text) => escape(text, &mut out),
                Node::Element(element) => element.outer_html(&mut out),
            }
        }
        out
    }

    fn outer_html(&self, out: &mut String) {
        let name = self.name.rsplit(':').next().unwrap_or_default();
        out.push('<');
        out.push_str(name);
        for (key, value) in &self.attributes {
            if key.starts_with("xmlns") || key.contains(':') {
                continue;
            }
            let absolute = (matches!(key.as_str(), "href" | "src"))
                .then(|| resolved(value, self.base.as_deref()))
                .flatten();
            out.push(' ');
            out.push_str(key);
            out.push_str("=\"");
            escape(absolute.as_deref().unwrap_or(value), out);
            out.push('"');
        }
        out.push('>');
        if matches!(name, "br" | "img" | "hr" | "wbr" | "input" | "source") {
            return;
        }
        out.push_str(&self.inner_html());
        out.push_str("</");
        out.push_str(name);
        out.push('>');
    }
}

/// An address made absolute.
#[must_use]
pub fn resolved(address: &str, base: Option<&str>) -> Option<String> {
    Url::parse(base?).ok()?.join(address.trim()).ok().map(String::from)
}

/// Text with the signs of markup escaped.
pub fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
}

/// Text with the entities of HTML and XML resolved; others stand as they are.
#[must_use]
pub fn unescape(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    if let Ok(done) = unescape_with(text, resolve_html5_entity) {
        return done.into_owned();
    }
    // One stray sign must not leave all others unread.
    let mut out = String::with_capacity(text.len());
    for (n, part) in text.split('&').enumerate() {
        if n == 0 {
            out.push_str(part);
            continue;
        }
        match part.split_once(';') {
            Some((name, rest)) if name.len() < 32 => match entity(name) {
                Some(meant) => {
                    out.push_str(&meant);
                    out.push_str(rest);
                }
                None => {
                    out.push('&');
                    out.push_str(part);
                }
            },
            _ => {
                out.push('&');
                out.push_str(part);
            }
        }
    }
    out
}

/// What stands between `&` and `;`.
fn entity(name: &str) -> Option<String> {
    if let Some(number) = name.strip_prefix('#') {
        let hex = number.strip_prefix(['x', 'X']);
        let code =
            hex.map_or_else(|| number.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok())?;
        // What feeds from Windows number so are signs of its own encoding.
        let c = match code {
            0x80..=0x9F => {
                let byte = [u8::try_from(code).unwrap_or(b' ')];
                encoding_rs::WINDOWS_1252.decode_without_bom_handling(&byte).0.chars().next()
            }
            0 => None,
            code => char::from_u32(code),
        };
        return c.map(String::from);
    }
    resolve_html5_entity(name).map(str::to_owned)
}

/// Reads a document.
#[must_use]
pub fn tree(text: &str, base: Option<&str>) -> Tree {
    let mut building = Building::new(base);
    let mut rest = text;
    for _ in 0..MOST_FAULTS {
        match building.read(rest) {
            None => break,
            Some(at) => {
                // What follows the fault is looked through for the next whole item.
                building.is_broken = true;
                let after = rest.get(ceil(rest, at)..).unwrap_or_default();
                let Some(next) = next_item(after) else { break };
                building.leave_item();
                rest = after.get(next..).unwrap_or_default();
            }
        }
    }
    building.finish()
}

fn ceil(text: &str, at: usize) -> usize {
    (at..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len())
}

fn next_item(text: &str) -> Option<usize> {
    ["<item", "<entry"].iter().filter_map(|tag| text.find(tag)).min()
}

struct Building {
    stack: Vec<Element>,
    /// Elements that are open beyond the depth that is kept apart.
    beyond: usize,
    namespaces: Vec<(usize, String, String)>,
    count: usize,
    is_broken: bool,
}

impl Building {
    fn new(base: Option<&str>) -> Self {
        let root = Element { base: base.map(str::to_owned), ..Element::default() };
        Self { stack: vec![root], beyond: 0, namespaces: Vec::new(), count: 0, is_broken: false }
    }

    /// Reads as far as it goes; where it goes no further, says where.
    fn read(&mut self, text: &str) -> Option<usize> {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.allow_dangling_amp = true;
        config.allow_unmatched_ends = true;
        config.check_end_names = false;
        loop {
            let before = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
            match reader.read_event() {
                Ok(Event::Start(start)) => self.open(&start),
                Ok(Event::Empty(start)) => {
                    self.open(&start);
                    self.close(start.name().0);
                }
                Ok(Event::End(end)) => self.close(end.name().0),
                Ok(Event::Text(text)) => self.text(&text),
                Ok(Event::CData(text)) => self.text(&text),
                Ok(Event::GeneralRef(name)) => match entity(&name) {
                    Some(meant) => self.text(&meant),
                    None => {
                        self.text("&");
                        self.text(&name);
                        self.text(";");
                    }
                },
                Ok(Event::Eof) => return None,
                Ok(_) => {}
                Err(_) => {
                    // What never ends is read to the end of the text; the fault is where it begins.
                    let at = usize::try_from(reader.error_position()).unwrap_or(usize::MAX);
                    return Some(at.max(before) + 1);
                }
            }
            if self.count > MOST {
                self.is_broken = true;
                return None;
            }
        }
    }

    fn text(&mut self, text: &str) {
        let Some(open) = self.stack.last_mut() else { return };
        match open.nodes.last_mut() {
            Some(Node::Text(before)) => before.push_str(text),
            _ => open.nodes.push(Node::Text(text.to_owned())),
        }
    }

    fn open(&mut self, start: &BytesStart<'_>) {
        self.count += 1;
        if self.stack.len() >= DEEPEST {
            self.beyond += 1;
            return;
        }
        let depth = self.stack.len();
        let mut attributes = Vec::new();
        for attribute in start.html_attributes().with_checks(false).flatten().take(64) {
            let key = attribute.key.0.to_ascii_lowercase();
            let value = unescape(&attribute.value);
            if key == "xmlns" {
                self.namespaces.push((depth, String::new(), value.clone()));
            } else if let Some(prefix) = key.strip_prefix("xmlns:") {
                self.namespaces.push((depth, prefix.to_owned(), value.clone()));
            }
            attributes.push((key, value));
        }
        let outer = self.stack.last().and_then(|open| open.base.clone());
        let own = attributes.iter().find(|(key, _)| key == "xml:base").map(|(_, value)| value);
        let base = match own {
            Some(own) => resolved(own, outer.as_deref())
                .or_else(|| Url::parse(own).ok().map(String::from))
                .or(outer),
            None => outer,
        };
        let name = self.named(start.name().0);
        self.stack.push(Element { name, attributes, nodes: Vec::new(), base });
    }

    /// The name with the usual prefix of its namespace.
    fn named(&self, written: &str) -> String {
        let written = written.to_ascii_lowercase();
        let (prefix, local) = written.split_once(':').unwrap_or(("", &written));
        let bound = self.namespaces.iter().rev().find(|(_, bound, _)| bound == prefix);
        let usual = bound.and_then(|(_, _, address)| usual(address));
        match usual.unwrap_or(prefix) {
            "" => local.to_owned(),
            prefix => format!("{prefix}:{local}"),
        }
    }

    fn close(&mut self, written: &str) {
        if self.beyond > 0 {
            self.beyond -= 1;
            return;
        }
        let name = self.named(written);
        // An end that belongs to nothing that is open closes nothing.
        let Some(at) = self.stack.iter().skip(1).rposition(|open| open.name == name) else {
            self.is_broken = true;
            return;
        };
        self.is_broken |= at + 2 != self.stack.len();
        while self.stack.len() > at + 1 {
            self.pop();
        }
    }

    fn pop(&mut self) {
        if self.stack.len() < 2 {
            return;
        }
        if let Some(done) = self.stack.pop()
            && let Some(outer) = self.stack.last_mut()
        {
            outer.nodes.push(Node::Element(done));
        }
        let depth = self.stack.len();
        self.namespaces.retain(|(at, ..)| *at < depth);
    }

    /// Closes what is open of an item in which reading failed.
    fn leave_item(&mut self) {
        self.beyond = 0;
        let is_item =
            |open: &Element| matches!(open.name.as_str(), "item" | "entry" | "atom:entry");
        while self.stack.iter().any(is_item) {
            self.pop();
        }
    }

    fn finish(mut self) -> Tree {
        self.is_broken |= self.stack.len() > 1;
        while self.stack.len() > 1 {
            self.pop();
        }
        Tree { root: self.stack.pop().unwrap_or_default(), is_broken: self.is_broken }
    }
}

/// The prefix that everybody uses for a namespace; an empty one for those of RSS.
fn usual(address: &str) -> Option<&'static str> {
    let address = address.trim().to_ascii_lowercase();
    Some(match address.trim_end_matches('/') {
        "http://www.w3.org/2005/atom" | "http://purl.org/atom/ns#" => "atom",
        "http://purl.org/dc/elements/1.1" | "http://purl.org/dc/elements/1.0" => "dc",
        "http://purl.org/dc/terms" => "dcterms",
        "http://purl.org/rss/1.0/modules/content" => "content",
        "http://www.w3.org/1999/xhtml" => "xhtml",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#" => "rdf",
        "http://search.yahoo.com/mrss" => "media",
        "http://www.itunes.com/dtds/podcast-1.0.dtd" => "itunes",
        "http://purl.org/rss/1.0"
        | "http://my.netscape.com/rdf/simple/0.9"
        | "http://channel.netscape.com/rdf/simple/0.9"
        | "http://purl.org/net/rss1.1#"
        | "http://blogs.law.harvard.edu/tech/rss" => "",
        address if address.starts_with("http://backend.userland.com/rss") => "",
        _ => return None,
    })
}
