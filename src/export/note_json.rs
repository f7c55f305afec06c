//! A note as JSON that loses nothing: what W3C exports carry beside the standard's own words, what a
//! line of `jsonl` holds, and what comes back in. What `whosaid notes list --json` prints is for
//! scripts and says more of the article and less of the note: that is `export::notes`.

use crate::doc::{Anchor, Digest, Time};
use crate::notes::{About, Check, Note, NoteId, NoteKind, spelling};
use crate::text::Span;
use serde::{Deserialize, Serialize};

/// A note as it is written down. Keys that say nothing are left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteJson {
    /// 16 hexadecimal digits.
    pub id: String,
    /// By [`NoteKind::name`].
    pub kind: String,
    /// By [`About::word`]; `passage` where it is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// Of the actor or the source that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The pen's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pen: Option<String>,
    /// What the reader wrote.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub body: String,
    /// Words to find it by.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Who said the quoted words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<String>,
    /// By [`Ruling::name`](crate::notes::Ruling::name).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ruling: Option<String>,
    /// The name or the kind that is ruled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is: Option<String>,
    /// The words that are ruled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<AnchorJson>,
    /// By [`Verdict::name`](crate::notes::Verdict::name).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<String>,
    /// Where the finding can be seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// When it was checked, in milliseconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checked: Option<i64>,
    /// When it was made, in milliseconds since 1970.
    pub made: i64,
    /// When it was last changed, in milliseconds since 1970.
    pub edited: i64,
    /// What it is on.
    pub anchor: AnchorJson,
}

/// An anchor as it is written down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnchorJson {
    /// The words.
    pub quote: String,
    /// What stood before them.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub before: String,
    /// What stood after them.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub after: String,
    /// Of the text that it was made in: 32 hexadecimal digits.
    pub digest: String,
    /// The first byte in that text.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl NoteJson {
    /// For writing.
    #[must_use]
    pub fn of(note: &Note) -> Self {
        let about = Some(note.about.word()).filter(|_| note.about != About::Passage);
        let (is, to) = note.ruling.as_ref().map(spelling::ruled).unwrap_or_default();
        let check = note.check.as_ref();
        Self {
            id: note.id.to_string(),
            kind: note.kind.name().to_owned(),
            about: about.map(str::to_owned),
            name: note.about.name().map(str::to_owned),
            pen: note.pen.clone(),
            body: note.body.clone(),
            tags: note.tags.clone(),
            speaker: note.speaker.clone(),
            ruling: note.ruling.as_ref().map(|ruling| ruling.name().to_owned()),
            is: is.map(str::to_owned),
            to: to.map(AnchorJson::of),
            verdict: check.map(|check| check.verdict.name().to_owned()),
            link: check.and_then(|check| check.link.clone()),
            checked: check.map(|check| check.at.0),
            made: note.made.0,
            edited: note.edited.0,
            anchor: AnchorJson::of(&note.anchor),
        }
    }

    /// The note.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn read(&self) -> Result<Note, String> {
        let id = NoteId::parse(&self.id).ok_or("its id is not 16 hexadecimal digits")?;
        let kind = NoteKind::named(&self.kind)
            .ok_or_else(|| format!("this version does not know the kind `{}`", self.kind))?;
        let about = spelling::about(self.about.as_deref(), self.name.clone())?;
        let to = self.to.as_ref().map(AnchorJson::read).transpose()?;
        let read = |word| spelling::ruling(word, self.is.clone(), to, &about);
        let ruling = self.ruling.as_deref().map(read).transpose()?;
        if (kind == NoteKind::Correction) != ruling.is_some() {
            return Err("a ruling belongs to a correction, and to nothing else".into());
        }
        let verdict = self.verdict.as_deref().map(spelling::verdict).transpose()?;
        let check = verdict.map(|verdict| Check {
            verdict,
            link: self.link.clone(),
            at: Time(self.checked.unwrap_or(self.edited)),
        });
        Ok(Note {
            about,
            pen: self.pen.clone(),
            body: self.body.clone(),
            tags: self.tags.clone(),
            speaker: self.speaker.clone(),
            ruling,
            check,
            edited: Time(self.edited),
            ..Note::new(id, kind, self.anchor.read()?, Time(self.made))
        })
    }
}

impl AnchorJson {
    /// For writing.
    #[must_use]
    pub fn of(anchor: &Anchor) -> Self {
        let number = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self {
            quote: anchor.exact.clone(),
            before: anchor.before.clone(),
            after: anchor.after.clone(),
            digest: anchor.digest.to_string(),
            start: number(anchor.span.start()),
            end: number(anchor.span.end()),
        }
    }

    /// The anchor.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn read(&self) -> Result<Anchor, String> {
        let digest = Digest::parse(&self.digest);
        Ok(Anchor {
            digest: digest.ok_or("the digest of its anchor is not 32 hexadecimal digits")?,
            span: Span::new(self.start as usize, self.end as usize),
            exact: self.quote.clone(),
            before: self.before.clone(),
            after: self.after.clone(),
        })
    }
}
