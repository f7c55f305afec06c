//! A web server on loopback, as large as a list of subscriptions: one address for each feed.
//!
//! Every address under 127.0.0.0/8 answers on Linux, so that programs which ask one host at a time can ask many
//! hosts at once, as they do in the wild.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, SocketAddrV4, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// What is served, and how often it was asked for.
pub struct Server {
    port: u16,
    counts: Arc<Counts>,
}

#[derive(Default)]
struct Counts {
    sent: AtomicUsize,
    same: AtomicUsize,
}

/// When everything that is served was last changed.
const CHANGED: &str = "Fri, 09 May 2025 10:00:00 GMT";

impl Server {
    /// Serves pages, by their paths, on so many hosts until the program ends.
    pub fn start(hosts: usize, pages: BTreeMap<String, Vec<u8>>) -> Self {
        let (pages, counts) = (Arc::new(pages), Arc::new(Counts::default()));
        let (port, listeners) = (0..50).find_map(|_| listen(hosts)).expect("a free port");
        for listener in listeners {
            let (pages, counts) = (pages.clone(), counts.clone());
            thread::spawn(move || {
                for stream in listener.incoming().flatten() {
                    let (pages, counts) = (pages.clone(), counts.clone());
                    thread::spawn(move || converse(&stream, &pages, &counts));
                }
            });
        }
        Self { port, counts }
    }

    /// The address of a host, without a slash at its end.
    pub fn address(&self, host: usize) -> String {
        format!("http://{}:{}", ip(host), self.port)
    }

    /// How many answers were sent whole, and how many said that nothing has changed, since this was last asked.
    pub fn counts(&self) -> (usize, usize) {
        (self.counts.sent.swap(0, Ordering::SeqCst), self.counts.same.swap(0, Ordering::SeqCst))
    }
}

fn ip(host: usize) -> Ipv4Addr {
    Ipv4Addr::new(127, 0, (host / 250) as u8, (host % 250 + 1) as u8)
}

/// The same port on all hosts; nothing when another program has it on one of them.
fn listen(hosts: usize) -> Option<(u16, Vec<TcpListener>)> {
    let first = TcpListener::bind(SocketAddrV4::new(ip(0), 0)).ok()?;
    let port = first.local_addr().ok()?.port();
    let mut all = vec![first];
    for host in 1..hosts {
        all.push(TcpListener::bind(SocketAddrV4::new(ip(host), port)).ok()?);
    }
    Some((port, all))
}

/// Answers on a connection as long as it is asked there.
fn converse(stream: &TcpStream, pages: &BTreeMap<String, Vec<u8>>, counts: &Counts) {
    let _ = stream.set_nodelay(true);
    let mut reader = BufReader::new(stream);
    loop {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if !matches!(reader.read_line(&mut head), Ok(1..)) {
                return;
            }
        }
        let path = head.split(' ').nth(1).unwrap_or_default();
        let Some(body) = pages.get(path) else {
            let _ = (&*stream).write_all(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
            continue;
        };
        let etag = format!("\"{}-{}\"", path.trim_matches('/'), body.len());
        let is_known = head.lines().any(|line| {
            let named =
                line.split_once(':').map(|(name, value)| (name.to_lowercase(), value.trim()));
            named.is_some_and(|(name, value)| name == "if-none-match" && value == etag)
        });
        let named = format!("ETag: {etag}\r\nLast-Modified: {CHANGED}\r\n");
        let (head, body) = if is_known {
            counts.same.fetch_add(1, Ordering::SeqCst);
            (format!("HTTP/1.1 304 Not Modified\r\n{named}\r\n"), &[][..])
        } else {
            counts.sent.fetch_add(1, Ordering::SeqCst);
            let length = body.len();
            let kind = "Content-Type: application/rss+xml; charset=utf-8";
            let head =
                format!("HTTP/1.1 200 OK\r\n{named}{kind}\r\nContent-Length: {length}\r\n\r\n");
            (head, body.as_slice())
        };
        if (&*stream).write_all(head.as_bytes()).and_then(|()| (&*stream).write_all(body)).is_err()
        {
            return;
        }
    }
}
