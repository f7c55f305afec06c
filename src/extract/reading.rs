//! An article as the rules read it: tokens, their words, their classes, their quotations.
//!
//! Everything that is asked of a token again and again is worked out once here,
//! in passes over the whole text, so that a rule is a walk over small facts.

use super::grammar::{self, Tag};
use super::lexicon::{Lexicon, Word};
use super::press::Press;
use super::quotes::{self, Quotation};
use super::token::{self, Kind, Token};
use crate::doc::{Article, BlockKind};
use crate::text::Span;
use std::ops::Range;

/// An article as the rules read it.
#[derive(Debug)]
pub struct Reading<'a> {
    /// What is read.
    pub article: &'a Article,
    /// What is known of words.
    pub lexicon: &'a Lexicon,
    /// The sentences.
    pub sentences: Vec<Span>,
    /// The tokens of each sentence.
    pub ranges: Vec<Range<usize>>,
    /// The tokens, in order.
    pub tokens: Vec<Token>,
    /// What is known of each token's word.
    pub words: Vec<Word>,
    /// The class of each token here.
    pub tags: Vec<Tag>,
    /// The quotations, in the order of their openings.
    pub quotations: Vec<Quotation>,
    /// For each token, the outermost quotation that it stands in, its marks included.
    pub quoted: Vec<Option<u32>>,
    /// Where media are named or described.
    pub press: Press,
    lower: String,
    lower_ends: Vec<usize>,
}

impl<'a> Reading<'a> {
    /// Reads an article.
    #[must_use]
    pub fn new(article: &'a Article, lexicon: &'a Lexicon) -> Self {
        let sentences = token::sentences(article);
        let tokens = token::tokenise(article, &sentences);
        let mut lower = String::with_capacity(article.text.len());
        let mut lower_ends = Vec::with_capacity(tokens.len());
        let mut words = Vec::with_capacity(tokens.len());
        for token in &tokens {
            let from = lower.len();
            for c in token.text(article).chars() {
                match c {
                    '’' => lower.push('\''),
                    _ if c.is_ascii() => lower.push(c.to_ascii_lowercase()),
                    _ => lower.extend(c.to_lowercase()),
                }
            }
            words.push(match token.kind {
                Kind::Word | Kind::Clitic => lexicon.word(crate::text::span::after(&lower, from)),
                _ => Word::default(),
            });
            lower_ends.push(lower.len());
        }
        let ranges = ranges(&tokens, sentences.len());
        let mut reading = Self {
            article,
            lexicon,
            sentences,
            ranges,
            tokens,
            words,
            tags: Vec::new(),
            quotations: Vec::new(),
            quoted: Vec::new(),
            press: Press::default(),
            lower,
            lower_ends,
        };
        reading.tags = grammar::tag(&reading);
        let (quotations, quoted) = quotes::find(&reading);
        reading.quotations = quotations;
        reading.quoted = quoted;
        reading.press = Press::find(&reading);
        reading
    }

    /// A token's word in lower case, with straight apostrophes; empty past the end.
    #[must_use]
    pub fn lower(&self, at: usize) -> &str {
        let end = self.lower_ends.get(at).copied().unwrap_or(self.lower.len());
        let start = match at.checked_sub(1) {
            Some(before) => self.lower_ends.get(before).copied().unwrap_or(self.lower.len()),
            None => 0,
        };
        crate::text::slice(&self.lower, Span::new(start, end))
    }

    /// Whether the rules know the article's language; what does not say counts as English.
    #[must_use]
    pub fn is_english(&self) -> bool {
        let code = self.article.meta.language.as_deref().unwrap_or("en");
        code.get(..2).is_none_or(|two| two.eq_ignore_ascii_case("en"))
    }

    /// A token's class; [`Tag::End`] past the end.
    #[must_use]
    pub fn tag(&self, at: usize) -> Tag {
        self.tags.get(at).copied().unwrap_or(Tag::End)
    }

    /// What is known of a token's word.
    #[must_use]
    pub fn word(&self, at: usize) -> Word {
        self.words.get(at).copied().unwrap_or_default()
    }

    /// A token's text as it stands.
    #[must_use]
    pub fn text(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |token| token.text(self.article))
    }

    /// The bytes of a range of tokens; an empty span for an empty range.
    #[must_use]
    pub fn span(&self, tokens: Range<usize>) -> Span {
        let last = tokens.end.checked_sub(1).filter(|last| *last >= tokens.start);
        match (self.tokens.get(tokens.start), last.and_then(|last| self.tokens.get(last))) {
            (Some(first), Some(last)) => first.span.hull(last.span),
            _ => Span::default(),
        }
    }

    /// The quotation that a token stands in.
    #[must_use]
    pub fn quotation(&self, at: usize) -> Option<&Quotation> {
        let number = self.quoted.get(at).copied().flatten()?;
        self.quotations.get(number as usize)
    }

    /// The kind of the block that a token stands in.
    #[must_use]
    pub fn block(&self, at: usize) -> BlockKind {
        self.tokens
            .get(at)
            .and_then(|token| self.article.blocks.get(token.block as usize))
            .map_or(BlockKind::Para, |block| block.kind)
    }

    /// The tokens of the sentence that a token stands in.
    #[must_use]
    pub fn sentence(&self, at: usize) -> Range<usize> {
        self.tokens
            .get(at)
            .and_then(|token| self.ranges.get(token.sentence as usize))
            .cloned()
            .unwrap_or(at..at)
    }

    /// The tokens that begin within a span; at least one.
    #[must_use]
    pub fn covering(&self, span: Span) -> Range<usize> {
        let start = self.token_at(span.start());
        start..self.token_at(span.end()).max(start + 1)
    }

    /// The first token that starts at or after byte `at`.
    #[must_use]
    pub fn token_at(&self, at: usize) -> usize {
        self.tokens.partition_point(|token| token.span.start() < at)
    }
}

fn ranges(tokens: &[Token], sentences: usize) -> Vec<Range<usize>> {
    let mut ranges = Vec::with_capacity(sentences);
    let mut at = 0;
    for number in 0..sentences {
        let start = at;
        while tokens.get(at).is_some_and(|token| token.sentence as usize == number) {
            at += 1;
        }
        ranges.push(start..at);
    }
    ranges
}
