//! What the notes have to do with the texts that they were made on: which of those differ from
//! today's, and where each note stands in a comparison of the two.

use super::{Note, NoteId, Notebook};
use crate::doc::diff::Diff;
use crate::doc::{Digest, Place, Time};
use crate::text::Span;
use std::collections::BTreeMap;
use std::sync::Arc;

/// How many older texts of an article are looked at; the latest.
const MOST: usize = 8;

/// The text of an article as it was when notes were made on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OldText {
    /// Of the text.
    pub digest: Digest,
    /// When the last note was made on it.
    pub at: Time,
    /// The text.
    pub text: Arc<str>,
}

/// The texts other than today's on which there are notes, with when the last one was made; the latest
/// first.
#[must_use]
pub fn older(notebook: &Notebook, today: Digest) -> Vec<(Digest, Time)> {
    let mut made: BTreeMap<Digest, Time> = BTreeMap::new();
    for note in notebook.notes.values().filter(|note| note.anchor.digest != today) {
        let at = made.entry(note.anchor.digest).or_insert(note.made);
        *at = note.made.max(*at);
    }
    let mut older: Vec<(Digest, Time)> = made.into_iter().collect();
    older.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    older.truncate(MOST);
    older
}

/// The sign of a place that should be looked at twice: `~` for words that were found elsewhere than
/// they were, `≈ 83%` for words that have changed, `!` for words that were not found.
#[must_use]
pub fn sign(place: Place) -> Option<String> {
    match place {
        Place::Exact(_) => None,
        Place::Moved(_) => Some("~".into()),
        // Never 100: then the words would be the same.
        Place::Approximate(_, score) => Some(format!("≈ {:.0}%", (score * 100.0).clamp(0.0, 99.0))),
        Place::Orphan => Some("!".into()),
    }
}

/// A note beside a paragraph of a comparison.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Beside {
    /// Which note.
    pub id: NoteId,
    /// Whether the paragraph is where it was, where it is, or both.
    pub stand: Stand,
    /// Where it is in today's text.
    pub place: Place,
}

/// What a paragraph is to a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stand {
    /// It was made here, and is here.
    Here,
    /// It was made here.
    Was,
    /// It was found here.
    Is,
}

/// The notes beside each row of a comparison with the text `old`.
#[must_use]
pub fn beside<'a>(
    diff: &Diff,
    old: Digest,
    notes: impl Iterator<Item = (&'a Note, Place)>,
) -> Vec<Vec<Beside>> {
    let rows = |span: fn(&crate::doc::diff::Row) -> Option<Span>| -> Vec<(Span, usize)> {
        let all = diff.rows.iter().enumerate();
        let mut all: Vec<_> = all.filter_map(|(n, row)| Some((span(row)?, n))).collect();
        all.sort_unstable();
        all
    };
    let (olds, news) = (rows(|row| row.old_span()), rows(|row| row.new_span()));
    // The first row that ends after the note begins.
    let row = |rows: &[(Span, usize)], at: Span| {
        let n = rows.partition_point(|(span, _)| span.end() <= at.start());
        rows.get(n).or(rows.last()).map(|(_, row)| *row)
    };
    let mut beside = vec![Vec::new(); diff.rows.len()];
    for (note, place) in notes.filter(|(note, _)| !note.anchor.exact.is_empty()) {
        let was = Some(note.anchor.span).filter(|_| note.anchor.digest == old);
        let was = was.and_then(|span| row(&olds, span));
        let is = place.span().and_then(|span| row(&news, span));
        let stands = match (was, is) {
            (Some(was), Some(is)) if was == is => vec![(was, Stand::Here)],
            _ => was
                .map(|row| (row, Stand::Was))
                .into_iter()
                .chain(is.map(|row| (row, Stand::Is)))
                .collect(),
        };
        for (row, stand) in stands {
            let beside: &mut Vec<Beside> = match beside.get_mut(row) {
                Some(beside) => beside,
                None => continue,
            };
            beside.push(Beside { id: note.id, stand, place });
        }
    }
    beside
}
