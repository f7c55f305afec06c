//! Everything on one article that can be taken along, and what of it is chosen.
//!
//! All formats read the same [`Mark`]s, so that a choice means the same in each of them,
//! and the program's marks are never taken for the reader's.

use super::chain;
use crate::doc::{Article, Place, Time, resolve};
use crate::extract::{Actor, ActorIdx, Analysis, Claim, ClaimIdx, Source, SourceIdx};
use crate::notes::review::{Ruled, Rulings};
use crate::notes::{About, Note, NoteKind, Notebook};
use crate::text::Span;

/// Everything on one article that can be taken along.
#[derive(Clone, Copy, Debug)]
pub struct Dossier<'a> {
    /// The article. Its text is empty where only the notes are at hand.
    pub article: &'a Article,
    /// Who said what in it, with the reader's rulings in force.
    pub analysis: &'a Analysis,
    /// What was ruled.
    pub rulings: &'a Rulings,
    /// The reader's notes.
    pub notebook: &'a Notebook,
}

/// One thing that is written out.
#[derive(Clone, Debug)]
pub enum Mark<'a> {
    /// The reader's, and where it is today.
    Note(&'a Note, Place),
    /// A claim that was found, with what the reader ruled on it.
    Claim(ClaimIdx, &'a Claim, Option<&'a Ruled>),
    /// A source.
    Source(SourceIdx, &'a Source, Option<&'a Ruled>),
    /// An actor.
    Actor(ActorIdx, &'a Actor, Option<&'a Ruled>),
}

/// Whose marks are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Only {
    /// The reader's.
    Mine,
    /// The program's.
    Machine,
    /// Both, told apart.
    #[default]
    Both,
}

/// Which marks are chosen. Of several words in one list any will do; the lists must all agree.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Selection {
    /// Whose.
    pub only: Only,
    /// Notes with one of these tags.
    pub tags: Vec<String>,
    /// Notes drawn with one of these pens.
    pub pens: Vec<String>,
    /// Marks of one of these kinds: those of notes, and `actor`, `source`, `claim`.
    pub kinds: Vec<String>,
    /// Marks on an actor whose name has one of these words in it.
    pub actors: Vec<String>,
    /// Marks on what was said, or passed on, by a source whose name has one of these words in it.
    pub sources: Vec<String>,
    /// Notes made at this time or later.
    pub since: Option<Time>,
    /// Notes made before this time.
    pub until: Option<Time>,
}

impl Selection {
    /// Whether no mark of the program's fits: it asks for the reader's, or for something that only
    /// notes have.
    pub(super) fn is_of_notes(&self) -> bool {
        self.only == Only::Mine
            || !self.tags.is_empty()
            || !self.pens.is_empty()
            || self.since.is_some()
            || self.until.is_some()
    }
}

impl<'a> Dossier<'a> {
    /// The chosen marks: notes in the order of making, then claims, sources and actors in theirs.
    #[must_use]
    pub fn marks(&self, select: &Selection) -> Vec<Mark<'a>> {
        let mut marks = Vec::new();
        if select.only != Only::Machine {
            let notes = self.notebook.notes.values().filter(|note| self.chooses(select, note));
            marks.extend(notes.map(|note| Mark::Note(note, self.place(note))));
        }
        if select.is_of_notes() {
            return marks;
        }
        let of_kind =
            |kind: &str| select.kinds.is_empty() || select.kinds.iter().any(|k| k == kind);
        let unnamed = select.actors.is_empty() && select.sources.is_empty();
        if of_kind("claim") {
            for (n, claim) in (0_u32..).zip(&self.analysis.claims) {
                if unnamed || self.is_of(select, claim) {
                    let idx = ClaimIdx(n);
                    marks.push(Mark::Claim(idx, claim, self.rulings.claims.get(&idx)));
                }
            }
        }
        if of_kind("source") && select.actors.is_empty() {
            for (n, source) in (0_u32..).zip(&self.analysis.sources) {
                if unnamed || has(&select.sources, &source.name) {
                    let idx = SourceIdx(n);
                    marks.push(Mark::Source(idx, source, self.rulings.sources.get(&idx)));
                }
            }
        }
        if of_kind("actor") && select.sources.is_empty() {
            for (n, actor) in (0_u32..).zip(&self.analysis.actors) {
                if unnamed || has(&select.actors, &actor.name) {
                    let idx = ActorIdx(n);
                    marks.push(Mark::Actor(idx, actor, self.rulings.actors.get(&idx)));
                }
            }
        }
        marks
    }

    /// Where a note is in today's text.
    #[must_use]
    pub fn place(&self, note: &Note) -> Place {
        if note.about == About::Article {
            Place::Orphan
        } else {
            resolve(&note.anchor, self.article)
        }
    }

    /// The address that other programs know the article by: its own, or the id of a file.
    #[must_use]
    pub fn address(&self) -> &'a str {
        self.article.meta.url.as_deref().unwrap_or(&self.article.id.0)
    }

    /// Who said a claim and who passed it on, in words.
    #[must_use]
    pub fn speaker(&self, claim: &Claim) -> Option<String> {
        chain::speaker(self.article, self.analysis, claim)
    }

    fn chooses(&self, select: &Selection, note: &Note) -> bool {
        let kind = note.kind.name();
        let any = |words: &[String], fits: &dyn Fn(&str) -> bool| {
            words.is_empty() || words.iter().any(|word| fits(word))
        };
        any(&select.tags, &|tag| note.tags.iter().any(|own| own.eq_ignore_ascii_case(tag)))
            && any(&select.pens, &|pen| note.pen.as_deref() == Some(pen))
            && any(&select.kinds, &|word| kind == word)
            && any(&select.sources, &|word| {
                note.speaker.as_deref().is_some_and(|name| holds(name, word))
                    || matches!(&note.about, About::Source(name) if holds(name, word))
            })
            && any(&select.actors, &|word| match (&note.about, note.kind) {
                (About::Actor(name), _) => holds(name, word),
                (_, NoteKind::Actor) => holds(&note.anchor.exact, word),
                _ => false,
            })
            && select.since.is_none_or(|since| note.made >= since)
            && select.until.is_none_or(|until| note.made < until)
    }

    /// Whether a claim was said or passed on by a chosen source, or said by a chosen actor.
    fn is_of(&self, select: &Selection, claim: &Claim) -> bool {
        let name = |idx| self.analysis.source(idx).map(|source| source.name.as_str());
        let said = claim.said_by.and_then(name);
        let mut all = said.into_iter().chain(claim.relay.iter().filter_map(|hop| name(hop.source)));
        (select.sources.is_empty() || all.any(|name| has(&select.sources, name)))
            && (select.actors.is_empty() || said.is_some_and(|name| has(&select.actors, name)))
    }
}

impl Mark<'_> {
    /// Where it is in today's text, in order; empty where it is not in it.
    #[must_use]
    pub fn spans(&self, analysis: &Analysis) -> Vec<Span> {
        match self {
            Self::Note(_, place) => place.span().into_iter().collect(),
            Self::Claim(_, claim, _) if claim.content.is_empty() => claim.spans().collect(),
            Self::Claim(_, claim, _) => claim.content.clone(),
            Self::Source(_, source, _) => source.spans.clone(),
            Self::Actor(_, actor, _) => {
                let mentions = actor.mentions.iter().filter_map(|idx| analysis.mention(*idx));
                mentions.map(|mention| mention.span).collect()
            }
        }
    }
}

fn has(words: &[String], name: &str) -> bool {
    words.iter().any(|word| holds(name, word))
}

/// Whether a name has a word in it, whatever their case.
fn holds(name: &str, word: &str) -> bool {
    name.to_lowercase().contains(&word.to_lowercase())
}
