//! Learns where names are and of what: from people's marks on GUM, and a program's marks on much news.

use crate::corpus::Doc;
use crate::folds::{FOLDS, folds};
use crate::log::Log;
use crate::perceptron::{Dice, most, write};
use crate::{corpus, gum, save, syntax};
use std::path::Path;
use whosaid::extract::Lexicon;
use whosaid::extract::clues::clues;
use whosaid::extract::model::naming::{self, LABELS, MOVES, Name, Scene, Sort};
use whosaid::extract::model::table::Table;
use whosaid::extract::model::tagger;
use whosaid::extract::model::words::Words;
use whosaid::extract::reading::Reading;
use whosaid::extract::token;

/// Buckets of the file.
const BITS: u32 = 20;
/// A feature must be met this often.
const LEAST: u16 = 2;
/// How many features are kept.
const KEEP: usize = 110_000;
/// How often to go over everything.
const PASSES: usize = 8;
/// The length of a step.
const RATE: f32 = 0.03;
/// The share of features that is left out at random of each token.
const DROP: f32 = 0.5;
/// What a program's marks are worth beside people's.
const SILVER: f32 = 0.5;

/// A text with its names.
struct Text {
    name: String,
    text: String,
    /// Bytes and kind; 3 is no actor.
    gold: Vec<(usize, usize, u8)>,
    domain: u32,
    /// The runs that may hold names: first token, and the features of each token.
    runs: Vec<Run>,
    words: Words,
}

struct Run {
    from: usize,
    ids: Vec<u32>,
    /// Where the features of each token end in `ids`.
    ends: Vec<usize>,
    gold: Vec<u8>,
}

/// Learns the model, and says how well it does on held-out texts of GUM.
pub fn learn(root: &Path, news: &[Doc], out: Option<&Path>, log: &Log) -> anyhow::Result<()> {
    let mut texts = gum_texts(&root.join("gum/train"))?;
    let people = texts.len();
    texts.extend(news_texts(&root.join("polnear/train"))?);
    // The tags as the program will see them: through the rows that are in the file.
    let tagger = syntax::learn_tags(&news.iter().collect::<Vec<_>>(), 5).table(true, 60_000);
    let tagger = Table::read(Box::leak(tagger.into_boxed_slice()));
    for text in &mut texts {
        read(text, &tagger);
    }
    log.say(&format!("names: {people} texts of GUM, {} of news", texts.len() - people));
    let kept = index(&mut texts, LEAST);
    log.say(&format!("names: {} features", kept.len()));
    let biases = [0.0, 0.5, 1.0, 1.5, 2.0, 2.5];
    let read = folds(FOLDS, |fold| {
        let chosen: Vec<usize> =
            (0..texts.len()).filter(|d| *d >= people || d % FOLDS != fold).collect();
        let crf = train(&texts, &chosen, kept.len());
        biases.map(|bias| {
            let mut list = Vec::new();
            for d in (0..people).filter(|d| d % FOLDS == fold) {
                let mut names = crf.names(&texts[d], bias);
                naming::agree(&texts[d].words, &mut names);
                list.push((d, names));
            }
            list
        })
    });
    let mut best = (0.0, 0);
    for (k, bias) in biases.iter().enumerate() {
        let mut total = Count::default();
        for (d, names) in read.iter().flat_map(|r| &r[k]) {
            total.add(&texts[*d], names);
        }
        log.say(&format!("names, held out, bias {bias:+.1}: {}", total.line()));
        if total.f() > best.0 {
            best = (total.f(), k);
        }
    }
    let mut genres = std::collections::BTreeMap::<String, Count>::new();
    for (d, names) in read.iter().flat_map(|r| &r[best.1]) {
        let genre = texts[*d].name.split('_').nth(1).unwrap_or("").to_string();
        genres.entry(genre).or_default().add(&texts[*d], names);
    }
    for (genre, count) in &genres {
        log.say(&format!("  {genre:10} {}", count.line()));
    }
    if let Ok(path) = std::env::var("ERRORS") {
        let mut lines = String::new();
        for (d, names) in read.iter().flat_map(|r| &r[best.1]) {
            lines += &mistakes(&texts[*d], names);
        }
        std::fs::write(path, lines)?;
    }
    if let Some(out) = out {
        let crf = train(&texts, &(0..texts.len()).collect::<Vec<_>>(), kept.len());
        let bytes = crf.table(&kept, biases[best.1], KEEP);
        save(out, "naming", &bytes, log)?;
    }
    Ok(())
}

fn gum_texts(root: &Path) -> anyhow::Result<Vec<Text>> {
    let mut paths: Vec<_> =
        std::fs::read_dir(root)?.filter_map(|e| e.ok().map(|e| e.path())).collect();
    paths.retain(|p| p.extension().is_some_and(|e| e == "conllu"));
    paths.sort();
    paths
        .iter()
        .map(|path| {
            let (text, gold) = gum::marked(path)?;
            let name = path.file_stem().map_or(String::new(), |s| s.to_string_lossy().into_owned());
            Ok(Text { name, text, gold, domain: 1, runs: Vec::new(), words: Words::default() })
        })
        .collect()
}

fn news_texts(root: &Path) -> anyhow::Result<Vec<Text>> {
    let mut paths: Vec<_> =
        std::fs::read_dir(root.join("text"))?.filter_map(|e| e.ok().map(|e| e.path())).collect();
    paths.sort();
    let mut all = Vec::new();
    for path in paths {
        let text = std::fs::read_to_string(&path)?;
        let name = path.file_stem().map_or(String::new(), |s| s.to_string_lossy().into_owned());
        let rows = std::fs::read_to_string(root.join("syntax").join(format!("{name}.tsv")))
            .unwrap_or_default();
        let bytes: Vec<usize> =
            text.char_indices().map(|(at, _)| at).chain(std::iter::once(text.len())).collect();
        let mut gold: Vec<(usize, usize, u8)> = Vec::new();
        let mut open = None;
        for line in rows.lines() {
            let f: Vec<&str> = line.split('\t').collect();
            let kind = f.get(6).and_then(|e| {
                ["PERSON", "ORGANIZATION", "LOCATION", "MISC"].iter().position(|k| k == e)
            });
            if let Some(kind) = kind {
                let byte =
                    |k: usize| bytes.get(f[k].parse().unwrap_or(0)).copied().unwrap_or(text.len());
                match gold.last_mut() {
                    Some(last) if open == Some(kind) => last.1 = byte(2),
                    _ => gold.push((byte(1), byte(2), kind as u8)),
                }
            }
            open = kind;
        }
        all.push(Text { name, text, gold, domain: 2, runs: Vec::new(), words: Words::default() });
    }
    Ok(all)
}

/// Reads a text as the program would, into runs with features and labels.
fn read(text: &mut Text, tagger: &Table) {
    let article = corpus::article(&text.name, &text.text);
    let reading = Reading::new(&article, Lexicon::builtin());
    let tokens = token::tokenise(&article, &token::sentences(&article));
    let words = Words::new(&article.text, &tokens);
    let tags = tagger::tag(&words, tagger);
    let clues = clues(&reading);
    let scene = Scene::new(&words, &tags, &clues);
    let labels = labels(&text.gold, &words);
    let mut found = Vec::new();
    for (from, to) in scene.runs.iter().copied() {
        let (mut ids, mut ends) = (Vec::new(), Vec::new());
        for at in from..to {
            found.clear();
            scene.features(at, (from, to), &mut found);
            naming::domain(&mut found, text.domain);
            ids.extend(found.iter().map(|f| f & ((1 << BITS) - 1)));
            ends.push(ids.len());
        }
        let mut gold = labels[from..to].to_vec();
        // A name that begins before its run begins with it.
        if gold[0] > 0 && gold[0].is_multiple_of(2) {
            gold[0] -= 1;
        }
        text.runs.push(Run { from, ids, ends, gold });
    }
    text.words = words;
}

/// The label of each token: that of the widest actor, unless it only joins two others by "and".
fn labels(gold: &[(usize, usize, u8)], words: &Words) -> Vec<u8> {
    let mut labels = vec![0_u8; words.len()];
    let mut sorted: Vec<_> = gold.to_vec();
    sorted.sort_by_key(|g| (g.0, std::cmp::Reverse(g.1), g.2));
    let joins = |g: &(usize, usize, u8)| {
        let inner = |i: &&(usize, usize, u8)| {
            i.0 >= g.0 && i.1 <= g.1 && (i.0, i.1) != (g.0, g.1) && i.2 == g.2
        };
        let first = sorted.iter().filter(inner).any(|i| i.0 == g.0);
        let last = sorted.iter().filter(inner).any(|i| i.1 == g.1);
        first && last
    };
    // Actors first: a body in the name of a work is worth more than the work.
    for actors in [true, false] {
        let mut end = 0;
        for g in sorted.iter().filter(|g| (g.2 < 3) == actors) {
            if g.0 < end || joins(g) {
                continue;
            }
            end = g.1;
            let (from, to) = corpus::touched(words, g.0, g.1);
            let label = Sort::ALL[usize::from(g.2)].label();
            let mut open = false;
            for slot in &mut labels[from..to] {
                open &= *slot == 0;
                if *slot == 0 {
                    *slot = label + u8::from(open);
                    open = true;
                }
            }
        }
    }
    labels
}

/// Puts numbers for the features in place of their buckets; the buckets by number.
fn index(texts: &mut [Text], least: u16) -> Vec<(u32, u16)> {
    let mut seen = vec![0_u16; 1 << BITS];
    for id in texts.iter().flat_map(|t| &t.runs).flat_map(|r| &r.ids) {
        seen[*id as usize] = seen[*id as usize].saturating_add(1);
    }
    let mut numbers = vec![u32::MAX; 1 << BITS];
    let mut kept = Vec::new();
    for (bucket, count) in seen.iter().enumerate() {
        if *count >= least {
            numbers[bucket] = kept.len() as u32;
            kept.push((bucket as u32, *count));
        }
    }
    for run in texts.iter_mut().flat_map(|t| &mut t.runs) {
        let (mut ids, mut from) = (Vec::with_capacity(run.ids.len()), 0);
        for end in &mut run.ends {
            ids.extend(
                run.ids[from..*end].iter().map(|b| numbers[*b as usize]).filter(|n| *n != u32::MAX),
            );
            from = *end;
            *end = ids.len();
        }
        run.ids = ids;
    }
    kept
}

struct Crf {
    weights: Vec<[f32; LABELS]>,
    moves: Vec<f32>,
}

fn train(texts: &[Text], chosen: &[usize], size: usize) -> Crf {
    let mut weights = vec![[0.0_f32; LABELS]; size];
    let mut squares = vec![[0.01_f32; LABELS]; size];
    let mut average = vec![[0.0_f32; LABELS]; size];
    let (mut moves, mut move_squares, mut move_average) =
        (vec![0.0_f32; MOVES], vec![1.0_f32; MOVES], vec![0.0_f32; MOVES]);
    let mut order: Vec<(usize, usize)> =
        chosen.iter().flat_map(|d| (0..texts[*d].runs.len()).map(move |r| (*d, r))).collect();
    let mut dice = Dice::new(21);
    let chance = (DROP * 1000.0) as usize;
    let gain = 1.0 / (1.0 - DROP);
    let (mut points, mut used, mut bounds) = (Vec::new(), Vec::new(), Vec::new());
    let mut kept = 0.0;
    for pass in 0..PASSES {
        dice.shuffle(&mut order);
        for (d, r) in &order {
            let (text, run) = (&texts[*d], &texts[*d].runs[*r]);
            let scale = if text.domain == 1 { 1.0 } else { SILVER };
            points.clear();
            used.clear();
            bounds.clear();
            bounds.push(0);
            let mut from = 0;
            for end in &run.ends {
                let mut p = [0.0_f32; LABELS];
                for id in &run.ids[from..*end] {
                    if chance > 0 && dice.below(1000) < chance {
                        continue;
                    }
                    used.push(*id);
                    for (p, w) in p.iter_mut().zip(&weights[*id as usize]) {
                        *p += w * gain;
                    }
                }
                from = *end;
                bounds.push(used.len());
                points.push(p);
            }
            let mut counts = vec![0.0_f32; MOVES];
            let post = naming::sums(&points, &moves, Some(&mut counts));
            counts[LABELS * LABELS + usize::from(run.gold[0])] -= 1.0;
            for pair in run.gold.windows(2) {
                counts[usize::from(pair[0]) * LABELS + usize::from(pair[1])] -= 1.0;
            }
            for (m, g) in counts.iter().enumerate() {
                let g = g * scale;
                if g.abs() > 1e-4 {
                    move_squares[m] += g * g;
                    moves[m] -= RATE * g / move_squares[m].sqrt();
                }
            }
            for (i, row) in post.iter().enumerate() {
                let mut g = row.map(|p| p * scale);
                g[usize::from(run.gold[i])] -= scale;
                if g.iter().all(|g| g.abs() < 2e-3) {
                    continue;
                }
                for id in &used[bounds[i]..bounds[i + 1]] {
                    let (w, s) = (&mut weights[*id as usize], &mut squares[*id as usize]);
                    for c in 0..LABELS {
                        s[c] += g[c] * g[c];
                        w[c] -= RATE * g[c] / s[c].sqrt();
                    }
                }
            }
        }
        if pass * 2 >= PASSES {
            kept += 1.0;
            for (a, w) in average.iter_mut().flatten().zip(weights.iter().flatten()) {
                *a += w;
            }
            for (a, w) in move_average.iter_mut().zip(&moves) {
                *a += w;
            }
        }
    }
    average.iter_mut().flatten().chain(&mut move_average).for_each(|a| *a /= kept);
    Crf { weights: average, moves: move_average }
}

impl Crf {
    fn names(&self, text: &Text, bias: f32) -> Vec<Name> {
        let mut names = Vec::new();
        for run in &text.runs {
            let mut from = 0;
            let points: Vec<[f32; LABELS]> = run
                .ends
                .iter()
                .map(|end| {
                    let mut p = [0.0_f32; LABELS];
                    for id in &run.ids[from..*end] {
                        for (p, w) in p.iter_mut().zip(&self.weights[*id as usize]) {
                            *p += w;
                        }
                    }
                    from = *end;
                    p[0] -= bias;
                    p
                })
                .collect();
            let sure = naming::sums(&points, &self.moves, None);
            naming::push_names(&naming::best(&points, &self.moves), &sure, run.from, &mut names);
        }
        names
    }

    fn table(&self, kept: &[(u32, u16)], bias: f32, keep: usize) -> Vec<u8> {
        let mut extra = self.moves.clone();
        extra.push(bias);
        let mut numbers = vec![u32::MAX; 1 << BITS];
        for (number, (bucket, _)) in kept.iter().enumerate() {
            numbers[*bucket as usize] = number as u32;
        }
        let row = |bucket: usize| match numbers[bucket] {
            u32::MAX => &NONE[..],
            number => &self.weights[number as usize][..],
        };
        let worth = |bucket: usize| match numbers[bucket] {
            u32::MAX => 0.0,
            number => most(row(bucket)) * f32::from(kept[number as usize].1).powf(0.25),
        };
        write(BITS, LABELS, false, keep, &extra, row, worth)
    }
}

static NONE: &[f32; LABELS] = &[0.0; LABELS];

/// Names as `tools/score_actors.py` counts them.
#[derive(Default)]
struct Count {
    gold: usize,
    found: usize,
    pred: usize,
    right: usize,
    kind: usize,
}

fn overlap(a: (usize, usize), b: (usize, usize)) -> usize {
    a.1.min(b.1).saturating_sub(a.0.max(b.0))
}

fn actors(text: &Text, names: &[Name]) -> Vec<(usize, usize, u8)> {
    names
        .iter()
        .filter(|n| n.sort != Sort::Other)
        .map(|n| (text.words.spans[n.from].start(), text.words.spans[n.to - 1].end(), n.sort as u8))
        .collect()
}

fn met(g: &(usize, usize, u8), got: &[(usize, usize, u8)]) -> Option<(usize, usize, u8)> {
    let half = |x: &&(usize, usize, u8)| {
        overlap((x.0, x.1), (g.0, g.1)) * 2 >= g.1 - g.0 && x.1 - x.0 <= 3 * (g.1 - g.0)
    };
    got.iter()
        .filter(half)
        .max_by_key(|x| (overlap((x.0, x.1), (g.0, g.1)), std::cmp::Reverse(x.1 - x.0)))
        .copied()
}

impl Count {
    fn add(&mut self, text: &Text, names: &[Name]) {
        let got = actors(text, names);
        for g in text.gold.iter().filter(|g| g.2 < 3) {
            self.gold += 1;
            if let Some(x) = met(g, &got) {
                self.found += 1;
                self.kind += usize::from(x.2 == g.2);
            }
        }
        self.pred += got.len();
        self.right += got.iter().filter(|x| is_right(text, x)).count();
    }

    fn f(&self) -> f32 {
        let (p, r) = (
            self.right as f32 / self.pred.max(1) as f32,
            self.found as f32 / self.gold.max(1) as f32,
        );
        2.0 * p * r / (p + r).max(1e-6)
    }

    fn line(&self) -> String {
        format!(
            "found P {:.3} R {:.3} F {:.3}  kind {:.3}",
            self.right as f32 / self.pred.max(1) as f32,
            self.found as f32 / self.gold.max(1) as f32,
            self.f(),
            self.kind as f32 / self.found.max(1) as f32
        )
    }
}

fn is_right(text: &Text, x: &(usize, usize, u8)) -> bool {
    text.gold.iter().any(|g| g.2 < 3 && overlap((x.0, x.1), (g.0, g.1)) * 2 >= g.1 - g.0)
}

fn mistakes(text: &Text, names: &[Name]) -> String {
    let got = actors(text, names);
    let kinds = ["person", "organisation", "place", "other"];
    let mut lines = String::new();
    let mut say = |what: &str, a: usize, b: usize| {
        let near = |at: usize, by: isize| {
            let mut at = (at as isize + by).clamp(0, text.text.len() as isize) as usize;
            while !text.text.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let part = |a: usize, b: usize| text.text.get(a..b).unwrap_or("").replace('\n', "|");
        lines += &format!(
            "{what}\t{}\t{}[{}]{}\n",
            text.name,
            part(near(a, -40), a),
            part(a, b),
            part(b, near(b, 40))
        );
    };
    for x in &got {
        if !is_right(text, x) {
            say(&format!("extra {}", kinds[usize::from(x.2)]), x.0, x.1);
        }
    }
    for g in text.gold.iter().filter(|g| g.2 < 3) {
        match met(g, &got) {
            None => say(&format!("missed {}", kinds[usize::from(g.2)]), g.0, g.1),
            Some(x) if x.2 != g.2 => {
                say(
                    &format!("{} as {}", kinds[usize::from(g.2)], kinds[usize::from(x.2)]),
                    g.0,
                    g.1,
                );
            }
            Some(_) => {}
        }
    }
    lines
}
