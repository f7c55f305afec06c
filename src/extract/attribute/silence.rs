//! "Declined to comment", "did not respond": who was asked and said nothing.

use super::{Draft, Page, content};
use crate::extract::grammar::{Tag, phrase};
use std::ops::Range;

/// The attribution at a verb that says that nothing was said.
pub(crate) fn find(
    page: &Page<'_, '_>,
    verb: usize,
    group: usize,
    sentence: &Range<usize>,
) -> Option<Draft> {
    let reading = page.reading;
    let refuses = matches!(reading.lower(verb), "declined" | "declines" | "refused" | "refuses");
    if !(refuses && reading.lower(verb + 1) == "to" && reading.lower(verb + 2) == "comment") {
        return None;
    }
    let source = phrase::subject(reading, group, sentence.start)?;
    let mut end = verb + 3;
    let mut contents = Vec::new();
    if matches!(reading.lower(end), "on" | "about") && end + 1 < sentence.end {
        end += 1;
        let to = content::end(page, end, content::Sort::Object);
        if to > end && reading.tag(end) != Tag::Stop {
            contents.push(end..to);
        }
    }
    Some(Draft {
        source: Some(source),
        cue: vec![group..end],
        content: contents,
        rule: "silence",
        reasons: vec![format!("Somebody was asked and {} to comment.", reading.text(verb))],
    })
}
