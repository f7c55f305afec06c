//! The command line, as clap reads it. Its help is written here and nowhere else.

use clap::error::ErrorKind;
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use std::ffi::OsString;
use std::path::PathBuf;

/// A terminal news reader that shows who said what.
///
/// Opens an article with its actors, sources and claims beside it, and keeps your notes on it. Where
/// standard output is no terminal, prints the article and who said what in it. Without an article, opens
/// a short one that shows everything.
#[derive(Debug, Parser)]
#[command(
    name = "whosaid",
    version,
    override_usage = "whosaid [OPTIONS] [ARTICLE]\n       whosaid [--config FILE] <COMMAND>",
    max_term_width = 100
)]
pub struct Arguments {
    /// A file (text, Markdown, HTML), an http or https address, or - for standard input
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
        /// Files, addresses, or - for standard input
        #[arg(required = true)]
        paths: Vec<OsString>,
        /// text for people; json indented; jsonl one line an article. Offsets are Unicode code points
        #[arg(long, value_enum, default_value_t = AnalyzeFormat::Text)]
        format: AnalyzeFormat,
    },
    /// Write an article's sources, claims and your notes as a document
    Export {
        /// A file, an address, or - for standard input
        article: OsString,
        /// The form of the document
        #[arg(long, value_enum, default_value_t = ExportFormat::Markdown)]
        format: ExportFormat,
        /// Write to this file instead of standard output
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Make a note from a script
    ///
    /// Prints the note's id. The note is on the quoted words, which are looked for in the article: word
    /// for word, but for white space and the forms of quotation marks and dashes. Where they are not
    /// found, or found more than once, nothing is made, the places are listed, and the exit status is 1.
    /// u in the reader takes it back, also while the article is open there.
    Annotate(Annotate),
    /// List, show, remove or merge notes
    Notes {
        #[command(subcommand)]
        what: NotesCommand,
    },
    /// Show where config, notes and everything else are kept
    Dirs,
    /// Check or print the config
    Config {
        #[command(subcommand)]
        what: ConfigCommand,
    },
}

/// What a note from a script is on, and what it says.
#[derive(Debug, Args)]
pub struct Annotate {
    /// A file, an address, or - for standard input
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
    /// What it says, or - for standard input
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
    /// As JSON: an array of objects with id, kind, quote, body, tags, speaker, made, edited, span, place,
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

/// What an article can be exported as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    Markdown,
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
