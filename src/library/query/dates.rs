//! What `date:` understands: years, months, days, and ranges of them.

use super::super::date;
use super::Term;
use crate::doc::Time;

/// A condition on the date; nothing where it is none.
pub(super) fn dates(value: &str) -> Option<Term> {
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
