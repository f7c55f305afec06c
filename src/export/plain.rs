//! The plain reading: an article with its claims numbered, then who said them.
//!
//! For pipes and for people who have the screen read to them: words and numbers, no boxes,
//! no colours, nothing that means something only by its place on the screen.

use super::chain::{content, credits, named, way, words};
use crate::doc::{Article, BlockKind};
use crate::extract::{Analysis, Modality, Negation, Stance};
use crate::text::{Span, counted, one_line, wrap};
use std::collections::BTreeMap;

/// The article and its analysis as lines of at most `width` columns.
#[must_use]
pub fn plain(article: &Article, analysis: &Analysis, width: usize) -> String {
    let width = width.max(20);
    let mut out = Lines { text: String::new(), width };
    let has_title = article.blocks.iter().any(|block| block.kind == BlockKind::Title);
    if !has_title && !article.meta.title.is_empty() {
        out.paragraph("", &one_line(&article.meta.title));
    }
    let meta = meta_line(article);
    if !has_title && !meta.is_empty() {
        out.paragraph("", &meta);
    }
    blocks(article, analysis, &meta, &mut out);
    out.text.push_str(&lists(article, analysis, width));
    out.text
}

/// The sources and the claims alone, as lines of at most `width` columns.
#[must_use]
pub fn lists(article: &Article, analysis: &Analysis, width: usize) -> String {
    let mut out = Lines { text: String::new(), width: width.max(20) };
    sources(article, analysis, &mut out);
    claims(article, analysis, &mut out);
    out.text
}

/// The blocks, with the meta line after the title.
fn blocks(article: &Article, analysis: &Analysis, meta: &str, out: &mut Lines) {
    let numbers = numbers(analysis);
    for block in &article.blocks {
        let text = numbered(article, block.span, &numbers);
        match block.kind {
            BlockKind::Separator => out.paragraph("", "* * *"),
            BlockKind::Heading(level) => {
                out.paragraph(
                    &format!("{} ", "#".repeat(level.clamp(1, 6).into())),
                    &one_line(&text),
                );
            }
            BlockKind::Quote => out.paragraph("> ", &one_line(&text)),
            BlockKind::Item { depth } => {
                out.paragraph(&format!("{}- ", "  ".repeat(depth.min(8).into())), &one_line(&text));
            }
            BlockKind::Caption => out.paragraph("", &format!("[Caption] {}", one_line(&text))),
            BlockKind::Code => out.as_it_stands(&text),
            BlockKind::Table => out.as_it_stands(&text.replace('\t', " | ")),
            BlockKind::Title | BlockKind::Standfirst | BlockKind::Byline | BlockKind::Para => {
                out.paragraph("", &one_line(&text));
            }
        }
        if block.kind == BlockKind::Title && !meta.is_empty() {
            out.paragraph("", meta);
        }
    }
}

/// Outlet, authors, date and address, as far as they are known.
fn meta_line(article: &Article) -> String {
    let mut known = credits(article);
    known.extend(article.meta.url.clone());
    known.join(" · ")
}

/// After which byte which claims are to be numbered.
fn numbers(analysis: &Analysis) -> BTreeMap<usize, Vec<usize>> {
    let mut numbers: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (n, claim) in (1..).zip(&analysis.claims) {
        // Where nothing is said ("declined to comment") the cue is what there is.
        let spans = if claim.content.is_empty() { &claim.cue } else { &claim.content };
        if let Some(end) = spans.iter().map(|span| span.end()).max() {
            numbers.entry(end).or_default().push(n);
        }
    }
    numbers
}

/// The text of a block with the numbers of the claims that end in it.
fn numbered(article: &Article, span: Span, numbers: &BTreeMap<usize, Vec<usize>>) -> String {
    let mut text = String::new();
    let mut from = span.start();
    for (at, claims) in numbers.range(span.start() + 1..=span.end().max(span.start() + 1)) {
        text.push_str(article.slice(Span::new(from, *at)));
        let list: Vec<String> = claims.iter().map(ToString::to_string).collect();
        text.push_str(&format!(" [{}]", list.join(", ")));
        from = *at;
    }
    text.push_str(article.slice(Span::new(from, span.end())));
    text
}

fn sources(article: &Article, analysis: &Analysis, out: &mut Lines) {
    out.paragraph("", &format!("SOURCES ({})", analysis.sources.len()));
    for source in &analysis.sources {
        let mut parts = vec![named(article, source), source.kind.name().to_owned()];
        if !source.claims.is_empty() {
            parts.push(counted(source.claims.len(), "claim"));
        }
        if !source.relays.is_empty() {
            parts.push(format!("passed on {}", source.relays.len()));
        }
        if let Some(reason) = source.anonymity {
            parts.push(format!("\"{}\"", one_line(article.slice(reason))));
        }
        out.item("- ", &parts.join(", "));
    }
    if !analysis.sources.is_empty() {
        out.text.push('\n');
    }
}

fn claims(article: &Article, analysis: &Analysis, out: &mut Lines) {
    out.paragraph("", &format!("CLAIMS ({})", analysis.claims.len()));
    for (n, claim) in (1..).zip(&analysis.claims) {
        let cue = words(article, &claim.cue);
        let mut how = vec![cue.as_str()];
        if claim.stance != Stance::Says {
            how.push(claim.stance.name());
        }
        if claim.negation != Negation::Plain {
            how.push(claim.negation.name());
        }
        if claim.modality != Modality::Asserted {
            how.push(claim.modality.name());
        }
        how.push(claim.mode.name());
        how.retain(|part| !part.is_empty());
        let how = how.join("; ");
        let content = content(article, claim);
        let way = way(article, analysis, claim).into_iter().map(|stop| stop.name);
        let way = way.collect::<Vec<_>>().join(" → ");
        out.item(&format!("[{n}] "), &format!("{way} ({how}): {content}"));
    }
}

/// Text in the making, wrapped.
struct Lines {
    text: String,
    width: usize,
}

impl Lines {
    /// A paragraph with a blank line after it; later lines stand under the text of the first.
    fn paragraph(&mut self, lead: &str, text: &str) {
        self.item(lead, text);
        self.text.push('\n');
    }

    /// A paragraph without a blank line after it.
    fn item(&mut self, lead: &str, text: &str) {
        let room = self.width.saturating_sub(lead.len()).max(10);
        let quote = lead.trim_start().starts_with('>');
        let indent = if quote { lead.to_owned() } else { " ".repeat(lead.len()) };
        for (n, line) in wrap::lines(text, room).into_iter().enumerate() {
            self.text.push_str(if n == 0 { lead } else { &indent });
            self.text.push_str(line);
            self.text.push('\n');
        }
    }

    /// Lines that mean something as they are.
    fn as_it_stands(&mut self, text: &str) {
        for line in text.lines() {
            self.text.push_str(line.trim_end());
            self.text.push('\n');
        }
        self.text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample;
    use crate::text::columns;

    #[test]
    fn an_article_is_read_from_top_to_bottom() {
        let (article, analysis) = sample::analysed();
        insta::assert_snapshot!(plain(&article, &analysis, 60));
    }

    #[test]
    fn no_line_is_wider_than_asked_for() {
        let (article, analysis) = sample::analysed();
        for width in [20, 33, 80] {
            for line in plain(&article, &analysis, width).lines() {
                assert!(columns::width(line) <= width, "{width}: {line}");
            }
        }
    }
}
