//! What the rules, or a model, say of a text before anybody asks who is who.

use crate::text::Span;

/// An attribution as it stands in the text: three sets of spans, and what made it.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Raw {
    /// The words that name the source; empty where none stands in the text.
    pub source: Vec<Span>,
    /// The words that attribute; empty for a bare quotation.
    pub cue: Vec<Span>,
    /// What is attributed, in pieces where the cue splits it.
    pub content: Vec<Span>,
    /// Where the words stand by which media only passed it on, as far as a rule read them.
    pub passed: Vec<Span>,
    /// The rule or model that made it, by a short stable name.
    pub rule: &'static str,
    /// Why, in sentences for the reader.
    pub reasons: Vec<String>,
    /// How often such an attribution is right, from 0 to 1, as measured.
    pub score: f32,
}

impl Raw {
    /// The first byte of any of its parts.
    #[must_use]
    pub fn start(&self) -> usize {
        let all = self.source.iter().chain(&self.cue).chain(&self.content);
        all.map(|span| span.start()).min().unwrap_or(0)
    }
}
