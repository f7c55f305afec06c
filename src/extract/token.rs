//! Tokens: the words, numbers and marks that the rules read.
//!
//! Cut as treebanks cut them (clitics apart, abbreviations whole, every mark by
//! itself), because word lists and learned weights are made on such tokens. A
//! token is a span and a few facts of its shape; it holds no text of its own.
//! Must not import anything of `extract`: everything there stands on this.

use crate::doc::Article;
use crate::text::{Span, slice};

/// One token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it is.
    pub span: Span,
    /// The index of its sentence, in the list given to [`tokenise`].
    pub sentence: u32,
    /// The index of its block.
    pub block: u32,
    /// What sort of token.
    pub kind: Kind,
    /// How it is capitalised.
    pub case: Case,
    /// Whether white space, or nothing, stands before it.
    pub spaced: Spaced,
}

/// The sorts of tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Letters, perhaps with digits, hyphens, full stops and apostrophes inside.
    Word,
    /// The end of a contraction: `’s`, `n’t`, `’ll`.
    Clitic,
    /// Digits, with their commas and full stops.
    Number,
    /// A mark that may open or close a quotation; it may turn out to be an apostrophe.
    Quote,
    /// Any other mark; `...` and `--` are one.
    Mark,
}

/// How a token is capitalised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Case {
    /// No letters.
    None,
    /// Small letters only.
    Lower,
    /// A capital first, small letters after.
    Title,
    /// Capitals only, more than one letter.
    Upper,
    /// One capital letter alone.
    Initial,
    /// Anything else: `iPhone`, `McCain`.
    Mixed,
}

/// Whether a token is glued to the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Spaced {
    /// White space or the beginning of the sentence stands before it.
    Apart,
    /// Nothing stands between it and the token before it.
    Glued,
}

impl Token {
    /// The token's text.
    #[must_use]
    pub fn text<'a>(&self, article: &'a Article) -> &'a str {
        slice(&article.text, self.span)
    }

    /// Whether it is a word or number rather than a mark.
    #[must_use]
    pub fn is_wordy(&self) -> bool {
        matches!(self.kind, Kind::Word | Kind::Clitic | Kind::Number)
    }

    /// Whether its first letter is a capital.
    #[must_use]
    pub fn is_capitalised(&self) -> bool {
        matches!(self.case, Case::Title | Case::Upper | Case::Initial | Case::Mixed)
    }
}

/// The sentences of an article's prose, block by block: none runs over the end of a block.
#[must_use]
pub fn sentences(article: &Article) -> Vec<Span> {
    article
        .blocks
        .iter()
        .filter(|block| block.kind.is_prose())
        .flat_map(|block| crate::text::sentence::sentences(&article.text, block.span))
        .collect()
}

/// The tokens of an article's sentences, in order, in one pass.
#[must_use]
pub fn tokenise(article: &Article, sentences: &[Span]) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(article.text.len() / 5);
    let mut chars = Vec::new();
    let mut block = 0;
    for (number, sentence) in sentences.iter().enumerate() {
        while article
            .blocks
            .get(block + 1)
            .is_some_and(|next| next.span.start() <= sentence.start())
        {
            block += 1;
        }
        chars.clear();
        chars.extend(slice(&article.text, *sentence).char_indices());
        let reader = Reader { chars: &chars, base: sentence.start(), end: sentence.end() };
        let mut at = 0;
        let mut spaced = Spaced::Apart;
        while let Some(c) = reader.char(at) {
            if c.is_whitespace() {
                at += 1;
                spaced = Spaced::Apart;
                continue;
            }
            let (kind, next) = reader.token(at);
            tokens.push(Token {
                span: Span::new(reader.byte(at), reader.byte(next)),
                sentence: u32::try_from(number).unwrap_or(u32::MAX),
                block: u32::try_from(block).unwrap_or(u32::MAX),
                kind,
                case: reader.case(at, next),
                spaced,
            });
            at = next;
            spaced = Spaced::Glued;
        }
    }
    tokens
}

/// Whether a mark may open or close a quotation.
#[must_use]
pub fn is_quotation_mark(c: char) -> bool {
    matches!(
        c,
        '"' | '“'
            | '”'
            | '„'
            | '‟'
            | '«'
            | '»'
            | '‹'
            | '›'
            | '‘'
            | '’'
            | '‚'
            | '\''
            | '`'
            | '「'
            | '」'
            | '『'
            | '』'
    )
}

/// The characters of one sentence.
struct Reader<'a> {
    chars: &'a [(usize, char)],
    base: usize,
    end: usize,
}

impl Reader<'_> {
    fn char(&self, at: usize) -> Option<char> {
        self.chars.get(at).map(|(_, c)| *c)
    }

    fn byte(&self, at: usize) -> usize {
        self.chars.get(at).map_or(self.end, |(offset, _)| self.base + offset)
    }

    fn is(&self, at: usize, test: impl Fn(char) -> bool) -> bool {
        self.char(at).is_some_and(test)
    }

    /// The kind and the end of the token that starts at `at`.
    fn token(&self, at: usize) -> (Kind, usize) {
        let Some(c) = self.char(at) else { return (Kind::Mark, at + 1) };
        if is_apostrophe(c)
            && !self.is(at + 1, |next| next == c)
            && let Some(end) = self.clitic(at)
            && at > 0
            && self.is(at - 1, char::is_alphanumeric)
        {
            return (Kind::Clitic, end);
        }
        // `n’t`, cut off the word before it by `word_end`.
        if matches!(c, 'n' | 'N') && at > 0 && self.is(at - 1, char::is_alphabetic) {
            return (Kind::Clitic, (at + 3).min(self.chars.len()));
        }
        if c.is_alphanumeric() || (matches!(c, '@' | '#') && self.is(at + 1, char::is_alphanumeric))
        {
            return self.word(at);
        }
        if is_quotation_mark(c) {
            // Two apostrophes, or two backticks, are one double mark in older wire copy.
            let doubled = matches!(c, '\'' | '`') && self.is(at + 1, |next| next == c);
            // Three in a row close an inner quotation before the outer one.
            let third = self.is(at + 2, |next| next == c) && !self.is(at + 3, |next| next == c);
            let doubled = doubled && !(third && at > 0 && !self.is(at - 1, char::is_whitespace));
            return (Kind::Quote, if doubled { at + 2 } else { at + 1 });
        }
        if matches!(c, '.' | '-') {
            let mut end = at;
            while self.is(end, |next| next == c) {
                end += 1;
            }
            return (Kind::Mark, end);
        }
        (Kind::Mark, at + 1)
    }

    /// The kind and end of a word or number.
    fn word(&self, start: usize) -> (Kind, usize) {
        if self.is_address(start) {
            let mut end = start;
            while self.is(end, |c| !c.is_whitespace() && !is_quotation_mark(c) && c != ')') {
                end += 1;
            }
            while end > start + 1 && self.is(end - 1, |c| matches!(c, '.' | ',' | ';' | '?' | '!'))
            {
                end -= 1;
            }
            return (Kind::Word, end);
        }
        let mut at = start + 1;
        let mut letters = self.is(start, |c| !c.is_numeric());
        let mut stops = 0;
        while let Some(c) = self.char(at) {
            if c.is_alphanumeric() || c == '_' || is_combining(c) {
                letters |= c.is_alphabetic();
                at += 1;
                continue;
            }
            let inner = self.is(at + 1, char::is_alphanumeric);
            if is_apostrophe(c) {
                if !inner {
                    break;
                }
                let negated = self.is(at - 1, |p| matches!(p, 'n' | 'N'))
                    && self.is(at + 1, |n| matches!(n, 't' | 'T'))
                    && !self.is(at + 2, char::is_alphanumeric);
                if negated && at - 1 > start {
                    return (Kind::Word, at - 1);
                }
                if self.clitic(at).is_some() {
                    break;
                }
                at += 1;
                continue;
            }
            let joins = match c {
                '-' | '‑' => true,
                '.' => {
                    stops += 1;
                    true
                }
                ',' => self.is(at - 1, char::is_numeric) && self.is(at + 1, char::is_numeric),
                ':' => {
                    !letters
                        && self.is(at - 1, char::is_numeric)
                        && self.is(at + 1, char::is_numeric)
                }
                '&' => self.is(at - 1, char::is_uppercase) && self.is(at + 1, char::is_uppercase),
                _ => false,
            };
            if !(joins && inner) {
                if c == '.' {
                    stops -= 1;
                }
                break;
            }
            at += 1;
        }
        if self.is(at, |c| c == '.') && letters && !self.closes_sentence(at + 1) {
            let dotted = stops > 0 && at - start <= 2 * (stops + 1);
            let initial = at - start == 1 && self.is(start, char::is_uppercase);
            // Inside a sentence, a full stop after a word is an abbreviation's.
            let inside = self.is(at + 1, char::is_whitespace)
                && !self.is(at + 2, is_quotation_mark)
                || self.is(at + 1, |c| c == ',');
            if dotted || initial || inside {
                at += 1;
            }
        }
        (if letters { Kind::Word } else { Kind::Number }, at)
    }

    /// Whether nothing but closing marks stands from `at` to the end of the sentence.
    fn closes_sentence(&self, at: usize) -> bool {
        let rest = self.chars.get(at..).unwrap_or(&[]);
        rest.iter()
            .take(4)
            .all(|(_, c)| is_quotation_mark(*c) || matches!(c, ')' | ']' | '.' | '!' | '?'))
    }

    /// The end of the clitic that starts with the apostrophe at `at`, if one does.
    fn clitic(&self, at: usize) -> Option<usize> {
        let lower = |n: usize| self.char(at + n).map(|c| c.to_ascii_lowercase());
        let long = match (lower(1)?, lower(2)) {
            ('l', Some('l')) | ('r' | 'v', Some('e')) => 3,
            ('s' | 'd' | 'm', _) => 2,
            _ => return None,
        };
        (!self.is(at + long, char::is_alphanumeric)).then_some(at + long)
    }

    fn is_address(&self, at: usize) -> bool {
        let starts =
            |word: &str| word.chars().enumerate().all(|(n, c)| self.char(at + n) == Some(c));
        starts("http://") || starts("https://") || starts("www.")
    }

    fn case(&self, from: usize, to: usize) -> Case {
        let letters = || {
            let inside = self.chars.get(from..to).unwrap_or(&[]);
            inside.iter().map(|(_, c)| *c).filter(|c| c.is_alphabetic())
        };
        let all = letters().count();
        let capitals = letters().filter(|c| c.is_uppercase()).count();
        let first = letters().next().is_some_and(char::is_uppercase);
        match (all, capitals) {
            (0, _) => Case::None,
            (_, 0) => Case::Lower,
            (1, _) => Case::Initial,
            (all, capitals) if all == capitals => Case::Upper,
            (_, 1) if first => Case::Title,
            _ => Case::Mixed,
        }
    }
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’')
}

/// Combining marks stay with their letter.
fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doc::{ArticleId, Block, BlockKind, Digest, Meta};
    use proptest::prelude::*;

    fn article(text: &str) -> Article {
        let mut blocks = Vec::new();
        let mut at = 0;
        for line in text.split('\n') {
            let span = crate::text::span::trim(text, Span::new(at, at + line.len()));
            if !span.is_empty() {
                blocks.push(Block { kind: BlockKind::Para, span });
            }
            at += line.len() + 1;
        }
        Article {
            id: ArticleId(String::new()),
            meta: Meta::default(),
            text: text.into(),
            blocks,
            marks: Vec::new(),
            digest: Digest::of(text.as_bytes()),
        }
    }

    fn cut(text: &str) -> Vec<String> {
        let article = article(text);
        let tokens = tokenise(&article, &sentences(&article));
        tokens.iter().map(|t| t.text(&article).to_owned()).collect()
    }

    #[test]
    fn clitics_come_apart() {
        assert_eq!(
            cut("He didn’t say it's Ann’s; they'll co-operate"),
            ["He", "did", "n’t", "say", "it", "'s", "Ann", "’s", ";", "they", "'ll", "co-operate"]
        );
    }

    #[test]
    fn abbreviations_stay_whole_inside_a_sentence() {
        assert_eq!(
            cut("Sen. O’Brien left the U.S."),
            ["Sen.", "O’Brien", "left", "the", "U.S", "."]
        );
        assert_eq!(cut("At 5 a.m., J. Doe"), ["At", "5", "a.m.", ",", "J.", "Doe"]);
    }

    #[test]
    fn numbers_stay_whole_and_marks_stand_alone() {
        assert_eq!(
            cut("$1,200.50 (3.5%) ... “No,” he"),
            ["$", "1,200.50", "(", "3.5", "%", ")", "...", "“", "No", ",", "”", "he"]
        );
    }

    #[test]
    fn tokens_know_their_sentence_and_block() {
        let article = article("One two. Three.\nFour.");
        let tokens = tokenise(&article, &sentences(&article));
        let places: Vec<(u32, u32)> = tokens.iter().map(|t| (t.sentence, t.block)).collect();
        assert_eq!(places, [(0, 0), (0, 0), (0, 0), (1, 0), (1, 0), (2, 1), (2, 1)]);
    }

    #[test]
    fn handles_and_addresses_stay_whole() {
        assert_eq!(
            cut("See https://a.example/b?c=d, says @ann_lee"),
            ["See", "https://a.example/b?c=d", ",", "says", "@ann_lee"]
        );
    }

    proptest! {
        #[test]
        fn tokens_hold_everything_but_white_space(text in "\\PC{0,120}") {
            let cut = cut(&text).concat();
            let kept: String = text.chars().filter(|c| !c.is_whitespace()).collect();
            prop_assert_eq!(cut, kept);
        }
    }
}
