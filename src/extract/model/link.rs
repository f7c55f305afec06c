//! Which content and which source go with which cue.
//!
//! Every attribution has one cue, so each content chooses among the cues around
//! it, and then each cue among the sources around it, or none.

use super::chain::Segment;
use super::features::{View, bucket};
use super::hash::{mix, mix3};
use super::words::{BREAK, COMMA, EDGE};

/// How many candidates are weighed on either side.
const REACH: usize = 4;
/// How many segments away a candidate may be: keeps the work linear whatever comes.
const FAR: usize = 12;

/// The number of the cue's role in [`Segment::role`].
pub const CUE: u8 = 1;
/// The number of the content's role.
pub const CONTENT: u8 = 2;

/// A source, a cue and contents that go together, as indices of the segments of a block.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Link {
    /// The cue.
    pub cue: usize,
    /// The source, if there is one.
    pub source: Option<usize>,
    /// The contents, in order.
    pub contents: Vec<usize>,
    /// How far the chosen source was ahead, as a probability.
    pub sure: f32,
}

/// The segments of `role` around segment `at`, at most four on either side.
#[must_use]
pub fn around(segments: &[Segment], at: usize, role: u8) -> Vec<usize> {
    let is = |i: &usize| segments[*i].role == role;
    let mut found: Vec<usize> = (at.saturating_sub(FAR)..at).rev().filter(is).take(REACH).collect();
    found.reverse();
    found.extend((at + 1..segments.len().min(at + 1 + FAR)).filter(is).take(REACH));
    found
}

/// The token of a segment whose head stands outside it.
pub(super) fn head(view: &View<'_>, s: Segment) -> usize {
    (s.from..s.to)
        .find(|i| {
            let h = view.syntax.heads[*i] as usize;
            h == *i || h < s.from || h >= s.to
        })
        .unwrap_or(s.from)
}

/// What is seen of two segments of a block together.
fn pair(
    view: &View<'_>,
    segments: &[Segment],
    one: usize,
    two: usize,
    base: u32,
    out: &mut Vec<u32>,
) {
    let words = view.words;
    let (a, b) = (segments[one], segments[two]);
    let left = two < one;
    let side = u32::from(left);
    let (low, high) = (one.min(two), one.max(two));
    let (from, to) = (segments[low].to, segments[high].from);
    let mut order = side;
    for s in &segments[low + 1..high] {
        order = order.min(1 << 20) * 4 + 1 + u32::from(s.role);
    }
    let far = words.sentence_of[a.from].abs_diff(words.sentence_of[b.from]).min(3);
    let gap = bucket(to.saturating_sub(from));
    let mut marks = 0;
    for i in from..to.min(from + 40) {
        marks |= u32::from(words.is(i, COMMA)) | u32::from(words.is(i, BREAK)) << 1;
        marks |= u32::from(words.sentence_of[i] != words.sentence_of[from]) << 2;
    }
    let (ha, hb) = (head(view, a), head(view, b));
    let up = |i: usize| view.syntax.heads[i] as usize;
    let within = |i: usize, s: Segment| i >= s.from && i < s.to;
    // Is one below the other, and through which relation?
    let (mut at, mut via, mut steps) = (ha, 0, 0);
    while steps < 8 {
        let h = up(at);
        if h == at {
            break;
        }
        if within(h, b) {
            via = 1 + u32::from(view.syntax.relations[at]);
            break;
        }
        at = h;
        steps += 1;
    }
    let (mut at, mut from_above, mut down) = (hb, 0, 0);
    while down < 4 {
        let h = up(at);
        if h == at {
            break;
        }
        if within(h, a) {
            from_above = 1 + u32::from(view.syntax.relations[at]);
            break;
        }
        at = h;
        down += 1;
    }
    let quoted = u32::from(words.quote[a.from] > 0) * 2 + u32::from(words.quote[b.from] > 0);
    let nearest = u32::from(!segments[low + 1..high].iter().any(|s| s.role == b.role));
    let size = bucket(b.to - b.from);
    let mut t = base;
    let mut add = |x: u32, y: u32| {
        t += 1;
        out.push(mix3(t, x, y));
    };
    add(side, nearest);
    add(order, 0);
    add(order, far);
    add(order, marks);
    add(mix(side, gap), far);
    add(mix(side, nearest), far);
    add(marks, mix(side, far));
    add(via, side);
    add(via, bucket(steps));
    add(via, order);
    add(from_above, side);
    add(from_above, order);
    add(mix(via, words.stem[hb]), side);
    add(mix(side, nearest), words.stem[hb]);
    add(mix(side, nearest), words.low[a.from]);
    add(quoted, mix(side, order));
    add(mix(size, side), nearest);
    add(u32::from(view.syntax.tags[hb]), mix(side, nearest));
    add(u32::from(view.syntax.tags[ha]), mix(side, order));
    let next = words.low.get(b.to).copied().unwrap_or(EDGE);
    add(mix(side, nearest), next);
    add(mix(far, order), quoted);
}

/// What is seen of a content and a cue that may be its own.
pub fn content_features(
    view: &View<'_>,
    segments: &[Segment],
    content: usize,
    cue: usize,
    out: &mut Vec<u32>,
) {
    out.clear();
    pair(view, segments, content, cue, 0x71C0_0000, out);
}

/// What is seen of a cue and a source that may be its own; `contents` are those that chose the cue.
pub fn source_features(
    view: &View<'_>,
    segments: &[Segment],
    cue: usize,
    source: Option<usize>,
    contents: &[usize],
    out: &mut Vec<u32>,
) {
    out.clear();
    let before = contents.iter().any(|c| *c < cue);
    let after = contents.iter().any(|c| *c > cue);
    let place = u32::from(before) * 2 + u32::from(after);
    let words = view.words;
    match source {
        Some(source) => {
            pair(view, segments, cue, source, 0x5A0C_0000, out);
            // Does it stand inside the content, beyond it, or on its free side?
            let (low, high) = (cue.min(source), cue.max(source));
            let passed =
                segments[low + 1..high].iter().filter(|s| s.role == CUE).count().min(2) as u32;
            let own = contents.iter().filter(|c| **c > low && **c < high).count().min(1) as u32;
            let side = u32::from(source < cue);
            out.push(mix3(0x5A0D_0000, mix(passed, own), mix(side, place)));
            out.push(mix3(0x5A0D_0001, mix(passed, own), words.stem[head(view, segments[cue])]));
        }
        None => {
            let s = segments[cue];
            let h = head(view, s);
            let mut t = 0x5A0E_0000;
            let mut add = |x: u32, y: u32| {
                t += 1;
                out.push(mix3(t, x, y));
            };
            let sentence = words.sentence_of[s.from];
            let near = |i: Option<usize>| {
                i.map_or(9, |i| words.sentence_of[segments[i].from].abs_diff(sentence).min(2))
            };
            let sources = around(segments, cue, 0);
            let left = sources.iter().copied().rfind(|i| *i < cue);
            let right = sources.iter().copied().find(|i| *i > cue);
            add(0, 0);
            add(words.stem[h], 0);
            add(words.low[s.from], 0);
            add(u32::from(view.syntax.tags[h]), place);
            add(near(left), near(right));
            add(u32::from(view.syntax.relations[h]), mix(near(left), near(right)));
            add(u32::from(view.subject[h] == u32::MAX), mix(near(left), near(right)));
            add(words.low[s.to - 1], place);
            add(bucket(s.to - s.from), place);
        }
    }
}

/// Links the segments of one block, given a way to score features.
pub fn link_with(
    view: &View<'_>,
    segments: &[Segment],
    score: &mut dyn FnMut(&[u32]) -> f32,
) -> Vec<Link> {
    let mut links: Vec<Link> = (0..segments.len())
        .filter(|i| segments[*i].role == CUE)
        .map(|cue| Link { cue, ..Link::default() })
        .collect();
    let mut found = Vec::new();
    for content in 0..segments.len() {
        if segments[content].role != CONTENT {
            continue;
        }
        let mut best: Option<(f32, usize)> = None;
        for cue in around(segments, content, CUE) {
            content_features(view, segments, content, cue, &mut found);
            let s = score(&found);
            if best.is_none_or(|(top, _)| s > top) {
                best = Some((s, cue));
            }
        }
        if let Some((_, cue)) = best
            && let Ok(at) = links.binary_search_by_key(&cue, |l| l.cue)
        {
            links[at].contents.push(content);
        }
    }
    for link in &mut links {
        source_features(view, segments, link.cue, None, &link.contents, &mut found);
        let none = score(&found);
        let (mut best, mut top, mut all) = (None, none, vec![none]);
        for source in around(segments, link.cue, 0) {
            source_features(view, segments, link.cue, Some(source), &link.contents, &mut found);
            let s = score(&found);
            all.push(s);
            if s > top {
                (best, top) = (Some(source), s);
            }
        }
        link.source = best;
        link.sure = 1.0 / all.iter().map(|s| (s - top).exp()).sum::<f32>();
    }
    // A source that no cue chose goes to the nearest cue without one in its sentence.
    let mut chosen = vec![false; segments.len()];
    for link in &links {
        if let Some(source) = link.source {
            chosen[source] = true;
        }
    }
    for (i, s) in segments.iter().enumerate() {
        if s.role != 0 || chosen[i] {
            continue;
        }
        let sentence = view.words.sentence_of[s.from];
        let mut cues = around(segments, i, CUE);
        cues.sort_by_key(|cue| cue.abs_diff(i));
        for cue in cues {
            if view.words.sentence_of[segments[cue].from] == sentence
                && let Ok(at) = links.binary_search_by_key(&cue, |l| l.cue)
                && links[at].source.is_none()
            {
                links[at].source = Some(i);
                links[at].sure = 0.3;
                break;
            }
        }
    }
    links
}
