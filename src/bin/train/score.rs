//! Strict scores of segments, as `tools/score.py --setting sentence` counts them.

use crate::corpus::Doc;
use crate::judge::Judged;
use crate::told::Told;
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
        add(doc, &attribution.parts, &mut all);
    }
    all
}

/// Adds the pieces of one attribution, unless it goes over more than three sentences.
fn add(doc: &Doc, parts: &[Vec<(usize, usize)>; 3], all: &mut BTreeSet<Piece>) {
    let sentences: BTreeSet<u32> = parts
        .iter()
        .flatten()
        .flat_map(|(a, b)| (*a..*b).map(|i| doc.words.sentence_of[i]))
        .collect();
    if sentences.len() > 3 {
        return;
    }
    for (role, parts) in parts.iter().enumerate() {
        for (from, to) in parts {
            cut(doc, role as u8, *from, *to, all);
        }
    }
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
        self.compare(&gold(doc), &pieces(doc, segments));
    }

    /// Counts the attributions of one article.
    pub fn add_told<'a>(&mut self, doc: &Doc, told: impl IntoIterator<Item = &'a Told>) {
        let mut found = BTreeSet::new();
        told.into_iter().for_each(|told| add(doc, &told.parts, &mut found));
        self.compare(&gold(doc), &found);
    }

    fn compare(&mut self, gold: &BTreeSet<Piece>, found: &BTreeSet<Piece>) {
        for piece in found {
            self.found[usize::from(piece.0)] += 1;
            self.right[usize::from(piece.0)] += usize::from(gold.contains(piece));
        }
        for piece in gold {
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
    /// All counts together.
    pub fn sum<'a>(all: impl Iterator<Item = &'a Score>) -> Score {
        all.fold(Score::default(), |mut sum, one| {
            for role in 0..3 {
                sum.right[role] += one.right[role];
                sum.found[role] += one.found[role];
                sum.gold[role] += one.gold[role];
            }
            sum
        })
    }
}

/// Both measures: pieces, by which settings are chosen, and whole attributions.
#[derive(Clone, Debug, Default)]
pub struct Both {
    /// Pieces by role.
    pub pieces: Score,
    /// Whole attributions.
    pub whole: Judged,
}

impl Both {
    /// Counts what is found in all articles.
    pub fn of(docs: &[Doc], found: impl IntoIterator<Item = Vec<Told>>) -> Self {
        let mut both = Self::default();
        for (doc, told) in docs.iter().zip(found) {
            both.pieces.add_told(doc, &told);
            both.whole.add(doc, &told);
        }
        both
    }

    /// One line for people.
    pub fn line(&self) -> String {
        format!("{} | {}", self.pieces.line(), self.whole.line())
    }
}
