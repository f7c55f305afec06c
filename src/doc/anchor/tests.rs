//! What an anchor must survive.

use super::*;
use crate::doc::{ArticleId, Meta};
use proptest::prelude::*;

fn article(text: &str) -> Article {
    Article {
        id: ArticleId("text:test".into()),
        meta: Meta::default(),
        text: text.into(),
        blocks: Vec::new(),
        marks: Vec::new(),
        digest: Digest::of(text.as_bytes()),
    }
}

fn find(text: &str, piece: &str) -> Span {
    let at = text.find(piece).unwrap();
    Span::new(at, at + piece.len())
}

/// Anchors `piece` in `old` and reads it in `new`.
fn moved(old: &str, piece: &str, new: &str) -> (Place, String) {
    let anchor = describe(&article(old), find(old, piece));
    let today = article(new);
    let place = resolve(&anchor, &today);
    (place, place.span().map(|span| today.slice(span).to_owned()).unwrap_or_default())
}

const STORY: &str = "The mayor opened the bridge on Monday. \"It will hold for a century,\" \
    she said at the ceremony. Engineers were less sure. A union official said the bolts had \
    been bought from the cheapest bidder.";

#[test]
fn context_is_cut_at_words() {
    let anchor = describe(&article(STORY), find(STORY, "Engineers were less sure."));
    assert_eq!(anchor.before, "century,\" she said at the ceremony. ".get(10..).unwrap());
    assert_eq!(anchor.after, " A union official said the bolts");
}

#[test]
fn context_within_one_long_word_is_kept() {
    let text = format!("{}X{}", "a".repeat(80), "b".repeat(80));
    let anchor = describe(&article(&text), Span::new(80, 81));
    assert_eq!(anchor.before, "a".repeat(CONTEXT));
    assert_eq!(anchor.after, "b".repeat(CONTEXT));
}

#[test]
fn an_insertion_above_moves_it() {
    let new = format!("UPDATED: the bridge was closed on Tuesday.\n\n{STORY}");
    let (place, words) = moved(STORY, "Engineers were less sure.", &new);
    assert_eq!(place, Place::Moved(find(&new, "Engineers were less sure.")));
    assert_eq!(words, "Engineers were less sure.");
}

#[test]
fn a_repeated_sentence_is_told_apart_by_context() {
    let old = "First the king spoke. He declined to comment. Then the queen spoke at length. \
               He declined to comment. Nobody was hurt.";
    let second = old.rfind("He declined").unwrap();
    let span = Span::new(second, second + "He declined to comment.".len());
    let anchor = describe(&article(old), span);
    // A long insertion puts the first occurrence where the second one was.
    let new = format!("{} {old}", "It rained on the parade.".repeat(2));
    let place = resolve(&anchor, &article(&new));
    assert_eq!(place, Place::Moved(Span::new(span.start() + 49, span.end() + 49)));
}

#[test]
fn new_quotation_marks_and_line_breaks_are_the_same_words() {
    let new = STORY.replace('"', "\u{201d}").replace("will hold", "will\n  hold");
    let (place, words) = moved(STORY, "\"It will hold for a century,\"", &new);
    assert!(matches!(place, Place::Moved(_)), "{place:?}");
    assert_eq!(words, "\u{201d}It will\n  hold for a century,\u{201d}");
}

#[test]
fn a_corrected_word_is_found_approximately() {
    let new = STORY.replace("less sure", "rather less certain");
    let (place, words) = moved(STORY, "Engineers were less sure.", &new);
    assert_eq!(words, "Engineers were rather less certain.");
    assert!(matches!(place, Place::Approximate(_, score) if score > 0.7), "{place:?}");
}

#[test]
fn what_was_deleted_is_an_orphan() {
    let new = STORY.replace(" Engineers were less sure.", "");
    let (place, _) = moved(STORY, "Engineers were less sure.", &new);
    assert_eq!(place, Place::Orphan);
    let other = "Rain is expected in the north, with snow on higher ground from Thursday night.";
    assert_eq!(moved(STORY, "A union official said", other).0, Place::Orphan);
}

#[test]
fn a_span_that_does_not_read_the_quotation_is_searched_for() {
    let mut anchor = describe(&article(STORY), find(STORY, "union official"));
    anchor.span = Span::new(2, 9);
    assert_eq!(resolve(&anchor, &article(STORY)), Place::Moved(find(STORY, "union official")));
}

#[test]
fn short_words_in_other_surroundings_are_only_approximate() {
    let old = "Reuters reported the talks. Later AFP said that they had failed.";
    let new = "AFP has an office here. So has every other agency. Visitors ask for AFP often.";
    assert!(matches!(moved(old, "AFP", new).0, Place::Approximate(..) | Place::Orphan));
}

#[test]
fn an_empty_piece_is_found_between_its_contexts() {
    let at = find(STORY, "Engineers").start();
    let anchor = describe(&article(STORY), Span::at(at));
    let new = format!("New. {STORY}");
    assert_eq!(resolve(&anchor, &article(&new)), Place::Moved(Span::at(at + 5)));
}

#[test]
fn a_long_quotation_is_found_by_its_ends() {
    let words: Vec<String> = (0..1500).map(|n| format!("w{}", n * 7919 % 10_007)).collect();
    let quote = words.join(" ");
    assert!(quote.len() > 6000);
    let old = format!("Before it. {quote} After it.");
    let edited = quote.replacen(&words[100], "another", 1).replacen(&words[700], "", 1);
    let new = format!("New head. Before it. {edited} After it.");
    let (place, found) = moved(&old, &quote, &new);
    assert!(matches!(place, Place::Approximate(..)), "{place:?}");
    assert_eq!(found, edited);
}

#[test]
fn nothing_in_a_hostile_text_takes_long() {
    // Every position is an occurrence with few edits, which defeats the cut-off. Smaller than
    // what release builds are measured with, so that tests stay quick.
    let text = "a".repeat(60_000);
    let mut anchor = describe(&article(&text), Span::new(10, 3_000));
    anchor.exact.insert(1500, 'b');
    assert!(resolve(&anchor, &article(&text)).span().is_some());
}

/// Prose of made-up words, so that a piece of it is mostly unique.
fn prose() -> impl Strategy<Value = String> {
    proptest::collection::vec("[a-zé“”]{1,9}[.,]?", 12..60).prop_map(|words| words.join(" "))
}

proptest! {
    #[test]
    fn what_is_described_is_found_exactly(text in "\\PC{0,120}", a in 0usize..150, b in 0usize..150) {
        let article = article(&text);
        let span = Span::new(span::floor_bound(&text, a), span::floor_bound(&text, b));
        prop_assert_eq!(resolve(&describe(&article, span), &article), Place::Exact(span));
        let stray = describe(&article, Span::new(a, b));
        prop_assert_eq!(resolve(&stray, &article), Place::Exact(span));
    }

    #[test]
    fn a_unique_piece_is_found_after_edits_around_it(
        head in prose(), piece in "[A-Z]{12,60}", tail in prose(), insert in "[a-z ]{0,40}", cut in 0usize..60,
    ) {
        let old = format!("{head} {piece} {tail}");
        let anchor = describe(&article(&old), find(&old, &piece));
        let kept = span::after(&head, span::floor_bound(&head, cut));
        let new = format!("{insert}{kept} {insert} {piece} {insert} {tail}");
        prop_assert_eq!(resolve(&anchor, &article(&new)), match new == old {
            true => Place::Exact(find(&new, &piece)),
            false => Place::Moved(find(&new, &piece)),
        });
    }

    #[test]
    fn a_small_edit_inside_is_covered(
        head in prose(), left in "[A-Z]{15,30}", right in "[A-Z]{15,30}", tail in prose(), edit in "[0-9]{1,6}",
    ) {
        let old = format!("{head} {left}-{right} {tail}");
        let anchor = describe(&article(&old), find(&old, &format!("{left}-{right}")));
        let edited = format!("{left}{edit}{right}");
        let new = format!("{head} {edited} {tail}");
        let place = resolve(&anchor, &article(&new));
        let expected = find(&new, &edited);
        prop_assert!(matches!(place, Place::Approximate(..)), "{:?}", place);
        prop_assert!(place.span().unwrap().covers(expected), "{:?} {:?}", place, expected);
    }

    #[test]
    fn never_panics(
        text in "\\PC{0,80}", other in "\\PC{0,80}", a in 0usize..90, b in 0usize..90,
        before in "\\PC{0,50}", after in "\\PC{0,50}",
    ) {
        let mut anchor = describe(&article(&text), Span::new(a, b));
        let _ = resolve(&anchor, &article(&other));
        anchor.before = before;
        anchor.after = after;
        anchor.span = Span::new(b, a + 7);
        let _ = resolve(&anchor, &article(&other));
        let _ = resolve(&anchor, &article(&text));
    }
}

#[test]
fn an_end_that_was_cut_off_is_not_made_up_for() {
    let new = STORY.replace("for a century,\"", "for long,\"");
    let (place, words) = moved(STORY, "\"It will hold for a century,\"", &new);
    assert_eq!(words, "\"It will hold for long,\"");
    assert!(matches!(place, Place::Approximate(..)), "{place:?}");
}

#[test]
fn the_same_words_between_new_ones_keep_their_ends() {
    let old = "On the day, on the day of the vote the mayor spoke of the day. Then she left.";
    let new = "Upon a day, on  the day of the vote the mayor spoke of the  day! Now she left.";
    let (place, words) = moved(old, "on the day of the vote the mayor spoke of the day", new);
    assert!(matches!(place, Place::Moved(_)), "{place:?}");
    assert_eq!(words, "on  the day of the vote the mayor spoke of the  day");
}
