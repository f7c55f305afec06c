//! "…, as X put it, …": an aside names whose words the sentence is in.

use super::{Draft, Page};
use crate::extract::grammar::{Tag, phrase};

/// Finds them in one sentence.
pub(crate) fn find(page: &mut Page<'_, '_>, number: usize) {
    let Some(sentence) = page.reading.ranges.get(number).cloned() else { return };
    let mut floor = sentence.start;
    for at in sentence.clone() {
        let reading = page.reading;
        let puts = matches!(reading.lower(at), "put" | "puts") && reading.lower(at + 1) == "it";
        if !puts || !page.may_be_cue(at) || at + 1 >= sentence.end {
            continue;
        }
        let Some(source) = phrase::subject(reading, at, floor) else { continue };
        let Some(as_word) = source.start.checked_sub(1).filter(|a| *a >= floor) else { continue };
        if reading.lower(as_word) != "as" {
            continue;
        }
        let after = at + 2;
        let mut content = Vec::new();
        // Four hundred tokens are more than any sentence has.
        let start = floor.max(as_word.saturating_sub(400));
        if as_word > start + 1 {
            content.push(start..as_word);
        }
        if matches!(reading.tag(after), Tag::Comma | Tag::Colon) && after + 1 < sentence.end {
            content.push(after + 1..sentence.end.min(after + 400));
        }
        if content.is_empty() {
            continue;
        }
        floor = at + 2;
        page.add(Draft {
            source: Some(source),
            cue: vec![at..at + 2],
            content,
            rule: "put-it",
            reasons: vec!["The aside says whose words the sentence is in.".to_owned()],
        });
    }
}
