//! Word bounds, for moving about in a text.

use super::Span;
use unicode_segmentation::UnicodeSegmentation;

/// The words of `span`, without the space and punctuation between them.
#[must_use]
pub fn words(text: &str, span: Span) -> Vec<Span> {
    let base = span.start();
    super::slice(text, span)
        .unicode_word_indices()
        .map(|(at, word)| Span::new(base + at, base + at + word.len()))
        .collect()
}

/// The start of the next word after byte `at`; the text's length when there is none.
#[must_use]
pub fn next_start(text: &str, at: usize) -> usize {
    // Reading starts a word early, so that a position inside a word is known as such.
    let from = previous_start(text, at);
    super::span::after(text, from)
        .unicode_word_indices()
        .map(|(offset, _)| from + offset)
        .find(|start| *start > at)
        .unwrap_or(text.len())
}

/// The end of the word that ends after byte `at`; the text's length when there is none.
#[must_use]
pub fn next_end(text: &str, at: usize) -> usize {
    let from = previous_start(text, at);
    super::span::after(text, from)
        .unicode_word_indices()
        .map(|(offset, word)| from + offset + word.len())
        .find(|end| *end > at)
        .unwrap_or(text.len())
}

/// The start of the word that starts before byte `at`; 0 when there is none.
#[must_use]
pub fn previous_start(text: &str, at: usize) -> usize {
    super::span::before(text, at).unicode_word_indices().next_back().map_or(0, |(start, _)| start)
}

/// All of `span` in pieces: words, and the space and the signs between them. No grapheme is cut, also
/// where the rules for words would (a sign that only shapes what comes after it).
#[must_use]
pub fn pieces(text: &str, span: Span) -> Vec<Span> {
    let inside = super::slice(text, span);
    let mut graphemes = inside.grapheme_indices(true).map(|(at, _)| at).peekable();
    let mut bounds: Vec<usize> = Vec::new();
    for (at, _) in inside.split_word_bound_indices() {
        while graphemes.next_if(|start| *start < at).is_some() {}
        if graphemes.peek() == Some(&at) {
            bounds.push(at);
        }
    }
    bounds.push(inside.len());
    let piece = |(from, to): (&usize, &usize)| Span::new(span.start() + from, span.start() + to);
    bounds.iter().zip(bounds.iter().skip(1)).map(piece).filter(|piece| !piece.is_empty()).collect()
}

/// The end of the word that ends before byte `at`; 0 when there is none.
#[must_use]
pub fn previous_end(text: &str, at: usize) -> usize {
    let ends = super::span::before(text, at).unicode_word_indices().rev();
    ends.map(|(start, word)| start + word.len()).find(|end| *end < at).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn pieces_are_words_and_what_is_between_them() {
        let text = "“No,” he said 日本 👩‍👧e\u{301}.";
        let all = pieces(text, Span::new(0, text.len()));
        let all: Vec<&str> = all.into_iter().map(|piece| crate::text::slice(text, piece)).collect();
        let expected = [
            "“",
            "No",
            ",",
            "”",
            " ",
            "he",
            " ",
            "said",
            " ",
            "日",
            "本",
            " ",
            "👩‍👧",
            "e\u{301}",
            ".",
        ];
        assert_eq!(all, expected);
    }

    proptest! {
        #[test]
        fn pieces_cover_all_and_cut_no_grapheme(text in "[\\PC\u{600}\u{600}\u{200d}🇩🇪👩a ]{0,30}") {
            let graphemes: Vec<usize> = text.grapheme_indices(true).map(|(at, _)| at).collect();
            let mut at = 0;
            for piece in pieces(&text, Span::new(0, text.len())) {
                prop_assert_eq!(piece.start(), at);
                prop_assert!(graphemes.contains(&at));
                at = piece.end();
            }
            prop_assert_eq!(at, text.len());
        }
    }

    #[test]
    fn steps_over_punctuation() {
        let text = "“No,” he said.";
        let no = text.find("No").unwrap();
        let he = text.find("he").unwrap();
        assert_eq!(next_start(text, no), he);
        assert_eq!(previous_start(text, he), no);
        assert_eq!(next_end(text, no), no + 2);
        assert_eq!(next_start(text, text.len()), text.len());
        assert_eq!(previous_start(text, 0), 0);
        assert_eq!(previous_end(text, he), no + 2);
        assert_eq!(previous_end(text, no + 2), 0);
    }
}
