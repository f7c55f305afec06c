//! Where a piece of an attribution begins and ends, chosen anew when it is known what it is a piece of.
//!
//! The chain reads a token at a time: it cannot see that a quotation which opens here should close there, that
//! what is between two borders is one clause, or how long it becomes. Here a few beginnings and ends
//! around those that the chain chose are weighed as whole spans: maximum entropy over the candidates.

mod look;
mod place;

pub use place::{Place, Spans, place};

use super::chain::{COLUMNS, Segment};
use super::features::View;
use super::link::Link;

/// Chooses the borders of the segments of one block anew; how sure each is then, as far as it was weighed.
pub fn mend(
    view: &View<'_>,
    sure: &[[f32; COLUMNS]],
    segments: &mut [Segment],
    links: &[Link],
    block: (usize, usize),
    weigh: &mut Weigh<'_>,
) -> Vec<Option<f32>> {
    let other = linked(links, segments.len());
    let mut certain = vec![None; segments.len()];
    for number in 0..segments.len() {
        let Some(other) = other[number] else { continue };
        let place = place(view, sure, segments, number, other, block);
        let (best, share) = weigh.best(&place);
        segments[number] = best;
        certain[number] = Some(share);
    }
    certain
}

/// Says what some features are worth.
pub type Points<'a> = &'a dyn Fn(&[u32]) -> f32;

/// Weighs the spans of a place.
pub struct Weigh<'a> {
    points: Option<Points<'a>>,
    found: Vec<u32>,
}

impl<'a> Weigh<'a> {
    /// With what features are worth; without, every border stays where the chain put it.
    #[must_use]
    pub fn new(points: Option<Points<'a>>) -> Self {
        Self { points, found: Vec::new() }
    }

    fn points(&mut self, points: Points<'_>, look: impl FnOnce(&mut Vec<u32>)) -> f32 {
        self.found.clear();
        look(&mut self.found);
        points(&self.found)
    }

    /// The best span, and how likely it is the right one, given that one of its kind is there.
    fn best(&mut self, place: &Place<'_, '_>) -> (Segment, f32) {
        let chosen = place.chosen;
        let Some(worth) = self.points else {
            return (chosen, place.exists(&[chosen.from], &[chosen.to]));
        };
        let Spans { begins, ends } = place.spans();
        let exists = place.exists(&begins, &ends);
        if begins.len() * ends.len() < 2 {
            return (chosen, exists);
        }
        let first: Vec<f32> =
            begins.iter().map(|at| self.points(worth, |out| place.begin(*at, out))).collect();
        let last: Vec<f32> =
            ends.iter().map(|at| self.points(worth, |out| place.end(*at, out))).collect();
        let (mut best, mut top, mut all) = (chosen, f32::MIN, Vec::new());
        for (from, a) in begins.iter().zip(&first) {
            for (to, b) in ends.iter().zip(&last).filter(|(to, _)| *to > from) {
                let points = a + b + self.points(worth, |out| place.both(*from, *to, out));
                all.push(points);
                if points > top {
                    (best, top) = (Segment { role: chosen.role, from: *from, to: *to }, points);
                }
            }
        }
        (best, exists / all.iter().map(|points| (points - top).exp()).sum::<f32>())
    }
}

/// For each segment that is part of an attribution, the other one from which its borders are seen: its cue; for a cue
/// its first content, or its source.
#[must_use]
pub fn linked(links: &[Link], segments: usize) -> Vec<Option<usize>> {
    let mut other = vec![None; segments];
    for link in links {
        for part in link.contents.iter().copied().chain(link.source) {
            other[part] = Some(link.cue);
        }
        other[link.cue] = link.contents.first().copied().or(link.source);
    }
    other
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::model::hash::mix;
    use crate::extract::model::parser::Syntax;
    use crate::extract::model::words::Words;
    use proptest::prelude::*;

    /// Plain words in one sentence, each hanging on the one before it.
    fn words(count: usize) -> (Words, Syntax) {
        let mut words = Words::default();
        for at in 0..count {
            words.spans.push(crate::text::Span::new(at * 2, at * 2 + 1));
            words.low.push(at as u32 % 5);
            words.stem.push(at as u32 % 5);
            words.tails.push([0; 2]);
            words.shape.push(0);
            words.flags.push(0);
            words.quote.push(0);
            words.sentence_of.push(0);
        }
        words.sentences.push((0, count));
        words.blocks.push((0, count));
        let heads = (0..count as u32).map(|at| at.saturating_sub(1)).collect();
        (words, Syntax { tags: vec![19; count], heads, relations: vec![7; count] })
    }

    fn segment(role: u8, from: usize, to: usize) -> Segment {
        Segment { role, from, to }
    }

    #[test]
    fn without_knowledge_every_border_stays() {
        let (words, syntax) = words(12);
        let view = View::new(&words, &syntax);
        let mut segments = [segment(1, 1, 2), segment(2, 3, 9)];
        let links = [Link { cue: 0, source: None, contents: vec![1], sure: 1.0 }];
        let sure = vec![[0.5; COLUMNS]; 12];
        let certain = mend(&view, &sure, &mut segments, &links, (0, 12), &mut Weigh::new(None));
        assert_eq!(segments, [segment(1, 1, 2), segment(2, 3, 9)]);
        assert_eq!(certain, [Some(0.5), Some(0.5)]);
    }

    proptest! {
        #[test]
        fn pieces_stay_apart_and_inside_their_block(
            lengths in prop::collection::vec((0_usize..4, 1_usize..6), 2..8),
            likely in prop::collection::vec(0.0_f32..1.0, 60),
            seed in any::<u32>(),
        ) {
            let (words, syntax) = words(60);
            let view = View::new(&words, &syntax);
            let mut at = 0;
            let mut segments = Vec::new();
            for (number, (gap, length)) in lengths.iter().enumerate() {
                let from = at + gap;
                at = from + length;
                segments.push(segment(if number == 0 { 1 } else { 2 }, from, at));
            }
            let contents = (1..segments.len()).collect();
            let links = [Link { cue: 0, source: None, contents, sure: 1.0 }];
            let sure: Vec<[f32; COLUMNS]> = likely.iter().map(|p| [*p; COLUMNS]).collect();
            // Points that mean nothing, so that every border may be thought best.
            let points = |features: &[u32]| {
                features.iter().map(|f| (mix(*f, seed) % 100) as f32 - 50.0).sum::<f32>() / 100.0
            };
            let certain =
                mend(&view, &sure, &mut segments, &links, (0, 60), &mut Weigh::new(Some(&points)));
            for pair in segments.windows(2) {
                prop_assert!(pair[0].to <= pair[1].from, "{segments:?}");
            }
            for s in &segments {
                prop_assert!(s.from < s.to && s.to <= 60);
            }
            for share in certain {
                prop_assert!(share.is_some_and(|share| (0.0..=1.0).contains(&share)));
            }
        }
    }
}
