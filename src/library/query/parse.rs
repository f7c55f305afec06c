//! The reader of questions: pieces first, then what they mean together.

use super::dates::dates;
use super::{Mistake, Part, Query, State, Term, Words};

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
