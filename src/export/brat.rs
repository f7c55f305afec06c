//! brat standoff: the text and beside it the annotations, so that corpora can be made with it.
//!
//! Laid out as PolNeAR is, so that tools for that corpus read it: `T` lines are stretches (Source,
//! Cue, Content, Attribution, the kinds of actors, the reader's marks as `My_…`), offsets in code points,
//! pieces of one stretch parted by `;`; `E` lines tie them into attributions; `R` lines tie mentions of
//! one actor; `A` lines say mode, stance and whose mark it is; `#` lines hold the reader's words.

use super::dossier::{Dossier, Mark};
use super::format::Export;
use crate::extract::{ActorKind, Claim};
use crate::text::Span;
use crate::text::offsets::Offsets;

/// The text and its annotations.
#[must_use]
pub fn files(dossier: &Dossier<'_>, export: &Export) -> Vec<(String, String)> {
    let name = super::names::file_stem(dossier.article);
    let mut writer = Writer::new(dossier);
    let marks = dossier.marks(&export.select);
    for mark in &marks {
        writer.mark(mark);
    }
    vec![
        (format!("{name}.txt"), dossier.article.text.to_string()),
        (format!("{name}.ann"), writer.out),
    ]
}

struct Writer<'a> {
    dossier: &'a Dossier<'a>,
    offsets: Offsets<'a>,
    out: String,
    stretches: usize,
    relations: usize,
    events: usize,
    attributes: usize,
    comments: usize,
}

impl<'a> Writer<'a> {
    fn new(dossier: &'a Dossier<'a>) -> Self {
        Self {
            dossier,
            offsets: Offsets::new(&dossier.article.text),
            out: String::new(),
            stretches: 0,
            relations: 0,
            events: 0,
            attributes: 0,
            comments: 0,
        }
    }

    fn mark(&mut self, mark: &Mark<'_>) {
        match mark {
            Mark::Claim(_, claim, _) => self.claim(claim),
            Mark::Actor(_, actor, _) => {
                let kind = match actor.kind {
                    ActorKind::Person => "Person",
                    ActorKind::Organisation => "Organisation",
                    ActorKind::Place => "Place",
                    ActorKind::Group => "Group",
                    ActorKind::Media => "Media",
                    ActorKind::Unknown => "Actor",
                };
                let mut first: Option<usize> = None;
                for span in mark.spans(self.dossier.analysis) {
                    let Some(id) = self.stretch(kind, &[span]) else { continue };
                    match first {
                        Some(first) => self.relation("Same", first, id),
                        None => first = Some(id),
                    }
                }
            }
            // Where sources stand is told by the claims.
            Mark::Source(..) => {}
            Mark::Note(note, place) => {
                let Some(span) = place.span() else { return };
                let kind = format!("My_{}", note.kind.name().replace('-', "_"));
                if let Some(id) = self.stretch(&kind, &[span]) {
                    self.attribute("MadeBy", &format!("T{id}"), "reader");
                    let words: Vec<&str> = note.body.split_whitespace().collect();
                    if !words.is_empty() {
                        self.comments += 1;
                        self.line(&format!(
                            "#{}\tAnnotatorNotes T{id}\t{}",
                            self.comments,
                            words.join(" ")
                        ));
                    }
                }
            }
        }
    }

    fn claim(&mut self, claim: &Claim) {
        let source = self.stretch("Source", &claim.source);
        let cue = self.stretch("Cue", &claim.cue);
        let content = self.stretch("Content", &claim.content);
        // An event needs words of its own; a bare quotation has no cue and lends its content.
        let words = if claim.cue.is_empty() { &claim.content } else { &claim.cue };
        let Some(trigger) = self.stretch("Attribution", words) else { return };
        self.events += 1;
        let mut line = format!("E{}\tAttribution:T{trigger}", self.events);
        for (role, part) in [("Content", content), ("Cue", cue), ("Source", source)] {
            if let Some(part) = part {
                line.push_str(&format!(" {role}:T{part}"));
            }
        }
        self.line(&line);
        let event = format!("E{}", self.events);
        self.attribute("Mode", &event, claim.mode.name());
        self.attribute("Stance", &event, claim.stance.name());
    }

    /// A stretch in pieces; brat allows no line break inside of one, so that it is parted there.
    fn stretch(&mut self, kind: &str, spans: &[Span]) -> Option<usize> {
        let text = &self.dossier.article.text;
        let mut pieces: Vec<Span> = Vec::new();
        for span in spans {
            let mut at = span.start();
            for line in self.dossier.article.slice(*span).split('\n') {
                let piece = Span::new(at, at + line.len());
                at += line.len() + 1;
                pieces.push(crate::text::span::trim(text, piece));
            }
        }
        pieces.retain(|piece| !piece.is_empty());
        if pieces.is_empty() {
            return None;
        }
        self.stretches += 1;
        let places: Vec<String> = pieces
            .iter()
            .map(|piece| {
                let [start, end] = self.offsets.point_pair(*piece);
                format!("{start} {end}")
            })
            .collect();
        let words: Vec<&str> =
            pieces.iter().map(|piece| self.dossier.article.slice(*piece)).collect();
        let line = format!("T{}\t{kind} {}\t{}", self.stretches, places.join(";"), words.join(" "));
        self.line(&line);
        Some(self.stretches)
    }

    fn relation(&mut self, kind: &str, one: usize, two: usize) {
        self.relations += 1;
        let line = format!("R{}\t{kind} Arg1:T{one} Arg2:T{two}", self.relations);
        self.line(&line);
    }

    fn attribute(&mut self, kind: &str, of: &str, value: &str) {
        self.attributes += 1;
        let line = format!("A{}\t{kind} {of} {value}", self.attributes);
        self.line(&line);
    }

    fn line(&mut self, line: &str) {
        self.out.push_str(line);
        self.out.push('\n');
    }
}
