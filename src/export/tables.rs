//! Rows for a spreadsheet, lines of JSON for scripts: a row each for claims, sources, actors, notes.
//!
//! The columns and their order are a promise, told in the README. Claims, sources and actors are numbered
//! from 1 in the order of the article's lists, as `--plain` shows them. Offsets are Unicode code points
//! of the article's text; several spans are `12-34;40-52`.

use super::chain;
use super::csv::row;
use super::dossier::{Dossier, Mark};
use super::format::Export;
use super::note_json::NoteJson;
use crate::extract::{Actor, Claim, Source};
use crate::notes::Note;
use crate::notes::review::Ruled;
use crate::text::offsets::Offsets;
use crate::text::{Span, one_line};
use serde_json::json;

/// The columns that every table begins with.
const ARTICLE: [&str; 4] = ["article", "title", "outlet", "published"];

/// The columns of claims, the first of them its number from 1, after the article's.
pub const CLAIMS: [&str; 15] = [
    "claim",
    "content",
    "said_by",
    "source_kind",
    "relays",
    "cue",
    "stance",
    "negation",
    "modality",
    "mode",
    "spans",
    "score",
    "made_by",
    "verdict",
    "ruling",
];
/// The columns of sources, the first of them its number from 1, after the article's.
pub const SOURCES: [&str; 9] = [
    "source",
    "name",
    "kind",
    "claims",
    "passed_on",
    "why_not_named",
    "spans",
    "made_by",
    "ruling",
];
/// The columns of actors, the first of them its number from 1, after the article's.
pub const ACTORS: [&str; 8] =
    ["actor", "name", "kind", "role", "mentions", "spans", "made_by", "ruling"];
/// The columns of notes, after the article's.
pub const NOTES: [&str; 12] = [
    "note", "kind", "quote", "body", "tags", "speaker", "pen", "verdict", "link", "made", "edited",
    "spans",
];

fn head(columns: &[&str]) -> String {
    let all: Vec<&str> = ARTICLE.iter().chain(columns).copied().collect();
    row(&all)
}

/// The head of the claims.
#[must_use]
pub fn claims_head(_: &Export) -> String {
    head(&CLAIMS)
}

/// The head of the sources.
#[must_use]
pub fn sources_head(_: &Export) -> String {
    head(&SOURCES)
}

/// The head of the actors.
#[must_use]
pub fn actors_head(_: &Export) -> String {
    head(&ACTORS)
}

/// The head of the notes.
#[must_use]
pub fn notes_head(_: &Export) -> String {
    head(&NOTES)
}

/// A row for each chosen claim.
#[must_use]
pub fn claims_csv(dossier: &Dossier<'_>, export: &Export) -> Vec<String> {
    let table = Table::new(dossier);
    let marks = dossier.marks(&export.select);
    let rows = marks.iter().filter_map(|mark| match mark {
        Mark::Claim(idx, claim, ruled) => Some(table.claim(idx.0, claim, *ruled)),
        _ => None,
    });
    rows.map(|values| table.row(&values)).collect()
}

/// A row for each chosen source.
#[must_use]
pub fn sources_csv(dossier: &Dossier<'_>, export: &Export) -> Vec<String> {
    let table = Table::new(dossier);
    let marks = dossier.marks(&export.select);
    let rows = marks.iter().filter_map(|mark| match mark {
        Mark::Source(idx, source, ruled) => Some(table.source(idx.0, source, *ruled)),
        _ => None,
    });
    rows.map(|values| table.row(&values)).collect()
}

/// A row for each chosen actor.
#[must_use]
pub fn actors_csv(dossier: &Dossier<'_>, export: &Export) -> Vec<String> {
    let table = Table::new(dossier);
    let marks = dossier.marks(&export.select);
    let rows = marks.iter().filter_map(|mark| match mark {
        Mark::Actor(idx, actor, ruled) => {
            Some(table.actor(idx.0, actor, &mark.spans(dossier.analysis), *ruled))
        }
        _ => None,
    });
    rows.map(|values| table.row(&values)).collect()
}

/// A row for each chosen note.
#[must_use]
pub fn notes_csv(dossier: &Dossier<'_>, export: &Export) -> Vec<String> {
    let table = Table::new(dossier);
    let marks = dossier.marks(&export.select);
    let rows = marks.iter().filter_map(|mark| match mark {
        Mark::Note(note, place) => Some(table.note(note, place.span())),
        _ => None,
    });
    rows.map(|values| table.row(&values)).collect()
}

/// A line of JSON for each chosen mark: `type` says of what, the keys are those of the tables, and a
/// note is whole.
#[must_use]
pub fn jsonl(dossier: &Dossier<'_>, export: &Export) -> Vec<String> {
    let table = Table::new(dossier);
    let marks = dossier.marks(&export.select);
    let lines = marks.iter().map(|mark| {
        let (kind, columns, values): (&str, &[&str], Vec<String>) = match mark {
            Mark::Note(note, place) => {
                let mut line = json!({
                    "type": "note",
                    "article": dossier.address(),
                    "title": dossier.article.name(),
                    "spans": place.span().map(|span| vec![table.offsets.point_pair(span)]),
                });
                line["note"] = serde_json::to_value(NoteJson::of(note)).unwrap_or_default();
                return format!("{line}\n");
            }
            Mark::Claim(idx, claim, ruled) => ("claim", &CLAIMS, table.claim(idx.0, claim, *ruled)),
            Mark::Source(idx, source, ruled) => {
                ("source", &SOURCES, table.source(idx.0, source, *ruled))
            }
            Mark::Actor(idx, actor, ruled) => {
                let spans = mark.spans(dossier.analysis);
                ("actor", &ACTORS, table.actor(idx.0, actor, &spans, *ruled))
            }
        };
        let mut line = json!({
            "type": kind,
            "article": dossier.address(),
            "title": dossier.article.name(),
        });
        for (column, value) in columns.iter().zip(values) {
            line[*column] = value.into();
        }
        format!("{line}\n")
    });
    lines.collect()
}

struct Table<'a> {
    dossier: &'a Dossier<'a>,
    offsets: Offsets<'a>,
}

impl<'a> Table<'a> {
    fn new(dossier: &'a Dossier<'a>) -> Self {
        Self { dossier, offsets: Offsets::new(&dossier.article.text) }
    }

    fn row(&self, values: &[String]) -> String {
        let article = self.dossier.article;
        let meta = &article.meta;
        let mut all = vec![
            self.dossier.address().to_owned(),
            article.name().to_owned(),
            meta.outlet.clone().unwrap_or_default(),
            meta.published.clone().unwrap_or_default(),
        ];
        all.extend_from_slice(values);
        row(&all)
    }

    fn claim(&self, number: u32, claim: &Claim, ruled: Option<&Ruled>) -> Vec<String> {
        let analysis = self.dossier.analysis;
        let source = claim.said_by.and_then(|idx| analysis.source(idx));
        let relays = claim.relay.iter().filter_map(|hop| analysis.source(hop.source));
        let verdict = ruled.and_then(|ruled| ruled.check.as_ref());
        vec![
            numbered(number),
            chain::content(self.dossier.article, claim),
            source.map_or(String::new(), |source| one_line(&source.name)),
            source.map_or("nobody", |source| source.kind.name()).to_owned(),
            relays.map(|source| one_line(&source.name)).collect::<Vec<_>>().join(" → "),
            chain::words(self.dossier.article, &claim.cue),
            claim.stance.name().to_owned(),
            claim.negation.name().to_owned(),
            claim.modality.name().to_owned(),
            claim.mode.name().to_owned(),
            self.spans(&claim.content),
            format!("{:.2}", claim.score),
            made_by(ruled),
            verdict.map_or(String::new(), |check| check.verdict.name().to_owned()),
            says(ruled),
        ]
    }

    fn source(&self, number: u32, source: &Source, ruled: Option<&Ruled>) -> Vec<String> {
        let why = source.anonymity.map(|span| one_line(self.dossier.article.slice(span)));
        vec![
            numbered(number),
            one_line(&source.name),
            source.kind.name().to_owned(),
            source.claims.len().to_string(),
            source.relays.len().to_string(),
            why.unwrap_or_default(),
            self.spans(&source.spans),
            made_by(ruled),
            says(ruled),
        ]
    }

    fn actor(
        &self,
        number: u32,
        actor: &Actor,
        spans: &[Span],
        ruled: Option<&Ruled>,
    ) -> Vec<String> {
        let role = actor.role.map(|span| one_line(self.dossier.article.slice(span)));
        vec![
            numbered(number),
            one_line(&actor.name),
            actor.kind.name().to_owned(),
            role.unwrap_or_default(),
            actor.mentions.len().to_string(),
            self.spans(spans),
            made_by(ruled),
            says(ruled),
        ]
    }

    fn note(&self, note: &Note, span: Option<Span>) -> Vec<String> {
        let check = note.check.as_ref();
        vec![
            note.id.to_string(),
            note.kind.name().to_owned(),
            note.anchor.exact.clone(),
            note.body.clone(),
            note.tags.join(";"),
            note.speaker.clone().unwrap_or_default(),
            note.pen.clone().unwrap_or_default(),
            check.map_or(String::new(), |check| check.verdict.name().to_owned()),
            check.and_then(|check| check.link.clone()).unwrap_or_default(),
            note.made.to_string(),
            note.edited.to_string(),
            span.map_or(String::new(), |span| self.spans(&[span])),
        ]
    }

    fn spans(&self, spans: &[Span]) -> String {
        let pair = |span: &Span| {
            let [start, end] = self.offsets.point_pair(*span);
            format!("{start}-{end}")
        };
        spans.iter().map(pair).collect::<Vec<_>>().join(";")
    }
}

/// The number that people see: lists and `--plain` count from 1 as well.
fn numbered(idx: u32) -> String {
    (u64::from(idx) + 1).to_string()
}

/// Who marked it: the program, or the reader alone.
fn made_by(ruled: Option<&Ruled>) -> String {
    if ruled.is_some_and(|ruled| ruled.is_own) { "reader" } else { "program" }.to_owned()
}

fn says(ruled: Option<&Ruled>) -> String {
    ruled.map_or(String::new(), |ruled| ruled.says.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample;
    use crate::notes::review::Rulings;

    #[test]
    fn claims_sources_and_actors_are_numbered_from_one() {
        let (article, analysis) = sample::analysed();
        let notebook = sample::notebook(&article);
        let rulings = Rulings::default();
        let dossier = Dossier {
            article: &article,
            analysis: &analysis,
            rulings: &rulings,
            notebook: &notebook,
        };
        for table in [claims_csv, sources_csv, actors_csv] {
            let rows = table(&dossier, &Export::default()).concat();
            let mut reader =
                ::csv::ReaderBuilder::new().has_headers(false).from_reader(rows.as_bytes());
            let numbers: Vec<String> = reader.records().map(|row| row.unwrap()[4].into()).collect();
            let expected: Vec<String> = (1..=numbers.len()).map(|n| n.to_string()).collect();
            assert_eq!(numbers, expected);
            assert!(!numbers.is_empty());
        }
    }
}
