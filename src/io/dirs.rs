//! Which folders are the program's.
//!
//! The XDG rules on Linux, the system's on Windows. On macOS the XDG variables and `~/.config`
//! come before `~/Library`, because that is where people who use a terminal look; `~/Library`
//! is used when it is already there and the other is not.

use anyhow::{Context, Result};
use directories::{BaseDirs, ProjectDirs};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The name of the program's own folder in each of the system's.
const NAME: &str = "whosaid";

/// The program's folders. They need not exist yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dirs {
    /// What the reader chose: `config.toml` and `lexicon`.
    pub config: PathBuf,
    /// What the reader owns: notes.
    pub data: PathBuf,
    /// What the program remembers: reading places, histories, drafts, the log.
    pub state: PathBuf,
    /// What can be fetched or made again.
    pub cache: PathBuf,
}

impl Dirs {
    /// The folders of the person who runs the program.
    ///
    /// # Errors
    /// When the system does not say where the home directory is.
    pub fn of_user() -> Result<Self> {
        let base = BaseDirs::new().context("cannot find your home directory: set HOME")?;
        let native =
            ProjectDirs::from("", "", NAME).context("cannot find your home directory: set HOME")?;
        let native = Self {
            config: native.config_dir().to_owned(),
            data: native.data_dir().to_owned(),
            state: native.state_dir().unwrap_or_else(|| native.data_local_dir()).to_owned(),
            cache: native.cache_dir().to_owned(),
        };
        if cfg!(windows) {
            return Ok(native);
        }
        Ok(chosen(base.home_dir(), &native, |name| std::env::var_os(name), Path::exists))
    }

    /// All folders under one: for tests, and for people who carry everything with them.
    #[must_use]
    pub fn under(root: &Path) -> Self {
        Self {
            config: root.join("config"),
            data: root.join("data"),
            state: root.join("state"),
            cache: root.join("cache"),
        }
    }

    /// Where the notes files are.
    #[must_use]
    pub fn notes(&self) -> PathBuf {
        self.data.join("notes")
    }

    /// Where the texts are that notes were made on.
    #[must_use]
    pub fn texts(&self) -> PathBuf {
        self.data.join("texts")
    }

    /// Each folder with the name that `whosaid dirs` gives it.
    #[must_use]
    pub fn named(&self) -> [(&'static str, &Path); 4] {
        [
            ("config", &self.config),
            ("data", &self.data),
            ("state", &self.state),
            ("cache", &self.cache),
        ]
    }
}

/// Each folder by its variable, else by the XDG default, else where the system has it already.
fn chosen(
    home: &Path,
    native: &Dirs,
    variable: impl Fn(&str) -> Option<OsString>,
    exists: impl Fn(&Path) -> bool,
) -> Dirs {
    let choose = |name: &str, default: &str, native: &Path| {
        // By the rules a relative path in a variable is to be ignored.
        let set = variable(name).map(PathBuf::from).filter(|path| path.is_absolute());
        if let Some(path) = set {
            return path.join(NAME);
        }
        let usual = home.join(default).join(NAME);
        if !exists(&usual) && exists(native) { native.to_owned() } else { usual }
    };
    Dirs {
        config: choose("XDG_CONFIG_HOME", ".config", &native.config),
        data: choose("XDG_DATA_HOME", ".local/share", &native.data),
        state: choose("XDG_STATE_HOME", ".local/state", &native.state),
        cache: choose("XDG_CACHE_HOME", ".cache", &native.cache),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn library() -> Dirs {
        let support = PathBuf::from("/home/ann/Library/Application Support/whosaid");
        Dirs {
            config: support.clone(),
            data: support.clone(),
            state: support.clone(),
            cache: support,
        }
    }

    #[test]
    fn a_variable_comes_first_unless_it_is_relative() {
        let set = |name: &str| match name {
            "XDG_CONFIG_HOME" => Some("/etc/ann".into()),
            "XDG_DATA_HOME" => Some("relative".into()),
            _ => None,
        };
        let dirs = chosen(Path::new("/home/ann"), &library(), set, |_| false);
        assert_eq!(dirs.config, Path::new("/etc/ann/whosaid"));
        assert_eq!(dirs.data, Path::new("/home/ann/.local/share/whosaid"));
    }

    #[test]
    fn library_is_used_only_where_it_is_there_already() {
        let home = Path::new("/home/ann");
        let is_library = |path: &Path| path.starts_with("/home/ann/Library");
        assert_eq!(chosen(home, &library(), |_| None, is_library).config, library().config);
        let both = chosen(home, &library(), |_| None, |_| true);
        assert_eq!(both.config, Path::new("/home/ann/.config/whosaid"));
    }
}
