//! The line at the bottom that commands, words to find and filters are typed into.

use super::command::{self, COMMANDS};
use super::find::Find;
use super::key::{Code, Key};
use super::line::Line;
use super::state::{Modal, Now, State};

/// What is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A command line.
    Command,
    /// Words to find in the article.
    Find,
    /// Words that rows of the panel must match.
    Filter,
}

/// A line being typed.
#[derive(Clone, Debug, PartialEq)]
pub struct Prompt {
    /// What for.
    pub kind: Kind,
    /// The line.
    pub line: Line,
    /// What it can be completed to, with what each does.
    pub completions: Vec<(String, String)>,
    /// The completion that is chosen.
    pub picked: Option<usize>,
    /// Which of the lines typed before is shown, counted from the latest.
    recalled: Option<usize>,
    /// Where the cursor was before finding began.
    from: usize,
    /// The line as it was before anything was typed.
    before: Line,
}

impl Prompt {
    /// What stands before the line.
    #[must_use]
    pub fn sign(&self) -> &'static str {
        match self.kind {
            Kind::Command => ":",
            Kind::Find => "/",
            Kind::Filter => "filter: ",
        }
    }
}

impl State {
    /// Opens a prompt with text in it.
    pub fn open_prompt(&mut self, kind: Kind, text: &str) {
        let mut prompt = Prompt {
            kind,
            line: Line::new(text),
            completions: Vec::new(),
            picked: None,
            recalled: None,
            from: self.view.cursor,
            before: Line::new(text),
        };
        complete(&mut prompt);
        self.modal = Some(Modal::Prompt(prompt));
    }

    /// A key while a prompt has them.
    pub fn press_in_prompt(&mut self, mut prompt: Prompt, key: Key, now: Now) {
        match (key.code, key.ctrl) {
            (Code::Enter, _) => return self.enter(&prompt, now),
            (Code::Esc, _) | (Code::Char('c'), true) => return self.leave_prompt(&prompt),
            (Code::Tab, _) if prompt.kind == Kind::Command => pick(&mut prompt, 1),
            (Code::BackTab, _) if prompt.kind == Kind::Command => pick(&mut prompt, -1),
            (Code::Up, _) | (Code::Char('p'), true) if prompt.kind == Kind::Command => {
                let next = prompt.recalled.map_or(0, |n| n + 1);
                self.recall(&mut prompt, Some(next));
            }
            (Code::Down, _) | (Code::Char('n'), true) if prompt.kind == Kind::Command => {
                let next = prompt.recalled.and_then(|n| n.checked_sub(1));
                self.recall(&mut prompt, next);
            }
            (Code::Backspace, false) if prompt.line.text.is_empty() => {
                return self.leave_prompt(&prompt);
            }
            _ => {
                if prompt.line.press(key) {
                    self.line_changed(&mut prompt);
                }
            }
        }
        self.modal = Some(Modal::Prompt(prompt));
    }

    /// Pasted text goes into the line.
    pub fn paste_in_prompt(&mut self, text: &str) {
        let Some(Modal::Prompt(mut prompt)) = self.modal.take() else { return };
        prompt.line.insert(text.trim_end_matches(['\r', '\n']));
        self.line_changed(&mut prompt);
        self.modal = Some(Modal::Prompt(prompt));
    }

    /// What is typed shows what it does while it is typed.
    fn line_changed(&mut self, prompt: &mut Prompt) {
        match prompt.kind {
            Kind::Command => complete(prompt),
            Kind::Find => {
                self.find = Find::new(&self.article.text, &prompt.line.text);
                let at = prompt.from;
                let hit =
                    self.find.hits.iter().find(|hit| hit.start() >= at).or(self.find.hits.first());
                match hit {
                    Some(hit) => self.show_and_move_to(hit.start()),
                    None => self.show_and_move_to(at),
                }
            }
            Kind::Filter if self.shelf.is_here() => self.filter_shelf(&prompt.line),
            Kind::Filter => {
                self.panel.list_mut().filter.text = prompt.line.text.clone();
                self.panel.list_mut().top = 0;
                self.refresh_panel();
            }
        }
    }

    fn enter(&mut self, prompt: &Prompt, now: Now) {
        let text = prompt.line.text.trim().to_owned();
        match prompt.kind {
            Kind::Command => {
                if text.is_empty() {
                    return;
                }
                self.typed.retain(|line| *line != text);
                self.typed.push(text.clone());
                self.run_line(&text, now);
            }
            Kind::Find => {
                if !text.is_empty() && self.find.hits.is_empty() {
                    self.show_and_move_to(prompt.from);
                    self.notice = Some(super::state::Notice::Failed(format!(
                        "“{text}” is not in this article"
                    )));
                    return;
                }
                if self.view.cursor != prompt.from {
                    self.view.jumps.leave(prompt.from);
                }
                self.say_hit();
            }
            Kind::Filter => {}
        }
    }

    fn leave_prompt(&mut self, prompt: &Prompt) {
        match prompt.kind {
            Kind::Command => {}
            Kind::Find => {
                self.find = Find::default();
                self.show_and_move_to(prompt.from);
            }
            // Esc goes back to what was asked for before.
            Kind::Filter if self.shelf.is_here() => self.filter_shelf(&prompt.before),
            Kind::Filter => {
                self.panel.list_mut().filter.text.clear();
                self.refresh_panel();
            }
        }
    }

    fn recall(&self, prompt: &mut Prompt, which: Option<usize>) {
        match which {
            None => prompt.line = Line::default(),
            Some(n) => {
                let Some(line) = self.typed.iter().rev().nth(n) else { return };
                prompt.line = Line::new(line.clone());
            }
        }
        prompt.recalled = which;
        complete(prompt);
    }
}

/// The commands, or the words of a command's argument, that what is typed may become.
fn complete(prompt: &mut Prompt) {
    prompt.picked = None;
    if prompt.kind != Kind::Command {
        return;
    }
    let typed = prompt.line.text.trim_start();
    prompt.completions = match typed.split_once(' ') {
        None => COMMANDS
            .iter()
            .filter(|c| c.name.starts_with(typed))
            .chain(COMMANDS.iter().filter(|c| !c.name.starts_with(typed) && c.name.contains(typed)))
            .map(|c| (c.name.to_owned(), c.doc.to_owned()))
            .collect(),
        Some((name, rest)) => command::named(name)
            .map_or(&[][..], |c| c.argument.words())
            .iter()
            .filter(|word| word.starts_with(rest.trim_start()))
            .map(|word| (format!("{name} {word}"), String::new()))
            .collect(),
    };
}

/// Chooses the next completion and puts it into the line.
fn pick(prompt: &mut Prompt, step: isize) {
    let n = prompt.completions.len();
    if n == 0 {
        return;
    }
    let at = match prompt.picked {
        None if step > 0 => 0,
        None => n - 1,
        Some(at) => at.saturating_add_signed(step).checked_rem(n).unwrap_or(0),
    };
    let at = if prompt.picked == Some(0) && step < 0 { n - 1 } else { at };
    prompt.picked = Some(at);
    if let Some((line, _)) = prompt.completions.get(at) {
        let more = command::named(line).is_some_and(|c| !c.argument.words().is_empty());
        prompt.line = Line::new(if more && n == 1 { format!("{line} ") } else { line.clone() });
        if n == 1 {
            complete(prompt);
        }
    }
}
