//! What the first screen asks of the library, and how answers are taken.
//!
//! Every question has a ticket of its own. Of lists and trees only the answer to the last question counts;
//! whatever else comes late, or is no answer to what was asked, is dropped.

use super::{Front, Land};
use crate::app::state::{Effect, Notice, State, Ticket};
use crate::doc::Time;
use crate::library::feed::ItemId;
use crate::library::front::{Ask, Mark, Progress, Scope, Told, Which};
use std::collections::{BTreeMap, BTreeSet};

/// Which answers are waited for.
#[derive(Debug, Default)]
pub struct Asked {
    tree: Option<Ticket>,
    list: Option<Ticket>,
    briefs: Option<(Ticket, Time, Vec<ItemId>)>,
    others: BTreeMap<Ticket, Ask>,
}

/// How long what rows say is waited for before it is asked for again, in milliseconds.
const PATIENCE: i64 = 5_000;

impl State {
    fn ask(&mut self, ask: Ask) -> Ticket {
        let ticket = self.ticket();
        self.effects.push(Effect::Ask(ticket, Box::new(ask)));
        ticket
    }

    /// Asks for the tree and the list.
    pub fn ask_anew(&mut self, land: Land) {
        self.ask_tree();
        self.ask_list(land);
    }

    /// Asks for the tree.
    pub fn ask_tree(&mut self) {
        self.front.asked.tree = Some(self.ask(Ask::Tree));
    }

    /// Asks for the list.
    pub fn ask_list(&mut self, land: Land) {
        let wanted = self.front.wanted();
        self.front.is_stale = false;
        self.front.list.wait_for(wanted.clone());
        self.front.land = land;
        self.front.asked.list = Some(self.ask(Ask::List(wanted)));
    }

    /// Asks what the rows near those that are seen say, unless that is known or already asked.
    pub(super) fn ask_briefs(&mut self, seen: usize) {
        let now = self.clock;
        let waits = self.front.asked.briefs.as_ref();
        if waits.is_some_and(|(_, since, _)| (now.0 - since.0).abs() < PATIENCE) {
            return;
        }
        let unknown = self.front.list.unknown(seen);
        if !unknown.is_empty() {
            let ticket = self.ask(Ask::Briefs(unknown.clone()));
            self.front.asked.briefs = Some((ticket, now, unknown));
        }
    }

    /// Asks for something to be done.
    pub fn request(&mut self, ask: Ask) {
        let ticket = self.ask(ask.clone());
        self.front.asked.others.insert(ticket, ask);
    }

    /// Marks articles, on the screen at once.
    pub fn mark_items(&mut self, ids: Vec<ItemId>, marks: Vec<Mark>) {
        self.front.apply(&ids, &marks);
        self.request(Ask::Mark(Which::These(ids), marks));
    }

    /// Takes an answer of the library.
    pub fn take_answer(&mut self, ticket: Ticket, told: Told) {
        let front = &mut self.front;
        if front.asked.tree == Some(ticket) {
            match told {
                Told::Tree(branches) => {
                    front.tree.take(branches, front.search.as_deref(), &front.scope);
                    front.asked.tree = None;
                    self.follow_tree();
                }
                Told::Failed(says) => self.front_failed(says),
                _ => {}
            }
        } else if front.asked.list == Some(ticket) {
            match told {
                Told::List(rows) => {
                    front.asked.list = None;
                    front.list.take(rows);
                    front.list.group(front.grouped, &front.zone);
                    front.land();
                }
                Told::Failed(says) => {
                    front.asked.list = None;
                    front.list.trouble = Some(crate::parse::clean::line(&says));
                }
                _ => {}
            }
        } else if let Some((.., ids)) = front.asked.briefs.take_if(|(asked, ..)| *asked == ticket) {
            let briefs = match told {
                Told::Briefs(briefs) => briefs,
                Told::Failed(says) => {
                    self.front_failed(says);
                    Vec::new()
                }
                _ => Vec::new(),
            };
            self.front.list.take_briefs(&ids, briefs);
        } else if let Some(ask) = front.asked.others.remove(&ticket) {
            match told {
                Told::Done(says, ids) => self.done(&ask, says, &ids),
                Told::Failed(says) => {
                    self.front_failed(says);
                    // What was drawn as marked is perhaps not.
                    self.ask_anew(Land::Kept);
                }
                _ => {}
            }
        }
    }

    /// Where the branch that was listed is gone, the one in its place is listed.
    fn follow_tree(&mut self) {
        let is_search = matches!(self.front.scope, Scope::Search(_));
        if !is_search && self.front.tree.find(&self.front.scope).is_none() {
            self.show_branch(Land::Kept);
        }
    }

    fn front_failed(&mut self, says: String) {
        let says = crate::parse::clean::line(&says);
        self.front.messages.push(says.clone());
        self.notice = Some(Notice::Failed(says));
    }

    fn done(&mut self, ask: &Ask, says: String, ids: &[ItemId]) {
        if !is_opening_mark(ask, self.front.reading.map(|row| row.id)) {
            // What changes more than the row under the eye can be taken back, and says how.
            let is_more = match ask {
                Ask::Mark(Which::All(_) | Which::UpTo(..), _) => true,
                Ask::Mark(Which::These(_), marks) => marks.contains(&Mark::Hidden(true)),
                _ => false,
            };
            let undo = if is_more && self.is_in_front() {
                let keymap = &self.settings.keymap;
                format!("; {} undoes", keymap.hint(self.place(), "undo"))
            } else {
                String::new()
            };
            self.say(format!("{}{undo}", crate::parse::clean::line(&says)));
        }
        match ask {
            Ask::Mark(_, marks) => {
                // The list is not asked anew: what has just been read would go from under the eye.
                self.front.apply(ids, marks);
                if marks.iter().any(|mark| matches!(mark, Mark::Tagged(_) | Mark::Untagged(_))) {
                    self.front.list.forget(ids);
                }
                self.ask_tree();
                return;
            }
            Ask::SaveQuery(name, _) => {
                self.front.search = None;
                self.front.tree.put_search(None);
                self.front.scope = Scope::Saved(name.clone());
            }
            _ => {}
        }
        self.front.list.forget(ids);
        self.ask_anew(Land::Kept);
    }

    /// Takes in how far the work in the background is.
    pub fn take_progress(&mut self, progress: Progress) {
        match progress {
            Progress::Refreshed(says, failures) => {
                self.front.progress = None;
                let failures: Vec<String> =
                    failures.iter().map(|says| crate::parse::clean::line(says)).collect();
                let mut words = crate::parse::clean::line(&says);
                match failures.as_slice() {
                    [] => {}
                    [only] => words += &format!("; {only}"),
                    [first, rest @ ..] => {
                        words += &format!("; {first} ({} more: :messages)", rest.len());
                    }
                }
                let is_good = failures.is_empty();
                self.front.messages.extend(failures);
                self.notice =
                    Some(if is_good { Notice::Done(words) } else { Notice::Failed(words) });
                self.front.list.forget_all();
                if self.front.is_here() {
                    self.ask_anew(Land::Kept);
                } else {
                    self.front.is_stale = true;
                }
            }
            Progress::Noted => {
                self.front.list.forget_all();
                if self.front.is_here() {
                    self.ask_anew(Land::Kept);
                } else {
                    self.front.is_stale = true;
                }
            }
            Progress::Idle => {
                self.front.progress = None;
                // Who is cited is known of more articles now.
                self.front.list.forget_all();
            }
            Progress::Feeds(..) | Progress::Pages(..) => self.front.progress = Some(progress),
            Progress::Analysed(..) => {
                if !self.front.is_refreshing() {
                    self.front.progress = Some(progress);
                }
            }
        }
    }
}

/// Whether this only says that the article on the screen is read now: nobody wants to be told.
fn is_opening_mark(ask: &Ask, reading: Option<ItemId>) -> bool {
    let Ask::Mark(Which::These(ids), marks) = ask else { return false };
    marks.as_slice() == [Mark::Read(true)] && ids.as_slice() == reading.as_slice()
}

impl Front {
    /// Marks articles on the screen.
    fn apply(&mut self, ids: &[ItemId], marks: &[Mark]) {
        let set: BTreeSet<ItemId> = ids.iter().copied().collect();
        self.list.mark(&set, marks);
        if let Some(row) = self.reading.as_mut().filter(|row| set.contains(&row.id)) {
            for mark in marks {
                match mark {
                    Mark::Read(is) => row.is_read = *is,
                    Mark::Starred(is) => row.is_starred = *is,
                    Mark::Later(is) => row.is_later = *is,
                    _ => {}
                }
            }
        }
    }

    /// Selects the row that the list was asked for.
    fn land(&mut self) {
        let list = &mut self.list;
        let unread = |(_, row): &(usize, &crate::library::front::Listed)| !row.is_read;
        let mut rows = list.rows.iter().enumerate();
        let at = match std::mem::take(&mut self.land) {
            Land::Kept => {
                let place = self.places.remove(&self.scope);
                place.and_then(|id| list.row_of(id))
            }
            Land::First => Some(0),
            Land::FirstUnread => rows.find(unread).map(|(n, _)| n),
            Land::LastUnread => rows.rfind(unread).map(|(n, _)| n),
        };
        if let Some(at) = at {
            list.selected = at;
        }
    }
}
