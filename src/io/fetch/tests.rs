use super::*;
use std::io::Write;
use std::net::{TcpListener, TcpStream};
use std::thread;

/// A server on loopback: for each connection, `answer` gets the path that was asked for and the
/// stream. Its thread ends with the test's process.
pub(crate) fn serve(answer: impl Fn(&str, &mut TcpStream) + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut head = Vec::new();
            let mut byte = [0];
            while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap_or(0) == 1 {
                head.push(byte[0]);
            }
            let head = String::from_utf8_lossy(&head).into_owned();
            let path = head.split(' ').nth(1).unwrap_or("").to_owned();
            answer(&path, &mut stream);
        }
    });
    address
}

/// A whole answer.
pub(crate) fn answer(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status}\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n"
    );
    [head.as_bytes(), body].concat()
}

fn short() -> Limits {
    Limits {
        connect: Duration::from_millis(300),
        whole: Duration::from_millis(400),
        bytes: 100_000,
        redirects: 3,
    }
}

/// What is said of a server that gives this answer to everything.
fn says(bytes: Vec<u8>) -> String {
    let address = serve(move |_, stream| {
        let _ = stream.write_all(&bytes);
    });
    match get(&address, &short()) {
        Ok(fetched) => panic!("fetched {fetched:?}"),
        Err(error) => format!("{error:#}"),
    }
}

/// The bytes compressed to nothing: stored blocks, as gzip allows.
fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = vec![0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255];
    let length = u16::try_from(bytes.len()).unwrap();
    out.push(1);
    out.extend(length.to_le_bytes());
    out.extend((!length).to_le_bytes());
    out.extend(bytes);
    let mut sum = !0_u32;
    for byte in bytes {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = if sum & 1 == 1 { (sum >> 1) ^ 0xEDB8_8320 } else { sum >> 1 };
        }
    }
    out.extend((!sum).to_le_bytes());
    out.extend(u32::from(length).to_le_bytes());
    out
}

#[test]
fn a_page_comes_with_its_type_and_its_address_after_redirects() {
    let address = serve(|path, stream| {
        let bytes = match path {
            "/old" => answer("301 Moved", "Location: /new?x=1\r\n", b""),
            "/new?x=1" => {
                answer("200 OK", "Content-Type: text/html; charset=utf-8\r\n", b"<p>news")
            }
            _ => answer("404 Not Found", "", b""),
        };
        stream.write_all(&bytes).unwrap();
    });
    let fetched = get(&format!("{address}/old#top"), &short()).unwrap();
    assert_eq!(fetched.bytes, b"<p>news");
    assert_eq!(fetched.url, format!("{address}/new?x=1"));
    assert_eq!(fetched.content_type.as_deref(), Some("text/html; charset=utf-8"));
}

#[test]
fn compressed_pages_are_decompressed() {
    let address = serve(|_, stream| {
        let _ = stream.write_all(&answer("200 OK", "Content-Encoding: gzip\r\n", &gzip(b"news")));
    });
    assert_eq!(get(&address, &short()).unwrap().bytes, b"news");
    let broken = says(answer("200 OK", "Content-Encoding: gzip\r\n", b"no gzip at all, really"));
    assert!(broken.contains("decompress"), "{broken}");
}

#[test]
fn a_status_that_is_no_success_is_explained() {
    let missing = says(answer("404 Not Found", "Content-Type: text/html\r\n", b"<p>gone"));
    assert!(missing.contains("no page at this address (status 404)"), "{missing}");
    assert!(says(answer("403 Forbidden", "", b"")).contains("log-in"));
    assert!(says(answer("500 Oh", "", b"")).contains("the server failed; try again later"));
}

#[test]
fn circles_and_endless_chains_are_left() {
    let circle = says(answer("302 Found", "Location: /\r\n", b""));
    assert!(circle.contains("circle"), "{circle}");
    let address = serve(|path, stream| {
        let next = format!("Location: {path}a\r\n");
        let _ = stream.write_all(&answer("302 Found", &next, b""));
    });
    let chain = get(&address, &short()).unwrap_err().to_string();
    assert!(chain.contains("3 redirects"), "{chain}");
}

#[test]
fn redirects_away_from_the_web_are_not_followed() {
    for to in ["file:///etc/passwd", "ftp://a.example/", "javascript:alert(1)", "data:text/html,x"]
    {
        let said = says(answer("302 Found", &format!("Location: {to}\r\n"), b""));
        assert!(said.contains("away from the web"), "{said}");
    }
    assert!(says(answer("302 Found", "", b"")).contains("not where to"));
}

#[test]
fn a_server_that_is_not_there_is_named() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let said = get(&format!("http://127.0.0.1:{port}/"), &short()).unwrap_err().to_string();
    assert!(said.contains("refuses the connection"), "{said}");
}

#[test]
fn a_server_that_never_answers_is_left_in_time() {
    // It is accepted by the system and answered by nobody.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/", silent.local_addr().unwrap());
    let said = get(&address, &short()).unwrap_err().to_string();
    assert!(said.contains("no answer within 400 ms"), "{said}");
}

#[test]
fn a_page_that_never_ends_is_left_at_the_limit() {
    let address = serve(|_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
        while stream.write_all(&[b'a'; 4096]).is_ok() {}
    });
    let said = get(&address, &short()).unwrap_err().to_string();
    assert!(said.contains("does not end"), "{said}");
    let announced = says(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n".to_vec());
    assert!(announced.contains("too large"), "{announced}");
}

#[test]
fn a_page_that_is_cut_short_is_not_shown_as_whole() {
    let said = says(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n<p>half of".to_vec());
    assert!(said.contains("cut"), "{said}");
    let said = says(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\nhalf".to_vec());
    assert!(said.contains("cut"), "{said}");
}

#[test]
fn what_is_no_text_is_refused_by_its_type() {
    for name in ["image/png", "application/pdf", "video/mp4"] {
        let said = says(answer("200 OK", &format!("Content-Type: {name}\r\n"), b"x"));
        assert!(said.contains(name), "{said}");
    }
    assert!(says(b"SSH-2.0-OpenSSH\r\n\r\n".to_vec()).contains("not HTTP"));
}

#[test]
fn only_addresses_of_the_web_are_fetched_and_passwords_are_not_shown() {
    assert!(get("ftp://a.example/", &short()).unwrap_err().to_string().contains("ftp"));
    assert!(get("nonsense", &short()).unwrap_err().to_string().contains("no address"));
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let said =
        get(&format!("http://ana:secret@127.0.0.1:{port}/"), &short()).unwrap_err().to_string();
    assert!(!said.contains("secret") && !said.contains("ana"), "{said}");
}
