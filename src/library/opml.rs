//! OPML: subscriptions as other readers write and read them.

use super::feed::Outline;
use super::xml::{Element, escape, tree};
use crate::doc::{Problem, ProblemKind};
use crate::library::channel::line_of_text;
use crate::parse::encoding;

/// How deep folders are kept apart.
const DEEPEST: usize = 16;

/// Reads an outline, 1.0 or 2.0.
#[must_use]
pub fn read(bytes: &[u8]) -> (Vec<Outline>, Vec<Problem>) {
    let decoded = encoding::decode(bytes, None);
    let tree = tree(&decoded.text, None);
    let mut problems = Vec::new();
    let top = tree.root.elements().find(|top| top.name == "opml" || top.name == "outlines");
    let Some(top) = top else {
        let says = "this is no OPML".to_owned();
        return (Vec::new(), vec![Problem { kind: ProblemKind::Empty, says }]);
    };
    if tree.is_broken {
        let says =
            "The OPML is not well-formed or was cut short; what could be read of it is taken.";
        problems.push(Problem { kind: ProblemKind::Limit, says: says.to_owned() });
    }
    (outlines(top.child("body").unwrap_or(top), 0), problems)
}

fn outlines(of: &Element, depth: usize) -> Vec<Outline> {
    let mut found = Vec::new();
    for outline in of.all("outline") {
        let text = outline.attribute("text").filter(|text| !text.is_empty());
        let name = line_of_text(text.or(outline.attribute("title")).unwrap_or_default());
        let address = outline
            .attribute("xmlurl")
            .or_else(|| outline.attribute("url").filter(|_| is_feed_type(outline)))
            .filter(|address| !address.is_empty());
        match address {
            Some(address) => found.push(Outline::Feed {
                address: address.to_owned(),
                title: name,
                site: outline.attribute("htmlurl").filter(|url| !url.is_empty()).map(str::to_owned),
                categories: outline
                    .attribute("category")
                    .unwrap_or_default()
                    .split(',')
                    .map(|category| line_of_text(category.trim().trim_start_matches('/')))
                    .filter(|category| !category.is_empty())
                    .collect(),
            }),
            None if name.is_empty() || depth >= DEEPEST => found.extend(outlines(outline, depth)),
            // An outline that holds none is a remark or an empty folder: no reader misses it.
            None if !outline.has_markup() => {}
            None => found.push(Outline::Folder(name, outlines(outline, depth + 1))),
        }
        // Some programs nest feeds in feeds.
        if address.is_some() && outline.has_markup() {
            found.extend(outlines(outline, depth));
        }
    }
    found
}

fn is_feed_type(outline: &Element) -> bool {
    outline.attribute("type").is_some_and(|kind| {
        matches!(kind.to_ascii_lowercase().as_str(), "rss" | "atom" | "rdf" | "feed" | "link")
    })
}

/// Writes an outline, as 2.0. `date` is when, as RFC 822 has it.
#[must_use]
pub fn write(outlines: &[Outline], date: &str) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n  <head>\n    \
         <title>whosaid subscriptions</title>\n    <dateCreated>",
    );
    escape(date, &mut out);
    out.push_str("</dateCreated>\n  </head>\n  <body>\n");
    write_all(outlines, 2, &mut out);
    out.push_str("  </body>\n</opml>\n");
    out
}

fn write_all(outlines: &[Outline], depth: usize, out: &mut String) {
    let indent = "  ".repeat(depth);
    for outline in outlines {
        out.push_str(&indent);
        match outline {
            Outline::Folder(name, inside) => {
                out.push_str("<outline");
                attribute("text", name, out);
                attribute("title", name, out);
                out.push_str(">\n");
                write_all(inside, depth + 1, out);
                out.push_str(&indent);
                out.push_str("</outline>\n");
            }
            Outline::Feed { address, title, site, categories } => {
                let name = if title.is_empty() { address } else { title };
                out.push_str("<outline type=\"rss\"");
                attribute("text", name, out);
                attribute("title", name, out);
                attribute("xmlUrl", address, out);
                if let Some(site) = site {
                    attribute("htmlUrl", site, out);
                }
                if !categories.is_empty() {
                    attribute("category", &categories.join(","), out);
                }
                out.push_str("/>\n");
            }
        }
    }
}

fn attribute(name: &str, value: &str, out: &mut String) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    escape(value, out);
    out.push('"');
}

/// Whether commands and files of an outline are taken as feeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    /// Only addresses of the web: the outline is somebody else's, and a command in it would be run here.
    Web,
    /// All, for an outline of the reader's own.
    Own,
}

/// An outline with only those feeds that may be taken in, and the addresses of the others.
#[must_use]
pub fn vetted(outlines: Vec<Outline>, trust: Trust) -> (Vec<Outline>, Vec<String>) {
    let mut left_out = Vec::new();
    let kept = vet(outlines, trust, &mut left_out);
    (kept, left_out)
}

fn vet(outlines: Vec<Outline>, trust: Trust, left_out: &mut Vec<String>) -> Vec<Outline> {
    let mut kept = Vec::new();
    for outline in outlines {
        match outline {
            Outline::Folder(name, inside) => {
                kept.push(Outline::Folder(name, vet(inside, trust, left_out)));
            }
            Outline::Feed { address, title, site, categories } => {
                let usual = match address.strip_prefix("feed://") {
                    Some(rest) => format!("https://{rest}"),
                    None => address.strip_prefix("feed:").unwrap_or(&address).to_owned(),
                };
                let is_local = ["exec:", "file:"].iter().any(|scheme| usual.starts_with(scheme));
                let is_web = url::Url::parse(&usual)
                    .is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
                if is_web || is_local && trust == Trust::Own {
                    kept.push(Outline::Feed { address: usual, title, site, categories });
                } else {
                    left_out.push(address);
                }
            }
        }
    }
    kept
}

/// Every feed of an outline with the folders that it stands in, as paths: `News/World`. A slash in a folder's
/// name is written as the fraction sign, so that it does not make two folders of one.
#[must_use]
pub fn placed(outlines: &[Outline]) -> Vec<(Option<String>, &Outline)> {
    let mut found = Vec::new();
    place(outlines, None, &mut found);
    found
}

fn place<'a>(
    outlines: &'a [Outline],
    folder: Option<&str>,
    found: &mut Vec<(Option<String>, &'a Outline)>,
) {
    for outline in outlines {
        match outline {
            Outline::Folder(name, inside) => {
                let name = name.replace('/', "\u{2044}");
                let path = folder.map_or_else(|| name.clone(), |folder| format!("{folder}/{name}"));
                place(inside, Some(&path), found);
            }
            Outline::Feed { .. } => found.push((folder.map(str::to_owned), outline)),
        }
    }
}

/// The outline of feeds that each stand in folders given as paths; a feed without any stands at the top.
#[must_use]
pub fn nested(feeds: &[(Vec<String>, Outline)]) -> Vec<Outline> {
    let mut all = Vec::new();
    for (folders, feed) in feeds {
        if folders.is_empty() {
            all.push(feed.clone());
        }
        for folder in folders {
            let names: Vec<String> =
                folder.split('/').map(|name| name.replace('\u{2044}', "/")).collect();
            put(&mut all, &names, feed);
        }
    }
    all
}

fn put(into: &mut Vec<Outline>, names: &[String], feed: &Outline) {
    let Some((name, rest)) = names.split_first() else {
        into.push(feed.clone());
        return;
    };
    let at = into
        .iter()
        .position(|outline| matches!(outline, Outline::Folder(known, _) if known == name));
    let at = at.unwrap_or_else(|| {
        into.push(Outline::Folder(name.clone(), Vec::new()));
        into.len() - 1
    });
    if let Some(Outline::Folder(_, inside)) = into.get_mut(at) {
        put(inside, rest, feed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn feed(address: &str, title: &str) -> Outline {
        Outline::Feed {
            address: address.into(),
            title: title.into(),
            site: None,
            categories: Vec::new(),
        }
    }

    #[test]
    fn nested_folders_come_back_as_they_went() {
        let feeds = [
            (
                vec!["News/World".to_owned(), "Mornings & \"more\"".to_owned()],
                feed("http://a/?x=1&y=2", "A <b>"),
            ),
            (vec!["News".to_owned()], feed("http://b/", "B")),
            (Vec::new(), feed("http://c/", "C")),
        ];
        let outline = nested(&feeds);
        let written = write(&outline, "Fri, 09 May 2025 00:00:00 GMT");
        let (read, problems) = read(written.as_bytes());
        assert_eq!((read, problems), (outline, Vec::new()));
    }

    #[test]
    fn version_one_with_the_old_names_is_read() {
        let text = "<opml version='1.0'><body><outline title='F'><outline title='A &amp; B' xmlURL='http://a/' /></outline>
            <outline text='remark'/><outline text='C' type='rss' url='http://c/'/></body></opml>";
        let (read, _) = read(text.as_bytes());
        assert_eq!(
            read,
            [Outline::Folder("F".into(), vec![feed("http://a/", "A & B")]), feed("http://c/", "C")]
        );
    }

    #[test]
    fn a_slash_in_a_name_makes_no_folder() {
        let outline = [Outline::Folder("A/B".into(), vec![feed("http://a/", "A")])];
        let placed: Vec<_> =
            placed(&outline).into_iter().map(|(folder, _)| folder.unwrap()).collect();
        assert_eq!(placed, ["A\u{2044}B"]);
        assert_eq!(nested(&[(placed, feed("http://a/", "A"))]), outline);
    }

    #[test]
    fn commands_in_somebody_elses_outline_are_not_taken() {
        let feeds = [
            "https://a.example/",
            "exec:rm -r x",
            "file:///etc/passwd",
            "javascript:x",
            "feed://b.example/f",
        ];
        let outline =
            vec![Outline::Folder("F".into(), feeds.map(|address| feed(address, "")).to_vec())];
        let (kept, left_out) = vetted(outline.clone(), Trust::Web);
        let addresses = |kept: &[Outline]| match kept {
            [Outline::Folder(_, inside)] => inside.len(),
            _ => 0,
        };
        assert_eq!((addresses(&kept), left_out.len()), (2, 3), "{left_out:?}");
        assert_eq!(addresses(&vetted(outline, Trust::Own).0), 4);
    }

    #[test]
    fn what_is_no_opml_is_refused_and_what_is_cut_short_is_taken() {
        assert!(read(b"<html>").1[0].kind.is_fatal());
        let (cut, problems) =
            read(b"<opml><body><outline text='A' xmlUrl='http://a/'/><outline te");
        assert_eq!((cut.len(), problems.len()), (1, 1));
        let deep = format!(
            "<opml><body>{}<outline xmlUrl='http://a/'/>",
            "<outline text='x'>".repeat(5000)
        );
        assert_eq!(
            placed(&read(deep.as_bytes()).0).len(),
            0,
            "deeper than is followed, and no overflow"
        );
    }
}
