//! Finding who said what: an article in, an [`Analysis`] out.
//!
//! Total, deterministic, without input or output. What is found is derived and
//! never saved. Imports `doc` and `text`. The pipeline is [`analyse`]; each step
//! is a module that reads what the steps before it made:
//!
//! | step | module |
//! |---|---|
//! | sentences, tokens | [`token`] |
//! | words, classes, quotations, media | [`reading`], [`grammar`], [`quotes`], [`press`] |
//! | source, cue and content as they stand | [`attribute`], or a learned model: both yield [`raw::Raw`] |
//! | names | [`mentions`], [`naming`] |
//! | who is who | [`actors`] |
//! | who is the source, by whom it came, with what stance | [`claims`], [`sources`], [`relay`], [`stance`] |

pub mod actors;
pub mod anonymity;
pub mod apposition;
pub mod attribute;
mod bearing;
pub mod claims;
pub mod clues;
mod fingerprint;
pub mod grammar;
pub mod known;
pub mod lexicon;
mod lists;
pub mod mentions;
pub mod model;
pub mod naming;
pub mod own;
pub mod press;
pub mod quotes;
pub mod raw;
pub mod reading;
pub mod relay;
pub mod sources;
pub mod stance;
pub mod token;
mod types;
pub mod weigh;

#[cfg(test)]
mod gold;
#[cfg(test)]
mod notation;
#[cfg(test)]
mod tests;

pub use bearing::{Bearing, Modality, Negation};
pub use fingerprint::fingerprint;
pub use lexicon::Lexicon;
#[cfg(test)]
pub(crate) use lists::Lists;
pub use own::{Dictionary, Own};
pub use types::*;

use crate::doc::{Article, Problem, ProblemKind};

/// Reads the article and says who said what in it, and why the program thinks so.
#[must_use]
pub fn analyse(article: &Article, lexicon: &Lexicon) -> Analysis {
    analyse_with(article, lexicon, model::embedded())
}

/// The same with other models than those of the program, for who makes them.
#[must_use]
pub fn analyse_with(article: &Article, lexicon: &Lexicon, models: &model::Models) -> Analysis {
    let reading = reading::Reading::new(article, lexicon);
    let rules = attribute::attribute(&reading);
    // The models know English, and so little of anything else that they would only mislead.
    let mut learned = if reading.is_english() {
        models.learned(&article.text, &reading.tokens)
    } else {
        model::Found::default()
    };
    let raws = weigh::weigh(rules, std::mem::take(&mut learned.raws));
    let raws = attribute::complete(&reading, attribute::mended(&reading, raws));
    let raws = attribute::nested(&reading, raws);
    let named = naming::names(&reading, mentions::find(&reading), &learned, &models.naming);
    let mut cast = actors::cast(&reading, &named);
    reading.press.enter(&reading, &named, &mut cast);
    apposition::enter(&reading, &named, &mut cast);
    let (claims, sources, referring) = claims::claims(&reading, &named, &cast, raws);
    let (mentions, actors) = cast.finish(article, &named, referring);
    let problems = language(&reading).into_iter().collect();
    let sentences = reading.sentences;
    Analysis { of: article.digest, sentences, mentions, actors, sources, claims, problems }
}

/// Says so where the article is not in the language that the rules were written for.
fn language(reading: &reading::Reading<'_>) -> Option<Problem> {
    let code = reading.article.meta.language.as_deref()?;
    (!reading.is_english()).then(|| Problem {
        kind: ProblemKind::Language,
        says: format!(
            "This article is in another language ({code}). The rules know English: only quotations, names of \
             people and bodies, links and notes still work here; that nothing else is marked does not mean that \
             the article attributes nothing."
        ),
    })
}
