//! Drafts of schema.org ClaimReview: the claims that the reader has checked, as structured data
//! for a fact-check's page.
//!
//! A draft says what the reader found and no more: who publishes it is for its author to fill in.

use super::chain;
use super::dossier::{Dossier, Mark};
use super::format::Export;
use crate::notes::Verdict;
use serde_json::{Value, json};

/// The head of the file.
#[must_use]
pub fn begin(_: &Export) -> String {
    "{\n\"@context\": \"https://schema.org\",\n\"@graph\": [\n".into()
}

/// The end of the file.
#[must_use]
pub fn end(_: usize) -> String {
    "\n]\n}\n".into()
}

/// A draft for each checked claim of an article.
#[must_use]
pub fn article(dossier: &Dossier<'_>, export: &Export) -> Vec<String> {
    // A verdict is the reader's, also on a claim that the program found.
    let select =
        super::dossier::Selection { only: super::dossier::Only::Both, ..export.select.clone() };
    let marks = dossier.marks(&select);
    let drafts = marks.iter().filter_map(|mark| {
        let Mark::Claim(_, claim, Some(ruled)) = mark else { return None };
        let check = ruled.check.as_ref()?;
        let meta = &dossier.article.meta;
        let source = claim.said_by.and_then(|idx| dossier.analysis.source(idx));
        let author = source.map(|source| {
            let kind = match source.kind {
                crate::extract::SourceKind::NamedPerson
                | crate::extract::SourceKind::UnnamedPerson => "Person",
                _ => "Organization",
            };
            json!({ "@type": kind, "name": source.name })
        });
        let mut item = json!({
            "@type": "Claim",
            "appearance": { "@type": "NewsArticle", "url": dossier.address(), "headline": meta.title },
        });
        if let Some(author) = author {
            item["author"] = author;
        }
        if let Some(published) = &meta.published {
            item["datePublished"] = published.as_str().into();
        }
        let mut draft = json!({
            "@type": "ClaimReview",
            "claimReviewed": chain::content(dossier.article, claim),
            "datePublished": check.at.date(),
            "itemReviewed": item,
            "reviewRating": { "@type": "Rating", "alternateName": words(check.verdict) },
            "url": Value::Null,
            "author": { "@type": "Organization", "name": Value::Null },
        });
        if let Some(link) = &check.link {
            draft["citation"] = link.as_str().into();
        }
        Some(draft.to_string())
    });
    drafts.collect()
}

fn words(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Open => "Not yet known",
        Verdict::Holds => "It holds",
        Verdict::Disputed => "Disputed",
        Verdict::False => "False",
    }
}
