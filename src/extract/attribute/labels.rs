//! Who speaks, by the look of the line: "X: “…”", “…” — X, "ANN LEE: Why?", a name in bold.

use super::content;
use super::{Draft, Page};
use crate::doc::{BlockKind, MarkKind};
use crate::extract::grammar::{Tag, phrase};
use crate::extract::quotes::Quotation;
use crate::extract::reading::Reading;
use crate::extract::token::Case;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// "X: “…”", at the start of a paragraph or line.
pub(crate) fn labelled(page: &Page<'_, '_>, quotation: &Quotation) -> Option<Draft> {
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
                reasons: vec!["A name with a colon stands before the quotation.".to_owned()],
            });
        }
    }
    None
}

/// The longest signature, in tokens: a name, an office, a place.
const SIGNATURE: usize = 16;

/// “…” — Ann Lee, farmer: who said it stands behind a dash, on the same line or on the next.
pub(crate) fn signed(page: &Page<'_, '_>, quotation: &Quotation) -> Option<Draft> {
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
    let blocks = blocks(reading);
    // An interview names its two or three speakers again and again.
    let mut met: BTreeMap<String, usize> = BTreeMap::new();
    for block in &blocks {
        if let Some(colon) = colon(reading, block) {
            *met.entry(label(reading, block.start..colon)).or_default() += 1;
        }
    }
    let bold: BTreeSet<usize> = reading
        .article
        .marks
        .iter()
        .filter(|mark| mark.kind == MarkKind::Strong)
        .map(|mark| reading.token_at(mark.span.start()))
        .collect();
    for block in blocks {
        let again = colon(reading, &block)
            .and_then(|colon| met.get(&label(reading, block.start..colon)))
            .is_some_and(|times| *times >= 2);
        let look = if bold.contains(&block.start) {
            Look::Bold
        } else if again {
            Look::Again
        } else {
            Look::Plain
        };
        if let Some(draft) = speaker(page, block, look) {
            page.add(draft);
        }
    }
}

/// How a label looks, beside its letters.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    Bold,
    Again,
    Plain,
}

/// The tokens of each block. Transcripts that are quoted open every paragraph with a mark: it is left out.
fn blocks(reading: &Reading<'_>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    while let Some(first) = reading.tokens.get(start) {
        let rest = reading.tokens.get(start..).unwrap_or(&[]);
        let end = start + rest.partition_point(|token| token.block <= first.block);
        let marked = reading.tag(start) == Tag::Quote;
        found.push(start + usize::from(marked)..end);
        start = end;
    }
    found
}

fn colon(reading: &Reading<'_>, block: &Range<usize>) -> Option<usize> {
    block.clone().take(7).find(|at| reading.tag(*at) == Tag::Colon)
}

fn label(reading: &Reading<'_>, name: Range<usize>) -> String {
    name.map(|at| reading.lower(at)).collect::<Vec<_>>().join(" ")
}

fn speaker(page: &Page<'_, '_>, block: Range<usize>, look: Look) -> Option<Draft> {
    let reading = page.reading;
    let colon = colon(reading, &block)?;
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
    let nobody = name.len() == 1 && (title || !capitals) && {
        let known = reading.lexicon.known.name(reading.text(block.start));
        known.is_some_and(|n| n.sort == crate::extract::known::NameSort::Nobody)
            || reading.word(block.start).classes.0 != 0
            || reading.word(block.start).also.0 != 0
    };
    // "Update:", "Correction:" may stand in bold or twice as well: a person has two names, or a known one.
    let known = &reading.lexicon.known;
    let person = name.len() >= 2
        || known.forename(reading.text(block.start)).is_some()
        || known.is_surname(reading.text(block.start));
    if !named
        || !enough
        || nobody
        || !(capitals || title || look != Look::Plain && person)
        || title && !content::has_finite(reading, colon..block.end)
        || (colon + 1..block.end).any(|at| !page.is_free(at))
    {
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
