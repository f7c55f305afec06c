//! The reader's marks under the reader's hands: which one is meant, what is chosen for the next, and
//! changes of one or of many.

use super::key::{Code, Key};
use super::panel::{Item, Tab};
use super::pens::Pen;
use super::reading;
use super::state::{Answer, Focus, Modal, Now, Question, State};
use crate::extract::Analysis;
use crate::notes::{About, Edit, Note, NoteId, NoteKind, words};
use crate::parse::clean::line;
use crate::text::{Span, columns};
use std::collections::BTreeSet;

/// What marking remembers from one key to the next.
#[derive(Debug, Default)]
pub struct Marking {
    /// The pen that was chosen last: what is marked next is drawn with it.
    pub pen: Option<String>,
    /// Which of several marks under the cursor the reader went to.
    pub chosen: Option<NoteId>,
    /// Set while the reader points at the words that name the speaker of this claim.
    pub pointing: Option<Span>,
    /// A change of many marks that waits for a yes.
    pub proposed: Option<Proposed>,
    /// Tags that are known from elsewhere than this article.
    pub other_tags: BTreeSet<String>,
}

/// A change of many marks that waits for a yes.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposed {
    /// What it will be called.
    pub label: String,
    /// What it does.
    pub edits: Vec<Edit>,
    /// What is said when it is done.
    pub said: String,
}

/// How many columns of a mark's words stand in a label.
const LABEL: usize = 32;

/// A mark in a few words: `“The port will stay …”`; a note on an actor by its name.
#[must_use]
pub fn called(note: &Note) -> String {
    match (&note.about, note.anchor.exact.is_empty()) {
        (About::Actor(name) | About::Source(name), _) => line(name),
        (About::Article, true) => "the article".into(),
        _ => format!("“{}”", columns::ellipsis(&line(&note.anchor.exact), LABEL)),
    }
}

/// Whether a mark is drawn over its words. What says something of a claim, an actor or a source shows
/// in their own marks; with a pen of its own everything is drawn.
#[must_use]
pub fn is_drawn(note: &Note) -> bool {
    let plain = matches!(
        note.kind,
        NoteKind::Highlight | NoteKind::Note | NoteKind::Question | NoteKind::ToCheck
    );
    (plain && note.about == About::Passage) || note.pen.is_some()
}

/// Tags as they are typed, with commas between them: each without the space around it, once.
pub fn tags_in(text: &str) -> Vec<String> {
    let mut tags = Vec::new();
    for tag in text.split(',').map(crate::text::one_line) {
        let tag = tag.trim_start_matches('#').to_owned();
        if !tag.is_empty() && !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    tags
}

impl State {
    /// The pen of a name, if the config has it.
    #[must_use]
    pub fn pen(&self, name: &str) -> Option<&Pen> {
        self.settings.pens.iter().find(|pen| pen.name == name)
    }

    /// The marks at byte `at` in the order in which they are gone through: what is drawn first, the
    /// shortest on top.
    #[must_use]
    pub fn marks_at(&self, at: usize) -> Vec<NoteId> {
        let mut marks = reading::notes_at(self, at);
        marks.sort_by_key(|id| !self.notebook.notes.get(id).is_some_and(is_drawn));
        marks
    }

    /// The mark that a verb is about: the panel's row, or in the article the one under the cursor; of
    /// several, the one that the reader went to.
    #[must_use]
    pub fn own_mark(&self) -> Option<NoteId> {
        if self.focus == Focus::Panel {
            return match self.panel.selected()? {
                Item::Note(id) => Some(id),
                item => self.notes_on(item).first().copied(),
            };
        }
        let marks = self.marks_at(self.view.cursor);
        self.marking.chosen.filter(|id| marks.contains(id)).or(marks.first().copied())
    }

    /// The same, or what to do about there being none.
    ///
    /// # Errors
    /// The sentence.
    pub fn wanted_mark(&self) -> Result<NoteId, String> {
        self.own_mark().ok_or_else(|| "There is no mark of yours here; h makes one".into())
    }

    /// The reader's notes on an actor, a source or a claim of the panel. Rulings are not among them.
    #[must_use]
    pub fn notes_on(&self, item: Item) -> Vec<NoteId> {
        let Some(analysis) = self.analysis.as_deref() else { return Vec::new() };
        let is_on = |note: &Note, at: Option<Span>| match (item, &note.about) {
            (Item::Actor(idx), About::Actor(name)) => {
                analysis.actor(idx).is_some_and(|actor| actor.name == *name)
                    || at.is_some_and(|at| reading::actor_at(analysis, at.start()) == Some(idx))
            }
            (Item::Source(idx), About::Source(name)) => {
                analysis.source(idx).is_some_and(|source| source.name == *name)
                    || at.is_some_and(|at| reading::source_at(analysis, at.start()) == Some(idx))
            }
            (Item::Claim(idx), About::Passage | About::Claim) => {
                at.is_some() && at == analysis.claim(idx).map(reading::extent)
            }
            _ => false,
        };
        let noted = self.placed.iter().filter_map(|placed| {
            let note = self.notebook.notes.get(&placed.id)?;
            let plain = note.kind != NoteKind::Correction && !note.body.trim().is_empty();
            (plain && is_on(note, placed.place.span())).then_some(placed.id)
        });
        noted.collect()
    }

    /// The notes that the panel's filter leaves in the list of notes.
    ///
    /// # Errors
    /// When another list is shown, or nothing is.
    pub fn shown_notes(&self) -> Result<Vec<NoteId>, String> {
        if self.panel.tab != Tab::Notes {
            return Err(
                "This acts on the notes that the panel shows: 4 shows them, f f filters".into()
            );
        }
        let ids: Vec<NoteId> = self
            .panel
            .rows
            .iter()
            .filter_map(|row| match row.item {
                Item::Note(id) => Some(id),
                _ => None,
            })
            .collect();
        if ids.is_empty() { Err("No notes are shown".into()) } else { Ok(ids) }
    }

    /// Changes marks by a rule, as one step. More than one are counted, and asked about first.
    ///
    /// # Errors
    /// When nothing would change.
    pub fn change_marks(
        &mut self,
        ids: &[NoteId],
        (label, said): (&str, &str),
        now: Now,
        rule: impl Fn(&Note) -> Option<Note>,
    ) -> Result<(), String> {
        let mut edits = Vec::new();
        for id in ids {
            let Some(before) = self.notebook.notes.get(id) else { continue };
            let after = rule(before);
            if after.as_ref() != Some(before) {
                let after = after.map(|note| Note { edited: now.time, ..note });
                edits.push(Edit { id: *id, before: Some(before.clone()), after });
            }
        }
        match edits.as_slice() {
            [] => Err("That is so already".into()),
            [only] => {
                let what = only.before.as_ref().or(only.after.as_ref()).map(called);
                let label = format!("{label} {}", what.unwrap_or_default());
                self.change(&label, edits, said);
                Ok(())
            }
            many => {
                let n = many.len();
                let label = format!("{label} {n} notes");
                let asks = format!("{}: really change {n} notes at once?", capital(&label));
                let said = format!("{said}: {n} notes");
                self.marking.proposed = Some(Proposed { label, edits, said });
                self.modal = Some(Modal::Question(Question {
                    asks,
                    answers: vec![
                        (Key::plain(Code::Enter), "yes, all of them", Answer::DoProposed),
                        (Key::plain(Code::Esc), "no", Answer::Stay),
                    ],
                }));
                Ok(())
            }
        }
    }

    /// Does what was asked about.
    pub fn do_proposed(&mut self) {
        if let Some(Proposed { label, edits, said }) = self.marking.proposed.take() {
            self.change(&label, edits, &said);
        }
    }

    /// A mark in words, for the bottom row: `question, green, #war · 1 of 2`.
    #[must_use]
    pub fn mark_words(&self, id: NoteId) -> Option<String> {
        let note = self.notebook.notes.get(&id)?;
        let mut parts = vec![note.kind.name().to_owned()];
        if let Some(name) = &note.pen {
            let known = self.pen(name).map_or(" (no such pen now)", |_| "");
            parts.push(format!("{}{known}", line(name)));
        }
        parts.extend(words::ruled(note).map(|ruled| line(&ruled)));
        parts.extend(note.tags.iter().map(|tag| format!("#{}", line(tag))));
        let marks = self.marks_at(self.view.cursor);
        let at = marks.iter().position(|other| *other == id);
        let count = at.filter(|_| marks.len() > 1).map(|at| {
            let key = self.settings.keymap.keys_for(self.place(), "mark-cycle");
            let key = key.first().map_or(String::new(), |key| format!(", {key} the next"));
            format!(" · {} of {}{key}", at + 1, marks.len())
        });
        Some(parts.join(", ") + &count.unwrap_or_default())
    }

    /// All tags that are known, the most used here first.
    #[must_use]
    pub fn known_tags(&self) -> Vec<String> {
        let mut used: std::collections::BTreeMap<&str, usize> =
            self.marking.other_tags.iter().map(|tag| (tag.as_str(), 0)).collect();
        for tag in self.notebook.notes.values().flat_map(|note| &note.tags) {
            *used.entry(tag).or_default() += 1;
        }
        let mut tags: Vec<_> = used.into_iter().collect();
        tags.sort_by_key(|(tag, n)| (std::cmp::Reverse(*n), *tag));
        tags.into_iter().map(|(tag, _)| tag.to_owned()).collect()
    }

    /// The analysis, or the sentence that says that it is still being made.
    ///
    /// # Errors
    /// While there is none.
    pub fn known(&self) -> Result<&Analysis, String> {
        self.analysis.as_deref().ok_or_else(|| "Still finding out who said what".into())
    }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{}", letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_with_commas_between_them() {
        assert_eq!(tags_in(" #war, two  words ,, war"), ["war", "two words"]);
        assert_eq!(tags_in(""), Vec::<String>::new());
    }
}
