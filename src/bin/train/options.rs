//! What is asked for on the command line.

use anyhow::bail;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// What `--help` says.
pub const HELP: &str = "\
Learns the models of whosaid from a copy of the corpora (PolNeAR as `polnear/train`, GUM as `gum/train`), and
measures them: held out on train and, where it is there, on `polnear/dev`.

    cargo run --release --features train --bin train -- CORPORA --out=assets/models

    --out=DIR          write the models there; without it, only measure on held-out articles
    --cache=DIR        keep what the slow steps found on held-out articles there, for the next run; what is there
                       is believed, so remove it when features or corpora change
    --steps=A,B        only these steps of stances, names, syntax, readings, links, dev; a step that is left out leaves
                       its files as they are (links needs readings in the cache)
    --first            stop after the first reading of two parts of five: for quick experiments
    --without=1,4-7    leave out these features of the first reading, or with --without-borders=… those of the
                       borders: for ablation
    --show=N           how many of the worst errors of each kind to list (10)
    --jsonl=FILE       write what the whole program finds on dev there, as tools/score.py reads it
";

/// A part of the work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// What cues do that the lexicon does not have.
    Stances,
    /// Names of people, bodies and places.
    Names,
    /// Parts of speech and dependencies.
    Syntax,
    /// Source, cue and content.
    Readings,
    /// Which go together, where their borders are, and how sure all that is.
    Links,
    /// The whole program on dev.
    Dev,
}

/// What is asked for.
pub struct Options {
    /// Where the corpora are.
    pub root: PathBuf,
    /// Where the models go.
    pub out: Option<PathBuf>,
    /// Where held-out work is kept.
    pub cache: Option<PathBuf>,
    /// What is to be done.
    pub steps: BTreeSet<Step>,
    /// Whether to stop after two parts of the first reading.
    pub first: bool,
    /// The features of the first reading to leave out.
    pub without: BTreeSet<usize>,
    /// The features of the borders to leave out.
    pub without_borders: BTreeSet<usize>,
    /// How many errors of each kind to show.
    pub show: usize,
    /// Where what is found on dev goes.
    pub jsonl: Option<PathBuf>,
}

const STEPS: [(&str, Step); 6] = [
    ("stances", Step::Stances),
    ("names", Step::Names),
    ("syntax", Step::Syntax),
    ("readings", Step::Readings),
    ("links", Step::Links),
    ("dev", Step::Dev),
];

/// Reads the command line; nothing where help is asked for.
pub fn read(arguments: impl Iterator<Item = String>) -> anyhow::Result<Option<Options>> {
    let mut root = None;
    let mut options = Options {
        root: PathBuf::new(),
        out: None,
        cache: None,
        steps: STEPS.iter().map(|(_, step)| *step).collect(),
        first: false,
        without: BTreeSet::new(),
        without_borders: BTreeSet::new(),
        show: 10,
        jsonl: None,
    };
    for argument in arguments {
        let (name, value) = argument.split_once('=').unwrap_or((&argument, ""));
        match name {
            "--out" => options.out = Some(value.into()),
            "--cache" => options.cache = Some(value.into()),
            "--steps" => {
                let step = |name: &str| STEPS.iter().find(|s| s.0 == name).map(|s| s.1);
                let steps: Option<_> = value.split(',').map(step).collect();
                let Some(steps) = steps else { bail!("no such steps: {value}") };
                options.steps = steps;
            }
            "--first" => options.first = true,
            "--without" => options.without = numbers(value)?,
            "--without-borders" => options.without_borders = numbers(value)?,
            "--show" => options.show = value.parse()?,
            "--jsonl" => options.jsonl = Some(value.into()),
            _ if !name.starts_with('-') && root.is_none() => root = Some(PathBuf::from(&argument)),
            "--help" | "-h" => return Ok(None),
            _ => bail!("what is {argument}?\n\n{HELP}"),
        }
    }
    Ok(root.map(|root| Options { root, ..options }))
}

fn numbers(list: &str) -> anyhow::Result<BTreeSet<usize>> {
    let mut all = BTreeSet::new();
    for part in list.split(',').filter(|part| !part.is_empty()) {
        let (from, to) = part.split_once('-').unwrap_or((part, part));
        all.extend(from.parse::<usize>()?..=to.parse()?);
    }
    Ok(all)
}
