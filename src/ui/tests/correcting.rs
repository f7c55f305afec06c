//! Corrections and verdicts, by keys against the screen.

use super::{port, screen, session};
use crate::app::panel::Tab;
use crate::app::state::{Effect, Focus, Modal, Msg};
use crate::app::testing::{Session, article};
use crate::doc::BlockKind;
use crate::extract::{Lexicon, SourceKind, analyse};
use crate::notes::{Note, NoteKind, Verdict};
use std::sync::Arc;

/// `Maria Lopez: The port will stay closed`, a line a claim.
fn told(session: &Session) -> Vec<String> {
    let state = &session.state;
    let analysis = state.analysis.as_deref().unwrap();
    let claim = |claim: &crate::extract::Claim| {
        let by = claim.said_by.and_then(|idx| analysis.source(idx));
        let content: Vec<&str> = claim.content.iter().map(|s| state.article.slice(*s)).collect();
        format!("{}: {}", by.map_or("nobody", |source| &source.name), content.join(" … "))
    };
    analysis.claims.iter().map(claim).collect()
}

fn corrections(session: &Session) -> Vec<&Note> {
    let notes = session.state.notebook.notes.values();
    notes.filter(|note| note.kind == NoteKind::Correction).collect()
}

#[test]
fn what_is_wrong_goes_at_once_and_comes_back() {
    let mut session = session();
    let before = told(&session);
    session.play("]ccw");
    assert_eq!(told(&session), before[1..]);
    assert!(session.notice().starts_with("You: gone: the claim “"), "{}", session.notice());
    assert!(session.notice().contains("c l lists your corrections"), "{}", session.notice());
    let label = &session.state.history.done.last().unwrap().label;
    assert!(label.starts_with("correction of “") && label.ends_with(": not a claim"), "{label}");
    session.play("cl");
    assert_eq!((session.state.panel.tab, session.state.focus), (Tab::Notes, Focus::Panel));
    assert!(screen(&session).contains("= You: not a claim"), "{}", screen(&session));
    session.play("dd");
    assert_eq!(told(&session), before);
    session.play("u");
    assert_eq!(told(&session), before[1..]);
    session.play("u");
    assert_eq!(told(&session), before);
}

#[test]
fn what_is_right_is_marked_as_said_by_the_reader() {
    let mut session = session();
    session.play("]ccr");
    assert!(screen(&session).contains("said · direct · ="), "{}", screen(&session));
    session.play("<enter>");
    assert!(screen(&session).contains("You: this is right."), "{}", screen(&session));
    session.play("cr");
    assert_eq!(session.notice(), "You have said so already");
    // Only one of the two can hold.
    session.play("cw");
    assert_eq!(corrections(&session).len(), 1);
}

#[test]
fn another_speaker_is_picked_from_the_nearest() {
    let mut session = session();
    session.play("]c]ccs");
    let Some(Modal::Choice(choice)) = &session.state.modal else { panic!("no list") };
    let labels: Vec<&str> = choice.entries.iter().map(|entry| entry.label.as_str()).collect();
    assert_eq!(labels[..2], ["nobody", "from the text"]);
    assert!(labels.contains(&"Maria Lopez"), "{labels:?}");
    session.play("lopez<enter>");
    assert!(told(&session)[1].starts_with("Maria Lopez: that the strike"), "{:?}", told(&session));
    session.play("<enter>");
    let shown = screen(&session);
    let you =
        shown.find("You: said by Maria Lopez. The program:").unwrap_or_else(|| panic!("{shown}"));
    assert!(shown.find("The cue").is_none_or(|cue| you < cue), "the reader's word stands above");
    session.play("csnobody<enter>");
    assert!(told(&session)[1].starts_with("nobody: "), "{:?}", told(&session));
    assert_eq!(
        corrections(&session).len(),
        1,
        "a second ruling in the matter takes the first's place"
    );
    session.play("u");
    assert!(told(&session)[1].starts_with("Maria Lopez: "), "{:?}", told(&session));
}

#[test]
fn a_speaker_is_pointed_at_in_the_text() {
    let mut session = session();
    session.play("3<tab>ggcsfrom the<enter>");
    assert_eq!(session.state.focus, Focus::Article);
    assert!(
        screen(&session).contains("Go to the words that say who said it"),
        "{}",
        screen(&session)
    );
    session.play("G0ve<enter>");
    assert!(told(&session)[0].starts_with("Trains: "), "{:?}", told(&session));
    session.play("u]cgg]ccS<esc>");
    assert!(session.state.marking.pointing.is_none());
    assert!(corrections(&session).is_empty());
}

#[test]
fn what_is_claimed_begins_and_ends_elsewhere() {
    let mut session = session();
    session.play("]c]cceLLH<enter>");
    assert_eq!(told(&session)[1], "A senior official: the strike would end within a week");
    session.play("u]cgg]c]cwvEee".replace('E', "e").as_str());
    session.play("ce");
    assert!(
        told(&session).iter().any(|t| t == "A senior official: the strike would"),
        "{:?}",
        told(&session)
    );
    session.play("u3<tab>Gceh<enter>");
    assert!(
        told(&session)[1].ends_with("that the strike would end within a"),
        "{:?}",
        told(&session)
    );
}

#[test]
fn a_sentence_is_said_to_be_a_claim_and_by_whom() {
    let mut session = session();
    let before = told(&session).len();
    session.play("Gcc");
    assert_eq!(told(&session).len(), before + 1);
    assert!(session.notice().contains("c s says who said it"), "{}", session.notice());
    session.play("cslopez<enter>");
    assert_eq!(told(&session).last().unwrap(), "Maria Lopez: Trains ran as usual.");
    // What the reader has made is taken back, not called wrong.
    session.play("cw");
    assert_eq!(told(&session).len(), before + 1, "the ruling on the speaker still stands on it");
    session.play("cw");
    assert_eq!(told(&session).len(), before);
}

fn meeting() -> Session {
    let text = "Maria Lopez said the cranes were idle. Later Lopez left the pier. \
        Old Mary told reporters that the boats were gone. Mary did not stay.";
    let blocks = [(BlockKind::Title, "Quay news"), (BlockKind::Para, text)];
    Session::new(article(&blocks), 120, 40)
}

#[test]
fn actors_are_said_to_be_the_same_and_parted() {
    let mut session = meeting();
    let names = |session: &Session| -> Vec<String> {
        let analysis = session.state.analysis.clone().unwrap();
        analysis.actors.iter().map(|a| format!("{} {}", a.name, a.mentions.len())).collect()
    };
    let before = names(&session);
    assert!(before.contains(&"Maria Lopez 2".to_owned()), "{before:?}");
    session.play("1/Lopez<enter>n");
    assert_eq!(session.word(), "Lopez");
    // The second one stands alone: “Later Lopez left”.
    while !crate::text::span::before(&session.state.article.text, session.state.view.cursor)
        .ends_with("Later ")
    {
        session.play("n");
    }
    session.play("cd");
    assert!(
        names(&session).contains(&"Lopez 1".to_owned()),
        "{:?} {}",
        names(&session),
        session.notice()
    );
    session.play("cd");
    assert!(session.notice().starts_with("That would change nothing"), "{}", session.notice());
    session.play("c=");
    let Some(Modal::Choice(choice)) = &session.state.modal else { panic!("no list") };
    assert_eq!(choice.entries[0].label, "Maria Lopez", "who shares a name comes first");
    session.play("<enter>");
    assert!(names(&session).contains(&"Maria Lopez 2".to_owned()), "{:?}", names(&session));
    session.play("uu");
    assert_eq!(names(&session), before);
}

#[test]
fn kinds_are_chosen_from_a_menu() {
    let mut session = meeting();
    session.play("2<tab>ggckG");
    let analysis = session.state.analysis.as_deref().unwrap();
    assert_eq!(analysis.sources[0].kind, SourceKind::Government);
    assert!(screen(&session).contains("G Maria Lopez  government  ="), "{}", screen(&session));
    session.play(":kind-is unnamed group<enter>");
    assert_eq!(corrections(&session).len(), 1);
    session.play(":kind-is purple<enter>");
    assert!(session.notice().contains("cannot be “purple”"), "{}", session.notice());
}

#[test]
fn a_claim_carries_the_verdict_of_a_check() {
    let mut session = session();
    session.play("]ccvd");
    assert!(screen(&session).contains("link, or only enter:"), "{}", screen(&session));
    session.play("https://example.org/x<enter>");
    assert!(screen(&session).contains("said · direct · disputed"), "{}", screen(&session));
    session.play("<enter>");
    assert!(
        screen(&session).contains("You checked it on 2025-05-11: disputed."),
        "{}",
        screen(&session)
    );
    session.play("cvf<enter>");
    let checks: Vec<_> =
        session.state.notebook.notes.values().filter_map(|note| note.check.clone()).collect();
    assert_eq!(checks.len(), 1);
    assert_eq!(checks[0].verdict, Verdict::False);
    assert_eq!(checks[0].link.as_deref(), Some("https://example.org/x"));
    session.play("4");
    assert!(screen(&session).contains("[checked: false]"), "{}", screen(&session));
    session.play("3cvx");
    assert!(session.state.notebook.notes.is_empty());
    session.play("u");
    assert_eq!(session.state.notebook.notes.len(), 1);
}

#[test]
fn a_mark_to_check_takes_the_verdict() {
    let mut session = session();
    session.play("]cvicm!cvh<enter>");
    assert_eq!(session.state.notebook.notes.len(), 1);
    let note = session.state.notebook.notes.values().next().unwrap();
    assert_eq!(note.check.as_ref().map(|check| check.verdict), Some(Verdict::Holds));
}

#[test]
fn rulings_hold_after_a_restart_and_a_new_analysis() {
    let mut before = session();
    before.play("]ccw]ccslopez<enter>");
    let held = told(&before);
    let saved = before.effects.iter().rev().find_map(|effect| match effect {
        Effect::Save(_, snapshot) => Some(snapshot.notebook.clone()),
        _ => None,
    });
    // As it is read again from the file.
    let text = crate::notes::to_toml(&saved.unwrap(), "");
    let (notebook, problems) = crate::notes::from_toml(&text).unwrap();
    assert!(problems.is_empty(), "{problems:?}");
    let mut after = session();
    after.state.notebook = notebook;
    after.state.place_notes();
    after.state.analyse();
    let ticket = after.state.analysis_ticket;
    let found = analyse(&port(), Lexicon::builtin());
    after.send(Msg::Analysed(ticket, Arc::new(found)));
    assert_eq!(told(&after), held);
}

#[test]
fn the_keys_say_what_they_are_about() {
    let mut session = session();
    session.play("]cc");
    assert!(screen(&session).contains("c · the claim “"), "{}", screen(&session));
    session.play("<esc>1<tab>c");
    assert!(screen(&session).contains("c · the actor "), "{}", screen(&session));
    session.play("<esc>4cw");
    assert!(session.notice().starts_with("There is no row here"), "{}", session.notice());
}

#[test]
fn the_first_correction_of_a_new_reader_takes_three_keys() {
    let mut session = session();
    session.play("]c");
    assert!(screen(&session).contains("c corrects"), "{}", screen(&session));
    session.play("cw");
    assert_eq!(corrections(&session).len(), 1);
}
