//! The library on the screen: feeds of a server on loopback, read, marked, searched, and kept.

use crate::home::Home;
use crate::server::{answer, serve};
use crate::session::Session;
use std::net::TcpListener;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// An article of several paragraphs, with a name of its own.
fn page(name: &str) -> String {
    let more =
        "<p>Nobody on the quay had seen a pilot boat since the storm, or a light on the mole.</p>"
            .repeat(8);
    format!(
        "<html><head><title>{name}</title></head><body><article><h1>{name}</h1>\
         <p>The port of Greyhaven will open in May, a senior official told the Meridian news agency on Friday.</p>\
         <p>“Ferries will run again,” Ilse Maren said on Monday. Her ministry denied that a date had been agreed.</p>{more}\
         <p>According to two people familiar with the talks, the quay needs repairs before any ship can land there.</p>\
         </article></body></html>"
    )
}

fn feed(address: &str, title: &str, names: &[&str]) -> String {
    let items: String = names
        .iter()
        .map(|name| {
            format!(
                "<item><title>{name} in the harbour town</title><link>{address}/{name}</link><guid>{name}</guid>\
                 <pubDate>Fri, 09 May 2025 10:00:00 GMT</pubDate><description>In short.</description></item>"
            )
        })
        .collect();
    format!("<rss version='2.0'><channel><title>{title}</title>{items}</channel></rss>")
}

/// A server of two papers with two articles each, and a home that subscribes to them.
fn papers(home: &Home, is_down: &Arc<AtomicBool>) {
    let own = Arc::new(Mutex::new(String::new()));
    let (known, down) = (own.clone(), is_down.clone());
    let address = serve(move |path, stream| {
        let own = known.lock().unwrap().clone();
        match path {
            _ if down.load(Ordering::SeqCst) => {}
            "/coast" => {
                answer(stream, "200 OK", "", feed(&own, "Coast", &["Quay", "Pilots"]).as_bytes());
            }
            "/inland" => {
                answer(stream, "200 OK", "", feed(&own, "Inland", &["Mill", "Fair"]).as_bytes());
            }
            name => {
                let page = page(name.trim_start_matches('/'));
                answer(stream, "200 OK", "Content-Type: text/html\r\n", page.as_bytes());
            }
        }
    });
    own.lock().unwrap().clone_from(&address);
    subscribe(
        home,
        &[("Coast", format!("{address}/coast")), ("Inland", format!("{address}/inland"))],
    );
}

/// Takes an OPML file of these feeds in.
fn subscribe(home: &Home, feeds: &[(&str, String)]) {
    let outlines: String = feeds
        .iter()
        .map(|(name, address)| format!("<outline type='rss' text='{name}' xmlUrl='{address}'/>"))
        .collect();
    home.write("subs.opml", format!("<opml version='2.0'><body>{outlines}</body></opml>"));
    let mut session = home.terminal(&["feeds", "import", "subs.opml"]).start();
    session.end_well();
}

/// Leaves the library, wherever in it the reader is.
fn leave(session: &mut Session) {
    session.press("q");
    session.end_well();
}

#[test]
fn from_feeds_to_a_note_that_is_found_again() {
    let home = Home::new();
    let is_down = Arc::new(AtomicBool::new(false));
    papers(&home, &is_down);
    let mut session = home.terminal(&[]).start();
    session.see("Coast");
    session.see("Inland");
    session.press("R");
    session.see("4 new");
    session.see("4 articles · 4 unread");
    session.press("/mill\r");
    session.see("1 article");
    session.press("\r");
    session.see("Ferries will run again");
    session.see("Notes 0");
    session.press("aAsk the harbourmaster\x13");
    session.see("Note made");
    session.see("Notes 1");
    session.press("q");
    session.see("titles with “mill”");
    session.see("1 note");
    session.press("\x1b");
    session.see("4 articles · 3 unread");
    session.press("g/harbourmaster\r");
    session.see("1 article");
    session.see("Mill in the harbour town");
    session.press("\x1b");
    session.see("4 articles · 3 unread");
    leave(&mut session);
    // Without the server, what was opened can be read.
    is_down.store(true, Ordering::SeqCst);
    let mut session = home.terminal(&["library"]).start();
    session.see("4 articles · 3 unread");
    session.press("/mill\r");
    session.see("1 article");
    session.press("\r");
    session.see("Ferries will run again");
    session.see("Notes 1");
    session.press("q");
    session.see("titles with “mill”");
    session.press("\x1b");
    session.miss("titles with");
    session.press("/fair\r");
    session.see("Fair in the harbour town");
    session.press("\r");
    session.see("In short.");
    session.press("q");
    leave(&mut session);
}

#[test]
fn what_was_marked_read_by_mistake_is_taken_back() {
    let home = Home::new();
    papers(&home, &Arc::default());
    let mut session = home.terminal(&[]).start();
    session.see("Coast");
    session.press("R");
    session.see("4 articles · 4 unread");
    session.press("A");
    session.miss("4 unread");
    session.press("u");
    session.see("4 articles · 4 unread");
    // Also after a restart; a change that is asked for is made, however soon the end comes.
    session.press("Aq");
    session.end_well();
    let mut session = home.terminal(&[]).start();
    session.see("4 articles · newest first");
    session.press("u");
    session.see("4 articles · 4 unread");
    leave(&mut session);
}

#[test]
fn the_place_in_an_article_of_the_library_is_kept() {
    let home = Home::new();
    papers(&home, &Arc::default());
    let mut session = home.terminal(&[]).size(100, 12).start();
    session.see("Coast");
    session.press("R");
    session.see("4 new");
    session.press("/quay\r");
    session.see("1 article");
    session.press("\r");
    session.see("told the Meridian");
    session.press("G");
    session.miss("told the Meridian");
    session.press("q");
    session.see("titles with");
    session.press("\r");
    session.see("can land there");
    session.miss("told the Meridian");
    session.press("q");
    leave(&mut session);
    let mut session = home.terminal(&["#1"]).size(100, 12).start();
    session.see("can land there");
    assert!(!session.words().contains("told the Meridian"), "{}", session.words());
    leave(&mut session);
}

#[test]
fn a_refresh_does_not_wait_for_a_server_that_stalls() {
    let home = Home::new();
    // Accepted by the system, answered by nobody.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/feed", silent.local_addr().unwrap());
    subscribe(&home, &[("Silent", address)]);
    let mut session = home.terminal(&[]).start();
    session.see("Silent");
    session.press("R");
    session.see("Asking the feeds");
    let begun = Instant::now();
    session.press("\x1b");
    session.see("Stopped; 0 new");
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    // Nor does the end.
    session.press("R");
    session.see("Asking the feeds");
    let begun = Instant::now();
    session.press("q");
    session.end_well();
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    let mut session = home.terminal(&["db", "check"]).start();
    session.end_well();
    assert!(session.words().contains("no faults"), "{}", session.words());
}

#[test]
fn opening_an_article_whose_server_stalls_can_be_stopped() {
    let home = Home::new();
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", silent.local_addr().unwrap());
    let path = home.write("coast.xml", feed(&address, "Coast", &["Quay"]));
    let mut session = home.terminal(&["feeds", "add", path.to_str().unwrap()]).start();
    session.end_well();
    let mut session = home.terminal(&[]).start();
    session.see("Quay in the harbour town");
    session.press("\r");
    session.see("Opening");
    session.press("\x1b");
    session.miss("Opening");
    session.see("1 article · 1 unread");
    leave(&mut session);
}

#[test]
fn without_anything_in_it_the_library_opens_when_it_is_named() {
    let home = Home::new();
    let mut session = home.terminal(&["library", "--exec", "sort-articles oldest"]).start();
    session.see("oldest first");
    leave(&mut session);
    // And where nothing is named there is something to read.
    let mut session = home.terminal(&[]).start();
    session.see("Lune Strait");
    session.quit();
}

#[test]
fn a_library_that_cannot_be_read_is_said_on_the_screen() {
    let home = Home::new();
    home.write("data/whosaid/library.db/file", "in the way");
    let mut session = home.terminal(&[]).size(160, 30).start();
    session.see("library.db: the library may not be written or opened");
    leave(&mut session);
}
