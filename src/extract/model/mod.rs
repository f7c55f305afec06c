//! The learned half: linear models that find who is credited with what.
//!
//! Words -> parts of speech -> dependencies -> a first reading (how likely each
//! token is source, cue, content) -> a second reading that sees the first -> links.
//! All weights lie in `assets/models` and are part of the program; they are made
//! by the second binary, `train`. Knows tokens and text; must not import the rules.

pub mod chain;
pub mod features;
pub mod hash;
pub mod link;
pub mod naming;
pub mod parser;
mod reasons;
pub mod table;
pub mod tagger;
pub mod tags;
pub mod words;

#[cfg(test)]
mod tests;

use super::raw::Raw;
use super::token::Token;
use crate::text::Span;
use chain::{COLUMNS, Chain, MOVES, Segment};
use features::{Hints, View};
use link::Link;
use parser::Syntax;
use std::sync::OnceLock;
use table::Table;
use words::Words;

/// All the weights.
#[derive(Clone, Debug, Default)]
pub struct Models {
    tags: Table,
    arcs: Table,
    relations: Table,
    /// What both readings know of a feature, side by side.
    base: Table,
    /// What the second knows besides.
    more: Table,
    links: Table,
    /// Where names are.
    pub naming: Table,
}

/// What the models found in an article.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The attributions, in the order of their cues.
    pub raws: Vec<Raw>,
    /// Parts of speech and dependencies, token by token.
    pub syntax: Syntax,
}

/// The models that are part of the program, read once.
pub fn embedded() -> &'static Models {
    static MODELS: OnceLock<Models> = OnceLock::new();
    MODELS.get_or_init(Models::read)
}

impl Models {
    /// Reads the embedded files.
    #[must_use]
    pub fn read() -> Self {
        Self {
            tags: Table::read(include_bytes!("../../../assets/models/tags.bin")),
            arcs: Table::read(include_bytes!("../../../assets/models/arcs.bin")),
            relations: Table::read(include_bytes!("../../../assets/models/relations.bin")),
            base: Table::read(include_bytes!("../../../assets/models/base.bin")),
            more: Table::read(include_bytes!("../../../assets/models/more.bin")),
            links: Table::read(include_bytes!("../../../assets/models/links.bin")),
            naming: Table::read(include_bytes!("../../../assets/models/naming.bin")),
        }
    }

    /// Parts of speech.
    #[must_use]
    pub fn tag(&self, words: &Words) -> Vec<u8> {
        tagger::tag(words, &self.tags)
    }

    /// Parts of speech and dependencies.
    #[must_use]
    pub fn parse(&self, words: &Words) -> Syntax {
        let tags = tagger::tag(words, &self.tags);
        let heads = parser::heads(words, &tags, &self.arcs);
        let relations = parser::relations(words, &tags, &heads, &self.relations);
        Syntax { tags, heads, relations }
    }

    /// The attributions of an article, given its text and its tokens.
    #[must_use]
    pub fn learned(&self, text: &str, tokens: &[Token]) -> Found {
        let words = Words::new(text, tokens);
        let syntax = self.parse(&words);
        let view = View::new(&words, &syntax);
        let starts = words.starts();
        let (first, partial) = self.posteriors(&view, &starts);
        let hints = Hints::new(&view, &first);
        let mut raws = Vec::new();
        let (mut points, mut found) = (Vec::new(), Vec::new());
        let (moves, bias) = split(self.more.extra());
        let least = self.more.extra().get(MOVES + 1).copied().unwrap_or(0.0);
        for (from, to) in &words.blocks {
            points.clear();
            for (at, known) in partial.iter().enumerate().take(*to).skip(*from) {
                found.clear();
                features::hinted(&view, &hints, at, &mut found);
                let mut point = *known;
                for (p, s) in point.iter_mut().zip(score(&self.more, &found)) {
                    *p += s;
                }
                points.push(point);
            }
            let (mut segments, certain): (Vec<Segment>, Vec<f32>) =
                decide(&mut points, &starts[*from..*to], moves, bias).into_iter().unzip();
            for s in &mut segments {
                s.from += from;
                s.to += from;
            }
            for link in link::link(&view, &segments, &self.links) {
                let sure = raw_score(&link, &certain);
                if sure < least {
                    continue;
                }
                let score = self.calibrate(sure);
                let mut raw = assemble(&words, &segments, &link);
                raw.score = score;
                raw.reasons = reasons::of(text, &view, &segments, &link);
                raws.push(raw);
            }
        }
        Found { raws, syntax }
    }

    /// The first reading of a whole article; and, since the features are at hand, what they
    /// are worth in the second.
    fn posteriors(
        &self,
        view: &View<'_>,
        starts: &[bool],
    ) -> (Vec<[f32; COLUMNS]>, Vec<[f32; COLUMNS]>) {
        let (moves, _) = split(self.base.extra());
        let mut all = Vec::with_capacity(starts.len());
        let mut partial = Vec::with_capacity(starts.len());
        let (mut points, mut found) = (Vec::new(), Vec::new());
        for (from, to) in &view.words().blocks {
            points.clear();
            for at in *from..*to {
                found.clear();
                features::base(view, at, &mut found);
                let mut sums = [0_i32; 2 * COLUMNS];
                self.base.add(&found, &mut sums);
                let (mut one, mut two) = ([0.0; COLUMNS], [0.0; COLUMNS]);
                for c in 0..COLUMNS {
                    one[c] = sums[c] as f32 * self.base.scale();
                    two[c] = sums[COLUMNS + c] as f32 * self.base.scale();
                }
                points.push(one);
                partial.push(two);
            }
            all.extend(Chain { points: &points, starts: &starts[*from..*to], moves }.sums(&mut []));
        }
        (all, partial)
    }

    /// How often attributions with this raw score were right, held out.
    fn calibrate(&self, raw: f32) -> f32 {
        let curve = self.links.extra();
        if curve.len() < 2 {
            return raw;
        }
        let place = raw.clamp(0.0, 1.0) * (curve.len() - 1) as f32;
        let at = (place as usize).min(curve.len() - 2);
        let part = place - at as f32;
        curve[at] * (1.0 - part) + curve[at + 1] * part
    }
}

/// The points that a table gives for some features.
fn score(table: &Table, features: &[u32]) -> [f32; COLUMNS] {
    let mut sums = [0_i32; COLUMNS];
    table.add(features, &mut sums);
    sums.map(|s| s as f32 * table.scale())
}

/// The best segments of a block with how sure each is; `bias` favours finding something.
fn decide(
    points: &mut [[f32; COLUMNS]],
    starts: &[bool],
    moves: &[f32],
    bias: f32,
) -> Vec<(Segment, f32)> {
    let sure = Chain { points, starts, moves }.sums(&mut []);
    for begin in points.iter_mut().flat_map(|p| &mut p[3..6]) {
        *begin += bias;
    }
    let best = Chain { points, starts, moves }.best();
    best.into_iter().map(|s| (s, certainty(&sure, s))).collect()
}

fn split(extra: &[f32]) -> (&[f32], f32) {
    (extra.get(..MOVES).unwrap_or(&[]), extra.get(MOVES).copied().unwrap_or(0.0))
}

/// How likely a segment begins and ends where it does.
#[must_use]
pub fn certainty(sure: &[[f32; COLUMNS]], s: Segment) -> f32 {
    let role = usize::from(s.role);
    match (sure.get(s.from), sure.get(s.to.saturating_sub(1))) {
        (Some(a), Some(b)) => (a[3 + role].max(0.0) * b[6 + role].max(0.0)).sqrt(),
        _ => 0.0,
    }
}

/// One number for how sure an attribution is, not yet calibrated.
#[must_use]
pub fn raw_score(link: &Link, certain: &[f32]) -> f32 {
    let cue = certain.get(link.cue).copied().unwrap_or(0.0);
    let source = link.source.map_or(0.8, |s| certain.get(s).copied().unwrap_or(0.0));
    let content =
        match link.contents.iter().filter_map(|c| certain.get(*c)).copied().reduce(f32::max) {
            Some(best) => 0.5 + 0.5 * best,
            None => 0.1,
        };
    (cue * source * content * link.sure).max(0.0).powf(0.33).min(1.0)
}

fn assemble(words: &Words, segments: &[Segment], link: &Link) -> Raw {
    let span = |i: usize| -> Span {
        let s = segments[i];
        words.spans[s.from].hull(words.spans[s.to - 1])
    };
    Raw {
        source: link.source.into_iter().map(span).collect(),
        cue: vec![span(link.cue)],
        content: link.contents.iter().copied().map(span).collect(),
        passed: Vec::new(),
        rule: "learned",
        reasons: Vec::new(),
        score: 0.0,
    }
}
