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

use std::borrow::Cow;

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
    /// How far apart rows begin in `cells`: a sparse file is spread out when it is read, because rows of one
    /// length are added without a branch.
    stride: usize,
    cells: Cow<'static, [u8]>,
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
        let (stride, cells) = if kind == 0 {
            (width, Cow::Borrowed(bytes.get(at..at + rows * width)?))
        } else {
            let counts = bytes.get(at..at + rows)?;
            (spread(width), Cow::Owned(dense(counts, bytes.get(at + rows..)?, width)?))
        };
        let mask = (buckets - 1) as u32;
        Some(Self { mask, width, scale, words, before, stride, cells, extra })
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

    /// Adds the rows of all features to the scores. `W` is the width of the table, or with
    /// [`spread`] more: what is beyond the width stays what it was.
    ///
    /// In three steps, because neither the looks at the bits nor those at the rows depend on each other: where
    /// nothing else stands between them the machine makes many at once.
    #[inline]
    pub fn add<const W: usize>(&self, features: &[u32], scores: &mut [i32; W]) {
        if self.stride != W {
            return;
        }
        let cells: &[u8] = &self.cells;
        // Narrow sums are quicker; they hold 258 rows.
        for features in features.chunks(192) {
            let mut sums = [0_i16; W];
            for chunk in features.chunks(64) {
                let mut there = [0_u32; 64];
                for row in self.rows(chunk, &mut there) {
                    let row: Option<&[u8; W]> =
                        cells.get(*row as usize * W..).and_then(|rest| rest.first_chunk());
                    if let Some(row) = row {
                        for (sum, cell) in sums.iter_mut().zip(row) {
                            *sum += i16::from(*cell as i8);
                        }
                    }
                }
            }
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

    /// The rows of those of up to 64 features that have one.
    #[inline]
    fn rows<'a>(&self, features: &[u32], there: &'a mut [u32; 64]) -> &'a [u32] {
        if self.words.is_empty() {
            return &[];
        }
        let mut count = 0;
        for feature in features {
            let bucket = feature & self.mask;
            let word = self.words[(bucket >> 6) as usize];
            there[count & 63] = bucket;
            count += (word >> (bucket & 63) & 1) as usize;
        }
        let found = &mut there[..count.min(64)];
        for slot in found.iter_mut() {
            let bucket = *slot;
            let at = (bucket >> 6) as usize;
            let below = self.words[at] & ((1 << (bucket & 63)) - 1);
            *slot = self.before[at] + below.count_ones();
        }
        found
    }
}

/// How far apart the rows of a sparse file begin when it is spread out: by whole eights, which are added at once.
#[must_use]
pub const fn spread(width: usize) -> usize {
    width.div_ceil(8) * 8
}

/// Sparse rows spread out.
fn dense(counts: &[u8], cells: &[u8], width: usize) -> Option<Vec<u8>> {
    let stride = spread(width);
    let mut all = vec![0_u8; counts.len() * stride];
    let mut rest = cells;
    for (row, count) in all.chunks_exact_mut(stride).zip(counts) {
        let (own, after) = rest.split_at_checked(2 * usize::from(*count))?;
        rest = after;
        for cell in own.chunks_exact(2) {
            // A class that is named twice would count twice; a file has each once.
            if let Some(slot) = row.get_mut(usize::from(cell[0])) {
                *slot = cell[1];
            }
        }
    }
    Some(all)
}
