//! Quotations without a cue of their own: a speaker who goes on, "X: “…”", or nobody.

use super::{Draft, Page};
use crate::doc::BlockKind;
use crate::extract::grammar::{Tag, phrase};
use crate::extract::quotes::{Begins, Ends, Quotation, Sort};
use crate::extract::reading::Reading;

/// Gives every spoken quotation that no rule took to whoever is speaking.
pub(crate) fn find(page: &mut Page<'_, '_>) {
    let reading = page.reading;
    let mut last_end = 0;
    for number in 0..reading.quotations.len() {
        let Some(quotation) = reading.quotations.get(number).copied() else { continue };
        if quotation.open < last_end {
            continue;
        }
        last_end = quotation.close + 1;
        if quotation.sort == Sort::Scare
            || !(quotation.open..quotation.close).any(|n| page.is_free(n))
        {
            continue;
        }
        if !page.is_free(quotation.open) || !stands_alone(reading, &quotation) {
            continue;
        }
        if let Some(before) = speaking(page, &quotation) {
            page.extend(before, quotation.tokens());
            continue;
        }
        if let Some(draft) = labelled(page, &quotation) {
            page.add(draft);
        }
    }
}

/// Whether whole sentences stand in it: it opens its sentence and closes one.
fn stands_alone(reading: &Reading<'_>, quotation: &Quotation) -> bool {
    let first = reading.sentence(quotation.open);
    let opens = quotation.open == first.start
        || reading.tag(quotation.open - 1) == Tag::Colon
        || (first.start..quotation.open)
            .all(|n| !reading.tokens.get(n).is_some_and(|t| t.is_wordy()));
    let last = reading.sentence(quotation.close);
    let closes = quotation.ends == Ends::GoesOn
        || quotation.close + 1 >= last.end
        || quotation.close + 2 >= last.end && reading.tag(quotation.close + 1) == Tag::Stop;
    opens && closes
}

/// The attribution whose speaker goes on speaking in this quotation.
fn speaking(page: &Page<'_, '_>, quotation: &Quotation) -> Option<usize> {
    let reading = page.reading;
    let token = reading.tokens.get(quotation.open)?;
    let number = (0..page.drafts.len()).max_by_key(|n| {
        let end = page.drafts.get(*n).and_then(|d| last_token(d)).unwrap_or(0);
        if end <= quotation.open { end } else { 0 }
    })?;
    let draft = page.drafts.get(number)?;
    let end = last_token(draft).filter(|end| *end <= quotation.open)?;
    let before = reading.tokens.get(end.checked_sub(1)?)?;
    let spoke = draft
        .content
        .iter()
        .any(|c| c.clone().any(|n| reading.quotation(n).is_some_and(|q| q.sort == Sort::Speech)));
    let same_block = before.block == token.block && token.sentence - before.sentence <= 1;
    let next_block = token.block == before.block + 1 && quotation.begins == Begins::Again;
    (spoke && (same_block || next_block)).then_some(number)
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
    let prose = matches!(reading.block(quotation.open), BlockKind::Para | BlockKind::Quote);
    let _ = prose;
    None
}
