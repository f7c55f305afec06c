//! Overlapping stretches cut into pieces that do not overlap, because HTML nests and marks do not.

use crate::text::Span;

/// A stretch of text that is drawn.
#[derive(Clone, Debug)]
pub(super) struct Layer {
    pub(super) span: Span,
    pub(super) classes: Vec<&'static str>,
    /// What leads to it.
    pub(super) id: Option<String>,
    /// What is shown beside it.
    pub(super) who: Option<String>,
    /// The entry in the list that describes it.
    pub(super) entry: Option<String>,
    /// The colour of its pen.
    pub(super) pen: Option<String>,
}

impl Layer {
    pub(super) fn new(span: Span, class: &'static str) -> Self {
        Self { span, classes: vec![class], id: None, who: None, entry: None, pen: None }
    }
}

/// A stretch that is drawn the same from end to end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) span: Span,
    /// The layers over it, the widest first.
    pub(super) layers: Vec<usize>,
}

/// Layers by start, the widest first.
pub(super) struct Layers {
    all: Vec<Layer>,
    /// For each, the furthest end of it and all before it.
    reach: Vec<usize>,
}

impl Layers {
    pub(super) fn new(mut all: Vec<Layer>) -> Self {
        all.sort_by_key(|layer| (layer.span.start(), std::cmp::Reverse(layer.span.end())));
        let furthest = all.iter().scan(0, |far, layer| {
            *far = layer.span.end().max(*far);
            Some(*far)
        });
        let reach = furthest.collect();
        Self { all, reach }
    }

    pub(super) fn get(&self, at: usize) -> Option<&Layer> {
        self.all.get(at)
    }
}

/// A block cut at every bound of the layers over it.
pub(super) fn pieces(block: Span, layers: &Layers) -> Vec<Piece> {
    let begin = layers.reach.partition_point(|end| *end <= block.start());
    let end = layers.all.partition_point(|layer| layer.span.start() < block.end());
    let over: Vec<usize> = (begin..end)
        .filter(|at| layers.get(*at).is_some_and(|layer| layer.span.overlaps(block)))
        .collect();
    let mut cuts = vec![block.start(), block.end()];
    for layer in over.iter().filter_map(|at| layers.get(*at)) {
        cuts.extend([layer.span.start(), layer.span.end()]);
    }
    cuts.retain(|cut| *cut >= block.start() && *cut <= block.end());
    cuts.sort_unstable();
    cuts.dedup();
    let mut open: Vec<usize> = Vec::new();
    let mut waiting = over.into_iter().peekable();
    let mut pieces = Vec::new();
    for (start, next) in cuts.iter().zip(cuts.iter().skip(1)) {
        let span = Span::new(*start, *next);
        open.retain(|at| layers.get(*at).is_some_and(|layer| layer.span.end() > *start));
        while let Some(at) =
            waiting.next_if(|at| layers.get(*at).is_some_and(|l| l.span.start() <= *start))
        {
            open.push(at);
        }
        open.retain(|at| layers.get(*at).is_some_and(|layer| layer.span.end() > *start));
        pieces.push(Piece { span, layers: open.clone() });
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn overlaps_become_pieces() {
        let layers = Layers::new(vec![
            Layer::new(Span::new(2, 6), "a"),
            Layer::new(Span::new(4, 8), "b"),
            Layer::new(Span::new(0, 10), "c"),
        ]);
        let found: Vec<(usize, usize, usize)> = pieces(Span::new(0, 10), &layers)
            .iter()
            .map(|p| (p.span.start(), p.span.end(), p.layers.len()))
            .collect();
        assert_eq!(found, [(0, 2, 1), (2, 4, 2), (4, 6, 3), (6, 8, 2), (8, 10, 1)]);
    }

    proptest! {
        #[test]
        fn pieces_cover_the_block_and_every_layer(
            spans in proptest::collection::vec((0..60_usize, 1..20_usize), 0..12),
            block in (0..40_usize, 1..30_usize),
        ) {
            let block = Span::new(block.0, block.0 + block.1);
            let all = spans.iter().map(|(s, n)| Layer::new(Span::new(*s, s + n), "x"));
            let layers = Layers::new(all.collect());
            let pieces = pieces(block, &layers);
            let mut at = block.start();
            for piece in &pieces {
                prop_assert_eq!(piece.span.start(), at);
                at = piece.span.end();
                for (n, layer) in layers.all.iter().enumerate() {
                    prop_assert_eq!(piece.layers.contains(&n), layer.span.covers(piece.span));
                }
            }
            prop_assert_eq!(at, block.end());
        }
    }
}
