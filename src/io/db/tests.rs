//! The library on a disk: formats, two at once, damage, and finding.

mod front;
mod prune;
mod rules;

use super::schema;
use super::*;
use crate::doc::ArticleId;
use crate::extract::Dictionary;
use crate::library::channel;
use crate::library::feed::{Feed, Outline, Whole};
use crate::library::polite::Habit;
use crate::library::query;
use crate::notes::Notebook;
use std::fs;
use tempfile::TempDir;

const NOW: Time = Time(1_747_000_000_000);

fn home() -> (TempDir, PathBuf) {
    let root = tempfile::tempdir().unwrap();
    let path = root.path().join("data/library.db");
    (root, path)
}

fn new(address: &str) -> NewFeed {
    NewFeed { address: address.into(), ..NewFeed::default() }
}

/// A library with one feed and these items: title, address, text.
fn filled(path: &Path, items: &[(&str, &str, &str)]) -> Library {
    let mut library = Library::open_at(path, NOW).unwrap();
    library.subscribe(&[new("https://paper.example/feed")], NOW).unwrap();
    store(&mut library, items);
    library
}

fn store(library: &mut Library, items: &[(&str, &str, &str)]) -> Stored {
    let feed: Feed = library.feeds().unwrap().remove(0);
    let items: String = items
        .iter()
        .map(|(title, link, text)| {
            format!(
                "<item><title>{title}</title><link>{link}</link><description>{text}</description>\
                 <pubDate>Fri, 09 May 2025 10:00:00 GMT</pubDate></item>"
            )
        })
        .collect();
    let text = format!("<rss><channel><title>The Paper</title>{items}</channel></rss>");
    let (channel, _) = channel::read(text.as_bytes(), None, None);
    library.store(&feed, &channel, &Habit::default(), NOW).unwrap()
}

fn found(library: &Library, text: &str) -> Vec<String> {
    let (found, count) = library.find(&query::parse(text).unwrap(), Sort::Date, 1000).unwrap();
    assert_eq!(found.len(), count, "{text}");
    let mut titles: Vec<String> = found.into_iter().map(|found| found.item.title).collect();
    titles.sort();
    titles
}

fn analysed(library: &mut Library) {
    let dictionary = Dictionary::default();
    for id in library.unanalysed().unwrap() {
        let (digest, indexed) = library.examined(id, dictionary.lexicon()).unwrap();
        library.enter(&[(id, digest, indexed)]).unwrap();
    }
}

#[test]
fn every_step_of_the_format_keeps_what_was_there() {
    let (_root, path) = home();
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let mut old = Connection::open(&path).unwrap();
    schema::migrate_to(&mut old, 1).unwrap();
    old.execute_batch(
        "INSERT INTO feeds(id, address, title, added) VALUES(1, 'https://a.example/f', 'A', 0);
         INSERT INTO folders VALUES(1, 'News');
         INSERT INTO items(id, feed, key, title, arrived, at, html, said, starred)
             VALUES(7, 1, 'k', 'Old news', 0, 5, '<p>Text of old.</p>', 'd', 1);
         INSERT INTO tags VALUES(7, 'kept');",
    )
    .unwrap();
    drop(old);
    let mut library = Library::open_at(&path, NOW).unwrap();
    library.derive_again().unwrap();
    let feeds = library.feeds().unwrap();
    assert_eq!((feeds[0].title.as_str(), feeds[0].folders.clone()), ("A", vec!["News".to_owned()]));
    assert_eq!(found(&library, "tag:kept is:starred folder:news old"), ["Old news"]);
    let version: i64 =
        library.connection.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    assert_eq!(version, schema::LATEST);
    drop(library);
    assert_eq!(found(&Library::open_at(&path, NOW).unwrap(), "old"), ["Old news"], "and again");
}

#[test]
fn a_library_of_the_fourth_format_owes_no_words_and_keeps_those_it_has() {
    let (_root, path) = home();
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let mut old = Connection::open(&path).unwrap();
    schema::migrate_to(&mut old, 4).unwrap();
    old.execute_batch(
        "INSERT INTO feeds(id, address, title, added) VALUES(1, 'https://a.example/f', 'A', 0);
         INSERT INTO items(id, feed, key, title, arrived, at, said) VALUES(7, 1, 'k', 'Old news', 0, 5, 'd');
         INSERT INTO words(rowid, title, author, text, source, actor, claim, note)
             VALUES(7, 'Old news', '', 'ferries', '', '', '', '');",
    )
    .unwrap();
    drop(old);
    let mut library = Library::open_at(&path, NOW).unwrap();
    assert_eq!(found(&library, "ferries"), ["Old news"]);
    assert_eq!(library.enter_words(9).unwrap(), 0);
}

#[test]
fn words_are_entered_when_they_are_asked_for_at_the_latest() {
    let (_root, path) = home();
    let mut library = Library::open_at(&path, NOW).unwrap();
    let id = library.subscribe(&[new("https://a.example/f")], NOW).unwrap()[0].id();
    let feed = library.feeds().unwrap().into_iter().find(|feed| feed.id == id).unwrap();
    let (channel, _) = channel::read(
        b"<rss><channel><item><guid>1</guid><title>Quay</title><description>Ferries run again.</description></item></channel></rss>",
        None,
        None,
    );
    library.store(&feed, &channel, &Habit::default(), NOW).unwrap();
    assert_eq!(found(&library, "feed:a.example"), ["Quay"], "that asks for no words");
    let owed = |library: &Library| -> i64 {
        library.connection.query_row("SELECT count(*) FROM wordless", [], |row| row.get(0)).unwrap()
    };
    assert_eq!(owed(&library), 1);
    assert_eq!(found(&library, "ferry"), ["Quay"]);
    assert_eq!(owed(&library), 0);
}

#[test]
fn a_library_of_a_newer_program_is_refused_and_left_alone() {
    let (_root, path) = home();
    drop(Library::open_at(&path, NOW).unwrap());
    let connection = Connection::open(&path).unwrap();
    connection.pragma_update(None, "user_version", 99).unwrap();
    drop(connection);
    let error = Library::open_at(&path, NOW).unwrap_err().to_string();
    assert!(error.contains("newer whosaid"), "{error}");
    let connection = Connection::open(&path).unwrap();
    let version: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    assert_eq!(version, 99);
}

#[test]
fn what_is_no_database_is_kept_aside_and_the_subscriptions_come_back() {
    let (_root, path) = home();
    drop(filled(&path, &[("A", "https://paper.example/1", "x")]));
    fs::write(&path, "this was a library once, and is none any more ".repeat(100)).unwrap();
    let library = Library::open_at(&path, NOW).unwrap();
    assert!(library.notices[0].contains("1 subscriptions came back"), "{:?}", library.notices);
    assert_eq!(library.feeds().unwrap()[0].address, "https://paper.example/feed");
    let names: Vec<String> = fs::read_dir(path.parent().unwrap())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    assert!(names.iter().any(|name| name.contains("damaged-20250511")), "{names:?}");
}

#[test]
fn of_a_damaged_library_all_that_can_be_read_is_saved() {
    let (_root, path) = home();
    let items: Vec<(String, String)> =
        (0..400).map(|n| (format!("Title {n}"), format!("https://paper.example/{n}"))).collect();
    let items: Vec<(&str, &str, &str)> = items
        .iter()
        .map(|(title, link)| (title.as_str(), link.as_str(), "Some text that fills a page."))
        .collect();
    let library = filled(&path, &items);
    library.connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    drop(library);
    let mut bytes = fs::read(&path).unwrap();
    // Some pages in the middle are lost.
    let half = bytes.len() / 2;
    for byte in bytes.iter_mut().skip(half).take(8 * 4096) {
        *byte = 0xAA;
    }
    fs::write(&path, bytes).unwrap();
    let library = match Library::open_at(&path, NOW) {
        Ok(library) => library.rebuilt(NOW).unwrap(),
        Err(error) => panic!("{error}"),
    };
    assert_eq!(library.feeds().unwrap().len(), 1);
    let left = found(&library, "").len();
    assert!(left > 50, "{left} of 400 items");
    assert!(found(&library, "fills").len() > 50, "with what the feed gave");
    assert_eq!(library.check().unwrap().faults, Vec::<String>::new());
}

#[test]
fn a_damaged_library_of_an_older_format_is_saved_as_well() {
    let (_root, path) = home();
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let mut old = Connection::open(&path).unwrap();
    schema::migrate_to(&mut old, 2).unwrap();
    old.execute_batch(
        "INSERT INTO feeds(id, address, title, added) VALUES(1, 'https://a.example/f', 'A', 0);
         INSERT INTO items(id, feed, key, title, arrived, at, html, said, starred)
             VALUES(7, 1, 'k', 'Old news', 0, 5, '<p>Text of old.</p>', 'd', 1);
         INSERT INTO tags VALUES(7, 'kept');",
    )
    .unwrap();
    drop(old);
    let library = Library::renewed(&path, NOW).unwrap();
    assert_eq!(found(&library, "tag:kept is:starred \"text of old\""), ["Old news"]);
}

#[test]
fn a_library_that_another_process_writes_is_waited_for_and_then_refused_with_words() {
    let (_root, path) = home();
    let mut library = Library::open_at(&path, NOW).unwrap();
    let mut other = Library::open_at(&path, NOW).unwrap();
    library.connection.busy_timeout(Duration::from_millis(20)).unwrap();
    let held = other
        .connection
        .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)
        .unwrap();
    let error = library.subscribe(&[new("https://a.example/")], NOW).unwrap_err().to_string();
    assert!(error.contains("another whosaid"), "{error}");
    assert!(library.feeds().unwrap().is_empty(), "reading goes on");
    drop(held);
    library.subscribe(&[new("https://a.example/")], NOW).unwrap();
    assert_eq!(other.feeds().unwrap().len(), 1);
}

#[test]
fn two_that_open_a_new_library_at_once_both_can() {
    let (_root, path) = home();
    std::thread::scope(|scope| {
        for n in 0..4 {
            let path = &path;
            scope.spawn(move || {
                let mut library = Library::open_at(path, NOW).unwrap();
                library.subscribe(&[new(&format!("https://a.example/{n}"))], NOW).unwrap();
            });
        }
    });
    assert_eq!(Library::open_at(&path, NOW).unwrap().feeds().unwrap().len(), 4);
}

#[test]
fn nothing_is_doubled_when_taken_in_twice() {
    let (_root, path) = home();
    let mut library = Library::open_at(&path, NOW).unwrap();
    let feed = |address: &str| Outline::Feed {
        address: address.into(),
        title: "A".into(),
        site: None,
        categories: Vec::new(),
    };
    let outline = [
        Outline::Folder(
            "N".into(),
            vec![Outline::Folder("W".into(), vec![feed("https://a.example/")])],
        ),
        Outline::Folder("M".into(), vec![feed("https://a.example/"), feed("https://b.example/")]),
    ];
    library.take_outline(&outline, NOW).unwrap();
    let again = library.take_outline(&outline, NOW).unwrap();
    assert!(again.iter().all(|added| matches!(added, Added::Same(_))), "{again:?}");
    let feeds = library.feeds().unwrap();
    assert_eq!(feeds.len(), 2);
    let both = feeds.iter().find(|feed| feed.address.contains("a.example")).unwrap();
    assert_eq!(both.folders, ["M", "N/W"]);
}

#[test]
fn items_are_stored_once_and_changed_ones_are_known() {
    let (_root, path) = home();
    let items = [("A", "https://paper.example/1", "old"), ("B", "https://paper.example/2", "x")];
    let mut library = filled(&path, &items);
    assert_eq!(store(&mut library, &items), Stored::default());
    let stored = store(&mut library, &[("A", "https://paper.example/1", "renewed words")]);
    assert_eq!((stored.new.len(), stored.changed.len()), (0, 1));
    assert_eq!(found(&library, "renewed"), ["A"]);
    assert_eq!(found(&library, "old"), Vec::<String>::new());
    assert_eq!(found(&library, ""), ["A", "B"], "what left the feed stays");
}

#[test]
fn words_are_found_by_their_forms_and_without_their_accents() {
    let (_root, path) = home();
    let library = filled(
        &path,
        &[
            ("Élysée speaks", "https://paper.example/1", "Negotiators agreed to a ceasefire."),
            ("Poll", "https://paper.example/2", "The \"OR\" of (brackets) * and AND."),
        ],
    );
    assert_eq!(found(&library, "elysee"), ["Élysée speaks"]);
    assert_eq!(found(&library, "negotiator agree"), ["Élysée speaks"]);
    assert_eq!(found(&library, "cease*"), ["Élysée speaks"]);
    assert_eq!(found(&library, "\"a ceasefire\""), ["Élysée speaks"]);
    assert_eq!(found(&library, "-ceasefire"), ["Poll"]);
    assert_eq!(found(&library, "title:ceasefire"), Vec::<String>::new());
    assert_eq!(found(&library, "brackets OR ceasefire").len(), 2);
    for odd in [
        "\"*)(\u{0}a\"",
        "a:b'",
        "NEAR(a",
        "^x",
        "{a}",
        "a-b_c%d",
        "title:\"x'; DROP TABLE items\"",
    ] {
        if let Ok(query) = query::parse(odd) {
            library.find(&query, Sort::Fit, 10).unwrap();
        }
    }
    assert_eq!(found(&library, "feed:paper date:2025-05 is:unread").len(), 2);
    assert_eq!(found(&library, "date:>2025-06"), Vec::<String>::new());
    assert_eq!(found(&library, "feed:other"), Vec::<String>::new());
}

#[test]
fn who_is_cited_is_found_once_it_is_analysed() {
    let (_root, path) = home();
    let mut library = filled(
        &path,
        &[
            (
                "Rates",
                "https://paper.example/1",
                "“Rates will rise,” Ilse Maren said on Monday. Ilse Maren is the minister of finance.",
            ),
            (
                "Quay",
                "https://paper.example/2",
                "The quay needs repairs, a senior official said on Friday. Ilse Maren was absent.",
            ),
        ],
    );
    assert_eq!(found(&library, "source:maren"), Vec::<String>::new());
    analysed(&mut library);
    assert_eq!(found(&library, "source:\"Ilse Maren\""), ["Rates"]);
    assert_eq!(found(&library, "maren"), ["Quay", "Rates"]);
    assert_eq!(found(&library, "unnamed:yes"), ["Quay"]);
    assert_eq!(found(&library, "claim:rise"), ["Rates"]);
    assert!(library.unanalysed().unwrap().is_empty());
    store(&mut library, &[("Rates", "https://paper.example/1", "Nobody spoke.")]);
    assert_eq!(library.unanalysed().unwrap().len(), 1, "another text is analysed again");
    assert_eq!(found(&library, "source:maren"), Vec::<String>::new());
}

#[test]
fn notes_are_found_and_keep_their_articles() {
    let (_root, path) = home();
    let mut library = filled(
        &path,
        &[("A", "https://paper.example/1", "x"), ("B", "https://paper.example/2", "y")],
    );
    let text = "[[note]]\nquote = \"x\"\nbody = \"doubtful numbers\"\n";
    let (book, _) = crate::notes::from_toml(text).unwrap();
    let book = Notebook { article: ArticleId("https://paper.example/1".into()), ..book };
    library.enter_notes("n.toml", "1", Some(&book)).unwrap();
    assert_eq!(found(&library, "note:\"doubtful number\""), ["A"]);
    assert_eq!(found(&library, "is:noted"), ["A"]);
    let feed = library.feeds().unwrap().remove(0);
    library.unsubscribe(feed.id, NOW).unwrap();
    assert_eq!(found(&library, ""), ["A"], "an article with notes stays");
    library.enter_notes("n.toml", "2", None).unwrap();
    assert_eq!(found(&library, "is:noted"), Vec::<String>::new());
}

#[test]
fn pages_are_kept_once_for_each_text() {
    let (_root, path) = home();
    let mut library = Library::open_at(&path, NOW).unwrap();
    let (id, is_new) = library.add_later("https://paper.example/x?utm_source=y", NOW).unwrap();
    assert!(is_new);
    let page = |text: &str, at: i64| Kept {
        bytes: format!(
            "<html><title>Quay</title><body><article><h1>Quay</h1><p>{text}</p></article>"
        )
        .into_bytes(),
        address: "https://paper.example/x".into(),
        content_type: Some("text/html".into()),
        fetched: Time(NOW.0 + at),
    };
    assert_eq!(library.keep(id, &page("The quay is open.", 0)).unwrap(), None);
    assert_eq!(library.keep(id, &page("The quay is open.", 1)).unwrap(), Some(false));
    assert_eq!(library.keep(id, &page("The quay is closed.", 2)).unwrap(), Some(true));
    assert_eq!(library.add_later("https://paper.example/x", NOW).unwrap(), (id, false));
    assert_eq!(found(&library, "closed is:later is:kept"), ["Quay"]);
    assert!(library.article(id).unwrap().text.contains("closed"));
    let pages: i64 =
        library.connection.query_row("SELECT count(*) FROM pages", [], |row| row.get(0)).unwrap();
    assert_eq!(pages, 2, "the text before the change is kept too");
    assert_eq!(library.check().unwrap().faults, Vec::<String>::new());
    library.vacuum().unwrap();
}

#[test]
fn a_store_that_ends_in_the_middle_leaves_nothing_behind() {
    let (_root, path) = home();
    let mut library = filled(&path, &[]);
    // The disk refuses the second item.
    library
        .connection
        .execute_batch(
            "CREATE TRIGGER full BEFORE INSERT ON items WHEN NEW.title = 'B'
             BEGIN SELECT RAISE(ABORT, 'full'); END",
        )
        .unwrap();
    let feed = library.feeds().unwrap().remove(0);
    let text =
        "<rss><channel><item><title>A</title></item><item><title>B</title></item></channel></rss>";
    let (channel, _) = channel::read(text.as_bytes(), None, None);
    let habit = Habit { etag: Some("new".into()), ..Habit::default() };
    assert!(library.store(&feed, &channel, &habit, NOW).is_err());
    assert_eq!(found(&library, ""), Vec::<String>::new());
    assert_eq!(
        library.feeds().unwrap()[0].habit.etag,
        None,
        "it is asked again as if nothing had come"
    );
}

#[test]
fn a_subscription_knows_what_is_sent_along_and_is_found_by_part_of_its_name() {
    let (_root, path) = home();
    let mut library = Library::open_at(&path, NOW).unwrap();
    let feed = NewFeed {
        title: Some("Daily".into()),
        headers: vec!["X-Key: 1".into()],
        whole: Some(Whole::Always),
        ..new("https://a.example/")
    };
    library.subscribe(&[feed, new("https://b.example/")], NOW).unwrap();
    let named = library.feed_named("dail").unwrap();
    assert_eq!((named.headers, named.whole), (vec!["X-Key: 1".to_owned()], Whole::Always));
    assert!(library.feed_named("example").unwrap_err().to_string().contains("could be"));
    assert!(library.feed_named("nothing").is_err());
}
