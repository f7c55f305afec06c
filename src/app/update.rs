//! One message in, the state changed, effects out. Nothing else in the program changes the state.

use super::geometry::Size;
use super::key::{Code, Key};
use super::keymap::Lookup;
use super::state::{Effect, Focus, Modal, Msg, Notice, Now, Saved, State};

/// Takes a message in.
pub fn update(state: &mut State, msg: Msg, now: Now) -> Vec<Effect> {
    state.clock = now.time;
    match msg {
        Msg::Key(key) => press(state, key, now),
        Msg::Paste(text) => paste(state, &text, now),
        Msg::Resize(size) => resize(state, size),
        Msg::Wake => state.wake_editor(now),
        Msg::Opened(ticket, outcome) => {
            // An answer to a question that is no longer asked is dropped.
            if let Some(opening) = state.opening.take_if(|opening| opening.ticket == ticket) {
                match outcome {
                    Ok(opened) => state.arrived = Some((opened, opening)),
                    Err(says) => {
                        state.fail_to_land(ticket, &says);
                        state.notice = Some(Notice::Failed(says));
                    }
                }
            }
        }
        Msg::Analysed(ticket, analysis) => {
            if ticket == state.analysis_ticket && analysis.of == state.article.digest {
                state.messages.extend(analysis.problems.iter().map(|problem| problem.says.clone()));
                if let (None, Some(problem)) = (&state.notice, analysis.problems.first()) {
                    state.notice = Some(Notice::Failed(problem.says.clone()));
                }
                state.found = Some(analysis);
                state.analysis = None;
                state.review();
                state.refresh_panel();
                state.panel_follows();
            }
        }
        Msg::Saved(revision, outcome) => saved(state, revision, outcome),
        Msg::CameIn(incoming) => state.come_in(incoming),
        Msg::Conflicts(kept, found) => state.ask_about_conflicts(kept, found),
        Msg::Odd(says) => {
            let front = state.is_in_front();
            let messages = if front { &mut state.front.messages } else { &mut state.messages };
            messages.push(says.clone());
            state.notice = Some(Notice::Failed(says));
        }
        Msg::Told(notice) => state.notice = Some(notice),
        Msg::News(ticket, news) => state.take_news(ticket, *news),
        Msg::Answered(ticket, told) => state.take_answer(ticket, *told),
        Msg::Progress(progress) => state.take_progress(progress),
        Msg::Amended(ticket, amended) => state.take_amended(ticket, *amended),
        Msg::CameBack(outcome) => state.come_back(outcome, now),
        Msg::Stop => {
            state.keep_what_is_typed(now);
            state.effects.push(Effect::Quit);
        }
    }
    state.take_arrived();
    state.take_in();
    state.refresh_panel();
    state.refresh_shelf();
    state.refresh_front();
    std::mem::take(&mut state.effects)
}

/// Runs a command line as if it had been typed.
pub fn run_line(state: &mut State, line: &str, now: Now) -> Vec<Effect> {
    state.clock = now.time;
    state.run_line(line, now);
    state.refresh_panel();
    state.refresh_shelf();
    state.refresh_front();
    std::mem::take(&mut state.effects)
}

fn press(state: &mut State, key: Key, now: Now) {
    state.notice = None;
    state.leaving = false;
    if state.modal.is_some() && key == Key::ctrl('z') {
        // Whatever is being typed: a reader in a terminal expects this key to work.
        state.effects.push(Effect::Suspend);
        return;
    }
    match state.modal.take() {
        Some(Modal::Help(help)) => return state.press_in_help(help, key),
        Some(Modal::Export(menu)) => return state.press_in_export_menu(menu, key, now),
        Some(Modal::Prompt(prompt)) => return state.press_in_prompt(prompt, key, now),
        Some(Modal::Changes(view)) => return state.press_in_changes(view, key),
        Some(Modal::Editor(editor)) => return state.press_in_editor(editor, key, now),
        Some(Modal::History(steps)) => return state.press_in_history(steps, key),
        Some(Modal::Question(question)) => {
            let cancels =
                |answered: &Key| *answered == Key::plain(Code::Esc) && key == Key::ctrl('c');
            let answer = question.answers.iter().find(|(on, ..)| *on == key || cancels(on));
            match answer {
                Some((_, _, answer)) => state.answer(*answer, now),
                None => state.modal = Some(Modal::Question(question)),
            }
            return;
        }
        Some(Modal::Choice(choice)) => return state.press_in_choice(choice, key, now),
        Some(Modal::Stretch(stretch)) => return state.press_in_stretch(stretch, key, now),
        None => {}
    }
    let is_pointing = state.marking.pointing.is_some() && state.focus == Focus::Article;
    if is_pointing && state.pending.is_empty() {
        // While words are pointed at, these two keys end it; all others move and select as ever.
        if key == Key::plain(Code::Enter) {
            if let Err(says) = crate::app::verbs::corrections::pointed(state, now) {
                state.notice = Some(Notice::Failed(says));
            }
            return;
        }
        if key == Key::plain(Code::Esc) {
            state.marking.pointing = None;
            state.view.anchor = None;
            return;
        }
    }
    if !state.pending.is_empty() && key == Key::plain(Code::Esc) {
        state.pending.clear();
        return;
    }
    state.pending.push(key);
    match state.settings.keymap.look_up(state.place(), &state.pending) {
        Lookup::Run(line) => {
            state.pending.clear();
            state.run_line(&line, now);
        }
        Lookup::Pending(_) => {}
        Lookup::Unbound => {
            let keys = super::key::sequence(&state.pending);
            state.pending.clear();
            state.notice =
                Some(Notice::Failed(format!("{keys} does nothing here; ? shows what does")));
        }
    }
}

fn paste(state: &mut State, text: &str, now: Now) {
    match &state.modal {
        Some(Modal::Editor(_)) => state.paste_in_editor(text, now),
        Some(Modal::Prompt(_)) => state.paste_in_prompt(text),
        Some(Modal::Choice(choice)) if choice.line.is_some() => state.paste_in_choice(text),
        // Pasted text is never taken for keys: it would run commands that nobody meant.
        _ => {
            state.notice =
                Some(Notice::Failed("Nothing is being typed that could be pasted into".into()));
        }
    }
}

fn resize(state: &mut State, size: Size) {
    state.size = size;
    state.lay_out();
    state.settle();
    state.resize_changes();
}

fn saved(state: &mut State, revision: u64, outcome: Result<Saved, String>) {
    match outcome {
        Ok(saved) => {
            state.saving.saved = state.saving.saved.max(revision);
            state.saving.failure = None;
            if state.leaving && !state.is_unsaved() && state.shelf.busy.is_none() {
                state.effects.push(Effect::Quit);
            }
            if let Some(says) = saved.conflict {
                state.messages.push(says.clone());
                state.notice = Some(Notice::Failed(says));
            }
        }
        Err(says) => {
            // An older revision's failure no longer matters once a newer one is safe.
            if revision > state.saving.saved {
                state.notice = Some(Notice::Failed(format!("Notes not saved: {says}")));
                state.saving.failure = Some(says);
                if std::mem::take(&mut state.leaving) {
                    state.ask_about_leaving();
                }
            }
        }
    }
}
