//! Other processes: how long they take, and how much memory they hold.

use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// How often a process is asked for its memory.
const LOOK: Duration = Duration::from_millis(10);

/// What a run of a program came to.
pub struct Ran {
    /// From its start to its end.
    pub time: Duration,
    /// The most memory that it has held, in MB; the last that was seen before its end.
    pub peak: f64,
    /// Standard output.
    pub out: String,
    /// The exit status; `None` after a signal.
    pub code: Option<i32>,
}

/// Runs a program to its end.
pub fn run(command: &mut Command) -> Ran {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let start = Instant::now();
    let mut child = command.spawn().unwrap();
    let (id, has_ended) = (child.id(), Arc::new(AtomicBool::new(false)));
    let watched = has_ended.clone();
    let watch = thread::spawn(move || {
        let mut most = 0.0_f64;
        while !watched.load(Ordering::Relaxed) {
            most = peak(id).map_or(most, |now| now.max(most));
            thread::sleep(LOOK);
        }
        most
    });
    let mut out = String::new();
    child.stdout.take().unwrap().read_to_string(&mut out).unwrap();
    let code = child.wait().unwrap().code();
    let time = start.elapsed();
    has_ended.store(true, Ordering::Relaxed);
    Ran { time, peak: watch.join().unwrap(), out, code }
}

/// The most memory that a process has held, in MB. Linux tells.
pub fn peak(process: u32) -> Option<f64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes / 1000.0)
}

/// The variables that make a folder a program's home.
pub fn home(folder: &Path) -> [(&'static str, std::path::PathBuf); 5] {
    [
        ("HOME", folder.to_owned()),
        ("XDG_CONFIG_HOME", folder.join("config")),
        ("XDG_DATA_HOME", folder.join("data")),
        ("XDG_STATE_HOME", folder.join("state")),
        ("XDG_CACHE_HOME", folder.join("cache")),
    ]
}
