//! The clipboard of the machine that the program runs on.
//!
//! On X11 a clipboard lives as long as the program that filled it, so the handle is kept.
//! Over ssh, or without a display, there is none: then the shell sends the text to the
//! terminal (OSC 52) alone.

use anyhow::{Context, Result, bail};

/// The local clipboard, opened when it is first needed.
#[derive(Default)]
pub struct Clipboard {
    open: Option<arboard::Clipboard>,
}

impl Clipboard {
    /// A clipboard that is not open yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Puts a text there.
    ///
    /// # Errors
    /// "no local clipboard" where there is none; else what the system says.
    pub fn copy(&mut self, text: &str) -> Result<()> {
        let clipboard = match &mut self.open {
            Some(clipboard) => clipboard,
            None => {
                if !has_display(|name| std::env::var_os(name).is_some_and(|v| !v.is_empty())) {
                    bail!("no local clipboard (there is no display)");
                }
                self.open.insert(arboard::Clipboard::new().context("no local clipboard")?)
            }
        };
        clipboard.set_text(text).context("cannot copy to the local clipboard")
    }
}

/// Whether there can be a clipboard at all. On Linux it is reached through X11, which Wayland
/// offers as well.
fn has_display(is_set: impl Fn(&str) -> bool) -> bool {
    cfg!(any(windows, target_os = "macos")) || is_set("DISPLAY")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(target_os = "linux")]
    fn without_a_display_there_is_no_clipboard() {
        assert!(!has_display(|_| false));
        assert!(has_display(|name| name == "DISPLAY"));
    }
}
