//! What a comparison must tell, and what it must not take long for.

use super::*;
use crate::text::span;
use proptest::prelude::*;

/// The paragraphs of a text: what stands between empty lines.
fn paragraphs(text: &str) -> Vec<Span> {
    let mut at = 0;
    let mut spans = Vec::new();
    for part in text.split("\n\n") {
        let span = span::trim(text, Span::new(at, at + part.len()));
        at += part.len() + 2;
        spans.extend(Some(span).filter(|span| !span.is_empty()));
    }
    spans
}

fn diff(old: &str, new: &str) -> Diff {
    let (olds, news) = (paragraphs(old), paragraphs(new));
    Diff::of(Side { text: old, paragraphs: &olds }, Side { text: new, paragraphs: &news })
}

/// A comparison in letters: `[-gone-]{+new+}`, a sign before each row.
fn read(old: &str, new: &str) -> Vec<String> {
    let row = |row: &Row| {
        let sign = match row.change {
            Change::Same => " ",
            Change::Words => "~",
            Change::Gone => "-",
            Change::New => "+",
            Change::MovedAway => "<",
            Change::MovedHere => ">",
        };
        let piece = |piece: &Piece| {
            let text = piece.text(old, new);
            match piece.fate {
                _ if row.change != Change::Words => text.to_owned(),
                Fate::Same => text.to_owned(),
                Fate::Gone | Fate::BreakGone => format!("[-{text}-]"),
                Fate::New | Fate::BreakNew => format!("{{+{text}+}}"),
            }
        };
        format!("{sign}{}", row.pieces.iter().map(piece).collect::<String>())
    };
    diff(old, new).rows.iter().map(row).collect()
}

const OLD: &str = "The port will stay closed.\n\nMaria Lopez said on Monday that nobody would pay for it.\n\n\
                   Trains ran as usual, and so did the ferries to the islands.\n\nThe sea was calm.";

#[test]
fn a_word_that_was_changed_is_shown_in_its_paragraph() {
    let new = OLD.replace("Monday", "Tuesday");
    let expected = [
        " The port will stay closed.",
        "~Maria Lopez said on [-Monday-]{+Tuesday+} that nobody would pay for it.",
        " Trains ran as usual, and so did the ferries to the islands.",
        " The sea was calm.",
    ];
    assert_eq!(read(OLD, &new), expected);
    assert_eq!(diff(OLD, &new).summary(), "1 of 4 paragraphs");
}

#[test]
fn paragraphs_that_came_and_went_stand_by_themselves() {
    let new = OLD.replace("The sea was calm.", "A storm is on its way, the coast guard warned.");
    let rows = read(OLD, &new);
    assert_eq!(
        rows[3..],
        ["-The sea was calm.", "+A storm is on its way, the coast guard warned."]
    );
    let less = OLD.replace("Maria Lopez said on Monday that nobody would pay for it.\n\n", "");
    assert_eq!(read(OLD, &less)[1], "-Maria Lopez said on Monday that nobody would pay for it.");
    assert_eq!(read(&less, OLD)[1], "+Maria Lopez said on Monday that nobody would pay for it.");
    assert_eq!(
        read(OLD, ""),
        paragraphs(OLD).iter().map(|p| format!("-{}", slice(OLD, *p))).collect::<Vec<_>>()
    );
}

#[test]
fn the_end_of_a_paragraph_may_change_before_one_that_is_gone() {
    let old = "It may end within a week.\n\nShips had been waiting in the bay.\n\nTrains ran.";
    let new = "It may end within a month.\n\nTrains ran.";
    let rows = read(old, new);
    assert_eq!(
        rows,
        [
            "~It may end within a [-week-]{+month+}.",
            "-Ships had been waiting in the bay.",
            " Trains ran."
        ]
    );
    // The same where no stop stands between the two.
    let rows = read(&old.replace("week.", "week"), &new.replace("month.", "month"));
    assert_eq!(rows[0], "~It may end within a [-week-]{+month+}");
    assert_eq!(rows[1], "-Ships had been waiting in the bay.");
}

#[test]
fn a_paragraph_that_was_divided_keeps_its_words() {
    let new = OLD.replace("usual, and", "usual.\n\nAnd");
    let rows = read(OLD, &new);
    assert_eq!(
        rows[2..4],
        ["~Trains ran as usual[-, and-]{+.+}{+¶+}", "~{+And+} so did the ferries to the islands."]
    );
    let joined = OLD.replace("closed.\n\nMaria", "closed. Maria");
    assert_eq!(read(OLD, &joined)[0], "~The port will stay closed.{+ +}[-¶-]");
}

#[test]
fn a_paragraph_that_moved_is_no_change_of_words() {
    let (first, rest) = OLD.split_once("\n\nTrains").unwrap();
    let (trains, last) = rest.split_once("\n\n").unwrap();
    let new = format!("Trains{trains}\n\n{first}\n\n{last}");
    let rows = read(OLD, &new);
    assert_eq!(rows[0], ">Trains ran as usual, and so did the ferries to the islands.");
    assert_eq!(rows[3], "<Trains ran as usual, and so did the ferries to the islands.");
    assert_eq!(diff(OLD, &new).summary(), "1 of 4 paragraphs");
}

#[test]
fn how_it_is_set_is_no_change() {
    let old = "“No,” he said – twice.\n\nIt rained.";
    let new = "\"No,\"  he\nsaid - twice.\n\n\n\nIt rai\u{ad}ned.";
    assert_eq!(diff(old, new).changed(), 0);
}

#[test]
fn a_rewritten_sentence_is_no_confetti() {
    let old = "The minister said in the evening that he knew of no plan, and that it was late. So it goes.";
    let new =
        "The minister told one of our reporters that it would be the best of all days. So it goes.";
    let rows = read(old, new);
    assert_eq!(rows.len(), 1);
    assert!(rows[0].matches("[-").count() <= 2, "{rows:?}");
    assert!(
        rows[0].starts_with("~The minister ") && rows[0].ends_with(". So it goes."),
        "{rows:?}"
    );
}

#[test]
fn hostile_texts_take_no_longer_than_others() {
    let letters = |seed: u64, n: usize| -> String {
        let mut x = seed;
        let next = |_| {
            x = x.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            if x >> 63 == 0 { "a " } else { "b " }
        };
        (0..n).map(next).collect()
    };
    // Two letters in any order: everything is nearly the same as everything else.
    let (old, new) = (letters(1, 20_000), letters(2, 20_000));
    assert!(!diff(&old, &new).rows.is_empty());
    let (old, new) = (old.replace(' ', "\n\n"), new.replace(' ', "\n\n"));
    assert!(!diff(&old, &new).rows.is_empty());
    // Too many to be compared one by one.
    let (old, new) = (letters(1, 60_000), letters(2, 60_000));
    assert!(diff(&old, &new).rows.len() <= 2);
    let quotes = "\"".repeat(50_000);
    assert!(!diff(&quotes, &quotes.replacen('"', "a", 1)).rows.is_empty());
}

/// A text of short paragraphs of few words, so that everything happens.
fn text() -> impl Strategy<Value = String> {
    let word = prop_oneof!["[ab]{1,2}", "[cd]{3,5}[.,]?", "日本|e\u{301}|\u{600}1|שלום"];
    let paragraph = proptest::collection::vec(word, 1..9).prop_map(|words| words.join(" "));
    proptest::collection::vec(paragraph, 0..7).prop_map(|all| all.join("\n\n"))
}

fn words(text: &str, spans: impl Iterator<Item = Span>) -> String {
    spans.map(|span| words::key(slice(text, span))).collect::<String>().replace(' ', "")
}

proptest! {
    #[test]
    fn both_texts_can_be_read_from_it(old in text(), new in text()) {
        let diff = diff(&old, &new);
        let all = |side: fn(&Piece) -> Span| diff.rows.iter().flat_map(move |row| row.pieces.iter().map(side));
        prop_assert_eq!(words(&new, all(|p| p.new)), words(&new, paragraphs(&new).into_iter()));
        // What has moved stands elsewhere than it stood: by place, all of the old text is there.
        let mut olds: Vec<Span> = all(|p| p.old).filter(|span| !span.is_empty()).collect();
        olds.sort();
        prop_assert_eq!(words(&old, olds.into_iter()), words(&old, paragraphs(&old).into_iter()));
        for row in &diff.rows {
            for piece in row.pieces.iter().filter(|piece| piece.fate == Fate::Same) {
                prop_assert_eq!(words::key(slice(&old, piece.old)), words::key(slice(&new, piece.new)));
            }
        }
    }

    #[test]
    fn a_text_has_not_changed_from_itself(text in text()) {
        prop_assert_eq!(diff(&text, &text).changed(), 0);
        prop_assert_eq!(diff(&text, &text).rows.len(), paragraphs(&text).len());
    }

    #[test]
    fn one_inserted_word_is_one_change(text in "[a-z]{2,6}( [a-z]{2,6}){6,20}", at in 0usize..100) {
        let words: Vec<&str> = text.split(' ').collect();
        let at = at % (words.len() - 1) + 1;
        let new = [&words[..at], &["NEW"], &words[at..]].concat().join(" ");
        let diff = diff(&text, &new);
        let came: Vec<&str> = diff.rows[0].pieces.iter().filter(|p| p.fate == Fate::New).map(|p| slice(&new, p.new)).collect();
        prop_assert_eq!(came.len(), 1);
        prop_assert_eq!(came[0].trim(), "NEW");
    }

    #[test]
    fn nothing_makes_it_panic(old in "\\PC{0,40}", new in "\\PC{0,40}", spans in proptest::collection::vec((0usize..60, 0usize..60), 0..4)) {
        let spans: Vec<Span> = spans.into_iter().map(|(a, b)| Span::new(a, b)).collect();
        let _ = diff(&old, &new).summary();
        let _ = Diff::of(Side { text: &old, paragraphs: &spans }, Side { text: &new, paragraphs: &spans });
    }
}
