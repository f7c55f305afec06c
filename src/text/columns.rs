//! Terminal columns: how wide a piece of text is, and which byte stands at which column.
//!
//! The same crate and version that ratatui measures with, by grapheme, so that
//! what is laid out here is what is drawn there. A law test in `ui` holds the two together.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Columns that one grapheme takes. A newline or a tab inside running text takes one: it is drawn as
/// the space that it stands for.
#[must_use]
pub fn of_grapheme(grapheme: &str) -> usize {
    if matches!(grapheme, "\n" | "\t") {
        return 1;
    }
    if grapheme.chars().any(char::is_control) {
        return 0;
    }
    // Ratatui gives the half-width sound marks of katakana a column more than `unicode-width` does. Newer
    // versions of the latter count them too, so that there is a gap after them; but what is laid out here
    // has to be what is drawn, and the law in `ui` says when that changes.
    let marks = |c: &char| matches!(c, '\u{ff9e}' | '\u{ff9f}');
    grapheme.width() + grapheme.chars().filter(marks).count()
}

/// Columns that a text takes.
#[must_use]
pub fn width(text: &str) -> usize {
    if text.is_ascii() {
        return text
            .bytes()
            .filter(|b| !b.is_ascii_control() || matches!(b, b'\n' | b'\t'))
            .count();
    }
    text.graphemes(true).map(of_grapheme).sum()
}

/// The byte at which the grapheme under column `column` starts; the text's length past its end.
#[must_use]
pub fn byte_at(text: &str, column: usize) -> usize {
    let mut seen = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        let wide = of_grapheme(grapheme);
        if column < seen + wide {
            return at;
        }
        seen += wide;
    }
    text.len()
}

/// The longest beginning that fits into `columns`, never splitting a grapheme.
#[must_use]
pub fn fit(text: &str, columns: usize) -> &str {
    let mut seen = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        seen += of_grapheme(grapheme);
        if seen > columns {
            return super::span::before(text, at);
        }
    }
    text
}

/// The text in at most `columns`, with `…` in place of what did not fit.
#[must_use]
pub fn ellipsis(text: &str, columns: usize) -> String {
    // Measured only as far as there is room: texts here can be long.
    if fit(text, columns).len() == text.len() {
        return text.to_owned();
    }
    if columns == 0 {
        return String::new();
    }
    format!("{}…", fit(text, columns - 1).trim_end())
}

/// The grapheme bound after byte `at`; the text's length at the end.
#[must_use]
pub fn next_grapheme(text: &str, at: usize) -> usize {
    let rest = super::span::after(text, at);
    rest.graphemes(true).next().map_or(text.len(), |g| at + g.len())
}

/// The grapheme bound before byte `at`; 0 at the start.
#[must_use]
pub fn previous_grapheme(text: &str, at: usize) -> usize {
    let head = super::span::before(text, at);
    head.graphemes(true).next_back().map_or(0, |g| head.len() - g.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_characters_take_two_columns() {
        assert_eq!(width("日本"), 4);
        assert_eq!(byte_at("日本", 1), 0);
        assert_eq!(byte_at("日本", 2), 3);
        assert_eq!(byte_at("日本", 9), 6);
    }

    #[test]
    fn a_wide_character_is_not_cut_in_half() {
        assert_eq!(fit("日本", 3), "日");
        assert_eq!(ellipsis("日本語", 4), "日…");
        assert_eq!(ellipsis("short", 5), "short");
    }

    #[test]
    fn graphemes_are_stepped_whole() {
        let text = "e\u{301}x";
        assert_eq!(next_grapheme(text, 0), 3);
        assert_eq!(previous_grapheme(text, 3), 0);
    }
}
