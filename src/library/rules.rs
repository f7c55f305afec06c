//! What the reader keeps of questions: those that stand as feeds, and those whose answers are marked as they arrive.
//!
//! ```toml
//! [[query]]
//! name = "Ceasefire"
//! ask = 'ceasefire source:"Hamas"'
//!
//! [[rule]]
//! ask = "feed:agency title:correction"
//! do = ["star", "tag corrections"]
//! ```
//!
//! One plain file of the reader's, text in, text out. A command that adds something leaves comments and everything
//! else as it is.

use super::front::Mark;
use super::query::{self, Query};
use crate::text::offsets::position;
use std::ops::Range;
use toml_edit::{Array, ArrayOfTables, Document, DocumentMut, Item, Table, Value};

/// A question that stands as a feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedQuery {
    /// What it is called.
    pub name: String,
    /// As it was written.
    pub ask: String,
    /// What it means, or what is wrong with it.
    pub query: Result<Query, String>,
}

/// What is done to articles for which a question holds, as they arrive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Which one it is in the file, counted from 1.
    pub number: usize,
    /// As it was written.
    pub ask: String,
    /// What it means.
    pub query: Query,
    /// What they are marked as.
    pub marks: Vec<Mark>,
}

impl Rule {
    /// Whether it can hold only once it is known who said what.
    #[must_use]
    pub fn needs_analysis(&self) -> bool {
        self.query.needs_analysis()
    }
}

/// All of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Own {
    /// The questions that stand as feeds.
    pub queries: Vec<SavedQuery>,
    /// The rules, in the order in which they are applied.
    pub rules: Vec<Rule>,
}

/// What a rule can do, for help and for mistakes.
pub const DEEDS: &str = "read, star, later, hide, or tag and a word";

/// What a rule is to do, by its word.
#[must_use]
pub fn deed(word: &str) -> Option<Mark> {
    Some(match word.trim() {
        "read" => Mark::Read(true),
        "star" => Mark::Starred(true),
        "later" => Mark::Later(true),
        "hide" => Mark::Hidden(true),
        other => {
            let tag = other.strip_prefix("tag")?;
            let is_apart = tag.starts_with(char::is_whitespace);
            let tag = tag.trim();
            return (is_apart && !tag.is_empty()).then(|| Mark::Tagged(tag.to_owned()));
        }
    })
}

/// The word for what a rule does.
#[must_use]
pub fn word(mark: &Mark) -> String {
    match mark {
        Mark::Starred(true) => "star".into(),
        Mark::Hidden(true) => "hide".into(),
        Mark::Tagged(tag) => format!("tag {tag}"),
        other => other.name(),
    }
}

/// Reads a file. Mistakes are sentences with line and column; what is right is taken. A question that is none stays
/// in the list, so that the reader sees what is wrong where it would stand.
#[must_use]
pub fn read(text: &str) -> (Own, Vec<String>) {
    let document = match Document::parse(text) {
        Ok(document) => document,
        Err(error) => {
            let says = error.message().trim().replace('\n', "; ");
            return (Own::default(), vec![said(text, error.span(), &says)]);
        }
    };
    let mut own = Own::default();
    let mut mistakes = Vec::new();
    for (key, item) in document.as_table() {
        let tables = item.as_array_of_tables();
        match (key, tables) {
            ("query", Some(tables)) => {
                let read = tables.iter().filter_map(|table| read_query(text, table, &mut mistakes));
                let read: Vec<SavedQuery> = read.collect();
                own.queries = read;
            }
            ("rule", Some(tables)) => {
                let read = tables.iter().enumerate().filter_map(|(at, table)| {
                    let rule = read_rule(text, table, &mut mistakes)?;
                    Some(Rule { number: at + 1, ..rule })
                });
                let read: Vec<Rule> = read.collect();
                own.rules = read;
            }
            ("query" | "rule", None) => {
                let says = format!("write [[{key}]], with two brackets");
                mistakes.push(said(text, item.span(), &says));
            }
            _ => {
                let span = document.as_table().key(key).and_then(toml_edit::Key::span);
                let says = format!("there is no {key}; there are [[query]] and [[rule]]");
                mistakes.push(said(text, span.or(item.span()), &says));
            }
        }
    }
    let mut seen: Vec<&str> = Vec::new();
    for query in &own.queries {
        if seen.contains(&query.name.as_str()) {
            mistakes
                .push(format!("there are two questions called {}; the first counts", query.name));
        }
        seen.push(&query.name);
    }
    (own, mistakes)
}

fn said(text: &str, span: Option<Range<usize>>, says: &str) -> String {
    match span {
        Some(span) => format!("{}: {says}", position(text, span.start)),
        None => says.to_owned(),
    }
}

fn read_query(text: &str, table: &Table, mistakes: &mut Vec<String>) -> Option<SavedQuery> {
    unknown(text, table, &["name", "ask"], mistakes);
    let name = string(text, table, "name", mistakes)?;
    let ask = string(text, table, "ask", mistakes)?;
    let query = query::parse(&ask).map_err(|mistake| mistake.to_string());
    if let Err(says) = &query {
        let says = format!("the question of {name}, {says}");
        mistakes.push(said(text, table.get("ask").and_then(Item::span), &says));
    }
    Some(SavedQuery { name: one_line(&name), ask, query })
}

fn read_rule(text: &str, table: &Table, mistakes: &mut Vec<String>) -> Option<Rule> {
    unknown(text, table, &["ask", "do"], mistakes);
    let ask = string(text, table, "ask", mistakes)?;
    let query = match query::parse(&ask) {
        Ok(query) => query,
        Err(mistake) => {
            let says = format!("the question, {mistake}");
            mistakes.push(said(text, table.get("ask").and_then(Item::span), &says));
            return None;
        }
    };
    let Some(item) = table.get("do") else {
        mistakes.push(said(text, table.span(), &format!("do is missing: {DEEDS}")));
        return None;
    };
    let words: Vec<(Option<&str>, Option<Range<usize>>)> = match item.as_array() {
        Some(array) => array.iter().map(|value| (value.as_str(), value.span())).collect(),
        None => vec![(item.as_str(), item.span())],
    };
    let mut marks = Vec::new();
    for (word, span) in words {
        match word.and_then(deed) {
            Some(mark) => marks.push(mark),
            None => {
                let what = word.map_or_else(|| "this".to_owned(), |word| format!("\"{word}\""));
                let says = format!("{what} is nothing that a rule can do: {DEEDS}");
                mistakes.push(said(text, span, &says));
            }
        }
    }
    if marks.is_empty() && item.as_array().is_some_and(Array::is_empty) {
        mistakes.push(said(text, item.span(), &format!("do is empty: {DEEDS}")));
    }
    (!marks.is_empty()).then_some(Rule { number: 0, ask, query, marks })
}

fn unknown(text: &str, table: &Table, known: &[&str], mistakes: &mut Vec<String>) {
    for (key, item) in table {
        if !known.contains(&key) {
            let span = table.key(key).and_then(toml_edit::Key::span).or(item.span());
            let says = format!("there is no {key}; there are {}", known.join(" and "));
            mistakes.push(said(text, span, &says));
        }
    }
}

fn string(text: &str, table: &Table, key: &str, mistakes: &mut Vec<String>) -> Option<String> {
    let Some(item) = table.get(key) else {
        mistakes.push(said(text, table.span(), &format!("{key} is missing")));
        return None;
    };
    match item.as_str() {
        Some(value) if key == "name" && value.trim().is_empty() => {
            mistakes.push(said(text, item.span(), "name is empty"));
            None
        }
        Some(value) => Some(value.to_owned()),
        None => {
            mistakes.push(said(
                text,
                item.span(),
                &format!("{key} must be a text in quotation marks"),
            ));
            None
        }
    }
}

fn one_line(text: &str) -> String {
    crate::parse::clean::line(text)
}

/// What comes of changing a file: its new text, or why it cannot be changed.
pub type Changed = Result<String, String>;

/// Adds a question that stands as a feed; one of the same name is replaced.
///
/// # Errors
/// When the file cannot be read, the name is none, or the question is none.
pub fn add_query(text: &str, name: &str, ask: &str) -> Changed {
    let name = one_line(name);
    if name.is_empty() {
        return Err("a saved question needs a name".to_owned());
    }
    query::parse(ask).map_err(|mistake| format!("the question, {mistake}"))?;
    let mut document = editable(text)?;
    let tables = tables(&mut document, "query")?;
    let is_it = |table: &Table| table.get("name").and_then(Item::as_str) == Some(name.as_str());
    let at = tables.iter().position(is_it);
    match at.and_then(|at| tables.get_mut(at)) {
        Some(table) => change(table, "ask", Value::from(ask)),
        None => {
            let mut table = Table::new();
            table.insert("name", Item::Value(Value::from(name)));
            table.insert("ask", Item::Value(Value::from(ask)));
            tables.push(table);
        }
    }
    Ok(document.to_string())
}

/// Takes the question of a name away.
///
/// # Errors
/// When the file cannot be read, or there is none of this name.
pub fn remove_query(text: &str, name: &str) -> Changed {
    let mut document = editable(text)?;
    let tables = tables(&mut document, "query")?;
    let before = tables.len();
    tables.retain(|table| table.get("name").and_then(Item::as_str) != Some(name));
    if tables.len() == before {
        return Err(format!("there is no saved question {name}"));
    }
    Ok(tidied(document))
}

/// Adds a rule after the others.
///
/// # Errors
/// When the file cannot be read, the question is none, or nothing is to be done.
pub fn add_rule(text: &str, ask: &str, deeds: &[String]) -> Changed {
    query::parse(ask).map_err(|mistake| format!("the question, {mistake}"))?;
    if deeds.is_empty() {
        return Err(format!("a rule has something to do: {DEEDS}"));
    }
    let mut words = Array::new();
    for word in deeds {
        let mark = deed(word)
            .ok_or_else(|| format!("\"{word}\" is nothing that a rule can do: {DEEDS}"))?;
        words.push(self::word(&mark));
    }
    let mut document = editable(text)?;
    let mut table = Table::new();
    table.insert("ask", Item::Value(Value::from(ask)));
    table.insert("do", Item::Value(Value::Array(words)));
    tables(&mut document, "rule")?.push(table);
    Ok(document.to_string())
}

/// Takes the rule with a number away, counted from 1 as they stand in the file.
///
/// # Errors
/// When the file cannot be read, or has no such rule.
pub fn remove_rule(text: &str, number: usize) -> Changed {
    let mut document = editable(text)?;
    let tables = tables(&mut document, "rule")?;
    if number == 0 || number > tables.len() {
        return Err(format!("there is no rule {number}; there are {}", tables.len()));
    }
    tables.remove(number - 1);
    Ok(tidied(document))
}

fn editable(text: &str) -> Result<DocumentMut, String> {
    text.parse::<DocumentMut>().map_err(|error| {
        let says = error.message().trim().replace('\n', "; ");
        format!("{}; it was left as it is", said(text, error.span(), &says))
    })
}

fn tables<'a>(document: &'a mut DocumentMut, key: &str) -> Result<&'a mut ArrayOfTables, String> {
    let item = document.entry(key).or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
    item.as_array_of_tables_mut()
        .ok_or_else(|| format!("{key} is not written as [[{key}]]; it was left as it is"))
}

/// Changes a value and keeps what stands around it.
fn change(table: &mut Table, key: &str, value: Value) {
    let decor = table.get(key).and_then(Item::as_value).map(|old| old.decor().clone());
    let mut value = value;
    if let Some(decor) = decor {
        *value.decor_mut() = decor;
    }
    table.insert(key, Item::Value(value));
}

/// A document of which an empty list is no trace.
fn tidied(mut document: DocumentMut) -> String {
    for key in ["query", "rule"] {
        let is_empty = document
            .get(key)
            .and_then(Item::as_array_of_tables)
            .is_some_and(ArrayOfTables::is_empty);
        if is_empty {
            document.remove(key);
        }
    }
    document.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const FILE: &str = "# Mine.\n[[query]]\nname = \"Truce\" # the talks\nask = 'ceasefire source:\"Hamas\"'\n\n\
        [[rule]]\n# Adverts.\nask = \"feed:ads\"\ndo = [\"read\", \"hide\", \"tag ad vert\"]\n";

    #[test]
    fn a_file_is_read() {
        let (own, mistakes) = read(FILE);
        assert_eq!(mistakes, Vec::<String>::new());
        assert_eq!((own.queries[0].name.as_str(), own.queries[0].query.is_ok()), ("Truce", true));
        let marks = [Mark::Read(true), Mark::Hidden(true), Mark::Tagged("ad vert".into())];
        assert_eq!(own.rules[0].marks, marks);
        assert!(!own.rules[0].needs_analysis());
        assert_eq!(read(""), (Own::default(), Vec::new()));
    }

    #[test]
    fn mistakes_are_told_with_line_and_column_and_the_rest_is_taken() {
        let text = "[[query]]\nname = \"A\"\nask = \"is:tired\"\n[[rule]]\nask = \"x\"\ndo = [\"reed\", \"star\"]\nwhy = 1\n[other]\n";
        let (own, mistakes) = read(text);
        assert_eq!(own.rules[0].marks, [Mark::Starred(true)]);
        assert!(own.queries[0].query.is_err(), "it is shown with what is wrong");
        let begins =
            ["line 3, column 7", "line 7, column 1", "line 6, column 7", "line 8, column 2"];
        for (says, begin) in mistakes.iter().zip(begins) {
            assert!(says.starts_with(begin), "{begin}: {mistakes:#?}");
        }
        assert_eq!(mistakes.len(), 4);
        assert!(mistakes[0].contains("column 4"), "{mistakes:#?}");
        let (_, mistakes) = read("[[query]]\nname = \"A\n");
        assert!(mistakes[0].starts_with("line 2, column "), "{mistakes:?}");
        assert!(read("query = 1").1[0].contains("[[query]]"));
        assert!(read("[[rule]]\nask = \"a\"\n").1[0].contains("do is missing"));
    }

    #[test]
    fn adding_and_removing_keeps_comments() {
        let text = add_query(FILE, "Sea", "ports OR ferries").unwrap();
        let text = add_query(&text, "Truce", "truce").unwrap();
        let text = add_rule(&text, "source:Maren", &["tag  maren".into(), "star".into()]).unwrap();
        assert!(
            text.contains("# Mine.") && text.contains("# the talks") && text.contains("# Adverts.")
        );
        let (own, mistakes) = read(&text);
        assert_eq!((own.queries.len(), own.rules.len(), mistakes.len()), (2, 2, 0), "{text}");
        assert_eq!(own.queries[0].ask, "truce");
        assert_eq!(own.rules[1].marks, [Mark::Tagged("maren".into()), Mark::Starred(true)]);
        assert!(own.rules[1].needs_analysis());
        let text = remove_rule(&text, 1).unwrap();
        let text = remove_query(&text, "Truce").unwrap();
        let (own, _) = read(&text);
        assert_eq!(
            (own.queries[0].name.as_str(), own.rules[0].ask.as_str()),
            ("Sea", "source:Maren")
        );
        assert!(remove_query(&text, "Truce").is_err() && remove_rule(&text, 2).is_err());
        assert_eq!(remove_rule(&add_rule("", "a", &["read".into()]).unwrap(), 1).unwrap(), "");
    }

    #[test]
    fn what_cannot_be_is_not_written() {
        assert!(add_query(FILE, " ", "x").is_err());
        assert!(add_query(FILE, "A", "is:tired").unwrap_err().contains("column 4"));
        assert!(add_rule(FILE, "x", &[]).is_err());
        assert!(add_rule(FILE, "x", &["tag".into()]).is_err());
        assert!(add_rule("not toml", "x", &["read".into()]).unwrap_err().contains("left as it is"));
        assert!(add_query("query = 1", "A", "x").is_err());
    }

    proptest! {
        #[test]
        fn no_file_makes_it_stumble(text in "(\\[\\[(query|rule)\\]\\]\n|name = |ask = |do = |\"[a-z ]*\"|\\[|\\]|\n|,|#x){0,30}") {
            let _ = read(&text);
            let _ = add_rule(&text, "a", &["read".into()]);
        }

        #[test]
        fn what_is_added_is_read_back(name in "[^\\p{C}]{1,20}", words in "[a-z\"' ]{0,20}") {
            let ask = words.replace('"', "");
            if let Ok(text) = add_query(FILE, &name, &ask) {
                let (own, mistakes) = read(&text);
                prop_assert_eq!(mistakes, Vec::<String>::new());
                prop_assert!(own.queries.iter().any(|query| query.ask == ask));
            }
        }
    }
}
