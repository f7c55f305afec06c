//! "has reportedly dismissed": attributed, but to nobody.

use super::{Draft, Page, content};
use crate::extract::grammar::phrase;
use crate::extract::lexicon::Also;

/// Finds them in one sentence.
pub(crate) fn find(page: &mut Page<'_, '_>, number: usize) {
    let Some(sentence) = page.reading.ranges.get(number).cloned() else { return };
    for at in sentence.clone() {
        let reading = page.reading;
        if !page.may_be_cue(at) || !reading.word(at).also.is(Also::HEARSAY) {
            continue;
        }
        let group = phrase::group_start(reading, at, sentence.start);
        let mut pieces = Vec::new();
        if let Some(subject) = phrase::subject(reading, group, sentence.start)
            && subject.clone().all(|n| page.is_free(n))
        {
            pieces.push(subject.start..at);
        }
        let end = content::end(page, at + 1, content::Sort::Clause);
        if end > at + 1 {
            pieces.push(at + 1..end);
        }
        if pieces.is_empty() {
            continue;
        }
        page.add(Draft {
            source: None,
            cue: vec![at..at + 1],
            content: pieces,
            rule: "hearsay",
            reasons: vec![format!(
                "“{}” says that somebody says so, and not who.",
                reading.text(at)
            )],
        });
    }
}
