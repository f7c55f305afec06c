//! The verb stands before what is said: "X said that", "X called for", ", adding that".

use super::complement::{Complement, complement};
use super::subject::subject;
use super::{Draft, Page, content, silence};
use crate::doc::BlockKind;
use crate::extract::Stance;
use crate::extract::grammar::{Tag, phrase};
use crate::extract::lexicon::{Classes, CueVerb, Passing, Takes};
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
    // "a radio station"
    if word.passing.any(Passing::MEDIUM) {
        return None;
    }
    if word.adjective.is_some() {
        return adjective(page, verb, sentence);
    }
    if matches!(reading.lower(verb), "return" | "reach") {
        let group = phrase::group_start(reading, verb, sentence.start);
        if let Some(silent) = silence::unanswered(page, verb, group, sentence) {
            return Some(silent);
        }
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
    let mut complement = complement(page, verb, cue, sentence)?;
    // "a radio station:", "their text messages:": the word before a noun is one.
    if group == verb
        && word.classes.any(Classes::NOUN)
        && !word.classes.any(Classes::PAST)
        && reading.tag(verb + 1) == Tag::Noun
        && complement.kind == Takes::QUOTE
    {
        return None;
    }
    // "in a format known as X", "Muslims known as Y": what it is called, and by nobody.
    if tag == Tag::Participle && group == verb && !word.classes.any(Classes::PAST) {
        return None;
    }
    if complement.kind == Takes::OBJECT
        && !cue.takes.any(Takes::PERSON)
        && is_a_report(reading, complement.content.start)
    {
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
            reasons: vec!["“Asked” leaves open who asked.".to_owned()],
        });
    }
    let (source, rule) = subject(page, verb, group, sentence)?;
    if source.as_ref().is_some_and(|s| acts(reading, cue, &complement, s)) {
        return None;
    }
    // "told Reuters that": whom they told says that it was news.
    let medium = cue.takes.any(Takes::PERSON)
        && rule == "subject-verb"
        && reading.press.at(verb + 1).is_some_and(|medium| medium.start == verb + 1);
    // "a mayor told the local press.": whom they told is not what was said.
    if medium && complement.kind == Takes::OBJECT {
        let told = reading.press.at(verb + 1)?;
        // "told Reuters the opposite"
        if reading.tag(told.end) != Tag::Determiner || told.end + 1 >= complement.content.end {
            return None;
        }
        complement.content.start = told.end;
    }
    let rule = if medium { "told-press" } else { rule };
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
    // Only circumstances may stand before who says so: "In a statement on Friday, the board".
    let begins =
        |source: Range<usize>| !content::has_finite(page.reading, clause.start..source.start);
    near.into_iter().any(|verb| {
        page.may_be_cue(verb)
            && page.reading.word(verb).verb.is_some()
            && !wishes(page.reading, verb)
            && at_verb(page, verb, sentence).is_some_and(|draft| {
                draft.source.is_some_and(|source| source.start >= clause.start && begins(source))
            })
    })
}

/// "is seeking a partner", "wants to leave": what somebody is after, which a medium may know by itself.
fn wishes(reading: &Reading<'_>, verb: usize) -> bool {
    let cue = reading.word(verb).verb.and_then(|v| reading.lexicon.verb(v));
    let to = reading.tag(verb + 1) == Tag::To;
    cue.is_some_and(|cue| {
        cue.stance == Stance::Believes && (to || !cue.takes.any(Takes::THAT | Takes::CLAUSE))
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
    let does =
        matches!(cue.lemma.as_str(), "threaten" | "promote" | "defend" | "intend" | "promise");
    if does && thing {
        return true;
    }
    if !matches!(complement.kind, Takes::OBJECT | Takes::CLAUSE) {
        return false;
    }
    let nobody = matches!(reading.lower(source.start), "no" | "nobody" | "none");
    let strikes = matches!(cue.lemma.as_str(), "attack" | "blast" | "hit" | "press" | "push");
    let named = source
        .clone()
        .any(|at| matches!(reading.tag(at), Tag::Name | Tag::Pronoun | Tag::Relative | Tag::That));
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
        reasons: vec![format!("“{}” leaves open who says so.", reading.text(verb))],
    };
    if complement.kind == Takes::TO
        || matches!(cue.lemma.as_str(), "accuse" | "charge" | "expect" | "call" | "describe")
    {
        draft.content.insert(0, patient);
    }
    Some(draft)
}

/// "The Times quoted X as saying", "X was quoted as saying".
pub(crate) fn quoted_as_saying(
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
        // "quoted the governor, Selim Ardan, as saying"
        let plain = phrase::from(reading, verb + 1, saying)?;
        let end = phrase::with_relative(reading, &plain, saying);
        let end = end + usize::from(end > plain.end && reading.tag(end) == Tag::Comma);
        let source = if plain.end == saying { plain } else { plain.start..end };
        // "a source close to the family as saying"
        let goes_on = (source.end..saying).all(|at| {
            matches!(
                reading.tag(at),
                Tag::Noun
                    | Tag::Name
                    | Tag::Adjective
                    | Tag::Determiner
                    | Tag::Preposition
                    | Tag::To
                    | Tag::Possessive
                    | Tag::Participle
                    | Tag::Adverb
            ) || reading.tag(at) == Tag::Verb && reading.tag(at + 1) == Tag::Name
        });
        if source.end != saying && !goes_on {
            return None;
        }
        let source = source.start..saying;
        (source, vec![saying..saying + 2])
    };
    (end > content).then(|| Draft {
        source: Some(source),
        cue,
        content: vec![content..end],
        rule: "quoted-as-saying",
        reasons: vec!["The text says that they were quoted as saying so.".to_owned()],
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
        reasons: vec![format!("“{}” tells what they think.", reading.text(at))],
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
        Takes::THAT => "a clause with “that” follows it",
        Takes::QUOTE => "a quotation follows it",
        Takes::WH => "a question follows it",
        Takes::TO | Takes::OBJECT => "what it is about follows it",
        _ => "a clause follows it",
    };
    if who.is_empty() {
        return format!("“{}” tells of something said, and {takes}.", reading.text(verb));
    }
    format!("“{who}” is the subject of “{}”, and {takes}.", reading.text(verb))
}
