//! The tokens of an article as the models see them: hashes and small numbers.
//!
//! Knows tokens and their text; knows nothing of what they mean. Everything here
//! is made once, so that features later are sums of integers.

use super::hash;
use crate::extract::token::{Case, Kind, Token};
use crate::text::{Span, slice};

/// The longest run of tokens that is parsed as one: what is longer is cut into pieces.
pub const LONGEST: usize = 200;

/// The longest block that is read as one, in tokens: a longer one is cut at the end of a sentence,
/// so that what is remembered of a block stays small.
pub const LONGEST_BLOCK: usize = 4000;

/// The hash that stands for "beyond the edge".
pub const EDGE: u32 = 0xED6E;

/// An article's tokens, field by field.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// Where each stands.
    pub spans: Vec<Span>,
    /// Its spelling in small letters.
    pub low: Vec<u32>,
    /// The same with common endings taken off, so that `said`'s kin meet.
    pub stem: Vec<u32>,
    /// Its last two and three characters.
    pub tails: Vec<[u32; 2]>,
    /// Its shape: which sorts of characters follow each other.
    pub shape: Vec<u32>,
    /// What is said of it in bits, see the constants.
    pub flags: Vec<u16>,
    /// The number of the quotation that it stands in, counted from 1; 0 outside. The marks belong to it.
    pub quote: Vec<u32>,
    /// First token and one past the last of each quotation, by number less one.
    pub quotes: Vec<(usize, usize)>,
    /// First token and one past the last of each sentence (or piece of a very long one).
    pub sentences: Vec<(usize, usize)>,
    /// First token and one past the last of each block that has tokens.
    pub blocks: Vec<(usize, usize)>,
    /// Which sentence each token is in, as an index of `sentences`.
    pub sentence_of: Vec<u32>,
}

/// Begins with a capital.
pub const CAPITAL: u16 = 1;
/// Is made of digits.
pub const NUMBER: u16 = 2;
/// Is a mark and no word.
pub const MARK: u16 = 4;
/// Opens a quotation.
pub const OPENS: u16 = 8;
/// Closes a quotation.
pub const CLOSES: u16 = 16;
/// Is a comma.
pub const COMMA: u16 = 32;
/// Ends sentences: `.`, `?`, `!`.
pub const STOP: u16 = 64;
/// Is a colon, semicolon or dash.
pub const BREAK: u16 = 128;
/// All capitals.
pub const UPPER: u16 = 256;

impl Words {
    /// Reads the tokens of a text. Tokens of one sentence, and of one block, must follow each other.
    #[must_use]
    pub fn new(text: &str, tokens: &[Token]) -> Self {
        let mut words = Self::default();
        let mut chars = Vec::new();
        for token in tokens {
            words.push(slice(text, token.span), token, &mut chars);
        }
        words.cut(tokens);
        words.pair_quotes(text, tokens);
        words
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// Whether a token has all the bits of `flag`.
    #[must_use]
    #[inline]
    pub fn is(&self, at: usize, flag: u16) -> bool {
        self.flags[at] & flag == flag
    }

    /// Whether each token is the first of its sentence.
    #[must_use]
    pub fn starts(&self) -> Vec<bool> {
        let mut starts = vec![false; self.len()];
        for (from, _) in &self.sentences {
            starts[*from] = true;
        }
        starts
    }

    fn push(&mut self, text: &str, token: &Token, chars: &mut Vec<char>) {
        chars.clear();
        let text = if matches!(text, "''" | "``") { "\"" } else { text };
        for c in text.chars().take(40) {
            match c {
                '’' | '‘' => chars.push('\''),
                '“' | '”' => chars.push('"'),
                '—' => chars.push('–'),
                c => chars.extend(c.to_lowercase()),
            }
        }
        let of = |chars: &[char]| {
            chars.iter().fold(0x811C_9DC5, |h: u32, c| (h ^ *c as u32).wrapping_mul(0x0100_0193))
        };
        let tail = |n: usize| of(&chars[chars.len().saturating_sub(n)..]);
        let mut flags = 0;
        if token.is_capitalised() {
            flags |= CAPITAL;
        }
        if token.case == Case::Upper {
            flags |= UPPER;
        }
        match token.kind {
            Kind::Number => flags |= NUMBER,
            Kind::Quote | Kind::Mark => flags |= MARK,
            Kind::Word | Kind::Clitic => {}
        }
        match text {
            "," => flags |= COMMA,
            "." | "?" | "!" | "…" | "..." | "...." => flags |= STOP,
            ":" | ";" | "—" | "–" | "--" | "-" => flags |= BREAK,
            _ => {}
        }
        self.spans.push(token.span);
        self.low.push(of(chars));
        self.stem.push(of(stem(chars)));
        self.tails.push([tail(2), tail(3)]);
        self.shape.push(shape(text));
        self.flags.push(flags);
    }

    fn cut(&mut self, tokens: &[Token]) {
        let (mut from, mut block) = (0, 0);
        for at in 0..tokens.len() {
            let next = tokens.get(at + 1);
            self.sentence_of.push(self.sentences.len() as u32);
            if next.is_none_or(|n| n.sentence != tokens[at].sentence) || at + 1 - from >= LONGEST {
                self.sentences.push((from, at + 1));
                from = at + 1;
            }
            let long = at + 1 - block >= LONGEST_BLOCK && from == at + 1;
            if long || next.is_none_or(|n| n.block != tokens[at].block) {
                self.blocks.push((block, at + 1));
                block = at + 1;
            }
        }
    }

    /// Pairs quotation marks by kind, block by block. A quotation that is never closed runs to the
    /// end of its block when it opens one that goes on in the next; else only to its sentence's end.
    fn pair_quotes(&mut self, text: &str, tokens: &[Token]) {
        self.quote = vec![0; tokens.len()];
        for number in 0..self.blocks.len() {
            let (from, to) = self.blocks[number];
            let mut open: Option<(usize, char)> = None;
            for at in from..to {
                if tokens[at].kind != Kind::Quote {
                    continue;
                }
                let written = slice(text, tokens[at].span);
                // Two typewriter apostrophes are one mark.
                let mark = match written {
                    "''" | "``" => '"',
                    _ => written.chars().next().unwrap_or(' '),
                };
                let touches = |a: usize, b: usize| {
                    a >= from && b < to && tokens[a].span.end() == tokens[b].span.start()
                };
                let glued_left = at > from && touches(at - 1, at);
                let glued_right = touches(at, at + 1);
                match open {
                    None => {
                        let opens = match mark {
                            '“' | '«' | '„' | '‟' => true,
                            '"' => glued_right || !glued_left,
                            '‘' => glued_right,
                            '\'' | '`' => glued_right && !glued_left,
                            _ => false,
                        };
                        if opens {
                            open = Some((at, mark));
                        }
                    }
                    Some((start, opener)) => {
                        let closes = match opener {
                            '“' | '‟' => matches!(mark, '”' | '"'),
                            '„' => matches!(mark, '”' | '"' | '“'),
                            '"' => matches!(mark, '"' | '”'),
                            '«' => mark == '»',
                            '‘' => mark == '’' && !(glued_right && glued_left),
                            _ => matches!(mark, '\'' | '’') && glued_left,
                        };
                        if closes {
                            self.mark_quote(start, at + 1);
                            self.flags[at] |= CLOSES;
                            open = None;
                        } else if matches!(opener, '\'' | '`' | '‘')
                            && matches!(mark, '"' | '“' | '«')
                        {
                            // The single mark was an apostrophe after all, or is of less weight.
                            open = (glued_right || mark != '"').then_some((at, mark));
                        } else if mark == '“' && opener == '“' {
                            // The first was never closed.
                            let end = self.sentences[self.sentence_of[start] as usize].1.min(at);
                            self.mark_quote(start, end);
                            open = Some((at, mark));
                        }
                    }
                }
            }
            if let Some((start, '"' | '“' | '«')) = open {
                self.mark_quote(start, to);
            }
        }
    }

    fn mark_quote(&mut self, from: usize, to: usize) {
        self.quotes.push((from, to));
        let number = self.quotes.len() as u32;
        self.quote[from..to].fill(number);
        self.flags[from] |= OPENS;
    }
}

fn stem(chars: &[char]) -> &[char] {
    for ending in ["ing", "ied", "ies", "ed", "es", "s", "e", "y"] {
        let n = ending.len();
        if chars.len() >= n + 3 && chars[chars.len() - n..].iter().copied().eq(ending.chars()) {
            return &chars[..chars.len() - n];
        }
    }
    chars
}

fn shape(text: &str) -> u32 {
    let (mut h, mut last, mut kinds) = (17_u32, ' ', 0);
    for c in text.chars().take(40) {
        let kind = if c.is_uppercase() {
            'X'
        } else if c.is_alphabetic() {
            'x'
        } else if c.is_numeric() {
            'd'
        } else {
            c
        };
        if kind != last && kinds < 6 {
            h = hash::mix(h, kind as u32);
            kinds += 1;
        }
        last = kind;
    }
    h
}
