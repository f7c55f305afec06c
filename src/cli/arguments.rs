//! The command line, as clap reads it. Its help is written here and nowhere else.

use crate::export::format::FORMATS;
use crate::library::mark::NAMES as MARKS;
use clap::builder::PossibleValuesParser;
use clap::error::ErrorKind;
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use std::ffi::OsString;
use std::path::PathBuf;

/// A terminal news reader that shows who said what.
///
/// Opens an article with its actors, sources and claims beside it, and keeps your notes on it. Where
/// standard output is no terminal, prints the article and who said what in it. Without an article, opens
/// the library; where there is none yet, a short article that shows everything.
#[derive(Debug, Parser)]
#[command(
    name = "whosaid",
    version,
    override_usage = "whosaid [OPTIONS] [ARTICLE]\n       whosaid [--config FILE] <COMMAND>",
    max_term_width = 100
)]
pub struct Arguments {
    /// A file (text, Markdown, HTML), an http or https address, #17 for an item of the library, or - for standard input
    pub article: Option<OsString>,

    /// Print instead of opening the screen: lines, no boxes, no colours
    #[arg(long)]
    pub plain: bool,

    /// Run commands when the article is open: "claim-next; annotate" (? lists them)
    #[arg(long, value_name = "COMMANDS")]
    pub exec: Vec<String>,

    /// Read this config file instead of the usual one
    #[arg(long, value_name = "FILE", global = true)]
    pub config: Option<PathBuf>,

    #[command(subcommand)]
    pub command: Option<Command>,
}

impl Arguments {
    /// The arguments, unless some of them make no sense together.
    ///
    /// # Errors
    /// As clap reports bad usage.
    pub fn checked(self) -> Result<Self, clap::Error> {
        // Clap's own rule for this would refuse `--config` before a command as well.
        if self.command.is_some() && (self.article.is_some() || self.plain || !self.exec.is_empty())
        {
            let says = "an article, --plain and --exec cannot stand before a command";
            return Err(Self::command().error(ErrorKind::ArgumentConflict, says));
        }
        Ok(self)
    }
}

/// What else it does.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Find who said what in articles, for scripts
    ///
    /// Several articles are analysed on all cores and printed in the order given. One that cannot be read
    /// is reported on standard error; the others are still done, and the exit status is 1.
    Analyze {
        /// Files, addresses, #17 for an item of the library, or - for standard input
        #[arg(required = true)]
        paths: Vec<OsString>,
        /// text for people; json indented; jsonl one line an article. Offsets are Unicode code points
        #[arg(long, value_enum, default_value_t = AnalyzeFormat::Text)]
        format: AnalyzeFormat,
        /// With your corrections in force; without this, what the program found, whatever you noted
        #[arg(long)]
        with_notes: bool,
    },
    /// Write articles, who said what in them, and your notes, in a form for other programs
    ///
    /// `whosaid export --formats` lists the forms. Some are one file for any number of articles, some a
    /// file for each, and then --output is a folder.
    Export(ExportArguments),
    /// Take notes in from a file of W3C annotations, of Hypothesis, of Readwise, or a notes file
    ///
    /// All notes of a file are taken in, or none. What is there already is left as it is, so that taking
    /// a file in twice changes nothing.
    Import {
        /// Files, or - for standard input
        #[arg(required = true)]
        files: Vec<OsString>,
        /// What the files are, where it cannot be seen from them: w3c, hypothesis, readwise, own
        #[arg(long, value_name = "FORMAT", value_parser = ["w3c", "hypothesis", "readwise", "own"])]
        format: Option<String>,
        /// Say what would be taken in, and change nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Export all your notes, import them into an empty place, and say what each form cannot carry
    Verify,
    /// Show what the publisher has changed since you made your notes, with the notes in it
    ///
    /// Compared is the text of the last note that was made on another text than today's. [-gone-]{+new+}
    /// mark words, ~ - + < > before a line a paragraph that was changed, is gone, is new, was moved away,
    /// was moved here. Of an item of the library (#17) all texts that are kept are compared, each with the next.
    Changes {
        /// A file, an address, #17 for an item of the library, or - for standard input
        article: OsString,
        /// Print JSON: since, digest, changed (how many paragraphs) and rows, one for each of them with change
        /// (words, gone, new, moved-away, moved-here), old and new (code points), pieces and notes
        #[arg(long)]
        json: bool,
    },
    /// Make a note from a script
    ///
    /// Prints the note's id. The note is on the quoted words, which are looked for in the article: word
    /// for word, but for white space and the forms of quotation marks and dashes. Where they are not
    /// found, or found more than once, nothing is made, the places are listed, and the exit status is 1.
    /// u in the reader takes it back, also while the article is open there.
    Annotate(Annotate),
    /// Every note of yours on every article: go to any of them; or list, show, remove, merge
    Notes {
        #[command(subcommand)]
        what: Option<NotesCommand>,
    },
    /// Subscribe to feeds, list them, take them in and out as OPML
    Feeds {
        #[command(subcommand)]
        what: FeedsCommand,
    },
    /// Ask the feeds that are due what is new
    ///
    /// No feed is asked more often than hourly, and less often where its server wishes so or while it fails;
    /// feeds that are named are asked at once. New articles are then analysed, so that they can be searched by
    /// source. Exit status: 0 all feeds answered, or none was due; 3 some failed (they are named on standard error);
    /// 1 all that were asked failed, or nothing could be done at all; 130 after Ctrl-C, with all that came until
    /// then stored.
    Refresh {
        /// Only these feeds, due or not: an address, a number or a part of the title
        feeds: Vec<String>,
        /// All feeds, due or not
        #[arg(long)]
        now: bool,
        /// Ask again for kept pages of articles with notes or stars: a changed text is kept beside the old one
        #[arg(long)]
        pages_again: bool,
        /// Do not analyse what is new
        #[arg(long)]
        no_analysis: bool,
        /// Print what came as JSON
        #[arg(long)]
        json: bool,
    },
    /// Keep articles by their address, to be read later and offline
    ///
    /// The page is fetched and kept. For one that is there already it is fetched again, and said whether its text
    /// has changed since.
    Add {
        /// http or https addresses
        #[arg(required = true)]
        addresses: Vec<String>,
    },
    /// Star, tag, set aside, hide or mark as read items of the library
    ///
    /// What is marked read is so in the other feeds that have the same story. The last 200 steps can be taken back,
    /// also those of the screen.
    Mark {
        /// Items, by number (17) or address
        #[arg(required_unless_present_any = ["undo", "redo"])]
        items: Vec<String>,
        /// As what: read, unread, starred, unstarred, later, done (no longer later), hidden, shown
        #[arg(long = "as", value_name = "MARK", value_parser = PossibleValuesParser::new(MARKS))]
        marks: Vec<String>,
        /// Leave them out of all lists, as --as hidden
        #[arg(long)]
        hidden: bool,
        /// Give this tag
        #[arg(long)]
        tag: Vec<String>,
        /// Take this tag away
        #[arg(long)]
        untag: Vec<String>,
        /// Take back what was marked last
        #[arg(long, conflicts_with_all = ["items", "marks", "hidden", "tag", "untag", "redo"])]
        undo: bool,
        /// Mark again what was taken back last
        #[arg(long, conflicts_with_all = ["items", "marks", "hidden", "tag", "untag"])]
        redo: bool,
    },
    /// Open the library: feeds, their articles, what is starred, noted, to be read later
    ///
    /// Where standard output is no terminal, what is unread is printed, the newest first: number, date, feed, title.
    /// `whosaid '#17'` reads one of them.
    Library {
        /// Run commands when the first list is there: "sort-articles oldest; hide-read" (? lists them)
        #[arg(long, value_name = "COMMANDS")]
        exec: Vec<String>,
    },
    /// Search everything: articles, who is cited in them, and your notes
    ///
    /// Words and fields side by side must all hold: `source:"Hamas" unnamed:yes date:>2025-05 ceasefire`. Exit
    /// status 1 when nothing is found. `whosaid search --fields` lists the fields.
    Search {
        /// What to look for
        #[arg(required_unless_present = "fields")]
        query: Vec<String>,
        /// List the fields that can be asked for
        #[arg(long)]
        fields: bool,
        /// Show at most so many
        #[arg(short = 'n', long, default_value_t = 50, value_name = "N")]
        limit: usize,
        /// What comes first: the newest, or what fits best
        #[arg(long, value_name = "HOW", default_value = "date", value_parser = ["date", "fit"])]
        sort: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// What is done to articles as they arrive: read, starred, set aside, hidden, tagged by a question
    ///
    /// Rules are in library.toml beside the config, where they can be edited too. One that asks for sources, actors,
    /// claims or unnamed: is applied once an article has been analysed for the first time, the others at once.
    Rules {
        #[command(subcommand)]
        what: RulesCommand,
    },
    /// Questions that stand as feeds
    ///
    /// They are in library.toml beside the config, where they can be edited too.
    Queries {
        #[command(subcommand)]
        what: QueriesCommand,
    },
    /// Show how each feed fares, and where all files are
    Doctor {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Look after the library
    Db {
        #[command(subcommand)]
        what: DbCommand,
    },
    /// Show where config, notes and everything else are kept
    Dirs,
    /// Check or print the config
    Config {
        #[command(subcommand)]
        what: ConfigCommand,
    },
}

/// What to write, and where to.
#[derive(Debug, Args)]
pub struct ExportArguments {
    /// Files, addresses, #17 for an item of the library, or - for standard input
    #[arg(required_unless_present_any = ["all", "formats"])]
    pub articles: Vec<OsString>,
    /// Every article that you have notes on
    #[arg(long, conflicts_with = "articles")]
    pub all: bool,
    /// The form: --formats lists them
    #[arg(short, long, default_value = "markdown", hide_possible_values = true, value_parser = forms())]
    pub format: String,
    /// Write with this template of yours, in the language of Jinja, instead of in a form
    #[arg(long, value_name = "FILE", conflicts_with = "format")]
    pub template: Option<PathBuf>,
    /// List the forms
    #[arg(long)]
    pub formats: bool,
    /// Write to this file, or into this folder, instead of to standard output
    #[arg(short, long, value_name = "PATH")]
    pub output: Option<PathBuf>,
    /// Whose marks: yours, the program's, or both
    #[arg(long, value_enum, default_value_t = OnlyWhose::Both)]
    pub only: OnlyWhose,
    /// Only notes with this tag
    #[arg(long)]
    pub tag: Vec<String>,
    /// Only notes drawn with this pen
    #[arg(long)]
    pub pen: Vec<String>,
    /// Only marks of this kind: highlight, note, question, to-check, correction, actor, source, claim
    #[arg(long)]
    pub kind: Vec<String>,
    /// Only marks on actors whose name has this in it
    #[arg(long)]
    pub actor: Vec<String>,
    /// Only marks on what came from, or by way of, sources whose name has this in it
    #[arg(long)]
    pub source: Vec<String>,
    /// Only notes made on this day or later: 2025-05-09
    #[arg(long, value_name = "DATE")]
    pub since: Option<String>,
    /// Only notes made before this day
    #[arg(long, value_name = "DATE")]
    pub until: Option<String>,
}

/// The names of the forms.
fn forms() -> PossibleValuesParser {
    PossibleValuesParser::new(FORMATS.iter().map(|format| format.name))
}

/// Whose marks are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum OnlyWhose {
    Mine,
    Machine,
    Both,
}

/// What a note from a script is on, and what it says.
#[derive(Debug, Args)]
pub struct Annotate {
    /// A file, an address, #17 for an item of the library, or - for standard input
    pub article: OsString,
    /// The words that the note is on
    #[arg(long, value_name = "WORDS")]
    pub quote: String,
    /// Words that stand right before them, where they stand more than once
    #[arg(long, value_name = "WORDS")]
    pub before: Option<String>,
    /// Words that stand right after them
    #[arg(long, value_name = "WORDS")]
    pub after: Option<String>,
    /// Its kind, as notes files name it; left out, note or highlight, by whether there is text
    #[arg(long)]
    pub kind: Option<String>,
    /// A tag; can be given several times
    #[arg(long)]
    pub tag: Vec<String>,
    /// The pen that it is drawn with, by its name in the config
    #[arg(long, value_name = "NAME")]
    pub pen: Option<String>,
    /// What it says, or - for standard input; without this it is a highlight
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub note: Option<String>,
    /// Print the note as JSON instead of its id
    #[arg(long)]
    pub json: bool,
}

/// What to do with notes.
#[derive(Debug, Subcommand)]
pub enum NotesCommand {
    /// List notes, by article
    ///
    /// As JSON: an array of objects with id, kind, quote, body, tags, speaker, about, name, pen,
    /// ruling, verdict, link, made, edited, span, place,
    /// score, article (id, title, url) and file. span is [start, end] in Unicode code points of the
    /// article's text, and place is exact, moved, approximate or orphan: both only where the article is
    /// named and so read. The exit status is 1 when a notes file could not be read as a whole.
    List {
        /// Only those on this article: a file, an address, or - for standard input
        article: Option<OsString>,
        /// Print them as JSON
        #[arg(long)]
        json: bool,
    },
    /// Show a note
    Show {
        /// Its id, or the first digits of it
        id: String,
        /// Print it as JSON
        #[arg(long)]
        json: bool,
    },
    /// Remove notes: all that are named, or, if one is not found, none
    ///
    /// u in the reader brings back what was removed from an article.
    Rm {
        /// Their ids, or the first digits of them
        #[arg(required = true)]
        ids: Vec<String>,
        /// Print what was removed as JSON
        #[arg(long)]
        json: bool,
    },
    /// Show the texts that are kept because notes were made on them, and which of them no note needs any more
    ///
    /// Of each article the text is kept as it was when you made notes on it, so that `whosaid changes` can
    /// show what the publisher changed. Nothing removes these texts by itself.
    Texts {
        /// Remove those that no note needs, and nothing that can be undone
        #[arg(long)]
        remove: bool,
    },
    /// Merge two notes files on one article, record by record
    ///
    /// Nothing is lost: what only one file has is kept; where both have a note and it differs, the later
    /// state is taken if the other is known to be an earlier one, else both are kept as two notes.
    /// Comments and keys that whosaid does not know stay. The second file is left as it is.
    Merge {
        /// The file that is merged into, and written
        first: PathBuf,
        /// The file whose notes are taken in: from another machine, or one that a conflict left
        second: PathBuf,
        /// Write what comes of it to this file, and leave the first as it is
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
}

/// What to do with rules.
#[derive(Debug, Subcommand)]
pub enum RulesCommand {
    /// List them, with their numbers (exit status 1 when something in the file is wrong)
    List {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Add one after the others: whosaid rules add --do hide --do read feed:ads
    Add {
        /// The question, as for whosaid search
        #[arg(required = true)]
        ask: Vec<String>,
        /// What is done: read, star, later, hide, or "tag WORD". May be given several times
        #[arg(long = "do", value_name = "DEED", required = true)]
        deeds: Vec<String>,
    },
    /// Take one away, by its number
    Rm {
        /// Its number
        number: usize,
    },
    /// Show what of the library a rule would touch, and change nothing
    Try {
        /// The number of a rule, or a question
        #[arg(required = true)]
        ask: Vec<String>,
        /// Show at most so many
        #[arg(short = 'n', long, default_value_t = 20, value_name = "N")]
        limit: usize,
    },
    /// Apply all rules to what is there; whosaid mark --undo takes it back
    Run,
}

/// What to do with saved questions.
#[derive(Debug, Subcommand)]
pub enum QueriesCommand {
    /// List them (exit status 1 when something in the file is wrong)
    List {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Keep a question under a name; one of this name is replaced
    Add {
        /// What it is called
        name: String,
        /// The question, as for whosaid search
        #[arg(required = true)]
        ask: Vec<String>,
    },
    /// Take one away
    Rm {
        /// What it is called
        name: String,
    },
}

/// What to do with subscriptions.
#[derive(Debug, Subcommand)]
pub enum FeedsCommand {
    /// Subscribe
    Add {
        /// A feed's address, a page that names one, a file, or exec: and a command that prints one
        address: String,
        /// A folder, as a path: News/World. May be given several times
        #[arg(short, long)]
        folder: Vec<String>,
        /// What to call it
        #[arg(short, long)]
        title: Option<String>,
        /// A header to send along, as "Name: value"; "Name: !command" sends what the command prints
        #[arg(long, value_name = "LINE")]
        header: Vec<String>,
        /// Whether whole articles are fetched where the feed has a summary: always, never, opening
        #[arg(long, value_name = "WHEN", value_parser = ["always", "never", "opening"])]
        whole: Option<String>,
        /// Keep its articles for so many days (0: for ever), whatever [library] keep-days says
        #[arg(long, value_name = "N")]
        keep_days: Option<u32>,
        /// Keep so many of its articles (0: all), whatever [library] keep-articles says
        #[arg(long, value_name = "N")]
        keep_articles: Option<u32>,
        /// Subscribe without asking it first
        #[arg(long)]
        unchecked: bool,
    },
    /// List subscriptions
    List {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// End a subscription; what you starred, tagged, noted or set aside of it stays
    Rm {
        /// Its address, its number or a part of its title
        feed: String,
    },
    /// Take subscriptions in from OPML; what is there already is not doubled
    Import {
        /// A file, or - for standard input
        file: PathBuf,
        /// Take commands (exec:) and files in as well: only from an outline of your own, for they are run
        #[arg(long)]
        with_commands: bool,
    },
    /// Write subscriptions out as OPML 2.0
    Export {
        /// Write to this file instead of to standard output
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Show what a feed holds, without subscribing
    Show {
        /// As for add
        address: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}

/// What to do with the library.
#[derive(Clone, Copy, Debug, Subcommand)]
pub enum DbCommand {
    /// Let old articles go, as [library] keep-days and keep-articles say, or each feed for itself
    ///
    /// Never those with notes, starred, set aside, tagged, or added by their address. What a feed lists still does
    /// not come back as new. whosaid refresh does it too. whosaid db vacuum gives the space back.
    Prune {
        /// Only say what would go
        #[arg(long)]
        dry_run: bool,
        /// Keep articles for so many days, in place of what the config says
        #[arg(long, value_name = "N")]
        days: Option<u32>,
        /// Keep so many articles of each feed, in place of what the config says
        #[arg(long, value_name = "N")]
        articles: Option<u32>,
    },
    /// Look through all of it for damage (exit status 1)
    Check,
    /// Make everything again that is derived; of a damaged library, make a new one with what can be read
    Rebuild,
    /// Give space back
    Vacuum,
}

/// What to do with the config.
#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// Say whether the config is right, with line and column of what is not (exit status 1)
    Check,
    /// Print the settings in force, keys included
    Print {
        /// Print the commented defaults instead
        #[arg(long)]
        default: bool,
    },
}

/// How an analysis is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum AnalyzeFormat {
    Text,
    Json,
    Jsonl,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn a_word_is_an_article_and_a_subcommand_is_not() {
        let read = Arguments::try_parse_from(["whosaid", "talks.txt"]).unwrap();
        assert_eq!(read.article, Some("talks.txt".into()));
        let dirs = Arguments::try_parse_from(["whosaid", "--config", "c.toml", "dirs"]).unwrap();
        assert!(matches!(dirs.command, Some(Command::Dirs)));
        assert!(Arguments::try_parse_from(["whosaid", "analyze"]).is_err());
    }
}
