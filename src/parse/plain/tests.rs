use super::*;
use proptest::prelude::*;

/// One line a block: its kind and its text.
fn read(text: &str) -> String {
    blocks(text)
        .iter()
        .map(|block| {
            let kind = match block.kind {
                BlockKind::Item { depth } => format!("item {depth}"),
                kind => kind.name().to_owned(),
            };
            format!("{kind}: {}\n", slice(text, block.span).replace('\n', " / "))
        })
        .collect()
}

#[test]
fn a_news_text_has_a_head_and_a_body() {
    let text = "Harbour to close as walls give way\n\
        Council says boats must leave by spring and owners ask where they should go.\n\
        -\n\
        Boats in the old harbour of Selby on Friday, May 9, 2025 (AP)\n\
        The old harbour of Selby will close in spring, the town council said on Monday.\n\
        Where to go\n\
        Owners said they had not been asked. One of them told Reuters that he would stay.\n\
        What happens next?\n\
        That is not known, a spokeswoman said, adding that the pier was \"an option\".\n";
    assert_eq!(
        read(text),
        "title: Harbour to close as walls give way\n\
         standfirst: Council says boats must leave by spring and owners ask where they should go.\n\
         separator: -\n\
         caption: Boats in the old harbour of Selby on Friday, May 9, 2025 (AP)\n\
         para: The old harbour of Selby will close in spring, the town council said on Monday.\n\
         heading: Where to go\n\
         para: Owners said they had not been asked. One of them told Reuters that he would stay.\n\
         heading: What happens next?\n\
         para: That is not known, a spokeswoman said, adding that the pier was \"an option\".\n"
    );
}

#[test]
fn a_first_line_that_reads_on_is_a_paragraph() {
    let text = "The old harbour will close in spring, the council said.\nBoats must leave.\n";
    assert!(read(text).starts_with("para: The old"));
}

#[test]
fn a_lone_stopped_line_over_a_long_text_is_a_title() {
    let body = "The old harbour will close in spring, the council said on Monday evening.\n\n";
    let text = format!("Sen. Okri Says U.S. Harbour Will Close.\n\n{}", body.repeat(4));
    assert!(read(&text).starts_with("title: Sen. Okri"));
}

#[test]
fn bylines_and_dates_stand_under_the_title() {
    let text =
        "Harbour to close\n\nBy Ana Silva\nMay 9, 2025\n\nThe harbour will close, it was said.";
    assert_eq!(
        read(text),
        "title: Harbour to close\nbyline: By Ana Silva\nbyline: May 9, 2025\n\
         para: The harbour will close, it was said.\n"
    );
}

#[test]
fn a_dateline_stays_in_its_paragraph_and_shows_the_standfirst() {
    let text = "Harbour to close\n\nThe owners of boats were not asked.\n\n\
        SELBY - The harbour will close, it was said.\n\nBoats must leave.";
    assert_eq!(
        read(text),
        "title: Harbour to close\nstandfirst: The owners of boats were not asked.\n\
         para: SELBY - The harbour will close, it was said.\npara: Boats must leave.\n"
    );
}

#[test]
fn wrapped_lines_are_one_paragraph() {
    let text = "Harbour to close for a year\n\n\
        The old harbour will close in spring so that its walls can be\n\
        rebuilt, the town council said on Monday. Fishing boats will\n\
        have to use the pier.\n\n\
        Where to go\n\n\
        Owners of the boats were not asked, one of them said, and they\n\
        would have liked to be.\n";
    let got = read(text);
    assert_eq!(got.lines().count(), 4, "{got}");
    assert!(
        got.contains("para: The old harbour will close in spring so that its walls can be / reb")
    );
    assert!(got.contains("heading: Where to go\n"));
}

#[test]
fn lists_and_quotations_lose_their_signs() {
    let text =
        "The council named:\n- walls\n  - old ones\n- money\n> We shall see.\n1. one\n2. two\n";
    assert_eq!(
        read(text),
        "para: The council named:\nitem 0: walls\nitem 1: old ones\nitem 0: money\n\
         quote: We shall see.\nitem 0: 1. one\nitem 0: 2. two\n"
    );
}

#[test]
fn nothing_but_separators_is_no_article_and_no_panic() {
    assert_eq!(read("---\n***\n"), "separator: ---\nseparator: ***\n");
    assert_eq!(read(""), "");
    assert_eq!(read(">\n> \n"), "");
}

/// What every list of blocks must be, whatever the text was.
pub fn assert_law(text: &str, blocks: &[Block]) {
    let mut end = 0;
    for block in blocks {
        let inside = slice(text, block.span);
        assert!(block.span.start() >= end, "in order and disjoint: {blocks:?}");
        assert!(!inside.is_empty(), "on character bounds and not empty: {block:?}");
        assert_eq!(inside.trim(), inside, "no white space around it");
        end = block.span.end();
    }
}

proptest! {
    #[test]
    fn blocks_are_in_order_and_trimmed(text in "(\\PC{0,60}[\n ]{0,3}){0,8}") {
        assert_law(&text, &blocks(&text));
    }

    #[test]
    fn all_that_is_no_space_or_sign_is_in_a_block(text in "([a-z]{1,9}[ \n.]{1,2}){0,60}") {
        let shown: usize =
            blocks(&text).iter().map(|b| slice(&text, b.span).split_whitespace().count()).sum();
        let words = text.split_whitespace().filter(|w| w.contains(char::is_alphanumeric)).count();
        prop_assert!(shown >= words);
    }
}
