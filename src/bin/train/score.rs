//! Strict scores of segments, as `tools/score.py --setting sentence` counts them.

use crate::corpus::Doc;
use std::collections::BTreeSet;
use whosaid::extract::model::chain::Segment;

/// Hits, predictions and gold by role.
#[derive(Clone, Copy, Debug, Default)]
pub struct Score {
    /// Found and right.
    pub right: [usize; 3],
    /// Found.
    pub found: [usize; 3],
    /// To be found.
    pub gold: [usize; 3],
}

/// A piece of one role within one sentence.
pub type Piece = (u8, usize, usize);

fn cut(doc: &Doc, role: u8, from: usize, to: usize, out: &mut BTreeSet<Piece>) {
    let mut start = from;
    for at in from + 1..=to {
        if at == to || doc.starts[at] {
            out.insert((role, start, at));
            start = at;
        }
    }
}

/// The gold pieces of an article.
pub fn gold(doc: &Doc) -> BTreeSet<Piece> {
    let mut all = BTreeSet::new();
    for attribution in &doc.gold {
        let sentences: BTreeSet<u32> = attribution
            .parts
            .iter()
            .flatten()
            .flat_map(|(a, b)| (*a..*b).map(|i| doc.words.sentence_of[i]))
            .collect();
        if sentences.len() > 3 {
            continue;
        }
        for (role, parts) in attribution.parts.iter().enumerate() {
            for (from, to) in parts {
                cut(doc, role as u8, *from, *to, &mut all);
            }
        }
    }
    all
}

/// The pieces of predicted segments.
pub fn pieces(doc: &Doc, segments: &[Segment]) -> BTreeSet<Piece> {
    let mut all = BTreeSet::new();
    for s in segments {
        cut(doc, s.role, s.from, s.to, &mut all);
    }
    all
}

impl Score {
    /// Counts one article.
    pub fn add(&mut self, doc: &Doc, segments: &[Segment]) {
        let (gold, found) = (gold(doc), pieces(doc, segments));
        for piece in &found {
            self.found[usize::from(piece.0)] += 1;
            self.right[usize::from(piece.0)] += usize::from(gold.contains(piece));
        }
        for piece in &gold {
            self.gold[usize::from(piece.0)] += 1;
        }
    }

    /// The F-score of all roles together.
    pub fn all(&self) -> f32 {
        let (r, p, g): (usize, usize, usize) =
            (self.right.iter().sum(), self.found.iter().sum(), self.gold.iter().sum());
        2.0 * r as f32 / (p + g).max(1) as f32
    }

    /// One line for people.
    pub fn line(&self) -> String {
        let f = |r: usize, p: usize, g: usize| {
            let (p, rec) = (r as f32 / p.max(1) as f32, r as f32 / g.max(1) as f32);
            (p, rec, 2.0 * p * rec / (p + rec).max(1e-9))
        };
        let mut out = String::new();
        for (role, name) in ["source", "cue", "content"].iter().enumerate() {
            let (p, r, x) = f(self.right[role], self.found[role], self.gold[role]);
            out += &format!("{name} {p:.3}/{r:.3}/{x:.3}  ");
        }
        let (p, r, x) = f(self.right.iter().sum(), self.found.iter().sum(), self.gold.iter().sum());
        out + &format!("all {p:.3}/{r:.3}/{x:.3}")
    }
}

impl Score {
    /// Adds another count.
    pub fn merge(&mut self, other: &Score) {
        for role in 0..3 {
            self.right[role] += other.right[role];
            self.found[role] += other.found[role];
            self.gold[role] += other.gold[role];
        }
    }
}
