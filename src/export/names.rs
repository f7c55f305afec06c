//! Names of files that are safe everywhere, and other words of names.

use crate::doc::{Article, Digest};

/// The most characters of a title in the name of a file.
const MOST: usize = 60;

/// A name for an article's file, without an ending: words of the title for people, and eight digits so
/// that two articles never share it. Only letters, digits and `-`, so that every system and every
/// program takes it.
#[must_use]
pub fn file_stem(article: &Article) -> String {
    let words = slug(article.name());
    let digits = Digest::of(article.id.0.as_bytes()).short();
    if words.is_empty() { digits } else { format!("{words}-{digits}") }
}

/// A text as part of a file's name.
#[must_use]
pub fn slug(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
        if out.chars().count() >= MOST {
            break;
        }
    }
    out.trim_matches('-').to_owned()
}
