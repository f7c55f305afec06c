//! When items of several feeds are the same story.
//!
//! They are when they lead to the same article; else when they have the same headline at nearly the same time, and it
//! is long enough to be telling: *Morning briefing* is no story. Whoever keeps items finds those of the same headline
//! by a number, so that a story is found without looking through all there is.

use crate::doc::Digest;
use nucleo_matcher::chars::normalize;
use url::Url;

/// How far apart items of one headline may be, in milliseconds: agencies' texts are printed on the days after.
pub const NEAR: i64 = 3 * 86_400_000;

/// A headline with fewer words stands over many stories.
const WORDS: usize = 4;

/// A headline with fewer letters and digits stands over many stories.
const LETTERS: usize = 20;

/// A text without what printers and typists change at will: signs, capitals, accents, white space.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut is_between = false;
    for c in text.chars() {
        // Apostrophes are within words.
        if matches!(c, '\'' | '’' | '\u{ad}') {
            continue;
        }
        if !c.is_alphanumeric() {
            is_between = true;
            continue;
        }
        if is_between && !folded.is_empty() {
            folded.push(' ');
        }
        is_between = false;
        if c.is_ascii() {
            folded.push(c.to_ascii_lowercase());
        } else {
            folded.extend(normalize(c).to_lowercase());
        }
    }
    folded
}

/// The number of a headline; nothing for one that is not telling.
#[must_use]
pub fn headline(title: &str) -> Option<i64> {
    let folded = fold(title);
    let letters = folded.chars().filter(|c| *c != ' ').count();
    if folded.split(' ').count() < WORDS || letters < LETTERS {
        return None;
    }
    let digits: String = Digest::of(folded.as_bytes()).to_string().chars().take(16).collect();
    let number = u64::from_str_radix(&digits, 16).ok()?;
    Some(i64::from_be_bytes(number.to_be_bytes()))
}

/// Whether an address can be that of one article: the front page of a paper is not.
#[must_use]
pub fn is_of_article(address: &str) -> bool {
    Url::parse(address).is_ok_and(|url| {
        let is_web = matches!(url.scheme(), "http" | "https");
        is_web && (!matches!(url.path(), "" | "/") || url.query().is_some())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_headline_is_the_same_however_it_is_printed() {
        let one = headline("Élysée: ‘no decision’ on ferries before May");
        assert_eq!(one, headline("Elysee – “No Decision” on Ferries  before May"));
        assert!(one.is_some());
        assert_ne!(one, headline("Élysée: a decision on ferries before May"));
        assert_eq!(fold("  The Fed’s ‘pause’… "), "the feds pause");
    }

    #[test]
    fn a_short_headline_is_not_telling() {
        assert_eq!(headline("Morning briefing"), None);
        assert_eq!(headline("What we do now"), None);
        assert_eq!(headline(""), None);
    }

    #[test]
    fn a_front_page_is_no_article() {
        assert!(!is_of_article("https://paper.example/"));
        assert!(is_of_article("https://paper.example/?p=7"));
        assert!(is_of_article("https://paper.example/a"));
        assert!(!is_of_article("tag:paper"));
    }
}
