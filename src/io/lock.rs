//! A lock between processes, so that two windows do not write the same notes at once.
//!
//! It is a lock on a file of its own, because the notes file is replaced by every save and a lock on it
//! would be on the file that is gone. The system takes it back when its process ends, however it ends.
//! It is held for reading, comparing and writing, which takes milliseconds: one for all articles is enough.

use anyhow::{Result, bail};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::ErrorKind;
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How long others are waited for: a save takes milliseconds, on a slow disk a second.
pub const PATIENCE: Duration = Duration::from_secs(5);

/// How often it is tried: waiting without end in the system could not be given up.
const AGAIN: Duration = Duration::from_millis(5);

/// A lock that is held until it is dropped.
#[derive(Debug)]
#[must_use]
pub struct Lock {
    /// `None` where there are no locks; closing the file unlocks it.
    _file: Option<File>,
}

/// Waits for the lock and takes it, to write.
///
/// Where a lock cannot be had at all (the folder cannot be written, the file system knows no locks) there
/// is none: what is written is compared with what was read all the same, and to save nothing would be worse.
///
/// # Errors
/// When another process has held it all the time.
pub fn take(path: &Path, patience: Duration) -> Result<Lock> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let opened = super::disk::make_folder(folder)
        .ok()
        .and_then(|()| OpenOptions::new().create(true).truncate(false).write(true).open(path).ok());
    wait(opened, path, patience)
}

/// As [`take`], to read: where nobody has ever written there is nothing to wait for, and reading must
/// leave no trace.
///
/// # Errors
/// When another process has held it all the time.
pub fn take_to_read(path: &Path, patience: Duration) -> Result<Lock> {
    wait(OpenOptions::new().write(true).open(path).ok(), path, patience)
}

fn wait(opened: Option<File>, path: &Path, patience: Duration) -> Result<Lock> {
    let Some(file) = opened else { return Ok(Lock { _file: None }) };
    let since = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(Lock { _file: Some(file) }),
            Err(TryLockError::WouldBlock) => {}
            Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Interrupted => {}
            Err(TryLockError::Error(_)) => return Ok(Lock { _file: None }),
        }
        if since.elapsed() >= patience {
            bail!(
                "another whosaid has been writing notes for {} s and does not end (it holds {}); \
                 nothing was written, and it can be tried again",
                patience.as_secs(),
                path.display()
            );
        }
        sleep(AGAIN);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn one_at_a_time() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("state/lock");
        let inside = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..50 {
                        let lock = take(&path, Duration::from_secs(60)).unwrap();
                        assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0);
                        assert_eq!(inside.fetch_sub(1, Ordering::SeqCst), 1);
                        drop(lock);
                    }
                });
            }
        });
    }

    #[test]
    fn whoever_waits_too_long_is_told() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("lock");
        let held = take(&path, Duration::ZERO).unwrap();
        let error = take(&path, Duration::ZERO).unwrap_err();
        assert!(error.to_string().contains("another whosaid"), "{error}");
        drop(held);
        let _ = take(&path, Duration::ZERO).unwrap();
    }

    #[test]
    fn where_there_are_no_locks_work_goes_on() {
        let root = tempfile::tempdir().unwrap();
        std::fs::write(root.path().join("file"), "").unwrap();
        let _ = take(&root.path().join("file/lock"), Duration::ZERO).unwrap();
        let _ = take_to_read(&root.path().join("none/lock"), Duration::ZERO).unwrap();
        assert!(!root.path().join("none").exists());
    }
}
