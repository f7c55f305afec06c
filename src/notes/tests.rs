//! What a notes file must survive.

use super::*;
use crate::doc::{Anchor, ArticleId, Digest, Meta, Time};
use crate::extract::{ActorKind, SourceKind};
use crate::text::Span;
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;

const BY_HAND: &str = r#"# my bridge notes
format = 1
mood = "sceptical"

[article]
id = "https://news.example/bridge"
title = 'Mayor "opens" bridge'
published = 2025-05-11
digest = "0123456789abcdef0123456789abcdef"

# the one that matters
[[note]]
id = "0000000000000002"
quote = "Engineers were less sure."   # sic
body = """
Which engineers?
Ask."""
tags = [ "unnamed", "todo" ]
colour = "red"
made = 2025-05-11T21:46:40Z

[note.anchor]
start = 95
end = 120
digest = "0123456789abcdef0123456789abcdef"

[[note]]
kind = "sketch"
quote = "the bolts"

[[note]]
quote = "will hold"

[archive]
box = 7
"#;

#[test]
fn a_record_by_hand_needs_only_a_quote() {
    let (notebook, _) = from_toml(BY_HAND).unwrap();
    let note = notebook.notes.values().find(|n| n.anchor.exact == "will hold").unwrap();
    assert_eq!(note.kind, NoteKind::Highlight);
    assert_eq!(from_toml(BY_HAND).unwrap().0.notes.keys().max(), notebook.notes.keys().max());
}

#[test]
fn what_is_not_understood_is_reported_with_its_line() {
    let (notebook, problems) = from_toml(BY_HAND).unwrap();
    assert_eq!(notebook.notes.len(), 2);
    assert_eq!(problems.len(), 1);
    let says = &problems[0].says;
    assert!(says.starts_with("line 27, column 1:") && says.contains("`sketch`"), "{says}");
}

#[test]
fn saving_keeps_what_it_does_not_know() {
    let (mut notebook, _) = from_toml(BY_HAND).unwrap();
    let same = to_toml(&notebook, BY_HAND);
    // The hand-written highlight gets its id and kind; nothing else changes.
    insta::assert_snapshot!(same);
    let note = notebook.notes.get_mut(&NoteId(2)).unwrap();
    note.body = "Found them.".into();
    let saved = to_toml(&notebook, &same);
    assert_eq!(saved, same.replace("\"\"\"\nWhich engineers?\nAsk.\"\"\"", "\"Found them.\""));
}

#[test]
fn a_deleted_note_leaves_its_neighbours() {
    let (mut notebook, _) = from_toml(BY_HAND).unwrap();
    notebook.notes.clear();
    let saved = to_toml(&notebook, BY_HAND);
    assert!(!saved.contains("Engineers"), "{saved}");
    for kept in ["the bolts", "box = 7", "mood", "# my bridge notes"] {
        assert!(saved.contains(kept), "{kept}: {saved}");
    }
}

#[test]
fn errors_name_line_and_column() {
    let error = from_toml("format = 1\n[article\n").unwrap_err();
    assert!(error.starts_with("line 2, column"), "{error}");
    let error = from_toml("format = 1\nnote = 3\n").unwrap_err();
    assert!(error.starts_with("line 2, column 8: `note`"), "{error}");
    let error = from_toml("[article]\ntitle = 3\n").unwrap_err();
    assert!(error.contains("`title` is not text"), "{error}");
}

#[test]
fn a_newer_format_is_refused() {
    let error = from_toml("format = 2\n").unwrap_err();
    assert!(error.contains("format 2") && error.contains("newer"), "{error}");
}

#[test]
fn line_ends_and_marks_of_other_systems_are_kept() {
    let foreign = format!("\u{feff}{}", BY_HAND.replace('\n', "\r\n"));
    let (mut notebook, _) = from_toml(&foreign).unwrap();
    assert_eq!(notebook.notes[&NoteId(2)].body, "Which engineers?\nAsk.");
    notebook.notes.get_mut(&NoteId(2)).unwrap().body = "one\ntwo".into();
    let saved = to_toml(&notebook, &foreign);
    assert!(saved.starts_with('\u{feff}'));
    assert_eq!(saved.matches('\n').count(), saved.matches("\r\n").count());
    assert_eq!(from_toml(&saved).unwrap().0.notes, notebook.notes);
}

#[test]
fn two_records_with_one_id_are_two_notes() {
    let twice = "[[note]]\nid = \"0000000000000007\"\nquote = \"a\"\n\
                 [[note]]\nid = \"0000000000000007\"\nquote = \"b\"\n";
    let (notebook, _) = from_toml(twice).unwrap();
    assert_eq!(notebook.notes.len(), 2);
    let saved = to_toml(&notebook, twice);
    assert_eq!(from_toml(&saved).unwrap().0.notes, notebook.notes);
}

#[test]
fn a_list_in_one_line_is_read_and_can_be_added_to() {
    let short = "note = [ { quote = \"a\" }, { quote = \"b\", mine = 1 } ]\n";
    let (notebook, _) = from_toml(short).unwrap();
    assert_eq!(notebook.notes.len(), 2);
    let saved = to_toml(&notebook, short);
    assert_eq!(from_toml(&saved).unwrap().0.notes, notebook.notes, "{saved}");
    assert!(saved.contains("mine = 1"));
    assert_eq!(to_toml(&notebook, &saved), saved);
}

#[test]
fn a_new_file_reads_well() {
    let notebook = sample();
    insta::assert_snapshot!(to_toml(&notebook, ""));
}

fn sample() -> Notebook {
    let digest = Digest::of(b"text");
    let meta = Meta {
        title: "Mayor opens bridge".into(),
        url: Some("https://news.example/bridge".into()),
        ..Meta::default()
    };
    let mut notebook = Notebook::new(ArticleId("https://news.example/bridge".into()), meta, digest);
    let note = |id, kind, exact: &str, body: &str| {
        let anchor = Anchor {
            digest,
            span: Span::new(95, 95 + exact.len()),
            exact: exact.into(),
            before: "at the ceremony. ".into(),
            after: "\n\nA union".into(),
        };
        Note {
            body: body.into(),
            tags: vec!["unnamed".into()],
            speaker: Some("The mayor".into()),
            edited: Time(1_747_000_000_000),
            ..Note::new(NoteId(id), kind, anchor, Time(1_747_000_000_123))
        }
    };
    notebook.notes.insert(NoteId(1), note(1, NoteKind::Highlight, "\"It isn't,\" she said.", ""));
    notebook.notes.insert(NoteId(2), note(2, NoteKind::Note, "Two\nlines.", "Which?\nAsk \\ her."));
    notebook
}

#[test]
fn a_history_comes_back() {
    let mut notebook = sample();
    let mut history = History::default();
    let note = notebook.notes[&NoteId(1)].clone();
    let edited = Note { body: "'''\u{1b}\"\"\"".into(), ..note.clone() };
    let edit = Edit { id: NoteId(1), before: Some(note), after: Some(edited.clone()) };
    history
        .make(Change { label: "edit".into(), at: Time(7_000), edits: vec![edit] }, &mut notebook)
        .unwrap();
    let edit = Edit { id: NoteId(1), before: Some(edited), after: None };
    history
        .make(Change { label: "delete".into(), at: Time(8_000), edits: vec![edit] }, &mut notebook)
        .unwrap();
    history.undo(&mut notebook).unwrap();
    let mut read = history_from_toml(&history_to_toml(&history));
    assert_eq!(read, history);
    // What was written and read still fits the notebook.
    let (mut notebook, _) = from_toml(&to_toml(&notebook, "")).unwrap();
    assert_eq!(read.undo(&mut notebook), Ok(Some("edit".into())));
    assert_eq!(history_from_toml("nonsense ["), History::default());
}

#[test]
fn a_history_is_bounded_in_bytes() {
    let mut note = sample().notes[&NoteId(1)].clone();
    note.body = "x".repeat(400_000);
    let edit = Edit { id: note.id, before: None, after: Some(note) };
    let change = Change { label: "paste".into(), at: Time(9_000), edits: vec![edit] };
    let history = History { done: vec![change; 5], undone: Vec::new() };
    assert_eq!(history_from_toml(&history_to_toml(&history)).done.len(), 2);
}

#[test]
fn a_draft_comes_back() {
    for note in [None, Some(NoteId(9))] {
        let id = note.unwrap_or(NoteId(0));
        let typed = Note { id, body: "half a\nthou".into(), ..sample().notes[&NoteId(2)].clone() };
        let draft = draft::Draft { note, typed, at: Time(5) };
        assert_eq!(draft::from_toml(&draft::to_toml(&draft)), Some(draft));
    }
    assert_eq!(draft::from_toml("body = 1"), None);
}

#[test]
fn a_file_cut_off_anywhere_is_read_or_refused() {
    for text in [BY_HAND.to_owned(), to_toml(&sample(), "")] {
        for at in 0..text.len() {
            let Some(cut) = text.get(..at) else { continue };
            if let Ok((notebook, _)) = from_toml(cut) {
                assert!(from_toml(&to_toml(&notebook, cut)).is_ok(), "{at}");
            }
        }
    }
}

#[test]
fn hostile_files_take_no_time_and_no_stack() {
    let equal = "[[note]]\nquote = \"a\"\n".repeat(3_000);
    let (notebook, _) = from_toml(&equal).unwrap();
    assert_eq!(notebook.notes.len(), 3_000);
    let odd = "[[note]]\nkind = \"x\"\n".repeat(3_000);
    assert_eq!(from_toml(&odd).unwrap().1.len(), 21);
    assert!(from_toml(&format!("x = {}", "[".repeat(200_000))).is_err());
    assert!(from_toml(&format!("x = {}", "{a=".repeat(200_000))).is_err());
    let _ = from_toml(&format!("{} = 1", vec!["a"; 100_000].join(".")));
}

/// Strings that are hard on a file format.
fn nasty() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "\\PC{0,8}",
        "[\"'\\\\\n\r\t ]{1,5}",
        Just("'''".to_owned()),
        Just("\"\"\"".to_owned()),
        Just("\r\n".to_owned()),
        Just("\u{0}\u{1b}\u{7f}\u{85}\u{2028}\u{feff}".to_owned()),
        Just("😀 # [x] = ".to_owned()),
    ];
    vec(piece, 0..5).prop_map(|pieces| pieces.concat())
}

fn maybe() -> impl Strategy<Value = Option<String>> {
    proptest::option::of(nasty())
}

fn time() -> impl Strategy<Value = Time> {
    (-62_000_000_000_000_i64..250_000_000_000_000).prop_map(Time)
}

prop_compose! {
    fn note()(
        (exact, before, after) in (nasty(), nasty(), nasty()), body in nasty(), tags in vec(nasty(), 0..3),
        speaker in maybe(), made in time(), edited in time(), (start, end) in (0usize..9999, 0usize..9999),
        (about, name) in (0..5, nasty()), pen in maybe(), ruled in proptest::option::of((0..8, nasty())),
        kind in 0..NoteKind::ALL.len() - 1, checked in proptest::option::of((0..4_usize, maybe(), time())),
    ) -> Note {
        let digest = Digest::of(exact.as_bytes());
        let anchor = Anchor { digest, span: Span::new(start, end), exact, before, after };
        let about = match about {
            0 => About::Passage,
            1 => About::Claim,
            2 => About::Actor(name),
            3 => About::Source(name),
            _ => About::Article,
        };
        let ruling = ruled.map(|(which, name)| match which {
            0 => Ruling::Right,
            1 => Ruling::Wrong,
            2 => Ruling::SaidBy { name, at: None },
            3 => Ruling::SaidBy { name, at: Some(anchor.clone()) },
            4 => Ruling::SameAs(name),
            5 => Ruling::NotSame(name),
            6 if matches!(about, About::Source(_)) => Ruling::IsSource(SourceKind::Media),
            6 => Ruling::IsA(ActorKind::Media),
            _ => Ruling::Covers(anchor.clone()),
        });
        let kind = if ruling.is_some() { NoteKind::Correction } else { NoteKind::ALL[kind] };
        let check = checked.map(|(n, link, at)| Check { verdict: Verdict::ALL[n], link, at });
        Note { about, pen, body, tags, speaker, ruling, check, edited, ..Note::new(NoteId(0), kind, anchor, made) }
    }
}

prop_compose! {
    pub(crate) fn notebook()(
        (id, title) in (nasty(), nasty()), (byline, outlet, url) in (maybe(), maybe(), maybe()),
        (published, language) in (maybe(), maybe()), fetched in proptest::option::of(time()),
        notes in btree_map(any::<u64>().prop_map(NoteId), note(), 0..5),
    ) -> Notebook {
        let digest = Digest::of(title.as_bytes());
        let meta = Meta { title, byline, outlet, url, published, language, fetched };
        let notes = notes.into_iter().map(|(id, note)| (id, Note { id, ..note })).collect();
        Notebook { article: ArticleId(id), meta, digest, notes }
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read(notebook in notebook()) {
        let text = to_toml(&notebook, "");
        let (read, problems) = from_toml(&text).map_err(|e| TestCaseError::fail(format!("{e}\n{text}")))?;
        prop_assert_eq!(&read, &notebook, "{}", text);
        prop_assert!(problems.is_empty());
        prop_assert_eq!(to_toml(&notebook, &text), text);
    }

    #[test]
    fn what_is_written_over_is_read(old in notebook(), new in notebook(), returns: bool) {
        let mut current = to_toml(&old, BY_HAND);
        if returns {
            current = current.replace('\n', "\r\n");
        }
        let saved = to_toml(&new, &current);
        let (read, problems) = from_toml(&saved).map_err(TestCaseError::fail)?;
        prop_assert_eq!(&read, &new, "{}", saved);
        prop_assert_eq!(problems.len(), 1);
        prop_assert!(saved.contains("mood = \"sceptical\"") && saved.contains("box = 7"));
        prop_assert_eq!(to_toml(&new, &saved), saved);
    }

    #[test]
    fn a_history_of_anything_comes_back(before in note(), after in note()) {
        let edit = Edit { id: NoteId(0), before: Some(before), after: Some(after) };
        let history = History {
            done: vec![Change { label: "edit".into(), at: Time(7_000), edits: vec![edit.clone()] }],
            undone: vec![Change { label: "x".into(), at: Time(0), edits: vec![Edit { before: None, ..edit }] }],
        };
        prop_assert_eq!(history_from_toml(&history_to_toml(&history)), history);
    }

    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,60}", tail in "[\\[\\]='\"{},a-z0-9\n]{0,40}") {
        let _ = from_toml(&text);
        let _ = from_toml(&format!("[[note]]\nquote = \"a\"\n{tail}"));
        let _ = draft::from_toml(&text);
        let _ = history_from_toml(&text);
    }
}
