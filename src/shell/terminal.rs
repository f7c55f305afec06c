//! The terminal: taken, drawn on, lent to the shell, and always given back as it was.

use super::input::Gate;
use super::size_of;
use crate::app::State;
use crate::app::geometry::Size;
use anyhow::{Context, Result};
use crossterm::clipboard::CopyToClipboard;
use crossterm::event::{
    DisableBracketedPaste, EnableBracketedPaste, KeyboardEnhancementFlags,
    PopKeyboardEnhancementFlags, PushKeyboardEnhancementFlags,
};
use crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
    disable_raw_mode, enable_raw_mode,
};
use crossterm::{cursor, execute};
use ratatui::backend::CrosstermBackend;
use ratatui::layout::{Position, Rect};
use std::io::{IsTerminal, Stdout, stdout};
use std::sync::Once;

/// The terminal, while it is ours.
pub struct Terminal {
    inner: ratatui::Terminal<CrosstermBackend<Stdout>>,
    _guard: Guard,
}

/// Gives the terminal back when it is dropped.
struct Guard;

impl Terminal {
    /// Takes the terminal.
    ///
    /// # Errors
    /// When there is none.
    pub fn open() -> Result<Self> {
        // Under NO_COLOR crossterm would write colour commands with their numbers left out, which
        // switch every attribute off. The themes have no colours then, so nothing needs leaving out.
        crossterm::style::force_color_output(true);
        give_back_on_panic();
        // From here on whatever fails gives the terminal back.
        let guard = Guard;
        take().context("cannot use this terminal")?;
        let inner = ratatui::Terminal::new(CrosstermBackend::new(stdout()))?;
        Ok(Self { inner, _guard: guard })
    }

    /// Columns and rows.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn size(&self) -> Result<Size> {
        let size = self.inner.size()?;
        Ok(size_of(size.width, size.height))
    }

    /// Draws the state, as one update that does not tear.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn draw(&mut self, state: &State) -> Result<()> {
        execute!(stdout(), BeginSynchronizedUpdate)?;
        self.inner.draw(|frame| {
            if let Some(position) = crate::ui::draw(state, frame.buffer_mut()) {
                frame.set_cursor_position(position);
            }
        })?;
        execute!(stdout(), EndSynchronizedUpdate)?;
        Ok(())
    }

    /// Draws everything anew the next time.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn clear(&mut self) -> Result<()> {
        // `clear` would ask the terminal where its cursor stands, and wait in vain: the answer goes
        // to the thread that reads the keys. A change of size forgets what was drawn without asking.
        let size = self.inner.size()?;
        Ok(self.inner.resize(Rect::from((Position::ORIGIN, size)))?)
    }

    /// Sends text to the terminal's clipboard (OSC 52), which reaches through ssh and tmux.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn copy(&mut self, text: &str) -> Result<()> {
        Ok(execute!(stdout(), CopyToClipboard::to_clipboard_from(text))?)
    }

    /// Gives the terminal back and stops until the shell brings us to the front again.
    ///
    /// # Errors
    /// When the terminal cannot be taken again.
    pub fn suspend(&mut self) -> Result<()> {
        give_back();
        // The whole group, so that a `cargo run` around us stops as well and the shell takes over.
        #[cfg(unix)]
        let _ = rustix::process::kill_current_process_group(rustix::process::Signal::TSTP);
        take().context("cannot use this terminal again")?;
        self.clear()
    }
}

impl Terminal {
    /// Lends the terminal to another program, whatever `to` runs, and takes it back.
    ///
    /// # Errors
    /// When the terminal cannot be taken again.
    pub fn lend<T>(&mut self, gate: &Gate, to: impl FnOnce() -> T) -> Result<T> {
        gate.close();
        give_back();
        let came = to();
        let taken = take().context("cannot use this terminal again");
        gate.open();
        taken?;
        self.clear()?;
        Ok(came)
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        give_back();
    }
}

fn take() -> Result<()> {
    enable_raw_mode()?;
    execute!(stdout(), EnterAlternateScreen, EnableBracketedPaste)?;
    if tells_keys_apart() {
        // With it Ctrl-i is another key than Tab, where the terminal can tell the two apart.
        let flags = KeyboardEnhancementFlags::DISAMBIGUATE_ESCAPE_CODES;
        execute!(stdout(), PushKeyboardEnhancementFlags(flags))?;
    }
    Ok(())
}

/// Nothing here may fail: it is the last thing that is done, and each step is worth trying.
fn give_back() {
    if tells_keys_apart() {
        let _ = execute!(stdout(), PopKeyboardEnhancementFlags);
    }
    let _ = execute!(
        stdout(),
        EndSynchronizedUpdate,
        DisableBracketedPaste,
        LeaveAlternateScreen,
        cursor::Show
    );
    let _ = disable_raw_mode();
}

/// Old consoles print what they do not know; all others pass over it.
fn tells_keys_apart() -> bool {
    let term = std::env::var("TERM").unwrap_or_default();
    stdout().is_terminal() && !matches!(term.as_str(), "" | "linux" | "dumb")
}

/// A panic of the loop would print into the alternate screen and be lost with it. One of a worker must
/// print nothing at all: the loop goes on, and says itself that the work has failed.
fn give_back_on_panic() {
    static ONCE: Once = Once::new();
    let main = std::thread::current().id();
    ONCE.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if std::thread::current().id() == main {
                give_back();
                before(panic);
            }
        }));
    });
}
