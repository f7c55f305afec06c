//! Bytes into an [`Article`].
//!
//! Total: whatever comes in, an article and a list of problems come out; the
//! caller refuses what is fatal. No input or output, no clock.

use crate::doc::{Article, ArticleId, Digest, Meta, Problem};
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

/// Reads an article from bytes.
#[must_use]
pub fn parse(bytes: &[u8], origin: &Origin) -> (Article, Vec<Problem>) {
    let text: Arc<str> = String::from_utf8_lossy(bytes).into_owned().into();
    let digest = Digest::of(text.as_bytes());
    let id = ArticleId(origin.path.clone().unwrap_or_default());
    (
        Article { id, meta: Meta::default(), text, blocks: Vec::new(), marks: Vec::new(), digest },
        Vec::new(),
    )
}
