//! A library of many articles, made once through the program's own functions and kept under `target/tmp`.

use super::{WORDS, press};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::sync_channel;
use std::thread;
use std::time::Instant;
use whosaid::doc::{Digest, Time};
use whosaid::io::db::{Indexed, Library, NewFeed, ready};
use whosaid::library::channel;
use whosaid::library::polite::{self, Answer, Habit, Stated};

/// When all of it arrived: 10 May 2025.
const ARRIVED: Time = Time(1_746_870_000_000);

/// A home with a library of so many feeds and items of each. Gives the folder.
///
/// Who said what is entered as [`press`] knows it, not as the models find it: analysing 100,000 articles takes ten
/// minutes and what is measured here is the library. The number of sources and claims of an article is much the same.
pub fn library(feeds: usize, items: usize) -> PathBuf {
    // Another form of the tables, or other articles, make another library.
    let forms = [include_str!("../../src/io/db/schema.rs"), include_str!("../common/press.rs")];
    let form = form(&forms);
    let tmp = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let folder = tmp.join(format!("library-{feeds}x{items}-{form}"));
    let path = folder.join("data/whosaid/library.db");
    if path.exists() {
        return folder;
    }
    println!("\nmaking a library of {} articles in {}", feeds * items, folder.display());
    for old in fs::read_dir(tmp).into_iter().flatten().flatten() {
        let name = old.file_name().to_string_lossy().into_owned();
        if name.starts_with(&format!("library-{feeds}x{items}-")) {
            fs::remove_dir_all(old.path()).unwrap();
        }
    }
    let start = Instant::now();
    let making = folder.with_extension("making");
    let _ = fs::remove_dir_all(&making);
    make(&making.join("data/whosaid/library.db"), feeds, items);
    fs::rename(&making, &folder).unwrap();
    println!("  made in {:.0} s", start.elapsed().as_secs_f64());
    folder
}

/// What texts are of, for the name of a folder.
pub fn form(texts: &[&str]) -> String {
    let digest = Digest::of(texts.concat().as_bytes()).to_string();
    digest.chars().filter(char::is_ascii_alphanumeric).skip(6).take(12).collect()
}

fn make(path: &Path, feeds: usize, items: usize) {
    let mut library = Library::open_at(path, ARRIVED).unwrap();
    let new = (0..feeds).map(|feed| NewFeed {
        address: address(feed),
        folders: vec![press::folder(feed).to_owned()],
        ..NewFeed::default()
    });
    let added = library.subscribe(&new.collect::<Vec<_>>(), ARRIVED).unwrap();
    let by_id: BTreeMap<_, _> =
        library.feeds().unwrap().into_iter().map(|feed| (feed.id, feed)).collect();
    let (send, receive) = sync_channel(8);
    thread::spawn(move || {
        for number in 0..feeds {
            let text = press::rss(number, items, WORDS, &format!("https://feed{number}.example"));
            let (mut channel, problems) = channel::read(text.as_bytes(), None, None);
            assert!(problems.is_empty(), "{problems:?}");
            let ready = ready(&channel, &BTreeMap::new());
            channel.entries.clear();
            send.send((number, channel, ready)).unwrap();
        }
    });
    let habit = polite::learned(&Habit::default(), &Answer::Feed(Stated::default()), ARRIVED);
    for (number, channel, ready) in receive {
        let feed = &by_id[&added[number].id()];
        let stored = library.store_ready(feed, &channel, &ready, &habit, ARRIVED).unwrap();
        assert_eq!(stored.new.len(), items);
        let found = stored.new.iter().enumerate().map(|(item, id)| {
            let story = press::story(number, item, WORDS);
            (*id, library.article(*id).unwrap().digest, said(&story))
        });
        let found: Vec<_> = found.collect();
        library.enter(&found).unwrap();
    }
    assert!(library.unanalysed().unwrap().is_empty());
}

/// Where a feed of the library is, which nobody ever asks.
pub fn address(feed: usize) -> String {
    format!("https://feed{feed}.example/rss.xml")
}

/// Who says what in an article, for the index.
fn said(story: &press::Story) -> Indexed {
    let mut counts: BTreeMap<(&str, bool), usize> = BTreeMap::new();
    for (name, is_unnamed, _) in &story.cited {
        *counts.entry((name, *is_unnamed)).or_default() += 1;
    }
    let sources = counts.iter().map(|((name, is_unnamed), claims)| {
        let kind = if *is_unnamed { "unnamed" } else { "person" };
        ("source", (*name).to_owned(), kind, *is_unnamed, *claims)
    });
    let actors = counts.keys().filter(|(_, is_unnamed)| !is_unnamed);
    let actors = actors.map(|(name, _)| ("actor", (*name).to_owned(), "person", false, 0));
    let claims = story.cited.iter().map(|(name, _, content)| (name.clone(), content.clone()));
    Indexed { speakers: sources.chain(actors).collect(), claims: claims.collect() }
}
