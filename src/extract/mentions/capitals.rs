//! Where capitals mean something, and how far a run of them goes.

use super::LONGEST;
use crate::extract::grammar::{self, Tag};
use crate::extract::lexicon::Also;
use crate::extract::reading::Reading;
use crate::extract::token::Kind;
use std::collections::BTreeSet;
use std::ops::Range;

/// Where capitals mean something.
pub(super) struct Capitals<'a> {
    /// The words that have a capital where no sentence or headline gives it to them.
    pub(super) words: BTreeSet<&'a str>,
    /// For each sentence: whether every word has a capital.
    headlines: Vec<bool>,
}

impl<'a> Capitals<'a> {
    pub(super) fn new(reading: &Reading<'a>) -> Self {
        let mut words = BTreeSet::new();
        let mut headlines = Vec::with_capacity(reading.ranges.len());
        for range in &reading.ranges {
            let headline = grammar::is_headline(reading, range.clone());
            headlines.push(headline);
            if headline {
                continue;
            }
            for at in range.clone().skip(1) {
                let opens =
                    matches!(reading.tag(at - 1), Tag::Quote | Tag::Colon | Tag::Stop | Tag::Dash);
                if !opens && reading.tag(at) == Tag::Name {
                    words.insert(reading.text(at));
                }
            }
        }
        Self { words, headlines }
    }

    pub(super) fn is_headline(&self, reading: &Reading<'_>, at: usize) -> bool {
        let sentence = reading.tokens.get(at).map(|token| token.sentence as usize);
        sentence.and_then(|number| self.headlines.get(number)).copied().unwrap_or(false)
    }
}

/// Whether the token's first letter is a capital: "pro-Clinton" is no name.
pub(super) fn opens_capital(reading: &Reading<'_>, at: usize) -> bool {
    reading.text(at).chars().next().is_some_and(|c| c.is_uppercase() || c == '@')
}

/// The end of the capitalised sequence that starts here; `at` itself if there is none.
pub(super) fn sequence(reading: &Reading<'_>, at: usize, sentence: &Range<usize>) -> usize {
    let known = &reading.lexicon.known;
    if !begins_name(reading, at) {
        return at;
    }
    let mut end = at + 1;
    while end < sentence.end && end - at < LONGEST {
        let Some(token) = reading.tokens.get(end) else { break };
        // "Indiana Gov. Mike Pence", "Democrat Hillary Clinton": the name begins there.
        let begins = known.is_title(reading.text(end))
            || known.forename(reading.text(end)).is_some()
                && known.forename(reading.text(at)).is_none()
                && !known.is_title(reading.text(at))
                && reading.tag(end + 1) == Tag::Name
                && end == at + 1;
        if begins {
            break;
        }
        if token.kind == Kind::Word && opens_capital(reading, end) && goes_on(reading, end) {
            end += 1;
            continue;
        }
        let lower = reading.lower(end);
        let glue = matches!(lower, "of" | "for")
            && end > at
            && reading.lexicon.known.head(reading.text(end - 1)).is_some()
            || known.is_particle(lower);
        let next = end + 1;
        if glue
            && next < sentence.end
            && reading.tokens.get(next).is_some_and(|t| t.kind == Kind::Word && t.is_capitalised())
            && goes_on(reading, next)
        {
            end = next + 1;
            continue;
        }
        break;
    }
    end
}

fn begins_name(reading: &Reading<'_>, at: usize) -> bool {
    reading.tag(at) == Tag::Name && goes_on(reading, at)
}

fn goes_on(reading: &Reading<'_>, at: usize) -> bool {
    let word = reading.word(at);
    !word.also.is(Also::CALENDAR) && reading.tag(at) == Tag::Name
}
