//! Coming in again: notes out of files that this or another program wrote.
//!
//! A file is read whole before anything is done with it. What is understood comes as notes
//! grouped by the article that they are on; what is not is told, with its place in the file. A record
//! has the same id however often it is read, so that importing twice changes nothing.

mod hypothesis;
mod readwise;
#[cfg(test)]
mod tests;
mod w3c;

use crate::doc::{Anchor, Digest};
use crate::notes::{About, Note, NoteId, NoteKind, Notebook};
use crate::text::Span;

/// What a file holds.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Incoming {
    /// The articles that it has notes on, in the order of the file.
    pub articles: Vec<IncomingArticle>,
    /// What was left out, a sentence each with its place in the file.
    pub left_out: Vec<String>,
}

/// The notes of a file on one article.
#[derive(Clone, Debug, PartialEq)]
pub struct IncomingArticle {
    /// What whosaid calls it, where the file knows.
    pub id: Option<String>,
    /// Its address.
    pub address: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// The notes, each with an id of its own.
    pub notes: Vec<Note>,
}

/// The forms that come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum From {
    /// W3C Web Annotation: one, several or a collection.
    W3c,
    /// What Hypothesis's client exports.
    Hypothesis,
    /// A notes file of our own.
    Own,
    /// Readwise's CSV.
    Readwise,
}

impl From {
    /// The form of a file, by what stands at its beginning.
    #[must_use]
    pub fn guess(text: &str) -> Option<Self> {
        let head = text.trim_start_matches('\u{feff}').trim_start();
        if head.starts_with(['{', '[']) && !head.starts_with("[[") && !head.starts_with("[article")
        {
            let is_w3c = head.contains("\"@context\"") || head.contains("Annotation\"");
            let is_hypothesis = head.contains("\"annotations\"") && !head.contains("\"@context\"");
            return Some(if is_hypothesis || !is_w3c { Self::Hypothesis } else { Self::W3c });
        }
        let first = head.lines().next().unwrap_or("");
        if first.split(',').any(|column| column.trim_matches('"') == "Highlight") {
            return Some(Self::Readwise);
        }
        crate::notes::from_toml(text).is_ok().then_some(Self::Own)
    }
}

/// Reads a file.
///
/// # Errors
/// A sentence with the place in the file, where it cannot be read as what it is said to be.
pub fn read(from: From, text: &str) -> Result<Incoming, String> {
    let text = text.trim_start_matches('\u{feff}');
    match from {
        From::W3c => w3c::read(text),
        From::Hypothesis => hypothesis::read(text),
        From::Own => own(text),
        From::Readwise => readwise::read(text),
    }
}

fn own(text: &str) -> Result<Incoming, String> {
    let (notebook, problems) = crate::notes::from_toml(text)?;
    let id = Some(notebook.article.0.clone()).filter(|id| !id.is_empty());
    let article = IncomingArticle {
        address: notebook.meta.url.clone().or_else(|| id.clone()),
        id,
        title: Some(notebook.meta.title.clone()).filter(|title| !title.is_empty()),
        notes: notebook.notes.into_values().collect(),
    };
    let left_out = problems.into_iter().map(|problem| problem.says).collect();
    Ok(Incoming { articles: vec![article], left_out })
}

/// What taking notes in would change.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Taken {
    /// Notes that are new.
    pub new: Vec<Note>,
    /// How many are there already.
    pub known: usize,
}

/// Which of the notes a notebook does not have yet: by id, or by the same words of the reader's on the
/// same quotation.
#[must_use]
pub fn new_in(notebook: &Notebook, notes: &[Note]) -> Taken {
    let mut taken = Taken::default();
    for note in notes {
        // Tags and kinds may have been written in another form's words.
        let same = |own: &Note| {
            own.anchor.exact.trim() == note.anchor.exact.trim()
                && own.body.trim() == note.body.trim()
        };
        let known = notebook.notes.contains_key(&note.id)
            || notebook.notes.values().chain(&taken.new).any(same);
        if known {
            taken.known += 1;
        } else {
            taken.new.push(note.clone());
        }
    }
    taken
}

impl Incoming {
    /// The notes on an article, found by what the file knows of it, or begun.
    fn on(
        &mut self,
        id: Option<String>,
        address: Option<String>,
        title: Option<String>,
    ) -> &mut IncomingArticle {
        let same = |article: &IncomingArticle| match (&article.id, &id) {
            (Some(a), Some(b)) => a == b,
            _ => article.address == address && (address.is_some() || article.title == title),
        };
        let at = self.articles.iter().position(same).unwrap_or_else(|| {
            let notes = Vec::new();
            self.articles.push(IncomingArticle { id, address, title, notes });
            self.articles.len() - 1
        });
        &mut self.articles[at]
    }
}

/// An id that follows from what a record says, the same every time.
fn derived(parts: &[&str]) -> NoteId {
    let digest = Digest::of(parts.join("\u{1f}").as_bytes()).to_string();
    let hex: String = digest.chars().take(16).collect();
    NoteId::parse(&hex).unwrap_or(NoteId(0))
}

/// An anchor that only quotes: it is looked for when the article is opened.
fn quoting(exact: &str, before: &str, after: &str) -> Anchor {
    Anchor {
        digest: Digest::of(b""),
        span: Span::at(0),
        exact: exact.to_owned(),
        before: before.to_owned(),
        after: after.to_owned(),
    }
}

/// What tags of the form `kind:…`, `pen:…` say of a note; they go from the list.
fn take_tags(note: &mut Note) {
    let mut kept = Vec::new();
    for tag in std::mem::take(&mut note.tags) {
        match tag.split_once(':') {
            _ if tag == "claim" => note.kind = NoteKind::Claim,
            Some(("kind", kind)) if own_kind(kind).is_some() => {
                note.kind = own_kind(kind).unwrap_or(note.kind);
            }
            Some(("pen", pen)) => note.pen = Some(pen.to_owned()),
            Some(("source", name)) => note.speaker = Some(name.to_owned()),
            Some(("actor", name)) => note.about = About::Actor(name.to_owned()),
            Some(("on-source", name)) => note.about = About::Source(name.to_owned()),
            _ => kept.push(tag),
        }
    }
    note.tags = kept;
}

/// A kind that a note can have by its tag alone: a correction needs its ruling as well.
fn own_kind(word: &str) -> Option<NoteKind> {
    NoteKind::named(word).filter(|kind| *kind != NoteKind::Correction)
}
