//! Parts of speech: one word after the other, each with the two tags before it.

use super::hash::mix3;
use super::table::{Table, spread};
use super::tags::TAGS;
use super::words::{EDGE, Words};

/// The features of the word at `at` in a sentence, given the tags of the two before it.
#[inline]
pub fn features(
    words: &Words,
    sentence: (usize, usize),
    at: usize,
    one: u8,
    two: u8,
    out: &mut Vec<u32>,
) {
    let (from, to) = sentence;
    let low = |k: isize| -> u32 {
        let i = at as isize + k;
        if i < from as isize || i >= to as isize { EDGE } else { words.low[i as usize] }
    };
    let tail = |k: isize, n: usize| -> u32 {
        let i = at as isize + k;
        if i < from as isize || i >= to as isize { EDGE } else { words.tails[i as usize][n] }
    };
    let (one, two) = (u32::from(one), u32::from(two));
    let flags = u32::from(words.flags[at]) & 0x1FF;
    let first = u32::from(at == from);
    out.clear();
    let mut add = |template: u32, a: u32, b: u32| out.push(mix3(0x7A60 + template, a, b));
    add(0, 0, 0);
    add(1, low(0), 0);
    add(2, tail(0, 1), 0);
    add(3, tail(0, 0), 0);
    add(4, words.shape[at], first);
    add(5, one, 0);
    add(6, one, two);
    add(7, low(0), one);
    add(8, low(-1), 0);
    add(9, low(1), 0);
    add(10, low(-2), 0);
    add(11, low(2), 0);
    add(12, tail(1, 1), 0);
    add(13, tail(-1, 1), 0);
    add(14, tail(0, 1), one);
    add(15, low(-1), low(0));
    add(16, low(0), low(1));
    add(17, flags, one);
    add(18, tail(0, 0), words.shape[at]);
    add(19, words.stem[at], 0);
}

/// Tags every word of the article.
#[must_use]
pub fn tag(words: &Words, table: &Table) -> Vec<u8> {
    let mut tags = Vec::with_capacity(words.len());
    let mut found = Vec::new();
    for sentence in &words.sentences {
        let (mut one, mut two) = (100, 100);
        for at in sentence.0..sentence.1 {
            features(words, *sentence, at, one, two, &mut found);
            let mut scores = [0_i32; spread(TAGS.len())];
            table.add(&found, &mut scores);
            let best = best(&scores[..TAGS.len()]);
            tags.push(best);
            (one, two) = (best, one);
        }
    }
    tags
}

/// The first of the highest scores.
#[must_use]
pub fn best(scores: &[i32]) -> u8 {
    let mut best = 0;
    for (class, score) in scores.iter().enumerate() {
        if *score > scores[best] {
            best = class;
        }
    }
    best as u8
}
