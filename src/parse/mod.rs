//! Bytes into an [`Article`].
//!
//! Total: whatever comes in, an article and a list of problems come out; the
//! caller refuses what is fatal. No input or output, no clock.
//!
//! The way through: [`kind`] says what the bytes are, [`encoding`] makes characters of them,
//! one of `plain`, `markdown` and `html` finds text, blocks and marks, and no hostile
//! character gets past [`clean`].

pub mod address;
pub mod clean;
pub mod encoding;
pub mod kind;
pub mod language;
pub mod plain;

mod build;
mod head;
mod html;
mod lines;
mod looks;
mod markdown;
mod metadata;
mod open;
mod tame;
mod walk;

use crate::doc::{Article, ArticleId, Block, BlockKind, Digest, Mark, Meta, Problem, ProblemKind};
use crate::text::{Span, slice};
use kind::Kind;
use std::sync::Arc;

/// Where some bytes came from, and what was said of them on the way.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Origin {
    /// A path, as absolute as it could be made; `None` for what came by standard input or the network.
    pub path: Option<String>,
    /// The address they were fetched from, after redirects.
    pub url: Option<String>,
    /// The media type that the server gave, with its charset: `text/html; charset=utf-8`.
    pub content_type: Option<String>,
}

/// The most bytes that are read as one article. A long book is 3 MB; what is larger is no article.
pub const MAX_BYTES: usize = 32 * 1024 * 1024;

/// What the reader of one kind of input makes of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Parts {
    /// The text: for plain text the input's characters one for one.
    pub text: String,
    /// As in [`Article`].
    pub blocks: Vec<Block>,
    /// As in [`Article`].
    pub marks: Vec<Mark>,
    /// What the input states of itself.
    pub meta: Meta,
    /// How many hostile characters were replaced.
    pub replaced: usize,
    /// What else was odd.
    pub problems: Vec<Problem>,
}

/// Reads an article from bytes.
#[must_use]
pub fn parse(bytes: &[u8], origin: &Origin) -> (Article, Vec<Problem>) {
    if let Some(problem) = refusal(bytes) {
        return (finish(Parts::default(), origin), vec![problem]);
    }
    let stated = origin.content_type.as_deref().and_then(encoding::charset);
    let decoded = encoding::decode(bytes, stated);
    let mut problems = Vec::new();
    if decoded.replaced > 0 {
        let (count, name) = (decoded.replaced, decoded.encoding);
        let places = if count == 1 { "1 place does".into() } else { format!("{count} places do") };
        let says = format!("{places} not fit the text's encoding ({name}) and show as \u{FFFD}.");
        problems.push(Problem { kind: ProblemKind::Encoding, says });
    }
    let mut parts = match kind::kind(&decoded.text, origin) {
        Kind::Html => html::parts(&decoded.text, origin),
        Kind::Markdown => markdown::parts(&decoded.text, origin),
        Kind::Plain => plain_parts(&decoded.text),
    };
    problems.append(&mut parts.problems);
    if parts.replaced > 0 {
        let count = parts.replaced;
        let what = if count == 1 {
            "1 control, escape or direction character was".into()
        } else {
            format!("{count} control, escape or direction characters were")
        };
        let says = format!("{what} replaced by \u{FFFD}.");
        problems.push(Problem { kind: ProblemKind::Hostile, says });
    }
    if parts.blocks.is_empty() {
        let says = "There is no text in it: nothing but white space.".to_owned();
        problems.push(Problem { kind: ProblemKind::Empty, says });
    }
    (finish(parts, origin), problems)
}

/// Makes an article of a piece of HTML that is one already, such as feeds carry.
#[must_use]
pub fn passage(html: &str, meta: Meta, origin: &Origin) -> (Article, Vec<Problem>) {
    let mut parts = html::passage(html, meta, origin);
    let mut problems = std::mem::take(&mut parts.problems);
    if parts.blocks.is_empty() {
        let says = "There is no text in it: nothing but white space.".to_owned();
        problems.push(Problem { kind: ProblemKind::Empty, says });
    }
    (finish(parts, origin), problems)
}

/// The words of a piece of HTML, without its markup, scripts and styles.
#[must_use]
pub fn words(html: &str) -> String {
    html::passage(html, Meta::default(), &Origin::default()).text
}

/// Type, title and address of each feed that a page links, as they are written there.
#[must_use]
pub fn named_feeds(html: &str) -> Vec<(String, String, String)> {
    html::feeds(html)
}

/// Why some bytes are not read at all.
fn refusal(bytes: &[u8]) -> Option<Problem> {
    if bytes.is_empty() {
        return Some(Problem { kind: ProblemKind::Empty, says: "It is empty.".to_owned() });
    }
    if bytes.len() > MAX_BYTES {
        return Some(too_large(bytes.len() as u64));
    }
    let name = kind::binary(bytes)?;
    let says = format!("This is {name}, not text. Save its text and open that.");
    Some(Problem { kind: ProblemKind::Binary, says })
}

/// The paragraphs of a text alone, as if it were a plain one: for comparing two texts, of which one is
/// only kept as text.
#[must_use]
pub fn paragraphs(text: &str) -> Vec<Span> {
    plain::blocks(text).into_iter().map(|block| block.span).collect()
}

/// The problem of an input of so many bytes.
#[must_use]
pub fn too_large(bytes: u64) -> Problem {
    let size = megabytes(bytes);
    let most = megabytes(MAX_BYTES as u64);
    let says = format!("It is too large: {size}, and at most {most} are read as one article.");
    Problem { kind: ProblemKind::TooLarge, says }
}

/// `33.6 MB`; megabytes as file managers count them.
fn megabytes(bytes: u64) -> String {
    let tenths = bytes.saturating_mul(10) / (1024 * 1024);
    format!("{}.{} MB", tenths / 10, tenths % 10)
}

fn plain_parts(text: &str) -> Parts {
    let cleaned = clean::clean(text);
    let blocks = plain::blocks(&cleaned.text);
    let shown = |wanted: BlockKind| {
        blocks.iter().find(|block| block.kind == wanted).map(|b| slice(&cleaned.text, b.span))
    };
    let mut meta = Meta {
        title: shown(BlockKind::Title).map_or(String::new(), clean::line),
        ..Meta::default()
    };
    let bylines = || {
        blocks
            .iter()
            .filter(|block| block.kind == BlockKind::Byline)
            .map(|b| slice(&cleaned.text, b.span))
    };
    meta.byline = bylines().find_map(looks::author).map(clean::line);
    meta.published = bylines().find(|line| looks::is_date(line)).map(clean::line);
    Parts { blocks, meta, replaced: cleaned.replaced, text: cleaned.text, ..Parts::default() }
}

fn finish(parts: Parts, origin: &Origin) -> Article {
    let Parts { text, blocks, marks, mut meta, .. } = parts;
    let fetched = origin.url.as_deref();
    let from = fetched.and_then(|url| address::article(url, None));
    meta.url = match (meta.url.take(), fetched) {
        (Some(url), Some(fetched)) if !address::may_claim(&url, fetched) => from,
        (Some(url), _) => Some(url),
        (None, _) => from,
    };
    if meta.language.is_none() {
        meta.language = language::detected(&prose(&text, &blocks));
    }
    let text: Arc<str> = text.into();
    let digest = Digest::of(text.as_bytes());
    let id = ArticleId(match (&meta.url, &origin.path) {
        (Some(url), _) => url.clone(),
        (None, Some(path)) => format!("file://{path}"),
        (None, None) => format!("text:{digest}"),
    });
    Article { id, meta, text, blocks, marks, digest }
}

/// The first paragraphs, of which the language is asked: titles are full of names.
fn prose(text: &str, blocks: &[Block]) -> String {
    let mut out = String::new();
    for block in blocks.iter().filter(|block| block.kind.is_prose()) {
        out.push_str(slice(text, block.span));
        out.push('\n');
        if out.len() > 16_000 {
            break;
        }
    }
    out
}

#[cfg(test)]
mod tests;
