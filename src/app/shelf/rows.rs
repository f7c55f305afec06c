//! What the rows of the list of all notes say.

use super::{Entry, Of, Row, Sort, cut};
use crate::app::panel::RowLine;
use crate::app::reading;
use crate::app::state::State;
use crate::app::theme::Role;
use crate::notes::{Note, Ruling};
use crate::parse::clean::{clean, line};
use crate::text::{columns, wrap};

/// What a row says, in lines no wider than `width`.
#[must_use]
pub fn lines(state: &State, row: Row, width: usize) -> Vec<RowLine> {
    let shelf = &state.shelf;
    let lines = match row.of {
        Of::Trouble(n) => {
            let (file, why) = shelf.troubles.get(n).cloned().unwrap_or_default();
            let mut lines = vec![vec![("! ".into(), Role::Error), (line(&file), Role::Error)]];
            if shelf.is_opened(row.of) {
                para(&mut lines, &line(&why), Role::PanelDim, width);
            } else {
                lines.push(vec![(format!("  {}", line(&why)), Role::PanelDim)]);
            }
            lines
        }
        Of::Note(..) => {
            let Some((entry, note)) = shelf.note(row.of) else { return vec![RowLine::new(); 2] };
            let mut lines = Vec::new();
            if row.is_headed {
                lines.push(vec![(entry.name(), Role::Heading)]);
            }
            lines.extend(closed(entry, note, shelf.sort));
            if shelf.is_opened(row.of) {
                opened(&mut lines, entry, note, width);
            }
            lines
        }
    };
    lines.into_iter().map(|line| cut(line, width)).collect()
}

fn closed(entry: &Entry, note: &Note, sort: Sort) -> [RowLine; 2] {
    let first = vec![
        (format!("{} ", reading::sign(note)), Role::Note),
        (reading::headline(note), Role::Panel),
    ];
    let at = if sort == Sort::Edited { note.edited } else { note.made };
    let mut parts = vec![at.date()];
    if sort != Sort::Article {
        parts.push(entry.name());
    }
    parts.extend(note.speaker.as_deref().map(line));
    parts.extend(tags(note));
    parts.extend(note.pen.as_deref().map(line));
    [first, vec![(format!("  {}", parts.join(" · ")), Role::PanelDim)]]
}

fn tags(note: &Note) -> Option<String> {
    let tags: Vec<String> = note.tags.iter().map(|tag| format!("#{}", line(tag))).collect();
    (!tags.is_empty()).then(|| tags.join(" "))
}

fn opened(lines: &mut Vec<RowLine>, entry: &Entry, note: &Note, width: usize) {
    for words in clean(&note.body).text.lines() {
        para(lines, words, Role::Panel, width);
    }
    if !note.anchor.exact.is_empty() {
        para(lines, &format!("“{}”", line(&note.anchor.exact)), Role::Claim, width);
    }
    let mut facts = vec![note.kind.name().to_owned()];
    facts.extend(note.about.name().map(|name| format!("on {}", line(name))));
    facts.extend(note.ruling.as_ref().map(ruling));
    facts.extend(note.check.as_ref().map(|check| {
        let link = check.link.as_deref().map_or(String::new(), |link| format!(", {}", line(link)));
        format!("{} on {}{link}", check.verdict.name(), check.at.date())
    }));
    facts.extend(tags(note));
    facts.push(format!("made {}", note.made.date()));
    if note.edited != note.made {
        facts.push(format!("changed {}", note.edited.date()));
    }
    para(lines, &facts.join(" · "), Role::PanelDim, width);
    let meta = &entry.meta;
    let place =
        [Some(entry.name()), meta.outlet.as_deref().map(line), meta.url.as_deref().map(line)];
    let place: Vec<String> = place.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    para(lines, &place.join(" · "), Role::PanelDim, width);
    lines.push(RowLine::new());
}

fn ruling(ruling: &Ruling) -> String {
    match ruling {
        Ruling::SaidBy { name, .. } if name.is_empty() => "said by nobody".into(),
        Ruling::SaidBy { name, .. } => format!("said by {}", line(name)),
        Ruling::SameAs(name) => format!("same as {}", line(name)),
        Ruling::NotSame(name) => format!("not {}", line(name)),
        Ruling::IsA(kind) => kind.name().to_owned(),
        Ruling::IsSource(kind) => kind.name().to_owned(),
        Ruling::Covers(anchor) => format!("what is claimed: “{}”", line(&anchor.exact)),
        Ruling::Right | Ruling::Wrong => ruling.name().to_owned(),
    }
}

fn para(lines: &mut Vec<RowLine>, words: &str, role: Role, width: usize) {
    const INDENT: &str = "    ";
    let room = width.saturating_sub(columns::width(INDENT));
    for words in wrap::lines(words, room) {
        lines.push(vec![(INDENT.to_owned(), Role::PanelDim), (words.to_owned(), role)]);
    }
}
