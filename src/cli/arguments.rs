//! The command line, as clap reads it. Its help is written here and nowhere else.

use clap::error::ErrorKind;
use clap::{CommandFactory, Parser, Subcommand, ValueEnum};
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
        /// With your corrections in force; without this, what the program found, whatever you noted
        #[arg(long)]
        with_notes: bool,
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
    /// Show where config, notes and everything else are kept
    Dirs,
    /// Check or print the config
    Config {
        #[command(subcommand)]
        what: ConfigCommand,
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
