//! Sentence bounds of news prose.

use super::Span;

/// The sentences of a paragraph, in order, without the white space between them.
#[must_use]
pub fn sentences(text: &str, paragraph: Span) -> Vec<Span> {
    use unicode_segmentation::UnicodeSegmentation;
    super::slice(text, paragraph)
        .split_sentence_bound_indices()
        .map(|(at, s)| {
            super::span::trim(
                text,
                Span::new(paragraph.start() + at, paragraph.start() + at + s.len()),
            )
        })
        .filter(|s| !s.is_empty())
        .collect()
}
