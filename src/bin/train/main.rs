//! Learns the models under `assets/models` from a copy of the public corpora, and measures them.
//!
//! A program for makers, apart from the one for readers: it sees the library from outside, no further than text,
//! articles and extraction. Whatever one model is shown of another's work on an article was made by one that
//! never saw that article's part. Nothing depends on the clock, on the number of threads or on the
//! order of a folder, so that the same corpora give the same files.

#![allow(
    clippy::print_stdout,
    missing_docs,
    reason = "a program for makers: its output is its log"
)]

mod attributions;
mod borders;
mod corpus;
mod crf;
mod dev;
mod errors;
mod folds;
mod gum;
mod jackknife;
mod judge;
mod links;
mod log;
mod naming;
mod options;
mod perceptron;
mod readings;
mod score;
mod stances;
mod syntax;
mod told;
mod weighing;

use anyhow::Context;
use log::Log;
use options::{Options, Step};
use std::path::Path;
use whosaid::extract::model::features::View;

fn main() -> anyhow::Result<()> {
    match options::read(std::env::args().skip(1))? {
        Some(options) => learn(&options),
        None => {
            println!("{}", options::HELP);
            Ok(())
        }
    }
}

fn learn(options: &Options) -> anyhow::Result<()> {
    let log = Log::begin();
    let has = |step| options.steps.contains(&step);
    for folder in options.cache.iter().chain(&options.out) {
        std::fs::create_dir_all(folder)?;
    }
    if options.steps.iter().any(|step| *step != Step::Dev) {
        let docs = corpus::read(&options.root.join("polnear/train"))?;
        let tokens: usize = docs.iter().map(|d| d.words.len()).sum();
        log.say(&format!("{} articles, {tokens} tokens", docs.len()));
        if has(Step::Stances) {
            stances::learn(&docs, options.out.as_deref(), &|what| log.say(what))?;
        }
        if has(Step::Names) {
            naming::learn(&options.root, &docs, options.out.as_deref(), &log)?;
        }
        if has(Step::Syntax) || has(Step::Readings) || has(Step::Links) {
            attribute(&docs, options, &log)?;
        }
    }
    if has(Step::Dev) && !options.first {
        dev::measure(options, &log)?;
    }
    Ok(())
}

/// Everything that finds who is credited with what.
fn attribute(docs: &[corpus::Doc], options: &Options, log: &Log) -> anyhow::Result<()> {
    let has = |step| options.steps.contains(&step);
    let syntax = jackknife::held_out(docs, options.cache.as_deref(), log)?;
    if let Some(out) = options.out.as_deref().filter(|_| has(Step::Syntax)) {
        jackknife::write(docs, &syntax, out, log)?;
    }
    let views: Vec<View<'_>> =
        docs.iter().zip(&syntax).map(|(doc, s)| View::new(&doc.words, s)).collect();
    let read = if has(Step::Readings) {
        readings::learn(docs, &views, options, log)?
    } else if has(Step::Links) {
        let cache = options.cache.as_deref().context("the readings are in no cache")?;
        Some(readings::cached(docs, cache)?)
    } else {
        None
    };
    if let Some(read) = read.filter(|_| has(Step::Links)) {
        let found = attributions::learn(docs, &views, &read, options, log)?;
        println!("{}", errors::report(docs, &found, options.show));
        weighing::measure(docs, &found, log);
    }
    Ok(())
}

fn save(out: &Path, name: &str, bytes: &[u8], log: &Log) -> anyhow::Result<()> {
    std::fs::write(out.join(format!("{name}.bin")), bytes)?;
    log.say(&format!("wrote {name}.bin, {} bytes", bytes.len()));
    Ok(())
}
