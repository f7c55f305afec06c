//! Keys, pastes, sizes and signals into events.

use super::{Event, size_of};
use crate::app::key::{Code, Key};
use crate::app::state::Msg;
use anyhow::{Context, Result};
use crossterm::event::{self, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// Keeps the thread that reads the terminal from reading while another program has it.
#[derive(Clone, Default)]
pub struct Gate {
    shared: Arc<(Mutex<Passing>, Condvar)>,
}

/// How late an interrupt may be seen.
const LATE: Duration = Duration::from_millis(500);

/// Who is at the gate.
#[derive(Default)]
struct Passing {
    closed: bool,
    /// When it was opened the last time.
    opened: Option<Instant>,
    /// The thread stands before it, or will never come again.
    stopped: bool,
    gone: bool,
}

impl Gate {
    /// Closes it, and waits until nobody reads.
    pub fn close(&self) {
        let (passing, changed) = &*self.shared;
        let mut passing = passing.lock().unwrap_or_else(PoisonError::into_inner);
        passing.closed = true;
        // The thread sits in a read that only an event ends; a change of size is one that does no harm.
        #[cfg(unix)]
        {
            use rustix::process::{Signal, getpid, kill_process};
            let _ = kill_process(getpid(), Signal::WINCH);
            while !passing.stopped && !passing.gone {
                let (next, waited) = changed
                    .wait_timeout(passing, Duration::from_secs(2))
                    .unwrap_or_else(PoisonError::into_inner);
                passing = next;
                if waited.timed_out() {
                    break;
                }
            }
        }
        #[cfg(not(unix))]
        let _ = (changed, &passing.stopped, &passing.gone);
    }

    /// Opens it again.
    pub fn open(&self) {
        let (passing, changed) = &*self.shared;
        {
            let mut passing = passing.lock().unwrap_or_else(PoisonError::into_inner);
            passing.closed = false;
            passing.opened = Some(Instant::now());
        }
        changed.notify_all();
    }

    /// Whether an interrupt is meant for who has the terminal. One that ends them may be seen here only
    /// after they have given it back.
    fn is_lent(&self) -> bool {
        let passing = self.shared.0.lock().unwrap_or_else(PoisonError::into_inner);
        passing.closed || passing.opened.is_some_and(|at| at.elapsed() < LATE)
    }

    /// Goes through, as soon as it is open.
    fn pass(&self) {
        let (passing, changed) = &*self.shared;
        let mut passing = passing.lock().unwrap_or_else(PoisonError::into_inner);
        while passing.closed {
            passing.stopped = true;
            changed.notify_all();
            passing = changed.wait(passing).unwrap_or_else(PoisonError::into_inner);
        }
        passing.stopped = false;
    }

    /// Nobody will come to it any more.
    fn leave(&self) {
        let (passing, changed) = &*self.shared;
        passing.lock().unwrap_or_else(PoisonError::into_inner).gone = true;
        changed.notify_all();
    }
}

/// Listens to the terminal and to signals until the program ends. While the gate that it gives is
/// closed, the terminal is not read, and its interrupt key is not ours.
///
/// # Errors
/// When signals cannot be listened to.
pub fn listen(send: Sender<Event>) -> Result<Gate> {
    let gate = Gate::default();
    #[cfg(unix)]
    {
        use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGXFSZ};
        // A file that may not become so large is an error to be told. By default it is a signal that
        // ends the program, with whatever was being typed.
        let _ = signal_hook::flag::register(SIGXFSZ, Arc::new(AtomicBool::new(false)));
        let mut signals = signal_hook::iterator::Signals::new([SIGHUP, SIGINT, SIGTERM])
            .context("cannot listen to signals")?;
        let send = send.clone();
        let gate = gate.clone();
        thread::spawn(move || {
            // Ctrl-C in the reader's own editor is meant for that.
            let ours = signals.forever().filter(|signal| *signal != SIGINT || !gate.is_lent());
            for (n, signal) in ours.enumerate() {
                // The first is obeyed in order. Whoever sends a second does not want to wait.
                if n > 0 || send.send(Event::Stop(signal)).is_err() {
                    let _ = signal_hook::low_level::emulate_default_handler(signal);
                }
            }
        });
    }
    #[cfg(unix)]
    watch_for_hang_up(send.clone());
    let passing = gate.clone();
    thread::spawn(move || {
        loop {
            passing.pass();
            let event = match event::read() {
                Ok(event) => read(event),
                // The terminal is gone.
                Err(_) => Some(Event::Stop(0)),
            };
            let is_last = matches!(event, Some(Event::Stop(_)));
            if event.is_some_and(|event| send.send(event).is_err()) || is_last {
                passing.leave();
                return;
            }
        }
    });
    Ok(gate)
}

/// Ends the program when the terminal is gone. crossterm reads on from a terminal that has been closed,
/// for ever and as fast as it can, and the signal that should come with it does not always.
#[cfg(unix)]
fn watch_for_hang_up(send: Sender<Event>) {
    use rustix::event::{PollFd, PollFlags, poll};
    let Ok(terminal) = std::fs::File::open("/dev/tty") else { return };
    thread::spawn(move || {
        // Asked for nothing, poll wakes up only when the other end has gone.
        let mut asked = [PollFd::new(&terminal, PollFlags::empty())];
        while matches!(poll(&mut asked, None), Err(rustix::io::Errno::INTR)) {}
        let _ = send.send(Event::Stop(signal_hook::consts::SIGHUP));
    });
}

fn read(event: event::Event) -> Option<Event> {
    let msg = match event {
        event::Event::Key(key) if key.kind != KeyEventKind::Release => Msg::Key(key_of(key)?),
        event::Event::Paste(text) => Msg::Paste(text),
        event::Event::Resize(width, height) => Msg::Resize(size_of(width, height)),
        _ => return None,
    };
    Some(Event::Msg(msg))
}

fn key_of(event: KeyEvent) -> Option<Key> {
    let others = KeyModifiers::SUPER | KeyModifiers::HYPER | KeyModifiers::META;
    if event.modifiers.intersects(others) {
        // These belong to the window manager; without them it would be another key.
        return None;
    }
    let shift = event.modifiers.contains(KeyModifiers::SHIFT);
    let code = match event.code {
        // Some terminals report shift beside the small letter.
        KeyCode::Char(c) if shift && c.is_lowercase() => {
            Code::Char(c.to_uppercase().next().unwrap_or(c))
        }
        KeyCode::Char(c) => Code::Char(c),
        KeyCode::Enter => Code::Enter,
        KeyCode::Esc => Code::Esc,
        KeyCode::Tab if shift => Code::BackTab,
        KeyCode::Tab => Code::Tab,
        KeyCode::BackTab => Code::BackTab,
        KeyCode::Backspace => Code::Backspace,
        KeyCode::Delete => Code::Delete,
        KeyCode::Insert => Code::Insert,
        KeyCode::Up => Code::Up,
        KeyCode::Down => Code::Down,
        KeyCode::Left => Code::Left,
        KeyCode::Right => Code::Right,
        KeyCode::Home => Code::Home,
        KeyCode::End => Code::End,
        KeyCode::PageUp => Code::PageUp,
        KeyCode::PageDown => Code::PageDown,
        KeyCode::F(n) => Code::F(n),
        _ => return None,
    };
    let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
    let alt = event.modifiers.contains(KeyModifiers::ALT);
    Some(Key { code, ctrl, alt })
}

/// Whether somebody has asked a long command to stop: watched from the first call on, so that it can
/// clear away what it has begun instead of being cut off.
pub fn interrupted() -> impl Fn() -> bool {
    let asked = interruption();
    move || asked.load(std::sync::atomic::Ordering::Relaxed)
}

/// As [`interrupted`], as a flag that threads can share.
#[must_use]
pub fn interruption() -> Arc<AtomicBool> {
    let asked = Arc::new(AtomicBool::new(false));
    #[cfg(unix)]
    for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
        // Where it cannot be watched, the signal ends the program as it always does.
        let _ = signal_hook::flag::register(signal, asked.clone());
    }
    asked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shifted_letters_are_capitals_however_they_are_reported() {
        for (code, modifiers) in [
            (KeyCode::Char('g'), KeyModifiers::SHIFT),
            (KeyCode::Char('G'), KeyModifiers::SHIFT),
            (KeyCode::Char('G'), KeyModifiers::NONE),
        ] {
            assert_eq!(key_of(KeyEvent::new(code, modifiers)), Some(Key::char('G')));
        }
        let tab = key_of(KeyEvent::new(KeyCode::Tab, KeyModifiers::SHIFT));
        assert_eq!(tab, Some(Key::plain(Code::BackTab)));
    }

    #[test]
    fn a_key_let_go_is_no_key() {
        let mut event = KeyEvent::new(KeyCode::Char('a'), KeyModifiers::NONE);
        event.kind = KeyEventKind::Release;
        assert!(read(event::Event::Key(event)).is_none());
    }
}
