//! Learns the models under `assets/models` from a copy of the public corpora.

#![allow(
    clippy::print_stdout,
    missing_docs,
    reason = "a program for makers: its output is its log"
)]

mod corpus;
mod crf;
mod errors;
mod gum;
mod judge;
mod links;
mod naming;
mod perceptron;
mod score;
mod stances;
mod syntax;

use corpus::Doc;
use std::path::{Path, PathBuf};
use std::time::Instant;
use whosaid::extract::model::chain::COLUMNS;
use whosaid::extract::model::features::{self, Hints, View};
use whosaid::extract::model::parser::Syntax;

/// Into how many parts the articles are divided, so that none is read by a model that has seen it.
const FOLDS: usize = 5;
/// A feature must be met this often.
const LEAST: u8 = 3;
/// How the first reading is learned.
const FIRST_PLAN: crf::Plan = crf::Plan { passes: 8, rate: 0.015, drop: 0.5 };
/// How the second is.
const SECOND_PLAN: crf::Plan = crf::Plan { passes: 10, rate: 0.01, drop: 0.5 };
/// How many features are kept of those that both readings see.
const KEEP_BASE: usize = 190_000;
/// How many of those that only the second sees.
const KEEP_MORE: usize = 70_000;

const HELP: &str = "\
Learns the models of whosaid from a copy of the corpora (PolNeAR as `polnear/train`, GUM as `gum/train`).

    cargo run --release --features train --bin train -- CORPORA --out=assets/models

    --out=DIR        write the models there; without it, only measure on held-out articles
    --cache=FILE     keep the held-out tags and dependencies there, for the next run
    --first          stop after the first reading of two parts of five: for quick experiments
    --naming         stop after the names of the program's own finder of names
    --stances        only the stances of cues that the lexicon does not have
    --without=1,4-7  leave out these features of the first reading: for ablation
    --show=N         how many of the worst errors of each kind to list (10)
    --dump=FILE      instead: write what the embedded models find in CORPORA/text/*.txt (or CORPORA/*.txt),
                     as lines of JSON for tools/score.py, and say how fast they were
";

fn main() -> anyhow::Result<()> {
    let Some(root) = std::env::args().nth(1).filter(|a| !a.starts_with('-')).map(PathBuf::from)
    else {
        println!("{HELP}");
        return Ok(());
    };
    let cache = flag("--cache=").map(PathBuf::from);
    let clock = Instant::now();
    let say = |what: &str| println!("[{:6.1}s] {what}", clock.elapsed().as_secs_f32());
    let out = flag("--out=").map(PathBuf::from);
    if let Some(to) = flag("--dump=") {
        return dump(&root, Path::new(&to), &say);
    }
    let docs = corpus::read(&root.join("polnear/train"))?;
    let tokens: usize = docs.iter().map(|d| d.words.len()).sum();
    say(&format!("{} articles, {tokens} tokens", docs.len()));
    stances::learn(&docs, out.as_deref(), &say)?;
    if flag("--stances").is_some() {
        return Ok(());
    }
    naming::learn(&root, &docs, out.as_deref(), &say)?;
    if flag("--naming").is_some() {
        return Ok(());
    }
    let syntax = jackknifed(&docs, cache.as_deref(), &say)?;
    if let Some(out) = &out {
        final_syntax(&docs, &syntax, out, &say)?;
    }
    chains(&docs, &syntax, out.as_deref(), &say)
}

/// What follows a flag on the command line; empty for one that takes nothing.
fn flag(name: &str) -> Option<String> {
    std::env::args().find_map(|a| a.strip_prefix(name).map(str::to_string))
}

/// Runs a job for each fold, two at a time.
fn folds<T: Send>(some: usize, job: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let mut out: Vec<Option<T>> = (0..FOLDS).map(|_| None).collect();
    for pair in out[..some].chunks_mut(2).enumerate() {
        let (n, slots) = pair;
        std::thread::scope(|scope| {
            for (k, slot) in slots.iter_mut().enumerate() {
                let job = &job;
                scope.spawn(move || *slot = Some(job(n * 2 + k)));
            }
        });
    }
    out.into_iter().flatten().collect()
}

fn others(n: usize, fold: usize) -> Vec<usize> {
    (0..n).filter(|d| d % FOLDS != fold).collect()
}

fn jackknifed(
    docs: &[Doc],
    cache: Option<&Path>,
    say: &dyn Fn(&str),
) -> anyhow::Result<Vec<Syntax>> {
    if let Some(path) = cache.filter(|p| p.exists()) {
        let bytes = std::fs::read(path)?;
        let mut at = 0;
        let all = docs
            .iter()
            .map(|doc| {
                let n = doc.words.len();
                let tags = bytes[at..at + n].to_vec();
                let relations = bytes[at + n..at + 2 * n].to_vec();
                let heads = bytes[at + 2 * n..at + 6 * n]
                    .chunks_exact(4)
                    .map(|c| u32::from_le_bytes([c[0], c[1], c[2], c[3]]))
                    .collect();
                at += 6 * n;
                Syntax { tags, heads, relations }
            })
            .collect();
        say("syntax from the cache");
        return Ok(all);
    }
    let tagged = folds(FOLDS, |fold| {
        let rest = others(docs.len(), fold);
        let model = syntax::learn_tags(&rest.iter().map(|d| &docs[*d]).collect::<Vec<_>>(), 5);
        (0..docs.len())
            .filter(|d| d % FOLDS == fold)
            .map(|d| (d, syntax::tag(&docs[d], &model)))
            .collect::<Vec<_>>()
    });
    let mut tags = vec![Vec::new(); docs.len()];
    for (d, t) in tagged.into_iter().flatten() {
        tags[d] = t;
    }
    let (mut right, mut all) = (0, 0);
    for (doc, tags) in docs.iter().zip(&tags) {
        all += tags.len();
        right += tags.iter().zip(&doc.syntax.tags).filter(|(a, b)| a == b).count();
    }
    say(&format!("tags jackknifed: {:.4} right", right as f32 / all as f32));
    let parsed = folds(FOLDS, |fold| {
        let rest = others(docs.len(), fold);
        let some: Vec<&Doc> = rest.iter().map(|d| &docs[*d]).collect();
        let some_tags: Vec<&Vec<u8>> = rest.iter().map(|d| &tags[*d]).collect();
        let arcs = syntax::learn_arcs(&some, &some_tags, 6);
        let names = syntax::learn_names(&some, &some_tags, 4);
        (0..docs.len())
            .filter(|d| d % FOLDS == fold)
            .map(|d| {
                let heads = syntax::parse(&docs[d], &tags[d], &arcs);
                let relations = syntax::name(&docs[d], &tags[d], &heads, &names);
                (d, heads, relations)
            })
            .collect::<Vec<_>>()
    });
    let mut out: Vec<Syntax> =
        tags.into_iter().map(|tags| Syntax { tags, ..Syntax::default() }).collect();
    for (d, heads, relations) in parsed.into_iter().flatten() {
        out[d].heads = heads;
        out[d].relations = relations;
    }
    let (mut arcs, mut both) = (0, 0);
    for (doc, s) in docs.iter().zip(&out) {
        for i in 0..s.heads.len() {
            let a = s.heads[i] == doc.syntax.heads[i];
            arcs += usize::from(a);
            both += usize::from(a && s.relations[i] == doc.syntax.relations[i]);
        }
    }
    say(&format!(
        "syntax jackknifed: heads {:.4}, with relation {:.4}",
        arcs as f32 / all as f32,
        both as f32 / all as f32
    ));
    if let Some(path) = cache {
        let mut bytes = Vec::new();
        for s in &out {
            bytes.extend(&s.tags);
            bytes.extend(&s.relations);
            bytes.extend(s.heads.iter().flat_map(|h| h.to_le_bytes()));
        }
        std::fs::write(path, bytes)?;
    }
    Ok(out)
}

/// The numbers of the features to leave out, for ablation: `--without=1,7,8-14`, for the first reading alone.
fn ablated() -> std::collections::BTreeSet<usize> {
    let mut all = std::collections::BTreeSet::new();
    for arg in std::env::args() {
        for part in arg.strip_prefix("--without=").unwrap_or("").split(',') {
            let (a, b) = part.split_once('-').unwrap_or((part, part));
            if let (Ok(a), Ok(b)) = (a.parse::<usize>(), b.parse()) {
                all.extend(a..=b);
            }
        }
    }
    all
}

fn chains(
    docs: &[Doc],
    syntax: &[Syntax],
    out: Option<&Path>,
    say: &dyn Fn(&str),
) -> anyhow::Result<()> {
    let views: Vec<View<'_>> =
        docs.iter().zip(syntax).map(|(doc, s)| View::new(&doc.words, s)).collect();
    let everything: Vec<usize> = (0..docs.len()).collect();
    let without = ablated();
    let data = crf::Data::new(
        (crf::BASE_BITS, crf::MORE_BITS),
        LEAST,
        docs,
        |d, at, out| {
            let before = out.len();
            features::base(&views[d], at, out);
            let mut k = 0;
            let all = out.split_off(before);
            out.extend(all.into_iter().filter(|_| {
                k += 1;
                !without.contains(&(k - 1))
            }));
        },
        |_, _, _| {},
    );
    say(&format!("first reading: {} features", data.size));
    let some = if flag("--first").is_some() { 2 } else { FOLDS };
    let read = folds(some, |fold| {
        let crf = crf::learn(docs, marked, &others(docs.len(), fold), &data, FIRST_PLAN);
        let mut score = score::Score::default();
        let posts: Vec<(usize, Vec<[f32; COLUMNS]>)> = (0..docs.len())
            .filter(|d| d % FOLDS == fold)
            .map(|d| {
                score.add(&docs[d], &crf.best(docs, &data, d, 0.4).0);
                (d, crf.posterior(docs, &data, d))
            })
            .collect();
        (score, posts)
    });
    let mut total = score::Score::default();
    let mut posts = vec![Vec::new(); docs.len()];
    for (score, list) in read {
        total.merge(&score);
        for (d, p) in list {
            posts[d] = p;
        }
    }
    say(&format!("first reading, held out: {}", total.line()));
    if flag("--first").is_some() {
        return Ok(());
    }
    let first = out.is_some().then(|| {
        let crf = crf::learn(docs, marked, &everything, &data, FIRST_PLAN);
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
    say(&format!("second reading: {} features", data.size));
    let biases = [0.0, 0.2, 0.4, 0.6, 0.8, 1.0];
    let read = folds(FOLDS, |fold| {
        let crf = crf::learn(docs, marked, &others(docs.len(), fold), &data, SECOND_PLAN);
        biases.map(|bias| {
            let mut score = score::Score::default();
            let list: Vec<_> = (0..docs.len())
                .filter(|d| d % FOLDS == fold)
                .map(|d| {
                    let best = crf.best(docs, &data, d, bias);
                    score.add(&docs[d], &best.0);
                    (d, best)
                })
                .collect();
            (score, list)
        })
    });
    for (k, bias) in biases.iter().enumerate() {
        let mut total = score::Score::default();
        for scores in &read {
            total.merge(&scores[k].0);
        }
        say(&format!("second reading, held out, bias {bias:+.1}: {}", total.line()));
    }
    // By constant, then by article: the segments, and how sure each is.
    let mut lists = vec![vec![(Vec::new(), Vec::new()); docs.len()]; biases.len()];
    for (k, (_, list)) in read.into_iter().flat_map(|r| r.into_iter().enumerate()) {
        for (d, best) in list {
            lists[k][d] = best;
        }
    }
    let second = out.is_some().then(|| {
        let crf = crf::learn(docs, marked, &everything, &data, SECOND_PLAN);
        (crf.rows(&data), crf.moves)
    });
    drop(data);
    let (k, least) = threshold(docs, &views, &lists, &biases, say);
    let (segments, certain): (Vec<_>, Vec<_>) = std::mem::take(&mut lists[k]).into_iter().unzip();
    let show = flag("--show=").and_then(|n| n.parse().ok()).unwrap_or(10);
    println!("{}", errors::report(docs, &segments, &certain, show));
    let measured = folds(FOLDS, |fold| {
        let linker = links::learn(docs, &views, &segments, &others(docs.len(), fold));
        let mine: Vec<usize> = (0..docs.len()).filter(|d| d % FOLDS == fold).collect();
        let measure = linker.measure(docs, &views, &segments, &mine);
        let judged = judge::judge(docs, &views, &segments, &certain, &mine, &linker, least);
        (measure, judged)
    });
    let (right, all) = measured.iter().fold((0, 0), |a, (m, _)| (a.0 + m.0, a.1 + m.1));
    say(&format!("links, held out: {right} of {all} right ({:.4})", right as f32 / all as f32));
    let judged = judge::Judged::merge(measured.into_iter().map(|m| m.1));
    say(&judged.line());
    let curve = judged.curve();
    println!("{}", judged.table(&curve));
    if let (Some(out), Some((first, first_moves)), Some((second, moves))) = (out, &first, second) {
        let linker = links::learn(docs, &views, &segments, &everything);
        save(out, "links", &linker.table(&curve), say)?;
        save(out, "base", &crf::base_table(first, &second, first_moves, KEEP_BASE), say)?;
        let mut extra = moves;
        extra.extend([biases[k], least]);
        let from = 1 << crf::BASE_BITS;
        let more = crf::plain_table(&second, from, crf::MORE_BITS, &extra, KEEP_MORE);
        save(out, "more", &more, say)?;
    }
    Ok(())
}

/// By article: the segments, and how sure each is.
type Read = Vec<(Vec<whosaid::extract::model::chain::Segment>, Vec<f32>)>;

/// Chooses together how much is found, and how sure an attribution must be to be kept: held out,
/// the pair with the best F of all roles.
fn threshold(
    docs: &[Doc],
    views: &[View<'_>],
    lists: &[Read],
    biases: &[f32],
    say: &dyn Fn(&str),
) -> (usize, f32) {
    let middle: Vec<_> = lists[biases.len() / 2].iter().map(|r| r.0.clone()).collect();
    let leasts: Vec<f32> = (0..15).map(|k| k as f32 * 0.04).collect();
    let tables = folds(FOLDS, |fold| {
        let linker = links::learn(docs, views, &middle, &others(docs.len(), fold));
        let mut table = vec![vec![score::Score::default(); leasts.len()]; biases.len()];
        for d in (0..docs.len()).filter(|d| d % FOLDS == fold) {
            for (list, row) in lists.iter().zip(&mut table) {
                let scored = judge::scored(&docs[d], &views[d], &list[d].0, &list[d].1, &linker);
                for (least, score) in leasts.iter().zip(row) {
                    let kept: Vec<_> =
                        scored.iter().filter(|(raw, _)| raw >= least).map(|(_, s)| *s).collect();
                    score.add(&docs[d], &kept);
                }
            }
        }
        table
    });
    let mut best = (0.0, 0, 0);
    for (k, bias) in biases.iter().enumerate() {
        let mut top = (score::Score::default(), 0);
        for j in 0..leasts.len() {
            let mut total = score::Score::default();
            for table in &tables {
                total.merge(&table[k][j]);
            }
            if total.all() > top.0.all() {
                top = (total, j);
            }
        }
        say(&format!("bias {bias:+.1}, kept from {:.2}: {}", leasts[top.1], top.0.line()));
        if top.0.all() > best.0 {
            best = (top.0.all(), k, top.1);
        }
    }
    (best.1, leasts[best.2])
}

fn marked(doc: &Doc) -> &[whosaid::extract::model::chain::Segment] {
    &doc.segments
}

fn save(out: &Path, name: &str, bytes: &[u8], say: &dyn Fn(&str)) -> anyhow::Result<()> {
    std::fs::write(out.join(format!("{name}.bin")), bytes)?;
    say(&format!("wrote {name}.bin, {} kB", bytes.len() / 1024));
    Ok(())
}

/// The syntax models, learned from everything.
fn final_syntax(
    docs: &[Doc],
    syntax: &[Syntax],
    out: &Path,
    say: &dyn Fn(&str),
) -> anyhow::Result<()> {
    let all: Vec<&Doc> = docs.iter().collect();
    let tags: Vec<&Vec<u8>> = syntax.iter().map(|s| &s.tags).collect();
    let (a, (b, c)) = std::thread::scope(|scope| {
        let one = scope.spawn(|| syntax::learn_tags(&all, 5));
        let two = scope
            .spawn(|| (syntax::learn_arcs(&all, &tags, 6), syntax::learn_names(&all, &tags, 4)));
        (one.join(), two.join().map_or((None, None), |(a, b)| (Some(a), Some(b))))
    });
    if let (Ok(a), Some(b), Some(c)) = (a, b, c) {
        save(out, "tags", &a.table(true, 60_000), say)?;
        save(out, "arcs", &b.table(false, 250_000), say)?;
        save(out, "relations", &c.table(true, 45_000), say)?;
    }
    Ok(())
}

/// Writes what the embedded models find in the texts of a corpus, a line of JSON an article.
fn dump(corpus: &Path, to: &Path, say: &dyn Fn(&str)) -> anyhow::Result<()> {
    let models = whosaid::extract::model::embedded();
    say("models read");
    let mut names: Vec<PathBuf> = std::fs::read_dir(if corpus.join("text").is_dir() {
        corpus.join("text")
    } else {
        corpus.to_path_buf()
    })?
    .filter_map(|e| e.ok().map(|e| e.path()))
    .collect();
    names.retain(|p| p.extension().is_some_and(|e| e == "txt"));
    names.sort();
    let mut lines = String::new();
    let (mut words, mut spent) = (0, std::time::Duration::ZERO);
    for path in &names {
        let text = std::fs::read_to_string(path)?;
        let article = corpus::article(&path.to_string_lossy(), &text);
        let sentences = whosaid::extract::token::sentences(&article);
        let tokens = whosaid::extract::token::tokenise(&article, &sentences);
        let now = Instant::now();
        let found = models.learned(&article.text, &tokens);
        spent += now.elapsed();
        words += tokens.len();
        let offsets = whosaid::text::offsets::Offsets::new(&article.text);
        let list = |spans: &[whosaid::text::Span]| {
            spans.iter().map(|s| offsets.point_pair(*s)).collect::<Vec<_>>()
        };
        let claims: Vec<serde_json::Value> = found
            .raws
            .iter()
            .map(|r| serde_json::json!({"source": list(&r.source), "cue": list(&r.cue), "content": list(&r.content), "score": r.score, "reasons": r.reasons}))
            .collect();
        lines += &serde_json::json!({"path": path.to_string_lossy(), "claims": claims}).to_string();
        lines.push('\n');
    }
    std::fs::write(to, lines)?;
    say(&format!(
        "{} articles, {words} tokens in {:.2} s: {:.0} articles a second, {:.0} tokens a second",
        names.len(),
        spent.as_secs_f32(),
        names.len() as f32 / spent.as_secs_f32(),
        words as f32 / spent.as_secs_f32()
    ));
    Ok(())
}
