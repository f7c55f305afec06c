//! Quotations without a cue of their own: a speaker who goes on, "X: “…”", or nobody.

use super::{Draft, Page, labels};
use crate::doc::BlockKind;
use crate::extract::grammar::Tag;
use crate::extract::quotes::{Begins, Ends, Quotation, Sort};
use crate::extract::reading::Reading;
use std::collections::BTreeMap;
use std::ops::Range;

/// Lets every content that ends, or begins, in the midst of a quotation reach to its mark, as far
/// as nothing else stands there.
pub(crate) fn whole(page: &mut Page<'_, '_>) {
    let reading = page.reading;
    for number in 0..page.drafts.len() {
        let pieces = page.drafts.get(number).map_or(0, |draft| draft.content.len());
        for piece in 0..pieces {
            let Some(content) = page.drafts.get(number).and_then(|d| d.content.get(piece)).cloned()
            else {
                continue;
            };
            let speech = |at: usize| reading.quotation(at).filter(|q| q.sort == Sort::Speech);
            if let Some(last) = speech(content.end.saturating_sub(1)) {
                page.widen(number, piece, content.start..last.close + 1);
            }
            if let Some(first) = speech(content.start) {
                page.widen(number, piece, first.open..content.end);
            }
        }
    }
}

/// Gives every spoken quotation that no rule took to whoever is speaking.
pub(crate) fn find(page: &mut Page<'_, '_>) {
    let reading = page.reading;
    // Attributions by their ends, so that each quotation looks at the few before it only.
    let mut ends: Vec<(usize, usize)> = page
        .drafts
        .iter()
        .enumerate()
        .filter_map(|(number, draft)| Some((last_token(draft)?, number)))
        .collect();
    ends.sort_unstable();
    let mut ended = ends.into_iter().peekable();
    let mut recent: Vec<usize> = Vec::new();
    let mut last_end = 0;
    // Whose attribution has a content that begins at a token, and what waits for the next paragraph.
    let owners: BTreeMap<usize, usize> = page
        .drafts
        .iter()
        .enumerate()
        .flat_map(|(number, draft)| draft.content.iter().map(move |c| (c.start, number)))
        .collect();
    let mut held: Vec<Range<usize>> = Vec::new();
    for number in 0..reading.quotations.len() {
        let Some(quotation) = reading.quotations.get(number).copied() else { continue };
        if quotation.open < last_end {
            continue;
        }
        last_end = quotation.close + 1;
        while let Some((_, number)) = ended.next_if(|(end, _)| *end <= quotation.open) {
            recent.push(number);
        }
        if quotation.sort == Sort::Scare
            || !page.is_free(quotation.open)
            || !(quotation.open..quotation.close).any(|n| page.is_free(n))
            || is_labelled(page, &quotation)
            || reading.is_english() && !stands_alone(reading, &quotation)
        {
            continue;
        }
        let before = recent.iter().rev().take(5).copied();
        if let Some(before) = before.clone().find(|n| speaks_on(page, *n, &quotation)) {
            page.extend(before, quotation.tokens());
            recent.push(before);
            continue;
        }
        // A quotation that goes on in the next paragraph is whoever's the next one is.
        let next = reading.quotations.get(number + 1..).unwrap_or(&[]).iter();
        let next = next.clone().take(6).find(|next| next.open > quotation.close);
        if quotation.ends == Ends::GoesOn
            && let Some(next) = next.filter(|next| next.begins == Begins::Again)
        {
            held.push(quotation.tokens());
            if let Some(owner) = owners.get(&next.open) {
                for piece in held.drain(..) {
                    page.extend(*owner, piece);
                }
                recent.push(*owner);
                continue;
            }
            if next.ends == Ends::GoesOn {
                continue;
            }
        }
        let mut pieces = std::mem::take(&mut held);
        if pieces.last() != Some(&quotation.tokens()) {
            pieces.push(quotation.tokens());
        }
        let named = labels::labelled(page, &quotation).or_else(|| labels::signed(page, &quotation));
        let draft = named.unwrap_or_else(|| Draft {
            content: pieces,
            rule: "bare-quotation",
            reasons: vec![
                "The words stand in quotation marks, and nobody near them is named as the speaker."
                    .to_owned(),
            ],
            ..Draft::default()
        });
        recent.push(page.drafts.len());
        page.add(draft);
    }
}

/// Whether a label inside the quotation says already who speaks: a transcript that is quoted.
fn is_labelled(page: &Page<'_, '_>, quotation: &Quotation) -> bool {
    (quotation.open + 1..quotation.close.min(quotation.open + 9))
        .any(|at| page.reading.tag(at) == Tag::Colon && !page.is_free(at))
}

/// "– Non, dit-il": where speech is opened by a dash, a paragraph's first sentence behind it. Only for
/// languages whose rules we do not know: English writes its dialogue in quotation marks.
pub(crate) fn dialogue(page: &mut Page<'_, '_>) {
    let reading = page.reading;
    for sentence in &reading.ranges {
        let start = sentence.start;
        let block = |at: usize| reading.tokens.get(at).map(|token| token.block);
        let first = start.checked_sub(1).is_none_or(|at| block(at) != block(start));
        let speaks = matches!(reading.block(start), BlockKind::Para | BlockKind::Item { .. })
            && matches!(reading.text(start), "–" | "—" | "―")
            && sentence.len() > 3;
        if first && speaks && sentence.clone().all(|at| page.is_free(at)) {
            page.add(Draft {
                content: vec![start + 1..sentence.end],
                rule: "dialogue",
                reasons: vec!["A dash at the start of the paragraph opens speech.".to_owned()],
                ..Draft::default()
            });
        }
    }
}

/// Whether whole sentences stand in it: it opens its sentence and closes one.
fn stands_alone(reading: &Reading<'_>, quotation: &Quotation) -> bool {
    let first = reading.sentence(quotation.open);
    let near = quotation.open - first.start <= 6;
    let opens = quotation.open == first.start
        || reading.tag(quotation.open - 1) == Tag::Colon
        || near
            && (first.start..quotation.open)
                .all(|n| !reading.tokens.get(n).is_some_and(|t| t.is_wordy()));
    let last = reading.sentence(quotation.close);
    let closes = quotation.ends == Ends::GoesOn
        || quotation.close + 1 >= last.end
        || quotation.close + 2 >= last.end && reading.tag(quotation.close + 1) == Tag::Stop;
    opens && closes
}

/// Whether the speaker of an attribution goes on speaking in the quotation.
fn speaks_on(page: &Page<'_, '_>, number: usize, quotation: &Quotation) -> bool {
    let reading = page.reading;
    let found = || {
        let draft = page.drafts.get(number)?;
        let token = reading.tokens.get(quotation.open)?;
        let end = last_token(draft).filter(|end| *end <= quotation.open)?;
        let before = reading.tokens.get(end.checked_sub(1)?)?;
        let last = draft.content.last()?;
        let spoke = reading.quotation(last.end - 1).is_some_and(|q| q.sort == Sort::Speech)
            || draft
                .content
                .iter()
                .any(|c| reading.quotation(c.start).is_some_and(|q| q.sort == Sort::Speech));
        let same_block = before.block == token.block && token.sentence - before.sentence <= 1;
        let next_block = token.block == before.block + 1 && quotation.begins == Begins::Again;
        Some(spoke && (same_block || next_block))
    };
    found().unwrap_or(false)
}

fn last_token(draft: &Draft) -> Option<usize> {
    draft.content.iter().chain(&draft.cue).chain(&draft.source).map(|r| r.end).max()
}
