//! Names of files that are safe everywhere, and of tags that other programs take.

use crate::doc::{Article, Digest};
use crate::text::slug;

/// A name for an article's file, without an ending: words of the title for people, and eight digits so
/// that two articles never share it. Only letters, digits and `-`, so that every system and every
/// program takes it.
#[must_use]
pub fn file_stem(article: &Article) -> String {
    let words = slug(article.name());
    let digits = Digest::of(article.id.0.as_bytes()).short();
    if words.is_empty() { digits } else { format!("{words}-{digits}") }
}

/// A tag as one word of letters, digits, `_`, `-` and `/`, as Obsidian and Logseq take it.
pub(super) fn tag_name(tag: &str) -> String {
    let plain = |c: char| if c.is_alphanumeric() || "_-/".contains(c) { c } else { '-' };
    tag.trim().trim_start_matches('#').chars().map(plain).collect()
}
