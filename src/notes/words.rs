//! What a note says besides the reader's own words, in a few words: for lists, labels and exports.

use super::{About, Note, Ruling};
use crate::text::one_line;

/// What the reader rules or has found by checking: `not a claim`, `said by Maria Lopez`, `disputed`.
#[must_use]
pub fn ruled(note: &Note) -> Option<String> {
    let ruling = note.ruling.as_ref().map(|ruling| ruling_words(ruling, &note.about));
    let check = note.check.as_ref().map(|check| format!("checked: {}", check.verdict.name()));
    match (ruling, check) {
        (Some(ruling), Some(check)) => Some(format!("{ruling}; {check}")),
        (ruling, check) => ruling.or(check),
    }
}

/// A ruling in words.
#[must_use]
pub fn ruling_words(ruling: &Ruling, about: &About) -> String {
    let of = |what: &str| match about.name() {
        Some(name) => format!("{what}: {}", one_line(name)),
        None => what.to_owned(),
    };
    match ruling {
        Ruling::Right => of("right"),
        Ruling::Wrong => match about {
            About::Actor(_) => of("no actor"),
            About::Source(_) => of("no source"),
            About::Passage | About::Claim | About::Article => "not a claim".into(),
        },
        Ruling::SaidBy { name, .. } if name.is_empty() => "said by nobody".into(),
        Ruling::SaidBy { name, .. } => format!("said by {}", one_line(name)),
        Ruling::SameAs(other) => format!("{} as {}", of("the same"), one_line(other)),
        Ruling::NotSame(other) => format!("not {}", one_line(other)),
        Ruling::IsA(kind) => format!("{} is: {}", about.name().unwrap_or("it"), kind.name()),
        Ruling::IsSource(kind) => format!("{} is: {}", about.name().unwrap_or("it"), kind.name()),
        Ruling::Covers(anchor) => format!("claimed is: “{}”", one_line(&anchor.exact)),
    }
}
