//! What the rows of the panel say.

use super::{Filter, Item, Tab, Who};
use crate::app::reading;
use crate::app::state::State;
use crate::app::theme::Role;
use crate::export::chain::{NOBODY, speaker};
use crate::extract::{ActorIdx, Analysis, Claim, ClaimIdx, Form, SourceIdx, SourceKind};
use crate::notes::Note;
use crate::text::one_line;
use crate::text::{columns, wrap};
use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

/// A row of the panel: an item in one or more lines.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// What it stands for.
    pub item: Item,
    /// Never empty.
    pub lines: Vec<RowLine>,
}

/// One line: words with their roles, never wider than the panel.
pub type RowLine = Vec<(String, Role)>;

/// The rows of the shown list that its filter lets through.
pub fn rows(state: &State, width: usize) -> Vec<Row> {
    let list = state.panel.list();
    let mut sieve = Sieve::new(&list.filter);
    let mut rows = Vec::new();
    let mut push = |item: Item, closed: Vec<RowLine>, open: &dyn Fn() -> Vec<RowLine>| {
        let mut lines = closed;
        if list.opened.contains(&item) {
            lines.extend(open());
            lines.push(Vec::new());
        }
        let lines = lines.into_iter().map(|line| cut(line, width)).collect();
        rows.push(Row { item, lines });
    };
    if state.panel.tab == Tab::Notes {
        for placed in &state.placed {
            let Some(note) = state.notebook.notes.get(&placed.id) else { continue };
            let words = format!("{} {} {}", note.body, note.anchor.exact, note.tags.join(" "));
            if sieve.passes(&words, note.kind.name(), None) {
                let remark = reading::place_remark(placed.place);
                push(Item::Note(note.id), note_lines(note, remark.as_deref()), &|| {
                    note_opened(note, width)
                });
            }
        }
        return rows;
    }
    let Some(analysis) = state.analysis.as_deref() else { return rows };
    match state.panel.tab {
        Tab::Actors => {
            let mut actors: Vec<_> = (0_u32..).zip(&analysis.actors).collect();
            actors.sort_by_key(|(n, actor)| (std::cmp::Reverse(actor.mentions.len()), *n));
            for (n, actor) in actors {
                if sieve.passes(&actor.name, actor.kind.name(), None) {
                    let item = Item::Actor(ActorIdx(n));
                    let count = actor.mentions.len().to_string();
                    let closed = vec![spread(
                        vec![
                            (actor.name.clone(), Role::Actor),
                            (format!("  {}", actor.kind.name()), Role::PanelDim),
                        ],
                        (count, Role::PanelDim),
                        width,
                    )];
                    push(item, closed, &|| actor_opened(state, analysis, ActorIdx(n), width));
                }
            }
        }
        Tab::Sources => {
            let mut sources: Vec<_> = (0_u32..).zip(&analysis.sources).collect();
            sources.sort_by_key(|(n, s)| {
                (std::cmp::Reverse(s.claims.len()), std::cmp::Reverse(s.relays.len()), *n)
            });
            for (n, source) in sources {
                if sieve.passes(&source.name, source.kind.name(), Some(source.kind)) {
                    let role = reading::source_role(source.kind);
                    let mut line = vec![(format!("{} ", reading::letter(source.kind)), role)];
                    line.push((source.name.clone(), role));
                    line.push((format!("  {}", source.kind.name()), Role::PanelDim));
                    let closed = vec![spread(line, (source_counts(source), Role::PanelDim), width)];
                    push(Item::Source(SourceIdx(n)), closed, &|| {
                        source_opened(state, analysis, SourceIdx(n), width)
                    });
                }
            }
        }
        Tab::Claims => {
            for (n, claim) in (0_u32..).zip(&analysis.claims) {
                let kind = reading::kind_of(analysis, claim);
                let words = claim_words(state, analysis, claim);
                if sieve.passes(&words, kind.name(), Some(kind)) {
                    let item = Item::Claim(ClaimIdx(n));
                    let closed =
                        claim_lines(state, analysis, claim, width, list.opened.contains(&item));
                    push(item, closed, &|| claim_opened(state, analysis, claim, width));
                }
            }
        }
        Tab::Notes => {}
    }
    rows
}

/// The kinds that the items of the shown list are of, in order, each once.
pub fn kinds(state: &State) -> Vec<&'static str> {
    let Some(analysis) = state.analysis.as_deref() else { return Vec::new() };
    let mut kinds: Vec<&'static str> = match state.panel.tab {
        Tab::Actors => analysis.actors.iter().map(|actor| actor.kind.name()).collect(),
        Tab::Sources => analysis.sources.iter().map(|source| source.kind.name()).collect(),
        Tab::Claims => {
            analysis.claims.iter().map(|claim| reading::kind_of(analysis, claim).name()).collect()
        }
        Tab::Notes => state.notebook.notes.values().map(|note| note.kind.name()).collect(),
    };
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

/// Tells what a filter lets through.
struct Sieve<'a> {
    filter: &'a Filter,
    pattern: Pattern,
    matcher: Matcher,
    buffer: Vec<char>,
}

impl<'a> Sieve<'a> {
    fn new(filter: &'a Filter) -> Self {
        let pattern = Pattern::parse(&filter.text, CaseMatching::Smart, Normalization::Smart);
        Self { filter, pattern, matcher: Matcher::new(Config::DEFAULT), buffer: Vec::new() }
    }

    fn passes(&mut self, words: &str, kind: &str, speaker: Option<SourceKind>) -> bool {
        if self.filter.kind.as_deref().is_some_and(|wanted| wanted != kind) {
            return false;
        }
        let who = match self.filter.who {
            Who::All => true,
            Who::Unnamed => speaker.is_some_and(SourceKind::is_unnamed),
            Who::NoSpeaker => speaker == Some(SourceKind::Nobody),
        };
        let mut fits = || {
            let haystack = Utf32Str::new(words, &mut self.buffer);
            self.pattern.score(haystack, &mut self.matcher).is_some()
        };
        who && (self.filter.text.is_empty() || fits())
    }
}

fn claim_words(state: &State, analysis: &Analysis, claim: &Claim) -> String {
    let mut words: Vec<String> =
        reading::chain(&state.article, analysis, claim).into_iter().map(|(name, _)| name).collect();
    words.extend(claim.spans().map(|span| state.article.slice(span).to_owned()));
    words.join(" ")
}

/// `U A Hamas official → AFP → this article`, and below it the cue, the mode and how it begins.
fn claim_lines(
    state: &State,
    analysis: &Analysis,
    claim: &Claim,
    width: usize,
    is_open: bool,
) -> Vec<RowLine> {
    let kind = reading::kind_of(analysis, claim);
    let mut first: RowLine =
        vec![(format!("{} ", reading::letter(kind)), reading::source_role(kind))];
    let stops = reading::chain(&state.article, analysis, claim);
    // The source may be long: it is cut before the relays and the outlet are.
    let rest: usize = stops.iter().skip(1).map(|(name, _)| columns::width(name) + 3).sum();
    for (n, (name, role)) in stops.into_iter().enumerate() {
        if n > 0 {
            first.push((" → ".into(), Role::PanelDim));
        }
        let room = if n == 0 { width.saturating_sub(rest + 2).max(16) } else { width };
        first.push((columns::ellipsis(&name, room), role));
    }
    let cue: Vec<_> = claim.cue.iter().map(|span| one_line(state.article.slice(*span))).collect();
    let cue = if cue.is_empty() { "no cue".to_owned() } else { cue.join(" … ") };
    let mut second: RowLine = vec![
        ("  ".into(), Role::Panel),
        (cue, Role::Cue),
        (format!(" · {}", claim.mode.name()), Role::PanelDim),
    ];
    if !is_open {
        let content = one_line(&content(state, claim));
        second.push((format!("  {content}"), Role::Panel));
    }
    vec![first, second]
}

fn content(state: &State, claim: &Claim) -> String {
    claim.content.iter().map(|span| state.article.slice(*span)).collect::<Vec<_>>().join(" … ")
}

fn claim_opened(state: &State, analysis: &Analysis, claim: &Claim, width: usize) -> Vec<RowLine> {
    let mut lines = Vec::new();
    para(&mut lines, "  ", &one_line(&content(state, claim)), Role::Claim, width);
    if let Some(outer) = claim.within.and_then(|idx| analysis.claim(idx)) {
        let who = speaker(&state.article, analysis, outer).unwrap_or_else(|| NOBODY.into());
        para(&mut lines, "  ", &format!("Inside a claim of {who}."), Role::Panel, width);
    }
    if let Some(reason) = claim.said_by.and_then(|idx| analysis.source(idx)?.anonymity) {
        let reason = one_line(state.article.slice(reason));
        para(&mut lines, "  ", &format!("Why not named: “{reason}”."), Role::Panel, width);
    }
    para(&mut lines, "  ", &format!("The cue {}.", stance_words(claim)), Role::PanelDim, width);
    for reason in &claim.why.reasons {
        para(&mut lines, "  ", reason, Role::PanelDim, width);
    }
    let tenths = (claim.score * 10.0).round();
    para(
        &mut lines,
        "  ",
        &format!("Marks made like this one are right about {tenths} times in 10."),
        Role::PanelDim,
        width,
    );
    lines
}

fn stance_words(claim: &Claim) -> &'static str {
    use crate::extract::Stance;
    match claim.stance {
        Stance::Says => "says it, no more",
        Stance::Claims => "puts it as a claim",
        Stance::Confirms => "confirms or admits it",
        Stance::Denies => "denies or refuses it",
        Stance::Warns => "warns or foretells",
        Stance::Asks => "asks or demands",
        Stance::Believes => "tells a belief or a wish",
    }
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

fn note_lines(note: &Note, remark: Option<&str>) -> Vec<RowLine> {
    let (sign, role) = match note.kind {
        crate::notes::NoteKind::Note => ("n ", Role::Panel),
        crate::notes::NoteKind::Highlight => ("h ", Role::Panel),
    };
    let mut second = vec![("  ".into(), Role::Panel)];
    if let Some(remark) = remark {
        second.push((format!("{remark} · "), Role::Error));
    }
    let speaker = note.speaker.as_deref().unwrap_or(NOBODY);
    let quote = format!("“{}”", one_line(&note.anchor.exact));
    second.push((
        if note.body.trim().is_empty() {
            speaker.to_owned()
        } else {
            format!("{speaker}: {quote}")
        },
        Role::PanelDim,
    ));
    vec![vec![(sign.into(), role), (reading::headline(note), Role::Panel)], second]
}

fn note_opened(note: &Note, width: usize) -> Vec<RowLine> {
    let mut lines = Vec::new();
    let quote = one_line(&note.anchor.exact);
    para(&mut lines, "  ", &format!("“{quote}”"), Role::Claim, width);
    if let Some(speaker) = &note.speaker {
        para(&mut lines, "  ", &format!("said by {speaker}"), Role::PanelDim, width);
    }
    for line in note.body.lines() {
        para(&mut lines, "  ", line, Role::Panel, width);
    }
    if !note.tags.is_empty() {
        para(&mut lines, "  ", &format!("tags: {}", note.tags.join(", ")), Role::PanelDim, width);
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
fn para(lines: &mut Vec<RowLine>, indent: &str, words: &str, role: Role, width: usize) {
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
