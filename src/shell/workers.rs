//! Threads that do one thing and send what came of it.

use super::keeper::{Asker, Read};
use super::library::{Analyst, Place};
use super::{Event, opened_msg};
use crate::app::config::Feeds;
use crate::app::state::{Msg, Notice, Ticket};
use crate::doc::{Article, Problem, ProblemKind};
use crate::extract::{Dictionary, analyse as find};
use crate::io::clipboard::Clipboard;
use crate::io::read::library::{self, Fresh};
use crate::io::read::{self, Input, Loaded};
use crate::io::{browse, disk};
use crate::library::feed::ItemId;
use crate::library::front::Mark;
use anyhow::Result;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// On X11 the clipboard lives only as long as its handle.
static CLIPBOARD: Mutex<Option<Clipboard>> = Mutex::new(None);

/// Does work on a thread of its own and sends what comes of it; a panic is an answer too.
fn work(
    send: Sender<Event>,
    done: impl FnOnce() -> Msg + Send + 'static,
    failed: impl FnOnce() -> Msg + Send + 'static,
) {
    thread::spawn(move || {
        let msg = catch_unwind(AssertUnwindSafe(done)).unwrap_or_else(|_| failed());
        // The loop may have ended meanwhile; then nobody waits for the answer.
        let _ = send.send(Event::Msg(msg));
    });
}

/// Does something that is told on the bottom row.
fn tell(send: Sender<Event>, done: impl FnOnce() -> Notice + Send + 'static) {
    let failed = || Msg::Told(Notice::Failed("That failed; this is a bug in whosaid".into()));
    work(send, move || Msg::Told(done()), failed);
}

/// Finds who said what.
pub fn analyse(
    ticket: Ticket,
    article: Arc<Article>,
    dictionary: Arc<Dictionary>,
    send: Sender<Event>,
) {
    let digest = article.digest;
    if article.text.is_empty() {
        // What lies under the library's screen: the models need not be read for that.
        let nothing = Arc::new(crate::extract::Analysis::empty(digest));
        let _ = send.send(Event::Msg(Msg::Analysed(ticket, nothing)));
        return;
    }
    let failed = move || {
        let mut nothing = crate::extract::Analysis::empty(digest);
        nothing.problems.push(Problem {
            kind: ProblemKind::Limit,
            says: "Finding out who said what failed; this is a bug in whosaid".into(),
        });
        Msg::Analysed(ticket, Arc::new(nothing))
    };
    let done = move || Msg::Analysed(ticket, Arc::new(find(&article, dictionary.lexicon())));
    work(send, done, failed);
}

/// An article that is to be opened.
pub enum What {
    /// What a word names: an item of the library, or else a path or an address.
    Word(String, Input, Fresh),
    /// An item of the library.
    Item(ItemId),
    /// The article that is built in.
    Sample,
}

/// What opens the article that is built in.
pub const SAMPLE: &str = "sample:";

/// Reads or fetches an article, with all that is kept on it.
pub fn open(
    ticket: Ticket,
    what: What,
    place: Place,
    analyst: Analyst,
    asker: Asker,
    send: Sender<Event>,
) {
    thread::spawn(move || {
        let loaded = catch_unwind(AssertUnwindSafe(|| load(what, &place)));
        let loaded = loaded.unwrap_or_else(|_| {
            Err(anyhow::anyhow!("reading it failed; this is a bug in whosaid"))
        });
        match loaded {
            Ok((loaded, again)) => {
                let notices = loaded.problems.into_iter().map(|problem| problem.says).collect();
                let article = Arc::new(loaded.article);
                asker.open(ticket, Read { article, notices, again: Some(again) });
                // Its page may be new.
                analyst.look();
            }
            Err(error) => {
                let _ = send.send(opened_msg(ticket, Err(format!("{error:#}"))));
            }
        }
    });
}

/// The article, and what opens it again.
fn load(what: What, place: &Place) -> Result<(Loaded, String)> {
    let (word, input, fresh) = match what {
        What::Item(id) => {
            let mut library = place.open()?;
            let loaded = library::item(&mut library, id, Fresh::AsKept, &place.limits, |_| {})?;
            // The screen that it was chosen on marks it as read, so that this can be taken back there.
            return Ok((loaded, library::again(&library, id)?));
        }
        What::Sample => return Ok((read::sample(), SAMPLE.to_owned())),
        What::Word(word, input, fresh) => (word, input, fresh),
    };
    if let Some((mut library, id)) = library::named(word.as_ref(), &place.dirs)? {
        let mut loaded = library::item(&mut library, id, fresh, &place.limits, |_| {})?;
        if let Err(error) = library.mark(&[id], &[Mark::Read(true)]) {
            loaded.problems.push(Problem { kind: ProblemKind::Limit, says: format!("{error:#}") });
        }
        return Ok((loaded, library::again(&library, id)?));
    }
    Ok((read::load_within(&input, &place.limits)?, word))
}

/// Says when feeds are to be asked, as the settings want it: at the start, and every so often.
pub fn watch_the_clock(feeds: Feeds, send: Sender<Event>) {
    if feeds.refresh_at_start {
        let _ = send.send(Event::FeedsAreDue);
    }
    if feeds.refresh_every == 0 {
        return;
    }
    let pause = Duration::from_secs(60 * feeds.refresh_every);
    thread::spawn(move || {
        loop {
            thread::sleep(pause);
            if send.send(Event::FeedsAreDue).is_err() {
                return;
            }
        }
    });
}

/// Puts text on the local clipboard, where there is one. The terminal has been sent it already.
pub fn copy(text: String, send: Sender<Event>) {
    tell(send, move || {
        let mut held = CLIPBOARD.lock().unwrap_or_else(PoisonError::into_inner);
        let copied = held.get_or_insert_with(Clipboard::new).copy(&text);
        let shown = crate::text::columns::ellipsis(&text, 60);
        match copied {
            Ok(()) => Notice::Done(format!("Copied {shown}")),
            Err(_) => Notice::Done(format!("Sent to the terminal: {shown}")),
        }
    });
}

/// Hands what was copied over to the system, which keeps it when this program is gone.
pub fn let_go_of_clipboard() {
    drop(CLIPBOARD.lock().unwrap_or_else(PoisonError::into_inner).take());
}

/// Opens an address in the browser, and says so when that fails.
pub fn browse(url: String, send: Sender<Event>) {
    tell(send, move || match browse::open(&url) {
        Ok(()) => Notice::Done(format!("Handed to the browser: {url}")),
        Err(error) => Notice::Failed(format!("{error:#}")),
    });
}

/// Writes an export. A file that is there is never written over from inside the program.
pub fn export(path: String, text: String, send: Sender<Event>) {
    tell(send, move || {
        let target = expand_home(&path);
        let target = std::path::absolute(&target).unwrap_or(target);
        if target.exists() {
            return Notice::Failed(format!(
                "{} is there already; give another name",
                target.display()
            ));
        }
        match disk::write_out(&target, text.as_bytes()) {
            Ok(()) => Notice::Done(format!("Written to {}", target.display())),
            Err(error) => Notice::Failed(format!("{error:#}")),
        }
    });
}

/// `~/` at the start of a path is the reader's home, as it is in a shell.
fn expand_home(path: &str) -> PathBuf {
    let home = std::env::var_os("HOME").filter(|home| !home.is_empty());
    match (path.strip_prefix("~/"), home) {
        (Some(rest), Some(home)) => PathBuf::from(home).join(rest),
        _ => PathBuf::from(path),
    }
}
