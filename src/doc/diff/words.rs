//! Two sequences compared, and paragraphs as sequences of words.

use super::Side;
use crate::doc::fold::plain;
use crate::text::{Span, slice, word};
use imara_diff::{Algorithm, Diff, NoSliderHeuristic, Token};
use std::collections::BTreeMap;
use std::ops::Range;

/// A run of two sequences: the same in both, or one thing in place of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) same: bool,
    pub(super) old: Range<usize>,
    pub(super) new: Range<usize>,
}

/// Sequences of which more pairs could be compared are not: where everything is nearly the same as
/// everything else, Myers's algorithm takes time by the square, whatever limits it has. Two articles of
/// ten thousand words in a single paragraph are still compared.
const MOST_PAIRS: u64 = 40_000 * 40_000;

/// A word, a sign, a space, or the end of a paragraph.
pub(super) struct Piece {
    pub(super) span: Span,
    pub(super) kind: Kind,
    /// What it says, without what is no change.
    pub(super) key: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    Sign,
    Space,
    Break,
}

/// Compares two sequences. The runs cover both, in order; what is the same and what is not take turns.
pub(super) fn compare<K: Ord>(old: &[K], new: &[K]) -> Vec<Run> {
    let mut known: BTreeMap<&K, u32> = BTreeMap::new();
    let mut token = |key| {
        let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
        Token(*known.entry(key).or_insert(next))
    };
    let before: Vec<Token> = old.iter().map(&mut token).collect();
    let after: Vec<Token> = new.iter().map(&mut token).collect();
    let (head, tail) = ends(&before, &after);
    let middle = |side: &[Token]| (side.len() - head - tail) as u64;
    if middle(&before).saturating_mul(middle(&after)) > MOST_PAIRS {
        return as_a_whole(head, tail, before.len(), after.len());
    }
    let mut diff = Diff::default();
    let symbols = u32::try_from(known.len()).unwrap_or(u32::MAX);
    diff.compute_with(Algorithm::Myers, &before, &after, symbols);
    diff.postprocess_with(&before, &after, NoSliderHeuristic);
    let range = |range: Range<u32>| range.start as usize..range.end as usize;
    let mut runs = Vec::new();
    let (mut at_old, mut at_new) = (0, 0);
    let same = |old: Range<usize>, new: Range<usize>, runs: &mut Vec<Run>| {
        if !old.is_empty() {
            runs.push(Run { same: true, old, new });
        }
    };
    for hunk in diff.hunks() {
        let (old, new) = (range(hunk.before), range(hunk.after));
        same(at_old..old.start, at_new..new.start, &mut runs);
        (at_old, at_new) = (old.end, new.end);
        runs.push(Run { same: false, old, new });
    }
    same(at_old..old.len(), at_new..new.len(), &mut runs);
    runs
}

/// How many tokens two sequences have in common at their beginnings, and at their ends.
fn ends(old: &[Token], new: &[Token]) -> (usize, usize) {
    let head = old.iter().zip(new).take_while(|(old, new)| old == new).count();
    let rest = old.iter().skip(head).rev().zip(new.iter().skip(head).rev());
    (head, rest.take_while(|(old, new)| old == new).count())
}

/// All between the common beginning and the common end in place of all that was there.
fn as_a_whole(head: usize, tail: usize, old: usize, new: usize) -> Vec<Run> {
    let runs = [
        Run { same: true, old: 0..head, new: 0..head },
        Run { same: false, old: head..old - tail, new: head..new - tail },
        Run { same: true, old: old - tail..old, new: new - tail..new },
    ];
    runs.into_iter().filter(|run| !run.old.is_empty() || !run.new.is_empty()).collect()
}

/// What a paragraph says, without what is no change.
pub(super) fn key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    for c in text.chars().filter_map(plain) {
        if c != ' ' || !key.ends_with(' ') {
            key.push(c);
        }
    }
    key
}

/// Some paragraphs of a text in pieces, with a break between two.
pub(super) fn pieces(side: Side<'_>, paragraphs: &[Span]) -> Vec<Piece> {
    let mut all: Vec<Piece> = Vec::new();
    for (n, paragraph) in paragraphs.iter().enumerate() {
        if let Some(before) = n.checked_sub(1).and_then(|n| paragraphs.get(n)) {
            let span = Span::new(before.end(), paragraph.start());
            all.push(Piece { span, kind: Kind::Break, key: "\n".into() });
        }
        for span in word::pieces(side.text, *paragraph) {
            let key = key(slice(side.text, span));
            let kind = match key.as_str() {
                " " | "" => Kind::Space,
                word if word.contains(char::is_alphanumeric) => Kind::Word,
                _ => Kind::Sign,
            };
            match all.last_mut() {
                Some(last) if kind == Kind::Space && last.kind == Kind::Space => {
                    last.span = last.span.hull(span);
                    last.key = " ".into();
                }
                _ => all.push(Piece { span, kind, key }),
            }
        }
    }
    all
}

/// Compares two sequences of pieces for a reader: a word or two that happen to be the same between
/// longer changes are taken for changed as well, because nobody can read such confetti.
pub(super) fn compare_words(old: &[Piece], new: &[Piece]) -> Vec<Run> {
    let keys = |pieces: &[Piece]| pieces.iter().map(|piece| piece.key.clone()).collect::<Vec<_>>();
    let runs = compare(&keys(old), &keys(new));
    let weighed: Vec<Weighed> = runs.into_iter().map(|run| Weighed::of(run, old, new)).collect();
    let mut kept: Vec<Weighed> = Vec::new();
    for (n, run) in weighed.iter().enumerate() {
        let joins = run.run.same && !run.breaks && joins(kept.last(), run, weighed.get(n + 1));
        match kept.last_mut() {
            Some(last) if !last.run.same && (joins || !run.run.same) => last.take(run),
            _ => kept.push(Weighed {
                run: Run { same: run.run.same && !joins, ..run.run.clone() },
                ..*run
            }),
        }
    }
    kept.into_iter().map(|weighed| weighed.run).collect()
}

/// A run with what is in it.
struct Weighed {
    run: Run,
    /// Letters of its words, of the longer side.
    letters: usize,
    words: usize,
    /// Whether a paragraph ends in it.
    breaks: bool,
}

impl Weighed {
    fn of(run: Run, old: &[Piece], new: &[Piece]) -> Self {
        let olds = old.get(run.old.clone()).unwrap_or(&[]);
        let news = new.get(run.new.clone()).unwrap_or(&[]);
        let words = |side: &[Piece]| side.iter().filter(|piece| piece.kind == Kind::Word).count();
        let letters = |side: &[Piece]| -> usize {
            let words = side.iter().filter(|piece| piece.kind == Kind::Word);
            words.map(|piece| piece.key.chars().count()).sum()
        };
        let breaks = olds.iter().chain(news).any(|piece| piece.kind == Kind::Break);
        Self { letters: letters(olds).max(letters(news)), words: words(olds), breaks, run }
    }

    fn take(&mut self, next: &Self) {
        self.run.old.end = next.run.old.end;
        self.run.new.end = next.run.new.end;
        self.letters += next.letters;
        self.words += next.words;
        self.breaks |= next.breaks;
    }
}

/// Whether what is the same between two changes is better taken for changed as well.
fn joins(before: Option<&Weighed>, same: &Weighed, after: Option<&Weighed>) -> bool {
    match (before, after) {
        (Some(before), Some(after)) => {
            // Words between two ends of paragraphs tell where the paragraphs are.
            let is_apart = before.breaks || after.breaks || same.words > 4;
            let is_short = same.letters < before.letters && same.letters < after.letters;
            same.words == 0 || (!is_apart && is_short)
        }
        // A full stop that all paragraphs end with says nothing of this one.
        (Some(other), None) | (None, Some(other)) => same.words == 0 && other.breaks,
        (None, None) => false,
    }
}
