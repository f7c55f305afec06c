//! Which items of the shown list its filter lets through, in order.

use super::{Filter, Item, Tab, Who};
use crate::app::reading;
use crate::app::state::State;
use crate::extract::{ActorIdx, Analysis, Claim, ClaimIdx, SourceIdx, SourceKind};
use crate::notes::NoteId;
use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use std::cmp::Reverse;

/// The items of the shown list that its filter lets through, in order.
pub(super) fn items(state: &State) -> Vec<Item> {
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
