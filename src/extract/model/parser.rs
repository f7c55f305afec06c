//! Dependencies: a shift-reduce parser that never looks back, then a name for each arc.
//!
//! The arc-hybrid system (Kuhlmann, Gómez-Rodríguez, Satta 2011) with the root
//! standing after the sentence. Linear in the length of the sentence: each word
//! is shifted once and reduced once.

use super::hash::{mix, mix3};
use super::table::{Table, spread};
use super::tagger::best;
use super::tags::RELATIONS;
use super::words::Words;

/// Shift the next word on the stack.
pub const SHIFT: usize = 0;
/// The next word becomes the head of the top of the stack.
pub const LEFT: usize = 1;
/// The word below becomes the head of the top of the stack.
pub const RIGHT: usize = 2;

/// How the words of an article hang together.
#[derive(Clone, Debug, Default)]
pub struct Syntax {
    /// Part of speech of each word.
    pub tags: Vec<u8>,
    /// The head of each word, as an index of words; a root is its own head.
    pub heads: Vec<u32>,
    /// The relation of each word to its head.
    pub relations: Vec<u8>,
}

/// Where the parser stands in one sentence. Words count from 0 within it; `len` is the root.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// How many words.
    pub len: usize,
    /// The next word.
    pub next: usize,
    /// Words that wait for a head, the last on top.
    pub stack: Vec<usize>,
    /// The head found for each word; `usize::MAX` while there is none.
    pub heads: Vec<usize>,
    left: Vec<[usize; 2]>,
    right: Vec<[usize; 2]>,
    valency: Vec<[u8; 2]>,
}

const NONE: usize = usize::MAX;

impl State {
    /// The beginning of a sentence of `len` words.
    pub fn begin(&mut self, len: usize) {
        self.len = len;
        self.next = 0;
        self.stack.clear();
        self.heads.clear();
        self.heads.resize(len, NONE);
        for side in [&mut self.left, &mut self.right] {
            side.clear();
            side.resize(len + 1, [NONE; 2]);
        }
        self.valency.clear();
        self.valency.resize(len + 1, [0; 2]);
    }

    /// Whether nothing is left to do.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.next >= self.len && self.stack.is_empty()
    }

    /// Which moves are possible.
    #[must_use]
    pub fn allowed(&self) -> [bool; 3] {
        [self.next < self.len, !self.stack.is_empty(), self.stack.len() > 1]
    }

    /// Makes a move that is allowed.
    pub fn make(&mut self, step: usize) {
        match step {
            SHIFT => {
                self.stack.push(self.next);
                self.next += 1;
            }
            LEFT => {
                if let Some(top) = self.stack.pop() {
                    self.heads[top] = self.next;
                    let slot = &mut self.left[self.next];
                    *slot = [top, slot[0]];
                    self.valency[self.next][0] = self.valency[self.next][0].saturating_add(1);
                }
            }
            _ => {
                if let (Some(top), Some(below)) = (self.stack.pop(), self.stack.last().copied()) {
                    self.heads[top] = below;
                    let slot = &mut self.right[below];
                    *slot = [top, slot[0]];
                    self.valency[below][1] = self.valency[below][1].saturating_add(1);
                }
            }
        }
    }

    /// What is seen from here.
    #[inline]
    pub fn features(&self, words: &Words, tags: &[u8], from: usize, out: &mut Vec<u32>) {
        let depth = self.stack.len();
        let s = |k: usize| if depth > k { self.stack[depth - 1 - k] } else { NONE };
        let b = |k: usize| if self.next + k <= self.len { self.next + k } else { NONE };
        let word = |i: usize| match i {
            NONE => 1,
            i if i == self.len => 2,
            i => words.low[from + i],
        };
        let tag = |i: usize| match i {
            NONE => 61,
            i if i == self.len => 62,
            i => u32::from(tags[from + i]),
        };
        let (s0, s1, s2) = (s(0), s(1), s(2));
        let (b0, b1, b2) = (b(0), b(1), b(2));
        let left = |i: usize, n: usize| if i == NONE { NONE } else { self.left[i][n] };
        let right = |i: usize, n: usize| if i == NONE { NONE } else { self.right[i][n] };
        let (w_s0, w_s1, w_b0, w_b1) = (word(s0), word(s1), word(b0), word(b1));
        let (t_s0, t_s1, t_s2) = (tag(s0), tag(s1), tag(s2));
        let (t_b0, t_b1, t_b2) = (tag(b0), tag(b1), tag(b2));
        let l_s0 = tag(left(s0, 0));
        let r_s0 = tag(right(s0, 0));
        let l_b0 = tag(left(b0, 0));
        let r_s1 = tag(right(s1, 0));
        let gap = if s0 == NONE { 0 } else { (b0 - s0).min(10) as u32 };
        let gap1 = if s1 == NONE { 0 } else { (s0 - s1).min(10) as u32 };
        let valency =
            |i: usize, n: usize| if i == NONE { 9 } else { u32::from(self.valency[i][n].min(5)) };
        // Whether a comma or verb stands between the two that would be joined.
        out.clear();
        let mut add = |template: u32, a: u32, b: u32| out.push(mix3(0x9A55 + template, a, b));
        let tt = |a: u32, b: u32| (a << 6) | b;
        let ttt = |a: u32, b: u32, c: u32| (a << 12) | (b << 6) | c;
        add(0, 0, 0);
        add(1, w_s0, t_s0);
        add(2, w_b0, t_b0);
        add(3, w_b1, t_b1);
        add(4, w_s1, t_s1);
        add(5, t_s0, t_b0);
        add(6, w_s0, w_b0);
        add(7, w_s0, tt(t_s0, t_b0));
        add(8, w_b0, tt(t_s0, t_b0));
        add(9, ttt(t_s0, t_b0, t_b1), 0);
        add(10, ttt(t_s1, t_s0, t_b0), 0);
        add(11, ttt(t_b0, t_b1, t_b2), 0);
        add(12, ttt(t_s2, t_s1, t_s0), t_b0);
        add(13, ttt(t_s0, l_s0, t_b0), 0);
        add(14, ttt(t_s0, r_s0, t_b0), 0);
        add(15, ttt(t_s0, l_b0, t_b0), 0);
        add(16, ttt(t_s1, r_s1, t_s0), 0);
        add(17, w_s1, w_s0);
        add(18, w_s1, tt(t_s1, t_s0));
        add(19, w_s0, tt(t_s1, t_s0));
        add(20, tt(t_s0, t_b0), gap);
        add(21, w_s0, gap);
        add(22, w_b0, gap);
        add(23, tt(t_s1, t_s0), gap1);
        add(24, w_s0, valency(s0, 0) * 16 + valency(s0, 1));
        add(25, tt(t_s0, t_b0), valency(b0, 0) * 256 + valency(s0, 1) * 16 + valency(s1, 1));
        add(26, w_b0, valency(b0, 0));
        add(27, ttt(t_s0, r_s0, tag(right(s0, 1))), t_b0);
        add(28, ttt(t_b0, l_b0, tag(left(b0, 1))), t_s0);
        add(29, ttt(t_s0, t_b0, t_b1), w_b0);
        add(30, ttt(t_s0, t_b0, t_b1), w_s0);
        add(31, tt(t_s1, t_s0), mix(t_b0, t_b1));
        add(32, tt(t_s0, t_b1), w_b1);
        add(33, w_s1, tt(t_s0, t_b0));
        add(34, word(right(s0, 0)), tt(t_s0, t_b0));
        add(35, word(left(s0, 0)), tt(t_s0, t_b0));
    }
}

/// What is seen of the arc from the word at `at` to its head (`head == at`: a root), for its name.
#[inline]
pub fn arc_features(
    words: &Words,
    tags: &[u8],
    at: usize,
    head: usize,
    children: &Children,
    out: &mut Vec<u32>,
) {
    let root = head == at;
    let tag = |i: u32| if i == u32::MAX { 61 } else { u32::from(tags[i as usize]) };
    let word = |i: u32| if i == u32::MAX { 1 } else { words.low[i as usize] };
    let (w, t) = (words.low[at], u32::from(tags[at]));
    let (hw, ht) = if root { (2, 62) } else { (words.low[head], u32::from(tags[head])) };
    let side = if root {
        0
    } else if head > at {
        1
    } else {
        2
    };
    let gap = (at.abs_diff(head).min(6) as u32) * 4 + side;
    let [first, last] = children.edges[at];
    let [head_first, head_last] = children.edges[head];
    let near = |k: isize| {
        let i = at as isize + k;
        if i < 0 || i as usize >= tags.len() { 63 } else { u32::from(tags[i as usize]) }
    };
    out.clear();
    let mut add = |template: u32, a: u32, b: u32| out.push(mix3(0xA7C0 + template, a, b));
    let tts = (t << 8) | (ht << 2) | side;
    add(0, tts, 0);
    add(1, w, side);
    add(2, hw, side);
    add(3, w, tts);
    add(4, hw, tts);
    add(5, w, hw);
    add(6, tts, gap);
    add(7, tts, tag(first));
    add(8, tts, tag(last));
    add(9, tts, word(first));
    add(10, tts, (near(-1) << 6) | near(1));
    add(11, hw, (t << 2) | side);
    add(12, tts, tag(head_first));
    add(13, tts, tag(head_last));
    add(14, tts, word(last));
    add(15, tts, word(head_first));
    add(16, hw, mix(tts, word(first)));
}

/// The outermost children of each word.
#[derive(Clone, Debug, Default)]
pub struct Children {
    /// First and last child; `u32::MAX` where there is none.
    pub edges: Vec<[u32; 2]>,
}

impl Children {
    /// From the heads of a whole article.
    #[must_use]
    pub fn new(heads: &[u32]) -> Self {
        let mut edges = vec![[u32::MAX; 2]; heads.len()];
        for (at, head) in heads.iter().enumerate() {
            if *head as usize != at {
                let edge = &mut edges[*head as usize];
                if edge[0] == u32::MAX {
                    edge[0] = at as u32;
                }
                edge[1] = at as u32;
            }
        }
        Self { edges }
    }
}

/// Finds the head of every word.
#[must_use]
pub fn heads(words: &Words, tags: &[u8], table: &Table) -> Vec<u32> {
    let mut all = Vec::with_capacity(words.len());
    let mut state = State::default();
    let mut found = Vec::new();
    for (from, to) in &words.sentences {
        state.begin(to - from);
        while !state.is_over() {
            let allowed = state.allowed();
            let step = if allowed == [true, false, false] {
                SHIFT
            } else {
                state.features(words, tags, *from, &mut found);
                let mut scores = [0_i32; 3];
                table.add(&found, &mut scores);
                choose(&scores, allowed)
            };
            state.make(step);
        }
        push_heads(&state, *from, &mut all);
    }
    all
}

/// Adds the heads of a finished sentence to those of the article.
pub fn push_heads(state: &State, from: usize, all: &mut Vec<u32>) {
    for (at, head) in state.heads.iter().enumerate() {
        let own = if *head >= state.len { at } else { *head };
        all.push((from + own) as u32);
    }
}

/// The best move that is allowed.
#[must_use]
pub fn choose(scores: &[i32; 3], allowed: [bool; 3]) -> usize {
    let mut best = usize::MAX;
    for step in 0..3 {
        if allowed[step] && (best == usize::MAX || scores[step] > scores[best]) {
            best = step;
        }
    }
    best.min(RIGHT)
}

/// Names every arc.
#[must_use]
pub fn relations(words: &Words, tags: &[u8], heads: &[u32], table: &Table) -> Vec<u8> {
    let children = Children::new(heads);
    let mut found = Vec::new();
    (0..words.len())
        .map(|at| {
            arc_features(words, tags, at, heads[at] as usize, &children, &mut found);
            let mut scores = [0_i32; spread(RELATIONS.len())];
            table.add(&found, &mut scores);
            best(&scores[..RELATIONS.len()])
        })
        .collect()
}
