//! Says in plain words what speaks for an attribution.

use super::chain::Segment;
use super::features::View;
use super::link::Link;
use super::tags::{self, RELATIONS};
use crate::text::{Span, slice};

/// The reasons for an attribution, the strongest first.
pub fn of(text: &str, view: &View<'_>, segments: &[Segment], link: &Link) -> Vec<String> {
    let words = view.words();
    let syntax = view.syntax();
    let show = |s: Segment| -> String {
        let last = (s.to - 1).min(s.from + 5);
        let span = words.spans[s.from].hull(words.spans[last]);
        let cut = if last + 1 < s.to { "…" } else { "" };
        format!("“{}{cut}”", slice(text, Span::new(span.start(), span.end())).replace('\n', " "))
    };
    let cue = segments[link.cue];
    let mut reasons = vec![format!("{} is used here as words that attribute something", show(cue))];
    if let Some(source) = link.source {
        let source = segments[source];
        let subject = (source.from..source.to).any(|i| {
            let h = syntax.heads[i] as usize;
            h >= cue.from
                && h < cue.to
                && matches!(RELATIONS[usize::from(syntax.relations[i])], "nsubj" | "nsubjpass")
        });
        if subject {
            reasons.push(format!("{} is the subject of {}", show(source), show(cue)));
        } else if source.to == cue.from {
            reasons.push(format!("{} stands right before {}", show(source), show(cue)));
        } else if cue.to == source.from {
            reasons.push(format!("{} stands right after {}", show(source), show(cue)));
        } else {
            reasons.push(format!("{} is the nearest that fits {}", show(source), show(cue)));
        }
    }
    if let Some(content) = link.contents.first() {
        let content = segments[*content];
        let clause = (content.from..content.to).any(|i| {
            let h = syntax.heads[i] as usize;
            h >= cue.from
                && h < cue.to
                && matches!(syntax.relations[i], tags::CCOMP | tags::XCOMP | tags::PARATAXIS)
        });
        if words.quote[content.from] > 0 && words.quote[content.to - 1] > 0 {
            reasons.push("what is attributed stands between quotation marks".to_string());
        } else if clause {
            reasons.push(format!(
                "a clause that begins {} depends on {}",
                show(content),
                show(cue)
            ));
        } else if content.to <= cue.from {
            reasons.push(format!("what is attributed leads up to {}", show(cue)));
        } else {
            reasons.push(format!("what is attributed follows {}", show(cue)));
        }
        if link.contents.len() > 1 {
            reasons.push(format!("it goes on after {}", show(cue)));
        }
    }
    reasons
}
