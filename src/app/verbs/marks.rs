//! From mark to mark in the article: claims, sources, actors, notes, links.

use crate::app::page::Direction;
use crate::app::panel::{Item, Tab};
use crate::app::reading;
use crate::app::state::{Now, State};
use crate::doc::MarkKind;
use crate::extract::Analysis;

type Done = Result<(), String>;

/// To the next claim.
pub fn claim_next(state: &mut State, _: &str, _: Now) -> Done {
    to_claim(state, Direction::Forward)
}

/// To the claim before.
pub fn claim_back(state: &mut State, _: &str, _: Now) -> Done {
    to_claim(state, Direction::Back)
}

/// To the next place where a source stands.
pub fn source_next(state: &mut State, _: &str, _: Now) -> Done {
    to_source(state, Direction::Forward)
}

/// To the place before where a source stands.
pub fn source_back(state: &mut State, _: &str, _: Now) -> Done {
    to_source(state, Direction::Back)
}

/// To the next mention of an actor.
pub fn actor_next(state: &mut State, _: &str, _: Now) -> Done {
    to_actor(state, Direction::Forward)
}

/// To the mention of an actor before.
pub fn actor_back(state: &mut State, _: &str, _: Now) -> Done {
    to_actor(state, Direction::Back)
}

/// To the reader's next note.
pub fn note_next(state: &mut State, _: &str, _: Now) -> Done {
    to_note(state, Direction::Forward)
}

/// To the reader's note before.
pub fn note_back(state: &mut State, _: &str, _: Now) -> Done {
    to_note(state, Direction::Back)
}

/// To the next link.
pub fn link_next(state: &mut State, _: &str, _: Now) -> Done {
    to_link(state, Direction::Forward)
}

/// To the link before.
pub fn link_back(state: &mut State, _: &str, _: Now) -> Done {
    to_link(state, Direction::Back)
}

fn to_claim(state: &mut State, way: Direction) -> Done {
    if state.panel.tab == Tab::Claims && !state.panel.list().filter.is_empty() {
        // Who filters the claims wants to go through those.
        let analysis = state.analysis.as_deref().ok_or("Still finding out who said what")?;
        let shown = state.panel.rows.iter().filter_map(|row| match row.item {
            Item::Claim(idx) => analysis.claim(idx).map(|claim| reading::extent(claim).start()),
            _ => None,
        });
        let starts = shown.collect();
        return to_mark(state, starts, way, Some(Tab::Claims), "such claim");
    }
    let starts = of_analysis(state, |analysis| {
        analysis.claims.iter().map(|claim| reading::extent(claim).start()).collect()
    })?;
    to_mark(state, starts, way, Some(Tab::Claims), "claim")
}

fn to_source(state: &mut State, way: Direction) -> Done {
    let starts = of_analysis(state, |analysis| {
        analysis.sources.iter().flat_map(|source| &source.spans).map(|span| span.start()).collect()
    })?;
    to_mark(state, starts, way, Some(Tab::Sources), "source")
}

fn to_actor(state: &mut State, way: Direction) -> Done {
    let starts = of_analysis(state, |analysis| {
        let known = analysis.mentions.iter().filter(|mention| mention.actor.is_some());
        known.map(|mention| mention.span.start()).collect()
    })?;
    to_mark(state, starts, way, Some(Tab::Actors), "mention of an actor")
}

fn to_note(state: &mut State, way: Direction) -> Done {
    let starts =
        // A note on the whole article is no place to go to.
        state.placed.iter().filter_map(|p| p.place.span()).filter(|span| !span.is_empty());
    let starts = starts.map(|span| span.start()).collect();
    to_mark(state, starts, way, Some(Tab::Notes), "note")
}

fn to_link(state: &mut State, way: Direction) -> Done {
    let links = state.article.marks.iter().filter(|mark| matches!(mark.kind, MarkKind::Link(_)));
    let starts = links.map(|mark| mark.span.start()).collect();
    to_mark(state, starts, way, None, "link")?;
    if let Some(url) = state.article.link_at(state.view.cursor).map(str::to_owned) {
        let key = state.settings.keymap.keys_for(state.place(), "follow-link");
        let key = key.first().map_or(String::new(), |key| format!(" · {key} opens it"));
        state.say(format!("{url}{key}"));
    }
    Ok(())
}

fn of_analysis(state: &State, starts: fn(&Analysis) -> Vec<usize>) -> Result<Vec<usize>, String> {
    state.analysis.as_deref().map(starts).ok_or_else(|| "Still finding out who said what".into())
}

/// Jumps to the nearest start that way, and shows the tab that lists such marks.
fn to_mark(
    state: &mut State,
    mut starts: Vec<usize>,
    way: Direction,
    tab: Option<Tab>,
    what: &str,
) -> Done {
    starts.sort_unstable();
    starts.dedup();
    if starts.is_empty() {
        return Err(format!("There is no {what} in this article"));
    }
    let at = state.view.cursor;
    let next = match way {
        Direction::Forward => starts.into_iter().find(|start| *start > at),
        Direction::Back => starts.into_iter().rev().find(|start| *start < at),
    };
    let next = next.ok_or_else(|| match way {
        Direction::Forward => format!("There is no {what} after this"),
        Direction::Back => format!("There is no {what} before this"),
    })?;
    if let Some(tab) = tab
        && state.panel.tab != tab
    {
        state.panel.tab = tab;
        state.refresh_panel();
    }
    state.jump_to(next);
    Ok(())
}
