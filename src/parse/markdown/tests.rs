use super::*;
use crate::parse::parse;

fn article(text: &str) -> crate::doc::Article {
    let origin = Origin { path: Some("/news/harbour.md".into()), ..Origin::default() };
    parse(text.as_bytes(), &origin).0
}

fn read(text: &str) -> String {
    let article = article(text);
    let listed = article.blocks.iter().map(|block| {
        let words = article.slice(block.span).replace('\n', " / ").replace('\t', " | ");
        match block.kind {
            BlockKind::Item { depth } => format!("item {depth}: {words}\n"),
            BlockKind::Heading(level) => format!("heading {level}: {words}\n"),
            kind => format!("{}: {words}\n", kind.name()),
        }
    });
    listed.collect()
}

#[test]
fn the_first_heading_is_the_title() {
    let text =
        "# Harbour *to* close\n\nThe harbour\nwill close.\n\n## Where to go\n\nNobody knows.\n";
    assert_eq!(
        read(text),
        "title: Harbour to close\npara: The harbour will close.\nheading 2: Where to go\npara: Nobody knows.\n"
    );
    assert_eq!(article(text).meta.title, "Harbour to close");
}

#[test]
fn front_matter_states_what_pages_state() {
    let text = "---\ntitle: \"Harbour to close\"\nauthor: [Ana Silva, Ben Okri]\ndate: 2025-05-09\n\
        url: https://paper.example/1?utm_source=x\nlang: en-GB\ndescription: Boats must leave, and soon.\n---\n\
        The harbour [will](/2) close.\n";
    let article = article(text);
    assert_eq!(article.meta.title, "Harbour to close");
    assert_eq!(article.meta.byline.as_deref(), Some("Ana Silva, Ben Okri"));
    assert_eq!(article.meta.published.as_deref(), Some("2025-05-09"));
    assert_eq!(article.meta.language.as_deref(), Some("en"));
    assert_eq!(article.id.0, "https://paper.example/1");
    assert_eq!(
        article.link_at(article.text.find("will").unwrap()),
        Some("https://paper.example/2")
    );
    assert_eq!(
        read(text),
        "title: Harbour to close\nstandfirst: Boats must leave, and soon.\npara: The harbour will close.\n"
    );
}

#[test]
fn a_rule_at_the_start_is_no_front_matter() {
    assert_eq!(
        read("---\n\nOne.\n\n---\n\nTwo.\n"),
        "separator: —\npara: One.\nseparator: —\npara: Two.\n"
    );
}

#[test]
fn the_parts_of_a_text_are_told_apart() {
    let text = "Boats:\n\n- walls\n  - old\n- money\n\n1. first\n\n2. second\n\n   and more\n\n\
        > We *shall* see.\n\n    code  here\n\n| Year | Boats |\n|---|---|\n| 2024 | 12 |\n\n\
        A note[^1].\n\n[^1]: Of the editor.\n";
    assert_eq!(
        read(text),
        "para: Boats:\nitem 0: walls\nitem 1: old\nitem 0: money\nitem 0: 1. first\n\
         item 0: 2. second\npara: and more\nquote: We shall see.\ncode: code  here\n\
         table: Year | Boats / 2024 | 12\npara: A note[1].\npara: [1] Of the editor.\n"
    );
}

#[test]
fn html_inside_shows_its_words_alone() {
    let text = "One <b onclick=x>two</b><br>three ![not shown](a.png)\n\n\
        <div><script>x()</script>In a box</div>\n\n[no](javascript:x)\n";
    assert_eq!(read(text), "para: One two / three\npara: In a box\npara: no\n");
    assert!(article(text).marks.is_empty());
}

#[test]
fn bombs_are_read_in_time() {
    let many = 20_000;
    for piece in [
        "> ", "- ", "*a ", "[", "![", "[a](", "<b>", "<div>\n", "`", "[^a]", "|a", "**a*", "1. ",
        "\n- a\n",
    ] {
        let _ = article(&piece.repeat(many));
    }
    let nested: String = (0..300).map(|n| format!("{}- a\n", "  ".repeat(n))).collect();
    let _ = article(&nested);
}
