//! The models as a whole: text in, attributions out.

use super::*;
use crate::doc::{Article, ArticleId, Block, BlockKind, Digest, Meta};
use crate::extract::token;
use crate::text::slice;
use proptest::prelude::*;

fn article(text: &str) -> Article {
    let mut blocks = Vec::new();
    let mut at = 0;
    for line in text.split('\n') {
        let span = crate::text::span::trim(text, Span::new(at, at + line.len()));
        if !span.is_empty() {
            blocks.push(Block { kind: BlockKind::Para, span });
        }
        at += line.len() + 1;
    }
    Article {
        id: ArticleId(String::new()),
        meta: Meta::default(),
        text: text.into(),
        blocks,
        marks: Vec::new(),
        digest: Digest::of(text.as_bytes()),
    }
}

fn found(text: &str) -> Found {
    let article = article(text);
    let sentences = token::sentences(&article);
    let tokens = token::tokenise(&article, &sentences);
    embedded().learned(text, &tokens)
}

/// Source, cue and content of each attribution, with `|` between the pieces of one.
fn told(text: &str) -> Vec<String> {
    let join =
        |spans: &[Span]| spans.iter().map(|s| slice(text, *s)).collect::<Vec<_>>().join(" | ");
    found(text)
        .raws
        .iter()
        .map(|r| format!("{}: {}: {}", join(&r.source), join(&r.cue), join(&r.content)))
        .collect()
}

#[test]
fn finds_a_plain_statement() {
    assert_eq!(
        told("The mayor said that the bridge would be closed until Friday."),
        ["The mayor: said: that the bridge would be closed until Friday"]
    );
}

#[test]
fn finds_a_quotation_split_by_its_cue() {
    assert_eq!(
        told("“The river is rising,” said Anna Holt, “and we are not ready.”"),
        ["Anna Holt: said: “The river is rising,” | “and we are not ready.”"]
    );
}

#[test]
fn finds_nothing_where_nobody_is_credited() {
    assert!(told("The bridge was closed on Friday. It is made of steel.").is_empty());
}

#[test]
fn says_why_in_sentences() {
    let found = found("The mayor said that the bridge would be closed until Friday.");
    let reasons = &found.raws.first().unwrap().reasons;
    assert!(reasons.iter().any(|r| r == "“The mayor” is the subject of “said”."), "{reasons:?}");
}

#[test]
fn every_model_file_is_whole() {
    let models = embedded();
    for table in [
        &models.tags,
        &models.arcs,
        &models.relations,
        &models.base,
        &models.more,
        &models.links,
        &models.borders,
        &models.naming,
    ] {
        assert!(!table.is_empty());
    }
    assert_eq!(models.base.extra().len(), chain::MOVES);
    assert_eq!(models.more.extra().len(), chain::MOVES);
    assert!(models.curve().windows(2).all(|pair| pair[0] <= pair[1]), "{:?}", models.curve());
}

#[test]
fn a_damaged_file_reads_as_an_empty_table() {
    assert!(Table::read(b"").is_empty());
    assert!(Table::read(b"\x16\x09\x00\x00\xff\xff\xff\xff").is_empty());
    assert!(Table::read(&[20; 40]).is_empty());
}

#[test]
fn a_long_run_of_marks_is_read_in_pieces() {
    let text = "“”\" said, ".repeat(3000);
    let _ = found(&text);
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "[a-zA-Z“”\"'‘’,.:; \\n—said]{0,300}|\\PC{0,200}") {
        let found = found(&text);
        for raw in &found.raws {
            prop_assert!((0.0..=1.0).contains(&raw.score));
            for span in raw.source.iter().chain(&raw.cue).chain(&raw.content) {
                prop_assert!(!slice(&text, *span).is_empty());
            }
        }
    }

    #[test]
    fn what_is_before_a_block_does_not_change_its_parse(a in "[a-z]{1,8}( [a-z]{1,8}){0,8}\\.") {
        let alone = found(&a).syntax;
        let after = found(&format!("It rained.\n{a}")).syntax;
        let n = alone.tags.len();
        prop_assert_eq!(&alone.tags[..], &after.tags[after.tags.len() - n..]);
    }
}
