//! Pages: the article on it, its title and standfirst before it.
//!
//! What part of a page is the article is decided by a port of Mozilla's readability; what
//! that part says is read by [`walk`]; what the page states of itself, by [`metadata`].

use super::build::{Builder, assemble};
use super::metadata;
use super::{Origin, Parts, clean, tame, walk};
use crate::doc::{Block, BlockKind, Meta, Problem, ProblemKind};
use crate::text::slice;
use dom_query::Document;
use dom_smoothie::{Config, Readability};

/// How many bytes of text an article has at least. Shorter finds are cookie notices.
const SHORTEST: usize = 140;

/// How many blocks at the start are looked at for the title and standfirst said again.
const HEAD: usize = 5;

/// The longest standfirst, in characters: longer descriptions are the text itself.
const LONGEST_STANDFIRST: usize = 400;

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
    let mut parts = headed(content, meta, stated.description.as_deref());
    parts.problems = problems;
    parts
}

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

/// Title and standfirst, and the content without saying them again.
fn headed(content: Parts, meta: Meta, description: Option<&str>) -> Parts {
    let title = meta.title.clone();
    let plain_title = letters(&title);
    let text = content.text.clone();
    let letters_of = |block: &Block| letters(slice(&text, block.span));
    let is_title = |block: &Block| {
        matches!(block.kind, BlockKind::Heading(_) | BlockKind::Para)
            && !plain_title.is_empty()
            && is_same(&letters_of(block), &plain_title)
    };
    let standfirst = description.and_then(|description| {
        let plain = letters(description);
        let long = description.chars().take(LONGEST_STANDFIRST + 1).count() > LONGEST_STANDFIRST;
        if long || plain.len() < 20 || is_same(&plain, &plain_title) {
            return None;
        }
        let mut prose = content.blocks.iter().filter(|block| {
            matches!(block.kind, BlockKind::Para | BlockKind::Quote | BlockKind::Caption)
        });
        // Often it is only the beginning of the text, perhaps cut off, or the dek that is there already.
        let head: String = plain.chars().take(40).collect();
        let is_said = prose.by_ref().take(HEAD).any(|block| {
            let words = letters_of(block);
            words.contains(&head) || (words.len() >= 30 && plain.contains(&words))
        });
        (!is_said).then(|| description.to_owned())
    });
    // A dek that stands on the page is the standfirst if the page describes itself with it.
    let dek = description.map(letters).filter(|plain| plain.len() >= 20).and_then(|plain| {
        let at = content.blocks.iter().take(3).position(|block| letters_of(block) == plain)?;
        let is_first = content.blocks.iter().take(at).all(&is_title);
        (is_first && content.blocks.len() > at + 2).then_some(at)
    });
    let mut first = Vec::new();
    if !title.is_empty() {
        first.push((BlockKind::Title, title.as_str()));
    }
    if let Some(standfirst) = &standfirst {
        first.push((BlockKind::Standfirst, standfirst.as_str()));
    }
    let said_again: Vec<bool> = content.blocks.iter().take(HEAD).map(&is_title).collect();
    let mut parts = assemble(&first, content, |at, block| {
        if said_again.get(at) == Some(&true) {
            return None;
        }
        Some(if dek == Some(at) { BlockKind::Standfirst } else { block.kind })
    });
    parts.meta = meta;
    parts
}

/// Only letters and digits, in lower case: two texts that differ in marks alone are the same.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).take(2000).collect()
}

/// The same, or one the beginning of the other and most of it.
fn is_same(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    short == long
        || (short.len() >= 15 && short.len() * 3 >= long.len() * 2 && long.starts_with(short))
}

#[cfg(test)]
mod tests;
