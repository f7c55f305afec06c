//! What cues do by the company that they keep: learned from those that the lexicon has, for those that it has not.
//!
//! Each attribution whose cue is one known verb is an example of that verb's class. So that the model
//! is of verbs and not of "said", every verb counts by the root of how often it is met. It is measured on verbs
//! that it has not seen at all, and a class is right when it is the lexicon's.

use super::corpus::Doc;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use whosaid::extract::reading::Reading;
use whosaid::extract::stance::company::{CLASSES, LEAST as LEAST_SHARE, ORDER, sights};
use whosaid::extract::{Lexicon, Stance};

const PASSES: usize = 30;
const RATE: f32 = 0.1;
const SHRINK: f32 = 0.02;
/// A sight must be met with this many different verbs.
const LEAST: usize = 3;

struct Example {
    verb: String,
    class: usize,
    sights: Vec<String>,
    weight: f32,
}

type Weights = BTreeMap<String, [f32; CLASSES]>;

pub fn learn(docs: &[Doc], out: Option<&Path>, say: &dyn Fn(&str)) -> anyhow::Result<()> {
    let examples = examples(docs);
    let verbs: BTreeSet<&str> = examples.iter().map(|e| e.verb.as_str()).collect();
    let (mut right, mut says, mut all) = (0.0, 0.0, 0.0);
    let (mut good, mut told) = (0.0, 0.0);
    for fold in 0..5 {
        let held: BTreeSet<&str> =
            verbs.iter().enumerate().filter(|(n, _)| n % 5 == fold).map(|(_, v)| *v).collect();
        let seen: Vec<&Example> =
            examples.iter().filter(|e| !held.contains(e.verb.as_str())).collect();
        let weights = fit(&seen);
        for example in examples.iter().filter(|e| held.contains(e.verb.as_str())) {
            let shares = shares(&weights, &example.sights);
            let best = (0..CLASSES).max_by(|a, b| shares[*a].total_cmp(&shares[*b])).unwrap_or(0);
            let found = if shares[best] < LEAST_SHARE { 0 } else { best };
            all += example.weight;
            right += if found == example.class { example.weight } else { 0.0 };
            says += if example.class == 0 { example.weight } else { 0.0 };
            if found != 0 {
                told += example.weight;
                good += if found == example.class { example.weight } else { 0.0 };
            }
        }
    }
    say(&format!(
        "stances: {} examples of {} verbs; verbs held out: {:.3} right (always \"says\": {:.3}); \
         where it says more than \"says\": {:.3} right, of {:.3}",
        examples.len(),
        verbs.len(),
        right / all,
        says / all,
        good / told,
        told / all
    ));
    if let Some(out) = out {
        let weights = fit(&examples.iter().collect::<Vec<_>>());
        let mut text = String::new();
        for (sight, row) in &weights {
            let row = row.map(|w| (w * 100.0).round() as i32);
            if row.iter().all(|w| w.abs() < 15) {
                continue;
            }
            write!(text, "{sight}")?;
            for number in row {
                write!(text, "\t{number}")?;
            }
            text.push('\n');
        }
        say(&format!("stances.tsv: {} bytes", text.len()));
        std::fs::write(out.join("stances.tsv"), text)?;
    }
    Ok(())
}

fn examples(docs: &[Doc]) -> Vec<Example> {
    let lexicon = Lexicon::builtin();
    let mut found = Vec::new();
    for doc in docs {
        let reading = Reading::new(&doc.article, lexicon);
        for attribution in &doc.gold {
            let [_, cue, _] = &attribution.parts;
            let Some((_, next)) = cue.last().copied() else { continue };
            let tokens = cue.iter().flat_map(|(from, to)| *from..*to);
            let known: Vec<(usize, &str, Stance)> = tokens
                .filter_map(|at| {
                    let verb = lexicon.verb(reading.word(at).verb?)?;
                    Some((at, verb.lemma.as_str(), verb.stance))
                })
                .collect();
            let [(at, verb, stance)] = known.as_slice() else { continue };
            let Some(class) = ORDER.iter().position(|c| c == stance) else { continue };
            let sights = sights(&reading, *at, next);
            found.push(Example { verb: (*verb).to_owned(), class, sights, weight: 0.0 });
        }
    }
    let mut counts: BTreeMap<String, f32> = BTreeMap::new();
    for example in &found {
        *counts.entry(example.verb.clone()).or_default() += 1.0;
    }
    for example in &mut found {
        example.weight = 1.0 / counts[&example.verb].sqrt();
    }
    found
}

fn shares(weights: &Weights, sights: &[String]) -> [f32; CLASSES] {
    let mut sums = [0.0; CLASSES];
    for row in sights.iter().filter_map(|sight| weights.get(sight)) {
        for (sum, weight) in sums.iter_mut().zip(row) {
            *sum += weight;
        }
    }
    let top = sums.iter().copied().fold(f32::MIN, f32::max);
    let whole: f32 = sums.iter().map(|s: &f32| (s - top).exp()).sum();
    sums.map(|s| (s - top).exp() / whole)
}

fn fit(examples: &[&Example]) -> Weights {
    let mut met: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for example in examples {
        for sight in &example.sights {
            met.entry(sight).or_default().insert(&example.verb);
        }
    }
    let mut weights: Weights = met
        .iter()
        .filter(|(_, verbs)| verbs.len() >= LEAST)
        .map(|(sight, _)| ((*sight).to_owned(), [0.0; CLASSES]))
        .collect();
    for pass in 0..PASSES {
        let rate = RATE / (1.0 + pass as f32 / 5.0);
        for example in examples {
            let shares = shares(&weights, &example.sights);
            for sight in &example.sights {
                let Some(row) = weights.get_mut(sight) else { continue };
                for (class, weight) in row.iter_mut().enumerate() {
                    let target = if class == example.class { 1.0 } else { 0.0 };
                    *weight += rate * example.weight * (target - shares[class]);
                    *weight -= rate * SHRINK * *weight;
                }
            }
        }
    }
    weights
}
