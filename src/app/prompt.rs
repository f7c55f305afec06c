//! The line at the bottom that commands, words to find and filters are typed into.

use super::command::{self, COMMANDS};
use super::config::NO_PEN;
use super::find::Find;
use super::fuzzy;
use super::key::{Code, Key};
use super::line::Line;
use super::state::{Modal, Now, State};
use crate::library::front::Scope;
use crate::text::span;

/// What is typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A command line.
    Command,
    /// Words to find in the article.
    Find,
    /// Words that rows of the panel must match.
    Filter,
    /// The rest of a command line.
    Argument {
        /// Its beginning.
        command: String,
        /// What is asked.
        sign: String,
    },
}

impl Kind {
    /// Whether what is typed is completed and found again by going back.
    fn completes(&self) -> bool {
        matches!(self, Self::Command | Self::Argument { .. })
    }
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
    pub fn sign(&self) -> &str {
        match &self.kind {
            Kind::Command => ":",
            Kind::Find => "/",
            Kind::Filter => "filter: ",
            Kind::Argument { sign, .. } => sign,
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
        self.complete(&mut prompt);
        self.modal = Some(Modal::Prompt(prompt));
    }

    /// A key while a prompt has them.
    pub fn press_in_prompt(&mut self, mut prompt: Prompt, key: Key, now: Now) {
        match (key.code, key.ctrl) {
            (Code::Enter, _) => return self.enter(&prompt, now),
            (Code::Esc, _) | (Code::Char('c'), true) => return self.leave_prompt(&prompt),
            (Code::Tab, _) if prompt.kind.completes() => self.pick(&mut prompt, 1),
            (Code::BackTab, _) if prompt.kind.completes() => self.pick(&mut prompt, -1),
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
            Kind::Command | Kind::Argument { .. } => self.complete(prompt),
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
            Kind::Filter if self.is_in_front() => self.filter_front(&prompt.line),
            Kind::Filter => {
                self.panel.list_mut().filter.text = prompt.line.text.clone();
                self.panel.list_mut().top = 0;
                self.refresh_panel();
            }
        }
    }

    fn enter(&mut self, prompt: &Prompt, now: Now) {
        let text = prompt.line.text.trim().to_owned();
        match &prompt.kind {
            Kind::Argument { command, .. } => {
                self.run_line(format!("{command} {text}").trim(), now);
            }
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
            Kind::Command | Kind::Argument { .. } => {}
            Kind::Find => {
                self.find = Find::default();
                self.show_and_move_to(prompt.from);
            }
            // Esc goes back to what was asked for before.
            Kind::Filter if self.shelf.is_here() => self.filter_shelf(&prompt.before),
            Kind::Filter if self.is_in_front() => self.filter_front(&prompt.before),
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
        self.complete(prompt);
    }

    /// The commands, or the words of a command's argument, that what is typed may become.
    fn complete(&self, prompt: &mut Prompt) {
        prompt.picked = None;
        let typed = prompt.line.text.trim_start();
        prompt.completions = match &prompt.kind {
            Kind::Find | Kind::Filter => Vec::new(),
            Kind::Argument { command, .. } => self.words_for(command, typed),
            Kind::Command => match typed.split_once(' ') {
                None => COMMANDS
                    .iter()
                    .filter(|c| c.name.starts_with(typed))
                    .chain(
                        COMMANDS
                            .iter()
                            .filter(|c| !c.name.starts_with(typed) && c.name.contains(typed)),
                    )
                    .map(|c| (c.name.to_owned(), c.doc.to_owned()))
                    .collect(),
                Some((name, rest)) => self
                    .words_for(name, rest.trim_start())
                    .into_iter()
                    .map(|(word, doc)| (format!("{name} {word}"), doc))
                    .collect(),
            },
        };
    }

    /// What may stand after a command's name, with what it means; `typed` is what stands there.
    fn words_for(&self, command: &str, typed: &str) -> Vec<(String, String)> {
        let (name, rest) = command.split_once(' ').unwrap_or((command, ""));
        match (name, rest) {
            ("tag", _) | ("shown", "tag") => return self.tags_for(typed),
            ("pen", _) | ("shown", "pen") => {
                let pens = self.settings.pens.iter().map(|pen| (&*pen.name, &*pen.meaning));
                return ranked(typed, pens.chain([(NO_PEN, "the colour of its kind")]));
            }
            ("said-by" | "same-as", _) => {
                let Some(analysis) = self.analysis.as_deref() else { return Vec::new() };
                let sources = analysis.sources.iter().map(|s| (&*s.name, s.kind.name()));
                let actors = analysis.actors.iter().map(|a| (&*a.name, a.kind.name()));
                let mut names: Vec<_> = actors.chain(sources).collect();
                names.sort_unstable();
                names.dedup_by_key(|(name, _)| *name);
                return ranked(typed, names);
            }
            ("forget-search", _) => {
                let branches = self.front.tree.branches.iter();
                let saved = branches.filter_map(|branch| match &branch.scope {
                    Scope::Saved(name) => Some((name.as_str(), "")),
                    _ => None,
                });
                return ranked(typed, saved);
            }
            ("filter-kind", _) => {
                return ranked(typed, super::panel::kinds(self).into_iter().map(|kind| (kind, "")));
            }
            _ => {}
        }
        let words = command::named(name).map_or(&[][..], |c| c.argument.words());
        let words = words.iter().filter(|word| word.starts_with(typed));
        words.map(|word| ((*word).to_owned(), String::new())).collect()
    }

    /// The tags that the last one being typed may become.
    fn tags_for(&self, typed: &str) -> Vec<(String, String)> {
        let start = typed.rfind([',', '=']).map_or(0, |at| at + 1);
        let (head, last) = (span::before(typed, start), span::after(typed, start).trim_start());
        let sign = if last.starts_with('-') { "-" } else { "" };
        let there = super::marking::tags_in(head);
        let tags = self.known_tags();
        let free =
            tags.iter().map(|tag| (&**tag, "")).filter(|(tag, _)| !there.iter().any(|t| t == tag));
        let head = match head.trim_end() {
            "" => String::new(),
            head => format!("{head} "),
        };
        let fits = ranked(last.trim_start_matches(['-', '#']), free);
        fits.into_iter().map(|(tag, doc)| (format!("{head}{sign}{tag}"), doc)).collect()
    }

    /// Chooses the next completion and puts it into the line.
    fn pick(&self, prompt: &mut Prompt, step: isize) {
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
                self.complete(prompt);
            }
        }
    }
}

/// The words that fit what is typed, the best first.
fn ranked<'a>(
    typed: &str,
    words: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Vec<(String, String)> {
    let words: Vec<(&str, &str)> = words.into_iter().collect();
    let fits = fuzzy::rank(typed, words.iter().map(|(word, _)| *word));
    let fits = fits.into_iter().filter_map(|at| words.get(at));
    fits.map(|(word, doc)| ((*word).to_owned(), (*doc).to_owned())).collect()
}
