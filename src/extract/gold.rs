//! The passages on relays, scored: through whom did each statement come to the page?
//!
//! The passages are ours (`assets/fixtures/relays`, whose README explains the
//! notation); half of them are held out of tuning. `.ci/floors.toml` says what must
//! not be lost.

use super::notation::{article, mark};
use super::{Analysis, Claim, Lexicon, analyse};
use crate::text::Span;
use std::collections::BTreeMap;
use std::path::Path;

/// What a reader finds in a passage.
#[derive(Default)]
struct Gold {
    source: Vec<Span>,
    cue: Vec<Span>,
    content: Vec<Span>,
    relay: BTreeMap<u32, Vec<Span>>,
}

/// How a half of the passages was read.
#[derive(Default, Debug)]
struct Score {
    claims: usize,
    right: usize,
    with_hops: usize,
    with_hops_right: usize,
    found: usize,
}

/// The text and the claims of a passage in marked text.
fn read(marked: &str) -> (String, Vec<Gold>) {
    let mut text = String::new();
    let mut open: Vec<usize> = Vec::new();
    let mut gold: BTreeMap<u32, Gold> = BTreeMap::new();
    let mut chars = marked.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => text.extend(chars.next()),
            '[' => open.push(text.len()),
            ']' => {
                let label: String = chars.by_ref().skip(1).take_while(|c| *c != '}').collect();
                let span = Span::new(open.pop().unwrap(), text.len());
                let name: String = label.chars().take_while(|c| c.is_alphabetic()).collect();
                let mut numbers =
                    label.trim_start_matches(&name).split('.').map(|n| n.parse().unwrap());
                let claim = gold.entry(numbers.next().unwrap()).or_default();
                match name.as_str() {
                    "source" => claim.source.push(span),
                    "cue" => claim.cue.push(span),
                    "claim" => claim.content.push(span),
                    "relay" => claim.relay.entry(numbers.next().unwrap()).or_default().push(span),
                    "anonymity" => {}
                    other => panic!("{other} is no label"),
                }
            }
            c => text.push(c),
        }
    }
    assert!(open.is_empty(), "{marked}");
    (text, gold.into_values().collect())
}

fn meet(one: &[Span], other: &[Span]) -> bool {
    one.iter().any(|a| other.iter().any(|b| a.overlaps(*b)))
}

/// The claim found that shares most with the one that a reader finds.
fn twin<'a>(gold: &Gold, analysis: &'a Analysis) -> Option<&'a Claim> {
    let shared = |claim: &Claim| -> usize {
        let both = |a: &[Span], b: &[Span]| -> usize {
            a.iter().flat_map(|a| b.iter().filter_map(|b| a.intersection(*b))).map(Span::len).sum()
        };
        // The cue tells nested claims apart, whose contents overlap.
        both(&claim.content, &gold.content) + 1000 * both(&claim.cue, &gold.cue)
    };
    analysis.claims.iter().filter(|claim| shared(claim) > 0).max_by_key(|claim| shared(claim))
}

/// The right source, and every hop right, in order, no more and no fewer.
fn is_right(gold: &Gold, claim: &Claim) -> bool {
    let source =
        meet(&gold.source, &claim.source) || gold.source.is_empty() && claim.source.is_empty();
    source
        && gold.relay.len() == claim.relay.len()
        && gold.relay.values().zip(&claim.relay).all(|(hop, found)| meet(hop, &[found.span]))
}

/// Scores the passages of a half, and tells what was missed in it.
fn score(half: &str) -> (Score, String) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/fixtures/relays");
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let mut score = Score::default();
    let mut missed = String::new();
    for path in paths {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        if !name.starts_with(half) {
            continue;
        }
        let (text, gold) = read(std::fs::read_to_string(&path).unwrap().trim_end());
        let analysis = analyse(&article(&text), Lexicon::builtin());
        for (number, gold) in (1..).zip(gold) {
            let twin = twin(&gold, &analysis);
            let right = twin.is_some_and(|claim| is_right(&gold, claim));
            score.claims += 1;
            score.found += usize::from(twin.is_some());
            score.right += usize::from(right);
            if !gold.relay.is_empty() {
                score.with_hops += 1;
                score.with_hops_right += usize::from(right);
            }
            if !right {
                let found = twin.map_or_else(|| "nothing".to_owned(), |twin| told(&text, twin));
                let mark = mark(&article(&text), &analysis);
                missed += &format!("{name} {number}: {found}\n    {mark}\n");
            }
        }
    }
    (score, missed)
}

/// Whom a claim was found to come from, by what words, and through whom.
fn told(text: &str, claim: &Claim) -> String {
    let words = |spans: &[Span]| -> Vec<String> {
        spans.iter().map(|span| crate::text::slice(text, *span).to_owned()).collect()
    };
    let hops: Vec<Span> = claim.relay.iter().map(|hop| hop.span).collect();
    let (source, cue) = (words(&claim.source), words(&claim.cue));
    format!("{} {source:?} {cue:?} through {:?}", claim.why.rule, words(&hops))
}

/// Scores a half, and holds it against its floors. What was missed in the held-out half is not told.
fn hold(half: &str) {
    let floors: toml::Table = toml::from_str(include_str!("../../.ci/floors.toml")).unwrap();
    let (score, missed) = score(half);
    if half == "tune" {
        println!("missed:\n{missed}");
    }
    let share = |part: usize, all: usize| part as f64 / all as f64;
    let all = share(score.right, score.claims);
    let hops = share(score.with_hops_right, score.with_hops);
    println!("relays {half}: {score:?}; all hops right {all:.3}, where there are hops {hops:.3}");
    for (name, figure) in [("all", all), ("hops", hops)] {
        let floor = floors["relays"][half][name].as_float().unwrap();
        assert!(figure >= floor, "{half} {name} {figure:.3} is below its floor {floor:.3}");
    }
}

#[test]
fn relays_are_read_no_worse_than_before() {
    hold("tune");
}

#[test]
fn relays_nobody_has_looked_at_are_read_no_worse_than_before() {
    // Scored, and never looked at: what was missed is not told.
    hold("held");
}

#[test]
fn marked_text_is_read() {
    let (text, gold) = read(
        "[[Oslo]{source1}]{source2} [said]{cue1} [it \\[would\\] wait]{claim1} via [AFP]{relay2.1}.",
    );
    assert_eq!(text, "Oslo said it [would] wait via AFP.");
    assert_eq!(gold.len(), 2);
    assert_eq!(gold[1].relay.len(), 1);
}
