//! Hypothesis: the JSON that its client exports and imports, and the columns of its CSV.
//!
//! Positions are UTF-16 units. What Hypothesis has no key for goes into tags: `claim`, `actor:…`,
//! `source:…`, `kind:…`, `pen:…`; `whosaid` says which marks the program made.

use super::address::uri;
use super::csv::row;
use super::dossier::{Dossier, Mark};
use super::format::Export;
use crate::doc::{Anchor, describe};
use crate::notes::words::ruled;
use crate::notes::{About, Note, NoteKind};
use crate::text::Span;
use crate::text::offsets::Offsets;
use serde_json::{Value, json};

/// Who made what the reader made; Hypothesis gives it its importer's name.
const READER: &str = "acct:reader@localhost";
/// Who made what the program made.
const PROGRAM: &str = "acct:whosaid@localhost";

/// One mark in Hypothesis's terms.
struct Record {
    id: String,
    user: &'static str,
    text: String,
    tags: Vec<String>,
    created: String,
    updated: String,
    anchor: Option<Anchor>,
    span: Option<Span>,
}

/// The head of the file.
#[must_use]
pub fn begin(export: &Export) -> String {
    format!(
        "{{\n\"export_date\": {:?},\n\"export_userid\": {READER:?},\n\"client_version\": \"1.0\",\n\
         \"annotations\": [\n",
        export.now.to_string()
    )
}

/// The end of the file.
#[must_use]
pub fn end(_: usize) -> String {
    "\n]\n}\n".into()
}

/// The chosen marks of an article.
#[must_use]
pub fn article(dossier: &Dossier<'_>, export: &Export) -> Vec<String> {
    let offsets = Offsets::new(&dossier.article.text);
    let uri = uri(dossier.address());
    let records = records(dossier, export).into_iter();
    let json = records.map(|record| {
        let mut selectors: Vec<Value> = Vec::new();
        if let Some(span) = record.span {
            let (start, end) = (offsets.units(span.start()), offsets.units(span.end()));
            selectors.push(json!({ "type": "TextPositionSelector", "start": start, "end": end }));
        }
        if let Some(anchor) = &record.anchor {
            selectors.push(json!({
                "type": "TextQuoteSelector",
                "exact": anchor.exact,
                "prefix": anchor.before,
                "suffix": anchor.after,
            }));
        }
        let mut target = json!({ "source": uri });
        if !selectors.is_empty() {
            target["selector"] = selectors.into();
        }
        json!({
            "id": record.id,
            "created": record.created,
            "updated": record.updated,
            "user": record.user,
            "user_info": { "display_name": null },
            "uri": uri,
            "document": { "title": [dossier.article.name()] },
            "text": record.text,
            "tags": record.tags,
            "group": "__world__",
            "permissions": {
                "read": [record.user], "admin": [record.user],
                "update": [record.user], "delete": [record.user],
            },
            "target": [target],
            "references": [],
            "hidden": false,
            "links": {},
        })
        .to_string()
    });
    json.collect()
}

/// The columns of the CSV.
pub const HEAD: [&str; 9] =
    ["Created at", "Author", "Page", "URL", "Group", "Type", "Quote", "Comment", "Tags"];

/// The head of the CSV.
#[must_use]
pub fn csv_begin(_: &Export) -> String {
    row(&HEAD)
}

/// The chosen marks of an article as rows.
#[must_use]
pub fn csv_article(dossier: &Dossier<'_>, export: &Export) -> Vec<String> {
    let records = records(dossier, export).into_iter();
    let rows = records.map(|record| {
        let kind = match (&record.anchor, record.text.is_empty()) {
            (None, _) => "Page note",
            (Some(_), true) => "Highlight",
            (Some(_), false) => "Annotation",
        };
        row(&[
            record.created,
            record.user.trim_start_matches("acct:").to_owned(),
            dossier.article.name().to_owned(),
            dossier.address().to_owned(),
            "Only me".to_owned(),
            kind.to_owned(),
            record.anchor.map_or(String::new(), |anchor| anchor.exact),
            record.text,
            record.tags.join(","),
        ])
    });
    rows.collect()
}

fn records(dossier: &Dossier<'_>, export: &Export) -> Vec<Record> {
    let now = export.now.to_string();
    let article = dossier.article;
    let machine = |id: String, text: String, tags: Vec<String>, span: Span| Record {
        id,
        user: PROGRAM,
        text,
        tags: ["whosaid".to_owned()].into_iter().chain(tags).collect(),
        created: now.clone(),
        updated: now.clone(),
        anchor: Some(describe(article, span)),
        span: Some(span),
    };
    let marks = dossier.marks(&export.select);
    let records = marks.iter().filter_map(|mark| {
        let span = mark.spans(dossier.analysis).first().copied();
        Some(match mark {
            Mark::Note(note, place) => {
                let is_page = note.about == About::Article;
                let span = place.span();
                let anchor =
                    span.map_or_else(|| note.anchor.clone(), |span| describe(article, span));
                Record {
                    id: note.id.to_string(),
                    user: READER,
                    text: note.body.clone(),
                    tags: tags(note),
                    created: note.made.to_string(),
                    updated: note.edited.to_string(),
                    anchor: Some(anchor).filter(|_| !is_page),
                    span: span.filter(|_| !is_page),
                }
            }
            Mark::Claim(idx, claim, _) => {
                let speaker = dossier.speaker(claim);
                let mut tags = vec!["claim".to_owned()];
                tags.extend(speaker.iter().map(|name| format!("source:{name}")));
                let text = speaker.map_or_else(
                    || "Nobody is credited with this.".to_owned(),
                    |name| format!("Said by {name}."),
                );
                machine(format!("claim-{}-{}", article.digest, idx.0), text, tags, span?)
            }
            Mark::Source(idx, source, _) => {
                let text = format!("Source: {} ({}).", source.name, source.kind.name());
                let tags = vec![format!("source:{}", source.name)];
                machine(format!("source-{}-{}", article.digest, idx.0), text, tags, span?)
            }
            Mark::Actor(idx, actor, _) => {
                let text = format!("Actor: {} ({}).", actor.name, actor.kind.name());
                let tags = vec![format!("actor:{}", actor.name)];
                machine(format!("actor-{}-{}", article.digest, idx.0), text, tags, span?)
            }
        })
    });
    records.collect()
}

/// A note's tags, and as tags what Hypothesis has no key for.
fn tags(note: &Note) -> Vec<String> {
    let mut tags = note.tags.clone();
    match note.kind {
        // Whether there are words tells these two apart.
        NoteKind::Highlight | NoteKind::Note => {}
        NoteKind::Claim => tags.push("claim".into()),
        kind => tags.push(format!("kind:{}", kind.name())),
    }
    if let Some(speaker) = &note.speaker {
        tags.push(format!("source:{speaker}"));
    }
    match &note.about {
        About::Actor(name) => tags.push(format!("actor:{name}")),
        About::Source(name) => tags.push(format!("on-source:{name}")),
        About::Passage | About::Claim | About::Article => {}
    }
    tags.extend(note.pen.iter().map(|pen| format!("pen:{pen}")));
    tags.extend(note.check.iter().map(|check| format!("verdict:{}", check.verdict.name())));
    let link = note.check.as_ref().and_then(|check| check.link.as_deref());
    tags.extend(link.map(|link| format!("evidence:{link}")));
    tags.extend(note.ruling.iter().filter_map(|_| Some(format!("ruling:{}", ruled(note)?))));
    tags
}
