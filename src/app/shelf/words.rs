//! Words that lists need.

use crate::app::panel::RowLine;
use crate::doc::Time;

/// `1 note`, `2 notes`.
#[must_use]
pub fn counted(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

/// How long ago something was, in words: `3 min ago`, `yesterday`, else its date.
#[must_use]
pub fn ago(at: Time, now: Time) -> String {
    const MINUTE: i64 = 60_000;
    const HOUR: i64 = 60 * MINUTE;
    const DAY: i64 = 24 * HOUR;
    if at == Time::default() {
        return "some time ago".into();
    }
    match now.0.saturating_sub(at.0) {
        // A clock that was set back: the date says at least when it thought it was.
        i64::MIN..0 => at.date(),
        0..MINUTE => "just now".into(),
        past @ MINUTE..HOUR => format!("{} min ago", past / MINUTE),
        past @ HOUR..DAY => format!("{} h ago", past / HOUR),
        DAY.. => at.date(),
    }
}

/// The lines of a row that are seen are never wider than the list.
pub(in crate::app) fn cut(line: RowLine, width: usize) -> RowLine {
    let mut room = width;
    let mut kept = RowLine::new();
    for (words, role) in line {
        let words = crate::text::columns::ellipsis(&words, room);
        room -= crate::text::columns::width(&words).min(room);
        if !words.is_empty() {
            kept.push((words, role));
        }
    }
    kept
}
