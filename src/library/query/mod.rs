//! The language in which the library is asked: `source:"Hamas" unnamed:yes date:>2025-05 ceasefire`.
//!
//! Words and fields side by side must all hold; `OR` stands between alternatives, `-` before what must not hold,
//! brackets group. What is wrong is said with its column, counted in characters from 1.

mod dates;
mod parse;

pub use parse::parse;

use crate::doc::Time;
use std::fmt;

/// A question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Query {
    /// All of these hold; an empty question asks for everything.
    And(Vec<Query>),
    /// One of these holds.
    Or(Vec<Query>),
    /// This does not hold.
    Not(Box<Query>),
    /// One condition.
    Is(Term),
}

impl Query {
    /// Whether it can be answered only once it is known who said what.
    #[must_use]
    pub fn needs_analysis(&self) -> bool {
        self.has(&|term| {
            let is_who = |part: &Part| matches!(part, Part::Source | Part::Actor | Part::Claim);
            matches!(term, Term::Unnamed(_)) || matches!(term, Term::Words(part, _) if is_who(part))
        })
    }

    /// Whether any of it looks for words.
    #[must_use]
    pub fn asks_for_words(&self) -> bool {
        self.has(&|term| matches!(term, Term::Words(..)))
    }

    /// Whether one of its conditions is such a one.
    #[must_use]
    pub fn has(&self, is: &impl Fn(&Term) -> bool) -> bool {
        match self {
            Self::And(parts) | Self::Or(parts) => parts.iter().any(|part| part.has(is)),
            Self::Not(inner) => inner.has(is),
            Self::Is(term) => is(term),
        }
    }
}

/// A condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    /// Words that stand side by side in a part of what is known of an article.
    Words(Part, Words),
    /// The name of the feed, or its address, has this in it.
    Feed(String),
    /// The feed stands in this folder, or in a folder in it.
    Folder(String),
    /// It has this tag, of the reader or of a note.
    Tag(String),
    /// It is so marked.
    State(State),
    /// Whether it has a source that is not named.
    Unnamed(bool),
    /// It was published from the first moment on, and before the second.
    Date(Option<Time>, Option<Time>),
}

/// Words to be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// As they were written.
    pub text: String,
    /// Whether the last word may go on.
    pub is_open: bool,
}

/// Where words are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Anywhere.
    Any,
    /// In the title.
    Title,
    /// In the text.
    Text,
    /// In the author's name.
    Author,
    /// In the name of somebody who is cited.
    Source,
    /// In the name of somebody who acts.
    Actor,
    /// In what is attributed to somebody.
    Claim,
    /// In the reader's notes.
    Note,
}

/// How an article is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Not read yet.
    Unread,
    /// Read.
    Read,
    /// Starred.
    Starred,
    /// To be read later.
    Later,
    /// With notes on it.
    Noted,
    /// With the whole page kept.
    Kept,
    /// Left out of lists.
    Hidden,
}

/// What is wrong with a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Counted in characters from 1.
    pub column: usize,
    /// What is wrong.
    pub says: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "column {}: {}", self.column, self.says)
    }
}

/// What the fields are and mean, for help and the README.
pub const FIELDS: [(&str, &str); 14] = [
    ("word \"two words\" word*", "anywhere: title, text, author, sources, actors, claims, notes"),
    ("title: text: author:", "in that part of the article"),
    ("source:\"Hamas\"", "somebody so named is cited"),
    ("actor:Powell", "somebody so named acts or speaks"),
    ("claim:ceasefire", "in what is attributed to somebody"),
    ("note:doubtful", "in your notes"),
    ("unnamed:yes", "has a source that is not named (unnamed:no: has none)"),
    ("feed:reuters", "the feed's name or address has this in it"),
    ("folder:News/World", "the feed stands in this folder"),
    ("tag:economy", "has this tag, or a note with it"),
    ("is:unread", "also is:read, is:starred, is:later, is:noted, is:kept, is:hidden"),
    ("date:2025-05", "in that year, month or day; also >, >=, <, <= and 2025-05..2025-07"),
    ("-word", "not this"),
    ("a OR b, ( )", "alternatives, and grouping"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(part: Part, text: &str) -> Query {
        Query::Is(Term::Words(part, Words { text: text.into(), is_open: false }))
    }

    fn wrong(text: &str) -> (usize, String) {
        let mistake = parse(text).unwrap_err();
        (mistake.column, mistake.says)
    }

    #[test]
    fn fields_and_words_side_by_side_must_all_hold() {
        let query =
            parse("source:\"Hamas\" unnamed:yes feed:reuters tag:x is:starred ceasefire").unwrap();
        let expected = Query::And(vec![
            words(Part::Source, "Hamas"),
            Query::Is(Term::Unnamed(true)),
            Query::Is(Term::Feed("reuters".into())),
            Query::Is(Term::Tag("x".into())),
            Query::Is(Term::State(State::Starred)),
            words(Part::Any, "ceasefire"),
        ]);
        assert_eq!(query, expected);
        assert_eq!(parse("").unwrap(), Query::And(Vec::new()));
    }

    #[test]
    fn alternatives_brackets_and_what_must_not_be() {
        let query = parse("(truce OR ceasefire*) -title:poll").unwrap();
        let open =
            Query::Is(Term::Words(Part::Any, Words { text: "ceasefire".into(), is_open: true }));
        let expected = Query::And(vec![
            Query::Or(vec![words(Part::Any, "truce"), open]),
            Query::Not(Box::new(words(Part::Title, "poll"))),
        ]);
        assert_eq!(query, expected);
        assert_eq!(parse("well-known").unwrap(), words(Part::Any, "well-known"));
        assert_eq!(parse("https://a.example/x").unwrap(), words(Part::Any, "https://a.example/x"));
    }

    #[test]
    fn dates_are_days_months_years_and_ranges() {
        let of = |text: &str| match parse(text).unwrap() {
            Query::Is(Term::Date(from, to)) => (from.map(Time::date), to.map(Time::date)),
            other => panic!("{other:?}"),
        };
        let day = |text: &str| Some(text.to_owned());
        assert_eq!(of("date:2025-05"), (day("2025-05-01"), day("2025-06-01")));
        assert_eq!(of("date:>2025-05"), (day("2025-05-01"), None));
        assert_eq!(of("date:>2025-05-09"), (day("2025-05-10"), None));
        assert_eq!(of("date:<=2024"), (None, day("2025-01-01")));
        assert_eq!(of("date:2025-12..2026-01"), (day("2025-12-01"), day("2026-02-01")));
    }

    #[test]
    fn mistakes_name_their_column() {
        assert_eq!(wrong("a \"b c").0, 3);
        assert_eq!(wrong("a sourse:b").0, 3);
        assert!(wrong("a sourse:b").1.contains("source:"), "{:?}", wrong("a sourse:b"));
        assert_eq!(wrong("é date:then").0, 8);
        assert_eq!(wrong("(a OR b").0, 1);
        assert_eq!(wrong("a b)").0, 4);
        assert_eq!(wrong("a OR").0, 3);
        assert_eq!(wrong("is:tired").0, 4);
        assert_eq!(wrong("source: x").0, 8);
        assert_eq!(wrong(&"(".repeat(100)).0, 33);
    }

    proptest! {
        #[test]
        fn no_question_makes_it_stumble(text in any::<String>()) {
            if let Err(mistake) = parse(&text) {
                prop_assert!(mistake.column >= 1 && mistake.column <= text.chars().count() + 1);
            }
        }

        #[test]
        fn nor_one_of_its_own_signs(text in "[a(): \"*-]{0,40}|(source:|date:>|OR |\\(|\\)|-|\"a\"){0,12}") {
            let _ = parse(&text);
        }
    }
}
