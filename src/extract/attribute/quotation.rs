//! Quotations without a cue of their own: a speaker who goes on, "X: “…”", or nobody.

use super::content;
use super::{Draft, Page};
use crate::doc::BlockKind;
use crate::extract::grammar::{Tag, phrase};
use crate::extract::quotes::{Begins, Ends, Quotation, Sort};
use crate::extract::reading::Reading;
use crate::extract::token::Case;
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
            || !stands_alone(reading, &quotation)
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
        let named = labelled(page, &quotation).or_else(|| signed(page, &quotation));
        let draft = named.unwrap_or_else(|| Draft {
            content: pieces,
            rule: "bare-quotation",
            reasons: vec!["Quotation marks, and nobody named who speaks.".to_owned()],
            ..Draft::default()
        });
        recent.push(page.drafts.len());
        page.add(draft);
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

/// "X: “…”", at the start of a paragraph or line.
fn labelled(page: &Page<'_, '_>, quotation: &Quotation) -> Option<Draft> {
    let reading = page.reading;
    let colon = quotation.open.checked_sub(1).filter(|at| reading.tag(*at) == Tag::Colon);
    if let Some(colon) = colon {
        let sentence = reading.sentence(colon);
        let who =
            phrase::before(reading, colon, sentence.start).filter(|p| p.start == sentence.start);
        if let Some(who) = who {
            return Some(Draft {
                source: Some(who),
                cue: vec![colon..colon + 1],
                content: vec![quotation.tokens()],
                rule: "label",
                reasons: vec!["A name and a colon stand before the quotation.".to_owned()],
            });
        }
    }
    None
}

/// The longest signature, in tokens: a name, an office, a place.
const SIGNATURE: usize = 16;

/// “…” — Ann Lee, farmer: who said it stands behind a dash, on the same line or on the next.
fn signed(page: &Page<'_, '_>, quotation: &Quotation) -> Option<Draft> {
    let reading = page.reading;
    let dash = quotation.close + 1;
    let first = reading.tokens.get(dash + 1).filter(|token| token.is_capitalised())?;
    if reading.tag(dash) != Tag::Dash || !page.is_free(dash) {
        return None;
    }
    let room = dash + 1..dash + 2 + SIGNATURE;
    let end = room.clone().find(|at| {
        reading.tokens.get(*at).is_none_or(|token| token.block != first.block)
            || matches!(reading.tag(*at), Tag::Stop | Tag::Quote | Tag::Dash | Tag::Colon)
    })?;
    if content::has_finite(reading, room.start..end) || !(room.start..end).all(|n| page.is_free(n))
    {
        return None;
    }
    Some(Draft {
        source: Some(room.start..end),
        cue: vec![dash..dash + 1],
        content: vec![quotation.tokens()],
        rule: "signed",
        reasons: vec!["The quotation is signed: a dash and a name stand after it.".to_owned()],
    })
}

/// "Trump: Clinton should go", "ANN LEE: Why?", "Q: ...": a line that says first who speaks.
pub(crate) fn speakers(page: &mut Page<'_, '_>) {
    let reading = page.reading;
    let mut start = 0;
    while let Some(first) = reading.tokens.get(start) {
        let rest = reading.tokens.get(start..).unwrap_or(&[]);
        let end = start + rest.partition_point(|token| token.block <= first.block);
        if let Some(draft) = speaker(page, start..end) {
            page.add(draft);
        }
        start = end;
    }
}

fn speaker(page: &Page<'_, '_>, block: Range<usize>) -> Option<Draft> {
    let reading = page.reading;
    // Transcripts that are quoted open every paragraph with a mark.
    let marked = reading.tag(block.start) == Tag::Quote;
    let block = block.start + usize::from(marked)..block.end;
    let colon = block.clone().take(7).find(|at| reading.tag(*at) == Tag::Colon)?;
    let name = block.start..colon;
    let named = !name.is_empty()
        && name
            .clone()
            .all(|at| reading.tokens.get(at).is_some_and(|t| t.is_capitalised() && t.is_wordy()));
    let capitals = name.clone().all(|at| {
        reading.tokens.get(at).is_some_and(|t| matches!(t.case, Case::Upper | Case::Initial))
    });
    let title = matches!(reading.block(block.start), BlockKind::Title | BlockKind::Heading(_));
    let enough = colon + 3 < block.end && name.clone().all(|at| page.is_free(at));
    let nobody = title && name.len() == 1 && {
        let known = reading.lexicon.known.name(reading.text(block.start));
        known.is_some_and(|n| n.sort == crate::extract::known::NameSort::Nobody)
            || reading.word(block.start).classes.0 != 0
            || reading.word(block.start).also.0 != 0
    };
    if !named
        || !enough
        || nobody
        || !(capitals || title)
        || title && !content::has_finite(reading, colon..block.end)
    {
        return None;
    }
    if (colon + 1..block.end).any(|at| !page.is_free(at)) {
        return None;
    }
    Some(Draft {
        source: Some(name),
        cue: vec![colon..colon + 1],
        content: vec![colon + 1..block.end],
        rule: "speaker-line",
        reasons: vec!["The line names its speaker before a colon.".to_owned()],
    })
}
