//! Averaged perceptrons for tags, arcs and their names, and how tables are written.

/// Weights by hashed feature and class, with their running sums.
pub struct Perceptron {
    bits: u32,
    width: usize,
    /// The weights.
    pub weights: Vec<f32>,
    sums: Vec<f32>,
    step: f32,
}

impl Perceptron {
    /// Without any knowledge.
    pub fn new(bits: u32, width: usize) -> Self {
        let size = (1_usize << bits) * width;
        Self { bits, width, weights: vec![0.0; size], sums: vec![0.0; size], step: 1.0 }
    }

    fn at(&self, feature: u32) -> usize {
        (feature as usize & ((1 << self.bits) - 1)) * self.width
    }

    /// The scores of all classes.
    pub fn scores(&self, features: &[u32], scores: &mut [f32]) {
        scores.fill(0.0);
        for feature in features {
            let at = self.at(*feature);
            for (score, w) in scores.iter_mut().zip(&self.weights[at..at + self.width]) {
                *score += w;
            }
        }
    }

    /// Learns from one mistake; to be called once an example, also without a mistake.
    pub fn update(&mut self, features: &[u32], right: usize, wrong: usize) {
        if right != wrong {
            for feature in features {
                let at = self.at(*feature);
                self.weights[at + right] += 1.0;
                self.weights[at + wrong] -= 1.0;
                self.sums[at + right] += self.step;
                self.sums[at + wrong] -= self.step;
            }
        }
        self.step += 1.0;
    }

    /// Puts the average of all weights so far in their place.
    pub fn average(&mut self) {
        for (w, s) in self.weights.iter_mut().zip(&self.sums) {
            *w -= s / self.step;
        }
        self.sums = Vec::new();
    }

    /// The file of a table with the `keep` rows that weigh most.
    pub fn table(&self, sparse: bool, keep: usize) -> Vec<u8> {
        let row = |r: usize| &self.weights[r * self.width..(r + 1) * self.width];
        write(self.bits, self.width, sparse, keep, &[], row, |r| most(row(r)))
    }
}

/// The largest weight of a row.
pub fn most(row: &[f32]) -> f32 {
    row.iter().fold(0.0_f32, |m, w| m.max(w.abs()))
}

/// Writes a table in the layout of `model::table`: the `keep` rows of the greatest worth. One row in a
/// thousand may have weights that are clipped.
pub fn write<'a>(
    bits: u32,
    width: usize,
    sparse: bool,
    keep: usize,
    extra: &[f32],
    row: impl Fn(usize) -> &'a [f32],
    worth: impl Fn(usize) -> f32,
) -> Vec<u8> {
    let rows = 1_usize << bits;
    let mut order: Vec<(f32, usize)> =
        (0..rows).map(|r| (worth(r), r)).filter(|(worth, _)| *worth > 0.0).collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    order.truncate(keep);
    let mut kept_rows = vec![false; rows];
    let mut tops: Vec<f32> = Vec::new();
    for (_, r) in &order {
        kept_rows[*r] = true;
        tops.push(most(row(*r)));
    }
    tops.sort_by(|a, b| b.total_cmp(a));
    let clip = tops.get(tops.len() / 1000).copied().unwrap_or(1.0).max(1e-6);
    let scale = clip / 127.0;
    let small = |w: f32| (w / scale).round().clamp(-127.0, 127.0) as i8;
    let mut words = vec![0_u64; rows / 64];
    let (mut counts, mut cells, mut kept) = (Vec::new(), Vec::new(), 0_u32);
    for r in 0..rows {
        if !kept_rows[r] {
            continue;
        }
        let weights = row(r);
        words[r / 64] |= 1 << (r % 64);
        kept += 1;
        if sparse {
            let before = cells.len();
            for (class, w) in weights.iter().enumerate() {
                let w = small(*w);
                if w != 0 && f32::from(w).abs() >= f32::from(small(most(weights))).abs() * 0.04 {
                    cells.push(class as u8);
                    cells.push(w as u8);
                }
            }
            counts.push(((cells.len() - before) / 2) as u8);
        } else {
            cells.extend(weights.iter().map(|w| small(*w) as u8));
        }
    }
    let mut out = vec![bits as u8, width as u8, u8::from(sparse), 0];
    out.extend(kept.to_le_bytes());
    out.extend(scale.to_le_bytes());
    out.extend((extra.len() as u32).to_le_bytes());
    for word in words {
        out.extend(word.to_le_bytes());
    }
    for x in extra {
        out.extend(x.to_le_bytes());
    }
    out.extend(counts);
    out.extend(cells);
    out
}

/// A small generator (xorshift), so that every run shuffles alike.
pub struct Dice(u64);

impl Dice {
    /// From a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed | 1)
    }

    /// A number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 33) as usize) % n.max(1)
    }

    /// Puts a list in another order.
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for i in (1..list.len()).rev() {
            list.swap(i, self.below(i + 1));
        }
    }
}
