//! An article with an analysis made by hand, for tests of what is written.

use crate::doc::{Article, ArticleId, Block, BlockKind, Digest, Meta, Time, describe};
use crate::extract::{
    Actor, ActorIdx, ActorKind, Analysis, Claim, ClaimIdx, Form, Hop, Mention, MentionIdx,
    Modality, Mode, Negation, Source, SourceIdx, SourceKind, Stance, Who, Why,
};
use crate::notes::{Note, NoteId, NoteKind, Notebook};
use crate::text::Span;

const TITLE: &str = "Mayor opens café bridge";
const FIRST: &str = "\u{201c}It will hold for a century,\u{201d} Mayor Ada Lund said on Monday.";
const SECOND: &str = "The bolts were the cheapest on offer, a union official told AFP on condition \
    of anonymity because the inquiry is not over. \u{1f309} The builder declined to comment.";
const HEADING: &str = "What comes next";
const ITEM: &str = "# Not a heading [[really]]";

/// The article.
pub(super) fn article() -> Article {
    let parts = [
        (BlockKind::Title, TITLE),
        (BlockKind::Para, FIRST),
        (BlockKind::Heading(2), HEADING),
        (BlockKind::Para, SECOND),
        (BlockKind::Item { depth: 0 }, ITEM),
    ];
    let text = parts.map(|(_, text)| text).join("\n\n");
    let block = |(kind, part): &(BlockKind, &str)| Block { kind: *kind, span: find(&text, part) };
    let meta = Meta {
        title: TITLE.into(),
        byline: Some("By Bo Ek and Cy Dahl".into()),
        outlet: Some("The Daily: Bridge".into()),
        url: Some("https://news.example/bridge#top".into()),
        published: Some("2025-05-11".into()),
        language: Some("en".into()),
        fetched: None,
    };
    let blocks = parts.iter().map(block).collect();
    let digest = Digest::of(text.as_bytes());
    let id = ArticleId("https://news.example/bridge".into());
    Article { id, meta, text: text.into(), blocks, marks: Vec::new(), digest }
}

/// The article with who said what in it.
pub(super) fn analysed() -> (Article, Analysis) {
    let article = article();
    let at = |piece: &str| find(&article.text, piece);
    let why = |rule: &str, reasons: [&str; 2]| Why {
        rule: rule.into(),
        reasons: reasons.map(str::to_owned).into(),
    };
    let mut analysis = Analysis::empty(article.digest);
    for (piece, form, actor) in [
        ("Mayor Ada Lund", Form::Name, 0),
        ("AFP", Form::Acronym, 1),
        ("The builder", Form::Role, 2),
    ] {
        let actor = Some(ActorIdx(actor));
        analysis.mentions.push(Mention { span: at(piece), form, actor, why: Why::default() });
    }
    for (n, (name, kind)) in [
        ("Ada Lund", ActorKind::Person),
        ("AFP", ActorKind::Media),
        ("The builder", ActorKind::Unknown),
    ]
    .into_iter()
    .enumerate()
    {
        let mentions = vec![MentionIdx(u32::try_from(n).unwrap())];
        analysis.actors.push(Actor { kind, name: name.into(), role: None, mentions });
    }
    let source = |who, kind, name: &str, piece: &str, claims: &[u32], relays: &[u32]| Source {
        who,
        kind,
        name: name.into(),
        spans: vec![at(piece)],
        anonymity: None,
        claims: claims.iter().map(|n| ClaimIdx(*n)).collect(),
        relays: relays.iter().map(|n| ClaimIdx(*n)).collect(),
    };
    let official = "a union official";
    analysis.sources = vec![
        source(
            Who::Actor(ActorIdx(0)),
            SourceKind::NamedPerson,
            "Ada Lund",
            "Mayor Ada Lund",
            &[0],
            &[],
        ),
        Source {
            anonymity: Some(at("on condition of anonymity because the inquiry is not over")),
            ..source(
                Who::Unnamed(at(official)),
                SourceKind::UnnamedPerson,
                official,
                official,
                &[1],
                &[],
            )
        },
        source(Who::Actor(ActorIdx(1)), SourceKind::Media, "AFP", "AFP", &[], &[1]),
        source(
            Who::Actor(ActorIdx(2)),
            SourceKind::NamedOrganisation,
            "The builder",
            "The builder",
            &[2],
            &[],
        ),
    ];
    let claim = |content: &str, cue: &str, by: &str, said_by, mode, score| Claim {
        content: if content.is_empty() { Vec::new() } else { vec![at(content)] },
        cue: vec![at(cue)],
        source: vec![at(by)],
        said_by,
        relay: Vec::new(),
        mode,
        stance: Stance::Says,
        negation: Negation::Plain,
        modality: Modality::Asserted,
        within: None,
        why: why("cue-verb", ["\u{201c}said\u{201d} attributes", "a name stands beside it"]),
        score,
    };
    let hop = Hop { source: SourceIdx(2), span: at("AFP") };
    analysis.claims = vec![
        claim(
            "\u{201c}It will hold for a century,\u{201d}",
            "said",
            "Mayor Ada Lund",
            Some(SourceIdx(0)),
            Mode::Direct,
            0.987_654,
        ),
        Claim {
            relay: vec![hop],
            ..claim(
                "The bolts were the cheapest on offer",
                "told",
                official,
                Some(SourceIdx(1)),
                Mode::Indirect,
                0.5,
            )
        },
        Claim {
            stance: Stance::Denies,
            negation: Negation::Plain,
            modality: Modality::Asserted,
            ..claim(
                "",
                "declined to comment",
                "The builder",
                Some(SourceIdx(3)),
                Mode::Indirect,
                0.25,
            )
        },
    ];
    (article, analysis)
}

/// Notes on the article: one in place, one whose words have changed, one whose words are gone.
pub(super) fn notebook(article: &Article) -> Notebook {
    let at = |piece: &str| find(&article.text, piece);
    let note = |id, piece: &str, body: &str| {
        let kind = if body.is_empty() { NoteKind::Highlight } else { NoteKind::Note };
        let anchor = describe(article, at(piece));
        let bare = Note::new(NoteId(id), kind, anchor, Time(1_747_000_000_000));
        Note { body: body.into(), ..bare }
    };
    let mut there =
        note(1, "The bolts were the cheapest on offer", "Which bolts?\n\n# Ask `Bo`\n- <b>");
    there.tags = vec!["unnamed source".into(), "todo".into()];
    there.speaker = Some("a union official, via AFP".into());
    let mut changed = note(2, "because the inquiry is not over", "");
    changed.anchor.digest = Digest::of(b"the text of yesterday");
    changed.anchor.exact = "because the enquiry is not over".into();
    let mut gone = note(3, "Monday", "What day was it?");
    gone.anchor.digest = changed.anchor.digest;
    gone.anchor.exact = "The king was seen in a green carriage near the old harbour.".into();
    let mut notebook = Notebook::new(article.id.clone(), article.meta.clone(), article.digest);
    notebook.notes = [there, changed, gone].into_iter().map(|note| (note.id, note)).collect();
    notebook
}

fn find(text: &str, piece: &str) -> Span {
    let at = text.find(piece).unwrap_or_else(|| panic!("{piece}"));
    Span::new(at, at + piece.len())
}
