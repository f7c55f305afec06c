//! What is said stands first: "Rates will rise, she said", “No,” said the official.

use super::openers::skip_openers;
use super::{Draft, Page, content};
use crate::extract::grammar::{Tag, phrase};
use crate::extract::known::Roles;
use crate::extract::lexicon::{Also, Passing, Takes};
use crate::extract::reading::Reading;
use std::ops::Range;

/// Finds them in one sentence.
pub(crate) fn find(page: &mut Page<'_, '_>, number: usize) {
    let Some(sentence) = page.reading.ranges.get(number).cloned() else { return };
    let mut floor = sentence.start;
    for verb in sentence.clone() {
        if !page.may_be_cue(verb) {
            continue;
        }
        let reading = page.reading;
        let Some(cue) = reading.word(verb).verb.and_then(|v| reading.lexicon.verb(v)) else {
            continue;
        };
        let quoted = as_saying(reading, verb);
        if !(cue.takes.any(Takes::LEFT | Takes::QUOTE) || quoted) || reading.tag(verb) == Tag::Ing {
            continue;
        }
        if let Some(relay) = passed_on(page, verb, &sentence, floor) {
            floor = relay.end;
            page.pass_over(relay);
            continue;
        }
        let found = after_subject(page, verb, &sentence, floor)
            .or_else(|| before_subject(page, verb, &sentence, floor).filter(|_| !quoted));
        if let Some(draft) = found {
            floor = draft
                .cue
                .iter()
                .chain(&draft.source)
                .chain(&draft.content)
                .map(|r| r.end)
                .max()
                .unwrap_or(floor)
                .min(sentence.end);
            page.add(draft);
        }
    }
}

/// "X told Y that …, Reuters reported": Reuters passed on what the sentence credits to X.
fn passed_on(
    page: &Page<'_, '_>,
    verb: usize,
    sentence: &Range<usize>,
    floor: usize,
) -> Option<Range<usize>> {
    let reading = page.reading;
    if !reading.word(verb).passing.any(Passing::REPORT) || verb == 0 {
        return None;
    }
    let mut group = verb;
    while matches!(reading.tag(group - 1), Tag::Adverb | Tag::Auxiliary) && group > floor + 1 {
        group -= 1;
    }
    let medium = reading.press.at(group - 1).filter(|m| m.end == group && m.start > floor + 1);
    // ", reported the Gazette."
    let inverted = || reading.press.at(verb + 1).filter(|m| m.start == verb + 1);
    let (words, end) = match medium.or_else(inverted) {
        Some(medium) if medium.start > verb => (verb..medium.end, medium.end),
        Some(medium) => (medium.start..verb + 1, verb + 1),
        None => return None,
    };
    let comma = words.start.checked_sub(1).filter(|comma| *comma > floor)?;
    let closes = end >= sentence.end
        || matches!(reading.tag(end), Tag::Comma | Tag::Stop | Tag::Preposition)
        || reading.word(end).also.is(Also::CALENDAR)
        || matches!(reading.lower(end), "last" | "this" | "earlier" | "citing");
    if reading.tag(comma) != Tag::Comma || !closes || reading.quotation(comma).is_some() {
        return None;
    }
    let start = skip_openers(reading, floor.max(sentence.start), comma);
    super::right::credits(page, start..comma, sentence).then_some(words)
}

/// "..., she said"
fn after_subject(
    page: &Page<'_, '_>,
    verb: usize,
    sentence: &Range<usize>,
    floor: usize,
) -> Option<Draft> {
    let reading = page.reading;
    if !matches!(reading.tag(verb), Tag::Verb | Tag::Participle | Tag::Noun) {
        return None;
    }
    let group = phrase::group_start(reading, verb, floor);
    let subject = with_maker(reading, phrase::subject(reading, group, floor)?, floor);
    let mut before = subject
        .start
        .checked_sub(1)
        .filter(|b| *b >= floor || ended_before(page, *b, floor, sentence))?;
    let across = before < sentence.start;
    let as_cue = reading.lower(before) == "as" && before > floor;
    if as_cue {
        before -= 1;
    }
    let quoted = as_saying(reading, verb);
    let (mut cue_end, told) =
        if quoted { (verb + 3, false) } else { cue_end(reading, verb, sentence) };
    let border = border(reading, before)?;
    // "was quoted as saying late Thursday by R"
    let mut by = cue_end;
    while quoted
        && by < cue_end + 4
        && (reading.word(by).also.is(Also::CALENDAR)
            || matches!(reading.lower(by), "late" | "early" | "on"))
    {
        by += 1;
    }
    if quoted && reading.lower(by) == "by" {
        cue_end = by;
    }
    let next = reading.tag(cue_end);
    let at_end = cue_end >= sentence.end
        || matches!(
            next,
            Tag::Stop | Tag::Comma | Tag::Dash | Tag::Colon | Tag::Semicolon | Tag::Mark
        )
        || next == Tag::Quote
            && reading.quotation(cue_end).is_none_or(|q| {
                q.open != cue_end || q.begins == crate::extract::quotes::Begins::Fresh
            })
            && border == Border::Quoted;
    let circumstance = matches!(
        next,
        Tag::Preposition
            | Tag::Subordinator
            | Tag::Adverb
            | Tag::Relative
            | Tag::Ing
            | Tag::Conjunction
    ) || reading.word(cue_end).also.is(Also::CALENDAR)
        || matches!(reading.lower(cue_end), "last" | "this" | "to" | "earlier");
    let trails =
        border == Border::Plain && circumstance && trails_off(reading, verb, cue_end, sentence);
    if !(at_end
        || trails
        || circumstance && border == Border::Quoted
        || told && border == Border::Quoted)
    {
        return None;
    }
    // A sentence of its own after the quotation says nothing but who spoke.
    if across && !at_end && content::has_finite(reading, cue_end..sentence.end) {
        return None;
    }
    if next == Tag::Colon && border != Border::Quoted {
        return None;
    }
    if reading.tag(verb) == Tag::Noun && border != Border::Quoted && !at_end {
        return None;
    }
    let first = left_content(page, before, border, floor, sentence)?;
    if quoted && reading.lower(cue_end) == "by" {
        // Whoever quotes is no part of what is said.
        cue_end += 1;
    }
    if cue_end == verb + 1 && at_end {
        cue_end = verb + 1;
    }
    // "It is said": by nobody.
    let passive = (group..verb).any(|n| reading.tag(n) == Tag::Auxiliary);
    let nobody =
        reading.lower(subject.start) == "it" && passive && reading.tag(verb) == Tag::Participle;
    let (cue, subject) =
        if nobody { (subject.start..verb + 1, None) } else { (group..verb + 1, Some(subject)) };
    let cue = if quoted { group..cue_end } else { cue };
    let mut draft = Draft {
        source: subject,
        cue: vec![cue],
        content: vec![first],
        rule: if quoted { "quoted-as-saying" } else { "content-first" },
        reasons: vec![],
    };
    draft.reasons.push(format!(
        "The statement comes first, and then the speaker with “{}”.",
        reading.text(verb)
    ));
    second_piece(page, &mut draft, cue_end, border, sentence);
    // A phrase without a verb is content only where the rest of its clause follows.
    let whole = draft.content.iter().any(|c| content::has_finite(reading, c.clone()));
    (whole || border == Border::Quoted || draft.content.len() > 1).then_some(draft)
}

/// "a memo seen by Lantern", "a survey by Brandt and Moe": the document is the subject.
fn with_maker(reading: &Reading<'_>, subject: Range<usize>, floor: usize) -> Range<usize> {
    let whole = || {
        let by = subject.start.checked_sub(1).filter(|at| *at > floor + 1)?;
        let made = by - usize::from(reading.word(by - 1).passing.any(Passing::HAD));
        if !matches!(reading.lower(by), "by" | "from") {
            return None;
        }
        let document = phrase::before(reading, made, floor)?;
        let head = crate::extract::sources::head(reading, document.clone());
        let roles = reading.lexicon.known.role(reading.lower(head));
        let is =
            roles.any(Roles::DOCUMENT | Roles::POLL) || reading.word(head).also.is(Also::DOCUMENT);
        is.then_some(document.start..subject.end)
    };
    whole().unwrap_or(subject)
}

/// "..., officials said on Tuesday.": after the verb stands nothing that could be said.
fn trails_off(reading: &Reading<'_>, verb: usize, cue_end: usize, sentence: &Range<usize>) -> bool {
    let says = as_saying(reading, verb)
        || matches!(
            reading.lower(verb),
            "said" | "says" | "told" | "wrote" | "reported" | "reports" | "added" | "announced"
        );
    let plain = reading.tag(cue_end) == Tag::Preposition
        || reading.word(cue_end).also.is(Also::CALENDAR)
        || matches!(reading.lower(cue_end), "last" | "this" | "earlier");
    let stops = |tag: Tag| matches!(tag, Tag::Stop | Tag::Comma | Tag::Semicolon | Tag::Dash);
    let ceiling = sentence.end.min(cue_end + 14);
    let end = (cue_end..ceiling).find(|n| stops(reading.tag(*n)));
    let end = end.or((ceiling == sentence.end).then_some(sentence.end));
    says && plain
        && end.is_some_and(|end| {
            !(cue_end..end).any(|n| {
                let tag = reading.tag(n);
                tag.is_finite()
                    || tag == Tag::To && matches!(reading.tag(n + 1), Tag::Verb | Tag::Auxiliary)
                    || matches!(tag, Tag::That | Tag::Quote | Tag::Colon)
            })
        })
}

/// "..., said the official"
fn before_subject(
    page: &Page<'_, '_>,
    verb: usize,
    sentence: &Range<usize>,
    floor: usize,
) -> Option<Draft> {
    let reading = page.reading;
    let before =
        verb.checked_sub(1).filter(|b| *b >= floor || ended_before(page, *b, floor, sentence))?;
    let border = border(reading, before)?;
    if border == Border::Plain && !matches!(reading.lower(verb), "said" | "says" | "say" | "wrote")
    {
        return None;
    }
    // "X, a professor, said the plan": the comma closes an apposition.
    if border == Border::Plain && phrase::subject(reading, verb, floor).is_some() {
        return None;
    }
    let source = phrase::from(reading, verb + 1, sentence.end)?;
    if matches!(reading.tag(source.start), Tag::ObjectPronoun) {
        return None;
    }
    let end = phrase::with_relative(reading, &source, sentence.end);
    // "said the plan would work" has a subject and a verb: that is content.
    if reading.tag(source.end).is_finite() && border == Border::Plain {
        return None;
    }
    let first = left_content(page, before, border, floor, sentence)?;
    let mut draft = Draft {
        source: Some(source.start..end),
        cue: vec![verb..verb + 1],
        content: vec![first],
        rule: "content-first-inverted",
        reasons: vec![format!(
            "The statement comes first, and then “{}” with the speaker.",
            reading.text(verb)
        )],
    };
    second_piece(page, &mut draft, end, border, sentence);
    Some(draft)
}

/// “Why?” Ann asked: the question mark ended a sentence, and the quotation before the attribution.
fn ended_before(page: &Page<'_, '_>, at: usize, floor: usize, sentence: &Range<usize>) -> bool {
    let reading = page.reading;
    let same_block = reading.tokens.get(at).zip(reading.tokens.get(sentence.start));
    floor == sentence.start
        && at + 1 == sentence.start
        && same_block.is_some_and(|(a, b)| a.block == b.block)
        && page.is_free(at)
        && reading.quotation(at).is_some_and(|q| q.close == at)
}

/// What stands between content and attribution.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Border {
    /// A closing quotation mark, perhaps with a comma.
    Quoted,
    /// A comma or dash.
    Plain,
}

fn border(reading: &Reading<'_>, at: usize) -> Option<Border> {
    let closes =
        |at: usize| reading.quotation(at).is_some_and(|q| q.close == at && q.close > q.open + 1);
    if closes(at)
        || at > 0 && matches!(reading.tag(at), Tag::Comma | Tag::Dash | Tag::Stop) && closes(at - 1)
    {
        return Some(Border::Quoted);
    }
    matches!(reading.tag(at), Tag::Comma | Tag::Dash).then_some(Border::Plain)
}

/// "was quoted as saying"
fn as_saying(reading: &Reading<'_>, verb: usize) -> bool {
    matches!(reading.lower(verb), "quoted" | "cited")
        && reading.lower(verb + 1) == "as"
        && reading.lower(verb + 2) == "saying"
}

/// The end of the cue with the one who is told: "told reporters".
fn cue_end(reading: &Reading<'_>, verb: usize, sentence: &Range<usize>) -> (usize, bool) {
    let person = reading
        .word(verb)
        .verb
        .and_then(|v| reading.lexicon.verb(v))
        .is_some_and(|v| v.takes.any(Takes::PERSON));
    if person && let Some(told) = phrase::from(reading, verb + 1, sentence.end) {
        return (told.end, true);
    }
    (verb + 1, false)
}

fn left_content(
    page: &Page<'_, '_>,
    before: usize,
    border: Border,
    floor: usize,
    sentence: &Range<usize>,
) -> Option<Range<usize>> {
    let reading = page.reading;
    if border == Border::Quoted {
        let close = if reading.quotation(before).is_some_and(|q| q.close == before) {
            before
        } else {
            before - 1
        };
        let quotation = reading.quotation(close)?;
        let open = quotation.open;
        let home = reading.sentence(open);
        let low = if home.start <= floor && floor < open { floor } else { home.start };
        // Words before the quotation in the same sentence belong to it, unless something else took them.
        let start = if open > low
            && (low..open).all(|n| page.is_free(n))
            && content::has_finite(reading, low..open)
            && !matches!(reading.tag(open - 1), Tag::Colon)
        {
            skip_openers(reading, low, open)
        } else {
            open
        };
        if !(open..close).all(|n| page.is_free(n)) {
            return None;
        }
        return Some(start..close + 1);
    }
    // Nobody says four hundred words in one sentence.
    let mut start = floor.max(sentence.start).max(before.saturating_sub(400));
    for at in (start..before).rev() {
        if reading.tag(at) == Tag::Semicolon || !page.is_free(at) {
            start = at + 1;
            break;
        }
    }
    let start = skip_openers(reading, start, before);
    // "Asked to describe it, she said": the question of somebody else.
    if reading.lower(start) == "asked"
        || reading.lower(start + 1) == "asked" && reading.lower(start) == "when"
    {
        return None;
    }
    if before < start + 2 || !content::has_finite(reading, start..before) {
        // "The plan, she said, would fail": the verb is yet to come.
        let split = matches!(reading.tag(before), Tag::Comma) && before > start;
        let opens = matches!(reading.tag(start), Tag::Preposition) && before - start <= 14;
        return split.then_some(start..before).filter(|r| opens || starts_subject(reading, r));
    }
    if reading.tag(start) == Tag::Subordinator
        && !(start..before).any(|n| reading.tag(n) == Tag::Comma)
    {
        return None;
    }
    Some(start..before)
}

fn starts_subject(reading: &Reading<'_>, range: &Range<usize>) -> bool {
    phrase::before(reading, range.end, range.start).is_some_and(|p| p.start == range.start)
}

/// The piece after the cue: “A,” he said, “B.”
fn second_piece(
    page: &Page<'_, '_>,
    draft: &mut Draft,
    after: usize,
    border: Border,
    sentence: &Range<usize>,
) {
    let reading = page.reading;
    if after >= sentence.end {
        return;
    }
    let mut next = after;
    // Circumstances between: "he said on Tuesday, “…”".
    if border == Border::Quoted && !matches!(reading.tag(next), Tag::Comma | Tag::Quote | Tag::Stop)
    {
        let found = (next..sentence.end.min(next + 16))
            .find(|n| reading.quotation(*n).is_some_and(|q| q.open == *n));
        let Some(open) = found else { return };
        if content::has_finite(reading, next..open) {
            return;
        }
        next = open;
    }
    let stopped = border == Border::Quoted && reading.tag(next) == Tag::Stop;
    if stopped || matches!(reading.tag(next), Tag::Comma | Tag::Dash | Tag::Colon) {
        next += 1;
    }
    if next >= sentence.end {
        return;
    }
    if reading.quotation(next).is_some_and(|q| q.open == next) {
        let first = draft.content.first().cloned().unwrap_or(0..0);
        if border == Border::Quoted || !content::has_finite(reading, first) {
            draft.content.push(content::quotation(page, next));
        }
        return;
    }
    let comma = reading.tag(after) == Tag::Comma;
    if border == Border::Plain && comma && !content::next_attribution(reading, next) {
        let first = draft.content.first().cloned().unwrap_or(0..0);
        let goes_on = !content::has_finite(reading, first)
            && (reading.tag(next).is_finite()
                || matches!(
                    reading.tag(next),
                    Tag::Adverb
                        | Tag::Preposition
                        | Tag::That
                        | Tag::Determiner
                        | Tag::Pronoun
                        | Tag::Name
                        | Tag::Noun
                ));
        if goes_on {
            let end = content::end(page, next, content::Sort::Clause);
            draft.content.push(next..end);
        }
    }
}
