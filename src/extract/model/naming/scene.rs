//! What is the same for all features of a text, worked out once: its runs of names, its company, its sort.

use super::clue::*;
use super::company::Company;
use crate::extract::model::words::{CAPITAL, MARK, NUMBER, Words};

/// All that features are read from.
#[derive(Debug)]
pub struct Scene<'a> {
    pub(super) words: &'a Words,
    pub(super) tags: &'a [u8],
    pub(super) clues: &'a [Clue],
    /// The runs of words that may stand in names, in order.
    pub runs: Vec<(usize, usize)>,
    /// For each token: first token and one past the last of the words with capitals that stand together.
    pub(super) caps: Vec<(u32, u32)>,
    /// How many words of each sentence have capitals, in eighths.
    pub(super) height: Vec<u32>,
    /// What the whole text shows of each word.
    pub(super) company: Company,
    /// What sort of text it is: how many of its capitals are forenames, known places and bodies, how many of its
    /// words attribute, each in steps.
    pub(super) kind: [u32; 4],
}

/// How many small words may stand between two capitals of one name.
const GAP: usize = 2;

impl<'a> Scene<'a> {
    /// Works out what is the same for all features.
    #[must_use]
    pub fn new(words: &'a Words, tags: &'a [u8], clues: &'a [Clue]) -> Self {
        let mut scene = Self {
            words,
            tags,
            clues,
            runs: Vec::new(),
            caps: vec![(0, 0); words.len()],
            height: Vec::with_capacity(words.sentences.len()),
            company: Company::default(),
            kind: [0; 4],
        };
        for (from, to) in words.sentences.iter().copied() {
            scene.runs_of(from, to);
            let wordy =
                (from..to).filter(|at| !words.is(*at, MARK) && scene.bits(*at) & SMALL == 0);
            let (all, high) = wordy
                .fold((0, 0), |(all, high), at| (all + 1, high + u32::from(words.is(at, CAPITAL))));
            scene.height.push((high * 8_u32).checked_div(all).unwrap_or(9));
        }
        scene.company = Company::new(words, tags, clues, &scene.caps);
        scene.kind = scene.kind();
        scene
    }

    fn kind(&self) -> [u32; 4] {
        let mut sums = [0_u32; 4];
        let mut capitals = 1;
        for (at, clue) in self.clues.iter().enumerate() {
            capitals += u32::from(self.starts(at));
            sums[0] += u32::from(clue.bits & FORENAME != 0);
            // Countries, capitals, and other places, as `clues` numbers them.
            sums[1] +=
                u32::from(matches!(clue.known.wrapping_sub(1) / 4, 0 | 1 | 6) && clue.known > 0);
            sums[2] += u32::from(clue.bits & (BODY | MEDIA) != 0);
            sums[3] += u32::from(clue.bits & CUE != 0 && clue.bits & SMALL == 0);
        }
        let words = self.clues.len().max(1) as u64;
        let steps = |n: u64| (0..7).find(|k| n <= 8 << k).unwrap_or(7) as u32;
        let share = |n: u32| steps(u64::from(n) * 1000 / u64::from(capitals));
        [share(sums[0]), share(sums[1]), share(sums[2]), steps(u64::from(sums[3]) * 2000 / words)]
    }

    pub(super) fn bits(&self, at: usize) -> u32 {
        self.clues.get(at).map_or(0, |c| c.bits)
    }

    fn starts(&self, at: usize) -> bool {
        self.words.is(at, CAPITAL)
    }

    fn runs_of(&mut self, from: usize, to: usize) {
        let mut at = from;
        while at < to {
            if !self.starts(at) {
                at += 1;
                continue;
            }
            let (start, mut end) = (at, at + 1);
            let mut next = end;
            while next < to && next < end + GAP + 1 {
                if self.starts(next) || self.words.is(next, NUMBER) && next == end {
                    next += 1;
                    end = next;
                } else if self.bits(next) & (GLUE | PARTICLE) != 0 {
                    next += 1;
                } else {
                    break;
                }
            }
            self.runs.push((start, end));
            // What stands together without small words between.
            let mut cap = start;
            while cap < end {
                if !self.starts(cap) {
                    cap += 1;
                    continue;
                }
                let mut stop = cap + 1;
                while stop < end && self.starts(stop) {
                    stop += 1;
                }
                for slot in &mut self.caps[cap..stop] {
                    *slot = (cap as u32, stop as u32);
                }
                cap = stop;
            }
            at = end;
        }
    }
}
