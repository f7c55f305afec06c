//! The first screen, in a real pty: how soon it shows titles, how it scrolls, and what memory it holds.

use super::loopback::Server;
use super::programs::{home, run};
use super::terminal::Terminal;
use super::{PROGRAM, Table, WORDS, made, median, ms, press, refresh};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// As much of a title as every screen shows.
const SHOWN: usize = 24;

/// Hosts that newsboat's articles come from.
const HOSTS: usize = 200;

/// Measures a library of many feeds, and one of a feed that is as large as those.
pub fn measure(feeds: usize, large: usize, table: &mut Table) {
    let items = 50;
    table.about(&format!("the first screen with {} articles in {feeds} feeds", feeds * items));
    let folder = made::library(feeds, items);
    let (newest, oldest) = ends(feeds, items);
    let starts: Vec<Duration> = (0..table.runs).map(|_| first_titles(&folder, &newest).1).collect();
    table.row("process start to the first titles", ms(median(starts)), 200.0, "ms");
    let (mut screen, _) = first_titles(&folder, &newest);
    table.row("most memory until then", screen.peak(), 150.0, "MB");
    let pages: Vec<Duration> = (0..40).map(|_| screen.answer("\x04")).collect();
    table.row("half a page down, key to frame: the median of 40", ms(median(pages)), 16.0, "ms");
    screen.press("G");
    let end = screen.until(|words| words.contains(&oldest));
    table.row("to the last article, key to its title", ms(end), 100.0, "ms");
    table.row("most memory after that", screen.peak(), 150.0, "MB");
    screen.leave("q");
    table.about(&format!("one feed of {large} items"));
    let folder = made::library(1, large);
    let (newest, oldest) = ends(1, large);
    let (mut screen, _) = first_titles(&folder, &newest);
    // Over the tree to the feed at its end.
    screen.press("\tG");
    let row = outlet_row();
    screen.until(|words| words.contains(&row));
    screen.press("l");
    let head = |words: &str| words.lines().next().unwrap_or_default().contains(&row);
    let opened = screen.until(|words| head(words) && words.contains(&newest));
    table.row("opened from the tree, key to titles", ms(opened), 100.0, "ms");
    let pages: Vec<Duration> = (0..40).map(|_| screen.answer("\x04")).collect();
    table.row("half a page down, key to frame: the median of 40", ms(median(pages)), 16.0, "ms");
    screen.press("G");
    let end = screen.until(|words| words.contains(&oldest));
    table.row("to the last article, key to its title", ms(end), 100.0, "ms");
    table.row("most memory after that", screen.peak(), 150.0, "MB");
    screen.leave("q");
    // What is only compared is no part of a check: newsboat takes minutes.
    if refresh::has_newsboat() && !table.is_check {
        newsboat_opens(large, table);
        newsboat_starts(feeds, items, table);
    }
}

/// The program on its first screen, and how long that took.
fn first_titles(folder: &Path, newest: &str) -> (Terminal, Duration) {
    let mut screen = Terminal::start(PROGRAM, &[], &home(folder));
    let shown = screen.until(|words| words.contains(newest));
    (screen, shown)
}

/// The beginnings of the titles at both ends of the list of everything.
fn ends(feeds: usize, items: usize) -> (String, String) {
    let at = |item: usize| {
        let of = move |feed: usize| press::published(feed, item);
        let feeds = 0..feeds;
        let newest = feeds.clone().max_by_key(|feed| of(*feed)).unwrap_or_default();
        let oldest = feeds.min_by_key(|feed| of(*feed)).unwrap_or_default();
        (newest, oldest)
    };
    let title = |feed: usize, item: usize| {
        press::story(feed, item, WORDS).title.chars().take(SHOWN).collect::<String>()
    };
    (title(at(0).0, 0), title(at(items - 1).1, items - 1))
}

fn outlet_row() -> String {
    press::outlet(0)
}

/// What newsboat shows first is its feeds; titles come when one is opened.
fn newsboat_starts(feeds: usize, items: usize, table: &mut Table) {
    let folder = newsboat(feeds, items);
    let starts = (0..table.runs).map(|_| {
        let mut screen = newsboat_screen(&folder);
        let shown = screen.until(|words| words.contains("(50/50)"));
        (shown, screen.peak())
    });
    let starts: Vec<(Duration, f64)> = starts.collect();
    let times = starts.iter().map(|(time, _)| *time).collect();
    let peak = starts.iter().map(|(_, peak)| *peak).fold(0.0, f64::max);
    table.figure("newsboat: process start to its list of feeds", ms(median(times)), "ms");
    table.figure("newsboat: most memory until then", peak, "MB");
}

fn newsboat_opens(items: usize, table: &mut Table) {
    let folder = newsboat(1, items);
    let (newest, _) = ends(1, items);
    let mut screen = newsboat_screen(&folder);
    screen.until(|words| words.contains(&format!("({items}/{items})")));
    screen.press("\r");
    let opened = screen.until(|words| words.contains(&newest));
    table.figure("newsboat: opened, key to titles", ms(opened), "ms");
    let pages: Vec<Duration> = (0..40).map(|_| screen.answer("\x1b[6~")).collect();
    table.figure("newsboat: a page down, key to frame: the median of 40", ms(median(pages)), "ms");
    table.figure("newsboat: most memory after that", screen.peak(), "MB");
}

fn newsboat_screen(folder: &Path) -> Terminal {
    let arguments = refresh::arguments(folder);
    Terminal::start("newsboat", &arguments, &home(folder))
}

/// newsboat's cache of the same articles; made once, and kept.
fn newsboat(feeds: usize, items: usize) -> PathBuf {
    let form = made::form(&[include_str!("../common/press.rs")]);
    let tmp = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let folder = tmp.join(format!("newsboat-{feeds}x{items}-{form}"));
    if folder.exists() {
        return folder;
    }
    println!("\nmaking newsboat's cache of {} articles", feeds * items);
    let pages = (0..feeds).map(|feed| {
        let text = press::rss(feed, items, WORDS, "https://paper.example");
        (format!("/{feed}.xml"), text.into_bytes())
    });
    let server = Server::start(HOSTS, pages.collect::<BTreeMap<_, _>>());
    let address = |feed: usize| format!("{}/{feed}.xml", server.address(feed % HOSTS));
    let making = folder.with_extension("making");
    let _ = fs::remove_dir_all(&making);
    fs::create_dir_all(&making).unwrap();
    refresh::configure(&making, &(0..feeds).map(address).collect::<Vec<_>>());
    let ran = run(refresh::command(&making).args(["-x", "reload"]));
    assert_eq!((ran.code, server.counts()), (Some(0), (feeds, 0)), "{}", ran.out);
    println!("  made in {:.0} s", ran.time.as_secs_f64());
    fs::rename(&making, &folder).unwrap();
    folder
}
