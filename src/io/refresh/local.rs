//! Feeds that are on this machine: files, and what commands print. And what is kept secret by commands.
//!
//! Only what the reader wrote into a subscription is run, by the system's shell; nothing that a server or a feed says
//! ever comes here.

use crate::io::fetch::Limits;
use crate::parse::too_large;
use anyhow::{Context, Result, bail};
use std::io::Read;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;
use url::Url;

/// Whether an address names something on this machine.
#[must_use]
pub(super) fn is_local(address: &str) -> bool {
    address.starts_with("exec:") || address.starts_with("file:")
}

/// What is asked one at a time: a host, or a command or file by itself.
#[must_use]
pub(super) fn host(address: &str) -> String {
    if is_local(address) {
        return address.to_owned();
    }
    Url::parse(address)
        .ok()
        .and_then(|url| Some(format!("{}:{}", url.host_str()?, url.port_or_known_default()?)))
        .unwrap_or_else(|| address.to_owned())
}

/// Reads a feed from a file or a command.
pub(super) fn read(address: &str, limits: &Limits) -> Result<Vec<u8>> {
    if let Some(command) = address.strip_prefix("exec:") {
        return command_output(command, limits.whole, limits.bytes);
    }
    let path = match Url::parse(address).ok().and_then(|url| url.to_file_path().ok()) {
        Some(path) => path,
        None => PathBuf::from(address.trim_start_matches("file:")),
    };
    let mut bytes = Vec::new();
    let file = std::fs::File::open(&path).with_context(|| path.display().to_string())?;
    if file.metadata().is_ok_and(|meta| !meta.is_file()) {
        bail!("{}: this is no regular file", path.display());
    }
    file.take(limits.bytes as u64 + 1)
        .read_to_end(&mut bytes)
        .with_context(|| path.display().to_string())?;
    if bytes.len() > limits.bytes {
        bail!("{}: {}", path.display(), too_large(bytes.len() as u64).says);
    }
    Ok(bytes)
}

/// What a command prints. It is ended when it takes too long or prints too much.
///
/// # Errors
/// When it cannot be run, fails, or does not end.
pub fn command_output(command: &str, patience: Duration, most: usize) -> Result<Vec<u8>> {
    let mut shell = if cfg!(windows) {
        let mut shell = Command::new("cmd");
        shell.arg("/C");
        shell
    } else {
        let mut shell = Command::new("/bin/sh");
        shell.arg("-c");
        shell
    };
    shell.arg(command).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    // A group of its own, so that what the shell has started ends with it.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut shell, 0);
    let mut child = shell.spawn().with_context(|| format!("{command}: it cannot be run"))?;
    let (out, err) = (child.stdout.take(), child.stderr.take());
    let (send, receive) = channel();
    let errors = thread::spawn(move || {
        let mut bytes = Vec::new();
        let _ = err.map(|err| err.take(2000).read_to_end(&mut bytes));
        bytes
    });
    thread::spawn(move || {
        let mut bytes = Vec::new();
        let read = out.map_or(Ok(0), |out| out.take(most as u64 + 1).read_to_end(&mut bytes));
        let _ = send.send(read.map(|_| bytes));
    });
    let Ok(read) = receive.recv_timeout(patience) else {
        end(&mut child);
        bail!("{command}: it does not end within {} s", patience.as_secs());
    };
    let bytes = read.with_context(|| command.to_owned())?;
    if bytes.len() > most {
        end(&mut child);
        bail!("{command}: {}", too_large(bytes.len() as u64).says);
    }
    let status = child.wait().with_context(|| command.to_owned())?;
    if !status.success() {
        let says = errors.join().unwrap_or_default();
        let says = String::from_utf8_lossy(&says).lines().next().unwrap_or_default().to_owned();
        bail!("{command}: it failed ({status}) {says}");
    }
    Ok(bytes)
}

/// Ends a command with all that it has started.
fn end(child: &mut Child) {
    #[cfg(unix)]
    if let Some(group) = i32::try_from(child.id()).ok().and_then(rustix::process::Pid::from_raw) {
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
    let _ = child.kill();
    let _ = child.wait();
}

/// How long a command that prints a secret may take: somebody may have to type a password for it.
const SECRET: Duration = Duration::from_secs(60);

/// Header lines as they are sent: `Name: value`, or `Name: !command` for what a command prints.
///
/// # Errors
/// When a line is no header, or its command fails.
pub fn headers(lines: &[String]) -> Result<Vec<(String, String)>> {
    let mut headers = Vec::new();
    for line in lines {
        let (name, value) = split(line)?;
        let value = match value.strip_prefix('!') {
            Some(command) => {
                let printed = command_output(command.trim(), SECRET, 10_000)?;
                let text = String::from_utf8_lossy(&printed).into_owned();
                text.lines().next().unwrap_or_default().trim().to_owned()
            }
            None => value.to_owned(),
        };
        if value.chars().any(|c| c.is_control()) {
            bail!("the header {name} has a control character in its value");
        }
        headers.push((name.to_owned(), value));
    }
    Ok(headers)
}

/// Says what is wrong with header lines, without running the commands in them.
///
/// # Errors
/// When a line is no header.
pub fn checked_headers(lines: &[String]) -> Result<()> {
    lines.iter().try_for_each(|line| split(line).map(drop))
}

/// A header line's name and value.
fn split(line: &str) -> Result<(&str, &str)> {
    let (name, value) =
        line.split_once(':').with_context(|| format!("{line}: write Name: value"))?;
    let name = name.trim();
    let is_name =
        !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c));
    if !is_name {
        bail!("{line}: this is no name of a header");
    }
    Ok((name, value.trim()))
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    const SHORT: Duration = Duration::from_secs(20);

    #[test]
    fn a_command_prints_a_feed_or_says_why_not() {
        assert_eq!(command_output("printf '<rss/>'", SHORT, 100).unwrap(), b"<rss/>");
        let failed = command_output("echo no >&2; exit 3", SHORT, 100).unwrap_err().to_string();
        assert!(failed.contains("no") && failed.contains('3'), "{failed}");
        assert!(command_output("yes", SHORT, 1000).unwrap_err().to_string().contains("too large"));
        let slow = command_output("sleep 100", Duration::from_millis(50), 10).unwrap_err();
        assert!(slow.to_string().contains("does not end"), "{slow}");
    }

    #[test]
    fn what_a_command_has_started_ends_with_it() {
        let root = tempfile::tempdir().unwrap();
        let pid = root.path().join("pid");
        let command =
            format!("sleep 1000 >/dev/null 2>&1 & echo $! > '{}'; exec yes", pid.display());
        let ended = command_output(&command, SHORT, 1000).unwrap_err();
        assert!(ended.to_string().contains("too large"), "{ended}");
        let pid = std::fs::read_to_string(pid).unwrap();
        let stat = format!("/proc/{}/stat", pid.trim());
        let begun = std::time::Instant::now();
        // It is gone, or waits only to be reaped.
        while std::fs::read_to_string(&stat).is_ok_and(|says| !says.contains(") Z ")) {
            assert!(begun.elapsed() < SHORT, "it lives on");
            thread::yield_now();
        }
    }

    #[test]
    fn secrets_come_from_commands() {
        let lines = ["X-Key: plain".to_owned(), "Authorization: !echo Bearer s3cret".to_owned()];
        let headers = headers(&lines).unwrap();
        assert_eq!(headers[1], ("Authorization".to_owned(), "Bearer s3cret".to_owned()));
        assert!(super::headers(&["no header".to_owned()]).is_err());
        assert!(super::headers(&["A B: c".to_owned()]).is_err());
    }
}
