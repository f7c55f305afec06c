//! Notes as JSON, for scripts: what `whosaid notes list --json` prints.
//!
//! The keys and their order are a promise. Offsets are Unicode code points of the article's text as it
//! was read just now; where it was not read there are none, because the bytes that the notes file holds
//! mean nothing without the text that they were counted in.

use crate::doc::{Article, Place, resolve};
use crate::notes::{Note, Notebook};
use crate::text::offsets::Offsets;
use serde::Serialize;

/// One note with the article that it is on, ready for a serialiser. A key that says nothing is `null`.
#[derive(Clone, Debug, Serialize)]
pub struct ListedNote {
    id: String,
    kind: &'static str,
    quote: String,
    body: String,
    tags: Vec<String>,
    speaker: Option<String>,
    about: &'static str,
    name: Option<String>,
    pen: Option<String>,
    ruling: Option<String>,
    verdict: Option<&'static str>,
    link: Option<String>,
    made: String,
    edited: String,
    span: Option<[usize; 2]>,
    place: Option<&'static str>,
    score: Option<f64>,
    article: ArticleJson,
    file: String,
}

#[derive(Clone, Debug, Serialize)]
struct ArticleJson {
    id: String,
    title: String,
    url: Option<String>,
}

/// The notes of a notebook that is in a file, in the order of their making; with places in the text
/// where the article is at hand.
#[must_use]
pub fn notes_json(notebook: &Notebook, file: &str, article: Option<&Article>) -> Vec<ListedNote> {
    let offsets = article.map(|article| Offsets::new(&article.text));
    let one = |note: &Note| {
        let place = article.map(|article| resolve(&note.anchor, article));
        let score = match place {
            Some(Place::Approximate(_, score)) => {
                Some((f64::from(score) * 1000.0).round() / 1000.0)
            }
            _ => None,
        };
        let span = place.and_then(Place::span);
        ListedNote {
            id: note.id.to_string(),
            kind: note.kind.name(),
            quote: note.anchor.exact.clone(),
            body: note.body.clone(),
            tags: note.tags.clone(),
            speaker: note.speaker.clone(),
            about: note.about.word(),
            name: note.about.name().map(str::to_owned),
            pen: note.pen.clone(),
            ruling: note.ruling.as_ref().and_then(|_| crate::notes::words::ruled(note)),
            verdict: note.check.as_ref().map(|check| check.verdict.name()),
            link: note.check.as_ref().and_then(|check| check.link.clone()),
            made: note.made.to_string(),
            edited: note.edited.to_string(),
            span: offsets.as_ref().zip(span).map(|(offsets, span)| offsets.point_pair(span)),
            place: place.map(place_name),
            score,
            article: ArticleJson {
                id: notebook.article.0.clone(),
                title: notebook.meta.title.clone(),
                url: notebook.meta.url.clone(),
            },
            file: file.to_owned(),
        }
    };
    notebook.notes.values().map(one).collect()
}

/// The word for where a note is in today's text.
pub(super) fn place_name(place: Place) -> &'static str {
    match place {
        Place::Exact(_) => "exact",
        Place::Moved(_) => "moved",
        Place::Approximate(..) => "approximate",
        Place::Orphan => "orphan",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doc::{Time, describe};
    use crate::export::sample;
    use crate::notes::NoteId;
    use crate::notes::script::{Words, note};

    #[test]
    fn the_keys_are_as_documented_and_offsets_are_code_points() {
        let (article, analysis) = sample::analysed();
        let span = analysis.claims[0].content[0];
        let anchor = describe(&article, span);
        let tags = ["a".to_owned()];
        let words = Words {
            anchor: &anchor,
            kind: None,
            body: "b",
            tags: &tags,
            pen: None,
            speaker: Some("c"),
        };
        let mut notebook = Notebook::new(article.id.clone(), article.meta.clone(), article.digest);
        let made = note(&words, NoteId(1), Time(1_747_000_000_000)).unwrap();
        notebook.notes.insert(made.id, made);
        let json = notes_json(&notebook, "notes.toml", Some(&article));
        let value = serde_json::to_value(&json).unwrap();
        let point = |at: usize| article.text.get(..at).unwrap().chars().count();
        let span = serde_json::json!([point(span.start()), point(span.end())]);
        assert_eq!(value[0]["span"], span);
        assert_eq!(value[0]["place"], "exact");
        let text = serde_json::to_string(&json[0]).unwrap();
        let mut at = 0;
        for key in [
            "id", "kind", "quote", "body", "tags", "speaker", "made", "edited", "span", "place",
            "score", "article", "file",
        ] {
            let found = text.find(&format!("\"{key}\":")).expect(key);
            assert!(found >= at, "{key}: {text}");
            at = found;
        }
        let bare = serde_json::to_value(notes_json(&notebook, "", None)).unwrap();
        assert_eq!(
            (&bare[0]["span"], &bare[0]["place"]),
            (&serde_json::Value::Null, &serde_json::Value::Null)
        );
    }
}
