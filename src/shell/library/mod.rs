//! The library behind the screen: who answers its questions, who asks the feeds, who analyses what has come.
//!
//! Each is a thread with a connection of its own, so that no question waits for a server or an analysis. Which
//! thread writes when is left to the database: a change takes milliseconds, and whoever comes second waits for it.

mod analyst;
mod librarian;
mod order;
mod refresher;

pub use analyst::Analyst;
pub use librarian::Librarian;
pub use refresher::{Called, Refresher};

use crate::io::db::Library;
use crate::io::dirs::Dirs;
use crate::io::fetch::Limits;
use anyhow::Result;

/// Where the library is, and within which limits pages are fetched for it.
#[derive(Clone, Debug)]
pub struct Place {
    /// The reader's folders.
    pub dirs: Dirs,
    /// On one page.
    pub limits: Limits,
}

impl Place {
    /// Opens the library; makes it where there is none.
    ///
    /// # Errors
    /// As [`Library::open`].
    pub fn open(&self) -> Result<Library> {
        Library::open(&self.dirs, super::now().time)
    }
}

/// Puts the calling thread, and those that it starts, behind all that a person waits for.
fn step_back() {
    // Elsewhere this would be said of the whole program, screen included.
    #[cfg(target_os = "linux")]
    {
        // Who may not is as polite as before.
        let _ = rustix::process::setpriority_process(None, 19);
    }
}
