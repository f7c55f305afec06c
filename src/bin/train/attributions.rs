//! From segments to attributions: links, borders, how much is kept, and how sure it is. All held out.

use crate::borders::{self, Borders};
use crate::corpus::Doc;
use crate::folds::{FOLDS, folds, in_order, others, own};
use crate::judge::{self, Judged};
use crate::links::{self, Linker};
use crate::log::Log;
use crate::options::Options;
use crate::readings::{BIASES, MIDDLE, Read};
use crate::save;
use crate::score::Both;
use crate::told::{self, Told};
use whosaid::extract::model::chain::{COLUMNS, Segment};
use whosaid::extract::model::features::View;
use whosaid::extract::model::score::calibrated;

/// What of an attribution's score at least is kept: the steps that are tried.
const LEASTS: usize = 15;
const STEP: f32 = 0.04;

/// Learns links and borders, writes their file, and says what is found held out, with calibrated scores.
pub fn learn(
    docs: &[Doc],
    views: &[View<'_>],
    read: &[Read],
    options: &Options,
    log: &Log,
) -> anyhow::Result<Vec<Vec<Told>>> {
    let sure: Vec<&[[f32; COLUMNS]]> = read.iter().map(|read| &read.sure[..]).collect();
    let segments: Vec<&[Segment]> = read.iter().map(|read| &read.segments[MIDDLE][..]).collect();
    let without = &options.without_borders;
    let learned = |chosen: &[usize]| -> (Linker, Borders) {
        let linker = links::learn(docs, views, &segments, chosen);
        let borders = borders::learn(docs, views, &sure, &segments, chosen, &linker, without);
        (linker, borders)
    };
    let parts = folds(FOLDS, |fold| {
        let (linker, borders) = learned(&others(docs.len(), fold));
        let mine: Vec<usize> = own(docs.len(), fold).collect();
        let found = |d: usize, borders: Option<&Borders>| {
            let by = |list: &Vec<Segment>| {
                told::found(&docs[d], &views[d], sure[d], list, &linker, borders)
            };
            read[d].segments.iter().map(by).collect::<Vec<_>>()
        };
        let with: Vec<_> = mine.iter().map(|d| (*d, found(*d, Some(&borders)))).collect();
        let plain: Vec<_> = mine.iter().map(|d| (*d, found(*d, None))).collect();
        (linker.measure(docs, views, &segments, &mine), with, plain)
    });
    let (mut right, mut all) = (0, 0);
    let (mut with, mut plain) = (Vec::new(), Vec::new());
    for ((a, b), c, d) in parts {
        right += a;
        all += b;
        with.push(c);
        plain.push(d);
    }
    log.say(&format!(
        "links, held out: {right} of {all} right ({:.4})",
        right as f32 / all.max(1) as f32
    ));
    let plain = in_order(docs.len(), plain);
    log.say("borders as the chain leaves them:");
    choose(docs, &plain, log);
    log.say("borders chosen anew:");
    let with = in_order(docs.len(), with);
    let (bias, least) = choose(docs, &with, log);
    let mut kept: Vec<Vec<Told>> = with.into_iter().map(|mut by| by.swap_remove(bias)).collect();
    let mut all = Judged::default();
    docs.iter().zip(&kept).for_each(|(doc, told)| all.add(doc, told));
    let curve = judge::curve(&all.pairs);
    kept.iter_mut().for_each(|told| told.retain(|told| told.score >= least));
    for told in kept.iter_mut().flatten() {
        told.score = calibrated(told.score, &curve);
    }
    let mut judged = Judged::default();
    docs.iter().zip(&kept).for_each(|(doc, told)| judged.add(doc, told));
    log.say(&format!("models, held out: {}", judged.line()));
    println!("{}", judge::table(&judged.pairs));
    if let Some(out) = &options.out {
        let (linker, borders) = learned(&(0..docs.len()).collect::<Vec<_>>());
        let mut extra = vec![BIASES[bias], least];
        extra.extend(curve);
        save(out, "links", &linker.table(&extra), log)?;
        save(out, "borders", &borders.table(), log)?;
    }
    Ok(kept)
}

/// Chooses together how much is found and how sure an attribution must be to be kept: the pair with the best F
/// of all roles.
fn choose(docs: &[Doc], found: &[Vec<Vec<Told>>], log: &Log) -> (usize, f32) {
    let mut best = (0.0, 0, 0.0);
    for (k, bias) in BIASES.iter().enumerate() {
        let mut top = (Both::default(), 0.0);
        for least in (0..LEASTS).map(|step| step as f32 * STEP) {
            let kept = |by: &Vec<Vec<Told>>| {
                by[k].iter().filter(|told| told.score >= least).cloned().collect::<Vec<_>>()
            };
            let both = Both::of(docs, found.iter().map(kept));
            if both.pieces.all() > top.0.pieces.all() {
                top = (both, least);
            }
        }
        log.say(&format!("  bias {bias:+.1}, kept from {:.2}: {}", top.1, top.0.line()));
        if top.0.pieces.all() > best.0 {
            best = (top.0.pieces.all(), k, top.1);
        }
    }
    (best.1, best.2)
}
