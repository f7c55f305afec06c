//! What hangs where: worked out once for an article, and read by every feature.

use super::NONE;
use crate::extract::model::parser::Syntax;
use crate::extract::model::tags::RELATIONS;
use crate::extract::model::words::Words;

/// All that features are read from, with what is worked out once for an article.
#[derive(Clone, Debug)]
pub struct View<'a> {
    pub(in crate::extract::model) words: &'a Words,
    pub(in crate::extract::model) syntax: &'a Syntax,
    /// First and last token below each token, itself counted.
    pub(in crate::extract::model) yields: Vec<(u32, u32)>,
    /// The highest token whose yield begins (ends) at each token.
    pub(in crate::extract::model) top_from: Vec<u32>,
    pub(in crate::extract::model) top_to: Vec<u32>,
    /// Which relations the children of each token have, a bit each.
    pub(super) below: Vec<u32>,
    /// Subject and clause that hang on each token, if any.
    pub(in crate::extract::model) subject: Vec<u32>,
    pub(super) clause: Vec<u32>,
    pub(super) sentence_blocks: Vec<u32>,
}

impl<'a> View<'a> {
    /// Works out what hangs where.
    #[must_use]
    pub fn new(words: &'a Words, syntax: &'a Syntax) -> Self {
        let n = words.len();
        let heads = &syntax.heads;
        let mut yields: Vec<(u32, u32)> = (0..n as u32).map(|i| (i, i)).collect();
        let mut below = vec![0_u32; n];
        let mut subject = vec![NONE; n];
        let mut clause = vec![NONE; n];
        // Children before parents: by depth, deepest first. A projective tree needs no more than the
        // spread of each word up its heads, which is as long as the tree is deep; to stay linear the
        // order is taken from counts of waiting children.
        let mut waiting = vec![0_u32; n];
        for (i, h) in heads.iter().enumerate() {
            let h = *h as usize;
            if h != i {
                waiting[h] += 1;
                let r = syntax.relations[i];
                below[h] |= 1 << r;
                if matches!(RELATIONS[usize::from(r)], "nsubj" | "nsubjpass" | "csubj")
                    && subject[h] == NONE
                {
                    subject[h] = i as u32;
                }
                if matches!(RELATIONS[usize::from(r)], "ccomp" | "xcomp" | "advcl")
                    && clause[h] == NONE
                {
                    clause[h] = i as u32;
                }
            }
        }
        let mut ready: Vec<u32> = (0..n as u32).filter(|i| waiting[*i as usize] == 0).collect();
        while let Some(i) = ready.pop() {
            let h = heads[i as usize];
            if h == i {
                continue;
            }
            let (from, to) = yields[i as usize];
            let mine = &mut yields[h as usize];
            *mine = (mine.0.min(from), mine.1.max(to));
            waiting[h as usize] -= 1;
            if waiting[h as usize] == 0 {
                ready.push(h);
            }
        }
        let mut top_from = vec![NONE; n];
        let mut top_to = vec![NONE; n];
        let wider = |a: u32, b: u32| {
            let len = |i: u32| {
                if i == NONE { 0 } else { yields[i as usize].1 - yields[i as usize].0 + 1 }
            };
            len(a) > len(b)
        };
        for i in 0..n as u32 {
            let (from, to) = yields[i as usize];
            if wider(i, top_from[from as usize]) {
                top_from[from as usize] = i;
            }
            if wider(i, top_to[to as usize]) {
                top_to[to as usize] = i;
            }
        }
        let mut sentence_blocks = vec![0; words.sentences.len()];
        let mut block = 0;
        for (s, (from, _)) in words.sentences.iter().enumerate() {
            while block + 1 < words.blocks.len() && words.blocks[block + 1].0 <= *from {
                block += 1;
            }
            sentence_blocks[s] = block as u32;
        }
        Self { words, syntax, yields, top_from, top_to, below, subject, clause, sentence_blocks }
    }

    /// The tokens that it is of.
    #[must_use]
    pub fn words(&self) -> &'a Words {
        self.words
    }

    /// How they hang together.
    #[must_use]
    pub fn syntax(&self) -> &'a Syntax {
        self.syntax
    }

    pub(super) fn tag(&self, i: usize) -> u32 {
        u32::from(self.syntax.tags[i])
    }

    pub(super) fn rel(&self, i: usize) -> u32 {
        u32::from(self.syntax.relations[i])
    }
}
