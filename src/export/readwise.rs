//! Readwise's CSV: a highlight a row, with the reader's words as its note.
//!
//! Only what the reader marked goes there. In a note, `.tag` makes a tag, so that a
//! dot that begins a word of the note is kept from doing so.

use super::csv::row;
use super::dossier::{Dossier, Mark, Only};
use super::format::Export;
use crate::notes::{About, Note, NoteKind};

/// The columns.
pub const HEAD: [&str; 7] = ["Highlight", "Title", "Author", "URL", "Note", "Location", "Date"];

/// The head of the file.
#[must_use]
pub fn begin(_: &Export) -> String {
    row(&HEAD)
}

/// The notes of an article.
#[must_use]
pub fn article(dossier: &Dossier<'_>, export: &Export) -> Vec<String> {
    let select = super::dossier::Selection { only: Only::Mine, ..export.select.clone() };
    let article = dossier.article;
    let meta = &article.meta;
    let marks = dossier.marks(&select);
    let rows = marks.iter().filter_map(|mark| match mark {
        // A ruling is no highlight.
        Mark::Note(note, place)
            if note.about != About::Article && note.kind != NoteKind::Correction =>
        {
            Some((*note, *place))
        }
        _ => None,
    });
    let rows = rows.map(|(note, place)| {
        let location = place.span().map_or(String::new(), |span| {
            (article.text.get(..span.start()).map_or(0, |head| head.chars().count())).to_string()
        });
        let author = meta.byline.clone().or_else(|| meta.outlet.clone()).unwrap_or_default();
        row(&[
            note.anchor.exact.clone(),
            article.name().to_owned(),
            author,
            dossier.address().to_owned(),
            note_words(note),
            location,
            note.made.to_string(),
        ])
    });
    rows.collect()
}

/// The reader's words with the tags before them, as Readwise reads them.
fn note_words(note: &Note) -> String {
    let mut words: Vec<String> =
        note.tags.iter().map(|tag| format!(".{}", tag_word(tag))).collect();
    if !matches!(note.kind, NoteKind::Highlight | NoteKind::Note) {
        words.push(format!(".{}", note.kind.name()));
    }
    let body = note.body.trim();
    let body = if body.starts_with('.') { format!("\u{200b}{body}") } else { body.to_owned() };
    words.push(body);
    words.retain(|word| !word.is_empty());
    words.join(" ")
}

/// A tag as one word.
fn tag_word(tag: &str) -> String {
    tag.split_whitespace().collect::<Vec<_>>().join("_")
}
