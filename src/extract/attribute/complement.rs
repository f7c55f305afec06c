//! What a verb takes: a clause, a quotation, an infinitive, an object.

use super::{Page, content};
use crate::doc::BlockKind;
use crate::extract::Stance;
use crate::extract::grammar::{Tag, phrase};
use crate::extract::lexicon::{Also, CueVerb, Takes};
use crate::extract::reading::Reading;
use std::ops::Range;

/// What follows the verb.
pub(crate) struct Complement {
    /// Which of the frames it is.
    pub(crate) kind: u8,
    /// The preposition or particle that belongs to the verb.
    pub(crate) particle: Option<usize>,
    pub(crate) content: Range<usize>,
}

impl Complement {
    /// The words of the cue: the verb group with its particle.
    pub(crate) fn cue(
        &self,
        reading: &Reading<'_>,
        group: usize,
        verb: usize,
    ) -> Vec<Range<usize>> {
        // The colon that announces a quotation is counted to the cue.
        let next = verb + 1;
        let announces = reading.tag(next) == Tag::Colon && next < self.content.start;
        if self.particle.is_none() && announces {
            return vec![group..verb + 2];
        }
        match self.particle {
            Some(at) if at == verb + 1 => vec![group..verb + 2],
            Some(at) => vec![group..verb + 1, at..at + 1],
            None => vec![group..verb + 1],
        }
    }
}

/// What follows the verb, if it is one of the things that the verb takes.
pub(crate) fn complement(
    page: &Page<'_, '_>,
    verb: usize,
    cue: &CueVerb,
    sentence: &Range<usize>,
) -> Option<Complement> {
    let reading = page.reading;
    let clause = |start: usize, kind: u8| {
        let end = content::end(page, start, content::Sort::Clause);
        (end > start).then_some(Complement { kind, particle: None, content: start..end })
    };
    let mut next = verb + 1;
    if next >= sentence.end {
        return None;
    }
    // A particle: "called for", "pointed out that".
    let mut particle = None;
    let lower = reading.lower(next);
    if cue.with.iter().any(|w| w == lower)
        && !(lower == "to" && reading.tag(next + 1) == Tag::Verb && cue.takes.any(Takes::TO))
    {
        particle = Some(next);
        next += 1;
    }
    // "that" soon after the verb, with nothing but the one told and the circumstances between.
    if cue.takes.any(Takes::THAT | Takes::CLAUSE | Takes::PERSON) {
        // Between stand the one told and circumstances; other verbs take their object there.
        let told = cue.takes.any(Takes::PERSON) || cue.lemma == "ask";
        let circumstance = matches!(reading.tag(next), Tag::Preposition | Tag::Adverb | Tag::Comma)
            || reading.word(next).also.is(Also::CALENDAR)
            || reading.lower(next) == "to";
        let reach = if told || circumstance { 13 } else { 1 };
        for at in next..sentence.end.min(next + reach) {
            let tag = reading.tag(at);
            if tag == Tag::That || reading.lower(at) == "that" && at == next {
                let mut found = clause(at, Takes::THAT)?;
                found.particle = particle;
                return Some(found);
            }
            // "recounted in a podcast how"
            if circumstance
                && at > next
                && matches!(reading.lower(at), "how" | "whether" | "why")
                && cue.takes.any(Takes::WH)
            {
                return clause(at, Takes::WH);
            }
            if tag.is_finite()
                || matches!(
                    tag,
                    Tag::Stop
                        | Tag::Quote
                        | Tag::Colon
                        | Tag::Semicolon
                        | Tag::Relative
                        | Tag::Dash
                )
            {
                break;
            }
        }
    }
    // A quotation or a colon, perhaps after the one told and the circumstances.
    if cue.takes.any(Takes::QUOTE | Takes::THAT | Takes::LEFT | Takes::PERSON | Takes::CLAUSE) {
        for at in next..sentence.end.min(next + 14) {
            let tag = reading.tag(at);
            let opens = tag == Tag::Quote && reading.quotation(at).is_some_and(|q| q.open == at);
            if opens {
                let speech = reading
                    .quotation(at)
                    .is_some_and(|q| q.sort == crate::extract::quotes::Sort::Speech);
                let direct = at == next || matches!(reading.tag(at - 1), Tag::Comma | Tag::Colon);
                if direct && speech || at == next {
                    if at == next && !cue.takes.any(Takes::QUOTE) && !speech {
                        break;
                    }
                    return Some(Complement {
                        kind: Takes::QUOTE,
                        particle,
                        content: content::quotation(page, at),
                    });
                }
                break;
            }
            if tag == Tag::Colon {
                let content = if at + 1 < sentence.end {
                    if reading.quotation(at + 1).is_some_and(|q| q.open == at + 1) {
                        content::quotation(page, at + 1)
                    } else {
                        at + 1..content::end(page, at + 1, content::Sort::Clause)
                    }
                } else if reading.quotation(at + 1).is_some_and(|q| q.open == at + 1) {
                    content::quotation(page, at + 1)
                } else {
                    quoted_block(page, at + 1)?
                };
                return Some(Complement { kind: Takes::QUOTE, particle, content });
            }
            if tag.is_finite() || matches!(tag, Tag::Stop | Tag::Semicolon | Tag::That) {
                break;
            }
        }
    }
    if let Some(at) = particle {
        if next < sentence.end && content::begins_clause(reading, next)
            || reading.tag(next) == Tag::Ing
            || reading.tag(next) == Tag::ObjectPronoun
            || reading.tag(next) == Tag::Relative
        {
            let end = content::end(page, next, content::Sort::Object);
            return (end > next).then_some(Complement {
                kind: Takes::TO,
                particle: Some(at),
                content: next..end,
            });
        }
        return None;
    }
    if cue.takes.any(Takes::TO)
        && reading.tag(next) == Tag::To
        && reading.tag(next + 1) != Tag::Determiner
    {
        return clause(next, Takes::TO);
    }
    let asks =
        matches!(reading.lower(next), "whether" | "if" | "how" | "why" | "what" | "who" | "where");
    if asks && cue.takes.any(Takes::WH | Takes::CLAUSE | Takes::THAT) {
        return clause(next, Takes::WH);
    }
    if cue.takes.any(Takes::PERSON) {
        let told = phrase::from(reading, next, sentence.end)?;
        // "told the Harbour Post talks had stalled": the name of a medium is all of whom they told.
        let medium = reading.press.at(next).filter(|m| m.start == next && m.end < told.end);
        let at = medium.map_or(told.end, |m| m.end);
        if at < sentence.end
            && (content::begins_clause(reading, at)
                && content::has_finite(reading, at..sentence.end)
                || reading.tag(at) == Tag::To && reading.tag(at + 1) == Tag::Verb
                || matches!(reading.lower(at), "whether" | "if" | "how" | "why" | "what"))
        {
            return clause(at, Takes::PERSON);
        }
        if matches!(reading.lower(at), "about" | "of") && at + 1 < sentence.end {
            return clause(at + 1, Takes::PERSON);
        }
    }
    if cue.lemma == "ask" {
        let asked = phrase::from(reading, next, sentence.end);
        if let Some(asked) = asked
            && matches!(reading.lower(asked.end), "whether" | "if" | "how" | "why" | "what" | "to")
        {
            return clause(asked.end, Takes::WH);
        }
    }
    // Circumstances before a clause: "said Tuesday he would", "said in a statement the plan".
    let mut start = next;
    if cue.takes.any(Takes::CLAUSE) {
        if matches!(reading.lower(start), "on") && reading.word(start + 1).also.is(Also::CALENDAR) {
            start += 2;
        } else if reading.word(start).also.is(Also::CALENDAR) {
            start += 1;
        } else if reading.tag(start) == Tag::Preposition
            && let Some(phrase) = phrase::from(reading, start + 1, sentence.end)
        {
            start = phrase.end;
        }
        while reading.tag(start) == Tag::Adverb && reading.lower(start) != "there" {
            start += 1;
        }
        if start < sentence.end
            && content::begins_clause(reading, start)
            && clause_follows(reading, start, sentence)
        {
            return clause(start, Takes::CLAUSE);
        }
    }
    // "admitted falling asleep"
    let doing = reading.tag(next) == Tag::Ing
        && cue.takes.any(Takes::THAT)
        && matches!(cue.stance, Stance::Confirms | Stance::Denies);
    if cue.takes.any(Takes::OBJECT) || doing {
        let begins = matches!(
            reading.tag(next),
            Tag::Determiner
                | Tag::Possessive
                | Tag::Pronoun
                | Tag::ObjectPronoun
                | Tag::Noun
                | Tag::Name
                | Tag::Number
                | Tag::Adjective
                | Tag::Quote
                | Tag::Ing
        );
        // "which X has dismissed as “…”"
        let as_what = reading.lower(next) == "as"
            && (reading.tag(next + 1) == Tag::Determiner || reading.tag(next + 1) == Tag::Quote);
        // "pleaded not guilty"
        let not_so = reading.tag(next) == Tag::Negation && reading.tag(next + 1) == Tag::Adjective;
        if begins || as_what || not_so {
            let end =
                content::end(page, if as_what { next + 1 } else { next }, content::Sort::Object);
            return (end > next).then_some(Complement {
                kind: Takes::OBJECT,
                particle: None,
                content: next..end,
            });
        }
    }
    None
}

/// "In a statement, it wrote:" and a quoted paragraph after it.
fn quoted_block(page: &Page<'_, '_>, at: usize) -> Option<Range<usize>> {
    let reading = page.reading;
    let quote = reading.block(at) == BlockKind::Quote && page.is_free(at);
    let block = reading.tokens.get(at).filter(|_| quote)?.block;
    let rest = reading.tokens.get(at..).unwrap_or(&[]);
    Some(at..at + rest.partition_point(|token| token.block <= block))
}

/// Whether the tokens from `at` are a subject with a finite verb after it.
fn clause_follows(reading: &Reading<'_>, at: usize, sentence: &Range<usize>) -> bool {
    (at..sentence.end.min(at + 30)).any(|n| reading.tag(n).is_finite())
}
