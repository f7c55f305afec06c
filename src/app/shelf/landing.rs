//! From the list of all notes into an article, at the words that a note is on.

use super::{Entry, Of};
use crate::app::help::Help;
use crate::app::panel::{Item, Tab};
use crate::app::state::{Focus, Modal, Notice, Now, State, Ticket};
use crate::notes::{Note, NoteId};

/// A note that an article is being opened for.
#[derive(Clone, Debug, PartialEq)]
pub struct Landing {
    /// The question that the article must answer.
    pub ticket: Ticket,
    /// Which note.
    pub note: NoteId,
    /// What the notes file has kept of it, for when the article cannot be opened.
    pub kept: Vec<String>,
}

impl State {
    /// Goes to the article of the note that the list stands on.
    ///
    /// # Errors
    /// A sentence, where the list stands on no note.
    pub fn land_on_selected(&mut self, now: Now) -> Result<(), String> {
        let of = self.shelf.selected().ok_or("There is no note here")?;
        if let Of::Trouble(_) = of {
            return Err("This file cannot be listed; it can be put right with an editor".into());
        }
        let (entry, note) = self.shelf.note(of).ok_or("There is no note here")?;
        let id = note.id;
        if entry.is_open {
            self.land(id);
            return Ok(());
        }
        let kept = kept_of(entry, note);
        let Some(what) = address(entry) else {
            let why = "It came by standard input, or is built in, and cannot be opened again.";
            self.show_kept(why, &kept);
            return Ok(());
        };
        crate::app::verbs::leave::open(self, &what, now)?;
        let ticket = self.opening.as_ref().map(|opening| opening.ticket).unwrap_or_default();
        self.shelf.landing = Some(Landing { ticket, note: id, kept });
        Ok(())
    }

    /// Says that the article of a note cannot be opened, and shows what was kept of it.
    pub fn fail_to_land(&mut self, ticket: Ticket, why: &str) {
        if let Some(landing) = self.shelf.landing.take_if(|landing| landing.ticket == ticket) {
            self.show_kept(why, &landing.kept);
        }
    }

    /// The article that a note was to be shown in is there.
    pub fn land_if_asked(&mut self, ticket: Ticket) {
        if let Some(landing) = self.shelf.landing.take_if(|landing| landing.ticket == ticket) {
            self.land(landing.note);
        }
    }

    /// Shows a note of the open article, in the text and in the panel.
    fn land(&mut self, id: NoteId) {
        self.show_article();
        self.focus = Focus::Article;
        let Some(placed) = self.placed.iter().find(|placed| placed.id == id).copied() else {
            let says = "This note is not among those on the article that came from its address";
            self.notice = Some(Notice::Failed(says.into()));
            return;
        };
        self.panel.tab = Tab::Notes;
        self.panel.list_mut().filter = Default::default();
        match placed.place.span() {
            Some(span) => {
                self.lay_out();
                self.jump_to(span.start());
                if span.is_empty() {
                    self.say("This note is on the whole article");
                }
            }
            None => {
                self.panel_open = true;
                self.focus = Focus::Panel;
                self.lay_out();
                let says = "The words that this note is on are no longer in the article";
                self.notice = Some(Notice::Failed(says.into()));
            }
        }
        self.refresh_panel();
        self.select(Item::Note(id));
    }

    fn show_kept(&mut self, why: &str, kept: &[String]) {
        let width = usize::from(self.size.width).saturating_sub(8).min(88);
        let mut words = vec![format!("The article cannot be opened: {why}"), "Kept of it:".into()];
        words.extend_from_slice(kept);
        self.modal = Some(Modal::Help(Help::of_words("Not opened", &words, width)));
    }
}

/// What opens an article again, as far as its notes file knows.
fn address(entry: &Entry) -> Option<String> {
    let can = |what: &&str| {
        ["file://", "http://", "https://"].iter().any(|scheme| what.starts_with(scheme))
    };
    let own = Some(entry.article.0.as_str()).filter(can);
    // What follows `file://` in an id is the path as it is, which need not be an address.
    let path = own.and_then(|own| own.strip_prefix("file://"));
    path.or(own).or(entry.meta.url.as_deref().filter(can)).map(str::to_owned)
}

/// What a notes file has kept of a note and its article, in sentences.
fn kept_of(entry: &Entry, note: &Note) -> Vec<String> {
    use crate::parse::clean::line;
    let mut kept = vec![entry.name(), line(&entry.article.0)];
    if !note.anchor.exact.is_empty() {
        kept.push(format!("“{}”", line(&note.anchor.exact)));
    }
    kept.extend(note.speaker.as_deref().map(|speaker| format!("said by {}", line(speaker))));
    kept.extend(note.body.lines().map(line));
    if !note.tags.is_empty() {
        kept.push(format!("tags: {}", line(&note.tags.join(", "))));
    }
    kept
}
