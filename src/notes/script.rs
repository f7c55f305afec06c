//! A note from words, for scripts: by the same door as one that is written by hand into the file.

use super::record::{put, put_time, read_all};
use super::{Note, NoteId};
use crate::doc::{Anchor, Time};
use toml_edit::{Array, InlineTable, Item, Table, Value};

/// What a script says of a note.
#[derive(Clone, Debug)]
pub struct Words<'a> {
    /// What it is on.
    pub anchor: &'a Anchor,
    /// The word for its kind; where there is none, it follows from whether there is a body.
    pub kind: Option<&'a str>,
    /// What it says.
    pub body: &'a str,
    /// Words to find it by.
    pub tags: &'a [String],
    /// The name of the pen that it is drawn with.
    pub pen: Option<&'a str>,
    /// Who said the quoted words.
    pub speaker: Option<&'a str>,
}

/// The note that words make.
///
/// # Errors
/// A sentence, where a notes file that says the same would not be understood: a kind that is not known.
pub fn note(words: &Words<'_>, id: NoteId, now: Time) -> Result<Note, String> {
    let mut table = Table::new();
    let text = |text: &str| Some(Value::from(text)).filter(|_| !text.is_empty());
    put(&mut table, "id", Some(id.to_string().into()));
    put(&mut table, "kind", words.kind.map(Value::from));
    put(&mut table, "quote", Some(words.anchor.exact.as_str().into()));
    put(&mut table, "body", text(words.body));
    let tags: Array = words.tags.iter().map(String::as_str).collect();
    put(&mut table, "tags", Some(tags).filter(|tags| !tags.is_empty()).map(Value::from));
    put(&mut table, "pen", words.pen.map(Value::from));
    put(&mut table, "speaker", words.speaker.map(Value::from));
    put_time(&mut table, "made", Some(now));
    put_time(&mut table, "edited", Some(now));
    let mut anchor = InlineTable::new();
    let bytes = |n: usize| i64::try_from(n).unwrap_or(i64::MAX).into();
    anchor.insert("start", bytes(words.anchor.span.start()));
    anchor.insert("end", bytes(words.anchor.span.end()));
    anchor.insert("digest", words.anchor.digest.to_string().into());
    anchor.insert("before", words.anchor.before.as_str().into());
    anchor.insert("after", words.anchor.after.as_str().into());
    table.insert("anchor", Item::Value(anchor.into()));
    read_all(&[&table]).pop().unwrap_or_else(|| Err("nothing was said".into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doc::Digest;
    use crate::text::Span;

    #[test]
    fn words_make_a_note_or_say_what_is_wrong() {
        let anchor = Anchor {
            digest: Digest::of(b"text"),
            span: Span::new(3, 9),
            exact: "“sure”".into(),
            before: "a\n".into(),
            after: " z".into(),
        };
        let tags = ["one".to_owned()];
        let mut words = Words {
            anchor: &anchor,
            kind: None,
            body: "Who?",
            tags: &tags,
            pen: Some("red"),
            speaker: Some("Bo"),
        };
        let made = note(&words, NoteId(7), Time(1_747_000_000_123)).unwrap();
        assert_eq!((made.id, &made.anchor, made.kind.name()), (NoteId(7), &anchor, "note"));
        assert_eq!((made.body.as_str(), made.tags.as_slice()), ("Who?", &tags[..]));
        assert_eq!((made.made, made.edited), (Time(1_747_000_000_123), Time(1_747_000_000_123)));
        words.body = "";
        assert_eq!(note(&words, NoteId(7), Time(0)).unwrap().kind.name(), "highlight");
        words.kind = Some("shout");
        assert!(note(&words, NoteId(7), Time(0)).unwrap_err().contains("`shout`"));
    }
}
