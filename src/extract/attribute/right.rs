//! The verb stands before what is said: "X said that", "X called for", ", adding that".

use super::{Draft, Page, content, silence};
use crate::doc::BlockKind;
use crate::extract::grammar::{Tag, phrase};
use crate::extract::lexicon::{Also, Classes, CueVerb, Takes};
use crate::extract::reading::Reading;
use std::ops::Range;

/// Finds them in one sentence, from left to right.
pub(crate) fn find(page: &mut Page<'_, '_>, number: usize) {
    let Some(sentence) = page.reading.ranges.get(number).cloned() else { return };
    // Finite verbs first: a participle inside a subject is no attribution of its own.
    for pass in [Pass::Finite, Pass::Participles] {
        sweep(page, &sentence, pass);
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Pass {
    Finite,
    Participles,
}

fn sweep(page: &mut Page<'_, '_>, sentence: &Range<usize>, pass: Pass) {
    let mut verb = sentence.start;
    while verb < sentence.end {
        // ", adding that" stands in the row of the finite verbs; "the man saying" waits.
        let participle = page.reading.tag(verb) == Tag::Ing
            && verb > sentence.start
            && matches!(
                page.reading.tag(verb - 1),
                Tag::Noun | Tag::Name | Tag::Preposition | Tag::Quote
            );
        if participle != (pass == Pass::Participles) {
            verb += 1;
            continue;
        }
        let found = page.may_be_cue(verb).then(|| at_verb(page, verb, sentence)).flatten();
        if let Some(draft) = found {
            let end = draft.cue.iter().map(|c| c.end).max().unwrap_or(verb + 1);
            page.add(draft);
            verb = end.max(verb + 1);
        } else {
            verb += 1;
        }
    }
}

pub(crate) fn at_verb(page: &Page<'_, '_>, verb: usize, sentence: &Range<usize>) -> Option<Draft> {
    let reading = page.reading;
    let word = reading.word(verb);
    if word.adjective.is_some() {
        return adjective(page, verb, sentence);
    }
    let cue = word.verb.and_then(|v| reading.lexicon.verb(v))?;
    let tag = reading.tag(verb);
    if !matches!(tag, Tag::Verb | Tag::Participle | Tag::Ing) {
        return None;
    }
    let group = phrase::group_start(reading, verb, sentence.start);
    if matches!(cue.lemma.as_str(), "quote" | "cite")
        && let Some(draft) = quoted_as_saying(page, verb, group, sentence)
    {
        return Some(draft);
    }
    if tag == Tag::Ing && verb > sentence.start && reading.lower(verb - 1) == "without" {
        return None;
    }
    if let Some(silent) = silence::find(page, verb, group, sentence) {
        return Some(silent);
    }
    let complement = complement(page, verb, cue, sentence)?;
    // "in a format known as X", "Muslims known as Y": what it is called, and by nobody.
    if tag == Tag::Participle && group == verb && !word.classes.any(Classes::PAST) {
        return None;
    }
    if complement.kind == Takes::OBJECT && is_a_report(reading, complement.content.start) {
        return None;
    }
    let passive = tag == Tag::Participle
        && (group..verb).any(|n| {
            matches!(
                reading.lower(n),
                "was" | "were" | "is" | "are" | "been" | "be" | "being" | "'s" | "'re"
            )
        });
    if passive {
        return passive_draft(page, verb, group, cue, complement, sentence);
    }
    if weak(cue, &complement) || is_rather_a_noun(reading, verb, group, &complement) {
        return None;
    }
    // "Asked whether …, X said": nobody says who asked.
    let alone = group == sentence.start
        || reading.tag(group - 1) == Tag::Subordinator
        || reading.lower(group - 1) == "when";
    if cue.lemma == "ask" && alone && matches!(reading.lower(verb), "asked") {
        return Some(Draft {
            source: None,
            cue: complement.cue(reading, group, verb),
            content: vec![complement.content],
            rule: "asked",
            reasons: vec!["“Asked” does not say by whom.".to_owned()],
        });
    }
    let (source, rule) = subject(page, verb, group, sentence)?;
    if source.as_ref().is_some_and(|s| acts(reading, cue, &complement, s)) {
        return None;
    }
    let seems = matches!(cue.lemma.as_str(), "seem" | "appear");
    let mut draft = Draft {
        source: source.clone(),
        cue: complement.cue(reading, group, verb),
        content: vec![complement.content.clone()],
        rule,
        reasons: vec![reason(reading, verb, source.as_ref(), &complement)],
    };
    if seems {
        draft.source = None;
        draft.rule = "seems";
        if let Some(source) = source {
            draft.content.insert(0, source);
        }
    }
    Some(draft)
}

/// Whether the clause is somebody's attribution: its subject has a verb that attributes.
pub(crate) fn credits(page: &Page<'_, '_>, clause: Range<usize>, sentence: &Range<usize>) -> bool {
    let near = clause.start..clause.end.min(clause.start + 40);
    near.into_iter().any(|verb| {
        page.may_be_cue(verb)
            && page.reading.word(verb).verb.is_some()
            && at_verb(page, verb, sentence).is_some_and(|draft| {
                draft.source.is_some_and(|source| source.start == clause.start)
            })
    })
}

/// "Thieves attacked a whale", "no group claimed responsibility": what is done, and not what is said.
fn acts(
    reading: &Reading<'_>,
    cue: &CueVerb,
    complement: &Complement,
    source: &Range<usize>,
) -> bool {
    let at = crate::extract::sources::head(reading, source.clone());
    let thing = reading.tag(at) == Tag::Noun
        && !reading.lower(at).ends_with('s')
        && !reading.lexicon.known.role(reading.lower(at)).any(!0);
    let does = matches!(cue.lemma.as_str(), "threaten" | "promote" | "defend" | "intend" | "promise");
    if does && thing {
        return true;
    }
    if !matches!(complement.kind, Takes::OBJECT | Takes::CLAUSE) {
        return false;
    }
    let nobody = matches!(reading.lower(source.start), "no" | "nobody" | "none");
    let strikes = matches!(cue.lemma.as_str(), "attack" | "blast" | "hit" | "press" | "push");
    let named = source.clone().any(|at| {
        matches!(reading.tag(at), Tag::Name | Tag::Pronoun | Tag::Relative | Tag::That)
    });
    nobody || strikes && !named
}

fn weak(cue: &CueVerb, complement: &Complement) -> bool {
    match complement.kind {
        Takes::OBJECT => cue.share < 0.55,
        Takes::CLAUSE => cue.share < 0.4,
        _ => cue.share < 0.2,
    }
}

/// "the swing state Ohio": a word that can be a noun is a verb only where it agrees with its subject.
fn is_rather_a_noun(
    reading: &Reading<'_>,
    verb: usize,
    group: usize,
    complement: &Complement,
) -> bool {
    let classes = reading.word(verb).classes;
    let Some(before) = verb.checked_sub(1).filter(|_| group == verb) else { return false };
    let unsure = matches!(complement.kind, Takes::OBJECT | Takes::CLAUSE)
        && classes.any(Classes::NOUN)
        && !classes.any(Classes::PAST)
        && matches!(reading.tag(before), Tag::Noun | Tag::Name)
        && !matches!(reading.block(verb), BlockKind::Title | BlockKind::Heading(_));
    let plural = reading.lower(before).ends_with('s') && !reading.lower(before).ends_with("ss");
    unsure && (classes.any(Classes::BASE) && !plural || classes.any(Classes::THIRD) && plural)
}

/// What follows the verb.
struct Complement {
    /// Which of the frames it is.
    kind: u8,
    /// The preposition or particle that belongs to the verb.
    particle: Option<usize>,
    content: Range<usize>,
}

impl Complement {
    fn cue(&self, reading: &Reading<'_>, group: usize, verb: usize) -> Vec<Range<usize>> {
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

fn complement(
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
        let at = told.end;
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
    if cue.takes.any(Takes::OBJECT) {
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
        if begins || as_what {
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

/// Who the subject is: a phrase before, or the subject of the verb that this one hangs on.
#[allow(clippy::type_complexity)]
fn subject(
    page: &Page<'_, '_>,
    verb: usize,
    group: usize,
    sentence: &Range<usize>,
) -> Option<(Option<Range<usize>>, &'static str)> {
    let reading = page.reading;
    let has_auxiliary = (group..verb).any(|n| matches!(reading.tag(n), Tag::Auxiliary));
    let participle = reading.tag(verb) == Tag::Ing && !has_auxiliary;
    if participle {
        return participle_subject(page, group, sentence).map(|s| (Some(s), "participle"));
    }
    if group > sentence.start && reading.tag(group - 1) == Tag::To {
        return None;
    }
    let hanging = group > sentence.start && matches!(reading.tag(group - 1), Tag::Conjunction)
        || group > sentence.start
            && reading.tag(group - 1) == Tag::Comma
            && phrase::subject(reading, group, sentence.start).is_none();
    if hanging {
        let source = last_source(page, sentence, group)
            .or_else(|| first_subject(reading, sentence.start..group))?;
        return Some((Some(source), "second-verb"));
    }
    let source = phrase::subject(reading, group, sentence.start)?;
    if !source.clone().all(|n| page.is_free(n)) {
        return None;
    }
    Some((Some(source), "subject-verb"))
}

/// ", the newspaper said, noting": the medium right before speaks on.
fn last_relay(page: &Page<'_, '_>, group: usize) -> Option<Range<usize>> {
    let relay = page.relays.iter().rev().take(3).find(|relay| relay.end + 1 == group)?;
    page.reading.press.at(relay.start)
}

fn participle_subject(
    page: &Page<'_, '_>,
    group: usize,
    sentence: &Range<usize>,
) -> Option<Range<usize>> {
    let reading = page.reading;
    if group == sentence.start {
        // "Citing the report, X said": the subject comes after the comma.
        let comma = (group..sentence.end).find(|n| reading.tag(*n) == Tag::Comma)?;
        return phrase::from(reading, comma + 1, sentence.end);
    }
    match reading.tag(group - 1) {
        Tag::Noun | Tag::Name | Tag::ObjectPronoun | Tag::Possessive | Tag::Quote => {
            phrase::before(reading, group, sentence.start)
                .filter(|p| p.clone().all(|n| page.is_free(n)))
                .or_else(|| last_source(page, sentence, group))
        }
        _ => last_relay(page, group)
            .or_else(|| last_source(page, sentence, group))
            .or_else(|| first_subject(reading, sentence.start..group)),
    }
}

/// The source of the last attribution in the sentence before `at`.
fn last_source(page: &Page<'_, '_>, sentence: &Range<usize>, at: usize) -> Option<Range<usize>> {
    page.drafts
        .iter()
        .rev()
        .take(6)
        .filter_map(|draft| draft.source.clone())
        .filter(|source| sentence.contains(&source.start) && source.start < at)
        .max_by_key(|source| source.start)
}

/// The subject of the nearest finite verb in the range.
fn first_subject(reading: &Reading<'_>, range: Range<usize>) -> Option<Range<usize>> {
    for at in range.clone().rev().take(60) {
        if !reading.tag(at).is_finite() || reading.quotation(at).is_some() {
            continue;
        }
        let group = phrase::group_start(reading, at, range.start);
        if group < at && reading.tag(at) == Tag::Auxiliary {
            continue;
        }
        if let Some(subject) = phrase::subject(reading, group, range.start) {
            return Some(subject);
        }
    }
    None
}

fn passive_draft(
    page: &Page<'_, '_>,
    verb: usize,
    group: usize,
    cue: &CueVerb,
    complement: Complement,
    sentence: &Range<usize>,
) -> Option<Draft> {
    let reading = page.reading;
    if cue.share < 0.6 {
        return None;
    }
    let patient = phrase::subject(reading, group, sentence.start)?;
    let mut complement = complement;
    // "was described as … by the ministry": the one who says so stands last.
    let by = (complement.content.start + 1..complement.content.end).find(|at| {
        reading.lower(*at) == "by"
            && reading.quotation(*at).is_none()
            && reading.quotation(*at - 1).is_some_and(|q| q.close == *at - 1)
    });
    let speaker = by.and_then(|by| phrase::from(reading, by + 1, sentence.end));
    if let (Some(by), Some(_)) = (by, &speaker) {
        complement.content.end = by;
    }
    let mut draft = Draft {
        source: speaker,
        cue: complement.cue(reading, group, verb),
        content: vec![complement.content],
        rule: "passive",
        reasons: vec![format!("“{}” does not say by whom.", reading.text(verb))],
    };
    if complement.kind == Takes::TO
        || matches!(cue.lemma.as_str(), "accuse" | "charge" | "expect" | "call" | "describe")
    {
        draft.content.insert(0, patient);
    }
    Some(draft)
}

/// "The Times quoted X as saying", "X was quoted as saying".
fn quoted_as_saying(
    page: &Page<'_, '_>,
    verb: usize,
    group: usize,
    sentence: &Range<usize>,
) -> Option<Draft> {
    let reading = page.reading;
    let near = verb + 1..sentence.end.min(verb + 14);
    let saying = near.into_iter().find(|at| {
        reading.lower(*at) == "as" && matches!(reading.lower(at + 1), "saying" | "telling")
    })?;
    let content = saying + 2;
    let end = if reading.quotation(content).is_some_and(|q| q.open == content) {
        content::quotation(page, content).end
    } else {
        content::end(page, content, content::Sort::Clause)
    };
    let by = (verb + 1..saying).any(|at| reading.lower(at) == "by");
    let passive = (group..verb).any(|at| reading.tag(at) == Tag::Auxiliary);
    let (source, cue) = if saying == verb + 1 {
        (phrase::subject(reading, group, sentence.start)?, vec![group..saying + 2])
    } else if by || passive {
        let cue = vec![group..verb + 1, saying..saying + 2];
        (phrase::subject(reading, group, sentence.start)?, cue)
    } else {
        let source = phrase::from(reading, verb + 1, saying).filter(|p| p.end == saying)?;
        (source, vec![saying..saying + 2])
    };
    (end > content).then(|| Draft {
        source: Some(source),
        cue,
        content: vec![content..end],
        rule: "quoted-as-saying",
        reasons: vec!["Somebody else quotes them as saying so.".to_owned()],
    })
}

/// "is confident that", "was reluctant to".
fn adjective(page: &Page<'_, '_>, at: usize, sentence: &Range<usize>) -> Option<Draft> {
    let reading = page.reading;
    if reading.tag(at) != Tag::Adjective
        && reading.tag(at) != Tag::Participle
        && reading.tag(at) != Tag::Noun
    {
        return None;
    }
    let group = phrase::group_start(reading, at, sentence.start);
    if group == at || !(group..at).any(|n| reading.tag(n) == Tag::Auxiliary) {
        return None;
    }
    let next = at + 1;
    let (content, cue_end) = match reading.tag(next) {
        Tag::That | Tag::To => (next, next),
        Tag::Relative => (next, next),
        Tag::Preposition if matches!(reading.lower(next), "about" | "of" | "in") => {
            (next + 1, next + 1)
        }
        _ => return None,
    };
    let source = phrase::subject(reading, group, sentence.start)?;
    let sort = if cue_end > next { content::Sort::Object } else { content::Sort::Clause };
    let end = content::end(page, content, sort);
    if end <= content || reading.lower(source.start) == "it" {
        return None;
    }
    Some(Draft {
        source: Some(source),
        cue: vec![group..cue_end],
        content: vec![content..end],
        rule: "adjective",
        reasons: vec![format!("“{}” tells what somebody thinks.", reading.text(at))],
    })
}

/// "cited a local radio station", "repeated a report by Meridian": how it came, and not what was said.
fn is_a_report(reading: &Reading<'_>, at: usize) -> bool {
    let report = at + usize::from(reading.tag(at) == Tag::Determiner);
    reading.press.at(at).is_some_and(|medium| medium.start == at)
        || matches!(reading.lower(report), "report" | "reports")
            && matches!(reading.lower(report + 1), "by" | "from" | "in")
            && reading.press.at(report + 2).is_some()
}

fn reason(
    reading: &Reading<'_>,
    verb: usize,
    source: Option<&Range<usize>>,
    complement: &Complement,
) -> String {
    let who = source.map_or("", |s| reading.article.slice(reading.span(s.clone())));
    let takes = match complement.kind {
        Takes::THAT => "takes “that …”",
        Takes::QUOTE => "takes a quotation",
        Takes::TO => "takes what follows it",
        Takes::WH => "takes a question",
        Takes::OBJECT => "takes an object",
        _ => "takes a clause",
    };
    if who.is_empty() {
        return format!("The verb “{}” {takes}.", reading.text(verb));
    }
    format!("The verb “{}” belongs to “{who}” and {takes}.", reading.text(verb))
}
