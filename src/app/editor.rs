//! The note being typed.
//!
//! The text area is `ratatui-textarea`'s: a widget that keeps text, cursor and its
//! own undo and knows no terminal. It is the one piece of ratatui above the screen's
//! own layer, because a second text area would be worse than the exception.

use super::key::{Code, Key};
use super::keymap::{Lookup, Place};
use super::outside::Then;
use super::state::{Answer, Modal, Notice, Now, Question, State};
use crate::doc::Time;
use crate::notes::draft::Draft;
use crate::notes::{About, Change, Edit, Note, NoteId, NoteKind};
use crate::text::Span;
use ratatui_textarea::{Input, TextArea, WrapMode};

/// How long typing may pause before what was typed is kept as a draft, in milliseconds.
pub const DRAFT_AFTER: i64 = 1_000;

/// A note under the reader's hands.
#[derive(Debug)]
pub struct Editor {
    /// The note that is changed; `None` for a new one.
    pub note: Option<NoteId>,
    /// All of the note but what is being typed. Its id and times mean nothing where it is new.
    pub mark: Note,
    /// Where it is in today's text.
    pub span: Option<Span>,
    /// The text area.
    pub area: TextArea<'static>,
    /// What is done with it when the reader's own editor hands it back.
    pub then: Then,
    /// What the note said before.
    before: String,
    /// When the draft is to be written; `None` when it is up to date.
    draft_due: Option<Time>,
    /// Whether a draft of it may be on the disk.
    has_draft: bool,
}

impl Editor {
    /// An editor for a note, new or there, the cursor at the end of its words.
    #[must_use]
    pub fn new(note: Option<NoteId>, mark: Note, span: Option<Span>) -> Self {
        let mut area = TextArea::from(crate::parse::clean::clean(&mark.body).text.lines());
        area.set_wrap_mode(WrapMode::WordOrGlyph);
        // Styled once: what the area leaves open is as the box that it is drawn into.
        area.set_cursor_line_style(Default::default());
        area.move_cursor(ratatui_textarea::CursorMove::Bottom);
        area.move_cursor(ratatui_textarea::CursorMove::End);
        Self {
            note,
            before: mark.body.clone(),
            mark,
            span,
            area,
            then: Then::Stay,
            draft_due: None,
            has_draft: false,
        }
    }

    /// What has been typed.
    #[must_use]
    pub fn body(&self) -> String {
        self.area.lines().join("\n").trim_end().to_owned()
    }

    /// Whether there is something that would be lost.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        self.body() != self.before.trim_end()
    }

    fn draft(&self, at: Time) -> Draft {
        let typed = Note { body: self.body(), ..self.mark.clone() };
        Draft { note: self.note, typed, at }
    }
}

/// What to do with a draft that was found.
#[must_use]
pub fn draft_question(draft: &Draft) -> Question {
    let words = crate::text::columns::ellipsis(&crate::parse::clean::line(&draft.typed.body), 60);
    Question {
        asks: format!(
            "A note that was being typed when the program ended has been kept: “{words}”"
        ),
        answers: vec![
            (Key::plain(Code::Enter), "go on with it", Answer::TakeDraft),
            (Key::char('x'), "throw it away", Answer::DropDraft),
            (Key::plain(Code::Esc), "later", Answer::Later),
        ],
    }
}

fn leave_question() -> Question {
    Question {
        asks: "Save the note?".into(),
        answers: vec![
            (Key::plain(Code::Enter), "save", Answer::SaveNote),
            (Key::char('x'), "throw it away", Answer::DropNote),
            (Key::plain(Code::Esc), "go on typing", Answer::KeepTyping),
        ],
    }
}

impl State {
    /// Opens the editor for a new note on a span.
    pub fn annotate(&mut self, span: Span) {
        let mut mark = self.mark(NoteKind::Note, span);
        mark.speaker = self.speaker_of(span);
        self.write_on(mark, Some(span));
    }

    /// Opens the editor for a new note that is made up but for its words.
    pub fn write_on(&mut self, mark: Note, span: Option<Span>) {
        if self.asks_about_draft() {
            return;
        }
        self.modal = Some(Modal::Editor(Box::new(Editor::new(None, mark, span))));
        self.view.anchor = None;
        if let Some(span) = span {
            self.bring_into_sight(span.start());
        }
    }

    /// A mark on a span, not yet with a name or a time.
    #[must_use]
    pub fn mark(&self, kind: NoteKind, span: Span) -> Note {
        let bare =
            Note::new(NoteId(0), kind, crate::doc::describe(&self.article, span), Time::default());
        // What says what words are is drawn as that; the pen is for what the reader marks.
        let pen = Some(self.marking.pen.clone()).filter(|_| super::marking::is_drawn(&bare));
        Note { pen: pen.flatten(), ..bare }
    }

    /// Opens the editor for a note that is there.
    pub fn edit_note(&mut self, id: NoteId) {
        if self.asks_about_draft() {
            return;
        }
        let Some(note) = self.notebook.notes.get(&id).cloned() else { return };
        let placed = self.placed.iter().find(|placed| placed.id == id);
        let span = placed.and_then(|placed| placed.place.span());
        // A note on the whole article is nowhere in its text.
        let span = span.filter(|span| !span.is_empty());
        let editor = Editor::new(Some(id), note, span);
        self.modal = Some(Modal::Editor(Box::new(editor)));
        self.view.anchor = None;
        if let Some(span) = span {
            self.bring_into_sight(span.start());
        }
    }

    /// There is one draft an article: while one waits, it is asked about before another note is begun.
    fn asks_about_draft(&mut self) -> bool {
        if let Some(draft) = &self.draft {
            self.modal = Some(Modal::Question(draft_question(draft)));
        }
        self.draft.is_some()
    }

    /// A key while the editor has them: what the keymap has for it, else it is written.
    pub fn press_in_editor(&mut self, mut editor: Box<Editor>, key: Key, now: Now) {
        self.pending.push(key);
        let keymap = &self.settings.keymap;
        match keymap.look_up(Place::Editor, &self.pending) {
            Lookup::Run(line) => {
                self.pending.clear();
                self.modal = Some(Modal::Editor(editor));
                return self.run_line(&line, now);
            }
            Lookup::Pending(_) => {}
            // Whoever has taken all keys for leaving away is not shut in.
            Lookup::Unbound
                if key == Key::plain(Code::Esc)
                    && keymap.keys_for(Place::Editor, "leave-note").is_empty() =>
            {
                self.pending.clear();
                return self.leave_note(editor, now);
            }
            Lookup::Unbound => self.write_pending(&mut editor, now),
        }
        self.modal = Some(Modal::Editor(editor));
    }

    /// Writes keys that might have become a command and did not.
    fn write_pending(&mut self, editor: &mut Editor, now: Now) {
        let mut changed = false;
        for key in std::mem::take(&mut self.pending) {
            changed |= editor.area.input(input(key));
        }
        if changed {
            self.typed(editor, now);
        }
    }

    /// Leaves the note that is being typed; where something would be lost, asks.
    pub fn leave_note(&mut self, mut editor: Box<Editor>, now: Now) {
        if !editor.is_changed() {
            if editor.has_draft {
                self.effects.push(super::Effect::SaveDraft(None));
            }
            return;
        }
        self.keep_draft(&mut editor, now.time);
        self.parked = Some(editor);
        self.modal = Some(Modal::Question(leave_question()));
    }

    /// Pasted text goes into the note as it is, without what a terminal would act upon.
    pub fn paste_in_editor(&mut self, text: &str, now: Now) {
        let Some(Modal::Editor(mut editor)) = self.modal.take() else { return };
        self.write_pending(&mut editor, now);
        editor.area.insert_str(writable(text));
        self.typed(&mut editor, now);
        self.modal = Some(Modal::Editor(editor));
    }

    /// Something was typed: it is to be kept soon.
    pub(super) fn typed(&mut self, editor: &mut Editor, now: Now) {
        if editor.draft_due.is_none() {
            let due = Time(now.time.0 + DRAFT_AFTER);
            editor.draft_due = Some(due);
            self.effects.push(super::Effect::WakeAt(due));
        }
    }

    /// Keeps what is being typed, when its time has come.
    pub fn wake_editor(&mut self, now: Now) {
        let mut editor = match self.modal.take() {
            Some(Modal::Editor(editor)) => editor,
            other => {
                self.modal = other;
                return;
            }
        };
        match editor.draft_due {
            // A clock that was set back must not keep what is typed from being kept for as long.
            Some(due) if due <= now.time || due.0 - now.time.0 > DRAFT_AFTER => {
                self.keep_draft(&mut editor, now.time);
            }
            Some(due) => self.effects.push(super::Effect::WakeAt(due)),
            None => {}
        }
        self.modal = Some(Modal::Editor(editor));
    }

    /// Keeps what is being typed at once: the program is about to end.
    pub fn keep_what_is_typed(&mut self, now: Now) {
        let mut editor = match self.modal.take() {
            Some(Modal::Editor(editor)) => editor,
            // A question about a note has kept its draft already.
            _ => return,
        };
        if editor.is_changed() {
            self.keep_draft(&mut editor, now.time);
        }
    }

    /// Sends what is typed to be kept as a draft.
    pub(super) fn keep_draft(&mut self, editor: &mut Editor, at: Time) {
        editor.draft_due = None;
        editor.has_draft = true;
        self.effects.push(super::Effect::SaveDraft(Some(Box::new(editor.draft(at)))));
    }

    /// Makes the typed note a note. Its draft goes once the note is safe on disk, not before.
    pub fn save_note(&mut self, editor: Editor, now: Now) {
        let body = editor.body();
        let before = editor.note.and_then(|id| self.notebook.notes.get(&id)).cloned();
        let needs_words = editor.mark.kind == NoteKind::Note;
        if body.is_empty() && before.is_none() && needs_words {
            if editor.has_draft {
                self.effects.push(super::Effect::SaveDraft(None));
            }
            self.say("Nothing was written, so no note was made");
            return;
        }
        // When the note was begun it may not have been known yet who said the words.
        let speaker = editor.mark.speaker.clone().or_else(|| self.speaker_of(editor.span?));
        let mark = before.clone().unwrap_or(editor.mark);
        let kind = match (mark.kind, body.is_empty()) {
            (NoteKind::Highlight, false) => NoteKind::Note,
            (NoteKind::Note, true) if mark.about == About::Passage => NoteKind::Highlight,
            (kind, _) => kind,
        };
        let mut after = Note { body, kind, speaker, edited: now.time, ..mark };
        let what = kind.name();
        let (label, said) = if before.is_some() {
            (
                format!("edit of a {what} on {}", super::marking::called(&after)),
                sentence(what, "changed"),
            )
        } else {
            after.id = editor.note.unwrap_or_else(|| self.new_note_id(now));
            after.made = now.time;
            (format!("{what} on {}", super::marking::called(&after)), sentence(what, "made"))
        };
        let id = after.id;
        // A note on somebody is nothing without words.
        let is_gone =
            after.body.is_empty() && after.about.name().is_some() && kind != NoteKind::Correction;
        let said =
            if is_gone { "Nothing is left of it, so the note is deleted".to_owned() } else { said };
        let after = Some(after).filter(|_| !is_gone);
        self.change(&label, vec![Edit { id, before, after }], &said);
        for effect in &mut self.effects {
            if let super::Effect::Save(_, snapshot) = effect {
                snapshot.ends_draft = true;
            }
        }
    }

    /// Does what an answer about a note or a draft says.
    pub fn answer(&mut self, answer: Answer, now: Now) {
        match answer {
            Answer::SaveNote => {
                if let Some(editor) = self.parked.take() {
                    self.save_note(*editor, now);
                }
            }
            Answer::DropNote => {
                self.parked = None;
                self.effects.push(super::Effect::SaveDraft(None));
                self.say("Note thrown away");
            }
            Answer::KeepTyping => self.modal = self.parked.take().map(Modal::Editor),
            Answer::TakeDraft => self.take_draft(),
            Answer::DropDraft => {
                self.draft = None;
                self.effects.push(super::Effect::SaveDraft(None));
                self.say("Draft thrown away");
            }
            Answer::Later => self.say("The draft is kept; :draft brings it back"),
            Answer::QuitUnsaved => self.effects.push(super::Effect::Quit),
            Answer::SaveAgain => self.send_save(false),
            Answer::MergeConflicts => self.merge_conflicts(),
            Answer::ActOnAll => self.act_on_all(),
            Answer::AskLibrary => {
                if let Some(ask) = self.front.proposed.take() {
                    self.request(ask);
                }
            }
            Answer::DoProposed => self.do_proposed(),
            Answer::Stay => self.marking.proposed = None,
        }
    }

    /// Opens the editor with the draft that was found.
    pub fn take_draft(&mut self) {
        let Some(draft) = self.draft.take() else {
            self.notice =
                Some(Notice::Failed("There is no draft of a note on this article".into()));
            return;
        };
        self.shelf.standing = super::shelf::Standing::Away;
        let span = crate::doc::resolve(&draft.typed.anchor, &self.article).span();
        let span = span.filter(|span| !span.is_empty());
        let mut editor = Editor::new(draft.note, draft.typed, span);
        // All of it is still to be saved.
        editor.before = String::new();
        editor.has_draft = true;
        self.modal = Some(Modal::Editor(Box::new(editor)));
        if let Some(span) = span {
            self.show_and_move_to(span.start());
        }
    }

    /// Applies edits as one step that can be undone, and saves.
    pub fn change(&mut self, label: &str, edits: Vec<Edit>, said: &str) {
        let change = Change { label: label.into(), at: self.clock, edits };
        match self.history.make(change, &mut self.notebook) {
            Ok(()) => {
                self.notebook.meta = self.article.meta.clone();
                self.notebook.digest = self.article.digest;
                self.save();
                let undo = self.settings.keymap.keys_for(self.place(), "undo");
                let hint =
                    undo.first().map_or(String::new(), |key| format!(" · {key} takes it back"));
                self.say(format!("{said}{hint}"));
            }
            Err(_) => {
                self.notice =
                    Some(Notice::Failed("The note has changed meanwhile; nothing was done".into()));
            }
        }
    }

    /// A name for a note that no other note of this article has.
    pub fn new_note_id(&self, now: Now) -> NoteId {
        self.notebook.fresh_id(now.time, now.entropy)
    }

    /// Who said the words of a span, as far as the analysis knows.
    #[must_use]
    pub fn speaker_of(&self, span: Span) -> Option<String> {
        let analysis = self.analysis.as_deref()?;
        let claim = analysis.claim(super::reading::claim_over(analysis, span)?)?;
        crate::export::chain::speaker(&self.article, analysis, claim)
    }
}

/// A text from outside as it can be written into a note: without what a terminal would act upon.
#[must_use]
pub fn writable(text: &str) -> String {
    let lines = text.replace("\r\n", "\n").replace('\r', "\n");
    lines.chars().filter(|c| *c == '\n' || *c == '\t' || !c.is_control()).collect()
}

/// `Note made`.
pub fn sentence(what: &str, done: &str) -> String {
    let mut letters = what.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{} {done}", letters.as_str())
}

/// A key in the text area's words.
fn input(key: Key) -> Input {
    use ratatui_textarea::Key as Area;
    let code = match key.code {
        Code::Char(c) => Area::Char(c),
        Code::Enter => Area::Enter,
        Code::Esc => Area::Esc,
        Code::Tab | Code::BackTab => Area::Tab,
        Code::Backspace => Area::Backspace,
        Code::Delete => Area::Delete,
        Code::Up => Area::Up,
        Code::Down => Area::Down,
        Code::Left => Area::Left,
        Code::Right => Area::Right,
        Code::Home => Area::Home,
        Code::End => Area::End,
        Code::PageUp => Area::PageUp,
        Code::PageDown => Area::PageDown,
        Code::F(n) => Area::F(n),
        Code::Insert => Area::Null,
    };
    Input { key: code, ctrl: key.ctrl, alt: key.alt, shift: false }
}
