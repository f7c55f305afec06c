//! The help for where the reader is, made from the command table and the keys.

use super::command::{self, COMMANDS};
use super::key::{Code, Key, sequence};
use super::keymap::{Keymap, Place};
use super::line::Line;
use super::state::{Modal, State};

/// The help on the screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Help {
    /// What stands above it.
    pub title: String,
    /// What is looked for in it.
    pub filter: Line,
    /// Whether keys go into the filter.
    pub typing: bool,
    /// The first row that is seen.
    pub top: usize,
    /// All rows.
    pub rows: Vec<HelpRow>,
}

/// A row of the help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HelpRow {
    /// A heading.
    Heading(String),
    /// Keys, the command line they run and what it does.
    Entry {
        /// The keys; empty for a command without any.
        keys: String,
        /// The command line.
        run: String,
        /// What it does.
        doc: String,
    },
    /// A sentence.
    Words(String),
}

/// All that can be done at a place: what has keys there first, by subject, then what can be typed after `:`.
#[must_use]
pub fn rows(keymap: &Keymap, place: Place) -> Vec<HelpRow> {
    let mut rows = with_keys(keymap, place);
    if place == Place::AllNotes {
        rows.push(HelpRow::Heading("what the filter knows".into()));
        rows.extend(crate::notes::query::HELP.map(|(how, what)| HelpRow::Entry {
            keys: how.into(),
            run: String::new(),
            doc: what.into(),
        }));
    } else if place == Place::Library {
        let about = |how: &str, what: &str| HelpRow::Entry {
            keys: how.into(),
            run: String::new(),
            doc: what.into(),
        };
        rows.push(HelpRow::Heading("what a search knows".into()));
        rows.extend(crate::library::query::FIELDS.map(|(how, what)| about(how, what)));
        rows.push(HelpRow::Heading("signs in the library".into()));
        rows.extend(
            [
                ("•", "not read"),
                ("*", "starred"),
                (">", "to be read later"),
                ("cites", "who is cited in it, those with the most claims first"),
                ("also in", "other feeds have the same story; it is listed once"),
                ("±2", "its text was changed twice since it was first kept"),
                ("~ summary", "only a summary is kept; opening it fetches the page"),
                ("!", "the feed could not be had the last time; its row says why below"),
            ]
            .map(|(sign, what)| about(sign, what)),
        );
    } else {
        rows.push(HelpRow::Heading("while a note is being written".into()));
        let writing = with_keys(keymap, Place::Editor).into_iter();
        rows.extend(writing.filter(|row| !matches!(row, HelpRow::Heading(_))));
    }
    if place != Place::Library {
        rows.extend(letters());
    }
    rows.push(HelpRow::Heading("only by name, after :".into()));
    for command in COMMANDS {
        let is_at =
            |place| keymap.at(place).any(|(_, _, run)| run.split(' ').next() == Some(command.name));
        let works = match place {
            Place::AllNotes => command::works_in_list(command),
            Place::Library => command::works_in_library(command),
            _ => command.group != command::SHELF,
        };
        if works && !is_at(place) && !is_at(Place::Editor) {
            let run = command::usage(command);
            rows.push(HelpRow::Entry { keys: String::new(), run, doc: command.doc.into() });
        }
    }
    rows
}

/// What the letters and signs in the margin and the panel mean.
fn letters() -> Vec<HelpRow> {
    let mut rows = Vec::new();
    rows.push(HelpRow::Heading("letters in the margin and the panel".into()));
    for (letter, kind) in [
        ("P O G", "a person, an organisation, a government or state, by name"),
        ("u U", "one person, several people without a name"),
        ("M D ?", "a medium, a document or poll, nobody"),
        ("n h ? !", "your note, your highlight, your question, what you want checked"),
        ("a s c", "what you marked as an actor, a source, a claim"),
        ("=", "what you corrected; in the panel also + for what you added"),
        ("│", "a claim that goes on"),
        ("*", "your note on the whole article"),
        ("~ ≈ !", "a note whose words moved, have changed, or were not found"),
    ] {
        rows.push(HelpRow::Entry { keys: letter.into(), run: String::new(), doc: kind.into() });
    }
    rows
}

/// What has keys at a place, by subject.
fn with_keys(keymap: &Keymap, place: Place) -> Vec<HelpRow> {
    let mut rows = Vec::new();
    let mut entries: Vec<(usize, String, Vec<String>)> = Vec::new();
    let mut seen: Vec<Vec<Key>> = Vec::new();
    for (_, keys, run) in keymap.at(place) {
        if seen.iter().any(|known| known == keys) {
            continue;
        }
        seen.push(keys.to_vec());
        let name = run.split(' ').next().unwrap_or(run);
        let at = COMMANDS.iter().position(|c| c.name == name).unwrap_or(usize::MAX);
        match entries.iter_mut().find(|(_, known, _)| known == run) {
            Some((.., all)) => all.push(sequence(keys)),
            None => entries.push((at, run.to_owned(), vec![sequence(keys)])),
        }
    }
    for (.., keys) in &mut entries {
        keys.sort_by_key(|keys| (keys.len(), keys.clone()));
    }
    // What the place is about stands first.
    let is_elsewhere = |at: usize| {
        let group = COMMANDS.get(at).map(|command| command.group);
        place == Place::Library && group != Some(command::LIBRARY)
    };
    entries.sort_by(|(a, _, keys), (b, _, other)| {
        (is_elsewhere(*a), a, keys).cmp(&(is_elsewhere(*b), b, other))
    });
    let mut group = "";
    for (at, run, keys) in entries {
        let Some(command) = COMMANDS.get(at) else { continue };
        if command.group != group {
            group = command.group;
            // The rows of the panel's commands are the list's there.
            let heading = match place {
                Place::AllNotes | Place::Library if group == command::PANEL => "the list",
                _ => group,
            };
            rows.push(HelpRow::Heading(heading.to_owned()));
        }
        let argument = run.split_once(' ').map(|(_, argument)| argument);
        let doc = argument
            .map_or(command.doc.to_owned(), |argument| format!("{}: {argument}", command.doc));
        rows.push(HelpRow::Entry { keys: keys.join("  "), run, doc });
    }
    rows
}

impl Help {
    /// The help for a place.
    #[must_use]
    pub fn new(keymap: &Keymap, place: Place) -> Self {
        Self::of(format!("Help: {}", place.name()), rows(keymap, place))
    }

    /// Sentences to be read in the same way, in lines of at most `width` columns.
    #[must_use]
    pub fn of_words(title: &str, sentences: &[String], width: usize) -> Self {
        let lines = sentences.iter().flat_map(|sentence| {
            let lines = crate::text::wrap::lines(sentence, width).into_iter();
            lines.map(|line| HelpRow::Words(line.to_owned())).chain([HelpRow::Words(String::new())])
        });
        Self::of(title.to_owned(), lines.collect())
    }

    fn of(title: String, rows: Vec<HelpRow>) -> Self {
        Self { title, filter: Line::default(), typing: false, top: 0, rows }
    }

    /// The rows that hold what is looked for.
    #[must_use]
    pub fn shown(&self) -> Vec<&HelpRow> {
        let wanted = self.filter.text.to_lowercase();
        if wanted.is_empty() {
            return self.rows.iter().collect();
        }
        // A subject that is looked for is shown whole.
        let mut in_subject = false;
        let fits = |row: &&HelpRow| match row {
            HelpRow::Entry { keys, run, doc } => {
                in_subject
                    || [keys, run, doc].iter().any(|part| part.to_lowercase().contains(&wanted))
            }
            HelpRow::Words(words) => words.to_lowercase().contains(&wanted),
            HelpRow::Heading(words) => {
                in_subject = words.to_lowercase().contains(&wanted);
                in_subject
            }
        };
        self.rows.iter().filter(fits).collect()
    }
}

impl State {
    /// A key while the help is on the screen.
    pub fn press_in_help(&mut self, mut help: Help, key: Key) {
        let page = usize::from(self.size.height).saturating_sub(6).max(1);
        let last = help.shown().len().saturating_sub(page);
        match (key.code, key.ctrl) {
            (Code::Esc, _) if help.typing || !help.filter.text.is_empty() => {
                help.typing = false;
                help.filter = Line::default();
                help.top = 0;
            }
            (Code::Esc, _) | (Code::Char('c'), true) => return,
            (Code::Enter, _) if help.typing => help.typing = false,
            (Code::Down, _) => help.top = (help.top + 1).min(last),
            (Code::Up, _) => help.top = help.top.saturating_sub(1),
            (Code::PageDown, _) => help.top = (help.top + page).min(last),
            (Code::PageUp, _) => help.top = help.top.saturating_sub(page),
            _ if help.typing => {
                help.filter.press(key);
                help.top = 0;
            }
            (Code::Char('q' | '?'), false) | (Code::Enter, _) => return,
            (Code::Char('/'), false) => help.typing = true,
            (Code::Char('j'), false) => help.top = (help.top + 1).min(last),
            (Code::Char('k'), false) => help.top = help.top.saturating_sub(1),
            (Code::Char(' ' | 'f'), _) | (Code::Char('d'), true) => {
                help.top = (help.top + page).min(last);
            }
            (Code::Char('b'), _) | (Code::Char('u'), true) => {
                help.top = help.top.saturating_sub(page);
            }
            (Code::Char('g'), false) | (Code::Home, _) => help.top = 0,
            (Code::Char('G'), false) | (Code::End, _) => help.top = last,
            _ => {}
        }
        self.modal = Some(Modal::Help(help));
    }
}
