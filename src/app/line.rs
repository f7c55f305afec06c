//! One line of typing: what the prompts and filters are typed into.

use super::key::{Code, Key};
use crate::text::{columns, span, word};

/// Text with a cursor in it.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Line {
    /// What has been typed.
    pub text: String,
    /// The byte that the cursor stands before; always a grapheme bound.
    pub cursor: usize,
}

impl Line {
    /// A line with text in it and the cursor at its end.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { cursor: text.len(), text }
    }

    /// Types text at the cursor. Line breaks and other controls become spaces.
    pub fn insert(&mut self, typed: &str) {
        let clean: String = typed.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        self.text.insert_str(self.cursor, &clean);
        self.cursor += clean.len();
    }

    /// Does what a key does to a line; `false` when it means nothing here.
    pub fn press(&mut self, key: Key) -> bool {
        let back = columns::previous_grapheme(&self.text, self.cursor);
        let on = columns::next_grapheme(&self.text, self.cursor);
        match (key.code, key.ctrl, key.alt) {
            (Code::Char(c), false, false) => self.insert(c.encode_utf8(&mut [0; 4])),
            (Code::Backspace, false, false) | (Code::Char('h'), true, false) => {
                self.remove(back, self.cursor);
            }
            (Code::Delete, ..) | (Code::Char('d'), true, false) => self.remove(self.cursor, on),
            (Code::Left, false, _) | (Code::Char('b'), true, false) => self.cursor = back,
            (Code::Right, false, _) | (Code::Char('f'), true, false) => self.cursor = on,
            (Code::Home, ..) | (Code::Char('a'), true, false) => self.cursor = 0,
            (Code::End, ..) | (Code::Char('e'), true, false) => self.cursor = self.text.len(),
            (Code::Char('u'), true, false) => self.remove(0, self.cursor),
            (Code::Char('k'), true, false) => self.remove(self.cursor, self.text.len()),
            (Code::Char('w'), true, false) | (Code::Backspace, _, true) => {
                self.remove(word::previous_start(&self.text, self.cursor), self.cursor);
            }
            _ => return false,
        }
        true
    }

    /// What stands before the cursor.
    #[must_use]
    pub fn before(&self) -> &str {
        span::before(&self.text, self.cursor)
    }

    fn remove(&mut self, from: usize, to: usize) {
        self.text.replace_range(from..to, "");
        self.cursor = from;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn editing_keeps_whole_graphemes() {
        let mut line = Line::new("né\u{301} oui");
        line.press(Key::ctrl('w'));
        assert_eq!(line.text, "né\u{301} ");
        line.press(Key::plain(Code::Backspace));
        line.press(Key::plain(Code::Backspace));
        assert_eq!(line.text, "n");
        line.insert("a\nb");
        assert_eq!((line.text.as_str(), line.cursor), ("na b", 4));
        line.press(Key::plain(Code::Home));
        line.press(Key::plain(Code::Delete));
        assert_eq!(line.text, "a b");
        assert!(!line.press(Key::plain(Code::Up)));
    }
}
