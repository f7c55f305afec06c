//! What an analysis is made of. Indices are meaningful only inside the analysis that holds them.

use super::bearing::{Modality, Negation};
use crate::doc::{Digest, Problem};
use crate::text::Span;

/// An index into [`Analysis::mentions`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MentionIdx(pub u32);
/// An index into [`Analysis::actors`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ActorIdx(pub u32);
/// An index into [`Analysis::sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceIdx(pub u32);
/// An index into [`Analysis::claims`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClaimIdx(pub u32);

/// All that was found in one text.
#[derive(Clone, Debug, PartialEq)]
pub struct Analysis {
    /// The text that it is of. On any other text its spans mean nothing.
    pub of: Digest,
    /// In order, disjoint, without the white space between them.
    pub sentences: Vec<Span>,
    /// In the order of their starts.
    pub mentions: Vec<Mention>,
    /// In the order of their first mentions.
    pub actors: Vec<Actor>,
    /// In the order of their first claims.
    pub sources: Vec<Source>,
    /// In the order of the text (by the first byte of content, cue or source).
    pub claims: Vec<Claim>,
    /// What the reader should know of how far to trust all this.
    pub problems: Vec<Problem>,
}

/// A place where an actor is named or referred to.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// The words.
    pub span: Span,
    /// In what form.
    pub form: Form,
    /// Whose mention it is; `None` where the text does not say.
    pub actor: Option<ActorIdx>,
    /// Why it is held to be that actor's.
    pub why: Why,
}

/// How an actor is referred to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A full name.
    Name,
    /// A part of a name: a surname, a short form.
    Short,
    /// `AFP` for Agence France-Presse.
    Acronym,
    /// `the official`, `the newspaper`.
    Role,
    /// `he`, `they`.
    Pronoun,
    /// `Washington` for the United States.
    Metonym,
}

/// Somebody or something that acts in the article.
#[derive(Clone, Debug, PartialEq)]
pub struct Actor {
    /// What sort.
    pub kind: ActorKind,
    /// The fullest name that the text gives.
    pub name: String,
    /// A title or role that stands beside the name.
    pub role: Option<Span>,
    /// In the order of the text; never empty.
    pub mentions: Vec<MentionIdx>,
}

/// The sorts of actors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ActorKind {
    /// One human being.
    Person,
    /// A party, firm, court, ministry, movement.
    Organisation,
    /// A place, and the state or government that is called by it.
    Place,
    /// People without one name: officials, residents.
    Group,
    /// A newspaper, agency, broadcaster.
    Media,
    /// The text does not show which.
    Unknown,
}

impl ActorKind {
    /// Every kind, in the order in which lists show them.
    pub const ALL: [ActorKind; 6] =
        [Self::Person, Self::Organisation, Self::Place, Self::Group, Self::Media, Self::Unknown];

    /// The kind of a word.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The word that files and screens use.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organisation => "organisation",
            Self::Place => "place",
            Self::Group => "group",
            Self::Media => "media",
            Self::Unknown => "unknown",
        }
    }
}

/// Whoever something is attributed to.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// Who it is.
    pub who: Who,
    /// What sort of source.
    pub kind: SourceKind,
    /// What to call it in a list: the fullest name or description that the text gives.
    pub name: String,
    /// Every place where it stands as a source or as a relay, in the order of the text.
    pub spans: Vec<Span>,
    /// The words that give the reason for not being named ("on condition of anonymity because …").
    pub anonymity: Option<Span>,
    /// What it said itself, in the order of the text.
    pub claims: Vec<ClaimIdx>,
    /// What it passed on for others, in the order of the text.
    pub relays: Vec<ClaimIdx>,
}

/// Who a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// One of the actors.
    Actor(ActorIdx),
    /// Somebody without a name: the words that describe them.
    Unnamed(Span),
    /// A report, a poll, a statement: the words that name it.
    Document(Span),
    /// The outlet whose article this is.
    Outlet,
    /// Nobody: something is attributed, but to no one ("reportedly", a quotation without a speaker).
    Nobody,
}

/// The sorts of sources.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SourceKind {
    /// A human being with a name.
    NamedPerson,
    /// An organisation with a name.
    NamedOrganisation,
    /// One person without a name.
    UnnamedPerson,
    /// Several people without names.
    UnnamedGroup,
    /// A newspaper, agency, broadcaster, named or not.
    Media,
    /// A document, poll or set of data.
    Document,
    /// A state, by its name or its capital's.
    Government,
    /// Nobody is named or described.
    Nobody,
}

impl SourceKind {
    /// Every kind, in the order in which lists show them.
    pub const ALL: [SourceKind; 8] = [
        Self::NamedPerson,
        Self::NamedOrganisation,
        Self::Government,
        Self::UnnamedPerson,
        Self::UnnamedGroup,
        Self::Media,
        Self::Document,
        Self::Nobody,
    ];

    /// The kind of a word.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The words that files and screens use.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::NamedPerson => "named person",
            Self::NamedOrganisation => "named organisation",
            Self::UnnamedPerson => "unnamed person",
            Self::UnnamedGroup => "unnamed group",
            Self::Media => "media",
            Self::Document => "document",
            Self::Government => "government",
            Self::Nobody => "nobody",
        }
    }

    /// Whether nobody could be held to it: no name stands behind it.
    #[must_use]
    pub fn is_unnamed(self) -> bool {
        matches!(self, Self::UnnamedPerson | Self::UnnamedGroup)
    }
}

/// Something that is attributed to somebody.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// What is attributed, in pieces where the cue splits it. May be empty ("he declined to comment").
    pub content: Vec<Span>,
    /// The words that attribute it; empty for a bare quotation.
    pub cue: Vec<Span>,
    /// The words that name the source here; empty where none stands in the text.
    pub source: Vec<Span>,
    /// Who said it; `None` when nobody is credited.
    pub said_by: Option<SourceIdx>,
    /// How it came to the page: the hop nearest to the source first.
    pub relay: Vec<Hop>,
    /// In whose words.
    pub mode: Mode,
    /// What the cue does with the content.
    pub stance: Stance,
    /// Whether the cue says that this was not done ("did not confirm").
    pub negation: Negation,
    /// Whether it was done at all ("may have said", "is expected to announce").
    pub modality: Modality,
    /// The claim that this one stands inside of, if any.
    pub within: Option<ClaimIdx>,
    /// What made it, in order of weight.
    pub why: Why,
    /// How often such a claim is right, from 0 to 1, as measured.
    pub score: f32,
}

impl Claim {
    /// The first byte of any of its parts.
    #[must_use]
    pub fn start(&self) -> usize {
        self.spans().map(Span::start).min().unwrap_or(0)
    }

    /// All of its spans: source, cue, content.
    pub fn spans(&self) -> impl Iterator<Item = Span> + '_ {
        self.source.iter().chain(&self.cue).chain(&self.content).copied()
    }
}

/// One step on the way of a statement from its source to the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hop {
    /// Who passed it on.
    pub source: SourceIdx,
    /// The words that say so.
    pub span: Span,
}

/// In whose words a claim is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mode {
    /// Within quotation marks.
    Direct,
    /// Partly within quotation marks.
    Mixed,
    /// In the writer's words.
    Indirect,
}

impl Mode {
    /// The word that files and screens use.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Mixed => "mixed",
            Self::Indirect => "indirect",
        }
    }
}

/// What a cue does with its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Stance {
    /// said, told, according to
    #[default]
    Says,
    /// claimed, alleged
    Claims,
    /// confirmed, admitted
    Confirms,
    /// denied, rejected
    Denies,
    /// warned, predicted
    Warns,
    /// asked, demanded
    Asks,
    /// believes, wants
    Believes,
}

impl Stance {
    /// The word that files and screens use.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Says => "says",
            Self::Claims => "claims",
            Self::Confirms => "confirms",
            Self::Denies => "denies",
            Self::Warns => "warns",
            Self::Asks => "asks",
            Self::Believes => "believes",
        }
    }
}

/// Why something was found: the name of the rule or model, and sentences that a reporter understands.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Why {
    /// A short stable name, for scripts and tests: `cue-verb`, `according-to`.
    pub rule: String,
    /// The strongest reasons in plain words.
    pub reasons: Vec<String>,
}

impl Analysis {
    /// Nothing found, yet or at all.
    #[must_use]
    pub fn empty(of: Digest) -> Self {
        Self {
            of,
            sentences: Vec::new(),
            mentions: Vec::new(),
            actors: Vec::new(),
            sources: Vec::new(),
            claims: Vec::new(),
            problems: Vec::new(),
        }
    }

    /// The mention at an index.
    #[must_use]
    pub fn mention(&self, idx: MentionIdx) -> Option<&Mention> {
        self.mentions.get(idx.0 as usize)
    }

    /// The actor at an index.
    #[must_use]
    pub fn actor(&self, idx: ActorIdx) -> Option<&Actor> {
        self.actors.get(idx.0 as usize)
    }

    /// The source at an index.
    #[must_use]
    pub fn source(&self, idx: SourceIdx) -> Option<&Source> {
        self.sources.get(idx.0 as usize)
    }

    /// The claim at an index.
    #[must_use]
    pub fn claim(&self, idx: ClaimIdx) -> Option<&Claim> {
        self.claims.get(idx.0 as usize)
    }
}
