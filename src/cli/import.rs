//! `whosaid import`: notes out of files of this or another program.

use super::complain;
use super::export::shown;
use crate::export::address::uri;
use crate::export::import::{From, Incoming, IncomingArticle, new_in, read};
use crate::io::dirs::Dirs;
use crate::io::store::Store;
use crate::io::store::intake::{TakenIn, named_only};
use crate::notes::{Note, Notebook};
use crate::parse::MAX_BYTES;
use crate::text::counted;
use anyhow::{Context, Result, anyhow, bail};
use std::ffi::OsString;
use std::io::{self, Read as _, Write};
use std::path::Path;
use std::process::ExitCode;

/// Takes files in, each whole or not at all.
pub fn run(files: &[OsString], format: Option<&str>, dry: bool, dirs: &Dirs) -> Result<ExitCode> {
    let store = Store::new(dirs.clone());
    let from = format.map(from_name).transpose()?;
    let mut whole = true;
    for file in files {
        match one(file, from, dry, &store) {
            Ok(complete) => whole &= complete,
            Err(error) => {
                complain(&format!("{error:#}"));
                whole = false;
            }
        }
    }
    Ok(if whole { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn from_name(name: &str) -> Result<From> {
    Ok(match name {
        "w3c" => From::W3c,
        "hypothesis" => From::Hypothesis,
        "readwise" => From::Readwise,
        "own" => From::Own,
        _ => bail!(
            "--format {name}: there is no such form; there are w3c, hypothesis, readwise, own"
        ),
    })
}

/// Takes one file in. `false` where some of it was left out.
fn one(file: &OsString, from: Option<From>, dry: bool, store: &Store) -> Result<bool> {
    let path = Path::new(file);
    let name = if file == "-" { "standard input".to_owned() } else { shown(path) };
    let text = text(file).with_context(|| name.clone())?;
    let from = from.or_else(|| From::guess(&text)).ok_or_else(|| {
        anyhow!("{name}: it cannot be seen what this is; say so with --format (w3c, hypothesis, readwise, own)")
    })?;
    let incoming =
        read(from, &text).map_err(|says| anyhow!("{name}: {says}; nothing was taken in"))?;
    let sum = take_in(&incoming, &name, dry, store)?;
    for says in &incoming.left_out {
        complain(&format!("{name}: left out: {says}"));
    }
    let would = if dry { "would be taken in" } else { "taken in" };
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "{name}: {} on {} {would}, {} there already, {} left out",
        counted(sum.new, "note"),
        counted(sum.articles, "article"),
        sum.known,
        incoming.left_out.len()
    )?;
    Ok(incoming.left_out.is_empty())
}

fn text(file: &OsString) -> Result<String> {
    let mut bytes = Vec::new();
    let most = u64::try_from(MAX_BYTES).unwrap_or(u64::MAX).saturating_add(1);
    if file == "-" {
        io::stdin().lock().take(most).read_to_end(&mut bytes)?;
    } else {
        let file = std::fs::File::open(file).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => anyhow!("there is no such file; is the name right?"),
            _ => error.into(),
        })?;
        file.take(most).read_to_end(&mut bytes)?;
    }
    if bytes.len() > MAX_BYTES {
        bail!("it is larger than {} MB", MAX_BYTES / 1024 / 1024);
    }
    String::from_utf8(bytes).map_err(|error| {
        anyhow!("it is not UTF-8 text (byte {})", error.utf8_error().valid_up_to())
    })
}

#[derive(Default)]
struct Sum {
    new: usize,
    known: usize,
    articles: usize,
}

fn take_in(incoming: &Incoming, name: &str, dry: bool, store: &Store) -> Result<Sum> {
    let there = notebooks(store)?;
    let mut sum = Sum::default();
    let mut done: Vec<TakenIn> = Vec::new();
    for article in &incoming.articles {
        let known = there.iter().find(|notebook| is_on(article, notebook));
        let id = known.map(|notebook| notebook.article.0.clone()).or_else(|| article.id.clone());
        let id = id.or_else(|| article.address.clone()).or_else(|| article.title.clone());
        let Some(id) = id else { continue };
        let url = article.address.as_deref();
        let mut named = named_only(&id, article.title.as_deref(), url);
        if let Some(notebook) = known {
            named.meta = notebook.meta.clone();
            named.digest = notebook.digest;
        }
        let empty = Notebook::new(named.id.clone(), named.meta.clone(), named.digest);
        let taken = new_in(known.unwrap_or(&empty), &article.notes);
        sum.known += taken.known;
        if taken.new.is_empty() {
            continue;
        }
        sum.new += taken.new.len();
        sum.articles += 1;
        if dry {
            continue;
        }
        let label = format!("import of {} from {name}", counted(taken.new.len(), "note"));
        match store.take_in(&named, taken.new, &label, crate::shell::now().time) {
            Ok(one) => done.push(one),
            Err(error) => {
                // All of a file or nothing.
                for taken in &done {
                    if let Err(error) = store.put_back(taken) {
                        complain(&format!("{error:#}"));
                    }
                }
                return Err(error.context(format!("{name}: nothing was taken in")));
            }
        }
    }
    Ok(sum)
}

/// Every notebook that can be read; the others are nobody's business here.
fn notebooks(store: &Store) -> Result<Vec<Notebook>> {
    let files = store.notes_files()?.notes;
    let read = files.iter().filter_map(|path| store.notebook(path).ok());
    Ok(read.map(|(notebook, _)| notebook).collect())
}

fn is_on(article: &IncomingArticle, notebook: &Notebook) -> bool {
    let id = &notebook.article.0;
    let address = article.address.as_deref();
    article.id.as_ref() == Some(id)
        || address == Some(id)
        || address.is_some_and(|address| uri(address) == uri(id))
        || (address.is_some() && address == notebook.meta.url.as_deref())
        || (article.id.is_none()
            && address.is_none()
            && article.title.as_ref() == Some(&notebook.meta.title))
}

/// The notes of a file, whatever article they are on: for `verify`.
pub(super) fn notes_of(incoming: &Incoming) -> Vec<&Note> {
    incoming.articles.iter().flat_map(|article| &article.notes).collect()
}
