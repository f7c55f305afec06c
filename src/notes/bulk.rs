//! What is done to many notes at once, over the notes files of many articles.
//!
//! To one article it is an ordinary [`Change`] in its own history. Here the changes that belong to
//! one intention are kept together, so that one step takes them all back, also after a restart.

use super::kept::{KeptChange, size};
use super::query::words;
use super::record::time_text;
use super::{Change, Edit, Note};
use crate::doc::Time;
use serde::{Deserialize, Serialize};

/// What is done to each note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// Tags are given and taken.
    Retag {
        /// Tags that it gets.
        add: Vec<String>,
        /// Tags that it loses.
        remove: Vec<String>,
    },
    /// It is deleted.
    Delete,
}

/// The change of one notes file that belongs to a bulk.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// The name of the notes file in its folder.
    pub file: String,
    /// What is changed in it.
    pub change: Change,
}

/// One intention over many files.
#[derive(Clone, Debug, PartialEq)]
pub struct Bulk {
    /// What was done: `12 notes: +todo`.
    pub label: String,
    /// When.
    pub at: Time,
    /// File by file.
    pub parts: Vec<Part>,
}

/// The bulks that can be taken back, and those that can be done again; the latest last.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Bulks {
    /// Done.
    pub done: Vec<Bulk>,
    /// Taken back.
    pub undone: Vec<Bulk>,
}

impl Act {
    /// Reads what tags to give and to take: `+new -old`; a tag without a sign is given.
    ///
    /// # Errors
    /// A sentence when there is none.
    pub fn retag(line: &str) -> Result<Self, String> {
        let (mut add, mut remove) = (Vec::new(), Vec::new());
        for word in words(line) {
            let (list, tag) = match word.strip_prefix('-') {
                Some(tag) => (&mut remove, tag),
                None => (&mut add, word.strip_prefix('+').unwrap_or(&word)),
            };
            let tag = tag.trim_start_matches('#').trim();
            if !tag.is_empty() && !list.iter().any(|known| known == tag) {
                list.push(tag.to_owned());
            }
        }
        if add.is_empty() && remove.is_empty() {
            return Err("Give tags: +new to give, -old to take".into());
        }
        Ok(Self::Retag { add, remove })
    }

    /// What it does, in a few words: `+new -old`, `deleted`.
    #[must_use]
    pub fn says(&self) -> String {
        match self {
            Self::Retag { add, remove } => {
                let add = add.iter().map(|tag| format!("+{tag}"));
                let all: Vec<String> =
                    add.chain(remove.iter().map(|tag| format!("-{tag}"))).collect();
                all.join(" ")
            }
            Self::Delete => "deleted".into(),
        }
    }

    /// What it makes of a note; `None` where it changes nothing.
    #[must_use]
    pub fn on(&self, note: &Note, at: Time) -> Option<Edit> {
        let after = match self {
            Self::Delete => None,
            Self::Retag { add, remove } => {
                let mut tags = note.tags.clone();
                tags.retain(|tag| !remove.contains(tag));
                for tag in add {
                    if !tags.contains(tag) {
                        tags.push(tag.clone());
                    }
                }
                if tags == note.tags {
                    return None;
                }
                Some(Note { tags, edited: at, ..note.clone() })
            }
        };
        Some(Edit { id: note.id, before: Some(note.clone()), after })
    }
}

impl Bulk {
    /// How many notes it touches.
    #[must_use]
    pub fn count(&self) -> usize {
        self.parts.iter().map(|part| part.change.edits.len()).sum()
    }
}

impl Bulks {
    /// How many are kept.
    pub const LIMIT: usize = 20;

    /// Remembers what has been done; what had been taken back can no longer be done again.
    pub fn make(&mut self, bulk: Bulk) {
        self.done.push(bulk);
        let over = self.done.len().saturating_sub(Self::LIMIT);
        self.done.drain(..over);
        self.undone.clear();
    }

    /// The last bulk, as one that has been taken back from now on.
    pub fn undo(&mut self) -> Option<Bulk> {
        let bulk = self.done.pop()?;
        self.undone.push(bulk.clone());
        Some(bulk)
    }

    /// The last bulk that was taken back, as one that has been done again from now on.
    pub fn redo(&mut self) -> Option<Bulk> {
        let bulk = self.undone.pop()?;
        self.done.push(bulk.clone());
        Some(bulk)
    }
}

/// They are kept up to this many bytes; the oldest go first.
const MOST_BYTES: usize = 32 * 1024 * 1024;

/// Reads bulks; what cannot be read is none.
#[must_use]
pub fn from_toml(text: &str) -> Bulks {
    let kept: Kept = toml::from_str(text).unwrap_or_default();
    let read = |kept: Vec<KeptBulk>| kept.into_iter().map(KeptBulk::read).collect::<Option<_>>();
    match (read(kept.done), read(kept.undone)) {
        (Some(done), Some(undone)) => Bulks { done, undone },
        _ => Bulks::default(),
    }
}

/// Writes bulks, without the oldest where they are too long.
#[must_use]
pub fn to_toml(bulks: &Bulks) -> String {
    let mut room = MOST_BYTES;
    let mut latest = |bulks: &[Bulk]| {
        let fitting = bulks.iter().rev().take_while(|bulk| {
            let size: usize = bulk.parts.iter().map(|part| size(&part.change)).sum();
            let left = room.checked_sub(size);
            room = left.unwrap_or(0);
            left.is_some()
        });
        let mut kept: Vec<KeptBulk> = fitting.map(KeptBulk::of).collect();
        kept.reverse();
        kept
    };
    let done = latest(&bulks.done);
    let undone = latest(&bulks.undone);
    toml::to_string(&Kept { done, undone }).unwrap_or_default()
}

#[derive(Serialize, Deserialize, Default)]
struct Kept {
    #[serde(default)]
    done: Vec<KeptBulk>,
    #[serde(default)]
    undone: Vec<KeptBulk>,
}

#[derive(Serialize, Deserialize)]
struct KeptBulk {
    label: String,
    at: String,
    #[serde(default)]
    part: Vec<KeptPart>,
}

#[derive(Serialize, Deserialize)]
struct KeptPart {
    file: String,
    change: KeptChange,
}

impl KeptBulk {
    fn of(bulk: &Bulk) -> Self {
        let part = |part: &Part| KeptPart {
            file: part.file.clone(),
            change: KeptChange::of(&part.change),
        };
        Self {
            label: bulk.label.clone(),
            at: time_text(bulk.at),
            part: bulk.parts.iter().map(part).collect(),
        }
    }

    fn read(self) -> Option<Bulk> {
        let part = |part: KeptPart| Some(Part { file: part.file, change: part.change.read()? });
        let parts = self.part.into_iter().map(part).collect::<Option<_>>()?;
        Some(Bulk { label: self.label, at: Time::parse(&self.at)?, parts })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doc::{Anchor, Digest};
    use crate::notes::{NoteId, NoteKind};
    use crate::text::Span;

    fn note() -> Note {
        let anchor = Anchor {
            digest: Digest::of(b"text"),
            span: Span::new(0, 3),
            exact: "The".into(),
            before: String::new(),
            after: " bridge".into(),
        };
        let note = Note::new(NoteId(7), NoteKind::Note, anchor, Time(1_000));
        Note { tags: vec!["old".into(), "kept".into()], ..note }
    }

    #[test]
    fn tags_are_given_and_taken() {
        let act = Act::retag("new -old +#kept \"two words\"").unwrap();
        assert_eq!(act.says(), "+new +kept +two words -old");
        let edit = act.on(&note(), Time(5_000)).unwrap();
        let after = edit.after.unwrap();
        assert_eq!(after.tags, ["kept", "new", "two words"]);
        assert_eq!((after.made, after.edited), (Time(1_000), Time(5_000)));
        assert!(Act::retag(" + - ").is_err());
    }

    #[test]
    fn what_would_change_nothing_is_no_edit() {
        assert_eq!(Act::retag("+kept -gone").unwrap().on(&note(), Time(9)), None);
        assert!(Act::Delete.on(&note(), Time(9)).unwrap().after.is_none());
    }

    #[test]
    fn bulks_come_back_from_their_file() {
        let edit = Act::retag("+new").unwrap().on(&note(), Time(5_000)).unwrap();
        let change = Change { label: "+new".into(), at: Time(5_000), edits: vec![edit] };
        let part = Part { file: "a.toml".into(), change };
        let bulk = Bulk { label: "1 note: +new".into(), at: Time(5_000), parts: vec![part] };
        let mut bulks = Bulks::default();
        bulks.make(bulk.clone());
        bulks.make(bulk.clone());
        assert_eq!(bulks.undo(), Some(bulk.clone()));
        assert_eq!(from_toml(&to_toml(&bulks)), bulks);
        assert_eq!(bulks.redo(), Some(bulk));
        assert_eq!(bulks.redo(), None);
        assert_eq!(from_toml("done = 3"), Bulks::default());
    }

    #[test]
    fn only_the_latest_bulks_are_kept() {
        let mut bulks = Bulks::default();
        for n in 0..Bulks::LIMIT + 5 {
            bulks.make(Bulk { label: n.to_string(), at: Time(0), parts: Vec::new() });
        }
        assert_eq!(bulks.done.len(), Bulks::LIMIT);
        assert_eq!(bulks.done[0].label, "5");
    }
}
