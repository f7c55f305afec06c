//! What the rows of the panel say.

use super::claims::{claim_lines, claim_opened, content};
use super::items::items;
use super::{Item, own};
use crate::app::reading;
use crate::app::state::State;
use crate::app::theme::Role;
use crate::doc::Place;
use crate::export::chain::NOBODY;
use crate::extract::{ActorIdx, Analysis, Form, SourceIdx};
use crate::notes::since;
use crate::notes::{About, Note};
use crate::parse::clean::{clean, line};
use crate::text::one_line;
use crate::text::{columns, wrap};

/// A row of the panel. What it says is made only when it is seen ([`lines`]): a list may have
/// hundreds, and a screen shows twenty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// What it stands for.
    pub item: Item,
    /// How many lines it takes; never none.
    pub height: usize,
}

/// One line: words with their roles, never wider than the panel.
pub type RowLine = Vec<(String, Role)>;

/// The rows of the shown list that its filter lets through, in order.
pub fn rows(state: &State, width: usize) -> Vec<Row> {
    let list = state.panel.list();
    let height = |item: Item| match item {
        item if list.opened.contains(&item) => lines(state, item, width).len(),
        Item::Actor(_) | Item::Source(_) => 1,
        Item::Claim(_) | Item::Note(_) => 2,
    };
    items(state).into_iter().map(|item| Row { item, height: height(item) }).collect()
}

/// What a row says: in short, and where it is opened all of it, with an empty line at the end.
pub fn lines(state: &State, item: Item, width: usize) -> Vec<RowLine> {
    let is_open = state.panel.list().opened.contains(&item);
    let mut lines = closed(state, item, width, is_open).unwrap_or_else(|| vec![RowLine::new()]);
    if is_open {
        lines.extend(opened(state, item, width));
        lines.push(RowLine::new());
    }
    lines.into_iter().map(|line| cut(line, width)).collect()
}

/// A row in short.
fn closed(state: &State, item: Item, width: usize, is_open: bool) -> Option<Vec<RowLine>> {
    let analysis = state.analysis.as_deref();
    Some(match item {
        Item::Note(id) => {
            let placed = state.placed.iter().find(|placed| placed.id == id)?;
            note_lines(state, state.notebook.notes.get(&id)?, placed.place)
        }
        Item::Actor(idx) => {
            let actor = analysis?.actor(idx)?;
            let kind = format!("  {}", actor.kind.name());
            let mut words = vec![(actor.name.clone(), Role::Actor), (kind, Role::PanelDim)];
            words.extend(own::sign(state, item).map(|(sign, role)| (format!("  {sign}"), role)));
            vec![spread(words, (actor.mentions.len().to_string(), Role::PanelDim), width)]
        }
        Item::Source(idx) => {
            let source = analysis?.source(idx)?;
            let role = reading::source_role(source.kind);
            let mut words = vec![
                (format!("{} ", reading::letter(source.kind)), role),
                (source.name.clone(), role),
                (format!("  {}", source.kind.name()), Role::PanelDim),
            ];
            words.extend(own::sign(state, item).map(|(sign, role)| (format!("  {sign}"), role)));
            vec![spread(words, (source_counts(source), Role::PanelDim), width)]
        }
        Item::Claim(idx) => {
            let analysis = analysis?;
            claim_lines(state, analysis, idx, width, is_open)?
        }
    })
}

/// What an opened row says besides.
fn opened(state: &State, item: Item, width: usize) -> Vec<RowLine> {
    let analysis = state.analysis.as_deref();
    // The reader's word stands above the program's.
    let mut lines = own::opened(state, item, width);
    lines.extend(match (item, analysis) {
        (Item::Note(id), _) => {
            let note = state.notebook.notes.get(&id);
            note.map_or_else(Vec::new, |note| note_opened(state, note, width))
        }
        (Item::Actor(idx), Some(analysis)) => actor_opened(state, analysis, idx, width),
        (Item::Source(idx), Some(analysis)) => source_opened(state, analysis, idx, width),
        (Item::Claim(idx), Some(analysis)) => {
            let claim = analysis.claim(idx);
            claim.map_or_else(Vec::new, |claim| claim_opened(state, analysis, claim, width))
        }
        (_, None) => Vec::new(),
    });
    lines
}

fn source_counts(source: &crate::extract::Source) -> String {
    match (source.claims.len(), source.relays.len()) {
        (claims, 0) => claims.to_string(),
        (0, relays) => format!("passes on {relays}"),
        (claims, relays) => format!("{claims}, passes on {relays}"),
    }
}

fn source_opened(state: &State, analysis: &Analysis, idx: SourceIdx, width: usize) -> Vec<RowLine> {
    let mut lines = Vec::new();
    let Some(source) = analysis.source(idx) else { return lines };
    if let Some(reason) = source.anonymity {
        let reason = one_line(state.article.slice(reason));
        para(&mut lines, "  ", &format!("Why not named: “{reason}”."), Role::Panel, width);
    }
    for (heading, claims) in [("", &source.claims), ("passes on: ", &source.relays)] {
        for claim in claims.iter().filter_map(|idx| analysis.claim(*idx)) {
            let words = one_line(&content(state, claim));
            let words = if words.is_empty() {
                claim.cue.first().map_or(String::new(), |cue| state.article.slice(*cue).to_owned())
            } else {
                words
            };
            let words = columns::ellipsis(&words, width.saturating_mul(2));
            para(&mut lines, "  – ", &format!("{heading}{words}"), Role::Claim, width);
        }
    }
    lines
}

fn actor_opened(state: &State, analysis: &Analysis, idx: ActorIdx, width: usize) -> Vec<RowLine> {
    let mut lines = Vec::new();
    let Some(actor) = analysis.actor(idx) else { return lines };
    if let Some(role) = actor.role {
        para(&mut lines, "  ", &one_line(state.article.slice(role)), Role::Panel, width);
    }
    let mut forms: Vec<(String, Form, usize)> = Vec::new();
    for mention in actor.mentions.iter().filter_map(|idx| analysis.mention(*idx)) {
        let words = one_line(state.article.slice(mention.span));
        match forms.iter_mut().find(|(known, ..)| *known == words) {
            Some((.., count)) => *count += 1,
            None => forms.push((words, mention.form, 1)),
        }
    }
    for (words, form, count) in forms {
        let form = match form {
            Form::Name => "",
            Form::Short => " (short)",
            Form::Acronym => " (acronym)",
            Form::Role => " (role)",
            Form::Pronoun => " (pronoun)",
            Form::Metonym => " (stands for it)",
        };
        para(&mut lines, "  ", &format!("{count} × {words}{form}"), Role::PanelDim, width);
    }
    lines
}

fn note_lines(state: &State, note: &Note, place: Place) -> Vec<RowLine> {
    let mut first = vec![(format!("{} ", reading::sign(note)), Role::Panel)];
    if let Some(sign) = since::sign(place) {
        first.push((format!("{sign} "), Role::Error));
    }
    first.push((reading::headline(note), Role::Panel));
    let mut second = vec![("  ".into(), Role::Panel)];
    // That it has moved is no trouble: the sign is enough.
    let trouble = !matches!(place, Place::Exact(_) | Place::Moved(_));
    if let Some(remark) = reading::place_remark(place).filter(|_| trouble) {
        second.push((format!("{remark} · "), Role::Error));
    }
    let remarks = own::remarks(state, note);
    if !remarks.is_empty() {
        second.push((format!("{} · ", remarks.join(" ")), Role::You));
    }
    // A notes file may have come from anywhere: what is in it is cleaned as any other text.
    let speaker = note.speaker.as_deref().map_or(NOBODY.to_owned(), line);
    let quote = format!("“{}”", line(&note.anchor.exact));
    second.push((
        if note.about == About::Article {
            "on the whole article".to_owned()
        } else if let Some(name) = note.about.name() {
            format!("on {}", line(name))
        } else if note.body.trim().is_empty() && note.ruling.is_none() {
            speaker.clone()
        } else {
            format!("{speaker}: {quote}")
        },
        Role::PanelDim,
    ));
    vec![first, second]
}

fn note_opened(state: &State, note: &Note, width: usize) -> Vec<RowLine> {
    let mut lines = Vec::new();
    let placed = state.placed.iter().find(|placed| placed.id == note.id);
    if let Some(placed) = placed
        && let Some(remark) = reading::place_remark(placed.place)
    {
        let keys = state.settings.keymap.keys_for(state.place(), "attach");
        let key = keys.first().cloned().unwrap_or_else(|| ":attach".into());
        let help = match placed.place {
            Place::Orphan => format!("{key} looks for a new place for it"),
            _ => format!("{key} confirms it"),
        };
        para(&mut lines, "  ", &format!("{remark}; {help}"), Role::Error, width);
    }
    if note.about != About::Article {
        let quote = line(&note.anchor.exact);
        para(&mut lines, "  ", &format!("“{quote}”"), Role::Claim, width);
    }
    if let Some(speaker) = &note.speaker {
        para(&mut lines, "  ", &format!("said by {}", line(speaker)), Role::PanelDim, width);
    }
    lines.extend(own::note_opened(state, note, width));
    for words in clean(&note.body).text.lines() {
        para(&mut lines, "  ", words, Role::Panel, width);
    }
    if !note.tags.is_empty() {
        para(
            &mut lines,
            "  ",
            &format!("tags: {}", line(&note.tags.join(", "))),
            Role::PanelDim,
            width,
        );
    }
    let edited = if note.edited == note.made {
        String::new()
    } else {
        format!(", edited {}", note.edited.date())
    };
    para(&mut lines, "  ", &format!("made {}{edited}", note.made.date()), Role::PanelDim, width);
    lines
}

/// Wraps words into lines, all indented like the first.
pub fn para(lines: &mut Vec<RowLine>, indent: &str, words: &str, role: Role, width: usize) {
    let hang = columns::width(indent);
    for (n, line) in wrap::lines(words, width.saturating_sub(hang + 1)).into_iter().enumerate() {
        let indent = if n == 0 { indent.to_owned() } else { " ".repeat(hang) };
        lines.push(vec![(indent, Role::PanelDim), (line.to_owned(), role)]);
    }
}

/// Words on the left, a count on the right edge; the words are cut where the two would meet.
fn spread(left: RowLine, right: (String, Role), width: usize) -> RowLine {
    let count = columns::width(&right.0);
    let mut line = cut(left, width.saturating_sub(count + 2));
    let used: usize = line.iter().map(|(words, _)| columns::width(words)).sum();
    line.push((" ".repeat(width.saturating_sub(used + count + 1)), Role::Panel));
    line.push(right);
    line
}

fn cut(line: RowLine, width: usize) -> RowLine {
    let mut room = width;
    let mut kept = RowLine::new();
    for (words, role) in line {
        let words = columns::ellipsis(&words, room);
        room -= columns::width(&words).min(room);
        if !words.is_empty() {
            kept.push((words, role));
        }
    }
    kept
}
