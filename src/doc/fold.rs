//! A text with what editors and typesetters change at will taken out of it.
//!
//! Runs of white space become one space, quotation marks and dashes their plain
//! forms, invisible characters nothing. Each character remembers the byte that it
//! came from, so that what is found here is a span there.

use crate::text::Span;

/// The folded characters of a text.
pub(super) struct Folded {
    /// The characters.
    pub(super) chars: Vec<char>,
    /// For each character the byte at which it started, and the text's length at the end.
    starts: Vec<u32>,
}

impl Folded {
    /// Folds a text, in one pass.
    pub(super) fn new(text: &str) -> Self {
        let mut chars = Vec::with_capacity(text.len());
        let mut starts = Vec::with_capacity(text.len() + 1);
        for (at, c) in text.char_indices() {
            let Some(plain) = plain(c) else { continue };
            if plain == ' ' && chars.last() == Some(&' ') {
                continue;
            }
            chars.push(plain);
            starts.push(u32::try_from(at).unwrap_or(u32::MAX));
        }
        starts.push(u32::try_from(text.len()).unwrap_or(u32::MAX));
        Self { chars, starts }
    }

    /// The byte at which character `n` starts.
    pub(super) fn byte(&self, n: usize) -> usize {
        let n = n.min(self.starts.len().saturating_sub(1));
        self.starts.get(n).map_or(0, |at| *at as usize)
    }

    /// The first character that starts at a byte or after it.
    pub(super) fn index(&self, byte: usize) -> usize {
        self.starts.partition_point(|at| (*at as usize) < byte).min(self.chars.len())
    }

    /// The span of characters `start..end` in the text they came from.
    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.byte(start), self.byte(end))
    }
}

/// The plain form of a character; `None` for one that is not seen.
pub(super) fn plain(c: char) -> Option<char> {
    Some(match c {
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => return None,
        '‘' | '’' | '‚' | '‛' | '′' | '`' | '´' => '\'',
        '“' | '”' | '„' | '‟' | '″' | '«' | '»' => '"',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => '-',
        c if c.is_whitespace() => ' ',
        c => c,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::slice;

    #[test]
    fn quotation_marks_and_space_are_plain() {
        let text = "“No,”  he\n said";
        let folded = Folded::new(text);
        assert_eq!(folded.chars.iter().collect::<String>(), "\"No,\" he said");
        assert_eq!(slice(text, folded.span(6, 8)), "he");
        assert_eq!(slice(text, folded.span(9, 13)), "said");
        assert_eq!(folded.index(text.find("he").unwrap()), 6);
        assert_eq!(folded.index(text.len()), 13);
    }
}
