//! Questions about an analysis, in the words that the screen uses.

use super::theme::Role;
use crate::doc::{Article, Place};
use crate::export::chain::{Part, way};
use crate::extract::{ActorIdx, Analysis, Claim, ClaimIdx, SourceIdx, SourceKind};
use crate::notes::words::ruled;
use crate::notes::{Note, NoteId, NoteKind};
use crate::parse::clean::line;
use crate::text::Span;

/// What a claim's last stop is called where the outlet is not known.
pub const HERE: &str = "this article";

/// The way of a claim to the page, with how each stop looks: the source, each relay, the outlet.
#[must_use]
pub fn chain(article: &Article, analysis: &Analysis, claim: &Claim) -> Vec<(String, Role)> {
    let mut stops: Vec<_> = way(article, analysis, claim)
        .into_iter()
        .map(|stop| match stop.part {
            Part::Source(kind) => (stop.name, source_role(kind)),
            Part::Relay => (stop.name, Role::Relay),
            Part::Outlet => (stop.name, Role::PanelDim),
        })
        .collect();
    if article.meta.outlet.as_deref().is_none_or(str::is_empty) {
        stops.push((HERE.into(), Role::PanelDim));
    }
    stops
}

/// The role of a kind of source.
#[must_use]
pub fn source_role(kind: SourceKind) -> Role {
    match kind {
        SourceKind::NamedPerson | SourceKind::NamedOrganisation | SourceKind::Government => {
            Role::Source
        }
        SourceKind::UnnamedPerson | SourceKind::UnnamedGroup => Role::SourceUnnamed,
        SourceKind::Media => Role::SourceMedia,
        SourceKind::Document => Role::SourceDocument,
        SourceKind::Nobody => Role::SourceNobody,
    }
}

/// The letter in the margin and in the panel that says what kind of source stands behind something,
/// so that it can be told without colour.
#[must_use]
pub fn letter(kind: SourceKind) -> char {
    match kind {
        SourceKind::NamedPerson => 'P',
        SourceKind::NamedOrganisation => 'O',
        SourceKind::Government => 'G',
        SourceKind::UnnamedPerson => 'u',
        SourceKind::UnnamedGroup => 'U',
        SourceKind::Media => 'M',
        SourceKind::Document => 'D',
        SourceKind::Nobody => '?',
    }
}

/// The kind of a claim's source.
#[must_use]
pub fn kind_of(analysis: &Analysis, claim: &Claim) -> SourceKind {
    claim
        .said_by
        .and_then(|idx| analysis.source(idx))
        .map_or(SourceKind::Nobody, |source| source.kind)
}

/// The claim whose content holds byte `at`, else the one whose cue or source does; of several, the
/// shortest.
#[must_use]
pub fn claim_at(analysis: &Analysis, at: usize) -> Option<ClaimIdx> {
    let shortest = |with_all_parts: bool| {
        let mut best: Option<(usize, u32)> = None;
        for (n, claim) in (0_u32..).zip(&analysis.claims) {
            let parts = || {
                claim.spans().skip(if with_all_parts {
                    0
                } else {
                    claim.source.len() + claim.cue.len()
                })
            };
            if parts().any(|span| span.contains(at)) {
                let len = parts().map(Span::len).sum();
                if best.is_none_or(|(shortest, _)| len < shortest) {
                    best = Some((len, n));
                }
            }
        }
        best.map(|(_, n)| ClaimIdx(n))
    };
    shortest(false).or_else(|| shortest(true))
}

/// The claim that covers most of a span.
#[must_use]
pub fn claim_over(analysis: &Analysis, span: Span) -> Option<ClaimIdx> {
    let shared = |claim: &Claim| -> usize {
        claim.content.iter().filter_map(|s| s.intersection(span)).map(Span::len).sum()
    };
    let mut best: Option<(usize, u32)> = None;
    for (n, claim) in (0_u32..).zip(&analysis.claims) {
        let shared = shared(claim);
        if shared > 0 && best.is_none_or(|(most, _)| shared > most) {
            best = Some((shared, n));
        }
    }
    best.map(|(_, n)| ClaimIdx(n))
}

/// The actor that is named at byte `at`: of mentions within each other, the shortest's.
#[must_use]
pub fn actor_at(analysis: &Analysis, at: usize) -> Option<ActorIdx> {
    let here = analysis.mentions.iter().filter(|mention| mention.span.contains(at));
    here.min_by_key(|mention| mention.span.len())?.actor
}

/// The source that stands at byte `at`.
#[must_use]
pub fn source_at(analysis: &Analysis, at: usize) -> Option<SourceIdx> {
    (0_u32..)
        .zip(&analysis.sources)
        .find(|(_, source)| source.spans.iter().any(|span| span.contains(at)))
        .map(|(n, _)| SourceIdx(n))
}

/// From the first to the last byte of a claim's content; of its other parts where it has none.
#[must_use]
pub fn extent(claim: &Claim) -> Span {
    let content = claim.content.iter().copied().reduce(Span::hull);
    content.or_else(|| claim.spans().reduce(Span::hull)).unwrap_or_default()
}

/// The reader's notes at byte `at`, the shortest first.
#[must_use]
pub fn notes_at(state: &super::State, at: usize) -> Vec<NoteId> {
    let mut found: Vec<_> = state
        .placed
        .iter()
        .filter_map(|placed| Some((placed.place.span()?, placed.id)))
        .filter(|(span, _)| span.contains(at))
        .map(|(span, id)| (span.len(), id))
        .collect();
    found.sort_unstable();
    found.into_iter().map(|(_, id)| id).collect()
}

/// What a note's place should make the reader look at twice, if anything.
#[must_use]
pub fn place_remark(place: Place) -> Option<String> {
    match place {
        Place::Exact(_) => None,
        Place::Moved(_) => Some("the text has changed; the same words were found".into()),
        Place::Approximate(_, score) => {
            Some(format!("the words have changed; {:.0}% alike", score * 100.0))
        }
        Place::Orphan => Some("no longer in the text".into()),
    }
}

/// The sign of a note in lists: that of its kind, or that of a note on the whole article.
#[must_use]
pub fn sign(note: &Note) -> char {
    if note.about == crate::notes::About::Article { '*' } else { note_sign(note.kind) }
}

/// The sign of a kind of note in lists and in the margin.
#[must_use]
pub fn note_sign(kind: NoteKind) -> char {
    match kind {
        NoteKind::Highlight => 'h',
        NoteKind::Note => 'n',
        NoteKind::Question => '?',
        NoteKind::ToCheck => '!',
        NoteKind::Actor => 'a',
        NoteKind::Source => 's',
        NoteKind::Claim => 'c',
        NoteKind::Correction => '=',
    }
}

/// A note in a line: its words, or what it marks.
#[must_use]
pub fn headline(note: &Note) -> String {
    if note.about == crate::notes::About::Article && note.body.trim().is_empty() {
        return "the whole article".into();
    }
    let words = if note.body.trim().is_empty() { &note.anchor.exact } else { &note.body };
    match ruled(note) {
        Some(ruled) if note.kind == NoteKind::Correction => match note.body.trim() {
            "" => format!("You: {}", line(&ruled)),
            body => format!("You: {} · {}", line(&ruled), line(body)),
        },
        Some(ruled) => format!("[{}] {}", line(&ruled), line(words)),
        None => line(words),
    }
}
