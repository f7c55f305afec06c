//! What goes wrong while the screen is open is said there, and reading goes on.

use crate::home::{Home, STORY};
use std::io::Write;
use std::net::TcpListener;
use std::thread;

#[test]
fn an_article_that_cannot_be_opened_is_said_and_the_other_stays() {
    let home = Home::new();
    home.write("story.txt", STORY);
    home.write("other.txt", "Another story\n\nThe quay is closed, Bo Ek said.\n");
    home.write("program", b"\x7fELF\x02\x01\x01\0\0\0\0\0");
    let mut session = home.terminal(&["story.txt"]).start();
    session.see("Notes 0");
    for (name, words) in [
        ("missing.txt", "there is no such file"),
        (".", "this is a folder"),
        ("program", "not text"),
        ("ftp://a.example/", "only http, https and file"),
        ("-", "standard input"),
    ] {
        session.press(&format!(":open {name}\r"));
        session.see(words);
        session.see("Harbour to open in May");
        session.press("k");
        session.miss(words);
    }
    session.press(":open other.txt\r");
    session.see("Another story");
    session.press("h");
    session.see("Notes 1");
    session.quit();
}

#[test]
fn a_server_that_never_answers_keeps_nobody_from_reading() {
    let home = Home::new();
    home.write("story.txt", STORY);
    home.config("[fetch]\ntimeout = 1\n");
    // Accepted by the system, answered by nobody.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/", silent.local_addr().unwrap());
    let mut session = home.terminal(&["story.txt"]).start();
    session.see("Notes 0");
    session.press(&format!(":open {address}\r"));
    session.see("Opening");
    session.press("h");
    session.see("Notes 1");
    session.see("no answer within 1 s");
    session.see("Harbour to open in May");
    session.press(&format!(":open {address}\r"));
    session.see("Opening");
    session.press("\x1b");
    session.see("Stopped opening");
    session.quit();
}

#[test]
fn an_article_over_http_can_be_opened_from_the_screen() {
    let home = Home::new();
    let server = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/story.txt", server.local_addr().unwrap());
    thread::spawn(move || {
        let (mut stream, _) = server.accept().unwrap();
        let length = STORY.len();
        let head = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {length}\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(STORY.as_bytes()).unwrap();
        // Until the other side has read it all.
        let _ = std::io::Read::read_to_end(&mut stream, &mut Vec::new());
    });
    let mut session = home.terminal(&[]).start();
    session.see("Lune Strait");
    session.press(&format!(":open {address}\r"));
    session.see("Harbour to open in May");
    session.quit();
}

#[test]
fn mistakes_of_the_config_and_the_keyboard_are_said() {
    let home = Home::new();
    home.write("story.txt", STORY);
    home.config("widht = 3\n");
    let mut session = home.terminal(&["story.txt"]).size(160, 30).start();
    session.see("config.toml: ");
    session.see("line 1, column 1");
    session.press("Q");
    session.see("Q does nothing here");
    session.press(":hihglight\r");
    session.see("is no command");
    session.quit();
}

#[test]
fn text_that_never_stops_is_read_all_the_same() {
    let home = Home::new();
    home.write("one-line.txt", "“No,” Bo Ek said. ".repeat(60_000));
    let mut session = home.terminal(&["one-line.txt"]).start();
    session.see("Bo Ek said.");
    session.press("G");
    session.see("100%");
    session.quit();
}

#[test]
fn an_export_is_never_written_over_a_file() {
    let home = Home::new();
    home.write("story.txt", STORY);
    home.write("there.md", "mine");
    let mut session = home.terminal(&["story.txt"]).start();
    session.see("Notes 0");
    session.miss("Finding out");
    session.press(":export there.md\r");
    session.see("is there already");
    session.press(":export new.md\r");
    session.see("Written to");
    session.quit();
    assert_eq!(crate::home::text(&home.path("there.md")), "mine");
    assert!(crate::home::text(&home.path("new.md")).contains("# Harbour to open in May"));
}
