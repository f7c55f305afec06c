//! What the first reading held likely, for the second.

use super::{NONE, View};
use crate::extract::model::chain::COLUMNS;

/// What the first reading holds likely, in coarse steps.
#[derive(Clone, Debug, Default)]
pub struct Hints {
    pub(super) steps: Vec<[u8; COLUMNS]>,
    /// The tokens that are likely (parts of) cues.
    pub(super) cue: Vec<bool>,
    /// The nearest likely cue at or before, and at or after, each token in its sentence.
    pub(super) left: Vec<u32>,
    pub(super) right: Vec<u32>,
    /// The nearest likely cue above each token, and the child of it through which.
    pub(super) above: Vec<(u32, u32)>,
    /// How many runs of likely cues each sentence has.
    pub(super) count: Vec<u32>,
    /// Likely source seen in each sentence.
    pub(super) source: Vec<u32>,
}

fn level(p: f32) -> u8 {
    [0.01, 0.04, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.96].iter().filter(|t| p > **t).count() as u8
}

impl Hints {
    /// From the posteriors of the first reading, for all tokens of the article.
    #[must_use]
    pub fn new(view: &View<'_>, posterior: &[[f32; COLUMNS]]) -> Self {
        let n = view.words.len();
        let steps: Vec<[u8; COLUMNS]> = posterior.iter().map(|p| p.map(level)).collect();
        let cue: Vec<bool> = posterior.iter().map(|p| p[1] > 0.35).collect();
        let mut left = vec![NONE; n];
        let mut right = vec![NONE; n];
        let mut count = vec![0; view.words.sentences.len()];
        let mut source = vec![0; view.words.sentences.len()];
        for (s, (from, to)) in view.words.sentences.iter().enumerate() {
            let mut last = NONE;
            for i in *from..*to {
                if cue[i] {
                    if i == *from || !cue[i - 1] {
                        count[s] += 1;
                    }
                    last = i as u32;
                }
                if posterior[i][3] > 0.5 {
                    source[s] += 1;
                }
                left[i] = last;
            }
            let mut last = NONE;
            for i in (*from..*to).rev() {
                if cue[i] {
                    last = i as u32;
                }
                right[i] = last;
            }
        }
        // The nearest cue above: as the head's, unless the head is one.
        let mut above = vec![(NONE, NONE); n];
        let mut done = vec![false; n];
        let mut path = Vec::new();
        for i in 0..n {
            let mut at = i;
            path.clear();
            while !done[at] {
                path.push(at);
                let h = view.syntax.heads[at] as usize;
                if h == at {
                    done[at] = true;
                    path.pop();
                    break;
                }
                at = h;
                if path.len() > n {
                    break;
                }
            }
            while let Some(at) = path.pop() {
                let h = view.syntax.heads[at] as usize;
                above[at] = if cue[h] { (h as u32, at as u32) } else { above[h] };
                done[at] = true;
            }
        }
        Self { steps, cue, left, right, above, count, source }
    }
}
