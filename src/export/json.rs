//! An analysis as JSON, for scripts: what `whosaid analyze` prints.
//!
//! The keys and their order are a promise. Offsets are Unicode code points of `text`. `verdict`, `link` and
//! `rulings` of a claim are there only where the reader's notes were asked for and say something of it.

use crate::doc::{Article, Problem};
use crate::extract::{Analysis, ClaimIdx, Who};
use crate::notes::review::Rulings;
use crate::text::Span;
use crate::text::offsets::Offsets;
use serde::Serialize;

/// `[start, end]` in code points.
type Pair = [usize; 2];

/// One article with its analysis, as it is written down.
#[derive(Clone, Debug, Serialize)]
pub struct AnalysisJson<'a> {
    path: &'a str,
    url: Option<&'a str>,
    title: &'a str,
    byline: Option<&'a str>,
    outlet: Option<&'a str>,
    published: Option<&'a str>,
    language: Option<&'a str>,
    text: &'a str,
    blocks: Vec<BlockJson>,
    actors: Vec<ActorJson<'a>>,
    sources: Vec<SourceJson<'a>>,
    claims: Vec<ClaimJson>,
    problems: Vec<&'a str>,
}

#[derive(Clone, Debug, Serialize)]
struct BlockJson {
    kind: &'static str,
    span: Pair,
}

#[derive(Clone, Debug, Serialize)]
struct ActorJson<'a> {
    id: usize,
    name: &'a str,
    kind: &'static str,
    mentions: Vec<Pair>,
}

#[derive(Clone, Debug, Serialize)]
struct SourceJson<'a> {
    id: usize,
    name: &'a str,
    kind: &'static str,
    actor: Option<u32>,
    spans: Vec<Pair>,
}

#[derive(Clone, Debug, Serialize)]
struct ClaimJson {
    id: usize,
    source: Vec<Pair>,
    cue: Vec<Pair>,
    content: Vec<Pair>,
    source_id: Option<u32>,
    relay: Vec<HopJson>,
    mode: &'static str,
    stance: &'static str,
    negation: &'static str,
    modality: &'static str,
    why: String,
    score: f64,
    /// The reader's finding, where the claim was checked.
    #[serde(skip_serializing_if = "Option::is_none")]
    verdict: Option<&'static str>,
    /// Where that can be seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<String>,
    /// What the reader ruled, in sentences.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    rulings: Vec<String>,
}

#[derive(Clone, Debug, Serialize)]
struct HopJson {
    source_id: u32,
    span: Pair,
}

/// An article that was read from `path` with its analysis and what of it the reader ruled, ready for a serialiser.
#[must_use]
pub fn analysis_json<'a>(
    article: &'a Article,
    path: &'a str,
    problems: &'a [Problem],
    analysis: &'a Analysis,
    rulings: &Rulings,
) -> AnalysisJson<'a> {
    let offsets = Offsets::new(&article.text);
    let pair = |span: Span| offsets.point_pair(span);
    let pairs = |spans: &[Span]| spans.iter().map(|span| pair(*span)).collect::<Vec<_>>();
    let blocks =
        article.blocks.iter().map(|b| BlockJson { kind: b.kind.name(), span: pair(b.span) });
    let actors = analysis.actors.iter().enumerate().map(|(id, actor)| ActorJson {
        id,
        name: &actor.name,
        kind: actor.kind.name(),
        mentions: actor
            .mentions
            .iter()
            .filter_map(|idx| analysis.mention(*idx))
            .map(|mention| pair(mention.span))
            .collect(),
    });
    let sources = analysis.sources.iter().enumerate().map(|(id, source)| SourceJson {
        id,
        name: &source.name,
        kind: source.kind.name(),
        actor: match source.who {
            Who::Actor(actor) => Some(actor.0),
            _ => None,
        },
        spans: pairs(&source.spans),
    });
    let ruled = |id: usize| rulings.claims.get(&ClaimIdx(u32::try_from(id).unwrap_or(u32::MAX)));
    let check = |id: usize| ruled(id).and_then(|ruled| ruled.check.as_ref());
    let claims = analysis.claims.iter().enumerate().map(|(id, claim)| ClaimJson {
        id,
        source: pairs(&claim.source),
        cue: pairs(&claim.cue),
        content: pairs(&claim.content),
        source_id: claim.said_by.map(|source| source.0),
        relay: claim
            .relay
            .iter()
            .map(|hop| HopJson { source_id: hop.source.0, span: pair(hop.span) })
            .collect(),
        mode: claim.mode.name(),
        stance: claim.stance.name(),
        negation: claim.negation.name(),
        modality: claim.modality.name(),
        why: claim.why.reasons.join("; "),
        score: (f64::from(claim.score) * 1000.0).round() / 1000.0,
        verdict: check(id).map(|check| check.verdict.name()),
        link: check(id).and_then(|check| check.link.clone()),
        rulings: ruled(id).map(|ruled| ruled.says.clone()).unwrap_or_default(),
    });
    let meta = &article.meta;
    AnalysisJson {
        path,
        url: meta.url.as_deref(),
        title: &meta.title,
        byline: meta.byline.as_deref(),
        outlet: meta.outlet.as_deref(),
        published: meta.published.as_deref(),
        language: meta.language.as_deref(),
        text: &article.text,
        blocks: blocks.collect(),
        actors: actors.collect(),
        sources: sources.collect(),
        claims: claims.collect(),
        problems: problems.iter().chain(&analysis.problems).map(|p| p.says.as_str()).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doc::ProblemKind;
    use crate::export::sample;

    #[test]
    fn the_line_is_as_documented() {
        let (article, analysis) = sample::analysed();
        let problems =
            [Problem { kind: ProblemKind::Encoding, says: "Two bytes were odd.".into() }];
        let json = analysis_json(&article, "bridge.txt", &problems, &analysis, &Rulings::default());
        insta::assert_snapshot!(serde_json::to_string_pretty(&json).unwrap());
    }

    #[test]
    fn offsets_count_code_points() {
        let (article, analysis) = sample::analysed();
        let json = analysis_json(&article, "", &[], &analysis, &Rulings::default());
        let points: Vec<char> = article.text.chars().collect();
        for (claim, written) in analysis.claims.iter().zip(&json.claims) {
            for (span, [start, end]) in claim.content.iter().zip(&written.content) {
                let piece: String = points[*start..*end].iter().collect();
                assert_eq!(piece, article.slice(*span));
            }
        }
    }
}
