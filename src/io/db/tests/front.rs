//! What the first screen asks: the tree, lists, rows, marks and taking them back.

use super::*;
use crate::library::feed::{FeedId, ItemId};
use crate::library::front::{Branch, Mark, Order, Scope, Seen, Wanted, Which};

const DAY: i64 = 86_400_000;

/// A feed with items: title, address, days ago.
fn arrive(library: &mut Library, feed: &str, folder: &str, items: &[(&str, &str, i64)]) -> FeedId {
    let new = NewFeed {
        address: format!("https://{feed}.example/feed"),
        title: Some(feed.to_owned()),
        folders: (!folder.is_empty()).then(|| folder.to_owned()).into_iter().collect(),
        ..NewFeed::default()
    };
    let id = library.subscribe(&[new], NOW).unwrap()[0].id();
    let feed = library.feeds().unwrap().into_iter().find(|feed| feed.id == id).unwrap();
    let items: String = items
        .iter()
        .map(|(title, link, days)| {
            let at = Time(NOW.0 - days * DAY).to_string();
            format!("<entry><title>{title}</title><link href='{link}'/><id>{link}{title}</id><published>{at}</published></entry>")
        })
        .collect();
    let text = format!("<feed xmlns='http://www.w3.org/2005/Atom'><title>x</title>{items}</feed>");
    let (channel, _) = channel::read(text.as_bytes(), None, None);
    library.store(&feed, &channel, &Habit::default(), NOW).unwrap();
    id
}

/// Three feeds, of which two have a story in common by its address, and two by its headline.
fn three() -> (TempDir, Library) {
    let (root, path) = home();
    let mut library = Library::open_at(&path, NOW).unwrap();
    arrive(
        &mut library,
        "Alpha",
        "News/World",
        &[
            ("Ferries to run again from May on", "https://alpha.example/ferries", 1),
            ("Quay repaired", "https://wire.example/quay", 2),
            ("Brief", "https://alpha.example/brief", 3),
        ],
    );
    arrive(
        &mut library,
        "Beta",
        "News",
        &[
            ("Ferries to run again – from May on", "https://beta.example/f", 2),
            ("Quay is repaired at last", "https://wire.example/quay?utm_source=x", 2),
            ("Brief", "https://beta.example/brief", 3),
        ],
    );
    arrive(
        &mut library,
        "Gamma",
        "",
        &[("Ferries to run again from May on", "https://gamma.example/f", 9)],
    );
    (root, library)
}

fn wanted(scope: Scope) -> Wanted {
    Wanted { scope, ..Wanted::default() }
}

fn titles(library: &Library, wanted: &Wanted) -> Vec<String> {
    let ids: Vec<ItemId> =
        library.list(wanted).unwrap().into_iter().map(|listed| listed.id).collect();
    library.briefs(&ids).unwrap().into_iter().map(|brief| brief.item.title).collect()
}

fn branch(library: &Library, name: &str) -> (usize, usize, usize) {
    let tree = library.tree().unwrap();
    let branch: &Branch = tree.iter().find(|branch| branch.name == name).unwrap();
    (branch.depth, branch.unread, branch.all)
}

fn id_of(library: &Library, title: &str, feed: &str) -> ItemId {
    let listed = library.list(&wanted(Scope::All)).unwrap();
    let mut ids: Vec<ItemId> = listed.into_iter().map(|listed| listed.id).collect();
    for leaf in library.feeds().unwrap() {
        ids.extend(library.list(&wanted(Scope::Feed(leaf.id))).unwrap().iter().map(|row| row.id));
    }
    let briefs = library.briefs(&ids).unwrap();
    let is = |brief: &crate::library::front::Brief| {
        brief.item.title == title && brief.item.feed.as_deref() == Some(feed)
    };
    briefs.into_iter().find(|brief| is(brief)).unwrap().item.id
}

#[test]
fn the_same_story_stands_once_except_in_its_own_feed() {
    let (_root, library) = three();
    // Gamma's is of another week; short headlines are not telling.
    assert_eq!(
        titles(&library, &Wanted::default()),
        [
            "Ferries to run again from May on",
            "Quay repaired",
            "Brief",
            "Brief",
            "Ferries to run again from May on"
        ]
    );
    let beta = library.feed_named("Beta").unwrap().id;
    assert_eq!(titles(&library, &wanted(Scope::Feed(beta))).len(), 3);
    assert_eq!(titles(&library, &wanted(Scope::Folder("News".into()))).len(), 4);
    assert_eq!(titles(&library, &wanted(Scope::Folder("News/World".into()))).len(), 3);
    assert_eq!(titles(&library, &wanted(Scope::Search("quay".into()))), ["Quay repaired"]);
    let id = id_of(&library, "Quay repaired", "Alpha");
    assert_eq!(library.briefs(&[id]).unwrap()[0].also, ["Beta"]);
}

#[test]
fn the_tree_counts_what_its_lists_hold() {
    let (_root, mut library) = three();
    let quay = id_of(&library, "Quay is repaired at last", "Beta");
    library.mark_which(&Which::These(vec![quay]), &[Mark::Read(true)], NOW).unwrap();
    library.mark(&[quay], &[Mark::Starred(true)]).unwrap();
    for branch in library.tree().unwrap() {
        let all = wanted(branch.scope.clone());
        let unread = Wanted { seen: Seen::Unread, ..all.clone() };
        assert_eq!(branch.all, library.list(&all).unwrap().len(), "{}", branch.name);
        assert_eq!(branch.unread, library.list(&unread).unwrap().len(), "{}", branch.name);
    }
    assert_eq!(branch(&library, "All"), (0, 4, 5));
    assert_eq!(branch(&library, "News"), (0, 3, 4));
    assert_eq!(branch(&library, "World"), (1, 2, 3));
    assert_eq!(branch(&library, "Alpha"), (2, 2, 3));
    assert_eq!(branch(&library, "Beta"), (1, 2, 3));
    assert_eq!(branch(&library, "Gamma"), (0, 1, 1));
    assert_eq!(branch(&library, "Starred"), (0, 0, 1));
    let names: Vec<String> =
        library.tree().unwrap().into_iter().map(|branch| branch.name).collect();
    assert_eq!(
        names,
        ["All", "Starred", "Read later", "With notes", "News", "World", "Alpha", "Beta", "Gamma"]
    );
}

#[test]
fn reading_a_story_reads_it_everywhere_and_its_next_printing_comes_read() {
    let (_root, mut library) = three();
    let quay = id_of(&library, "Quay repaired", "Alpha");
    let (says, changed) =
        library.mark_which(&Which::These(vec![quay]), &[Mark::Read(true)], NOW).unwrap();
    assert_eq!((says.as_str(), changed.len()), ("1 article marked read", 2));
    let (says, changed) =
        library.mark_which(&Which::These(vec![quay]), &[Mark::Starred(true)], NOW).unwrap();
    assert_eq!((says.as_str(), changed.len()), ("1 article starred", 1));
    let delta = arrive(&mut library, "Delta", "", &[("Quay", "https://wire.example/quay", 0)]);
    assert!(library.list(&wanted(Scope::Feed(delta))).unwrap()[0].is_read);
    let (says, _) =
        library.mark_which(&Which::These(vec![quay]), &[Mark::Read(true)], NOW).unwrap();
    assert_eq!(says, "nothing to change");
}

#[test]
fn an_update_of_the_same_feed_is_not_the_same_story() {
    let (_root, mut library) = three();
    let alpha = arrive(
        &mut library,
        "Alpha",
        "",
        &[("Quay repaired, with more", "https://wire.example/quay", 1)],
    );
    assert_eq!(library.list(&wanted(Scope::Feed(alpha))).unwrap().len(), 4);
    let all = titles(&library, &Wanted::default());
    assert!(all.contains(&"Quay repaired, with more".to_owned()), "{all:?}");
    assert!(all.contains(&"Quay repaired".to_owned()), "{all:?}");
}

#[test]
fn the_one_with_notes_or_the_whole_text_stands_for_the_story() {
    let (_root, mut library) = three();
    let beta = id_of(&library, "Ferries to run again – from May on", "Beta");
    let first = |library: &Library| {
        let ferries =
            Wanted { title: "FERRIES again".into(), ..wanted(Scope::Folder("News".into())) };
        library.list(&ferries).unwrap()[0].id
    };
    assert_ne!(first(&library), beta, "the earliest");
    let page = Kept {
        bytes: b"<html><body><article><p>Ferries will run again, it was said.</p></article>".into(),
        address: "https://beta.example/f".into(),
        content_type: Some("text/html".into()),
        fetched: NOW,
    };
    library.keep(beta, &page).unwrap();
    assert_eq!(first(&library), beta, "it can be read offline");
    let text = "[[note]]\nquote = \"x\"\nbody = \"y\"\n";
    let (book, _) = crate::notes::from_toml(text).unwrap();
    let article = ArticleId("https://alpha.example/ferries".into());
    library.enter_notes("n.toml", "1", Some(&Notebook { article, ..book })).unwrap();
    assert_ne!(first(&library), beta, "it has notes");
    assert_eq!(branch(&library, "With notes"), (0, 1, 1));
    library.enter_notes("n.toml", "2", None).unwrap();
    assert_eq!(branch(&library, "With notes"), (0, 0, 0));
}

#[test]
fn marks_are_taken_back_by_whoever_comes_next() {
    let (_root, mut library) = three();
    let path = library.path().to_owned();
    let unread = Wanted { seen: Seen::Unread, ..wanted(Scope::Folder("News".into())) };
    let (says, changed) =
        library.mark_which(&Which::All(unread.clone()), &[Mark::Read(true)], NOW).unwrap();
    assert_eq!((says.as_str(), changed.len()), ("4 articles marked read", 6));
    assert_eq!(branch(&library, "All"), (0, 1, 5));
    drop(library);
    let mut other = Library::open_at(&path, NOW).unwrap();
    let tagged = [Mark::Tagged("sea".into()), Mark::Later(true)];
    let id = id_of(&other, "Brief", "Alpha");
    other.mark_which(&Which::These(vec![id]), &tagged, NOW).unwrap();
    let (says, _) = other.undo_mark(NOW).unwrap().unwrap();
    assert_eq!(says, "taken back: 1 article tagged sea and set aside for later");
    let (says, changed) = other.undo_mark(NOW).unwrap().unwrap();
    assert_eq!((says.as_str(), changed.len()), ("taken back: 4 articles marked read", 6));
    assert_eq!(branch(&other, "All"), (0, 5, 5));
    assert_eq!(other.undo_mark(NOW).unwrap(), None);
    other.redo_mark(NOW).unwrap().unwrap();
    assert_eq!(branch(&other, "All"), (0, 1, 5));
    // A new step ends what could be done again.
    other.mark_which(&Which::These(vec![id]), &[Mark::Starred(true)], NOW).unwrap();
    assert_eq!(other.redo_mark(NOW).unwrap(), None);
}

#[test]
fn steps_that_can_be_taken_back_are_limited_in_number() {
    let (_root, mut library) = three();
    let id = id_of(&library, "Brief", "Alpha");
    for n in 0..250 {
        library.mark_which(&Which::These(vec![id]), &[Mark::Starred(n % 2 == 0)], NOW).unwrap();
    }
    let count: i64 =
        library.connection.query_row("SELECT count(*) FROM marks", [], |row| row.get(0)).unwrap();
    assert_eq!(count, 200);
}

#[test]
fn marking_down_to_an_article_works_though_it_was_read_meanwhile() {
    let (_root, mut library) = three();
    let quay = id_of(&library, "Quay repaired", "Alpha");
    library.mark(&[quay], &[Mark::Read(true)]).unwrap();
    let unread = Wanted { seen: Seen::Unread, ..Wanted::default() };
    let (says, _) =
        library.mark_which(&Which::UpTo(unread.clone(), quay), &[Mark::Read(true)], NOW).unwrap();
    assert_eq!(says, "1 article marked read");
    assert_eq!(library.list(&unread).unwrap().len(), 3);
    let error = library
        .mark_which(&Which::UpTo(unread, ItemId(999)), &[Mark::Read(true)], NOW)
        .unwrap_err();
    assert!(error.to_string().contains("#999"), "{error}");
}

#[test]
fn what_is_hidden_is_in_no_list_until_it_is_asked_for() {
    let (_root, mut library) = three();
    let id = id_of(&library, "Brief", "Alpha");
    library.mark_which(&Which::These(vec![id]), &[Mark::Hidden(true)], NOW).unwrap();
    assert_eq!(titles(&library, &Wanted::default()).len(), 4);
    assert_eq!(branch(&library, "Alpha"), (2, 2, 2));
    assert_eq!(titles(&library, &wanted(Scope::Search("brief".into()))).len(), 1);
    assert_eq!(titles(&library, &wanted(Scope::Search("is:hidden".into()))), ["Brief"]);
    assert_eq!(found(&library, "is:hidden"), ["Brief"]);
}

#[test]
fn lists_are_put_in_every_order_and_titles_are_searched_as_they_are_typed() {
    let (_root, library) = three();
    let ids =
        |order: Order| -> Vec<String> { titles(&library, &Wanted { order, ..Wanted::default() }) };
    let newest = ids(Order::Newest);
    let mut oldest = ids(Order::Oldest);
    oldest.reverse();
    assert_eq!(newest, oldest);
    assert_eq!(ids(Order::Title)[..2], ["Brief", "Brief"]);
    let by_feed = ids(Order::Feed);
    assert_eq!(by_feed.last().unwrap(), "Ferries to run again from May on", "{by_feed:?}");
    assert_eq!(by_feed[3], "Brief", "Beta's after Alpha's");
    let typed =
        |title: &str| titles(&library, &Wanted { title: title.into(), ..Wanted::default() }).len();
    assert_eq!((typed("quay REP"), typed("epaire"), typed("quay x"), typed(" ")), (1, 1, 0, 5));
}

#[test]
fn a_number_is_not_used_twice() {
    let (_root, mut library) = three();
    let gamma = library.feed_named("Gamma").unwrap().id;
    let last = library.list(&wanted(Scope::Feed(gamma))).unwrap()[0].id;
    library.unsubscribe(gamma, NOW).unwrap();
    let (id, _) = library.add_later("https://other.example/x", NOW).unwrap();
    assert!(id > last, "{id:?} after {last:?}");
    assert_eq!(branch(&library, "Added by address"), (0, 1, 1));
}

#[test]
fn a_password_in_an_address_is_in_no_name() {
    let (_root, path) = home();
    let mut library = Library::open_at(&path, NOW).unwrap();
    library.subscribe(&[new("https://ann:secret@paper.example/feed")], NOW).unwrap();
    let tree = format!("{:?} {:?}", library.tree().unwrap(), library.feeds().unwrap()[0].title);
    assert!(tree.contains("paper.example") && !tree.contains("secret"), "{tree}");
    assert!(
        matches!(&library.outline().unwrap()[0], Outline::Feed { title, .. } if title.is_empty())
    );
}

#[test]
fn a_library_of_the_second_format_gets_its_stories_and_loses_nothing() {
    let (_root, path) = home();
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let mut old = Connection::open(&path).unwrap();
    schema::migrate_to(&mut old, 2).unwrap();
    old.execute_batch(
        "INSERT INTO feeds(id, address, title, added) VALUES(1, 'https://a.example/f', 'A', 0), (2, 'https://b.example/f', 'B', 0);
         INSERT INTO items(id, feed, key, article, title, arrived, at, html, said, read) VALUES
             (7, 1, 'k', 'https://a.example/1', 'Ferries to run again from May on', 0, 5, '<p>Text of old.</p>', 'd', 1),
             (8, 2, 'k', 'https://b.example/1', 'Ferries to run again from May on', 0, 6, '', 'd', 0);
         INSERT INTO pages VALUES(8, 9, 'https://b.example/1', 'text/html', CAST('<p>whole</p>' AS BLOB), 'x');
         INSERT INTO noted(file, stamp, article, title, note, kind, body, quote, tags, made)
             VALUES('f', 's', 'https://a.example/1', '', 'n', 'note', 'b', 'q', '', 0);",
    )
    .unwrap();
    drop(old);
    let library = Library::open_at(&path, NOW).unwrap();
    let listed = library.list(&Wanted::default()).unwrap();
    assert_eq!(listed.iter().map(|row| row.id.0).collect::<Vec<_>>(), [7], "it has the note");
    let briefs = library.briefs(&[ItemId(7), ItemId(8)]).unwrap();
    assert_eq!(
        (briefs[0].notes, briefs[0].is_whole, briefs[0].also.clone()),
        (1, false, vec!["B".to_owned()])
    );
    assert_eq!((briefs[1].notes, briefs[1].is_whole, briefs[1].edits), (0, true, 0));
    assert!(briefs[1].item.is_read, "its story was read");
    assert_eq!(library.opened(ItemId(7)).unwrap().html, "<p>Text of old.</p>");
    assert_eq!(library.opened(ItemId(8)).unwrap().page.unwrap().bytes, b"<p>whole</p>");
}
