//! What the finder of names sees of a token.

use super::Scene;
use super::clue::*;
use crate::extract::model::hash::{mix, mix3};
use crate::extract::model::words::{CAPITAL, CLOSES, EDGE, MARK, NUMBER, OPENS, STOP, UPPER};

impl Scene<'_> {
    /// The features of the token at `at`, which stands in the run `from..to`, added to `out`.
    pub fn features(&self, at: usize, run: (usize, usize), out: &mut Vec<u32>) {
        let words = self.words;
        let sentence = words.sentence_of[at] as usize;
        let (from, to) = words.sentences[sentence];
        let near = |k: isize| -> Option<usize> {
            let i = at as isize + k;
            (i >= from as isize && i < to as isize).then_some(i as usize)
        };
        let low_at = |i: Option<usize>| i.map_or(EDGE, |i| words.low[i]);
        let low = |k: isize| low_at(near(k));
        let tag = |k: isize| near(k).map_or(63, |i| u32::from(self.tags[i]));
        let bits_at = |i: Option<usize>| i.map_or(1 << 31, |i| self.bits(i));
        let bits = |k: isize| bits_at(near(k));
        let known = |k: isize| near(k).map_or(63, |i| self.clues[i].known);
        let class = |k: isize| near(k).map_or(63, |i| self.clues[i].class);
        let shape = |k: isize| near(k).map_or(0, |i| words.shape[i]);
        let flags = |k: isize| {
            near(k).map_or(0x8000, |i| {
                u32::from(
                    words.flags[i] & (CAPITAL | NUMBER | MARK | UPPER | STOP | OPENS | CLOSES),
                )
            })
        };
        let company_at = |i: Option<usize>| i.map_or(0, |i| self.company.seen(i));
        let company = |k: isize| company_at(near(k));
        let (cap_from, cap_to) = (self.caps[at].0 as usize, self.caps[at].1 as usize);
        let capital = cap_to > 0;
        let (cap_from, cap_to) = if capital { (cap_from, cap_to) } else { (at, at + 1) };
        let mut left = self.bits(at);
        while left != 0 {
            let bit = left & left.wrapping_neg();
            out.push(mix3(0x4A3D, bit, words.shape[at]));
            left ^= bit;
        }
        let mut t = 0x4A3E_u32;
        let mut add = |a: u32, b: u32| {
            t += 1;
            out.push(mix3(t, a, b));
        };
        add(0, 0);
        for k in -2..=2 {
            add(low(k), 0);
        }
        add(low(-1), low(0));
        add(low(0), low(1));
        for k in -2..=2 {
            add(tag(k), 0);
        }
        add(tag(-1), tag(0));
        add(tag(0), tag(1));
        add(class(-1), class(0));
        add(class(0), class(1));
        // The word's looks.
        add(words.shape[at], 0);
        add(shape(-1), words.shape[at]);
        add(words.shape[at], shape(1));
        let clue = self.clues[at];
        add(clue.front, 0);
        add(clue.back, 0);
        add(words.tails[at][0], 0);
        add(words.tails[at][1], 0);
        add(flags(0), flags(1));
        add(flags(0), flags(-1));
        // What the lists know.
        add(clue.bits, 0);
        add(clue.bits, bits(1));
        add(clue.bits, bits(-1));
        add(clue.known, 0);
        add(known(-1), known(0));
        add(known(0), known(1));
        add(clue.known, tag(1));
        add(clue.known, low(-1));
        add(clue.known, clue.bits & (COMMON | FORENAME | SURNAME));
        // What the whole text shows of the word.
        add(company(0), 0);
        let sides = u32::from(at == from);
        add(company(0), 2 + sides);
        add(company(-1) & 0x5F, company(0) & 0x5F);
        add(company(1) & 0x5F, company(0) & 0x5F);
        add(company_at(Some(cap_to - 1)), company_at(Some(cap_from)));
        let shares = |i: usize| {
            let c = self.company.counts(i);
            let share = |k: usize| (c[k] * 4).checked_div(c[0]).map_or(0, |share| share + 1);
            (
                match c[0] {
                    0..=2 => c[0],
                    3..=5 => 3,
                    _ => 4,
                },
                share(1),
                share(2),
                share(3),
                share(4),
            )
        };
        for i in [at, cap_to - 1] {
            let (often, wheres, acts, the, owns) = shares(i);
            add(often, wheres);
            add(often, acts);
            add(often, 8 + the);
            add(often, owns);
            add(often * 8 + wheres, acts * 8 + the);
        }
        // The sentence: how much of it is capitals, whether it ends as sentences do.
        let ended = u32::from(words.is(to - 1, STOP));
        let size = (to - from).min(12) as u32 / 3;
        add(self.height[sentence], ended);
        add(mix(self.height[sentence], ended), size);
        add(
            mix(self.height[sentence], ended),
            clue.bits & (COMMON | SMALL | FORENAME | SURNAME | TITLE),
        );
        add(mix(self.height[sentence], sides), tag(0));
        // Where it stands in its run of capitals, and what stands around that run.
        let place = if cap_to - cap_from == 1 {
            0
        } else if at == cap_from {
            1
        } else if at + 1 == cap_to {
            2
        } else {
            3
        };
        let length = (cap_to - cap_from).min(5) as u32;
        let before = (cap_from > from).then(|| cap_from - 1);
        let after = (cap_to < to).then_some(cap_to);
        add(place * 8 + length, u32::from(capital));
        add(low_at(Some(cap_to - 1)), place);
        add(low_at(Some(cap_from)), place);
        add(bits_at(Some(cap_to - 1)), place);
        add(bits_at(Some(cap_from)), place);
        add(words.tails[cap_to - 1][1], place);
        add(self.clues[cap_to - 1].back, place);
        add(self.clues[cap_from].known, self.clues[cap_to - 1].known);
        add(low_at(before), u32::from(capital));
        add(low_at(after), u32::from(capital));
        add(low_at(before), mix(length, low_at(after)));
        add(bits_at(after), length);
        add(bits_at(before), length);
        add(bits_at(after) & (CUE | SMALL | VERB), low_at(before));
        let tag_of = |i: Option<usize>| i.map_or(63, |i| u32::from(self.tags[i]));
        add(tag_of(before) * 64 + tag_of(after), length * 4 + place);
        add(tag_of(before), low_at(before.filter(|b| *b > from).map(|b| b - 1)));
        // Where the whole run, small words included, begins and ends.
        add(low_at(Some(run.1 - 1)), u32::from(at + 1 == run.1));
        add(low_at(Some(run.0)), u32::from(at == run.0));
        add(bits_at(Some(run.1 - 1)), bits_at(Some(run.0)));
        add((run.1 - run.0).min(9) as u32, u32::from(at == run.0) + 2 * u32::from(at + 1 == run.1));
        // What sort of text it is.
        let plain = u32::from(clue.known != 0)
            + 2 * (clue.bits & (COMMON | FORENAME | SURNAME))
            + 64 * length;
        for k in 0..4 {
            add(self.kind[k], plain);
        }
        add(self.kind[0] * 8 + self.kind[1], plain);
        // Quotation marks around it.
        let quoted = words.quote[at];
        let (a, b) = if quoted == 0 { (0, 0) } else { words.quotes[quoted as usize - 1] };
        let tight =
            u32::from(quoted != 0 && a + 1 == run.0) + 2 * u32::from(quoted != 0 && run.1 + 1 == b);
        add(tight, u32::from(quoted != 0));
        add(tight, length);
    }
}
