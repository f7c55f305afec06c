//! What the chain sees of a token: words, tags, marks, dependencies, and (the second time) what the
//! first reading held likely.

use super::chain::COLUMNS;
use super::hash::{mix, mix3};
use super::parser::Syntax;
use super::tags::{RELATIONS, is_verb};
use super::words::{BREAK, CAPITAL, CLOSES, COMMA, EDGE, MARK, NUMBER, OPENS, STOP, UPPER, Words};

/// All that features are read from, with what is worked out once for an article.
#[derive(Clone, Debug)]
pub struct View<'a> {
    pub(super) words: &'a Words,
    pub(super) syntax: &'a Syntax,
    /// First and last token below each token, itself counted.
    pub(super) yields: Vec<(u32, u32)>,
    /// The highest token whose yield begins (ends) at each token.
    top_from: Vec<u32>,
    top_to: Vec<u32>,
    /// Which relations the children of each token have, a bit each.
    below: Vec<u32>,
    /// Subject and clause that hang on each token, if any.
    pub(super) subject: Vec<u32>,
    clause: Vec<u32>,
    sentence_blocks: Vec<u32>,
}

const NONE: u32 = u32::MAX;

impl<'a> View<'a> {
    /// Works out what hangs where.
    #[must_use]
    pub fn new(words: &'a Words, syntax: &'a Syntax) -> Self {
        let n = words.len();
        let heads = &syntax.heads;
        let mut yields: Vec<(u32, u32)> = (0..n as u32).map(|i| (i, i)).collect();
        let mut below = vec![0_u32; n];
        let mut subject = vec![NONE; n];
        let mut clause = vec![NONE; n];
        // Children before parents: by depth, deepest first. A projective tree needs no more than the
        // spread of each word up its heads, which is as long as the tree is deep; to stay linear the
        // order is taken from counts of waiting children.
        let mut waiting = vec![0_u32; n];
        for (i, h) in heads.iter().enumerate() {
            let h = *h as usize;
            if h != i {
                waiting[h] += 1;
                let r = syntax.relations[i];
                below[h] |= 1 << r;
                if matches!(RELATIONS[usize::from(r)], "nsubj" | "nsubjpass" | "csubj")
                    && subject[h] == NONE
                {
                    subject[h] = i as u32;
                }
                if matches!(RELATIONS[usize::from(r)], "ccomp" | "xcomp" | "advcl")
                    && clause[h] == NONE
                {
                    clause[h] = i as u32;
                }
            }
        }
        let mut ready: Vec<u32> = (0..n as u32).filter(|i| waiting[*i as usize] == 0).collect();
        while let Some(i) = ready.pop() {
            let h = heads[i as usize];
            if h == i {
                continue;
            }
            let (from, to) = yields[i as usize];
            let mine = &mut yields[h as usize];
            *mine = (mine.0.min(from), mine.1.max(to));
            waiting[h as usize] -= 1;
            if waiting[h as usize] == 0 {
                ready.push(h);
            }
        }
        let mut top_from = vec![NONE; n];
        let mut top_to = vec![NONE; n];
        let wider = |a: u32, b: u32| {
            let len = |i: u32| {
                if i == NONE { 0 } else { yields[i as usize].1 - yields[i as usize].0 + 1 }
            };
            len(a) > len(b)
        };
        for i in 0..n as u32 {
            let (from, to) = yields[i as usize];
            if wider(i, top_from[from as usize]) {
                top_from[from as usize] = i;
            }
            if wider(i, top_to[to as usize]) {
                top_to[to as usize] = i;
            }
        }
        let mut sentence_blocks = vec![0; words.sentences.len()];
        let mut block = 0;
        for (s, (from, _)) in words.sentences.iter().enumerate() {
            while block + 1 < words.blocks.len() && words.blocks[block + 1].0 <= *from {
                block += 1;
            }
            sentence_blocks[s] = block as u32;
        }
        Self { words, syntax, yields, top_from, top_to, below, subject, clause, sentence_blocks }
    }

    /// The tokens that it is of.
    #[must_use]
    pub fn words(&self) -> &'a Words {
        self.words
    }

    /// How they hang together.
    #[must_use]
    pub fn syntax(&self) -> &'a Syntax {
        self.syntax
    }

    fn tag(&self, i: usize) -> u32 {
        u32::from(self.syntax.tags[i])
    }

    fn rel(&self, i: usize) -> u32 {
        u32::from(self.syntax.relations[i])
    }
}

pub(super) fn bucket(n: usize) -> u32 {
    match n {
        0..=4 => n as u32,
        5..=6 => 5,
        7..=9 => 6,
        10..=14 => 7,
        15..=24 => 8,
        _ => 9,
    }
}

/// What the first reading holds likely, in coarse steps.
#[derive(Clone, Debug, Default)]
pub struct Hints {
    steps: Vec<[u8; COLUMNS]>,
    /// The tokens that are likely (parts of) cues.
    cue: Vec<bool>,
    /// The nearest likely cue at or before, and at or after, each token in its sentence.
    left: Vec<u32>,
    right: Vec<u32>,
    /// The nearest likely cue above each token, and the child of it through which.
    above: Vec<(u32, u32)>,
    /// How many runs of likely cues each sentence has.
    count: Vec<u32>,
    /// Likely source seen in each sentence.
    source: Vec<u32>,
}

pub(super) fn level(p: f32) -> u8 {
    [0.01, 0.04, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.96].iter().filter(|t| p > **t).count() as u8
}

impl Hints {
    /// From the posteriors of the first reading, for all tokens of the article.
    #[must_use]
    pub fn new(view: &View<'_>, posterior: &[[f32; COLUMNS]]) -> Self {
        let n = view.words.len();
        let steps: Vec<[u8; COLUMNS]> = posterior.iter().map(|p| p.map(level)).collect();
        let cue: Vec<bool> = posterior.iter().map(|p| p[1] > 0.35).collect();
        let mut left = vec![NONE; n];
        let mut right = vec![NONE; n];
        let mut count = vec![0; view.words.sentences.len()];
        let mut source = vec![0; view.words.sentences.len()];
        for (s, (from, to)) in view.words.sentences.iter().enumerate() {
            let mut last = NONE;
            for i in *from..*to {
                if cue[i] {
                    if i == *from || !cue[i - 1] {
                        count[s] += 1;
                    }
                    last = i as u32;
                }
                if posterior[i][3] > 0.5 {
                    source[s] += 1;
                }
                left[i] = last;
            }
            let mut last = NONE;
            for i in (*from..*to).rev() {
                if cue[i] {
                    last = i as u32;
                }
                right[i] = last;
            }
        }
        // The nearest cue above: as the head's, unless the head is one.
        let mut above = vec![(NONE, NONE); n];
        let mut done = vec![false; n];
        let mut path = Vec::new();
        for i in 0..n {
            let mut at = i;
            path.clear();
            while !done[at] {
                path.push(at);
                let h = view.syntax.heads[at] as usize;
                if h == at {
                    done[at] = true;
                    path.pop();
                    break;
                }
                at = h;
                if path.len() > n {
                    break;
                }
            }
            while let Some(at) = path.pop() {
                let h = view.syntax.heads[at] as usize;
                above[at] = if cue[h] { (h as u32, at as u32) } else { above[h] };
                done[at] = true;
            }
        }
        Self { steps, cue, left, right, above, count, source }
    }
}

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

/// What the second reading sees besides.
pub fn hinted(view: &View<'_>, hints: &Hints, at: usize, out: &mut Vec<u32>) {
    let words = view.words;
    let sentence = words.sentence_of[at] as usize;
    let (from, to) = words.sentences[sentence];
    let near = |k: isize| -> Option<usize> {
        let i = at as isize + k;
        (i >= from as isize && i < to as isize).then_some(i as usize)
    };
    let tag = |k: isize| near(k).map_or(63, |i| view.tag(i));
    let low = |k: isize| near(k).map_or(EDGE, |i| words.low[i]);
    let mut t = 0xB2_00E1_u32;
    let mut add = |a: u32, b: u32| {
        t += 1;
        out.push(mix3(t, a, b));
    };
    let lv = |k: isize, c: usize| near(k).map_or(15, |i| u32::from(hints.steps[i][c]));
    for c in 0..COLUMNS {
        add(lv(0, c), 0);
    }
    for c in 0..3 {
        add(lv(-1, c), lv(0, c));
        add(lv(1, c), lv(0, c));
        add(lv(-2, c), lv(2, c));
    }
    add(mix(lv(0, 0), lv(0, 1)), lv(0, 2));
    add(mix(lv(1, 0), lv(1, 1)), mix(lv(1, 2), lv(0, 2)));
    add(mix(lv(-1, 0), lv(-1, 1)), mix(lv(-1, 2), lv(0, 2)));
    add(mix(lv(0, 5), lv(0, 8)), lv(0, 2));
    // How much the sentence holds.
    let count = hints.count[sentence].min(3);
    let sources = hints.source[sentence].min(3);
    add(count * 4 + sources, lv(0, 2));
    add(count * 4 + sources, tag(0));
    let other = |s: Option<&u32>| s.copied().unwrap_or(9).min(2);
    let first = words.blocks[view.sentence_blocks[sentence] as usize].0 == from;
    let before = if sentence == 0 || first { 9 } else { hints.count[sentence - 1].min(2) };
    add(mix(count, before), u32::from(words.quote[at] > 0));
    add(mix(count, other(hints.count.get(sentence + 1))), u32::from(words.quote[at] > 0));
    add(mix(before, low(0)), count);
    // The cues on either side.
    let cue_features = |cue: u32, add: &mut dyn FnMut(u32, u32)| {
        let d = if cue == NONE { 31 } else { bucket(at.abs_diff(cue as usize)) };
        let w = if cue == NONE { EDGE } else { words.stem[cue as usize] };
        let mut between = 0;
        if cue != NONE {
            let (a, b) = (at.min(cue as usize), at.max(cue as usize));
            if b - a <= 40 {
                for i in a..b {
                    if i == a {
                        continue;
                    }
                    between |= u32::from(words.is(i, COMMA))
                        | u32::from(words.flags[i] & (OPENS | CLOSES) != 0) << 1
                        | u32::from(is_verb(view.syntax.tags[i])) << 2
                        | u32::from(words.is(i, BREAK)) << 3;
                }
            } else {
                between = 16;
            }
        }
        add(d, between);
        add(d, w);
        add(w, tag(0));
        add(w, mix(between, u32::from(words.quote[at] > 0)));
        add(mix(d, between), low(0));
        add(d, low(0));
    };
    cue_features(hints.left[at], &mut add);
    cue_features(hints.right[at], &mut add);
    let has = |c: u32| u32::from(c != NONE);
    let sides = has(hints.left[at]) * 2 + has(hints.right[at]);
    add(sides, tag(0));
    add(sides, mix(low(-1), low(0)));
    add(sides, mix(low(0), low(1)));
    add(sides, mix(lv(0, 2), u32::from(words.quote[at] > 0)));
    // The cue above, through which relation, and how that changes at this token's edges.
    let above = |k: isize| -> (u32, u32, u32) {
        let Some(i) = near(k) else { return (97, EDGE, 0) };
        if hints.cue[i] {
            return (98, words.stem[i], 0);
        }
        let (cue, child) = hints.above[i];
        if cue == NONE {
            return (99, EDGE, 0);
        }
        let side = if child < cue { 1 } else { 2 };
        (view.rel(child as usize) * 4 + side, words.stem[cue as usize], child)
    };
    let (r, w, child) = above(0);
    let (r1, _, child1) = above(-1);
    let (r2, _, child2) = above(1);
    add(r, 0);
    add(r, w);
    add(r, tag(0));
    add(r, low(0));
    add(r, mix(r1, u32::from(child == child1)));
    add(r, mix(r2, u32::from(child == child2)));
    add(mix(r, low(0)), r1);
    add(mix(r, low(1)), r2);
    add(mix(r, w), mix(r1, u32::from(child == child1)));
    add(mix(r, lv(0, 2)), sides);
    add(mix(r, r1), mix(r2, lv(0, 2)));
    // Is it an edge of what hangs on a cue?
    let top = |i: u32| -> u32 {
        if i == NONE {
            return 0;
        }
        let h = view.syntax.heads[i as usize] as usize;
        1 + u32::from(hints.cue[h]) + 2 * u32::from(hints.cue[i as usize])
    };
    let begins = near(0).map_or(NONE, |i| view.top_from[i]);
    let ends = near(0).map_or(NONE, |i| view.top_to[i]);
    let rel = |i: u32| if i == NONE { 77 } else { view.rel(i as usize) };
    add(mix(top(begins), rel(begins)), 0);
    add(mix(top(ends), rel(ends)), 0);
    add(mix(top(ends), rel(ends)), low(1));
    add(mix(top(begins), rel(begins)), low(-1));
    // How the words of the sentence stand to its end when a cue is last.
    add(mix(bucket(to - 1 - at), lv(0, 2)), sides);
    add(mix(bucket(at - from), lv(0, 2)), sides);
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
        assert_eq!(super::super::tags::relation("nsubj"), super::super::tags::NSUBJ);
    }
}
