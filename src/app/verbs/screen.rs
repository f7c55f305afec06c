//! What is on the screen and how much of it; finding; help and prompt.

use crate::app::geometry::{PANEL_SHARE, Side, TEXT_WIDTH};
use crate::app::help::Help;
use crate::app::prompt::Kind;
use crate::app::state::{Effect, Focus, Modal, Notice, Now, State};

type Done = Result<(), String>;

/// Draws a kind of marks, or does not.
pub fn show(state: &mut State, which: &str, _: Now) -> Done {
    let show = &mut state.show;
    let flag = match which {
        "actors" => &mut show.actors,
        "sources" => &mut show.sources,
        "cues" => &mut show.cues,
        "claims" => &mut show.claims,
        "notes" => &mut show.notes,
        _ => {
            // All of them on, unless all are.
            let on = !show.all().iter().all(|(_, on)| *on);
            *show = crate::app::config::Show {
                actors: on,
                sources: on,
                cues: on,
                claims: on,
                notes: on,
            };
            state.say(if on { "All marks are drawn" } else { "No marks are drawn" });
            return Ok(());
        }
    };
    *flag = !*flag;
    let on = *flag;
    state.say(format!("{which} are {}", if on { "drawn" } else { "not drawn" }));
    Ok(())
}

/// To the panel, or back to the article.
pub fn focus_next(state: &mut State, _: &str, _: Now) -> Done {
    if state.is_in_front() {
        state.front.side = match state.front.side {
            Side::Tree => Side::List,
            Side::List => Side::Tree,
        };
        return Ok(());
    }
    state.zen = false;
    state.view.anchor = None;
    state.focus = match state.focus {
        Focus::Article => Focus::Panel,
        Focus::Panel => Focus::Article,
    };
    resized(state);
    Ok(())
}

/// Shows or hides the panel.
pub fn panel(state: &mut State, _: &str, _: Now) -> Done {
    state.zen = false;
    if state.panes().panel.is_some() {
        state.panel_open = false;
        state.focus = Focus::Article;
    } else {
        state.panel_open = true;
        if state.panes().panel.is_none() {
            state.focus = Focus::Panel;
        }
    }
    resized(state);
    Ok(())
}

/// Makes the panel wider.
pub fn panel_wider(state: &mut State, _: &str, _: Now) -> Done {
    state.panel_share = (state.panel_share + 4).min(*PANEL_SHARE.end());
    resized(state);
    Ok(())
}

/// Makes the panel narrower.
pub fn panel_narrower(state: &mut State, _: &str, _: Now) -> Done {
    state.panel_share = state.panel_share.saturating_sub(4).max(*PANEL_SHARE.start());
    resized(state);
    Ok(())
}

/// Sets the text wider.
pub fn text_wider(state: &mut State, _: &str, _: Now) -> Done {
    set_text_width(state, (state.text_width + 4).min(*TEXT_WIDTH.end()));
    Ok(())
}

/// Sets the text narrower.
pub fn text_narrower(state: &mut State, _: &str, _: Now) -> Done {
    // From what is seen: where the pane is narrower than the setting, a step must still be seen.
    let seen = u16::try_from(state.page.width).unwrap_or(u16::MAX).min(state.text_width);
    set_text_width(state, seen.saturating_sub(4).max(*TEXT_WIDTH.start()));
    Ok(())
}

fn set_text_width(state: &mut State, width: u16) {
    state.text_width = width;
    resized(state);
    state.say(format!("Text width {}", state.page.width));
}

/// Only the article, or all again.
pub fn zen(state: &mut State, _: &str, _: Now) -> Done {
    state.zen = !state.zen;
    state.focus = Focus::Article;
    resized(state);
    Ok(())
}

fn resized(state: &mut State) {
    state.lay_out();
    state.settle();
    state.refresh_panel();
}

/// Draws the screen anew.
pub fn redraw(state: &mut State, _: &str, _: Now) -> Done {
    state.effects.push(Effect::Redraw);
    Ok(())
}

/// Shows the help for where the reader is.
pub fn help(state: &mut State, _: &str, _: Now) -> Done {
    state.modal = Some(Modal::Help(Help::new(&state.settings.keymap, state.place())));
    Ok(())
}

/// Shows everything that was odd about this article.
pub fn messages(state: &mut State, _: &str, _: Now) -> Done {
    let (messages, nothing) = if state.is_in_front() {
        (&state.front.messages, "Nothing has gone wrong in the library")
    } else {
        (&state.messages, "Nothing was odd about this article")
    };
    if messages.is_empty() {
        return Err(nothing.into());
    }
    let width = usize::from(state.size.width).saturating_sub(8).min(88);
    let messages = Help::of_words("Messages", messages, width);
    state.modal = Some(Modal::Help(messages));
    Ok(())
}

/// Opens the prompt for commands.
pub fn prompt(state: &mut State, _: &str, _: Now) -> Done {
    state.open_prompt(Kind::Command, "");
    Ok(())
}

/// Finds words; without words, asks for them.
pub fn find(state: &mut State, words: &str, _: Now) -> Done {
    if words.is_empty() {
        state.open_prompt(Kind::Find, "");
        return Ok(());
    }
    state.find = crate::app::find::Find::new(&state.article.text, words);
    if state.find.hits.is_empty() {
        return Err(format!("“{words}” is not in this article"));
    }
    find_next(state, "", Now { time: crate::doc::Time(0), entropy: 0 })
}

/// To the next place found, around the end.
pub fn find_next(state: &mut State, _: &str, _: Now) -> Done {
    let hit = state.find.after(state.view.cursor);
    to_hit(state, hit)
}

/// To the place found before, around the beginning.
pub fn find_back(state: &mut State, _: &str, _: Now) -> Done {
    let hit = state.find.before(state.view.cursor);
    to_hit(state, hit)
}

fn to_hit(state: &mut State, hit: Option<usize>) -> Done {
    let span = hit.and_then(|n| state.find.hits.get(n)).copied();
    let span = span.ok_or("Nothing is looked for; / finds words")?;
    state.jump_to(span.start());
    state.say_hit();
    Ok(())
}

impl State {
    /// Says which of the places found the cursor stands on.
    pub fn say_hit(&mut self) {
        let at = self.view.cursor;
        let n = self.find.hits.iter().position(|hit| hit.contains(at));
        if let Some(n) = n {
            let all = self.find.hits.len();
            let words = self.find.words.clone();
            self.notice = Some(Notice::Done(format!("“{words}” {} of {all}", n + 1)));
        }
    }
}
