//! The list of what was done to the notes on this article, to go back and forward in.

use super::key::{Code, Key};
use super::shelf::ago;
use super::state::{Modal, Notice, State};
use crate::notes::{About, Change, Edit, History, Note};
use crate::parse::clean::line;

/// The list on the screen. Row 0 is how it was before everything that is kept; row `n` how it was
/// after the step `n`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Steps {
    /// The row that the reader stands on.
    pub at: usize,
    /// The first row that is seen.
    pub top: usize,
}

/// How many steps there are, those that were taken back included.
#[must_use]
pub fn count(history: &History) -> usize {
    history.done.len() + history.undone.len()
}

/// The step before row `n`.
#[must_use]
pub fn step(history: &History, n: usize) -> Option<&Change> {
    let at = n.checked_sub(1)?;
    match at.checked_sub(history.done.len()) {
        None => history.done.get(at),
        // What was taken back last is done again first.
        Some(later) => history.undone.iter().rev().nth(later),
    }
}

/// A row: when, what and on which words.
#[must_use]
pub fn row(state: &State, n: usize) -> [String; 3] {
    let Some(change) = step(&state.history, n) else {
        let says = if state.history.done.len() + state.history.undone.len() < History::LIMIT {
            "before the first step"
        } else {
            "before the oldest step that is kept"
        };
        return [String::new(), says.into(), String::new()];
    };
    let words = change.edits.first().and_then(|edit| edit.after.as_ref().or(edit.before.as_ref()));
    let mut on = words.map_or(String::new(), on_words);
    if change.edits.len() > 1 {
        on += &format!(" and {} more", change.edits.len() - 1);
    }
    // The words stand in a column of their own.
    let label = line(&change.label);
    let what = label.split_once('“').map_or(label.as_str(), |(what, _)| what);
    let what = what.trim_end().trim_end_matches(" on").to_owned();
    [ago(change.at, state.clock), what, on]
}

/// What a step did, in sentences.
#[must_use]
pub fn says(change: &Change) -> Vec<String> {
    /// Nobody reads on after so many.
    const MOST: usize = 40;
    change.edits.iter().take(MOST).flat_map(edit_says).collect()
}

fn edit_says(edit: &Edit) -> Vec<String> {
    match (&edit.before, &edit.after) {
        (None, Some(note)) => vec![format!("Made: {}", whole(note))],
        (Some(note), None) => vec![format!("Deleted: {}", whole(note))],
        (Some(before), Some(after)) => {
            let mut says = vec![format!("Changed: {} on {}", after.kind.name(), on_words(after))];
            says.extend(differences(before, after));
            says
        }
        (None, None) => Vec::new(),
    }
}

fn whole(note: &Note) -> String {
    let body = line(&note.body);
    let body = if body.is_empty() { String::new() } else { format!(": {body}") };
    let tags: String = note.tags.iter().map(|tag| format!(" #{}", line(tag))).collect();
    format!("{} on {}{body}{tags}", note.kind.name(), on_words(note))
}

fn on_words(note: &Note) -> String {
    match &note.about {
        About::Article => "the whole article".into(),
        About::Actor(name) | About::Source(name) => line(name),
        About::Passage | About::Claim => format!("“{}”", line(&note.anchor.exact)),
    }
}

fn differences(before: &Note, after: &Note) -> Vec<String> {
    let mut says = Vec::new();
    let mut changed = |what: &str, before: &str, after: &str| {
        if before != after {
            let quoted = |words: &str| match line(words) {
                words if words.is_empty() => "nothing".to_owned(),
                words => format!("“{words}”"),
            };
            says.push(format!("  {what}: {} → {}", quoted(before), quoted(after)));
        }
    };
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let verdict = |note: &Note| {
        let check = note.check.as_ref();
        check.map_or(String::new(), |check| {
            format!("{} {}", check.verdict.name(), text(&check.link))
        })
    };
    let ruling = |note: &Note| note.ruling.as_ref().map_or("", |ruling| ruling.name()).to_owned();
    changed("kind", before.kind.name(), after.kind.name());
    changed("words", &before.body, &after.body);
    changed("tags", &before.tags.join(", "), &after.tags.join(", "));
    changed("pen", &text(&before.pen), &text(&after.pen));
    changed("speaker", &text(&before.speaker), &text(&after.speaker));
    changed("ruling", &ruling(before), &ruling(after));
    changed("verdict", &verdict(before), &verdict(after));
    changed("on", &before.anchor.exact, &after.anchor.exact);
    says
}

impl State {
    /// Shows what was done, standing on how it is now.
    ///
    /// # Errors
    /// A sentence, where nothing was done.
    pub fn open_history(&mut self) -> Result<(), String> {
        if count(&self.history) == 0 {
            return Err("Nothing has been done to the notes on this article".into());
        }
        let steps = Steps { at: self.history.done.len(), top: 0 };
        self.modal = Some(Modal::History(self.settled(steps)));
        Ok(())
    }

    /// Rows of the list that are seen at once.
    #[must_use]
    pub fn steps_seen(&self) -> usize {
        (usize::from(self.size.height).saturating_sub(6) / 2).max(2)
    }

    fn settled(&self, mut steps: Steps) -> Steps {
        let seen = self.steps_seen();
        steps.at = steps.at.min(count(&self.history));
        steps.top = steps.top.max((steps.at + 1).saturating_sub(seen)).min(steps.at);
        steps
    }

    /// A key while the list has them.
    pub fn press_in_history(&mut self, mut steps: Steps, key: Key) {
        let page = self.steps_seen();
        match (key.code, key.ctrl) {
            (Code::Enter, _) => return self.go_to_step(steps.at),
            (Code::Esc | Code::Char('q' | 'U'), false) | (Code::Char('c'), true) => return,
            (Code::Down | Code::Char('j'), false) => steps.at += 1,
            (Code::Up | Code::Char('k'), false) => steps.at = steps.at.saturating_sub(1),
            (Code::PageDown | Code::Char(' '), false) | (Code::Char('d' | 'f'), true) => {
                steps.at += page;
            }
            (Code::PageUp, false) | (Code::Char('u' | 'b'), true) => {
                steps.at = steps.at.saturating_sub(page);
            }
            (Code::Home | Code::Char('g'), false) => steps.at = 0,
            (Code::End | Code::Char('G'), false) => steps.at = usize::MAX,
            _ => {}
        }
        self.modal = Some(Modal::History(self.settled(steps)));
    }

    /// Takes steps back, or does them again, until only the first `target` are done.
    fn go_to_step(&mut self, target: usize) {
        let from = self.history.done.len();
        let mut stopped = false;
        while self.history.done.len() != target && !stopped {
            let went = if self.history.done.len() > target {
                self.history.undo(&mut self.notebook)
            } else {
                self.history.redo(&mut self.notebook)
            };
            stopped = !matches!(went, Ok(Some(_)));
        }
        let now = self.history.done.len();
        if now == from && !stopped {
            return self.say("These are the notes as they are now");
        }
        if now != from {
            // Any of the steps may have put a note elsewhere.
            self.placed.clear();
            self.save();
        }
        let (n, done) =
            if now < from { (from - now, "taken back") } else { (now - from, "done again") };
        let says = format!("{} {done}", super::shelf::counted(n, "step"));
        if stopped {
            let why = "the next one does not fit the notes as they are now";
            self.notice = Some(Notice::Failed(format!("{says}; {why}")));
        } else {
            self.say(says);
        }
    }
}
