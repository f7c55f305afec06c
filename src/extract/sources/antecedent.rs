//! Whom "he", "it", "they", "I" and "we" stand for, where they stand as a source.

use super::{Book, Count, MEMORY, Seen, head as head_of};
use crate::doc::BlockKind;
use crate::extract::grammar::{Tag, phrase};
use crate::extract::known::{Gender, Roles};
use crate::extract::{ActorIdx, ActorKind, Form, Mention, SourceIdx, SourceKind, Who, Why};

impl Book<'_, '_> {
    /// he, she, they, it, his: the nearest source or name that fits; else left open.
    pub(super) fn pronoun(&mut self, head: usize, lower: &str) -> SourceIdx {
        let fits: Option<(Count, Option<Gender>)> = match lower {
            "he" | "him" | "his" => Some((Count::One, Some(Gender::Male))),
            "she" | "her" => Some((Count::One, Some(Gender::Female))),
            "they" | "them" | "their" => Some((Count::Several, None)),
            "it" | "its" => Some((Count::One, None)),
            _ => None,
        };
        let found = match fits {
            Some((count, gender)) => self.antecedent(head, lower, count, gender),
            // "I" and "we" in a quotation are whoever speaks.
            None if matches!(lower, "i" | "we" | "me" | "us" | "my" | "our") => self.speaker,
            None => None,
        };
        let span = self.reading.span(head..head + 1);
        let actor = found.and_then(|idx| match self.sources.get(idx.0 as usize)?.who {
            Who::Actor(actor) => Some(actor),
            _ => None,
        });
        self.mentions.push(Mention {
            span,
            form: Form::Pronoun,
            actor,
            why: Why {
                rule: "pronoun".to_owned(),
                reasons: vec![if found.is_some() {
                    "It fits whoever was named or quoted last.".to_owned()
                } else {
                    "The text does not show clearly who is meant.".to_owned()
                }],
            },
        });
        if found.is_none() && matches!(lower, "i" | "we" | "my" | "our") {
            return self.writer(head);
        }
        found.unwrap_or_else(|| {
            let one = matches!(
                lower,
                "he" | "she" | "i" | "someone" | "his" | "her" | "him" | "who" | "one"
            );
            let kind = if one { SourceKind::UnnamedPerson } else { SourceKind::UnnamedGroup };
            self.add(Who::Unnamed(span), kind, self.reading.text(head).to_owned())
        })
    }

    fn antecedent(
        &mut self,
        head: usize,
        lower: &str,
        count: Count,
        gender: Option<Gender>,
    ) -> Option<SourceIdx> {
        let block = self.reading.tokens.get(head)?.block;
        let sentence = self.reading.tokens.get(head)?.sentence;
        let thing = matches!(lower, "it" | "its");
        if thing && let Some(found) = self.thing_before(head) {
            return Some(found);
        }
        // Names between the last source and the pronoun.
        let last = self.seen.iter().rev().take(MEMORY).find(|seen| {
            self.apart(seen.block, block) <= 2 && self.fits(seen, count, gender, thing)
        });
        let last = last.map(|seen| (seen.source, seen.head));
        let after = self.named.partition_point(|name| name.tokens.start < head);
        let near = (0..after).rev().take(8).find(|number| {
            let Some(name) = self.named.get(*number) else { return false };
            let Some(token) = self.reading.tokens.get(name.tokens.start) else { return false };
            let Some(actor) = self.cast.whose.get(*number) else { return false };
            sentence - token.sentence.min(sentence) <= 2
                && self.reading.quotation(name.tokens.start).is_none()
                && self.actor_fits(*actor, count, gender, thing)
        });
        match (last, near) {
            // A source in this sentence or the last one outranks a name that was only mentioned.
            (Some((source, place)), Some(number)) => {
                let token = self.reading.tokens.get(place).map_or(0, |t| t.sentence);
                let name = self.named.get(number).map_or(0, |n| n.tokens.start);
                if sentence - token.min(sentence) <= 2 || place > name {
                    Some(source)
                } else {
                    self.of_name(number)
                }
            }
            (Some((source, _)), None) => Some(source),
            (None, Some(number)) => self.of_name(number),
            (None, None) => None,
        }
    }

    /// How many blocks lie between, where the items of a list are as near to each other as sentences.
    fn apart(&self, from: u32, to: u32) -> usize {
        let between = (from.min(to) + 1..=to).take(12);
        let item = |number: &u32| {
            let kind = self.reading.article.blocks.get(*number as usize).map(|block| block.kind);
            !matches!(kind, Some(BlockKind::Item { .. }))
        };
        between.filter(item).count()
    }

    /// "The union was hopeful. In a statement, it": a body or document of the sentence before,
    /// where nobody speaks since.
    fn thing_before(&mut self, head: usize) -> Option<SourceIdx> {
        let reading = self.reading;
        let sentence = reading.sentence(head);
        let before = reading.sentence(sentence.start.checked_sub(1)?);
        let same_block = reading.tokens.get(before.start)?.block == reading.tokens.get(head)?.block;
        let spoke = self.seen.last().is_some_and(|seen| seen.head >= before.start);
        if !same_block || spoke {
            return None;
        }
        let roles = |at: usize| reading.lexicon.known.role(reading.lower(at));
        let subject = phrase::from(reading, before.start, before.end);
        if let Some(subject) = subject
            && reading.tag(subject.start) == Tag::Determiner
        {
            let at = head_of(reading, subject.clone());
            let body = roles(at).any(Roles::ORGANISATION | Roles::MEDIA | Roles::DOCUMENT)
                && !roles(at).any(Roles::PERSON);
            if body && self.count(at) == Count::One {
                return Some(self.described(subject, at));
            }
        }
        let near = before.start.max(before.end.saturating_sub(30))..before.end;
        let document = near.rev().find(|at| {
            reading.tag(*at) == Tag::Noun
                && roles(*at).any(Roles::DOCUMENT | Roles::POLL)
                && reading.quotation(*at).is_none()
                && self.count(*at) == Count::One
        })?;
        let phrase = phrase::before(reading, document + 1, before.start)?;
        let determined = reading.tag(phrase.start) == Tag::Determiner;
        determined.then(|| self.described(phrase, document))
    }

    fn fits(&self, seen: &Seen, count: Count, gender: Option<Gender>, thing: bool) -> bool {
        let Some(source) = self.sources.get(seen.source.0 as usize) else { return false };
        match source.who {
            Who::Actor(actor) => self.actor_fits(actor, count, gender, thing),
            Who::Unnamed(_) if thing => source.kind == SourceKind::Media,
            Who::Unnamed(_) => {
                seen.number == count
                    && (gender.is_none() || source.kind == SourceKind::UnnamedPerson)
            }
            Who::Document(_) => thing,
            _ => false,
        }
    }

    fn actor_fits(
        &self,
        actor: ActorIdx,
        count: Count,
        gender: Option<Gender>,
        thing: bool,
    ) -> bool {
        let Some(found) = self.cast.actors.get(actor.0 as usize) else { return false };
        let own = self.cast.genders.get(actor.0 as usize).copied().flatten();
        let person = found.kind == ActorKind::Person;
        match (count, gender) {
            (Count::One, Some(gender)) => {
                let against = matches!(
                    (own, gender),
                    (Some(Gender::Male), Gender::Female) | (Some(Gender::Female), Gender::Male)
                );
                (person || found.kind == ActorKind::Unknown) && !against
            }
            (Count::One, None) => {
                thing
                    && matches!(
                        found.kind,
                        ActorKind::Organisation | ActorKind::Media | ActorKind::Place
                    )
            }
            (Count::Several, _) => {
                matches!(found.kind, ActorKind::Group | ActorKind::Organisation | ActorKind::Media)
            }
        }
    }

    /// "I" and "we" outside of all quotations: whoever wrote the article.
    fn writer(&mut self, head: usize) -> SourceIdx {
        let reading = self.reading;
        let found = self.sources.iter().position(|source| source.who == Who::Outlet);
        if reading.quotation(head).is_some() {
            let name = reading.text(head).to_owned();
            let span = reading.span(head..head + 1);
            return self.add(Who::Unnamed(span), SourceKind::UnnamedPerson, name);
        }
        if let Some(idx) = found.and_then(|at| u32::try_from(at).ok()) {
            return SourceIdx(idx);
        }
        let meta = &reading.article.meta;
        let (kind, name) = match (meta.byline.as_deref(), meta.outlet.as_deref()) {
            (Some(byline), _) => (SourceKind::NamedPerson, byline),
            (None, Some(outlet)) => (SourceKind::Media, outlet),
            (None, None) => (SourceKind::UnnamedPerson, "the writer"),
        };
        self.add(Who::Outlet, kind, name.to_owned())
    }
}
