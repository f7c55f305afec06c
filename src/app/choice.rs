//! A list to choose from: a menu with a key for each entry, or names that are narrowed by typing.
//!
//! An entry is a command line: what a menu can do can be typed, bound to a key and run by a script.

use super::fuzzy;
use super::key::{Code, Key};
use super::line::Line;
use super::state::{Modal, Now, State};
use super::theme::Look;

/// A list to choose from.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// What is asked.
    pub title: String,
    /// All entries.
    pub entries: Vec<Entry>,
    /// What is typed to narrow the list; `None` for a menu, whose entries have keys.
    pub line: Option<Line>,
    /// The numbers of the entries that are shown.
    pub shown: Vec<usize>,
    /// Which of those is stood on.
    pub picked: usize,
}

/// One entry.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Entry {
    /// The key that chooses it.
    pub key: Option<char>,
    /// What it is called.
    pub label: String,
    /// What is said of it beside that.
    pub about: String,
    /// How the label looks, if not like the rest.
    pub look: Option<Look>,
    /// The command line that it runs.
    pub run: String,
}

impl Choice {
    /// A menu. Entries without a key get the first letter of their label that is free.
    #[must_use]
    pub fn menu(title: impl Into<String>, mut entries: Vec<Entry>) -> Self {
        let mut taken: Vec<char> = entries.iter().filter_map(|entry| entry.key).collect();
        for entry in &mut entries {
            if entry.key.is_none() {
                entry.key = entry.label.chars().find(|c| c.is_alphabetic() && !taken.contains(c));
                taken.extend(entry.key);
            }
        }
        let shown = (0..entries.len()).collect();
        Self { title: title.into(), entries, line: None, shown, picked: 0 }
    }

    /// A list that is narrowed by typing, standing on the entry of a number.
    #[must_use]
    pub fn list(title: impl Into<String>, entries: Vec<Entry>, picked: usize) -> Self {
        let shown: Vec<usize> = (0..entries.len()).collect();
        let picked = picked.min(shown.len().saturating_sub(1));
        Self { title: title.into(), entries, line: Some(Line::default()), shown, picked }
    }

    /// The entry that is stood on.
    #[must_use]
    pub fn entry(&self) -> Option<&Entry> {
        self.entries.get(*self.shown.get(self.picked)?)
    }

    fn step(&mut self, step: isize) {
        let n = self.shown.len().max(1);
        self.picked = (self.picked + if step > 0 { 1 } else { n - 1 }) % n;
    }

    fn narrow(&mut self) {
        let Some(line) = &self.line else { return };
        self.shown = fuzzy::rank(&line.text, self.entries.iter().map(|entry| &*entry.label));
        self.picked = 0;
    }
}

impl State {
    /// Puts a list to choose from on the screen.
    pub fn offer(&mut self, choice: Choice) {
        self.modal = Some(Modal::Choice(choice));
    }

    /// A key while a list is chosen from.
    pub fn press_in_choice(&mut self, mut choice: Choice, key: Key, now: Now) {
        match (key.code, key.ctrl) {
            (Code::Esc, _) | (Code::Char('c'), true) => return,
            (Code::Enter, _) => {
                if let Some(run) = choice.entry().map(|entry| entry.run.clone()) {
                    return self.run_line(&run, now);
                }
                self.notice = Some(super::state::Notice::Failed(
                    "Nothing in the list has these words; type fewer, or esc leaves".into(),
                ));
            }
            (Code::Down | Code::Tab, _) | (Code::Char('n'), true) => choice.step(1),
            (Code::Up | Code::BackTab, _) | (Code::Char('p'), true) => choice.step(-1),
            (Code::Backspace, false) if choice.line.as_ref().is_some_and(|l| l.text.is_empty()) => {
                return;
            }
            (code, ctrl) => match &mut choice.line {
                Some(line) => {
                    if line.press(key) {
                        choice.narrow();
                    }
                }
                None => {
                    let chosen = choice.entries.iter().find(
                        |entry| matches!(code, Code::Char(c) if !ctrl && entry.key == Some(c)),
                    );
                    match (chosen, code) {
                        (Some(entry), _) => {
                            let run = entry.run.clone();
                            return self.run_line(&run, now);
                        }
                        (None, Code::Char('j')) => choice.step(1),
                        (None, Code::Char('k')) => choice.step(-1),
                        (None, Code::Char('q')) => return,
                        _ => {}
                    }
                }
            },
        }
        self.modal = Some(Modal::Choice(choice));
    }

    /// Pasted text narrows a list.
    pub fn paste_in_choice(&mut self, text: &str) {
        if let Some(Modal::Choice(choice)) = &mut self.modal
            && let Some(line) = &mut choice.line
        {
            line.insert(text.trim());
            choice.narrow();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(labels: &[&str]) -> Vec<Entry> {
        labels.iter().map(|label| Entry { label: (*label).into(), ..Entry::default() }).collect()
    }

    #[test]
    fn every_entry_of_a_menu_has_a_key_of_its_own() {
        let choice = Choice::menu("", entries(&["person", "place", "organisation"]));
        let keys: Vec<_> = choice.entries.iter().filter_map(|entry| entry.key).collect();
        assert_eq!(keys, ['p', 'l', 'o']);
    }

    #[test]
    fn a_list_goes_around_and_narrows() {
        let mut choice = Choice::list("", entries(&["Maria Lopez", "Reuters", "nobody"]), 1);
        choice.step(1);
        choice.step(1);
        assert_eq!(choice.entry().unwrap().label, "Maria Lopez");
        choice.step(-1);
        assert_eq!(choice.entry().unwrap().label, "nobody");
        choice.line = Some(Line::new("reu"));
        choice.narrow();
        assert_eq!(choice.entry().unwrap().label, "Reuters");
        choice.line = Some(Line::new("zzz"));
        choice.narrow();
        assert_eq!(choice.entry(), None);
    }
}
