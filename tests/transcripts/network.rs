//! Articles over http, and servers that are no help. Only loopback.

use crate::home::{Home, STORY};
use crate::server::{answer, serve};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};

/// A home whose config waits a second for a page.
fn impatient() -> Home {
    let home = Home::new();
    home.config("[fetch]\ntimeout = 1\n");
    home
}

fn odd(path: &str, stream: &mut TcpStream) {
    let html = "Content-Type: text/html\r\n";
    match path {
        "/gone" => answer(stream, "404 Not Found", html, b"<p>Nothing here"),
        "/broken" => answer(stream, "500 Internal Server Error", html, b"<p>Oh"),
        "/forbidden" => answer(stream, "403 Forbidden", html, b"<p>Log in"),
        "/loop" => answer(stream, "302 Found", "Location: /pool\r\n", b""),
        "/pool" => answer(stream, "302 Found", "Location: /loop\r\n", b""),
        "/file" => answer(stream, "302 Found", "Location: file:///etc/passwd\r\n", b""),
        "/picture" => answer(stream, "200 OK", "Content-Type: image/png\r\n", b"\x89PNG\r\n\x1a\n"),
        "/lie" => answer(
            stream,
            "200 OK",
            "Content-Type: text/plain\r\n",
            b"\x7fELF\x02\x01\x01\0\0\0\0\0",
        ),
        "/empty" => answer(stream, "200 OK", html, b""),
        "/cut" => {
            drop(stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n<p>Half of it"))
        }
        "/large" => {
            drop(stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\nA lot"))
        }
        "/endless" => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n");
            while stream.write_all(&[b'a'; 65_536]).is_ok() {}
        }
        "/drip" => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nOnce");
            // Until the other side goes away.
            let _ = stream.read(&mut [0]);
        }
        "/silent" => drop(stream.read(&mut [0])),
        _ => drop(stream.write_all(b"SSH-2.0-Server\r\n")),
    }
}

#[test]
fn a_server_that_is_no_help_is_explained() {
    let home = impatient();
    let address = serve(odd);
    for (path, words) in [
        ("/gone", "there is no page at this address (status 404)"),
        ("/broken", "the server failed; try again later (status 500)"),
        ("/forbidden", "log-in"),
        ("/loop", "circle"),
        ("/file", "away from the web"),
        ("/picture", "this is image/png, not text"),
        ("/lie", "This is a program, not text"),
        ("/empty", "It is empty"),
        ("/cut", "cut"),
        ("/large", "too large"),
        ("/drip", "no answer within 1 s"),
        ("/silent", "no answer within 1 s"),
        ("/no-http", "not HTTP"),
    ] {
        let said = home.run(&[format!("{address}{path}")]).refusal();
        assert!(said.contains(words) && said.contains(&address), "{path}: {said}");
    }
}

#[test]
fn a_page_that_never_ends_is_left_at_the_limit_of_time_or_size() {
    let home = impatient();
    let address = serve(odd);
    let said = home.run(&[format!("{address}/endless")]).refusal();
    assert!(said.contains("does not end") || said.contains("no answer within 1 s"), "{said}");
}

#[test]
fn an_address_that_nobody_listens_at_is_said() {
    let home = Home::new();
    // Bound and let go again: nobody else is given the same port so soon.
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let said = home.run(&[format!("http://ann:secret@127.0.0.1:{port}/story")]).refusal();
    assert!(
        said.contains("127.0.0.1 refuses the connection") && !said.contains("secret"),
        "{said}"
    );
}

#[test]
fn every_command_waits_as_long_as_the_config_says() {
    let home = impatient();
    let address = format!("{}/silent", serve(odd));
    for way in [&["analyze"][..], &["export"]] {
        let said = home.run(&[way, &[&address]].concat()).refusal();
        assert!(said.contains("no answer within 1 s"), "{way:?} {said}");
    }
}

#[test]
fn one_address_that_fails_does_not_keep_the_others() {
    let home = impatient();
    let address = serve(|path, stream| match path {
        "/story" => answer(
            stream,
            "200 OK",
            "Content-Type: text/plain; charset=utf-8\r\n",
            STORY.as_bytes(),
        ),
        _ => odd(path, stream),
    });
    let addresses = ["/gone", "/story", "/silent"].map(|path| format!("{address}{path}"));
    let mut arguments = vec!["analyze".to_owned(), "--format=jsonl".to_owned()];
    arguments.extend(addresses.iter().cloned());
    let outcome = home.run(&arguments).exits(1);
    let read: serde_json::Value = serde_json::from_str(&outcome.out).unwrap();
    assert_eq!(read["path"], addresses[1].as_str());
    assert_eq!(read["title"], "Harbour to open in May");
    assert_eq!(outcome.err.lines().count(), 2, "{outcome:?}");
}

#[test]
fn a_page_is_read_with_what_it_states_of_itself() {
    let home = Home::new();
    let story = "The port of Greyhaven will open in May, Ilse Maren said on Friday, after two years of repairs. ";
    let page = format!(
        "<!doctype html><html lang=en><head><title>Harbour to open | The Courier</title>\
         <meta property='og:site_name' content='The Courier'><meta property='og:title' content='Harbour to open'>\
         <meta property='article:published_time' content='2026-03-14T08:00:00Z'><meta name=author content='Clara Whitlock'>\
         </head><body><article><h1>Harbour to open</h1><p>{0}</p><p>{0}</p></article></body></html>",
        story.repeat(8)
    );
    let address = serve(move |path, stream| match path {
        "/old" => answer(stream, "301 Moved Permanently", "Location: /harbour\r\n", b""),
        _ => {
            answer(stream, "200 OK", "Content-Type: text/html; charset=utf-8\r\n", page.as_bytes())
        }
    });
    let out = home
        .run(&["analyze".to_owned(), "--format=json".to_owned(), format!("{address}/old")])
        .fine();
    let read: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(read["title"], "Harbour to open");
    assert_eq!(read["outlet"], "The Courier");
    assert_eq!(read["byline"], "Clara Whitlock");
    assert_eq!(read["url"], format!("{address}/harbour"));
    assert!(read["published"].as_str().unwrap().starts_with("2026-03-14"), "{out}");
}
