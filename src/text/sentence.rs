//! Sentence bounds of news prose.
//!
//! The Unicode rules end a sentence after "Sen." and inside "U.S. officials";
//! news is full of both, so the bounds are found here, by what stands on either
//! side of a full stop. One pass; each full stop looks only at its neighbours.

use super::{Span, slice};

/// After these a full stop never ends a sentence: a name or a number follows.
const BEFORE_NAMES: &[&str] = &[
    "adm", "amb", "asst", "atty", "brig", "capt", "cmdr", "col", "cpl", "det", "dr", "fr", "ft",
    "gen", "gov", "hon", "insp", "lt", "maj", "messrs", "mr", "mrs", "ms", "mt", "mx", "pres",
    "prof", "rep", "reps", "rev", "sec", "sen", "sens", "sgt", "spc", "st", "supt", "vs",
];

/// After these a full stop may end a sentence, where the next word looks like a beginning.
const ABBREVIATIONS: &[&str] = &[
    "al", "apr", "ariz", "ark", "aug", "ave", "blvd", "bros", "calif", "cf", "co", "colo", "conn",
    "corp", "ct", "dec", "del", "dept", "dist", "div", "eq", "est", "etc", "feb", "fig", "fla",
    "ga", "govt", "ill", "inc", "ind", "jan", "jr", "jul", "jun", "kan", "ky", "la", "llc", "ltd",
    "mar", "mass", "md", "mich", "minn", "miss", "mo", "mont", "neb", "nev", "no", "nos", "nov",
    "oct", "okla", "op", "ore", "pa", "pp", "rd", "sep", "sept", "sr", "supp", "tenn", "tex",
    "univ", "va", "viz", "vol", "vt", "wash", "wis", "wyo",
];

/// Words that begin sentences and seldom stand, with a capital, inside them.
const BEGINNERS: &[&str] = &[
    "a",
    "after",
    "all",
    "although",
    "an",
    "and",
    "another",
    "as",
    "asked",
    "at",
    "because",
    "before",
    "both",
    "but",
    "by",
    "despite",
    "during",
    "each",
    "even",
    "every",
    "for",
    "from",
    "he",
    "her",
    "here",
    "his",
    "how",
    "however",
    "i",
    "if",
    "in",
    "instead",
    "it",
    "its",
    "last",
    "many",
    "meanwhile",
    "more",
    "moreover",
    "most",
    "my",
    "no",
    "nor",
    "not",
    "now",
    "of",
    "on",
    "one",
    "or",
    "other",
    "others",
    "our",
    "people",
    "she",
    "since",
    "so",
    "some",
    "still",
    "such",
    "that",
    "the",
    "their",
    "then",
    "there",
    "these",
    "they",
    "this",
    "those",
    "though",
    "to",
    "today",
    "under",
    "until",
    "we",
    "what",
    "when",
    "where",
    "whether",
    "which",
    "while",
    "who",
    "why",
    "with",
    "yet",
    "you",
    "your",
];

/// The longest abbreviation that is looked for, in characters.
const LONGEST: usize = 12;

/// The sentences of a paragraph, in order, without the white space between them.
///
/// A quotation mark or bracket that closes after the full stop belongs to the
/// sentence that it closes.
#[must_use]
pub fn sentences(text: &str, paragraph: Span) -> Vec<Span> {
    let chars: Vec<(usize, char)> = slice(text, paragraph).char_indices().collect();
    let base = paragraph.start();
    let byte = |at: usize| {
        chars.get(at).map_or(base + slice(text, paragraph).len(), |(offset, _)| base + offset)
    };
    let mut found = Vec::new();
    let mut start = 0;
    let mut at = 0;
    let mut push = |from: usize, to: usize| {
        let sentence = super::span::trim(text, Span::new(byte(from), byte(to)));
        if !sentence.is_empty() {
            found.push(sentence);
        }
    };
    while let Some((_, c)) = chars.get(at) {
        if !is_terminator(*c) {
            at += 1;
            continue;
        }
        let first = at;
        while chars.get(at).is_some_and(|(_, c)| is_terminator(*c)) {
            at += 1;
        }
        let after_stops = at;
        while chars.get(at).is_some_and(|(_, c)| is_closer(*c)) {
            at += 1;
        }
        // The mark that opens in English closes in German: „So.“ Dann ...
        let alone = chars.get(at + 1).is_none_or(|(_, next)| next.is_whitespace());
        if alone && chars.get(at).is_some_and(|(_, c)| *c == '“') {
            at += 1;
        }
        if ends_here(&chars, first, after_stops, at) {
            push(start, at);
            start = at;
        }
    }
    push(start, chars.len());
    found
}

/// Whether the full stops from `first` to `stops`, with what closes up to `after`, end a sentence.
fn ends_here(chars: &[(usize, char)], first: usize, stops: usize, after: usize) -> bool {
    let char_at = |at: usize| chars.get(at).map(|(_, c)| *c);
    let Some(next) = char_at(after) else { return true };
    let lone_stop = stops - first == 1 && char_at(first) == Some('.');
    if char_at(first).is_some_and(is_wide_terminator) {
        return true;
    }
    if !next.is_whitespace() {
        // Glued to the next sentence: `said.“We` and `ended.The`.
        let opens = matches!(next, '“' | '«' | '‘') && after == stops;
        let runs_on = lone_stop
            && after == stops
            && next.is_uppercase()
            && char_at(after + 1).is_some_and(char::is_lowercase)
            && first > 1
            && char_at(first - 1).is_some_and(char::is_lowercase)
            && char_at(first - 2).is_some_and(char::is_lowercase);
        return (opens || runs_on) && !(lone_stop && is_abbreviation(chars, first));
    }
    let mut begin = after;
    while char_at(begin).is_some_and(|c| c.is_whitespace() || is_opener(c)) {
        begin += 1;
    }
    let Some(letter) = char_at(begin) else { return true };
    if letter == '.' {
        // `. . .`, spaced out.
        return false;
    }
    if letter.is_lowercase() {
        return false;
    }
    if !lone_stop || after > stops {
        return true;
    }
    let word = word_before(chars, first);
    if word.is_empty() {
        return true;
    }
    let lower = word.to_lowercase();
    if contains(BEFORE_NAMES, &lower) {
        return false;
    }
    let dotted = word.contains('.');
    let initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    if dotted || initial || contains(ABBREVIATIONS, &lower) {
        // "No. 5", "Jan. 6": a number goes on with the sentence.
        if letter.is_numeric() {
            return false;
        }
        // "I." is a person speaking more often than an initial.
        let next_word = word_at(chars, begin).to_lowercase();
        return contains(BEGINNERS, &next_word) && !(initial && next_word.len() == 1);
    }
    true
}

fn is_abbreviation(chars: &[(usize, char)], stop: usize) -> bool {
    let word = word_before(chars, stop).to_lowercase();
    contains(BEFORE_NAMES, &word) || contains(ABBREVIATIONS, &word)
}

fn contains(sorted: &[&str], word: &str) -> bool {
    sorted.binary_search(&word).is_ok()
}

/// The word that ends where the full stop stands, with the full stops inside it; empty if overlong.
fn word_before(chars: &[(usize, char)], stop: usize) -> String {
    let from = stop.saturating_sub(LONGEST + 1);
    let window = chars.get(from..stop).unwrap_or(&[]);
    let kept = window.iter().rev().take_while(|(_, c)| c.is_alphanumeric() || *c == '.').count();
    if kept > LONGEST {
        return "overlong".to_owned();
    }
    window.iter().skip(window.len() - kept).map(|(_, c)| *c).collect()
}

fn word_at(chars: &[(usize, char)], at: usize) -> String {
    let rest = chars.get(at..).unwrap_or(&[]);
    rest.iter().map(|(_, c)| *c).take(LONGEST).take_while(|c| c.is_alphanumeric()).collect()
}

fn is_terminator(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…') || is_wide_terminator(c)
}

fn is_wide_terminator(c: char) -> bool {
    matches!(c, '。' | '！' | '？')
}

fn is_closer(c: char) -> bool {
    matches!(c, '"' | '”' | '’' | '\'' | '»' | '›' | ')' | ']' | '}' | '」' | '』')
}

fn is_opener(c: char) -> bool {
    matches!(
        c,
        '"' | '“'
            | '„'
            | '‘'
            | '\''
            | '«'
            | '‹'
            | '('
            | '['
            | '{'
            | '-'
            | '–'
            | '—'
            | '•'
            | '*'
            | '¿'
            | '¡'
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn split(text: &str) -> Vec<&str> {
        let all = Span::new(0, text.len());
        sentences(text, all).into_iter().map(|s| slice(text, s)).collect()
    }

    #[test]
    fn titles_and_initials_end_nothing() {
        assert_eq!(
            split("Sen. J. D. Vance met Gov. Mills. He left."),
            ["Sen. J. D. Vance met Gov. Mills.", "He left."]
        );
    }

    #[test]
    fn an_abbreviation_ends_a_sentence_before_a_beginning() {
        assert_eq!(
            split("U.S. officials left the U.S. They will return on Jan. 6."),
            ["U.S. officials left the U.S.", "They will return on Jan. 6."]
        );
        assert_eq!(split("Acme Inc. Chief Ann Lee spoke."), ["Acme Inc. Chief Ann Lee spoke."]);
    }

    #[test]
    fn a_quotation_mark_after_the_stop_belongs_to_its_sentence() {
        assert_eq!(
            split("“It is over.” She left. \"Why?\" he asked."),
            ["“It is over.”", "She left.", "\"Why?\" he asked."]
        );
    }

    #[test]
    fn ellipses_go_on_before_small_letters() {
        assert_eq!(
            split("He paused ... and went on. Well… Then he left."),
            ["He paused ... and went on.", "Well…", "Then he left."]
        );
    }

    #[test]
    fn numbers_and_addresses_stay_whole() {
        assert_eq!(
            split("Rates rose 3.5 percent at example.com. No. 5 won."),
            ["Rates rose 3.5 percent at example.com.", "No. 5 won."]
        );
    }

    #[test]
    fn glued_sentences_come_apart() {
        assert_eq!(
            split("It ended.The talks go on.“We wait.”"),
            ["It ended.", "The talks go on.", "“We wait.”"]
        );
    }

    #[test]
    fn the_lists_are_sorted() {
        for list in [BEFORE_NAMES, ABBREVIATIONS, BEGINNERS] {
            assert!(list.is_sorted_by(|a, b| a < b));
        }
    }

    proptest! {
        #[test]
        fn only_white_space_is_left_out(text in "[A-Za-z.!?…\"“” \n]{0,120}") {
            let kept: String = split(&text).concat();
            let strip = |s: &str| s.split_whitespace().collect::<String>();
            prop_assert_eq!(strip(&kept), strip(&text));
        }
    }
}
