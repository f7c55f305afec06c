//! A parsed page, walked into blocks and marks.
//!
//! The walk keeps its own stack, so that no nesting can exhaust the machine's. It knows what
//! elements mean for reading and nothing of where the article is.

use super::address;
use super::build::Builder;
use crate::doc::{BlockKind, MarkKind};
use dom_query::{NodeData, NodeRef};

/// Walks what lies under a node.
pub(crate) fn walk(root: &NodeRef<'_>, base: Option<&str>, builder: &mut Builder) {
    let mut walker = Walker {
        builder,
        base,
        kinds: Vec::new(),
        lists: Vec::new(),
        tables: Vec::new(),
        cells: 0,
        pre: 0,
        breaks: 0,
        is_labelled: false,
    };
    let Some(mut node) = root.first_child() else { return };
    loop {
        if walker.enter(&node)
            && let Some(child) = node.first_child()
        {
            node = child;
            continue;
        }
        loop {
            walker.leave(&node);
            if let Some(next) = node.next_sibling() {
                node = next;
                break;
            }
            match node.parent() {
                Some(parent) if parent.id != root.id => node = parent,
                _ => {
                    walker.builder.end();
                    return;
                }
            }
        }
    }
}

struct Walker<'a> {
    builder: &'a mut Builder,
    base: Option<&'a str>,
    /// What the text here is part of, outermost first, and whether a block of that was begun.
    kinds: Vec<(BlockKind, bool)>,
    /// The lists that are open: the number of the next item, for those that are numbered.
    lists: Vec<Option<u32>>,
    /// The tables that are open.
    tables: Vec<Table>,
    /// How many cells of the row have begun.
    cells: usize,
    pre: usize,
    breaks: usize,
    /// Whether the open block holds the number of an item and nothing else yet.
    is_labelled: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Table {
    Data,
    /// A table that only puts things beside each other.
    Layout,
}

impl Walker<'_> {
    /// Whether to go on into the node.
    fn enter(&mut self, node: &NodeRef<'_>) -> bool {
        if let Some(text) = text(node) {
            self.text(&text);
            return false;
        }
        let Some(name) = name(node) else { return true };
        let is_data = self.tables.last() == Some(&Table::Data);
        match name.as_str() {
            name if is_skipped(name) => return false,
            _ if is_hidden(node) => return false,
            "br" => self.br(),
            "hr" => {
                self.boundary();
                self.builder.begin(BlockKind::Separator);
                self.builder.words("—");
                self.builder.end();
            }
            "em" | "i" | "cite" | "dfn" | "b" | "strong" | "a" => self.mark(node, &name),
            "q" => self.text("“"),
            "td" | "th" if is_data => {
                if self.cells > 0 {
                    self.builder.cell();
                }
                self.cells += 1;
            }
            "tr" if is_data => {
                self.cells = 0;
                self.builder.line_break();
            }
            name if is_data && name != "table" && is_block(name) => self.text(" "),
            name if is_data && name != "table" => {}
            // The parts of a caption (words, "Credit", a name) are often set apart by style alone.
            "span" if self.is_caption() => self.text(" "),
            "table" => self.table(node),
            "caption" => self.part(BlockKind::Caption),
            "h1" => self.part(BlockKind::Heading(1)),
            "h2" => self.part(BlockKind::Heading(2)),
            "h3" => self.part(BlockKind::Heading(3)),
            "h4" => self.part(BlockKind::Heading(4)),
            "h5" => self.part(BlockKind::Heading(5)),
            "h6" => self.part(BlockKind::Heading(6)),
            "figcaption" => self.part(BlockKind::Caption),
            "blockquote" => self.part(BlockKind::Quote),
            "pre" => {
                self.part(BlockKind::Code);
                self.pre += 1;
            }
            "ul" | "ol" | "menu" | "dir" => {
                self.boundary();
                self.lists.push((name == "ol").then_some(1));
            }
            "li" if captions_picture(node) => self.part(BlockKind::Caption),
            "li" => self.item(),
            name if is_block(name) => self.boundary(),
            _ => {}
        }
        true
    }

    fn leave(&mut self, node: &NodeRef<'_>) {
        let Some(name) = name(node) else { return };
        let is_data = self.tables.last() == Some(&Table::Data);
        match name.as_str() {
            name if is_skipped(name) => {}
            _ if is_hidden(node) => {}
            "em" | "i" | "cite" | "dfn" => self.builder.close(|kind| *kind == MarkKind::Emphasis),
            "b" | "strong" => self.builder.close(|kind| *kind == MarkKind::Strong),
            "a" => self.builder.close(|kind| matches!(kind, MarkKind::Link(_))),
            "q" => self.text("”"),
            "table" => {
                self.boundary();
                if self.tables.pop() == Some(Table::Data) {
                    self.kinds.pop();
                }
            }
            _ if is_data => {}
            "span" if self.is_caption() => self.text(" "),
            "pre" => {
                self.pre = self.pre.saturating_sub(1);
                self.leave_part();
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "caption" | "figcaption" | "blockquote"
            | "li" => self.leave_part(),
            "ul" | "ol" | "menu" | "dir" => {
                self.boundary();
                self.lists.pop();
            }
            name if is_block(name) => self.boundary(),
            _ => {}
        }
    }

    fn is_caption(&self) -> bool {
        matches!(self.kinds.last(), Some((BlockKind::Caption, _)))
    }

    fn text(&mut self, text: &str) {
        if text.trim().is_empty() && !self.builder.has_words() {
            return;
        }
        if !text.trim().is_empty() {
            self.breaks = 0;
            self.is_labelled = false;
        }
        if self.builder.kind().is_none() {
            self.begin();
        }
        if self.pre > 0 && self.builder.kind() == Some(BlockKind::Code) {
            self.builder.verbatim(text);
        } else {
            self.builder.words(text);
        }
    }

    /// Begins a block of what the text here is part of.
    fn begin(&mut self) {
        let kind = match self.kinds.last_mut() {
            // What goes on after the first paragraph of an item is no new item.
            Some((BlockKind::Item { .. }, true)) => BlockKind::Para,
            Some((kind, begun)) => {
                *begun = true;
                *kind
            }
            None => BlockKind::Para,
        };
        self.builder.begin(kind);
    }

    fn boundary(&mut self) {
        // The first paragraph of a numbered item goes on after its number.
        if self.is_labelled {
            return;
        }
        self.builder.end();
        self.breaks = 0;
    }

    fn part(&mut self, kind: BlockKind) {
        self.boundary();
        self.kinds.push((kind, false));
    }

    fn leave_part(&mut self) {
        self.is_labelled = false;
        self.boundary();
        self.kinds.pop();
    }

    fn item(&mut self) {
        let depth = u8::try_from(self.lists.len().saturating_sub(1)).unwrap_or(u8::MAX);
        self.is_labelled = false;
        self.part(BlockKind::Item { depth });
        if let Some(Some(number)) = self.lists.last_mut() {
            let label = format!("{number}. ");
            *number = number.saturating_add(1);
            self.text(&label);
            self.is_labelled = true;
        }
    }

    fn br(&mut self) {
        self.breaks += 1;
        if self.pre > 0 && self.builder.kind() == Some(BlockKind::Code) {
            self.builder.verbatim("\n");
        } else if self.breaks > 1 && self.tables.last() != Some(&Table::Data) {
            self.builder.end();
        } else {
            self.builder.line_break();
        }
    }

    fn mark(&mut self, node: &NodeRef<'_>, name: &str) {
        let kind = match name {
            "b" | "strong" => MarkKind::Strong,
            "a" => {
                let href = node.attr("href").and_then(|href| address::safe(&href, self.base));
                let Some(href) = href else { return };
                MarkKind::Link(href)
            }
            _ => MarkKind::Emphasis,
        };
        self.builder.mark(kind);
    }

    fn table(&mut self, node: &NodeRef<'_>) {
        self.boundary();
        // A table in a table of data is part of its cell.
        let table =
            if self.tables.last() == Some(&Table::Data) { Table::Layout } else { judge(node) };
        self.tables.push(table);
        if table == Table::Data {
            self.kinds.push((BlockKind::Table, false));
        }
    }
}

/// Whether an item is alone in its list and the list stands right behind a picture: some pages set captions so.
fn captions_picture(item: &NodeRef<'_>) -> bool {
    let alone = element_before(item).is_none() && element_after(item).is_none();
    let pictured = || {
        let picture = item.parent().and_then(|list| element_before(&list));
        picture
            .and_then(|node| name(&node))
            .is_some_and(|name| matches!(name.as_str(), "figure" | "picture" | "img"))
    };
    alone && pictured()
}

/// The element before a node, if no more than white space and a comment or two stand between.
fn element_before<'a>(node: &NodeRef<'a>) -> Option<NodeRef<'a>> {
    let mut found = node.prev_sibling()?;
    for _ in 0..4 {
        if name(&found).is_some() {
            return Some(found);
        }
        found = found.prev_sibling()?;
    }
    None
}

/// The element after a node, likewise.
fn element_after<'a>(node: &NodeRef<'a>) -> Option<NodeRef<'a>> {
    let mut found = node.next_sibling()?;
    for _ in 0..4 {
        if name(&found).is_some() {
            return Some(found);
        }
        found = found.next_sibling()?;
    }
    None
}

/// How long a cell of data is at most on average, in bytes: longer ones hold prose.
const LONGEST_CELL: usize = 120;

/// Whether a table holds data: rows and columns of short cells and no other table.
fn judge(table: &NodeRef<'_>) -> Table {
    let (mut rows, mut cells, mut heads, mut bytes) = (0_usize, 0_usize, 0_usize, 0_usize);
    for node in table.descendants_it() {
        if let Some(text) = text(&node) {
            bytes += text.trim().len();
            continue;
        }
        match name(&node).as_deref() {
            Some("table" | "ul" | "ol" | "h1" | "h2" | "blockquote" | "figure") => {
                return Table::Layout;
            }
            Some("tr") => rows += 1,
            Some("td") => cells += 1,
            Some("th") => heads += 1,
            _ => {}
        }
    }
    let all = cells + heads;
    let is_grid = rows >= 2 && all >= rows * 2;
    if is_grid && bytes <= all * LONGEST_CELL { Table::Data } else { Table::Layout }
}

/// The text of a text node.
pub(crate) fn text(node: &NodeRef<'_>) -> Option<String> {
    node.query(|node| match &node.data {
        NodeData::Text { contents } => Some(contents.to_string()),
        _ => None,
    })
    .flatten()
}

/// The name of an element, in lower case.
pub(crate) fn name(node: &NodeRef<'_>) -> Option<String> {
    node.qual_name_ref().map(|name| name.local.to_string())
}

fn is_skipped(name: &str) -> bool {
    matches!(
        name,
        "head"
            | "script"
            | "style"
            | "template"
            | "noscript"
            | "svg"
            | "iframe"
            | "audio"
            | "video"
            | "canvas"
            | "button"
            | "select"
            | "textarea"
            | "input"
            | "datalist"
            | "dialog"
            | "rt"
            | "rp"
            | "map"
            | "title"
            | "meta"
            | "link"
    )
}

fn is_hidden(node: &NodeRef<'_>) -> bool {
    node.element_ref().is_some_and(|element| {
        element.attrs.iter().any(|attr| match &*attr.name.local {
            "hidden" => true,
            "aria-hidden" => &*attr.value == "true",
            "style" => {
                let style = attr.value.to_ascii_lowercase().replace(' ', "");
                style.contains("display:none") || style.contains("visibility:hidden")
            }
            _ => false,
        })
    })
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "body"
            | "center"
            | "dd"
            | "details"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figure"
            | "footer"
            | "form"
            | "header"
            | "hgroup"
            | "html"
            | "legend"
            | "main"
            | "nav"
            | "p"
            | "search"
            | "section"
            | "summary"
            | "td"
            | "th"
            | "tr"
            | "tbody"
            | "thead"
            | "tfoot"
    )
}
