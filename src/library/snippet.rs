//! The words around what was found, for a line of a list.

use super::query::{Part, Query, Term, Words};
use super::story::fold;
use crate::text::span::slice;
use crate::text::{Span, word};

/// What a question looks for in texts: its words, without those that must not be there.
#[must_use]
pub fn wanted(query: &Query) -> Vec<&Words> {
    let mut found = Vec::new();
    collect(query, &mut found);
    found
}

fn collect<'a>(query: &'a Query, found: &mut Vec<&'a Words>) {
    match query {
        Query::And(parts) | Query::Or(parts) => parts.iter().for_each(|part| collect(part, found)),
        Query::Is(Term::Words(part, words)) if !matches!(part, Part::Note | Part::Author) => {
            found.push(words);
        }
        Query::Is(_) | Query::Not(_) => {}
    }
}

/// How many words stand before the first that was found, at most.
const BEFORE: usize = 6;

/// How many words are looked through: enough for any article, and not for a book.
const MOST: usize = 50_000;

/// A stretch of a text around the place where the most of these words stand close together, in one line; nothing
/// where none of them is. `width` is in words.
#[must_use]
pub fn around(text: &str, wanted: &[&Words], width: usize) -> Option<String> {
    let roots: Vec<String> = wanted
        .iter()
        .flat_map(|words| fold(&words.text).split(' ').map(root).collect::<Vec<_>>())
        .filter(|root| !root.is_empty())
        .collect();
    let words: Vec<Span> = word::words(text, Span::new(0, text.len()))
        .into_iter()
        .filter(|span| slice(text, *span).chars().any(char::is_alphanumeric))
        .take(MOST)
        .collect();
    // Which of the roots each word has, as a number.
    let hits: Vec<(usize, usize)> = words
        .iter()
        .enumerate()
        .filter_map(|(at, span)| {
            let word = fold(slice(text, *span));
            let own = root(&word);
            let found = roots.iter().position(|root| *root == own || word.starts_with(root))?;
            Some((at, found))
        })
        .collect();
    let lead = BEFORE.min(width / 3);
    let reach = width - lead;
    let mut best: Option<(usize, usize)> = None;
    for (n, (at, _)) in hits.iter().enumerate() {
        let near = hits.iter().skip(n).take(reach).take_while(|(other, _)| other - at < reach);
        let mut seen: Vec<usize> = near.map(|(_, root)| *root).collect();
        seen.sort_unstable();
        seen.dedup();
        if best.is_none_or(|(_, most)| seen.len() > most) {
            best = Some((*at, seen.len()));
        }
        if seen.len() == roots.len() {
            break;
        }
    }
    let (at, _) = best?;
    let from = at.saturating_sub(lead).min(words.len().saturating_sub(width));
    let to = (from + width).min(words.len());
    let stretch = Span::new(words.get(from)?.start(), words.get(to.checked_sub(1)?)?.end());
    let line = crate::parse::clean::line(slice(text, stretch));
    let (before, after) =
        (if from > 0 { "… " } else { "" }, if to < words.len() { " …" } else { "" });
    Some(format!("{before}{line}{after}"))
}

/// A word without its ending, roughly as the index takes it: `negotiators` is found by `negotiator`.
fn root(word: &str) -> String {
    let short = ["ings", "ing", "ies", "ed", "es", "s", "e", "y"]
        .iter()
        .filter_map(|ending| word.strip_suffix(ending))
        .find(|rest| rest.chars().count() >= 3);
    short.unwrap_or(word).to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::query::parse;
    use super::*;
    use proptest::prelude::*;

    fn shown(text: &str, question: &str, width: usize) -> Option<String> {
        let query = parse(question).unwrap();
        around(text, &wanted(&query), width)
    }

    const TEXT: &str = "The port was closed for years. Then came a truce, which did not hold. Last week negotiators in \
        Doha agreed to a ceasefire of sixty days, said two officials.";

    #[test]
    fn the_words_around_the_find_are_shown() {
        assert_eq!(shown(TEXT, "port", 4).unwrap(), "The port was closed …");
        assert_eq!(
            shown(TEXT, "negotiator ceasefire", 12).unwrap(),
            "… not hold. Last week negotiators in Doha agreed to a ceasefire of …"
        );
        assert_eq!(
            shown(TEXT, "officials -port", 8).unwrap(),
            "… a ceasefire of sixty days, said two officials"
        );
        assert_eq!(shown(TEXT, "is:unread", 8), None);
        assert_eq!(shown(TEXT, "nothing", 8), None);
        assert_eq!(shown("", "x", 8), None);
    }

    #[test]
    fn where_more_of_the_words_stand_goes_before_where_one_does() {
        let text = "A ceasefire, perhaps. ".repeat(10) + "Doha saw the ceasefire agreed.";
        let shown = shown(&text, "doha ceasefire", 5).unwrap();
        assert!(shown.contains("Doha saw the ceasefire") || shown.contains("Doha"), "{shown}");
    }

    #[test]
    fn a_text_of_one_word_repeated_takes_no_time() {
        let text = "word ".repeat(200_000);
        assert!(shown(&text, "word other", 30).is_some());
    }

    proptest! {
        #[test]
        fn no_text_makes_it_stumble(text in any::<String>(), question in "[a-z\"é ]{0,20}", width in 0_usize..20) {
            if let Ok(query) = parse(&question) {
                let _ = around(&text, &wanted(&query), width);
            }
        }
    }
}
