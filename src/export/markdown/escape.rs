//! Text that is only text, whoever reads it: Markdown, YAML, addresses.

/// A text as one line of Markdown in which nothing is markup: not CommonMark's, not GitHub's
/// and not Obsidian's.
pub(in crate::export) fn inline(text: &str) -> String {
    let line = crate::text::one_line(text);
    let mut out = String::with_capacity(line.len() + 8);
    let mut before = None;
    let mut chars = line.chars().peekable();
    // Digits at the very start, because `1.` and `1)` there begin a list.
    let mut number = true;
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        let ends = next.is_none_or(char::is_whitespace);
        let special = match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '$' | '^' | '{' => true,
            // A heading at the start, a tag anywhere before a word.
            '#' => before.is_none() || !ends,
            // An entity.
            '&' => next.is_some_and(|c| c == '#' || c.is_ascii_alphabetic()),
            // `==` marks, `%%` hides, in Obsidian; both sides of the pair are escaped.
            '=' | '%' => before == Some(c) || next == Some(c) || before.is_none(),
            '-' | '+' => before.is_none(),
            '.' | ')' => number && before.is_some() && ends,
            // An image is `!` before the bracket that is escaped anyway, a definition is `:`.
            ':' => before.is_none(),
            _ => false,
        };
        number = number && c.is_ascii_digit();
        if special {
            out.push('\\');
        }
        out.push(c);
        before = Some(c);
    }
    out
}

/// A text of several paragraphs and lines, each line escaped and after `lead`; lines that are
/// empty keep the paragraphs apart.
pub(in crate::export) fn lines(text: &str, lead: &str) -> String {
    let mut out = String::new();
    let mut blank = true;
    for line in text.trim().lines() {
        let line = inline(line);
        // Several empty lines are one; a line after a line breaks there.
        if line.is_empty() {
            if !blank {
                out.push_str(lead.trim_end());
                out.push('\n');
            }
            blank = true;
            continue;
        }
        if !blank {
            // Two spaces could be lost to an editor; a backslash stays.
            let end = out.trim_end().len();
            out.truncate(end);
            out.push_str("\\\n");
        }
        out.push_str(lead);
        out.push_str(&line);
        out.push('\n');
        blank = false;
    }
    out
}

/// A text as a double-quoted YAML scalar, in which everything can be written.
pub(in crate::export) fn yaml(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            // What YAML does not print: controls, line separators, the byte order mark. And what
            // turns the direction of a whole line around: file names may hold anything.
            c if c.is_control()
                || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}')
                || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') =>
            {
                out.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// An address that may stand between `<` and `>`.
pub(in crate::export) fn address(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for c in url.chars() {
        match c {
            '<' | '>' | '\\' | '"' | '|' | '`' => out.push_str(&percent(c)),
            c if c.is_whitespace() || c.is_control() => out.push_str(&percent(c)),
            c => out.push(c),
        }
    }
    out
}

/// A link to the words themselves, by the text fragment that browsers scroll to:
/// `#:~:text=words`, or `#:~:text=first,last` for a long quotation.
pub(in crate::export) fn fragment(url: &str, quote: &str) -> String {
    /// Words of a long quotation at either end: enough to be told apart, short enough to survive.
    const WORDS: usize = 6;
    let page = url.split_once('#').map_or(url, |(page, _)| page);
    // A fragment may not run over blocks, so that each end keeps to its own.
    let words = |line: &str| line.split_whitespace().map(encoded).collect::<Vec<_>>();
    let first = words(quote.trim().lines().next().unwrap_or(""));
    let last = words(quote.trim().lines().next_back().unwrap_or(""));
    let one = quote.trim().lines().count() <= 1;
    let text = if one && first.len() <= 2 * WORDS {
        first.join("%20")
    } else {
        let head = first.iter().take(WORDS).cloned().collect::<Vec<_>>().join("%20");
        let tail = last.iter().skip(last.len().saturating_sub(WORDS)).cloned();
        format!("{head},{}", tail.collect::<Vec<_>>().join("%20"))
    };
    format!("{}#:~:text={text}", address(page))
}

/// Everything but unreserved characters as `%` and hexadecimal digits: `-` and `,` and `&` mean
/// something in a text fragment.
fn encoded(word: &str) -> String {
    word.chars()
        .map(|c| match c {
            c if c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '~') => c.to_string(),
            c => percent(c),
        })
        .collect()
}

fn percent(c: char) -> String {
    let mut bytes = [0; 4];
    c.encode_utf8(&mut bytes).bytes().map(|byte| format!("%{byte:02X}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

    /// What a reader of Markdown sees in it: paragraphs of text, or the name of what else there is.
    fn seen(markdown: &str) -> Result<String, String> {
        let mut text = String::new();
        let options = Options::all()
            - Options::ENABLE_SMART_PUNCTUATION
            - Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
            - Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS;
        for event in Parser::new_ext(markdown, options) {
            match event {
                Event::Text(piece) => text.push_str(&piece),
                Event::SoftBreak | Event::HardBreak => text.push('\n'),
                Event::Start(Tag::Paragraph | Tag::BlockQuote(None)) => {}
                Event::End(TagEnd::Paragraph) => text.push('\n'),
                Event::End(TagEnd::BlockQuote(None)) => {}
                other => return Err(format!("{other:?} in {markdown:?}")),
            }
        }
        Ok(text)
    }

    #[test]
    fn ordinary_prose_stays_readable() {
        let prose = "\"It isn't 5.5 per cent - or 7,\" she said (twice): well-known & loved!";
        assert_eq!(inline(prose), prose);
    }

    #[test]
    fn what_would_be_markup_is_not() {
        assert_eq!(inline("# no"), "\\# no");
        assert_eq!(inline("1. no"), "1\\. no");
        assert_eq!(inline("see [[this]] <b>"), "see \\[\\[this\\]\\] \\<b\\>");
        assert_eq!(inline("C# and #tag"), "C# and \\#tag");
        assert_eq!(inline("AT&T &amp; &#35;"), "AT\\&T \\&amp; \\&\\#35;");
    }

    #[test]
    fn a_fragment_is_percent_encoded() {
        assert_eq!(
            fragment("https://a.example/x#top", "It's well-known, \u{201c}é\u{201d} & so"),
            "https://a.example/x#:~:text=It%27s%20well%2Dknown%2C%20%E2%80%9C%C3%A9%E2%80%9D%20%26%20so"
        );
        let long = "one two three four five six seven eight nine ten eleven twelve thirteen";
        assert_eq!(
            fragment("https://a.example/", long),
            "https://a.example/#:~:text=one%20two%20three%20four%20five%20six,\
             eight%20nine%20ten%20eleven%20twelve%20thirteen"
        );
    }

    fn hostile() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            "\\PC{0,4}",
            "[#>+|`*_~=%^$&!:<{}\\[\\]()\\\\.0-9a-b \n-]{0,8}",
            Just("&amp;".to_owned()),
            Just("<!--".to_owned()),
            Just("- [ ] ".to_owned()),
            Just("https://a.example/".to_owned()),
            Just("---\n".to_owned()),
            Just("[^1]: ".to_owned()),
        ];
        proptest::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn any_line_is_only_text(text in hostile()) {
            let expected = crate::text::one_line(&text);
            let shown = seen(&inline(&text)).map_err(TestCaseError::fail)?;
            prop_assert_eq!(shown.trim_end_matches('\n'), expected);
        }

        #[test]
        fn any_lines_are_only_text(text in hostile(), quoted: bool) {
            let lead = if quoted { "> " } else { "" };
            let shown = seen(&lines(&text, lead)).map_err(TestCaseError::fail)?;
            let squeeze = |s: &str| s.split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assert_eq!(squeeze(&shown), squeeze(&text));
        }
    }
}
