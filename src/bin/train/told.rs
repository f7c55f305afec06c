//! Attributions as the trainer compares them: runs of tokens by role, with a score.

use crate::borders::Borders;
use crate::corpus::{Doc, touched};
use crate::links::Linker;
use whosaid::extract::model::borders::{self, Points, Weigh};
use whosaid::extract::model::chain::{COLUMNS, Segment};
use whosaid::extract::model::features::View;
use whosaid::extract::model::{link, score};
use whosaid::extract::raw::Raw;
use whosaid::text::Span;

/// An attribution that was found.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// Runs of tokens by role.
    pub parts: [Vec<(usize, usize)>; 3],
    /// How sure it is.
    pub score: f32,
}

/// The segments of one block of an article.
pub fn within(segments: &[Segment], block: (usize, usize)) -> &[Segment] {
    let from = segments.partition_point(|s| s.from < block.0);
    let to = segments.partition_point(|s| s.from < block.1);
    &segments[from..to]
}

/// Links the segments of an article and weighs their borders.
pub fn found(
    doc: &Doc,
    view: &View<'_>,
    sure: &[[f32; COLUMNS]],
    segments: &[Segment],
    linker: &Linker,
    borders: Option<&Borders>,
) -> Vec<Told> {
    let mut all = Vec::new();
    let points = borders.map(|borders| |features: &[u32]| borders.points(features));
    let mut weigh = Weigh::new(points.as_ref().map(|points| points as Points<'_>));
    for block in doc.words.blocks.iter().copied() {
        let mut segments = within(segments, block).to_vec();
        let links = link::link_with(view, &segments, &mut |features| linker.score(features));
        let certain = borders::mend(view, sure, &mut segments, &links, block, &mut weigh);
        for link in links {
            let span = |part: usize| (segments[part].from, segments[part].to);
            all.push(Told {
                parts: [
                    link.source.into_iter().map(span).collect(),
                    vec![span(link.cue)],
                    link.contents.iter().copied().map(span).collect(),
                ],
                score: score::of(&link, &certain),
            });
        }
    }
    all
}

impl Told {
    /// From what the program found.
    pub fn of(doc: &Doc, parts: [&[Span]; 3], score: f32) -> Self {
        let tokens = |spans: &[Span]| {
            let touched = spans.iter().map(|s| touched(&doc.words, s.start(), s.end()));
            let mut all: Vec<usize> = touched.flat_map(|(from, to)| from..to).collect();
            all.sort_unstable();
            all.dedup();
            crate::corpus::runs(&all)
        };
        Self { parts: parts.map(tokens), score }
    }

    /// From what rules and models found.
    pub fn of_raw(doc: &Doc, raw: &Raw) -> Self {
        Self::of(doc, [&raw.source, &raw.cue, &raw.content], raw.score)
    }

    /// As the models would give it to the program.
    pub fn raw(&self, doc: &Doc) -> Raw {
        let spans = |parts: &[(usize, usize)]| -> Vec<Span> {
            parts.iter().map(|(a, b)| doc.words.spans[*a].hull(doc.words.spans[b - 1])).collect()
        };
        let [source, cue, content] = &self.parts;
        Raw {
            passed: Vec::new(),
            source: spans(source),
            cue: spans(cue),
            content: spans(content),
            rule: "learned",
            reasons: Vec::new(),
            score: self.score,
        }
    }
}
