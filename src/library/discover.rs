//! The feeds that a page names: what it links as such, else what its site usually has.

use crate::parse::{address, encoding, named_feeds};
use url::Url;

/// Addresses of feeds that a page states, the best first.
#[must_use]
pub fn stated(bytes: &[u8], content_type: Option<&str>, from: &str) -> Vec<String> {
    let decoded = encoding::decode(bytes, content_type.and_then(encoding::charset));
    let mut found: Vec<(usize, String)> = Vec::new();
    for (kind, title, href) in named_feeds(&decoded.text) {
        let Some(to) = address::safe(&href, Some(from)) else { continue };
        // Comments are no news; what does not say so comes first.
        let is_comments = to.contains("comment") || title.to_lowercase().contains("comment");
        let rank = usize::from(is_comments) * 2 + usize::from(kind.contains("json"));
        if !found.iter().any(|(_, known)| *known == to) {
            found.push((rank, to));
        }
    }
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, to)| to).take(20).collect()
}

/// Where feeds usually are on a site that names none.
#[must_use]
pub fn usual(from: &str) -> Vec<String> {
    let Ok(page) = Url::parse(from) else { return Vec::new() };
    ["/feed", "/rss", "/feed.xml", "/rss.xml", "/atom.xml", "/index.xml"]
        .iter()
        .filter_map(|path| page.join(path).ok().map(String::from))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_names_its_feeds() {
        let page = br#"<html><head><link rel="stylesheet" href="x.css">
            <link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed">
            <LINK REL='alternate' TYPE='application/atom+xml' HREF='news.atom'>
            <link rel=alternate type="application/rss+xml" href="javascript:alert(1)"></head></html>"#;
        let found = stated(page, None, "https://a.example/world/");
        assert_eq!(found, ["https://a.example/world/news.atom", "https://a.example/comments/feed"]);
    }

    #[test]
    fn a_page_that_names_none_is_guessed_at() {
        assert_eq!(usual("https://a.example/world/x")[0], "https://a.example/feed");
        assert!(usual("no address").is_empty());
    }
}
