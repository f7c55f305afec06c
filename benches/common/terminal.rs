//! The real program in a real pty, with an emulator that says what a person would see.

use super::programs::peak;
use portable_pty::{Child, CommandBuilder, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};
use vt100::Parser;

/// No part of what is measured takes a hundredth of this.
const DEADLINE: Duration = Duration::from_secs(600);

/// A program in a terminal.
pub struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    writer: Box<dyn Write + Send>,
    bytes: Receiver<Vec<u8>>,
    screen: Parser,
    /// When the program was started, or a key was pressed the last time.
    since: Instant,
}

impl Terminal {
    /// Starts a program in a terminal of 200 columns and 60 rows.
    pub fn start(program: &str, arguments: &[String], variables: &[(&str, PathBuf)]) -> Self {
        let size = PtySize { rows: 60, cols: 200, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        for (name, value) in variables {
            command.env(name, value);
        }
        let mut reader = pair.master.try_clone_reader().unwrap();
        let writer = pair.master.take_writer().unwrap();
        let (send, bytes) = channel();
        thread::spawn(move || {
            let mut bytes = [0; 65_536];
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                let _ = send.send(bytes.get(..count).unwrap_or_default().to_vec());
            }
        });
        let since = Instant::now();
        let child = pair.slave.spawn_command(command).unwrap();
        Self { child, writer, bytes, screen: Parser::new(60, 200, 0), since }
    }

    /// How long after the start or the last key the screen is as wanted.
    pub fn until(&mut self, wanted: impl Fn(&str) -> bool) -> Duration {
        while !wanted(&self.screen.screen().contents()) {
            match self.bytes.recv_timeout(DEADLINE) {
                Ok(bytes) => self.screen.process(&bytes),
                Err(_) => panic!("what is waited for does not come:\n{}", self.words()),
            }
        }
        self.since.elapsed()
    }

    /// Presses keys.
    pub fn press(&mut self, keys: &str) {
        self.since = Instant::now();
        self.writer.write_all(keys.as_bytes()).unwrap();
        self.writer.flush().unwrap();
    }

    /// Presses keys, and says how long after that the screen is another one, and rests.
    pub fn answer(&mut self, keys: &str) -> Duration {
        let before = self.words();
        self.press(keys);
        self.until(|words| words != before)
    }

    /// What is on the screen.
    pub fn words(&self) -> String {
        self.screen.screen().contents()
    }

    /// The most memory that the program has held so far, in MB.
    pub fn peak(&self) -> f64 {
        self.child.process_id().and_then(peak).unwrap_or(f64::NAN)
    }

    /// Presses keys that end the program, and waits for its end.
    pub fn leave(mut self, keys: &str) {
        self.press(keys);
        while self.bytes.recv_timeout(DEADLINE).is_ok() {}
        self.child.wait().unwrap();
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}
