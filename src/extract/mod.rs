//! Finding who said what: an article in, an [`Analysis`] out.
//!
//! Total, deterministic, without input or output. What is found is derived and
//! never saved. Imports `doc` and `text`.

pub mod attribute;
pub mod grammar;
mod known;
pub mod lexicon;
pub mod quotes;
pub mod raw;
pub mod reading;
pub mod token;
mod types;

pub use lexicon::Lexicon;
pub use types::*;

use crate::doc::Article;

/// Reads the article and says who said what in it, and why the program thinks so.
#[must_use]
pub fn analyse(article: &Article, lexicon: &Lexicon) -> Analysis {
    let reading = reading::Reading::new(article, lexicon);
    let raws = attribute::attribute(&reading);
    let _ = raws;
    Analysis::empty(article.digest)
}
