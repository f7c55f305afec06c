//! Which bytes of the text have which role: what `ui` paints, from below to above.

use super::panel::Item;
use super::reading;
use super::state::{Modal, State};
use super::theme::Role;
use crate::doc::{BlockKind, MarkKind};
use crate::extract::{ActorKind, SourceKind};
use crate::notes::NoteKind;
use crate::text::Span;

/// One coat of paint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coat {
    /// Which bytes.
    pub span: Span,
    /// As what.
    pub role: Role,
}

/// All coats that touch the bytes in sight, in the order in which they are laid on: the machine's
/// marks first, the reader's own above them, and above all what is being done.
#[must_use]
pub fn coats(state: &State, seen: Span) -> Vec<Coat> {
    let mut coats = Vec::new();
    let mut lay = |span: Span, role: Role| {
        if span.overlaps(seen) {
            coats.push(Coat { span, role });
        }
    };
    if let Some(analysis) = &state.analysis {
        if state.show.claims {
            for claim in &analysis.claims {
                let nobody = reading::kind_of(analysis, claim) == SourceKind::Nobody;
                let role = if nobody { Role::ClaimNobody } else { Role::Claim };
                claim.content.iter().for_each(|span| lay(*span, role));
            }
        }
        if state.show.actors {
            for mention in &analysis.mentions {
                let actor = mention.actor.and_then(|idx| analysis.actor(idx));
                if actor.is_some_and(|actor| actor.kind != ActorKind::Unknown) {
                    lay(mention.span, Role::Actor);
                }
            }
        }
        if state.show.sources {
            for claim in &analysis.claims {
                let role = reading::source_role(reading::kind_of(analysis, claim));
                claim.source.iter().for_each(|span| lay(*span, role));
                claim.relay.iter().for_each(|hop| lay(hop.span, Role::Relay));
            }
        }
        if state.show.cues {
            analysis
                .claims
                .iter()
                .flat_map(|claim| &claim.cue)
                .for_each(|span| lay(*span, Role::Cue));
        }
    }
    for mark in &state.article.marks {
        match mark.kind {
            MarkKind::Emphasis => lay(mark.span, Role::Emphasis),
            MarkKind::Strong => lay(mark.span, Role::Strong),
            MarkKind::Link(_) => lay(mark.span, Role::Link),
            MarkKind::Break => {}
        }
    }
    if state.show.notes {
        for placed in &state.placed {
            let kind = state.notebook.notes.get(&placed.id).map(|note| note.kind);
            let role = if kind == Some(NoteKind::Highlight) { Role::Highlight } else { Role::Note };
            placed.place.span().into_iter().for_each(|span| lay(span, role));
        }
    }
    for span in current(state) {
        lay(span, Role::Current);
    }
    state.find.hits.iter().for_each(|hit| lay(*hit, Role::Found));
    if let Some(selection) = state.selection() {
        lay(selection, Role::Selection);
    }
    if let Some(Modal::Editor(editor)) = &state.modal
        && let Some(span) = editor.span
    {
        lay(span, Role::Selection);
    }
    coats
}

/// What the panel stands on, while the panel has the keys.
fn current(state: &State) -> Vec<Span> {
    if state.focus != super::state::Focus::Panel {
        return Vec::new();
    }
    let Some(item) = state.panel.selected() else { return Vec::new() };
    match (item, &state.analysis) {
        (Item::Claim(idx), Some(analysis)) => {
            analysis.claim(idx).map_or_else(Vec::new, |claim| claim.spans().collect())
        }
        _ => state.panel.walk_spans(state, item).into_iter().collect(),
    }
}

/// The base role of a block's text.
#[must_use]
pub fn block_role(kind: BlockKind) -> Role {
    match kind {
        BlockKind::Title => Role::Title,
        BlockKind::Standfirst => Role::Standfirst,
        BlockKind::Byline => Role::Meta,
        BlockKind::Caption => Role::Caption,
        BlockKind::Heading(_) => Role::Heading,
        BlockKind::Quote => Role::Quote,
        BlockKind::Code => Role::Code,
        BlockKind::Separator => Role::Rule,
        BlockKind::Para | BlockKind::Item { .. } | BlockKind::Table => Role::Text,
    }
}

/// What stands in the margin beside a row: who stands behind it, and whether the reader noted something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Margin {
    /// The letter of the source's kind on the row where a claim begins, a bar on those where it goes on.
    pub source: Option<(char, Role)>,
    /// `n` for a note, `h` for a highlight.
    pub note: Option<(char, Role)>,
}

/// The margin beside a row that shows `row`.
#[must_use]
pub fn margin(state: &State, row: Span) -> Margin {
    let mut source = None;
    if let Some(analysis) = &state.analysis
        && (state.show.claims || state.show.sources)
    {
        for claim in &analysis.claims {
            let kind = reading::kind_of(analysis, claim);
            let role = reading::source_role(kind);
            let begins = claim
                .content
                .first()
                .or(claim.cue.first())
                .is_some_and(|s| row.contains(s.start()));
            if begins {
                source = Some((reading::letter(kind), role));
                break;
            }
            if source.is_none() && claim.content.iter().any(|span| span.overlaps(row)) {
                source = Some(('│', role));
            }
        }
    }
    let mut note = None;
    if state.show.notes {
        for placed in
            state.placed.iter().filter(|p| p.place.span().is_some_and(|s| s.overlaps(row)))
        {
            let kind = state.notebook.notes.get(&placed.id).map(|note| note.kind);
            match kind {
                Some(NoteKind::Highlight) | None => note = note.or(Some(('h', Role::Highlight))),
                Some(kind) => {
                    note = Some((reading::note_sign(kind), Role::Note));
                    break;
                }
            }
        }
    }
    Margin { source, note }
}
