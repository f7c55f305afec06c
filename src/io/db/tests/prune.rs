//! What is let go by age and number, pages that are asked for again, and what is kept of them.

use super::*;
use crate::library::feed::ItemId;
use crate::library::front::Mark;

const DAY: i64 = 86_400_000;
const LATER: Time = Time(NOW.0 + 100 * DAY);

const ITEMS: [(&str, &str, &str); 5] = [
    ("Plain", "https://paper.example/1", "a"),
    ("Starred", "https://paper.example/2", "b"),
    ("Later", "https://paper.example/3", "c"),
    ("Tagged", "https://paper.example/4", "d"),
    ("Noted", "https://paper.example/5", "e"),
];

fn marked() -> (TempDir, Library) {
    let (root, path) = home();
    let mut library = filled(&path, &ITEMS);
    let id = |library: &Library, n: usize| library.item_named(ITEMS[n].1).unwrap().unwrap();
    let marks = [Mark::Starred(true), Mark::Later(true), Mark::Tagged("x".into())];
    for (n, mark) in marks.into_iter().enumerate() {
        let item = id(&library, n + 1);
        library.mark(&[item], &[mark]).unwrap();
    }
    let (book, _) = crate::notes::from_toml("[[note]]\nquote = \"e\"\nbody = \"y\"\n").unwrap();
    let article = ArticleId(ITEMS[4].1.into());
    library.enter_notes("n.toml", "1", Some(&Notebook { article, ..book })).unwrap();
    (root, library)
}

#[test]
fn what_the_reader_marked_is_never_let_go() {
    for keep in [Keep { days: 30, articles: 0 }, Keep { days: 0, articles: 1 }] {
        let (_root, mut library) = marked();
        // The newest of one date is the one that came last: the plain one is the oldest.
        let said = library.prune(keep, Really::Say, LATER).unwrap();
        assert_eq!(found(&library, "").len(), 5, "only said");
        let done = library.prune(keep, Really::Do, LATER).unwrap();
        assert_eq!(said, done);
        assert_eq!((done[0].title.as_str(), done[0].articles), ("The Paper", 1));
        assert_eq!(found(&library, ""), ["Later", "Noted", "Starred", "Tagged"]);
        assert_eq!(found(&library, "plain"), Vec::<String>::new(), "its words are gone too");
        assert_eq!(library.check().unwrap().faults, Vec::<String>::new());
    }
}

#[test]
fn nothing_is_let_go_by_default_or_before_its_time() {
    let (_root, mut library) = marked();
    assert_eq!(library.prune(Keep::default(), Really::Do, LATER).unwrap(), []);
    let keep = Keep { days: 30, articles: 0 };
    assert_eq!(library.prune(keep, Really::Do, Time(NOW.0 + 29 * DAY)).unwrap(), []);
    // A feed can have its own way.
    let feed = library.feeds().unwrap()[0].id;
    library.keep_of(feed, Some(0), None).unwrap();
    assert_eq!(library.prune(keep, Really::Do, LATER).unwrap(), []);
    library.keep_of(feed, Some(10), None).unwrap();
    assert_eq!(library.prune(Keep::default(), Really::Do, LATER).unwrap().len(), 1);
}

#[test]
fn what_was_let_go_does_not_come_back_as_new_while_its_feed_lists_it() {
    let (_root, mut library) = marked();
    library.prune(Keep { days: 1, articles: 0 }, Really::Do, LATER).unwrap();
    assert_eq!(store(&mut library, &ITEMS), Stored::default());
    let renewed = [("Plain", "https://paper.example/1", "a, renewed")];
    assert_eq!(store(&mut library, &renewed), Stored::default());
    let (_, is_new) = library.add_later("https://paper.example/1", LATER).unwrap();
    assert!(is_new, "the reader can have it back");
}

fn page(text: &str, at: Time) -> Kept {
    let html =
        format!("<html><title>Quay</title><body><article><h1>Quay</h1><p>{text}</p></article>");
    Kept {
        bytes: html.into_bytes(),
        address: "https://paper.example/2".into(),
        content_type: Some("text/html".into()),
        fetched: at,
    }
}

#[test]
fn pages_with_notes_or_stars_are_asked_for_again_once_a_day_for_some_days() {
    let (_root, mut library) = marked();
    let starred = library.item_named(ITEMS[1].1).unwrap().unwrap();
    let plain = library.item_named(ITEMS[0].1).unwrap().unwrap();
    for id in [starred, plain] {
        library.keep(id, &page("The quay is open.", NOW)).unwrap();
    }
    let due = |library: &Library, watch: Watch, at: i64| -> Vec<ItemId> {
        library
            .to_watch(watch, Time(NOW.0 + at), 10)
            .unwrap()
            .into_iter()
            .map(|(id, _)| id)
            .collect()
    };
    assert_eq!(due(&library, Watch::Days(7), DAY), [starred]);
    assert_eq!(due(&library, Watch::Days(7), DAY / 4), [], "not before the next day");
    assert_eq!(due(&library, Watch::Days(7), 8 * DAY), [], "it has settled");
    assert_eq!(due(&library, Watch::Now, 8 * DAY), [starred]);
    library.watched(starred, Time(NOW.0 + DAY)).unwrap();
    assert_eq!(due(&library, Watch::Days(7), DAY + 1), []);
    assert_eq!(due(&library, Watch::Days(7), 2 * DAY), [starred]);
    library.keep(starred, &page("The quay is closed.", Time(NOW.0 + 2 * DAY))).unwrap();
    assert_eq!(library.briefs(&[starred]).unwrap()[0].edits, 1);
    let versions = library.versions(starred).unwrap();
    assert_eq!(
        versions,
        [page("The quay is open.", NOW), page("The quay is closed.", Time(NOW.0 + 2 * DAY))]
    );
}

#[test]
fn pages_lie_packed_and_older_ones_are_read_as_they_lie() {
    let (_root, mut library) = marked();
    let id = library.item_named(ITEMS[1].1).unwrap().unwrap();
    let long = "The quay is open, they said. ".repeat(200);
    library.keep(id, &page(&long, NOW)).unwrap();
    let size: i64 = library
        .connection
        .query_row("SELECT length(body) FROM pages WHERE packed", [], |row| row.get(0))
        .unwrap();
    assert!(size < 1000, "{size}");
    assert_eq!(library.opened(id).unwrap().page.unwrap(), page(&long, NOW));
    let bare = page("Plain", Time(NOW.0 + 1));
    library
        .connection
        .execute(
            "INSERT INTO pages(item, fetched, address, type, body, text) VALUES(?1, ?2, ?3, ?4, ?5, 'x')",
            rusqlite::params![id.0, bare.fetched.0, bare.address, bare.content_type, bare.bytes],
        )
        .unwrap();
    assert_eq!(library.opened(id).unwrap().page.unwrap(), bare);
}
