//! Counts the kinds of errors on held-out articles, and shows the worst ten of each.

use crate::corpus::Doc;
use std::collections::BTreeMap;
use whosaid::extract::model::chain::Segment;
use whosaid::text::slice;

const NAMES: [&str; 3] = ["source", "cue", "content"];

/// The report for the given articles: kinds with counts, and the errors that the model was surest of.
pub fn report(
    docs: &[Doc],
    segments: &[Vec<Segment>],
    certain: &[Vec<f32>],
    show: usize,
) -> String {
    let mut kinds: BTreeMap<String, Vec<(f32, String)>> = BTreeMap::new();
    for (d, doc) in docs.iter().enumerate() {
        let text = |from: usize, to: usize| {
            slice(&doc.article.text, doc.words.spans[from].hull(doc.words.spans[to - 1]))
        };
        let around = |from: usize, to: usize| {
            let a = from
                .saturating_sub(9)
                .max(doc.words.sentences[doc.words.sentence_of[from] as usize].0);
            let b = (to + 9).min(doc.words.sentences[doc.words.sentence_of[to - 1] as usize].1);
            let left = if a < from { text(a, from) } else { "" };
            let right = if to < b { text(to, b) } else { "" };
            format!("{left} [{}] {right}", text(from, to)).replace('\n', " ")
        };
        let meets = |a: &Segment, b: &Segment| a.from < b.to && b.from < a.to;
        for (s, sure) in segments[d].iter().zip(&certain[d]) {
            if doc.segments.contains(s) {
                let right = kinds.entry(format!("{} right", NAMES[s.role as usize])).or_default();
                right.push((0.0, String::new()));
                continue;
            }
            let other = doc
                .segments
                .iter()
                .filter(|g| meets(g, s))
                .max_by_key(|g| (g.role == s.role, g.to - g.from));
            let kind = match other {
                None => "from nothing",
                Some(g) if g.role != s.role => "of another role",
                Some(g) => match (g.from == s.from, g.to == s.to) {
                    (false, true) if s.from < g.from => "begins too early",
                    (false, true) => "begins too late",
                    (true, false) if s.to < g.to => "ends too early",
                    (true, false) => "ends too late",
                    _ => "wrong at both ends",
                },
            };
            let gold = other.map_or(String::new(), |g| {
                format!(
                    "   gold {}: {}",
                    NAMES[g.role as usize],
                    text(g.from, g.to).replace('\n', " ")
                )
            });
            kinds
                .entry(format!("{} {kind}", NAMES[s.role as usize]))
                .or_default()
                .push((*sure, format!("{}: {}{gold}", doc.name, around(s.from, s.to))));
        }
        for g in &doc.segments {
            if !segments[d].iter().any(|s| s.role == g.role && meets(s, g)) {
                let seen = segments[d].iter().any(|s| meets(s, g));
                kinds
                    .entry(format!(
                        "{} missed{}",
                        NAMES[g.role as usize],
                        if seen { ", another role there" } else { "" }
                    ))
                    .or_default()
                    .push((
                        ((d * 7919) % 1000) as f32 / 1000.0,
                        format!("{}: {}", doc.name, around(g.from, g.to)),
                    ));
            }
        }
    }
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
