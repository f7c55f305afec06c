//! The language in which the library is asked: `source:"Hamas" unnamed:yes date:>2025-05 ceasefire`.
//!
//! Words and fields side by side must all hold; `OR` stands between alternatives, `-` before what must not hold,
//! brackets group. What is wrong is said with its column, counted in characters from 1.

use super::date;
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

/// How deep brackets may nest.
const DEEPEST: usize = 32;

/// How many conditions a question may have.
const MOST: usize = 200;

/// Reads a question.
///
/// # Errors
/// With the column of the first mistake.
pub fn parse(text: &str) -> Result<Query, Mistake> {
    let pieces = pieces(text)?;
    let end = text.chars().count() + 1;
    let mut reading = Reading { pieces: &pieces, at: 0, end, depth: 0 };
    let query = reading.any()?;
    match reading.pieces.get(reading.at) {
        Some(piece) => Err(mistake(piece.column, "this bracket closes nothing")),
        None => Ok(query),
    }
}

fn mistake(column: usize, says: &str) -> Mistake {
    Mistake { column, says: says.to_owned() }
}

#[derive(Debug)]
struct Piece {
    column: usize,
    what: What,
}

#[derive(Debug, PartialEq)]
enum What {
    Open,
    Close,
    Not,
    Or,
    /// A field, if there is one, and what is asked of it.
    Word {
        field: Option<String>,
        value: String,
        value_column: usize,
        is_open: bool,
    },
}

fn pieces(text: &str) -> Result<Vec<Piece>, Mistake> {
    let chars: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    let get = |at: usize| chars.get(at).copied();
    while let Some(c) = get(at) {
        let column = at + 1;
        match c {
            c if c.is_whitespace() => at += 1,
            '(' => {
                found.push(Piece { column, what: What::Open });
                at += 1;
            }
            ')' => {
                found.push(Piece { column, what: What::Close });
                at += 1;
            }
            '-' if get(at + 1).is_some_and(|next| !next.is_whitespace()) => {
                found.push(Piece { column, what: What::Not });
                at += 1;
            }
            _ => {
                let mut field = None;
                let start = at;
                if !is_mark(c) {
                    while get(at).is_some_and(|c| c.is_alphanumeric() || c == '_') {
                        at += 1;
                    }
                    if get(at) == Some(':') && at > start && is_field(&chars[start..at]) {
                        field = Some(chars[start..at].iter().collect::<String>().to_lowercase());
                        at += 1;
                    } else if get(at) == Some(':')
                        && at > start
                        && get(at + 1).is_some_and(|c| c != '/' && !c.is_whitespace())
                    {
                        let name: String = chars[start..at].iter().collect();
                        return Err(Mistake {
                            column,
                            says: format!("there is no field {name}:; there are {}", names()),
                        });
                    } else {
                        at = start;
                    }
                }
                let value_column = at + 1;
                let (value, is_open) = if get(at).is_some_and(is_mark) {
                    let from = at + 1;
                    let closing = (from..chars.len()).find(|n| get(*n).is_some_and(is_mark));
                    let Some(to) = closing else {
                        return Err(mistake(value_column, "this quotation mark is never closed"));
                    };
                    at = to + 1;
                    let is_open = get(at) == Some('*');
                    at += usize::from(is_open);
                    (chars[from..to].iter().collect::<String>(), is_open)
                } else {
                    let from = at;
                    while get(at).is_some_and(|c| {
                        !c.is_whitespace() && !matches!(c, '(' | ')') && !is_mark(c)
                    }) {
                        at += 1;
                    }
                    let value: String = chars[from..at].iter().collect();
                    let open = value.strip_suffix('*').map(str::to_owned);
                    (open.clone().unwrap_or(value), open.is_some())
                };
                if value.trim().is_empty() {
                    let says = match &field {
                        Some(field) => format!("{field}: needs something after it"),
                        None => "there is nothing to look for here".to_owned(),
                    };
                    return Err(Mistake { column: value_column.min(chars.len().max(1)), says });
                }
                let what = if field.is_none() && value == "OR" && chars.get(start) == Some(&'O') {
                    What::Or
                } else if field.is_none() && value == "AND" && chars.get(start) == Some(&'A') {
                    continue;
                } else {
                    What::Word { field, value, value_column, is_open }
                };
                found.push(Piece { column, what });
            }
        }
        if found.len() > MOST {
            return Err(mistake(column, "this question is too long"));
        }
    }
    Ok(found)
}

fn is_mark(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„')
}

const NAMES: [&str; 13] = [
    "actor", "author", "claim", "date", "feed", "folder", "is", "note", "source", "tag", "text",
    "title", "unnamed",
];

fn is_field(chars: &[char]) -> bool {
    let name: String = chars.iter().collect::<String>().to_lowercase();
    NAMES.contains(&name.as_str())
}

fn names() -> String {
    NAMES.map(|name| format!("{name}:")).join(" ")
}

struct Reading<'a> {
    pieces: &'a [Piece],
    at: usize,
    end: usize,
    depth: usize,
}

impl Reading<'_> {
    fn any(&mut self) -> Result<Query, Mistake> {
        let mut parts = vec![self.all()?];
        while let Some(Piece { column, what: What::Or }) = self.pieces.get(self.at) {
            let column = *column;
            self.at += 1;
            let is_empty = |query: &Query| *query == Query::And(Vec::new());
            let next = self.all()?;
            if is_empty(&next) || parts.last().is_some_and(is_empty) {
                return Err(mistake(column, "OR stands between two things to look for"));
            }
            parts.push(next);
        }
        Ok(if parts.len() == 1 { parts.swap_remove(0) } else { Query::Or(parts) })
    }

    fn all(&mut self) -> Result<Query, Mistake> {
        let mut parts = Vec::new();
        while let Some(piece) = self.pieces.get(self.at) {
            match &piece.what {
                What::Close | What::Or => break,
                _ => parts.push(self.one()?),
            }
        }
        Ok(if parts.len() == 1 { parts.swap_remove(0) } else { Query::And(parts) })
    }

    fn one(&mut self) -> Result<Query, Mistake> {
        let Some(piece) = self.pieces.get(self.at) else {
            return Err(mistake(self.end, "something is missing at the end"));
        };
        self.at += 1;
        match &piece.what {
            What::Not => Ok(Query::Not(Box::new(self.one()?))),
            What::Open => {
                self.depth += 1;
                if self.depth > DEEPEST {
                    return Err(mistake(piece.column, "the brackets nest too deep"));
                }
                let inner = self.any()?;
                self.depth -= 1;
                match self.pieces.get(self.at) {
                    Some(Piece { what: What::Close, .. }) => {
                        self.at += 1;
                        Ok(inner)
                    }
                    _ => Err(mistake(piece.column, "this bracket is never closed")),
                }
            }
            What::Close => Err(mistake(piece.column, "this bracket closes nothing")),
            What::Or => Err(mistake(piece.column, "OR stands between two things to look for")),
            What::Word { field, value, value_column, is_open } => {
                let term = term(field.as_deref(), value, *is_open);
                term.map(Query::Is).map_err(|says| Mistake { column: *value_column, says })
            }
        }
    }
}

fn term(field: Option<&str>, value: &str, is_open: bool) -> Result<Term, String> {
    let words = |part: Part| {
        if !value.chars().any(char::is_alphanumeric) {
            return Err("there is no letter or digit to look for in this".to_owned());
        }
        Ok(Term::Words(part, Words { text: value.to_owned(), is_open }))
    };
    match field {
        None => words(Part::Any),
        Some("title") => words(Part::Title),
        Some("text") => words(Part::Text),
        Some("author") => words(Part::Author),
        Some("source") => words(Part::Source),
        Some("actor") => words(Part::Actor),
        Some("claim") => words(Part::Claim),
        Some("note") => words(Part::Note),
        Some("feed") => Ok(Term::Feed(value.to_owned())),
        Some("folder") => Ok(Term::Folder(value.trim_matches('/').to_owned())),
        Some("tag") => Ok(Term::Tag(value.to_owned())),
        Some("unnamed") => match value.to_lowercase().as_str() {
            "yes" | "true" | "1" => Ok(Term::Unnamed(true)),
            "no" | "false" | "0" => Ok(Term::Unnamed(false)),
            _ => Err("unnamed: is yes or no".to_owned()),
        },
        Some("is") => Ok(Term::State(match value.to_lowercase().as_str() {
            "unread" | "new" => State::Unread,
            "read" => State::Read,
            "starred" => State::Starred,
            "later" => State::Later,
            "noted" => State::Noted,
            "kept" => State::Kept,
            "hidden" => State::Hidden,
            _ => {
                return Err("is: is unread, read, starred, later, noted, kept or hidden".to_owned());
            }
        })),
        Some("date") => dates(value).ok_or_else(|| {
            "this is no date: write 2025, 2025-05, 2025-05-09, >2025-05 or 2025-05..2025-07"
                .to_owned()
        }),
        Some(other) => Err(format!("there is no field {other}:")),
    }
}

fn dates(value: &str) -> Option<Term> {
    if let Some((from, to)) = value.split_once("..") {
        let from = if from.is_empty() { None } else { Some(period(from)?.0) };
        let to = if to.is_empty() { None } else { Some(period(to)?.1) };
        return (from.is_some() || to.is_some()).then_some(Term::Date(from, to));
    }
    let (sign, rest) = [">=", "<=", ">", "<"]
        .into_iter()
        .find_map(|sign| Some((sign, value.strip_prefix(sign)?)))
        .unwrap_or(("", value));
    let (start, end) = period(rest)?;
    Some(match sign {
        // Of the month itself too, as `date:>2025-05` is usually meant: from then on.
        ">=" | ">" if sign == ">=" || rest.len() < 10 => Term::Date(Some(start), None),
        ">" => Term::Date(Some(end), None),
        "<" => Term::Date(None, Some(start)),
        "<=" => Term::Date(None, Some(end)),
        _ => Term::Date(Some(start), Some(end)),
    })
}

/// When a year, a month or a day begins and ends.
fn period(text: &str) -> Option<(Time, Time)> {
    let is_date = text.chars().all(|c| c.is_ascii_digit() || c == '-');
    if !is_date || !matches!(text.len(), 4 | 7 | 10) {
        return None;
    }
    let start = date::parse(text)?;
    let number = |at: usize| text.split('-').nth(at).and_then(|part| part.parse::<i32>().ok());
    let year = number(0)?;
    let end = match (number(1), number(2)) {
        (Some(_), Some(_)) => Time(start.0 + 86_400_000),
        (Some(12), None) => date::parse(&format!("{:04}-01", year + 1))?,
        (Some(month), None) => date::parse(&format!("{year:04}-{:02}", month + 1))?,
        _ => date::parse(&format!("{:04}", year + 1))?,
    };
    Some((start, end))
}

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
