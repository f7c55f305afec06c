//! What both readings see of a token: words, tags, marks, dependencies.

use super::{NONE, View, bucket};
use crate::extract::model::hash::{mix, mix3};
use crate::extract::model::tags::is_verb;
use crate::extract::model::words::{
    BREAK, CAPITAL, CLOSES, COMMA, EDGE, MARK, NUMBER, OPENS, STOP, UPPER,
};

/// The features of the token at `at`, added to `out`.
pub fn base(view: &View<'_>, at: usize, out: &mut Vec<u32>) {
    let words = view.words;
    let sentence = words.sentence_of[at] as usize;
    let (from, to) = words.sentences[sentence];
    let (block, _) = words.blocks[view.sentence_blocks[sentence] as usize];
    let near = |k: isize| -> Option<usize> {
        let i = at as isize + k;
        (i >= from as isize && i < to as isize).then_some(i as usize)
    };
    let low = |k: isize| near(k).map_or(EDGE, |i| words.low[i]);
    let stem = |k: isize| near(k).map_or(EDGE, |i| words.stem[i]);
    let tag = |k: isize| near(k).map_or(63, |i| view.tag(i));
    let rel = |k: isize| near(k).map_or(63, |i| view.rel(i));
    let mut t = 0xC4A1_u32;
    let mut add = |a: u32, b: u32| {
        t += 1;
        out.push(mix3(t, a, b));
    };
    add(0, 0);
    // Words and tags around.
    for k in -2..=2 {
        add(low(k), 0);
    }
    for k in -2..=2 {
        add(tag(k), 0);
    }
    add(stem(0), 0);
    add(stem(-1), 0);
    add(stem(1), 0);
    add(low(-1), low(0));
    add(low(0), low(1));
    add(low(-2), low(-1));
    add(low(1), low(2));
    add(tag(-1), tag(0));
    add(tag(0), tag(1));
    add(mix(tag(-2), tag(-1)), tag(0));
    add(mix(tag(-1), tag(0)), tag(1));
    add(mix(tag(0), tag(1)), tag(2));
    add(stem(0), tag(1));
    add(stem(0), tag(-1));
    add(stem(0), tag(0));
    add(low(-1), tag(0));
    add(low(1), tag(0));
    // Shape.
    let flags = |k: isize| {
        near(k).map_or(0x8000, |i| {
            u32::from(
                words.flags[i]
                    & (CAPITAL | NUMBER | MARK | OPENS | CLOSES | COMMA | STOP | BREAK | UPPER),
            )
        })
    };
    add(flags(0), flags(-1));
    add(flags(0), flags(1));
    add(flags(0), words.tails[at][1]);
    // Quotation marks: in which part of a quotation, how long it is, whether it fills the sentence.
    let quote = |i: usize| -> u32 {
        match words.quote[i] {
            0 => 0,
            q => {
                let (a, b) = words.quotes[q as usize - 1];
                let size = bucket(b - a) / 3;
                let place = if i == a {
                    1
                } else if i + 1 == b {
                    2
                } else {
                    3
                };
                1 + place * 8 + size
            }
        }
    };
    let q = |k: isize| near(k).map_or(99, quote);
    add(q(0), 0);
    add(q(0), q(-1));
    add(q(0), q(1));
    add(mix(q(0), q(1)), q(2));
    add(mix(q(0), q(-1)), mix(q(-2), low(-1)));
    let quoted_before = (from..at).any(|i| words.quote[i] == 0) as u32;
    let ends_quoted = u32::from(words.quote[to - 1] > 0) + 2 * u32::from(words.quote[from] > 0);
    add(q(0).min(1), ends_quoted * 2 + quoted_before);
    add(ends_quoted, tag(0));
    add(low(0), q(0).min(1) * 4 + q(-1).min(1) * 2 + q(1).min(1));
    // Place.
    let left = bucket(at - from);
    let right = bucket(to - 1 - at);
    add(left, tag(0));
    add(right, tag(0));
    add(right, low(0));
    add(left, right);
    add(bucket(to - from), u32::from(block == from));
    add(view.sentence_blocks[sentence].min(2), u32::from(words.is(to - 1, STOP)));
    // Dependencies.
    let head = view.syntax.heads[at] as usize;
    let side = if head > at {
        1
    } else if head < at {
        2
    } else {
        0
    };
    let (hl, ht) = (words.stem[head], view.tag(head));
    add(rel(0) * 4 + side, 0);
    add(rel(0) * 4 + side, hl);
    add(rel(0) * 4 + side, ht * 64 + tag(0));
    add(rel(-1), rel(0));
    add(rel(0), rel(1));
    add(mix(rel(-1), rel(0)), rel(1));
    add(rel(0) * 4 + side, bucket(at.abs_diff(head)));
    // What hangs on it.
    let kin = view.below[at] & KIN;
    add(kin, stem(0));
    add(view.below[head] & KIN, rel(0) * 4 + side);
    let of = |i: u32, f: &dyn Fn(usize) -> u32| if i == NONE { EDGE } else { f(i as usize) };
    let subject = view.subject[at];
    let clause = view.clause[at];
    add(of(subject, &|i| view.tag(i)), stem(0));
    add(of(subject, &|i| words.low[i]), tag(0));
    add(of(clause, &|i| view.rel(i) + 64 * u32::from(i > at)), stem(0));
    add(of(clause, &|i| view.tag(i)), mix(of(subject, &|i| view.tag(i)), tag(0)));
    // The largest pieces that begin and end here, and next door.
    let begins = |k: isize| near(k).map_or(NONE, |i| view.top_from[i]);
    let ends = |k: isize| near(k).map_or(NONE, |i| view.top_to[i]);
    let piece = |i: u32| -> u32 {
        if i == NONE {
            return 0;
        }
        let (a, b) = view.yields[i as usize];
        let top = view.syntax.heads[i as usize];
        let s = if top > i {
            1
        } else if top < i {
            2
        } else {
            0
        };
        1 + view.rel(i as usize) * 64 + bucket((b - a + 1) as usize) * 4 + s
    };
    let top_word =
        |i: u32| if i == NONE { EDGE } else { words.stem[view.syntax.heads[i as usize] as usize] };
    add(piece(begins(0)), 0);
    add(piece(begins(0)), top_word(begins(0)));
    add(piece(ends(0)), 0);
    add(piece(ends(0)), top_word(ends(0)));
    add(piece(begins(0)), piece(ends(-1)));
    add(piece(ends(0)), piece(begins(1)));
    add(of(begins(0), &|i| view.rel(i)), low(-1));
    add(of(ends(0), &|i| view.rel(i)), low(1));
    add(of(begins(0), &|i| view.rel(i)), low(0));
    add(of(ends(0), &|i| view.rel(i)), low(0));
    // The clause above: the nearest head whose relation is a clause's.
    let (mut up, mut depth) = (at, 0);
    while depth < 8 && CLAUSES >> view.rel(up) & 1 == 0 && view.syntax.heads[up] as usize != up {
        up = view.syntax.heads[up] as usize;
        depth += 1;
    }
    let top = view.syntax.heads[up] as usize;
    let (a, b) = view.yields[up];
    let edge = u32::from(a as usize == at) + 2 * u32::from(b as usize == at);
    let s = if top > up {
        1
    } else if top < up {
        2
    } else {
        0
    };
    add(view.rel(up) * 4 + s, words.stem[top]);
    add(view.rel(up) * 4 + s, mix(edge, tag(0)));
    add(view.rel(up) * 4 + s, mix(view.below[top] & KIN, edge));
    add(mix(words.stem[top], words.low[a as usize]), view.rel(up));
    // The head verb of the sentence's nearest clause, and whether it has a subject before here.
    add(words.stem[up], mix(u32::from(up < at), u32::from(is_verb(view.syntax.tags[up]))));
}

const KIN: u32 = 1 << 2
    | 1 << 3
    | 1 << 4
    | 1 << 5
    | 1 << 6
    | 1 << 7
    | 1 << 8
    | 1 << 9
    | 1 << 12
    | 1 << 16
    | 1 << 17;
const CLAUSES: u32 =
    1 << 1 | 1 << 4 | 1 << 7 | 1 << 8 | 1 << 9 | 1 << 10 | 1 << 11 | 1 << 12 | 1 << 20;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::model::tags::RELATIONS;

    #[test]
    fn the_bits_name_the_relations_that_are_meant() {
        let names = |bits: u32| {
            (0..RELATIONS.len())
                .filter(|r| bits >> r & 1 == 1)
                .map(|r| RELATIONS[r])
                .collect::<Vec<_>>()
        };
        assert_eq!(
            names(KIN),
            [
                "nsubj",
                "nsubjpass",
                "csubj",
                "dobj",
                "iobj",
                "ccomp",
                "xcomp",
                "advcl",
                "parataxis",
                "mark",
                "det"
            ]
        );
        assert!(names(CLAUSES).contains(&"acl:relcl"));
        assert_eq!(
            crate::extract::model::tags::relation("nsubj"),
            crate::extract::model::tags::NSUBJ
        );
    }
}
