//! What the rows of claims say: who said it by which way, and why that is thought.

use super::rows::{RowLine, para};
use super::{Item, own};
use crate::app::reading;
use crate::app::state::State;
use crate::app::theme::Role;
use crate::export::chain::{NOBODY, speaker};
use crate::extract::{Analysis, Claim, ClaimIdx};
use crate::text::{columns, one_line};

/// `U A Hamas official → AFP → this article`, and below it the cue, the mode and how it begins.
pub(super) fn claim_lines(
    state: &State,
    analysis: &Analysis,
    idx: ClaimIdx,
    width: usize,
    is_open: bool,
) -> Option<Vec<RowLine>> {
    let claim = analysis.claim(idx)?;
    let kind = reading::kind_of(analysis, claim);
    let mut first: RowLine =
        vec![(format!("{} ", reading::letter(kind)), reading::source_role(kind))];
    let stops = reading::chain(&state.article, analysis, claim);
    // The source may be long: it is cut before the relays and the outlet are.
    let rest: usize = stops.iter().skip(1).map(|(name, _)| columns::width(name) + 3).sum();
    for (n, (name, role)) in stops.into_iter().enumerate() {
        if n > 0 {
            first.push((" → ".into(), Role::PanelDim));
        }
        let room = if n == 0 { width.saturating_sub(rest + 2).max(16) } else { width };
        first.push((columns::ellipsis(&name, room), role));
    }
    let cue: Vec<_> = claim.cue.iter().map(|span| one_line(state.article.slice(*span))).collect();
    let cue = if cue.is_empty() { "no cue".to_owned() } else { cue.join(" … ") };
    let mut second: RowLine = vec![
        ("  ".into(), Role::Panel),
        (cue, Role::Cue),
        (format!("{} · {}", qualified(claim), claim.mode.name()), Role::PanelDim),
    ];
    if let Some((sign, role)) = own::sign(state, Item::Claim(idx)) {
        second.push((format!(" · {sign}"), role));
    }
    if !is_open {
        // Only the beginning is seen, and contents can be long.
        let content = content(state, claim);
        let content = one_line(columns::fit(&content, width * 2));
        second.push((format!("  {content}"), Role::Panel));
    }
    Some(vec![first, second])
}

/// What the reader must not overlook beside a cue: that it was not done, or only might be.
fn qualified(claim: &Claim) -> String {
    use crate::extract::{Modality, Negation};
    let mut words = String::new();
    if claim.negation != Negation::Plain {
        words.push_str(&format!(" · {}", claim.negation.name()));
    }
    if claim.modality != Modality::Asserted {
        words.push_str(&format!(" · {}", claim.modality.name()));
    }
    words
}

pub(super) fn content(state: &State, claim: &Claim) -> String {
    claim.content.iter().map(|span| state.article.slice(*span)).collect::<Vec<_>>().join(" … ")
}

pub(super) fn claim_opened(
    state: &State,
    analysis: &Analysis,
    claim: &Claim,
    width: usize,
) -> Vec<RowLine> {
    let mut lines = Vec::new();
    para(&mut lines, "  ", &one_line(&content(state, claim)), Role::Claim, width);
    if let Some(outer) = claim.within.and_then(|idx| analysis.claim(idx)) {
        let who = speaker(&state.article, analysis, outer).unwrap_or_else(|| NOBODY.into());
        para(&mut lines, "  ", &format!("Inside a claim of {who}."), Role::Panel, width);
    }
    if let Some(reason) = claim.said_by.and_then(|idx| analysis.source(idx)?.anonymity) {
        let reason = one_line(state.article.slice(reason));
        para(&mut lines, "  ", &format!("Why not named: “{reason}”."), Role::Panel, width);
    }
    para(&mut lines, "  ", &stance_words(state, claim), Role::PanelDim, width);
    for words in [negation_words(claim), modality_words(claim)].into_iter().flatten() {
        para(&mut lines, "  ", words, Role::PanelDim, width);
    }
    for reason in &claim.why.reasons {
        para(&mut lines, "  ", reason, Role::PanelDim, width);
    }
    if claim.why.rule != crate::notes::review::BY_READER {
        let tenths = (claim.score * 10.0).round();
        let says = format!("Of marks made like this one, about {tenths} in 10 are right.");
        para(&mut lines, "  ", &says, Role::PanelDim, width);
    }
    lines
}

/// What the cue does with it, as a sentence about the words that stand in the text.
fn stance_words(state: &State, claim: &Claim) -> String {
    use crate::extract::Stance;
    let does = match claim.stance {
        Stance::Says => "is neutral: it reports what was said",
        Stance::Claims => "makes it a claim, which others may dispute",
        Stance::Confirms => "makes it something confirmed or admitted",
        Stance::Denies => "makes it something denied or refused",
        Stance::Warns => "makes it a warning or a forecast",
        Stance::Asks => "makes it a question or a demand",
        Stance::Believes => "makes it a belief, a wish or a plan",
    };
    let cue: Vec<&str> = claim.cue.iter().map(|span| state.article.slice(*span)).collect();
    if cue.is_empty() || cue == [":"] {
        return "No word says so: the look of the text does.".to_owned();
    }
    format!("“{}” {does}.", one_line(&cue.join(" … ")))
}

fn negation_words(claim: &Claim) -> Option<&'static str> {
    use crate::extract::Negation;
    match claim.negation {
        Negation::Plain => None,
        Negation::Not => Some("The text says that they did not."),
        Negation::Refused => Some("The text says that they would not."),
    }
}

fn modality_words(claim: &Claim) -> Option<&'static str> {
    use crate::extract::Modality;
    match claim.modality {
        Modality::Asserted => None,
        Modality::Question => Some("It is asked, and not stated."),
        Modality::Possible => Some("The text says that they may, not that they did."),
        Modality::Expected => {
            Some("The text says that they will or mean to: they have not done so yet.")
        }
        Modality::Conditional => {
            Some("The text says that they would in some case, not that they did.")
        }
        Modality::Required => Some("The text says that they should, not that they did."),
    }
}
