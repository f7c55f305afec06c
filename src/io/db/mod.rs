//! The library on the disk: one SQLite database in the data folder.
//!
//! Ground and derived lie in it side by side: feeds, items, kept pages, marks of the reader's are ground; readable
//! texts, who said what in them, and the words of the full-text index are derived and can be made again. Notes are
//! not in it, only an index of them. Beside it lies `feeds.opml`, written with every change of the subscriptions, so
//! that those survive even a database of which nothing can be read.

mod arrivals;
mod brief;
mod care;
mod feeds;
mod find;
mod hold;
mod index;
mod items;
mod list;
mod marks;
mod own;
mod pages;
mod prune;
mod rules;
mod schema;
mod story;
#[cfg(test)]
mod tests;
mod tree;
mod watch;

pub use arrivals::{Arrived, Ready, Stored, ready};
pub use care::Checked;
pub use feeds::{Added, NewFeed};
pub use find::{Found, FoundNote, Sort};
pub use index::Indexed;
pub use items::Opened;
pub use marks::Marked;
pub use own::NAME as OWN_FILE;
pub use pages::Kept;
pub use prune::{Keep, Pruned, Really};
pub use watch::Watch;

use super::dirs::Dirs;
use crate::doc::Time;
use anyhow::{Context, Result, anyhow, bail};
use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// How long another process is waited for that is writing.
const PATIENCE: Duration = Duration::from_secs(10);

/// The library.
#[derive(Debug)]
pub struct Library {
    connection: Connection,
    path: PathBuf,
    /// The reader's own file of questions and rules.
    own: own::File,
    /// What was last read of all items.
    read: RefCell<list::Read>,
    /// What saved questions were last counted as, by their text.
    counted: RefCell<BTreeMap<String, tree::Counted>>,
    /// When what is asked now is given up.
    limit: Arc<Limit>,
    /// What the reader should know of how it was opened.
    pub notices: Vec<String>,
}

impl Library {
    /// Where it is.
    #[must_use]
    pub fn place(dirs: &Dirs) -> PathBuf {
        dirs.data.join("library.db")
    }

    /// Opens it; makes it where there is none. One that is damaged beyond opening is kept aside and made again
    /// from what is there.
    ///
    /// # Errors
    /// When it is from a newer program, cannot be read or written, or another process does not let go of it.
    pub fn open(dirs: &Dirs, now: Time) -> Result<Self> {
        let mut library = Self::open_at(&Self::place(dirs), now)?;
        library.own = own::File::at(dirs.config.join(own::NAME));
        Ok(library)
    }

    /// As [`Library::open`], in a file of the caller's choice.
    ///
    /// # Errors
    /// As there.
    pub fn open_at(path: &Path, now: Time) -> Result<Self> {
        if let Some(folder) = path.parent() {
            super::disk::make_folder(folder)?;
        }
        match Self::try_open(path) {
            Ok(library) => Ok(library),
            Err(error) if is_damaged(&error) => Self::renewed(path, now),
            Err(error) => Err(error),
        }
    }

    /// Opens it only if it is there: reading must not make one.
    ///
    /// # Errors
    /// As [`Library::open`].
    pub fn open_if_there(dirs: &Dirs, now: Time) -> Result<Option<Self>> {
        if !Self::place(dirs).exists() {
            return Ok(None);
        }
        Self::open(dirs, now).map(Some)
    }

    /// Whether there is one with anything in it. One that cannot be read counts: what is wrong with it is to be said.
    #[must_use]
    pub fn is_begun(dirs: &Dirs) -> bool {
        let path = Self::place(dirs);
        if !path.exists() {
            return false;
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let sql = "SELECT EXISTS(SELECT 1 FROM feeds) OR EXISTS(SELECT 1 FROM items)";
        Connection::open_with_flags(path, flags)
            .and_then(|connection| connection.query_row(sql, [], |row| row.get(0)))
            .unwrap_or(true)
    }

    fn try_open(path: &Path) -> Result<Self> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection =
            Connection::open_with_flags(path, flags).map_err(|error| plainly(error, path))?;
        connection.busy_timeout(PATIENCE).map_err(|error| plainly(error, path))?;
        let mut library = Self {
            connection,
            path: path.to_owned(),
            own: own::File::default(),
            read: RefCell::default(),
            counted: RefCell::default(),
            limit: Arc::new(Limit::new()),
            notices: Vec::new(),
        };
        library.prepare().map_err(|error| match error.downcast::<rusqlite::Error>() {
            Ok(error) => plainly(error, path),
            Err(error) => error,
        })?;
        Ok(library)
    }

    fn prepare(&mut self) -> Result<()> {
        let version: i64 =
            self.connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        if version > schema::LATEST {
            bail!(
                "{}: this library was written by a newer whosaid (its format is {version}, this program knows {}); \
                 use that program, or move the file away to begin a new library. Nothing was changed",
                self.path.display(),
                schema::LATEST
            );
        }
        // Articles are long, and lists walk long indexes: pages of four times the usual size are a quarter of the calls.
        // Only a new file takes it.
        self.connection.pragma_update(None, "page_size", 16_384)?;
        // The mode stays with the file; where it cannot be had, the slower one does as well.
        let _ = self.connection.pragma_update(None, "journal_mode", "WAL");
        self.connection.pragma_update(None, "synchronous", "NORMAL")?;
        self.connection.pragma_update(None, "foreign_keys", true)?;
        self.connection.pragma_update(None, "trusted_schema", false)?;
        let _ = self.connection.pragma_update(None, "cache_size", -16_000);
        // Carrying the log over waits for the disk: with 16 MB of it at once, not with 4, the first refresh of many
        // feeds waits a quarter as often.
        let _ = self.connection.pragma_update(None, "wal_autocheckpoint", 1_000);
        self.connection.set_prepared_statement_cache_capacity(64);
        // A reader that turns into a writer would fail at once if another has written meanwhile, without waiting.
        self.connection.set_transaction_behavior(rusqlite::TransactionBehavior::Immediate);
        let limit = self.limit.clone();
        self.connection.progress_handler(LOOKS, Some(move || limit.is_over()))?;
        schema::migrate(&mut self.connection)?;
        // The roots of the tables are read, so that a file that is no database is known here.
        self.connection
            .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0))?;
        Ok(())
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// After how many of its own steps the database looks whether it is to give up.
const LOOKS: i32 = 4000;

/// Until when an answer is waited for. What only decorates a list must not hold it up.
#[derive(Debug)]
struct Limit {
    begun: Instant,
    /// In microseconds since then; 0 is without a limit.
    until: AtomicU64,
}

impl Limit {
    fn new() -> Self {
        Self { begun: Instant::now(), until: AtomicU64::new(0) }
    }

    fn now(&self) -> u64 {
        u64::try_from(self.begun.elapsed().as_micros()).unwrap_or(u64::MAX)
    }

    fn is_over(&self) -> bool {
        let until = self.until.load(Ordering::Relaxed);
        until != 0 && self.now() >= until
    }
}

impl Library {
    /// Asks something, and gives up after a time: nothing then.
    fn within<T>(
        &self,
        time: Duration,
        ask: impl FnOnce() -> rusqlite::Result<T>,
    ) -> rusqlite::Result<Option<T>> {
        let time = u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
        self.limit.until.store(self.limit.now().saturating_add(time).max(1), Ordering::Relaxed);
        let answer = ask();
        self.limit.until.store(0, Ordering::Relaxed);
        match answer {
            Ok(answer) => Ok(Some(answer)),
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::OperationInterrupted) => {
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }
}

/// A failure of the database, kept so that callers can tell a damaged one.
#[derive(Debug)]
struct Damaged(String);

impl std::fmt::Display for Damaged {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Damaged {}

fn is_damaged(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause.downcast_ref::<Damaged>().is_some()
            || cause.downcast_ref::<rusqlite::Error>().is_some_and(|error| {
                matches!(
                    error.sqlite_error_code(),
                    Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase)
                )
            })
    })
}

/// An error of the database in the reader's terms.
fn plainly(error: rusqlite::Error, path: &Path) -> anyhow::Error {
    let place = path.display();
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => anyhow!(
            "{place}: another whosaid has been writing for {} s and does not end; try again when it has",
            PATIENCE.as_secs()
        ),
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => anyhow!(Damaged(format!(
            "{place}: the library is damaged ({error}); `whosaid db rebuild` makes it again from what can be read"
        ))),
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => {
            anyhow!("{place}: the library may not be written or opened: {error}")
        }
        Some(ErrorCode::DiskFull) => anyhow!("{place}: the disk is full; nothing was changed"),
        _ => anyhow::Error::new(error).context(format!("{place}")),
    }
}

/// Adds the reader's terms to what a function of the database gives.
trait Plainly<T> {
    fn plainly(self, library: &Library) -> Result<T>;
}

impl<T> Plainly<T> for rusqlite::Result<T> {
    fn plainly(self, library: &Library) -> Result<T> {
        self.map_err(|error| plainly(error, &library.path))
    }
}

/// Removes a file's companions too: the log of changes that are not in it yet.
fn companions(path: &Path) -> [PathBuf; 2] {
    ["-wal", "-shm"].map(|ending| {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        PathBuf::from(name)
    })
}

/// Moves a file that is in the way aside, with its companions, and says where to.
fn set_aside(path: &Path, now: Time) -> Result<PathBuf> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut aside = path.with_file_name(format!("{name}.damaged-{}", now.compact()));
    let mut n = 1;
    while aside.exists() {
        n += 1;
        aside = path.with_file_name(format!("{name}.damaged-{}-{n}", now.compact()));
    }
    std::fs::rename(path, &aside)
        .with_context(|| format!("cannot keep the damaged library aside as {}", aside.display()))?;
    for (from, to) in companions(path).iter().zip(companions(&aside)) {
        let _ = std::fs::rename(from, to);
    }
    Ok(aside)
}
