use super::*;
use crate::doc::BlockKind;
use crate::parse::parse;

const PARA: &str = "The old harbour of Selby will close in spring, the town council said on Monday, \
    because its walls have given way and nobody has looked after them for many years now.";

fn page(head: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=en><head>{head}</head><body><nav><a href=/>Home</a></nav>\
        <article>{body}<p>{PARA}</p><p>{PARA}</p><p>{PARA}</p></article></body></html>"
    )
}

fn origin() -> Origin {
    Origin {
        url: Some("https://paper.example/news/1".into()),
        content_type: Some("text/html".into()),
        path: None,
    }
}

/// The blocks but for the three paragraphs that every page has.
fn read(html: &str) -> String {
    let (article, _) = parse(html.as_bytes(), &origin());
    let listed = article.blocks.iter().map(|block| {
        let words = article.slice(block.span).replace('\n', " / ").replace('\t', " | ");
        match block.kind {
            BlockKind::Item { depth } => format!("item {depth}: {words}\n"),
            BlockKind::Heading(level) => format!("heading {level}: {words}\n"),
            kind => format!("{}: {words}\n", kind.name()),
        }
    });
    listed.filter(|line| !line.ends_with(&format!("para: {PARA}\n"))).collect()
}

#[test]
fn the_title_comes_first_and_once() {
    let html = page(
        "<title>Harbour of Selby to close - The Paper</title><meta property=og:title content='Harbour of Selby to close'>",
        "<h1>Harbour of Selby to close</h1>",
    );
    assert_eq!(read(&html), "title: Harbour of Selby to close\n");
}

#[test]
fn a_description_is_the_standfirst_unless_the_text_begins_so() {
    let head = "<title>Harbour to close</title><meta name=description content='Boats must leave, and owners ask where to.'>";
    assert_eq!(
        read(&page(head, "")),
        "title: Harbour to close\nstandfirst: Boats must leave, and owners ask where to.\n"
    );
    let head = "<title>Harbour to close</title><meta name=description content='The old harbour of Selby will close in spring, the town council said on…'>";
    assert_eq!(read(&page(head, "")), "title: Harbour to close\n");
}

#[test]
fn the_parts_of_a_text_are_told_apart() {
    let body = format!(
        "<figure><img src=a.jpg alt='not shown'><figcaption>Boats on Friday (AP)</figcaption></figure>\
         <p>{PARA}</p><h2>What is known</h2><p>One line<br>and another</p>\
         <ul><li>walls<ul><li>old walls, of which there are many</li></ul></li><li>money</li></ul>\
         <ol><li>first of all</li><li><div><p>and then</p><p>more</p></div></li></ol>\
         <blockquote><p>We shall see, he said.</p></blockquote><hr>\
         <pre>if x:\n    y</pre>\
         <table><tr><th>Year</th><th>Boats</th></tr><tr><td>2024</td><td>12</td></tr></table>"
    );
    assert_eq!(
        read(&page("<title>Harbour to close</title>", &body)),
        "title: Harbour to close\n\
         caption: Boats on Friday (AP)\n\
         heading 2: What is known\n\
         para: One line / and another\n\
         item 0: walls\n\
         item 1: old walls, of which there are many\n\
         item 0: money\n\
         item 0: 1. first of all\n\
         item 0: 2. and then\n\
         para: more\n\
         quote: We shall see, he said.\n\
         separator: —\n\
         code: if x: /     y\n\
         table: Year | Boats / 2024 | 12\n"
    );
}

#[test]
fn marks_keep_links_that_may_be_opened() {
    let body = "<p>See <a href='/2'>this <em>page</em></a>, <a href='javascript:x()'>not that</a>, \
        <strong>really</strong>, or this one, which has nothing to do with it at all.</p>";
    let (article, _) = parse(page("", body).as_bytes(), &origin());
    let got: Vec<_> =
        article.marks.iter().map(|m| (m.kind.clone(), article.slice(m.span))).collect();
    use crate::doc::MarkKind::{Emphasis, Link, Strong};
    assert_eq!(
        got,
        [
            (Link("https://paper.example/2".into()), "this page"),
            (Emphasis, "page"),
            (Strong, "really")
        ]
    );
}

#[test]
fn a_page_without_an_article_shows_all_of_its_text() {
    let (article, problems) =
        parse(b"<html><body><div>Please <b>log</b> in</div><p>Help</p>", &origin());
    assert_eq!(problems.iter().map(|p| p.kind).collect::<Vec<_>>(), [ProblemKind::NoArticle]);
    assert_eq!(&*article.text, "Please log in\n\nHelp");
}

#[test]
fn a_page_of_scripts_alone_is_empty() {
    let (_, problems) = parse(b"<html><body><script>x()</script><div id=root></div>", &origin());
    assert!(problems.iter().any(|p| p.kind == ProblemKind::Empty));
}

#[test]
fn escapes_in_a_page_are_replaced() {
    let html =
        page("<title>A&#27;[31m title &#x202E;here</title>", "<p>And in\u{9b} the text&#7;.</p>");
    let (article, problems) = parse(html.as_bytes(), &origin());
    assert!(!article.text.contains(['\u{1b}', '\u{9b}', '\u{7}', '\u{202E}']));
    assert!(!article.meta.title.contains(['\u{1b}', '\u{202E}']));
    assert!(problems.iter().any(|p| p.kind == ProblemKind::Hostile));
}

#[test]
fn bombs_are_read_in_time() {
    let many = 10_000;
    for bomb in [
        "<div>".repeat(100_000),
        format!("{}x{}", "<div><span>".repeat(many), "</span></div>".repeat(many)),
        (0..many).map(|n| format!("<b id={n}><p>x")).collect(),
        (0..many).map(|n| format!("<font color={n}>")).collect::<String>() + &"<p>x".repeat(many),
        format!("<p {}>x", "a=b ".repeat(200_000)),
        format!("<p title=\"{}\">x", "a".repeat(1_000_000)),
        "<table><tr><td>".repeat(many),
        "<ul><li>x".repeat(many),
        "<blockquote>x".repeat(many),
        "<a href=x>y".repeat(many),
        "<svg>".repeat(many),
        "<!--x-->-".repeat(many),
        "<span><p></span>".repeat(many),
        "<span><div></span>".repeat(many),
        "<div></div><ul>".repeat(many),
        "&lt;&amp;".repeat(many),
        "<p>".to_owned() + &"word ".repeat(300_000),
        "<br>".repeat(many),
        "<select><option>".repeat(many),
        "<template>".repeat(many),
        "<h1>x</h2>".repeat(many),
    ] {
        let _ = parse(bomb.as_bytes(), &origin());
    }
}

#[test]
fn bylines_and_rules_without_markup_are_known_by_their_look() {
    let body = format!(
        "<p>By Ana Silva<br>May 9, 2025</p><p>{PARA}</p><p>* * *</p>\
         <p>Image</p><figure><figcaption><span>Boats.</span><span>Credit</span><span>Ana Silva</span>\
         </figcaption></figure>"
    );
    assert_eq!(
        read(&page("<title>Harbour to close</title>", &body)),
        "title: Harbour to close\nbyline: By Ana Silva / May 9, 2025\nseparator: * * *\n\
         caption: Boats. Credit Ana Silva\n"
    );
}

#[test]
fn a_lonely_item_behind_a_picture_is_its_caption() {
    let prose = "<p>The ferry came in at noon, as it has for forty years, and nobody on the quay looked up from the nets.</p>";
    let page = format!(
        "<article><h1>Harbour</h1>{prose}{prose}{prose}<figure><img src=a.jpg></figure><ul><li><p>Ann Lee at the quay</p></li></ul>{prose}\
         <p><a href='#c'>Comments (5 posted)</a></p>{prose}<ul><li>Nets</li><li>Lamps</li></ul></article>"
    );
    let document = Document::from(page.as_str());
    let mut builder = Builder::default();
    walk::walk(&document.root(), None, &mut builder);
    let kinds: Vec<BlockKind> = builder.finish().blocks.iter().map(|b| b.kind).collect();
    assert_eq!(kinds.iter().filter(|k| **k == BlockKind::Caption).count(), 1);
    assert_eq!(kinds.iter().filter(|k| matches!(k, BlockKind::Item { .. })).count(), 2);
}
