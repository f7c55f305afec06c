//! The verbs: names, what they do in a line, and the function that does it.
//!
//! Keys, the `:` prompt, `--exec`, the help screen and the README's table all come from one table. A new
//! verb is a row of it, a function under `verbs`, and a test.

mod table;

pub use table::{COMMANDS, CORRECT, LIBRARY, PANEL, SHELF};

use super::state::{Now, State};
use Argument::{Maybe, One, OneOrNone};

/// What a command does. An `Err` is a sentence for the reader.
pub type Run = fn(&mut State, &str, Now) -> Result<(), String>;

/// One verb.
pub struct Command {
    /// What it is called by keys and prompt.
    pub name: &'static str,
    /// What it is listed under.
    pub group: &'static str,
    /// What it does, in one line.
    pub doc: &'static str,
    /// What may or must stand after its name.
    pub argument: Argument,
    /// Does it.
    pub run: Run,
}

/// What may or must stand after a command's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Argument {
    /// Nothing.
    None,
    /// One of these words.
    One(&'static [&'static str]),
    /// One of these words, or none.
    OneOrNone(&'static [&'static str]),
    /// Any words, or none; what they mean.
    Maybe(&'static str),
    /// Some words; what they mean.
    Some(&'static str),
}

impl Argument {
    /// The words that it can be completed to.
    #[must_use]
    pub fn words(self) -> &'static [&'static str] {
        match self {
            Self::One(words) | Self::OneOrNone(words) => words,
            _ => &[],
        }
    }
}
/// The command of a name.
#[must_use]
pub fn named(name: &str) -> Option<&'static Command> {
    COMMANDS.iter().find(|command| command.name == name)
}

/// A command's name with what stands after it.
#[must_use]
pub fn usage(command: &Command) -> String {
    match command.argument {
        Argument::None => command.name.to_owned(),
        One(words) => format!("{} {}", command.name, words.join("|")),
        OneOrNone(words) => format!("{} [{}]", command.name, words.join("|")),
        Maybe(what) => format!("{} [{what}]", command.name),
        Argument::Some(what) => format!("{} {what}", command.name),
    }
}

/// Reads a command line.
///
/// # Errors
/// A sentence that says what is wrong with it.
pub fn parse(line: &str) -> Result<(&'static Command, &str), String> {
    let line = line.trim();
    let (name, argument) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let argument = argument.trim();
    let command = named(name).ok_or_else(|| match nearest(name) {
        Some(near) => format!("“{name}” is no command; did you mean {near}?"),
        None => format!("“{name}” is no command; ? lists them"),
    })?;
    let fits = match command.argument {
        Argument::None => argument.is_empty(),
        One(words) => words.contains(&argument),
        OneOrNone(words) => argument.is_empty() || words.contains(&argument),
        Maybe(_) => true,
        Argument::Some(_) => !argument.is_empty(),
    };
    if fits { Ok((command, argument)) } else { Err(format!("the command is: {}", usage(command))) }
}

/// The only command that begins like it, or contains it.
fn nearest(name: &str) -> Option<&'static str> {
    let begins = |c: &&Command| c.name.starts_with(name) || name.starts_with(c.name);
    let mut found = COMMANDS.iter().filter(begins);
    let first = found
        .next()
        .or_else(|| COMMANDS.iter().find(|c| !name.is_empty() && c.name.contains(name)))?;
    Some(first.name)
}

/// Whether a command means something in the list of all notes.
#[must_use]
pub fn works_in_list(command: &Command) -> bool {
    const ALSO: [&str; 22] = [
        "library",
        "search",
        "item-next",
        "item-back",
        "item-first",
        "item-last",
        "item-half-down",
        "item-half-up",
        "open-item",
        "filter",
        "filter-clear",
        "cancel",
        "undo",
        "redo",
        "help",
        "messages",
        "prompt",
        "open",
        "redraw",
        "suspend",
        "quit",
        "quit-now",
    ];
    command.group == SHELF || ALSO.contains(&command.name)
}

/// Whether a command means something in the library.
#[must_use]
pub fn works_in_library(command: &Command) -> bool {
    const ALSO: [&str; 24] = [
        "item-next",
        "item-back",
        "item-first",
        "item-last",
        "item-half-down",
        "item-half-up",
        "focus-next",
        "filter",
        "filter-clear",
        "undo",
        "redo",
        "all-notes",
        "open",
        "browse",
        "yank-address",
        "cancel",
        "help",
        "messages",
        "prompt",
        "redraw",
        "suspend",
        "quit",
        "quit-now",
        "sample",
    ];
    let is_for_article = matches!(command.name, "article-next" | "article-back");
    (command.group == LIBRARY && !is_for_article) || ALSO.contains(&command.name)
}

impl State {
    /// Runs a command line; a mistake is said on the bottom row.
    pub fn run_line(&mut self, line: &str, now: Now) {
        let done = parse(line).and_then(|(command, argument)| {
            if self.shelf.is_here() && !works_in_list(command) {
                return Err(format!(
                    "{} is for an article, and this is the list of all notes",
                    command.name
                ));
            }
            if self.is_in_front() && !works_in_library(command) {
                return Err(format!("{} is for an article, and this is the library", command.name));
            }
            (command.run)(self, argument, now)
        });
        if let Err(says) = done {
            self.notice = Some(super::state::Notice::Failed(says));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::keymap::{Keymap, Place};

    #[test]
    fn names_are_unique_and_documented() {
        for command in COMMANDS {
            assert_eq!(
                COMMANDS.iter().filter(|c| c.name == command.name).count(),
                1,
                "{}",
                command.name
            );
            assert!(command.doc.len() > 5 && !command.doc.ends_with('.'), "{}", command.name);
        }
    }

    /// Verbs that are only typed, and why they have no key.
    const ONLY_TYPED: [&str; 6] = [
        // They need an argument that no key can give.
        "open",
        "export",
        // They are offered when there is one.
        "draft",
        "messages",
        // Nobody does it twice.
        "sample",
        // The key that ends a subscription asks about a saved search too.
        "forget-search",
    ];

    #[test]
    fn every_command_has_a_key_or_a_reason() {
        let keymap = Keymap::builtin();
        for command in COMMANDS {
            let bound = Place::ALL.iter().any(|(place, _)| {
                keymap.at(*place).any(|(_, _, run)| run.split(' ').next() == Some(command.name))
            });
            assert_ne!(bound, ONLY_TYPED.contains(&command.name), "{}", command.name);
        }
    }

    #[test]
    fn a_mistake_says_what_would_be_right() {
        assert_eq!(parse("hihglight").err().unwrap(), "“hihglight” is no command; ? lists them");
        assert!(parse("claim").err().unwrap().contains("claim-next"));
        assert_eq!(
            parse("tab x").err().unwrap(),
            "the command is: tab actors|sources|claims|notes|loose|next|back"
        );
        assert_eq!(parse("open").err().unwrap(), "the command is: open path or address");
        assert!(parse("top now").is_err());
    }
}
