//! Moving the ends of a mark, or of what is claimed, word by word.

use super::key::{Code, Key};
use super::state::{Modal, Now, State};
use super::verbs::corrections;
use crate::notes::NoteId;
use crate::text::{Span, columns, word};

/// A passage whose ends are being moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Whose.
    pub of: Of,
    /// Where it was.
    pub from: Span,
    /// Where it is now.
    pub span: Span,
}

/// Whose ends are moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// A mark's.
    Mark(NoteId),
    /// The content's of the claim that stands there.
    Claim,
}

/// Which end goes which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The end a word on.
    EndOn,
    /// The end a word back.
    EndBack,
    /// The start a word on.
    StartOn,
    /// The start a word back.
    StartBack,
}

impl Step {
    /// Every step by the word that commands have for it.
    pub const ALL: [(&str, Step); 4] = [
        ("end-on", Self::EndOn),
        ("end-back", Self::EndBack),
        ("start-on", Self::StartOn),
        ("start-back", Self::StartBack),
    ];
}

/// A passage with one end moved by a word. It never becomes empty.
#[must_use]
pub fn stepped(text: &str, span: Span, step: Step) -> Span {
    let (start, end) = (span.start(), span.end());
    let moved = match step {
        Step::EndOn => Span::new(start, word::next_end(text, end)),
        Step::EndBack => Span::new(start, word::previous_end(text, end).max(start)),
        Step::StartOn => Span::new(word::next_start(text, start).min(end), end),
        Step::StartBack => Span::new(word::previous_start(text, start), end),
    };
    if moved.is_empty() { span } else { moved }
}

impl State {
    /// Lets the reader move the ends of a passage.
    pub fn stretch(&mut self, of: Of, span: Span) {
        self.view.anchor = None;
        self.show_and_move_to(span.start());
        self.modal = Some(Modal::Stretch(Stretch { of, from: span, span }));
    }

    /// A key while ends are moved.
    pub fn press_in_stretch(&mut self, mut stretch: Stretch, key: Key, now: Now) {
        let step = match (key.code, key.ctrl) {
            (Code::Esc, _) | (Code::Char('q'), false) | (Code::Char('c'), true) => return,
            (Code::Enter, _) => {
                let done = self.stretched(stretch, now);
                if let Err(says) = done {
                    self.notice = Some(super::state::Notice::Failed(says));
                }
                return;
            }
            (Code::Char('l' | 'w') | Code::Right, _) => Some(Step::EndOn),
            (Code::Char('h' | 'b') | Code::Left, _) => Some(Step::EndBack),
            (Code::Char('L' | 'W') | Code::Down, _) => Some(Step::StartOn),
            (Code::Char('H' | 'B') | Code::Up, _) => Some(Step::StartBack),
            _ => None,
        };
        if let Some(step) = step {
            stretch.span = stepped(&self.article.text, stretch.span, step);
            // The end that moves is what is looked at.
            let at = match step {
                Step::EndOn | Step::EndBack => {
                    columns::previous_grapheme(&self.article.text, stretch.span.end())
                }
                Step::StartOn | Step::StartBack => stretch.span.start(),
            };
            self.show_and_move_to(at);
        }
        self.modal = Some(Modal::Stretch(stretch));
    }

    /// Makes it so.
    ///
    /// # Errors
    /// When nothing has changed, or it is no longer there.
    pub fn stretched(&mut self, stretch: Stretch, now: Now) -> Result<(), String> {
        match stretch.of {
            Of::Mark(id) => {
                let anchor = crate::doc::describe(&self.article, stretch.span);
                let speaker = self.speaker_of(stretch.span);
                if stretch.from == stretch.span {
                    return Err("Nothing has changed".into());
                }
                let what =
                    if stretch.span.covers(stretch.from) { "growing of" } else { "fitting of" };
                self.change_marks(&[id], (what, "The mark has new ends"), now, |note| {
                    let (anchor, speaker) = (anchor.clone(), speaker.clone());
                    Some(crate::notes::Note { anchor, speaker, ..note.clone() })
                })
            }
            Of::Claim => corrections::cover(self, stretch.from, stretch.span, now),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ends_move_by_words() {
        let text = "One two, three four.";
        let of = |words: &str| {
            let at = text.find(words).unwrap();
            Span::new(at, at + words.len())
        };
        assert_eq!(stepped(text, of("two"), Step::EndOn), of("two, three"));
        assert_eq!(stepped(text, of("two, three"), Step::EndBack), of("two"));
        assert_eq!(stepped(text, of("two, three"), Step::StartOn), of("three"));
        assert_eq!(stepped(text, of("two"), Step::StartBack), of("One two"));
        assert_eq!(stepped(text, of("two"), Step::EndBack), of("two"), "a mark is never empty");
        assert_eq!(stepped(text, of("two"), Step::StartOn), of("two"));
    }

    proptest! {
        #[test]
        fn ends_stay_within_the_text(text in "\\PC{1,40}", steps in proptest::collection::vec(0..4_usize, 0..20)) {
            let mut span = Span::new(0, text.len());
            for step in steps {
                span = stepped(&text, span, Step::ALL[step].1);
                prop_assert!(!span.is_empty() && span.end() <= text.len());
                prop_assert!(text.is_char_boundary(span.start()) && text.is_char_boundary(span.end()));
            }
        }
    }
}
