//! Learns tags, arcs and the names of arcs.

use crate::corpus::Doc;
use crate::perceptron::{Dice, Perceptron};
use whosaid::extract::model::parser::{self, Children, LEFT, RIGHT, SHIFT, State};
use whosaid::extract::model::tagger;
use whosaid::extract::model::tags::{RELATIONS, TAGS};

const TAG_BITS: u32 = 19;
const ARC_BITS: u32 = 21;
const NAME_BITS: u32 = 19;

/// Learns part-of-speech tags.
pub fn learn_tags(docs: &[&Doc], passes: usize) -> Perceptron {
    let mut model = Perceptron::new(TAG_BITS, TAGS.len());
    let mut order: Vec<usize> = (0..docs.len()).collect();
    let mut dice = Dice::new(11);
    let (mut found, mut scores) = (Vec::new(), vec![0.0; TAGS.len()]);
    for _ in 0..passes {
        dice.shuffle(&mut order);
        for d in &order {
            let doc = docs[*d];
            for sentence in &doc.words.sentences {
                let (mut one, mut two) = (100, 100);
                for at in sentence.0..sentence.1 {
                    tagger::features(&doc.words, *sentence, at, one, two, &mut found);
                    model.scores(&found, &mut scores);
                    let best = highest(&scores);
                    model.update(&found, usize::from(doc.syntax.tags[at]), best);
                    (one, two) = (best as u8, one);
                }
            }
        }
    }
    model.average();
    model
}

/// Tags an article with a model under training.
pub fn tag(doc: &Doc, model: &Perceptron) -> Vec<u8> {
    let (mut found, mut scores) = (Vec::new(), vec![0.0; TAGS.len()]);
    let mut tags = Vec::new();
    for sentence in &doc.words.sentences {
        let (mut one, mut two) = (100, 100);
        for at in sentence.0..sentence.1 {
            tagger::features(&doc.words, *sentence, at, one, two, &mut found);
            model.scores(&found, &mut scores);
            let best = highest(&scores) as u8;
            tags.push(best);
            (one, two) = (best, one);
        }
    }
    tags
}

/// Learns arcs by walking and asking which moves lose no gold arc (Goldberg and Nivre 2013).
pub fn learn_arcs(docs: &[&Doc], tags: &[&Vec<u8>], passes: usize) -> Perceptron {
    let mut model = Perceptron::new(ARC_BITS, 3);
    let mut order: Vec<usize> = (0..docs.len()).collect();
    let mut dice = Dice::new(12);
    let mut state = State::default();
    let (mut found, mut scores) = (Vec::new(), [0.0_f32; 3]);
    for pass in 0..passes {
        dice.shuffle(&mut order);
        for d in &order {
            let doc = docs[*d];
            for (from, to) in &doc.words.sentences {
                let len = to - from;
                let gold: Vec<usize> = (*from..*to)
                    .map(|i| {
                        let h = doc.syntax.heads[i] as usize;
                        if h == i || h < *from || h >= *to { len } else { h - from }
                    })
                    .collect();
                state.begin(len);
                while !state.is_over() {
                    let allowed = state.allowed();
                    if allowed == [true, false, false] {
                        state.make(SHIFT);
                        continue;
                    }
                    state.features(&doc.words, tags[*d], *from, &mut found);
                    model.scores(&found, &mut scores);
                    let costs = costs(&state, &gold, allowed);
                    let least = (0..3).filter(|s| allowed[*s]).map(|s| costs[s]).min().unwrap_or(0);
                    let (mut best, mut right) = (usize::MAX, usize::MAX);
                    for s in 0..3 {
                        if !allowed[s] {
                            continue;
                        }
                        if best == usize::MAX || scores[s] > scores[best] {
                            best = s;
                        }
                        if costs[s] == least && (right == usize::MAX || scores[s] > scores[right]) {
                            right = s;
                        }
                    }
                    let wrong = if costs[best] == least { right } else { best };
                    model.update(&found, right, wrong);
                    let follow = if pass > 0 && dice.below(10) > 0 { best } else { right };
                    state.make(follow);
                }
            }
        }
    }
    model.average();
    model
}

/// How many gold arcs each move would make impossible.
fn costs(state: &State, gold: &[usize], allowed: [bool; 3]) -> [usize; 3] {
    let mut costs = [usize::MAX; 3];
    let depth = state.stack.len();
    let next = state.next;
    if allowed[SHIFT] {
        let below = &state.stack[..depth.saturating_sub(1)];
        costs[SHIFT] = usize::from(below.contains(&gold[next]))
            + state.stack.iter().filter(|s| gold[**s] == next).count();
    }
    if let Some(top) = state.stack.last().copied() {
        let later = (next..state.len).filter(|b| gold[*b] == top).count();
        let head = gold[top];
        if allowed[LEFT] {
            let under = depth > 1 && head == state.stack[depth - 2];
            costs[LEFT] = later + usize::from(under || head > next);
        }
        if allowed[RIGHT] {
            costs[RIGHT] = later + usize::from(head >= next);
        }
    }
    costs
}

/// Parses an article with models under training.
pub fn parse(doc: &Doc, tags: &[u8], arcs: &Perceptron) -> Vec<u32> {
    let mut all = Vec::new();
    let mut state = State::default();
    let (mut found, mut scores) = (Vec::new(), [0.0_f32; 3]);
    for (from, to) in &doc.words.sentences {
        state.begin(to - from);
        while !state.is_over() {
            let allowed = state.allowed();
            state.features(&doc.words, tags, *from, &mut found);
            arcs.scores(&found, &mut scores);
            let mut best = usize::MAX;
            for s in 0..3 {
                if allowed[s] && (best == usize::MAX || scores[s] > scores[best]) {
                    best = s;
                }
            }
            state.make(best);
        }
        parser::push_heads(&state, *from, &mut all);
    }
    all
}

/// Learns the names of gold arcs.
pub fn learn_names(docs: &[&Doc], tags: &[&Vec<u8>], passes: usize) -> Perceptron {
    let mut model = Perceptron::new(NAME_BITS, RELATIONS.len());
    let mut order: Vec<usize> = (0..docs.len()).collect();
    let mut dice = Dice::new(13);
    let (mut found, mut scores) = (Vec::new(), vec![0.0; RELATIONS.len()]);
    let children: Vec<Children> = docs.iter().map(|d| Children::new(&d.syntax.heads)).collect();
    for _ in 0..passes {
        dice.shuffle(&mut order);
        for d in &order {
            let doc = docs[*d];
            for at in 0..doc.words.len() {
                let head = doc.syntax.heads[at] as usize;
                parser::arc_features(&doc.words, tags[*d], at, head, &children[*d], &mut found);
                model.scores(&found, &mut scores);
                model.update(&found, usize::from(doc.syntax.relations[at]), highest(&scores));
            }
        }
    }
    model.average();
    model
}

/// Names the arcs of an article with a model under training.
pub fn name(doc: &Doc, tags: &[u8], heads: &[u32], model: &Perceptron) -> Vec<u8> {
    let children = Children::new(heads);
    let (mut found, mut scores) = (Vec::new(), vec![0.0; RELATIONS.len()]);
    (0..doc.words.len())
        .map(|at| {
            parser::arc_features(&doc.words, tags, at, heads[at] as usize, &children, &mut found);
            model.scores(&found, &mut scores);
            highest(&scores) as u8
        })
        .collect()
}

fn highest(scores: &[f32]) -> usize {
    let mut best = 0;
    for (class, score) in scores.iter().enumerate() {
        if *score > scores[best] {
            best = class;
        }
    }
    best
}
