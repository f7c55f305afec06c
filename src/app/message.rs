//! What goes in and out of the state: messages that change it, effects that leave it, and what they carry.
//!
//! Data only; what is done about it is in `update`, and outside.

use super::geometry::Size;
use super::key::Key;
use super::shelf::{Amend, Amended, News};
use crate::doc::{Anchor, Article, Time};
use crate::extract::Analysis;
use crate::library::feed::{FeedId, ItemId};
use crate::library::front::{Ask, Progress, Told};
use crate::notes::draft::Draft;
use crate::notes::merge::Notes;
use crate::notes::since::OldText;
use crate::notes::{History, Notebook};
use std::sync::Arc;

/// What a message brings from the world: the time, and a number nobody can guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Now {
    /// The time.
    pub time: Time,
    /// Fresh randomness, for the names of notes.
    pub entropy: u64,
}

/// Pairs an answer with the question it was asked with; old answers are dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Ticket(pub u32);

/// What happens to the state.
#[derive(Clone, Debug)]
pub enum Msg {
    /// A key.
    Key(Key),
    /// Text pasted into the terminal.
    Paste(String),
    /// The screen has another size.
    Resize(Size),
    /// The time asked for by [`Effect::WakeAt`] has come.
    Wake,
    /// An article has been opened, or not, and why.
    Opened(Ticket, Result<Box<Opened>, String>),
    /// An analysis is done.
    Analysed(Ticket, Arc<Analysis>),
    /// Notes were written, or not.
    Saved(u64, Result<Saved, String>),
    /// Others have written notes on this article.
    CameIn(Box<Incoming>),
    /// What conflicts have left beside the notes file that was read as this: a count in words, and
    /// whether there is anything.
    Conflicts(Kept, Option<String>),
    /// Something about the open article that the reader should know and may want to read again.
    Odd(String),
    /// Something asked for has been done, or has failed: a sentence for the reader.
    Told(Notice),
    /// Notes files have been read for the list of all notes.
    News(Ticket, Box<News>),
    /// Notes files have been changed, or not.
    Amended(Ticket, Box<Amended>),
    /// The library has answered.
    Answered(Ticket, Box<Told>),
    /// Work in the background has gone on.
    Progress(Progress),
    /// The reader's own editor has ended: the words that it left, or why there are none.
    CameBack(Result<String, String>),
    /// The system asks the program to end at once.
    Stop,
}

/// How a save went.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Saved {
    /// What could not stand in the notes file and was kept beside it, and what to do about it: a
    /// sentence.
    pub conflict: Option<String>,
}

/// Notes on the open article as others have left them, merged with what was last saved here.
#[derive(Clone, Debug, PartialEq)]
pub struct Incoming {
    /// The reading that it is made of: it counts only as long as nothing has changed here since.
    pub from: Kept,
    /// What it is read as.
    pub kept: Kept,
    /// All notes.
    pub notes: Notes,
    /// What can be undone.
    pub history: History,
    /// How many steps cannot be undone any more.
    pub lost: usize,
}

/// What is to be done outside.
#[derive(Clone, Debug)]
pub enum Effect {
    /// Find who said what.
    Analyse(Ticket, Arc<Article>),
    /// Open what the reader named: a path or an address.
    Open(Ticket, String),
    /// Write notes and their history. The number grows with every change; the newest wins.
    Save(u64, Box<Snapshot>),
    /// Keep the note being typed; `None` when it is done with.
    SaveDraft(Option<Box<Draft>>),
    /// Count what conflicts have left beside the notes file that was read as this.
    CountConflicts(Kept),
    /// Take it into the notes file.
    MergeConflicts(Kept),
    /// Open an http or https address in the browser.
    Browse(String),
    /// Put text on the clipboard.
    Copy(String),
    /// Keep what was chosen in the export menu.
    KeepChoice(String),
    /// Write an export: where to, and the text.
    Export(String, String),
    /// Send [`Msg::Wake`] at this time.
    WakeAt(Time),
    /// Read all notes files; the reading of the article that is open is named, to tell its file.
    ReadShelf(Ticket, Kept),
    /// Change notes files that are not open.
    Amend(Ticket, Box<Amend>),
    /// Ask the library.
    Ask(Ticket, Box<Ask>),
    /// Open an article of the library; its page is fetched where only a summary is kept.
    OpenItem(Ticket, ItemId),
    /// Ask feeds for what is new, in the background; without any, all that are due.
    Refresh(Vec<FeedId>),
    /// End a refresh at the next feed; what has been brought stays.
    StopRefresh,
    /// Hand the terminal and a text to the editor that the reader has set.
    EditOutside(String),
    /// Hand the terminal back until the shell brings us to the front again.
    Suspend,
    /// Draw everything anew.
    Redraw,
    /// End. The place of reading is kept.
    Quit,
}

/// Which reading of the reader's files something belongs to: a save is compared with what was read
/// then. Handed out by whoever reads them, and only handed back here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Kept(pub u64);

/// What is saved of the reader's own.
#[derive(Clone, Debug, PartialEq)]
pub struct Snapshot {
    /// What it was read as.
    pub kept: Kept,
    /// Whether the draft has become one of these notes, and can go once they are safe.
    pub ends_draft: bool,
    /// The notes.
    pub notebook: Notebook,
    /// What can be undone.
    pub history: History,
    /// What they are on: its text is kept with them.
    pub article: Arc<Article>,
}

/// An article with all that belongs to it.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The article.
    pub article: Arc<Article>,
    /// Its notes.
    pub notebook: Notebook,
    /// What can be undone.
    pub history: History,
    /// A note that was being typed when the program ended.
    pub draft: Option<Draft>,
    /// Where the reader was.
    pub place: Option<Anchor>,
    /// What it was read as, for saving.
    pub kept: Kept,
    /// What opens it again: a path or an address; `None` for what cannot be read twice.
    pub again: Option<String>,
    /// The texts as they were when notes were made on them, where they are others; the latest first.
    pub older: Vec<OldText>,
    /// What went wrong or was odd on the way, a sentence each.
    pub notices: Vec<String>,
}

/// A sentence on the bottom row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// It is done.
    Done(String),
    /// It is not.
    Failed(String),
}

impl Notice {
    /// The sentence.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Done(text) | Self::Failed(text) => text,
        }
    }
}
