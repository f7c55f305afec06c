//! Threads that do one thing and send what came of it.

use super::keeper::Asker;
use super::{Event, opened_msg};
use crate::app::state::{Msg, Notice, Ticket};
use crate::doc::Article;
use crate::extract::{Lexicon, analyse as find};
use crate::io::clipboard::Clipboard;
use crate::io::fetch::Limits;
use crate::io::read::{self, Input};
use std::path::PathBuf;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// Finds who said what.
pub fn analyse(ticket: Ticket, article: Arc<Article>, send: Sender<Event>) {
    thread::spawn(move || {
        let analysis = Arc::new(find(&article, Lexicon::builtin()));
        // The loop may have ended meanwhile; then nobody waits for the answer.
        let _ = send.send(Event::Msg(Msg::Analysed(ticket, analysis)));
    });
}

/// Reads or fetches an article, with all that is kept on it.
pub fn open(ticket: Ticket, input: Input, timeout: u64, asker: Asker, send: Sender<Event>) {
    let limits = Limits { whole: Duration::from_secs(timeout), ..Limits::default() };
    thread::spawn(move || match read::load_within(&input, &limits) {
        Ok(loaded) => {
            let notices = loaded.problems.into_iter().map(|problem| problem.says).collect();
            asker.open(ticket, Arc::new(loaded.article), notices);
        }
        Err(error) => {
            let _ = send.send(opened_msg(ticket, Err(format!("{error:#}"))));
        }
    });
}

/// Puts text on the local clipboard, where there is one. The terminal has been sent it already.
pub fn copy(text: String, send: Sender<Event>) {
    // On X11 the clipboard lives only as long as its handle.
    static CLIPBOARD: Mutex<Option<Clipboard>> = Mutex::new(None);
    thread::spawn(move || {
        let mut held = CLIPBOARD.lock().unwrap_or_else(PoisonError::into_inner);
        let copied = held.get_or_insert_with(Clipboard::new).copy(&text);
        let shown = crate::text::columns::ellipsis(&text, 60);
        let notice = match copied {
            Ok(()) => Notice::Done(format!("Copied {shown}")),
            Err(_) => Notice::Done(format!("Sent to the terminal: {shown}")),
        };
        let _ = send.send(Event::Msg(Msg::Told(notice)));
    });
}

/// Writes an export. A file that is there is never written over from inside the program.
pub fn export(path: &str, text: &str) -> Notice {
    let target = expand_home(path);
    if target.exists() {
        return Notice::Failed(format!("{} is there already; give another name", target.display()));
    }
    match crate::io::disk::replace(&target, text.as_bytes()) {
        Ok(()) => Notice::Done(format!("Written to {}", target.display())),
        Err(error) => Notice::Failed(format!("{error:#}")),
    }
}

/// `~/` at the start of a path is the reader's home, as it is in a shell.
fn expand_home(path: &str) -> PathBuf {
    let home = std::env::var_os("HOME").filter(|home| !home.is_empty());
    match (path.strip_prefix("~/"), home) {
        (Some(rest), Some(home)) => PathBuf::from(home).join(rest),
        _ => PathBuf::from(path),
    }
}
