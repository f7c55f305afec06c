//! Reads a corpus in PolNeAR's published layout: `text`, `attributions` (brat standoff) and `syntax`.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use whosaid::doc::{Article, ArticleId, Block, BlockKind, Digest, Meta};
use whosaid::extract::model::chain::Segment;
use whosaid::extract::model::parser::Syntax;
use whosaid::extract::model::tags;
use whosaid::extract::model::words::Words;
use whosaid::extract::token;
use whosaid::text::Span;

/// One attribution: tokens of source, cue and content, each in runs.
#[derive(Clone, Debug, Default)]
pub struct Attribution {
    /// Runs of tokens by role.
    pub parts: [Vec<(usize, usize)>; 3],
}

/// One article of the corpus.
pub struct Doc {
    /// The file's name without its ending.
    pub name: String,
    /// As the program would read it.
    pub article: Article,
    /// Its tokens.
    pub words: Words,
    /// What the corpus's syntax file says of them.
    pub syntax: Syntax,
    /// What people marked.
    pub gold: Vec<Attribution>,
    /// The marked runs of tokens, in order, without those that overlap another.
    pub segments: Vec<Segment>,
    /// Whether each token is the first of its sentence.
    pub starts: Vec<bool>,
}

/// Reads all articles of a corpus, in the order of their names.
pub fn read(root: &Path) -> anyhow::Result<Vec<Doc>> {
    let mut names: Vec<String> = Vec::new();
    for entry in std::fs::read_dir(root.join("text"))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if let Some(name) = name.strip_suffix(".txt") {
            names.push(name.to_string());
        }
    }
    names.sort();
    names.iter().map(|name| read_one(root, name)).collect()
}

/// An article as the program would make it of a plain text: a block for each line.
pub fn article(name: &str, text: &str) -> Article {
    let mut blocks = Vec::new();
    let mut at = 0;
    for line in text.split('\n') {
        let span = whosaid::text::span::trim(text, Span::new(at, at + line.len()));
        if !span.is_empty() {
            blocks.push(Block { kind: BlockKind::Para, span });
        }
        at += line.len() + 1;
    }
    Article {
        id: ArticleId(name.to_string()),
        meta: Meta::default(),
        text: Arc::from(text),
        blocks,
        marks: Vec::new(),
        digest: Digest::of(text.as_bytes()),
    }
}

fn read_one(root: &Path, name: &str) -> anyhow::Result<Doc> {
    let text = std::fs::read_to_string(root.join("text").join(format!("{name}.txt")))?;
    let article = article(name, &text);
    let sentences = token::sentences(&article);
    let tokens = token::tokenise(&article, &sentences);
    let words = Words::new(&article.text, &tokens);
    let bytes: Vec<usize> =
        text.char_indices().map(|(at, _)| at).chain(std::iter::once(text.len())).collect();
    let byte = |point: usize| bytes.get(point).copied().unwrap_or(text.len());
    let rows = std::fs::read_to_string(root.join("syntax").join(format!("{name}.tsv")))
        .unwrap_or_default();
    let syntax = align(&rows, &words, &byte);
    let ann = std::fs::read_to_string(root.join("attributions").join(format!("{name}.ann")))
        .unwrap_or_default();
    let gold = attributions(&ann, &words, &byte);
    let segments = segments(&gold, words.len());
    let starts = words.starts();
    Ok(Doc { name: name.to_string(), article, words, syntax, gold, segments, starts })
}

/// The tokens that a span of bytes touches, as a range.
pub fn touched(words: &Words, from: usize, to: usize) -> (usize, usize) {
    let first = words.spans.partition_point(|s| s.end() <= from);
    let last = words.spans.partition_point(|s| s.start() < to);
    (first, last.max(first))
}

fn attributions(ann: &str, words: &Words, byte: &dyn Fn(usize) -> usize) -> Vec<Attribution> {
    let mut spans: BTreeMap<&str, Vec<(usize, usize)>> = BTreeMap::new();
    let mut events = Vec::new();
    for line in ann.lines() {
        let mut parts = line.split('\t');
        let (Some(id), Some(body)) = (parts.next(), parts.next()) else { continue };
        if id.starts_with('T') {
            let Some((_, offsets)) = body.split_once(' ') else { continue };
            let list = offsets
                .split(';')
                .filter_map(|pair| {
                    let (a, b) = pair.split_once(' ')?;
                    Some(touched(words, byte(a.parse().ok()?), byte(b.parse().ok()?)))
                })
                .collect();
            spans.insert(id, list);
        } else if id.starts_with('E') {
            events.push(body);
        }
    }
    let mut found = Vec::new();
    for body in events {
        let mut roles = body.split(' ').filter_map(|x| x.split_once(':'));
        let Some((kind, _)) = roles.next() else { continue };
        if kind.starts_with("Disc") {
            continue;
        }
        let mut inside = [vec![], vec![], vec![]];
        for (role, id) in roles {
            let role = role.trim_end_matches(|c: char| c.is_ascii_digit()).to_lowercase();
            let Some(number) = ["source", "cue", "content"].iter().position(|r| *r == role) else {
                continue;
            };
            for (from, to) in spans.get(id).into_iter().flatten() {
                inside[number].extend(*from..*to);
            }
        }
        let mut attribution = Attribution::default();
        for (role, mut tokens) in inside.into_iter().enumerate() {
            tokens.sort_unstable();
            tokens.dedup();
            attribution.parts[role] = runs(&tokens);
        }
        if !(attribution.parts[1].is_empty() && attribution.parts[2].is_empty()) {
            found.push(attribution);
        }
    }
    found
}

/// Runs of tokens that follow each other.
pub fn runs(tokens: &[usize]) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    for at in tokens {
        match found.last_mut() {
            Some(last) if last.1 == *at => last.1 = at + 1,
            _ => found.push((*at, at + 1)),
        }
    }
    found
}

fn segments(gold: &[Attribution], n: usize) -> Vec<Segment> {
    let mut all: Vec<Segment> = Vec::new();
    for attribution in gold {
        for (role, parts) in attribution.parts.iter().enumerate() {
            for (from, to) in parts {
                all.push(Segment { role: role as u8, from: *from, to: *to });
            }
        }
    }
    all.sort_by_key(|s| (s.from, s.to, s.role));
    all.dedup();
    let mut taken = vec![false; n];
    all.retain(|s| {
        let free = !taken[s.from..s.to].iter().any(|t| *t);
        if free {
            taken[s.from..s.to].fill(true);
        }
        free && s.from < s.to
    });
    all
}

/// Lays the rows of a syntax file on our tokens.
fn align(rows: &str, words: &Words, byte: &dyn Fn(usize) -> usize) -> Syntax {
    struct Row {
        from: usize,
        to: usize,
        tag: u8,
        head: usize,
        relation: u8,
    }
    let mut all: Vec<Row> = Vec::new();
    let mut base = 0;
    for line in rows.lines() {
        let f: Vec<&str> = line.split('\t').collect();
        if f.len() < 9 {
            base = all.len();
            continue;
        }
        let number = |k: usize| f[k].parse::<usize>().unwrap_or(0);
        let own = all.len();
        let head = if number(7) == 0 { own } else { base + number(7) - 1 };
        all.push(Row {
            from: byte(number(1)),
            to: byte(number(2)),
            tag: tags::tag(f[5]),
            head,
            relation: tags::relation(f[8]),
        });
    }
    let n = words.len();
    // The row that each token ends in, and the last token of each row.
    let mut row_of = vec![usize::MAX; n];
    let mut token_of = vec![usize::MAX; all.len()];
    let mut at = 0;
    for (span, row) in words.spans.iter().zip(&mut row_of) {
        let end = span.end();
        while at < all.len() && all[at].to < end {
            at += 1;
        }
        if at < all.len() && all[at].from < end {
            *row = at;
        }
    }
    for (r, row) in all.iter().enumerate() {
        let last = words.spans.partition_point(|s| s.start() < row.to);
        if last > 0 && words.spans[last - 1].end() > row.from {
            token_of[r] = last - 1;
        }
    }
    let mut syntax =
        Syntax { tags: vec![19; n], heads: (0..n as u32).collect(), relations: vec![0; n] };
    for i in 0..n {
        let Some(row) = all.get(row_of[i]) else { continue };
        syntax.tags[i] = row.tag;
        let own = token_of[row_of[i]];
        if own != i && own != usize::MAX {
            // An earlier piece of a word that the corpus keeps whole.
            syntax.heads[i] = own as u32;
            syntax.relations[i] = tags::relation("compound");
            continue;
        }
        // Out of our own token, if several rows lie in it.
        let (mut r, mut relation) = (row_of[i], row.relation);
        for _ in 0..4 {
            let head = all.get(r).map_or(r, |x| x.head);
            if head == r || token_of.get(head).copied() != Some(i) {
                break;
            }
            r = head;
            relation = all[r].relation;
        }
        let head =
            all.get(r).map_or(usize::MAX, |x| token_of.get(x.head).copied().unwrap_or(usize::MAX));
        syntax.relations[i] = relation;
        if head < n && words.sentence_of[head] == words.sentence_of[i] {
            syntax.heads[i] = head as u32;
        }
    }
    // No circles.
    for i in 0..n {
        let (mut at, mut steps) = (i, 0);
        while syntax.heads[at] as usize != at && steps <= 300 {
            at = syntax.heads[at] as usize;
            steps += 1;
        }
        if steps > 300 {
            syntax.heads[i] = i as u32;
        }
    }
    syntax
}
