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

#[test]
fn a_corrected_sentence_is_not_given_up_for_the_same_words_elsewhere() {
    let old = "The mayor spoke first. He declined to say who had paid for the bolts. The bridge was \
               then opened. On Tuesday the builder was asked the same. \
               He declined to say who had paid for the bolts. Nobody else spoke.";
    let piece = "He declined to say who had paid for the bolts.";
    let new = old.replacen(piece, "He declined to say who had paid for most of the bolts.", 1);
    let anchor = describe(&article(old), find(old, piece));
    let place = resolve(&anchor, &article(&new));
    let expected = find(&new, "He declined to say who had paid for most of the bolts.");
    assert!(matches!(place, Place::Approximate(span, _) if span == expected), "{place:?}");
}

#[test]
fn many_are_found_as_one_is() {
    let new = STORY.replace("less sure", "not sure at all").replace("Monday", "a rainy Monday");
    let (old, today) = (article(STORY), article(&new));
    let mut finder = Finder::new(&today);
    for piece in ["The mayor", "It will hold", "Engineers were less sure.", "said", "bidder."] {
        let anchor = describe(&old, find(STORY, piece));
        assert_eq!(finder.find(&anchor), resolve(&anchor, &today), "{piece}");
    }
}

#[test]
fn thousands_of_lost_notes_on_a_hostile_text_are_soon_given_up() {
    let text = "ab".repeat(100_000);
    let today = article(&text);
    let mut finder = Finder::new(&today);
    for n in 0..2_000 {
        let exact = format!("{}{n}{}", "ba".repeat(n % 40), "c".repeat(n % 50));
        let anchor = Anchor {
            digest: Digest::of(b"other"),
            span: Span::new(n * 7, n * 7 + exact.len()),
            exact,
            before: "ab".repeat(16),
            after: "xy".repeat(16),
        };
        let place = finder.find(&anchor);
        assert!(place.span().is_none_or(|span| span.end() <= text.len()));
    }
}

/// Paragraphs of sentences of made-up words, mostly unique.
fn paragraphs() -> impl Strategy<Value = Vec<String>> {
    let sentence = proptest::collection::vec("[a-zéö]{2,9}", 5..11)
        .prop_map(|words| format!("{}.", words.join(" ")));
    let paragraph = proptest::collection::vec(sentence, 1..4).prop_map(|all| all.join(" "));
    proptest::collection::vec(paragraph, 3..8)
}

/// One of the sentences of some paragraphs, by two numbers.
fn sentence(paragraphs: &[String], a: usize, b: usize) -> String {
    let all: Vec<&str> = paragraphs[a % paragraphs.len()].split_inclusive('.').collect();
    all[b % all.len()].trim().to_owned()
}

proptest! {
    #[test]
    fn what_is_put_in_elsewhere_moves_it(
        all in paragraphs(), (a, b) in (0usize..9, 0usize..9), at in 0usize..999, more in "[a-z ]{1,90}",
    ) {
        let old = all.join("\n\n");
        let piece = sentence(&all, a, b);
        let span = find(&old, &piece);
        let at = span::floor_bound(&old, at.min(old.len()));
        prop_assume!(at <= span.start() || span.end() <= at);
        let new = format!("{}{more}{}", span::before(&old, at), span::after(&old, at));
        let place = resolve(&describe(&article(&old), span), &article(&new));
        let shift = if at <= span.start() { more.len() } else { 0 };
        prop_assert_eq!(place, Place::Moved(Span::new(span.start() + shift, span.end() + shift)));
    }

    #[test]
    fn what_is_taken_out_elsewhere_moves_it(
        all in paragraphs(), (a, b) in (0usize..9, 0usize..9), (x, y) in (0usize..999, 0usize..999),
    ) {
        let old = all.join("\n\n");
        let span = find(&old, &sentence(&all, a, b));
        let cut = Span::new(span::floor_bound(&old, x), span::floor_bound(&old, y));
        prop_assume!(!cut.overlaps(span) && !cut.is_empty());
        let new = format!("{}{}", span::before(&old, cut.start()), span::after(&old, cut.end()));
        let place = resolve(&describe(&article(&old), span), &article(&new));
        let shift = if cut.end() <= span.start() { cut.len() } else { 0 };
        prop_assert_eq!(place, Place::Moved(Span::new(span.start() - shift, span.end() - shift)));
    }

    #[test]
    fn what_is_gone_is_an_orphan_and_what_is_left_of_it_is_found(
        all in paragraphs(), (a, b) in (0usize..9, 0usize..9), word in 0usize..99,
    ) {
        // Short words of few letters are alike by chance; in capitals none is.
        let piece = sentence(&all, a, b).to_uppercase();
        let old = all.join("\n\n").replacen(&sentence(&all, a, b), &piece, 1);
        let anchor = describe(&article(&old), find(&old, &piece));
        prop_assert_eq!(resolve(&anchor, &article(&old.replace(&piece, ""))), Place::Orphan);
        // A word less is still the same sentence.
        let mut words: Vec<&str> = piece.split(' ').collect();
        words.remove(word % words.len());
        let left = words.join(" ");
        let new = old.replace(&piece, &left);
        let place = resolve(&anchor, &article(&new));
        let expected = find(&new, &left);
        prop_assert!(matches!(place, Place::Approximate(..)), "{:?}", place);
        let shared = place.span().unwrap().intersection(expected).map_or(0, Span::len);
        prop_assert!(shared * 10 >= expected.len() * 7, "{:?} {:?}", place, expected);
    }

    #[test]
    fn paragraphs_may_change_places(
        all in paragraphs().prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())),
        (a, b) in (0usize..9, 0usize..9),
    ) {
        let (old, new) = (all.0.join("\n\n"), all.1.join("\n\n"));
        let piece = sentence(&all.0, a, b);
        let place = resolve(&describe(&article(&old), find(&old, &piece)), &article(&new));
        let expected = find(&new, &piece);
        prop_assert_eq!(place, if old == new { Place::Exact(expected) } else { Place::Moved(expected) });
    }

    #[test]
    fn other_quotation_marks_and_punctuation_are_the_same_place(
        all in paragraphs(), (a, b) in (0usize..9, 0usize..9), commas in 1usize..4,
    ) {
        let words = sentence(&all, a, b).trim_end_matches('.').replace(' ', ", ");
        let piece = format!("“{words}” – ‘so’");
        let old = format!("{}\n\nSomebody said: {piece}.\n\n{}", all.join("\n\n"), all[0]);
        let typed = old.replace(['“', '”'], "\"").replace(['‘', '’'], "'").replace('–', "-");
        let anchor = describe(&article(&old), find(&old, &piece));
        let expected = format!("\"{words}\" - 'so'");
        let place = resolve(&anchor, &article(&typed));
        prop_assert_eq!(place, Place::Moved(find(&typed, &expected)));
        // Some commas fewer, and a semicolon for the stop.
        let fewer = expected.replacen(", ", " ", commas);
        let new = typed.replace(&format!("{expected}."), &format!("{fewer};"));
        let place = resolve(&anchor, &article(&new));
        prop_assert!(matches!(place, Place::Approximate(span, score)
            if span == find(&new, &fewer) && score > 0.8), "{:?}", place);
    }

    #[test]
    fn of_repeated_sentences_the_context_picks_the_right_one(
        all in paragraphs(), which in 0usize..9, n in 0usize..3, edited: bool,
    ) {
        let same = "he declined to say any more than that";
        // The sentence stands in the middle of every paragraph.
        let text = |words: &dyn Fn(usize) -> String, from: usize| {
            let one = |(n, p): (usize, &String)| format!("{p} {} {}", words(n), all[(n + 1) % all.len()]);
            all.iter().enumerate().skip(from).map(one).collect::<Vec<_>>().join("\n\n")
        };
        let which = which % all.len();
        let old = text(&|_| same.to_owned(), 0);
        let (at, _) = old.match_indices(same).nth(which).unwrap();
        let anchor = describe(&article(&old), Span::new(at, at + same.len()));
        // The first paragraphs are gone, and perhaps the sentence itself was corrected.
        let gone = n.min(which);
        let other = "he declined to say much more than that";
        let new = text(&|n| if edited && n == which { other } else { same }.to_owned(), gone);
        let place = resolve(&anchor, &article(&new)).span().unwrap();
        let expected = if edited {
            find(&new, other)
        } else {
            let (at, _) = new.match_indices(same).nth(which - gone).unwrap();
            Span::new(at, at + same.len())
        };
        prop_assert_eq!(place, expected);
    }

    #[test]
    fn a_text_may_shrink_to_nothing(all in paragraphs(), (a, b) in (0usize..9, 0usize..9), from_end: bool) {
        let old = all.join("\n\n");
        let piece = sentence(&all, a, b);
        let span = find(&old, &piece);
        let anchor = describe(&article(&old), span);
        for cut in (0..=old.len()).step_by(7).chain([old.len()]) {
            let bound = span::floor_bound(&old, cut);
            let new = if from_end { span::before(&old, old.len() - bound) } else { span::after(&old, bound) };
            if from_end && !old.is_char_boundary(old.len() - bound) {
                continue;
            }
            let place = resolve(&anchor, &article(new));
            if let Some(expected) = new.find(&piece) {
                prop_assert_eq!(place.span().map(Span::start), Some(expected));
            }
            prop_assert!(place.span().is_none_or(|span| new.get(span.range()).is_some()));
            prop_assert!(!new.is_empty() || place == Place::Orphan);
        }
    }
}
