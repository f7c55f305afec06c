//! Learns which of the spans around a segment is the right one, on segments of unseen articles.

use crate::corpus::Doc;
use crate::links::Linker;
use crate::perceptron::{Dice, write};
use crate::told::within;
use std::collections::BTreeSet;
use whosaid::extract::model::borders::{self, Place};
use whosaid::extract::model::chain::{COLUMNS, Segment};
use whosaid::extract::model::features::View;
use whosaid::extract::model::link;

const BITS: u32 = 16;
const PASSES: usize = 12;
const RATE: f32 = 0.02;

/// The spans of one place: features of beginnings, of ends and of both, and which is right.
struct Choice {
    begins: Vec<Vec<u32>>,
    ends: Vec<Vec<u32>>,
    spans: Vec<Span>,
}

struct Span {
    begin: usize,
    end: usize,
    both: Vec<u32>,
    right: bool,
}

/// Weights of borders by bucket.
pub struct Borders {
    weights: Vec<f32>,
}

/// Which features are left out, by their place among those of beginnings, then of ends, then of both.
type Without<'a> = &'a BTreeSet<usize>;

fn choice(doc: &Doc, place: &Place<'_, '_>, without: Without<'_>) -> Option<Choice> {
    let role = usize::from(place.chosen.role);
    let gold =
        |from: usize, to: usize| doc.gold.iter().any(|g| g.parts[role].contains(&(from, to)));
    let spans = place.spans();
    let mut pairs = Vec::new();
    for (begin, from) in spans.begins.iter().copied().enumerate() {
        for (end, to) in spans.ends.iter().copied().enumerate().filter(|(_, to)| *to > from) {
            pairs.push((begin, end, from, to, gold(from, to)));
        }
    }
    if pairs.len() < 2 || !pairs.iter().any(|pair| pair.4) {
        return None;
    }
    let mut counts = [0, 0];
    let mut look = |part: usize, at: &dyn Fn(&mut Vec<u32>)| {
        let mut found = Vec::new();
        at(&mut found);
        if part < 2 {
            counts[part] = found.len();
        }
        if without.is_empty() {
            return found;
        }
        let before: usize = counts[..part].iter().sum();
        let kept = found.into_iter().enumerate().filter(|(k, _)| !without.contains(&(k + before)));
        kept.map(|(_, feature)| feature).collect()
    };
    let begins = spans.begins.iter().map(|at| look(0, &|out| place.begin(*at, out))).collect();
    let ends = spans.ends.iter().map(|at| look(1, &|out| place.end(*at, out))).collect();
    let mut span = |(begin, end, from, to, right)| {
        let both = look(2, &|out| place.both(from, to, out));
        Span { begin, end, both, right }
    };
    Some(Choice { begins, ends, spans: pairs.into_iter().map(&mut span).collect() })
}

/// Learns by maximum entropy over the spans of each place.
pub fn learn(
    docs: &[Doc],
    views: &[View<'_>],
    sure: &[&[[f32; COLUMNS]]],
    segments: &[&[Segment]],
    chosen: &[usize],
    linker: &Linker,
    without: Without<'_>,
) -> Borders {
    let mut all = Vec::new();
    for d in chosen.iter().copied() {
        for block in docs[d].words.blocks.iter().copied() {
            let segments = within(segments[d], block);
            let links = link::link_with(&views[d], segments, &mut |f| linker.score(f));
            let others = borders::linked(&links, segments.len()).into_iter().enumerate();
            for (number, other) in others.filter_map(|(n, other)| Some((n, other?))) {
                let place = borders::place(&views[d], sure[d], segments, number, other, block);
                all.extend(choice(&docs[d], &place, without));
            }
        }
    }
    Borders { weights: fit(&mut all) }
}

fn fit(all: &mut [Choice]) -> Vec<f32> {
    let size = 1_usize << BITS;
    let (mut w, mut squares, mut average) =
        (vec![0.0_f32; size], vec![1e-2_f32; size], vec![0.0_f32; size]);
    let mut dice = Dice::new(16);
    let at = |f: u32| f as usize & (size - 1);
    for pass in 0..PASSES {
        dice.shuffle(all);
        for choice in all.iter() {
            let sum = |features: &Vec<u32>| features.iter().map(|f| w[at(*f)]).sum::<f32>();
            let begins: Vec<f32> = choice.begins.iter().map(sum).collect();
            let ends: Vec<f32> = choice.ends.iter().map(sum).collect();
            let points = |s: &Span| begins[s.begin] + ends[s.end] + sum(&s.both);
            let scores: Vec<f32> = choice.spans.iter().map(points).collect();
            let top = scores.iter().copied().fold(f32::MIN, f32::max);
            let e: Vec<f32> = scores.iter().map(|s| (s - top).exp()).collect();
            let total: f32 = e.iter().sum();
            let good: f32 =
                e.iter().zip(&choice.spans).filter(|(_, s)| s.right).map(|(x, _)| x).sum();
            let mut begin_slopes = vec![0.0_f32; begins.len()];
            let mut end_slopes = vec![0.0_f32; ends.len()];
            let mut update = |features: &[u32], slope: f32| {
                if slope.abs() > 1e-3 {
                    for f in features {
                        let k = at(*f);
                        squares[k] += slope * slope;
                        w[k] -= RATE * slope / squares[k].sqrt();
                    }
                }
            };
            for (span, x) in choice.spans.iter().zip(&e) {
                let slope = x / total - if span.right { x / good } else { 0.0 };
                begin_slopes[span.begin] += slope;
                end_slopes[span.end] += slope;
                update(&span.both, slope);
            }
            choice.begins.iter().zip(begin_slopes).for_each(|(f, slope)| update(f, slope));
            choice.ends.iter().zip(end_slopes).for_each(|(f, slope)| update(f, slope));
        }
        if pass * 2 >= PASSES {
            let share = 2.0 / PASSES as f32;
            average.iter_mut().zip(&w).for_each(|(a, w)| *a += w * share);
        }
    }
    average
}

impl Borders {
    /// The points of some features.
    pub fn points(&self, features: &[u32]) -> f32 {
        let mask = self.weights.len().wrapping_sub(1);
        features.iter().filter_map(|f| self.weights.get(*f as usize & mask)).sum()
    }

    /// The file of the weights.
    pub fn table(&self) -> Vec<u8> {
        write(BITS, 1, false, 1 << BITS, &[], |r| &self.weights[r..=r], |r| self.weights[r].abs())
    }
}
