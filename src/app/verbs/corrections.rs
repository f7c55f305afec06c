//! The reader's rulings on what the program found.
//!
//! A ruling is a note like any other: saved, undone and deleted as one. What it is about is kept in
//! words, so that it holds against whatever a later analysis finds.

use super::marking::name_under_cursor;
use super::notes::{make, selection_or_sentence};
use crate::app::choice::{Choice, Entry};
use crate::app::marking::called;
use crate::app::panel::{Item, Tab};
use crate::app::reading;
use crate::app::state::{Focus, Now, State};
use crate::app::stretch::Of;
use crate::doc::describe;
use crate::extract::{ActorKind, Analysis, ClaimIdx, SourceKind, Who};
use crate::notes::review::{Ruled, bears, review};
use crate::notes::{About, Edit, Note, NoteKind, Ruling, words};
use crate::text::{Span, columns, one_line};

type Done = Result<(), String>;

/// What stands for nobody in commands.
pub const NOBODY: &str = "nobody";

/// What a ruling is about: the thing, the place by which it is remembered, and how a note names it.
#[derive(Clone, Debug, PartialEq)]
pub struct Subject {
    /// The thing, by its number today.
    pub item: Item,
    /// Where it stands.
    pub span: Span,
    /// How it is written down.
    pub about: About,
}

impl Subject {
    /// `the claim “…”`, `the actor Maria Lopez`.
    #[must_use]
    pub fn called(&self, state: &State) -> String {
        match &self.about {
            About::Actor(name) => format!("the actor {name}"),
            About::Source(name) => format!("the source {name}"),
            _ => {
                let words = one_line(state.article.slice(self.span));
                format!("the claim “{}”", columns::ellipsis(&words, 32))
            }
        }
    }
}

/// What the panel stands on, or what stands under the cursor: of several things, the one that the
/// shown list lists; else a claim, a source, an actor.
pub fn subject(state: &State) -> Result<Subject, String> {
    let analysis = state.known()?;
    let nothing = || "Nothing is marked here; c c says that this sentence is a claim".to_owned();
    if state.focus == Focus::Panel {
        let item = state.panel.selected().ok_or("There is no row here")?;
        let place = state.panel.walk_spans(state, item);
        return subject_of(analysis, item, place).ok_or_else(|| match item {
            Item::Note(_) => "This is a note of yours: 1, 2, 3 show what the program found".into(),
            _ => nothing(),
        });
    }
    let at = state.view.cursor;
    [state.panel.tab, Tab::Claims, Tab::Sources, Tab::Actors]
        .into_iter()
        .filter(|tab| *tab != Tab::Notes)
        .find_map(|tab| subject_of(analysis, item_at(analysis, tab, at)?, Some(Span::at(at))))
        .ok_or_else(nothing)
}

/// What of a list stands at a byte.
fn item_at(analysis: &Analysis, tab: Tab, at: usize) -> Option<Item> {
    match tab {
        Tab::Actors => reading::actor_at(analysis, at).map(Item::Actor),
        Tab::Sources => reading::source_at(analysis, at).map(Item::Source),
        Tab::Claims => reading::claim_at(analysis, at).map(Item::Claim),
        _ => None,
    }
}

fn subject_of(analysis: &Analysis, item: Item, near: Option<Span>) -> Option<Subject> {
    let nearest = |spans: Vec<Span>| {
        let here = |span: &Span| near.is_some_and(|near| span.covers(near));
        spans.iter().copied().find(here).or(spans.first().copied())
    };
    let (span, about) = match item {
        Item::Claim(idx) => (reading::extent(analysis.claim(idx)?), About::Claim),
        Item::Actor(idx) => {
            let actor = analysis.actor(idx)?;
            let mentions = actor.mentions.iter().filter_map(|m| analysis.mention(*m));
            let spans = mentions.map(|mention| mention.span).collect();
            (nearest(spans)?, About::Actor(actor.name.clone()))
        }
        Item::Source(idx) => {
            let source = analysis.source(idx)?;
            (nearest(source.spans.clone())?, About::Source(source.name.clone()))
        }
        Item::Note(_) => return None,
    };
    Some(Subject { item, span, about })
}

/// The claim that the panel stands on, or the one under the cursor.
fn claim(state: &State) -> Result<(ClaimIdx, Subject), String> {
    let analysis = state.known()?;
    let at_cursor = || reading::claim_at(analysis, state.view.cursor);
    let idx = match (state.focus, state.panel.selected()) {
        (Focus::Panel, Some(Item::Claim(idx))) => Some(idx),
        (Focus::Panel, _) => None,
        (Focus::Article, _) => at_cursor(),
    };
    let idx = idx.ok_or(match state.focus {
        Focus::Panel => "This is about a claim: 3 shows the claims",
        Focus::Article => "There is no claim here; c c says that this sentence is one",
    })?;
    let subject = subject_of(analysis, Item::Claim(idx), None).ok_or("There is no such claim")?;
    Ok((idx, subject))
}

/// The actor or the source that the panel stands on, or that stands under the cursor.
fn somebody(state: &State) -> Result<Subject, String> {
    let analysis = state.known()?;
    if state.focus == Focus::Panel {
        let subject = subject(state)?;
        return match subject.item {
            Item::Actor(_) | Item::Source(_) => Ok(subject),
            _ => behind(analysis, subject.item)
                .ok_or_else(|| "This is about an actor or a source: 1 and 2 show them".into()),
        };
    }
    let at = state.view.cursor;
    let order = match state.panel.tab {
        Tab::Sources => [Tab::Sources, Tab::Actors],
        _ => [Tab::Actors, Tab::Sources],
    };
    order
        .into_iter()
        .find_map(|tab| subject_of(analysis, item_at(analysis, tab, at)?, Some(Span::at(at))))
        .or_else(|| behind(analysis, Item::Claim(reading::claim_at(analysis, at)?)))
        .ok_or_else(|| "There is no actor or source under the cursor; ] a finds one".into())
}

/// The source that stands behind a claim.
fn behind(analysis: &Analysis, item: Item) -> Option<Subject> {
    let Item::Claim(idx) = item else { return None };
    let claim = analysis.claim(idx)?;
    subject_of(analysis, Item::Source(claim.said_by?), claim.source.first().copied())
}

/// What has been ruled on a thing.
#[must_use]
pub fn ruled(state: &State, item: Item) -> Option<&Ruled> {
    match item {
        Item::Claim(idx) => state.rulings.claims.get(&idx),
        Item::Actor(idx) => state.rulings.actors.get(&idx),
        Item::Source(idx) => state.rulings.sources.get(&idx),
        Item::Note(_) => None,
    }
}

/// This is right.
pub fn right(state: &mut State, _: &str, now: Now) -> Done {
    let subject = subject(state)?;
    let called = subject.called(state);
    rule(state, &subject, Ruling::Right, &format!("right: {called}"), now)
}

/// This is wrong: it goes from text and panel at once. A mark of the reader's own is taken away.
pub fn wrong(state: &mut State, _: &str, now: Now) -> Done {
    let subject = subject(state)?;
    let called = subject.called(state);
    let own: Vec<Note> = ruled(state, subject.item)
        .filter(|ruled| ruled.is_own)
        .into_iter()
        .flat_map(|ruled| &ruled.notes)
        .filter_map(|id| state.notebook.notes.get(id))
        .filter(|note| matches!(note.kind, NoteKind::Actor | NoteKind::Source | NoteKind::Claim))
        .cloned()
        .collect();
    if own.is_empty() {
        let key = state.settings.keymap.keys_for(state.place(), "corrections");
        let key =
            key.first().map_or(String::new(), |key| format!(" · {key} lists your corrections"));
        return rule(state, &subject, Ruling::Wrong, &format!("gone: {called}{key}"), now);
    }
    let label = format!("taking back of {called}");
    let edits = own.into_iter().map(|note| Edit { id: note.id, before: Some(note), after: None });
    state.change(&label, edits.collect(), "Your mark is taken back");
    Ok(())
}

/// Somebody else said it: by name, or chosen from a list.
pub fn said_by(state: &mut State, name: &str, now: Now) -> Done {
    let (idx, subject) = claim(state)?;
    if name.is_empty() {
        let entries = speakers(state.known()?, idx);
        let first = 2.min(entries.len().saturating_sub(1));
        state.offer(Choice::list(format!("who said {}", subject.called(state)), entries, first));
        return Ok(());
    }
    let name = if name == NOBODY { "" } else { name };
    let ruling = Ruling::SaidBy { name: name.to_owned(), at: None };
    let said = if name.is_empty() { NOBODY } else { name };
    rule(state, &subject, ruling, &format!("said by {said}"), now)
}

/// Whoever could have said it, the nearest in the text first.
fn speakers(analysis: &Analysis, idx: ClaimIdx) -> Vec<Entry> {
    let here = analysis.claim(idx).map(reading::extent).unwrap_or_default();
    let far = |spans: &mut dyn Iterator<Item = Span>| {
        let away = |span: Span| {
            let after = span.start().saturating_sub(here.end());
            after.max(here.start().saturating_sub(span.end()))
        };
        spans.map(away).min().unwrap_or(usize::MAX)
    };
    let mut all: Vec<(usize, &str, &str)> = Vec::new();
    for source in analysis.sources.iter().filter(|source| source.who != Who::Nobody) {
        all.push((far(&mut source.spans.iter().copied()), &source.name, source.kind.name()));
    }
    let known: std::collections::BTreeSet<&str> = all.iter().map(|(_, name, _)| *name).collect();
    for actor in analysis.actors.iter().filter(|actor| !known.contains(actor.name.as_str())) {
        let mentions = actor.mentions.iter().filter_map(|m| analysis.mention(*m));
        all.push((far(&mut mentions.map(|m| m.span)), &actor.name, actor.kind.name()));
    }
    all.sort_by_key(|(far, ..)| *far);
    let fixed = |label: &str, about: &str, run: &str| Entry {
        label: label.into(),
        about: about.into(),
        run: run.into(),
        ..Entry::default()
    };
    let mut entries = vec![
        fixed(NOBODY, "the article credits no one", "said-by nobody"),
        fixed("from the text", "go to the words that name them, then enter", "said-by-words"),
    ];
    entries.extend(
        all.into_iter().map(|(_, name, kind)| Entry {
            run: format!("said-by {name}"),
            ..fixed(name, kind, "")
        }),
    );
    entries
}

/// Lets the reader point at the words that name the speaker.
pub fn said_by_words(state: &mut State, _: &str, _: Now) -> Done {
    let (_, subject) = claim(state)?;
    state.marking.pointing = Some(subject.span);
    state.focus = Focus::Article;
    state.view.anchor = None;
    state.lay_out();
    state.settle();
    state.refresh_panel();
    state.show_and_move_to(subject.span.start());
    Ok(())
}

/// Takes the words that were pointed at: the selection, else the name or the word under the cursor.
pub fn pointed(state: &mut State, now: Now) -> Done {
    let claim = state.marking.pointing.ok_or("Nothing is asked for")?;
    let span = match state.selection() {
        Some(_) => selection_or_sentence(state)?,
        None => name_under_cursor(state)?,
    };
    let analysis = state.known()?;
    let idx = reading::claim_over(analysis, claim).ok_or("The claim is no longer there")?;
    let subject = subject_of(analysis, Item::Claim(idx), None).ok_or("There is no such claim")?;
    let at = describe(&state.article, span);
    let name = one_line(&at.exact);
    state.marking.pointing = None;
    state.view.anchor = None;
    let said = format!("said by {name}");
    rule(state, &subject, Ruling::SaidBy { name, at: Some(at) }, &said, now)
}

/// It is the same actor, or source, as another: by name, or chosen from a list.
pub fn same_as(state: &mut State, other: &str, now: Now) -> Done {
    let subject = somebody(state)?;
    let analysis = state.known()?;
    let own = subject.about.name().unwrap_or_default();
    if !other.is_empty() {
        let said = format!("{own} is the same as {other}");
        return rule(state, &subject, Ruling::SameAs(other.to_owned()), &said, now);
    }
    let names: Vec<(&str, &str)> = match subject.item {
        Item::Actor(_) => analysis.actors.iter().map(|a| (&*a.name, a.kind.name())).collect(),
        _ => analysis.sources.iter().map(|s| (&*s.name, s.kind.name())).collect(),
    };
    let mut names: Vec<_> = names.into_iter().filter(|(name, _)| *name != own).collect();
    if names.is_empty() {
        return Err("There is no other that it could be".into());
    }
    // Who shares a word with it is meant more often than not.
    let parts: Vec<String> = own.split_whitespace().map(str::to_lowercase).collect();
    names.sort_by_key(|(name, _)| {
        !name.split_whitespace().any(|word| parts.contains(&word.to_lowercase()))
    });
    let entry = |(name, kind): (&str, &str)| Entry {
        label: name.into(),
        about: kind.into(),
        run: format!("same-as {name}"),
        ..Entry::default()
    };
    let entries = names.into_iter().map(entry).collect();
    state.offer(Choice::list(format!("{own} is the same as"), entries, 0));
    Ok(())
}

/// This mention is somebody else.
pub fn not_same(state: &mut State, _: &str, now: Now) -> Done {
    let subject = somebody(state)?;
    let Item::Actor(_) = subject.item else {
        return Err("This is about the mention of an actor: 1 shows the actors, enter walks".into());
    };
    let name = subject.about.name().unwrap_or_default().to_owned();
    let words = one_line(state.article.slice(subject.span));
    let said = format!("“{words}” is not {name}");
    rule(state, &subject, Ruling::NotSame(name), &said, now)
}

/// The actor or the source is of this kind; without a word, asks.
pub fn kind_is(state: &mut State, kind: &str, now: Now) -> Done {
    let subject = somebody(state)?;
    let name = subject.about.name().unwrap_or_default().to_owned();
    let is_actor = matches!(subject.item, Item::Actor(_));
    if kind.is_empty() {
        let entry = |key: Option<char>, label: &str| Entry {
            key,
            label: label.into(),
            run: format!("kind-is {label}"),
            ..Entry::default()
        };
        let entries = if is_actor {
            ActorKind::ALL.iter().map(|kind| entry(None, kind.name())).collect()
        } else {
            let letter = |kind: &SourceKind| entry(Some(reading::letter(*kind)), kind.name());
            SourceKind::ALL.iter().map(letter).collect()
        };
        state.offer(Choice::menu(format!("{name} is"), entries));
        return Ok(());
    }
    let ruling = if is_actor {
        ActorKind::named(kind).map(Ruling::IsA)
    } else {
        SourceKind::named(kind).map(Ruling::IsSource)
    };
    let ruling = ruling.ok_or_else(|| {
        let what = if is_actor { "an actor" } else { "a source" };
        format!("{what} cannot be “{kind}”; without a word, the command asks")
    })?;
    rule(state, &subject, ruling, &format!("{name} is: {kind}"), now)
}

/// The content begins or ends elsewhere: the selection is what is claimed; without one, ends are moved.
pub fn covers(state: &mut State, _: &str, now: Now) -> Done {
    let analysis = state.known()?;
    if state.focus == Focus::Article && state.selection().is_some() {
        let span = selection_or_sentence(state)?;
        let at = [Some(state.view.cursor), state.view.anchor];
        let idx = reading::claim_over(analysis, span)
            .or_else(|| at.into_iter().flatten().find_map(|at| reading::claim_at(analysis, at)))
            .or_else(|| in_sentence(state, analysis, span))
            .ok_or("There is no claim here; c c says that this is one")?;
        let from = analysis.claim(idx).map(reading::extent).unwrap_or_default();
        state.view.anchor = None;
        return cover(state, from, span, now);
    }
    let (_, subject) = claim(state)?;
    state.stretch(Of::Claim, subject.span);
    Ok(())
}

/// A claim of the sentence that a passage stands in.
fn in_sentence(state: &State, analysis: &Analysis, span: Span) -> Option<ClaimIdx> {
    reading::claim_over(analysis, state.sentence_at(span.start())?)
}

/// Rules that the claim that stands at `from` claims `to`.
pub fn cover(state: &mut State, from: Span, to: Span, now: Now) -> Done {
    if from == to {
        return Err("Nothing has changed".into());
    }
    let analysis = state.known()?;
    let idx = reading::claim_over(analysis, from).ok_or("The claim is no longer there")?;
    let subject = subject_of(analysis, Item::Claim(idx), None).ok_or("There is no such claim")?;
    let anchor = describe(&state.article, to);
    rule(state, &subject, Ruling::Covers(anchor), "the claim has new ends", now)
}

/// This sentence, or the selection, is a claim.
pub fn is_claim(state: &mut State, _: &str, now: Now) -> Done {
    if state.focus == Focus::Panel {
        return Err("This is about words in the article: tab goes there".into());
    }
    let span = selection_or_sentence(state)?;
    make(state, NoteKind::Claim, span, now)
}

/// Lists the reader's corrections.
pub fn list(state: &mut State, _: &str, now: Now) -> Done {
    let is_ruling = |note: &Note| note.kind == NoteKind::Correction;
    if !state.notebook.notes.values().any(is_ruling) {
        return Err("You have corrected nothing yet".into());
    }
    super::panel::tab(state, "notes", now)?;
    state.focus = Focus::Panel;
    state.lay_out();
    super::panel::filter_kind(state, NoteKind::Correction.name(), now)
}

/// Writes a ruling down, in place of what was ruled before in the same matter.
fn rule(state: &mut State, subject: &Subject, ruling: Ruling, said: &str, now: Now) -> Done {
    state.view.anchor = None;
    let before: Vec<Note> = ruled(state, subject.item)
        .into_iter()
        .flat_map(|ruled| &ruled.notes)
        .filter_map(|id| state.notebook.notes.get(id))
        .filter(|note| note.ruling.as_ref().is_some_and(|old| is_same_matter(old, &ruling)))
        .cloned()
        .collect();
    if before.iter().any(|note| note.ruling.as_ref() == Some(&ruling)) {
        return Err("You have said so already".into());
    }
    let note = match before.first() {
        Some(note) => Note { ruling: Some(ruling), edited: now.time, ..note.clone() },
        None => Note {
            id: state.new_note_id(now),
            about: subject.about.clone(),
            ruling: Some(ruling),
            speaker: match subject.item {
                Item::Claim(_) => state.speaker_of(subject.span),
                _ => None,
            },
            made: now.time,
            edited: now.time,
            pen: None,
            ..state.mark(NoteKind::Correction, subject.span)
        },
    };
    if !has_effect(state, &note) {
        return Err(
            "That would change nothing: there is no such actor or source, or all of it is meant"
                .into(),
        );
    }
    let ruling = words::ruled(&note).unwrap_or_default();
    let label = match &note.about {
        About::Claim => format!("correction of {}: {ruling}", called(&note)),
        _ => format!("correction: {ruling}"),
    };
    let mut edits =
        vec![Edit { id: note.id, before: before.first().cloned(), after: Some(note.clone()) }];
    let rest = before.into_iter().skip(1);
    edits.extend(rest.map(|note| Edit { id: note.id, before: Some(note), after: None }));
    state.change(&label, edits, &format!("You: {said}"));
    Ok(())
}

/// Whether of two rulings on the same thing only one can hold.
fn is_same_matter(one: &Ruling, other: &Ruling) -> bool {
    let matter = |ruling: &Ruling| match ruling {
        Ruling::Right | Ruling::Wrong => Some(0),
        Ruling::SaidBy { .. } => Some(1),
        Ruling::IsA(_) | Ruling::IsSource(_) => Some(2),
        Ruling::Covers(_) => Some(3),
        // Several can be the same as one, and one be different from several.
        Ruling::SameAs(_) | Ruling::NotSame(_) => None,
    };
    matter(one).is_some() && matter(one) == matter(other)
}

/// Whether a ruling would find what it is about.
fn has_effect(state: &State, new: &Note) -> bool {
    let Some(found) = state.found.as_deref() else { return false };
    let place = crate::doc::resolve(&new.anchor, &state.article).span();
    let others = state.placed.iter().filter_map(|placed| {
        let note = state.notebook.notes.get(&placed.id)?;
        (note.id != new.id && bears(note)).then_some((note, placed.place.span()))
    });
    let (_, rulings) = review(&state.article, found, others.chain([(new, place)]));
    !rulings.idle.contains(&new.id)
}
