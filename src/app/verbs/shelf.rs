//! The list of all notes: showing it, sorting it, opening an article from it, changing many.

use crate::app::prompt::Kind;
use crate::app::shelf::{Sort, Standing};
use crate::app::state::{Now, State};
use crate::notes::bulk::Act;

type Done = Result<(), String>;

/// Shows every note on every article, or reads them again.
pub fn all_notes(state: &mut State, query: &str, _: Now) -> Done {
    if !query.is_empty() {
        state.shelf.ask(query);
        state.shelf.selected = 0;
    }
    state.open_shelf();
    Ok(())
}

/// Opens the article of the note that the list stands on.
pub fn open_note(state: &mut State, _: &str, now: Now) -> Done {
    in_list(state)?;
    state.land_on_selected(now)
}

/// Sorts by what is named, or by the next.
pub fn sort_notes(state: &mut State, by: &str, _: Now) -> Done {
    in_list(state)?;
    let names = Sort::ALL.map(Sort::name);
    let next = match by {
        "" => Sort::ALL.iter().position(|sort| *sort == state.shelf.sort).map_or(0, |at| at + 1),
        by => names
            .iter()
            .position(|name| *name == by)
            .ok_or_else(|| format!("Notes are sorted by {}", names.join(", ")))?,
    };
    state.shelf.sort = Sort::ALL.get(next % Sort::ALL.len()).copied().unwrap_or_default();
    let line = state.shelf.line.clone();
    state.shelf.ask(&line);
    state.shelf.selected = 0;
    state.shelf.top = 0;
    state.say(format!("Sorted: {}", state.shelf.sort.says()));
    Ok(())
}

/// Gives and takes tags from all notes that are shown; without tags, asks for them.
pub fn retag_all(state: &mut State, tags: &str, _: Now) -> Done {
    in_list(state)?;
    if tags.is_empty() {
        state.open_prompt(Kind::Command, "retag-all +");
        return Ok(());
    }
    let act = Act::retag(tags)?;
    state.ask_about_all(&act)
}

/// Deletes all notes that are shown.
pub fn delete_all(state: &mut State, _: &str, _: Now) -> Done {
    in_list(state)?;
    state.ask_about_all(&Act::Delete)
}

/// Leaves the list; where the program was started with it, the program.
pub fn leave(state: &mut State, now: Now) -> Done {
    if state.shelf.is_home {
        return super::leave::quit_now(state, "", now);
    }
    state.shelf.standing = Standing::Away;
    state.lay_out();
    state.settle();
    Ok(())
}

fn in_list(state: &State) -> Done {
    if state.shelf.is_here() {
        return Ok(());
    }
    let key = state.settings.keymap.keys_for(state.place(), "all-notes");
    let key = key.first().map_or(":all-notes", String::as_str);
    Err(format!("That is for the list of all notes; {key} shows it"))
}
