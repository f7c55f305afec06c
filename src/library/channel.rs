//! What one answer of a feed holds: the channel and its entries, whatever format it came in.

use super::{atom, json_feed, rss, xml};
use crate::doc::{Article, Meta, Problem, ProblemKind, Time};
use crate::parse::{self, Origin, address, clean, encoding};

/// How many entries of one answer are kept: the newest feeds in the world have a few thousand.
pub const MOST_ENTRIES: usize = 20_000;

/// A feed's answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Channel {
    /// One line; empty when there is none.
    pub title: String,
    /// The address of the pages that it belongs to.
    pub site: Option<String>,
    /// Where it says that it has moved to.
    pub moved: Option<String>,
    /// Who makes it.
    pub author: Option<String>,
    /// What its items are in, as it says.
    pub language: Option<String>,
    /// How long it wants to be left alone, in seconds.
    pub wait: Option<i64>,
    /// In the order of the feed.
    pub entries: Vec<Entry>,
}

/// One item of an answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entry {
    /// What the feed calls it; see [`super::identity`] for who it is.
    pub id: Option<String>,
    /// One line without markup; may be empty.
    pub title: String,
    /// The address of its page, http or https.
    pub link: Option<String>,
    /// Who wrote it: names without e-mail addresses.
    pub author: Option<String>,
    /// When it was published.
    pub published: Option<Time>,
    /// When it was last changed.
    pub updated: Option<Time>,
    /// What it is about, as HTML; not what the content says already.
    pub summary: Option<String>,
    /// All that it says, as HTML.
    pub content: Option<String>,
    /// Categories that the feed gives.
    pub categories: Vec<String>,
}

impl Entry {
    /// What there is to read in it: the content, else the summary.
    #[must_use]
    pub fn html(&self) -> &str {
        self.content.as_deref().or(self.summary.as_deref()).unwrap_or_default()
    }
}

/// Reads a feed. `from` is where it came from, for relative addresses.
///
/// An answer that is no feed at all has a problem that [`ProblemKind::is_fatal`].
#[must_use]
pub fn read(
    bytes: &[u8],
    content_type: Option<&str>,
    from: Option<&str>,
) -> (Channel, Vec<Problem>) {
    let mut problems = Vec::new();
    if let Some(name) = parse::kind::binary(bytes) {
        return (Channel::default(), vec![no_feed(&format!("this is {name}, not a feed"))]);
    }
    let decoded = encoding::decode(bytes, content_type.and_then(encoding::charset));
    if decoded.replaced > 0 {
        let says = format!("Some of it does not fit its encoding ({}).", decoded.encoding);
        problems.push(Problem { kind: ProblemKind::Encoding, says });
    }
    let text = decoded.text.trim_start_matches('\u{feff}').trim_start();
    if text.is_empty() {
        problems.push(no_feed("it is empty"));
        return (Channel::default(), problems);
    }
    let mut channel = if text.starts_with(['{', '[']) {
        match json_feed::read(text, from) {
            Ok(channel) => channel,
            Err(says) => {
                problems.push(no_feed(&says));
                return (Channel::default(), problems);
            }
        }
    } else {
        let tree = xml::tree(text, from);
        let Some(channel) = of_tree(&tree.root) else {
            problems.push(no_feed("this is no feed: neither RSS, RDF, Atom nor JSON Feed"));
            return (Channel::default(), problems);
        };
        if tree.is_broken {
            let says = "It is not well-formed or was cut short; what could be read of it is there.";
            problems.push(Problem { kind: ProblemKind::Limit, says: says.to_owned() });
        }
        channel
    };
    if channel.entries.len() > MOST_ENTRIES {
        let says = format!("It has more than {MOST_ENTRIES} items; the rest is left out.");
        problems.push(Problem { kind: ProblemKind::Limit, says });
        channel.entries.truncate(MOST_ENTRIES);
    }
    (channel, problems)
}

fn of_tree(root: &xml::Element) -> Option<Channel> {
    let top = root.elements().find(|top| {
        matches!(
            top.name.as_str(),
            "rss" | "rdf:rdf" | "rdf" | "channel" | "atom:feed" | "feed" | "atom:entry" | "entry"
        )
    })?;
    Some(match top.name.as_str() {
        "atom:feed" | "feed" => atom::channel(top),
        "atom:entry" | "entry" => Channel { entries: vec![atom::entry(top)], ..Channel::default() },
        _ => rss::channel(top),
    })
}

fn no_feed(says: &str) -> Problem {
    Problem { kind: ProblemKind::Empty, says: says.to_owned() }
}

/// An item as an article: what the feed gives of it, with its title and author.
#[must_use]
pub fn article(html: &str, meta: Meta, origin: &Origin) -> (Article, Vec<Problem>) {
    parse::passage(html, meta, origin)
}

/// One line for a list: markup and entities resolved where there are any, hostile characters replaced.
#[must_use]
pub fn line_of_html(html: &str) -> String {
    let is_plain = !html.contains(['<', '&']);
    let line = if is_plain { clean::line(html) } else { clean::line(&parse::words(html)) };
    shortened(line)
}

/// One line of text that is no markup.
#[must_use]
pub fn line_of_text(text: &str) -> String {
    shortened(clean::line(text))
}

/// No title is longer than this many characters; what is, is a text in disguise.
const LONGEST_LINE: usize = 1000;

fn shortened(line: String) -> String {
    if line.len() <= LONGEST_LINE || line.chars().count() <= LONGEST_LINE {
        return line;
    }
    line.chars().take(LONGEST_LINE).chain(['…']).collect()
}

/// A person's name as feeds write it: `me@paper.example (Ann Doe)`, `Ann Doe <me@paper.example>`, `Ann Doe`.
#[must_use]
pub fn name(written: &str) -> Option<String> {
    let line = line_of_text(&xml::unescape(written));
    let is_mail = |word: &str| word.contains('@') && word.contains('.') && !word.contains(' ');
    let mut rest = String::new();
    for word in line.split_whitespace() {
        let bare = word
            .trim_matches(['(', ')', '<', '>', '[', ']', ',', ';'])
            .trim_start_matches("mailto:");
        if !is_mail(bare) {
            if !rest.is_empty() {
                rest.push(' ');
            }
            rest.push_str(word);
        }
    }
    let kept = rest.trim();
    // Brackets around a whole name only set it apart from the address.
    let kept = match kept.strip_prefix('(').and_then(|kept| kept.strip_suffix(')')) {
        Some(inner) if !inner.contains(['(', ')']) => inner.trim(),
        _ => kept,
    };
    let kept = kept.trim_matches(['"', ' ', ',', ';']);
    if kept.is_empty() {
        return (!line.is_empty()).then_some(line);
    }
    Some(kept.to_owned())
}

/// Several names as one line, none twice.
#[must_use]
pub fn names(written: impl Iterator<Item = String>) -> Option<String> {
    let mut all: Vec<String> = Vec::new();
    for name in written.filter_map(|written| name(&written)).take(50) {
        if !all.contains(&name) {
            all.push(name);
        }
    }
    (!all.is_empty()).then(|| all.join(", "))
}

/// A page's address, absolute and fit to be opened.
#[must_use]
pub fn page(written: &str, base: Option<&str>) -> Option<String> {
    address::safe(written, base)
}
