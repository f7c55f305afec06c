//! Feeds, refreshing, searching, reading offline: the library from the command line.

use crate::home::Home;
use crate::server::{answer, serve};
use serde_json::Value;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

const PAGE: &str = "<html><head><title>Harbour to open</title></head><body><article><h1>Harbour to open</h1>\
    <p>The port of Greyhaven will open in May, a senior official told the Meridian news agency on Friday.</p>\
    <p>“Ferries will run again,” Ilse Maren said on Monday. Her ministry denied that a date had been agreed.</p>\
    <p>According to two people familiar with the talks, the quay needs repairs before any ship can land there.</p>\
    </article></body></html>";

pub fn feed(address: &str, items: &[(&str, &str)]) -> String {
    let items: String = items
        .iter()
        .map(|(name, text)| {
            format!(
                "<item><title>{name}</title><link>{address}/{name}</link><guid>{name}</guid>\
                 <pubDate>Fri, 09 May 2025 10:00:00 GMT</pubDate><description>{text}</description></item>"
            )
        })
        .collect();
    format!("<rss version='2.0'><channel><title>The Paper</title>{items}</channel></rss>")
}

pub fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// A server with one feed of one item at `/feed`, and its page.
pub fn paper() -> String {
    serve_with_address(|address, path, stream| match path {
        "/feed" => answer(
            stream,
            "200 OK",
            "ETag: \"1\"\r\n",
            feed(address, &[("quay", "In short.")]).as_bytes(),
        ),
        "/quay" => answer(stream, "200 OK", "Content-Type: text/html\r\n", PAGE.as_bytes()),
        "/" => {
            let page = "<html><head><link rel='alternate' type='application/rss+xml' href='/feed'></head></html>";
            answer(stream, "200 OK", "Content-Type: text/html\r\n", page.as_bytes());
        }
        _ => answer(stream, "404 Not Found", "", b""),
    })
}

/// A server that knows its own address.
pub fn serve_with_address(
    say: impl Fn(&str, &str, &mut std::net::TcpStream) + Send + Sync + 'static,
) -> String {
    let own = Arc::new(Mutex::new(String::new()));
    let known = own.clone();
    let address = serve(move |path, stream| {
        let own = known.lock().unwrap().clone();
        say(&own, path, stream);
    });
    own.lock().unwrap().clone_from(&address);
    address
}

#[test]
fn from_an_empty_home_to_a_source_that_is_found_offline() {
    let home = Home::new();
    let down = Arc::new(AtomicBool::new(false));
    let is_down = down.clone();
    let address = serve_with_address(move |address, path, stream| match path {
        _ if is_down.load(Ordering::SeqCst) => {}
        "/feed" => answer(stream, "200 OK", "", feed(address, &[("quay", "In short.")]).as_bytes()),
        _ => answer(stream, "200 OK", "Content-Type: text/html\r\n", PAGE.as_bytes()),
    });
    let opml = format!(
        "<opml version='2.0'><body><outline text='News'><outline text='World'>\
         <outline type='rss' text='Paper' xmlUrl='{address}/feed'/></outline></outline></body></opml>"
    );
    home.write("subs.opml", opml);
    assert_eq!(
        home.run(&["feeds", "import", "subs.opml"]).fine(),
        "1 new feeds, 0 changed, 0 already there\n"
    );
    assert_eq!(
        home.run(&["feeds", "import", "subs.opml"]).fine(),
        "0 new feeds, 0 changed, 1 already there\n"
    );
    let out = home.run(&["refresh"]).fine();
    assert!(out.starts_with("1 new, 0 changed; 1 feeds answered"), "{out}");
    // Opening it fetches the whole page, and keeps it.
    let read = home.run(&["#1"]).fine();
    assert!(read.contains("Ferries will run again"), "{read}");
    down.store(true, Ordering::SeqCst);
    let offline = home.run(&["1"]).fine();
    assert_eq!(offline, read);
    assert_eq!(home.run(&[format!("{address}/quay")]).fine(), read);
    assert!(home.run(&["refresh"]).fine().contains("1 not due"));
    let out = home
        .run(&["search", "--json", "source:\"Ilse Maren\"", "folder:News", "unnamed:yes"])
        .fine();
    let found = json(&out);
    assert_eq!(found["count"], 1, "{out}");
    assert_eq!(found["items"][0]["feed"], "Paper");
    assert!(
        found["items"][0]["sources"]
            .as_array()
            .unwrap()
            .iter()
            .any(|source| source["name"] == "Ilse Maren")
    );
    let out = home.run(&["feeds", "export"]).fine();
    assert!(out.contains("text=\"World\"") && out.contains("xmlUrl="), "{out}");
    assert!(home.run(&["db", "check"]).fine().contains("no faults"));
    assert!(home.run(&["search", "nothing-like-it"]).exits(1).out.is_empty());
}

#[test]
fn a_note_is_found_again_by_what_it_says() {
    let home = Home::new();
    let address = paper();
    home.run(&["feeds", "add", &format!("{address}/feed")]).fine();
    home.run(&["1"]).fine();
    let notes = format!(
        "format = 1\n\n[article]\nid = \"{address}/quay\"\ntitle = \"Harbour to open\"\n\n\
         [[note]]\nquote = \"Ferries will run again\"\nbody = \"Doubtful, ask the ferrymen\"\ntags = [\"harbour\"]\n"
    );
    home.write("data/whosaid/notes/quay.toml", notes);
    home.write(
        "data/whosaid/notes/other.toml",
        "format = 1\n\n[article]\nid = \"file:///elsewhere.txt\"\ntitle = \"Elsewhere\"\n\n\
         [[note]]\nquote = \"x\"\nbody = \"ferrymen strike\"\n",
    );
    let out = home.run(&["search", "--json", "note:ferrymen"]).fine();
    let found = json(&out);
    assert_eq!(found["items"][0]["notes"], 1, "{out}");
    assert_eq!(found["notes"][0]["article"], "file:///elsewhere.txt", "{out}");
    assert_eq!(
        json(&home.run(&["search", "--json", "tag:harbour", "is:noted"]).fine())["count"],
        1
    );
}

#[test]
fn a_feed_is_found_from_the_page_that_names_it() {
    let home = Home::new();
    let address = paper();
    let out = home.run(&["feeds", "add", &address, "--folder", "News/World"]).fine();
    assert!(
        out.contains(&format!("subscribed to The Paper ({address}/feed) 1 items, 1 new")),
        "{out}"
    );
    let listed = json(&home.run(&["feeds", "list", "--json"]).fine());
    assert_eq!(listed[0]["folders"][0], "News/World");
    assert_eq!(listed[0]["etag"], "\"1\"");
    let out = home.run(&["feeds", "rm", "paper"]).fine();
    assert!(out.contains("no longer subscribed"), "{out}");
    assert_eq!(home.run(&["feeds", "list"]).fine(), "");
    let refused = home.run(&["feeds", "add", &format!("{address}/nowhere")]).refusal();
    assert!(refused.contains("404"), "{refused}");
}

#[test]
fn some_feeds_that_fail_do_not_stop_the_others() {
    let home = Home::new();
    let address = serve_with_address(|address, path, stream| match path {
        "/good" => answer(stream, "200 OK", "", feed(address, &[("a", "x")]).as_bytes()),
        "/gone" => answer(stream, "410 Gone", "", b""),
        "/busy" => answer(stream, "503 Busy", "Retry-After: 7200\r\n", b""),
        "/away" => answer(stream, "302 Found", "Location: file:///etc/passwd\r\n", b""),
        "/moved" => answer(stream, "301 Moved", "Location: /new\r\n", b""),
        "/new" => answer(stream, "200 OK", "", feed(address, &[("b", "x")]).as_bytes()),
        "/page" => answer(stream, "200 OK", "", PAGE.as_bytes()),
        "/cut" => {
            use std::io::Write;
            let _ =
                stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n<rss><channel>");
        }
        _ => answer(stream, "404 Not Found", "", b""),
    });
    for path in ["good", "gone", "busy", "away", "moved", "page", "cut"] {
        home.run(&["feeds", "add", "--unchecked", &format!("{address}/{path}")]).fine();
    }
    let out = home.run(&["refresh", "--json"]).exits(3);
    let all = json(&out.out);
    assert_eq!(
        (&all["new"], &all["feeds"]["failed"], &all["feeds"]["gone"]),
        (&2.into(), &4.into(), &1.into()),
        "{out:?}"
    );
    for says in ["away from the web", "status 503", "no feed", "cut", "has moved to"] {
        assert!(out.err.contains(says), "{says}: {}", out.err);
    }
    let feeds = json(&home.run(&["doctor", "--json"]).fine());
    let feeds = feeds["feeds"].as_array().unwrap().clone();
    let of = |path: &str| {
        let wanted = format!("{address}/{path}");
        feeds.iter().find(|feed| feed["address"] == wanted.as_str()).cloned().unwrap_or_default()
    };
    assert_eq!(of("new")["status"], 200, "what has moved for good is asked there from now on");
    assert_eq!(of("gone")["gone"], true);
    assert_eq!((&of("busy")["status"], &of("busy")["failures"]), (&503.into(), &1.into()));
    let text = home.run(&["doctor"]).fine();
    assert!(text.contains("never again") && text.contains("library.db"), "{text}");
    // Nothing is due: all were asked within the hour.
    assert!(
        home.run(&["refresh"]).fine().contains("7 not due")
            || home.run(&["refresh"]).fine().contains("not due")
    );
    home.run(&["refresh", "busy"]).exits(1);
}

#[test]
fn what_has_not_changed_is_asked_so_and_not_sent_again() {
    let home = Home::new();
    let asked = Arc::new(AtomicUsize::new(0));
    let heads: Arc<Mutex<Vec<String>>> = Arc::default();
    let (count, seen) = (asked.clone(), heads.clone());
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let own = address.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let (mut head, mut byte) = (Vec::new(), [0]);
            while !head.ends_with(b"\r\n\r\n")
                && std::io::Read::read(&mut stream, &mut byte).unwrap_or(0) == 1
            {
                head.push(byte[0]);
            }
            seen.lock().unwrap().push(String::from_utf8_lossy(&head).to_lowercase());
            let n = count.fetch_add(1, Ordering::SeqCst);
            if n == 0 {
                let headers = "ETag: \"one\"\r\nLast-Modified: Fri, 09 May 2025 10:00:00 GMT\r\n";
                answer(&mut stream, "200 OK", headers, feed(&own, &[("a", "x")]).as_bytes());
            } else {
                answer(&mut stream, "304 Not Modified", "ETag: \"two\"\r\n", b"");
            }
        }
    });
    home.run(&["feeds", "add", &format!("{address}/f"), "--header", "X-Key: !echo s3cret"]).fine();
    assert!(home.run(&["refresh", "--now"]).fine().contains("1 unchanged"));
    assert!(home.run(&["refresh", "--now"]).fine().contains("1 unchanged"));
    let heads = heads.lock().unwrap();
    assert!(heads[0].contains("x-key: s3cret") && !heads[0].contains("if-none-match"), "{heads:?}");
    assert!(
        heads[1].contains("if-none-match: \"one\"")
            && heads[1].contains("if-modified-since: fri, 09 may"),
        "{heads:?}"
    );
    assert!(heads[2].contains("if-none-match: \"two\""), "the newest name is sent: {heads:?}");
    assert!(heads[0].contains("user-agent: whosaid/") && heads[0].contains("http"), "{heads:?}");
    let listed = home.run(&["feeds", "list", "--json"]).fine();
    assert!(!listed.contains("s3cret"), "{listed}");
}

#[cfg(unix)]
#[test]
fn files_and_commands_are_feeds_too() {
    let home = Home::new();
    home.write("local.xml", feed("https://paper.example", &[("a", "x")]));
    assert!(home.run(&["feeds", "add", "local.xml"]).fine().contains("1 new"));
    assert!(home.run(&["feeds", "add", "exec:cat local.xml"]).fine().contains("1 new"));
    assert!(home.run(&["feeds", "add", "exec:exit 7"]).refusal().contains('7'));
    let out = home.run(&["refresh", "--now"]).fine();
    assert!(out.starts_with("0 new, 0 changed; 2 feeds answered"), "{out}");
}

#[test]
fn whole_articles_are_fetched_where_that_is_wished() {
    let home = Home::new();
    let address = paper();
    home.run(&["feeds", "add", &format!("{address}/feed"), "--whole", "always"]).fine();
    let out = home.run(&["refresh", "--now"]).fine();
    assert!(out.contains("1 pages kept"), "{out}");
    assert_eq!(
        json(&home.run(&["search", "--json", "is:kept", "source:maren"]).fine())["count"],
        1
    );
    let never = Home::new();
    never.run(&["feeds", "add", &format!("{address}/feed"), "--whole", "never"]).fine();
    let read = never.run(&["1"]).fine();
    assert!(read.contains("In short.") && !read.contains("Ferries"), "{read}");
}

#[test]
fn an_article_is_kept_to_be_read_later_and_its_changes_are_noted() {
    let home = Home::new();
    let times = AtomicUsize::new(0);
    let address = serve(move |_, stream| {
        let n = times.fetch_add(1, Ordering::SeqCst);
        let page = if n < 2 { PAGE.to_owned() } else { PAGE.replace("Monday", "Tuesday") };
        answer(stream, "200 OK", "Content-Type: text/html\r\n", page.as_bytes());
    });
    let page = format!("{address}/story");
    assert_eq!(home.run(&["add", &page]).fine(), "#1 Harbour to open: kept\n");
    assert!(home.run(&["add", &page]).fine().contains("says the same"));
    assert!(home.run(&["add", &page]).fine().contains("has changed"));
    assert!(home.run(&["search", "is:later", "Tuesday"]).exits(0).out.contains("Harbour to open"));
    assert!(home.run(&["add", "file:///etc/passwd"]).refusal().contains("only http"));
}

#[test]
fn items_are_marked_and_found_by_their_marks() {
    let home = Home::new();
    home.write("local.xml", feed("https://paper.example", &[("a", "x"), ("b", "y")]));
    home.run(&["feeds", "add", "local.xml"]).fine();
    assert_eq!(
        home.run(&["mark", "1", "--as", "starred", "--tag", "ports"]).fine(),
        "1 article starred and tagged ports\n"
    );
    assert_eq!(
        home.run(&["mark", "1", "--as", "starred", "--tag", "ports"]).fine(),
        "nothing to change\n"
    );
    assert_eq!(
        json(&home.run(&["search", "--json", "is:starred", "tag:Ports"]).fine())["items"][0]["id"],
        1
    );
    home.run(&["mark", "1", "--as", "unstarred", "--untag", "ports", "--as", "read"]).fine();
    assert_eq!(json(&home.run(&["search", "--json", "is:unread"]).fine())["count"], 1);
    home.run(&["mark", "1", "99", "--as", "unread"]).refusal();
    assert_eq!(
        json(&home.run(&["search", "--json", "is:unread"]).fine())["count"],
        1,
        "all or none"
    );
    let undone = home.run(&["mark", "--undo"]).fine();
    assert!(
        undone.starts_with("taken back: 1 article no longer starred and marked read"),
        "{undone}"
    );
    home.run(&["mark", "--undo"]).fine();
    assert_eq!(json(&home.run(&["search", "--json", "is:starred"]).exits(1).out)["count"], 0);
    home.run(&["mark", "--undo"]).refusal();
    home.run(&["mark", "--redo"]).fine();
    assert_eq!(json(&home.run(&["search", "--json", "is:starred"]).fine())["count"], 1);
    home.run(&["mark", "2", "--hidden"]).fine();
    assert_eq!(json(&home.run(&["search", "--json", ""]).fine())["count"], 1);
    assert_eq!(json(&home.run(&["search", "--json", "is:hidden"]).fine())["count"], 1);
    home.run(&["mark", "--undo", "1"]).exits(2);
}

#[test]
fn a_question_that_makes_no_sense_is_told_where() {
    let home = Home::new();
    assert!(home.run(&["search", "a", "sourse:b"]).refusal().contains("column 3"));
    assert!(home.run(&["search", "--fields"]).fine().contains("unnamed:yes"));
    assert!(home.run(&["#7"]).refusal().contains("no library yet"));
}

#[test]
fn a_server_that_stalls_is_given_up_and_bombs_do_not_go_off() {
    let home = Home::new();
    home.config("[fetch]\ntimeout = 1\n");
    let address = serve(|path, stream| match path {
        "/stall" => {
            use std::io::{Read, Write};
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n");
            // Held until whoever asked gives up.
            let _ = stream.set_read_timeout(Some(Duration::from_secs(30)));
            let _ = stream.read(&mut [0]);
        }
        "/zeros" => {
            use std::io::Write;
            let _ = stream
                .write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n<rss><channel><title>");
            let block = [b' '; 65536];
            while stream.write_all(&block).is_ok() {}
        }
        _ => answer(stream, "200 OK", "Content-Encoding: gzip\r\n", b"\x1f\x8bnot gzip at all"),
    });
    for path in ["stall", "zeros", "broken"] {
        home.run(&["feeds", "add", "--unchecked", &format!("{address}/{path}")]).fine();
    }
    let out = home.run(&["refresh"]).exits(1);
    assert_eq!(out.err.lines().count(), 3, "{}", out.err);
}

#[cfg(unix)]
#[test]
fn whoever_is_killed_in_the_middle_leaves_whole_feeds() {
    let home = Home::new();
    let reached = Arc::new(AtomicBool::new(false));
    let at_stall = reached.clone();
    let address = serve_with_address(move |address, path, stream| {
        if path == "/2" && !at_stall.swap(true, Ordering::SeqCst) {
            use std::io::Read;
            let _ = stream.set_read_timeout(Some(Duration::from_secs(60)));
            let _ = stream.read(&mut [0]);
            return;
        }
        answer(stream, "200 OK", "", feed(address, &[("a", "x"), ("b", "y")]).as_bytes());
    });
    for n in 1..4 {
        home.run(&["feeds", "add", "--unchecked", &format!("{address}/{n}")]).fine();
    }
    let mut child = home.command(&["refresh", "--no-analysis"]).spawn().unwrap();
    while !reached.load(Ordering::SeqCst) {
        std::thread::yield_now();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(home.run(&["db", "check"]).fine().contains("no faults"));
    let out = home.run(&["refresh", "--now"]).fine();
    assert!(out.contains("3 feeds answered"), "{out}");
    assert!(home.run(&["db", "check"]).fine().contains("6 items"));
    // The three feeds lead to the same two articles.
    assert_eq!(json(&home.run(&["search", "--json", ""]).fine())["count"], 2);
}

#[test]
fn a_damaged_library_is_kept_aside_and_made_again() {
    let home = Home::new();
    let address = paper();
    home.run(&["feeds", "add", &format!("{address}/feed")]).fine();
    home.write("data/whosaid/library.db", "nothing that a database would say ".repeat(500));
    let out = home.run(&["feeds", "list"]).exits(0);
    assert!(out.err.contains("kept as") && out.out.contains("/feed"), "{out:?}");
    assert!(home.run(&["db", "rebuild"]).exits(0).out.contains("1 feeds"));
}

#[test]
fn what_is_unread_is_listed_where_there_is_no_screen() {
    let home = Home::new();
    let address = paper();
    assert!(home.run(&["library"]).exits(0).err.contains("there is no library yet"));
    home.run(&["feeds", "add", &format!("{address}/feed")]).exits(0);
    let row = "#1 2025-05-09  [The Paper]  quay\n";
    assert_eq!(home.run(&["library"]).fine(), row);
    // And where nothing is named.
    assert_eq!(home.run(&[] as &[&str]).fine(), row);
    let refused = home.run(&["library", "--exec", "refresh"]).refusal();
    assert!(refused.contains("--exec needs the screen"), "{refused}");
    home.run(&["mark", "1", "--as", "read"]).exits(0);
    assert_eq!(home.run(&["library"]).fine(), "");
}
