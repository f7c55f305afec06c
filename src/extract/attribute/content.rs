//! Where content ends: the borders between what is said and what goes on around it.

use super::Page;
use crate::extract::grammar::{Tag, phrase};
use crate::extract::lexicon::{Also, Takes};
use crate::extract::reading::Reading;
use std::ops::Range;

/// What sort of content is measured.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Sort {
    /// A clause: it runs to the end of its sentence if nothing stops it.
    Clause,
    /// A noun phrase: it stops at commas and at the next circumstance.
    Object,
}

/// The end of the content that starts at `start`, within its sentence.
pub(crate) fn end(page: &Page<'_, '_>, start: usize, sort: Sort) -> usize {
    let reading = page.reading;
    let sentence = reading.sentence(start);
    let mut at = start;
    while at < sentence.end {
        if at > start && !page.is_free(at) {
            break;
        }
        if let Some(quotation) = reading.quotation(at)
            && quotation.open == at
        {
            at = quotation.close + 1;
            continue;
        }
        if at > start && stops(page, at, start, sort, &sentence) {
            break;
        }
        at += 1;
    }
    at.max(start)
}

fn stops(
    page: &Page<'_, '_>,
    at: usize,
    start: usize,
    sort: Sort,
    sentence: &Range<usize>,
) -> bool {
    let reading = page.reading;
    // American style puts the comma inside the quotation that ends before it: “…,” while noting.
    if at > start + 1
        && reading.tag(at - 1) == Tag::Quote
        && reading.tag(at - 2) == Tag::Comma
        && !matches!(reading.tag(at), Tag::Quote)
        && after_comma(page, at - 1, start, sort, sentence)
    {
        return true;
    }
    match reading.tag(at) {
        Tag::Semicolon => true,
        Tag::Mark => {
            reading.lower(at) == ")"
                && !(start.max(at.saturating_sub(60))..at).any(|n| reading.lower(n) == "(")
        }
        Tag::Comma | Tag::Dash => after_comma(page, at, start, sort, sentence),
        Tag::Conjunction => {
            next_attribution(reading, at + 1)
                || (sort == Sort::Object || !has_finite(reading, start..at))
                    && another(reading, at + 1)
        }
        Tag::Subordinator if sort == Sort::Object => {
            !matches!(reading.lower(at), "as" | "than") || reading.tag(at + 1) == Tag::Pronoun
        }
        Tag::Relative if sort == Sort::Object => matches!(reading.lower(at), "when" | "where"),
        Tag::Preposition if sort == Sort::Object => is_circumstance(reading, at),
        Tag::Adverb if sort == Sort::Object => {
            matches!(
                reading.lower(at),
                "yesterday" | "today" | "tonight" | "again" | "too" | "tomorrow"
            )
        }
        Tag::Name | Tag::Noun => reading.word(at).also.is(Also::CALENDAR) && sort == Sort::Object,
        Tag::Ing if sort == Sort::Object => {
            reading.word(at).verb.is_some() && reading.tag(at - 1) != Tag::Preposition
        }
        Tag::Verb | Tag::Participle if sort == Sort::Object && reading.lower(at) == "according" => {
            true
        }
        _ => reading.lower(at) == "according" && reading.lower(at + 1) == "to",
    }
}

/// "and the others refusing": a second subject with a participle of its own.
fn another(reading: &Reading<'_>, at: usize) -> bool {
    phrase::from(reading, at, at + 6).is_some_and(|subject| {
        reading.tag(subject.end) == Tag::Ing && reading.word(subject.end).verb.is_some()
    })
}

/// "on Tuesday", "in an interview", "during the debate".
fn is_circumstance(reading: &Reading<'_>, at: usize) -> bool {
    let next = reading.lower(at + 1);
    match reading.lower(at) {
        "on" => {
            reading.word(at + 1).also.is(Also::CALENDAR)
                || matches!(next, "twitter" | "facebook" | "fox" | "cnn" | "monday")
        }
        "in" => {
            reading.word(at + 1).also.is(Also::CALENDAR)
                || reading.tag(at + 1) == Tag::Number
                || matches!(next, "a" | "an")
                    && matches!(
                        reading.lower(at + 2),
                        "statement"
                            | "interview"
                            | "speech"
                            | "tweet"
                            | "letter"
                            | "recent"
                            | "series"
                            | "post"
                            | "video"
                            | "press"
                            | "phone"
                    )
        }
        "at" => matches!(next, "a" | "the" | "an"),
        "during" | "since" | "until" | "throughout" | "amid" | "despite" => true,
        _ => false,
    }
}

/// What may follow a comma or dash without belonging to the content.
fn after_comma(
    page: &Page<'_, '_>,
    at: usize,
    start: usize,
    sort: Sort,
    sentence: &Range<usize>,
) -> bool {
    let reading = page.reading;
    let mut next = at + 1;
    if next >= sentence.end {
        return true;
    }
    if next_attribution(reading, next) {
        return true;
    }
    if matches!(reading.tag(next), Tag::Conjunction | Tag::Subordinator)
        && next_attribution(reading, next + 1)
    {
        return true;
    }
    if reading.lower(next) == "according" {
        return true;
    }
    if speaks(reading, next, sentence) {
        return true;
    }
    if reading.tag(next) == Tag::Conjunction && somebody_else_speaks(reading, next + 1, sentence) {
        return true;
    }
    match sort {
        Sort::Object => {
            if matches!(reading.tag(next), Tag::Conjunction) {
                next += 1;
            }
            // A list goes on; anything else does not.
            let item =
                matches!(reading.tag(next), Tag::Name | Tag::Noun | Tag::Adjective | Tag::Ing)
                    && (next..sentence.end.min(next + 14)).any(|n| {
                        reading.lower(n) == "and" && !(next..n).any(|m| reading.tag(m).is_finite())
                    });
            !item || reading.tag(at) == Tag::Dash
        }
        Sort::Clause => {
            // "wants to leave, and took": the same subject's next verb.
            if reading.tag(next) == Tag::Conjunction
                && reading.tag(next + 1) == Tag::Verb
                && reading.tag(start) == Tag::To
                && reading.word(next + 1).classes.any(crate::extract::lexicon::Classes::PAST)
            {
                return true;
            }
            let word = reading.lower(next);
            matches!(word, "though" | "although" | "while" | "whereas")
                || matches!(word, "a" | "an") && is_comment(reading, next, sentence)
                || word == "but" && matches!(reading.tag(next + 1), Tag::Pronoun | Tag::Name)
        }
    }
}

/// ", Clinton said": somebody else begins to speak.
fn speaks(reading: &Reading<'_>, at: usize, sentence: &Range<usize>) -> bool {
    let Some(subject) = phrase::from(reading, at, sentence.end.min(at + 8)) else { return false };
    let verb = subject.end + usize::from(reading.tag(subject.end) == Tag::Adverb);
    matches!(reading.lower(verb), "said" | "says" | "told" | "replied" | "responded" | "answered")
        || matches!(reading.lower(verb), "reported" | "reports") && reading.press.is(&subject)
}

/// ", but a third told AFP", ", and its leader, Ann Lee, demanded": the next clause is another's.
fn somebody_else_speaks(reading: &Reading<'_>, at: usize, sentence: &Range<usize>) -> bool {
    let Some(subject) = phrase::from(reading, at, sentence.end.min(at + 14)) else { return false };
    if reading.tag(subject.start) == Tag::Pronoun {
        return false;
    }
    let mut verb = subject.end;
    if reading.tag(verb) == Tag::Comma {
        let aside = phrase::with_apposition(reading, &subject, sentence.end.min(verb + 14));
        if aside == verb || reading.tag(aside) != Tag::Comma {
            return false;
        }
        verb = aside + 1;
    }
    while matches!(reading.tag(verb), Tag::Adverb | Tag::Auxiliary) && verb < subject.end + 16 {
        verb += 1;
    }
    let cue = reading.word(verb).verb.and_then(|v| reading.lexicon.verb(v));
    let past = reading.word(verb).classes.any(crate::extract::lexicon::Classes::PAST);
    (reading.tag(verb) == Tag::Verb || reading.tag(verb) == Tag::Participle && past)
        && cue.is_some_and(|cue| {
            cue.share >= 0.7 && cue.takes.any(Takes::THAT | Takes::PERSON | Takes::LEFT)
        })
}

/// ", a move that", ", a claim": the writer's word for what was said.
fn is_comment(reading: &Reading<'_>, at: usize, sentence: &Range<usize>) -> bool {
    (at + 1..sentence.end.min(at + 4)).any(|n| reading.word(n).noun.is_some())
}

/// Whether the tokens from `at` attribute again: "adding that", "and noted", "saying".
pub(crate) fn next_attribution(reading: &Reading<'_>, at: usize) -> bool {
    let mut verb = at;
    for _ in 0..3 {
        match reading.tag(verb) {
            Tag::Adverb | Tag::Auxiliary | Tag::Modal | Tag::Negation => verb += 1,
            Tag::Subordinator if matches!(reading.lower(verb), "while" | "before" | "after") => {
                verb += 1;
            }
            _ => break,
        }
    }
    let Some(cue) = reading.word(verb).verb.and_then(|v| reading.lexicon.verb(v)) else {
        return false;
    };
    let tag = reading.tag(verb);
    let strong = cue.share >= 0.6;
    match tag {
        Tag::Ing => {
            let says = Takes::THAT | Takes::QUOTE | Takes::CLAUSE | Takes::LEFT | Takes::PERSON;
            strong && (cue.takes.any(says) || cue.share >= 0.8)
        }
        Tag::Verb | Tag::Participle => {
            strong
                && cue.takes.any(Takes::THAT | Takes::QUOTE | Takes::CLAUSE | Takes::OBJECT)
                && !reading.word(verb).classes.any(crate::extract::lexicon::Classes::BASE)
        }
        _ => false,
    }
}

/// The content that begins with the quotation that opens at `open`.
pub(crate) fn quotation(page: &Page<'_, '_>, open: usize) -> Range<usize> {
    let reading = page.reading;
    let Some(quotation) = reading.quotation(open) else { return open..open };
    let close = quotation.close;
    let last = close.saturating_sub(1);
    if matches!(reading.tag(last), Tag::Stop | Tag::Comma)
        || close + 1 >= reading.sentence(close).end
    {
        return open..close + 1;
    }
    let sentence = reading.sentence(close);
    match reading.tag(close + 1) {
        Tag::Stop | Tag::Comma | Tag::Dash | Tag::Semicolon | Tag::Quote => open..close + 1,
        _ if close + 1 >= sentence.end => open..close + 1,
        Tag::Subordinator | Tag::Relative => open..close + 1,
        _ => open..end(page, close + 1, Sort::Object).max(close + 1),
    }
}

/// Whether a clause stands in the range: it has a verb that can be finite.
pub(crate) fn has_finite(reading: &Reading<'_>, range: Range<usize>) -> bool {
    range.into_iter().any(|at| reading.tag(at).is_finite())
}

/// Whether the token can begin a clause: a noun phrase, "there", a name.
pub(crate) fn begins_clause(reading: &Reading<'_>, at: usize) -> bool {
    matches!(
        reading.tag(at),
        Tag::Determiner
            | Tag::Possessive
            | Tag::Pronoun
            | Tag::Noun
            | Tag::Name
            | Tag::Number
            | Tag::Adjective
            | Tag::That
            | Tag::Ing
            | Tag::Quote
    ) || matches!(reading.lower(at), "there" | "here" | "if" | "when" | "because")
}
