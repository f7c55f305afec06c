//! The chain over the words of a run: the best labels, and how likely each is. Linear in the run's length.

use super::{LABELS, Name, Sort};

/// Points that no path can make good.
const NEVER: f32 = -1e9;

/// Whether a label may follow another: later words only after a word of the same name.
#[must_use]
#[inline]
pub fn may_follow(before: usize, label: usize) -> bool {
    label == 0 || label % 2 == 1 || before == label || before + 1 == label
}

/// Whether a label may begin a run.
#[must_use]
#[inline]
pub fn may_begin(label: usize) -> bool {
    label == 0 || label % 2 == 1
}

#[inline]
fn step(moves: &[f32], before: usize, label: usize) -> f32 {
    moves.get(before * LABELS + label).copied().unwrap_or(0.0)
}

fn first(moves: &[f32], label: usize) -> f32 {
    moves.get(LABELS * LABELS + label).copied().unwrap_or(0.0)
}

/// The best labels.
#[must_use]
pub fn best(points: &[[f32; LABELS]], moves: &[f32]) -> Vec<u8> {
    let mut back: Vec<[u8; LABELS]> = Vec::with_capacity(points.len());
    let mut last = [0.0_f32; LABELS];
    for (at, point) in points.iter().enumerate() {
        let (mut now, mut from) = ([NEVER; LABELS], [0_u8; LABELS]);
        for label in 0..LABELS {
            if at == 0 {
                if may_begin(label) {
                    now[label] = point[label] + first(moves, label);
                }
                continue;
            }
            for (before, last) in last.iter().enumerate() {
                if may_follow(before, label) {
                    let score = last + step(moves, before, label) + point[label];
                    if score > now[label] {
                        (now[label], from[label]) = (score, before as u8);
                    }
                }
            }
        }
        back.push(from);
        last = now;
    }
    let mut label = 0;
    for other in 1..LABELS {
        if last[other] > last[label] {
            label = other;
        }
    }
    let mut labels = vec![0_u8; points.len()];
    for at in (0..points.len()).rev() {
        labels[at] = label as u8;
        label = usize::from(back[at][label]);
    }
    labels
}

/// How likely each label is at each place; adds how likely each move is to `counts`.
#[must_use]
pub fn sums(
    points: &[[f32; LABELS]],
    moves: &[f32],
    counts: Option<&mut [f32]>,
) -> Vec<[f32; LABELS]> {
    let n = points.len();
    let mut ahead = vec![[NEVER; LABELS]; n];
    let mut behind = vec![[0.0_f32; LABELS]; n];
    for at in 0..n {
        for label in 0..LABELS {
            if at == 0 {
                if may_begin(label) {
                    ahead[0][label] = points[0][label] + first(moves, label);
                }
                continue;
            }
            let terms = (0..LABELS).filter(|b| may_follow(*b, label));
            let last = ahead[at - 1];
            ahead[at][label] =
                points[at][label] + log_sum(terms.map(|b| last[b] + step(moves, b, label)));
        }
    }
    for at in (0..n.saturating_sub(1)).rev() {
        for label in 0..LABELS {
            let (next, point) = (behind[at + 1], points[at + 1]);
            let terms = (0..LABELS).filter(|l| may_follow(label, *l));
            behind[at][label] = log_sum(terms.map(|l| next[l] + point[l] + step(moves, label, l)));
        }
    }
    let Some(end) = ahead.last() else { return Vec::new() };
    let all = log_sum(end.iter().copied());
    if let Some(counts) = counts {
        for label in 0..LABELS {
            if let (true, Some(count)) = (may_begin(label), counts.get_mut(LABELS * LABELS + label))
            {
                *count += (ahead[0][label] + behind[0][label] - all).exp();
            }
        }
        for at in 1..n {
            for (before, ahead) in ahead[at - 1].iter().enumerate() {
                for label in 0..LABELS {
                    if may_follow(before, label) {
                        let score = ahead
                            + step(moves, before, label)
                            + points[at][label]
                            + behind[at][label];
                        if let Some(count) = counts.get_mut(before * LABELS + label) {
                            *count += (score - all).exp();
                        }
                    }
                }
            }
        }
    }
    ahead
        .iter()
        .zip(&behind)
        .map(|(a, b)| {
            let mut row = [0.0; LABELS];
            for label in 0..LABELS {
                row[label] = (a[label] + b[label] - all).exp();
            }
            row
        })
        .collect()
}

fn log_sum(terms: impl Iterator<Item = f32> + Clone) -> f32 {
    let most = terms.clone().fold(NEVER, f32::max);
    most + terms.map(|t| (t - most).exp()).sum::<f32>().ln()
}

/// Reads names off labels; `base` is the token of the first label.
pub fn push_names(labels: &[u8], sure: &[[f32; LABELS]], base: usize, names: &mut Vec<Name>) {
    let mut at = 0;
    while at < labels.len() {
        let Some(sort) = Sort::of(labels[at]) else {
            at += 1;
            continue;
        };
        let mut end = at + 1;
        while end < labels.len() && labels[end] == sort.label() + 1 {
            end += 1;
        }
        let mut kinds = [0.0_f32; 4];
        for row in &sure[at..end] {
            for (k, kind) in kinds.iter_mut().enumerate() {
                *kind += (row[1 + 2 * k] + row[2 + 2 * k]) / (end - at) as f32;
            }
        }
        names.push(Name { from: base + at, to: base + end, sort, sure: kinds });
        at = end;
    }
}
