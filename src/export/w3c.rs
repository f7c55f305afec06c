//! W3C Web Annotation (the Recommendation of 23 February 2017) as JSON-LD: one collection of
//! everything, an annotation a mark.
//!
//! Positions are Unicode code points of the article's text as whosaid reads it. What the standard
//! has no word for stands under the prefix `whosaid:`, whole, so that our own notes come back as
//! they were; everybody else finds quotation, words, tags, speaker and motivation in the
//! standard's own keys.

use super::address::uri;
use super::dossier::{Dossier, Mark};
use super::format::Export;
use super::note_json::NoteJson;
use crate::doc::{Anchor, Article, Place, describe};
use crate::extract::{Claim, SourceIdx};
use crate::notes::review::Ruled;
use crate::notes::words::ruling_words;
use crate::notes::{About, Note, NoteKind};
use crate::text::Span;
use crate::text::offsets::Offsets;
use serde_json::{Map, Value, json};

/// The standard's context.
pub const CONTEXT: &str = "http://www.w3.org/ns/anno.jsonld";
/// What our own keys stand for.
pub const OWN: &str = "urn:whosaid:ns:";

/// The head of a collection, up to its first annotation.
#[must_use]
pub fn begin(export: &Export) -> String {
    let generated = export.now.to_string();
    format!(
        "{{\n\"@context\": [{CONTEXT:?}, {{\"whosaid\": {OWN:?}}}],\n\
         \"id\": \"urn:whosaid:collection:{}\",\n\"type\": \"AnnotationCollection\",\n\
         \"label\": \"Annotations made with whosaid\",\n\"generated\": {generated:?},\n\
         \"first\": {{\n\"id\": \"urn:whosaid:collection:{}:1\",\n\"type\": \"AnnotationPage\",\n\
         \"startIndex\": 0,\n\"items\": [\n",
        export.now.compact(),
        export.now.compact(),
    )
}

/// What follows the last of so many annotations.
#[must_use]
pub fn end(count: usize) -> String {
    format!("\n]\n}},\n\"total\": {count}\n}}\n")
}

/// The chosen marks of an article, an annotation each.
#[must_use]
pub fn article(dossier: &Dossier<'_>, export: &Export) -> Vec<String> {
    let writer = Writer { dossier, offsets: Offsets::new(&dossier.article.text) };
    let marks = dossier.marks(&export.select);
    marks.iter().map(|mark| writer.annotation(mark).to_string()).collect()
}

/// One annotation that stands by itself.
#[must_use]
pub fn single(dossier: &Dossier<'_>, mark: &Mark<'_>) -> String {
    let writer = Writer { dossier, offsets: Offsets::new(&dossier.article.text) };
    let annotation = writer.annotation(mark);
    serde_json::to_string_pretty(&annotation).unwrap_or_default()
}

/// The id of a note's annotation.
pub(super) fn note_iri(note: &Note) -> String {
    format!("urn:whosaid:note:{}", note.id)
}

struct Writer<'a> {
    dossier: &'a Dossier<'a>,
    offsets: Offsets<'a>,
}

impl Writer<'_> {
    fn annotation(&self, mark: &Mark<'_>) -> Value {
        let mut all = match mark {
            Mark::Note(note, place) => self.note(note, *place),
            Mark::Claim(_, claim, ruled) => self.claim(claim, *ruled),
            Mark::Source(_, source, ruled) => {
                let mut all = self.machine("source", &source.name, &source.spans, *ruled);
                put(
                    &mut all,
                    "whosaid:source",
                    json!({
                        "name": source.name,
                        "kind": source.kind.name(),
                        "anonymity": source.anonymity.map(|span| self.dossier.article.slice(span)),
                        "said": source.claims.len(),
                        "passedOn": source.relays.len(),
                    }),
                );
                all
            }
            Mark::Actor(_, actor, ruled) => {
                let spans = mark.spans(self.dossier.analysis);
                let mut all = self.machine("actor", &actor.name, &spans, *ruled);
                put(
                    &mut all,
                    "whosaid:actor",
                    json!({
                        "name": actor.name,
                        "kind": actor.kind.name(),
                        "role": actor.role.map(|span| self.dossier.article.slice(span)),
                    }),
                );
                all
            }
        };
        let context = json!([CONTEXT, { "whosaid": OWN }]);
        put(&mut all, "@context", context);
        put(&mut all, "type", "Annotation".into());
        let generator = json!({
            "id": "urn:whosaid:program",
            "type": "Software",
            "name": concat!("whosaid ", env!("CARGO_PKG_VERSION")),
        });
        put(&mut all, "generator", generator);
        Value::Object(all)
    }

    fn note(&self, note: &Note, place: Place) -> Map<String, Value> {
        let mut all = Map::new();
        put(&mut all, "id", note_iri(note).into());
        put(&mut all, "motivation", motivation(note).into());
        put(&mut all, "creator", json!({ "type": "Person", "name": "the reader" }));
        put(&mut all, "created", note.made.to_string().into());
        put(&mut all, "modified", note.edited.to_string().into());
        let mut body = Vec::new();
        if !note.body.trim().is_empty() {
            let purpose =
                if note.kind == NoteKind::Question { "questioning" } else { "commenting" };
            body.push(textual(&note.body, purpose));
        }
        body.extend(note.tags.iter().map(|tag| textual(tag, "tagging")));
        if let Some(speaker) = &note.speaker {
            body.push(textual(&format!("Said by {speaker}"), "describing"));
        }
        if let Some(name) = note.about.name() {
            body.push(textual(name, "identifying"));
        }
        if let Some(ruling) = &note.ruling {
            body.push(textual(&ruling_words(ruling, &note.about), "assessing"));
        }
        if let Some(check) = &note.check {
            body.push(textual(&format!("Checked: {}", check.verdict.name()), "assessing"));
            if let Some(link) = check.link.as_deref().filter(|link| link.starts_with("http")) {
                body.push(json!({ "id": uri(link), "purpose": "linking" }));
            }
        }
        if !body.is_empty() {
            put(&mut all, "body", body.into());
        }
        let target = match (&note.about, place.span()) {
            (About::Article, _) => Value::String(uri(self.dossier.address())),
            (_, Some(span)) => self.target(&note.anchor, Some(span)),
            (_, None) => self.target(&note.anchor, None),
        };
        put(&mut all, "target", target);
        let record = serde_json::to_value(NoteJson::of(note)).unwrap_or_default();
        put(&mut all, "whosaid:note", record);
        put(&mut all, "whosaid:article", self.about_article());
        all
    }

    fn claim(&self, claim: &Claim, ruled: Option<&Ruled>) -> Map<String, Value> {
        let name = |idx: SourceIdx| self.dossier.analysis.source(idx).map(|s| s.name.as_str());
        let speaker = self.dossier.speaker(claim);
        let says = speaker.as_ref().map_or_else(
            || "Nobody is credited with this".to_owned(),
            |speaker| format!("Said by {speaker}"),
        );
        let spans = if claim.content.is_empty() { &claim.cue } else { &claim.content };
        let mut all = self.machine("claim", &says, spans, ruled);
        let words = |spans: &[Span]| -> Vec<&str> {
            spans.iter().map(|span| self.dossier.article.slice(*span)).collect()
        };
        put(
            &mut all,
            "whosaid:claim",
            json!({
                "saidBy": claim.said_by.and_then(name),
                "kind": claim.said_by.and_then(|idx| self.dossier.analysis.source(idx)).map(|s| s.kind.name()),
                "relay": claim.relay.iter().filter_map(|hop| name(hop.source)).collect::<Vec<_>>(),
                "cue": words(&claim.cue),
                "source": words(&claim.source),
                "mode": claim.mode.name(),
                "stance": claim.stance.name(),
                "negation": claim.negation.name(),
                "modality": claim.modality.name(),
                "score": (f64::from(claim.score) * 1000.0).round() / 1000.0,
                "why": claim.why.reasons,
            }),
        );
        all
    }

    /// What all annotations by the program have.
    fn machine(
        &self,
        what: &str,
        says: &str,
        spans: &[Span],
        ruled: Option<&Ruled>,
    ) -> Map<String, Value> {
        let mut all = Map::new();
        let first = spans.first().copied().unwrap_or_default();
        let [start, end] = self.offsets.point_pair(first);
        let id = format!("urn:whosaid:{what}:{}:{start}-{end}", self.dossier.article.digest);
        put(&mut all, "id", id.into());
        let motivation = if what == "claim" { "classifying" } else { "identifying" };
        put(&mut all, "motivation", motivation.into());
        let creator = json!({ "id": "urn:whosaid:program", "type": "Software", "name": "whosaid" });
        put(&mut all, "creator", creator);
        let mut body = vec![textual(what, "classifying"), textual(says, "identifying")];
        if let Some(ruled) = ruled {
            body.extend(ruled.says.iter().map(|says| textual(says, "assessing")));
        }
        put(&mut all, "body", body.into());
        let target = |span: &Span| self.target(&describe(self.dossier.article, *span), Some(*span));
        let targets: Vec<Value> = spans.iter().map(target).collect();
        let target = match targets.as_slice() {
            [] => Value::String(uri(self.dossier.address())),
            [one] => one.clone(),
            _ => Value::Array(targets),
        };
        put(&mut all, "target", target);
        all
    }

    /// A stretch of the article: by its words, and by its place where it has one today.
    fn target(&self, anchor: &Anchor, span: Option<Span>) -> Value {
        let article: &Article = self.dossier.article;
        // The words as they stand there today, which is what another program will find.
        let today = span.map(|span| describe(article, span));
        let anchor = today.as_ref().unwrap_or(anchor);
        let mut quote = Map::new();
        put(&mut quote, "type", "TextQuoteSelector".into());
        put(&mut quote, "exact", anchor.exact.as_str().into());
        if !anchor.before.is_empty() {
            put(&mut quote, "prefix", anchor.before.as_str().into());
        }
        if !anchor.after.is_empty() {
            put(&mut quote, "suffix", anchor.after.as_str().into());
        }
        let mut selectors = vec![Value::Object(quote)];
        if let Some(span) = span {
            let [start, end] = self.offsets.point_pair(span);
            selectors.push(json!({ "type": "TextPositionSelector", "start": start, "end": end }));
        }
        json!({
            "type": "SpecificResource",
            "source": uri(self.dossier.address()),
            "selector": selectors,
        })
    }

    fn about_article(&self) -> Value {
        let meta = &self.dossier.article.meta;
        let mut all = Map::new();
        put(&mut all, "id", self.dossier.article.id.0.as_str().into());
        put(&mut all, "title", meta.title.as_str().into());
        for (key, value) in [("url", &meta.url), ("outlet", &meta.outlet), ("byline", &meta.byline)]
        {
            if let Some(value) = value {
                put(&mut all, key, value.as_str().into());
            }
        }
        Value::Object(all)
    }
}

/// The standard's word for what a note is for.
#[must_use]
pub fn motivation(note: &Note) -> &'static str {
    match note.kind {
        NoteKind::Highlight => "highlighting",
        NoteKind::Note => "commenting",
        NoteKind::Question => "questioning",
        NoteKind::ToCheck => "assessing",
        NoteKind::Actor | NoteKind::Source => "identifying",
        NoteKind::Claim => "classifying",
        NoteKind::Correction => "editing",
    }
}

fn textual(value: &str, purpose: &str) -> Value {
    json!({ "type": "TextualBody", "value": value, "format": "text/plain", "purpose": purpose })
}

fn put(all: &mut Map<String, Value>, key: &str, value: Value) {
    all.insert(key.to_owned(), value);
}
