//! Who a source is: the same one across claims, named or not, and what sort.

mod antecedent;

use super::actors::Cast;
use super::grammar::{Tag, phrase};
use super::known::Roles;
use super::lexicon::Also;
use super::mentions::Named;
use super::reading::Reading;
use super::{
    Actor, ActorIdx, ActorKind, ClaimIdx, Form, Mention, Source, SourceIdx, SourceKind, Who, Why,
};
use crate::text::Span;
use std::collections::BTreeMap;
use std::ops::Range;

/// The sources of a text while its claims are read in order.
#[derive(Debug)]
pub struct Book<'r, 'a> {
    reading: &'r Reading<'a>,
    named: &'r [Named],
    cast: &'r Cast,
    /// The sources, in the order in which they were met.
    pub sources: Vec<Source>,
    /// Pronouns and roles that stand as sources.
    pub mentions: Vec<Mention>,
    /// Whoever speaks around what is read now: "I" in a quotation.
    pub speaker: Option<SourceIdx>,
    /// The names of media, and where the first of each stands.
    outlets: BTreeMap<String, usize>,
    by_actor: BTreeMap<ActorIdx, SourceIdx>,
    seen: Vec<Seen>,
}

/// A source where it was last met.
#[derive(Clone, Copy, Debug)]
struct Seen {
    source: SourceIdx,
    /// The token of its head.
    head: usize,
    block: u32,
    number: Count,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Count {
    One,
    Several,
}

/// How far back a pronoun or role may look, in sources met.
const MEMORY: usize = 12;

impl<'r, 'a> Book<'r, 'a> {
    /// An empty book.
    #[must_use]
    pub fn new(reading: &'r Reading<'a>, named: &'r [Named], cast: &'r Cast) -> Self {
        Self {
            reading,
            named,
            cast,
            sources: Vec::new(),
            mentions: Vec::new(),
            speaker: None,
            outlets: outlets(reading, named, cast),
            by_actor: BTreeMap::new(),
            seen: Vec::new(),
        }
    }

    /// The source that the tokens name or refer to.
    pub fn source(&mut self, tokens: Range<usize>) -> SourceIdx {
        let idx = self.who(tokens.clone(), 0);
        let span = self.reading.span(tokens.clone());
        if let Some(source) = self.sources.get_mut(idx.0 as usize) {
            source.spans.push(span);
        }
        let head = head(self.reading, tokens.clone());
        self.saw(idx, head);
        idx
    }

    /// The sources, with their claims; those of the same actor are one.
    #[must_use]
    pub fn kind(&self, idx: SourceIdx) -> SourceKind {
        self.sources.get(idx.0 as usize).map_or(SourceKind::Nobody, |source| source.kind)
    }

    /// Notes that the source said, or passed on, a claim.
    pub fn credit(&mut self, idx: SourceIdx, claim: ClaimIdx, relayed: Option<Span>) {
        if let Some(source) = self.sources.get_mut(idx.0 as usize) {
            match relayed {
                None => source.claims.push(claim),
                Some(span) => {
                    source.relays.push(claim);
                    if !source.spans.contains(&span) {
                        source.spans.push(span);
                    }
                }
            }
        }
    }

    /// The source for a medium that stands as a relay.
    pub fn medium(&mut self, tokens: Range<usize>) -> SourceIdx {
        let head = head(self.reading, tokens.clone());
        if matches!(self.reading.tag(head), Tag::Pronoun | Tag::ObjectPronoun) {
            return self.some_medium(tokens, head);
        }
        let name = tokens.clone().find_map(|at| self.cast.at(self.named, at));
        let media = name.filter(|number| {
            let actor =
                self.cast.whose.get(*number).and_then(|a| self.cast.actors.get(a.0 as usize));
            actor.is_some_and(|actor| actor.kind == ActorKind::Media)
        });
        let listed = media.or_else(|| {
            let key = self.reading.press.name_in(self.reading, &tokens)?;
            self.outlets.get(&key).copied()
        });
        let idx = match listed.and_then(|number| self.of_name(number)) {
            Some(idx) => idx,
            None => self.some_medium(tokens, head),
        };
        self.saw(idx, head);
        idx
    }

    /// "The agency", "local media": the medium that was named last, or one without a name.
    fn some_medium(&mut self, tokens: Range<usize>, head: usize) -> SourceIdx {
        let reading = self.reading;
        let definite = tokens.len() == 2 && reading.lower(tokens.start) == "the"
            || matches!(reading.tag(head), Tag::Pronoun | Tag::ObjectPronoun);
        let span = reading.span(tokens);
        let name = reading.article.slice(span);
        let found = self.seen.iter().rev().take(MEMORY * 2).find(|seen| {
            self.sources.get(seen.source.0 as usize).is_some_and(|source| {
                let same = source.name == name || reading.lower(seen.head) == reading.lower(head);
                source.kind == SourceKind::Media && (definite || same && source.name == name)
            })
        });
        match found.map(|seen| seen.source) {
            Some(idx) => idx,
            None => self.add(Who::Unnamed(span), SourceKind::Media, name.to_owned()),
        }
    }

    fn of_name(&mut self, number: usize) -> Option<SourceIdx> {
        let actor = *self.cast.whose.get(number)?;
        Some(self.of_actor(actor))
    }

    fn saw(&mut self, source: SourceIdx, head: usize) {
        let block = self.reading.tokens.get(head).map_or(0, |token| token.block);
        let number = self.count(head);
        self.seen.push(Seen { source, head, block, number });
    }

    fn who(&mut self, tokens: Range<usize>, depth: u8) -> SourceIdx {
        let reading = self.reading;
        let head = head(reading, tokens.clone());
        let lower = reading.lower(head);
        match reading.tag(head) {
            Tag::Relative | Tag::That if depth < 3 && tokens.len() == 1 => {
                let end = if reading.tag(head.saturating_sub(1)) == Tag::Comma {
                    head.saturating_sub(1)
                } else {
                    head
                };
                let start = reading.sentence(head).start;
                if let Some(phrase) = phrase::before(reading, end, start) {
                    return self.who(phrase, depth + 1);
                }
            }
            Tag::Pronoun | Tag::ObjectPronoun | Tag::Possessive | Tag::Relative => {
                return self.pronoun(head, lower);
            }
            _ => {}
        }
        if let Some(number) = self.name_in(&tokens, head) {
            let actor = self.cast.whose.get(number).copied().unwrap_or(ActorIdx(0));
            return self.of_actor(actor);
        }
        self.described(tokens, head)
    }

    /// The name that the phrase turns on: its head, or the apposition beside it.
    fn name_in(&self, tokens: &Range<usize>, head: usize) -> Option<usize> {
        let reading = self.reading;
        if let Some(number) = self.cast.at(self.named, head) {
            return Some(number);
        }
        // "Secretary of State John Kerry": the title holds the head.
        let titled = self
            .named
            .iter()
            .skip(self.named.partition_point(|n| n.tokens.start <= head))
            .take(2)
            .find(|name| {
                name.tokens.end <= tokens.end
                    && name.title.is_some_and(|title| {
                        reading.tokens.get(head).is_some_and(|t| title.overlaps(t.span))
                    })
            });
        if titled.is_some() {
            return self.cast.at(self.named, titled?.tokens.start);
        }
        // "the campaign chief, Paul Manafort,"
        let comma = tokens.clone().find(|at| reading.tag(*at) == Tag::Comma)?;
        let number = self.cast.at(self.named, comma + 1).filter(|_| comma + 1 < tokens.end)?;
        let name = self.named.get(number)?;
        let ends = name.tokens.end >= tokens.end || reading.tag(name.tokens.end) == Tag::Comma;
        // "Velmora's transport minister, Ilse Maren,": the role says that the name is a person's.
        let role = reading.lexicon.known.role(reading.lower(head)).any(Roles::PERSON);
        let person = name.kind == ActorKind::Person || name.kind == ActorKind::Unknown && role;
        (ends && person).then_some(number)
    }

    fn of_actor(&mut self, actor: ActorIdx) -> SourceIdx {
        if let Some(idx) = self.by_actor.get(&actor) {
            return *idx;
        }
        let (kind, name) = self
            .cast
            .actors
            .get(actor.0 as usize)
            .map_or((SourceKind::NamedPerson, String::new()), |found| {
                (source_kind(found), found.name.clone())
            });
        let idx = self.add(Who::Actor(actor), kind, name);
        self.by_actor.insert(actor, idx);
        idx
    }

    fn add(&mut self, who: Who, kind: SourceKind, name: String) -> SourceIdx {
        self.sources.push(Source {
            who,
            kind,
            name,
            spans: Vec::new(),
            anonymity: None,
            claims: Vec::new(),
            relays: Vec::new(),
        });
        SourceIdx(u32::try_from(self.sources.len() - 1).unwrap_or(u32::MAX))
    }

    fn count(&self, head: usize) -> Count {
        let lower = self.reading.lower(head);
        let several = self.reading.lexicon.known.role(lower).any(Roles::PLURAL | Roles::GROUP)
            || matches!(
                lower,
                "they"
                    | "we"
                    | "many"
                    | "some"
                    | "others"
                    | "their"
                    | "them"
                    | "these"
                    | "those"
                    | "media"
                    | "both"
                    | "all"
            )
            || self.reading.tag(head) == Tag::Noun
                && lower.ends_with('s')
                && !lower.ends_with("ss");
        if several { Count::Several } else { Count::One }
    }

    /// "A senior official", "the newspaper", "a poll": described rather than named.
    fn described(&mut self, tokens: Range<usize>, head: usize) -> SourceIdx {
        let reading = self.reading;
        let lower = reading.lower(head);
        let roles = reading.lexicon.known.role(lower);
        let definite = matches!(
            reading.lower(tokens.start),
            "the" | "this" | "that" | "these" | "those" | "both"
        );
        if definite && let Some(idx) = self.earlier(&tokens, head, roles) {
            let actor = match self.sources.get(idx.0 as usize).map(|s| s.who) {
                Some(Who::Actor(actor)) => Some(actor),
                _ => None,
            };
            if actor.is_some() {
                self.mentions.push(Mention {
                    span: reading.span(tokens),
                    form: Form::Role,
                    actor,
                    why: Why {
                        rule: "role".to_owned(),
                        reasons: vec!["It fits whoever was named or quoted last.".to_owned()],
                    },
                });
            }
            return idx;
        }
        let span = reading.span(trim_comma(reading, tokens.clone()));
        let name = reading.article.slice(span).to_owned();
        let document = reading.word(head).also.is(Also::DOCUMENT);
        let said = |kind| (Who::Unnamed(span), kind);
        let (who, kind) = if roles.any(Roles::POLL)
            || roles.any(Roles::DOCUMENT)
            || document && !roles.any(Roles::PERSON | Roles::MEDIA)
        {
            (Who::Document(span), SourceKind::Document)
        } else if roles.any(Roles::MEDIA) || reading.press.is(&tokens) {
            said(SourceKind::Media)
        } else if roles.any(Roles::PERSON) {
            said(if self.count(head) == Count::Several {
                SourceKind::UnnamedGroup
            } else {
                SourceKind::UnnamedPerson
            })
        } else if roles.any(Roles::GROUP | Roles::ORGANISATION)
            || self.count(head) == Count::Several
        {
            said(SourceKind::UnnamedGroup)
        } else if reading.tag(head) == Tag::Name {
            said(SourceKind::NamedOrganisation)
        } else {
            said(SourceKind::UnnamedPerson)
        };
        self.add(who, kind, name)
    }

    /// The source before that "the official", "these outlets" can mean.
    fn earlier(&mut self, tokens: &Range<usize>, head: usize, roles: Roles) -> Option<SourceIdx> {
        let reading = self.reading;
        let lower = reading.lower(head);
        let block = reading.tokens.get(head)?.block;
        let number = self.count(head);
        let recent = self.seen.iter().rev().take(MEMORY * 2);
        let stem = |word: &str| word.trim_end_matches('s').to_owned();
        let found = recent.map(|seen| (seen.source, *seen)).find(|(idx, seen)| {
            let Some(source) = self.sources.get(idx.0 as usize) else { return false };
            let distance = block - seen.block.min(block);
            let same_word = stem(reading.lower(seen.head)) == stem(lower);
            let fits = match source.kind {
                SourceKind::Media => roles.any(Roles::MEDIA),
                SourceKind::UnnamedPerson => {
                    roles.any(Roles::PERSON) && number == Count::One && (same_word || distance <= 1)
                }
                SourceKind::UnnamedGroup => number == Count::Several && same_word && distance <= 6,
                SourceKind::NamedPerson => {
                    roles.any(Roles::PERSON) && number == Count::One && self.titled(*idx, lower)
                }
                SourceKind::NamedOrganisation => {
                    roles.any(Roles::ORGANISATION)
                        && number == Count::One
                        && distance <= 2
                        && !roles.any(Roles::PERSON)
                        && (tokens.len() == 2 || source.name.to_lowercase().contains(lower))
                }
                SourceKind::Document => same_word && distance <= 6,
                _ => false,
            };
            fits && self.modifiers_fit(tokens, head, source)
        });
        found.map(|(idx, _)| idx)
    }

    /// Whether the person has a title with this word: "the president" after "President Lee".
    fn titled(&self, idx: SourceIdx, word: &str) -> bool {
        let Some(source) = self.sources.get(idx.0 as usize) else { return false };
        let Who::Actor(actor) = source.who else { return false };
        self.cast
            .actors
            .get(actor.0 as usize)
            .and_then(|actor| actor.role)
            .is_some_and(|role| self.reading.article.slice(role).to_lowercase().contains(word))
    }

    /// Names beside the role must stand in what was said of the source before: "the Israeli official".
    fn modifiers_fit(&self, tokens: &Range<usize>, head: usize, source: &Source) -> bool {
        let reading = self.reading;
        (tokens.start..head).all(|at| {
            reading.tag(at) != Tag::Name
                || source
                    .spans
                    .iter()
                    .any(|span| reading.article.slice(*span).contains(reading.text(at)))
                || source.name.contains(reading.text(at))
        })
    }
}

/// The media among the names of a text, by their words.
fn outlets(reading: &Reading<'_>, named: &[Named], cast: &Cast) -> BTreeMap<String, usize> {
    let mut outlets = BTreeMap::new();
    for (number, name) in named.iter().enumerate() {
        let actor = cast.whose.get(number).and_then(|idx| cast.actors.get(idx.0 as usize));
        if actor.is_some_and(|actor| actor.kind == ActorKind::Media) {
            outlets.entry(reading.article.slice(name.span).to_owned()).or_insert(number);
        }
    }
    outlets
}

/// The token that a phrase turns on: the last of its first run of nouns.
#[must_use]
pub fn head(reading: &Reading<'_>, tokens: Range<usize>) -> usize {
    let mut head = tokens.start;
    for at in tokens.clone() {
        match reading.tag(at) {
            Tag::Noun | Tag::Name | Tag::Pronoun | Tag::ObjectPronoun | Tag::Number => head = at,
            Tag::Possessive if reading.lower(at).starts_with('\'') && at + 1 >= tokens.end => break,
            Tag::Possessive
            | Tag::Determiner
            | Tag::Adjective
            | Tag::Adverb
            | Tag::Quote
            | Tag::Participle
                if at == tokens.start || at <= head + 1 => {}
            Tag::Conjunction => {}
            Tag::Relative if at == tokens.start => return at,
            Tag::That if at == tokens.start => {}
            _ if at > tokens.start => break,
            _ => {}
        }
    }
    head
}

fn trim_comma(reading: &Reading<'_>, tokens: Range<usize>) -> Range<usize> {
    let first = tokens
        .clone()
        .find(|at| reading.tag(*at) == Tag::Comma)
        .filter(|comma| *comma > tokens.start);
    tokens.start..first.unwrap_or(tokens.end)
}

fn source_kind(actor: &Actor) -> SourceKind {
    match actor.kind {
        ActorKind::Person => SourceKind::NamedPerson,
        ActorKind::Organisation => SourceKind::NamedOrganisation,
        ActorKind::Place => SourceKind::Government,
        ActorKind::Group => SourceKind::UnnamedGroup,
        ActorKind::Media => SourceKind::Media,
        ActorKind::Unknown if actor.name.contains(' ') => SourceKind::NamedOrganisation,
        ActorKind::Unknown => SourceKind::NamedPerson,
    }
}
