//! Which keys run which command line, by where the reader is.
//!
//! The defaults are a TOML file that is embedded (`assets/keymap.toml`): what is
//! documented is what runs. A reader's own table is laid over it key by key.

use super::command;
use super::key::{self, Key};
use std::collections::BTreeMap;

/// The built-in keys.
pub const DEFAULT: &str = include_str!("../../assets/keymap.toml");

/// Where the reader is, as far as keys are concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// Everywhere, where the place has no meaning of its own for the key.
    Global,
    /// In the article.
    Article,
    /// In the article, selecting.
    Visual,
    /// In the panel.
    Panel,
    /// In a note that is being written.
    Editor,
    /// In the list of all notes.
    AllNotes,
    /// In the library.
    Library,
}

impl Place {
    /// Every place with the name of its table.
    pub const ALL: [(Place, &str); 7] = [
        (Self::Global, "global"),
        (Self::Article, "article"),
        (Self::Visual, "visual"),
        (Self::Panel, "panel"),
        (Self::Editor, "editor"),
        (Self::AllNotes, "all-notes"),
        (Self::Library, "library"),
    ];

    /// The places whose keys count here, the nearest first.
    #[must_use]
    pub fn chain(self) -> &'static [Place] {
        match self {
            Self::Global => &[Self::Global],
            Self::Article => &[Self::Article, Self::Global],
            Self::Visual => &[Self::Visual, Self::Article, Self::Global],
            Self::Panel => &[Self::Panel, Self::Global],
            // A letter that is not bound here is written.
            Self::Editor => &[Self::Editor],
            // What the others are about is not on the screen.
            Self::AllNotes => &[Self::AllNotes],
            Self::Library => &[Self::Library],
        }
    }

    /// The name of its table.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(place, _)| *place == self).map_or("", |(_, name)| name)
    }
}

/// All bindings.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Keymap {
    bindings: BTreeMap<Place, BTreeMap<Vec<Key>, String>>,
}

/// What a sequence of keys means.
#[derive(Clone, Debug, PartialEq)]
pub enum Lookup {
    /// It runs this command line.
    Run(String),
    /// It is the beginning of longer ones: the keys that may follow, and what they run.
    Pending(Vec<(Vec<Key>, String)>),
    /// It means nothing.
    Unbound,
}

/// Bindings as a file writes them: a table for each place, `"g g" = "top"`.
pub type FileKeys = BTreeMap<String, BTreeMap<String, String>>;

impl Keymap {
    /// The built-in keys.
    #[must_use]
    pub fn builtin() -> Self {
        let mut keymap = Self::default();
        // A test holds the embedded file to be right; a mistake in it would leave the rest working.
        let file: FileKeys = toml::from_str(DEFAULT).unwrap_or_default();
        let _ = keymap.lay_over(&file);
        keymap
    }

    /// Lays a reader's bindings over these; an empty command takes a key away.
    ///
    /// # Errors
    /// Every mistake, as a sentence each. What is right is taken all the same.
    pub fn lay_over(&mut self, file: &FileKeys) -> Result<(), Vec<String>> {
        let mut mistakes = Vec::new();
        for (table, keys) in file {
            let Some((place, _)) = Place::ALL.into_iter().find(|(_, name)| name == table) else {
                mistakes.push(format!(
                    "[keys.{table}]: no such table; there are {}",
                    Place::ALL.map(|(_, name)| name).join(", ")
                ));
                continue;
            };
            let mut written: BTreeMap<Vec<Key>, &str> = BTreeMap::new();
            for (on, run) in keys {
                let sequence = match Key::parse_sequence(on) {
                    Ok(sequence) => sequence,
                    Err(error) => {
                        mistakes.push(format!("[keys.{table}] \"{on}\": {error}"));
                        continue;
                    }
                };
                if let Some(other) = written.insert(sequence.clone(), on) {
                    mistakes.push(format!(
                        "[keys.{table}]: \"{other}\" and \"{on}\" are the same keys"
                    ));
                    continue;
                }
                let bindings = self.bindings.entry(place).or_default();
                if run.is_empty() {
                    bindings.remove(&sequence);
                } else if let Err(error) = command::parse(run) {
                    mistakes.push(format!("[keys.{table}] \"{on}\": {error}"));
                } else {
                    bindings.insert(sequence, run.clone());
                }
            }
        }
        mistakes.extend(self.clashes());
        if mistakes.is_empty() { Ok(()) } else { Err(mistakes) }
    }

    /// Keys that can never be reached because a shorter sequence already runs something, at the same
    /// place or at one that counts there too.
    fn clashes(&self) -> Vec<String> {
        let mut found = std::collections::BTreeSet::new();
        for (place, _) in Place::ALL {
            let mut here: Vec<(&[Key], &str, Place)> = Vec::new();
            for (at, keys, run) in self.at(place) {
                // A nearer place's meaning of the same keys is meant.
                if !here.iter().any(|(known, ..)| *known == keys) {
                    here.push((keys, run, at));
                }
            }
            here.sort_unstable();
            for (n, (short, short_run, short_at)) in here.iter().enumerate() {
                // In the order of keys, what begins with `short` stands right after it.
                let after =
                    here.iter().skip(n + 1).take_while(|(long, ..)| long.starts_with(short));
                for (long, long_run, long_at) in after {
                    found.insert(format!(
                        "[keys.{}] \"{}\" ({short_run}) and [keys.{}] \"{}\" ({long_run}) clash; unbind one with \"\"",
                        short_at.name(),
                        key::sequence(short),
                        long_at.name(),
                        key::sequence(long),
                    ));
                }
            }
        }
        found.into_iter().collect()
    }

    /// What the keys pressed so far mean at a place.
    #[must_use]
    pub fn look_up(&self, place: Place, keys: &[Key]) -> Lookup {
        let mut follow: BTreeMap<Vec<Key>, String> = BTreeMap::new();
        for at in place.chain() {
            let Some(bindings) = self.bindings.get(at) else { continue };
            if let Some(run) = bindings.get(keys) {
                // A nearer place that waits for more keys wins over a farther one that would run.
                if follow.is_empty() {
                    return Lookup::Run(run.clone());
                }
                continue;
            }
            let longer =
                bindings.range(keys.to_vec()..).take_while(|(long, _)| long.starts_with(keys));
            for (long, run) in longer {
                let rest = long.get(keys.len()..).unwrap_or_default().to_vec();
                follow.entry(rest).or_insert_with(|| run.clone());
            }
        }
        if follow.is_empty() {
            Lookup::Unbound
        } else {
            Lookup::Pending(follow.into_iter().collect())
        }
    }

    /// Every binding that counts at a place, the nearest places first.
    pub fn at(&self, place: Place) -> impl Iterator<Item = (Place, &[Key], &str)> {
        place.chain().iter().flat_map(|at| {
            let bindings = self.bindings.get(at).into_iter().flatten();
            bindings.map(|(keys, run)| (*at, keys.as_slice(), run.as_str()))
        })
    }

    /// The keys that run a command line at a place, shortest first: for hints on the screen.
    #[must_use]
    pub fn keys_for(&self, place: Place, run: &str) -> Vec<String> {
        let mut found: Vec<_> =
            self.at(place).filter(|(_, _, bound)| *bound == run).map(|(_, keys, _)| keys).collect();
        let held = |keys: &[Key]| keys.iter().filter(|key| key.ctrl || key.alt).count();
        found.sort_by_key(|keys| (keys.len(), held(keys)));
        found.into_iter().map(key::sequence).collect()
    }

    /// The shortest keys that run a command line at a place, else how it is typed: for hints.
    #[must_use]
    pub fn hint(&self, place: Place, run: &str) -> String {
        self.keys_for(place, run).into_iter().next().unwrap_or_else(|| format!(":{run}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn laid_over(text: &str) -> Result<(), Vec<String>> {
        Keymap::builtin().lay_over(&toml::from_str(text).unwrap())
    }

    #[test]
    fn the_builtin_keymap_is_without_mistakes() {
        let file: FileKeys = toml::from_str(DEFAULT).unwrap();
        assert_eq!(Keymap::default().lay_over(&file), Ok(()));
    }

    #[test]
    fn a_sequence_waits_for_its_end() {
        let keymap = Keymap::builtin();
        let g = Key::char('g');
        assert!(matches!(keymap.look_up(Place::Article, &[g]), Lookup::Pending(_)));
        assert_eq!(keymap.look_up(Place::Article, &[g, g]), Lookup::Run("top".into()));
        assert_eq!(keymap.look_up(Place::Article, &[g, Key::char('Z')]), Lookup::Unbound);
    }

    #[test]
    fn a_key_can_be_taken_away_and_given_anew() {
        let mut keymap = Keymap::builtin();
        let file = toml::from_str("[article]\nh = \"\"\nX = \"highlight\"").unwrap();
        keymap.lay_over(&file).unwrap();
        assert_eq!(keymap.look_up(Place::Article, &[Key::char('h')]), Lookup::Unbound);
        assert_eq!(
            keymap.look_up(Place::Article, &[Key::char('X')]),
            Lookup::Run("highlight".into())
        );
    }

    #[test]
    fn a_clash_is_named() {
        let mistakes = laid_over("[article]\ng = \"bottom\"").unwrap_err();
        assert!(
            mistakes
                .iter()
                .any(|m| m.contains("\"g\" (bottom) and [keys.article] \"g g\" (top) clash")),
            "{mistakes:?}"
        );
        let mistakes =
            laid_over("[article]\n\"ctrl-x\" = \"top\"\n\" ctrl-x\" = \"bottom\"").unwrap_err();
        assert!(mistakes[0].contains("the same keys"), "{mistakes:?}");
    }

    #[test]
    fn a_clash_with_another_place_is_named() {
        let mistakes = laid_over("[article]\nf = \"bottom\"").unwrap_err();
        assert!(
            mistakes.iter().any(|m| m.contains("[keys.global] \"f f\" (filter)")),
            "{mistakes:?}"
        );
    }

    #[test]
    fn mistakes_are_named() {
        for (text, word) in [
            ("[articel]\nh = \"top\"", "articel"),
            ("[article]\nhyper-h = \"top\"", "hyper-h"),
            ("[article]\nh = \"tip\"", "tip"),
        ] {
            let mistakes = laid_over(text).unwrap_err();
            assert!(mistakes[0].contains(word), "{mistakes:?}");
        }
    }
}
