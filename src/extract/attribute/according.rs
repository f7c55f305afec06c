//! "According to X", at the front, in the middle, at the end.

use super::{Draft, Page, content};
use crate::extract::grammar::{Tag, phrase};

/// Finds them in one sentence.
pub(crate) fn find(page: &mut Page<'_, '_>, number: usize) {
    let Some(sentence) = page.reading.ranges.get(number).cloned() else { return };
    let mut floor = sentence.start;
    for at in sentence.clone() {
        let reading = page.reading;
        if reading.lower(at) != "according" || reading.lower(at + 1) != "to" || !page.is_free(at) {
            continue;
        }
        if reading.quotation(at).is_some() {
            continue;
        }
        let Some(source) = phrase::from(reading, at + 2, sentence.end) else { continue };
        let end = phrase::with_apposition(reading, &source, sentence.end);
        let mut pieces = Vec::new();
        let front = (floor..at).all(|n| !reading.tokens.get(n).is_some_and(|t| t.is_wordy()))
            || (floor..at).all(|n| {
                matches!(reading.tag(n), Tag::Conjunction | Tag::Comma | Tag::Adverb | Tag::Quote)
            });
        let source = if front { source.start..end } else { source };
        let mut start = floor;
        while start < at
            && (matches!(reading.tag(start), Tag::Conjunction | Tag::Comma) || !page.is_free(start))
        {
            start += 1;
        }
        if !front && at > start {
            pieces.push(start..at);
        }
        let end = if front { end } else { source.end };
        let mut next = end;
        if reading.tag(next) == Tag::Comma {
            next += 1;
        }
        let goes_on = if front {
            next < sentence.end
        } else {
            reading.tag(end) == Tag::Comma
                && next + 2 < sentence.end
                && !matches!(
                    reading.lower(next),
                    "who" | "which" | "whose" | "a" | "an" | "and" | "but" | "while"
                )
                && !content::next_attribution(reading, next)
                && !content::has_finite(reading, start..at)
        };
        if goes_on {
            let to = content::end(page, next, content::Sort::Clause);
            pieces.push(next..to);
        }
        if pieces.is_empty() {
            continue;
        }
        floor = pieces.iter().map(|p| p.end).max().unwrap_or(floor).max(source.end);
        page.add(Draft {
            source: Some(source),
            cue: vec![at..at + 2],
            content: pieces,
            rule: "according-to",
            reasons: vec!["“According to” names who says the rest of the sentence.".to_owned()],
        });
    }
}
