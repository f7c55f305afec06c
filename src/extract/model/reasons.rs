//! Says in plain words what speaks for an attribution.
//!
//! Whole sentences for a reporter: who reads them knows what a subject is, and nothing of
//! models. They tell what stands in the text, so that they can be checked there.

use super::chain::Segment;
use super::features::View;
use super::link::Link;
use super::tags::{self, RELATIONS};
use super::words::Words;
use crate::text::{Span, slice};

/// The reasons for an attribution, the strongest first.
pub fn of(text: &str, view: &View<'_>, segments: &[Segment], link: &Link) -> Vec<String> {
    let words = view.words();
    let cue = segments[link.cue];
    let mut reasons = vec![about_cue(text, words, cue)];
    let cue_words = show(text, words, cue);
    reasons.push(match link.source {
        Some(source) => about_source(text, view, segments[source], cue, &cue_words),
        None => format!("Nobody who is named near {cue_words} could have said so."),
    });
    if let Some(content) = link.contents.first() {
        reasons.push(about_content(text, view, segments[*content], cue, &cue_words));
    }
    if link.contents.len() > 1 {
        reasons.push(format!("The statement goes on after {cue_words}."));
    }
    reasons
}

/// The first words of a segment in quotation marks, for the middle of a sentence.
fn show(text: &str, words: &Words, segment: Segment) -> String {
    let last = (segment.to - 1).min(segment.from + 5);
    let span = words.spans[segment.from].hull(words.spans[last]);
    let cut = if last + 1 < segment.to { "…" } else { "" };
    // Marks of its own would read as the end of ours.
    let shown = slice(text, Span::new(span.start(), span.end())).replace('\n', " ");
    let shown = shown.trim_matches(['“', '”', '"', '„', '«', '»']);
    format!("“{shown}{cut}”")
}

fn about_cue(text: &str, words: &Words, cue: Segment) -> String {
    let shown = show(text, words, cue);
    let marks = (cue.from..cue.to).all(|at| words.is(at, super::words::MARK));
    if marks {
        return "The mark between the name and the words stands for “said”.".to_owned();
    }
    let (the, credit) =
        if cue.to == cue.from + 1 { ("word", "credits") } else { ("words", "credit") };
    format!("Here the {the} {shown} {credit} somebody with a statement or a view.")
}

fn about_source(
    text: &str,
    view: &View<'_>,
    source: Segment,
    cue: Segment,
    cue_words: &str,
) -> String {
    let syntax = view.syntax();
    let shown = show(text, view.words(), source);
    let subject = (source.from..source.to).any(|at| {
        let head = syntax.heads[at] as usize;
        head >= cue.from
            && head < cue.to
            && matches!(RELATIONS[usize::from(syntax.relations[at])], "nsubj" | "nsubjpass")
    });
    if subject {
        format!("{shown} is the subject of {cue_words}.")
    } else if source.to == cue.from {
        format!("{shown} stands right before {cue_words}.")
    } else if cue.to == source.from {
        format!("{shown} stands right after {cue_words}.")
    } else {
        format!("{shown} is the nearest person or body that could have said so.")
    }
}

fn about_content(
    text: &str,
    view: &View<'_>,
    content: Segment,
    cue: Segment,
    cue_words: &str,
) -> String {
    let (words, syntax) = (view.words(), view.syntax());
    let clause = || {
        (content.from..content.to).any(|at| {
            let head = syntax.heads[at] as usize;
            head >= cue.from
                && head < cue.to
                && matches!(syntax.relations[at], tags::CCOMP | tags::XCOMP | tags::PARATAXIS)
        })
    };
    if words.quote[content.from] > 0 && words.quote[content.to - 1] > 0 {
        "What is credited to them stands between quotation marks.".to_owned()
    } else if content.to <= cue.from {
        format!("What is credited to them stands before {cue_words}.")
    } else if clause() {
        let shown = show(text, words, content);
        format!("What they said is the clause that begins with {shown}.")
    } else {
        format!("What is credited to them follows {cue_words}.")
    }
}
