//! Whole attributions against the gold: how many are right, and how often a score tells the truth.

use crate::corpus::{Attribution, Doc};
use crate::told::Told;

/// Counts over many attributions.
#[derive(Clone, Debug, Default)]
pub struct Judged {
    /// The score of each that was found, and whether its source is equal and its content overlaps.
    pub pairs: Vec<(f32, bool)>,
    gold: usize,
    exact: usize,
    source: usize,
    overlap: usize,
}

type Runs = [(usize, usize)];

fn meets(a: &Runs, b: &Runs) -> bool {
    a.iter().any(|x| b.iter().any(|y| x.0 < y.1 && y.0 < x.1))
}

/// Which of the found are right: as `tools/score.py` counts AR-src, each gold attribution once.
pub fn right(doc: &Doc, told: &[Told]) -> Vec<bool> {
    let same =
        |g: &Attribution, t: &Told| meets(&g.parts[2], &t.parts[2]) && g.parts[0] == t.parts[0];
    matched(doc, told, same)
}

fn matched(doc: &Doc, told: &[Told], same: impl Fn(&Attribution, &Told) -> bool) -> Vec<bool> {
    let mut taken = vec![false; doc.gold.len()];
    let mut one = |t: &Told| {
        let free = (0..doc.gold.len()).find(|g| !taken[*g] && same(&doc.gold[*g], t));
        free.is_some_and(|g| {
            taken[g] = true;
            true
        })
    };
    told.iter().map(&mut one).collect()
}

impl Judged {
    /// Counts one article.
    pub fn add(&mut self, doc: &Doc, told: &[Told]) {
        let count = |list: Vec<bool>| list.into_iter().filter(|right| *right).count();
        let right = right(doc, told);
        self.pairs.extend(told.iter().zip(&right).map(|(t, right)| (t.score, *right)));
        self.gold += doc.gold.len();
        self.source += count(right);
        self.exact += count(matched(doc, told, |g, t| g.parts == t.parts));
        self.overlap += count(matched(doc, told, |g, t| {
            meets(&g.parts[1], &t.parts[1])
                && meets(&g.parts[2], &t.parts[2])
                && (meets(&g.parts[0], &t.parts[0])
                    || (g.parts[0].is_empty() && t.parts[0].is_empty()))
        }));
    }

    fn f(&self, right: usize) -> f32 {
        2.0 * right as f32 / (self.pairs.len() + self.gold).max(1) as f32
    }

    /// One line for people.
    pub fn line(&self) -> String {
        let [exact, source, overlap] =
            [self.exact, self.source, self.overlap].map(|right| self.f(right));
        format!("exact {exact:.3}  right source {source:.3}  overlap {overlap:.3}")
    }
}

const STEPS: usize = 20;

/// How often a raw score is right, from 0 to 1 in twenty steps, never falling.
pub fn curve(pairs: &[(f32, bool)]) -> Vec<f32> {
    let mut counts = [(1.0_f32, 3.0_f32); STEPS + 1];
    for (raw, right) in pairs {
        let count = &mut counts[(raw * STEPS as f32).round().clamp(0.0, STEPS as f32) as usize];
        count.0 += f32::from(u8::from(*right));
        count.1 += 1.0;
    }
    // Pool neighbours that fall (isotonic regression).
    let mut pools: Vec<(f32, f32, usize)> = Vec::new();
    for (right, all) in counts {
        pools.push((right, all, 1));
        while let [.., a, b] = pools[..] {
            if a.0 / a.1 <= b.0 / b.1 {
                break;
            }
            pools.truncate(pools.len() - 2);
            pools.push((a.0 + b.0, a.1 + b.1, a.2 + b.2));
        }
    }
    pools.iter().flat_map(|(right, all, n)| std::iter::repeat_n(right / all, *n)).collect()
}

/// What was said against what came, in ten steps.
pub fn table(pairs: &[(f32, bool)]) -> String {
    let mut rows = [(0.0_f32, 0_usize, 0_usize); 10];
    for (said, right) in pairs {
        let row = &mut rows[((said * 10.0) as usize).min(9)];
        *row = (row.0 + said, row.1 + usize::from(*right), row.2 + 1);
    }
    let mut out = String::from("    said   was    of\n");
    for (said, right, all) in rows.iter().filter(|row| row.2 > 0) {
        let share = |x: f32| x / *all as f32;
        out += &format!("    {:.3}  {:.3}  {all}\n", share(*said), share(*right as f32));
    }
    out
}
