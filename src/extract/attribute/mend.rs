//! What grammar says of an attribution, whoever found it: mended before anybody asks who is who.
//!
//! The models learned from a corpus that marks no relays and nobody's hearsay; what
//! follows is true of every sentence of these forms.

use crate::extract::Stance;
use crate::extract::grammar::{Tag, phrase};
use crate::extract::lexicon::{Also, Passing, Takes};
use crate::extract::raw::Raw;
use crate::extract::reading::Reading;
use crate::text::Span;
use std::ops::Range;

/// The attributions as grammar has them.
#[must_use]
pub fn mended(reading: &Reading<'_>, mut raws: Vec<Raw>) -> Vec<Raw> {
    raws.retain(|raw| !super::doubtful::is_none(reading, raw));
    raws.retain(|raw| !cites_a_medium(reading, raw));
    for raw in &mut raws {
        whose_words(reading, raw);
        who_is_meant(reading, raw);
        nobody(reading, raw);
        seen(reading, raw);
        parted(reading, raw);
        past_medium(reading, raw);
        reported_last(reading, raw);
        if raw.content.len() > 1 {
            raw.content.retain(|span| !when_contacted(reading, &tokens(reading, *span)));
        }
        let trimmed = |span: &Span| {
            let tokens = tokens(reading, *span);
            let end = circumstance(reading, &tokens).unwrap_or(tokens.end);
            if end < tokens.end { reading.span(tokens.start..end) } else { *span }
        };
        raw.content = raw.content.iter().map(trimmed).collect();
    }
    super::apart::parted(reading, &mut raws);
    super::participles::given(reading, &mut raws);
    let claims: Vec<Raw> = raws.iter_mut().filter_map(|raw| whose_claim(reading, raw)).collect();
    raws.extend(claims);
    raws.sort_by_key(Raw::start);
    raws
}

fn tokens(reading: &Reading<'_>, span: Span) -> Range<usize> {
    let start = reading.token_at(span.start());
    start..reading.token_at(span.end()).max(start)
}

/// "R, which cited the Herald, said": how it came to R, and nothing that the Herald's name says.
fn cites_a_medium(reading: &Reading<'_>, raw: &Raw) -> bool {
    let (Some(source), Some(cue), Some(content)) =
        (raw.source.first(), raw.cue.last(), raw.content.first())
    else {
        return false;
    };
    let (who, cue, said) =
        (tokens(reading, *source), tokens(reading, *cue), tokens(reading, *content));
    let verb = cue.end.saturating_sub(1);
    let which = reading.lower(who.start) == "which"
        || cue.start > 0 && reading.lower(cue.start - 1) == "which";
    (which || reading.press.is(&who))
        && reading.word(verb).passing.any(Passing::CITE | Passing::REPEAT)
        && reading.press.at(said.start).is_some_and(|medium| {
            let which =
                reading.tag(medium.end) == Tag::Comma && reading.lower(medium.end + 1) == "which";
            medium.start == said.start && (said.end <= medium.end + 1 || which)
        })
}

/// "Aides, who asked not to be named, told": the aides did. "It was a nurse who told": the nurse did.
fn who_is_meant(reading: &Reading<'_>, raw: &mut Raw) {
    let ([source], Some(cue)) = (raw.source.as_slice(), raw.cue.first()) else { return };
    let (who, cue) = (tokens(reading, *source), tokens(reading, *cue));
    let relative = who.len() == 1 && matches!(reading.lower(who.start), "who" | "which" | "that");
    if !relative {
        return;
    }
    let sentence = reading.sentence(who.start);
    let Some(before) = who.start.checked_sub(1).filter(|at| *at > sentence.start) else { return };
    let comma = reading.tag(before) == Tag::Comma;
    let closed = cue.start > who.end + 1 && reading.tag(cue.start - 1) == Tag::Comma;
    let is = matches!(reading.lower(sentence.start + 1), "was" | "is");
    let cleft =
        reading.lower(sentence.start) == "it" && is && !comma && who.start < sentence.start + 10;
    let end = if comma && closed {
        before
    } else if cleft {
        who.start
    } else {
        return;
    };
    let subject = phrase::before(reading, end, sentence.start);
    // "people close to the talks": the phrase begins where the sentence does, or after "it was".
    let subject = subject.map(|phrase| {
        let first = if cleft { sentence.start + 2 } else { sentence.start };
        let plain = phrase.start < first + 20
            && (first..phrase.start).all(|at| {
                matches!(
                    reading.tag(at),
                    Tag::Determiner
                        | Tag::Noun
                        | Tag::Name
                        | Tag::Adjective
                        | Tag::Preposition
                        | Tag::To
                        | Tag::Number
                ) && reading.lower(at) != "in"
            });
        if plain && first < phrase.start { first..phrase.end } else { phrase }
    });
    if let Some(subject) = subject {
        raw.source = vec![reading.span(subject)];
    }
}

/// "told the Harbour Post talks had stalled": whom they told is no part of what they said.
fn past_medium(reading: &Reading<'_>, raw: &mut Raw) {
    let (Some(cue), [content]) = (raw.cue.last(), raw.content.as_slice()) else { return };
    let (cue, said) = (tokens(reading, *cue), tokens(reading, *content));
    let verb = reading.word(cue.end.saturating_sub(1)).verb.and_then(|v| reading.lexicon.verb(v));
    // "described to R a culture of fear"
    let to = reading.lower(said.start) == "to" && said.start == cue.end;
    if let Some(medium) =
        reading.press.at(said.start + 1).filter(|m| to && m.start == said.start + 1)
        && medium.end + 1 < said.end
        && matches!(
            reading.tag(medium.end),
            Tag::Determiner | Tag::That | Tag::Relative | Tag::Possessive
        )
    {
        raw.content = vec![reading.span(medium.end..said.end)];
        return;
    }
    let tells = verb.is_some_and(|v| v.takes.any(Takes::PERSON)) && said.start == cue.end;
    let medium = reading.press.at(said.start).filter(|m| tells && m.start == said.start);
    if let Some(medium) = medium
        && medium.end + 2 < said.end
        && (medium.end..said.end).any(|at| reading.tag(at).is_finite())
    {
        raw.content = vec![reading.span(medium.end..said.end)];
    }
}

/// "told friends he will leave, R understands": what R does is no part of what they said.
fn reported_last(reading: &Reading<'_>, raw: &mut Raw) {
    let Some(last) = raw.content.last().map(|span| tokens(reading, *span)) else { return };
    let Some(verb) = last.end.checked_sub(1).filter(|at| *at > last.start + 3) else { return };
    let medium = reading.press.at(verb - 1).filter(|medium| {
        medium.end == verb
            && medium.start > last.start + 2
            && reading.tag(medium.start - 1) == Tag::Comma
            && reading.word(verb).passing.any(Passing::REPORT)
            && reading.quotation(verb).is_none()
    });
    if let (Some(medium), Some(slot)) = (medium, raw.content.last_mut()) {
        *slot = reading.span(last.start..medium.start - 1);
        raw.passed.push(reading.span(medium.start..verb + 1));
    }
}

/// "when contacted by R", "as quoted by R": how the words came to R, and nothing that was said.
fn when_contacted(reading: &Reading<'_>, piece: &Range<usize>) -> bool {
    let last = piece.end.saturating_sub(1);
    piece.len() <= 12
        && matches!(reading.lower(piece.start), "when" | "after" | "as")
        && reading.word(piece.start + 1).passing.any(Passing::HAD)
        && reading.lower(piece.start + 2) == "by"
        && reading.press.at(last).is_some()
}

/// "A contract, a copy of which was obtained by R, says": the subject stands before the aside.
fn before_aside(
    reading: &Reading<'_>,
    medium: &Range<usize>,
    floor: usize,
) -> Option<Range<usize>> {
    let by = medium.start.checked_sub(1).filter(|at| *at > floor && reading.lower(*at) == "by")?;
    let aside =
        reading.tag(medium.end) == Tag::Comma && reading.word(by - 1).passing.any(Passing::HAD);
    let low = floor.max(by.saturating_sub(14));
    // "A review, first reported by R, concluded"
    let mut had = by - 1;
    while had > low && matches!(reading.tag(had - 1), Tag::Adverb) {
        had -= 1;
    }
    if aside && had > low + 1 && reading.tag(had - 1) == Tag::Comma {
        return phrase::before(reading, had - 1, floor);
    }
    let which = (low..by)
        .rev()
        .find(|at| matches!(reading.lower(*at), "which" | "who" | "whom" | "whose"))?;
    let comma = (low..which).rev().find(|at| reading.tag(*at) == Tag::Comma).filter(|_| aside)?;
    phrase::before(reading, comma, floor)
}

/// "Voters interviewed by R said": the voters did.
fn whose_words(reading: &Reading<'_>, raw: &mut Raw) {
    let Some(source) = raw.source.first().map(|span| tokens(reading, *span)) else { return };
    let floor = reading.sentence(source.start).start;
    if let Some(subject) =
        before_aside(reading, &source, floor).filter(|_| reading.press.is(&source))
    {
        raw.source = vec![reading.span(subject)];
        return;
    }
    let Some(mut had) = source.start.checked_sub(2).filter(|at| *at > floor) else { return };
    let by = had + 1;
    // "published on Sunday by R"
    if reading.word(had).also.is(Also::CALENDAR) && had > floor + 2 {
        had -= 1 + usize::from(reading.lower(had - 1) == "on");
    }
    if reading.lower(by) == "by"
        && reading.word(had).passing.any(Passing::HAD)
        && reading.press.is(&source)
        && let Some(whose) = phrase::before(reading, had, floor)
    {
        raw.source = vec![reading.span(whose)];
    }
}

/// "R has seen a draft that says": the draft does; "R has seen a letter in which S says": what was seen
/// is no part of what S says.
fn seen(reading: &Reading<'_>, raw: &mut Raw) {
    let Some(source) = raw.source.first().map(|span| tokens(reading, *span)) else { return };
    let floor = reading.sentence(source.start).start;
    let relative = |at: usize| matches!(reading.lower(at), "that" | "which");
    let own = source.len() == 1 && relative(source.start);
    let which = source.start.checked_sub(1).filter(|at| *at > floor + 3 && relative(*at));
    let end = match which {
        _ if own => source.start,
        Some(which) => which - usize::from(reading.tag(which - 1) == Tag::Preposition),
        None => return,
    };
    let Some(document) = phrase::before(reading, end, floor) else { return };
    let saw = document.start.checked_sub(1).is_some_and(|at| {
        at > floor && matches!(reading.lower(at), "seen" | "obtained" | "reviewed" | "published")
    });
    let by = reading.press.within(floor..document.start).next().is_some();
    if !(saw && by) {
        return;
    }
    if own {
        raw.source = vec![reading.span(document)];
    } else if raw.content.len() > 1 {
        let first = reading.span(source).start();
        raw.content.retain(|span| span.start() > first);
    }
}

/// "The captain, R reported, denied that he drank": the captain did; R passed it on. And "Quoted in R,
/// the captain said": how it came is no part of what was said.
fn parted(reading: &Reading<'_>, raw: &mut Raw) {
    let ([source], [cue], [first, rest]) =
        (raw.source.as_slice(), raw.cue.as_slice(), raw.content.as_slice())
    else {
        return;
    };
    let (medium, words) = (tokens(reading, *source), tokens(reading, *cue));
    let (front, said) = (tokens(reading, *first), tokens(reading, *rest));
    let quoted = matches!(reading.lower(front.start), "quoted" | "cited" | "interviewed");
    if quoted && front.end <= medium.start && reading.press.within(front.clone()).next().is_some() {
        raw.content.remove(0);
        return;
    }
    let verb = said.start;
    let speaks = reading
        .word(verb)
        .verb
        .and_then(|v| reading.lexicon.verb(v))
        .is_some_and(|v| v.share >= 0.5 || v.takes.any(Takes::THAT));
    let apart = front.end + 1 == medium.start
        && medium.end == words.start
        && words.end + 1 == verb
        && reading.tag(front.end) == Tag::Comma
        && reading.tag(words.end) == Tag::Comma;
    let reports = words.clone().any(|at| reading.word(at).passing.any(Passing::REPORT));
    if apart && speaks && reports && reading.press.is(&medium) && said.len() > 1 && front.len() < 12
    {
        raw.passed = vec![reading.span(medium.start..words.end)];
        raw.source = vec![*first];
        raw.cue = vec![reading.span(verb..verb + 1)];
        raw.content = vec![reading.span(verb + 1..said.end)];
    }
}

/// "heard the clerk's claim that the safe was empty": what was heard is the claim, which is the clerk's.
fn whose_claim(reading: &Reading<'_>, raw: &mut Raw) -> Option<Raw> {
    let cue = tokens(reading, *raw.cue.last()?);
    let content = tokens(reading, *raw.content.first()?);
    let noun = content.start.checked_sub(1).filter(|at| *at > cue.end)?;
    let owner = noun - 1;
    let is = reading.tag(content.start) == Tag::That
        && reading.word(noun).noun.is_some()
        && reading.tag(noun) == Tag::Noun
        && reading.tag(owner) == Tag::Possessive
        && reading.lower(owner).starts_with('\'');
    let whose = phrase::before(reading, owner, cue.end).filter(|p| is && p.start == cue.end)?;
    let inner = Raw {
        source: vec![reading.span(whose.start..owner + 1)],
        cue: vec![reading.span(noun..noun + 1)],
        content: vec![reading.span(content.clone())],
        rule: "noun",
        score: raw.score,
        reasons: vec![format!(
            "The noun “{}” says whose it is, and the words after it what it is.",
            reading.text(noun)
        )],
        ..Raw::default()
    };
    raw.content = vec![reading.span(cue.end..content.end)];
    Some(inner)
}

/// "Six climbers are said to have turned back", "she is reportedly planning to leave": nobody says so.
fn nobody(reading: &Reading<'_>, raw: &mut Raw) {
    let ([source], [cue], Some(content)) =
        (raw.source.as_slice(), raw.cue.as_slice(), raw.content.first())
    else {
        return;
    };
    let (subject, words) = (tokens(reading, *source), tokens(reading, *cue));
    let content = tokens(reading, *content);
    if subject.end != words.start || content.start != words.end || words.is_empty() {
        return;
    }
    let last = words.end - 1;
    let be = words.clone().any(|at| {
        reading.tag(at) == Tag::Auxiliary
            && matches!(
                reading.lower(at),
                "is" | "are" | "was" | "were" | "be" | "been" | "'s" | "'re"
            )
    });
    let verb = reading.word(last).verb.and_then(|v| reading.lexicon.verb(v));
    let hearsay = words.clone().find(|at| reading.word(*at).also.is(Also::HEARSAY));
    let wishes = verb.is_some_and(|v| v.stance == Stance::Believes);
    if let Some(adverb) = hearsay.filter(|_| wishes) {
        raw.content =
            vec![reading.span(subject.start..adverb), reading.span(adverb + 1..content.end)];
        raw.cue = vec![reading.span(adverb..adverb + 1)];
        raw.source.clear();
        return;
    }
    let thought = matches!(
        reading.lower(last),
        "said"
            | "believed"
            | "thought"
            | "reported"
            | "alleged"
            | "rumoured"
            | "rumored"
            | "understood"
    );
    if be && thought && reading.tag(content.start) == Tag::To {
        raw.content.insert(0, *source);
        raw.source.clear();
    }
}

/// "denied any part in it in a letter seen by R": where the circumstances begin that tell how the
/// words came to R.
fn circumstance(reading: &Reading<'_>, content: &Range<usize>) -> Option<usize> {
    let medium = reading.press.at(content.end.checked_sub(1)?)?;
    if medium.end != content.end || medium.start < content.start + 4 {
        return None;
    }
    let by = medium.start - 1;
    // "confirmed the meeting to R"
    let plainly = (content.start..content.end).all(|at| reading.quotation(at).is_none());
    if reading.lower(by) == "to"
        && plainly
        && content.start.checked_sub(1).is_some_and(|at| {
            matches!(
                reading.lower(at),
                "confirmed" | "confirms" | "disclosed" | "denied" | "described"
            )
        })
    {
        return Some(by);
    }
    let had = reading.word(by - 1).passing;
    let passed = matches!(reading.lower(by), "by" | "in" | "on")
        && had.any(Passing::HAD | Passing::SHOWN)
        || matches!(reading.lower(by), "to" | "with" | "by")
            && had.any(Passing::GIVEN | Passing::SPOKE | Passing::STORY);
    let low = content.start.max(by.saturating_sub(8));
    let opener = (low + 1..by).rev().find(|at| {
        reading.tag(*at) == Tag::Preposition && matches!(reading.lower(*at), "in" | "during")
    })?;
    let plain = (content.start..content.end).all(|at| reading.quotation(at).is_none());
    (passed && plain).then_some(opener)
}
