//! What leads out of the article: other articles, the browser, files, the shell, the end.

use crate::app::exporting::form_of;
use crate::app::key::{Code, Key};
use crate::app::state::{Answer, Effect, Focus, Modal, Now, Opening, Question, State};
use crate::export::format::FORMATS;

type Done = Result<(), String>;

/// Opens the article's address in the browser.
pub fn browse(state: &mut State, _: &str, _: Now) -> Done {
    if state.is_in_front() {
        let url = super::front::address(state)?;
        state.effects.push(Effect::Browse(url));
        return Ok(());
    }
    let url = state.article.meta.url.clone().ok_or("This article has no address")?;
    state.effects.push(Effect::Browse(url));
    Ok(())
}

/// Opens the link under the cursor in the browser.
pub fn follow_link(state: &mut State, _: &str, _: Now) -> Done {
    let url = state
        .article
        .link_at(state.view.cursor)
        .ok_or("There is no link under the cursor; ] l finds one")?;
    state.effects.push(Effect::Browse(url.to_owned()));
    Ok(())
}

/// Copies the article's address.
pub fn yank_address(state: &mut State, _: &str, _: Now) -> Done {
    if state.is_in_front() {
        let url = super::front::address(state)?;
        state.effects.push(Effect::Copy(url));
        return Ok(());
    }
    let url = state.article.meta.url.clone().ok_or("This article has no address")?;
    state.effects.push(Effect::Copy(url));
    Ok(())
}

/// Opens another article.
pub fn open(state: &mut State, what: &str, _: Now) -> Done {
    // It might be one of those that are being changed.
    state.is_writing()?;
    if let Some(failure) = state.saving.failure.as_ref().filter(|_| state.is_unsaved()) {
        return Err(format!("The notes on this article are not saved yet: {failure}"));
    }
    let ticket = state.ticket();
    let revision = state.saving.revision;
    state.opening = Some(Opening { ticket, what: what.to_owned(), revision });
    state.effects.push(Effect::Open(ticket, what.to_owned()));
    Ok(())
}

/// Opens the sample.
pub fn sample(state: &mut State, _: &str, now: Now) -> Done {
    open(state, "sample:", now)
}

/// Reads the article again from where it came.
pub fn reload(state: &mut State, _: &str, now: Now) -> Done {
    let what = state
        .again
        .clone()
        .ok_or("This article cannot be read again: it came by standard input, or is built in")?;
    open(state, &what, now)?;
    state.read_on();
    Ok(())
}

/// Opens the export menu.
pub fn export_menu(state: &mut State, _: &str, now: Now) -> Done {
    state.open_export_menu(now)
}

/// Writes sources, claims and notes to a file, in the form that its ending names.
pub fn export(state: &mut State, path: &str, now: Now) -> Done {
    if path.starts_with('-') {
        return Err("The export command takes only a path; e chooses the form".into());
    }
    if state.analysis.is_none() {
        return Err("Still finding out who said what".into());
    }
    let format = form_of(path, &state.last_export).ok_or_else(|| {
        let mut endings: Vec<&str> = FORMATS.iter().map(|format| format.extension).collect();
        endings.sort_unstable();
        endings.dedup();
        format!("The ending says in which form: one of .{}; e chooses", endings.join(", ."))
    })?;
    let files = state.written(format, state.last_export.only, now);
    if files.is_empty() {
        return Err("There is nothing here that this form could hold".into());
    }
    // A form of several files writes them beside the one that is named.
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let alone = files.len() == 1;
    for (name, text) in files {
        let to = match (alone, folder) {
            (true, _) => path.to_owned(),
            (false, "") => name,
            (false, folder) => format!("{folder}/{name}"),
        };
        state.effects.push(Effect::Export(to, text));
    }
    Ok(())
}

/// Leaves what is going on: opening, selecting, what was found, a filter, the panel.
pub fn cancel(state: &mut State, _: &str, now: Now) -> Done {
    if state.opening.take().is_some() || state.arrived.take().is_some() {
        state.say("Stopped opening");
    } else if state.shelf.is_here() && !state.shelf.line.is_empty() {
        state.filter_shelf(&Default::default());
    } else if state.shelf.is_here() {
        // Esc goes back to the article, but never out of the program.
        return if state.shelf.is_home { Ok(()) } else { super::shelf::leave(state, now) };
    } else if state.is_in_front() {
        return super::front::cancel(state);
    } else if state.view.anchor.take().is_some() {
    } else if !state.find.hits.is_empty() && state.focus == Focus::Article {
        state.find = Default::default();
    } else if state.focus == Focus::Panel && !state.panel.list().filter.is_empty() {
        state.panel.list_mut().filter = Default::default();
        state.refresh_panel();
    } else if state.focus == Focus::Panel {
        back_to_article(state);
    }
    Ok(())
}

fn back_to_article(state: &mut State) {
    state.focus = Focus::Article;
    state.lay_out();
    state.settle();
    state.refresh_panel();
}

/// Hands the terminal back to the shell.
pub fn suspend(state: &mut State, _: &str, _: Now) -> Done {
    state.effects.push(Effect::Suspend);
    Ok(())
}

/// Leaves the panel or zen, then the program.
pub fn quit(state: &mut State, argument: &str, now: Now) -> Done {
    if state.shelf.is_here() {
        return super::shelf::leave(state, now);
    }
    if state.is_in_front() {
        return super::front::leave(state, now);
    }
    if state.view.anchor.take().is_some() {
        return Ok(());
    }
    if state.zen {
        return super::screen::zen(state, argument, now);
    }
    if state.focus == Focus::Panel {
        back_to_article(state);
        return Ok(());
    }
    if state.front.is_home && (state.front.reading.is_some() || !state.shelf.is_home) {
        // Whoever came from the library goes back to its row.
        state.return_to_front();
        return Ok(());
    }
    if state.shelf.is_home {
        // Whoever came from the list of all notes goes back to it.
        state.open_shelf();
        return Ok(());
    }
    quit_now(state, argument, now)
}

/// Ends the program as soon as all notes are safe; where they cannot be saved, asks.
pub fn quit_now(state: &mut State, _: &str, _: Now) -> Done {
    if let Err(says) = state.is_writing() {
        state.leaving = true;
        state.say(format!("{says}; leaving then"));
    } else if !state.is_unsaved() {
        state.effects.push(Effect::Quit);
    } else if state.saving.failure.is_some() {
        state.ask_about_leaving();
    } else {
        state.leaving = true;
        state.say("Saving your notes …");
    }
    Ok(())
}

impl State {
    /// Asks what to do about notes that could not be saved.
    pub fn ask_about_leaving(&mut self) {
        let failure = self.saving.failure.as_deref().unwrap_or("it is not known why");
        self.modal = Some(Modal::Question(Question {
            asks: format!("Your notes are not saved: {failure}."),
            answers: vec![
                (Key::char('r'), "try again", Answer::SaveAgain),
                (Key::char('x'), "end and lose them", Answer::QuitUnsaved),
                (Key::plain(Code::Esc), "stay", Answer::Stay),
            ],
        }));
    }
}
