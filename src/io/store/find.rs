//! Which file holds the notes on an article.
//!
//! By the article's id in the file's name, which is cheap; then by what the files say of
//! themselves, for articles that were moved and for notes that their reader renamed.

use crate::doc::{Article, ArticleId, Digest, Time};
use crate::notes::{Notebook, from_toml};
use crate::text::slug;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// The part of a file that is read to learn which article it is on.
const HEAD_BYTES: u64 = 64 * 1024;

/// The digits that stand for an article in file names.
pub(super) fn short(article: &ArticleId) -> String {
    Digest::of(article.0.as_bytes()).short()
}

/// What a new notes file is called: words for the reader, digits for the program.
pub(super) fn file_name(article: &Article) -> String {
    let words = slug(article.name());
    let words = if words.is_empty() { "article" } else { &words };
    format!("{words}.{}.toml", short(&article.id))
}

/// The file with the notes on an article, if there is one.
pub(super) fn notes_file(folder: &Path, article: &Article) -> Option<PathBuf> {
    let files = notes_files(folder);
    let ending = format!(".{}.toml", short(&article.id));
    let named = files.iter().find(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        // The digits are few: what the file says counts for more, where it says anything.
        let other = |head: Notebook| !head.article.0.is_empty() && head.article != article.id;
        name.ends_with(&ending) && !head(path).is_some_and(other)
    });
    if let Some(path) = named {
        return Some(path.clone());
    }
    // Nobody has notes on nothing, which lies under the library's screen: its first frame does not wait for this.
    if article.text.is_empty() {
        return None;
    }
    let heads: Vec<(&PathBuf, Notebook)> =
        files.iter().filter_map(|path| Some((path, head(path)?))).collect();
    let by_id = heads.iter().find(|(_, head)| head.article == article.id);
    // The same text under another name is the same article when the other name is gone;
    // while it is there, somebody made a copy.
    let moved = |head: &Notebook| head.digest == article.digest && !is_there(&head.article);
    by_id.or_else(|| heads.iter().find(|(_, head)| moved(head))).map(|(path, _)| (*path).clone())
}

/// The file that says of itself that it holds the notes on an article.
pub(super) fn by_id(folder: &Path, article: &ArticleId) -> Option<PathBuf> {
    notes_files(folder)
        .into_iter()
        .find(|path| head(path).is_some_and(|head| head.article == *article))
}

/// Whether a file is one that a conflict left.
pub(super) fn is_conflict(path: &Path) -> bool {
    path.file_name().unwrap_or_default().to_string_lossy().contains(".conflict-")
}

/// The files beside a notes file that a conflict left, the oldest first.
pub(super) fn beside(path: &Path) -> Vec<PathBuf> {
    let Some(folder) = path.parent() else { return Vec::new() };
    let start = format!("{}.conflict-", stem(path));
    toml_files(folder)
        .into_iter()
        .filter(|path| path.file_name().unwrap_or_default().to_string_lossy().starts_with(&start))
        .collect()
}

/// A name beside a notes file that nothing has yet.
pub(super) fn free_beside(path: &Path, now: Time) -> PathBuf {
    let name = |n: usize| {
        let more = if n == 0 { String::new() } else { format!("-{n}") };
        path.with_file_name(format!("{}.conflict-{}{more}.toml", stem(path), now.compact()))
    };
    // A folder with more conflicts in one second than this has other troubles.
    (0..1000).map(name).find(|path| fs::symlink_metadata(path).is_err()).unwrap_or_else(|| name(0))
}

/// The name of a notes file without its ending, and without that of a conflict.
fn stem(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    stem.split_once(".conflict-").map_or(stem.as_ref(), |(stem, _)| stem).to_owned()
}

/// The notes files of a folder by name, without those of conflicts.
pub(super) fn notes_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = toml_files(folder);
    files.retain(|path| !is_conflict(path));
    files
}

/// All files of a folder that may hold notes, by name.
pub(super) fn toml_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
        .collect();
    files.sort();
    files
}

/// What a file says of its article; nothing of its notes.
fn head(path: &Path) -> Option<Notebook> {
    let mut bytes = Vec::new();
    fs::File::open(path).ok()?.take(HEAD_BYTES).read_to_end(&mut bytes).ok()?;
    let text = String::from_utf8_lossy(&bytes);
    let lines = text.lines().take_while(|line| !line.trim_start().starts_with("[[note"));
    let head: String = lines.flat_map(|line| [line, "\n"]).collect();
    from_toml(&head).ok().map(|(notebook, _)| notebook)
}

/// Whether the file that an id names is there.
fn is_there(article: &ArticleId) -> bool {
    let Some(path) = article.0.strip_prefix("file://") else { return false };
    let decoded = url::Url::parse(&article.0).ok().and_then(|url| url.to_file_path().ok());
    Path::new(path).exists() || decoded.is_some_and(|path| path.exists())
}
