//! Everything that is on the screen or behind it, between two messages.

use super::choice::Choice;
use super::config::{Settings, Show};
use super::diff::{DiffView, Since};
use super::editor::Editor;
use super::exporting::{LastExport, Menu};
use super::find::Find;
use super::front::Front;
use super::geometry::{Beside, Panes, Size, panes};
use super::help::Help;
use super::history::Steps;
use super::key::Key;
use super::keymap;
use super::marking::Marking;
pub use super::message::{
    Effect, Incoming, Kept, Msg, Notice, Now, Opened, Saved, Snapshot, Ticket,
};
pub use super::opening::Opening;
use super::page::Page;
use super::panel::{Panel, Tab};
pub use super::placing::Placed;
use super::prompt::Prompt;
pub use super::question::{Answer, Question};
pub use super::saving::Saving;
use super::shelf::Shelf;
use super::stretch::Stretch;
use super::view::View;
use crate::doc::{Article, Time};
use crate::extract::Analysis;
use crate::notes::draft::Draft;
use crate::notes::review::Rulings;
use crate::notes::{History, Notebook};
use std::sync::Arc;

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
    /// The library: feeds and their articles.
    pub front: Front,
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
            front: Front::default(),
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

    /// A ticket never handed out before.
    pub fn ticket(&mut self) -> Ticket {
        self.next_ticket += 1;
        Ticket(self.next_ticket)
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
        if self.front.is_here() {
            return Place::Library;
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
}
