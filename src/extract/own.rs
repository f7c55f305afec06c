//! The reader's own lists, and the dictionary with them in it.
//!
//! Files come in as text (`io` reads them) and are checked one by one: a bad one is a
//! sentence with line and column, and nothing of it is taken. The dictionary is put
//! together when it is first asked for, because the text can be on the screen before.

use super::Lexicon;
use super::lists::Lists;
use std::sync::OnceLock;

/// The reader's own lists.
#[derive(Debug, Default)]
pub struct Own {
    lists: Lists,
    files: usize,
}

impl Own {
    /// Adds a file by its name without `.toml`. What follows a hyphen is the reader's:
    /// `organisations-kenya` holds organisations.
    ///
    /// # Errors
    /// A sentence that says what is wrong, with line and column. Nothing of the file is then taken.
    pub fn add(&mut self, name: &str, text: &str) -> Result<(), String> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let list = name.split('-').next().unwrap_or_default();
        let Some(read) = Lists::read(list, text) else {
            return Err(format!(
                "no list is called \"{list}\": there are {}",
                Lists::FILES.join(", ")
            ));
        };
        let lists = read.map_err(|error| {
            let says = error.message().trim();
            match error.span() {
                Some(span) => {
                    format!("{}: {says}", crate::text::offsets::position(text, span.start))
                }
                None => says.to_owned(),
            }
        })?;
        // What is read later stands above what was read before.
        self.lists = lists.over(std::mem::take(&mut self.lists));
        self.files += 1;
        Ok(())
    }
}

/// The lists that everything is read with: the program's, and the reader's over them.
#[derive(Debug, Default)]
pub struct Dictionary {
    own: std::sync::Mutex<Own>,
    is_own: bool,
    made: OnceLock<Lexicon>,
}

impl Dictionary {
    /// With the reader's own lists.
    #[must_use]
    pub fn new(own: Own) -> Self {
        Self { is_own: own.files > 0, own: own.into(), made: OnceLock::new() }
    }

    /// The dictionary, put together when it is asked for the first time.
    #[must_use]
    pub fn lexicon(&self) -> &Lexicon {
        if !self.is_own {
            return Lexicon::builtin();
        }
        self.made.get_or_init(|| {
            let mut own = self.own.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            Lexicon::new(std::mem::take(&mut own.lists))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::known::{Gender, NameSort};

    fn with(files: &[(&str, &str)]) -> Lexicon {
        let mut own = Own::default();
        for (name, text) in files {
            own.add(name, text).unwrap();
        }
        Dictionary::new(own).lexicon().clone()
    }

    #[test]
    fn what_the_reader_adds_is_known_beside_what_was() {
        let lexicon = with(&[
            ("organisations", "[[organisation]]\nname = \"Quay Watch\"\nalso = [\"QW\"]"),
            ("names-kenya", "female = [\"Wanjiru\"]"),
            ("roles", "person = [\"harbourmaster\"]"),
        ]);
        let (long, short) =
            (lexicon.known.name("Quay Watch").unwrap(), lexicon.known.name("QW").unwrap());
        assert_eq!((long.sort, long.whose), (NameSort::Organisation, short.whose));
        assert_eq!(lexicon.known.canonical(short.whose), "Quay Watch");
        assert_eq!(lexicon.known.forename("Wanjiru"), Some(Gender::Female));
        assert!(
            lexicon.known.role("harbourmaster").0 != 0 && lexicon.known.role("official").0 != 0
        );
        assert!(lexicon.known.name("Reuters").is_some());
    }

    #[test]
    fn an_entry_of_the_same_name_takes_the_place_of_the_other() {
        let lexicon = with(&[("outlets", "[[outlet]]\nname = \"Reuters\"\nalso = [\"the wire\"]")]);
        assert!(lexicon.known.name("the wire").is_some());
        assert!(lexicon.known.name("Thomson Reuters News").is_none());
    }

    #[test]
    fn the_readers_word_on_a_name_outranks_the_programs() {
        assert_eq!(Lexicon::builtin().known.name("Reuters").unwrap().sort, NameSort::Outlet);
        let lexicon = with(&[("capitalised", "not_names = [\"Reuters\"]")]);
        assert_eq!(lexicon.known.name("Reuters").unwrap().sort, NameSort::Nobody);
    }

    #[test]
    fn a_name_with_a_curly_apostrophe_or_too_many_blanks_is_found_all_the_same() {
        let lexicon = with(&[("places", "places = [\"  O’Dell’s  Landing \"]")]);
        assert!(lexicon.known.name("O'Dell's Landing").is_some());
    }

    #[test]
    fn a_verb_of_the_readers_attributes() {
        let verb = "verb = [{ forms = \"vow vows vowed vowed vowing\", stance = \"warns\", takes = \"that to\" }]";
        let lexicon = with(&[("cues", verb)]);
        let word = lexicon.word("vowed");
        let verb = lexicon.verb(word.verb.unwrap()).unwrap();
        assert_eq!((verb.lemma.as_str(), verb.stance), ("vow", crate::extract::Stance::Warns));
    }

    #[test]
    fn what_is_wrong_is_said_with_its_place() {
        for (name, text, says) in [
            ("outlets", "[[outlet]]\nnmae = \"A\"", "line 2, column 1: unknown field `nmae`"),
            ("outlets", "[[outlet]]\nalso = [\"A\"]", "line 1, column 1: missing field `name`"),
            ("places", "places = [\"A\"", "line 1, column"),
            ("places", "\u{feff}places = 3", "line 1, column 10: invalid type"),
            ("cues", "noun = [{ word = \"a\", stance = \"sings\" }]", "unknown variant `sings`"),
            ("cues", "verb = [{ forms = \"a b\" }]", "write five forms"),
            ("words", "verbs = [\"a\"]", "\"verbs\": the classes are noun,"),
            ("people", "", "no list is called \"people\": there are capitalised, countries,"),
        ] {
            let mut own = Own::default();
            let error = own.add(name, text).unwrap_err();
            assert!(error.contains(says), "{name}: {error}");
            assert_eq!(own.files, 0);
        }
    }
}
