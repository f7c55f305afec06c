//! Whose a participle is: "said that the union had refused it, fearing a strike" is the union's fear, and after "with
//! the union demanding more" comes "and the board refusing to pay".

use super::{Page, content, right};
use crate::extract::Stance;
use crate::extract::grammar::{Tag, phrase};
use crate::extract::raw::Raw;
use crate::extract::reading::Reading;
use std::ops::Range;

/// How sure the second of two coordinate participles is, where the first is believed.
const SCORE: f32 = 0.55;

/// The attributions with the participles given to whom they belong.
pub(super) fn given(reading: &Reading<'_>, raws: &mut Vec<Raw>) {
    for at in 1..raws.len() {
        let Some((before, [raw, ..])) = raws.split_at_mut_checked(at) else { break };
        // What another one says ends right before the comma: only near neighbours can.
        let whose = before.iter().rev().take(4).find_map(|outer| thinks(reading, raw, outer));
        if let Some(whose) = whose {
            raw.source = vec![reading.span(whose)];
        }
    }
    let mut page: Option<Page<'_, '_>> = None;
    let mut found = Vec::new();
    for raw in raws.iter() {
        let Some(verb) = coordinate(reading, raw) else { continue };
        let page = page.get_or_insert_with(|| Page::new(reading));
        let Some(draft) = right::at_verb(page, verb, &reading.sentence(verb)) else { continue };
        let own = draft.source.as_ref().is_some_and(|source| source.end == verb);
        if draft.rule != "participle" || !own {
            continue;
        }
        let spans = |all: &[Range<usize>]| all.iter().map(|r| reading.span(r.clone())).collect();
        found.push(Raw {
            source: draft.source.iter().map(|r| reading.span(r.clone())).collect(),
            cue: spans(&draft.cue),
            content: draft.content.iter().map(|r| reading.span(page.trimmed(r.clone()))).collect(),
            rule: draft.rule,
            score: SCORE,
            reasons: draft.reasons,
            ..Raw::default()
        });
    }
    found.retain(|own| {
        let meets =
            |other: &Raw| other.cue.iter().any(|cue| own.cue.iter().any(|c| c.overlaps(*cue)));
        !raws.iter().any(meets)
    });
    raws.extend(found);
}

/// The one whose thought the participle tells, where it hangs on a clause that somebody else said.
fn thinks(reading: &Reading<'_>, raw: &Raw, outer: &Raw) -> Option<Range<usize>> {
    let cue = reading.covering(*raw.cue.first()?);
    let verb = reading.word(cue.start).verb.and_then(|v| reading.lexicon.verb(v))?;
    let comma = cue.start.checked_sub(1)?;
    let said = reading.covering(*outer.content.last()?);
    let hangs = cue.len() == 1
        && reading.tag(cue.start) == Tag::Ing
        && verb.stance == Stance::Believes
        && reading.tag(comma) == Tag::Comma
        && said.end == comma
        && reading.tag(said.start) == Tag::That
        && raw.source == outer.source;
    let finite = said.clone().find(|at| hangs && reading.tag(*at).is_finite())?;
    let group = phrase::group_start(reading, finite, said.start);
    let subject = phrase::subject(reading, group, said.start)?;
    (reading.tag(subject.start) != Tag::Pronoun && subject.start > said.start).then_some(subject)
}

/// The second participle of "with A demanding C and B refusing to".
fn coordinate(reading: &Reading<'_>, raw: &Raw) -> Option<usize> {
    let ([source], [cue], [said]) =
        (raw.source.as_slice(), raw.cue.as_slice(), raw.content.as_slice())
    else {
        return None;
    };
    let (source, cue, said) =
        (reading.covering(*source), reading.covering(*cue), reading.covering(*said));
    let first = cue.len() == 1
        && reading.tag(cue.start) == Tag::Ing
        && source.end == cue.start
        && said.start == cue.end;
    if !first || content::has_finite(reading, said.clone()) {
        return None;
    }
    let and = said.end + usize::from(reading.tag(said.end) == Tag::Comma);
    let who = phrase::from(reading, and + 1, reading.sentence(cue.start).end)
        .filter(|_| matches!(reading.lower(and), "and" | "while"))?;
    let verb = who.end;
    (reading.tag(verb) == Tag::Ing && reading.word(verb).verb.is_some()).then_some(verb)
}
