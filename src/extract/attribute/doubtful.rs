//! What the models hold for an attribution and is none: somebody did something, or the writer speaks to the reader.
//!
//! Their corpus counts beliefs and intentions, and from there it is one step to acts ("held talks", "elected a
//! parliament"). A verb that the lists do not know to attribute anything, with nothing but a thing as its object,
//! tells what was done.

use super::content;
use crate::doc::BlockKind;
use crate::extract::grammar::Tag;
use crate::extract::lexicon::Takes;
use crate::extract::raw::Raw;
use crate::extract::reading::Reading;
use std::ops::Range;

/// Verbs that tell what a thing does, where a thing is their subject: "an assault that threatened to".
const OF_THINGS: [&str; 5] = ["threaten", "promote", "defend", "intend", "promise"];

/// A listed verb that takes no object attributes one all the same if it attributes something more often than this.
const LEAST: f32 = 0.5;

/// What the models are surer of than this is kept: they have seen words of that kind with such a verb.
const SURE: f32 = 0.7;

/// Whether it is no attribution.
pub(super) fn is_none(reading: &Reading<'_>, raw: &Raw) -> bool {
    let source = raw.source.first().map(|span| reading.covering(*span));
    let you = source.as_ref().is_some_and(|source| {
        source.len() == 1
            && reading.lower(source.start) == "you"
            && reading.quotation(source.start).is_none()
    });
    raw.rule == "learned"
        && (you
            || raw.score < SURE && is_act(reading, raw)
            || is_of_a_thing(reading, raw, source.as_ref()))
        || is_title(reading, raw)
}

/// "held direct discussions", "elected a secular president".
fn is_act(reading: &Reading<'_>, raw: &Raw) -> bool {
    let ([cue], [said]) = (raw.cue.as_slice(), raw.content.as_slice()) else { return false };
    let (cue, said) = (reading.covering(*cue), reading.covering(*said));
    let verbs = || {
        cue.clone().filter(|at| matches!(reading.tag(*at), Tag::Verb | Tag::Participle | Tag::Ing))
    };
    let known = |at: usize| {
        let word = reading.word(at);
        let verb = word.verb.and_then(|v| reading.lexicon.verb(v));
        word.noun.is_some()
            || word.adjective.is_some()
            || verb.is_some_and(|v| v.takes.any(Takes::OBJECT) || v.share > LEAST)
    };
    let object = matches!(
        reading.tag(said.start),
        Tag::Determiner | Tag::Possessive | Tag::Noun | Tag::Name | Tag::Adjective | Tag::Number
    );
    object
        && said.start >= cue.end
        && !raw.source.is_empty()
        && verbs().next().is_some()
        && !cue.clone().any(known)
        && said.clone().all(|at| reading.quotation(at).is_none() && reading.tag(at) != Tag::That)
        && !content::has_finite(reading, said)
}

/// "an assault that threatened to upset": things announce nothing.
fn is_of_a_thing(reading: &Reading<'_>, raw: &Raw, source: Option<&Range<usize>>) -> bool {
    let (Some(source), [cue]) = (source, raw.cue.as_slice()) else { return false };
    let cue = reading.covering(*cue);
    let does = cue.clone().filter_map(|at| reading.lexicon.verb(reading.word(at).verb?));
    let head = crate::extract::sources::head(reading, source.clone());
    let thing = reading.tag(head) == Tag::Noun
        && !reading.lower(head).ends_with('s')
        && !reading.lexicon.known.role(reading.lower(head)).any(!0);
    let nobody = matches!(reading.lower(source.start), "no" | "nobody" | "none");
    let claims = cue.clone().any(|at| matches!(reading.lower(at), "claimed" | "claims" | "claim"));
    let objects = raw.content.first().is_some_and(|said| {
        let said = reading.covering(*said);
        !content::has_finite(reading, said)
    });
    thing && does.map(|verb| verb.lemma.as_str()).any(|lemma| OF_THINGS.contains(&lemma))
        || nobody && claims && objects
}

/// "Review: ‘Harbour Days’": the title of a work, and no line that somebody speaks.
fn is_title(reading: &Reading<'_>, raw: &Raw) -> bool {
    let [said] = raw.content.as_slice() else { return false };
    let colon = raw.cue.iter().all(|cue| reading.lower(reading.token_at(cue.start())) == ":");
    let said = reading.covering(*said);
    let heading = matches!(reading.block(said.start), BlockKind::Title | BlockKind::Heading(_));
    matches!(raw.rule, "label" | "speaker-line")
        && colon
        && (heading || raw.rule == "speaker-line" && reading.word(said.start).small.is_none())
        && !(said.start..said.end).any(|at| {
            reading.tag(at).is_finite()
                || matches!(reading.lower(at), "!" | "?" | ".") && at + 1 < said.end
        })
        && said.clone().any(|at| reading.tag(at) == Tag::Quote)
}
