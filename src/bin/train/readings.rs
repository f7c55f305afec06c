//! The two readings of source, cue and content: held out on every article, and learned from all of them.

use crate::corpus::Doc;
use crate::folds::{FOLDS, folds, in_order, others, own};
use crate::log::Log;
use crate::options::Options;
use crate::score::Score;
use crate::{crf, save};
use std::path::Path;
use whosaid::extract::model::chain::{COLUMNS, Segment};
use whosaid::extract::model::features::{self, Hints, View};

/// A feature must be met this often.
const LEAST: u8 = 3;
/// How the first reading is learned.
const FIRST_PLAN: crf::Plan = crf::Plan { passes: 8, rate: 0.015, drop: 0.5 };
/// How the second is.
const SECOND_PLAN: crf::Plan = crf::Plan { passes: 10, rate: 0.01, drop: 0.5 };
/// How many features are kept of those that both readings see.
const KEEP_BASE: usize = 187_000;
/// How many of those that only the second sees.
const KEEP_MORE: usize = 68_000;

/// What may be added to each beginning, because the best F wants more to be found than the best likelihood.
pub const BIASES: [f32; 6] = [0.0, 0.2, 0.4, 0.6, 0.8, 1.0];
/// The one with which links and borders are learned.
pub const MIDDLE: usize = 2;

/// What models that never saw an article found in it.
#[derive(Clone, Default)]
pub struct Read {
    /// How likely each token is inside, first and last in each role.
    pub sure: Vec<[f32; COLUMNS]>,
    /// The best segments, by what is added to beginnings.
    pub segments: [Vec<Segment>; BIASES.len()],
}

/// Learns both readings, writes their files, and says what they find held out; nothing where only the first is
/// asked for.
pub fn learn(
    docs: &[Doc],
    views: &[View<'_>],
    options: &Options,
    log: &Log,
) -> anyhow::Result<Option<Vec<Read>>> {
    let everything: Vec<usize> = (0..docs.len()).collect();
    let data = crf::Data::new(
        (crf::BASE_BITS, crf::MORE_BITS),
        LEAST,
        docs,
        |d, at, out| {
            let before = out.len();
            features::base(&views[d], at, out);
            if !options.without.is_empty() {
                let all = out.split_off(before).into_iter().enumerate();
                out.extend(all.filter(|(k, _)| !options.without.contains(k)).map(|(_, f)| f));
            }
        },
        |_, _, _| {},
    );
    log.say(&format!("first reading: {} features", data.size));
    let some = if options.first { 2 } else { FOLDS };
    let read = folds(some, |fold| {
        let crf = crf::learn(docs, &others(docs.len(), fold), &data, FIRST_PLAN);
        let mut score = Score::default();
        let mut posts = Vec::new();
        for d in own(docs.len(), fold) {
            let (sure, [best]) = crf.read(docs, &data, d, [BIASES[MIDDLE]]);
            score.add(&docs[d], &best);
            posts.push((d, sure));
        }
        (score, posts)
    });
    let (scores, posts): (Vec<Score>, Vec<_>) = read.into_iter().unzip();
    log.say(&format!("first reading, held out: {}", Score::sum(scores.iter()).line()));
    if options.first {
        return Ok(None);
    }
    let posts = in_order(docs.len(), posts);
    let first = options.out.is_some().then(|| {
        let crf = crf::learn(docs, &everything, &data, FIRST_PLAN);
        (crf.rows(&data), crf.moves)
    });
    drop(data);
    let hints: Vec<Hints> = views.iter().zip(&posts).map(|(v, p)| Hints::new(v, p)).collect();
    let data = crf::Data::new(
        (crf::BASE_BITS, crf::MORE_BITS),
        LEAST,
        docs,
        |d, at, out| features::base(&views[d], at, out),
        |d, at, out| features::hinted(&views[d], &hints[d], at, out),
    );
    log.say(&format!("second reading: {} features", data.size));
    let read = folds(FOLDS, |fold| {
        let crf = crf::learn(docs, &others(docs.len(), fold), &data, SECOND_PLAN);
        let read = |d: usize| {
            let (sure, segments) = crf.read(docs, &data, d, BIASES);
            (d, Read { sure, segments })
        };
        own(docs.len(), fold).map(read).collect()
    });
    let read: Vec<Read> = in_order(docs.len(), read);
    for (k, bias) in BIASES.iter().enumerate() {
        let mut score = Score::default();
        docs.iter().zip(&read).for_each(|(doc, read)| score.add(doc, &read.segments[k]));
        log.say(&format!("second reading, held out, bias {bias:+.1}: {}", score.line()));
    }
    if let (Some(out), Some((first, first_moves))) = (&options.out, first) {
        let crf = crf::learn(docs, &everything, &data, SECOND_PLAN);
        let second = crf.rows(&data);
        save(out, "base", &crf::base_table(&first, &second, &first_moves, KEEP_BASE), log)?;
        let from = 1 << crf::BASE_BITS;
        let more = crf::plain_table(&second, from, crf::MORE_BITS, &crf.moves, KEEP_MORE);
        save(out, "more", &more, log)?;
    }
    if let Some(folder) = &options.cache {
        std::fs::write(folder.join("readings"), pack(&read))?;
    }
    Ok(Some(read))
}

/// What an earlier run found.
pub fn cached(docs: &[Doc], folder: &Path) -> anyhow::Result<Vec<Read>> {
    let bytes = std::fs::read(folder.join("readings"))?;
    let mut numbers = bytes.chunks_exact(4).map(|c| u32::from_le_bytes([c[0], c[1], c[2], c[3]]));
    let mut next = move || numbers.next().unwrap_or(0);
    let mut all = Vec::new();
    for doc in docs {
        let mut read = Read::default();
        for _ in 0..doc.words.len() {
            read.sure.push([0; COLUMNS].map(|_| f32::from_bits(next())));
        }
        for list in &mut read.segments {
            for _ in 0..next() {
                let (role, from, to) = (next() as u8, next() as usize, next() as usize);
                list.push(Segment { role, from, to });
            }
        }
        all.push(read);
    }
    Ok(all)
}

fn pack(read: &[Read]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for read in read {
        bytes.extend(read.sure.iter().flatten().flat_map(|p| p.to_bits().to_le_bytes()));
        for list in &read.segments {
            bytes.extend((list.len() as u32).to_le_bytes());
            for s in list {
                for n in [u32::from(s.role), s.from as u32, s.to as u32] {
                    bytes.extend(n.to_le_bytes());
                }
            }
        }
    }
    bytes
}
