//! The pieces put together again: what is gone is left out, and all is numbered anew.

use super::bench::{Bench, Gone, Piece, follow};
use super::{Ruled, Rulings};
use crate::extract::{
    Actor, ActorIdx, Analysis, ClaimIdx, Hop, Mention, MentionIdx, Source, SourceIdx, Who,
};
use std::collections::BTreeMap;

pub(super) fn finish(bench: &Bench<'_>) -> (Analysis, Rulings) {
    let actor_of = |idx: ActorIdx| follow(&bench.actors, idx.0 as usize);
    let source_of = |idx: SourceIdx| follow(&bench.sources, idx.0 as usize);

    // Mentions, in the order of the text, without those of actors that are none.
    let is_none = |m: &Mention| m.actor.is_some_and(|idx| actor_of(idx).is_none());
    let mut mentions: Vec<Mention> =
        bench.mentions.iter().filter(|mention| !is_none(mention)).cloned().collect();
    mentions.sort_by_key(|mention| (mention.span.start(), mention.span.end()));
    let mut of_actor: BTreeMap<usize, Vec<MentionIdx>> = BTreeMap::new();
    for (n, mention) in (0_u32..).zip(&mentions) {
        if let Some(at) = mention.actor.and_then(actor_of) {
            of_actor.entry(at).or_default().push(MentionIdx(n));
        }
    }

    // Actors in the order of their first mentions. One whose mentions all went elsewhere is no more.
    let mut order: Vec<(MentionIdx, usize)> =
        of_actor.iter().filter_map(|(at, mentions)| Some((*mentions.first()?, *at))).collect();
    order.sort_unstable();
    let new_actor: BTreeMap<usize, ActorIdx> = numbered(order.iter().map(|(_, at)| *at), ActorIdx);
    let mut actors = Vec::new();
    let mut ruled_actors = BTreeMap::new();
    for (n, (_, at)) in (0_u32..).zip(&order) {
        let Some(piece) = bench.actors.get(*at) else { continue };
        let mentions = of_actor.get(at).cloned().unwrap_or_default();
        actors.push(Actor { mentions, ..piece.it.clone() });
        keep(&mut ruled_actors, ActorIdx(n), piece);
    }
    for mention in &mut mentions {
        mention.actor = mention.actor.and_then(actor_of).and_then(|at| new_actor.get(&at).copied());
    }

    // Sources keep their order; what was added comes last.
    let live: Vec<usize> =
        (0..bench.sources.len()).filter(|at| follow(&bench.sources, *at) == Some(*at)).collect();
    let new_source: BTreeMap<usize, SourceIdx> = numbered(live.iter().copied(), SourceIdx);
    let renumber = |idx: SourceIdx| source_of(idx).and_then(|at| new_source.get(&at).copied());
    let mut sources: Vec<Source> = Vec::new();
    let mut ruled_sources = BTreeMap::new();
    for (n, at) in (0_u32..).zip(&live) {
        let Some(piece) = bench.sources.get(*at) else { continue };
        let mut source = piece.it.clone();
        source.claims.clear();
        source.relays.clear();
        if let Who::Actor(idx) = source.who {
            let actor = actor_of(idx).and_then(|at| new_actor.get(&at).copied());
            source.who = match (actor, source.spans.first()) {
                (Some(actor), _) => Who::Actor(actor),
                // The reader says that it is no actor; somebody still said it, in these words.
                (None, Some(span)) => Who::Unnamed(*span),
                (None, None) => Who::Nobody,
            };
            if let (Some(actor), Some(piece)) =
                (actor, actor_of(idx).and_then(|at| bench.actors.get(at)))
                && actor_of(idx) != Some(idx.0 as usize)
                && actors.get(actor.0 as usize).is_some()
            {
                source.name.clone_from(&piece.it.name);
            }
        }
        sources.push(source);
        keep(&mut ruled_sources, SourceIdx(n), piece);
    }

    // Claims in the order of the text.
    let mut order: Vec<(usize, usize)> = bench
        .claims
        .iter()
        .enumerate()
        .filter(|(_, piece)| piece.gone == Gone::No)
        .map(|(at, piece)| (piece.it.start(), at))
        .collect();
    order.sort_unstable();
    let new_claim: BTreeMap<usize, ClaimIdx> = numbered(order.iter().map(|(_, at)| *at), ClaimIdx);
    let mut claims = Vec::new();
    let mut ruled_claims = BTreeMap::new();
    for (n, (_, at)) in (0_u32..).zip(&order) {
        let Some(piece) = bench.claims.get(*at) else { continue };
        let mut claim = piece.it.clone();
        claim.said_by = claim.said_by.and_then(renumber);
        let hops = claim
            .relay
            .iter()
            .filter_map(|hop| Some(Hop { source: renumber(hop.source)?, span: hop.span }));
        claim.relay = hops.collect();
        claim.within = claim.within.and_then(|idx| new_claim.get(&(idx.0 as usize)).copied());
        for (idx, is_said) in claim
            .said_by
            .iter()
            .map(|idx| (*idx, true))
            .chain(claim.relay.iter().map(|hop| (hop.source, false)))
        {
            let Some(source) = sources.get_mut(idx.0 as usize) else { continue };
            let list = if is_said { &mut source.claims } else { &mut source.relays };
            if list.last() != Some(&ClaimIdx(n)) {
                list.push(ClaimIdx(n));
            }
        }
        claims.push(claim);
        keep(&mut ruled_claims, ClaimIdx(n), piece);
    }

    let analysis = Analysis {
        of: bench.found.of,
        sentences: bench.found.sentences.clone(),
        mentions,
        actors,
        sources,
        claims,
        problems: bench.found.problems.clone(),
    };
    let rulings = Rulings {
        claims: ruled_claims,
        actors: ruled_actors,
        sources: ruled_sources,
        idle: Vec::new(),
    };
    (analysis, rulings)
}

fn numbered<I>(order: impl Iterator<Item = usize>, idx: fn(u32) -> I) -> BTreeMap<usize, I> {
    order.zip(0_u32..).map(|(at, n)| (at, idx(n))).collect()
}

fn keep<I: Ord, T>(all: &mut BTreeMap<I, Ruled>, idx: I, piece: &Piece<T>) {
    if piece.ruled != Ruled::default() {
        all.insert(idx, piece.ruled.clone());
    }
}
