//! The reader's notes in the library's index: the files stay where they are, and are only looked at again when they
//! have changed.

use super::db::Library;
use super::dirs::Dirs;
use super::disk;
use super::store::Store;
use anyhow::Result;
use std::collections::BTreeMap;

/// Enters notes files that are new or were changed since they were entered, and takes out those that are gone.
/// Gives whether there were any.
///
/// # Errors
/// When the library cannot be written.
pub fn index_notes(library: &mut Library, dirs: &Dirs) -> Result<bool> {
    let store = Store::new(dirs.clone());
    let mut is_changed = false;
    let mut known: BTreeMap<String, String> = library.noted_files()?.into_iter().collect();
    for path in store.files() {
        let name = path.to_string_lossy().into_owned();
        let stamp = format!("{:?}", disk::look(&path));
        if known.remove(&name).as_ref() == Some(&stamp) {
            continue;
        }
        is_changed = true;
        match store.notebook(&path) {
            Ok((book, _)) => library.enter_notes(&name, &stamp, Some(&book))?,
            // What cannot be read is reported where notes are read; here it is only not found.
            Err(_) => library.enter_notes(&name, &stamp, None)?,
        }
    }
    is_changed |= !known.is_empty();
    for (gone, _) in known {
        library.enter_notes(&gone, "", None)?;
    }
    Ok(is_changed)
}
