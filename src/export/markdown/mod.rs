//! Markdown with front matter: who is quoted, claims by source with their relays, notes.
//!
//! Written for Obsidian's reading of Markdown and valid in any other. Articles and notes are
//! other people's text: all of it is escaped, so that it cannot become structure.

pub(super) mod escape;

use super::chain::{content, named, way, words};
use super::dossier::{Dossier, Mark, Selection};
use super::format::Export;
use super::names::tag_name;
use super::people::authors;
use crate::doc::{Article, Place, resolve};
use crate::extract::{Analysis, Claim, ClaimIdx, Source, SourceIdx, SourceKind};
use crate::notes::words::ruled;
use crate::notes::{About, Note, NoteKind, Notebook};
use crate::text::{Span, counted, one_line};
use escape::{fragment, inline, lines, yaml};
use std::collections::{BTreeMap, BTreeSet};

/// The claims by who said them, each in the order of the text.
type Claims<'a> = BTreeMap<Option<SourceIdx>, Vec<&'a Claim>>;

/// The document as one file.
pub(super) fn files(dossier: &Dossier<'_>, export: &Export) -> Vec<(String, String)> {
    let name = format!("{}.md", super::names::file_stem(dossier.article));
    let mut chosen = Chosen::default();
    let mut notebook = Notebook { notes: BTreeMap::new(), ..dossier.notebook.clone() };
    for mark in dossier.marks(&export.select) {
        match mark {
            Mark::Note(note, _) => {
                notebook.notes.insert(note.id, note.clone());
            }
            Mark::Claim(idx, ..) => {
                chosen.claims.insert(idx);
            }
            Mark::Source(idx, ..) => {
                chosen.sources.insert(idx);
            }
            Mark::Actor(..) => {}
        }
    }
    let is_all = export.select == Selection::default();
    let chosen = Some(&chosen).filter(|_| !is_all);
    vec![(name, document(dossier.article, dossier.analysis, &notebook, chosen))]
}

/// Which of the program's marks are written.
#[derive(Default)]
struct Chosen {
    claims: BTreeSet<ClaimIdx>,
    sources: BTreeSet<SourceIdx>,
}

/// The article's sources, claims and notes as Markdown.
#[must_use]
pub fn markdown(article: &Article, analysis: &Analysis, notebook: &Notebook) -> String {
    document(article, analysis, notebook, None)
}

/// The document; of what was found only what is chosen, where a choice was made.
fn document(
    article: &Article,
    analysis: &Analysis,
    notebook: &Notebook,
    chosen: Option<&Chosen>,
) -> String {
    let mut out = front_matter(article, notebook);
    out.push_str(&format!("\n# {}\n", inline(article.name())));
    let mut claims = Claims::new();
    let wanted = |idx| chosen.is_none_or(|chosen| chosen.claims.contains(&idx));
    for (_, claim) in (0..).map(ClaimIdx).zip(&analysis.claims).filter(|(idx, _)| wanted(*idx)) {
        // A claim by a source that is not there is nobody's.
        let said_by = claim.said_by.filter(|idx| analysis.source(*idx).is_some());
        claims.entry(said_by).or_default().push(claim);
    }
    if chosen.is_none_or(|chosen| !chosen.sources.is_empty()) {
        quoted(article, analysis, &claims, chosen, &mut out);
    }
    if chosen.is_none_or(|chosen| !chosen.claims.is_empty()) {
        by_source(article, analysis, &claims, &mut out);
    }
    notes(article, notebook, &mut out);
    out
}

fn front_matter(article: &Article, notebook: &Notebook) -> String {
    let meta = &article.meta;
    let mut out = String::from("---\n");
    out.push_str(&format!("title: {}\n", yaml(&one_line(article.name()))));
    let source = meta.url.as_deref().unwrap_or(&article.id.0);
    out.push_str(&format!("source: {}\n", yaml(source)));
    if let Some(byline) = &meta.byline {
        list("author", authors(byline), &mut out);
    }
    let optional = [("outlet", &meta.outlet), ("published", &meta.published)];
    for (key, value) in optional {
        if let Some(value) = value {
            out.push_str(&format!("{key}: {}\n", yaml(&one_line(value))));
        }
    }
    if let Some(first) = notebook.notes.values().map(|note| note.made).min() {
        out.push_str(&format!("created: {}\n", yaml(&first.date())));
    }
    let tags: BTreeSet<String> =
        notebook.notes.values().flat_map(|note| &note.tags).map(|tag| tag_name(tag)).collect();
    list("tags", tags.into_iter().filter(|tag| !tag.is_empty()).collect(), &mut out);
    out.push_str("---\n");
    out
}

fn list(key: &str, items: Vec<String>, out: &mut String) {
    if items.is_empty() {
        return;
    }
    out.push_str(&format!("{key}:\n"));
    for item in items {
        out.push_str(&format!("  - {}\n", yaml(&item)));
    }
}

fn quoted(
    article: &Article,
    analysis: &Analysis,
    claims: &Claims<'_>,
    chosen: Option<&Chosen>,
    out: &mut String,
) {
    let wanted = |idx| chosen.is_none_or(|chosen| chosen.sources.contains(&idx));
    out.push_str("\n## Who is quoted\n\n");
    if analysis.sources.is_empty() {
        out.push_str("Nobody that was found.\n");
    }
    for kind in SourceKind::ALL {
        for (idx, source) in
            sources(analysis).filter(|(idx, source)| source.kind == kind && wanted(*idx))
        {
            let mut parts = vec![source.kind.name().to_owned()];
            if !source.claims.is_empty() {
                parts.push(counted(source.claims.len(), "claim"));
            }
            if !source.relays.is_empty() {
                parts.push(format!("passed on {}", counted(source.relays.len(), "claim")));
            }
            let own = claims.get(&Some(idx)).map_or(&[][..], Vec::as_slice);
            parts.extend(relays(article, analysis, own));
            let name = inline(&named(article, source));
            out.push_str(&format!("- **{name}**: {}", parts.join(", ")));
            if let Some(reason) = source.anonymity {
                out.push_str(&format!("; “{}”", inline(article.slice(reason))));
            }
            out.push('\n');
        }
    }
}

/// By whom what a source said reached the page, where not from itself.
fn relays(article: &Article, analysis: &Analysis, own: &[&Claim]) -> Option<String> {
    let hops = own.iter().flat_map(|claim| &claim.relay);
    let via: BTreeSet<String> = hops
        .filter_map(|hop| analysis.source(hop.source))
        .map(|source| inline(&named(article, source)))
        .collect();
    let via: Vec<String> = via.into_iter().collect();
    if via.is_empty() { None } else { Some(format!("by way of {}", via.join(", "))) }
}

fn by_source(article: &Article, analysis: &Analysis, claims: &Claims<'_>, out: &mut String) {
    out.push_str("\n## Claims by source\n");
    if analysis.claims.is_empty() {
        out.push_str("\nNone that were found.\n");
    }
    let credited = sources(analysis).map(|(idx, source)| (Some(idx), named(article, source)));
    for (said_by, name) in credited.chain([(None, "Nobody credited".to_owned())]) {
        let own = claims.get(&said_by).map_or(&[][..], Vec::as_slice);
        if !own.is_empty() {
            out.push_str(&format!("\n### {}\n", inline(&name)));
        }
        for one in own {
            claim(article, analysis, one, out);
        }
    }
}

fn claim(article: &Article, analysis: &Analysis, claim: &Claim, out: &mut String) {
    out.push('\n');
    out.push_str(&lines(&content(article, claim), "> "));
    let mut parts = Vec::new();
    let cue = words(article, &claim.cue);
    if !cue.is_empty() {
        parts.push(format!("“{}”", inline(&cue)));
    }
    parts.push(claim.mode.name().to_owned());
    let way: Vec<String> =
        way(article, analysis, claim).iter().map(|stop| inline(&stop.name)).collect();
    parts.push(way.join(" → "));
    if let (Some(url), Some(first)) = (&article.meta.url, claim.content.first()) {
        parts.push(format!("[in the article](<{}>)", fragment(url, article.slice(*first))));
    }
    out.push_str(&format!("\n{}\n", parts.join(" · ")));
}

fn notes(article: &Article, notebook: &Notebook, out: &mut String) {
    if notebook.notes.is_empty() {
        return;
    }
    let (whole, parts): (Vec<&Note>, Vec<&Note>) =
        notebook.notes.values().partition(|note| note.about == About::Article);
    let whole: Vec<_> =
        whole.into_iter().map(|note| (Place::Exact(Span::default()), note)).collect();
    let mut placed: Vec<(Place, &Note)> =
        parts.into_iter().map(|note| (resolve(&note.anchor, article), note)).collect();
    // In the order of the article; those that have no place keep the order of making.
    placed.sort_by_key(|(place, _)| place.span());
    let (orphans, there): (Vec<_>, Vec<_>) =
        placed.into_iter().partition(|(place, _)| *place == Place::Orphan);
    for (title, notes) in [
        ("On the whole article", whole),
        ("Notes", there),
        ("Notes on words that are no longer in the article", orphans),
    ] {
        if !notes.is_empty() {
            out.push_str(&format!("\n## {title}\n"));
        }
        for (place, one) in notes {
            note(article, place, one, out);
        }
    }
}

fn note(article: &Article, place: Place, note: &Note, out: &mut String) {
    out.push('\n');
    let mut quote = String::new();
    if note.about != About::Article {
        quote = lines(&note.anchor.exact, "> ");
    }
    if let Some(speaker) = note.speaker.as_deref().map(inline).filter(|s| !s.is_empty()) {
        quote.push_str(&format!(">\n> — {speaker}\n"));
    }
    out.push_str(&quote);
    if !note.body.trim().is_empty() {
        if !quote.is_empty() {
            out.push('\n');
        }
        out.push_str(&lines(&note.body, ""));
    }
    let mut parts = Vec::new();
    if !matches!(note.kind, NoteKind::Highlight | NoteKind::Note) {
        parts.push(note.kind.name().to_owned());
    }
    parts.extend(note.about.name().map(|name| format!("on {}", inline(name))));
    parts.extend(ruled(note).map(|ruled| inline(&ruled)));
    if let Some(link) = note.check.as_ref().and_then(|check| check.link.as_deref()) {
        parts.push(inline(link));
    }
    parts.extend(note.pen.as_deref().map(inline));
    let tags: Vec<String> = note.tags.iter().map(|tag| tag_name(tag)).collect();
    parts.extend(tags.iter().filter(|tag| !tag.is_empty()).map(|tag| format!("#{tag}")));
    match place {
        Place::Exact(_) | Place::Orphan => {}
        Place::Moved(_) => parts.push("found again in a changed text".into()),
        Place::Approximate(span, score) => parts.push(format!(
            "now reads “{}” ({:.0}% alike)",
            inline(article.slice(span)),
            score * 100.0
        )),
    }
    let span = place.span().filter(|span| !span.is_empty());
    if let (Some(url), Some(span)) = (&article.meta.url, span) {
        parts.push(format!("[in the article](<{}>)", fragment(url, article.slice(span))));
    }
    // A block id ends a paragraph of its own, so that a link leads to this note.
    parts.push(format!("^{}", note.id));
    out.push_str(&format!("\n{}\n", parts.join(" · ").replace(" · ^", " ^")));
}

fn sources(analysis: &Analysis) -> impl Iterator<Item = (SourceIdx, &Source)> {
    (0..).map(SourceIdx).zip(&analysis.sources)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample;
    use proptest::prelude::*;

    #[test]
    fn an_article_with_notes() {
        let (article, analysis) = sample::analysed();
        let notebook = sample::notebook(&article);
        insta::assert_snapshot!(markdown(&article, &analysis, &notebook));
    }

    #[test]
    fn a_note_on_the_whole_article_comes_first_and_quotes_nothing() {
        let (article, analysis) = sample::analysed();
        let mut notebook = sample::notebook(&article);
        let anchor = crate::doc::describe(&article, Span::at(0));
        let id = crate::notes::NoteId(99);
        let kind = NoteKind::Note;
        let note = Note::new(id, kind, anchor, crate::doc::Time(1_747_000_000_000));
        let body = "Thin on sources.".into();
        notebook.notes.insert(id, Note { about: About::Article, body, ..note });
        let text = markdown(&article, &analysis, &notebook);
        let (_, notes) = text.split_once("\n## On the whole article\n").unwrap();
        assert!(
            notes.starts_with("\nThin on sources.\n\n^0000000000000063\n\n## Notes\n"),
            "{notes}"
        );
    }

    #[test]
    fn an_article_with_nothing() {
        let mut article = sample::article();
        article.meta = crate::doc::Meta::default();
        let notebook = Notebook::new(article.id.clone(), article.meta.clone(), article.digest);
        insta::assert_snapshot!(markdown(&article, &Analysis::empty(article.digest), &notebook));
    }

    proptest! {
        #[test]
        fn hostile_words_make_no_headings(title in "\\PC{0,30}", body in "[#=>`\\[\\]<a \n-]{0,40}") {
            let (mut article, analysis) = sample::analysed();
            let mut notebook = sample::notebook(&article);
            let headings = |text: &str| {
                use pulldown_cmark::{Event, Parser, Tag};
                let heading = |e: &Event<'_>| matches!(e, Event::Start(Tag::Heading { .. }));
                // After the front matter, which is not Markdown.
                let body = text.split_once("\n---\n").map_or("", |(_, body)| body);
                Parser::new(body).filter(heading).count()
            };
            let before = headings(&markdown(&article, &analysis, &notebook));
            article.meta.title = format!("x{title}");
            for note in notebook.notes.values_mut() {
                note.body.clone_from(&body);
                note.speaker = Some(body.clone());
            }
            prop_assert_eq!(headings(&markdown(&article, &analysis, &notebook)), before);
        }
    }
}
