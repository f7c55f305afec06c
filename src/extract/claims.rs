//! Raw attributions into claims: who said it, how it came, in whose words, with what stance.

use super::actors::Cast;
use super::mentions::Named;
use super::quotes::Sort;
use super::raw::Raw;
use super::reading::Reading;
use super::relay::Parts;
use super::sources::Book;
use super::{
    Claim, ClaimIdx, Hop, Mode, Source, SourceIdx, SourceKind, Why, anonymity, relay, stance,
};
use crate::doc::BlockKind;
use crate::text::Span;
use std::collections::BTreeMap;

/// The claims of a text and their sources, with the pronouns and roles that stand as sources.
#[must_use]
pub fn claims(
    reading: &Reading<'_>,
    named: &[Named],
    cast: &Cast,
    raws: Vec<Raw>,
) -> (Vec<Claim>, Vec<Source>, Vec<super::Mention>) {
    let mut book = Book::new(reading, named, cast);
    let mut claims: Vec<Claim> = Vec::with_capacity(raws.len());
    let parts = parts_of(reading, &raws);
    let within = within(&parts);
    for ((raw, parts), within) in raws.into_iter().zip(&parts).zip(within) {
        let idx = ClaimIdx(u32::try_from(claims.len()).unwrap_or(u32::MAX));
        let around = within.and_then(|outer: usize| claims.get(outer));
        book.speaker =
            around.and_then(|claim| claim.said_by).or_else(|| speaker(reading, parts, &claims));
        let mut said_by = parts.source.clone().map(|tokens| book.source(tokens));
        let mut hops: Vec<Hop> = relay::hops(reading, parts)
            .into_iter()
            .map(|tokens| Hop { span: reading.span(tokens.clone()), source: book.medium(tokens) })
            .filter(|hop| Some(hop.source) != said_by)
            .collect();
        let mut reasons = raw.reasons;
        if said_by.is_none()
            && let Some(last) = claims.last().filter(|last| goes_on(reading, parts, last))
        {
            said_by = last.said_by;
            hops.clone_from(&last.relay);
            reasons.push("The quotation follows one whose speaker is named.".to_owned());
        }
        // What a medium says that somebody said came by that medium.
        if let Some(around) = around
            && let Some(medium) = around.said_by.filter(|by| book.kind(*by) == SourceKind::Media)
            && Some(medium) != said_by
            && hops.iter().all(|hop| hop.source != medium)
            && let Some(span) = around.source.first()
        {
            let own = reading.covering(*span);
            for tokens in relay::chain(reading, &own) {
                let span = reading.span(tokens.clone());
                let source = if tokens == own { medium } else { book.medium(tokens) };
                if Some(source) != said_by && hops.iter().all(|hop| hop.source != source) {
                    hops.push(Hop { source, span });
                }
            }
            for hop in &around.relay {
                if Some(hop.source) != said_by && hops.iter().all(|own| own.source != hop.source) {
                    hops.push(*hop);
                }
            }
        }
        // "S said C, according to a report by R": what R made says so.
        if let Some(around) = around
            && let Some(span) = around.source.first()
            && let Some(medium) = relay::made_by(reading, &reading.covering(*span))
        {
            let span = reading.span(medium.clone());
            let source = book.medium(medium);
            if Some(source) != said_by && hops.iter().all(|hop| hop.source != source) {
                hops.push(Hop { source, span });
            }
        }
        if let Some(source) = said_by {
            book.credit(source, idx, None);
        }
        for hop in &hops {
            book.credit(hop.source, idx, Some(hop.span));
        }
        let bearing = stance::of(reading, parts.source.as_ref(), &parts.cue, &parts.content);
        reasons.extend(bearing.why);
        claims.push(Claim {
            mode: mode(reading, &raw.content),
            stance: bearing.stance,
            negation: bearing.negation,
            modality: bearing.modality,
            content: raw.content,
            cue: raw.cue,
            source: raw.source,
            said_by,
            relay: hops,
            within: within.and_then(|outer| u32::try_from(outer).ok()).map(ClaimIdx),
            why: Why { rule: raw.rule.to_owned(), reasons },
            score: raw.score,
        });
    }
    anonymity::find(reading, &claims, &mut book.sources);
    let (sources, order) = in_order(book.sources, &claims);
    for claim in &mut claims {
        let renumber = |idx: SourceIdx| order.get(idx.0 as usize).copied().unwrap_or(idx);
        claim.said_by = claim.said_by.map(renumber);
        for hop in &mut claim.relay {
            hop.source = renumber(hop.source);
        }
    }
    (claims, sources, book.mentions)
}

/// The raw attributions in tokens, each with the room around it that belongs to no other.
fn parts_of(reading: &Reading<'_>, raws: &[Raw]) -> Vec<Parts> {
    let tokens = |spans: &[Span]| spans.iter().map(|s| reading.covering(*s)).collect::<Vec<_>>();
    let mut parts: Vec<Parts> = raws
        .iter()
        .map(|raw| {
            let mut parts = Parts {
                source: raw.source.first().map(|span| reading.covering(*span)),
                cue: tokens(&raw.cue),
                content: tokens(&raw.content),
                passed: tokens(&raw.passed),
                zone: 0..0,
            };
            let home = parts.cue.first().or(parts.source.as_ref()).or(parts.content.first());
            parts.zone = home.map_or(0..0, |home| reading.sentence(home.start));
            parts
        })
        .collect();
    // A source may stand far before its second verb: the words themselves part the zones.
    let ends: Vec<(usize, usize)> =
        parts.iter().map(|own| reach(&Parts { source: None, ..own.clone() })).collect();
    let within = within(&parts);
    let mut floor: BTreeMap<Option<usize>, usize> = BTreeMap::new();
    for number in 0..parts.len() {
        let Some((_, end)) = ends.get(number).copied() else { continue };
        let outer = within.get(number).copied().flatten();
        // The next attribution that does not stand inside this one: the neighbour on the right.
        let next = (number + 1..parts.len().min(number + 20))
            .find(|n| within.get(*n).copied().flatten() == outer)
            .and_then(|n| ends.get(n))
            .map_or(usize::MAX, |(start, _)| *start);
        let inner = outer.and_then(|outer| {
            let around = parts.get(outer)?;
            let start = ends.get(number)?.0;
            around.content.iter().find(|c| c.contains(&start)).cloned()
        });
        let last = floor.get(&outer).copied().unwrap_or(0);
        floor.insert(outer, end);
        if let Some(own) = parts.get_mut(number) {
            let bounds = inner.unwrap_or(0..usize::MAX);
            let start = own.zone.start.max(last).max(bounds.start);
            let end = own.zone.end.min(next.max(start)).min(bounds.end);
            own.zone = start..end.max(start);
        }
    }
    parts
}

/// From the first token of an attribution to its last.
fn reach(parts: &Parts) -> (usize, usize) {
    let all = || parts.source.iter().chain(&parts.cue).chain(&parts.content);
    (all().map(|r| r.start).min().unwrap_or(0), all().map(|r| r.end).max().unwrap_or(0))
}

/// For each attribution: the nearest one before it whose content holds all of it.
fn within(parts: &[Parts]) -> Vec<Option<usize>> {
    let mut open: Vec<usize> = Vec::new();
    let mut found = Vec::with_capacity(parts.len());
    for (number, own) in parts.iter().enumerate() {
        let (start, end) = reach(own);
        while let Some(last) = open.last().and_then(|n| parts.get(*n)) {
            if reach(last).1 > start {
                break;
            }
            open.pop();
        }
        let holds = |n: &&usize| {
            parts
                .get(**n)
                .is_some_and(|outer| outer.content.iter().any(|c| c.start <= start && end <= c.end))
        };
        found.push(open.iter().rev().take(8).find(holds).copied());
        open.push(number);
    }
    found
}

/// Whoever speaks where the attribution stands, if it stands in a quotation.
fn speaker(reading: &Reading<'_>, parts: &Parts, claims: &[Claim]) -> Option<SourceIdx> {
    let at = parts.source.as_ref()?.start;
    let quotation = reading.quotation(at)?;
    let span = reading.span(quotation.tokens());
    let near = claims.iter().rev().take(4);
    let holds = |claim: &&Claim| claim.content.iter().any(|c| c.overlaps(span));
    near.into_iter().find(holds)?.said_by
}

/// Whether a quotation without a source goes on where somebody was just quoted.
fn goes_on(reading: &Reading<'_>, parts: &Parts, last: &Claim) -> bool {
    let block = |at: usize| reading.tokens.get(at).map(|token| token.block);
    let found = || {
        let content = parts.content.first()?;
        let here = block(content.start)?;
        let end = last.spans().map(Span::end).max()?;
        let before = block(reading.token_at(end).checked_sub(1)?)?;
        let bare = parts.source.is_none() && parts.cue.is_empty();
        let opens = reading.quotation(content.start).is_some_and(|q| q.open == content.start);
        let first = content.start.checked_sub(1).is_none_or(|at| block(at) != Some(here));
        let text = matches!(reading.block(content.start), BlockKind::Para);
        let between = (before + 1..here).all(|number| {
            let kind = reading.article.blocks.get(number as usize).map(|block| block.kind);
            matches!(kind, Some(BlockKind::Caption | BlockKind::Separator | BlockKind::Item { .. }))
        });
        // After reported speech the quotation goes on where nothing stands between.
        let closes = reading.sentence(reading.token_at(end).checked_sub(1)?);
        let last_sentence = block(closes.end) != Some(before);
        let spoke = last.mode != Mode::Indirect || last_sentence && last.within.is_none();
        Some(bare && opens && first && text && here > before && between && spoke)
    };
    found().unwrap_or(false)
}

/// Sources in the order of their first claims, without those that nothing came from or by.
fn in_order(sources: Vec<Source>, claims: &[Claim]) -> (Vec<Source>, Vec<SourceIdx>) {
    let mut place: Vec<Option<SourceIdx>> = vec![None; sources.len()];
    let mut order = Vec::new();
    let met = claims.iter().flat_map(|claim| {
        claim.said_by.into_iter().chain(claim.relay.iter().map(|hop| hop.source))
    });
    for idx in met {
        if let Some(slot) = place.get_mut(idx.0 as usize)
            && slot.is_none()
        {
            *slot = Some(SourceIdx(u32::try_from(order.len()).unwrap_or(u32::MAX)));
            order.push(idx);
        }
    }
    let mut kept: Vec<Option<Source>> = sources.into_iter().map(Some).collect();
    let sources = order
        .iter()
        .filter_map(|idx| kept.get_mut(idx.0 as usize)?.take())
        .map(|mut source| {
            source.spans.sort_unstable();
            source.spans.dedup();
            source
        })
        .collect();
    let renumbered = place.into_iter().map(|slot| slot.unwrap_or(SourceIdx(0))).collect();
    (sources, renumbered)
}

/// Direct where quotation marks hold all of it, mixed where they hold some.
fn mode(reading: &Reading<'_>, content: &[Span]) -> Mode {
    let mut quoted = 0;
    let mut plain = 0;
    for span in content {
        for at in reading.covering(*span) {
            let speech = reading.quotation(at).is_some_and(|q| q.sort == Sort::Speech);
            if speech {
                quoted += 1;
            } else if reading.tokens.get(at).is_some_and(|token| token.is_wordy()) {
                plain += 1;
            }
        }
    }
    match (quoted, plain) {
        (0, _) => Mode::Indirect,
        (_, 0) => Mode::Direct,
        _ => Mode::Mixed,
    }
}
