//! Why somebody is not named: "on condition of anonymity because the talks were private".

use super::grammar::Tag;
use super::reading::Reading;
use super::{Claim, Source};
use std::ops::Range;

/// Gives each reason to the unnamed source that it stands beside, or that spoke last before it.
pub fn find(reading: &Reading<'_>, claims: &[Claim], sources: &mut [Source]) {
    // Claims by the sentence of their source, in order.
    let homes: Vec<(usize, usize)> = claims
        .iter()
        .enumerate()
        .filter_map(|(number, claim)| {
            let span = claim.source.first()?;
            let token = reading.tokens.get(reading.token_at(span.start()))?;
            Some((token.sentence as usize, number))
        })
        .collect();
    for (number, sentence) in reading.ranges.iter().enumerate() {
        let mut at = sentence.start;
        while at < sentence.end {
            let Some(reason) = reason_at(reading, at, sentence) else {
                at += 1;
                continue;
            };
            let span = reading.span(reason.clone());
            at = reason.end;
            let after = homes.partition_point(|(home, _)| *home <= number);
            let near = homes.get(..after).unwrap_or(&[]).iter().rev().take(8);
            let whose = near
                .filter(|(home, _)| number - home <= 3)
                .filter_map(|(_, claim)| claims.get(*claim)?.said_by)
                .find(|idx| sources.get(idx.0 as usize).is_some_and(|s| s.kind.is_unnamed()));
            let source = whose.and_then(|idx| sources.get_mut(idx.0 as usize));
            if let Some(source) = source
                && source.anonymity.is_none()
            {
                source.anonymity = Some(span);
            }
        }
    }
}

fn reason_at(reading: &Reading<'_>, at: usize, sentence: &Range<usize>) -> Option<Range<usize>> {
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
    let last = sentence.end.min(at + 60);
    let stop = |n: &usize| matches!(reading.tag(*n), Tag::Comma | Tag::Stop | Tag::Quote);
    Some(at..(at..last).find(stop).unwrap_or(last))
}
