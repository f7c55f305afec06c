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
    /// Which symbol each ASCII character is, because most characters are.
    ascii: [usize; 128],
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
        let mut ascii = [symbols.len(); 128];
        for (symbol, c) in symbols.iter().enumerate() {
            if let Some(slot) = ascii.get_mut(*c as usize) {
                *slot = symbol;
            }
        }
        Self { len, blocks, symbols, ascii, rows }
    }

    /// Which rows hold a character, a word a block.
    fn rows_of(&self, c: char) -> &[u64] {
        let symbol = self.ascii.get(c as usize).copied();
        let symbol =
            symbol.unwrap_or_else(|| self.symbols.binary_search(&c).unwrap_or(self.symbols.len()));
        self.rows.get(symbol * self.blocks..(symbol + 1) * self.blocks).unwrap_or(&[])
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
        let mut blocks: Vec<Block> = (0..self.blocks)
            .map(|b| Block::new(self.bottom(b), ((b + 1) * ROWS).min(self.len)))
            .collect();
        // The last block of which a row can still be within the limit.
        let mut active = (limit.saturating_sub(1) / ROWS).min(last);
        for (at, c) in text.enumerate() {
            let rows = self.rows_of(c);
            let mut carry = if start == Start::First { Carry::UP } else { Carry::NONE };
            for (block, rows) in blocks.get_mut(..=active)?.iter_mut().zip(rows) {
                carry = block.advance(*rows, carry);
            }
            let score = blocks.get(active)?.score;
            let before = carry.taken_from(score);
            let next = rows.get(active + 1).copied().filter(|_| active < last && before <= limit);
            if let Some(next) = next.filter(|next| *next & 1 == 1 || carry.down == 1) {
                active += 1;
                let height = (self.len - active * ROWS).min(ROWS);
                let block = blocks.get_mut(active)?;
                *block = Block::new(self.bottom(active), before + height);
                block.advance(next, carry);
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

    /// The lowest row of a block that belongs to the pattern, from 0.
    fn bottom(&self, block: usize) -> u8 {
        let height = (self.len - block * ROWS).clamp(1, ROWS);
        u8::try_from(height - 1).unwrap_or(0)
    }
}

/// How a row's score changes from one column to the next: by one up, by one down, or not.
/// Two bits rather than a sign, so that the loop over the blocks has no branches.
#[derive(Clone, Copy)]
struct Carry {
    up: u64,
    down: u64,
}

impl Carry {
    const NONE: Self = Self { up: 0, down: 0 };
    const UP: Self = Self { up: 1, down: 0 };

    /// The score with the change.
    fn added_to(self, score: usize) -> usize {
        score.wrapping_add(self.up as usize).wrapping_sub(self.down as usize)
    }

    /// The score without the change.
    fn taken_from(self, score: usize) -> usize {
        score.wrapping_sub(self.up as usize).wrapping_add(self.down as usize)
    }
}

/// One column of 64 rows: how each row differs from the one above, and the lowest one's score.
struct Block {
    plus: u64,
    minus: u64,
    score: usize,
    bottom: u8,
}

impl Block {
    /// A column in which every row costs one more than the row above.
    fn new(bottom: u8, score: usize) -> Self {
        Self { plus: u64::MAX, minus: 0, score, bottom }
    }

    /// Goes to the next column. `carry` is how the row above the block changes; what is returned
    /// is how its lowest row does.
    #[inline]
    fn advance(&mut self, rows: u64, carry: Carry) -> Carry {
        let (plus, minus) = (self.plus, self.minus);
        let vertical = rows | minus;
        let rows = rows | carry.down;
        let horizontal = ((rows & plus).wrapping_add(plus) ^ plus) | rows;
        let up = minus | !(horizontal | plus);
        let down = plus & horizontal;
        let out = Carry { up: (up >> self.bottom) & 1, down: (down >> self.bottom) & 1 };
        let up = (up << 1) | carry.up;
        let down = (down << 1) | carry.down;
        self.plus = down | !(vertical | up);
        self.minus = up & vertical;
        self.score = out.added_to(self.score);
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
