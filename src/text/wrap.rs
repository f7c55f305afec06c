//! Breaking a paragraph into lines, by the Unicode line breaking rules and by columns.

use super::{Span, columns, slice};
use unicode_linebreak::{BreakOpportunity, linebreaks};
use unicode_segmentation::UnicodeSegmentation;

/// Breaks the text of `span` into lines of at most `width` columns.
///
/// The lines are spans of the same text, in order, and together hold every byte
/// of `span`: white space at a break stays with the line before it and may stick
/// out (it is not drawn). A word wider than a line is cut between graphemes. A
/// grapheme wider than the whole line has a line for itself. A `\n` ends a line.
/// An empty span is one empty line.
#[must_use]
pub fn wrap(text: &str, span: Span, width: usize) -> Vec<Span> {
    let width = width.max(1);
    let inside = slice(text, span);
    let base = span.start();
    let mut lines = Vec::new();
    let mut line_start = 0;
    let mut line_columns = 0;
    let mut word_start = 0;
    for (at, opportunity) in linebreaks(inside) {
        let word = slice(inside, Span::new(word_start, at));
        let word_columns = columns::width(word.trim_end());
        if line_columns + word_columns > width && word_start > line_start {
            lines.push(Span::new(base + line_start, base + word_start));
            line_start = word_start;
            line_columns = 0;
        }
        if word_columns > width {
            // The word alone does not fit: cut it between graphemes.
            for (offset, grapheme) in word.grapheme_indices(true) {
                let wide = columns::of_grapheme(grapheme);
                let blank = grapheme.trim().is_empty();
                if line_columns + wide > width && !blank && word_start + offset > line_start {
                    lines.push(Span::new(base + line_start, base + word_start + offset));
                    line_start = word_start + offset;
                    line_columns = 0;
                }
                line_columns += wide;
            }
        } else {
            line_columns += columns::width(word);
        }
        word_start = at;
        let at_end = at == inside.len();
        if opportunity == BreakOpportunity::Mandatory && !at_end {
            lines.push(Span::new(base + line_start, base + at));
            line_start = at;
            line_columns = 0;
        }
    }
    if line_start < inside.len() || lines.is_empty() {
        lines.push(Span::new(base + line_start, base + inside.len()));
    }
    lines
}

/// The lines of a text of its own, as strings without the white space at their ends.
#[must_use]
pub fn lines(text: &str, width: usize) -> Vec<&str> {
    wrap(text, Span::new(0, text.len()), width)
        .into_iter()
        .map(|line| slice(text, line).trim_end())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_stay_whole() {
        assert_eq!(lines("officials said on Sunday", 10), ["officials", "said on", "Sunday"]);
    }

    #[test]
    fn a_long_word_is_cut() {
        assert_eq!(lines("abcdefgh ij", 3), ["abc", "def", "gh", "ij"]);
    }

    #[test]
    fn wide_characters_count_twice() {
        assert_eq!(lines("日本語版", 4), ["日本", "語版"]);
    }

    #[test]
    fn a_newline_ends_a_line() {
        assert_eq!(lines("one\ntwo", 20), ["one", "two"]);
    }

    proptest! {
        #[test]
        fn loses_no_byte_and_keeps_the_width(text in "[a-z 日é\u{301}😀\n]{0,80}", width in 1usize..30) {
            let all = Span::new(0, text.len());
            let lines = wrap(&text, all, width);
            prop_assert_eq!(lines.first().map(|l| l.start()), Some(0));
            prop_assert_eq!(lines.last().map(|l| l.end()), Some(text.len()));
            for pair in lines.windows(2) {
                prop_assert_eq!(pair[0].end(), pair[1].start());
            }
            for line in lines {
                let shown = slice(&text, line).trim_end();
                let one_grapheme = shown.graphemes(true).count() <= 1;
                prop_assert!(columns::width(shown) <= width || one_grapheme, "{:?}", shown);
            }
        }
    }
}
