//! "Bridge was never inspected: report", "Fire kills three - state media": a headline's last words name who says so.

use super::{Draft, Page, content};
use crate::extract::grammar::{Tag, phrase};
use crate::extract::known::Roles;

/// The longest headline, in tokens.
const LONGEST: usize = 30;

/// Finds them in one sentence.
pub(crate) fn find(page: &mut Page<'_, '_>, number: usize) {
    let reading = page.reading;
    let Some(sentence) = reading.ranges.get(number).cloned() else { return };
    let block = |at: usize| reading.tokens.get(at).map(|token| token.block);
    let alone = sentence.start.checked_sub(1).is_none_or(|at| block(at) != block(sentence.start))
        && block(sentence.end) != block(sentence.start);
    if sentence.len() > LONGEST || sentence.len() < 4 || !alone {
        return;
    }
    let low = sentence.end.saturating_sub(7).max(sentence.start + 2);
    let parts =
        |at: &usize| matches!(reading.tag(*at), Tag::Colon | Tag::Dash) || reading.text(*at) == "-";
    let Some(mark) = (low..sentence.end - 1).rev().find(parts) else { return };
    let Some(source) = phrase::from(reading, mark + 1, sentence.end) else { return };
    let head = crate::extract::sources::head(reading, source.clone());
    let roles = reading.lexicon.known.role(reading.lower(head));
    let somebody = reading.press.is(&source)
        || roles.any(Roles::MEDIA | Roles::DOCUMENT | Roles::POLL | Roles::PERSON | Roles::GROUP);
    let free = sentence.clone().all(|at| page.is_free(at) && reading.quotation(at).is_none());
    if source.end != sentence.end
        || !somebody
        || !free
        || !(content::has_finite(reading, sentence.start..mark)
            || roles.any(Roles::MEDIA | Roles::DOCUMENT) && mark >= sentence.start + 3)
    {
        return;
    }
    page.add(Draft {
        source: Some(source),
        cue: Vec::new(),
        content: vec![sentence.start..mark],
        rule: "headline",
        reasons: vec!["The last words of the headline name who says so.".to_owned()],
    });
}
