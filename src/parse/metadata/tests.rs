use super::*;

fn read(head: &str) -> Stated {
    let page = super::super::tame::tame(&format!("<html lang=en-GB><head>{head}</head><body>x"));
    let origin =
        Origin { url: Some("https://paper.example/a/1?utm_source=x".into()), ..Origin::default() };
    stated(&Document::from(page.html), &origin)
}

#[test]
fn tags_state_title_outlet_date_and_address() {
    let got = read(
        "<title>Harbour to close - The Paper</title>\
         <meta property='og:title' content='Harbour to close &amp;amp; more'>\
         <meta property=og:site_name content='The Paper'>\
         <meta name=author content='By Ana Silva'>\
         <meta property='article:published_time' content='2025-05-09T10:00:00Z'>\
         <meta name=description content=' What the  council said. '>\
         <link rel='shortlink canonical' href='/a/1#top'>",
    );
    assert_eq!(got.meta.title, "Harbour to close & more");
    assert_eq!(got.meta.outlet.as_deref(), Some("The Paper"));
    assert_eq!(got.meta.byline.as_deref(), Some("Ana Silva"));
    assert_eq!(got.meta.published.as_deref(), Some("2025-05-09T10:00:00Z"));
    assert_eq!(got.meta.url.as_deref(), Some("https://paper.example/a/1"));
    assert_eq!(got.meta.language.as_deref(), Some("en"));
    assert_eq!(got.description.as_deref(), Some("What the council said."));
}

#[test]
fn data_states_more_in_a_graph_that_names_by_id() {
    let got = read(
        r##"<script type="application/ld+json">
        {"@context": "https://schema.org", "@graph": [
          {"@type": "WebPage", "headline": "no"},
          {"@type": ["Thing", "NewsArticle"], "headline": "Harbour <b>to</b> close", "inLanguage": "de",
           "author": [{"@id": "#ana"}, {"@type": "Person", "name": "Ben Okri"}, "By Ben Okri"],
           "publisher": {"name": "The Paper"}, "datePublished": "2025-05-09"},
          {"@type": "Person", "@id": "#ana", "name": "Ana Silva"}]}
        </script>"##,
    );
    assert_eq!(got.meta.title, "Harbour <b>to</b> close");
    assert_eq!(got.meta.byline.as_deref(), Some("Ana Silva, Ben Okri"));
    assert_eq!(got.meta.outlet.as_deref(), Some("The Paper"));
    assert_eq!(got.meta.published.as_deref(), Some("2025-05-09"));
}

#[test]
fn hostile_data_states_nothing() {
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let odd = r#"{"@type": "NewsArticle", "headline": {"a": 1}, "author": [[["x"]]], "url": "javascript:x"}"#;
    for json in [deep.as_str(), odd, "{", "null", "\u{1b}"] {
        let got = read(&format!("<script type=application/ld+json>{json}</script>"));
        assert_eq!((got.meta.title.as_str(), got.meta.byline), ("", None));
        assert_eq!(got.meta.url, None);
    }
}

#[test]
fn an_author_that_is_an_address_is_no_byline() {
    let got = read("<meta property='article:author' content='https://social.example/ana'>");
    assert_eq!(got.meta.byline, None);
}

#[test]
fn control_characters_do_not_get_into_what_is_stated() {
    let got = read("<meta property='og:title' content='A\u{1b}[2J\nB'>");
    assert_eq!(got.meta.title, "A\u{FFFD}[2J B");
}

#[test]
fn a_title_is_freed_of_the_names_hung_on_to_it() {
    let got = read(
        "<meta property='og:title' content='Harbour to close | Ana Silva'>\
         <meta name=author content='Ana Silva'>",
    );
    assert_eq!(got.meta.title, "Harbour to close");
    let got = read("<meta property='og:title' content='Left - or right?'>");
    assert_eq!(got.meta.title, "Left - or right?");
}
