//! Notes in the dialects of note-taking programs: a page for Logseq, an outline for Org, and for
//! Obsidian a file for each note.
//!
//! All of them are other people's text in somebody's markup: nothing in it may become markup.

use super::chain;
use super::dossier::{Dossier, Mark, Only, Selection};
use super::format::Export;
use super::markdown::escape::{address, fragment, inline, lines, yaml};
use super::names::{self, tag_name};
use crate::doc::Place;
use crate::extract::Claim;
use crate::notes::words::ruled;
use crate::notes::{About, Note, NoteKind};
use crate::text::{one_line, slug};

/// Obsidian, a file for each note: front matter, the quotation as a callout, the words below.
#[must_use]
pub fn obsidian_notes(dossier: &Dossier<'_>, export: &Export) -> Vec<(String, String)> {
    let article = dossier.article;
    let notes = notes(dossier, export);
    let files = notes.iter().map(|(note, place)| {
        let words = if note.body.trim().is_empty() { &note.anchor.exact } else { &note.body };
        let words: String = slug(words).chars().take(40).collect();
        let name = format!("{}-{}.md", words.trim_matches('-'), note.id);
        let mut out = String::from("---\n");
        let title = one_line(article.name());
        out.push_str(&format!("article: {}\n", yaml(&title)));
        out.push_str(&format!("source: {}\n", yaml(dossier.address())));
        if let Some(speaker) = &note.speaker {
            out.push_str(&format!("speaker: {}\n", yaml(&one_line(speaker))));
        }
        out.push_str(&format!("kind: {}\ncreated: {}\n", note.kind.name(), note.made.date()));
        if !note.tags.is_empty() {
            out.push_str("tags:\n");
            for tag in &note.tags {
                out.push_str(&format!("  - {}\n", yaml(&tag_name(tag))));
            }
        }
        out.push_str("---\n\n");
        if note.about != About::Article {
            let by = note.speaker.as_deref().map_or(String::new(), |s| format!(" {}", inline(s)));
            out.push_str(&format!("> [!quote]{by}\n"));
            let quote = lines(&note.anchor.exact, "");
            for line in quote.lines() {
                // Obsidian's own mark for a highlight; it does not reach over lines.
                let marked = note.kind == NoteKind::Highlight && !line.is_empty();
                let broken = line.strip_suffix('\\').filter(|_| marked);
                let line = match (marked, broken) {
                    (true, Some(line)) => format!("=={line}==\\"),
                    (true, None) => format!("=={line}=="),
                    (false, _) => line.to_owned(),
                };
                out.push_str(format!("> {line}").trim_end());
                out.push('\n');
            }
        }
        if !note.body.trim().is_empty() {
            out.push('\n');
            out.push_str(&lines(&note.body, ""));
        }
        if let Some(ruled) = ruled(note) {
            out.push_str(&format!("\n{}\n", inline(&ruled)));
        }
        if let Some(link) = note.check.as_ref().and_then(|check| check.link.as_deref()) {
            out.push_str(&format!("\n<{}>\n", address(link)));
        }
        if let Some(link) = link(dossier, *place) {
            out.push_str(&format!("\n[{}](<{link}>)\n", inline(article.name())));
        }
        out.push_str(&format!("\n^{}\n", note.id));
        (name.trim_start_matches('-').to_owned(), out)
    });
    files.collect()
}

/// Logseq: a page with properties, a bullet for each claim and note.
#[must_use]
pub fn logseq(dossier: &Dossier<'_>, export: &Export) -> Vec<(String, String)> {
    let article = dossier.article;
    let meta = &article.meta;
    let mut out = String::new();
    let mut property = |key: &str, value: &str| {
        if !value.is_empty() {
            out.push_str(&format!("{key}:: {}\n", inline(value)));
        }
    };
    property("title", article.name());
    property("source", dossier.address());
    property("author", meta.byline.as_deref().unwrap_or(""));
    property("outlet", meta.outlet.as_deref().unwrap_or(""));
    property("published", meta.published.as_deref().unwrap_or(""));
    let claims = claims(dossier, export);
    if !claims.is_empty() {
        out.push_str("\n- ## Who said what\n");
        for (claim, way) in claims {
            out.push_str(&format!("\t- {}\n", inline(&way)));
            out.push_str(&format!("\t\t- > {}\n", inline(&chain::content(article, claim))));
        }
    }
    let notes = notes(dossier, export);
    if !notes.is_empty() {
        out.push_str("\n- ## Notes\n");
    }
    for (note, place) in notes {
        let quote = inline(&note.anchor.exact);
        let head = if note.about == About::Article {
            "On the whole article".into()
        } else {
            format!("> {quote}")
        };
        out.push_str(&format!(
            "\t- {head}\n\t  id:: {}\n\t  kind:: {}\n",
            note.id,
            note.kind.name()
        ));
        if let Some(speaker) = &note.speaker {
            out.push_str(&format!("\t  speaker:: {}\n", inline(speaker)));
        }
        if let Some(ruled) = ruled(note) {
            out.push_str(&format!("\t  ruling:: {}\n", inline(&ruled)));
        }
        if let Some(link) = note.check.as_ref().and_then(|check| check.link.as_deref()) {
            out.push_str(&format!("\t  evidence:: <{}>\n", address(link)));
        }
        if !note.tags.is_empty() {
            let tags: Vec<String> = note.tags.iter().map(|tag| tag_name(tag)).collect();
            out.push_str(&format!("\t  tags:: {}\n", tags.join(", ")));
        }
        if let Some(link) = link(dossier, place) {
            out.push_str(&format!("\t  link:: <{link}>\n"));
        }
        for line in note.body.lines().filter(|line| !line.trim().is_empty()) {
            out.push_str(&format!("\t\t- {}\n", inline(line)));
        }
    }
    vec![(format!("{}.md", names::file_stem(article)), out)]
}

/// Org: a heading for each claim and note, with its properties in a drawer.
#[must_use]
pub fn org(dossier: &Dossier<'_>, export: &Export) -> Vec<(String, String)> {
    let article = dossier.article;
    let meta = &article.meta;
    let mut out = format!("#+title: {}\n", org_line(article.name()));
    for (key, value) in [("author", &meta.byline), ("date", &meta.published)] {
        if let Some(value) = value {
            out.push_str(&format!("#+{key}: {}\n", org_line(value)));
        }
    }
    out.push_str(&format!("#+source: {}\n", org_line(dossier.address())));
    let claims = claims(dossier, export);
    if !claims.is_empty() {
        out.push_str("\n* Who said what\n");
        for (claim, way) in claims {
            out.push_str(&format!("** {}\n", org_line(&way)));
            out.push_str(&quote_block(&chain::content(article, claim)));
        }
    }
    let notes = notes(dossier, export);
    if !notes.is_empty() {
        out.push_str("\n* Notes\n");
    }
    for (note, place) in notes {
        let words = if note.body.trim().is_empty() { &note.anchor.exact } else { &note.body };
        let head = crate::text::columns::ellipsis(&org_line(words), 70);
        let tags: Vec<String> = note.tags.iter().map(|tag| org_tag(tag)).collect();
        let tags = if tags.is_empty() { String::new() } else { format!(" :{}:", tags.join(":")) };
        out.push_str(&format!("** {head}{tags}\n:PROPERTIES:\n:ID: {}\n", note.id));
        out.push_str(&format!(":KIND: {}\n:CREATED: [{}]\n", note.kind.name(), note.made.date()));
        if let Some(speaker) = &note.speaker {
            out.push_str(&format!(":SPEAKER: {}\n", org_line(speaker)));
        }
        if let Some(ruled) = ruled(note) {
            out.push_str(&format!(":RULING: {}\n", org_line(&ruled)));
        }
        if let Some(link) = note.check.as_ref().and_then(|check| check.link.as_deref()) {
            out.push_str(&format!(":EVIDENCE: {}\n", address(link)));
        }
        if let Some(link) = link(dossier, place) {
            out.push_str(&format!(":LINK: {link}\n"));
        }
        out.push_str(":END:\n");
        if note.about != About::Article {
            out.push_str(&quote_block(&note.anchor.exact));
        }
        for line in note.body.lines() {
            out.push_str(&format!("{}\n", org_line(line)));
        }
    }
    vec![(format!("{}.org", names::file_stem(article)), out)]
}

fn notes<'a>(dossier: &Dossier<'a>, export: &Export) -> Vec<(&'a Note, Place)> {
    let marks = dossier.marks(&export.select);
    let notes = marks.into_iter().filter_map(|mark| match mark {
        Mark::Note(note, place) => Some((note, place)),
        _ => None,
    });
    let mut notes: Vec<_> = notes.collect();
    // In the order of the article: on all of it first, what is no longer in it last.
    notes.sort_by_key(|(note, place)| {
        (note.about != About::Article, place.span().is_none(), place.span(), note.id)
    });
    notes
}

/// The chosen claims, each with its way to the page in words.
fn claims<'a>(dossier: &Dossier<'a>, export: &Export) -> Vec<(&'a Claim, String)> {
    if export.select.only == Only::Mine {
        return Vec::new();
    }
    let marks = dossier.marks(&Selection { ..export.select.clone() });
    let claims = marks.into_iter().filter_map(|mark| match mark {
        Mark::Claim(_, claim, _) => {
            let way = chain::way(dossier.article, dossier.analysis, claim);
            let way: Vec<String> = way.into_iter().map(|stop| stop.name).collect();
            Some((claim, way.join(" → ")))
        }
        _ => None,
    });
    claims.collect()
}

/// A link back to the words themselves.
fn link(dossier: &Dossier<'_>, place: Place) -> Option<String> {
    let url = dossier.article.meta.url.as_deref()?;
    Some(fragment(url, dossier.article.slice(place.span()?)))
}

/// A tag as Org takes it: letters, digits, `_` and `@`.
fn org_tag(tag: &str) -> String {
    tag.trim().chars().map(|c| if c.is_alphanumeric() || c == '@' { c } else { '_' }).collect()
}

fn quote_block(words: &str) -> String {
    let lines: Vec<String> = words.lines().map(|line| format!("{}\n", org_line(line))).collect();
    format!("#+begin_quote\n{}#+end_quote\n", lines.concat())
}

/// A line in which Org finds nothing to do: a zero-width space, which its manual gives for this, goes
/// before what begins a heading, a keyword, a drawer or a table, and into what begins a link.
fn org_line(text: &str) -> String {
    let line = one_line(text).replace("[[", "[\u{200b}[").replace("<<", "<\u{200b}<");
    let begins = line.trim_start().starts_with(['*', '#', ':', '|', '-', '+', '[']);
    if begins { format!("\u{200b}{line}") } else { line }
}
