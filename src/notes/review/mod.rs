//! The reader's rulings laid over what the program found.
//!
//! A ruling is kept with the words that it is about, never with a number of the
//! analysis, and is found again in whatever a later analysis finds. It always wins; where
//! nothing is found any more that it could be about, the reader's word makes it. So a new
//! version of the program never overrules the reader.

mod bench;
mod finish;
#[cfg(test)]
mod tests;

use super::{About, Check, Note, NoteId, NoteKind, Notebook, Ruling};
use crate::doc::{Anchor, Article, resolve};
use crate::extract::{ActorIdx, ActorKind, Analysis, ClaimIdx, SourceIdx, SourceKind};
use crate::text::{Span, one_line};
use bench::{Bench, Of};
use std::collections::BTreeMap;

/// The rule that a claim, an actor or a source names as its reason which only the reader has marked.
pub const BY_READER: &str = "reader";

/// What the reader has ruled, by the numbers of the analysis in which it is in force.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Rulings {
    /// The claims that the reader has ruled on.
    pub claims: BTreeMap<ClaimIdx, Ruled>,
    /// The actors.
    pub actors: BTreeMap<ActorIdx, Ruled>,
    /// The sources.
    pub sources: BTreeMap<SourceIdx, Ruled>,
    /// Rulings that are about nothing that is found today: what they called wrong is no longer there, or
    /// their words are no longer in the text.
    pub idle: Vec<NoteId>,
}

/// What the reader has ruled on one thing.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Ruled {
    /// The notes that say so, in the order of making.
    pub notes: Vec<NoteId>,
    /// Whether it is there only because the reader says so.
    pub is_own: bool,
    /// What was ruled, and what the program had thought, in sentences.
    pub says: Vec<String>,
    /// What came of checking it, last.
    pub check: Option<Check>,
}

/// Lays the rulings among `notes` over what was found. With each note comes where it is in today's text.
///
/// What comes out is of the same shape as what the program found, so that whatever shows the one
/// shows the other.
#[must_use]
pub fn review<'a>(
    article: &Article,
    found: &Analysis,
    notes: impl IntoIterator<Item = (&'a Note, Option<Span>)>,
) -> (Analysis, Rulings) {
    let mut notes: Vec<(&Note, Option<Span>)> = notes.into_iter().collect();
    notes.retain(|(note, _)| bears(note));
    notes.sort_by_key(|(note, _)| note.id);
    let mut bench = Bench::new(article, found);
    let mut idle = Vec::new();
    for (note, span) in notes {
        if rule(&mut bench, note, span).is_none() {
            idle.push(note.id);
        }
    }
    let (analysis, rulings) = finish::finish(&bench);
    (analysis, Rulings { idle, ..rulings })
}

/// The same with all notes of a notebook, each looked for in today's text.
#[must_use]
pub fn review_all(article: &Article, found: &Analysis, notebook: &Notebook) -> (Analysis, Rulings) {
    let bearing = notebook.notes.values().filter(|note| bears(note));
    review(article, found, bearing.map(|note| (note, place(article, &note.anchor))))
}

/// Whether a note says anything about what the program found.
#[must_use]
pub fn bears(note: &Note) -> bool {
    let marks = matches!(note.kind, NoteKind::Actor | NoteKind::Source | NoteKind::Claim);
    note.ruling.is_some() || note.check.is_some() || marks
}

/// Does what a note rules. `None` where there is nothing that it could be about.
fn rule(bench: &mut Bench<'_>, note: &Note, span: Option<Span>) -> Option<()> {
    match (&note.about, note.kind) {
        (About::Actor(name), _) => on_actor(bench, note, name, span),
        (About::Source(name), _) => on_source(bench, note, name, span),
        (_, NoteKind::Actor) => {
            let at = bench.actor_at(span?).or_else(|| bench.add_actor(span?, ActorKind::Unknown));
            bench.say(Of::Actor(at?), note, "You: this is an actor.".into());
            Some(())
        }
        (_, NoteKind::Source) => {
            let at = bench
                .source_at(span?)
                .unwrap_or_else(|| bench.add_source(span.unwrap_or_default()));
            bench.say(Of::Source(at), note, "You: this is a source.".into());
            Some(())
        }
        _ => on_claim(bench, note, span?),
    }
}

fn on_claim(bench: &mut Bench<'_>, note: &Note, span: Span) -> Option<()> {
    let at = bench.claim_at(span);
    if note.ruling == Some(Ruling::Wrong) {
        let at = at?;
        bench.remove_claim(at);
        return Some(());
    }
    // What the reader ruled on is there even where the program sees it no more. A passage that is only
    // being checked is no claim for that.
    let only_checks = note.ruling.is_none() && note.kind != NoteKind::Claim;
    let at = match at {
        Some(at) => at,
        None if only_checks && note.about == About::Passage => return None,
        None => bench.add_claim(span),
    };
    let of = Of::Claim(at);
    if note.kind == NoteKind::Claim {
        bench.say(of, note, "You: this is a claim.".into());
    }
    if let Some(check) = &note.check {
        bench.check(at, note, check);
    }
    match note.ruling.as_ref() {
        Some(Ruling::Right) => bench.say(of, note, "You: this is right.".into()),
        Some(Ruling::SaidBy { name, at: place }) => {
            let before = bench.speaker(at);
            let place = place.as_ref().and_then(|anchor| bench.find(anchor));
            bench.credit(at, name, place)?;
            let now = bench.speaker(at);
            bench.say(of, note, format!("You: said by {now}. The program: {before}."));
        }
        Some(Ruling::Covers(anchor)) => {
            let content = bench.find(anchor)?;
            let before = bench.content_of(at);
            bench.cover(at, content);
            bench.say(of, note, format!("You: this is what is claimed. The program: {before}"));
        }
        _ => {}
    }
    Some(())
}

fn on_actor(bench: &mut Bench<'_>, note: &Note, name: &str, span: Option<Span>) -> Option<()> {
    let at = span.and_then(|span| bench.actor_at(span)).or_else(|| bench.actor_named(name))?;
    match note.ruling.as_ref() {
        Some(Ruling::Right) => bench.say(Of::Actor(at), note, "You: this is right.".into()),
        Some(Ruling::Wrong) => bench.remove_actor(at),
        Some(Ruling::SameAs(other)) => {
            let into = bench.actor_named(other).filter(|into| *into != at)?;
            let says = format!("You: {} is the same.", bench.actor_name(at));
            bench.merge_actors(at, into);
            bench.say(Of::Actor(into), note, says);
        }
        Some(Ruling::NotSame(other)) => {
            let apart = bench.split_actor(at, span?)?;
            bench.say(Of::Actor(apart), note, format!("You: this is not {other}."));
        }
        Some(Ruling::IsA(kind)) => {
            let before = bench.set_kind(at, *kind);
            let says = format!("You: {}. The program: {}.", kind.name(), before.name());
            bench.say(Of::Actor(at), note, says);
        }
        _ => {}
    }
    Some(())
}

fn on_source(bench: &mut Bench<'_>, note: &Note, name: &str, span: Option<Span>) -> Option<()> {
    // Several sources may be called the same: the one that stands here is meant.
    let here = span.and_then(|span| bench.source_at(span));
    let own = here.filter(|at| bench.source_name(*at) == name);
    let at = own.or_else(|| bench.source_named(name)).or(here)?;
    match note.ruling.as_ref() {
        Some(Ruling::Right) => bench.say(Of::Source(at), note, "You: this is right.".into()),
        Some(Ruling::Wrong) => bench.remove_source(at),
        Some(Ruling::SameAs(other)) => {
            let into = bench.source_named(other).filter(|into| *into != at)?;
            let says = format!("You: {} is the same.", bench.source_name(at));
            bench.merge_sources(at, into);
            bench.say(Of::Source(into), note, says);
        }
        Some(Ruling::IsSource(kind)) => {
            let before = bench.set_source_kind(at, *kind);
            let says = format!("You: {}. The program: {}.", kind.name(), before.name());
            bench.say(Of::Source(at), note, says);
        }
        _ => {}
    }
    Some(())
}

/// What sort of source an actor is.
fn source_kind(kind: ActorKind) -> SourceKind {
    match kind {
        ActorKind::Person | ActorKind::Unknown => SourceKind::NamedPerson,
        ActorKind::Organisation => SourceKind::NamedOrganisation,
        ActorKind::Place => SourceKind::Government,
        ActorKind::Group => SourceKind::UnnamedGroup,
        ActorKind::Media => SourceKind::Media,
    }
}

/// Where an anchor's words are in an article, on one line where they are shown.
fn place(article: &Article, anchor: &Anchor) -> Option<Span> {
    resolve(anchor, article).span()
}

fn quoted(article: &Article, span: Span) -> String {
    format!("“{}”", one_line(article.slice(span)))
}
