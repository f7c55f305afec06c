//! Marked text for tests: `[Ann]{source} [said]{cue} [it was late]{claim}`.
//!
//! Reads marked text into an article, and writes an analysis as marked text, so
//! that a test shows what is meant in the words of the passage itself.

use super::Analysis;
use crate::doc::{Article, ArticleId, Block, BlockKind, Digest, Meta};
use crate::text::{Span, span};

/// An article of paragraphs from plain text: lines are blocks.
pub(crate) fn article(text: &str) -> Article {
    let mut blocks = Vec::new();
    let mut at = 0;
    for line in text.split('\n') {
        let line_span = span::trim(text, Span::new(at, at + line.len()));
        if !line_span.is_empty() {
            blocks.push(Block { kind: BlockKind::Para, span: line_span });
        }
        at += line.len() + 1;
    }
    Article {
        id: ArticleId("text:test".to_owned()),
        meta: Meta::default(),
        text: text.into(),
        blocks,
        marks: Vec::new(),
        digest: Digest::of(text.as_bytes()),
    }
}

/// The text without its marks.
pub(crate) fn plain(marked: &str) -> String {
    let mut plain = String::new();
    let mut rest = marked.chars();
    while let Some(c) = rest.next() {
        match c {
            '[' => {}
            ']' => {
                // Past the label in braces.
                for c in rest.by_ref() {
                    if c == '}' {
                        break;
                    }
                }
            }
            _ => plain.push(c),
        }
    }
    plain
}

/// The text with what was found in it as marks.
pub(crate) fn mark(article: &Article, analysis: &Analysis) -> String {
    let mut marks: Vec<(Span, &str)> = Vec::new();
    for claim in &analysis.claims {
        marks.extend(claim.source.iter().map(|s| (*s, "source")));
        marks.extend(claim.cue.iter().map(|s| (*s, "cue")));
        marks.extend(claim.content.iter().map(|s| (*s, "claim")));
        marks.extend(claim.relay.iter().map(|hop| (hop.span, "relay")));
    }
    marks.sort_by_key(|(s, label)| (s.start(), usize::MAX - s.end(), *label));
    marks.dedup();
    let mut written = String::new();
    for (at, c) in article.text.char_indices() {
        close(&mut written, &marks, at);
        for _ in marks.iter().filter(|(s, _)| s.start() == at) {
            written.push('[');
        }
        written.push(c);
    }
    close(&mut written, &marks, article.text.len());
    written
}

fn close(written: &mut String, marks: &[(Span, &str)], at: usize) {
    for (_, label) in marks.iter().rev().filter(|(s, _)| s.end() == at) {
        written.push_str("]{");
        written.push_str(label);
        written.push('}');
    }
}
