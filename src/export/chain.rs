//! What all exports say of a claim in the same words: its way to the page and its content.

use crate::doc::Article;
use crate::extract::{Analysis, Claim, Source, SourceKind, Who};
use crate::text::span::{after, before};
use crate::text::{Span, one_line};

/// What a claim is said to come from where nobody is credited.
pub const NOBODY: &str = "nobody named";

/// One stop on the way of a claim to the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    /// What it is called.
    pub name: String,
    /// What it did.
    pub part: Part,
}

/// What a stop on the way did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Said it. Of this kind; nobody, where nobody is credited.
    Source(SourceKind),
    /// Passed it on.
    Relay,
    /// Printed it.
    Outlet,
}

/// The way of a claim from who said it to who printed it: `A union official → AFP → The Daily`.
#[must_use]
pub fn way(article: &Article, analysis: &Analysis, claim: &Claim) -> Vec<Stop> {
    let said_by = claim.said_by.and_then(|idx| analysis.source(idx));
    let mut way = vec![match said_by {
        Some(source) => Stop { name: named(article, source), part: Part::Source(source.kind) },
        None => Stop { name: NOBODY.into(), part: Part::Source(SourceKind::Nobody) },
    }];
    let hops = claim.relay.iter().filter_map(|hop| analysis.source(hop.source));
    way.extend(hops.map(|source| Stop { name: named(article, source), part: Part::Relay }));
    // The outlet is the last stop of everything, and said once.
    if let Some(outlet) = article.meta.outlet.as_ref().filter(|outlet| !outlet.is_empty())
        && way.last().is_none_or(|last| last.name != *outlet)
    {
        way.push(Stop { name: outlet.clone(), part: Part::Outlet });
    }
    way
}

/// Who said it and who passed it on, in words: `A union official, via AFP`. `None` where nobody is
/// credited.
#[must_use]
pub fn speaker(article: &Article, analysis: &Analysis, claim: &Claim) -> Option<String> {
    claim.said_by?;
    let way = way(article, analysis, claim).into_iter().filter(|stop| stop.part != Part::Outlet);
    Some(way.map(|stop| stop.name).collect::<Vec<_>>().join(", via "))
}

/// What to call a source.
pub(crate) fn named(article: &Article, source: &Source) -> String {
    match (source.name.trim(), source.who) {
        ("", Who::Outlet) => article.meta.outlet.clone().unwrap_or_else(|| "the outlet".into()),
        ("", _) => source.kind.name().to_owned(),
        (name, _) => one_line(name),
    }
}

/// The words of a list of spans in one line, with `…` where something stands between them.
pub(crate) fn words(article: &Article, spans: &[Span]) -> String {
    let pieces: Vec<String> =
        spans.iter().map(|span| one_line(article.slice(*span))).filter(|s| !s.is_empty()).collect();
    pieces.join(" … ")
}

/// What a claim says, or all of its words where nothing is said ("he declined to comment").
pub(crate) fn content(article: &Article, claim: &Claim) -> String {
    if !claim.content.is_empty() {
        return words(article, &claim.content);
    }
    let all = claim.spans().reduce(Span::hull).unwrap_or_default();
    one_line(article.slice(all))
}

/// Outlet, byline and date: where an article comes from, each part once.
#[must_use]
pub fn credits(article: &Article) -> Vec<String> {
    let meta = &article.meta;
    let date = meta.published.as_deref().map(short_date);
    let parts = [meta.outlet.clone(), meta.byline.clone(), date];
    let mut known: Vec<String> = Vec::new();
    for part in parts.into_iter().flatten().map(|part| one_line(&part)) {
        // An outlet that signs its own articles is not named twice.
        if !part.is_empty() && !known.contains(&part) {
            known.push(part);
        }
    }
    known
}

/// The day and the hour of an ISO time; anything else as it stands.
fn short_date(date: &str) -> String {
    let is_iso = date.len() >= 10
        && date.bytes().take(10).enumerate().all(|(i, b)| match i {
            4 | 7 => b == b'-',
            _ => b.is_ascii_digit(),
        });
    if !is_iso {
        return date.to_owned();
    }
    let day = before(date, 10);
    let clock = after(date, 11);
    let has_hour = clock.len() >= 5 && clock.as_bytes().get(2) == Some(&b':');
    if has_hour { format!("{day} {}", before(clock, 5)) } else { day.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn iso_dates_are_shortened() {
        assert_eq!(short_date("2015-07-24T05:36:09+01:00"), "2015-07-24 05:36");
        assert_eq!(short_date("2015-07-24"), "2015-07-24");
        assert_eq!(short_date("Friday, May 9"), "Friday, May 9");
    }
}
