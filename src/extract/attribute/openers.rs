//! What opens a sentence and belongs to nobody in it: "But", "However,", a dateline.

use crate::extract::grammar::Tag;
use crate::extract::reading::Reading;

/// "But", "And", "However," and the place of a dateline stay with the writer.
pub(crate) fn skip_openers(reading: &Reading<'_>, start: usize, end: usize) -> usize {
    let mut at = after_dateline(reading, start, end);
    while at < end {
        let skip = matches!(reading.tag(at), Tag::Conjunction | Tag::Comma)
            || matches!(
                reading.lower(at),
                "however" | "meanwhile" | "still" | "moreover" | "instead"
            ) && reading.tag(at + 1) == Tag::Comma;
        if !skip {
            break;
        }
        at += 1;
    }
    at
}

/// "GREYHAVEN, Velmora — ": the token after it, or `start` itself.
pub(crate) fn after_dateline(reading: &Reading<'_>, start: usize, end: usize) -> usize {
    let block = |at: usize| reading.tokens.get(at).map(|token| token.block);
    let shouts = reading
        .tokens
        .get(start)
        .is_some_and(|t| t.case == crate::extract::token::Case::Upper && t.span.len() > 2);
    let first = start.checked_sub(1).is_none_or(|at| block(at) != block(start));
    if !(shouts && first) {
        return start;
    }
    let near = start..end.min(start + 12);
    let dash = near.clone().find(|at| reading.tag(*at) == Tag::Dash);
    let plain = |at: usize| {
        let token = reading.tokens.get(at);
        token.is_some_and(|t| !t.is_wordy() || t.is_capitalised()) || reading.tag(at) == Tag::Number
    };
    dash.filter(|dash| (start..*dash).all(plain)).map_or(start, |dash| dash + 1)
}
