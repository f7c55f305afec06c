//! What all exports say of a claim in the same words: its way to the page and its content.

use crate::doc::Article;
use crate::extract::{Analysis, Claim, Source, Who};

/// The way of a claim from who said it to who printed it: `A union official → AFP → The Daily`.
pub(super) fn way(article: &Article, analysis: &Analysis, claim: &Claim) -> Vec<String> {
    let said_by = claim.said_by.and_then(|idx| analysis.source(idx));
    let first =
        said_by.map_or_else(|| "nobody credited".to_owned(), |source| named(article, source));
    let hops = claim.relay.iter().filter_map(|hop| analysis.source(hop.source));
    let mut way = vec![first];
    way.extend(hops.map(|source| named(article, source)));
    // The outlet is the last hop of everything, and said once.
    if let Some(outlet) = &article.meta.outlet
        && way.last() != Some(outlet)
    {
        way.push(outlet.clone());
    }
    way
}

/// What to call a source.
pub(super) fn named(article: &Article, source: &Source) -> String {
    match (source.name.trim(), source.who) {
        ("", Who::Outlet) => article.meta.outlet.clone().unwrap_or_else(|| "the outlet".into()),
        ("", _) => source.kind.name().to_owned(),
        (name, _) => one_line(name),
    }
}

/// The words of a list of spans in one line, with `…` where something stands between them.
pub(super) fn words(article: &Article, spans: &[crate::text::Span]) -> String {
    let pieces: Vec<String> =
        spans.iter().map(|span| one_line(article.slice(*span))).filter(|s| !s.is_empty()).collect();
    pieces.join(" … ")
}

/// A text without line breaks and without white space in a row.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `1 claim`, `2 claims`.
pub(super) fn count(n: usize, one: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") }
}
