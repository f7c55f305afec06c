//! The panel: its lists, rows, filters, and walking through an item's mentions.

use crate::app::panel::{Item, Tab, Who};
use crate::app::prompt::Kind;
use crate::app::reading;
use crate::app::state::{Focus, Now, State};

type Done = Result<(), String>;

/// Shows a list. Where the panel is a drawer, it is drawn out for it.
pub fn tab(state: &mut State, which: &str, _: Now) -> Done {
    let at_cursor = state.view.cursor;
    state.panel.tab = match which {
        "next" => state.panel.tab.step(1, &state.tabs()),
        "back" => state.panel.tab.step(-1, &state.tabs()),
        "loose" if state.loose().is_empty() => {
            return Err("No note is loose: each has its place in the text".into());
        }
        name => Tab::named(name).ok_or_else(|| format!("There is no list {name}"))?,
    };
    state.panel.walked = None;
    state.zen = false;
    state.panel_open = true;
    if state.panes().panel.is_none() {
        state.focus = Focus::Panel;
    }
    state.lay_out();
    state.refresh_panel();
    if state
        .panel
        .list()
        .selected
        .is_none_or(|item| Some(item) == state.panel.rows.first().map(|r| r.item))
        && let Some(item) = state.item_at(at_cursor)
    {
        state.select(item);
    }
    Ok(())
}

/// Shows in the panel what the cursor stands on: a note, else a claim, a source, an actor.
pub fn show_in_panel(state: &mut State, _: &str, _: Now) -> Done {
    let own = state.panel.tab;
    let order = [own, Tab::Notes, Tab::Claims, Tab::Sources, Tab::Actors];
    for tab in order {
        state.panel.tab = tab;
        if let Some(item) = state.item_at(state.view.cursor) {
            state.view.anchor = None;
            state.zen = false;
            state.panel_open = true;
            state.focus = Focus::Panel;
            // A filter that hides it would make the key seem dead.
            let hidden = {
                state.lay_out();
                state.refresh_panel();
                !state.panel.rows.iter().any(|row| row.item == item)
            };
            if hidden {
                state.panel.list_mut().filter = Default::default();
            }
            state.panel.list_mut().opened.insert(item);
            state.panel.list_mut().selected = Some(item);
            state.panel.walked = None;
            state.refresh_panel();
            state.settle();
            return Ok(());
        }
    }
    state.panel.tab = own;
    Err("Nothing is marked here: nobody is credited with it".into())
}

/// To the next row.
pub fn item_next(state: &mut State, _: &str, _: Now) -> Done {
    by_rows(state, 1)
}

/// To the row before.
pub fn item_back(state: &mut State, _: &str, _: Now) -> Done {
    by_rows(state, -1)
}

/// To the first row.
pub fn item_first(state: &mut State, _: &str, _: Now) -> Done {
    by_rows(state, isize::MIN)
}

/// To the last row.
pub fn item_last(state: &mut State, _: &str, _: Now) -> Done {
    by_rows(state, isize::MAX)
}

/// Half a panel down.
pub fn item_half_down(state: &mut State, _: &str, _: Now) -> Done {
    let half = half_of_rows(state);
    by_rows(state, half)
}

/// Half a panel up.
pub fn item_half_up(state: &mut State, _: &str, _: Now) -> Done {
    let half = half_of_rows(state);
    by_rows(state, -half)
}

/// Half of what is seen, in rows of two lines.
fn half_of_rows(state: &State) -> isize {
    if state.is_in_front() {
        return state.half_front();
    }
    let seen =
        if state.shelf.is_here() { state.shelf_rows_seen() } else { state.panel_rows_seen() };
    isize::try_from(seen / 4).unwrap_or(1).max(1)
}

fn by_rows(state: &mut State, step: isize) -> Done {
    if state.shelf.is_here() {
        state.walk_shelf(step);
        return Ok(());
    }
    if state.is_in_front() {
        state.walk_front(step);
        return Ok(());
    }
    if matches!(step, 1 | -1) && state.scroll_row(step) {
        return Ok(());
    }
    let last = state.panel.rows.len().checked_sub(1).ok_or("The list is empty")?;
    let row = state.panel.selected_row().unwrap_or(0);
    let target = row.saturating_add_signed(step).min(last);
    if let Some(item) = state.panel.rows.get(target).map(|row| row.item) {
        state.select(item);
        article_follows(state, item);
    }
    Ok(())
}

/// Brings what the panel stands on into sight, with the cursor on it.
fn article_follows(state: &mut State, item: Item) {
    let at = match (item, &state.analysis) {
        (Item::Claim(idx), Some(analysis)) => {
            analysis.claim(idx).map(|claim| reading::extent(claim).start())
        }
        _ => state.panel.walk_spans(state, item).map(|span| span.start()),
    };
    if let Some(at) = at {
        state.show_and_move_to(at);
    }
}

/// To the next mention of the row.
pub fn walk(state: &mut State, _: &str, _: Now) -> Done {
    step(state, 1)
}

/// To the mention before.
pub fn walk_back(state: &mut State, _: &str, _: Now) -> Done {
    step(state, -1)
}

fn step(state: &mut State, step: isize) -> Done {
    let item = state.panel.selected().ok_or("The list is empty")?;
    let spans = state.panel.spans(state, item);
    if spans.is_empty() {
        return Err("It is no longer in the text".into());
    }
    let n = spans.len();
    let next = match state.panel.walked {
        None if step > 0 => 0,
        None => n - 1,
        Some(at) if step > 0 => (at + 1) % n,
        Some(at) => (at + n - 1) % n,
    };
    state.panel.walked = Some(next);
    if let Some(span) = spans.get(next) {
        state.jump_to(span.start());
    }
    let what = match item {
        Item::Claim(_) => "part",
        _ => "mention",
    };
    state.say(format!("{what} {} of {n}", next + 1));
    Ok(())
}

/// Opens the row, or closes it.
pub fn open_item(state: &mut State, _: &str, _: Now) -> Done {
    if state.shelf.is_here() {
        let of = state.shelf.selected().ok_or("The list is empty")?;
        state.shelf.toggle(of);
        return Ok(());
    }
    let item = state.panel.selected().ok_or("The list is empty")?;
    let opened = &mut state.panel.list_mut().opened;
    if !opened.remove(&item) {
        opened.insert(item);
    }
    state.refresh_panel();
    Ok(())
}

/// Shows only rows with these words; without words, asks for them.
pub fn filter(state: &mut State, words: &str, _: Now) -> Done {
    if state.shelf.is_here() {
        if words.is_empty() {
            let line = state.shelf.line.clone();
            state.open_prompt(Kind::Filter, &line);
        } else {
            state.filter_shelf(&crate::app::line::Line::new(words));
        }
        return Ok(());
    }
    if state.is_in_front() {
        if words.is_empty() {
            let title = state.front.title.clone();
            state.open_prompt(Kind::Filter, &title);
        } else {
            state.filter_front(&crate::app::line::Line::new(words));
        }
        return Ok(());
    }
    draw_out(state);
    if words.is_empty() {
        let text = state.panel.list().filter.text.clone();
        state.open_prompt(Kind::Filter, &text);
    } else {
        state.panel.list_mut().filter.text = words.to_owned();
        filtered(state);
    }
    Ok(())
}

/// Shows only rows of one kind: the named one, or the one after that which is shown.
pub fn filter_kind(state: &mut State, kind: &str, _: Now) -> Done {
    draw_out(state);
    let kinds = crate::app::panel::kinds(state);
    let next = if kind.is_empty() {
        let shown = state.panel.list().filter.kind.as_deref();
        let at = shown.and_then(|shown| kinds.iter().position(|kind| *kind == shown));
        kinds.get(at.map_or(0, |at| at + 1)).copied()
    } else if kinds.contains(&kind) {
        Some(kind)
    } else {
        return Err(format!("There is no {kind} here; there are: {}", kinds.join(", ")));
    };
    state.panel.list_mut().filter.kind = next.map(str::to_owned);
    filtered(state);
    Ok(())
}

/// Shows only what people without a name have said, or all again.
pub fn filter_unnamed(state: &mut State, _: &str, _: Now) -> Done {
    filter_who(state, Who::Unnamed)
}

/// Shows only what nobody is credited with, or all again.
pub fn filter_no_speaker(state: &mut State, _: &str, _: Now) -> Done {
    filter_who(state, Who::NoSpeaker)
}

fn filter_who(state: &mut State, who: Who) -> Done {
    draw_out(state);
    if !matches!(state.panel.tab, Tab::Sources | Tab::Claims) {
        // Actors and notes have no speakers: the reader means the claims.
        state.panel.tab = Tab::Claims;
    }
    let filter = &mut state.panel.list_mut().filter;
    filter.who = if filter.who == who { Who::All } else { who };
    filtered(state);
    Ok(())
}

/// Shows all rows again.
pub fn filter_clear(state: &mut State, _: &str, _: Now) -> Done {
    if state.shelf.is_here() {
        state.filter_shelf(&Default::default());
        return Ok(());
    }
    if state.is_in_front() {
        state.filter_front(&Default::default());
        return Ok(());
    }
    state.panel.list_mut().filter = Default::default();
    filtered(state);
    Ok(())
}

/// A filter is of no use on a list that is not seen.
fn draw_out(state: &mut State) {
    state.zen = false;
    state.panel_open = true;
    state.focus = Focus::Panel;
    state.lay_out();
}

fn filtered(state: &mut State) {
    state.panel.list_mut().top = 0;
    state.refresh_panel();
    let n = state.panel.rows.len();
    let filter = state.panel.list().filter.describe();
    let what = match (n, state.panel.tab.name()) {
        (1, many) => many.trim_end_matches('s'),
        (_, many) => many,
    };
    if filter.is_empty() {
        state.say(format!("All {n} {what}"));
    } else {
        state.say(format!("{n} {what}: {filter}"));
    }
}
