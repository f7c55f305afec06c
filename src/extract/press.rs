//! The media of a text: those that the lists know, those that the text introduces by a noun
//! ("the Meridian news agency"), those that act like one (", Meridian reported"), and those that
//! are only described ("local media").
//!
//! Knows words and classes only: who is who comes later, and asks here.

mod acts;

use super::ActorKind;
use super::actors::Cast;
use super::grammar::Tag;
use super::known::{Head, NameSort};
use super::lexicon::{Also, Passing};
use super::mentions::Named;
use super::reading::Reading;
use std::collections::BTreeSet;
use std::ops::Range;

/// The longest name and the longest description of a medium, in tokens.
const LONGEST: usize = 8;

/// Where media stand in a text.
#[derive(Clone, Debug, Default)]
pub struct Press {
    /// Phrases, in order, disjoint.
    phrases: Vec<Range<usize>>,
    /// Names, alone or inside a phrase, in order.
    names: Vec<Range<usize>>,
}

impl Press {
    /// The media of a text.
    #[must_use]
    pub fn find(reading: &Reading<'_>) -> Self {
        let mut introduced: BTreeSet<String> = BTreeSet::new();
        if let Some(outlet) = reading.article.meta.outlet.as_deref() {
            introduced.insert(outlet.trim_start_matches("The ").to_owned());
        }
        let mut phrases = described(reading, &mut introduced);
        acts::by_their_acts(reading, &mut introduced);
        let names = named(reading, &introduced);
        for name in &names {
            let article = name.start.checked_sub(1).filter(|at| reading.lower(*at) == "the");
            phrases.push(article.unwrap_or(name.start)..name.end);
        }
        phrases.sort_by_key(|phrase| (phrase.start, usize::MAX - phrase.end));
        let mut end = 0;
        phrases.retain(|phrase| {
            let apart = phrase.start >= end;
            end = end.max(phrase.end);
            apart
        });
        Self { phrases, names }
    }

    /// The phrase that a token stands in.
    #[must_use]
    pub fn at(&self, token: usize) -> Option<Range<usize>> {
        let after = self.phrases.partition_point(|phrase| phrase.start <= token);
        let phrase = self.phrases.get(after.checked_sub(1)?)?;
        phrase.contains(&token).then(|| phrase.clone())
    }

    /// The phrases that begin inside a range, in order.
    pub fn within(&self, range: Range<usize>) -> impl Iterator<Item = Range<usize>> + '_ {
        let from = self.phrases.partition_point(|phrase| phrase.start < range.start);
        let rest = self.phrases.get(from..).unwrap_or(&[]);
        rest.iter().take_while(move |phrase| phrase.start < range.end).cloned()
    }

    /// Whether a phrase is a medium: it begins with one, or with its noun in apposition.
    #[must_use]
    pub fn is(&self, phrase: &Range<usize>) -> bool {
        self.at(phrase.start).is_some_and(|found| found.start == phrase.start)
    }

    /// The name that stands inside a phrase.
    #[must_use]
    pub fn name_in(&self, reading: &Reading<'_>, phrase: &Range<usize>) -> Option<String> {
        let from = self.names.partition_point(|name| name.start < phrase.start);
        let name = self.names.get(from).filter(|name| name.end <= phrase.end)?;
        Some(reading.article.slice(reading.span(name.clone())).to_owned())
    }

    /// Tells the cast which of its actors are media.
    pub fn enter(&self, reading: &Reading<'_>, named: &[Named], cast: &mut Cast) {
        for range in &self.names {
            let Some(number) = cast.at(named, range.start) else { continue };
            let whole = named.get(number).is_some_and(|name| {
                name.title.is_none() && name.tokens.end <= range.end && name.known.is_none()
            });
            if let Some(actor) =
                cast.whose.get(number).and_then(|idx| cast.actors.get_mut(idx.0 as usize))
                && whole
            {
                actor.kind = ActorKind::Media;
                // The outlet itself keeps the article that its name has on the masthead.
                let masthead = reading.article.meta.outlet.as_deref().unwrap_or_default();
                if actor.name == masthead.trim_start_matches("The ") {
                    actor.name = masthead.to_owned();
                }
            }
        }
    }
}

/// "the Meridian news agency", "the newspaper Ostrand Today", "local media".
fn described(reading: &Reading<'_>, introduced: &mut BTreeSet<String>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut heads: BTreeSet<&str> = BTreeSet::new();
    for range in &reading.ranges {
        for at in range.clone() {
            let again = heads.contains(reading.lower(at)) && is_definite(reading, at, range.start);
            if !(again
                || is_noun(reading, at, range)
                || is_named_again(reading, at, range)
                || serves_as_one(reading, at, range))
            {
                continue;
            }
            let start = left_end(reading, at, range.start);
            let end = run(reading, at + 1, range.end);
            // "the radio host", "the newspaper's editor": the phrase is somebody else's.
            if matches!(reading.tag(end), Tag::Noun | Tag::Possessive) {
                continue;
            }
            heads.insert(reading.lower(at));
            introduce(reading, start, at, end, introduced);
            found.push(start..end);
        }
    }
    found
}

/// "told a regional paper", "quoted by a fishing weekly", "the press quoted him as saying": a noun that
/// can be a medium's is one where only media stand.
fn serves_as_one(reading: &Reading<'_>, at: usize, sentence: &Range<usize>) -> bool {
    let could = reading.word(at).passing.any(Passing::AGAIN | Passing::BEFORE_NAME)
        || matches!(
            reading.lower(at),
            "press"
                | "papers"
                | "magazines"
                | "podcast"
                | "bulletin"
                | "dailies"
                | "weeklies"
                | "websites"
                | "blog"
                | "journal"
                | "programme"
                | "show"
        );
    if !could || at == sentence.start || reading.tag(at + 1) == Tag::Noun {
        return false;
    }
    let start = left_end(reading, at, sentence.start);
    let back = |n: usize| start.checked_sub(n).filter(|at| *at >= sentence.start);
    let before = |n: usize| back(n).map_or("", |at| reading.lower(at));
    let does = |n: usize, of: u32| back(n).is_some_and(|at| reading.word(at).passing.any(of));
    let end = run(reading, at + 1, sentence.end);
    let told = matches!(before(1), "told" | "tells" | "telling" | "citing" | "quoting");
    // "according to the Tern agency": with a name of its own before it, and nobody's that the lists know.
    let named = at > start
        && reading.tag(at - 1) == Tag::Name
        && !reading.tokens.get(at).is_some_and(|t| t.is_capitalised())
        && !is_somebody_else(reading, &(at - 1..at));
    let accordingly = named && before(1) == "to" && before(2) == "according";
    let by = before(1) == "by" && does(2, Passing::HAD)
        || before(1) == "by" && before(2) == "saying"
        || before(1) == "in" && does(2, Passing::SHOWN)
        || before(1) == "on" && matches!(before(2), "aired" | "broadcast" | "appeared");
    let given = matches!(before(1), "to" | "with")
        && (does(2, Passing::GIVEN) || matches!(before(2), "speaking" | "spoke" | "confirmed"));
    let mut verb = end;
    while matches!(reading.tag(verb), Tag::Adverb | Tag::Auxiliary) && verb < end + 3 {
        verb += 1;
    }
    // "which had quoted a military blog: an officer"
    let told = told
        || matches!(before(1), "quoted" | "cited") && reading.tag(end) == Tag::Colon
        || reading.lower(at) == "blog" && matches!(before(1), "quoted" | "cited");
    let reports = matches!(reading.lower(verb), "reported" | "reports")
        && matches!(reading.tag(verb + 1), Tag::That | Tag::Comma | Tag::Stop | Tag::End);
    let cites = reading.word(verb).passing.any(Passing::CITE)
        || reading.tag(end) == Tag::Comma && reading.word(end + 1).passing.any(Passing::CITE)
        || named
            && reading.word(verb).passing.any(Passing::REPORT)
            && reading.tag(verb + 1) == Tag::Comma
            && matches!(reading.lower(verb + 2), "citing" | "quoting");
    told || by || given || reports || cites || accordingly
}

/// "The agency added": the noun alone is a medium where it does what media do, and where the
/// sentences right before named no other body that could be meant.
fn is_named_again(reading: &Reading<'_>, at: usize, sentence: &Range<usize>) -> bool {
    let word = reading.word(at);
    if !word.passing.any(Passing::AGAIN)
        || at != sentence.start + 1
        || reading.lower(at - 1) != "the"
    {
        return false;
    }
    let verb = at + 1 + usize::from(reading.tag(at + 1) == Tag::Adverb);
    let speaks = reading.word(verb).passing.any(Passing::REPORT | Passing::CITE)
        || matches!(reading.lower(verb), "added" | "adds" | "noted" | "notes");
    let Some(earlier) = sentence.start.checked_sub(1) else { return false };
    let last = reading.sentence(earlier);
    let before = last.start.checked_sub(1).map(|at| reading.sentence(at)).unwrap_or(last.clone());
    let known = &reading.lexicon.known;
    let medium = (before.start..last.end).any(|n| {
        let token = reading.tokens.get(n).is_some_and(|t| t.is_capitalised());
        token
            && (known.head(reading.text(n)) == Some(Head::Media)
                || (1..=known.longest(reading.text(n)).min(LONGEST)).any(|count| {
                    known
                        .name(&text(reading, &(n..(n + count).min(last.end))))
                        .is_some_and(|name| name.sort == NameSort::Outlet)
                })
                || acts::passes_on(reading, &(n..run(reading, n, last.end).max(n + 1)), &last))
    });
    let body = (before.start..last.end).any(|n| {
        reading.tokens.get(n).is_some_and(|t| t.is_capitalised())
            && reading.lower(n) == reading.lower(at)
    });
    speaks && medium && !body
}

fn is_definite(reading: &Reading<'_>, at: usize, floor: usize) -> bool {
    at > floor
        && (reading.lower(at - 1) == "the"
            || at > floor + 1
                && reading.lower(at - 2) == "the"
                && reading.tag(at - 1) == Tag::Adjective)
}

/// Whether the word is a noun for a medium where it stands.
fn is_noun(reading: &Reading<'_>, at: usize, sentence: &Range<usize>) -> bool {
    let passing = reading.word(at).passing;
    if passing == Passing::default() {
        return false;
    }
    let first = at == sentence.start;
    let before = if first { "" } else { reading.lower(at - 1) };
    let after = |of: u32| !first && reading.word(at - 1).passing.any(of);
    if passing.any(Passing::NEWS_MEDIUM) && after(Passing::NEWS)
        || passing.any(Passing::AIR_MEDIUM) && after(Passing::AIR | Passing::NEWS)
        || passing.any(Passing::BEFORE_NAME)
            && !matches!(before, "a" | "an" | "")
            && reading.tag(at + 1) == Tag::Name
            && (!passing.any(Passing::NEWS_MEDIUM | Passing::AIR_MEDIUM) || before != "the")
    {
        return true;
    }
    match reading.lower(at) {
        "outlets" => {
            matches!(before, "media" | "these" | "state" | "local" | "independent")
                || before.starts_with("pro-") && !first
        }
        // "Press reports quoted a surgeon"
        "reports" => {
            matches!(before, "press" | "media" | "news" | "newspaper")
                && reading.word(at + 1).passing.any(Passing::CITE)
        }
        // A state has agencies of all sorts; what carries a statement is the one for news.
        "agency" if before == "state" => {
            let mut from = at - 1;
            while from > sentence.start
                && matches!(reading.tag(from - 1), Tag::Determiner | Tag::Adjective)
            {
                from -= 1;
            }
            from > sentence.start + 1
                && reading.lower(from - 1) == "by"
                && reading.word(from - 2).passing.any(Passing::HAD)
                || reading.word(at + 1).passing.any(Passing::CITE)
                || matches!(reading.lower(at + 1), "reported" | "reports")
        }
        "outlet" => before == "media",
        "media" | "newspapers" if first => true,
        _ if !passing.any(Passing::MEDIUM) => false,
        // "Social media" is no medium that passes anything on.
        _ => {
            !matches!(before, "social" | "on" | "by" | "of" | "via")
                && !first
                && !reading.tokens.get(at).is_some_and(|t| {
                    t.is_capitalised()
                        && reading.tag(at) == Tag::Name
                        && before != "the"
                        && !is_descriptive(reading, at - 1)
                })
        }
    }
}

/// State television, Norwegian radio: what may stand before the noun.
fn is_descriptive(reading: &Reading<'_>, at: usize) -> bool {
    matches!(reading.tag(at), Tag::Adjective | Tag::Noun)
        || reading
            .lexicon
            .known
            .name(reading.text(at))
            .is_some_and(|name| matches!(name.sort, NameSort::Demonym | NameSort::Nobody))
}

fn left_end(reading: &Reading<'_>, at: usize, floor: usize) -> usize {
    let mut start = at;
    while start > floor.max(at.saturating_sub(LONGEST)) {
        match reading.tag(start - 1) {
            Tag::Noun | Tag::Name | Tag::Adjective | Tag::Number | Tag::Participle => start -= 1,
            // "the lawyers' blog"
            Tag::Possessive if reading.lower(start - 1).contains(['\'', '’']) => start -= 1,
            Tag::Determiner | Tag::Possessive => return start - 1,
            _ => break,
        }
    }
    start
}

/// The end of the row of names that starts at `at`.
fn run(reading: &Reading<'_>, at: usize, ceiling: usize) -> usize {
    let mut end = at;
    // "the Evening Ledger"
    if at > 0
        && reading.lower(at - 1) == "the"
        && reading.tag(at) == Tag::Name
        && reading.tag(at + 1) == Tag::Name
        && reading.word(at).also.is(Also::CALENDAR)
        && at + 1 < ceiling
    {
        end += 1;
    }
    while end < ceiling.min(at + LONGEST)
        && reading.tag(end) == Tag::Name
        && !reading.word(end).also.is(Also::CALENDAR)
    {
        end += 1;
    }
    end
}

/// The name that stands right after the noun, right before it, or before its apposition.
fn introduce(
    reading: &Reading<'_>,
    start: usize,
    noun: usize,
    end: usize,
    introduced: &mut BTreeSet<String>,
) {
    let keep = |name: Range<usize>, introduced: &mut BTreeSet<String>| {
        if !name.is_empty() && !is_somebody_else(reading, &name) {
            introduced.insert(text(reading, &name));
        }
    };
    let lower = reading.lower(noun);
    let vague = matches!(lower, "media" | "radio" | "television" | "tv")
        || lower.ends_with('s')
            && reading.word(noun).passing.any(Passing::MEDIUM | Passing::NEWS_MEDIUM);
    if vague {
        return;
    }
    keep(noun + 1..end, introduced);
    let mut name_end = noun;
    while name_end > start && reading.tag(name_end - 1) != Tag::Name {
        name_end -= 1;
    }
    let mut name_start = name_end;
    while name_start > start && reading.tag(name_start - 1) == Tag::Name {
        name_start -= 1;
    }
    // A demonym before the name is not a part of it: "the Israeli Kan broadcaster".
    while name_start < name_end && is_somebody_else(reading, &(name_start..name_start + 1)) {
        name_start += 1;
    }
    keep(name_start..name_end, introduced);
    let comma = start.checked_sub(1).filter(|at| reading.tag(*at) == Tag::Comma);
    if let Some(comma) = comma
        && matches!(reading.lower(start), "a" | "the" | "an")
    {
        let mut from = comma;
        while from > comma.saturating_sub(LONGEST) && reading.tag(from - 1) == Tag::Name {
            from -= 1;
        }
        keep(from..comma, introduced);
    }
}

/// Whether the lists know the name as something that is no medium, or as a person's.
fn is_somebody_else(reading: &Reading<'_>, name: &Range<usize>) -> bool {
    let known = &reading.lexicon.known;
    let listed = known.name(&text(reading, name)).is_some_and(|n| n.sort != NameSort::Outlet);
    let title = name.start.checked_sub(1).is_some_and(|at| known.is_title(reading.text(at)));
    listed
        || title
        || known.is_title(reading.text(name.start))
        || known.forename(reading.text(name.start)).is_some()
        || name.len() == 1 && known.is_surname(reading.text(name.start))
}

/// The names of media: listed, introduced, or ending like one.
fn named(reading: &Reading<'_>, introduced: &BTreeSet<String>) -> Vec<Range<usize>> {
    let known = &reading.lexicon.known;
    let mut found = Vec::new();
    for range in &reading.ranges {
        let mut at = range.start;
        while at < range.end {
            let token = reading.tokens.get(at);
            // "the German agency dpa"
            let small = at > range.start
                && reading.word(at - 1).passing.any(Passing::BEFORE_NAME)
                && known.name(reading.text(at)).is_some_and(|n| n.sort == NameSort::Outlet);
            if !token.is_some_and(|t| (t.is_capitalised() || small) && t.is_wordy()) {
                at += 1;
                continue;
            }
            let most = known.longest(reading.text(at)).min(LONGEST).min(range.end - at);
            let listed = (1..=most).rev().find_map(|count| {
                let name = known.name(&text(reading, &(at..at + count)))?;
                Some((at + count, name.sort))
            });
            let mut end = run(reading, at, range.end);
            // "Canal 4"
            if end == at + 1
                && end < range.end
                && reading.word(at).passing.any(Passing::NAME_STARTS)
                && reading.tag(end) == Tag::Number
            {
                end += 1;
            }
            let given =
                (at + 1..=end).rev().find(|end| introduced.contains(&text(reading, &(at..*end))));
            if let Some(end) = given {
                found.push(at..end);
                at = end;
            } else if let Some((end, NameSort::Outlet)) = listed {
                found.push(at..end);
                at = end;
            } else if let Some((end, _)) = listed {
                at = end;
            } else if end > at && ends_like_one(reading, &(at..end)) {
                found.push(at..end);
                at = end;
            } else {
                at = at.max(end.saturating_sub(1)) + 1;
            }
        }
    }
    found
}

fn ends_like_one(reading: &Reading<'_>, name: &Range<usize>) -> bool {
    let known = &reading.lexicon.known;
    if name.len() > 1 && reading.word(name.start).passing.any(Passing::NAME_STARTS) {
        return true;
    }
    let last = reading.text(name.end - 1);
    known.head(last) == Some(Head::Media)
        && known.forename(reading.text(name.start)).is_none()
        && (name.len() > 1
            || name.start > 0
                && reading.lower(name.start - 1) == "the"
                && !matches!(reading.tag(name.end), Tag::Noun | Tag::Name))
}

fn text(reading: &Reading<'_>, tokens: &Range<usize>) -> String {
    reading.article.slice(reading.span(tokens.clone())).replace('’', "'")
}
