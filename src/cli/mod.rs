//! Arguments into what to run, and what came of it into an exit code.
//!
//! 0 is success (a closed pipe too: whoever read has had enough), 1 failure,
//! 2 bad usage; Ctrl-C ends with 130, as the shell reports the signal.

mod analyze;
mod annotate;
mod arguments;
mod changes;
mod config;
mod db;
mod doctor;
mod export;
mod feeds;
mod import;
mod library;
mod mark;
mod notes;
mod refresh;
mod rules;
mod search;
mod verify;
mod versions;

use crate::app::config::{ColourDepth, Settings};
use crate::doc::Article;
use crate::extract::{Analysis, Dictionary, analyse};
use crate::io::db::{Library, Sort};
use crate::io::dirs::Dirs;
use crate::io::fetch::Limits;
use crate::io::read::{self, Input, Loaded};
use crate::io::store::Store;
use crate::notes::Notebook;
use crate::notes::review::{Rulings, bears, review_all};
use crate::shell::{First, Read, Start};
use anyhow::{Context, Result, bail};
use arguments::{Arguments, Command, NotesCommand};
use clap::Parser;
use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

/// Runs the command line of this process.
#[must_use]
pub fn run() -> ExitCode {
    match Arguments::try_parse().and_then(Arguments::checked) {
        Ok(Arguments { article: Some(word), command: Some(_), .. }) => {
            complain(&format!("{}: an article and a command cannot both be named", word.display()));
            ExitCode::from(2)
        }
        Ok(arguments) => outcome(obey(arguments)),
        Err(error) => {
            // Help and version are printed the same way, on standard output and with success.
            let _ = error.print();
            ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
        }
    }
}

fn outcome(done: Result<ExitCode>) -> ExitCode {
    match done {
        Ok(code) => code,
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) if error.is::<export::Stopped>() => {
            complain(&error.to_string());
            // As the shell reports the signal.
            ExitCode::from(130)
        }
        Err(error) => {
            complain(&format!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe)
    })
}

/// Says something on standard error. Where even that is closed there is nobody left to tell.
fn complain(says: &str) {
    let says = printable(says);
    let _ = writeln!(io::stderr(), "whosaid: {says}");
}

/// Names of files and servers may hold anything, escape sequences and bidi overrides too.
fn printable(text: &str) -> String {
    crate::parse::clean::clean(text).text
}

fn obey(arguments: Arguments) -> Result<ExitCode> {
    match arguments.command {
        None => {
            let first = if opens_library(&arguments) { First::Library } else { First::Article };
            show(&arguments, first, &arguments.exec)
        }
        Some(Command::Library { ref exec }) => show(&arguments, First::Library, exec),
        Some(Command::Notes { what: None }) if is_on_screen(&arguments) => {
            show(&arguments, First::AllNotes, &[])
        }
        Some(Command::Analyze { paths, format, with_notes }) => {
            let store = with_notes.then(Dirs::of_user).transpose()?.map(Store::new);
            let limits = limits(arguments.config.as_deref())?;
            analyze::run(
                &paths,
                format,
                store.as_ref(),
                &limits,
                &dictionary(arguments.config.as_deref())?,
            )
        }
        Some(Command::Export(wanted)) => {
            let settings = settings(arguments.config.as_deref())?;
            let dictionary = dictionary(arguments.config.as_deref())?;
            let pens = crate::app::pens::colours(&settings.pens);
            export::run(&wanted, &Dirs::of_user()?, &limits_of(&settings), &dictionary, pens)
        }
        Some(Command::Import { files, format, dry_run }) => {
            import::run(&files, format.as_deref(), dry_run, &Dirs::of_user()?)
        }
        Some(Command::Verify) => verify::run(&Dirs::of_user()?),
        Some(Command::Changes { article, json }) => {
            let limits = limits(arguments.config.as_deref())?;
            changes::run(&article, json, &Dirs::of_user()?, &limits)
        }
        Some(Command::Annotate(asked)) => {
            let settings = settings(arguments.config.as_deref())?;
            let dictionary = dictionary(arguments.config.as_deref())?;
            let limits = limits_of(&settings);
            annotate::run(&asked, &Dirs::of_user()?, &limits, &dictionary, &settings.pens)
        }
        Some(Command::Notes { what }) => {
            let limits = limits(arguments.config.as_deref())?;
            // Without a screen the list is printed.
            let what = what.unwrap_or(NotesCommand::List { article: None, json: false });
            notes::run(&what, &Dirs::of_user()?, &limits)
        }
        Some(Command::Feeds { what }) => feeds::run(&what, arguments.config.as_deref()),
        Some(Command::Refresh { feeds, now, pages_again, no_analysis, json }) => {
            let wanted = refresh::Wanted { feeds, now, pages_again, no_analysis, json };
            refresh::run(&wanted, arguments.config.as_deref())
        }
        Some(Command::Add { addresses }) => library::add(&addresses, arguments.config.as_deref()),
        Some(Command::Mark { undo: true, .. }) => mark::undo(),
        Some(Command::Mark { redo: true, .. }) => mark::redo(),
        Some(Command::Mark { items, mut marks, hidden, tag, untag, .. }) => {
            marks.extend(hidden.then(|| "hidden".to_owned()));
            mark::run(&items, &marks, &tag, &untag)
        }
        Some(Command::Search { query, fields, limit, sort, json }) => {
            if fields {
                return search::fields();
            }
            let first = if sort == "fit" { Sort::Fit } else { Sort::Date };
            let wanted = search::Wanted { text: query.join(" "), limit, first, json };
            search::run(&wanted, arguments.config.as_deref())
        }
        Some(Command::Rules { what }) => rules::rules(&what),
        Some(Command::Queries { what }) => rules::queries(&what),
        Some(Command::Doctor { json }) => doctor::run(json),
        Some(Command::Db { what }) => db::run(what, arguments.config.as_deref()),
        Some(Command::Dirs) => {
            let dirs = Dirs::of_user()?;
            let mut out = io::stdout().lock();
            for (name, path) in dirs.named() {
                writeln!(out, "{name:<7} {}", path.display())?;
            }
            writeln!(out, "notes   {}", dirs.notes().display())?;
            writeln!(out, "texts   {}", notes::texts_line(&dirs))?;
            writeln!(out, "library {}", Library::place(&dirs).display())?;
            writeln!(out, "lexicon {}", dirs.config.join("lexicon").display())?;
            Ok(ExitCode::SUCCESS)
        }
        Some(Command::Config { what }) => config::run(&what, arguments.config.as_deref()),
    }
}

/// Whether there is a screen to open, and it is wanted. A terminal that cannot move its cursor is none.
fn is_on_screen(arguments: &Arguments) -> bool {
    let is_dumb = std::env::var("TERM").is_ok_and(|term| term == "dumb");
    io::stdout().is_terminal() && !arguments.plain && !is_dumb
}

/// Whether the library is opened where nothing is named: where it has anything in it.
fn opens_library(arguments: &Arguments) -> bool {
    arguments.article.is_none()
        && !is_piped_into()
        && Dirs::of_user().is_ok_and(|dirs| Library::is_begun(&dirs))
}

/// Opens the screen on an article or a list; where there is no screen, prints it.
fn show(arguments: &Arguments, first: First, exec: &[String]) -> Result<ExitCode> {
    let on_screen = is_on_screen(arguments);
    if !on_screen && !exec.is_empty() {
        bail!("--exec needs the screen, and there is none");
    }
    if !on_screen && first == First::Library {
        return library::print();
    }
    let (settings, mistakes) = config::settings(arguments.config.as_deref(), colour_depth())?;
    let (dictionary, bad_lists) = config::dictionary(arguments.config.as_deref())?;
    let loaded = match first {
        First::Article => load(arguments.article.as_ref(), &settings)?,
        // Something has to lie under the list.
        First::AllNotes => read::sample(),
        First::Library => nothing(),
    };
    let mut notices: Vec<String> =
        loaded.problems.iter().map(|problem| problem.says.clone()).collect();
    if !on_screen {
        // Without a home there are no notes, and the article can be printed all the same.
        let kept = Dirs::of_user().map(|dirs| Store::new(dirs).load(&loaded.article));
        let (analysis, rulings) = match &kept {
            Ok(kept) => {
                let (analysis, _, ruling) = reviewed(&loaded.article, &kept.notebook, &dictionary);
                (analysis, ruling)
            }
            Err(_) => (analyse(&loaded.article, dictionary.lexicon()), 0),
        };
        notices.extend(kept.iter().flat_map(|kept| &kept.problems).map(|p| p.says.clone()));
        notices.extend((rulings > 0).then(|| match rulings {
            1 => "a correction of yours is in force".to_owned(),
            n => format!("{n} corrections of yours are in force"),
        }));
        notices.extend(analysis.problems.iter().map(|problem| problem.says.clone()));
        notices.iter().chain(&mistakes).chain(&bad_lists).for_each(|says| complain(says));
        let text =
            crate::export::plain(&loaded.article, &analysis, usize::from(settings.text_width));
        io::stdout().lock().write_all(text.as_bytes())?;
        return Ok(ExitCode::SUCCESS);
    }
    notices.extend(mistakes);
    notices.extend(bad_lists);
    let store = Store::new(Dirs::of_user()?);
    let commands: Vec<String> = exec
        .iter()
        .flat_map(|line| line.split(';'))
        .map(|line| line.trim().to_owned())
        .filter(|line| !line.is_empty())
        .collect();
    for line in &commands {
        if let Err(says) = crate::app::command::parse(line) {
            bail!("--exec: {says}");
        }
    }
    // What came by standard input cannot be read twice, and a name that is no text cannot be typed.
    let again =
        arguments.article.as_ref().and_then(|word| word.to_str()).filter(|word| *word != "-");
    let read = Read { article: Arc::new(loaded.article), notices, again: again.map(str::to_owned) };
    let ended_by =
        crate::shell::read(Start { first, read, commands, settings, store, dictionary })?;
    Ok(ended_by.map_or(ExitCode::SUCCESS, |signal| {
        // As a shell reports a program that a signal has ended.
        ExitCode::from(u8::try_from(128 + signal).unwrap_or(1))
    }))
}

/// Reads the named article, or the built-in one.
fn load(word: Option<&OsString>, settings: &Settings) -> Result<Loaded> {
    let Some(word) = word else {
        if !is_piped_into() {
            return Ok(read::sample());
        }
        return read::load(&Input::Stdin);
    };
    if let Some(loaded) = library::kept(word, settings)? {
        return Ok(loaded);
    }
    let input = Input::from_word(word)?;
    if input == Input::Stdin && io::stdin().is_terminal() {
        bail!("standard input is this keyboard; pipe an article into it: curl … | whosaid -");
    }
    fetching(|told| {
        if matches!(input, Input::Url(_)) {
            told(&input.shown());
        }
        read::load_within(&input, &limits_of(settings))
    })
}

/// Does what may fetch a page. Fetching is said on a terminal, because it takes time.
fn fetching<T>(work: impl FnOnce(&mut dyn FnMut(&str)) -> Result<T>) -> Result<T> {
    let is_seen = io::stderr().is_terminal();
    let mut is_said = false;
    let done = work(&mut |address| {
        is_said = is_seen;
        if is_seen {
            let _ = write!(io::stderr(), "Fetching {} … (ctrl-c stops)", printable(address));
        }
    });
    if is_said {
        // The line is taken back: what follows is the article, or what went wrong.
        let _ = write!(io::stderr(), "\r\u{1b}[2K");
    }
    done
}

/// The limits that the config sets on what is fetched, for commands that need nothing else of it.
fn limits(config: Option<&Path>) -> Result<Limits> {
    Ok(limits_of(&settings(config)?))
}

/// The settings. What is wrong in the config is said.
fn settings(config: Option<&Path>) -> Result<Settings> {
    let (settings, mistakes) = config::settings(config, colour_depth())?;
    mistakes.iter().for_each(|says| complain(says));
    Ok(settings)
}

/// What articles are read with. What is wrong in the reader's own lists is said.
fn dictionary(config: Option<&Path>) -> Result<Dictionary> {
    let (dictionary, mistakes) = config::dictionary(config)?;
    mistakes.iter().for_each(|says| complain(says));
    Ok(dictionary)
}

fn limits_of(settings: &Settings) -> Limits {
    Limits { whole: Duration::from_secs(settings.fetch.timeout), ..Limits::default() }
}

/// Whether something is piped into the program or a file stands for its standard input. A closed input
/// and /dev/null, which scripts hand to everything, are no article.
fn is_piped_into() -> bool {
    #[cfg(unix)]
    {
        use rustix::fs::{FileType, fstat};
        let kind = fstat(io::stdin()).map(|stat| FileType::from_raw_mode(stat.st_mode));
        matches!(kind, Ok(FileType::Fifo | FileType::RegularFile))
    }
    #[cfg(not(unix))]
    {
        false
    }
}

/// What lies under the library.
fn nothing() -> Loaded {
    let origin =
        crate::parse::Origin { content_type: Some("text/plain".into()), ..Default::default() };
    let (article, _) = crate::parse::parse(b"", &origin);
    Loaded { article, problems: Vec::new() }
}

/// Who said what in an article, with the reader's rulings in force, and how many notes rule on it.
fn reviewed(
    article: &Article,
    notebook: &Notebook,
    dictionary: &Dictionary,
) -> (Analysis, Rulings, usize) {
    let found = analyse(article, dictionary.lexicon());
    let ruling = notebook.notes.values().filter(|note| bears(note)).count();
    if ruling == 0 {
        return (found, Rulings::default(), 0);
    }
    let (analysis, rulings) = review_all(article, &found, notebook);
    let in_force = ruling.saturating_sub(rulings.idle.len());
    (analysis, rulings, in_force)
}

/// What the terminal says that it can do.
fn colour_depth() -> ColourDepth {
    let set = |name: &str| std::env::var(name).unwrap_or_default();
    let term = set("TERM");
    if !set("NO_COLOR").is_empty() || term == "dumb" {
        ColourDepth::None
    } else if matches!(set("COLORTERM").as_str(), "truecolor" | "24bit") {
        ColourDepth::Exact
    } else if term.contains("256color") {
        ColourDepth::Many
    } else {
        ColourDepth::Sixteen
    }
}

/// A config file's text; empty when there is none and none was asked for.
fn config_text(path: &Path, must_exist: bool) -> Result<String> {
    match std::fs::read(path) {
        Ok(bytes) => {
            String::from_utf8(bytes).with_context(|| format!("{}: not UTF-8 text", path.display()))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound && !must_exist => Ok(String::new()),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
    }
}
