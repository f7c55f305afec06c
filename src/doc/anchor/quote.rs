//! Where the words of a quotation stand, when nothing else is known of it.

use crate::doc::fold::Folded;
use crate::text::Span;

/// Every place in a text that says these words: word for word, else but for white space, quotation
/// marks, dashes and what is not seen, which nobody types as they stand.
#[must_use]
pub fn occurrences(text: &str, quote: &str) -> Vec<Span> {
    let quote = quote.trim();
    if quote.is_empty() {
        return Vec::new();
    }
    let exact: Vec<Span> =
        text.match_indices(quote).map(|(at, found)| Span::new(at, at + found.len())).collect();
    if !exact.is_empty() {
        return exact;
    }
    let wanted = plain(quote);
    let folded = Folded::new(text);
    let whole: String = folded.chars.iter().collect();
    let length = wanted.chars().count();
    let (mut chars, mut seen) = (0, 0);
    let mut found = Vec::new();
    for (at, _) in whole.match_indices(&wanted).filter(|_| length > 0) {
        chars += crate::text::slice(&whole, Span::new(seen, at)).chars().count();
        seen = at;
        found.push(crate::text::span::trim(text, folded.span(chars, chars + length)));
    }
    found
}

/// A text with white space, quotation marks and dashes in their plain forms: equal where readers would
/// say that the words are.
#[must_use]
pub fn plain(text: &str) -> String {
    Folded::new(text).chars.iter().collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::slice;
    use proptest::prelude::*;

    fn found<'a>(text: &'a str, quote: &str) -> Vec<&'a str> {
        occurrences(text, quote).into_iter().map(|span| slice(text, span)).collect()
    }

    #[test]
    fn words_are_found_as_they_are_typed() {
        let text = "“No,”  he\nsaid. “No,” he said again.";
        assert_eq!(found(text, "\"No,\" he said"), ["“No,”  he\nsaid", "“No,” he said"]);
        assert_eq!(found(text, " “No,” he said "), ["“No,” he said"]);
        assert!(found(text, "Yes").is_empty() && found(text, " ").is_empty());
        assert!(found(text, "\u{200b}").is_empty());
    }

    proptest! {
        #[test]
        fn every_piece_is_found(text in "[a“\" \n’'é🦀]{0,30}", from in 0_usize..30, len in 1_usize..9) {
            let piece: String = text.chars().skip(from).take(len).collect();
            if !piece.trim().is_empty() {
                prop_assert!(occurrences(&text, &piece).iter().any(|span| slice(&text, *span) == piece.trim()));
            }
            let typed = plain(&piece);
            for span in occurrences(&text, &typed) {
                prop_assert_eq!(plain(slice(&text, span)), &*typed);
            }
        }
    }
}
