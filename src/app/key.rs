//! Keys, in our own words, so that nothing here knows a terminal.
//!
//! Two notations. In a keymap, keys stand apart: `g g`, `ctrl-d`, `shift-tab`.
//! In a script or a session of a test they run together: `jj]c<ctrl-d>note<enter>`.

use std::fmt;

/// A key with what is held down beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// Which key.
    pub code: Code,
    /// Control is held.
    pub ctrl: bool,
    /// Alt is held.
    pub alt: bool,
}

/// Which key. Shift is in the character (`G`) or in the name (`BackTab`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)] // The names say it all.
pub enum Code {
    Char(char),
    Enter,
    Esc,
    Tab,
    BackTab,
    Backspace,
    Delete,
    Insert,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
    F(u8),
}

/// The keys with names, as they are written.
const NAMES: [(&str, Code); 19] = [
    ("space", Code::Char(' ')),
    ("enter", Code::Enter),
    ("esc", Code::Esc),
    ("tab", Code::Tab),
    ("shift-tab", Code::BackTab),
    ("backspace", Code::Backspace),
    ("delete", Code::Delete),
    ("insert", Code::Insert),
    ("up", Code::Up),
    ("down", Code::Down),
    ("left", Code::Left),
    ("right", Code::Right),
    ("home", Code::Home),
    ("end", Code::End),
    ("pgup", Code::PageUp),
    ("pgdn", Code::PageDown),
    ("minus", Code::Char('-')),
    ("lt", Code::Char('<')),
    ("gt", Code::Char('>')),
];

impl Key {
    /// A key with nothing held down.
    #[must_use]
    pub fn plain(code: Code) -> Self {
        Self { code, ctrl: false, alt: false }
    }

    /// A character's key.
    #[must_use]
    pub fn char(c: char) -> Self {
        Self::plain(Code::Char(c))
    }

    /// A character's key with control held.
    #[must_use]
    pub fn ctrl(c: char) -> Self {
        Self { code: Code::Char(c), ctrl: true, alt: false }
    }

    /// Reads one key of a keymap: `j`, `G`, `ctrl-d`, `alt-left`, `shift-tab`, `f1`.
    ///
    /// # Errors
    /// A sentence that names the word that is no key.
    pub fn parse(word: &str) -> Result<Self, String> {
        let (mut ctrl, mut alt) = (false, false);
        let mut rest = word;
        loop {
            if let Some(left) = rest.strip_prefix("ctrl-").filter(|left| !left.is_empty()) {
                ctrl = true;
                rest = left;
            } else if let Some(left) = rest.strip_prefix("alt-").filter(|left| !left.is_empty()) {
                alt = true;
                rest = left;
            } else {
                break;
            }
        }
        let mut chars = rest.chars();
        let code = match (chars.next(), chars.next()) {
            (Some(c), None) if !c.is_control() && c != ' ' => Code::Char(c),
            _ => NAMES
                .iter()
                .find(|(name, _)| *name == rest)
                .map(|(_, code)| *code)
                .or_else(|| {
                    let number = rest.strip_prefix('f')?.parse().ok()?;
                    (1..=12).contains(&number).then_some(Code::F(number))
                })
                .ok_or_else(|| format!("“{word}” is not a key"))?,
        };
        Ok(Self { code, ctrl, alt })
    }

    /// Reads the keys of a keymap entry, which stand apart.
    ///
    /// # Errors
    /// A sentence that names the word that is no key, or says that there is none.
    pub fn parse_sequence(text: &str) -> Result<Vec<Self>, String> {
        let keys: Vec<_> = text.split_whitespace().map(Self::parse).collect::<Result<_, _>>()?;
        if keys.is_empty() {
            return Err("a binding needs at least one key".into());
        }
        Ok(keys)
    }

    /// Reads keys that run together, with names in angle brackets: `v]c<esc>`.
    ///
    /// # Errors
    /// A sentence that names what is no key.
    pub fn parse_run(text: &str) -> Result<Vec<Self>, String> {
        let mut keys = Vec::new();
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            if let Some(tail) = rest.strip_prefix('<') {
                let (name, after) =
                    tail.split_once('>').ok_or_else(|| format!("“{rest}” has no closing >"))?;
                keys.push(Self::parse(name)?);
                rest = after;
            } else {
                keys.push(match c {
                    '\n' => Self::plain(Code::Enter),
                    _ => Self::char(c),
                });
                rest = crate::text::span::after(rest, c.len_utf8());
            }
        }
        Ok(keys)
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.ctrl {
            f.write_str("ctrl-")?;
        }
        if self.alt {
            f.write_str("alt-")?;
        }
        match self.code {
            Code::F(n) => write!(f, "f{n}"),
            Code::Char(c) if c != ' ' => write!(f, "{c}"),
            code => {
                let name = NAMES.iter().find(|(_, named)| *named == code);
                f.write_str(name.map_or("?", |(name, _)| name))
            }
        }
    }
}

/// Keys as a keymap writes them: `g g`.
#[must_use]
pub fn sequence(keys: &[Key]) -> String {
    keys.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_as_they_are_written() {
        for word in
            ["j", "G", "ctrl-d", "alt-left", "shift-tab", "space", "f12", "]", "<", "-", "é"]
        {
            let key = Key::parse(word).unwrap();
            assert_eq!(key.to_string(), word);
        }
        assert!(Key::parse("hyper-x").unwrap_err().contains("hyper-x"));
        assert!(Key::parse("f13").is_err());
        assert!(Key::parse_sequence("  ").is_err());
    }

    #[test]
    fn a_run_of_keys_holds_names_in_brackets() {
        let keys = Key::parse_run("]c<ctrl-d><lt>").unwrap();
        assert_eq!(sequence(&keys), "] c ctrl-d <");
        assert!(Key::parse_run("<ente").is_err());
    }
}
