//! The reader's own lists, from the folder where they lie.

use crate::extract::Own;
use std::fs;
use std::io::{ErrorKind, Read as _};
use std::path::{Path, PathBuf};

/// A list that is longer than this, in bytes, is none.
const MOST: u64 = 8 * 1024 * 1024;

/// Reads every `.toml` in a folder, in the order of their names. What cannot be read is a sentence that
/// names the file and what is wrong with it; the others are taken. A folder that is not there is empty.
#[must_use]
pub fn read(folder: &Path) -> (Own, Vec<String>) {
    let mut own = Own::default();
    let mut mistakes = Vec::new();
    match files(folder) {
        Ok(files) => {
            for path in files {
                if let Err(says) = add(&path, &mut own) {
                    mistakes.push(format!("{}: {says}", path.display()));
                }
            }
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => mistakes.push(format!("{}: {error}", folder.display())),
    }
    (own, mistakes)
}

fn files(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        // An editor's own files begin with a dot and are nobody's lists.
        let hidden = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        if path.extension().is_some_and(|end| end == "toml") && !hidden {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn add(path: &Path, own: &mut Own) -> Result<(), String> {
    // Opening a pipe would wait for somebody to write to it.
    let meta = fs::metadata(path).map_err(|error| error.to_string())?;
    if !meta.is_file() {
        return Err("not a file".to_owned());
    }
    let mut bytes = Vec::new();
    let read = fs::File::open(path).and_then(|file| file.take(MOST + 1).read_to_end(&mut bytes));
    read.map_err(|error| error.to_string())?;
    if bytes.len() as u64 > MOST {
        return Err(format!("longer than {} MB", MOST / 1024 / 1024));
    }
    let text = String::from_utf8(bytes).map_err(|_| "not UTF-8 text".to_owned())?;
    let name = path.file_stem().and_then(|name| name.to_str()).unwrap_or_default();
    own.add(name, &text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::Dictionary;

    #[test]
    fn a_bad_file_is_said_and_the_others_are_taken() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &[u8]| fs::write(folder.path().join(name), text).unwrap();
        write("places.toml", b"places = [\"Greyhaven\"]");
        write("groups.toml", b"[[group]]\nnme = \"Ferrymen\"");
        write("outlets.toml", b"\xff");
        write("notes.txt", b"no list");
        write(".places.toml", b"half written");
        fs::create_dir(folder.path().join("roles.toml")).unwrap();
        let (own, mistakes) = read(folder.path());
        let dictionary = Dictionary::new(own);
        assert!(dictionary.lexicon().known.name("Greyhaven").is_some());
        assert_eq!(mistakes.len(), 3, "{mistakes:?}");
        assert!(
            mistakes[0].contains("groups.toml: line 2, column 1: unknown field"),
            "{mistakes:?}"
        );
        assert!(mistakes[1].ends_with("outlets.toml: not UTF-8 text"), "{mistakes:?}");
        assert!(mistakes[2].ends_with("roles.toml: not a file"), "{mistakes:?}");
    }

    #[test]
    fn no_folder_is_no_mistake() {
        let (_, mistakes) = read(Path::new("/nowhere/at/all"));
        assert!(mistakes.is_empty());
    }
}
