//! The state, the messages that change it and the effects that leave it.

use super::choice::Choice;
use super::config::{Settings, Show};
use super::diff::{DiffView, Since};
use super::editor::Editor;
use super::exporting::{LastExport, Menu};
use super::find::Find;
use super::geometry::{Beside, Panes, Size, panes};
use super::help::Help;
use super::history::Steps;
use super::key::Key;
use super::keymap;
use super::marking::Marking;
use super::page::Page;
use super::panel::{Panel, Tab};
use super::prompt::Prompt;
use super::shelf::{Amend, Amended, News, Shelf, Standing};
use super::stretch::Stretch;
use super::view::View;
use crate::doc::{Anchor, Article, Digest, Finder, Place, Time, describe, resolve};
use crate::extract::Analysis;
use crate::library::feed::{FeedId, ItemId};
use crate::library::front::{Ask, Progress, Told};
use crate::notes::draft::Draft;
use crate::notes::merge::Notes;
use crate::notes::review::{Rulings, bears, review};
use crate::notes::since::OldText;
use crate::notes::{About, History, Note, NoteId, Notebook};
use crate::text::Span;
use std::collections::BTreeMap;
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

/// Which half has the keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus {
    /// The article.
    Article,
    /// The panel.
    Panel,
}

/// What lies over the screen and has the keys.
#[derive(Debug)]
pub enum Modal {
    /// Keys and commands, explained.
    Help(Help),
    /// A line to be typed: a command, something to find, a filter.
    Prompt(Prompt),
    /// A note to be typed.
    Editor(Box<Editor>),
    /// A question with answers of one key.
    Question(Question),
    /// What to export as.
    Export(Menu),
    /// What was done to the notes, to go back and forward in.
    History(Steps),
    /// What has changed since the notes were made.
    Changes(DiffView),
    /// A list to choose from.
    Choice(Choice),
    /// A passage whose ends are being moved.
    Stretch(Stretch),
}

/// A question with answers of one key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The question.
    pub asks: String,
    /// The keys and what they mean.
    pub answers: Vec<(Key, &'static str, Answer)>,
}

/// What an answer does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Save the note in the editor underneath.
    SaveNote,
    /// Throw it away.
    DropNote,
    /// Go back to it.
    KeepTyping,
    /// Go on with the draft that was found.
    TakeDraft,
    /// Throw the draft away.
    DropDraft,
    /// Leave it for another time.
    Later,
    /// End although notes could not be saved.
    QuitUnsaved,
    /// Try to save again.
    SaveAgain,
    /// Take in what conflicts have left.
    MergeConflicts,
    /// Change all the marks that were counted.
    DoProposed,
    /// Do nothing.
    Stay,
    /// Do to all notes that are listed what was asked about.
    ActOnAll,
}

/// Where a note is in today's text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placed {
    /// Which note.
    pub id: NoteId,
    /// The text that it was made on, and where in it.
    pub made_on: (Digest, Span),
    /// Where, and how that was found.
    pub place: Place,
}

/// An article that is being opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// The question that its answer must carry.
    pub ticket: Ticket,
    /// What the reader named.
    pub what: String,
    /// How far the notes were when it was asked for.
    pub revision: u64,
}

/// How the saving stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Saving {
    /// Counts the changes.
    pub revision: u64,
    /// The last one that is safe on disk.
    pub saved: u64,
    /// Why the last save failed.
    pub failure: Option<String>,
}

/// Everything.
#[derive(Debug)]
pub struct State {
    /// The screen.
    pub size: Size,
    /// The settings.
    pub settings: Settings,
    /// What is read.
    pub article: Arc<Article>,
    /// Who said what in it, with the reader's rulings in force; `None` while that is being found out.
    pub analysis: Option<Arc<Analysis>>,
    /// The same as the program found it.
    pub found: Option<Arc<Analysis>>,
    /// What the reader has ruled on it.
    pub rulings: Rulings,
    /// The question that an analysis must answer to be taken.
    pub analysis_ticket: Ticket,
    /// An article that is being opened.
    pub opening: Option<Opening>,
    /// An article that has arrived while something was typed or unsaved, and waits for its end.
    pub arrived: Option<(Box<Opened>, Opening)>,
    /// Notes that others have written, with how far ours were then; they wait until nothing is typed.
    pub incoming: Option<(Box<Incoming>, u64)>,
    /// What opens this article again.
    pub again: Option<String>,
    /// What the notes were read as, for saving them.
    pub kept: Kept,
    /// Whether a place in this article was kept before, so that going back to its beginning counts.
    pub had_place: bool,
    /// Everything that was odd about this article, a sentence each.
    pub messages: Vec<String>,
    /// Whether the program ends as soon as all is saved.
    pub leaving: bool,
    /// The reader's notes.
    pub notebook: Notebook,
    /// What can be undone.
    pub history: History,
    /// The notes in the order of the text, orphans last.
    pub placed: Vec<Placed>,
    /// What has changed since they were made; `None` where nothing has, or is not known.
    pub since: Option<Since>,
    /// The article in lines.
    pub page: Page,
    /// The cursor, the selection and what part of the page is seen.
    pub view: View,
    /// The panel.
    pub panel: Panel,
    /// Which half has the keys.
    pub focus: Focus,
    /// What lies over it all.
    pub modal: Option<Modal>,
    /// The note under a question about it.
    pub parked: Option<Box<Editor>>,
    /// A draft that was found and is asked about.
    pub draft: Option<Draft>,
    /// What marking remembers from one key to the next.
    pub marking: Marking,
    /// Keys pressed of a longer sequence.
    pub pending: Vec<Key>,
    /// A sentence on the bottom row, until the next key.
    pub notice: Option<Notice>,
    /// What was searched for.
    pub find: Find,
    /// Command lines typed before, the latest last.
    pub typed: Vec<String>,
    /// The list of all notes.
    pub shelf: Shelf,
    /// The time of the last message.
    pub clock: Time,
    /// Which marks are drawn.
    pub show: Show,
    /// The widest that the text is set, in columns.
    pub text_width: u16,
    /// The panel's part in percent.
    pub panel_share: u16,
    /// Whether the panel is on screen (beside the article, where there is room).
    pub panel_open: bool,
    /// Only the article.
    pub zen: bool,
    /// How the saving stands.
    pub saving: Saving,
    /// What was chosen in the export menu.
    pub last_export: LastExport,
    /// What leaves with the end of this update.
    pub effects: Vec<Effect>,
    next_ticket: u32,
}

impl State {
    /// A state with an article on the screen, and what is to be done for it.
    #[must_use]
    pub fn new(size: Size, settings: Settings, opened: Opened) -> (Self, Vec<Effect>) {
        let article = opened.article.clone();
        let notebook = opened.notebook.clone();
        let mut state = Self {
            size,
            article,
            analysis: None,
            found: None,
            rulings: Rulings::default(),
            analysis_ticket: Ticket(0),
            opening: None,
            arrived: None,
            incoming: None,
            again: None,
            kept: Kept::default(),
            had_place: false,
            messages: Vec::new(),
            leaving: false,
            notebook,
            history: History::default(),
            placed: Vec::new(),
            since: None,
            page: Page::default(),
            view: View::default(),
            panel: Panel::new(Tab::named(&settings.first_tab).unwrap_or(Tab::Claims)),
            focus: Focus::Article,
            modal: None,
            parked: None,
            draft: None,
            marking: Marking::default(),
            pending: Vec::new(),
            notice: None,
            find: Find::default(),
            typed: Vec::new(),
            shelf: Shelf::default(),
            clock: Time::default(),
            show: settings.show,
            text_width: settings.text_width,
            panel_share: settings.panel_width,
            panel_open: settings.panel,
            zen: false,
            saving: Saving::default(),
            last_export: LastExport::default(),
            effects: Vec::new(),
            next_ticket: 0,
            settings,
        };
        state.take_up(opened, false);
        let effects = std::mem::take(&mut state.effects);
        (state, effects)
    }

    /// Puts an opened article on the screen in place of the one that is there. `notes_are_newer` says
    /// that the notes here have changed since its own were read.
    fn take_up(&mut self, opened: Opened, notes_are_newer: bool) {
        let is_same = opened.article.id == self.article.id && !self.page.lines.is_empty();
        let is_unchanged = opened.article.digest == self.article.digest;
        let seen = is_same.then(|| describe(&self.article, self.first_seen()));
        self.article = opened.article;
        if !(is_same && notes_are_newer) {
            self.notebook = opened.notebook;
            self.history = opened.history;
            self.kept = opened.kept;
            // The count goes on, so that a late answer about the last article is not taken for one about this.
            let revision = self.saving.revision;
            self.saving = Saving { revision, saved: revision, failure: None };
        }
        if !is_same {
            self.shelf.forget_open();
        }
        self.again = opened.again;
        self.analysis = None;
        self.found = None;
        self.rulings = Rulings::default();
        // The tags of what was read before are offered here too; of the rest only the pen stays.
        self.marking.chosen = None;
        self.marking.pointing = None;
        self.marking.proposed = None;
        let tags = self.notebook.notes.values().flat_map(|note| note.tags.clone());
        self.marking.other_tags.extend(tags);
        self.find = Find::default();
        self.focus = Focus::Article;
        self.panel = Panel::new(self.panel.tab);
        self.view = View::default();
        self.page = Page::default();
        self.placed.clear();
        self.place_notes();
        self.since = Since::of(opened.older, &self.article);
        self.lay_out();
        self.had_place = opened.place.is_some();
        let place = seen.or(opened.place);
        let place = place.as_ref().and_then(|anchor| resolve(anchor, &self.article).span());
        self.view.cursor = self.first_byte();
        if let Some(place) = place {
            self.restore_place(place.start());
        }
        self.settle();
        self.messages = opened.notices;
        let changed = self.changed_since();
        if !self.messages.is_empty() {
            self.messages.extend(changed.clone());
        }
        self.notice = match self.messages.as_slice() {
            [] if is_same && is_unchanged => {
                Some(Notice::Done("Read again: nothing has changed".into()))
            }
            [] if changed.is_some() => changed.map(Notice::Done),
            [] if is_same => Some(Notice::Done("Read again: the text has changed".into())),
            [] => None,
            [only] => Some(Notice::Failed(only.clone())),
            [first, rest @ ..] => {
                Some(Notice::Failed(format!("{first} ({} more: :messages)", rest.len())))
            }
        };
        if let Some(draft) = opened.draft {
            self.modal = Some(Modal::Question(super::editor::draft_question(&draft)));
            self.draft = Some(draft);
        } else if !is_same {
            self.draft = None;
        }
        self.analyse();
    }

    /// A sentence on what has changed since the notes were made, if anything has.
    fn changed_since(&self) -> Option<String> {
        let since = self.since.as_ref().filter(|since| since.diff.changed() > 0)?;
        let keys = self.settings.keymap.keys_for(keymap::Place::Article, "changes");
        let key = keys.first().cloned().unwrap_or_else(|| ":changes".into());
        let summary = since.diff.summary();
        Some(format!("The text has changed since your notes: {summary}; {key} shows what"))
    }

    /// Takes up an article that has arrived, unless something is being typed or not yet saved: then it
    /// waits, because nothing of the reader's may be lost to it.
    pub fn take_arrived(&mut self) {
        let is_busy = self.modal.is_some() || self.parked.is_some() || self.is_unsaved();
        if is_busy || self.arrived.is_none() {
            return;
        }
        if let Some((opened, opening)) = self.arrived.take() {
            let notes_are_newer = self.saving.revision != opening.revision;
            self.take_up(*opened, notes_are_newer);
            self.shelf.standing = Standing::Away;
            self.land_if_asked(opening.ticket);
        }
    }

    /// Asks for an analysis of the article.
    pub fn analyse(&mut self) {
        self.analysis_ticket = self.ticket();
        self.effects.push(Effect::Analyse(self.analysis_ticket, self.article.clone()));
    }

    /// A ticket never handed out before.
    pub fn ticket(&mut self) -> Ticket {
        self.next_ticket += 1;
        Ticket(self.next_ticket)
    }

    /// Lays the reader's rulings over what was found, and keeps the panel where it stands.
    pub fn review(&mut self) {
        let Some(found) = self.found.clone() else { return };
        let notes = self
            .placed
            .iter()
            .filter_map(|placed| Some((self.notebook.notes.get(&placed.id)?, placed.place.span())));
        let notes: Vec<(&Note, Option<Span>)> = notes.filter(|(note, _)| bears(note)).collect();
        let (analysis, rulings) = if notes.is_empty() {
            (found, Rulings::default())
        } else {
            let (analysis, rulings) = review(&self.article, &found, notes);
            (Arc::new(analysis), rulings)
        };
        if let Some(before) = self.analysis.replace(analysis.clone()) {
            self.panel.renumber(&before, &analysis);
        }
        self.rulings = rulings;
    }

    /// Finds the notes in today's text.
    pub fn place_notes(&mut self) {
        // A note that has been found need not be looked for again, unless it was attached elsewhere.
        let known: BTreeMap<NoteId, Placed> = self.placed.iter().map(|p| (p.id, *p)).collect();
        let mut finder = Finder::new(&self.article);
        let find = |note: &Note| {
            let made_on = (note.anchor.digest, note.anchor.span);
            let found = known.get(&note.id).filter(|known| known.made_on == made_on).copied();
            found.unwrap_or_else(|| Placed {
                id: note.id,
                made_on,
                place: match note.about {
                    // It is on whatever the article is today.
                    About::Article => Place::Exact(Span::at(0)),
                    _ => finder.find(&note.anchor),
                },
            })
        };
        self.placed = self.notebook.notes.values().map(find).collect();
        self.placed.sort_by_key(|placed| {
            let span = placed.place.span();
            (span.is_none(), span.map(Span::start), span.map(Span::end), placed.id)
        });
    }

    /// Sends the notes to be written, after a change of them.
    pub fn save(&mut self) {
        self.place_notes();
        self.review();
        self.saving.revision += 1;
        self.send_save(false);
    }

    /// Sends the notes to be written as they are.
    pub fn send_save(&mut self, ends_draft: bool) {
        let snapshot = Snapshot {
            kept: self.kept,
            ends_draft,
            notebook: self.notebook.clone(),
            history: self.history.clone(),
            article: self.article.clone(),
        };
        self.effects.push(Effect::Save(self.saving.revision, Box::new(snapshot)));
    }

    /// Where the parts of the screen stand now.
    #[must_use]
    pub fn panes(&self) -> Panes {
        let is_drawer = self.size.width < super::geometry::BESIDE;
        let beside = if self.zen {
            Beside::Zen
        } else if self.focus == Focus::Panel || (self.panel_open && !is_drawer) {
            Beside::Panel
        } else {
            Beside::Nothing
        };
        panes(self.size, beside, self.panel_share)
    }

    /// The place whose keys count now.
    #[must_use]
    pub fn place(&self) -> keymap::Place {
        use keymap::Place;
        if self.shelf.is_here() {
            return Place::AllNotes;
        }
        match self.focus {
            Focus::Panel => Place::Panel,
            Focus::Article if self.view.anchor.is_some() => Place::Visual,
            Focus::Article => Place::Article,
        }
    }

    /// Says on the bottom row that something is done.
    pub fn say(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice::Done(text.into()));
    }

    /// Whether there is something that is not yet safe on disk.
    #[must_use]
    pub fn is_unsaved(&self) -> bool {
        self.saving.saved < self.saving.revision
    }
}
