//! From two texts to rows: which paragraphs are the same, which have moved, and how the rest reads.

use super::words::{self, Kind, Run, compare, compare_words};
use super::{Change, Fate, Piece, Row, Side};
use crate::text::{Span, slice};
use std::collections::{BTreeMap, VecDeque};
use std::ops::Range;

/// A paragraph of fewer letters (a heading, a credit) that stands elsewhere is not called moved.
const LEAST_MOVED: usize = 24;
/// A paragraph of which fewer words in a hundred are left is shown as gone, and what came as new.
const LEAST_SHARE: usize = 25;

/// The rows of two texts.
pub(super) fn rows(old: Side<'_>, new: Side<'_>) -> Vec<Row> {
    let keys = |side: Side<'_>| -> Vec<String> {
        side.paragraphs.iter().map(|span| words::key(slice(side.text, *span))).collect()
    };
    let (old_keys, new_keys) = (keys(old), keys(new));
    let runs = compare(&old_keys, &new_keys);
    let moved = moved(&runs, &old_keys, &new_keys);
    let mut rows = Vec::new();
    for run in runs {
        if run.same {
            let pairs = of(old, &run.old).iter().zip(of(new, &run.new));
            rows.extend(pairs.map(|(old, new)| whole(Change::Same, *old, *new)));
        } else {
            changed(old, new, &run, &moved, &mut rows);
        }
    }
    rows
}

fn of<'a>(side: Side<'a>, range: &Range<usize>) -> &'a [Span] {
    side.paragraphs.get(range.clone()).unwrap_or(&[])
}

/// A row of one piece.
fn whole(change: Change, old: Span, new: Span) -> Row {
    let fate = match change {
        Change::Gone | Change::MovedAway => Fate::Gone,
        Change::New | Change::MovedHere => Fate::New,
        Change::Same | Change::Words => Fate::Same,
    };
    Row { change, pieces: vec![Piece { fate, old, new }] }
}

/// The paragraphs, old and new, that only stand elsewhere now.
struct Moved {
    old: Vec<bool>,
    new: Vec<bool>,
}

fn moved(runs: &[Run], old: &[String], new: &[String]) -> Moved {
    let mut moved = Moved { old: vec![false; old.len()], new: vec![false; new.len()] };
    let mut waiting: BTreeMap<&String, VecDeque<usize>> = BTreeMap::new();
    let changed = || runs.iter().filter(|run| !run.same);
    for at in changed().flat_map(|run| run.old.clone()) {
        if let Some(key) = old.get(at).filter(|key| key.chars().nth(LEAST_MOVED).is_some()) {
            waiting.entry(key).or_default().push_back(at);
        }
    }
    for at in changed().flat_map(|run| run.new.clone()) {
        let from = new.get(at).and_then(|key| waiting.get_mut(key)?.pop_front());
        if let Some(from) = from {
            moved.old.get_mut(from).into_iter().for_each(|moved| *moved = true);
            moved.new.get_mut(at).into_iter().for_each(|moved| *moved = true);
        }
    }
    moved
}

/// The rows of some paragraphs in place of others.
fn changed(old: Side<'_>, new: Side<'_>, run: &Run, moved: &Moved, rows: &mut Vec<Row>) {
    let parted = |side: Side<'_>, range: &Range<usize>, moved: &[bool]| -> (Vec<Span>, Vec<Span>) {
        let numbered = range.clone().filter_map(|n| Some((n, *side.paragraphs.get(n)?)));
        let is_moved = |n: usize| moved.get(n).copied().unwrap_or(false);
        let (moved, rest): (Vec<_>, Vec<_>) = numbered.partition(|(n, _)| is_moved(*n));
        let spans = |all: Vec<(usize, Span)>| all.into_iter().map(|(_, span)| span).collect();
        (spans(moved), spans(rest))
    };
    let (away, old_rest) = parted(old, &run.old, &moved.old);
    let (here, new_rest) = parted(new, &run.new, &moved.new);
    let (mut away, mut here) = (away.into_iter().peekable(), here.into_iter().peekable());
    // What has moved takes its place among the others by the text that it is seen in.
    for row in by_words(old, new, &old_rest, &new_rest) {
        if let Some(here_old) = row.old_span() {
            while let Some(span) = away.next_if(|span| span.start() < here_old.start()) {
                rows.push(whole(Change::MovedAway, span, Span::at(0)));
            }
        }
        if let Some(here_new) = row.new_span() {
            while let Some(span) = here.next_if(|span| span.start() < here_new.start()) {
                rows.push(whole(Change::MovedHere, Span::at(0), span));
            }
        }
        rows.push(row);
    }
    rows.extend(away.map(|span| whole(Change::MovedAway, span, Span::at(0))));
    rows.extend(here.map(|span| whole(Change::MovedHere, Span::at(0), span)));
}

/// Paragraphs compared word by word, across their ends, so that one that was divided is no news.
fn by_words(old: Side<'_>, new: Side<'_>, olds: &[Span], news: &[Span]) -> Vec<Row> {
    let whole_rows = |change: Change, spans: &[Span]| -> Vec<Row> {
        let row = |span: &Span| match change {
            Change::Gone => whole(change, *span, Span::at(0)),
            _ => whole(change, Span::at(0), *span),
        };
        spans.iter().map(row).collect()
    };
    if news.is_empty() {
        return whole_rows(Change::Gone, olds);
    }
    if olds.is_empty() {
        return whole_rows(Change::New, news);
    }
    let (old_pieces, new_pieces) = (words::pieces(old, olds), words::pieces(new, news));
    let runs = compare_words(&old_pieces, &new_pieces);
    let mut writer = Writer { rows: Vec::new(), row: Vec::new() };
    for (n, run) in runs.iter().enumerate() {
        let olds = old_pieces.get(run.old.clone()).unwrap_or(&[]);
        let news = new_pieces.get(run.new.clone()).unwrap_or(&[]);
        if run.same {
            for (old, new) in olds.iter().zip(news) {
                match old.kind {
                    Kind::Break => writer.end(),
                    _ => writer.put(Fate::Same, old.span, new.span),
                }
            }
            continue;
        }
        let first_break = olds.iter().position(|piece| piece.kind == Kind::Break);
        let news_end = news.iter().any(|piece| piece.kind == Kind::Break);
        let next = runs.get(n + 1).and_then(|next| old_pieces.get(next.old.start));
        let is_whole = next.is_none_or(|next| next.kind == Kind::Break);
        match first_break {
            // The rest of a paragraph is another, and whole ones after it are gone.
            Some(at) if !news_end && !writer.row.is_empty() => {
                let (rest, gone) = olds.split_at(at);
                let pairs = rest.iter().rev().zip(news.iter().rev());
                let same = pairs.take_while(|(old, new)| old.key == new.key).count();
                let (rest, stop) = rest.split_at(rest.len() - same);
                let (news, new_stop) = news.split_at(news.len() - same);
                writer.gone(rest);
                writer.came(news);
                for (old, new) in stop.iter().zip(new_stop) {
                    writer.put(Fate::Same, old.span, new.span);
                }
                // Where the last paragraphs of the two end together, this one ends in both.
                if is_whole {
                    writer.end();
                }
                writer.gone(gone);
            }
            _ => {
                writer.gone(olds);
                // Whole paragraphs that are gone are not run into those that came.
                if is_whole && (first_break.is_some() || news_end) {
                    writer.end_if_all(Fate::Gone);
                }
                writer.came(news);
            }
        }
    }
    writer.end();
    writer.rows.into_iter().flat_map(|row| apart(row, old.text, new.text)).collect()
}

/// Puts pieces together into rows.
struct Writer {
    rows: Vec<Row>,
    row: Vec<Piece>,
}

impl Writer {
    fn put(&mut self, fate: Fate, old: Span, new: Span) {
        match self.row.last_mut() {
            Some(last) if last.fate == fate => {
                let grown = |a: Span, b: Span| if b.is_empty() { a } else { a.hull(b) };
                last.old = grown(last.old, old);
                last.new = grown(last.new, new);
            }
            _ => self.row.push(Piece { fate, old, new }),
        }
    }

    fn gone(&mut self, pieces: &[words::Piece]) {
        for piece in pieces {
            match piece.kind {
                Kind::Break => self.break_at(Fate::BreakGone, piece.span),
                _ => self.put(Fate::Gone, piece.span, Span::at(0)),
            }
        }
    }

    fn came(&mut self, pieces: &[words::Piece]) {
        for piece in pieces {
            match piece.kind {
                Kind::Break => self.break_at(Fate::BreakNew, piece.span),
                _ => self.put(Fate::New, Span::at(0), piece.span),
            }
        }
    }

    /// A paragraph ends in one of the texts only.
    fn break_at(&mut self, fate: Fate, span: Span) {
        let own = if fate == Fate::BreakGone { Fate::Gone } else { Fate::New };
        if self.row.iter().any(|piece| piece.fate != own) {
            let (old, new) = match fate {
                Fate::BreakGone => (span, Span::at(0)),
                _ => (Span::at(0), span),
            };
            self.row.push(Piece { fate, old, new });
        }
        self.end();
    }

    fn end_if_all(&mut self, fate: Fate) {
        if self.row.iter().all(|piece| piece.fate == fate) {
            self.end();
        }
    }

    fn end(&mut self) {
        if self.row.is_empty() {
            return;
        }
        let pieces = std::mem::take(&mut self.row);
        let all = |fate: Fate| pieces.iter().all(|piece| piece.fate == fate);
        let change = if all(Fate::Same) {
            Change::Same
        } else if all(Fate::Gone) {
            Change::Gone
        } else if all(Fate::New) {
            Change::New
        } else {
            Change::Words
        };
        self.rows.push(Row { change, pieces });
    }
}

/// A row of which next to nothing is left, as two: what is gone, and what is new.
fn apart(row: Row, old: &str, new: &str) -> Vec<Row> {
    let letters = |fate: Fate| -> usize {
        let pieces = row.pieces.iter().filter(|piece| piece.fate == fate);
        pieces
            .map(|piece| piece.text(old, new).chars().filter(|c| c.is_alphanumeric()).count())
            .sum()
    };
    let (same, gone, came) = (letters(Fate::Same), letters(Fate::Gone), letters(Fate::New));
    let is_read = same * 100 >= LEAST_SHARE * (same + gone.min(came));
    if row.change != Change::Words || is_read {
        return vec![row];
    }
    let mut rows = Vec::new();
    if let Some(span) = row.old_span() {
        rows.push(whole(Change::Gone, span, Span::at(0)));
    }
    if let Some(span) = row.new_span() {
        rows.push(whole(Change::New, Span::at(0), span));
    }
    rows
}
