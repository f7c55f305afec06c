//! Which class a word is of where it stands.

use crate::doc::BlockKind;
use crate::extract::lexicon::{Classes, Passing, Small, Word};
use crate::extract::reading::Reading;
use crate::extract::token::{Case, Kind, Spaced};

/// The class of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tag {
    /// the, this
    Determiner,
    /// her, ’s
    Possessive,
    /// he, everyone
    Pronoun,
    /// him
    ObjectPronoun,
    /// who, which
    Relative,
    /// of, in
    Preposition,
    /// "to", before a verb or a noun
    To,
    /// "that" where it begins a clause
    That,
    /// and, but
    Conjunction,
    /// because, while
    Subordinator,
    /// is, have
    Auxiliary,
    /// will
    Modal,
    /// not, n’t
    Negation,
    /// also, quickly
    Adverb,
    /// a finite verb or an infinitive
    Verb,
    /// a past participle after "be" or "have", or one that stands by a noun
    Participle,
    /// a form in -ing that is a verb
    Ing,
    /// a common noun
    Noun,
    /// a capitalised noun or name
    Name,
    /// an adjective
    Adjective,
    /// 12, 3.5
    Number,
    /// a quotation mark, or an apostrophe that is not yet known as one
    Quote,
    /// `,`
    Comma,
    /// `.` `!` `?` `...`
    Stop,
    /// `:`
    Colon,
    /// `;`
    Semicolon,
    /// dashes
    Dash,
    /// `(`, `)` and all other marks
    Mark,
    /// past the end of the text
    End,
}

impl Tag {
    /// Whether it can stand inside a noun phrase, left of its head or as the head.
    #[must_use]
    pub fn is_nominal(self) -> bool {
        matches!(self, Self::Noun | Self::Name | Self::Adjective | Self::Number)
    }

    /// Whether it can be the head of a noun phrase.
    #[must_use]
    pub fn is_head(self) -> bool {
        matches!(self, Self::Noun | Self::Name | Self::Pronoun | Self::Number)
    }

    /// Whether it shows that a clause has a verb of its own.
    #[must_use]
    pub fn is_finite(self) -> bool {
        matches!(self, Self::Verb | Self::Auxiliary | Self::Modal)
    }
}

/// Classes for all tokens, in one pass from left to right.
#[must_use]
pub fn tag(reading: &Reading<'_>) -> Vec<Tag> {
    let mut tags = Vec::with_capacity(reading.tokens.len());
    for range in &reading.ranges {
        let shouted = if is_headline(reading, range.clone()) { Shouted::Yes } else { Shouted::No };
        for at in range.clone() {
            let tag = Tagger { reading, tags: &tags, start: range.start, end: range.end, shouted }
                .tag(at);
            tags.push(tag);
        }
    }
    tags
}

/// Whether capitals say nothing about names: headlines in capitals or with a capital on every word.
pub(crate) fn is_headline(reading: &Reading<'_>, range: std::ops::Range<usize>) -> bool {
    let tokens = reading.tokens.get(range.clone()).unwrap_or(&[]);
    let block = reading.block(range.start);
    let words = tokens.iter().filter(|t| t.kind == Kind::Word);
    let (mut all, mut capital) = (0, 0);
    for token in words {
        if token.span.len() > 3 {
            all += 1;
            capital += usize::from(token.is_capitalised());
        }
    }
    let title = matches!(block, BlockKind::Title | BlockKind::Heading(_) | BlockKind::Standfirst);
    let most = if title { capital * 10 >= all * 7 } else { all > 3 && capital * 10 >= all * 9 };
    most && all > 1
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shouted {
    Yes,
    No,
}

struct Tagger<'r, 'a> {
    reading: &'r Reading<'a>,
    tags: &'r [Tag],
    start: usize,
    end: usize,
    shouted: Shouted,
}

impl Tagger<'_, '_> {
    fn tag(&self, at: usize) -> Tag {
        let Some(token) = self.reading.tokens.get(at) else { return Tag::End };
        match token.kind {
            Kind::Quote => Tag::Quote,
            Kind::Number => Tag::Number,
            Kind::Mark => self.mark(at),
            Kind::Clitic => self.clitic(at),
            Kind::Word => self.word(at),
        }
    }

    fn mark(&self, at: usize) -> Tag {
        match self.reading.lower(at) {
            "," => Tag::Comma,
            "." | "!" | "?" | "…" | "..." | "...." | ".." => Tag::Stop,
            ":" => Tag::Colon,
            ";" => Tag::Semicolon,
            "–" | "—" | "--" | "―" | "---" => Tag::Dash,
            "-" if self.reading.tokens.get(at).is_some_and(|t| t.spaced == Spaced::Apart) => {
                Tag::Dash
            }
            "%" | "$" | "€" | "£" => Tag::Noun,
            "&" => Tag::Conjunction,
            _ => Tag::Mark,
        }
    }

    fn clitic(&self, at: usize) -> Tag {
        match self.reading.lower(at) {
            "'s" => {
                let nominal = matches!(self.previous(at), Tag::Name | Tag::Noun | Tag::Number);
                let next = self.reading.word(at + 1);
                let verbal = matches!(
                    next.small,
                    Some(
                        Small::Determiner
                            | Small::Negation
                            | Small::Possessive
                            | Small::Preposition
                            | Small::Pronoun
                    )
                ) || next.classes.0 == Classes::ING;
                if nominal && !verbal { Tag::Possessive } else { Tag::Auxiliary }
            }
            "n't" => Tag::Negation,
            "'ll" | "'d" => Tag::Modal,
            _ => Tag::Auxiliary,
        }
    }

    fn word(&self, at: usize) -> Tag {
        let Some(token) = self.reading.tokens.get(at) else { return Tag::End };
        let word = self.reading.word(at);
        let first = at == self.start || self.only_marks_before(at);
        let capital = token.is_capitalised();
        if let Some(small) = word.small
            && !(capital && !first && self.shouted == Shouted::No && token.case == Case::Upper)
        {
            let named = capital
                && !first
                && self.shouted == Shouted::No
                && matches!(small, Small::Preposition | Small::Adverb | Small::Modal);
            if !named {
                return self.small(at, small);
            }
        }
        if self.reading.lower(at) == "to" {
            return Tag::To;
        }
        // "close to the talks", "press secretary": never verbs there.
        if self.reading.lower(at) == "close" && self.reading.lower(at + 1) == "to" {
            return Tag::Adjective;
        }
        let those = at > self.start && self.reading.lower(at - 1) == "those";
        if those && self.reading.lower(at) == "present" {
            return Tag::Adjective;
        }
        let office = matches!(self.reading.lower(at + 1), "secretary" | "conference" | "office");
        if self.reading.lower(at) == "press" && office {
            return Tag::Noun;
        }
        // "told state radio": what a medium belongs to, and not what somebody states.
        let next = self.reading.word(at + 1).passing;
        if self.reading.lower(at) == "state"
            && next.any(Passing::MEDIUM | Passing::AIR | Passing::NEWS | Passing::BEFORE_NAME)
            && !next.any(Passing::JOURNALIST)
        {
            return Tag::Noun;
        }
        if capital && !first && self.shouted == Shouted::No {
            return Tag::Name;
        }
        let classes = self.classes(at, word);
        if capital && (first || self.shouted == Shouted::Yes) {
            // "Schilling told": an ending tells nothing of a name.
            let unknown = word.classes.0 == 0 && !classes.any(Classes::ADVERB);
            if unknown
                && first
                && (self.next_is_name(at) || self.reading.word(at + 1).verb.is_some())
            {
                return Tag::Name;
            }
            if classes.0 == 0 || classes.0 == Classes::NOUN && word.classes.0 == 0 {
                // Unknown words that open a sentence: a name where a name or a verb follows.
                return if word.noun.is_some() || word.also.0 != 0 { Tag::Noun } else { Tag::Name };
            }
            if first
                && self.shouted == Shouted::No
                && self.next_is_name(at)
                && !classes.any(Classes::ADVERB)
                && !classes.any(Classes::ING | Classes::PARTICIPLE)
            {
                return Tag::Name;
            }
        }
        self.open(at, classes)
    }

    fn next_is_name(&self, at: usize) -> bool {
        let next = self.reading.tokens.get(at + 1);
        at + 1 < self.end
            && next.is_some_and(|t| t.kind == Kind::Word && t.is_capitalised())
            && self.reading.word(at + 1).small.is_none()
    }

    fn only_marks_before(&self, at: usize) -> bool {
        (self.start..at)
            .rev()
            .take(4)
            .all(|n| self.reading.tokens.get(n).is_some_and(|t| !t.is_wordy()))
            && at - self.start < 4
            || self.previous(at) == Tag::Quote
            || self.previous(at) == Tag::Colon
    }

    fn previous(&self, at: usize) -> Tag {
        if at <= self.start { Tag::End } else { self.tags.get(at - 1).copied().unwrap_or(Tag::End) }
    }

    /// The class before `at`, over adverbs.
    fn governor(&self, at: usize) -> (Tag, usize) {
        let mut before = at;
        for _ in 0..3 {
            let tag = self.previous(before);
            if !matches!(tag, Tag::Adverb | Tag::Negation) {
                return (tag, before.saturating_sub(1));
            }
            before -= 1;
        }
        (self.previous(before), before.saturating_sub(1))
    }

    fn small(&self, at: usize, small: Small) -> Tag {
        let next = self.reading.word(at + 1);
        let lower = self.reading.lower(at);
        match small {
            Small::Determiner if lower == "that" => self.that(at),
            Small::Determiner => {
                let alone = matches!(
                    lower,
                    "this" | "these" | "those" | "some" | "all" | "both" | "any" | "each"
                ) && (matches!(next.small, Some(Small::Auxiliary | Small::Modal))
                    || next.verb.is_some()
                        && !next.classes.any(Classes::NOUN | Classes::ADJECTIVE));
                if alone { Tag::Pronoun } else { Tag::Determiner }
            }
            Small::Possessive if lower == "her" => {
                let noun = next.small.is_none()
                    && self.reading.tokens.get(at + 1).is_some_and(|t| t.is_wordy())
                    && self.reading.lower(at + 1) != "to";
                if noun { Tag::Possessive } else { Tag::ObjectPronoun }
            }
            Small::Possessive => Tag::Possessive,
            // "one former executive": a number rather than somebody.
            Small::Pronoun if matches!(lower, "one" | "many") && self.noun_follows(at) => {
                Tag::Determiner
            }
            Small::Pronoun => Tag::Pronoun,
            Small::ObjectPronoun => Tag::ObjectPronoun,
            Small::Relative => Tag::Relative,
            Small::Preposition => Tag::Preposition,
            Small::Conjunction => Tag::Conjunction,
            Small::Subordinator => Tag::Subordinator,
            Small::Auxiliary => Tag::Auxiliary,
            Small::Modal => Tag::Modal,
            Small::Negation => Tag::Negation,
            Small::Adverb => Tag::Adverb,
        }
    }

    /// "that": before a clause, a noun, or alone.
    fn that(&self, at: usize) -> Tag {
        let next = self.reading.word(at + 1);
        match (self.previous(at), next.small) {
            (Tag::Preposition | Tag::To | Tag::Conjunction | Tag::End, None)
                if next.classes.any(Classes::NOUN | Classes::ADJECTIVE)
                    || next == Word::default() =>
            {
                Tag::Determiner
            }
            (Tag::End, Some(Small::Auxiliary | Small::Modal)) => Tag::Pronoun,
            (Tag::Noun | Tag::Name, Some(Small::Auxiliary | Small::Modal)) => Tag::Relative,
            (Tag::Noun, None)
                if next.classes.any(Classes::PAST | Classes::THIRD)
                    && !next.classes.any(Classes::NOUN) =>
            {
                Tag::Relative
            }
            _ => Tag::That,
        }
    }

    /// What the word may be, from the lists or, for unknown words, from its ending.
    fn classes(&self, at: usize, word: Word) -> Classes {
        if word.classes.0 != 0 {
            return word.classes;
        }
        let lower = self.reading.lower(at);
        let long = lower.len() > 4;
        let by_ending = if lower.ends_with("ly") && long {
            Classes::ADVERB
        } else if lower.ends_with("ing") && long {
            Classes::ING | Classes::NOUN
        } else if lower.ends_with("ed") && long {
            Classes::PAST | Classes::PARTICIPLE
        } else if long
            && ["ous", "ful", "ive", "able", "ible", "ical", "less", "ary", "ish", "ic", "al"]
                .iter()
                .any(|ending| lower.ends_with(ending))
        {
            Classes::ADJECTIVE | Classes::NOUN
        } else {
            Classes::NOUN
        };
        Classes(by_ending)
    }

    fn open(&self, at: usize, classes: Classes) -> Tag {
        let (before, place) = self.governor(at);
        // "a third told AFP", "another said": never what a noun after it is like.
        let stands_alone = before == Tag::Adjective
            || before == Tag::Determiner
                && !matches!(self.reading.lower(place), "the" | "a" | "an" | "this" | "that");
        let says = matches!(self.reading.lower(at), "told" | "said" | "says" | "tells");
        if says && stands_alone && place + 1 == at {
            return Tag::Verb;
        }
        let noun_or = |tag| if classes.any(Classes::NOUN) { Tag::Noun } else { tag };
        // After the, her, of: whatever can be a noun or adjective is one.
        if matches!(before, Tag::Determiner | Tag::Possessive | Tag::Adjective | Tag::Number)
            || before == Tag::Preposition && !classes.any(Classes::ING)
        {
            if classes.any(Classes::ADVERB) && !classes.any(Classes::NOUN) {
                return Tag::Adverb;
            }
            if classes.any(Classes::ADJECTIVE)
                && (!classes.any(Classes::NOUN) || self.noun_follows(at))
            {
                return Tag::Adjective;
            }
            if classes.any(Classes::PARTICIPLE | Classes::ING) && self.noun_follows(at) {
                return Tag::Adjective;
            }
            let verbal = classes.any(Classes::PAST | Classes::THIRD | Classes::BASE)
                && !classes.any(Classes::NOUN);
            if !(verbal && matches!(before, Tag::Adjective | Tag::Number)) {
                return if classes.any(Classes::NOUN) || !verbal || !self.noun_follows(at) {
                    Tag::Noun
                } else {
                    Tag::Adjective
                };
            }
        }
        if classes.any(Classes::BASE)
            && (matches!(before, Tag::Modal | Tag::To)
                || before == Tag::Auxiliary
                    && matches!(self.reading.lower(place), "do" | "does" | "did"))
        {
            return Tag::Verb;
        }
        if before == Tag::Auxiliary {
            if classes.any(Classes::PARTICIPLE) {
                return Tag::Participle;
            }
            if classes.any(Classes::ING) {
                return Tag::Ing;
            }
            if classes.any(Classes::ADJECTIVE) {
                return Tag::Adjective;
            }
        }
        if classes.any(Classes::ADVERB) && !classes.any(Classes::NOUN | Classes::VERB) {
            return Tag::Adverb;
        }
        if classes.any(Classes::ING) {
            return if classes.any(Classes::NOUN) && matches!(before, Tag::Noun | Tag::Name) {
                Tag::Noun
            } else {
                Tag::Ing
            };
        }
        if classes.any(Classes::PAST) {
            return Tag::Verb;
        }
        if classes.any(Classes::PARTICIPLE) {
            return Tag::Participle;
        }
        if classes.any(Classes::THIRD | Classes::BASE) {
            if !classes.any(Classes::NOUN) {
                if classes.any(Classes::ADJECTIVE) && self.noun_follows(at) {
                    return Tag::Adjective;
                }
                return Tag::Verb;
            }
            // "claims", "support": a verb after a subject where something can follow a verb.
            let subject = matches!(before, Tag::Pronoun | Tag::Relative)
                || matches!(before, Tag::Noun | Tag::Name) && self.object_follows(at);
            return if subject { Tag::Verb } else { Tag::Noun };
        }
        if classes.any(Classes::ADJECTIVE) {
            return if self.noun_follows(at) { Tag::Adjective } else { noun_or(Tag::Adjective) };
        }
        Tag::Noun
    }

    fn noun_follows(&self, at: usize) -> bool {
        if at + 1 >= self.end {
            return false;
        }
        let Some(token) = self.reading.tokens.get(at + 1) else { return false };
        let word = self.reading.word(at + 1);
        match token.kind {
            Kind::Word => {
                word.small.is_none()
                    && self.reading.lower(at + 1) != "to"
                    && !(self.reading.lower(at + 1) == "close"
                        && self.reading.lower(at + 2) == "to")
                    && (token.is_capitalised()
                        || word.classes.any(Classes::NOUN | Classes::ADJECTIVE)
                        || word.classes.0 == 0)
            }
            _ => false,
        }
    }

    fn object_follows(&self, at: usize) -> bool {
        if at + 1 >= self.end {
            return false;
        }
        let Some(token) = self.reading.tokens.get(at + 1) else { return false };
        let word = self.reading.word(at + 1);
        match token.kind {
            Kind::Quote => true,
            Kind::Number => true,
            Kind::Word => {
                matches!(
                    word.small,
                    Some(
                        Small::Determiner
                            | Small::Possessive
                            | Small::Pronoun
                            | Small::ObjectPronoun
                            | Small::Relative
                    )
                ) || self.reading.lower(at + 1) == "to"
                    || self.reading.lower(at + 1) == "whether"
                    || token.is_capitalised()
                    || self.shouted == Shouted::Yes && word.small != Some(Small::Conjunction)
            }
            _ => false,
        }
    }
}

impl Classes {
    const VERB: u8 = Self::BASE | Self::THIRD | Self::PAST | Self::PARTICIPLE | Self::ING;
}
