//! Which bytes of the text have which role: what `ui` paints, from below to above.

use super::marking::is_drawn;
use super::panel::Item;
use super::reading;
use super::state::{Modal, State};
use super::theme::{Look, Role};
use crate::doc::{BlockKind, MarkKind};
use crate::extract::{ActorKind, SourceKind};
use crate::notes::{Note, NoteKind};
use crate::text::Span;

/// One coat of paint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coat {
    /// Which bytes.
    pub span: Span,
    /// As what.
    pub role: Role,
    /// What a pen of the reader's changes in that.
    pub pen: Option<Look>,
    /// Whether it is a mark of the reader's: of those, more than one may lie on the same words.
    pub is_mark: bool,
}

/// All coats that touch the bytes in sight, in the order in which they are laid on: the machine's
/// marks first, the reader's own above them, and above all what is being done.
#[must_use]
pub fn coats(state: &State, seen: Span) -> Vec<Coat> {
    let mut coats = Vec::new();
    let mut lay = |span: Span, role: Role| {
        if span.overlaps(seen) {
            coats.push(Coat { span, role, pen: None, is_mark: false });
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
                let is_own = || {
                    let ruled = mention.actor.and_then(|idx| state.rulings.actors.get(&idx));
                    ruled.is_some_and(|ruled| ruled.is_own)
                };
                if actor.is_some_and(|actor| actor.kind != ActorKind::Unknown || is_own()) {
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
            // What the reader says is a source is seen as one before anything is credited to it.
            let own = state.rulings.sources.iter().filter(|(_, ruled)| ruled.is_own);
            for source in own.filter_map(|(idx, _)| analysis.source(*idx)) {
                let role = reading::source_role(source.kind);
                source.spans.iter().for_each(|span| lay(*span, role));
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
        coats.extend(marks(state, seen));
    }
    let mut lay = |span: Span, role: Role| {
        if span.overlaps(seen) {
            coats.push(Coat { span, role, pen: None, is_mark: false });
        }
    };
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
    if let Some(Modal::Stretch(stretch)) = &state.modal {
        lay(stretch.span, Role::Selection);
    }
    if let Some(claim) = state.marking.pointing.filter(|_| state.view.anchor.is_none()) {
        lay(claim, Role::Current);
    }
    coats
}

/// The reader's marks in sight, the longer below, so that each can be seen.
fn marks(state: &State, seen: Span) -> Vec<Coat> {
    let in_sight = state.placed.iter().filter_map(|placed| {
        let span = placed.place.span().filter(|span| span.overlaps(seen))?;
        Some((span, state.notebook.notes.get(&placed.id).filter(|note| is_drawn(note))?))
    });
    let mut marks: Vec<(Span, &Note)> = in_sight.collect();
    // The order in which those under the cursor are gone through, from its end.
    marks.sort_by_key(|(span, note)| std::cmp::Reverse((span.len(), note.id)));
    let coat = |(span, note): (Span, &Note)| {
        let role = if note.kind == NoteKind::Highlight { Role::Highlight } else { Role::Note };
        // A pen that the config has no more is drawn as the kind is.
        let pen = note.pen.as_deref().and_then(|name| state.pen(name)).map(|pen| pen.look);
        Coat { span, role, pen, is_mark: true }
    };
    let mut coats: Vec<Coat> = marks.into_iter().map(coat).collect();
    // Of several marks, the one that the reader went to stands out while the cursor is on it.
    let chosen = state.marking.chosen.filter(|id| state.own_mark() == Some(*id));
    let chosen = chosen.and_then(|id| state.placed.iter().find(|placed| placed.id == id));
    if let Some(span) = chosen.and_then(|placed| placed.place.span()) {
        coats.push(Coat { span, role: Role::Current, pen: None, is_mark: false });
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
    /// The sign of the reader's mark: `n` for a note, `h` for a highlight, `=` for a correction.
    pub note: Option<(char, Role)>,
    /// The letter of its pen.
    pub pen: Option<(char, Look)>,
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
    let mut note: Option<(u8, &Note)> = None;
    if state.show.notes {
        let here = state.placed.iter().filter(|p| p.place.span().is_some_and(|s| s.overlaps(row)));
        for one in here.filter_map(|placed| state.notebook.notes.get(&placed.id)) {
            // What the reader wrote or asks comes before what is only marked, and that before what
            // says something of the program's own marks.
            let weight = match one.kind {
                NoteKind::Note | NoteKind::Question | NoteKind::ToCheck => 2,
                NoteKind::Highlight => 1,
                NoteKind::Actor | NoteKind::Source | NoteKind::Claim | NoteKind::Correction => 0,
            };
            if note.is_none_or(|(most, _)| weight > most) {
                note = Some((weight, one));
            }
        }
    }
    let note = note.map(|(_, note)| note);
    let pen = note.and_then(|note| state.pen(note.pen.as_deref()?)).map(|pen| (pen.key, pen.look));
    let note = note.map(|note| {
        let role = if note.kind == NoteKind::Highlight { Role::Highlight } else { Role::Note };
        (reading::note_sign(note.kind), role)
    });
    Margin { source, note, pen }
}
