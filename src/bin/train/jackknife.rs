//! Parts of speech and dependencies: held out for what learns from them, and learned from everything for the program.

use crate::corpus::Doc;
use crate::folds::{FOLDS, folds, in_order, others, own};
use crate::log::Log;
use crate::{save, syntax};
use std::path::Path;
use whosaid::extract::model::parser::Syntax;

/// The syntax of every article by models that never saw its part.
pub fn held_out(docs: &[Doc], cache: Option<&Path>, log: &Log) -> anyhow::Result<Vec<Syntax>> {
    let cache = cache.map(|folder| folder.join("syntax"));
    if let Some(path) = cache.as_deref().filter(|path| path.exists()) {
        log.say("syntax from the cache");
        return Ok(unpack(docs, &std::fs::read(path)?));
    }
    let tags = tags(docs, log);
    let syntax = arcs(docs, tags, log);
    if let Some(path) = cache {
        std::fs::write(path, pack(&syntax))?;
    }
    Ok(syntax)
}

fn tags(docs: &[Doc], log: &Log) -> Vec<Vec<u8>> {
    let tagged = folds(FOLDS, |fold| {
        let rest: Vec<&Doc> = others(docs.len(), fold).iter().map(|d| &docs[*d]).collect();
        let model = syntax::learn_tags(&rest, 5);
        own(docs.len(), fold).map(|d| (d, syntax::tag(&docs[d], &model))).collect()
    });
    let tags: Vec<Vec<u8>> = in_order(docs.len(), tagged);
    let (mut right, mut all) = (0, 0);
    for (doc, tags) in docs.iter().zip(&tags) {
        all += tags.len();
        right += tags.iter().zip(&doc.syntax.tags).filter(|(a, b)| a == b).count();
    }
    log.say(&format!("tags, held out: {:.4} right", right as f32 / all as f32));
    tags
}

fn arcs(docs: &[Doc], tags: Vec<Vec<u8>>, log: &Log) -> Vec<Syntax> {
    let parsed = folds(FOLDS, |fold| {
        let rest = others(docs.len(), fold);
        let some: Vec<&Doc> = rest.iter().map(|d| &docs[*d]).collect();
        let some_tags: Vec<&Vec<u8>> = rest.iter().map(|d| &tags[*d]).collect();
        let arcs = syntax::learn_arcs(&some, &some_tags, 6);
        let names = syntax::learn_names(&some, &some_tags, 4);
        let parse = |d: usize| {
            let heads = syntax::parse(&docs[d], &tags[d], &arcs);
            let relations = syntax::name(&docs[d], &tags[d], &heads, &names);
            (d, (heads, relations))
        };
        own(docs.len(), fold).map(parse).collect()
    });
    let parsed = in_order(docs.len(), parsed);
    let put = |(tags, (heads, relations))| Syntax { tags, heads, relations };
    let syntax: Vec<Syntax> = tags.into_iter().zip(parsed).map(put).collect();
    let (mut arcs, mut both, mut all) = (0, 0, 0);
    for (doc, s) in docs.iter().zip(&syntax) {
        all += s.heads.len();
        for i in 0..s.heads.len() {
            let same = s.heads[i] == doc.syntax.heads[i];
            arcs += usize::from(same);
            both += usize::from(same && s.relations[i] == doc.syntax.relations[i]);
        }
    }
    let share = |n: usize| n as f32 / all as f32;
    log.say(&format!(
        "syntax, held out: heads {:.4}, with relation {:.4}",
        share(arcs),
        share(both)
    ));
    syntax
}

fn pack(syntax: &[Syntax]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for s in syntax {
        bytes.extend(&s.tags);
        bytes.extend(&s.relations);
        bytes.extend(s.heads.iter().flat_map(|h| h.to_le_bytes()));
    }
    bytes
}

fn unpack(docs: &[Doc], bytes: &[u8]) -> Vec<Syntax> {
    let mut at = 0;
    let mut take = |n: usize| {
        at += n;
        &bytes[at - n..at]
    };
    let number = |c: &[u8]| u32::from_le_bytes([c[0], c[1], c[2], c[3]]);
    let one = |doc: &Doc| {
        let n = doc.words.len();
        let tags = take(n).to_vec();
        let relations = take(n).to_vec();
        let heads = take(4 * n).chunks_exact(4).map(number).collect();
        Syntax { tags, heads, relations }
    };
    docs.iter().map(one).collect()
}

/// Learns the files of syntax from everything.
pub fn write(docs: &[Doc], syntax: &[Syntax], out: &Path, log: &Log) -> anyhow::Result<()> {
    let all: Vec<&Doc> = docs.iter().collect();
    let tags: Vec<&Vec<u8>> = syntax.iter().map(|s| &s.tags).collect();
    let (a, bc) = std::thread::scope(|scope| {
        let one = scope.spawn(|| syntax::learn_tags(&all, 5));
        let two = scope
            .spawn(|| (syntax::learn_arcs(&all, &tags, 6), syntax::learn_names(&all, &tags, 4)));
        (one.join(), two.join())
    });
    let (Ok(a), Ok((b, c))) = (a, bc) else { anyhow::bail!("a thread of the trainer has ended") };
    save(out, "tags", &a.table(true, 60_000), log)?;
    save(out, "arcs", &b.table(false, 250_000), log)?;
    save(out, "relations", &c.table(true, 45_000), log)
}
