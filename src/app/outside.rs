//! A note in the reader's own editor, the one that `$VISUAL` or `$EDITOR` names.
//!
//! What has been typed so far is kept as a draft before the terminal is handed over, and the note stays
//! in its own editor here until it is saved: whatever happens out there, nothing is lost.

use super::editor::{Editor, writable};
use super::state::{Effect, Modal, Notice, Now, State};

/// What is done with a note when its words come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Then {
    /// It stays open: it was open before.
    #[default]
    Stay,
    /// It is saved: the reader wanted nothing but the other editor.
    Save,
}

impl State {
    /// Hands the note that is being typed to the reader's own editor.
    ///
    /// # Errors
    /// A sentence, where none is being typed.
    pub fn edit_outside(&mut self, then: Then, now: Now) -> Result<(), String> {
        let Some(Modal::Editor(mut editor)) = self.modal.take() else {
            return Err("No note is being written".into());
        };
        editor.then = then;
        if editor.is_changed() {
            self.keep_draft(&mut editor, now.time);
        }
        self.effects.push(Effect::EditOutside(editor.body()));
        self.modal = Some(Modal::Editor(editor));
        Ok(())
    }

    /// The reader's own editor has ended: the words that it left, or why there are none.
    pub fn come_back(&mut self, outcome: Result<String, String>, now: Now) {
        let Some(Modal::Editor(mut editor)) = self.modal.take() else { return };
        let then = std::mem::take(&mut editor.then);
        match outcome {
            Err(says) => {
                self.notice = Some(Notice::Failed(says));
                // A note that was opened only for this and has nothing of its own is closed again.
                if then == Then::Stay || editor.is_changed() {
                    self.modal = Some(Modal::Editor(editor));
                }
            }
            Ok(words) => {
                let came = take_words(&mut editor, &words);
                match then {
                    Then::Save if editor.is_changed() => self.save_note(*editor, now),
                    Then::Save => self.say("Nothing was changed"),
                    Then::Stay => {
                        if came {
                            self.typed(&mut editor, now);
                        }
                        self.modal = Some(Modal::Editor(editor));
                    }
                }
            }
        }
    }
}

/// Puts words in place of what was typed, so that the text area's own undo brings that back.
fn take_words(editor: &mut Editor, words: &str) -> bool {
    let words = writable(words);
    if words.trim_end() == editor.body() {
        return false;
    }
    editor.area.select_all();
    editor.area.cut();
    editor.area.insert_str(words.trim_end());
    true
}
