//! The learned half: linear models that find who is credited with what.
//!
//! Words -> parts of speech -> dependencies -> a first reading (how likely each
//! token is source, cue, content) -> a second reading that sees the first -> links.
//! All weights lie in `assets/models` and are part of the program; they are made
//! by the second binary, `train`. Knows tokens and text; must not import the rules.

pub mod borders;
pub mod chain;
pub mod features;
pub mod hash;
pub mod link;
pub mod naming;
pub mod parser;
mod reasons;
pub mod score;
pub mod table;
pub mod tagger;
pub mod tags;
pub mod words;

#[cfg(test)]
mod tests;

use super::raw::Raw;
use super::token::Token;
use crate::text::Span;
use chain::{COLUMNS, Chain, Segment};
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
    borders: Table,
    /// Where names are.
    pub naming: Table,
}

/// What the models found in an article.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The attributions, in the order of their cues.
    pub raws: Vec<Raw>,
    /// The tokens as the models see them.
    pub words: Words,
    /// Parts of speech and dependencies, token by token.
    pub syntax: Syntax,
}

/// The models that are part of the program, read once.
pub fn embedded() -> &'static Models {
    static MODELS: OnceLock<Models> = OnceLock::new();
    MODELS.get_or_init(Models::read)
}

impl Models {
    /// What the embedded files are called, without their ending.
    pub const FILES: [&str; 8] =
        ["tags", "arcs", "relations", "base", "more", "links", "borders", "naming"];

    /// Reads the embedded files.
    #[must_use]
    pub fn read() -> Self {
        Self::of(Self::file)
    }

    /// An embedded file; nothing where there is none of this name.
    #[must_use]
    pub fn file(name: &str) -> &'static [u8] {
        match name {
            "tags" => include_bytes!("../../../assets/models/tags.bin"),
            "arcs" => include_bytes!("../../../assets/models/arcs.bin"),
            "relations" => include_bytes!("../../../assets/models/relations.bin"),
            "base" => include_bytes!("../../../assets/models/base.bin"),
            "more" => include_bytes!("../../../assets/models/more.bin"),
            "links" => include_bytes!("../../../assets/models/links.bin"),
            "borders" => include_bytes!("../../../assets/models/borders.bin"),
            "naming" => include_bytes!("../../../assets/models/naming.bin"),
            _ => &[],
        }
    }

    /// Reads files by their names without ending: for the trainer, which measures what it has just written.
    #[must_use]
    pub fn of(file: impl Fn(&str) -> &'static [u8]) -> Self {
        let table = |name: &str| Table::read(file(name));
        Self {
            tags: table("tags"),
            arcs: table("arcs"),
            relations: table("relations"),
            base: table("base"),
            more: table("more"),
            links: table("links"),
            borders: table("borders"),
            naming: table("naming"),
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
        let read = self.second(&view);
        let mut raws = Vec::new();
        let least = self.links.extra().get(1).copied().unwrap_or(0.0);
        let mut weigh_links = |features: &[u32]| self.links.points(features);
        let weigh_borders = |features: &[u32]| self.borders.points(features);
        let known = !self.borders.is_empty();
        let mut weigh = borders::Weigh::new(known.then_some(&weigh_borders as borders::Points<'_>));
        for (block, mut segments) in words.blocks.iter().zip(read.segments) {
            let links = link::link_with(&view, &segments, &mut weigh_links);
            let certain =
                borders::mend(&view, &read.sure, &mut segments, &links, *block, &mut weigh);
            for link in links {
                let raw_score = score::of(&link, &certain);
                if raw_score < least {
                    continue;
                }
                let mut raw = assemble(&words, &segments, &link);
                raw.score = score::calibrated(raw_score, self.curve());
                raw.reasons = reasons::of(text, &view, &segments, &link);
                raws.push(raw);
            }
        }
        Found { raws, words, syntax }
    }

    fn curve(&self) -> &[f32] {
        self.links.extra().get(2..).unwrap_or(&[])
    }

    /// The second reading of a whole article.
    fn second(&self, view: &View<'_>) -> Read {
        let starts = view.words().starts();
        let (first, mut points) = self.first(view, &starts);
        let hints = Hints::new(view, &first);
        let moves = self.more.extra();
        let bias = self.links.extra().first().copied().unwrap_or(0.0);
        let mut found = Vec::new();
        let mut read = Read { sure: Vec::with_capacity(points.len()), segments: Vec::new() };
        for (from, to) in view.words().blocks.iter().copied() {
            for (at, point) in points.iter_mut().enumerate().take(to).skip(from) {
                found.clear();
                features::hinted(view, &hints, at, &mut found);
                for (p, s) in point.iter_mut().zip(scores(&self.more, &found)) {
                    *p += s;
                }
            }
            let (points, starts) = (&mut points[from..to], &starts[from..to]);
            read.sure.extend(Chain { points, starts, moves }.sums(&mut []));
            // The best F wants more to be found than what is likeliest.
            for begin in points.iter_mut().flat_map(|p| &mut p[3..6]) {
                *begin += bias;
            }
            let best = Chain { points, starts, moves }.best().into_iter();
            let moved = best.map(|s| Segment { from: s.from + from, to: s.to + from, ..s });
            read.segments.push(moved.collect());
        }
        read
    }

    /// The first reading of a whole article; and, since the features are at hand, what they
    /// are worth in the second.
    fn first(
        &self,
        view: &View<'_>,
        starts: &[bool],
    ) -> (Vec<[f32; COLUMNS]>, Vec<[f32; COLUMNS]>) {
        let moves = self.base.extra();
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
}

/// What the second reading found.
struct Read {
    /// How likely each token of the article is inside, first and last in each role.
    sure: Vec<[f32; COLUMNS]>,
    /// The best segments of each block.
    segments: Vec<Vec<Segment>>,
}

/// The points that a table gives for some features.
fn scores(table: &Table, features: &[u32]) -> [f32; COLUMNS] {
    let mut sums = [0_i32; COLUMNS];
    table.add(features, &mut sums);
    sums.map(|s| s as f32 * table.scale())
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
