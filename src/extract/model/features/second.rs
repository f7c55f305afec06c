//! What the second reading sees besides: what the first held likely, and where the cues are.

use super::{Hints, NONE, View, bucket};
use crate::extract::model::chain::COLUMNS;
use crate::extract::model::hash::{mix, mix3};
use crate::extract::model::tags::is_verb;
use crate::extract::model::words::{BREAK, CLOSES, COMMA, EDGE, OPENS};

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
