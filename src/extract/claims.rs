//! Raw attributions into claims: who said it, how it came, in whose words, with what stance.

use super::actors::Cast;
use super::mentions::Named;
use super::quotes::Sort;
use super::raw::Raw;
use super::reading::Reading;
use super::sources::Book;
use super::{Claim, ClaimIdx, Hop, Mode, Source, SourceIdx, SourceKind, Stance, Why, relay};
use crate::text::Span;
use std::collections::BTreeMap;
use std::ops::Range;

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
    let mut came_by: BTreeMap<SourceIdx, Vec<Hop>> = BTreeMap::new();
    for raw in raws {
        let idx = ClaimIdx(u32::try_from(claims.len()).unwrap_or(u32::MAX));
        let source = raw.source.first().map(|span| tokens_of(reading, *span));
        let cue = raw.cue.last().map(|span| tokens_of(reading, *span));
        let said_by = source.clone().map(|tokens| book.source(tokens));
        let mut hops: Vec<Hop> = relay::hops(reading, named, cast, source.as_ref(), cue.as_ref())
            .into_iter()
            .filter_map(|number| {
                let span = named.get(number)?.span;
                Some(Hop { source: book.of_name(number)?, span })
            })
            .filter(|hop| Some(hop.source) != said_by)
            .collect();
        if let Some(source) = said_by {
            // Somebody without a name was reached by one outlet only, the one that was said.
            let unnamed = book.kind(source).is_unnamed();
            if unnamed && hops.is_empty() {
                hops.clone_from(came_by.entry(source).or_default());
            } else if unnamed {
                came_by.insert(source, hops.clone());
            }
            book.credit(source, idx, None);
        }
        for hop in &hops {
            book.credit(hop.source, idx, Some(hop.span));
        }
        claims.push(Claim {
            mode: mode(reading, &raw.content),
            stance: stance(reading, cue),
            content: raw.content,
            cue: raw.cue,
            source: raw.source,
            said_by,
            relay: hops,
            within: None,
            why: Why { rule: raw.rule.to_owned(), reasons: raw.reasons },
            score: raw.score,
        });
    }
    anonymity(reading, &claims, &mut book.sources);
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

fn tokens_of(reading: &Reading<'_>, span: Span) -> Range<usize> {
    let start = reading.token_at(span.start());
    start..reading.token_at(span.end()).max(start + 1)
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
        for at in tokens_of(reading, *span) {
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

/// What the cue does: the verb's class, else the noun's or adjective's.
fn stance(reading: &Reading<'_>, cue: Option<Range<usize>>) -> Stance {
    let Some(cue) = cue else { return Stance::Says };
    let of = |at: usize| {
        let word = reading.word(at);
        let verb = word.verb.and_then(|v| reading.lexicon.verb(v)).map(|v| v.stance);
        verb.or(word.noun).or(word.adjective)
    };
    cue.rev().find_map(of).unwrap_or(Stance::Says)
}

/// The words that give the reason for not being named, for the source of the sentence that they stand in.
fn anonymity(reading: &Reading<'_>, claims: &[Claim], sources: &mut [Source]) {
    for claim in claims {
        let Some(source) = claim.said_by.and_then(|idx| sources.get_mut(idx.0 as usize)) else {
            continue;
        };
        if source.anonymity.is_some()
            || !matches!(source.kind, SourceKind::UnnamedPerson | SourceKind::UnnamedGroup)
        {
            continue;
        }
        let Some(first) = claim.source.first() else { continue };
        let sentence = reading.sentence(reading.token_at(first.start()));
        // Near the source: an endless sentence is not read again for each of its claims.
        let at = reading.token_at(first.start());
        let near = at.saturating_sub(30).max(sentence.start)..sentence.end.min(at + 60);
        source.anonymity = near.into_iter().find_map(|at| reason_at(reading, at, &sentence));
    }
}

fn reason_at(reading: &Reading<'_>, at: usize, sentence: &Range<usize>) -> Option<Span> {
    let word = |n: usize| reading.lower(at + n);
    let starts = match (word(0), word(1), word(2)) {
        ("on", "condition", "of") => word(3) == "anonymity",
        ("on", "the", "condition") => word(4) == "anonymity",
        ("not", "authorized" | "authorised" | "permitted" | "allowed", "to") => true,
        ("asked" | "requested" | "declined" | "refused" | "wished", "not" | "to", _) => {
            (1..5).any(|n| matches!(word(n), "named" | "identified" | "anonymous"))
        }
        ("requested" | "requesting" | "granted", "anonymity", _) => true,
        ("spoke" | "speaking", "anonymously", _) => true,
        _ => false,
    };
    if !starts {
        return None;
    }
    let stop = |n: &usize| {
        matches!(
            reading.tag(*n),
            super::grammar::Tag::Comma | super::grammar::Tag::Stop | super::grammar::Tag::Quote
        )
    };
    let end = (at..sentence.end.min(at + 60)).find(stop).unwrap_or(sentence.end.min(at + 60));
    Some(reading.span(at..end))
}
