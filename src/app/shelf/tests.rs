//! The list of all notes: what a reader presses there, and what comes of it.

use super::{Amended, Entry, News, Of, Sort, ago, lines};
use crate::app::state::{Effect, Modal, Msg, Opened};
use crate::app::testing::{Session, article};
use crate::doc::{Article, ArticleId, BlockKind, Digest, Meta, Time, describe};
use crate::notes::bulk::Part;
use crate::notes::{Note, NoteId, NoteKind, Notebook};
use crate::text::Span;

fn story() -> Article {
    article(&[
        (BlockKind::Title, "Port of Lindal to stay closed"),
        (BlockKind::Para, "“The port will stay closed,” Maria Lopez said on Monday."),
    ])
}

fn other() -> Article {
    let other = article(&[
        (BlockKind::Title, "Bridge opens"),
        (BlockKind::Para, "The mayor opened it. Engineers were less sure."),
    ]);
    Article { id: ArticleId("https://news.example/bridge".into()), ..other }
}

fn note(id: u64, kind: NoteKind, words: &str, body: &str, day: i64) -> Note {
    let article = other();
    let at = article.text.find(words).unwrap();
    let anchor = describe(&article, Span::new(at, at + words.len()));
    let made = Time(1_740_000_000_000 + day * 86_400_000);
    Note { body: body.into(), ..Note::new(NoteId(id), kind, anchor, made) }
}

/// The notes on the other article, as they are in its file.
fn bridge() -> Entry {
    let mut question = note(1, NoteKind::Question, "Engineers", "Which engineers?", 1);
    question.tags = vec!["todo".into()];
    question.speaker = Some("Engineers".into());
    Entry {
        file: "bridge.toml".into(),
        article: other().id,
        meta: other().meta,
        notes: vec![question, note(2, NoteKind::Highlight, "The mayor", "", 2)],
        is_open: false,
    }
}

fn lost() -> Entry {
    let note = note(3, NoteKind::Note, "opened", "from a pipe", 3);
    let meta = Meta { title: "A lost page".into(), ..Meta::default() };
    let article = ArticleId("text:0123".into());
    Entry { file: "lost.toml".into(), article, meta, notes: vec![note], is_open: false }
}

fn news(session: &mut Session, entries: Vec<Entry>) {
    let n = entries.len();
    let news = News { entries, read: n, all: n, ..News::default() };
    session.send(Msg::News(session.state.shelf.ticket, Box::new(news)));
}

/// The list with both files in it, and a note of today on the article that is open.
fn listed() -> Session {
    let mut session = Session::new(story(), 100, 30);
    session.play("jaWho is she?<ctrl-s>gn");
    let mut own = lost();
    own.file = "port.toml".into();
    own.article = session.state.article.id.clone();
    own.meta = session.state.article.meta.clone();
    own.is_open = true;
    own.notes.clear();
    news(&mut session, vec![bridge(), lost(), own]);
    session
}

/// The signs and first words of the rows.
fn rows(session: &Session) -> Vec<String> {
    let state = &session.state;
    let first = |row: &super::Row| {
        let lines = lines(state, *row, 90);
        let line = &lines[usize::from(row.is_headed)];
        line.iter().map(|(words, _)| words.as_str()).collect()
    };
    state.shelf.rows.iter().map(first).collect()
}

fn amends(session: &Session) -> Vec<Vec<Part>> {
    let parts = session.effects.iter().filter_map(|effect| match effect {
        Effect::Amend(_, amend) => Some(amend.parts.clone()),
        _ => None,
    });
    parts.collect()
}

/// Says that the last changes of files have been made.
fn amended(session: &mut Session) {
    let last = session.effects.iter().rev().find_map(|effect| match effect {
        Effect::Amend(ticket, amend) => Some((*ticket, amend.clone())),
        _ => None,
    });
    let (ticket, amend) = last.unwrap();
    let mut entries: Vec<Entry> = session.state.shelf.entries.clone();
    entries.retain(|entry| amend.parts.iter().any(|part| part.file == entry.file));
    for entry in &mut entries {
        let mut notebook =
            Notebook::new(entry.article.clone(), entry.meta.clone(), Digest::of(b""));
        notebook.notes = entry.notes.iter().map(|note| (note.id, note.clone())).collect();
        for part in amend.parts.iter().filter(|part| part.file == entry.file) {
            part.change.apply(&mut notebook).unwrap();
        }
        entry.notes = notebook.notes.into_values().collect();
    }
    let amended = Amended { entries, ..Amended::default() };
    session.send(Msg::Amended(ticket, Box::new(amended)));
}

#[test]
fn every_note_is_listed_the_newest_first() {
    let session = listed();
    assert_eq!(
        rows(&session),
        ["n Who is she?", "n from a pipe", "h The mayor", "? Which engineers?"]
    );
    assert_eq!(session.state.shelf_title(), "All notes · 4 notes on 3 articles · newest first");
}

#[test]
fn the_filter_works_while_it_is_typed_and_esc_takes_the_typing_back() {
    let mut session = listed();
    session.play("/tag:todo");
    assert_eq!(rows(&session), ["? Which engineers?"]);
    session.play("<enter>");
    assert_eq!(session.state.shelf_title(), "All notes · 1 of 4 notes on 1 article · newest first");
    session.play("/ kind:qestion");
    assert!(session.state.shelf.mistakes[0].contains("highlight, note, question"));
    session.play("<esc>");
    assert_eq!(session.state.shelf.line, "tag:todo");
    session.play("<esc>");
    assert_eq!(rows(&session).len(), 4);
    session.play(":all-notes article:bridge -kind:question<enter>");
    assert_eq!(rows(&session), ["h The mayor"]);
}

#[test]
fn sorted_by_article_each_article_has_its_title_above() {
    let mut session = listed();
    session.play(":sort-notes article<enter>");
    assert_eq!(
        rows(&session),
        ["n from a pipe", "h The mayor", "? Which engineers?", "n Who is she?"]
    );
    let headed: Vec<bool> = session.state.shelf.rows.iter().map(|row| row.is_headed).collect();
    assert_eq!(headed, [true, true, false, true]);
    session.play("s");
    assert_eq!(session.state.shelf.sort, Sort::Kind);
    assert_eq!(rows(&session)[0], "h The mayor");
    session.play(":sort-notes colour<enter>");
    assert_eq!(session.notice(), "Notes are sorted by made, edited, article, kind");
}

#[test]
fn enter_opens_the_article_at_the_words() {
    let mut session = listed();
    session.play("jj<enter>");
    let asked = session.effects.iter().rev().find_map(|effect| match effect {
        Effect::Open(ticket, what) => Some((*ticket, what.clone())),
        _ => None,
    });
    let (ticket, what) = asked.unwrap();
    assert_eq!(what, "https://news.example/bridge");
    let mut notebook = Notebook::new(other().id, other().meta, other().digest);
    notebook.notes = bridge().notes.into_iter().map(|note| (note.id, note)).collect();
    let opened = Opened {
        article: std::sync::Arc::new(other()),
        notebook,
        history: Default::default(),
        draft: None,
        place: None,
        kept: crate::app::state::Kept(9),
        again: Some(what),
        notices: Vec::new(),
        older: Vec::new(),
    };
    session.send(Msg::Opened(ticket, Ok(Box::new(opened))));
    assert!(!session.state.shelf.is_here());
    assert_eq!(session.word(), "The");
    assert_eq!(
        session.state.article.slice(session.state.sentence_at(session.state.view.cursor).unwrap()),
        "The mayor opened it."
    );
    assert_eq!(session.state.panel.selected(), Some(crate::app::panel::Item::Note(NoteId(2))));
}

#[test]
fn the_article_that_is_open_is_not_opened_again() {
    let mut session = listed();
    session.play("G");
    assert_eq!(session.state.shelf.selected(), Some(Of::Note(0, 0)));
    session.play("gg<enter>");
    assert!(!session.state.shelf.is_here());
    assert_eq!(session.word(), "“The");
    assert!(!session.effects.iter().any(|effect| matches!(effect, Effect::Open(..))));
}

#[test]
fn of_an_article_that_cannot_be_opened_the_kept_words_are_shown() {
    let shown = |session: &Session| match &session.state.modal {
        Some(Modal::Help(help)) => format!("{:?}", help.rows),
        other => panic!("{other:?}"),
    };
    let mut session = listed();
    session.play("j<enter>");
    let words = shown(&session);
    assert!(words.contains("standard input") && words.contains("“opened”"), "{words}");
    session.play("<esc>j<enter>");
    let ticket = session.state.opening.clone().unwrap().ticket;
    session.send(Msg::Opened(ticket, Err("no such host".into())));
    let words = shown(&session);
    assert!(words.contains("no such host") && words.contains("The mayor"), "{words}");
    session.play("<esc>");
    assert!(session.state.shelf.is_here());
}

#[test]
fn all_that_is_shown_is_tagged_after_asking_and_taken_back_as_one() {
    let mut session = listed();
    let tags = |session: &Session| -> Vec<Vec<String>> {
        let entries = session.state.shelf.entries.iter();
        entries.flat_map(|e| &e.notes).map(|note| note.tags.clone()).collect()
    };
    let before = tags(&session);
    session.play(":retag-all +seen -todo<enter>");
    let Some(Modal::Question(question)) = &session.state.modal else { panic!("not asked") };
    assert!(
        question.asks.starts_with("+seen -todo on 4 notes on 3 articles?"),
        "{}",
        question.asks
    );
    assert!(amends(&session).is_empty());
    session.play("<enter>");
    assert_eq!(session.notice(), "4 notes: +seen -todo · u takes it back");
    let parts = amends(&session).pop().unwrap();
    assert_eq!(
        parts.iter().map(|p| p.file.as_str()).collect::<Vec<_>>(),
        ["bridge.toml", "lost.toml"]
    );
    session.play("u");
    assert_eq!(
        session.notice(),
        "The last change of many notes is still being written: 0 of 2 files"
    );
    amended(&mut session);
    assert_eq!(tags(&session), [vec!["seen"], vec!["seen"], vec!["seen"], vec!["seen"]]);
    assert_eq!(session.state.history.done.last().unwrap().label, "4 notes: +seen -todo");
    session.play("u");
    assert_eq!(session.notice(), "Taken back: 4 notes: +seen -todo");
    amended(&mut session);
    assert_eq!(tags(&session), before);
    session.play("<ctrl-r>");
    amended(&mut session);
    assert_eq!(tags(&session)[0], ["seen"]);
    session.play("uuu");
    amended(&mut session);
    session.play("u");
    assert!(session.notice().starts_with("Nothing was done to many notes"), "{}", session.notice());
}

#[test]
fn deleting_asks_and_can_be_left() {
    let mut session = listed();
    session.play(":filter article:bridge<enter>D");
    let Some(Modal::Question(question)) = &session.state.modal else { panic!("not asked") };
    assert_eq!(question.asks, "Delete 2 notes on 1 article?");
    session.play("<enter>");
    assert!(matches!(session.state.modal, Some(Modal::Question(_))), "enter is not yes");
    session.play("<esc>");
    assert!(amends(&session).is_empty());
    session.play("Dx");
    amended(&mut session);
    assert_eq!(session.state.shelf.count(), 2);
    assert!(rows(&session).is_empty());
    session.play("u");
    amended(&mut session);
    assert_eq!(rows(&session).len(), 2);
}

#[test]
fn leaving_waits_until_all_files_are_written() {
    let mut session = listed();
    session.play(":retag-all seen<enter><enter>q:open x.txt<enter>");
    assert!(session.notice().starts_with("The last change of many notes"), "{}", session.notice());
    session.play("q");
    assert!(session.notice().ends_with("0 of 2 files; leaving then"), "{}", session.notice());
    let (ticket, ..) = session.state.shelf.busy.unwrap();
    let half = Amended { done: 1, all: 2, ..Amended::default() };
    session.send(Msg::Amended(ticket, Box::new(half)));
    assert!(!matches!(session.effects.last(), Some(Effect::Quit)));
    amended(&mut session);
    assert!(matches!(session.effects.last(), Some(Effect::Quit)));
}

#[test]
fn nothing_is_changed_while_it_is_not_known_what_there_is() {
    let mut session = listed();
    session.play("R");
    assert_eq!(rows(&session).len(), 4, "what was known stays on the screen");
    session.play("D");
    assert!(session.notice().starts_with("The notes are still being read"), "{}", session.notice());
    news(&mut session, vec![bridge()]);
    assert_eq!(rows(&session).len(), 3, "what is gone goes, what is open stays");
    session.play(":retag-all todo<enter>");
    session.play("<esc>:retag-all -nowhere<enter>");
    assert_eq!(session.notice(), "-nowhere: none of the 3 notes shown would change");
}

#[test]
fn old_news_are_dropped() {
    let mut session = listed();
    let ticket = session.state.shelf.ticket;
    session.play("R");
    session.send(Msg::News(ticket, Box::default()));
    assert!(session.state.shelf.reading.is_some());
}

#[test]
fn what_failed_is_said() {
    let mut session = listed();
    session.play(":filter article:bridge<enter>Dx");
    let (ticket, ..) = session.state.shelf.busy.unwrap();
    let failures = vec!["bridge.toml: the disk is full".to_owned(), "x.toml: gone".to_owned()];
    let amended = Amended { failures, ..Amended::default() };
    session.send(Msg::Amended(ticket, Box::new(amended)));
    assert_eq!(session.notice(), "bridge.toml: the disk is full (1 more: :messages)");
    assert_eq!(rows(&session).len(), 2);
}

#[test]
fn files_that_cannot_be_read_are_listed_last() {
    let mut session = listed();
    session.play("R");
    let news = News {
        entries: vec![bridge()],
        troubles: vec![("odd.toml".into(), "line 3, column 1: what is this".into())],
        read: 2,
        all: 2,
        bulks: None,
    };
    session.send(Msg::News(session.state.shelf.ticket, Box::new(news)));
    assert_eq!(rows(&session).last().unwrap(), "! odd.toml");
    assert!(session.state.shelf_title().ends_with("· 1 file not listed"));
    session.play("G<enter>");
    assert!(session.notice().contains("cannot be listed"), "{}", session.notice());
}

#[test]
fn a_row_opens_with_all_that_is_known_of_the_note() {
    let mut session = listed();
    session.play("G ");
    let row = *session.state.shelf.rows.last().unwrap();
    let words = format!("{:?}", lines(&session.state, row, 90));
    assert!(row.height > 4, "{words}");
    for part in ["Which engineers?", "“Engineers”", "#todo", "made 2025-02-20", "Bridge opens"]
    {
        assert!(words.contains(part), "{part} in {words}");
    }
    session.play(" ");
    assert_eq!(session.state.shelf.rows.last().unwrap().height, 2);
}

#[test]
fn what_is_for_an_article_does_nothing_in_the_list() {
    let mut session = listed();
    session.play(":highlight<enter>");
    assert_eq!(session.notice(), "highlight is for an article, and this is the list of all notes");
    session.play("h");
    assert_eq!(session.notice(), "h does nothing here; ? shows what does");
    session.play("q:delete-all<enter>");
    assert_eq!(session.notice(), "That is for the list of all notes; g n shows it");
}

#[test]
fn where_the_list_is_home_an_article_leads_back_to_it_and_it_to_the_end() {
    let mut session = listed();
    session.state.shelf.is_home = true;
    session.play("<esc>");
    assert!(session.state.shelf.is_here());
    session.play("<enter>q");
    assert!(session.state.shelf.is_here());
    session.play("q");
    assert!(matches!(session.effects.last(), Some(Effect::Quit)));
}

#[test]
fn times_are_told_as_people_do() {
    let now = Time(1_747_000_000_000);
    let past = |ms: i64| ago(Time(now.0 - ms), now);
    assert_eq!(past(5_000), "just now");
    assert_eq!(past(5 * 60_000), "5 min ago");
    assert_eq!(past(3 * 3_600_000), "3 h ago");
    assert_eq!(past(48 * 3_600_000), "2025-05-09");
    assert_eq!(past(-60_000), "2025-05-11");
    assert_eq!(ago(Time(0), now), "some time ago");
}

#[test]
fn ten_thousand_files_are_no_trouble() {
    let mut session = Session::new(story(), 100, 30);
    session.play("gn");
    let mut sent = 0;
    for slice in 0..100 {
        let entries: Vec<Entry> =
            (0..100).map(|n| Entry { file: format!("{slice}-{n}.toml"), ..bridge() }).collect();
        sent += entries.len();
        let news = News { entries, read: sent, all: 10_000, ..News::default() };
        session.send(Msg::News(session.state.shelf.ticket, Box::new(news)));
    }
    assert_eq!(session.state.shelf.shown(), (20_000, 10_000));
    session.play("/tag:todo<enter>G");
    assert_eq!(session.state.shelf.selected, 9_999);
}
