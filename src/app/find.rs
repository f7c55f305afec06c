//! Finding words in the article.

use crate::text::Span;

/// What was looked for, and where it is.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Find {
    /// The words.
    pub words: String,
    /// Where they stand, in the order of the text.
    pub hits: Vec<Span>,
}

/// More hits than this are not looked for: nobody walks through them, and each is painted.
const MOST: usize = 5_000;

impl Find {
    /// Looks for words. Small letters find capitals too; a capital finds only itself. Any white
    /// space finds any other, so that a phrase is found across the lines of a hand-wrapped text.
    #[must_use]
    pub fn new(text: &str, words: &str) -> Self {
        let exact = words.chars().any(char::is_uppercase);
        let wanted: Vec<char> = words.chars().map(|c| fold(c, exact)).collect();
        let mut hits = Vec::new();
        let mut end = 0;
        if let Some(first) = wanted.first() {
            for (at, c) in text.char_indices() {
                if at >= end && fold(c, exact) == *first {
                    let rest = crate::text::span::after(text, at);
                    if let Some(len) = match_len(rest, &wanted, exact) {
                        hits.push(Span::new(at, at + len));
                        end = at + len;
                    }
                }
                if hits.len() >= MOST {
                    break;
                }
            }
        }
        Self { words: words.to_owned(), hits }
    }

    /// The number of the first hit that starts after byte `at`, around the end.
    #[must_use]
    pub fn after(&self, at: usize) -> Option<usize> {
        let next = self.hits.partition_point(|hit| hit.start() <= at);
        (!self.hits.is_empty()).then_some(next % self.hits.len().max(1))
    }

    /// The number of the last hit that starts before byte `at`, around the beginning.
    #[must_use]
    pub fn before(&self, at: usize) -> Option<usize> {
        let next = self.hits.partition_point(|hit| hit.start() < at);
        next.checked_sub(1).or(self.hits.len().checked_sub(1))
    }
}

fn fold(c: char, exact: bool) -> char {
    if c.is_whitespace() {
        return ' ';
    }
    if exact {
        return c;
    }
    // Where a small letter is several characters (İ), the first is enough to find the word by.
    c.to_lowercase().next().unwrap_or(c)
}

fn match_len(rest: &str, wanted: &[char], exact: bool) -> Option<usize> {
    let mut chars = rest.chars();
    let mut len = 0;
    for want in wanted {
        let c = chars.next()?;
        if fold(c, exact) != *want {
            return None;
        }
        len += c.len_utf8();
    }
    Some(len)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_letters_find_capitals_and_lines_do_not_part_words() {
        let text = "The Talks\nbegan. More talks";
        assert_eq!(Find::new(text, "talks").hits.len(), 2);
        assert_eq!(Find::new(text, "Talks").hits.len(), 1);
        assert_eq!(Find::new(text, "talks began").hits.len(), 1);
        assert_eq!(Find::new(text, "").hits.len(), 0);
    }

    #[test]
    fn it_goes_around() {
        let find = Find::new("a b a", "a");
        assert_eq!(find.after(0), Some(1));
        assert_eq!(find.after(4), Some(0));
        assert_eq!(find.before(4), Some(0));
        assert_eq!(find.before(0), Some(1));
        assert_eq!(Find::new("b", "a").after(0), None);
    }
}
