//! Weights as they lie in the files under `assets/models`.
//!
//! A table has 2^bits buckets, of which most are empty: one bit each says which are
//! there, and the count of bits before it says which row is its own. So a feature
//! that was never learned costs one look at the bits, and the file needs no keys.
//!
//! ```text
//! bits: u8, width: u8, kind: u8 (0 dense, 1 sparse), 0, rows: u32, scale: f32, extra: u32,
//! the bucket bits (2^bits / 8 bytes), extra * f32,
//! dense:  rows * width * i8
//! sparse: rows * u8 (how many cells), then the cells: class u8, weight i8
//! ```
//! Everything is little-endian. A damaged file reads as an empty table.

/// Weights by feature: a row of `width` small integers, or the few cells of one that are not zero.
#[derive(Clone, Debug, Default)]
pub struct Table {
    mask: u32,
    width: usize,
    scale: f32,
    /// Which buckets are there, 64 to a word: apart from the counts, so that more of it stays at hand.
    words: Vec<u64>,
    /// How many rows come before each word of buckets.
    before: Vec<u32>,
    /// For sparse rows: where each begins in `cells`; empty for dense ones.
    starts: Vec<u32>,
    cells: &'static [u8],
    extra: Vec<f32>,
}

impl Table {
    /// Reads a table; an empty one if the bytes are none.
    #[must_use]
    pub fn read(bytes: &'static [u8]) -> Self {
        Self::parse(bytes).unwrap_or_default()
    }

    fn parse(bytes: &'static [u8]) -> Option<Self> {
        let head = bytes.get(..16)?;
        let (bits, width, kind) = (head[0], usize::from(head[1]), head[2]);
        let number = |at: usize| -> Option<u32> {
            Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
        };
        if !(6..=26).contains(&bits) || width == 0 {
            return None;
        }
        let rows = number(4)? as usize;
        let scale = f32::from_bits(number(8)?);
        let extras = number(12)? as usize;
        let buckets = 1_usize << bits;
        let mut at = 16 + buckets / 8;
        let mut words = Vec::with_capacity(buckets / 64);
        let mut before = Vec::with_capacity(buckets / 64);
        let mut seen = 0_u32;
        for c in bytes.get(16..at)?.chunks_exact(8) {
            let word = u64::from_le_bytes(c.try_into().unwrap_or_default());
            words.push(word);
            before.push(seen);
            seen += word.count_ones();
        }
        if seen as usize != rows {
            return None;
        }
        let mut extra = Vec::with_capacity(extras.min(1 << 16));
        for i in 0..extras {
            extra.push(f32::from_bits(number(at + 4 * i)?));
        }
        at += 4 * extras;
        let mut starts = Vec::new();
        let cells = if kind == 0 {
            bytes.get(at..at + rows * width)?
        } else {
            starts.reserve(rows + 1);
            let mut sum = 0_u32;
            starts.push(0);
            for count in bytes.get(at..at + rows)? {
                sum += 2 * u32::from(*count);
                starts.push(sum);
            }
            at += rows;
            bytes.get(at..at + sum as usize)?
        };
        let mask = (buckets - 1) as u32;
        Some(Self { mask, width, scale, words, before, starts, cells, extra })
    }

    /// How many classes a row speaks of.
    #[must_use]
    pub fn width(&self) -> usize {
        self.width
    }

    /// What one unit of the stored weights is worth.
    #[must_use]
    pub fn scale(&self) -> f32 {
        self.scale
    }

    /// The numbers that the model keeps beside its rows.
    #[must_use]
    pub fn extra(&self) -> &[f32] {
        &self.extra
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Adds the dense rows of all features to the scores.
    ///
    /// In two steps, because the looks at the bits do not depend on each other: without a
    /// branch between them the machine makes many at once.
    #[inline]
    pub fn add<const W: usize>(&self, features: &[u32], scores: &mut [i32; W]) {
        // Narrow sums are quicker; they hold 258 rows.
        for features in features.chunks(250) {
            let mut sums = [0_i16; W];
            self.each(features, |row| {
                let cells: Option<&[u8; W]> =
                    self.cells.get(row * W..).and_then(|rest| rest.first_chunk());
                if let Some(cells) = cells {
                    for (sum, cell) in sums.iter_mut().zip(cells) {
                        *sum += i16::from(*cell as i8);
                    }
                }
            });
            for (score, sum) in scores.iter_mut().zip(sums) {
                *score += i32::from(sum);
            }
        }
    }

    /// The sum of rows that have one number only.
    #[must_use]
    pub fn points(&self, features: &[u32]) -> f32 {
        let mut sum = [0_i32; 1];
        self.add(features, &mut sum);
        sum[0] as f32 * self.scale
    }

    /// Adds the sparse rows of all features to the scores.
    #[inline]
    pub fn add_sparse(&self, features: &[u32], scores: &mut [i32]) {
        self.each(features, |row| {
            let (from, to) = (self.starts[row] as usize, self.starts[row + 1] as usize);
            for cell in self.cells.get(from..to).unwrap_or(&[]).chunks_exact(2) {
                if let Some(score) = scores.get_mut(usize::from(cell[0])) {
                    *score += i32::from(cell[1] as i8);
                }
            }
        });
    }

    /// Does something with the row of each feature that has one.
    #[inline]
    fn each(&self, features: &[u32], mut with: impl FnMut(usize)) {
        if self.words.is_empty() {
            return;
        }
        let mut there = [0_u32; 64];
        for chunk in features.chunks(64) {
            let mut count = 0;
            for feature in chunk {
                let bucket = feature & self.mask;
                let word = self.words[(bucket >> 6) as usize];
                there[count & 63] = bucket;
                count += (word >> (bucket & 63) & 1) as usize;
            }
            for bucket in &there[..count.min(64)] {
                let at = (bucket >> 6) as usize;
                let (word, before) = (self.words[at], self.before[at]);
                let below = word & ((1 << (bucket & 63)) - 1);
                with((before + below.count_ones()) as usize);
            }
        }
    }
}
