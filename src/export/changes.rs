//! What has changed since the notes were made, as text: for scripts, pipes and people who have it read
//! to them. Marks as `git diff --word-diff` has them: `[-gone-]{+new+}`.

use crate::doc::diff::{Change, Diff, Fate, Row};
use crate::notes::since::{Beside, OldText, Stand, sign};
use crate::notes::{Note, Notebook};
use crate::parse::clean::line;
use crate::text::offsets::Offsets;
use crate::text::{Span, one_line};
use serde_json::{Value, json};

/// The comparison of two texts with the notes beside each row ([`crate::notes::since::beside`]), a
/// paragraph a line. Paragraphs that are the same are only counted.
#[must_use]
pub fn changes(
    diff: &Diff,
    old: &str,
    new: &str,
    beside: &[Vec<Beside>],
    notebook: &Notebook,
) -> String {
    let mut out = String::new();
    let mut same = 0;
    for (n, row) in diff.rows.iter().enumerate() {
        if row.change == Change::Same {
            same += 1;
            continue;
        }
        unchanged(&mut out, &mut same);
        out.push_str(&format!("{} {}\n", mark(row.change), words(row, old, new)));
        for beside in beside.get(n).into_iter().flatten() {
            if let Some(note) = notebook.notes.get(&beside.id) {
                out.push_str(&format!("    {}\n", remark(beside, note)));
            }
        }
    }
    unchanged(&mut out, &mut same);
    out
}

/// The same as JSON, whose keys are a promise: what has changed since a text that is kept, or, without one,
/// that nothing has. Offsets are Unicode code points of the two texts.
#[must_use]
pub fn changes_json(
    compared: Option<(&Diff, &OldText)>,
    new: &str,
    beside: &[Vec<Beside>],
    notebook: &Notebook,
) -> Value {
    let Some((diff, old)) = compared else {
        return json!({ "since": null, "digest": null, "changed": 0, "rows": [] });
    };
    let offsets = (Offsets::new(&old.text), Offsets::new(new));
    let pair =
        |offsets: &Offsets<'_>, span: Option<Span>| span.map(|span| offsets.point_pair(span));
    let rows = diff.rows.iter().enumerate().filter(|(_, row)| row.change != Change::Same);
    let rows = rows.map(|(n, row)| {
        let pieces = row.pieces.iter().map(
            |piece| json!({ "fate": fate_name(piece.fate), "text": piece.text(&old.text, new) }),
        );
        let notes = beside.get(n).into_iter().flatten().filter_map(|beside| {
            let note = notebook.notes.get(&beside.id)?;
            Some(json!({
                "id": note.id.to_string(),
                "kind": note.kind.name(),
                "quote": note.anchor.exact,
                "body": note.body,
                "stands": match beside.stand {
                    Stand::Here => "here",
                    Stand::Was => "was",
                    Stand::Is => "is",
                },
                "place": super::notes::place_name(beside.place),
                "span": pair(&offsets.1, beside.place.span()),
            }))
        });
        json!({
            "change": match row.change {
                Change::Same => "same",
                Change::Words => "words",
                Change::Gone => "gone",
                Change::New => "new",
                Change::MovedAway => "moved-away",
                Change::MovedHere => "moved-here",
            },
            "old": pair(&offsets.0, row.old_span()),
            "new": pair(&offsets.1, row.new_span()),
            "pieces": pieces.collect::<Vec<_>>(),
            "notes": notes.collect::<Vec<_>>(),
        })
    });
    json!({
        "since": old.at.to_string(),
        "digest": old.digest.to_string(),
        "changed": diff.changed(),
        "rows": rows.collect::<Vec<_>>(),
    })
}

fn fate_name(fate: Fate) -> &'static str {
    match fate {
        Fate::Same => "same",
        Fate::Gone => "gone",
        Fate::New => "new",
        Fate::BreakGone => "break-gone",
        Fate::BreakNew => "break-new",
    }
}

fn unchanged(out: &mut String, same: &mut usize) {
    match std::mem::take(same) {
        0 => {}
        1 => out.push_str("  … 1 paragraph is the same\n"),
        n => out.push_str(&format!("  … {n} paragraphs are the same\n")),
    }
}

/// The sign before a paragraph.
#[must_use]
pub fn mark(change: Change) -> char {
    match change {
        Change::Same => ' ',
        Change::Words => '~',
        Change::Gone => '-',
        Change::New => '+',
        Change::MovedAway => '<',
        Change::MovedHere => '>',
    }
}

fn words(row: &Row, old: &str, new: &str) -> String {
    let piece = |piece: &crate::doc::diff::Piece| {
        let said = piece.text(old, new);
        let said = match (row.change, piece.fate) {
            (Change::Words, Fate::Gone | Fate::BreakGone) => {
                format!("[-{}-]", isolated(said))
            }
            (Change::Words, Fate::New | Fate::BreakNew) => format!("{{+{}+}}", isolated(said)),
            _ => said.to_owned(),
        };
        said.replace(['\n', '\t', '\r'], " ")
    };
    let said: String = row.pieces.iter().map(piece).collect();
    match row.change {
        Change::MovedAway => format!("(was here, is now elsewhere) {}", one_line(&said)),
        Change::MovedHere => format!("(was elsewhere, is now here) {}", one_line(&said)),
        _ => said,
    }
}

/// Words that run from right to left, kept from turning the marks around them about.
fn isolated(words: &str) -> String {
    let is_turned = |c: char| {
        matches!(u32::from(c), 0x590..=0x8ff | 0xfb1d..=0xfdff | 0xfe70..=0xfeff
            | 0x10800..=0x10fff | 0x1e800..=0x1efff)
    };
    if words.contains(is_turned) { format!("\u{2068}{words}\u{2069}") } else { words.to_owned() }
}

/// What is said of a note beside a paragraph: its sign, its words, and where else it stands.
#[must_use]
pub fn remark(beside: &Beside, note: &Note) -> String {
    let sign = sign(beside.place).map_or(String::new(), |sign| format!("{sign} "));
    let quote = line(&note.anchor.exact);
    let body = line(&note.body);
    let words =
        if body.is_empty() { format!("“{quote}”") } else { format!("{body} (“{quote}”)") };
    let stand = match (beside.stand, beside.place.span()) {
        (Stand::Here, _) => "",
        (Stand::Was, Some(_)) => "was here, is now elsewhere · ",
        (Stand::Was, None) => "no longer in the text · ",
        (Stand::Is, _) => "was elsewhere, is now here · ",
    };
    // First what may not be cut off where there is little room.
    format!("{}: {sign}{stand}{words}", note.kind.name())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doc::diff::Side;

    fn plain(old: &str, new: &str) -> String {
        let lines = |text: &str| -> Vec<Span> {
            let mut at = 0;
            text.split('\n')
                .map(|line| {
                    at += line.len() + 1;
                    Span::new(at - line.len() - 1, at - 1)
                })
                .collect()
        };
        let diff = Diff::of(
            Side { text: old, paragraphs: &lines(old) },
            Side { text: new, paragraphs: &lines(new) },
        );
        let notebook = Notebook::new(
            crate::doc::ArticleId("a".into()),
            crate::doc::Meta::default(),
            crate::doc::Digest::of(b""),
        );
        changes(&diff, old, new, &[], &notebook)
    }

    #[test]
    fn a_paragraph_is_a_line() {
        let old = "It rained all day.\nThe port stays closed.\nNobody came to see it.";
        let new = "It rained all day.\nThe port will stay closed.\nNobody came to see it.";
        let expected = "  … 1 paragraph is the same\n~ The port [-stays-]{+will stay+} closed.\n  \
                        … 1 paragraph is the same\n";
        assert_eq!(plain(old, new), expected);
    }

    #[test]
    fn words_from_right_to_left_stay_within_their_marks() {
        let out = plain("He said שלום to all of them.", "He said מחר to all of them.");
        assert!(out.contains("[-\u{2068}שלום\u{2069}-]{+\u{2068}מחר\u{2069}+}"), "{out}");
    }
}
