//! What a reader asks of all notes, typed in a line: `tag:todo kind:question date:>2025-05 bridge`.
//!
//! Every part must hold. A part that cannot be understood is left out and named, so that a list can
//! follow the typing letter by letter.

use super::{About, Note, NoteKind, Ruling, Verdict};
use crate::doc::{Meta, Time};

/// What the parts mean, for whoever wants to know: how each is written, and what it asks.
pub const HELP: [(&str, &str); 13] = [
    ("words", "in the note, its quotation, its tags, its speaker or the article's title"),
    ("\"two words\"", "these words as they stand, one after the other"),
    ("tag:x", "tagged x, or x/anything; tag:* has any tag"),
    ("kind:question", "highlight, note, question, to-check, actor, source, claim, correction"),
    ("pen:yellow", "drawn with this pen"),
    ("actor:x", "on an actor with x in the name"),
    ("source:x", "said by, or on, a source with x in the name; speaker:x is the same"),
    ("article:x", "on an article with x in its title, outlet or address"),
    ("verdict:false", "checked, with this finding: open, holds, disputed or false"),
    ("date:2025-05", "made in that month; a year or a day does as well"),
    (
        "date:>2025-05",
        "made from then on; after a day with >2025-05-11; >= < <= and 2025-05..2025-07 too",
    ),
    ("edited:>2025", "the same of when it was last changed"),
    ("-tag:x", "a minus before any of them: not so"),
];

/// What is asked.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Query {
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq)]
struct Part {
    /// Whether it must hold or must not.
    wanted: bool,
    test: Test,
}

#[derive(Clone, Debug, PartialEq)]
enum Test {
    Words(String),
    Tag(String),
    Kind(NoteKind),
    Pen(String),
    Actor(String),
    Source(String),
    Article(String),
    Verdict(Option<Verdict>),
    Made(When),
    Edited(When),
}

/// Dates from one to another, both included, each as far as it was written: `2025`, `2025-05`.
#[derive(Clone, Debug, PartialEq)]
struct When {
    after: Option<(String, Bound)>,
    before: Option<(String, Bound)>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Bound {
    With,
    Without,
}

/// The names of fields that a part can begin with.
const FIELDS: [&str; 11] = [
    "tag", "kind", "pen", "actor", "source", "speaker", "article", "verdict", "date", "made",
    "edited",
];

impl Query {
    /// Reads a line, with a sentence for each part that is not understood.
    #[must_use]
    pub fn parse(line: &str) -> (Self, Vec<String>) {
        let mut query = Self::default();
        let mut mistakes = Vec::new();
        for word in words(line) {
            match part(&word) {
                Ok(part) => query.parts.extend(part),
                Err(says) => mistakes.push(says),
            }
        }
        (query, mistakes)
    }

    /// Whether it lets everything through.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// Whether a note on an article is asked for.
    #[must_use]
    pub fn fits(&self, note: &Note, meta: &Meta) -> bool {
        self.parts.iter().all(|part| part.test.holds(note, meta) == part.wanted)
    }
}

impl Test {
    fn holds(&self, note: &Note, meta: &Meta) -> bool {
        let speaker = note.speaker.as_deref().unwrap_or("");
        match self {
            Self::Words(words) => {
                let about = note.about.name().unwrap_or("");
                [&note.body, &note.anchor.exact, &meta.title].into_iter().any(|t| has(t, words))
                    || has(speaker, words)
                    || has(about, words)
                    || note.tags.iter().any(|tag| has(tag, words))
            }
            Self::Tag(wanted) => note.tags.iter().any(|tag| is_tag(tag, wanted)),
            Self::Kind(kind) => note.kind == *kind,
            Self::Pen(wanted) => {
                let named = |pen: &str| wanted == "*" || pen.to_lowercase() == *wanted;
                note.pen.as_deref().is_some_and(named)
            }
            Self::Actor(wanted) => {
                let about = matches!(&note.about, About::Actor(name) if has(name, wanted));
                let own = note.kind == NoteKind::Actor && has(&note.anchor.exact, wanted);
                about || own || (on_actor(note) && ruled_name(note).is_some_and(|n| has(n, wanted)))
            }
            Self::Source(wanted) => {
                let about = matches!(&note.about, About::Source(name) if has(name, wanted));
                let own = note.kind == NoteKind::Source && has(&note.anchor.exact, wanted);
                let said = !speaker.is_empty() && has(speaker, wanted);
                let ruled = !on_actor(note) && ruled_name(note).is_some_and(|n| has(n, wanted));
                about || own || said || ruled
            }
            Self::Article(wanted) => {
                let more = [meta.outlet.as_deref(), meta.url.as_deref()];
                has(&meta.title, wanted) || more.into_iter().flatten().any(|t| has(t, wanted))
            }
            Self::Verdict(wanted) => {
                let found = note.check.as_ref().map(|check| check.verdict);
                found.is_some() && (wanted.is_none() || found == *wanted)
            }
            Self::Made(when) => when.holds(note.made),
            Self::Edited(when) => when.holds(note.edited),
        }
    }
}

fn on_actor(note: &Note) -> bool {
    matches!(note.about, About::Actor(_))
}

/// The name that a ruling brings in.
fn ruled_name(note: &Note) -> Option<&str> {
    match note.ruling.as_ref()? {
        Ruling::SaidBy { name, .. } | Ruling::SameAs(name) | Ruling::NotSame(name) => Some(name),
        _ => None,
    }
}

impl When {
    fn holds(&self, at: Time) -> bool {
        let date = at.date();
        // A month is compared with the month of the date, a year with its year.
        let to = |bound: &str| -> String { date.chars().take(bound.len()).collect() };
        let after = self.after.as_ref().is_none_or(|(from, bound)| {
            let own = to(from);
            own > *from || (*bound == Bound::With && own == *from)
        });
        let before = self.before.as_ref().is_none_or(|(until, bound)| {
            let own = to(until);
            own < *until || (*bound == Bound::With && own == *until)
        });
        after && before
    }

    fn parse(text: &str) -> Option<Self> {
        let date = |text: &str| is_date(text).then(|| text.to_owned());
        if let Some((from, until)) = text.split_once("..") {
            let bound = |text: &str| match text {
                "" => Some(None),
                text => date(text).map(|date| Some((date, Bound::With))),
            };
            return Some(Self { after: bound(from)?, before: bound(until)? });
        }
        let signs = [
            (">=", Bound::With),
            ("<=", Bound::With),
            (">", Bound::Without),
            ("<", Bound::Without),
        ];
        for (sign, bound) in signs {
            let Some(rest) = text.strip_prefix(sign) else { continue };
            // Since a month means with it, as in the library's language; since a day means the days after.
            let is_since = sign == ">" && rest.len() < 10;
            let at = Some((date(rest)?, if is_since { Bound::With } else { bound }));
            return Some(if sign.starts_with('>') {
                Self { after: at, before: None }
            } else {
                Self { after: None, before: at }
            });
        }
        let at = Some((date(text)?, Bound::With));
        Some(Self { after: at.clone(), before: at })
    }
}

/// `2025`, `2025-05` or `2025-05-11`.
fn is_date(text: &str) -> bool {
    let lengths: Vec<usize> = text.split('-').map(str::len).collect();
    let digits = text.chars().all(|c| c.is_ascii_digit() || c == '-');
    digits && matches!(lengths.as_slice(), [4] | [4, 2] | [4, 2, 2])
}

/// One part of the line; nothing where its value is still to be typed.
fn part(word: &str) -> Result<Option<Part>, String> {
    let (wanted, rest) = match word.strip_prefix('-') {
        Some(rest) if !rest.is_empty() => (false, rest),
        _ => (true, word),
    };
    let test = match rest.split_once(':') {
        // An address, a time of day: words like any other.
        Some((name, value)) if is_name(name) && !value.starts_with("//") => {
            if !FIELDS.contains(&name) {
                return Err(format!("{name}: is no field; there are {}", FIELDS.join(", ")));
            }
            if value.is_empty() {
                return Ok(None);
            }
            field(name, value)?
        }
        _ => Test::Words(rest.to_lowercase()),
    };
    Ok(Some(Part { wanted, test }))
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase())
}

fn field(name: &str, value: &str) -> Result<Test, String> {
    let low = value.to_lowercase();
    let when = || {
        When::parse(value)
            .ok_or_else(|| format!("{name}:{value}: give a date like 2025, 2025-05 or >2025-05-11"))
    };
    Ok(match name {
        "tag" => Test::Tag(low.trim_start_matches('#').to_owned()),
        "kind" => Test::Kind(NoteKind::named(&low).ok_or_else(|| {
            let kinds = NoteKind::ALL.map(NoteKind::name).join(", ");
            format!("kind:{value}: there are {kinds}")
        })?),
        "pen" => Test::Pen(low),
        "actor" => Test::Actor(low),
        "source" | "speaker" => Test::Source(low),
        "article" => Test::Article(low),
        "verdict" if low == "*" => Test::Verdict(None),
        "verdict" => Test::Verdict(Some(Verdict::named(&low).ok_or_else(|| {
            let verdicts = Verdict::ALL.map(Verdict::name).join(", ");
            format!("verdict:{value}: there are {verdicts}")
        })?)),
        "edited" => Test::Edited(when()?),
        _ => Test::Made(when()?),
    })
}

fn is_tag(tag: &str, wanted: &str) -> bool {
    let tag = tag.to_lowercase();
    wanted == "*" || tag.strip_prefix(wanted).is_some_and(|r| r.is_empty() || r.starts_with('/'))
}

/// Whether a text has these words in it, which are in small letters; `*` asks for any text at all.
fn has(text: &str, words: &str) -> bool {
    if words == "*" {
        return !text.is_empty();
    }
    if words.is_ascii() && text.is_ascii() {
        let (text, words) = (text.as_bytes(), words.as_bytes());
        return words.is_empty()
            || text.windows(words.len()).any(|w| w.eq_ignore_ascii_case(words));
    }
    text.to_lowercase().contains(words)
}

/// The words of a line; what stands between quotation marks is one word. A quotation without an end
/// goes to the end: it is being typed.
#[must_use]
pub fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let (mut word, mut quoted, mut any) = (String::new(), false, false);
    for c in line.chars() {
        match c {
            '"' | '“' | '”' => {
                quoted = !quoted;
                any = true;
            }
            c if c.is_whitespace() && !quoted => {
                if any || !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
                any = false;
            }
            c => word.push(c),
        }
    }
    if any || !word.is_empty() {
        words.push(word);
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doc::{Anchor, Digest};
    use crate::notes::{Check, NoteId};
    use crate::text::Span;
    use proptest::prelude::*;

    fn note() -> Note {
        let anchor = Anchor {
            digest: Digest::of(b"text"),
            span: Span::new(0, 9),
            exact: "The bridge is Safe".into(),
            before: String::new(),
            after: String::new(),
        };
        // 2025-05-11T21:46:40Z
        let note = Note::new(NoteId(1), NoteKind::Question, anchor, Time(1_747_000_000_000));
        Note {
            body: "Who checked? Éva did".into(),
            tags: vec!["todo".into(), "city/bridge".into()],
            pen: Some("Yellow".into()),
            speaker: Some("A Hamas official, via AFP".into()),
            edited: Time(1_760_000_000_000),
            check: Some(Check {
                verdict: Verdict::Disputed,
                link: None,
                at: Time(1_747_000_000_000),
            }),
            ..note
        }
    }

    fn meta() -> Meta {
        Meta {
            title: "Mayor opens bridge".into(),
            outlet: Some("Courier".into()),
            ..Meta::default()
        }
    }

    fn fits(line: &str) -> bool {
        let (query, mistakes) = Query::parse(line);
        assert_eq!(mistakes, Vec::<String>::new(), "{line}");
        query.fits(&note(), &meta())
    }

    #[test]
    fn every_part_must_hold() {
        for line in [
            "",
            "checked",
            "BRIDGE safe",
            "éva",
            "\"bridge is safe\"",
            "tag:todo",
            "tag:city",
            "tag:#TODO",
            "tag:*",
            "kind:question",
            "pen:yellow",
            "speaker:\"hamas official\"",
            "source:afp",
            "article:courier",
            "verdict:disputed verdict:*",
            "date:2025",
            "date:2025-05",
            "made:2025-05-11",
            "date:>2025-04",
            "date:>2025-05",
            "date:>=2025-05",
            "date:<2026",
            "date:<=2025-05",
            "date:2025-04..2025-05",
            "date:..2025-05",
            "edited:2025-10",
            "-tag:done -kind:note",
            "tag:",
        ] {
            assert!(fits(line), "{line}");
        }
        for line in [
            "unchecked",
            "checked nowhere",
            "\"safe bridge\"",
            "tag:to",
            "kind:note",
            "pen:red",
            "speaker:mayor",
            "actor:hamas",
            "date:>2025-05-11",
            "date:>2025-06",
            "date:<2025-05",
            "date:2024..2025-04",
            "edited:2025-05",
            "-tag:todo",
            "-bridge",
            "verdict:false",
        ] {
            assert!(!fits(line), "{line}");
        }
    }

    #[test]
    fn an_actor_is_who_the_note_is_on() {
        let (query, _) = Query::parse("actor:lopez");
        let on = Note { about: About::Actor("Maria Lopez".into()), ..note() };
        assert!(query.fits(&on, &meta()));
        let marked = Note { kind: NoteKind::Actor, ..note() };
        assert!(Query::parse("actor:bridge").0.fits(&marked, &meta()));
    }

    #[test]
    fn what_is_not_understood_is_named_and_left_out() {
        let (query, mistakes) =
            Query::parse("kid:x kind:qestion date:May bridge https://a.example");
        assert_eq!(mistakes.len(), 3, "{mistakes:?}");
        assert!(mistakes[0].starts_with("kid: is no field; there are tag"), "{mistakes:?}");
        assert!(mistakes[1].contains("question"), "{mistakes:?}");
        assert!(mistakes[2].contains("2025-05"), "{mistakes:?}");
        assert_eq!(query.parts.len(), 2);
    }

    #[test]
    fn every_field_is_explained() {
        for name in FIELDS {
            let explained = HELP.iter().any(|(how, what)| format!("{how} {what}").contains(name));
            assert!(explained || name == "made", "{name}");
        }
    }

    proptest! {
        #[test]
        fn any_line_is_read(line in "\\PC{0,40}") {
            let (query, _) = Query::parse(&line);
            let _ = query.fits(&note(), &meta());
        }
    }
}
