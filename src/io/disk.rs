//! Writing a file so that it is either the old one or the new one, whatever happens.
//!
//! A temporary file in the same folder, written and synchronised, takes the place of the old
//! one in one step; then the folder is synchronised, so that the step itself lasts. Links are
//! followed first: people keep their notes in a synchronised folder and link to it.

use anyhow::{Context, Result, bail};
use std::fs;
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// What the name of a file that is being written begins with.
const HALF_WRITTEN: &str = ".whosaid-";

/// Whoever has been writing a file for so long has been killed.
const LEFT_BEHIND: Duration = Duration::from_secs(86_400);

/// Links that lead to links are followed this far.
const MOST_LINKS: usize = 32;

/// Replaces a file, or makes it, and the folders that it is in. A device or a pipe is written to.
///
/// The permissions of a file that is there are kept. A new one can be read by its owner only:
/// what somebody notes on an article is nobody else's business.
///
/// # Errors
/// In the user's terms: what could not be written, and why. The old file is then as it was.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
    write(path, bytes, Audience::Owner, || true).map(|_| ())
}

/// As [`replace`], if `still` says so when all is written but the step that puts it in place: what was
/// compared before may have changed while the bytes went to the disk, which can take a second. Says
/// whether it was replaced.
///
/// # Errors
/// In the user's terms.
pub fn replace_if(path: &Path, bytes: &[u8], still: impl FnOnce() -> bool) -> Result<bool> {
    write(path, bytes, Audience::Owner, still)
}

/// As [`replace`], for what the reader takes elsewhere: a new file can be read by whoever may read
/// the reader's other files, and no folder is made for it.
///
/// # Errors
/// In the user's terms.
pub fn write_out(path: &Path, bytes: &[u8]) -> Result<()> {
    write(path, bytes, Audience::AsUsual, || true).map(|_| ())
}

/// Who may read a new file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Audience {
    /// Nobody but its owner.
    Owner,
    /// Whoever the system lets read a new file.
    AsUsual,
}

fn write(
    path: &Path,
    bytes: &[u8],
    audience: Audience,
    still: impl FnOnce() -> bool,
) -> Result<bool> {
    let what = || format!("cannot save {}", path.display());
    if fs::metadata(path).is_ok_and(|meta| !meta.is_file() && !meta.is_dir()) {
        // A device or a pipe is written to: a file in its place would break it for everybody.
        let written = fs::OpenOptions::new().write(true).open(path);
        let written = written.and_then(|mut file| file.write_all(bytes));
        return written.map(|()| true).map_err(|error| plainly(&error)).with_context(what);
    }
    let real = followed(path)?;
    if real.is_dir() {
        bail!("cannot save {}: a folder of that name is in the way", path.display());
    }
    // Taking its place would work all the same, but whoever protected it meant it.
    if fs::metadata(&real).is_ok_and(|meta| meta.permissions().readonly()) {
        bail!("cannot save {}: the file is protected (it can only be read)", path.display());
    }
    let folder = match real.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    if audience == Audience::Owner {
        make_folder(folder)?;
    }
    put(&real, folder, bytes, audience, still).map_err(|error| plainly(&error)).with_context(what)
}

/// Makes a folder and those that it is in, for the owner only.
///
/// # Errors
/// In the user's terms.
pub fn make_folder(folder: &Path) -> Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
        .create(folder)
        .map_err(|error| plainly(&error))
        .with_context(|| format!("cannot make the folder {}", folder.display()))
}

/// Removes a file; one that is not there is removed already.
///
/// # Errors
/// In the user's terms.
pub fn remove(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(plainly(&error)).with_context(|| format!("cannot remove {}", path.display()))
        }
        _ => Ok(()),
    }
}

/// Removes files of a folder that were being written a day ago and still are.
pub fn sweep(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let is_old = || entry.metadata().ok()?.modified().ok()?.elapsed().ok();
        let is_half_written = entry.file_name().to_string_lossy().starts_with(HALF_WRITTEN);
        if is_half_written && is_old().is_some_and(|age| age > LEFT_BEHIND) {
            // One that cannot be removed does no harm.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Reads a file; `None` when there is none.
///
/// # Errors
/// In the user's terms. What is no file is an error before it is read: a device may never end.
pub fn read(path: &Path) -> Result<Option<Vec<u8>>> {
    let what = || format!("cannot read {}", path.display());
    match fs::metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Ok(meta) if meta.is_dir() => {
            return Err(plainly(&ErrorKind::IsADirectory.into())).with_context(what);
        }
        Ok(meta) if !meta.is_file() => bail!("cannot read {}: it is not a file", path.display()),
        _ => {}
    }
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(plainly(&error)).with_context(what),
    }
}

/// What can be known of a file without reading it: enough to tell that it is another one, or has been
/// written to. A write that leaves size, times and inode as they were is found when the file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// There is none.
    Nothing,
    /// A file, or what else is there under its name.
    Something {
        /// Its size.
        len: u64,
        /// When it was written.
        modified: Option<SystemTime>,
        /// On Unix its device, its inode and when anything about it changed.
        more: [i64; 4],
    },
    /// It cannot be looked at.
    Hidden,
}

/// Looks at a file, through links.
#[must_use]
pub fn look(path: &Path) -> Look {
    match fs::metadata(path) {
        Ok(meta) => {
            #[cfg(unix)]
            let more = {
                use std::os::unix::fs::MetadataExt as _;
                let [device, inode] =
                    [meta.dev(), meta.ino()].map(|n| i64::try_from(n).unwrap_or(-1));
                [device, inode, meta.ctime(), meta.ctime_nsec()]
            };
            #[cfg(not(unix))]
            let more = [0; 4];
            Look::Something { len: meta.len(), modified: meta.modified().ok(), more }
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Look::Nothing,
        Err(_) => Look::Hidden,
    }
}

/// A file that is written piece by piece beside its place and takes it when it is whole. Dropped before
/// that, it leaves nothing behind.
#[derive(Debug)]
pub struct Growing {
    real: PathBuf,
    folder: PathBuf,
    file: io::BufWriter<tempfile::NamedTempFile>,
}

impl Growing {
    /// Begins a file for what the reader takes elsewhere.
    ///
    /// # Errors
    /// In the user's terms.
    pub fn beside(path: &Path) -> Result<Self> {
        let what = || format!("cannot save {}", path.display());
        let real = followed(path)?;
        if real.is_dir() {
            bail!("cannot save {}: a folder of that name is in the way", path.display());
        }
        let folder = match real.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
            _ => PathBuf::from("."),
        };
        let file = temporary(&folder, Audience::AsUsual);
        let file = file.map_err(|error| plainly(&error)).with_context(what)?;
        Ok(Self { real, folder, file: io::BufWriter::new(file) })
    }

    /// Adds to it.
    ///
    /// # Errors
    /// In the user's terms.
    pub fn write(&mut self, bytes: &[u8]) -> Result<()> {
        let what = || format!("cannot save {}", self.real.display());
        self.file.write_all(bytes).map_err(|error| plainly(&error)).with_context(what)
    }

    /// Puts it in its place.
    ///
    /// # Errors
    /// In the user's terms.
    pub fn finish(self) -> Result<()> {
        let what = || format!("cannot save {}", self.real.display());
        let file = self.file.into_inner().map_err(|error| plainly(error.error()))?;
        let settled = settle(file, &self.real, &self.folder, || true);
        settled.map(|_| ()).map_err(|error| plainly(&error)).with_context(what)
    }
}

fn put(
    real: &Path,
    folder: &Path,
    bytes: &[u8],
    audience: Audience,
    still: impl FnOnce() -> bool,
) -> io::Result<bool> {
    let mut file = temporary(folder, audience)?;
    file.write_all(bytes)?;
    settle(file, real, folder, still)
}

fn temporary(folder: &Path, audience: Audience) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(HALF_WRITTEN);
    #[cfg(unix)]
    if audience == Audience::AsUsual {
        // The system takes away from this what the reader's umask says.
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    }
    #[cfg(not(unix))]
    let _ = audience;
    builder.tempfile_in(folder)
}

/// Makes a written file last, and puts it in its place.
fn settle(
    file: tempfile::NamedTempFile,
    real: &Path,
    folder: &Path,
    still: impl FnOnce() -> bool,
) -> io::Result<bool> {
    if let Ok(meta) = fs::metadata(real) {
        file.as_file().set_permissions(meta.permissions())?;
    }
    file.as_file().sync_all()?;
    if !still() {
        return Ok(false);
    }
    file.persist(real).map_err(|error| error.error)?;
    // The new file is in place. Some file systems cannot synchronise a folder, and to call the
    // save a failure for that would be wrong.
    #[cfg(unix)]
    let _ = fs::File::open(folder).and_then(|folder| folder.sync_all());
    Ok(true)
}

/// The file that a path leads to, which need not exist.
fn followed(path: &Path) -> Result<PathBuf> {
    let mut real = path.to_owned();
    for _ in 0..MOST_LINKS {
        let Ok(target) = fs::read_link(&real) else { return Ok(real) };
        real = real.parent().unwrap_or(Path::new("")).join(target);
    }
    bail!("cannot save {}: its links lead in a circle", path.display())
}

/// An error of the system in the words of somebody who only wanted to keep a note.
pub(super) fn plainly(error: &io::Error) -> anyhow::Error {
    let says = match error.kind() {
        ErrorKind::StorageFull => "the disk is full",
        ErrorKind::QuotaExceeded => "you have used all the room you are given on this disk",
        ErrorKind::FileTooLarge => "a file may not become so large here",
        ErrorKind::ReadOnlyFilesystem => "the disk can only be read",
        ErrorKind::PermissionDenied => "you have no permission to",
        ErrorKind::NotADirectory | ErrorKind::AlreadyExists => "a file is where a folder should be",
        ErrorKind::IsADirectory => "a folder of that name is in the way",
        ErrorKind::NotFound => "there is no such file or folder",
        ErrorKind::InvalidFilename => "the name is too long or not allowed here",
        _ => return anyhow::anyhow!("{error}"),
    };
    anyhow::anyhow!(says)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says(error: &anyhow::Error) -> String {
        format!("{error:#}")
    }

    #[test]
    fn a_file_is_made_with_its_folders_and_replaced() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("a/b/notes.toml");
        replace(&path, b"one").unwrap();
        replace(&path, b"two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        let others = fs::read_dir(path.parent().unwrap()).unwrap().count();
        assert_eq!(others, 1, "no temporary file stays behind");
    }

    #[test]
    fn what_changed_while_it_was_written_is_not_replaced() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("notes.toml");
        replace(&path, b"one").unwrap();
        let seen = look(&path);
        assert!(!replace_if(&path, b"two", || false).unwrap());
        assert_eq!((fs::read(&path).unwrap(), look(&path)), (b"one".to_vec(), seen));
        assert!(replace_if(&path, b"two", || true).unwrap());
        assert_ne!(look(&path), seen);
        assert_eq!(look(&root.path().join("missing")), Look::Nothing);
        assert_eq!(fs::read_dir(root.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_was_left_half_written_is_swept_away() {
        let root = tempfile::tempdir().unwrap();
        let old = SystemTime::now() - 2 * LEFT_BEHIND;
        for (name, stays) in [(".whosaid-old", false), (".whosaid-new", true), ("old.toml", true)] {
            let path = root.path().join(name);
            fs::write(&path, "x").unwrap();
            if name.ends_with("old") || name.starts_with("old") {
                fs::File::options().write(true).open(&path).unwrap().set_modified(old).unwrap();
            }
            sweep(root.path());
            assert_eq!(path.exists(), stays, "{name}");
        }
        sweep(&root.path().join("missing"));
    }

    #[test]
    fn what_is_no_file_is_not_read() {
        let root = tempfile::tempdir().unwrap();
        let error = read(root.path()).unwrap_err();
        assert!(says(&error).contains("a folder of that name"), "{error:#}");
        assert_eq!(read(&root.path().join("missing")).unwrap(), None);
        #[cfg(unix)]
        assert!(says(&read(Path::new("/dev/zero")).unwrap_err()).contains("not a file"));
    }

    #[test]
    fn a_folder_in_the_way_is_named() {
        let root = tempfile::tempdir().unwrap();
        let error = replace(root.path(), b"x").unwrap_err();
        assert!(says(&error).contains("a folder of that name is in the way"), "{error:#}");
    }

    #[test]
    fn a_file_in_place_of_a_folder_is_named() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("notes"), "a file").unwrap();
        let error = replace(&root.path().join("notes/a.toml"), b"x").unwrap_err();
        assert!(says(&error).contains("a file is where a folder should be"), "{error:#}");
    }

    #[test]
    fn errors_of_the_system_are_said_plainly() {
        for (kind, words) in [
            (ErrorKind::StorageFull, "the disk is full"),
            (ErrorKind::ReadOnlyFilesystem, "the disk can only be read"),
            (ErrorKind::PermissionDenied, "you have no permission to"),
        ] {
            assert_eq!(plainly(&kind.into()).to_string(), words);
        }
    }

    #[cfg(unix)]
    mod unix {
        use super::*;
        use std::os::unix::fs::{PermissionsExt as _, symlink};

        fn mode(path: &Path) -> u32 {
            fs::metadata(path).unwrap().permissions().mode() & 0o777
        }

        #[test]
        fn a_new_file_is_its_owners_and_an_old_one_keeps_its_permissions() {
            let root = tempfile::tempdir().unwrap();
            let path = root.path().join("notes.toml");
            replace(&path, b"one").unwrap();
            assert_eq!(mode(&path), 0o600);
            fs::set_permissions(&path, fs::Permissions::from_mode(0o664)).unwrap();
            replace(&path, b"two").unwrap();
            assert_eq!(mode(&path), 0o664);
        }

        #[test]
        fn a_protected_file_is_left_alone() {
            let root = tempfile::tempdir().unwrap();
            let path = root.path().join("notes.toml");
            replace(&path, b"old").unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
            let error = replace(&path, b"new").unwrap_err();
            assert!(says(&error).contains("can only be read"), "{error:#}");
            assert_eq!(fs::read(&path).unwrap(), b"old");
        }

        #[test]
        fn what_a_link_leads_to_is_replaced_and_the_link_stays() {
            let root = tempfile::tempdir().unwrap();
            fs::create_dir(root.path().join("synced")).unwrap();
            let link = root.path().join("link.toml");
            symlink("synced/real.toml", &link).unwrap();
            for text in ["made through a dangling link", "replaced"] {
                replace(&link, text.as_bytes()).unwrap();
                assert!(link.is_symlink());
                assert_eq!(fs::read_to_string(root.path().join("synced/real.toml")).unwrap(), text);
            }
        }

        #[test]
        fn what_is_no_file_is_never_replaced() {
            let root = tempfile::tempdir().unwrap();
            let socket = root.path().join("socket");
            let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
            assert!(replace(&socket, b"x").is_err());
            assert!(!fs::metadata(&socket).unwrap().is_file());
        }

        #[test]
        fn links_in_a_circle_are_refused() {
            let root = tempfile::tempdir().unwrap();
            symlink("b", root.path().join("a")).unwrap();
            symlink("a", root.path().join("b")).unwrap();
            let error = replace(&root.path().join("a"), b"x").unwrap_err();
            assert!(says(&error).contains("circle"), "{error:#}");
        }

        #[test]
        fn a_folder_that_cannot_be_written_leaves_the_file_as_it_was() {
            let root = tempfile::tempdir().unwrap();
            let path = root.path().join("notes.toml");
            replace(&path, b"old").unwrap();
            fs::set_permissions(root.path(), fs::Permissions::from_mode(0o555)).unwrap();
            // The superuser may write all the same.
            let allowed = fs::write(root.path().join("probe"), "").is_ok();
            let saved = replace(&path, b"new");
            fs::set_permissions(root.path(), fs::Permissions::from_mode(0o755)).unwrap();
            let stands = fs::read(&path).unwrap();
            match saved {
                Ok(()) => assert!(allowed && stands == b"new"),
                Err(error) => {
                    assert!(!allowed && stands == b"old");
                    assert!(says(&error).contains("no permission"), "{error:#}");
                }
            }
        }
    }
}
