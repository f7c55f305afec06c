//! Names: which runs of words name somebody or something, and of what kind.
//!
//! A linear chain over the words that may stand in a name (what has a capital, and
//! the small words between): outside, or first or later word of a person, a body, a
//! place, or of what is none of these (works, events, languages, products), which is
//! learned so that it is not taken for one of them. What the lists know of a word
//! comes in as bits ([`Clue`]); this module must not import them, nor the rules.

mod agree;
mod chain;
mod clue;
mod company;
mod features;
mod scene;

pub use agree::{agree, evidence};
pub use chain::{best, push_names, sums};
pub use clue::*;
pub use scene::Scene;

use super::hash::mix;
use super::table::Table;

/// Outside, and the first and later words of the four kinds.
pub const LABELS: usize = 9;
/// Points for each label after each label, and for each label at the beginning of a run.
pub const MOVES: usize = LABELS * LABELS + LABELS;
/// The domains that the trainer learns from; only the first is asked for.
pub const DOMAINS: u32 = 2;

/// What a name is a name of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// A human being.
    Person,
    /// A body.
    Organisation,
    /// A place.
    Place,
    /// Something that is no actor.
    Other,
}

impl Sort {
    /// All, in the order of the labels.
    pub const ALL: [Sort; 4] = [Sort::Person, Sort::Organisation, Sort::Place, Sort::Other];

    /// The label of the first word; that of later words is one more.
    #[must_use]
    pub fn label(self) -> u8 {
        1 + 2 * self as u8
    }

    /// The kind that a label is of.
    #[must_use]
    pub fn of(label: u8) -> Option<Self> {
        Self::ALL.get(usize::from(label.checked_sub(1)? / 2)).copied()
    }
}

/// A name that was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Name {
    /// Its first token.
    pub from: usize,
    /// One past its last.
    pub to: usize,
    /// What it is a name of.
    pub sort: Sort,
    /// How likely each kind is, by [`Sort`].
    pub sure: [f32; 4],
}

/// Adds each feature once more as one of a domain, so that what holds there alone is learned apart.
pub fn domain(found: &mut Vec<u32>, number: u32) {
    let all = found.len();
    for at in 0..all {
        found.push(mix(found[at], number));
    }
}

impl Scene<'_> {
    /// The names of the text: the best labels of each run, with `bias` points against outside.
    #[must_use]
    pub fn names(&self, table: &Table) -> Vec<Name> {
        let mut names = Vec::new();
        let extra = table.extra();
        let moves = extra.get(..MOVES).unwrap_or(&[]);
        let bias = extra.get(MOVES).copied().unwrap_or(0.0);
        let (mut points, mut found) = (Vec::new(), Vec::new());
        for run in self.runs.iter().copied() {
            points.clear();
            for at in run.0..run.1 {
                found.clear();
                self.features(at, run, &mut found);
                domain(&mut found, 1);
                let mut sums = [0_i32; LABELS];
                table.add(&found, &mut sums);
                let mut point = sums.map(|s| s as f32 * table.scale());
                point[0] -= bias;
                points.push(point);
            }
            let sure = sums(&points, moves, None);
            let labels = best(&points, moves);
            push_names(&labels, &sure, run.0, &mut names);
        }
        names
    }
}
