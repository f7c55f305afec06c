//! What somebody says that somebody else said: attributions inside what is attributed.

use super::{Draft, Page, content, right};
use crate::extract::lexicon::{Classes, Takes};
use crate::extract::raw::Raw;
use crate::extract::reading::Reading;
use crate::extract::{Stance, grammar::Tag};
use crate::text::Span;
use std::ops::Range;

/// How deep attributions are looked for: she said that he said that they said.
const DEEP: usize = 3;

/// The attributions inside the contents of others, and inside theirs.
pub(crate) fn find(reading: &Reading<'_>, raws: &[Raw]) -> Vec<Raw> {
    let outer: Vec<Draft> = raws.iter().map(|raw| draft(reading, raw)).collect();
    let mut found = Page::new(reading);
    let mut from = 0;
    for depth in 0..DEEP {
        let holders: Vec<Draft> = if depth == 0 {
            outer.clone()
        } else {
            found.drafts.get(from..).unwrap_or(&[]).to_vec()
        };
        from = found.drafts.len();
        let mut page = Page::new(reading);
        page.take_cues(outer.iter().flat_map(|raw| &raw.cue));
        for holder in &holders {
            for content in &holder.content {
                page.keep_within(content.clone());
                inside(&mut page, content, holder);
            }
        }
        found.drafts.append(&mut page.drafts);
        if found.drafts.len() == from {
            break;
        }
    }
    found.finish()
}

/// An attribution in tokens again.
fn draft(reading: &Reading<'_>, raw: &Raw) -> Draft {
    let tokens = |span: &Span| {
        let start = reading.token_at(span.start());
        start..reading.token_at(span.end()).max(start)
    };
    Draft {
        source: raw.source.first().map(tokens),
        cue: raw.cue.iter().map(tokens).collect(),
        content: raw.content.iter().map(tokens).collect(),
        rule: raw.rule,
        reasons: Vec::new(),
    }
}

fn inside(page: &mut Page<'_, '_>, content: &Range<usize>, holder: &Draft) {
    let reading = page.reading;
    for verb in content.clone() {
        // Without strong words the writer would have to be sure, and is not.
        let strong = reading
            .word(verb)
            .verb
            .and_then(|v| reading.lexicon.verb(v))
            .is_some_and(|cue| cue.share >= 0.5 || cue.takes.any(Takes::PERSON));
        if !strong || !page.may_be_cue(verb) || reading.quotation(verb).is_some() {
            continue;
        }
        let sentence = reading.sentence(verb);
        let room = content.start.max(sentence.start)..content.end.min(sentence.end);
        if let Some(draft) = right::at_verb(page, verb, &room)
            && is_apart(reading, &draft, holder)
            && is_told(reading, &draft, content)
        {
            page.add(draft);
        }
    }
}

/// Whether the inner words tell that something was said, rather than what somebody does: "had told
/// him", "recalled that", or all that is told is what somebody thinks.
fn is_told(reading: &Reading<'_>, draft: &Draft, around: &Range<usize>) -> bool {
    let (Some(source), Some(cue), Some(content)) =
        (&draft.source, draft.cue.first(), draft.content.first())
    else {
        return false;
    };
    let modal = cue.clone().any(|at| matches!(reading.tag(at), Tag::Modal | Tag::Negation));
    let before = cue.clone().any(|at| matches!(reading.lower(at), "had" | "used"));
    let verb = reading.word(cue.end.saturating_sub(1)).verb.and_then(|v| reading.lexicon.verb(v));
    let Some(verb) =
        verb.or_else(|| cue.clone().find_map(|at| reading.lexicon.verb(reading.word(at).verb?)))
    else {
        return false;
    };
    let that = reading.tag(content.start) == Tag::That;
    let clause = that
        || reading.tag(content.start) != Tag::To && content::has_finite(reading, content.clone());
    let whole = around.start + usize::from(reading.tag(around.start) == Tag::That) == source.start;
    if modal {
        return false;
    }
    if reading.tag(source.start) == Tag::Pronoun {
        let tells = verb.stance != Stance::Believes && verb.share >= 0.5;
        return before && (clause || tells || reading.tag(content.start) == Tag::To);
    }
    // "the 20 states": a word that can be a noun is none here only where a verb form says so.
    let noun = cue.len() == 1 && reading.word(cue.start).classes.any(Classes::NOUN);
    let believes = verb.stance == Stance::Believes;
    let thinks = believes && (verb.share >= 0.8 || clause && verb.share >= 0.4);
    let said = verb.stance != Stance::Believes || whole;
    let sure = verb.share >= 0.7 || verb.takes.any(Takes::PERSON);
    said && (whole || !noun)
        && (before
            || (sure || thinks) && whole && (clause || thinks)
            || sure && clause && (that || verb.takes.any(Takes::PERSON))
            // "the king confided that": how often the verb attributes was not counted.
            || whole && that && verb.stance == Stance::Says && verb.share >= 0.5
            // "the premier fears a revolt", "the banks deny it"
            || whole && sure && matches!(verb.stance, Stance::Warns | Stance::Denies)
            // "their captain told them to lie"
            || whole && verb.takes.any(Takes::PERSON))
}

/// Whether the attribution is somebody else's, and says more than that somebody thinks something.
fn is_apart(reading: &Reading<'_>, draft: &Draft, holder: &Draft) -> bool {
    let Some(source) =
        draft.source.clone().filter(|_| matches!(draft.rule, "subject-verb" | "told-press"))
    else {
        return false;
    };
    let own = holder.source.clone();
    let pronoun = source.len() == 1 && reading.tag(source.start) == Tag::Pronoun;
    let relative =
        source.len() == 1 && matches!(reading.tag(source.start), Tag::Relative | Tag::That);
    // "should Hamas reject it", "if they agree": nobody has said so.
    let supposed = source.start.checked_sub(1).is_some_and(|at| {
        matches!(
            reading.lower(at),
            "should" | "if" | "unless" | "until" | "whether" | "when" | "once"
        )
    });
    let verb = draft.cue.first().map_or(0, |cue| cue.end.saturating_sub(1));
    // "she had promised to write" was said before; "she wants to write" is no more than what she thinks.
    let had = draft.cue.iter().any(|cue| cue.clone().any(|at| reading.lower(at) == "had"));
    let stance = reading.word(verb).verb.and_then(|v| reading.lexicon.verb(v)).map(|v| v.stance);
    !relative
        && !supposed
        && !(pronoun && (stance == Some(Stance::Believes) && !had || own.is_none()))
        && reading.quotation(source.start).is_none()
}
