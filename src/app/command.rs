//! The verbs: one table of names, what they do in a line, and the function that does it.
//!
//! Keys, the `:` prompt, `--exec`, the help screen and the README's table all come from it. A new
//! verb is a row here, a function under `verbs`, and a test.

use super::state::{Now, State};
use super::verbs::{
    anchors, corrections, leave, marking, marks, moving, notes, panel, screen, shelf, verdicts,
    writing,
};

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

const fn row(
    name: &'static str,
    group: &'static str,
    doc: &'static str,
    argument: Argument,
    run: Run,
) -> Command {
    Command { name, group, doc, argument, run }
}

const MOVE: &str = "moving in the article";
const WHO: &str = "who said what";
const NOTE: &str = "notes";
/// What the commands of the list of all notes are listed under.
pub const SHELF: &str = "all notes";
/// The group of the commands that rule on what was found.
pub const CORRECT: &str = "corrections";
/// What the commands of the panel are listed under.
pub const PANEL: &str = "the panel";
const SCREEN: &str = "the screen";
const REST: &str = "leaving and the rest";

use Argument::{Maybe, None as No, One, OneOrNone, Some as Needs};

/// Every verb, in the order of the help.
pub const COMMANDS: &[Command] = &[
    row("claim-next", WHO, "to the next claim", No, marks::claim_next),
    row("claim-back", WHO, "to the claim before", No, marks::claim_back),
    row("source-next", WHO, "to the next place where a source stands", No, marks::source_next),
    row("source-back", WHO, "to the place before where a source stands", No, marks::source_back),
    row("actor-next", WHO, "to the next mention of an actor", No, marks::actor_next),
    row("actor-back", WHO, "to the mention of an actor before", No, marks::actor_back),
    row(
        "show-in-panel",
        WHO,
        "show in the panel what the cursor stands on",
        No,
        panel::show_in_panel,
    ),
    row(
        "tab",
        WHO,
        "show this list in the panel",
        One(&["actors", "sources", "claims", "notes", "loose", "next", "back"]),
        panel::tab,
    ),
    row(
        "show",
        WHO,
        "draw these marks in the text, or do not",
        One(&["actors", "sources", "cues", "claims", "notes", "all"]),
        screen::show,
    ),
    row(
        "highlight",
        NOTE,
        "highlight the selection, or the sentence under the cursor",
        No,
        notes::highlight,
    ),
    row(
        "annotate",
        NOTE,
        "write a note on the selection, on your mark under the cursor, or on the sentence",
        No,
        notes::annotate,
    ),
    row(
        "highlight-claim",
        NOTE,
        "highlight the claim under the cursor",
        No,
        notes::highlight_claim,
    ),
    row(
        "annotate-claim",
        NOTE,
        "write a note on the claim under the cursor",
        No,
        notes::annotate_claim,
    ),
    row(
        "highlight-item",
        NOTE,
        "highlight the claim, or the mention, that the panel stands on",
        No,
        notes::highlight_item,
    ),
    row(
        "annotate-item",
        NOTE,
        "write a note on what the panel stands on, or change the note there",
        No,
        notes::annotate_item,
    ),
    row(
        "delete-note",
        NOTE,
        "delete your mark under the cursor, or the one the panel stands on",
        No,
        notes::delete,
    ),
    row(
        "undo",
        NOTE,
        "take the last change of your notes back, also after a restart",
        No,
        notes::undo,
    ),
    row("redo", NOTE, "do again what was taken back", No, notes::redo),
    row(
        "history",
        NOTE,
        "list what was done to your notes on this article, and go to any step of it",
        No,
        writing::history,
    ),
    row(
        "annotate-article",
        NOTE,
        "write a note on the whole article, or change the one there",
        No,
        writing::annotate_article,
    ),
    row(
        "edit-outside",
        NOTE,
        "write the note in the editor that $VISUAL or $EDITOR names",
        No,
        writing::edit_outside,
    ),
    row("save-note", NOTE, "save the note that is being written", No, writing::save_note),
    row(
        "leave-note",
        NOTE,
        "leave the note that is being written; asks before anything is lost",
        No,
        writing::leave_note,
    ),
    row(
        "mark",
        NOTE,
        "mark the selection or the sentence as this",
        One(&["highlight", "note", "question", "to-check", "actor", "source", "claim"]),
        marking::mark,
    ),
    row(
        "kind",
        NOTE,
        "change the kind of your mark",
        OneOrNone(&["highlight", "note", "question", "to-check", "actor", "source", "claim"]),
        marking::kind,
    ),
    row(
        "pen",
        NOTE,
        "choose a pen for your mark, and for the next ones",
        Maybe("name"),
        marking::pen,
    ),
    row(
        "tag",
        NOTE,
        "tag your mark; -x takes a tag away, = leaves only these",
        Maybe("tags, with commas"),
        marking::tag,
    ),
    row(
        "stretch",
        NOTE,
        "move the ends of your mark word by word",
        OneOrNone(&["end-on", "end-back", "start-on", "start-back"]),
        marking::stretch,
    ),
    row("mark-cycle", NOTE, "to the next of your marks under the cursor", No, marking::cycle),
    row(
        "shown",
        NOTE,
        "change all notes that the panel shows, after a question",
        Needs("tag|pen|kind|delete, and with what"),
        marking::shown,
    ),
    row("note-next", NOTE, "to your next note", No, marks::note_next),
    row("note-back", NOTE, "to your note before", No, marks::note_back),
    row(
        "attach",
        NOTE,
        "attach the loose note to the selection or the sentence; in the panel, confirm its place",
        No,
        anchors::attach,
    ),
    row(
        "changes",
        NOTE,
        "show what has changed in the text since your notes, with the notes in it",
        No,
        anchors::changes,
    ),
    row(
        "change-next",
        NOTE,
        "to the next place that has changed since your notes",
        No,
        anchors::change_next,
    ),
    row("change-back", NOTE, "to the place before that has changed", No, anchors::change_back),
    row("yank", NOTE, "copy the selection, claim or sentence with its speaker", No, notes::yank),
    row(
        "draft",
        NOTE,
        "go on with the note that was kept when the program ended",
        No,
        notes::draft,
    ),
    row(
        "merge-conflicts",
        NOTE,
        "take in what conflicts have left beside the notes file, after a count",
        No,
        notes::merge_conflicts,
    ),
    row("visual", NOTE, "begin to select", No, moving::visual),
    row(
        "select",
        NOTE,
        "select what the cursor stands in",
        One(&["word", "sentence", "paragraph", "claim"]),
        moving::select,
    ),
    row("swap-ends", NOTE, "go to the other end of the selection", No, moving::swap_ends),
    row("is-right", CORRECT, "say that this is right", No, corrections::right),
    row("is-wrong", CORRECT, "say that this is wrong: it goes", No, corrections::wrong),
    row("said-by", CORRECT, "somebody else said it", Maybe("name"), corrections::said_by),
    row(
        "said-by-words",
        CORRECT,
        "somebody else said it: go to the words that name them",
        No,
        corrections::said_by_words,
    ),
    row(
        "is-claim",
        CORRECT,
        "this sentence, or the selection, is a claim",
        No,
        corrections::is_claim,
    ),
    row(
        "covers",
        CORRECT,
        "what is claimed begins or ends elsewhere: the selection, or word by word",
        No,
        corrections::covers,
    ),
    row(
        "verdict",
        CORRECT,
        "what came of checking the claim",
        Maybe("open|holds|disputed|false|none, and a link"),
        verdicts::verdict,
    ),
    row(
        "kind-is",
        CORRECT,
        "the actor or source is of another kind",
        Maybe("kind"),
        corrections::kind_is,
    ),
    row(
        "same-as",
        CORRECT,
        "it is the same actor or source as another",
        Maybe("name"),
        corrections::same_as,
    ),
    row("not-same", CORRECT, "this mention is another actor", No, corrections::not_same),
    row("corrections", CORRECT, "list your corrections", No, corrections::list),
    row("down", MOVE, "a line down", No, moving::down),
    row("up", MOVE, "a line up", No, moving::up),
    row("left", MOVE, "a character to the left", No, moving::left),
    row("right", MOVE, "a character to the right", No, moving::right),
    row("word-next", MOVE, "to the next word", No, moving::word_next),
    row("word-back", MOVE, "to the word before", No, moving::word_back),
    row("word-end", MOVE, "to the end of the word", No, moving::word_end),
    row("sentence-next", MOVE, "to the next sentence", No, moving::sentence_next),
    row(
        "sentence-back",
        MOVE,
        "to the beginning of the sentence, or the one before",
        No,
        moving::sentence_back,
    ),
    row("paragraph-next", MOVE, "to the next paragraph", No, moving::paragraph_next),
    row(
        "paragraph-back",
        MOVE,
        "to the beginning of the paragraph, or the one before",
        No,
        moving::paragraph_back,
    ),
    row("line-start", MOVE, "to the start of the line", No, moving::line_start),
    row("line-end", MOVE, "to the end of the line", No, moving::line_end),
    row("top", MOVE, "to the beginning", No, moving::top),
    row("bottom", MOVE, "to the end", No, moving::bottom),
    row("half-down", MOVE, "half a screen down", No, moving::half_down),
    row("half-up", MOVE, "half a screen up", No, moving::half_up),
    row("page-down", MOVE, "a screen down", No, moving::page_down),
    row("page-up", MOVE, "a screen up", No, moving::page_up),
    row("back", MOVE, "back to where you jumped from", No, moving::back),
    row("forward", MOVE, "forward again", No, moving::forward),
    row("find", MOVE, "find words in the article", Maybe("words"), screen::find),
    row("find-next", MOVE, "to the next place found", No, screen::find_next),
    row("find-back", MOVE, "to the place found before", No, screen::find_back),
    row("link-next", MOVE, "to the next link", No, marks::link_next),
    row("link-back", MOVE, "to the link before", No, marks::link_back),
    row(
        "all-notes",
        SHELF,
        "list every note of yours on every article; in the list, read them again",
        Maybe("filter"),
        shelf::all_notes,
    ),
    row("open-note", SHELF, "open the note's article at its words", No, shelf::open_note),
    row(
        "sort-notes",
        SHELF,
        "sort by made, edited, article or kind; each time by the next",
        Maybe("by"),
        shelf::sort_notes,
    ),
    row(
        "retag-all",
        SHELF,
        "give and take tags from all notes that are shown, after asking",
        Maybe("+new -old"),
        shelf::retag_all,
    ),
    row(
        "delete-all",
        SHELF,
        "delete all notes that are shown, after asking",
        No,
        shelf::delete_all,
    ),
    row("item-next", PANEL, "to the next row; the article follows", No, panel::item_next),
    row("item-back", PANEL, "to the row before", No, panel::item_back),
    row("item-first", PANEL, "to the first row", No, panel::item_first),
    row("item-last", PANEL, "to the last row", No, panel::item_last),
    row("item-half-down", PANEL, "half a panel down", No, panel::item_half_down),
    row("item-half-up", PANEL, "half a panel up", No, panel::item_half_up),
    row("walk", PANEL, "to the next mention of the row in the article", No, panel::walk),
    row("walk-back", PANEL, "to the mention before", No, panel::walk_back),
    row(
        "open-item",
        PANEL,
        "open the row: all of it and why it was made; or close it",
        No,
        panel::open_item,
    ),
    row(
        "filter",
        PANEL,
        "show only rows with these words, loosely matched",
        Maybe("words"),
        panel::filter,
    ),
    row(
        "filter-kind",
        PANEL,
        "show only rows of one kind; each time the next kind",
        Maybe("kind"),
        panel::filter_kind,
    ),
    row(
        "filter-unnamed",
        PANEL,
        "show only what people without a name have said",
        No,
        panel::filter_unnamed,
    ),
    row(
        "filter-no-speaker",
        PANEL,
        "show only what nobody is credited with",
        No,
        panel::filter_no_speaker,
    ),
    row("filter-clear", PANEL, "show all rows again", No, panel::filter_clear),
    row("focus-next", SCREEN, "to the panel, or back to the article", No, screen::focus_next),
    row("panel", SCREEN, "show or hide the panel", No, screen::panel),
    row("panel-wider", SCREEN, "make the panel wider", No, screen::panel_wider),
    row("panel-narrower", SCREEN, "make the panel narrower", No, screen::panel_narrower),
    row("text-wider", SCREEN, "set the text wider", No, screen::text_wider),
    row("text-narrower", SCREEN, "set the text narrower", No, screen::text_narrower),
    row("zen", SCREEN, "only the article, or all again", No, screen::zen),
    row("redraw", SCREEN, "draw the screen anew", No, screen::redraw),
    row("help", REST, "this help", No, screen::help),
    row("messages", REST, "show everything that was odd about this article", No, screen::messages),
    row("prompt", REST, "type a command", No, screen::prompt),
    row("browse", REST, "open the article's address in the browser", No, leave::browse),
    row(
        "follow-link",
        REST,
        "open the link under the cursor in the browser",
        No,
        leave::follow_link,
    ),
    row("yank-address", REST, "copy the article's address", No, leave::yank_address),
    row("open", REST, "open another article", Needs("path or address"), leave::open),
    row("reload", REST, "read the article again from where it came", No, leave::reload),
    row(
        "export-menu",
        REST,
        "choose a form, see what it would write, write it or copy it",
        No,
        leave::export_menu,
    ),
    row(
        "export",
        REST,
        "write sources, claims and notes to a file; its ending says in which form",
        Needs("path"),
        leave::export,
    ),
    row("cancel", REST, "leave selecting, a filter, the panel; stop opening", No, leave::cancel),
    row("suspend", REST, "hand the terminal back to the shell; fg comes back", No, leave::suspend),
    row("quit", REST, "leave the panel or zen, then the program", No, leave::quit),
    row("quit-now", REST, "end the program; notes are safe", No, leave::quit_now),
];

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
    const ALSO: [&str; 20] = [
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
    const ONLY_TYPED: [&str; 4] = [
        // They need an argument that no key can give.
        "open", "export", // They are offered when there is one.
        "draft", "messages",
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
