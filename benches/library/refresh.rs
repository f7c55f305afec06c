//! Refreshing: every feed on a host of its own, on loopback, with both programs asking eight at once.

use super::loopback::Server;
use super::programs::{home, run};
use super::{PROGRAM, Table, WORDS, median, press};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

/// Articles of a feed.
const ITEMS: usize = 50;

/// How many feeds newsboat asks at once: what whosaid does by itself. Its own default is one.
const AT_ONCE: usize = 8;

/// Measures the first refresh and one after it.
pub fn measure(feeds: usize, table: &mut Table) {
    for (words, says) in [(WORDS, "whole articles"), (40, "summaries")] {
        table.about(&format!("{feeds} feeds of {ITEMS} items, {says} of {words} words or so"));
        let (server, addresses, bytes) = served(feeds, words);
        table.figure("what is sent", bytes as f64 / 1e6, "MB");
        both(&server, &addresses, table);
    }
}

/// Serves without measuring, until the program is ended.
pub fn serve(feeds: usize) {
    let (_server, addresses, _) = served(feeds, WORDS);
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("served.opml");
    fs::write(&path, opml(&addresses)).unwrap();
    println!("{}", path.display());
    loop {
        std::thread::park();
    }
}

/// A server, where its feeds are, and how many bytes those have.
fn served(feeds: usize, words: usize) -> (Server, Vec<String>, usize) {
    let pages = (0..feeds).map(|feed| {
        let text = press::rss(feed, ITEMS, words, "https://paper.example");
        (format!("/{feed}.xml"), text.into_bytes())
    });
    let pages: BTreeMap<String, Vec<u8>> = pages.collect();
    let bytes = pages.values().map(Vec::len).sum();
    let server = Server::start(feeds, pages);
    let address = |feed: usize| format!("{}/{feed}.xml", server.address(feed));
    let addresses = (0..feeds).map(address).collect();
    (server, addresses, bytes)
}

fn opml(addresses: &[String]) -> String {
    let feeds: String = addresses
        .iter()
        .map(|address| format!("<outline type='rss' xmlUrl='{address}'/>\n"))
        .collect();
    format!("<opml version='2.0'><body>{feeds}</body></opml>")
}

fn both(server: &Server, addresses: &[String], table: &mut Table) {
    let (mut ours, mut theirs) = (Runs::default(), Runs::default());
    let has_newsboat = has_newsboat();
    for _ in 0..table.runs {
        whosaid(server, addresses, &mut ours);
        if has_newsboat {
            newsboat(server, addresses, &mut theirs);
        }
    }
    let theirs = has_newsboat.then_some(theirs);
    let of =
        |pick: fn(&Runs) -> &Vec<Duration>| theirs.as_ref().map(|runs| median(pick(runs).clone()));
    table.against("the first refresh", median(ours.first), of(|runs| &runs.first), 0.5);
    table.against(
        "again, when nothing has changed",
        median(ours.again),
        of(|runs| &runs.again),
        0.5,
    );
    table.row("most memory of a refresh", ours.peak, 150.0, "MB");
    if let Some(theirs) = theirs {
        table.figure("most memory of newsboat's", theirs.peak, "MB");
    }
}

/// What was measured of one program.
#[derive(Default)]
struct Runs {
    first: Vec<Duration>,
    again: Vec<Duration>,
    peak: f64,
}

fn whosaid(server: &Server, addresses: &[String], runs: &mut Runs) {
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("feeds.opml");
    fs::write(&list, opml(addresses)).unwrap();
    let program = |arguments: &[&str]| {
        let ran = run(Command::new(PROGRAM).args(arguments).envs(home(folder.path())));
        assert_eq!(ran.code, Some(0), "{}", ran.out);
        ran
    };
    program(&["feeds", "import", list.to_str().unwrap()]);
    let first = program(&["refresh", "--no-analysis"]);
    let all = addresses.len();
    assert!(first.out.starts_with(&format!("{} new", all * ITEMS)), "{}", first.out);
    assert_eq!(server.counts(), (all, 0));
    let again = program(&["refresh", "--no-analysis", "--now"]);
    assert!(again.out.contains(&format!("{all} unchanged")), "{}", again.out);
    assert_eq!(server.counts(), (0, all));
    runs.first.push(first.time);
    runs.again.push(again.time);
    runs.peak = runs.peak.max(first.peak).max(again.peak);
}

fn newsboat(server: &Server, addresses: &[String], runs: &mut Runs) {
    let folder = tempfile::tempdir().unwrap();
    configure(folder.path(), addresses);
    let reload = || run(command(folder.path()).args(["-x", "reload"]));
    let (first, all) = (reload(), addresses.len());
    assert_eq!((first.code, server.counts()), (Some(0), (all, 0)), "{}", first.out);
    // Only with the second answer does it remember what that called itself.
    reload();
    assert_eq!(server.counts(), (all, 0));
    let again = reload();
    assert_eq!((again.code, server.counts()), (Some(0), (0, all)), "{}", again.out);
    assert_eq!(items(&folder.path().join("cache.db")), all * ITEMS);
    runs.first.push(first.time);
    runs.again.push(again.time);
    runs.peak = runs.peak.max(first.peak).max(again.peak);
}

/// Whether there is a newsboat to compare with.
pub fn has_newsboat() -> bool {
    Command::new("newsboat").arg("-v").output().is_ok()
}

/// Writes newsboat's settings and feeds into a folder.
pub fn configure(folder: &Path, addresses: &[String]) {
    fs::write(folder.join("urls"), addresses.join("\n")).unwrap();
    fs::write(folder.join("config"), format!("reload-threads {AT_ONCE}\n")).unwrap();
}

/// What tells newsboat to use the files in a folder.
pub fn arguments(folder: &Path) -> Vec<String> {
    let files = [("-u", "urls"), ("-c", "cache.db"), ("-C", "config")];
    let words =
        files.map(|(flag, file)| [flag.to_owned(), folder.join(file).display().to_string()]);
    words.concat()
}

/// newsboat with the files in a folder.
pub fn command(folder: &Path) -> Command {
    let mut command = Command::new("newsboat");
    command.args(arguments(folder)).envs(home(folder));
    command
}

/// How many articles newsboat keeps.
fn items(cache: &Path) -> usize {
    let cache = rusqlite::Connection::open(cache).unwrap();
    let count: i64 =
        cache.query_row("SELECT count(*) FROM rss_item", [], |row| row.get(0)).unwrap();
    count as usize
}
