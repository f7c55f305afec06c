//! Where in a text any few characters stand: a table made once, asked for every note.
//!
//! A note that is looked for by going over all of the text costs as much as the text is
//! long; ten thousand of them in a long text would be minutes. With this table each asks
//! for some runs of its own characters, and only where several of them stand at the right
//! distances is the text looked at closely.

use crate::doc::fold::Folded;

/// Characters in a run. Six are rare enough in prose, and few enough to lie between two edits.
pub(super) const GRAM: usize = 6;

/// A folded text with the table.
pub(super) struct Grams {
    /// The text.
    pub(super) text: Folded,
    /// For each bucket, where its places begin in `places`; one more at the end.
    begins: Vec<u32>,
    /// The places of runs, those of one bucket together and in the order of the text.
    places: Vec<u32>,
    /// How far a hash is shifted down to be a bucket.
    shift: u32,
}

impl Grams {
    /// Folds a text and makes its table, in linear time.
    pub(super) fn new(text: &str) -> Self {
        let text = Folded::new(text);
        let runs = (text.chars.len() + 1).saturating_sub(GRAM);
        let bits = usize::BITS - runs.leading_zeros() + 1;
        let shift = u64::BITS - bits.clamp(4, 28);
        let mut begins = vec![0_u32; (1 << (u64::BITS - shift)) + 1];
        let buckets: Vec<u32> = text.chars.windows(GRAM).map(|run| bucket(run, shift)).collect();
        for bucket in &buckets {
            if let Some(count) = begins.get_mut(*bucket as usize + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for count in &mut begins {
            sum += *count;
            *count = sum;
        }
        let mut places = vec![0_u32; buckets.len()];
        let mut next = begins.clone();
        for (place, bucket) in (0_u32..).zip(&buckets) {
            if let Some(at) = next.get_mut(*bucket as usize) {
                if let Some(slot) = places.get_mut(*at as usize) {
                    *slot = place;
                }
                *at += 1;
            }
        }
        Self { text, begins, places, shift }
    }

    /// How many places a run has at most.
    pub(super) fn count(&self, run: &[char]) -> usize {
        self.bucket(run).len()
    }

    /// The places of a run, at most `most` of them, those nearest to a place first.
    pub(super) fn places(
        &self,
        run: &[char],
        near: usize,
        most: usize,
    ) -> impl Iterator<Item = usize> {
        let all = self.bucket(run);
        let middle = all.partition_point(|place| (*place as usize) < near);
        let (mut low, mut high) = (middle, middle);
        let nearest = std::iter::from_fn(move || {
            let before = low.checked_sub(1).and_then(|n| all.get(n)).map(|at| *at as usize);
            let after = all.get(high).map(|at| *at as usize);
            let take_before = match (before, after) {
                (Some(before), Some(after)) => near.abs_diff(before) <= near.abs_diff(after),
                (before, _) => before.is_some(),
            };
            if take_before {
                low -= 1;
                before
            } else {
                high += 1;
                after
            }
        });
        // Other runs may share the bucket; in a text made for it they would be many.
        let stands = |at: &usize| self.text.chars.get(*at..*at + run.len()) == Some(run);
        nearest.take(4 * most).filter(stands).take(most)
    }

    fn bucket(&self, run: &[char]) -> &[u32] {
        let bucket = bucket(run, self.shift) as usize;
        let bound = |at: usize| self.begins.get(at).map_or(0, |at| *at as usize);
        self.places.get(bound(bucket)..bound(bucket + 1)).unwrap_or(&[])
    }
}

fn bucket(run: &[char], shift: u32) -> u32 {
    // Multiplying mixes upwards: the highest bits depend on all that went in.
    const MIX: u64 = 0x9e37_79b9_7f4a_7c15;
    let mixed =
        run.iter().fold(0_u64, |h, c| (h.rotate_left(23) ^ u64::from(*c)).wrapping_mul(MIX));
    u32::try_from(mixed >> shift).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn places(grams: &Grams, run: &str, near: usize) -> Vec<usize> {
        let run: Vec<char> = run.chars().collect();
        grams.places(&run, near, 100).collect()
    }

    #[test]
    fn the_nearest_come_first() {
        let grams = Grams::new("abcdef abcdef abcdef");
        assert_eq!(places(&grams, "abcdef", 8), [7, 14, 0]);
        assert_eq!(places(&grams, "abcdef", 99), [14, 7, 0]);
        assert_eq!(places(&grams, "abcdex", 0), [0; 0]);
        assert_eq!(places(&Grams::new("abc"), "abcdef", 0), [0; 0]);
    }

    proptest! {
        #[test]
        fn every_run_is_found_where_it_stands(text in "[ab c]{0,60}", near in 0usize..70) {
            let grams = Grams::new(&text);
            let chars = grams.text.chars.clone();
            for run in chars.windows(GRAM) {
                let mut found: Vec<usize> = grams.places(run, near, 100).collect();
                prop_assert!(found.is_sorted_by_key(|at| at.abs_diff(near)));
                found.sort_unstable();
                let all: Vec<usize> = (0..chars.len())
                    .filter(|at| chars.get(*at..*at + GRAM) == Some(run))
                    .collect();
                prop_assert_eq!(found, all);
            }
        }
    }
}
