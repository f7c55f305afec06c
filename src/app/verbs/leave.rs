//! What leads out of the article: other articles, the browser, files, the shell, the end.

use crate::app::key::{Code, Key};
use crate::app::panel::Tab;
use crate::app::state::{Answer, Effect, Focus, Modal, Now, Question, State};

type Done = Result<(), String>;

/// Opens the article's address in the browser.
pub fn browse(state: &mut State, _: &str, _: Now) -> Done {
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
    let url = state.article.meta.url.clone().ok_or("This article has no address")?;
    state.effects.push(Effect::Copy(url));
    Ok(())
}

/// Opens another article.
pub fn open(state: &mut State, what: &str, _: Now) -> Done {
    if let Some(failure) = state.saving.failure.as_ref().filter(|_| state.is_unsaved()) {
        return Err(format!("The notes on this article are not saved yet: {failure}"));
    }
    let ticket = state.ticket();
    state.opening = Some((ticket, what.to_owned()));
    state.effects.push(Effect::Open(ticket, what.to_owned()));
    Ok(())
}

/// Reads the article again from where it came.
pub fn reload(state: &mut State, _: &str, now: Now) -> Done {
    let id = state.article.id.0.clone();
    if id.starts_with("text:") {
        return Err("This came by standard input and cannot be read again".into());
    }
    let what = state.article.meta.url.clone().filter(|_| id.starts_with("http")).unwrap_or(id);
    open(state, &what, now)
}

/// Writes sources, claims and notes to a file.
pub fn export(state: &mut State, path: &str, _: Now) -> Done {
    let analysis = state.analysis.as_deref().ok_or("Still finding out who said what")?;
    let text = crate::export::markdown(&state.article, analysis, &state.notebook);
    state.effects.push(Effect::Export(path.to_owned(), text));
    Ok(())
}

/// Leaves what is going on: opening, selecting, what was found, a filter, the panel.
pub fn cancel(state: &mut State, _: &str, _: Now) -> Done {
    if state.opening.take().is_some() {
        state.say("Stopped opening");
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
    quit_now(state, argument, now)
}

/// Ends the program, but not over notes that could not be saved.
pub fn quit_now(state: &mut State, _: &str, _: Now) -> Done {
    match &state.saving.failure {
        Some(failure) if state.is_unsaved() => {
            state.panel.tab = Tab::Notes;
            state.modal = Some(Modal::Question(Question {
                asks: format!("Your notes are not saved: {failure}."),
                answers: vec![
                    (Key::char('r'), "try again", Answer::SaveAgain),
                    (Key::char('x'), "end and lose them", Answer::QuitUnsaved),
                    (Key::plain(Code::Esc), "stay", Answer::KeepTyping),
                ],
            }));
        }
        _ => state.effects.push(Effect::Quit),
    }
    Ok(())
}
