//! What the rows of the panel say.

use super::{Filter, Item, Tab, Who, own};
use crate::app::reading;
use crate::app::state::State;
use crate::app::theme::Role;
use crate::doc::Place;
use crate::export::chain::{NOBODY, speaker};
use crate::extract::{ActorIdx, Analysis, Claim, ClaimIdx, Form, SourceIdx, SourceKind};
use crate::notes::since;
use crate::notes::{About, Note, NoteId};
use crate::parse::clean::{clean, line};
use crate::text::one_line;
use crate::text::{columns, wrap};
use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use std::cmp::Reverse;

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

/// The items of the shown list that its filter lets through, in order.
fn items(state: &State) -> Vec<Item> {
    let filter = &state.panel.list().filter;
    let mut sieve = Sieve::new(filter);
    // The words are looked at only where there are words to look for.
    let words =
        |words: &dyn Fn() -> String| if filter.text.is_empty() { String::new() } else { words() };
    if matches!(state.panel.tab, Tab::Notes | Tab::Loose) {
        let ids: Vec<NoteId> = match state.panel.tab {
            Tab::Loose => state.loose(),
            _ => state.placed.iter().map(|placed| placed.id).collect(),
        };
        let notes = ids.iter().filter_map(|id| state.notebook.notes.get(id));
        return notes
            .filter(|note| {
                let words = words(&|| {
                    let tags: String = note.tags.iter().map(|tag| format!(" #{tag}")).collect();
                    let pen = note.pen.as_deref().unwrap_or_default();
                    let ruled = crate::notes::words::ruled(note).unwrap_or_default();
                    format!("{}{tags} {} {pen} {ruled}", note.body, note.anchor.exact)
                });
                sieve.passes(&words, note.kind.name(), None)
            })
            .map(|note| Item::Note(note.id))
            .collect();
    }
    let Some(analysis) = state.analysis.as_deref() else { return Vec::new() };
    match state.panel.tab {
        Tab::Actors => {
            let mut actors: Vec<_> = (0_u32..).zip(&analysis.actors).collect();
            actors.sort_by_key(|(n, actor)| (Reverse(actor.mentions.len()), *n));
            actors.retain(|(_, actor)| sieve.passes(&actor.name, actor.kind.name(), None));
            actors.into_iter().map(|(n, _)| Item::Actor(ActorIdx(n))).collect()
        }
        Tab::Sources => {
            let mut sources: Vec<_> = (0_u32..).zip(&analysis.sources).collect();
            sources.sort_by_key(|(n, s)| (Reverse(s.claims.len()), Reverse(s.relays.len()), *n));
            sources.retain(|(_, s)| sieve.passes(&s.name, s.kind.name(), Some(s.kind)));
            sources.into_iter().map(|(n, _)| Item::Source(SourceIdx(n))).collect()
        }
        Tab::Claims => {
            let claims = (0_u32..).zip(&analysis.claims).filter(|(_, claim)| {
                let kind = reading::kind_of(analysis, claim);
                let words = words(&|| claim_words(state, analysis, claim));
                sieve.passes(&words, kind.name(), Some(kind))
            });
            claims.map(|(n, _)| Item::Claim(ClaimIdx(n))).collect()
        }
        Tab::Notes | Tab::Loose => Vec::new(),
    }
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

/// The kinds that the items of the shown list are of, in order, each once.
pub fn kinds(state: &State) -> Vec<&'static str> {
    let analysis = state.analysis.as_deref();
    let mut kinds: Vec<&'static str> = match (state.panel.tab, analysis) {
        (Tab::Notes | Tab::Loose, _) => {
            state.notebook.notes.values().map(|note| note.kind.name()).collect()
        }
        (_, None) => Vec::new(),
        (Tab::Actors, Some(analysis)) => analysis.actors.iter().map(|a| a.kind.name()).collect(),
        (Tab::Sources, Some(analysis)) => analysis.sources.iter().map(|s| s.kind.name()).collect(),
        (Tab::Claims, Some(analysis)) => {
            analysis.claims.iter().map(|claim| reading::kind_of(analysis, claim).name()).collect()
        }
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
        // Letters strewn over a whole sentence are no match: most must stand together.
        const LEAST_PER_LETTER: usize = 13;
        let letters = self.filter.text.chars().filter(|c| !c.is_whitespace()).count();
        let mut fits = || {
            let haystack = Utf32Str::new(words, &mut self.buffer);
            let score = self.pattern.score(haystack, &mut self.matcher);
            score.is_some_and(|score| score as usize >= letters * LEAST_PER_LETTER)
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
    idx: ClaimIdx,
    width: usize,
    is_open: bool,
) -> Option<Vec<RowLine>> {
    let claim = analysis.claim(idx)?;
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
        (format!("{} · {}", qualified(claim), claim.mode.name()), Role::PanelDim),
    ];
    if let Some((sign, role)) = own::sign(state, Item::Claim(idx)) {
        second.push((format!(" · {sign}"), role));
    }
    if !is_open {
        // Only the beginning is seen, and contents can be long.
        let content = content(state, claim);
        let content = one_line(columns::fit(&content, width * 2));
        second.push((format!("  {content}"), Role::Panel));
    }
    Some(vec![first, second])
}

/// What the reader must not overlook beside a cue: that it was not done, or only might be.
fn qualified(claim: &Claim) -> String {
    use crate::extract::{Modality, Negation};
    let mut words = String::new();
    if claim.negation != Negation::Plain {
        words.push_str(&format!(" · {}", claim.negation.name()));
    }
    if claim.modality != Modality::Asserted {
        words.push_str(&format!(" · {}", claim.modality.name()));
    }
    words
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
    para(&mut lines, "  ", &stance_words(state, claim), Role::PanelDim, width);
    for words in [negation_words(claim), modality_words(claim)].into_iter().flatten() {
        para(&mut lines, "  ", words, Role::PanelDim, width);
    }
    for reason in &claim.why.reasons {
        para(&mut lines, "  ", reason, Role::PanelDim, width);
    }
    if claim.why.rule != crate::notes::review::BY_READER {
        let tenths = (claim.score * 10.0).round();
        let says = format!("Of marks made like this one, about {tenths} in 10 are right.");
        para(&mut lines, "  ", &says, Role::PanelDim, width);
    }
    lines
}

/// What the cue does with it, as a sentence about the words that stand in the text.
fn stance_words(state: &State, claim: &Claim) -> String {
    use crate::extract::Stance;
    let does = match claim.stance {
        Stance::Says => "is neutral: it reports what was said",
        Stance::Claims => "makes it a claim, which others may dispute",
        Stance::Confirms => "makes it something confirmed or admitted",
        Stance::Denies => "makes it something denied or refused",
        Stance::Warns => "makes it a warning or a forecast",
        Stance::Asks => "makes it a question or a demand",
        Stance::Believes => "makes it a belief, a wish or a plan",
    };
    let cue: Vec<&str> = claim.cue.iter().map(|span| state.article.slice(*span)).collect();
    if cue.is_empty() || cue == [":"] {
        return "No word says so: the look of the text does.".to_owned();
    }
    format!("“{}” {does}.", one_line(&cue.join(" … ")))
}

fn negation_words(claim: &Claim) -> Option<&'static str> {
    use crate::extract::Negation;
    match claim.negation {
        Negation::Plain => None,
        Negation::Not => Some("The text says that they did not."),
        Negation::Refused => Some("The text says that they would not."),
    }
}

fn modality_words(claim: &Claim) -> Option<&'static str> {
    use crate::extract::Modality;
    match claim.modality {
        Modality::Asserted => None,
        Modality::Question => Some("It is asked, and not stated."),
        Modality::Possible => Some("The text says that they may, not that they did."),
        Modality::Expected => {
            Some("The text says that they will or mean to: they have not done so yet.")
        }
        Modality::Conditional => {
            Some("The text says that they would in some case, not that they did.")
        }
        Modality::Required => Some("The text says that they should, not that they did."),
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
