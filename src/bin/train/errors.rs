//! Counts the kinds of errors, and shows the worst of each.

use crate::corpus::Doc;
use crate::told::Told;
use std::collections::BTreeMap;
use whosaid::text::slice;

const NAMES: [&str; 3] = ["source", "cue", "content"];

/// A kind of error: each with how sure the program was.
type Kinds = BTreeMap<String, Vec<(f32, String)>>;

/// A run of tokens of one role.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Piece {
    role: usize,
    from: usize,
    to: usize,
}

impl Piece {
    fn meets(self, other: Piece) -> bool {
        self.from < other.to && other.from < self.to
    }
}

/// The report for the articles: kinds with counts, and the errors that the program was surest of. What was missed
/// has no score: of that the longest are shown.
pub fn report(docs: &[Doc], found: &[Vec<Told>], show: usize) -> String {
    let mut kinds = Kinds::new();
    for (doc, told) in docs.iter().zip(found) {
        let gold: Vec<Piece> = doc.gold.iter().flat_map(|g| pieces(&g.parts)).collect();
        let mut all = Vec::new();
        for told in told {
            let mine = pieces(&told.parts);
            all.extend(mine.iter().copied());
            for piece in mine {
                let (kind, other) = wrong(piece, &gold);
                let line = if kind == "right" {
                    String::new()
                } else {
                    format!(
                        "{}{}",
                        around(doc, piece),
                        other.map_or(String::new(), |g| beside(doc, g))
                    )
                };
                let kind = format!("{} {kind}", NAMES[piece.role]);
                kinds.entry(kind).or_default().push((told.score, line));
            }
            linked(doc, told, &mut kinds);
        }
        for piece in gold {
            if !all.iter().any(|p| p.role == piece.role && p.meets(piece)) {
                let seen = all.iter().any(|p| p.meets(piece));
                let kind = format!(
                    "{} missed{}",
                    NAMES[piece.role],
                    if seen { ", another role there" } else { "" }
                );
                let length = (piece.to - piece.from) as f32;
                kinds.entry(kind).or_default().push((length, around(doc, piece)));
            }
        }
    }
    printed(kinds, show)
}

fn pieces(parts: &[Vec<(usize, usize)>; 3]) -> Vec<Piece> {
    let of = |(role, runs): (usize, &Vec<(usize, usize)>)| {
        runs.iter().map(move |(from, to)| Piece { role, from: *from, to: *to }).collect::<Vec<_>>()
    };
    parts.iter().enumerate().flat_map(of).collect()
}

/// What is wrong with a piece, and what stands there in truth.
fn wrong(piece: Piece, gold: &[Piece]) -> (&'static str, Option<Piece>) {
    if gold.contains(&piece) {
        return ("right", None);
    }
    let other = gold
        .iter()
        .copied()
        .filter(|g| g.meets(piece))
        .max_by_key(|g| (g.role == piece.role, g.to - g.from));
    let kind = match other {
        None => "from nothing",
        Some(g) if g.role != piece.role => "of another role",
        Some(g) => match (g.from == piece.from, g.to == piece.to) {
            (false, true) if piece.from < g.from => "begins too early",
            (false, true) => "begins too late",
            (true, false) if piece.to < g.to => "ends too early",
            (true, false) => "ends too late",
            _ => "wrong at both ends",
        },
    };
    (kind, other)
}

/// Whether the right content went to a wrong source.
fn linked(doc: &Doc, told: &Told, kinds: &mut Kinds) {
    let meets = |a: &[(usize, usize)], b: &[(usize, usize)]| {
        a.iter().any(|x| b.iter().any(|y| x.0 < y.1 && y.0 < x.1))
    };
    let mut same = doc
        .gold
        .iter()
        .filter(|g| meets(&g.parts[1], &told.parts[1]) && meets(&g.parts[2], &told.parts[2]));
    let Some(gold) = same.next() else { return };
    let kind = match (gold.parts[0].is_empty(), told.parts[0].is_empty()) {
        (false, false) if !meets(&gold.parts[0], &told.parts[0]) => "goes to another source",
        (true, false) => "has a source where there is none",
        (false, true) => "has no source where there is one",
        _ => return,
    };
    let shown = |parts: &[Vec<(usize, usize)>; 3]| {
        pieces(parts).into_iter().map(|p| text(doc, p.from, p.to)).collect::<Vec<_>>().join(" | ")
    };
    let line = format!("{}: {}   gold: {}", doc.name, shown(&told.parts), shown(&gold.parts));
    kinds.entry(format!("attribution {kind}")).or_default().push((told.score, line));
}

fn text(doc: &Doc, from: usize, to: usize) -> String {
    slice(&doc.article.text, doc.words.spans[from].hull(doc.words.spans[to - 1])).replace('\n', " ")
}

/// A piece among the words of its sentence.
fn around(doc: &Doc, piece: Piece) -> String {
    let sentence = |at: usize| doc.words.sentences[doc.words.sentence_of[at] as usize];
    let from = piece.from.saturating_sub(9).max(sentence(piece.from).0);
    let to = (piece.to + 9).min(sentence(piece.to - 1).1);
    let left = if from < piece.from { text(doc, from, piece.from) } else { String::new() };
    let right = if piece.to < to { text(doc, piece.to, to) } else { String::new() };
    format!("{}: {left} [{}] {right}", doc.name, text(doc, piece.from, piece.to))
}

fn beside(doc: &Doc, gold: Piece) -> String {
    format!("   gold {}: {}", NAMES[gold.role], text(doc, gold.from, gold.to))
}

fn printed(kinds: Kinds, show: usize) -> String {
    let mut out = String::new();
    for (kind, mut list) in kinds {
        out += &format!("{kind}: {}\n", list.len());
        list.sort_by(|a, b| b.0.total_cmp(&a.0));
        for (sure, line) in list.iter().take(show).filter(|l| !l.1.is_empty()) {
            out += &format!("    {sure:.2} {line}\n");
        }
    }
    out
}
