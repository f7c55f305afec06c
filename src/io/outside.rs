//! A text in the reader's own editor.

use anyhow::{Context, Result, bail};
use std::io::{ErrorKind, IsTerminal, Write as _};
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::{env, fs};

/// What comes back may not be longer than this, in bytes.
const MOST: u64 = 4 * 1024 * 1024;

/// Runs the editor that `$VISUAL` or else `$EDITOR` names on a text, waits for its end, and gives back
/// what it saved. The terminal must be the editor's meanwhile.
///
/// # Errors
/// In the user's terms. Where the editor failed but had written something, its file stays and is named.
pub fn edit(text: &str) -> Result<String> {
    let command =
        command().context("no editor is set: set VISUAL or EDITOR, as in export EDITOR=nano")?;
    // The name's ending lets editors know what sort of text it is; nobody else may read it.
    let mut file = tempfile::Builder::new()
        .prefix("whosaid-note-")
        .suffix(".md")
        .tempfile()
        .context("cannot make a file for the editor")?;
    let given = if text.is_empty() { String::new() } else { format!("{text}\n") };
    file.write_all(given.as_bytes()).context("cannot write a file for the editor")?;
    // Closed, so that an editor may put another file in its place.
    let path = file.into_temp_path();
    let status =
        run(&command, &path).with_context(|| format!("cannot start the editor {command}"))?;
    let (why, wrote) = match (status.success(), read(&path)) {
        (true, Ok(words)) => return Ok(words),
        (true, Err(error)) => (format!("{error:#}"), path.exists()),
        (false, Ok(words)) => (failure(&command, status), words != given),
        (false, Err(_)) => (failure(&command, status), path.exists()),
    };
    match path.keep() {
        Ok(path) if wrote => bail!("{why}; what it wrote is in {}", path.display()),
        Ok(path) => drop(fs::remove_file(path)),
        Err(_) => {}
    }
    bail!("{why}; the note is as it was")
}

/// The editor that the reader has set, with its own arguments.
fn command() -> Option<String> {
    let set = |name| env::var(name).ok().filter(|command| !command.trim().is_empty());
    set("VISUAL").or_else(|| set("EDITOR"))
}

fn run(command: &str, path: &Path) -> std::io::Result<ExitStatus> {
    // By a shell, as git does it: the variable may hold arguments and quotation marks.
    let mut editor = if cfg!(unix) {
        let mut shell = Command::new("sh");
        // An interrupt is the editor's: the shell itself must live to tell how it ended.
        shell.arg("-c").arg(format!("trap : INT\n{command} \"$@\"")).arg(command);
        shell
    } else {
        let mut words = command.split_whitespace();
        let mut editor = Command::new(words.next().unwrap_or_default());
        editor.args(words);
        editor
    };
    editor.arg(path);
    if !std::io::stdin().is_terminal()
        && let Ok(terminal) = fs::File::open("/dev/tty")
    {
        // The article came by standard input; the editor wants keys.
        editor.stdin(Stdio::from(terminal));
    }
    editor.status()
}

fn failure(command: &str, status: ExitStatus) -> String {
    match status.code() {
        Some(127) => format!("there is no editor {command}"),
        Some(126) => format!("the editor {command} cannot be run"),
        Some(code) => format!("the editor {command} ended with status {code}"),
        None => format!("the editor {command} was ended by a signal"),
    }
}

fn read(path: &Path) -> Result<String> {
    let meta = fs::metadata(path).map_err(|error| match error.kind() {
        ErrorKind::NotFound => anyhow::anyhow!("the editor has left no file behind"),
        _ => super::disk::plainly(&error),
    })?;
    if meta.len() > MOST {
        bail!("what the editor wrote is longer than {} MiB", MOST / 1024 / 1024);
    }
    let bytes = fs::read(path).map_err(|error| super::disk::plainly(&error))?;
    String::from_utf8(bytes).map_err(|_| anyhow::anyhow!("what the editor wrote is not UTF-8 text"))
}
