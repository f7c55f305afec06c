//! The spans that may stand in the place of a segment.

use crate::extract::model::chain::{COLUMNS, Segment};
use crate::extract::model::features::View;
use crate::extract::model::link::{CONTENT, head};

/// How far from the chosen border another is looked for, in tokens.
const REACH: usize = 60;
/// How many borders the chain may offer on either side.
const MOST: usize = 5;
/// From which likelihood on it offers one.
const LEAST: f32 = 0.02;
/// A segment whose borders are weighed, with what stands around it.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a, 'b> {
    /// The article.
    pub view: &'a View<'b>,
    /// How likely each of its tokens is inside, first and last in each role.
    pub sure: &'a [[f32; COLUMNS]],
    /// What the chain chose.
    pub chosen: Segment,
    /// The cue that it belongs to; for a cue, the first content, or the source.
    pub other: Segment,
    /// The tokens that are free for it.
    pub room: (usize, usize),
    /// The word at the top of the other.
    pub above: u32,
    /// The roles of the segments right before and after the room, counted from 1; 0 for none.
    pub beside: (u32, u32),
}

/// The spans that may stand in the place of a segment.
#[derive(Clone, Debug, Default)]
pub struct Spans {
    /// First tokens, in order.
    pub begins: Vec<usize>,
    /// Ends (one past the last token), in order.
    pub ends: Vec<usize>,
}

/// Where the segment with this number stands, if it is part of an attribution. `block` is the block's range.
#[must_use]
pub fn place<'a, 'b>(
    view: &'a View<'b>,
    sure: &'a [[f32; COLUMNS]],
    segments: &[Segment],
    number: usize,
    other: usize,
    block: (usize, usize),
) -> Place<'a, 'b> {
    let chosen = segments[number];
    let before = number.checked_sub(1).map(|n| segments[n]);
    let after = segments.get(number + 1).copied();
    let from = before.map_or(block.0, |s| s.to).max(chosen.from.saturating_sub(REACH));
    let to = after.map_or(block.1, |s| s.from).min(chosen.to + REACH);
    let role = |s: Option<Segment>| s.map_or(0, |s| u32::from(s.role) + 1);
    Place {
        view,
        sure,
        chosen,
        other: segments[other],
        above: view.words.stem[head(view, segments[other])],
        room: (from.min(chosen.from), to.max(chosen.to)),
        beside: (role(before), role(after)),
    }
}

impl Place<'_, '_> {
    /// The spans that are weighed.
    #[must_use]
    pub fn spans(&self) -> Spans {
        let words = self.view.words;
        let Segment { role, from, to } = self.chosen;
        let role = usize::from(role);
        let mut begins = self.likely(3 + role, self.room.0..to.min(from + REACH));
        let mut ends = self.likely(6 + role, to.saturating_sub(REACH).max(from)..self.room.1);
        ends.iter_mut().for_each(|end| *end += 1);
        begins.push(from);
        ends.push(to);
        if self.chosen.role == CONTENT {
            for quote in [words.quote[from], words.quote[to - 1]] {
                if quote > 0 {
                    let (open, close) = words.quotes[quote as usize - 1];
                    begins.extend([open, open + 1]);
                    ends.extend([close, close.saturating_sub(1)]);
                }
            }
            let (start, _) = words.sentences[words.sentence_of[from] as usize];
            let (_, stop) = words.sentences[words.sentence_of[to - 1] as usize];
            begins.push(start);
            ends.extend([stop, stop.saturating_sub(1)]);
        }
        begins.retain(|at| *at >= self.room.0 && *at < self.room.1);
        ends.retain(|at| *at > self.room.0 && *at <= self.room.1);
        for list in [&mut begins, &mut ends] {
            list.sort_unstable();
            list.dedup();
        }
        Spans { begins, ends }
    }

    /// The tokens that the chain held likeliest in a column.
    fn likely(&self, column: usize, range: std::ops::Range<usize>) -> Vec<usize> {
        let likely = |at: usize| self.sure.get(at).map_or(0.0, |p| p[column]);
        let mut found: Vec<usize> = range.filter(|at| likely(*at) >= LEAST).collect();
        found.sort_by(|a, b| likely(*b).total_cmp(&likely(*a)).then(a.cmp(b)));
        found.truncate(MOST);
        found
    }

    /// How likely the chain holds it that something of this role begins and ends hereabouts.
    pub(super) fn exists(&self, begins: &[usize], ends: &[usize]) -> f32 {
        let role = usize::from(self.chosen.role);
        let p = |at: usize, column: usize| self.sure.get(at).map_or(0.0, |p| p[column]);
        let first: f32 = begins.iter().map(|at| p(*at, 3 + role)).sum();
        let last: f32 = ends.iter().map(|to| p(to - 1, 6 + role)).sum();
        (first.min(1.0) * last.min(1.0)).sqrt()
    }
}
