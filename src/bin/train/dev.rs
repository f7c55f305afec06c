//! The whole program on articles that nothing was learned from: figures, calibration, errors, speed.

use crate::corpus::Doc;
use crate::judge::{self, Judged};
use crate::log::Log;
use crate::options::Options;
use crate::score::Score;
use crate::told::Told;
use crate::{corpus, errors};
use std::time::{Duration, Instant};
use whosaid::extract::model::Models;
use whosaid::extract::{Analysis, Lexicon, analyse_with};
use whosaid::text::Span;
use whosaid::text::offsets::Offsets;

/// Analyses `polnear/dev` with the models that were written, or those in the program.
pub fn measure(options: &Options, log: &Log) -> anyhow::Result<()> {
    let folder = options.root.join("polnear/dev");
    if !folder.is_dir() {
        log.say("no dev articles");
        return Ok(());
    }
    let docs = corpus::read(&folder)?;
    let begun = Instant::now();
    let models = models(options);
    log.say(&format!("models read in {:.1} ms", begun.elapsed().as_secs_f32() * 1000.0));
    let lexicon = Lexicon::builtin();
    let mut spent = Duration::MAX;
    let mut found: Vec<Analysis> = Vec::new();
    for _ in 0..3 {
        let begun = Instant::now();
        found = docs.iter().map(|doc| analyse_with(&doc.article, lexicon, &models)).collect();
        spent = spent.min(begun.elapsed());
    }
    let speed = docs.len() as f32 / spent.as_secs_f32();
    log.say(&format!("{speed:.0} articles a second on one core, the best of three times"));
    let mut score = Score::default();
    let mut judged = Judged::default();
    let mut all = Vec::new();
    for (doc, analysis) in docs.iter().zip(&found) {
        let of = |claim: &whosaid::extract::Claim| {
            Told::of(doc, [&claim.source, &claim.cue, &claim.content], claim.score)
        };
        let told: Vec<Told> = analysis.claims.iter().map(of).collect();
        score.add_told(doc, &told);
        // What stands within another's content is not marked in the corpus, and would count as wrong.
        let outer = analysis.claims.iter().filter(|claim| claim.within.is_none());
        judged.add(doc, &outer.map(of).collect::<Vec<_>>());
        all.push(told);
    }
    log.say(&format!("dev: {}", score.line()));
    log.say(&format!("dev, outermost only: {}", judged.line()));
    println!("{}", judge::table(&judged.pairs));
    println!("{}", errors::report(&docs, &all, options.show));
    if let Some(path) = &options.jsonl {
        std::fs::write(path, lines(&docs, &found))?;
    }
    Ok(())
}

fn models(options: &Options) -> Models {
    let Some(out) = &options.out else { return Models::read() };
    Models::of(|name| {
        let bytes = std::fs::read(out.join(format!("{name}.bin"))).unwrap_or_default();
        Box::leak(bytes.into_boxed_slice())
    })
}

/// The claims as `tools/score.py` reads them.
fn lines(docs: &[Doc], found: &[Analysis]) -> String {
    let mut lines = String::new();
    for (doc, analysis) in docs.iter().zip(found) {
        let offsets = Offsets::new(&doc.article.text);
        let list =
            |spans: &[Span]| spans.iter().map(|s| offsets.point_pair(*s)).collect::<Vec<_>>();
        let claims: Vec<serde_json::Value> = analysis
            .claims
            .iter()
            .map(|c| serde_json::json!({"source": list(&c.source), "cue": list(&c.cue), "content": list(&c.content)}))
            .collect();
        let path = format!("{}.txt", doc.name);
        lines += &serde_json::json!({"path": path, "claims": claims}).to_string();
        lines.push('\n');
    }
    lines
}
