//! What the whole text shows of a word that it somewhere writes with a capital.

use super::clue::{CUE, Clue, FORENAME, TITLE};
use crate::extract::model::hash;
use crate::extract::model::tags::{IN, MD, VBD, VBP, VBZ};
use crate::extract::model::words::{CAPITAL, MARK, NUMBER, Words};

/// What was seen of one word, in bits: written small (1), written with a capital where no sentence begins (2),
/// after a title (4), after a forename (8), after a preposition (16), before a verb that attributes (32), inside
/// a known name (64), more than once with one of these but the first (128).
pub(super) type Seen = u32;

/// How often a word stands with a capital: at all, after "in" and its kin, before a finite verb, after "the",
/// before "'s".
pub(super) type Counts = [u32; 5];

/// What was seen of every word, looked up by the token.
#[derive(Debug, Default)]
pub(super) struct Company {
    /// For each token, which of the words below it is; past their end for one that has no capital anywhere.
    of: Vec<u32>,
    words: Vec<(Seen, Counts)>,
}

impl Company {
    /// Goes over the text; `caps` says for each token where the words with capitals begin and end that it
    /// stands among.
    pub(super) fn new(words: &Words, tags: &[u8], clues: &[Clue], caps: &[(u32, u32)]) -> Self {
        let wordy = |at: usize| !words.is(at, MARK) && !words.is(at, NUMBER);
        let high = |at: &usize| wordy(*at) && words.is(*at, CAPITAL);
        let mut keys: Vec<u32> = (0..words.len()).filter(high).map(|at| words.low[at]).collect();
        keys.sort_unstable();
        keys.dedup();
        let number = |low: &u32| keys.binary_search(low).unwrap_or(keys.len()) as u32;
        let mut company = Self {
            of: words.low.iter().map(number).collect(),
            words: vec![(0, [0; 5]); keys.len()],
        };
        let wheres = [
            "in", "at", "near", "from", "to", "around", "into", "across", "outside", "through",
            "via", "towards",
        ]
        .map(hash::lower);
        let (the, own) = (hash::lower("the"), hash::lower("'s"));
        let bits = |at: usize| clues.get(at).map_or(0, |clue| clue.bits);
        for (from, to) in words.sentences.iter().copied() {
            for at in (from..to).filter(|at| wordy(*at)) {
                let Some((seen, count)) = company.words.get_mut(company.of[at] as usize) else {
                    continue;
                };
                if !words.is(at, CAPITAL) {
                    *seen |= 1;
                    continue;
                }
                let before = (at > from).then(|| at - 1);
                let (first, last) = (caps[at].0 as usize, caps[at].1 as usize);
                let word_before = (first > from).then(|| words.low[first - 1]);
                let next = (last < to).then_some(last);
                let verb = next
                    .and_then(|n| tags.get(n))
                    .is_some_and(|tag| matches!(*tag, MD | VBD | VBP | VBZ));
                count[0] += 1;
                count[1] += u32::from(word_before.is_some_and(|w| wheres.contains(&w)));
                count[2] += u32::from(verb);
                count[3] += u32::from(word_before == Some(the));
                count[4] += u32::from(next.is_some_and(|n| words.low[n] == own));
                let again = *seen & !1 != 0;
                let bits_before = before.map_or(0, bits);
                let after_in = before.is_some_and(|b| tags.get(b) == Some(&IN)) && first == at;
                let cue = at + 1 < to && bits(at + 1) & CUE != 0;
                *seen |= u32::from(before.is_some_and(|b| !words.is(b, MARK))) << 1
                    | u32::from(bits_before & TITLE != 0) << 2
                    | u32::from(bits_before & FORENAME != 0) << 3
                    | u32::from(after_in) << 4
                    | u32::from(cue) << 5
                    | u32::from(clues.get(at).is_some_and(|clue| clue.known != 0)) << 6
                    | u32::from(again) << 7;
            }
        }
        company
    }

    /// What was seen of the word of a token.
    pub(super) fn seen(&self, at: usize) -> Seen {
        self.word(at).0
    }

    /// How often the word of a token stands with a capital, and where.
    pub(super) fn counts(&self, at: usize) -> Counts {
        self.word(at).1
    }

    fn word(&self, at: usize) -> (Seen, Counts) {
        let number = self.of.get(at).map_or(usize::MAX, |number| *number as usize);
        self.words.get(number).copied().unwrap_or_default()
    }
}
