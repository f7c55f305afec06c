//! The rules: a reading in, raw attributions out.
//!
//! Each rule walks the sentences and takes tokens that no rule before it took,
//! so the order here is the order of trust. Outermost attributions come first;
//! what somebody says that somebody else said is then looked for inside them.

#![allow(
    clippy::single_range_in_vec_init,
    reason = "a content or cue of one piece is a list of one range of tokens, and is meant to be"
)]

mod according;
mod apart;
mod citing;
mod complement;
mod content;
mod doubtful;
mod draft;
mod headline;
mod hearsay;
mod labels;
mod left;
mod mend;
mod nested;
mod nouns;
mod openers;
mod participles;
mod put;
mod quotation;
mod right;
mod scores;
mod silence;
mod subject;

use super::raw::Raw;
use super::reading::Reading;
pub(crate) use draft::{Draft, Page};
pub use mend::mended;

/// What the rules find, in the order of the text; see [`nested`] for what stands inside it.
#[must_use]
pub fn attribute(reading: &Reading<'_>) -> Vec<Raw> {
    let mut page = Page::new(reading);
    if !reading.is_english() {
        labels::speakers(&mut page);
        quotation::find(&mut page);
        quotation::dialogue(&mut page);
        return page.finish();
    }
    labels::speakers(&mut page);
    for number in 0..reading.ranges.len() {
        headline::find(&mut page, number);
        // "…, according to X, Reuters reported": X is the source, so this goes first.
        according::find(&mut page, number, according::Where::BeforeReport);
        citing::find(&mut page, number);
        put::find(&mut page, number);
        left::find(&mut page, number);
    }
    for number in 0..reading.ranges.len() {
        according::find(&mut page, number, according::Where::Anywhere);
        right::find(&mut page, number);
        nouns::find(&mut page, number);
        hearsay::find(&mut page, number);
    }
    quotation::find(&mut page);
    page.finish()
}

/// The attributions with the quotations that they begin made whole, and with those that nobody took.
///
/// Who weighs rules and models against each other chooses attribution by attribution; that a
/// quotation is one person's to its closing mark, over sentences and paragraphs, is seen here again.
#[must_use]
pub fn complete(reading: &Reading<'_>, raws: Vec<Raw>) -> Vec<Raw> {
    let mut page = Page::resume(reading, raws);
    quotation::whole(&mut page);
    quotation::find(&mut page);
    page.finish()
}

/// The attributions with those that stand inside what they attribute.
#[must_use]
pub fn nested(reading: &Reading<'_>, mut raws: Vec<Raw>) -> Vec<Raw> {
    if reading.is_english() {
        let inner = nested::find(reading, &raws);
        raws.extend(inner);
        // Stable: what holds another attribution stays before it.
        raws.sort_by_key(Raw::start);
        outer_first(&mut raws);
    }
    raws
}

/// Of two neighbours that begin at one place the one that holds the other stands before it.
fn outer_first(raws: &mut [Raw]) {
    for at in 1..raws.len() {
        if let Some([first, second]) = raws.get_mut(at - 1..=at)
            && first.start() == second.start()
            && super::weigh::is_within(first, second)
        {
            std::mem::swap(first, second);
        }
    }
}
