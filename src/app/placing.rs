//! Where the notes are in today's text, and what they rule there.

use super::state::State;
use crate::doc::{Digest, Finder, Place};
use crate::notes::review::{Rulings, bears, review};
use crate::notes::{About, Note, NoteId};
use crate::text::Span;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Where a note is in today's text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placed {
    /// Which note.
    pub id: NoteId,
    /// The text that it was made on, and where in it.
    pub made_on: (Digest, Span),
    /// Where, and how that was found.
    pub place: Place,
}

impl State {
    /// Lays the reader's rulings over what was found, and keeps the panel where it stands.
    pub fn review(&mut self) {
        let Some(found) = self.found.clone() else { return };
        let notes = self
            .placed
            .iter()
            .filter_map(|placed| Some((self.notebook.notes.get(&placed.id)?, placed.place.span())));
        let notes: Vec<(&Note, Option<Span>)> = notes.filter(|(note, _)| bears(note)).collect();
        let (analysis, rulings) = if notes.is_empty() {
            (found, Rulings::default())
        } else {
            let (analysis, rulings) = review(&self.article, &found, notes);
            (Arc::new(analysis), rulings)
        };
        if let Some(before) = self.analysis.replace(analysis.clone()) {
            self.panel.renumber(&before, &analysis);
        }
        self.rulings = rulings;
    }

    /// Finds the notes in today's text.
    pub fn place_notes(&mut self) {
        // A note that has been found need not be looked for again, unless it was attached elsewhere.
        let known: BTreeMap<NoteId, Placed> = self.placed.iter().map(|p| (p.id, *p)).collect();
        let mut finder = Finder::new(&self.article);
        let find = |note: &Note| {
            let made_on = (note.anchor.digest, note.anchor.span);
            let found = known.get(&note.id).filter(|known| known.made_on == made_on).copied();
            found.unwrap_or_else(|| Placed {
                id: note.id,
                made_on,
                place: match note.about {
                    // It is on whatever the article is today.
                    About::Article => Place::Exact(Span::at(0)),
                    _ => finder.find(&note.anchor),
                },
            })
        };
        self.placed = self.notebook.notes.values().map(find).collect();
        self.placed.sort_by_key(|placed| {
            let span = placed.place.span();
            (span.is_none(), span.map(Span::start), span.map(Span::end), placed.id)
        });
    }
}
