//! The analysis taken apart, so that it can be changed: nothing is renumbered until the end.

use super::{Note, Ruled, place, quoted, source_kind};
use crate::doc::{Anchor, Article};
use crate::extract::{
    Actor, ActorIdx, ActorKind, Analysis, Claim, Form, Mention, MentionIdx, Modality, Mode,
    Negation, Source, SourceIdx, SourceKind, Stance, Who, Why,
};
use crate::notes::Check;
use crate::text::span::{after, before};
use crate::text::{Span, one_line};

/// How much of their words two stretches must share to be taken for the same claim.
const ALIKE: f64 = 0.5;

/// More places than this are not looked for: nobody goes through them.
const MOST_PLACES: usize = 500;

/// Something with what the reader ruled on it.
pub(super) struct Piece<T> {
    pub(super) it: T,
    pub(super) ruled: Ruled,
    /// Taken away, or merged into another.
    pub(super) gone: Gone,
}

/// Whether a piece is still there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Gone {
    No,
    Away,
    Into(usize),
}

/// What a ruling is about.
#[derive(Clone, Copy)]
pub(super) enum Of {
    Claim(usize),
    Actor(usize),
    Source(usize),
}

/// The pieces. Numbers are those of the analysis; what is added comes after.
pub(super) struct Bench<'a> {
    pub(super) article: &'a Article,
    pub(super) found: &'a Analysis,
    pub(super) mentions: Vec<Mention>,
    pub(super) actors: Vec<Piece<Actor>>,
    pub(super) sources: Vec<Piece<Source>>,
    pub(super) claims: Vec<Piece<Claim>>,
}

impl<'a> Bench<'a> {
    pub(super) fn new(article: &'a Article, found: &'a Analysis) -> Self {
        Self {
            article,
            found,
            mentions: found.mentions.clone(),
            actors: found.actors.iter().cloned().map(piece).collect(),
            sources: found.sources.iter().cloned().map(piece).collect(),
            claims: found.claims.iter().cloned().map(piece).collect(),
        }
    }

    /// Writes down what a note says of something.
    pub(super) fn say(&mut self, of: Of, note: &Note, says: String) {
        let ruled = match of {
            Of::Claim(at) => self.claims.get_mut(at).map(|piece| &mut piece.ruled),
            Of::Actor(at) => self.actors.get_mut(at).map(|piece| &mut piece.ruled),
            Of::Source(at) => self.sources.get_mut(at).map(|piece| &mut piece.ruled),
        };
        if let Some(ruled) = ruled {
            if !ruled.notes.contains(&note.id) {
                ruled.notes.push(note.id);
            }
            ruled.says.push(says);
        }
    }

    /// Where an anchor's words are.
    pub(super) fn find(&self, anchor: &Anchor) -> Option<Span> {
        place(self.article, anchor).filter(|span| !span.is_empty())
    }

    // Claims.

    /// The claim that a ruling on these words is about: whose content, or whose whole extent, is most
    /// nearly the same.
    pub(super) fn claim_at(&self, span: Span) -> Option<usize> {
        let alike = |claim: &Claim| {
            let content = hull(claim.content.iter().copied());
            let all = hull(claim.spans());
            let most = [content, all].into_iter().flatten().map(|other| share(other, span));
            most.fold(0.0, f64::max)
        };
        let there = self.claims.iter().enumerate().filter(|(_, piece)| piece.gone == Gone::No);
        let best = there.map(|(at, piece)| (at, alike(&piece.it)));
        let best = best.filter(|(_, alike)| *alike >= ALIKE);
        // The first of equals, so that the same note is always about the same claim.
        best.reduce(|best, next| if next.1 > best.1 { next } else { best }).map(|(at, _)| at)
    }

    pub(super) fn add_claim(&mut self, content: Span) -> usize {
        let words = self.article.slice(content);
        let quoted = |c: char| matches!(c, '"' | '“' | '”' | '«' | '»' | '„' | '‘' | '’');
        let mode = match (words.starts_with(quoted), words.contains(quoted)) {
            (true, _) if words.ends_with(quoted) => Mode::Direct,
            (_, true) => Mode::Mixed,
            _ => Mode::Indirect,
        };
        let within = self.claims.iter().position(|piece| {
            piece.gone == Gone::No
                && piece.it.content.iter().any(|outer| outer.covers(content) && *outer != content)
        });
        let claim = Claim {
            content: vec![content],
            cue: Vec::new(),
            source: Vec::new(),
            said_by: None,
            relay: Vec::new(),
            mode,
            stance: Stance::Says,
            negation: Negation::Plain,
            modality: Modality::Asserted,
            within: within.and_then(|at| u32::try_from(at).ok()).map(crate::extract::ClaimIdx),
            why: own(),
            score: 1.0,
        };
        self.claims.push(made(claim));
        self.claims.len() - 1
    }

    pub(super) fn remove_claim(&mut self, at: usize) {
        if let Some(piece) = self.claims.get_mut(at) {
            piece.gone = Gone::Away;
        }
    }

    pub(super) fn check(&mut self, at: usize, note: &Note, check: &Check) {
        let link = check.link.as_ref().map_or(String::new(), |link| format!(" {link}"));
        let on = check.at.date();
        let says = format!("You checked it on {on}: {}.{link}", check.verdict.name());
        self.say(Of::Claim(at), note, says);
        if let Some(piece) = self.claims.get_mut(at) {
            piece.ruled.check = Some(check.clone());
        }
    }

    /// Who is credited with a claim, in words.
    pub(super) fn speaker(&self, at: usize) -> String {
        let by = self.claims.get(at).and_then(|piece| piece.it.said_by);
        by.and_then(|idx| self.sources.get(idx.0 as usize))
            .map_or_else(|| "nobody".to_owned(), |source| source.it.name.clone())
    }

    /// Credits somebody else; `None` where the name is nowhere to be found.
    pub(super) fn credit(&mut self, at: usize, name: &str, place: Option<Span>) -> Option<()> {
        let source = match (name.is_empty(), place) {
            (true, None) => None,
            (_, Some(span)) => Some(
                self.source_at(span)
                    .or_else(|| self.source_named(name))
                    .unwrap_or_else(|| self.add_source(span)),
            ),
            (false, None) => Some(self.nearest_source(name, at).or_else(|| {
                let actor = self.actor_named(name);
                let mention = actor.and_then(|actor| self.first_mention(actor));
                let span = mention.or_else(|| {
                    let start = self.article.text.find(name)?;
                    Some(Span::new(start, start + name.len()))
                });
                Some(self.add_source(span?))
            })?),
        };
        let idx = source.and_then(|source| u32::try_from(source).ok()).map(SourceIdx);
        let claim = &mut self.claims.get_mut(at)?.it;
        claim.said_by = idx;
        claim.source = place.into_iter().collect();
        // Who said it does not also pass it on.
        claim.relay.retain(|hop| Some(hop.source) != idx);
        Some(())
    }

    pub(super) fn content_of(&self, at: usize) -> String {
        let content = self.claims.get(at).and_then(|piece| hull(piece.it.content.iter().copied()));
        content.map_or_else(|| "nothing.".to_owned(), |span| quoted(self.article, span))
    }

    pub(super) fn cover(&mut self, at: usize, content: Span) {
        if let Some(piece) = self.claims.get_mut(at) {
            piece.it.content = vec![content];
        }
    }

    // Actors.

    /// The actor whose mention these words are, or whose mention holds them.
    pub(super) fn actor_at(&self, span: Span) -> Option<usize> {
        let meets = self.mentions.iter().filter(|m| m.span.overlaps(span) && m.actor.is_some());
        let best = meets.reduce(|best, next| {
            if share(next.span, span) > share(best.span, span) { next } else { best }
        })?;
        self.live_actor(best.actor?.0 as usize)
    }

    pub(super) fn actor_named(&self, name: &str) -> Option<usize> {
        let at = self.actors.iter().position(|piece| piece.it.name == name)?;
        self.live_actor(at)
    }

    fn live_actor(&self, at: usize) -> Option<usize> {
        follow(&self.actors, at)
    }

    fn first_mention(&self, actor: usize) -> Option<Span> {
        let idx = self.actors.get(actor)?.it.mentions.first()?;
        Some(self.mentions.get(idx.0 as usize)?.span)
    }

    pub(super) fn actor_name(&self, at: usize) -> String {
        self.actors.get(at).map_or(String::new(), |piece| piece.it.name.clone())
    }

    /// A new actor by the words of one place and all places with the same words that are nobody's.
    pub(super) fn add_actor(&mut self, span: Span, kind: ActorKind) -> Option<usize> {
        let number = u32::try_from(self.actors.len()).ok()?;
        let first = MentionIdx(u32::try_from(self.mentions.len()).ok()?);
        let actor = Some(ActorIdx(number));
        let others = self.places_like(span);
        for span in std::iter::once(span).chain(others) {
            self.mentions.push(Mention { span, form: Form::Name, actor, why: own() });
        }
        let name = one_line(self.article.slice(span));
        let actor = Actor { kind, name, role: None, mentions: vec![first] };
        self.actors.push(made(actor));
        Some(self.actors.len() - 1)
    }

    /// Other places with the same words, whole, that no mention of anybody touches.
    fn places_like(&self, span: Span) -> Vec<Span> {
        let text = &*self.article.text;
        let words = self.article.slice(span);
        if words.is_empty() {
            return Vec::new();
        }
        let mut taken: Vec<Span> =
            self.mentions.iter().filter(|m| m.actor.is_some()).map(|m| m.span).collect();
        taken.push(span);
        taken.sort_unstable();
        let is_free = |place: Span| {
            let next = taken.partition_point(|other| other.start() < place.end());
            // Mentions hardly ever stand inside each other: a few before it are enough to look at.
            taken.iter().take(next).rev().take(4).all(|other| !other.overlaps(place))
        };
        let is_whole = |place: Span| {
            let joins = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            !joins(before(text, place.start()).chars().next_back())
                && !joins(after(text, place.end()).chars().next())
        };
        text.match_indices(words)
            .map(|(at, words)| Span::new(at, at + words.len()))
            .filter(|place| is_whole(*place) && is_free(*place))
            .take(MOST_PLACES)
            .collect()
    }

    pub(super) fn remove_actor(&mut self, at: usize) {
        let Some(piece) = self.actors.get_mut(at) else { return };
        piece.gone = Gone::Away;
    }

    pub(super) fn merge_actors(&mut self, from: usize, into: usize) {
        let moved = self.actors.get(from).map(|piece| piece.ruled.clone());
        if let Some(piece) = self.actors.get_mut(from) {
            piece.gone = Gone::Into(into);
        }
        if let (Some(piece), Some(moved)) = (self.actors.get_mut(into), moved) {
            piece.ruled.notes.extend(moved.notes);
            piece.ruled.says.extend(moved.says);
        }
        // One actor is one source.
        if let (Some(from), Some(into)) = (self.source_of(from), self.source_of(into)) {
            self.merge_sources(from, into);
        }
    }

    /// The source that is this very actor.
    fn source_of(&self, actor: usize) -> Option<usize> {
        let is = |piece: &Piece<Source>| {
            piece.gone == Gone::No
                && matches!(piece.it.who, Who::Actor(idx) if idx.0 as usize == actor)
        };
        self.sources.iter().position(is)
    }

    /// Makes the mentions of an actor that read like this one an actor of their own.
    pub(super) fn split_actor(&mut self, at: usize, span: Span) -> Option<usize> {
        let words = one_line(self.article.slice(span));
        let kind = self.actors.get(at)?.it.kind;
        let whose = |m: &Mention, this: &Self| {
            m.actor.and_then(|idx| this.live_actor(idx.0 as usize)) == Some(at)
        };
        let moved: Vec<usize> = (0..self.mentions.len())
            .filter(|n| {
                self.mentions.get(*n).is_some_and(|m| {
                    whose(m, self) && one_line(self.article.slice(m.span)) == words
                })
            })
            .collect();
        let all = self.mentions.iter().filter(|m| whose(m, self)).count();
        // All of an actor is no part of it.
        if moved.is_empty() || moved.len() == all {
            return None;
        }
        let number = u32::try_from(self.actors.len()).ok()?;
        for n in &moved {
            if let Some(mention) = self.mentions.get_mut(*n) {
                mention.actor = Some(ActorIdx(number));
            }
        }
        let mentions = moved.iter().filter_map(|n| u32::try_from(*n).ok()).map(MentionIdx);
        let actor = Actor { kind, name: words, role: None, mentions: mentions.collect() };
        self.actors.push(made(actor));
        Some(self.actors.len() - 1)
    }

    pub(super) fn set_kind(&mut self, at: usize, kind: ActorKind) -> ActorKind {
        let Some(piece) = self.actors.get_mut(at) else { return kind };
        let before = std::mem::replace(&mut piece.it.kind, kind);
        let who = u32::try_from(at).ok().map(ActorIdx);
        for source in &mut self.sources {
            if matches!(source.it.who, Who::Actor(idx) if Some(idx) == who) {
                source.it.kind = source_kind(kind);
            }
        }
        before
    }

    // Sources.

    pub(super) fn source_at(&self, span: Span) -> Option<usize> {
        let of_actor = || {
            let actor = self.actor_at(span)?;
            self.sources.iter().position(|piece| match piece.it.who {
                Who::Actor(idx) => self.live_actor(idx.0 as usize) == Some(actor),
                _ => false,
            })
        };
        let alike =
            |piece: &Piece<Source>| piece.it.spans.iter().any(|other| share(*other, span) >= ALIKE);
        let at = self.sources.iter().position(alike).or_else(of_actor)?;
        follow(&self.sources, at)
    }

    pub(super) fn source_named(&self, name: &str) -> Option<usize> {
        let at = self.sources.iter().position(|piece| piece.it.name == name)?;
        follow(&self.sources, at)
    }

    /// Of the sources of a name, the one that stands nearest to a claim.
    fn nearest_source(&self, name: &str, claim: usize) -> Option<usize> {
        let here = hull(self.claims.get(claim)?.it.spans())?;
        let far = |span: &Span| {
            let after = span.start().saturating_sub(here.end());
            after.max(here.start().saturating_sub(span.end()))
        };
        let named = self.sources.iter().enumerate().filter(|(_, piece)| piece.it.name == name);
        let near = named.filter_map(|(at, piece)| {
            let far = piece.it.spans.iter().map(far).min().unwrap_or(usize::MAX);
            Some((far, follow(&self.sources, at)?))
        });
        near.min().map(|(_, at)| at)
    }

    pub(super) fn source_name(&self, at: usize) -> String {
        self.sources.get(at).map_or(String::new(), |piece| piece.it.name.clone())
    }

    pub(super) fn add_source(&mut self, span: Span) -> usize {
        let actor = self.actor_at(span);
        let (who, kind, name) = match actor.and_then(|at| Some((at, self.actors.get(at)?))) {
            Some((at, piece)) => (
                Who::Actor(ActorIdx(u32::try_from(at).unwrap_or(u32::MAX))),
                source_kind(piece.it.kind),
                piece.it.name.clone(),
            ),
            None => {
                let name = one_line(self.article.slice(span));
                (Who::Unnamed(span), SourceKind::UnnamedPerson, name)
            }
        };
        let source = Source {
            who,
            kind,
            name,
            spans: vec![span],
            anonymity: None,
            claims: Vec::new(),
            relays: Vec::new(),
        };
        self.sources.push(made(source));
        self.sources.len() - 1
    }

    pub(super) fn remove_source(&mut self, at: usize) {
        if let Some(piece) = self.sources.get_mut(at) {
            piece.gone = Gone::Away;
        }
    }

    pub(super) fn merge_sources(&mut self, from: usize, into: usize) {
        let Some((spans, anonymity)) =
            self.sources.get(from).map(|piece| (piece.it.spans.clone(), piece.it.anonymity))
        else {
            return;
        };
        if let Some(piece) = self.sources.get_mut(from) {
            piece.gone = Gone::Into(into);
        }
        if let Some(piece) = self.sources.get_mut(into) {
            piece.it.spans.extend(spans);
            piece.it.spans.sort_by_key(|span| (span.start(), span.end()));
            piece.it.spans.dedup();
            piece.it.anonymity = piece.it.anonymity.or(anonymity);
        }
    }

    pub(super) fn set_source_kind(&mut self, at: usize, kind: SourceKind) -> SourceKind {
        self.sources.get_mut(at).map_or(kind, |piece| std::mem::replace(&mut piece.it.kind, kind))
    }
}

/// What has become of a piece: itself, or what it was merged into; `None` where it is gone.
pub(super) fn follow<T>(pieces: &[Piece<T>], at: usize) -> Option<usize> {
    let mut at = at;
    // A merge goes into a live piece, so a chain of them is never longer than the list.
    for _ in 0..=pieces.len() {
        match pieces.get(at)?.gone {
            Gone::No => return Some(at),
            Gone::Away => return None,
            Gone::Into(next) => at = next,
        }
    }
    None
}

fn piece<T>(it: T) -> Piece<T> {
    Piece { it, ruled: Ruled::default(), gone: Gone::No }
}

fn made<T>(it: T) -> Piece<T> {
    Piece { it, ruled: Ruled { is_own: true, ..Ruled::default() }, gone: Gone::No }
}

fn own() -> Why {
    Why { rule: super::BY_READER.into(), reasons: vec!["You marked it.".into()] }
}

fn hull(spans: impl Iterator<Item = Span>) -> Option<Span> {
    spans.reduce(Span::hull)
}

/// How much of their words two stretches share, from 0 to 1.
fn share(one: Span, other: Span) -> f64 {
    let both = one.end().min(other.end()).saturating_sub(one.start().max(other.start()));
    let all = one.len() + other.len() - both;
    if all == 0 { 0.0 } else { both as f64 / all as f64 }
}
