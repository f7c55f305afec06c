//! Markdown with front matter: who is quoted, claims by source with their relays, notes.

use crate::doc::Article;
use crate::extract::Analysis;
use crate::notes::Notebook;

/// The article's sources, claims and notes as Markdown.
#[must_use]
pub fn markdown(article: &Article, analysis: &Analysis, notebook: &Notebook) -> String {
    let _ = (article, analysis, notebook);
    String::new()
}
