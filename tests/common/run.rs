//! The program run without a terminal.

use super::home::{Home, PROGRAM};
use std::ffi::OsStr;
use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

/// What the program left behind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The exit status; `None` after a signal.
    pub code: Option<i32>,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Outcome {
    /// The outcome, after a look at the exit status.
    #[track_caller]
    pub fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self:#?}");
        self
    }

    /// Standard output of a run that went well and had nothing to complain of.
    #[track_caller]
    pub fn fine(self) -> String {
        assert_eq!((self.code, self.err.as_str()), (Some(0), ""), "{self:#?}");
        self.out
    }

    /// What is said of a run that failed as a whole: one line, and nothing on standard output.
    #[track_caller]
    pub fn refusal(self) -> String {
        let lines = self.err.lines().count();
        assert_eq!((self.code, self.out.as_str(), lines), (Some(1), "", 1), "{self:#?}");
        self.err
    }
}

impl Home {
    /// The program, ready to run in this home.
    pub fn command(&self, arguments: &[impl AsRef<OsStr>]) -> Command {
        let mut command = Command::new(PROGRAM);
        command.args(arguments).env_clear().envs(self.environment()).current_dir(self.path(""));
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Runs the program without input.
    pub fn run(&self, arguments: &[impl AsRef<OsStr>]) -> Outcome {
        wait(self.command(arguments).spawn().unwrap())
    }

    /// Runs the program with bytes on its standard input.
    pub fn pipe(&self, arguments: &[impl AsRef<OsStr>], input: impl AsRef<[u8]>) -> Outcome {
        let mut child = self.command(arguments).stdin(Stdio::piped()).spawn().unwrap();
        let (mut stdin, input) = (child.stdin.take().unwrap(), input.as_ref().to_owned());
        // A program that has read enough closes its input; that is its business.
        thread::spawn(move || drop(stdin.write_all(&input)));
        wait(child)
    }
}

/// Waits for the program, and ends it when it does not end by itself.
fn wait(mut child: Child) -> Outcome {
    let (send, receive) = channel();
    let (mut out, mut err) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
    let other = thread::spawn(move || {
        let mut bytes = Vec::new();
        err.read_to_end(&mut bytes).unwrap();
        bytes
    });
    thread::spawn(move || {
        let mut bytes = Vec::new();
        out.read_to_end(&mut bytes).unwrap();
        let _ = send.send(bytes);
    });
    let out = receive.recv_timeout(Duration::from_secs(100)).unwrap_or_else(|_| {
        child.kill().unwrap();
        panic!("the program does not end");
    });
    let err = other.join().unwrap();
    let code = child.wait().unwrap().code();
    // Whatever comes in, what goes out is text.
    Outcome { code, out: String::from_utf8(out).unwrap(), err: String::from_utf8(err).unwrap() }
}
