//! The library: what a reader presses there, and what comes of it.

use super::{Side, rows};
use crate::app::state::{Effect, Msg, Ticket};
use crate::app::testing::{Librarian, Session};
use crate::library::feed::{FeedId, ItemId, Whole};
use crate::library::front::{Ask, Mark, Progress, Scope, Told, Wanted, Which};
use proptest::prelude::*;

fn library() -> Session {
    Session::library(Librarian::new(), 100, 30)
}

/// The titles that the list holds, with their signs, as far as they are told.
fn listed(session: &Session) -> Vec<String> {
    let list = &session.state.front.list;
    let row = |row: &crate::library::front::Listed| {
        let signs = [
            (!row.is_read, rows::UNREAD),
            (row.is_starred, rows::STAR),
            (row.is_later, rows::LATER),
        ];
        let signs: String = signs.into_iter().filter(|(is, _)| *is).map(|(_, sign)| sign).collect();
        let title = list.brief(row.id).map_or("…", |brief| brief.item.title.as_str());
        format!("{signs} {}", title.split(' ').next().unwrap())
    };
    list.rows.iter().map(row).collect()
}

/// The first word of the title that the list stands on.
fn on(session: &Session) -> String {
    let state = &session.state;
    let row = state.front.list.selected().unwrap();
    let brief = state.front.list.brief(row.id).unwrap();
    brief.item.title.split(' ').next().unwrap().to_owned()
}

fn asked(session: &Session) -> &[Ask] {
    &session.librarian.as_ref().unwrap().asked
}

fn mark(id: i64, mark: Mark) -> Ask {
    Ask::Mark(Which::These(vec![ItemId(id)]), vec![mark])
}

/// A session whose questions nobody answers but the test.
fn unanswered() -> Session {
    let mut session = library();
    session.librarian = None;
    session.effects.clear();
    session
}

fn last_ask(session: &Session) -> (Ticket, Ask) {
    let asks = session.effects.iter().rev().find_map(|effect| match effect {
        Effect::Ask(ticket, ask) => Some((*ticket, (**ask).clone())),
        _ => None,
    });
    asks.unwrap()
}

#[test]
fn the_list_is_there_at_once() {
    let session = library();
    assert_eq!(
        session.state.front.headline(),
        "All · 5 articles · 4 unread · 1 starred · newest first"
    );
    assert_eq!(listed(&session), ["• Port", "• Ferries", "•* Council", " What", "•> Tide"]);
    assert_eq!(on(&session), "Port");
}

#[test]
fn marks_are_drawn_at_once_and_undone_by_the_librarian() {
    let mut session = library();
    session.play("jrsL");
    assert_eq!(listed(&session)[1], "*> Ferries");
    let marks = [Mark::Read(true), Mark::Starred(true), Mark::Later(true)];
    for mark_ in marks {
        assert!(asked(&session).contains(&mark(2, mark_)));
    }
    session.play("uu");
    assert_eq!(listed(&session)[1], " Ferries");
    session.play("u");
    assert_eq!(listed(&session)[1], "• Ferries");
    session.play("<ctrl-r>");
    assert_eq!(listed(&session)[1], " Ferries");
    assert_eq!(on(&session), "Ferries");
    session.play("uu");
    assert_eq!(session.notice(), "There is nothing to undo");
}

#[test]
fn an_article_opens_is_read_and_is_come_back_from_to_its_row() {
    let mut session = library();
    session.play("jj<enter>");
    assert!(!session.state.is_in_front());
    assert_eq!(session.state.article.meta.title, "Council puts off the vote on the bridge");
    assert!(asked(&session).contains(&mark(3, Mark::Read(true))));
    session.play("q");
    assert!(session.state.is_in_front());
    assert_eq!(on(&session), "Council");
    assert_eq!(listed(&session)[2], "* Council");
    // Once more it is there without being asked for.
    let opened = session.effects.len();
    session.play("<enter>");
    assert!(!session.state.is_in_front());
    assert_eq!(session.effects.len(), opened);
    session.play("<backspace>q");
    assert!(matches!(session.effects.last(), Some(Effect::Quit)));
}

#[test]
fn in_an_article_the_next_one_opens_and_marks_are_for_the_open_one() {
    let mut session = library();
    session.play("<enter>J");
    assert_eq!(
        session.state.article.meta.title,
        "Ferries wait outside the harbour for a third night"
    );
    session.play("sLr");
    assert!(asked(&session).ends_with(&[mark(2, Mark::Read(false)), Ask::Tree]));
    session.play("K");
    assert!(session.state.article.meta.title.starts_with("Port"));
    session.play("K");
    assert_eq!(session.notice(), "This is the first article of the list");
    session.play("]u");
    assert!(session.state.article.meta.title.starts_with("Ferries"));
    session.play("]u");
    assert!(session.state.article.meta.title.starts_with("Council"));
    session.play("q");
    assert_eq!(on(&session), "Council");
    assert_eq!(listed(&session)[1], "*> Ferries");
}

#[test]
fn what_becomes_read_stays_until_the_list_is_asked_for_anew() {
    let mut session = library();
    session.play("H");
    assert_eq!(listed(&session), ["• Port", "• Ferries", "•* Council", "•> Tide"]);
    session.play("jr");
    assert_eq!(listed(&session), ["• Port", " Ferries", "•* Council", "•> Tide"]);
    assert_eq!(session.state.front.list.unread, 3);
    session.play("gf");
    assert_eq!(listed(&session), ["• Port", "•* Council", "•> Tide"]);
    // The row that came in place of the one that went.
    assert_eq!(on(&session), "Council");
    // What is starred is shown read or not.
    session.play("<tab>j");
    assert_eq!(session.state.front.wanted().seen, crate::library::front::Seen::All);
}

#[test]
fn all_of_a_list_is_marked_read_and_down_to_here() {
    let mut session = library();
    session.play("jM");
    assert_eq!(listed(&session), [" Port", " Ferries", "•* Council", " What", "•> Tide"]);
    assert_eq!(session.notice(), "2 marked; u undoes");
    session.play("A");
    assert_eq!(session.state.front.list.unread, 0);
    assert_eq!(session.state.front.tree.find(&Scope::All).unwrap().unread, 0);
    session.play("A");
    assert_eq!(session.notice(), "All is read here");
    session.play("uu");
    assert_eq!(session.state.front.list.unread, 4);
}

#[test]
fn the_tree_shows_lists_and_folds() {
    let mut session = library();
    let shown = |session: &Session| -> Vec<String> {
        let tree = &session.state.front.tree;
        (0..tree.rows.len()).map(|row| tree.branch(row).unwrap().name.clone()).collect()
    };
    session.play("<tab>jjjjj");
    assert_eq!(
        session.state.front.headline(),
        "News · 3 articles · 2 unread · 1 starred · newest first"
    );
    session.play("h");
    assert!(!shown(&session).contains(&"Coast Herald".to_owned()));
    session.play("l");
    assert!(shown(&session).contains(&"Coast Herald".to_owned()));
    session.play("<space><space>jj");
    assert_eq!(session.state.front.name(), "Inland Times");
    // Back to the folder.
    session.play("h");
    assert_eq!(session.state.front.name(), "News");
    session.play("l<enter>");
    assert!(!session.state.is_in_front());
}

#[test]
fn the_next_unread_is_found_across_feeds() {
    let mut session = library();
    session.play("n");
    assert_eq!(on(&session), "Ferries");
    session.play("nn");
    assert_eq!(on(&session), "Tide");
    session.play("n");
    assert_eq!(session.notice(), "Nothing that is not read this way; the other way there is");
    session.play("p");
    assert_eq!(on(&session), "Council");
    // In a feed it goes on to the next one.
    session.play("<tab>jjjjjj<enter>");
    assert_eq!(session.state.front.name(), "Coast Herald");
    session.play("n");
    assert_eq!(
        (session.state.front.name().as_str(), on(&session).as_str()),
        ("Inland Times", "Council")
    );
    session.play("n");
    assert_eq!(
        (session.state.front.name().as_str(), on(&session).as_str()),
        ("Harbour Notes", "Ferries")
    );
    session.play("p");
    assert_eq!(
        (session.state.front.name().as_str(), on(&session).as_str()),
        ("Inland Times", "Council")
    );
}

#[test]
fn titles_are_filtered_while_they_are_typed() {
    let mut session = library();
    session.play("/the");
    assert_eq!(listed(&session).len(), 3);
    session.play(" b<enter>");
    assert_eq!(listed(&session), ["•* Council"]);
    session.play("/x<esc>");
    assert_eq!(listed(&session), ["•* Council"]);
    session.play("<esc>");
    assert_eq!(listed(&session).len(), 5);
    session.play("/zeppelin<enter>");
    let says = rows::empty(&session.state.front, |_| "K".into());
    assert!(says[0].starts_with("No title here has “zeppelin”. K shows all"), "{says:?}");
}

#[test]
fn a_search_is_a_list_and_is_kept_under_a_name() {
    let mut session = library();
    session.play("<enter>:search tide<enter>");
    assert!(session.state.is_in_front());
    assert_eq!(
        session.state.front.headline(),
        "Search: tide · 1 article · 1 unread · newest first"
    );
    assert_eq!(session.state.front.tree.branch(0).unwrap().name, "Search: tide");
    session.play("QSea<enter>");
    assert!(asked(&session).contains(&Ask::SaveQuery("Sea".into(), "tide".into())));
    assert_eq!(session.state.front.name(), "Sea");
    session.play("Dy");
    assert!(asked(&session).contains(&Ask::ForgetQuery("Sea".into())));
    // Where it stood, another is listed.
    assert_ne!(session.state.front.scope, Scope::Saved("Sea".into()));
    session.play("g/port (<enter>");
    assert_eq!(session.notice(), "column 6: this bracket is never closed");
    session.play(":search zeppelin<enter>");
    let says = rows::empty(&session.state.front, |_| "K".into());
    assert!(says[0].starts_with("Nothing was found for “zeppelin”"), "{says:?}");
    session.play("<esc>");
    assert_eq!(session.state.front.name(), "All");
}

#[test]
fn tags_are_given_and_taken() {
    let mut session = library();
    session.play("tharbour, -old +#sea<enter>");
    let tags = ["harbour", "sea"];
    let marks = vec![
        Mark::Tagged("harbour".into()),
        Mark::Untagged("old".into()),
        Mark::Tagged("sea".into()),
    ];
    assert!(asked(&session).contains(&Ask::Mark(Which::These(vec![ItemId(1)]), marks)));
    let brief = session.state.front.list.brief(ItemId(1)).unwrap();
    assert_eq!(brief.item.tags, tags);
}

#[test]
fn subscribing_asks_and_ending_it_asks_first() {
    let mut session = library();
    session.play(":subscribe https://news.example/feed News/World<enter>");
    assert!(
        asked(&session).contains(&Ask::Subscribe(
            "https://news.example/feed".into(),
            Some("News/World".into())
        ))
    );
    session.play("+exec:feed --from x<enter>");
    assert!(asked(&session).contains(&Ask::Subscribe("exec:feed --from x".into(), None)));
    session.play(":add https://news.example/none<enter>");
    assert_eq!(session.notice(), "https://news.example/none cannot be had");
    session.play(":messages<enter>");
    assert!(session.state.modal.is_some());
    session.play("q<tab>GD<esc>");
    assert!(!asked(&session).contains(&Ask::Unsubscribe(FeedId(3))));
    session.play("W:whole never<enter>");
    assert!(asked(&session).contains(&Ask::Whole(FeedId(3), Whole::Always)));
    assert!(asked(&session).contains(&Ask::Whole(FeedId(3), Whole::Never)));
    session.play("Dy");
    assert!(asked(&session).contains(&Ask::Unsubscribe(FeedId(3))));
    assert_eq!(session.state.front.name(), "Inland Times");
}

#[test]
fn a_refresh_shows_how_far_it_is_stops_and_says_what_came() {
    let mut session = library();
    session.play("R");
    assert!(matches!(session.effects.last(), Some(Effect::Refresh(feeds)) if feeds.is_empty()));
    session.send(Msg::Progress(Progress::Feeds(12, 300, "Coast Herald".into())));
    let progress = session.state.front.progress.clone().unwrap();
    assert_eq!(rows::progress(&progress).unwrap(), "Feeds 12 of 300 (4%) · Coast Herald");
    session.play("<esc>");
    assert!(matches!(session.effects.last(), Some(Effect::StopRefresh)));
    session.librarian.as_mut().unwrap().put("Fresh fish", "Coast Herald", 0, |_| {});
    session.play("j");
    let failures = vec!["Inland Times: 500".into(), "Harbour Notes: no answer".into()];
    session.send(Msg::Progress(Progress::Refreshed("1 new, 2 feeds failed".into(), failures)));
    assert_eq!(session.notice(), "1 new, 2 feeds failed; Inland Times: 500 (1 more: :messages)");
    assert_eq!(session.state.front.messages.len(), 2);
    // The reader stays on the article, and not on the row.
    assert_eq!((on(&session).as_str(), session.state.front.list.selected), ("Ferries", 2));
    session.play("<tab>GF");
    assert!(
        matches!(session.effects.last(), Some(Effect::Refresh(feeds)) if feeds == &[FeedId(3)])
    );
    session.play("R");
    assert_eq!(session.notice(), "The feeds are being asked already; esc in the library stops");
}

#[test]
fn news_that_came_while_reading_is_there_on_the_way_back() {
    let mut session = library();
    session.play("<enter>");
    session.librarian.as_mut().unwrap().put("Fresh fish", "Coast Herald", 0, |_| {});
    session.send(Msg::Progress(Progress::Refreshed("1 new in 1 feed".into(), Vec::new())));
    assert_eq!(session.state.front.list.rows.len(), 5);
    session.play("q");
    assert_eq!(session.state.front.list.rows.len(), 6);
}

#[test]
fn an_answer_for_an_old_list_is_dropped() {
    let mut session = unanswered();
    session.play("S");
    let (old, _) = last_ask(&session);
    session.play("H");
    let (new, ask) = last_ask(&session);
    let wanted = session.state.front.wanted();
    assert_eq!(ask, Ask::List(wanted));
    session.send(Msg::Answered(old, Box::new(Told::List(Vec::new()))));
    assert_eq!(session.state.front.list.rows.len(), 5);
    session.send(Msg::Answered(new, Box::new(Told::Failed("It is locked".into()))));
    assert_eq!(rows::empty(&session.state.front, |_| "gf".into())[0], "It is locked");
    // Answered twice, or with something else: nothing happens.
    session.send(Msg::Answered(new, Box::new(Told::List(Vec::new()))));
    session.send(Msg::Answered(Ticket(99), Box::new(Told::Tree(Vec::new()))));
    assert_eq!(session.state.front.tree.branches.len(), 9);
}

#[test]
fn a_mark_that_failed_is_said_and_all_is_asked_for_again() {
    let mut session = unanswered();
    session.play("s");
    assert_eq!(listed(&session)[0], "•* Port");
    let (ticket, _) = last_ask(&session);
    session.send(Msg::Answered(ticket, Box::new(Told::Failed("The disk is full".into()))));
    assert_eq!(session.notice(), "The disk is full");
    assert!(matches!(last_ask(&session).1, Ask::List(_)));
}

#[test]
fn what_the_librarian_does_not_tell_is_not_asked_for_without_end() {
    let mut session = Session::library(Librarian::with_many(200), 100, 30);
    session.librarian = None;
    session.effects.clear();
    session.play("G");
    let (ticket, Ask::Briefs(ids)) = last_ask(&session) else { panic!("no briefs asked") };
    assert!(ids.contains(&ItemId(200)) && ids.len() < 100, "{ids:?}");
    let asks = session.effects.len();
    session.send(Msg::Answered(ticket, Box::new(Told::Briefs(Vec::new()))));
    session.play("kj");
    assert_eq!(session.effects.len(), asks);
}

#[test]
fn a_hundred_thousand_rows_are_walked_without_asking_for_all() {
    let mut session = Session::library(Librarian::with_many(100_000), 100, 30);
    session.librarian.as_mut().unwrap().asked.clear();
    session.play("G");
    assert_eq!(session.state.front.list.selected, 99_999);
    assert_eq!(on(&session), "Report");
    session.play("<ctrl-u><ctrl-u>kkkgg");
    assert_eq!(session.state.front.list.selected, 0);
    // Only what rows say was asked.
    assert_eq!(asked(&session), []);
}

#[test]
fn leaving_goes_back_to_where_the_reader_came_from() {
    let mut session = library();
    session.play("gn");
    assert!(session.state.shelf.is_here());
    session.play("q");
    assert!(session.state.is_in_front());
    session.play("gngf");
    assert!(session.state.is_in_front());
    // Whoever came from an article that is none of the library's goes back to it.
    session.state.front.is_home = false;
    session.play("q");
    assert!(!session.state.is_in_front());
    session.play("s");
    assert_eq!(session.notice(), "This article is not one of the library's");
    session.play("gf<esc>");
    assert!(!session.state.is_in_front());
}

#[test]
fn an_empty_library_says_how_to_begin() {
    let session = Session::library(Librarian::default(), 100, 30);
    let keymap = &session.state.settings.keymap;
    let says = rows::empty(&session.state.front, |run| {
        keymap.hint(crate::app::keymap::Place::Library, run)
    });
    assert_eq!(says[0], "There are no feeds yet.");
    assert!(says.iter().any(|words| words.contains("whosaid feeds import")), "{says:?}");
    assert!(says.iter().any(|words| words.starts_with(":sample")), "{says:?}");
}

#[test]
fn a_list_whose_read_articles_are_hidden_says_so() {
    let mut session = library();
    session.play("AH");
    let says = rows::empty(&session.state.front, |run| format!("<{run}>"));
    assert_eq!(
        says,
        [
            "All is read here. <hide-read> shows what is read too; <unread-next> goes on to what is not."
        ]
    );
}

#[test]
fn what_is_for_an_article_is_refused_with_a_sentence() {
    let mut session = library();
    session.play(":highlight<enter>");
    assert_eq!(session.notice(), "highlight is for an article, and this is the library");
    session.play("<tab>s");
    assert_eq!(session.notice(), "That is for an article; tab goes to the list");
    session.play("X");
    assert!(session.notice().starts_with("X does nothing here"));
}

#[test]
fn the_side_that_has_the_keys_is_kept() {
    let mut session = library();
    session.play("h");
    assert_eq!(session.state.front.side, Side::Tree);
    session.play("JK<tab>J");
    assert_eq!(session.state.front.side, Side::List);
    assert_eq!(session.state.front.name(), "Starred");
    let all = Wanted::default();
    assert!(asked(&session).contains(&Ask::List(all)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever is pressed: the selection is in the list and on the screen.
    #[test]
    fn whatever_is_pressed_the_selection_is_seen(keys in "[jkGgnpJKzHSrsLhu/ld]{0,24}") {
        let mut session = library();
        for key in keys.chars() {
            session.play(&key.to_string());
        }
        session.play("<esc><esc>");
        let state = &session.state;
        prop_assert!(state.front.list.selected < state.front.list.rows.len().max(1));
        if state.is_in_front() && !state.front.list.rows.is_empty() {
            let seen = state.front.list.seen(state.front_lines_seen());
            let is_it = |line: &super::list::Line| {
                matches!(line, super::list::Line::Row(row, 0) if *row == state.front.list.selected)
            };
            prop_assert!(seen.iter().any(is_it));
        }
    }

    /// The reader stays on an article through whatever the list becomes, as long as it holds it.
    #[test]
    fn the_selection_stays_on_its_article(kept in prop::collection::vec(any::<bool>(), 40), at in 1usize..40) {
        let mut session = Session::library(Librarian::with_many(40), 100, 30);
        session.play(&"j".repeat(at));
        let id = session.state.front.list.selected().unwrap().id;
        let rows = session.state.front.list.rows.clone();
        let mut told = kept.iter();
        let told: Vec<_> = rows
            .into_iter()
            .filter(|row| *told.next().unwrap() || row.id == id)
            .collect();
        session.state.front.list.take(told);
        prop_assert_eq!(session.state.front.list.selected().unwrap().id, id);
    }
}
