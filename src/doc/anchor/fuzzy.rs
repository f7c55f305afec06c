//! Finding a pattern in a text with a bounded number of edits.
//!
//! Bit-parallel dynamic programming after Myers ("A fast bit-vector algorithm for
//! approximate string matching based on dynamic programming", J. ACM 46, 1999), in
//! blocks of 64 rows, with Ukkonen's cut-off: rows that can no longer stay within
//! the limit are not computed. A text of `n` characters takes about `n · limit / 64`
//! steps, and never more than `n · pattern / 64`. Our own because the crates that
//! do it are unmaintained, need a newer Rust or rest on `unsafe` SIMD.

/// Rows in a block.
const ROWS: usize = 64;

/// A pattern, made ready to be searched for.
pub(super) struct Pattern {
    len: usize,
    blocks: usize,
    /// The different characters of the pattern, sorted.
    symbols: Vec<char>,
    /// For each symbol, and last for all other characters, which rows hold it: a word a block.
    rows: Vec<u64>,
}

/// Where in the text an occurrence may start.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Start {
    /// Anywhere.
    Free,
    /// At the first character.
    First,
}

impl Pattern {
    /// Makes a pattern ready. An empty one is found nowhere.
    pub(super) fn new(chars: impl ExactSizeIterator<Item = char> + Clone) -> Self {
        let len = chars.len();
        let blocks = len.div_ceil(ROWS);
        let mut symbols: Vec<char> = chars.clone().collect();
        symbols.sort_unstable();
        symbols.dedup();
        let mut rows = vec![0_u64; (symbols.len() + 1) * blocks];
        for (row, c) in chars.enumerate() {
            if let Ok(symbol) = symbols.binary_search(&c)
                && let Some(word) = rows.get_mut(symbol * blocks + row / ROWS)
            {
                *word |= 1 << (row % ROWS);
            }
        }
        Self { len, blocks, symbols, rows }
    }

    /// The smallest number of edits, at most `limit`, with which the pattern stands in the text,
    /// and where such occurrences end.
    pub(super) fn ends(
        &self,
        text: impl Iterator<Item = char>,
        limit: usize,
        start: Start,
    ) -> Option<(usize, Vec<u32>)> {
        let last = self.blocks.checked_sub(1)?;
        let mut limit = limit.min(self.len);
        let mut found = Vec::new();
        let mut blocks: Vec<Block> =
            (0..self.blocks).map(|b| Block::new(((b + 1) * ROWS).min(self.len))).collect();
        // The last block of which a row can still be within the limit.
        let mut active = (limit.saturating_sub(1) / ROWS).min(last);
        for (at, c) in text.enumerate() {
            let symbol = self.symbols.binary_search(&c).unwrap_or(self.symbols.len());
            let rows = self.rows.get(symbol * self.blocks..)?;
            let mut carry = if start == Start::First { 1 } else { 0 };
            for (b, (block, rows)) in blocks.iter_mut().zip(rows).take(active + 1).enumerate() {
                carry = block.advance(*rows, carry, self.bottom(b));
            }
            let score = blocks.get(active)?.score;
            let before = score.saturating_add_signed(-carry);
            let next = rows.get(active + 1).filter(|_| active < last);
            if let Some(next) = next.filter(|next| before <= limit && (*next & 1 == 1 || carry < 0))
            {
                active += 1;
                let height = (self.len - active * ROWS).min(ROWS);
                let bottom = self.bottom(active);
                let block = blocks.get_mut(active)?;
                *block = Block::new(before + height);
                block.advance(*next, carry, bottom);
            } else {
                while active > 0 && blocks.get(active)?.score >= limit + ROWS {
                    active -= 1;
                }
            }
            let score = blocks.get(active)?.score;
            if active == last && score <= limit {
                if score < limit {
                    found.clear();
                    limit = score;
                }
                found.push(u32::try_from(at + 1).unwrap_or(u32::MAX));
            }
        }
        if found.is_empty() { None } else { Some((limit, found)) }
    }

    /// The bit of the lowest row of a block that belongs to the pattern.
    fn bottom(&self, block: usize) -> u64 {
        let height = (self.len - block * ROWS).min(ROWS);
        1 << (height.max(1) - 1)
    }
}

/// One column of 64 rows: how each row differs from the one above, and the lowest one's score.
struct Block {
    plus: u64,
    minus: u64,
    score: usize,
}

impl Block {
    /// A column in which every row costs one more than the row above.
    fn new(score: usize) -> Self {
        Self { plus: u64::MAX, minus: 0, score }
    }

    /// Goes to the next column. `carry` is how the row above the block changes; what is returned
    /// is how its lowest row does.
    fn advance(&mut self, rows: u64, carry: isize, bottom: u64) -> isize {
        let (plus, minus) = (self.plus, self.minus);
        let vertical = rows | minus;
        let rows = rows | u64::from(carry < 0);
        let horizontal = ((rows & plus).wrapping_add(plus) ^ plus) | rows;
        let up = minus | !(horizontal | plus);
        let down = plus & horizontal;
        let out = isize::from(up & bottom != 0) - isize::from(down & bottom != 0);
        let up = (up << 1) | u64::from(carry > 0);
        let down = (down << 1) | u64::from(carry < 0);
        self.plus = down | !(vertical | up);
        self.minus = up & vertical;
        self.score = self.score.saturating_add_signed(out);
        out
    }
}

/// How much of `pattern` stands in `window`, from 0 to 1, edits counted. All of it when empty.
pub(super) fn nearness(pattern: &Pattern, window: impl Iterator<Item = char>) -> f32 {
    if pattern.len == 0 {
        return 1.0;
    }
    let errors = pattern.ends(window, pattern.len, Start::Free).map_or(pattern.len, |(e, _)| e);
    share(pattern.len - errors, pattern.len)
}

/// `part / whole` as a fraction; 1 of nothing.
pub(super) fn share(part: usize, whole: usize) -> f32 {
    let number = |n: usize| f32::from(u16::try_from(n.min(u16::MAX.into())).unwrap_or(u16::MAX));
    if whole == 0 {
        return 1.0;
    }
    // Both are halved until they fit into a type that converts without loss.
    let shift = usize::BITS.saturating_sub(whole.leading_zeros()).saturating_sub(16);
    number(part >> shift) / number(whole >> shift).max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The textbook table, to compare with.
    fn plainly(pattern: &[char], text: &[char], start: Start) -> Vec<usize> {
        let mut column: Vec<usize> = (0..=pattern.len()).collect();
        let mut scores = Vec::new();
        for (j, c) in text.iter().enumerate() {
            let mut left_up = column[0];
            column[0] = if start == Start::First { j + 1 } else { 0 };
            for i in 1..column.len() {
                let left = column[i];
                let same = usize::from(pattern[i - 1] != *c);
                column[i] = (left_up + same).min(left + 1).min(column[i - 1] + 1);
                left_up = left;
            }
            scores.push(column[pattern.len()]);
        }
        scores
    }

    proptest! {
        #[test]
        fn agrees_with_the_textbook(
            pattern in "[abc]{1,150}", text in "[abc]{0,300}", limit in 0usize..150, first: bool,
        ) {
            let pattern: Vec<char> = pattern.chars().collect();
            let text: Vec<char> = text.chars().collect();
            let start = if first { Start::First } else { Start::Free };
            let scores = plainly(&pattern, &text, start);
            let least = scores.iter().copied().min().filter(|s| *s <= limit.min(pattern.len()));
            let expected = least.map(|least| {
                let ends = (1_u32..).zip(&scores).filter(|(_, s)| **s == least);
                (least, ends.map(|(end, _)| end).collect::<Vec<_>>())
            });
            let ready = Pattern::new(pattern.iter().copied());
            prop_assert_eq!(ready.ends(text.iter().copied(), limit, start), expected);
        }
    }
}
