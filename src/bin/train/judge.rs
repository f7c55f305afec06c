//! Whole attributions against the gold: how many are right, and how often a score tells the truth.

use crate::corpus::{Attribution, Doc};
use crate::links::Linker;
use whosaid::extract::model::chain::Segment;
use whosaid::extract::model::features::View;
use whosaid::extract::model::link;

/// Counts over many attributions.
#[derive(Default)]
pub struct Judged {
    /// Raw score, and whether source is equal and cue and content overlap.
    pairs: Vec<(f32, bool)>,
    gold: usize,
    overlap: usize,
    source: usize,
}

fn meets(a: &[(usize, usize)], b: &[(usize, usize)]) -> bool {
    a.iter().any(|x| b.iter().any(|y| x.0 < y.1 && y.0 < x.1))
}

/// Links the predicted segments of the chosen articles and compares.
pub fn judge(
    docs: &[Doc],
    views: &[View<'_>],
    segments: &[Vec<Segment>],
    certain: &[Vec<f32>],
    chosen: &[usize],
    linker: &Linker,
    least: f32,
) -> Judged {
    let mut judged = Judged::default();
    for d in chosen {
        let doc = &docs[*d];
        judged.gold += doc.gold.len();
        let mut taken = [vec![false; doc.gold.len()], vec![false; doc.gold.len()]];
        for (from, to) in &doc.words.blocks {
            let a = segments[*d].partition_point(|s| s.from < *from);
            let b = segments[*d].partition_point(|s| s.from < *to);
            let (block, sure) = (&segments[*d][a..b], &certain[*d][a..b]);
            for link in link::link_with(&views[*d], block, &mut |f| linker.score(f)) {
                if whosaid::extract::model::raw_score(&link, sure) < least {
                    continue;
                }
                let span = |i: usize| (block[i].from, block[i].to);
                let mine = Attribution {
                    parts: [
                        link.source.into_iter().map(span).collect(),
                        vec![span(link.cue)],
                        link.contents.iter().copied().map(span).collect(),
                    ],
                };
                let same = |g: &Attribution| {
                    meets(&g.parts[2], &mine.parts[2]) && g.parts[0] == mine.parts[0]
                };
                let over = |g: &Attribution| {
                    meets(&g.parts[1], &mine.parts[1])
                        && meets(&g.parts[2], &mine.parts[2])
                        && (meets(&g.parts[0], &mine.parts[0])
                            || (g.parts[0].is_empty() && mine.parts[0].is_empty()))
                };
                let mut right = false;
                for (g, gold) in doc.gold.iter().enumerate() {
                    if !taken[0][g] && same(gold) {
                        taken[0][g] = true;
                        judged.source += 1;
                        right = true;
                        break;
                    }
                }
                for (g, gold) in doc.gold.iter().enumerate() {
                    if !taken[1][g] && over(gold) {
                        taken[1][g] = true;
                        judged.overlap += 1;
                        break;
                    }
                }
                judged.pairs.push((whosaid::extract::model::raw_score(&link, sure), right));
            }
        }
    }
    judged
}

/// The pieces of attributions, with the raw score of the surest that each is part of.
pub type Scored = Vec<(f32, Segment)>;

/// Links the predicted segments of one article, and says how sure each segment's attribution is.
pub fn scored(
    doc: &Doc,
    view: &View<'_>,
    segments: &[Segment],
    certain: &[f32],
    linker: &Linker,
) -> Scored {
    let mut all = Vec::new();
    for (from, to) in &doc.words.blocks {
        let a = segments.partition_point(|s| s.from < *from);
        let b = segments.partition_point(|s| s.from < *to);
        let (block, sure) = (&segments[a..b], &certain[a..b]);
        let mut best = vec![-1.0_f32; block.len()];
        for link in link::link_with(view, block, &mut |f| linker.score(f)) {
            let raw = whosaid::extract::model::raw_score(&link, sure);
            for i in link.source.into_iter().chain([link.cue]).chain(link.contents) {
                best[i] = best[i].max(raw);
            }
        }
        all.extend(best.into_iter().zip(block.iter().copied()));
    }
    all
}

const STEPS: usize = 20;

impl Judged {
    /// All counts together.
    pub fn merge(all: impl Iterator<Item = Judged>) -> Judged {
        all.fold(Judged::default(), |mut sum, one| {
            sum.pairs.extend(one.pairs);
            sum.gold += one.gold;
            sum.overlap += one.overlap;
            sum.source += one.source;
            sum
        })
    }

    /// One line for people.
    pub fn line(&self) -> String {
        let f = |right: usize| 2.0 * right as f32 / (self.pairs.len() + self.gold).max(1) as f32;
        format!(
            "attributions, held out: overlap {:.3}, right source {:.3}",
            f(self.overlap),
            f(self.source)
        )
    }

    /// How often a raw score is right, from 0 to 1 in twenty steps, never falling.
    pub fn curve(&self) -> Vec<f32> {
        let mut counts = [(1.0_f32, 3.0_f32); STEPS + 1];
        for (raw, right) in &self.pairs {
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
    pub fn table(&self, curve: &[f32]) -> String {
        let mut rows = [(0.0_f32, 0_usize, 0_usize); 10];
        for (raw, right) in &self.pairs {
            let place = raw.clamp(0.0, 1.0) * STEPS as f32;
            let at = (place as usize).min(STEPS - 1);
            let part = place - at as f32;
            let said = curve[at] * (1.0 - part) + curve[at + 1] * part;
            let row = &mut rows[((said * 10.0) as usize).min(9)];
            *row = (row.0 + said, row.1 + usize::from(*right), row.2 + 1);
        }
        let mut out = String::from("  said   was    of\n");
        for (said, right, all) in rows {
            if all > 0 {
                out += &format!(
                    "  {:.3}  {:.3}  {all}\n",
                    said / all as f32,
                    right as f32 / all as f32
                );
            }
        }
        out
    }
}
