//! `whosaid export`: articles, who said what in them, and notes, for other programs.
//!
//! Articles are read, written and forgotten one after the other, so that thousands take no more
//! memory than one. What is written takes its place when all of it is there: whoever stops it half
//! way has what there was before.

use super::arguments::{ExportArguments, OnlyWhose};
use super::{complain, printable};
use crate::doc::{Article, ProblemKind, Time};
use crate::export::dossier::{Dossier, Only, Selection};
use crate::export::format::{Export, FORMATS, Format, Out, named};
use crate::export::template::Template;
use crate::extract::{Analysis, Dictionary, analyse};
use crate::io::dirs::Dirs;
use crate::io::disk::{self, Growing};
use crate::io::fetch::Limits;
use crate::io::read::{self, Input};
use crate::io::store::{Store, intake};
use crate::notes::Notebook;
use crate::notes::review::{Rulings, review_all};
use anyhow::{Context, Result, anyhow, bail};
use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

/// Writes what is asked for.
pub fn run(
    wanted: &ExportArguments,
    dirs: &Dirs,
    limits: &Limits,
    dictionary: &Dictionary,
    pens: Vec<(String, String)>,
) -> Result<ExitCode> {
    if wanted.formats {
        return list();
    }
    let format = named(&wanted.format).ok_or_else(|| {
        let all: Vec<&str> = FORMATS.iter().map(|format| format.name).collect();
        anyhow!("--format {}: there is no such form; there are {}", wanted.format, all.join(", "))
    })?;
    not_over_what_is_read(wanted)?;
    let export = Export { select: selection(wanted)?, now: crate::shell::now().time, pens };
    let store = Store::new(dirs.clone());
    let articles: Vec<Wanted> = if wanted.all {
        store.notes_files()?.notes.into_iter().map(Wanted::Notes).collect()
    } else {
        wanted.articles.iter().cloned().map(Wanted::Word).collect()
    };
    if articles.is_empty() {
        bail!("there are no notes yet, so that --all is nothing");
    }
    let template = wanted.template.as_deref().map(template).transpose()?;
    let mut job = Job {
        store: &store,
        limits,
        dictionary,
        export: &export,
        skip_analysis: template.is_none() && format.needs_no_analysis(&export.select),
        whole: true,
        done: 0,
        all: articles.len(),
    };
    match format.out {
        _ if template.is_some() => {
            let mut to = Sink::open(wanted.output.as_deref())?;
            job.each(&articles, &mut |dossier| match &template {
                Some((name, template)) => {
                    let text = template.write(dossier, &export);
                    to.write(text.map_err(|says| anyhow!("{name}, {says}"))?.as_bytes())
                }
                None => Ok(()),
            })?;
            to.finish()?;
        }
        Out::Stream(stream) => {
            let mut to = Sink::open(wanted.output.as_deref())?;
            to.write((stream.begin)(&export).as_bytes())?;
            let mut count = 0;
            job.each(&articles, &mut |dossier| {
                for record in (stream.article)(dossier, &export) {
                    if count > 0 {
                        to.write(stream.between.as_bytes())?;
                    }
                    to.write(record.as_bytes())?;
                    count += 1;
                }
                Ok(())
            })?;
            to.write((stream.end)(count).as_bytes())?;
            to.finish()?;
        }
        Out::Files(files) => into_files(&mut job, &articles, wanted, format, files)?,
    }
    Ok(if job.whole { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// An export never takes the place of an article that it is made of.
fn not_over_what_is_read(wanted: &ExportArguments) -> Result<()> {
    let Some(output) = wanted.output.as_deref() else { return Ok(()) };
    let Ok(target) = std::fs::canonicalize(output) else { return Ok(()) };
    let is_read = |word: &OsString| {
        let Ok(Input::File(path)) = Input::from_word(word) else { return false };
        std::fs::canonicalize(path).is_ok_and(|path| path == target)
    };
    if wanted.articles.iter().any(is_read) {
        bail!("{}: this is the article itself; write to another file", output.display());
    }
    Ok(())
}

/// A document for each article: one alone may go to standard output or to a named file.
fn into_files(
    job: &mut Job<'_>,
    articles: &[Wanted],
    wanted: &ExportArguments,
    format: &Format,
    files: fn(&Dossier<'_>, &Export) -> Vec<(String, String)>,
) -> Result<()> {
    let folder = wanted.output.as_deref().filter(|path| path.is_dir() || is_folder(path));
    if let Some(folder) = folder {
        std::fs::create_dir_all(folder)
            .with_context(|| format!("cannot make the folder {}", folder.display()))?;
    }
    if folder.is_none() && articles.len() > 1 {
        bail!(
            "{} is a file for each article: name a folder with --output, ending in /",
            format.name
        );
    }
    let export = job.export;
    job.each(articles, &mut |dossier| {
        let files = files(dossier, export);
        match (folder, wanted.output.as_deref(), files.as_slice()) {
            (Some(folder), _, files) => {
                for (name, text) in files {
                    disk::write_out(&folder.join(name), text.as_bytes())?;
                }
            }
            (None, Some(path), [(_, text)]) => disk::write_out(path, text.as_bytes())?,
            (None, None, [(_, text)]) => io::stdout().lock().write_all(text.as_bytes())?,
            _ => bail!(
                "{} makes several files: name a folder with --output, ending in /",
                format.name
            ),
        }
        Ok(())
    })
}

fn template(path: &Path) -> Result<(String, Template)> {
    let name = shown(path);
    let text = std::fs::read_to_string(path).with_context(|| name.clone())?;
    let template = Template::read(&text).map_err(|says| anyhow!("{name}, {says}"))?;
    Ok((name, template))
}

/// `out/` names a folder, whether it is there or not.
fn is_folder(path: &Path) -> bool {
    path.to_string_lossy().ends_with(['/', '\\'])
}

fn list() -> Result<ExitCode> {
    let mut out = io::stdout().lock();
    for format in FORMATS {
        let back = if format.comes_back { "  (comes in again)" } else { "" };
        writeln!(out, "{:<15} .{:<7} {}{back}", format.name, format.extension, format.doc)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn selection(wanted: &ExportArguments) -> Result<Selection> {
    let day = |text: &Option<String>| -> Result<Option<Time>> {
        let Some(text) = text else { return Ok(None) };
        let read = Time::parse(text).or_else(|| Time::parse(&format!("{text}T00:00:00Z")));
        read.map(Some).ok_or_else(|| anyhow!("{text}: not a day; write it as 2025-05-09"))
    };
    Ok(Selection {
        only: match wanted.only {
            OnlyWhose::Mine => Only::Mine,
            OnlyWhose::Machine => Only::Machine,
            OnlyWhose::Both => Only::Both,
        },
        tags: wanted.tag.clone(),
        pens: wanted.pen.clone(),
        kinds: wanted.kind.clone(),
        actors: wanted.actor.clone(),
        sources: wanted.source.clone(),
        since: day(&wanted.since)?,
        until: day(&wanted.until)?,
    })
}

/// The reader has stopped it.
#[derive(Debug)]
pub(super) struct Stopped;

impl std::fmt::Display for Stopped {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("stopped; what was there before is as it was")
    }
}

impl std::error::Error for Stopped {}

/// Something that an article is to be had from.
enum Wanted {
    Word(OsString),
    Notes(std::path::PathBuf),
}

struct Job<'a> {
    store: &'a Store,
    limits: &'a Limits,
    dictionary: &'a Dictionary,
    export: &'a Export,
    /// Whether what is written is the same, whoever said what.
    skip_analysis: bool,
    /// Whether everything that was asked for is in it.
    whole: bool,
    done: usize,
    all: usize,
}

impl Job<'_> {
    /// Hands each article with all that belongs to it to `write`. One that cannot be read is told, and
    /// the others are still done.
    fn each(
        &mut self,
        articles: &[Wanted],
        write: &mut dyn FnMut(&Dossier<'_>) -> Result<()>,
    ) -> Result<()> {
        let stop = crate::shell::interrupted();
        for wanted in articles {
            if stop() {
                self.progress_end();
                return Err(Stopped.into());
            }
            self.done += 1;
            self.progress();
            match self.article(wanted) {
                Ok((article, notebook)) => {
                    let (analysis, rulings) = if self.skip_analysis {
                        (Analysis::empty(article.digest), Rulings::default())
                    } else {
                        let found = analyse(&article, self.dictionary.lexicon());
                        review_all(&article, &found, &notebook)
                    };
                    let dossier = Dossier {
                        article: &article,
                        analysis: &analysis,
                        rulings: &rulings,
                        notebook: &notebook,
                    };
                    write(&dossier)?;
                }
                Err(error) => {
                    self.progress_end();
                    complain(&format!("{error:#}"));
                    self.whole = false;
                }
            }
        }
        self.progress_end();
        Ok(())
    }

    fn article(&mut self, wanted: &Wanted) -> Result<(Article, Notebook)> {
        match wanted {
            Wanted::Word(word) => {
                let loaded = super::library::loaded(word, self.limits)?;
                let kept = self.store.load(&loaded.article);
                for problem in loaded.problems.iter().chain(&kept.problems) {
                    complain(&problem.says);
                    // What the reader noted may be missing: scripts must not take it for whole.
                    self.whole &= problem.kind != ProblemKind::Notes;
                }
                Ok((loaded.article, kept.notebook))
            }
            Wanted::Notes(path) => {
                let read = self.store.notebook(path).with_context(|| shown(path));
                let (notebook, problems) = read?;
                for problem in &problems {
                    complain(&problem.says);
                    self.whole = false;
                }
                let article = self.text_of(&notebook);
                Ok((article, notebook))
            }
        }
    }

    /// The article of a notebook, as far as it is on this machine: nothing is fetched.
    fn text_of(&self, notebook: &Notebook) -> Article {
        let id = &notebook.article.0;
        let local =
            Input::from_word(id.as_ref()).ok().filter(|input| matches!(input, Input::File(_)));
        let read = local.and_then(|input| read::load(&input).ok()).map(|loaded| loaded.article);
        let mut article = read.unwrap_or_else(|| intake::named_only(id, None, None));
        article.id = notebook.article.clone();
        article.meta = notebook.meta.clone();
        article
    }

    fn progress(&self) {
        if self.all > 1
            && io::stderr().is_terminal()
            && (self.done % 16 == 1 || self.done == self.all)
        {
            let _ =
                write!(io::stderr(), "\r\u{1b}[2Kwhosaid: {} of {} articles", self.done, self.all);
        }
    }

    fn progress_end(&self) {
        if self.all > 1 && io::stderr().is_terminal() {
            let _ = write!(io::stderr(), "\r\u{1b}[2K");
        }
    }
}

/// Where a stream goes.
enum Sink {
    Standard(io::BufWriter<io::Stdout>),
    File(Growing),
}

impl Sink {
    fn open(path: Option<&Path>) -> Result<Self> {
        Ok(match path {
            Some(path) => Self::File(Growing::beside(path)?),
            None => Self::Standard(io::BufWriter::new(io::stdout())),
        })
    }

    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        match self {
            Self::Standard(out) => out.write_all(bytes).map_err(Into::into),
            Self::File(file) => file.write(bytes),
        }
    }

    fn finish(self) -> Result<()> {
        match self {
            Self::Standard(mut out) => out.flush().map_err(Into::into),
            Self::File(file) => file.finish(),
        }
    }
}

/// For other commands of this module's kind: names of files as they may be printed.
pub(super) fn shown(path: &Path) -> String {
    printable(&path.display().to_string())
}
