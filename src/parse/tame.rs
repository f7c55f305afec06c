//! Makes a page tame before it is parsed.
//!
//! The HTML parser keeps to the standard, and the standard lets a page of a few megabytes take
//! hours and gigabytes: a hundred thousand open elements that are searched at every tag,
//! formatting that is opened again in every paragraph, a tag with a million attributes. This
//! pass reads tags only. It writes the page again without what is never read (scripts, styles,
//! drawings, comments) and without tags beyond some limits; every word stays.

use super::open::Open;
use crate::text::span;

/// What was written, and whether a limit was met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tamed {
    /// The page.
    pub html: String,
    /// Whether tags were left out because there were too many or they were nested too deep.
    pub limited: bool,
}

/// How many elements may be open at once. Browsers stop at 512.
const DEEPEST: usize = 160;

/// How many formatting elements may be open at once: the parser opens each again in every block.
const MOST_FORMATS: usize = 12;

/// How many tags may begin. The longest encyclopedia pages have 50,000.
const MOST_TAGS: usize = 100_000;

/// How many attributes a tag may have.
const MOST_ATTRIBUTES: usize = 200;

/// Elements whose content is no markup. It is left out, but for data and the title.
const RAW: [&str; 9] =
    ["script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes", "svg"];

/// Elements without content.
const VOID: [&str; 16] = [
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input",
    "link", "meta", "param", "source", "wbr",
];

/// Elements that the parser opens again in the next block when they were not closed.
const FORMATS: [&str; 14] = [
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
];

/// Writes a page again so that parsing it takes no more than linear time.
#[must_use]
pub fn tame(html: &str) -> Tamed {
    let mut out = Tamed { html: String::with_capacity(html.len()), limited: false };
    let mut open = Open::default();
    let (mut formats, mut tags) = (0_usize, 0_usize);
    // Once one drawing has no end there is no need to look for the end of the next.
    let mut svg_ends = true;
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        out.html.push_str(span::before(rest, at));
        rest = span::after(rest, at);
        let Some(tag) = tag(rest) else {
            rest = skip_other(rest, &mut out.html);
            continue;
        };
        let whole = span::before(rest, tag.len);
        rest = span::after(rest, tag.len);
        let name = tag.name.as_str();
        if tag.is_end {
            if FORMATS.contains(&name) {
                formats = formats.saturating_sub(1);
                out.html.push_str(whole);
            } else if open.end(name) {
                out.html.push_str(whole);
            }
            continue;
        }
        tags += 1;
        let is_format = FORMATS.contains(&name);
        let counted = !is_format && !VOID.contains(&name) && !RAW.contains(&name);
        open.close_before(name);
        if tags > MOST_TAGS
            || tag.attributes > MOST_ATTRIBUTES
            || (counted && open.depth() >= DEEPEST)
            || (is_format && formats >= MOST_FORMATS)
        {
            out.limited = true;
            // Words keep apart where a block would have parted them.
            if !out.html.ends_with(' ') {
                out.html.push(' ');
            }
            continue;
        }
        if RAW.contains(&name) {
            let Some((inner, after)) =
                (name != "svg" || svg_ends).then(|| raw(rest, name)).flatten()
            else {
                svg_ends = false;
                continue;
            };
            rest = after;
            keep_raw(whole, name, inner, &mut out.html);
            continue;
        }
        if matches!(name, "plaintext" | "frameset" | "math") {
            continue;
        }
        formats += usize::from(is_format);
        if counted {
            open.begin(tag.name.clone());
        }
        out.html.push_str(whole);
    }
    out.html.push_str(rest);
    out
}

struct Tag {
    name: String,
    is_end: bool,
    attributes: usize,
    /// In bytes, with the brackets.
    len: usize,
}

/// The tag that a text begins with, read as the HTML tokenizer does.
fn tag(text: &str) -> Option<Tag> {
    let inner = text.strip_prefix('<')?;
    let (is_end, inner) = inner.strip_prefix('/').map_or((false, inner), |rest| (true, rest));
    if !inner.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let ends_name = |c: char| c.is_ascii_whitespace() || c == '/' || c == '>';
    let named = inner.find(ends_name).unwrap_or(inner.len());
    let name = span::before(inner, named).to_ascii_lowercase();
    let mut at = text.len() - inner.len() + named;
    let (mut attributes, mut state) = (0, State::Between);
    for (n, byte) in text.bytes().enumerate().skip(at) {
        at = n + 1;
        state = match (state, byte) {
            (State::Quoted(quote), b) if b == quote => State::Between,
            (State::Quoted(quote), _) => State::Quoted(quote),
            (_, b'>') => return Some(Tag { name, is_end, attributes, len: at }),
            (State::Equals, b'"' | b'\'') => State::Quoted(byte),
            (State::Equals, b) if b.is_ascii_whitespace() => State::Equals,
            (State::Equals, _) => State::Bare,
            (State::Bare, b) if b.is_ascii_whitespace() => State::Between,
            (State::Bare, _) => State::Bare,
            (State::Between | State::Name | State::Named, b'/') => State::Between,
            // An equals sign that begins a name is part of it.
            (State::Name | State::Named, b'=') => State::Equals,
            (State::Name | State::Named, b) if b.is_ascii_whitespace() => State::Named,
            (State::Between, b) if b.is_ascii_whitespace() => State::Between,
            (State::Name, _) => State::Name,
            (State::Between | State::Named, _) => {
                attributes += 1;
                State::Name
            }
        };
    }
    // A tag that never ends takes the rest of the page with it.
    Some(Tag { name, is_end, attributes: usize::MAX, len: text.len() })
}

#[derive(Clone, Copy)]
enum State {
    Between,
    Name,
    Named,
    Equals,
    Bare,
    Quoted(u8),
}

/// Goes past a comment, a declaration or a bracket that begins nothing.
fn skip_other<'a>(text: &'a str, out: &mut String) -> &'a str {
    if let Some(comment) = text.strip_prefix("<!--") {
        if comment.starts_with('>') || comment.starts_with("->") {
            return comment.split_once('>').map_or("", |(_, after)| after);
        }
        let mut rest = comment;
        while let Some((_, after)) = rest.split_once("--") {
            let end = after.strip_prefix('>').or_else(|| after.strip_prefix("!>"));
            if let Some(end) = end {
                return end;
            }
            // Of three dashes the last two may end it.
            rest = if after.starts_with('-') {
                span::after(rest, rest.len() - after.len() - 1)
            } else {
                after
            };
        }
        return "";
    }
    if text.starts_with("<!") || text.starts_with("<?") || text.starts_with("</") {
        if text.starts_with("<![CDATA[") {
            return text.split_once("]]>").map_or("", |(_, after)| after);
        }
        let (inside, after) = text.split_once('>').unwrap_or((text, ""));
        if inside.to_ascii_lowercase().starts_with("<!doctype") {
            out.push_str("<!DOCTYPE html>");
        }
        return after;
    }
    out.push_str("&lt;");
    span::after(text, 1)
}

/// The content of an element that holds no markup, and what comes after its end tag.
fn raw<'a>(text: &'a str, name: &str) -> Option<(&'a str, &'a str)> {
    let mut from = 0;
    while let Some(at) = span::after(text, from).find("</").map(|at| at + from) {
        let end = span::after(text, at);
        if let Some(tag) = tag_named(end, name) {
            return Some((span::before(text, at), span::after(end, tag)));
        }
        from = at + 2;
    }
    // A drawing that never ends must not swallow the page; the others do, by the standard.
    (name != "svg").then_some((text, ""))
}

/// The length of the end tag of a name that a text begins with.
fn tag_named(text: &str, name: &str) -> Option<usize> {
    let after = text.strip_prefix("</")?;
    let head = after.get(..name.len())?;
    let next = after.get(name.len()..)?.chars().next();
    let is_it = head.eq_ignore_ascii_case(name)
        && next.is_none_or(|c| c.is_ascii_whitespace() || c == '/' || c == '>');
    is_it.then(|| text.find('>').map_or(text.len(), |at| at + 1))
}

fn keep_raw(tag: &str, name: &str, inner: &str, out: &mut String) {
    match name {
        "title" => {
            out.push_str("<title>");
            out.push_str(&inner.replace('<', "&lt;"));
            out.push_str("</title>");
        }
        // Data of a page. Its brackets are written so that no parser can take them for tags.
        "script" if tag.to_ascii_lowercase().contains("ld+json") => {
            out.push_str("<script type=\"application/ld+json\">");
            out.push_str(&inner.replace('<', "\\u003c"));
            out.push_str("</script>");
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn tamed(html: &str) -> String {
        tame(html).html
    }

    #[test]
    fn what_is_never_read_is_left_out() {
        assert_eq!(
            tamed(
                "a<!-- x <b> -->b<script>if (a<b) '</p>'</script >c<style>p{}</style>d<svg><title>t</title></svg>e"
            ),
            "abcde"
        );
        assert_eq!(tamed("a<!-->b<!--x--!>c<!x>d<?php y ?>e"), "abcde");
    }

    #[test]
    fn data_is_kept_without_brackets() {
        assert_eq!(
            tamed("<script type='application/ld+json'>{\"a\":\"<!--<script>\"}</script>x"),
            "<script type=\"application/ld+json\">{\"a\":\"\\u003c!--\\u003cscript>\"}</script>x"
        );
    }

    #[test]
    fn an_ordinary_page_stays_as_it_is() {
        let page = "<html><body><p class=\"a>b\" id='c'>One <b>two</b><br/><ul><li>three<li>four</ul> 1 &lt; 2";
        assert_eq!(tame(page), Tamed { html: page.into(), limited: false });
    }

    #[test]
    fn a_bracket_that_begins_nothing_is_a_bracket() {
        assert_eq!(tamed("1 < 2 <3"), "1 &lt; 2 &lt;3");
    }

    #[test]
    fn what_is_nested_too_deep_is_flattened() {
        let page = format!("{}x{}", "<div>".repeat(1000), "</div>".repeat(1000));
        let tamed = tame(&page);
        assert!(tamed.limited);
        assert_eq!(tamed.html.matches("<div>").count(), DEEPEST);
        let bold = "<b><p>".repeat(1000);
        assert_eq!(tame(&bold).html.matches("<b>").count(), MOST_FORMATS);
    }

    #[test]
    fn tags_without_end_or_with_a_thousand_attributes_are_left_out() {
        assert_eq!(tamed("a<div class=\"b>c"), "a ");
        let many = format!("a<div {}>b", "x ".repeat(1000));
        assert_eq!(tamed(&many), "a b");
    }

    proptest! {
        #[test]
        fn words_outside_of_tags_stay(words in "[X-Z]{0,40}", tag in "(</?(b|div|p)>){0,6}") {
            let kept = tamed(&format!("{words}{tag}{words}"));
            let count = kept.chars().filter(|c| c.is_ascii_uppercase()).count();
            prop_assert_eq!(count, words.len() * 2);
        }

        #[test]
        fn what_is_tame_stays_tame(text in "[<>/!a-b\"'=\\- ]{0,80}") {
            let once = tamed(&text);
            prop_assert_eq!(tamed(&once), once.clone());
        }
    }
}
