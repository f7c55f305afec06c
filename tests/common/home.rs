//! A home directory for one test, and the program run in it.

use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The program that is tested.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_whosaid");

/// A short story with a relay, an unnamed source and characters of every width in UTF-8.
pub const STORY: &str = "Harbour to open in May\n\n\
    The port of Greyhaven will open in May, a senior official told the Meridian news agency on Friday.\n\n\
    “Ferries 🦀 will run again,” Ilse Maren said on Monday. Her ministry denied that a date had been agreed.\n\n\
    According to two people familiar with the talks, the quay 𝒳 needs repairs, Meridian reported.\n";

/// A home directory of its own.
pub struct Home {
    root: TempDir,
}

impl Home {
    /// An empty one.
    pub fn new() -> Self {
        Self { root: tempfile::tempdir().unwrap() }
    }

    /// A path in it. On some systems the temporary folder is behind a link.
    pub fn path(&self, name: &str) -> PathBuf {
        self.root.path().canonicalize().unwrap().join(name)
    }

    /// Writes a file, with the folders that it is in.
    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path
    }

    /// Writes the config file.
    pub fn config(&self, text: &str) -> PathBuf {
        self.write("config/whosaid/config.toml", text)
    }

    /// The environment that the program is run in: nothing of the person's who runs the tests.
    pub fn environment(&self) -> Vec<(&'static str, PathBuf)> {
        let mut set = vec![
            ("HOME", self.path("")),
            ("XDG_CONFIG_HOME", self.path("config")),
            ("XDG_DATA_HOME", self.path("data")),
            ("XDG_STATE_HOME", self.path("state")),
            ("XDG_CACHE_HOME", self.path("cache")),
            ("PATH", PathBuf::from("/usr/bin:/bin")),
        ];
        // Without it nothing starts on Windows.
        set.extend(std::env::var_os("SystemRoot").map(|root| ("SystemRoot", root.into())));
        set
    }
}

/// Reads a file that must be there.
pub fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
