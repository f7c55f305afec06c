//! Learns the chain: a conditional random field by stochastic gradient (AdaGrad), one block at a time.

use crate::corpus::Doc;
use crate::perceptron::{Dice, write};
use whosaid::extract::model::chain::{COLUMNS, Chain, MOVES, Segment};

/// Buckets of the features that both readings see, as a power of two.
pub const BASE_BITS: u32 = 21;
/// Buckets of those that only the second sees.
pub const MORE_BITS: u32 = 20;

/// The features of many articles, as numbers of those that were seen often enough.
pub struct Data {
    /// Bucket -> number, `u32::MAX` for what is too rare.
    numbers: Vec<u32>,
    /// How many numbers.
    pub size: usize,
    /// How often each bucket was seen, up to a limit.
    seen: Vec<u16>,
    ids: Vec<u32>,
    starts: Vec<usize>,
    /// The first token of each article.
    base: Vec<usize>,
}

impl Data {
    /// Reads the features of all tokens: `base(article, token, out)`, and those of the second reading, which
    /// have buckets of their own above the others'.
    pub fn new(
        bits: (u32, u32),
        least: u8,
        docs: &[Doc],
        mut base_of: impl FnMut(usize, usize, &mut Vec<u32>),
        mut more_of: impl FnMut(usize, usize, &mut Vec<u32>),
    ) -> Self {
        let buckets = (1_usize << bits.0) + (1 << bits.1);
        let mut seen = vec![0_u16; buckets];
        let (mut ids, mut starts, mut base) = (Vec::new(), vec![0], Vec::new());
        for (d, doc) in docs.iter().enumerate() {
            base.push(starts.len() - 1);
            for at in 0..doc.words.len() {
                let before = ids.len();
                base_of(d, at, &mut ids);
                let middle = ids.len();
                more_of(d, at, &mut ids);
                for (k, id) in ids[before..].iter_mut().enumerate() {
                    *id = if before + k < middle {
                        *id & ((1 << bits.0) - 1)
                    } else {
                        (*id & ((1 << bits.1) - 1)) + (1 << bits.0)
                    };
                    let count = &mut seen[*id as usize];
                    *count = count.saturating_add(1);
                }
                starts.push(ids.len());
            }
        }
        let mut numbers = vec![u32::MAX; buckets];
        let mut size = 0;
        for (bucket, count) in seen.iter().enumerate() {
            if *count >= u16::from(least) {
                numbers[bucket] = size as u32;
                size += 1;
            }
        }
        // Drop the rare ones in place.
        let (mut to, mut from) = (0, 0);
        for start in starts.iter_mut().skip(1) {
            while from < *start {
                let number = numbers[ids[from] as usize];
                if number != u32::MAX {
                    ids[to] = number;
                    to += 1;
                }
                from += 1;
            }
            *start = to;
        }
        ids.truncate(to);
        ids.shrink_to_fit();
        Self { numbers, size, seen, ids, starts, base }
    }

    fn of(&self, doc: usize, at: usize) -> &[u32] {
        let token = self.base[doc] + at;
        &self.ids[self.starts[token]..self.starts[token + 1]]
    }
}

/// A learned chain.
pub struct Crf {
    /// By feature number.
    pub weights: Vec<[f32; COLUMNS]>,
    /// Points for moving.
    pub moves: Vec<f32>,
}

/// How to learn.
#[derive(Clone, Copy)]
pub struct Plan {
    /// How often to go over everything.
    pub passes: usize,
    /// The length of a step.
    pub rate: f32,
    /// The share of features that is left out at random of each token.
    pub drop: f32,
}

/// Learns from the articles with the given numbers.
pub fn learn(docs: &[Doc], chosen: &[usize], data: &Data, plan: Plan) -> Crf {
    let mut weights = vec![[0.0_f32; COLUMNS]; data.size];
    let mut squares = vec![[1.0e-2_f32; COLUMNS]; data.size];
    let mut average = vec![[0.0_f32; COLUMNS]; data.size];
    let mut moves = vec![0.0_f32; MOVES];
    let mut move_squares = vec![1.0_f32; MOVES];
    let mut move_average = vec![0.0_f32; MOVES];
    let mut blocks: Vec<(usize, usize, usize)> = chosen
        .iter()
        .flat_map(|d| docs[*d].words.blocks.iter().map(|(a, b)| (*d, *a, *b)))
        .collect();
    let mut dice = Dice::new(14);
    let mut points = Vec::new();
    let mut kept = 0.0;
    let mut used: Vec<u32> = Vec::new();
    let mut bounds: Vec<usize> = Vec::new();
    let chance = (plan.drop * 1000.0) as usize;
    let gain = 1.0 / (1.0 - plan.drop);
    for pass in 0..plan.passes {
        dice.shuffle(&mut blocks);
        for (d, from, to) in &blocks {
            let doc = &docs[*d];
            points.clear();
            used.clear();
            bounds.clear();
            bounds.push(0);
            for at in *from..*to {
                let mut p = [0.0_f32; COLUMNS];
                for id in data.of(*d, at) {
                    if chance > 0 && dice.below(1000) < chance {
                        continue;
                    }
                    used.push(*id);
                    let w = &weights[*id as usize];
                    for c in 0..COLUMNS {
                        p[c] += w[c] * gain;
                    }
                }
                bounds.push(used.len());
                points.push(p);
            }
            let starts = &doc.starts[*from..*to];
            let mut counts = vec![0.0_f32; MOVES];
            let chain = Chain { points: &points, starts, moves: &moves };
            let post = chain.sums(&mut counts);
            let segments = shift(&doc.segments, *from, *to);
            let target = targets(&segments, to - from);
            for made in Chain::moves_of(starts, &segments) {
                counts[made] -= 1.0;
            }
            for (m, g) in counts.iter().enumerate() {
                if g.abs() > 1e-4 {
                    move_squares[m] += g * g;
                    moves[m] -= plan.rate * g / move_squares[m].sqrt();
                }
            }
            for i in 0..post.len() {
                let mut g = [0.0_f32; COLUMNS];
                let mut any = false;
                for c in 0..COLUMNS {
                    g[c] = post[i][c] - target[i][c];
                    any |= g[c].abs() > 2e-3;
                }
                if !any {
                    continue;
                }
                for id in &used[bounds[i]..bounds[i + 1]] {
                    let w = &mut weights[*id as usize];
                    let s = &mut squares[*id as usize];
                    for c in 0..COLUMNS {
                        let g = g[c];
                        s[c] += g * g;
                        w[c] -= plan.rate * g / s[c].sqrt();
                    }
                }
            }
        }
        if pass * 2 >= plan.passes {
            kept += 1.0;
            for (a, w) in average.iter_mut().zip(&weights) {
                for c in 0..COLUMNS {
                    a[c] += w[c];
                }
            }
            for (a, w) in move_average.iter_mut().zip(&moves) {
                *a += w;
            }
        }
    }
    for a in average.iter_mut().flatten() {
        *a /= kept;
    }
    for a in &mut move_average {
        *a /= kept;
    }
    Crf { weights: average, moves: move_average }
}

fn shift(segments: &[Segment], from: usize, to: usize) -> Vec<Segment> {
    // A segment over the end of a block is cut at it.
    segments
        .iter()
        .filter(|s| s.from < to && s.to > from)
        .map(|s| Segment { role: s.role, from: s.from.max(from) - from, to: s.to.min(to) - from })
        .collect()
}

fn targets(segments: &[Segment], n: usize) -> Vec<[f32; COLUMNS]> {
    let mut all = vec![[0.0; COLUMNS]; n];
    for s in segments {
        let role = usize::from(s.role);
        for at in &mut all[s.from..s.to] {
            at[role] = 1.0;
        }
        all[s.from][3 + role] = 1.0;
        all[s.to - 1][6 + role] = 1.0;
    }
    all
}

impl Crf {
    /// The points of one block.
    fn points(&self, data: &Data, d: usize, from: usize, to: usize) -> Vec<[f32; COLUMNS]> {
        (from..to)
            .map(|at| {
                let mut p = [0.0_f32; COLUMNS];
                for id in data.of(d, at) {
                    let w = &self.weights[*id as usize];
                    for c in 0..COLUMNS {
                        p[c] += w[c];
                    }
                }
                p
            })
            .collect()
    }

    /// How likely each token of an article is inside, first and last in each role; and the best segments when
    /// each of `biases` is added to beginnings.
    pub fn read<const N: usize>(
        &self,
        docs: &[Doc],
        data: &Data,
        d: usize,
        biases: [f32; N],
    ) -> (Vec<[f32; COLUMNS]>, [Vec<Segment>; N]) {
        let doc = &docs[d];
        let mut sure = Vec::with_capacity(doc.words.len());
        let mut all = [(); N].map(|()| Vec::new());
        for (from, to) in doc.words.blocks.iter().copied() {
            let points = self.points(data, d, from, to);
            let (starts, moves) = (&doc.starts[from..to], &self.moves[..]);
            sure.extend(Chain { points: &points, starts, moves }.sums(&mut []));
            for (bias, list) in biases.iter().zip(&mut all) {
                let mut points = points.clone();
                for begin in points.iter_mut().flat_map(|p| &mut p[3..6]) {
                    *begin += bias;
                }
                let best = Chain { points: &points, starts, moves }.best().into_iter();
                list.extend(best.map(|s| Segment { from: s.from + from, to: s.to + from, ..s }));
            }
        }
        (sure, all)
    }

    /// Weights and worth by bucket, for the file.
    pub fn rows(&self, data: &Data) -> Rows {
        let none = [0.0; COLUMNS];
        let weights: Vec<[f32; COLUMNS]> = data
            .numbers
            .iter()
            .map(|n| self.weights.get(*n as usize).copied().unwrap_or(none))
            .collect();
        let worth = weights
            .iter()
            .zip(&data.seen)
            .map(|(w, seen)| {
                // What leaving it out would change, over all tokens.
                let square: f32 = w.iter().map(|x| x * x).sum();
                (square * f32::from(*seen)).sqrt()
            })
            .collect();
        Rows { weights, worth }
    }
}

/// What a chain's file is made from.
pub struct Rows {
    weights: Vec<[f32; COLUMNS]>,
    worth: Vec<f32>,
}

/// The file of the features that both readings see: their rows side by side.
pub fn base_table(first: &Rows, second: &Rows, extra: &[f32], keep: usize) -> Vec<u8> {
    let both: Vec<[f32; 2 * COLUMNS]> = (0..1 << BASE_BITS)
        .map(|b| {
            let mut row = [0.0; 2 * COLUMNS];
            row[..COLUMNS].copy_from_slice(&first.weights[b]);
            row[COLUMNS..].copy_from_slice(&second.weights[b]);
            row
        })
        .collect();
    write(
        BASE_BITS,
        2 * COLUMNS,
        false,
        keep,
        extra,
        |b| &both[b][..],
        |b| first.worth[b].max(second.worth[b]),
    )
}

/// The file of a chain's features whose buckets begin at `from`.
pub fn plain_table(rows: &Rows, from: usize, bits: u32, extra: &[f32], keep: usize) -> Vec<u8> {
    write(
        bits,
        COLUMNS,
        false,
        keep,
        extra,
        |b| &rows.weights[from + b][..],
        |b| rows.worth[from + b],
    )
}
