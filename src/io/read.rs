//! One article from wherever the reader says: a path, standard input or an address.

pub mod library;

use super::fetch::{self, Limits};
use crate::doc::{Article, Problem, Time};
use crate::parse::{self, MAX_BYTES, Origin, too_large};
use anyhow::{Context, Result, anyhow, bail};
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Where an article is to come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A file, or anything else that has a path and can be read.
    File(PathBuf),
    /// Standard input.
    Stdin,
    /// An http or https address.
    Url(String),
}

/// An article, and what was odd about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Loaded {
    /// With [`crate::doc::Meta::fetched`] set if it came over the network.
    pub article: Article,
    /// None of them fatal.
    pub problems: Vec<Problem>,
}

impl Input {
    /// Reads a word of the command line: `-`, an address, or else a path.
    ///
    /// # Errors
    /// For an address that is neither of the web nor of a file.
    pub fn from_word(word: &OsStr) -> Result<Self> {
        let Some(text) = word.to_str() else { return Ok(Self::File(word.into())) };
        if text == "-" {
            return Ok(Self::Stdin);
        }
        let scheme = text.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
        match scheme.as_deref() {
            Some("http" | "https") => Ok(Self::Url(text.to_owned())),
            Some("file") => url::Url::parse(text)
                .ok()
                .and_then(|url| url.to_file_path().ok())
                .map(Self::File)
                .with_context(|| format!("{text}: this address names no file on this machine")),
            Some(scheme) if is_scheme(scheme) => {
                bail!("{scheme}: addresses cannot be read; only http, https and file")
            }
            _ => Ok(Self::File(text.into())),
        }
    }

    /// What to call it on a screen: an address without its password.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::Url(address) => fetch::without_password(address),
            _ => self.name(),
        }
    }

    /// What to call it in messages.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::File(path) => path.display().to_string(),
            Self::Stdin => "standard input".to_owned(),
            Self::Url(url) => url.clone(),
        }
    }
}

/// The article that is shown when none is named: it has an example of everything.
pub const SAMPLE: &str = include_str!("../../assets/sample.md");

/// That article.
#[must_use]
pub fn sample() -> Loaded {
    let origin = Origin { content_type: Some("text/markdown".into()), ..Origin::default() };
    let (article, problems) = parse::parse(SAMPLE.as_bytes(), &origin);
    Loaded { article, problems }
}

/// Reads an article.
///
/// # Errors
/// When there is nothing to read, in the user's terms.
pub fn load(input: &Input) -> Result<Loaded> {
    load_within(input, &Limits::default())
}

/// As [`load`], with other limits for what comes over the network.
///
/// # Errors
/// When there is nothing to read, in the user's terms.
pub fn load_within(input: &Input, limits: &Limits) -> Result<Loaded> {
    match input {
        Input::File(path) => {
            let (bytes, origin) = file(path).with_context(|| path.display().to_string())?;
            made(&input.name(), &bytes, &origin)
        }
        Input::Stdin => {
            let bytes = limited(io::stdin().lock()).context("standard input")?;
            made(&input.name(), &bytes, &Origin::default())
        }
        Input::Url(url) => {
            let fetched = fetch::get(url, limits)?;
            let name = fetched.url.clone();
            let origin =
                Origin { path: None, url: Some(fetched.url), content_type: fetched.content_type };
            let mut loaded = made(&name, &fetched.bytes, &origin)?;
            loaded.article.meta.fetched = Some(now());
            Ok(loaded)
        }
    }
}

fn made(name: &str, bytes: &[u8], origin: &Origin) -> Result<Loaded> {
    let (article, problems) = parse::parse(bytes, origin);
    match problems.iter().find(|problem| problem.kind.is_fatal()) {
        Some(problem) => bail!("{name}: {}", problem.says),
        None => Ok(Loaded { article, problems }),
    }
}

fn file(path: &Path) -> Result<(Vec<u8>, Origin)> {
    let file = File::open(path).map_err(|error| opening(&error))?;
    let known = file.metadata().map_err(|error| opening(&error))?;
    if known.is_dir() {
        bail!("this is a folder; name a file in it");
    }
    // What is no regular file (a pipe, a device) has no length to ask for.
    if known.is_file() && known.len() > MAX_BYTES as u64 {
        bail!(too_large(known.len()).says);
    }
    let bytes = limited(file)?;
    let whole = fs::canonicalize(path).or_else(|_| std::path::absolute(path));
    let whole = whole.unwrap_or_else(|_| path.to_owned());
    let path = Some(whole.to_string_lossy().into_owned());
    Ok((bytes, Origin { path, ..Origin::default() }))
}

/// Reads a stream that may never end.
fn limited(from: impl Read) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    match from.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes) {
        Ok(_) if bytes.len() > MAX_BYTES => {
            Err(anyhow!("{} It goes on after that.", too_large(bytes.len() as u64).says))
        }
        Ok(_) => Ok(bytes),
        Err(error) if error.kind() == io::ErrorKind::IsADirectory => {
            bail!("this is a folder; name a file in it")
        }
        Err(error) => Err(anyhow!("it cannot be read: {error}")),
    }
}

fn opening(error: &io::Error) -> anyhow::Error {
    match error.kind() {
        io::ErrorKind::NotFound => anyhow!("there is no such file; is the name right?"),
        io::ErrorKind::PermissionDenied => {
            anyhow!("it may not be read by you; its permissions say so")
        }
        io::ErrorKind::IsADirectory => anyhow!("this is a folder; name a file in it"),
        io::ErrorKind::NotADirectory => {
            anyhow!("there is no such file: part of the path is a file itself")
        }
        _ => anyhow!("it cannot be opened: {error}"),
    }
}

pub(super) fn now() -> Time {
    Time(jiff::Timestamp::now().as_millisecond())
}

/// Whether what stands before `://` is a scheme and not part of an odd file name.
fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
}

#[cfg(test)]
mod tests;
