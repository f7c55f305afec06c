//! "Declined to comment", "did not respond": who was asked and said nothing.

use super::{Draft, Page, content};
use crate::extract::grammar::{Tag, phrase};
use crate::extract::lexicon::Passing;
use std::ops::Range;

/// The attribution at a verb that says that nothing was said.
pub(crate) fn find(
    page: &Page<'_, '_>,
    verb: usize,
    group: usize,
    sentence: &Range<usize>,
) -> Option<Draft> {
    let reading = page.reading;
    if reading.word(verb).passing.any(Passing::CHECK) {
        return unchecked(page, verb, group, sentence);
    }
    if let Some(draft) = unanswered(page, verb, group, sentence) {
        return Some(draft);
    }
    let mute = matches!(reading.lower(verb), "comment" | "say")
        && (group..verb).any(|at| reading.lower(at) == "would")
        && (group..verb).any(|at| reading.tag(at) == Tag::Negation);
    if mute
        && reading.lower(verb) == "comment"
        && matches!(reading.tag(verb + 1), Tag::Stop | Tag::Comma | Tag::End)
    {
        return Some(Draft {
            source: Some(phrase::subject(reading, group, sentence.start)?),
            cue: vec![group..verb + 1],
            content: Vec::new(),
            rule: "silence",
            reasons: vec!["They were asked, and would not comment.".to_owned()],
        });
    }
    let refuses = matches!(reading.lower(verb), "declined" | "declines" | "refused" | "refuses");
    if !(refuses && reading.lower(verb + 1) == "to" && reading.lower(verb + 2) == "comment") {
        return None;
    }
    let source = phrase::subject(reading, group, sentence.start)?;
    let mut end = verb + 3;
    let mut contents = Vec::new();
    if matches!(reading.lower(end), "on" | "about") && end + 1 < sentence.end {
        end += 1;
        let to = content::end(page, end, content::Sort::Object);
        if to > end && reading.tag(end) != Tag::Stop {
            contents.push(end..to);
        }
    }
    Some(Draft {
        source: Some(source),
        cue: vec![group..end],
        content: contents,
        rule: "silence",
        reasons: vec![format!("They were asked, and {} to comment.", reading.text(verb))],
    })
}

/// "did not return a call", "could not reach the owner": a call was made, and nobody spoke.
pub(crate) fn unanswered(
    page: &Page<'_, '_>,
    verb: usize,
    group: usize,
    sentence: &Range<usize>,
) -> Option<Draft> {
    let reading = page.reading;
    let not = (group..verb).any(|at| reading.tag(at) == Tag::Negation);
    let aux = |of: &str| (group..verb).any(|at| reading.lower(at) == of);
    let asked = |at: usize| reading.word(at).passing.any(Passing::ASKED);
    let returns = reading.lower(verb) == "return"
        && (aux("did") || aux("does") || aux("do") || aux("would"))
        && (verb + 1..verb + 5).take_while(|at| !reading.tag(*at).is_finite()).any(asked);
    let responds = matches!(reading.lower(verb), "respond" | "reply")
        && aux("did")
        && ((verb + 1..verb + 7).take_while(|at| !reading.tag(*at).is_finite()).any(asked)
            || matches!(reading.tag(verb + 1), Tag::Stop | Tag::End));
    let returns = returns || responds;
    let reaches = reading.lower(verb) == "reach"
        && aux("could")
        && matches!(
            reading.tag(verb + 1),
            Tag::Determiner | Tag::Possessive | Tag::Name | Tag::ObjectPronoun
        );
    if !not || !(returns || reaches) {
        return None;
    }
    let source = phrase::subject(reading, group, sentence.start)?;
    let medium = reaches && reading.press.is(&source);
    let whom = phrase::from(reading, verb + 1, sentence.end).filter(|_| medium);
    (returns || whom.is_some()).then(|| Draft {
        source: Some(source),
        cue: vec![group..verb + 1],
        content: whom.into_iter().collect(),
        rule: "silence",
        reasons: vec!["They were called, and nothing was said.".to_owned()],
    })
}

/// "was not able to verify", "could not be independently confirmed": whoever looked did not find out.
fn unchecked(
    page: &Page<'_, '_>,
    verb: usize,
    group: usize,
    sentence: &Range<usize>,
) -> Option<Draft> {
    let reading = page.reading;
    let back = |n: usize| verb.checked_sub(n).filter(|at| *at >= sentence.start);
    let lower = |n: usize| back(n).map_or("", |at| reading.lower(at));
    let mut to = 1;
    while back(to).is_some_and(|at| reading.tag(at) == Tag::Adverb) {
        to += 1;
    }
    let reasons = vec!["They looked into it, and could not find out.".to_owned()];
    if lower(to) == "to" && matches!(lower(to + 1), "able" | "unable") {
        let start = phrase::group_start(reading, back(to + 1)?, sentence.start);
        let negated =
            lower(to + 1) == "unable" || (start..verb).any(|at| reading.tag(at) == Tag::Negation);
        let source = phrase::subject(reading, start, sentence.start)?;
        let end = content::end(page, verb + 1, content::Sort::Object);
        return (negated && end > verb + 1).then(|| Draft {
            source: Some(source),
            cue: vec![start..verb + 1],
            content: vec![verb + 1..end],
            rule: "silence",
            reasons,
        });
    }
    let could = (group..verb).any(|at| matches!(reading.lower(at), "could" | "can" | "cannot"));
    let negated =
        (group..verb).any(|at| reading.tag(at) == Tag::Negation || reading.lower(at) == "cannot");
    let passive = (group..verb).any(|at| reading.lower(at) == "be");
    let claim = phrase::subject(reading, group, sentence.start)?;
    let negated = negated || matches!(reading.lower(claim.start), "neither" | "no" | "none");
    (could && negated && passive).then(|| Draft {
        source: None,
        cue: vec![group..verb + 1],
        content: vec![claim],
        rule: "silence",
        reasons,
    })
}
