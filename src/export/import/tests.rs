//! What goes out comes in again, and what is not ours does no harm.

use super::*;
use crate::export::format::{Export, Out, named};
use crate::export::{dossier::Dossier, sample};
use crate::notes::review::Rulings;
use proptest::prelude::*;

fn written(format: &str) -> (Notebook, String) {
    let (article, analysis) = sample::analysed();
    let notebook = sample::notebook(&article);
    let rulings = Rulings::default();
    let dossier =
        Dossier { article: &article, analysis: &analysis, rulings: &rulings, notebook: &notebook };
    let export = Export::default();
    let Out::Stream(stream) = named(format).unwrap().out else { panic!("no stream") };
    let records = (stream.article)(&dossier, &export);
    let text = format!(
        "{}{}{}",
        (stream.begin)(&export),
        records.join(stream.between),
        (stream.end)(records.len())
    );
    (notebook, text)
}

#[test]
fn w3c_loses_nothing() {
    let (notebook, text) = written("w3c");
    assert_eq!(From::guess(&text), Some(From::W3c));
    let back = read(From::W3c, &text).unwrap();
    assert_eq!(back.left_out, [] as [&str; 0]);
    assert_eq!(back.articles.len(), 1);
    assert_eq!(back.articles[0].id, Some(notebook.article.0.clone()));
    let notes: Vec<Note> = notebook.notes.values().cloned().collect();
    assert_eq!(back.articles[0].notes, notes);
    assert_eq!(new_in(&notebook, &back.articles[0].notes), Taken { new: Vec::new(), known: 3 });
}

#[test]
fn hypothesis_keeps_words_tags_and_quotation() {
    let (notebook, text) = written("hypothesis");
    assert_eq!(From::guess(&text), Some(From::Hypothesis));
    let back = read(From::Hypothesis, &text).unwrap();
    let notes = &back.articles[0].notes;
    for (note, before) in notes.iter().zip(notebook.notes.values()) {
        assert_eq!((&note.body, &note.tags, note.id), (&before.body, &before.tags, before.id));
        assert_eq!((note.kind, &note.speaker), (before.kind, &before.speaker));
    }
    assert_eq!(notes.len(), 3);
}

#[test]
fn readwise_keeps_words_and_tags() {
    let (notebook, text) = written("readwise");
    assert_eq!(From::guess(&text), Some(From::Readwise));
    let back = read(From::Readwise, &text).unwrap();
    let notes = &back.articles[0].notes;
    assert_eq!(notes.len(), 3);
    assert_eq!(notes[0].body, notebook.notes[&NoteId(1)].body);
    assert_eq!(notes[0].tags, ["unnamed_source", "todo"]);
    assert_eq!(read(From::Readwise, &text), Ok(back), "the same ids every time");
}

#[test]
fn a_refused_file_names_the_place() {
    assert!(read(From::W3c, "{\n  \"a\": [}").unwrap_err().contains("line 2 column 9"));
    assert!(read(From::W3c, "{}").unwrap_err().contains("no annotation"));
    assert!(read(From::Hypothesis, "{\"annotations\": 3}").unwrap_err().contains("annotations"));
    assert!(read(From::Readwise, "a,b\n1,2\n").unwrap_err().contains("line 1"));
    assert!(read(From::W3c, &"[".repeat(100_000)).is_err());
    assert!(read(From::Own, "note = 3").is_err());
}

#[test]
fn what_is_left_out_is_told() {
    let text =
        r#"{"annotations": [{"uri": "https://a.example", "text": "x"}, {"text": 1e999999}]}"#;
    let back = read(From::Hypothesis, text);
    assert!(back.is_err() || back.is_ok_and(|back| back.left_out.len() == 1));
    let text = r#"[{"target": 4}, {"target": "https://a.example", "bodyValue": "well"}]"#;
    let back = read(From::W3c, text).unwrap();
    assert_eq!(back.left_out, ["annotation 1: it has no target"]);
    assert_eq!(back.articles[0].notes[0].about, About::Article);
}

/// A notebook written in a form, without its article, as `verify` does.
fn out_and_in(notebook: &Notebook, form: &str, from: From) -> Vec<Note> {
    let mut article = sample::article();
    article.text = "".into();
    article.blocks.clear();
    article.id = notebook.article.clone();
    article.meta = notebook.meta.clone();
    let analysis = crate::extract::Analysis::empty(article.digest);
    let rulings = Rulings::default();
    let dossier = Dossier { article: &article, analysis: &analysis, rulings: &rulings, notebook };
    let export = Export::default();
    let Out::Stream(stream) = named(form).unwrap().out else { panic!("no stream") };
    let records = (stream.article)(&dossier, &export).join(stream.between);
    let text = format!("{}{records}{}", (stream.begin)(&export), (stream.end)(0));
    let back = read(from, &text);
    let back = if notebook.notes.is_empty() { back.unwrap_or_default() } else { back.unwrap() };
    back.articles.into_iter().flat_map(|article| article.notes).collect()
}

proptest! {
    #[test]
    fn any_notebook_comes_back_from_w3c(notebook in crate::notes::tests::notebook()) {
        let notes: Vec<Note> = notebook.notes.values().cloned().collect();
        prop_assert_eq!(out_and_in(&notebook, "w3c", From::W3c), notes);
    }

    #[test]
    fn the_words_of_any_notebook_come_back_from_hypothesis(
        notebook in crate::notes::tests::notebook(),
    ) {
        let back = out_and_in(&notebook, "hypothesis", From::Hypothesis);
        // A note on words that are none has nothing to be found by, and is told as left out.
        let words = |note: &Note| (note.id, note.body.clone());
        let kept = notebook.notes.values().filter(|note| {
            note.about == About::Article || !note.anchor.exact.is_empty()
        });
        let kept = kept.filter(|note| !note.tags.iter().any(|tag| tag == "whosaid"));
        let kept: Vec<_> = kept.map(words).collect();
        let back: Vec<_> = back.iter().map(words).collect();
        prop_assert_eq!(back, kept);
    }

    #[test]
    fn the_quotations_of_any_notebook_come_back_from_readwise(
        notebook in crate::notes::tests::notebook(),
    ) {
        let back = out_and_in(&notebook, "readwise", From::Readwise);
        let quotes = |note: &Note| note.anchor.exact.trim().to_owned();
        let kept = notebook.notes.values().filter(|note| {
            let is_quoted = !note.anchor.exact.trim().is_empty();
            note.about != About::Article && note.kind != NoteKind::Correction && is_quoted
        });
        let kept: Vec<_> = kept.map(quotes).collect();
        let back: Vec<_> = back.iter().map(quotes).collect();
        prop_assert_eq!(back, kept);
    }

    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,60}", json in "[\\[\\]{}\",:a-z0-9@ ]{0,60}") {
        for from in [From::W3c, From::Hypothesis, From::Own, From::Readwise] {
            let _ = read(from, &text);
            let _ = read(from, &json);
            let _ = read(from, &format!("Highlight,Note\n{text}\n"));
        }
        let _ = From::guess(&text);
    }
}
