//! What is kept and what is let go: rules, saved questions, changed pages, pruning; and faults on the way.

use crate::home::Home;
use crate::library::{feed, json, serve_with_address};
use crate::server::{answer, serve};
use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

#[test]
fn rules_are_written_tried_applied_and_taken_back() {
    let home = Home::new();
    home.write(
        "local.xml",
        feed("https://paper.example", &[("advert", "Buy a boat."), ("quay", "The quay is open.")]),
    );
    let out = home.run(&["rules", "add", "--do", "hide", "--do", "tag sea", "boat"]).fine();
    assert!(out.starts_with("rule 1;"), "{out}");
    home.run(&["feeds", "add", "local.xml"]).fine();
    assert_eq!(json(&home.run(&["search", "--json", ""]).fine())["count"], 1);
    assert_eq!(json(&home.run(&["search", "--json", "is:hidden tag:sea"]).fine())["count"], 1);
    let listed = json(&home.run(&["rules", "list", "--json"]).fine());
    assert_eq!((&listed[0]["ask"], &listed[0]["do"][1]), (&"boat".into(), &"tag sea".into()));
    home.run(&["rules", "add", "--do", "star", "quay"]).fine();
    let tried = home.run(&["rules", "try", "2"]).fine();
    assert!(tried.contains("quay") && tried.ends_with("1 in all\n"), "{tried}");
    assert_eq!(json(&home.run(&["search", "--json", "is:starred"]).exits(1).out)["count"], 0);
    let out = home.run(&["rules", "run"]).fine();
    assert!(out.starts_with("1 article marked by rules"), "{out}");
    assert_eq!(json(&home.run(&["search", "--json", "is:starred"]).fine())["count"], 1);
    home.run(&["mark", "--undo"]).fine();
    assert_eq!(json(&home.run(&["search", "--json", "is:starred"]).exits(1).out)["count"], 0);
    home.run(&["rules", "rm", "1"]).fine();
    assert!(home.run(&["rules", "rm", "7"]).refusal().contains("there is no rule 7"));
    assert!(home.run(&["rules", "add", "--do", "burn", "quay"]).refusal().contains("burn"));
    assert!(home.run(&["rules", "add", "--do", "read", "is:tired"]).refusal().contains("column 4"));
    assert!(home.run(&["rules", "list"]).fine().starts_with("1  quay  ->  star"));
}

#[test]
fn saved_questions_are_kept_and_mistakes_in_the_file_are_told_where_they_are() {
    let home = Home::new();
    home.write("local.xml", feed("https://paper.example", &[("quay", "The quay is open.")]));
    home.run(&["feeds", "add", "local.xml"]).fine();
    home.run(&["queries", "add", "Ports", "quay", "OR", "harbour"]).fine();
    assert_eq!(home.run(&["queries", "list"]).fine(), "Ports  quay OR harbour  (1 unread of 1)\n");
    home.run(&["queries", "rm", "Ports"]).fine();
    assert_eq!(home.run(&["queries", "list"]).fine(), "");
    assert!(home.run(&["queries", "rm", "Ports"]).refusal().contains("no saved question"));
    home.write("config/whosaid/library.toml", "[[rule]]\nask = \"x\"\ndo = \"burn\"\n");
    let out = home.run(&["rules", "list"]).exits(1);
    assert!(out.err.contains("library.toml: line 3, column 6"), "{}", out.err);
    let out = home.run(&["rules", "run"]).exits(1);
    assert!(out.err.contains("nothing was changed"), "{}", out.err);
}

const PAGE: &str = "<html><head><title>Quay</title></head><body><article><h1>Quay</h1>\
    <p>The port of Greyhaven will open in May, a senior official told the Meridian news agency on Friday.</p>\
    <p>Ferries will run NUMBER times a day, as Ilse Maren said on Monday in the harbour of the town.</p>\
    </article></body></html>";

#[test]
fn what_a_publisher_changed_is_kept_beside_what_it_was() {
    let home = Home::new();
    let asked = Arc::new(AtomicUsize::new(0));
    let counted = asked.clone();
    let address = serve_with_address(move |address, path, stream| match path {
        "/feed" => answer(stream, "200 OK", "", feed(address, &[("quay", "In short.")]).as_bytes()),
        _ => {
            let number = counted.fetch_add(1, Ordering::SeqCst);
            let page = PAGE.replace("NUMBER", if number == 0 { "five" } else { "two" });
            answer(stream, "200 OK", "Content-Type: text/html\r\n", page.as_bytes());
        }
    });
    home.run(&["feeds", "add", &format!("{address}/feed")]).fine();
    home.run(&["1"]).fine();
    assert!(
        home.run(&["refresh", "--pages-again"]).fine().contains("0 new"),
        "no star, no question"
    );
    assert_eq!(asked.load(Ordering::SeqCst), 1);
    home.run(&["mark", "1", "--as", "starred"]).fine();
    // It was asked for within the hour: nobody is asked more often.
    home.run(&["refresh", "--pages-again"]).fine();
    assert_eq!(asked.load(Ordering::SeqCst), 1);
    let out = home.run(&["add", &format!("{address}/quay")]).fine();
    assert!(out.contains("has changed"), "{out}");
    let out = home.run(&["changes", "#1"]).fine();
    assert!(out.contains("[-five-]{+two+}"), "{out}");
    let changes = json(&home.run(&["changes", "--json", "#1"]).fine());
    assert!(changes[0]["from"].is_string(), "{changes}");
}

#[test]
fn old_articles_are_let_go_when_that_is_set_and_do_not_come_back() {
    let home = Home::new();
    let names: Vec<String> = (0..5).map(|n| format!("article{n}")).collect();
    let items: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "x")).collect();
    home.write("local.xml", feed("https://paper.example", &items));
    home.run(&["feeds", "add", "local.xml"]).fine();
    home.run(&["mark", "1", "--as", "starred"]).fine();
    let said = home.run(&["db", "prune", "--articles", "2", "--dry-run"]).fine();
    assert_eq!(said, "      2  The Paper\n2 articles would be let go\n");
    home.config("[library]\nkeep-articles = 2\n");
    let out = home.run(&["refresh", "--now"]).fine();
    assert!(out.contains("2 old ones let go"), "{out}");
    let out = home.run(&["refresh", "--now"]).fine();
    assert!(out.starts_with("0 new"), "{out}");
    assert!(!out.contains("let go"), "{out}");
    assert!(home.run(&["db", "check"]).fine().contains(" 3 items"));
    assert_eq!(home.run(&["db", "prune"]).fine(), "0 articles let go\n");
}

#[test]
fn a_password_in_a_feeds_address_is_shown_nowhere() {
    let home = Home::new();
    let address = serve_with_address(|address, path, stream| match path {
        "/feed" => answer(stream, "200 OK", "", feed(address, &[("a", "x")]).as_bytes()),
        _ => answer(stream, "500 Broken", "", b""),
    });
    let secret = address.replace("http://", "http://ann:s3cret@");
    let mut said = home.run(&["feeds", "add", &format!("{secret}/feed")]).fine();
    said += &home.run(&["feeds", "add", "--unchecked", &format!("{secret}/other")]).fine();
    for words in [
        &["feeds", "list"][..],
        &["feeds", "list", "--json"],
        &["refresh", "--now"],
        &["refresh", "--now", "--json"],
        &["doctor"],
        &["doctor", "--json"],
        &["search", "--json", ""],
        &["feeds", "rm", "nothing-like-it"],
        &["feeds", "rm", "1"],
    ] {
        let outcome = home.run(words);
        said += &(outcome.out + &outcome.err);
    }
    assert!(said.contains("127.0.0.1") && !said.contains("s3cret"), "{said}");
}

#[test]
fn servers_that_drop_lie_or_lead_astray_harm_nothing() {
    let home = Home::new();
    home.config("[fetch]\ntimeout = 5\n");
    let private = home
        .write("private.txt", "<rss><channel><item><title>secret</title></item></channel></rss>");
    let to_file = format!("Location: file://{}\r\n", private.display());
    let address = serve(move |path, stream| {
        let whole = feed("https://paper.example", &[("kept", "x")]);
        match path {
            "/drop" => {}
            "/half" => {
                // It ends before what it announced.
                let head = "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\nConnection: close\r\n\r\n";
                let _ = stream.write_all(format!("{head}{whole}").as_bytes());
            }
            "/more" => {
                // It sends more than it announced.
                let head = format!(
                    "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                    whole.len()
                );
                let _ = stream.write_all(format!("{head}{whole}<item>and more").as_bytes());
            }
            "/file" => answer(stream, "302 Found", &to_file, b""),
            "/exec" => answer(stream, "301 Moved", "Location: exec:touch pwned\r\n", b""),
            "/data" => answer(stream, "302 Found", "Location: data:text/xml,<rss/>\r\n", b""),
            _ => answer(stream, "200 OK", "", whole.as_bytes()),
        }
    });
    for path in ["drop", "half", "more", "file", "exec", "data", "good"] {
        home.run(&["feeds", "add", "--unchecked", &format!("{address}/{path}")]).fine();
    }
    let out = home.run(&["refresh", "--json"]).exits(3);
    let all = json(&out.out);
    let became = |path: &str| {
        let each = all["each"].as_array().unwrap();
        let is_it = |one: &&serde_json::Value| one["address"].as_str().unwrap().ends_with(path);
        each.iter().find(is_it).unwrap()["became"].as_str().unwrap().to_owned()
    };
    for path in ["drop", "half", "file", "exec", "data"] {
        assert_eq!(became(path), "failed", "{path}: {all}");
    }
    for path in ["more", "good"] {
        assert_eq!(became(path), "answered", "{path}: {all}");
    }
    assert!(!home.path("pwned").exists());
    assert_eq!(json(&home.run(&["search", "--json", "secret"]).exits(1).out)["count"], 0);
    let listed = home.run(&["feeds", "list"]).fine();
    assert!(!listed.contains("exec:"), "nobody moves a feed to a command: {listed}");
    assert!(home.run(&["db", "check"]).fine().contains("no faults"));
}

#[test]
fn two_that_refresh_at_once_store_each_item_once() {
    let home = Home::new();
    let meet = Arc::new(AtomicUsize::new(0));
    let met = meet.clone();
    let address = serve_with_address(move |address, path, stream| {
        // Both are asking before either has an answer.
        met.fetch_add(1, Ordering::SeqCst);
        while met.load(Ordering::SeqCst) < 2 {
            std::thread::yield_now();
        }
        let names: Vec<String> =
            (0..40).map(|n| format!("{}{n}", path.trim_matches('/'))).collect();
        let items: Vec<(&str, &str)> =
            names.iter().map(|name| (name.as_str(), "some words")).collect();
        answer(stream, "200 OK", "", feed(address, &items).as_bytes());
    });
    for n in 0..4 {
        home.run(&["feeds", "add", "--unchecked", &format!("{address}/f{n}")]).fine();
    }
    let children: Vec<_> =
        (0..2).map(|_| home.command(&["refresh", "--now"]).spawn().unwrap()).collect();
    for child in children {
        let out = child.wait_with_output().unwrap();
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    }
    let out = home.run(&["db", "check"]).fine();
    assert!(out.contains(" 160 items") && out.contains("no faults"), "{out}");
}

#[test]
fn a_library_of_a_newer_program_is_left_as_it_is() {
    let home = Home::new();
    home.write("local.xml", feed("https://paper.example", &[("a", "x")]));
    home.run(&["feeds", "add", "local.xml"]).fine();
    let path = home.path("data/whosaid/library.db");
    let mut bytes = std::fs::read(&path).unwrap();
    // The format of the file stands at byte 60 of its head.
    bytes[60..64].copy_from_slice(&99_u32.to_be_bytes());
    std::fs::write(&path, &bytes).unwrap();
    for words in
        [&["refresh"][..], &["search", "x"], &["db", "rebuild"], &["mark", "1", "--as", "read"]]
    {
        assert!(home.run(words).refusal().contains("newer whosaid"), "{words:?}");
    }
    assert_eq!(std::fs::read(&path).unwrap(), bytes);
}

#[cfg(unix)]
#[test]
fn whoever_is_killed_while_pages_are_fetched_leaves_whole_pages() {
    let home = Home::new();
    let reached = Arc::new(AtomicBool::new(false));
    let at_stall = reached.clone();
    let address = serve_with_address(move |address, path, stream| match path {
        "/feed" => {
            let items = [("a", "In short."), ("b", "In short."), ("c", "In short.")];
            answer(stream, "200 OK", "", feed(address, &items).as_bytes());
        }
        "/b" if !at_stall.swap(true, Ordering::SeqCst) => {
            use std::io::Read;
            let _ = stream.set_read_timeout(Some(std::time::Duration::from_secs(60)));
            let _ = stream.read(&mut [0]);
        }
        _ => answer(stream, "200 OK", "Content-Type: text/html\r\n", PAGE.as_bytes()),
    });
    home.run(&["feeds", "add", "--unchecked", "--whole", "always", &format!("{address}/feed")])
        .fine();
    let mut child = home.command(&["refresh"]).spawn().unwrap();
    while !reached.load(Ordering::SeqCst) {
        std::thread::yield_now();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(home.run(&["db", "check"]).fine().contains("no faults"));
    home.run(&["refresh", "--now"]).fine();
    assert!(home.run(&["db", "check"]).fine().contains(" 3 pages kept"));
}
