use super::*;
use proptest::prelude::*;

fn from_path(path: &str) -> Origin {
    Origin { path: Some(path.to_owned()), ..Origin::default() }
}

fn kinds(problems: &[Problem]) -> Vec<ProblemKind> {
    problems.iter().map(|problem| problem.kind).collect()
}

#[test]
fn plain_text_keeps_the_files_characters_one_for_one() {
    let file = "Harbour to close\r\n\r\nIt\u{1b}[31m will, \u{202E}she said.\r\nAnd \"soon\".\r\n";
    let (article, problems) = parse(file.as_bytes(), &from_path("/news/harbour.txt"));
    assert_eq!(article.text.chars().count(), file.chars().count());
    assert_eq!(kinds(&problems), [ProblemKind::Hostile]);
    assert!(problems[0].says.contains('2'), "{}", problems[0].says);
    assert_eq!(article.meta.title, "Harbour to close");
    assert_eq!(article.id.0, "file:///news/harbour.txt");
    let at = file.chars().position(|c| c == '"');
    assert_eq!(article.text.chars().position(|c| c == '"'), at);
}

#[test]
fn what_has_no_text_is_fatal_and_named() {
    for (bytes, kind, word) in [
        (b"".as_slice(), ProblemKind::Empty, "empty"),
        (b" \n\t\n", ProblemKind::Empty, "white space"),
        (b"%PDF-1.4 ...", ProblemKind::Binary, "PDF"),
        (b"ab\0\x01\x02", ProblemKind::Binary, "binary"),
    ] {
        let (article, problems) = parse(bytes, &Origin::default());
        assert_eq!(kinds(&problems), [kind]);
        assert!(problems[0].says.contains(word) && problems[0].kind.is_fatal());
        assert!(article.blocks.is_empty());
    }
}

#[test]
fn what_is_too_large_is_refused_with_both_sizes() {
    let bytes = vec![b'a'; MAX_BYTES + 3 * 1024 * 1024];
    let (_, problems) = parse(&bytes, &Origin::default());
    assert_eq!(kinds(&problems), [ProblemKind::TooLarge]);
    assert!(problems[0].says.contains("35.0 MB") && problems[0].says.contains("32.0 MB"));
}

#[test]
fn bytes_that_do_not_fit_are_counted_with_their_encoding() {
    let origin =
        Origin { content_type: Some("text/plain; charset=utf-8".into()), ..Origin::default() };
    let (_, problems) = parse(b"caf\xE9 and na\xEFve words here", &origin);
    assert_eq!(kinds(&problems), [ProblemKind::Encoding]);
    assert!(problems[0].says.contains("2 places") && problems[0].says.contains("UTF-8"));
}

#[test]
fn what_has_no_address_is_known_by_its_text() {
    let (article, _) = parse(b"Some words.", &Origin::default());
    assert_eq!(article.id.0, format!("text:{}", article.digest));
    let origin =
        Origin { url: Some("https://a.example/1?utm_source=x#top".into()), ..Origin::default() };
    let (article, _) = parse(b"Some words.", &origin);
    assert_eq!(article.id.0, "https://a.example/1");
    assert_eq!(article.meta.url.as_deref(), Some("https://a.example/1"));
}

#[test]
fn the_language_of_plain_text_is_detected() {
    let text = "Der Stadtrat sagte am Montag, der Hafen werde im Frühling geschlossen.";
    assert_eq!(parse(text.as_bytes(), &Origin::default()).0.meta.language.as_deref(), Some("de"));
}

#[test]
fn a_million_marks_in_one_line_are_read_in_time() {
    for piece in ["\"", "(AP) ", "- ", "> ", "By A. ", "a\u{301}", "\u{202E}", "- \n", "A\n\n"] {
        let text = piece.repeat(1_000_000 / piece.len());
        let (article, _) = parse(text.as_bytes(), &Origin::default());
        assert_eq!(article.text.chars().count(), text.chars().count());
    }
}

fn assert_article(article: &Article) {
    plain::tests::assert_law(&article.text, &article.blocks);
    let mut start = 0;
    for mark in &article.marks {
        assert!(mark.span.start() >= start && article.text.get(mark.span.range()).is_some());
        assert!(!mark.span.is_empty());
        start = mark.span.start();
    }
}

proptest! {
    #[test]
    fn any_bytes_make_an_article(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        for content_type in [None, Some("text/html"), Some("text/markdown"), Some("text/plain")] {
            let origin =
                Origin { content_type: content_type.map(str::to_owned), ..Origin::default() };
            assert_article(&parse(&bytes, &origin).0);
        }
    }

    #[test]
    fn any_soup_of_tags_makes_an_article(
        soup in "(</?(p|b|i|a href=/x|div|table|tr|td|th|li|ul|ol|pre|br|hr|q|h1|h2|blockquote|figcaption|span|svg|title|template|select)>|[ a-zA-Z.\n]{0,12}|&#27;|<!--|-->){0,60}",
    ) {
        let origin = Origin {
            url: Some("https://a.example/1".into()),
            content_type: Some("text/html".into()),
            path: None,
        };
        assert_article(&parse(soup.as_bytes(), &origin).0);
    }

    #[test]
    fn any_soup_of_signs_makes_an_article(soup in "([-*_`>#|!\\[\\]()~<:1.] ?|[a-z \n]{0,6}){0,80}") {
        let origin = Origin { content_type: Some("text/markdown".into()), ..Origin::default() };
        assert_article(&parse(soup.as_bytes(), &origin).0);
    }

    #[test]
    fn plain_text_has_as_many_characters_as_its_input(text in any::<String>()) {
        let origin = Origin { content_type: Some("text/plain".into()), ..Origin::default() };
        let (article, problems) = parse(text.as_bytes(), &origin);
        if !problems.iter().any(|problem| problem.kind.is_fatal()) {
            let mark = usize::from(text.starts_with('\u{FEFF}'));
            prop_assert_eq!(article.text.chars().count(), text.chars().count() - mark);
        }
    }
}
