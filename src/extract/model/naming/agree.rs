//! Names that are written alike are of one kind.

use super::{Name, Sort};
use crate::extract::model::words::Words;
use std::collections::BTreeMap;

/// Names that are written alike are of one kind: the one that the whole text speaks for. Evidence is summed as
/// logarithms, so that one place that leaves no doubt outweighs many that do.
pub fn agree(words: &Words, names: &mut [Name]) {
    let key = |name: &Name| words.low.get(name.from..name.to).unwrap_or(&[]).to_vec();
    let mut sums: BTreeMap<Vec<u32>, [f32; 4]> = BTreeMap::new();
    for name in names.iter() {
        let sum = sums.entry(key(name)).or_default();
        for (sum, sure) in sum.iter_mut().zip(name.sure) {
            *sum += evidence(sure);
        }
    }
    for name in names {
        let Some(sum) = sums.get(&key(name)) else { continue };
        if name.sort != Sort::Other {
            name.sort = likeliest(sum);
        }
    }
}

/// What one mention's likelihood adds to the sum over all.
#[must_use]
pub fn evidence(sure: f32) -> f32 {
    (sure + 0.05).ln()
}

/// The likeliest kind of actor.
fn likeliest(sum: &[f32; 4]) -> Sort {
    let mut best = Sort::Person;
    for sort in [Sort::Organisation, Sort::Place] {
        if sum[sort as usize] > sum[best as usize] {
            best = sort;
        }
    }
    best
}
