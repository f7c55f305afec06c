//! Markdown: CommonMark with tables, footnotes and front matter.
//!
//! Markup written as HTML inside is read as a small page of its own, so that nothing of it
//! gets to the reader but its words.

use super::build::Builder;
use super::{Origin, Parts, address, clean, head, language, metadata, tame, walk};
use crate::doc::{BlockKind, MarkKind, Meta};
use crate::text::slice;
use dom_query::Document;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// Reads a Markdown text.
pub(crate) fn parts(text: &str, origin: &Origin) -> Parts {
    let (front, text) = front_matter(text);
    let mut stated = front.map(stated).unwrap_or_default();
    let base = stated.meta.url.clone().or_else(|| origin.url.clone());
    let mut reader = Reader { base: base.as_deref(), ..Reader::default() };
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES;
    for event in Parser::new_ext(text, options) {
        reader.event(event);
    }
    let content = reader.builder.finish();
    if stated.meta.title.is_empty()
        && let Some(first) = content.blocks.first()
        && matches!(first.kind, BlockKind::Heading(_))
    {
        stated.meta.title = clean::line(slice(&content.text, first.span));
    }
    head::headed(content, stated.meta, stated.description.as_deref())
}

#[derive(Default)]
struct Stated {
    meta: Meta,
    description: Option<String>,
}

/// The lines between `---` at the very start, and the text after them.
fn front_matter(text: &str) -> (Option<&str>, &str) {
    let Some(rest) =
        text.strip_prefix("---").map(|rest| rest.trim_start_matches([' ', '\t', '\r']))
    else {
        return (None, text);
    };
    let Some(rest) = rest.strip_prefix('\n') else { return (None, text) };
    let mut at = 0;
    for line in rest.split_inclusive('\n') {
        if matches!(line.trim_end(), "---" | "...") {
            let (inside, after) = rest.split_at_checked(at).unwrap_or((rest, ""));
            let after = after.strip_prefix(line).unwrap_or(after);
            // Lines that state nothing are text between two rules.
            let states = inside.lines().any(|line| pair(line).is_some());
            return if states { (Some(inside), after) } else { (None, text) };
        }
        at += line.len();
    }
    (None, text)
}

/// What front matter states. Only `key: value` lines are read; of the rest of YAML there is no need.
fn stated(front: &str) -> Stated {
    let value = |names: &[&str]| {
        front
            .lines()
            .filter_map(pair)
            .find(|(key, value)| {
                names.contains(&key.to_ascii_lowercase().as_str()) && !value.is_empty()
            })
            .map(|(_, value)| clean::line(value))
    };
    let meta = Meta {
        title: value(&["title"]).unwrap_or_default(),
        byline: value(&["author", "authors", "byline"]).as_deref().and_then(metadata::byline),
        outlet: value(&["outlet", "publisher", "site", "source"])
            .filter(|name| !name.contains("://")),
        url: value(&["url", "canonical", "canonical_url", "link", "source"])
            .and_then(|url| address::article(&url, None)),
        published: value(&["date", "published", "published_at", "pubdate"]),
        language: value(&["lang", "language"]).as_deref().and_then(language::stated),
        fetched: None,
    };
    Stated {
        meta,
        description: value(&["description", "summary", "dek", "subtitle", "standfirst"]),
    }
}

/// A key and its value without quotation marks or the brackets of a list.
fn pair(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(':')?;
    let is_key = !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || "_-".contains(c));
    let value = value.trim();
    let value = value.strip_prefix('[').and_then(|v| v.strip_suffix(']')).unwrap_or(value);
    let quoted = |quote| value.strip_prefix(quote).and_then(|v| v.strip_suffix(quote));
    let value = quoted('"').or_else(|| quoted('\'')).unwrap_or(value);
    is_key.then_some((key, value))
}

#[derive(Default)]
struct Reader<'a> {
    builder: Builder,
    base: Option<&'a str>,
    /// What the text here is part of, outermost first, and whether a block of that was begun.
    kinds: Vec<(BlockKind, bool)>,
    /// The lists that are open: the number of the next item, for those that are numbered.
    lists: Vec<Option<u64>>,
    /// How many links are open, and which of them lead to an address that may be opened.
    links: Vec<bool>,
    /// How many pictures are open: their text is not shown.
    pictures: usize,
    cells: usize,
    /// Whether the open block holds a number or label and nothing else yet.
    is_labelled: bool,
    /// HTML that is collected until its block ends.
    html: Option<String>,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Code(text) => self.text(&text),
            Event::InlineMath(text) | Event::DisplayMath(text) => self.text(&text),
            Event::Html(html) => self.html.get_or_insert_default().push_str(&html),
            Event::InlineHtml(tag) if tag.to_ascii_lowercase().starts_with("<br") => {
                self.builder.line_break();
            }
            Event::InlineHtml(_) | Event::TaskListMarker(_) => {}
            Event::FootnoteReference(label) => self.text(&format!("[{label}]")),
            Event::SoftBreak => self.text(" "),
            Event::HardBreak => self.builder.line_break(),
            Event::Rule => {
                self.builder.begin(BlockKind::Separator);
                self.builder.words("—");
                self.builder.end();
            }
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            // The first paragraph of a footnote or a numbered item goes on after its label.
            Tag::Paragraph if self.is_labelled => {}
            Tag::Paragraph => self.builder.end(),
            Tag::Heading { level, .. } => self.part(BlockKind::Heading(number(level))),
            Tag::BlockQuote(_) => self.part(BlockKind::Quote),
            Tag::CodeBlock(_) => self.part(BlockKind::Code),
            Tag::List(first) => {
                self.builder.end();
                self.lists.push(first);
            }
            Tag::Item => {
                let depth = u8::try_from(self.lists.len().saturating_sub(1)).unwrap_or(u8::MAX);
                self.part(BlockKind::Item { depth });
                if let Some(Some(number)) = self.lists.last_mut() {
                    let label = format!("{number}. ");
                    *number = number.saturating_add(1);
                    self.label(&label);
                }
            }
            Tag::FootnoteDefinition(label) => {
                self.builder.end();
                self.label(&format!("[{label}] "));
            }
            Tag::Table(_) => self.part(BlockKind::Table),
            Tag::TableHead | Tag::TableRow => {
                self.cells = 0;
                self.builder.line_break();
            }
            Tag::TableCell => {
                if self.cells > 0 {
                    self.builder.cell();
                }
                self.cells += 1;
            }
            Tag::Emphasis => self.builder.mark(MarkKind::Emphasis),
            Tag::Strong => self.builder.mark(MarkKind::Strong),
            Tag::Link { dest_url, .. } => {
                let to = address::safe(&dest_url, self.base);
                self.links.push(to.is_some());
                if let Some(to) = to {
                    self.builder.mark(MarkKind::Link(to));
                }
            }
            Tag::Image { .. } => self.pictures += 1,
            Tag::HtmlBlock => self.builder.end(),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.builder.end(),
            TagEnd::Heading(_)
            | TagEnd::BlockQuote(_)
            | TagEnd::CodeBlock
            | TagEnd::Item
            | TagEnd::Table => {
                self.builder.end();
                self.kinds.pop();
            }
            TagEnd::List(_) => {
                self.builder.end();
                self.lists.pop();
            }
            TagEnd::FootnoteDefinition => self.builder.end(),
            TagEnd::Emphasis => self.builder.close(|kind| *kind == MarkKind::Emphasis),
            TagEnd::Strong => self.builder.close(|kind| *kind == MarkKind::Strong),
            TagEnd::Link if self.links.pop() == Some(true) => {
                self.builder.close(|kind| matches!(kind, MarkKind::Link(_)));
            }
            TagEnd::Image => self.pictures = self.pictures.saturating_sub(1),
            TagEnd::HtmlBlock => {
                if let Some(html) = self.html.take() {
                    let page = Document::from(tame::tame(&html).html);
                    walk::walk(&page.root(), self.base, &mut self.builder);
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        self.is_labelled = false;
        if self.pictures > 0 || (text.trim().is_empty() && !self.builder.has_words()) {
            return;
        }
        if self.builder.kind().is_none() {
            let kind = match self.kinds.last_mut() {
                Some((BlockKind::Item { .. }, true)) | None => BlockKind::Para,
                Some((kind, begun)) => {
                    *begun = true;
                    *kind
                }
            };
            self.builder.begin(kind);
        }
        if self.builder.kind() == Some(BlockKind::Code) {
            self.builder.verbatim(text);
        } else {
            self.builder.words(text);
        }
    }

    fn label(&mut self, label: &str) {
        self.text(label);
        self.is_labelled = true;
    }

    fn part(&mut self, kind: BlockKind) {
        self.builder.end();
        self.kinds.push((kind, false));
    }
}

fn number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

#[cfg(test)]
mod tests;
