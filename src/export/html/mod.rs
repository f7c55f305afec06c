//! A report in one HTML file: the article with its marks, who said what, and the notes.
//!
//! No script and nothing fetched: it opens anywhere, also in ten years, and a hostile article can
//! do nothing in it. Marks are switched with check boxes and style alone; a claim that is hovered or
//! focused shows its way to the page, and says it to a screen reader by its entry in the list.

mod marks;
#[cfg(test)]
mod tests;

use super::address::uri;
use super::chain::{self, Part};
use super::dossier::{Dossier, Mark};
use super::format::Export;
use super::names;
use crate::doc::{Block, BlockKind, Place};
use crate::extract::{Claim, ClaimIdx, SourceIdx, SourceKind};
use crate::notes::review::Ruled;
use crate::notes::{About, Note};
use marks::{Layer, Layers, pieces};

const STYLE: &str = include_str!("style.css");

/// The report as one file.
#[must_use]
pub fn files(dossier: &Dossier<'_>, export: &Export) -> Vec<(String, String)> {
    let name = format!("{}.html", names::file_stem(dossier.article));
    vec![(name, report(dossier, export))]
}

/// The report.
#[must_use]
pub fn report(dossier: &Dossier<'_>, export: &Export) -> String {
    let marks = dossier.marks(&export.select);
    let article = dossier.article;
    let meta = &article.meta;
    let language = meta
        .language
        .as_deref()
        .filter(|l| l.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'));
    let mut out = format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"generator\" content=\"whosaid {}\">\n\
         <title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<div class=\"sheet\">\n<main>\n",
        language.unwrap_or("en"),
        env!("CARGO_PKG_VERSION"),
        text(article.name()),
    );
    controls(&mut out);
    body(dossier, &marks, export, &mut out);
    out.push_str("</main>\n<aside>\n");
    who_said_what(dossier, &marks, &mut out);
    notes(&marks, &mut out);
    out.push_str(&format!(
        "<p class=\"dim\">Made with whosaid on {}. Claims, sources and actors were found by a program and may be \
         wrong; what stands under “You” is the reader's own.</p>\n</aside>\n</div>\n</body>\n</html>\n",
        export.now.date()
    ));
    out
}

fn controls(out: &mut String) {
    out.push_str("<fieldset class=\"controls\"><legend>Show</legend>\n");
    for what in ["claims", "sources", "cues", "actors", "notes"] {
        out.push_str(&format!(
            "<label><input type=\"checkbox\" id=\"show-{what}\" checked> {what}</label>\n"
        ));
    }
    out.push_str("</fieldset>\n");
}

fn body(dossier: &Dossier<'_>, marks: &[Mark<'_>], export: &Export, out: &mut String) {
    let article = dossier.article;
    let layers = layers(dossier, marks, &export.pens);
    let titled = article.blocks.iter().any(|block| block.kind == BlockKind::Title);
    out.push_str("<article>\n");
    if !titled {
        out.push_str(&format!("<h1>{}</h1>\n", text(article.name())));
    }
    let credits = chain::credits(article);
    let mut credits: Vec<String> = credits.iter().map(|part| text(part)).collect();
    if let Some(url) = article.meta.url.as_deref().filter(|url| url.starts_with("http")) {
        credits.push(format!("<a href=\"{}\">{}</a>", text(&uri(url)), text(url)));
    }
    let mut told = false;
    let mut in_list = false;
    for block in &article.blocks {
        let is_item = matches!(block.kind, BlockKind::Item { .. });
        if is_item != in_list {
            out.push_str(if is_item { "<ul>\n" } else { "</ul>\n" });
            in_list = is_item;
        }
        write_block(dossier, &layers, block, out);
        if !told && !credits.is_empty() && (block.kind == BlockKind::Title || !titled) {
            out.push_str(&format!("<p class=\"credits\">{}</p>\n", credits.join(" · ")));
            told = true;
        }
    }
    if in_list {
        out.push_str("</ul>\n");
    }
    if article.blocks.is_empty() {
        out.push_str(
            "<p class=\"dim\">The text of this article is not at hand; the notes are below.</p>\n",
        );
    }
    out.push_str("</article>\n");
}

fn write_block(dossier: &Dossier<'_>, layers: &Layers, block: &Block, out: &mut String) {
    let (tag, class) = match block.kind {
        BlockKind::Title => ("h1", ""),
        BlockKind::Standfirst => ("p", "standfirst"),
        BlockKind::Byline => ("p", "byline"),
        BlockKind::Caption => ("p", "caption"),
        BlockKind::Heading(_) => ("h2", ""),
        BlockKind::Para => ("p", ""),
        BlockKind::Quote => ("blockquote", ""),
        BlockKind::Item { .. } => ("li", ""),
        BlockKind::Code | BlockKind::Table => ("pre", ""),
        BlockKind::Separator => {
            out.push_str("<hr>\n");
            return;
        }
    };
    let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
    out.push_str(&format!("<{tag}{class}>"));
    for piece in pieces(block.span, layers) {
        let words = text(dossier.article.slice(piece.span));
        if piece.layers.is_empty() {
            out.push_str(&words);
            continue;
        }
        let mut classes = vec!["m"];
        let (mut ids, mut who, mut described, mut style) = (Vec::new(), None, None, None);
        for at in &piece.layers {
            let Some(layer) = layers.get(*at) else { continue };
            classes.extend(layer.classes.iter().copied());
            // Layers come the widest first, so that the narrowest claim has the last word.
            if layer.who.is_some() {
                who.clone_from(&layer.who);
                described.clone_from(&layer.entry);
            }
            if layer.span.start() == piece.span.start() {
                ids.extend(&layer.id);
            }
            style = layer.pen.clone().or(style);
        }
        let mut attributes = format!(" class=\"{}\"", classes.join(" "));
        let id = ids.pop();
        if let Some(id) = id {
            attributes.push_str(&format!(" id=\"{id}\" tabindex=\"0\""));
        }
        if let Some(who) = &who {
            attributes.push_str(&format!(" data-who=\"{}\"", text(who)));
        }
        if let (Some(entry), Some(_)) = (&described, id) {
            attributes.push_str(&format!(" aria-describedby=\"{entry}\""));
        }
        if let Some(pen) = &style {
            attributes.push_str(&format!(" style=\"--pen:{pen}\""));
        }
        // Where several begin, the others are places to come to.
        for id in ids {
            out.push_str(&format!("<span id=\"{id}\"></span>"));
        }
        out.push_str(&format!("<span{attributes}>{words}</span>"));
    }
    out.push_str(&format!("</{tag}>\n"));
}

/// Everything that is drawn in the text.
fn layers(dossier: &Dossier<'_>, marks: &[Mark<'_>], pens: &[(String, String)]) -> Layers {
    let mut layers = Vec::new();
    for mark in marks {
        match mark {
            Mark::Claim(idx, claim, _) => {
                let who = way_words(dossier, claim);
                let by = by_class(kind_of(dossier, claim));
                let entry = format!("claim-{}", idx.0);
                let spans = if claim.content.is_empty() { &claim.cue } else { &claim.content };
                for (n, span) in spans.iter().enumerate() {
                    let id =
                        if n == 0 { entry_text(*idx) } else { format!("{}-{n}", entry_text(*idx)) };
                    let mut layer = Layer::new(*span, "claim");
                    layer.id = Some(id);
                    layer.who = Some(who.clone());
                    layer.entry = Some(entry.clone());
                    layers.push(layer);
                }
                layers.extend(claim.cue.iter().map(|span| Layer::new(*span, "cue")));
                for span in &claim.source {
                    let mut layer = Layer::new(*span, "source");
                    layer.classes.push(by);
                    layers.push(layer);
                }
                for hop in &claim.relay {
                    let mut layer = Layer::new(hop.span, "relay");
                    layer.classes.push("by-media");
                    layers.push(layer);
                }
            }
            Mark::Actor(..) => {
                let spans = mark.spans(dossier.analysis);
                layers.extend(spans.into_iter().map(|span| Layer::new(span, "actor")));
            }
            Mark::Source(..) => {}
            Mark::Note(note, place) => {
                let Some(span) = place.span().filter(|span| !span.is_empty()) else { continue };
                let mut layer = Layer::new(span, "note");
                layer.id = Some(format!("note-{}-text", note.id));
                let pen =
                    note.pen.as_ref().and_then(|pen| pens.iter().find(|(name, _)| name == pen));
                if let Some((_, colour)) = pen {
                    layer.classes.push("pen");
                    layer.pen = Some(colour.clone());
                }
                layers.push(layer);
            }
        }
    }
    Layers::new(layers)
}

fn who_said_what(dossier: &Dossier<'_>, marks: &[Mark<'_>], out: &mut String) {
    let claims: Vec<(ClaimIdx, &Claim, Option<&Ruled>)> = marks
        .iter()
        .filter_map(|mark| match mark {
            Mark::Claim(idx, claim, ruled) => Some((*idx, *claim, *ruled)),
            _ => None,
        })
        .collect();
    if claims.is_empty() {
        return;
    }
    out.push_str("<h2>Who said what</h2>\n");
    let credited = (0..).map(SourceIdx).zip(&dossier.analysis.sources);
    let credited = credited.map(|(idx, source)| {
        (Some(idx), chain::named(dossier.article, source), source.kind.name())
    });
    for (said_by, name, kind) in credited.chain([(None, "Nobody credited".to_owned(), "")]) {
        let own: Vec<_> = claims.iter().filter(|(_, claim, _)| claim.said_by == said_by).collect();
        if own.is_empty() {
            continue;
        }
        out.push_str(&format!("<h3>{}", text(&name)));
        if !kind.is_empty() {
            out.push_str(&format!(" <span class=\"dim\">{kind}</span>"));
        }
        out.push_str("</h3>\n<ol>\n");
        for (idx, claim, ruled) in own {
            entry(dossier, *idx, claim, *ruled, out);
        }
        out.push_str("</ol>\n");
    }
}

fn entry(
    dossier: &Dossier<'_>,
    idx: ClaimIdx,
    claim: &Claim,
    ruled: Option<&Ruled>,
    out: &mut String,
) {
    out.push_str(&format!(
        "<li id=\"claim-{}\" class=\"{}\"><div class=\"way\">{}</div>\n",
        idx.0,
        by_class(kind_of(dossier, claim)),
        way_html(dossier, claim),
    ));
    if let Some(ruled) = ruled {
        for says in &ruled.says {
            out.push_str(&format!("<div class=\"you\">{}</div>\n", text(says)));
        }
    }
    let cue = chain::words(dossier.article, &claim.cue);
    let cue = if cue.is_empty() { "no cue".to_owned() } else { format!("“{}”", text(&cue)) };
    out.push_str(&format!(
        "<a href=\"#{}\">{}</a>\n<div class=\"dim\">{cue} · {} · {}</div></li>\n",
        entry_text(idx),
        text(&chain::content(dossier.article, claim)),
        claim.mode.name(),
        claim.stance.name(),
    ));
}

fn notes(marks: &[Mark<'_>], out: &mut String) {
    let mut all: Vec<(&Note, Place)> = marks
        .iter()
        .filter_map(|mark| match mark {
            Mark::Note(note, place) => Some((*note, *place)),
            _ => None,
        })
        .collect();
    if all.is_empty() {
        return;
    }
    all.sort_by_key(|(note, place)| {
        (note.about != About::Article, place.span().is_none(), place.span(), note.id)
    });
    out.push_str("<h2>Notes</h2>\n<ul>\n");
    for (note, place) in all {
        out.push_str(&format!("<li id=\"note-{}\">", note.id));
        let quote = text(&crate::text::one_line(&note.anchor.exact));
        match (&note.about, place) {
            (About::Article, _) => out.push_str("<div class=\"dim\">on the whole article</div>\n"),
            (_, Place::Orphan) => out.push_str(&format!(
                "<div class=\"wrong-words\">“{quote}”</div>\n<div class=\"dim\">These words are no longer in the \
                 article.</div>\n"
            )),
            _ => out.push_str(&format!("<a href=\"#note-{}-text\">“{quote}”</a>\n", note.id)),
        }
        if let Some(speaker) = &note.speaker {
            out.push_str(&format!("<div class=\"dim\">{}</div>\n", text(speaker)));
        }
        for line in note.body.lines().filter(|line| !line.trim().is_empty()) {
            out.push_str(&format!("<p>{}</p>\n", text(line)));
        }
        if let Some(ruled) = crate::notes::words::ruled(note) {
            out.push_str(&format!("<div class=\"you\">{}</div>\n", text(&ruled)));
        }
        let link = note.check.as_ref().and_then(|check| check.link.as_deref());
        if let Some(link) = link.filter(|link| link.starts_with("http")) {
            let to = text(&uri(link));
            out.push_str(&format!("<div><a href=\"{to}\">{}</a></div>\n", text(link)));
        }
        let mut parts = vec![note.kind.name().to_owned()];
        parts.extend(note.tags.iter().map(|tag| format!("#{tag}")));
        parts.extend(note.check.iter().map(|check| check.verdict.name().to_owned()));
        parts.push(note.made.date());
        out.push_str(&format!("<div class=\"dim\">{}</div></li>\n", text(&parts.join(" · "))));
    }
    out.push_str("</ul>\n");
}

fn entry_text(idx: ClaimIdx) -> String {
    format!("claim-{}-text", idx.0)
}

fn kind_of(dossier: &Dossier<'_>, claim: &Claim) -> SourceKind {
    let source = claim.said_by.and_then(|idx| dossier.analysis.source(idx));
    source.map_or(SourceKind::Nobody, |source| source.kind)
}

fn by_class(kind: SourceKind) -> &'static str {
    match kind {
        SourceKind::NamedPerson | SourceKind::NamedOrganisation | SourceKind::Government => {
            "by-named"
        }
        SourceKind::UnnamedPerson | SourceKind::UnnamedGroup => "by-unnamed",
        SourceKind::Media => "by-media",
        SourceKind::Document => "by-document",
        SourceKind::Nobody => "by-nobody",
    }
}

fn way_words(dossier: &Dossier<'_>, claim: &Claim) -> String {
    let way = chain::way(dossier.article, dossier.analysis, claim);
    way.into_iter().map(|stop| stop.name).collect::<Vec<_>>().join(" → ")
}

fn way_html(dossier: &Dossier<'_>, claim: &Claim) -> String {
    let way = chain::way(dossier.article, dossier.analysis, claim);
    let stops = way.iter().map(|stop| match stop.part {
        Part::Source(kind) => format!("<b class=\"{}\">{}</b>", by_class(kind), text(&stop.name)),
        Part::Relay => format!("<span class=\"by-media\">{}</span>", text(&stop.name)),
        Part::Outlet => text(&stop.name),
    });
    stops.collect::<Vec<_>>().join(" → ")
}

/// A text in which nothing is markup. Characters that would turn a line's direction around are taken
/// out: they could make a name say what it does not.
pub(super) fn text(words: &str) -> String {
    let mut out = String::with_capacity(words.len() + 16);
    for c in words.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {}
            c if c.is_control() && c != '\n' && c != '\t' => {}
            c => out.push(c),
        }
    }
    out
}
