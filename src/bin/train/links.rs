//! Learns which segments go together, on segments that were predicted for unseen articles.

use crate::corpus::Doc;
use crate::perceptron::{Dice, write};
use crate::told::within;
use whosaid::extract::model::chain::Segment;
use whosaid::extract::model::features::View;
use whosaid::extract::model::link::{self, CONTENT, CUE};

const BITS: u32 = 16;

/// A choice: the features of each candidate, and which candidates are right.
struct Choice {
    candidates: Vec<Vec<u32>>,
    right: Vec<bool>,
}

/// Weights of links by bucket.
pub struct Linker {
    weights: Vec<f32>,
}

/// The attribution that a segment belongs to: the one that it overlaps most.
fn owners(doc: &Doc, s: Segment) -> Vec<usize> {
    let mut found = Vec::new();
    for (g, attribution) in doc.gold.iter().enumerate() {
        if attribution.parts[usize::from(s.role)].iter().any(|(a, b)| *a < s.to && s.from < *b) {
            found.push(g);
        }
    }
    found
}

fn choices(
    docs: &[Doc],
    views: &[View<'_>],
    segments: &[&[Segment]],
    chosen: &[usize],
) -> Vec<Choice> {
    let mut all = Vec::new();
    let mut found = Vec::new();
    for d in chosen {
        let (doc, view) = (&docs[*d], &views[*d]);
        for block in doc.words.blocks.iter().map(|block| within(segments[*d], *block)) {
            let owners: Vec<Vec<usize>> = block.iter().map(|s| owners(doc, *s)).collect();
            let shares = |a: usize, b: usize| owners[a].iter().any(|g| owners[b].contains(g));
            let mut contents = vec![Vec::new(); block.len()];
            for content in (0..block.len()).filter(|i| block[*i].role == CONTENT) {
                let cues = link::around(block, content, CUE);
                let right: Vec<bool> = cues.iter().map(|cue| shares(content, *cue)).collect();
                if let Some(k) = right.iter().position(|r| *r) {
                    contents[cues[k]].push(content);
                    let candidates = cues
                        .iter()
                        .map(|cue| {
                            link::content_features(view, block, content, *cue, &mut found);
                            found.clone()
                        })
                        .collect();
                    all.push(Choice { candidates, right });
                }
            }
            for cue in (0..block.len()).filter(|i| block[*i].role == CUE) {
                if owners[cue].is_empty() {
                    continue;
                }
                let nobody = owners[cue].iter().all(|g| doc.gold[*g].parts[0].is_empty());
                let mut right = vec![nobody];
                link::source_features(view, block, cue, None, &contents[cue], &mut found);
                let mut candidates = vec![found.clone()];
                for source in link::around(block, cue, 0) {
                    right.push(shares(source, cue));
                    link::source_features(
                        view,
                        block,
                        cue,
                        Some(source),
                        &contents[cue],
                        &mut found,
                    );
                    candidates.push(found.clone());
                }
                if right.iter().any(|r| *r) && right.len() > 1 {
                    all.push(Choice { candidates, right });
                }
            }
        }
    }
    all
}

/// Learns by maximum entropy over the candidates of each choice.
pub fn learn(
    docs: &[Doc],
    views: &[View<'_>],
    segments: &[&[Segment]],
    chosen: &[usize],
) -> Linker {
    let mut all = choices(docs, views, segments, chosen);
    let size = 1_usize << BITS;
    let (mut w, mut squares, mut average) =
        (vec![0.0_f32; size], vec![1e-2_f32; size], vec![0.0_f32; size]);
    let mut dice = Dice::new(15);
    let at = |f: u32| f as usize & (size - 1);
    for pass in 0..10 {
        dice.shuffle(&mut all);
        for choice in &all {
            let scores: Vec<f32> =
                choice.candidates.iter().map(|c| c.iter().map(|f| w[at(*f)]).sum()).collect();
            let top = scores.iter().copied().fold(f32::MIN, f32::max);
            let e: Vec<f32> = scores.iter().map(|s| (s - top).exp()).collect();
            let total: f32 = e.iter().sum();
            let good: f32 = e.iter().zip(&choice.right).filter(|(_, r)| **r).map(|(x, _)| x).sum();
            for ((c, x), r) in choice.candidates.iter().zip(&e).zip(&choice.right) {
                let g = x / total - if *r { x / good } else { 0.0 };
                if g.abs() > 1e-3 {
                    for f in c {
                        let k = at(*f);
                        squares[k] += g * g;
                        w[k] -= 0.03 * g / squares[k].sqrt();
                    }
                }
            }
        }
        if pass >= 5 {
            average.iter_mut().zip(&w).for_each(|(a, w)| *a += w / 5.0);
        }
    }
    Linker { weights: average }
}

impl Linker {
    /// The score of a candidate.
    pub fn score(&self, features: &[u32]) -> f32 {
        features.iter().map(|f| self.weights[*f as usize & (self.weights.len() - 1)]).sum()
    }

    /// The share of choices that come out right.
    pub fn measure(
        &self,
        docs: &[Doc],
        views: &[View<'_>],
        segments: &[&[Segment]],
        chosen: &[usize],
    ) -> (usize, usize) {
        let all = choices(docs, views, segments, chosen);
        let right = all
            .iter()
            .filter(|choice| {
                let mut best = 0;
                let scores: Vec<f32> = choice.candidates.iter().map(|c| self.score(c)).collect();
                for k in 0..scores.len() {
                    if scores[k] > scores[best] {
                        best = k;
                    }
                }
                choice.right[best]
            })
            .count();
        (right, all.len())
    }

    /// The file of the weights, with the curve of calibration beside them.
    pub fn table(&self, curve: &[f32]) -> Vec<u8> {
        write(BITS, 1, false, 1 << BITS, curve, |r| &self.weights[r..=r], |r| self.weights[r].abs())
    }
}
