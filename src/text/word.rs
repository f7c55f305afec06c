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

/// The end of the word that ends before byte `at`; 0 when there is none.
#[must_use]
pub fn previous_end(text: &str, at: usize) -> usize {
    let ends = super::span::before(text, at).unicode_word_indices().rev();
    ends.map(|(start, word)| start + word.len()).find(|end| *end < at).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

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
