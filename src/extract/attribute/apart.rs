//! Two who told two media in one sentence are two: "one told R1 that C, but another told R2 that D".
//!
//! The models learned from a corpus that hardly has such sentences, and take all of it for what the
//! first one said. Knows words and classes, and what the rules see at a verb.

use super::{Page, right};
use crate::extract::grammar::Tag;
use crate::extract::raw::Raw;
use crate::extract::reading::Reading;
use std::ops::Range;

/// How far behind the conjunction the second verb is looked for, in tokens.
const NEAR: usize = 9;

/// How sure the second one is: as sure as whoever tells a medium by the rules.
const SCORE: f32 = 0.8;

/// The attributions, where one holds another's that stands beside it, parted.
pub(super) fn parted(reading: &Reading<'_>, raws: &mut Vec<Raw>) {
    let mut page: Option<Page<'_, '_>> = None;
    let mut found: Vec<Raw> = Vec::new();
    for raw in raws.iter_mut() {
        if !tells_medium(reading, raw) {
            continue;
        }
        let Some(last) = raw.content.last().copied() else { continue };
        let content = reading.covering(last);
        for at in content.start + 2..content.end.saturating_sub(4) {
            let Some(clause) = coordinate(reading, at, &content) else { continue };
            let page = page.get_or_insert_with(|| Page::new(reading));
            let near = clause.start..clause.end.min(clause.start + NEAR);
            let mut verbs = near.filter(|verb| reading.word(*verb).verb.is_some());
            let second =
                verbs.find_map(|verb| right::at_verb(page, verb, &clause)).filter(|draft| {
                    draft.rule == "told-press"
                        && draft
                            .source
                            .as_ref()
                            .is_some_and(|source| source.start <= clause.start + 1)
                });
            let Some(draft) = second else { continue };
            let first = content.start..at;
            if let Some(slot) = raw.content.last_mut() {
                *slot = reading.span(first);
            }
            let spans =
                |all: &[Range<usize>]| all.iter().map(|r| reading.span(r.clone())).collect();
            found.push(Raw {
                source: draft.source.iter().map(|r| reading.span(r.clone())).collect(),
                cue: spans(&draft.cue),
                content: draft
                    .content
                    .iter()
                    .map(|r| reading.span(page.trimmed(r.clone())))
                    .collect(),
                rule: draft.rule,
                score: SCORE,
                reasons: draft.reasons,
                ..Raw::default()
            });
            break;
        }
    }
    let new = |own: &Raw| {
        let meets =
            |other: &Raw| other.cue.iter().any(|cue| own.cue.iter().any(|c| c.overlaps(*cue)));
        !raws.iter().any(meets)
    };
    let found: Vec<Raw> = found.into_iter().filter(new).collect();
    raws.extend(found);
}

/// Whether somebody told a medium: one stands right behind the cue.
fn tells_medium(reading: &Reading<'_>, raw: &Raw) -> bool {
    let (Some(cue), Some(content)) = (raw.cue.last(), raw.content.last()) else { return false };
    let cue = reading.covering(*cue);
    !raw.source.is_empty()
        && content.start() >= reading.span(cue.clone()).end()
        && reading.press.at(cue.end).is_some_and(|medium| medium.start == cue.end)
}

/// The clause that begins behind ", but", "; while" or a semicolon at `at`.
fn coordinate(reading: &Reading<'_>, at: usize, content: &Range<usize>) -> Option<Range<usize>> {
    let joins = |n: usize| {
        reading.tag(n) == Tag::Conjunction
            || matches!(reading.lower(n), "while" | "whereas" | "though" | "although")
    };
    let start = match reading.tag(at) {
        Tag::Comma if joins(at + 1) => at + 2,
        Tag::Semicolon => at + 1 + usize::from(joins(at + 1)),
        _ => return None,
    };
    let apart = reading.quotation(at).is_none() && start + 4 < content.end;
    apart.then_some(start..content.end)
}
