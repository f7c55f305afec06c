//! Pages: the article on it, its title and standfirst before it.
//!
//! What part of a page is the article is decided by a port of Mozilla's readability; what
//! that part says is read by [`walk`]; what the page states of itself, by [`metadata`].

use super::build::Builder;
use super::metadata;
use super::{Origin, Parts, clean, head, tame, walk};
use crate::doc::{Meta, Problem, ProblemKind};
use dom_query::Document;
use dom_smoothie::{Config, Readability};

/// How many bytes of text an article has at least. Shorter finds are cookie notices.
const SHORTEST: usize = 140;

/// Reads a page.
pub(crate) fn parts(html: &str, origin: &Origin) -> Parts {
    let tamed = tame::tame(html);
    let document = Document::from(tamed.html.as_str());
    let stated = metadata::stated(&document, origin);
    let base = stated.base.clone();
    let mut problems = Vec::new();
    if tamed.limited {
        let says = "The page is nested too deep or has too many tags; its text is shown as far as it could be told apart.";
        problems.push(Problem { kind: ProblemKind::Limit, says: says.to_owned() });
    }
    let found = readable(document, base.as_deref());
    let (content, meta) = match found {
        Some((content, found)) => (content, merged(stated.meta, found)),
        None => {
            let says = "No article was found on this page, so all of its text is shown.";
            problems.push(Problem { kind: ProblemKind::NoArticle, says: says.to_owned() });
            let mut builder = Builder::default();
            let document = Document::from(tamed.html.as_str());
            walk::walk(&document.root(), base.as_deref(), &mut builder);
            (builder.finish(), stated.meta)
        }
    };
    let mut parts = head::headed(content, meta, stated.description.as_deref());
    parts.problems = problems;
    parts
}

/// Reads a piece of HTML that is an article already, such as feeds carry: all of it is content.
pub(crate) fn passage(html: &str, meta: Meta, origin: &Origin) -> Parts {
    let tamed = tame::tame(html);
    let mut builder = Builder::default();
    let document = Document::from(tamed.html.as_str());
    walk::walk(&document.root(), origin.url.as_deref(), &mut builder);
    let mut parts = head::headed(builder.finish(), meta, None);
    if tamed.limited {
        let says = "It is nested too deep or has too many tags; its text is shown as far as it could be told apart.";
        parts.problems.push(Problem { kind: ProblemKind::Limit, says: says.to_owned() });
    }
    parts
}

/// Type, title and address of each feed that a page links.
pub(crate) fn feeds(html: &str) -> Vec<(String, String, String)> {
    let tamed = tame::tame(html);
    let document = Document::from(tamed.html.as_str());
    let mut found = Vec::new();
    for link in document.select("link[rel][type][href]").nodes() {
        let of = |name: &str| link.attr(name).map(|value| value.to_string()).unwrap_or_default();
        let (rel, kind) = (of("rel").to_ascii_lowercase(), of("type").to_ascii_lowercase());
        let is_feed = ["rss", "atom", "rdf", "feed+json"].iter().any(|name| kind.contains(name));
        let is_alternate = rel.split_whitespace().any(|word| matches!(word, "alternate" | "feed"));
        if is_feed && is_alternate && found.len() < MOST_FEEDS {
            found.push((kind, of("title"), of("href")));
        }
    }
    found
}

/// How many feeds of a page are looked at.
const MOST_FEEDS: usize = 100;

/// What readability says of a page beside the content.
#[derive(Default)]
struct Found {
    title: String,
    byline: Option<String>,
}

/// The article of a page, if there is one.
fn readable(document: Document, base: Option<&str>) -> Option<(Parts, Found)> {
    if !is_bearable(&document) {
        return None;
    }
    // Data of the page is read by `metadata`, which knows graphs and distrusts what it reads.
    let config = Config { disable_json_ld: true, ..Config::default() };
    let mut readability = Readability::with_document(document, None, Some(config)).ok()?;
    let article = readability.parse().ok()?;
    let content = Document::from(article.content);
    let mut builder = Builder::default();
    walk::walk(&content.root(), base, &mut builder);
    let parts = builder.finish();
    let found = Found {
        title: clean::line(&article.title),
        byline: article.byline.as_deref().and_then(metadata::byline),
    };
    (parts.text.len() >= SHORTEST).then_some((parts, found))
}

/// How much work a page may be for readability, which asks much of every element's ancestors:
/// the depths of all its nodes together. Long encyclopedia pages have half of it.
const MOST_WORK: usize = 3_000_000;

/// Whether a tree is small and flat enough for code that is not ours and may recurse.
fn is_bearable(document: &Document) -> bool {
    let (mut node, mut depth, mut work) = (document.root(), 0_usize, 0_usize);
    loop {
        work += depth;
        if depth > DEEPEST || work > MOST_WORK {
            return false;
        }
        if let Some(child) = node.first_child() {
            node = child;
            depth += 1;
            continue;
        }
        loop {
            if let Some(next) = node.next_sibling() {
                node = next;
                break;
            }
            match node.parent() {
                Some(parent) => {
                    node = parent;
                    depth = depth.saturating_sub(1);
                }
                None => return true,
            }
        }
    }
}

/// How deep a tree may be there.
const DEEPEST: usize = 600;

/// What the page states goes before what was found on it.
fn merged(mut meta: Meta, found: Found) -> Meta {
    if meta.title.is_empty() || is_longer_title(&meta.title, &found.title) {
        meta.title = found.title;
    }
    if meta.byline.is_none() {
        meta.byline = found.byline;
    }
    meta
}

/// Whether the found title is the stated one without the name of the outlet behind it.
fn is_longer_title(stated: &str, found: &str) -> bool {
    found.chars().count() >= 15
        && stated
            .strip_prefix(found)
            .is_some_and(|rest| rest.trim_start().starts_with(['|', '-', '–', '—', '•', '«', ':']))
}

#[cfg(test)]
mod tests;
