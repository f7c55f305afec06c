//! A web server on loopback.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

/// Serves until the tests end: `answer` gets the path that is asked for and the stream. Gives the
/// server's address, without a slash at its end.
pub fn serve(answer: impl Fn(&str, &mut TcpStream) + Send + Sync + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        thread::scope(|scope| {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let answer = &answer;
                scope.spawn(move || {
                    let path = asked(&mut stream);
                    answer(&path, &mut stream);
                });
            }
        });
    });
    address
}

fn asked(stream: &mut TcpStream) -> String {
    let (mut head, mut byte) = (Vec::new(), [0]);
    while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap_or(0) == 1 {
        head.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    head.split(' ').nth(1).unwrap_or_default().to_owned()
}

/// A whole answer.
pub fn answer(stream: &mut TcpStream, status: &str, headers: &str, body: &[u8]) {
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status}\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n"
    );
    // Who asked may have gone.
    let _ = stream.write_all(&[head.as_bytes(), body].concat());
}
