//! Rules and models together, held out: at which scores which of them is believed.

use crate::corpus::Doc;
use crate::judge::{self, Judged};
use crate::log::Log;
use crate::score::Both;
use crate::told::Told;
use std::collections::BTreeMap;
use whosaid::extract::Lexicon;
use whosaid::extract::attribute::attribute;
use whosaid::extract::raw::Raw;
use whosaid::extract::reading::Reading;
use whosaid::extract::weigh::{self, Bars};

/// What is tried for each bar.
const TRIED: [&[f32]; 3] = [
    &[0.3, 0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 1.0],
    &[0.0, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6],
    &[-0.3, -0.2, -0.1, 0.0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 1.0],
];

/// Tries the bars one after the other, from those of the program on, and says which are best and how sure what
/// is kept is. `found` is what the models found, held out.
pub fn measure(docs: &[Doc], found: &[Vec<Told>], log: &Log) {
    let rules: Vec<Vec<Raw>> = docs.iter().map(rules).collect();
    let models: Vec<Vec<Raw>> = docs
        .iter()
        .zip(found)
        .map(|(doc, told)| told.iter().map(|told| told.raw(doc)).collect())
        .collect();
    let weighed = |bars: &Bars| -> Vec<Vec<Raw>> {
        let both = rules.iter().zip(&models);
        both.map(|(rules, models)| weigh::weigh_by(bars, rules.clone(), models.clone())).collect()
    };
    let score = |raws: &[Vec<Raw>]| {
        let told = |(doc, raws): (&Doc, &Vec<Raw>)| {
            raws.iter().map(|raw| Told::of_raw(doc, raw)).collect::<Vec<_>>()
        };
        Both::of(docs, docs.iter().zip(raws).map(told))
    };
    log.say(&format!("rules alone: {}", score(&rules).line()));
    log.say(&format!("models alone, held out: {}", score(&models).line()));
    let now = score(&weighed(&Bars::CHOSEN));
    log.say(&format!("both, as the program weighs them {}: {}", shown(&Bars::CHOSEN), now.line()));
    let mut best = (now, Bars::CHOSEN);
    for round in 0..2 {
        for (which, tried) in TRIED.iter().enumerate() {
            let start = best.1;
            for bar in tried.iter().copied() {
                let mut bars = start;
                *[&mut bars.rule, &mut bars.model, &mut bars.lead][which] = bar;
                let score = score(&weighed(&bars));
                if round == 1 {
                    log.say(&format!("  {} {}", shown(&bars), score.line()));
                }
                if score.pieces.all() > best.0.pieces.all() {
                    best = (score, bars);
                }
            }
        }
    }
    log.say(&format!("both, at the best bars {}: {}", shown(&best.1), best.0.line()));
    calibration(docs, &weighed(&Bars::CHOSEN), log);
}

fn shown(bars: &Bars) -> String {
    format!("(rule {:.2}, model {:.2}, lead {:+.2})", bars.rule, bars.model, bars.lead)
}

/// What the rules find, without their reasons.
fn rules(doc: &Doc) -> Vec<Raw> {
    let reading = Reading::new(&doc.article, Lexicon::builtin());
    let bare = |raw: Raw| Raw { reasons: Vec::new(), ..raw };
    attribute(&reading).into_iter().map(bare).collect()
}

/// How often each rule is right where it is believed, and how sure all of it is.
fn calibration(docs: &[Doc], raws: &[Vec<Raw>], log: &Log) {
    let mut judged = Judged::default();
    let mut by: BTreeMap<&str, Vec<(f32, bool)>> = BTreeMap::new();
    for (doc, raws) in docs.iter().zip(raws) {
        // What stands within another's content is not marked in the corpus, and would count as wrong.
        let raws: Vec<&Raw> =
            raws.iter().filter(|one| !raws.iter().any(|o| weigh::is_within(one, o))).collect();
        let told: Vec<Told> = raws.iter().map(|raw| Told::of_raw(doc, raw)).collect();
        judged.add(doc, &told);
        for ((raw, told), right) in raws.iter().zip(&told).zip(judge::right(doc, &told)) {
            by.entry(raw.rule).or_default().push((told.score, right));
        }
    }
    log.say(&format!("both, held out, outermost only: {}", judged.line()));
    println!("{}", judge::table(&judged.pairs));
    println!("    what             said   was    of");
    for (rule, pairs) in by {
        let n = pairs.len() as f32;
        let said: f32 = pairs.iter().map(|p| p.0).sum();
        let right = pairs.iter().filter(|p| p.1).count() as f32;
        println!("    {rule:24} {:.3}  {:.3}  {}", said / n, right / n, pairs.len());
    }
}
