//! A program in a pty, and the screen that a person would see.

use crate::home::{Home, PROGRAM};
use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use std::fs;
use std::io::{Read, Write};
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};
use vt100::{Parser, Screen};

/// How long anything is waited for. On an idle machine all of it takes milliseconds.
const DEADLINE: Duration = Duration::from_secs(60);

/// How often what has no event of its own (a file, a process) is looked at.
const POLL: Duration = Duration::from_millis(10);

/// Who owns nothing and may do nothing.
const NOBODY: u32 = 65534;

/// What has come out of the program so far.
struct Shown {
    parser: Parser,
    raw: Vec<u8>,
    ended: bool,
}

/// A program in a terminal.
pub struct Session {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    shown: Arc<(Mutex<Shown>, Condvar)>,
}

/// How a session is to be started.
pub struct Start<'a> {
    home: &'a Home,
    program: Vec<String>,
    environment: Vec<(String, String)>,
    size: (u16, u16),
}

impl Home {
    /// The program with these arguments, to be started in a terminal of 100 columns and 30 rows.
    pub fn terminal(&self, arguments: &[&str]) -> Start<'_> {
        let program = std::iter::once(&PROGRAM).chain(arguments).map(|word| (*word).to_owned());
        Start { home: self, program: program.collect(), environment: Vec::new(), size: (100, 30) }
    }

    /// Gives everything in it to nobody, where that can be done.
    pub fn give_to_nobody(&self) {
        fn give(path: &std::path::Path) {
            // An ordinary user has nothing to give away.
            let _ = std::os::unix::fs::chown(path, Some(NOBODY), Some(NOBODY));
            let inside = fs::read_dir(path).into_iter().flatten().flatten();
            inside.for_each(|entry| give(&entry.path()));
        }
        give(&self.path(""));
    }

    /// The folder with the notes files.
    pub fn notes(&self) -> PathBuf {
        self.path("data/whosaid/notes")
    }

    /// The notes files, by name.
    pub fn notes_files(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(self.notes()).into_iter().flatten().flatten();
        let mut files: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
        // A file that is being written is not yet one.
        files.retain(|path| path.extension().is_some_and(|ending| ending == "toml"));
        files.sort();
        files
    }
}

impl Home {
    /// Whether a draft of a note with these words in it is kept.
    pub fn has_draft(&self, words: &str) -> bool {
        let all = fs::read_dir(self.path("state/whosaid/drafts")).into_iter().flatten().flatten();
        let mut paths = all.map(|entry| entry.path());
        // A file that is being written has another name.
        paths.any(|path| {
            path.extension().is_some_and(|ending| ending == "toml")
                && fs::read_to_string(path).is_ok_and(|text| text.contains(words))
        })
    }
}

impl Start<'_> {
    /// Runs it by a shell that has control of jobs, as an interactive one has.
    pub fn in_shell(mut self, script: &str) -> Self {
        let mut program: Vec<String> = ["sh", "-mc", script].map(str::to_owned).to_vec();
        program.extend(std::mem::take(&mut self.program));
        self.program = program;
        self
    }

    /// Runs it as nobody, where whoever runs the tests may do everything: for him no permission counts.
    pub fn by_nobody(mut self) -> Self {
        if rustix::process::geteuid().is_root() {
            let mut program: Vec<String> = vec!["setpriv".into()];
            let flags = [format!("--reuid={NOBODY}"), format!("--regid={NOBODY}")];
            program.extend(flags.into_iter().chain(["--clear-groups".into()]));
            program.append(&mut self.program);
            self.program = program;
        }
        self
    }

    /// Columns and rows of the terminal.
    pub fn size(mut self, columns: u16, rows: u16) -> Self {
        self.size = (columns, rows);
        self
    }

    /// Sets a variable.
    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Starts it.
    pub fn start(self) -> Session {
        let (columns, rows) = self.size;
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(&self.program[0]);
        command.args(&self.program[1..]);
        command.env_clear();
        command.env("TERM", "xterm-256color");
        for (name, value) in self.home.environment() {
            command.env(name, value);
        }
        for (name, value) in self.environment {
            command.env(name, value);
        }
        command.cwd(self.home.path(""));
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let shown = Shown { parser: Parser::new(rows, columns, 0), raw: Vec::new(), ended: false };
        let shown = Arc::new((Mutex::new(shown), Condvar::new()));
        let mut reader = pair.master.try_clone_reader().unwrap();
        let writer = pair.master.take_writer().unwrap();
        let seen = shown.clone();
        thread::spawn(move || {
            let mut bytes = [0; 8192];
            loop {
                // When the last process is gone Linux says so by an error.
                let count = reader.read(&mut bytes).unwrap_or(0);
                let mut shown = seen.0.lock().unwrap();
                shown.parser.process(&bytes[..count]);
                shown.raw.extend(&bytes[..count]);
                shown.ended = count == 0;
                seen.1.notify_all();
                if count == 0 {
                    return;
                }
            }
        });
        Session { child, master: pair.master, writer, shown }
    }
}

impl Session {
    /// Waits until the screen is as wanted.
    #[track_caller]
    pub fn wait(&self, what: &str, wanted: impl Fn(&Screen) -> bool) {
        let start = Instant::now();
        let mut shown = self.shown.0.lock().unwrap();
        while !wanted(shown.parser.screen()) {
            let left = DEADLINE.saturating_sub(start.elapsed());
            if left.is_zero() || shown.ended {
                let screen = shown.parser.screen().contents();
                drop(shown);
                panic!("no sight of {what} on:\n{screen}");
            }
            shown = self.shown.1.wait_timeout(shown, left).unwrap().0;
        }
    }

    /// Waits until these words stand on the screen.
    #[track_caller]
    pub fn see(&self, words: &str) {
        self.wait(words, |screen| screen.contents().contains(words));
    }

    /// Waits until these words are no longer on the screen.
    #[track_caller]
    pub fn miss(&self, words: &str) {
        self.wait(&format!("a screen without {words}"), |screen| {
            !screen.contents().contains(words)
        });
    }

    /// Types.
    pub fn press(&mut self, keys: &str) {
        self.writer.write_all(keys.as_bytes()).unwrap();
        self.writer.flush().unwrap();
    }

    /// Pastes, as terminals do since 2005.
    pub fn paste(&mut self, text: &str) {
        self.press(&format!("\x1b[200~{text}\x1b[201~"));
    }

    /// Gives the terminal another size.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.shown.0.lock().unwrap().parser.screen_mut().set_size(rows, columns);
        self.master
            .resize(PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 })
            .unwrap();
    }

    /// What is on the screen.
    pub fn screen<T>(&self, look: impl Fn(&Screen) -> T) -> T {
        look(self.shown.0.lock().unwrap().parser.screen())
    }

    /// The words on the screen.
    pub fn words(&self) -> String {
        self.screen(Screen::contents)
    }

    /// All that has come out of the program.
    pub fn raw(&self) -> Vec<u8> {
        self.shown.0.lock().unwrap().raw.clone()
    }

    /// The program's process.
    pub fn pid(&self) -> rustix::process::Pid {
        let id = self.child.process_id().unwrap();
        rustix::process::Pid::from_raw(i32::try_from(id).unwrap()).unwrap()
    }

    /// Waits for the end, until everything that was written has been seen.
    #[track_caller]
    pub fn end(&mut self) -> ExitStatus {
        let start = Instant::now();
        let mut shown = self.shown.0.lock().unwrap();
        while !shown.ended {
            let left = DEADLINE.saturating_sub(start.elapsed());
            assert!(
                !left.is_zero(),
                "the program does not end:\n{}",
                shown.parser.screen().contents()
            );
            shown = self.shown.1.wait_timeout(shown, left).unwrap().0;
        }
        drop(shown);
        self.child.wait().unwrap()
    }

    /// Waits for a good end that leaves the terminal as it was found.
    #[track_caller]
    pub fn end_well(&mut self) {
        let status = self.end();
        assert!(status.success(), "{status:?}\n{}", self.words());
        self.gives_the_terminal_back();
    }

    /// Leaves with `q`, and looks that everything is in order.
    #[track_caller]
    pub fn quit(&mut self) {
        self.press("q");
        self.end_well();
    }

    /// The terminal is as it was found.
    #[track_caller]
    pub fn gives_the_terminal_back(&self) {
        self.screen(|screen| {
            assert!(
                !screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste()
            );
            assert_eq!(
                (screen.fgcolor(), screen.bgcolor()),
                (vt100::Color::Default, vt100::Color::Default)
            );
            assert!(!screen.contents().contains("panicked"), "{}", screen.contents());
        });
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // A test that fails must not leave a program behind.
        let _ = self.child.kill();
    }
}

/// Waits until something holds that has no event of its own.
#[track_caller]
pub fn until(what: &str, holds: impl Fn() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < DEADLINE, "it never came about that {what}");
        thread::sleep(POLL);
    }
}
