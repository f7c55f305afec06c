//! What the lists say of phrases and of the words around a cue, and the kin of words they do not have.

use crate::extract::Stance;
use crate::extract::lexicon::Lexicon;
use crate::extract::lists::Stances;
use crate::extract::reading::Reading;
use crate::text::span;
use std::collections::{BTreeMap, BTreeSet};

/// Phrases by what they do, and the words that stand before "to" and a cue.
#[derive(Clone, Debug, Default)]
pub struct Phrases {
    /// By its first word: what follows that, the longest first.
    starts: BTreeMap<String, Vec<(Vec<String>, Stance)>>,
    irregular: BTreeMap<String, String>,
    refuses: BTreeSet<String>,
    unable: BTreeSet<String>,
    expected: BTreeSet<String>,
    possible: BTreeSet<String>,
    required: BTreeSet<String>,
}

impl Phrases {
    pub(crate) fn new(file: &Stances) -> Self {
        let set = |list: &[String]| list.iter().cloned().collect();
        let mut phrases = Self {
            refuses: set(&file.refuses),
            unable: set(&file.unable),
            expected: set(&file.expected),
            possible: set(&file.possible),
            required: set(&file.required),
            ..Self::default()
        };
        for forms in &file.irregular {
            let mut words = forms.split(' ');
            let Some(base) = words.next() else { continue };
            for form in words {
                phrases.irregular.insert(form.to_owned(), base.to_owned());
            }
        }
        for form in ["is", "are", "was", "were", "been", "being", "'s", "'re", "'m"] {
            phrases.irregular.insert(form.to_owned(), "be".to_owned());
        }
        let lists = [
            (Stance::Says, &file.says),
            (Stance::Claims, &file.claims),
            (Stance::Confirms, &file.confirms),
            (Stance::Denies, &file.denies),
            (Stance::Warns, &file.warns),
            (Stance::Asks, &file.asks),
            (Stance::Believes, &file.believes),
        ];
        for (stance, list) in lists {
            for phrase in list {
                let mut words = phrase.split(' ').map(str::to_owned);
                let Some(first) = words.next() else { continue };
                phrases.starts.entry(first).or_default().push((words.collect(), stance));
            }
        }
        for known in phrases.starts.values_mut() {
            known.sort_by_key(|(rest, _)| usize::MAX - rest.len());
        }
        phrases
    }

    /// What the phrase that begins at a token does.
    pub(super) fn find(&self, reading: &Reading<'_>, at: usize) -> Option<Stance> {
        let word = reading.lower(at);
        let bases = bases(reading.lexicon, self, word);
        bases.iter().find_map(|base| {
            let known = self.starts.get(base)?;
            let fits = |rest: &[String]| {
                rest.iter().enumerate().all(|(n, w)| reading.lower(at + 1 + n) == w)
            };
            known.iter().find(|(rest, _)| fits(rest)).map(|(_, stance)| *stance)
        })
    }

    pub(super) fn refuses(&self, word: &str) -> bool {
        self.refuses.contains(word)
    }

    pub(super) fn unable(&self, word: &str) -> bool {
        self.unable.contains(word)
    }

    pub(super) fn expected(&self, word: &str) -> bool {
        self.expected.contains(word)
    }

    pub(super) fn possible(&self, word: &str) -> bool {
        self.possible.contains(word)
    }

    pub(super) fn required(&self, word: &str) -> bool {
        self.required.contains(word)
    }
}

/// The base forms that a form can have: what the lists say, else what its ending tells.
fn bases(lexicon: &Lexicon, phrases: &Phrases, word: &str) -> Vec<String> {
    if let Some(base) = phrases.irregular.get(word) {
        return vec![base.clone()];
    }
    if let Some(verb) = lexicon.word(word).verb.and_then(|v| lexicon.verb(v)) {
        return vec![verb.lemma.clone()];
    }
    stripped(word)
}

/// The word itself and what is left of it without the endings of verbs.
fn stripped(word: &str) -> Vec<String> {
    let mut found = vec![word.to_owned()];
    for ending in ["ing", "ed", "es", "s"] {
        let Some(stem) = word.strip_suffix(ending).filter(|stem| stem.chars().count() >= 2) else {
            continue;
        };
        found.push(stem.to_owned());
        if ending != "s" {
            found.push(format!("{stem}e"));
        }
        // "ridding", "shrugged": the last letter was doubled.
        let mut back = stem.chars().rev();
        if let (Some(last), Some(other)) = (back.next(), back.next())
            && last == other
        {
            found.push(span::before(stem, stem.len() - last.len_utf8()).to_owned());
        }
        if let Some(stem) = stem.strip_suffix('i') {
            found.push(format!("{stem}y"));
        }
    }
    found
}

/// What a word does that the lists do not have but whose kin they have, and that kin.
pub(super) fn kin(reading: &Reading<'_>, at: usize) -> Option<(Stance, String)> {
    let word = reading.lower(at);
    if reading.word(at).small.is_some() || word.chars().count() < 5 || !word.is_ascii() {
        return None;
    }
    let lexicon = reading.lexicon;
    let known = |form: &str| {
        let word = lexicon.word(form);
        let verb = word.verb.and_then(|v| lexicon.verb(v)).map(|v| (v.stance, v.lemma.clone()));
        verb.or_else(|| word.noun.map(|stance| (stance, form.to_owned())))
    };
    spellings(word)
        .into_iter()
        .find_map(|form| known(&form))
        .or_else(|| {
            ["re-", "re", "pre-", "over", "mis"].iter().find_map(|prefix| {
                let rest = word.strip_prefix(prefix).filter(|rest| rest.len() >= 4)?;
                known(rest)
            })
        })
        .or_else(|| {
            let nouns =
                ["ation", "ition", "ion", "ment", "al", "ance", "ence", "er", "or", "ings", "ing"];
            nouns.iter().find_map(|ending| {
                let plural = word.strip_suffix('s').unwrap_or(word);
                let stem = plural.strip_suffix(ending).filter(|stem| stem.len() >= 4)?;
                [stem.to_owned(), format!("{stem}e"), format!("{stem}ate"), format!("{stem}y")]
                    .iter()
                    .find_map(|form| known(form))
            })
        })
}

/// The word in the other spelling, British or American, and its base forms in both.
fn spellings(word: &str) -> Vec<String> {
    let pairs = [
        ("is", "iz"),
        ("iz", "is"),
        ("our", "or"),
        ("or", "our"),
        ("ll", "l"),
        ("l", "ll"),
        ("ys", "yz"),
    ];
    let mut found = Vec::new();
    for form in stripped(word) {
        for (one, other) in pairs {
            if let Some((front, back)) = form.rsplit_once(one).filter(|(_, back)| back.len() <= 3) {
                found.push(format!("{front}{other}{back}"));
            }
        }
        found.push(form);
    }
    found
}
