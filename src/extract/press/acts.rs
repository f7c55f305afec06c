//! Names that no list knows, told as media by what they do in the text: they are told, they report,
//! they cite, they have seen a document.
//!
//! Knows words and classes only. That nobody but media does these things is the whole of the
//! evidence, so a name that the lists or the rest of the text show to be somebody else's is left out.

use super::{is_somebody_else, named, run, text};
use crate::extract::grammar::Tag;
use crate::extract::known::{Head, NameSort, Roles};
use crate::extract::lexicon::{Also, Passing};
use crate::extract::reading::Reading;
use crate::extract::relay;
use std::collections::BTreeSet;
use std::ops::Range;

/// Names that do what only media do: ", Meridian reported.", "a report by Meridian"; and those that
/// have it from one of these, or pass on what it brought.
pub(super) fn by_their_acts(reading: &Reading<'_>, introduced: &mut BTreeSet<String>) {
    // The last words of longer names are surnames, as far as is known here.
    let mut ends: BTreeSet<&str> = BTreeSet::new();
    let mut others: Vec<Range<usize>> = Vec::new();
    let mut acting: Vec<Range<usize>> = Vec::new();
    for range in &reading.ranges {
        let mut at = range.start;
        while at < range.end {
            let end = run(reading, at, range.end);
            if end == at {
                at += 1;
                continue;
            }
            if end > at + 1 {
                ends.insert(reading.text(end - 1));
            }
            if is_somebody_else(reading, &(at..end)) {
            } else if passes_on(reading, &(at..end), range) {
                acting.push(at..end);
            } else {
                others.push(at..end);
            }
            at = end;
        }
    }
    let own = |name: &Range<usize>| name.len() > 1 || !ends.contains(reading.text(name.start));
    for name in acting.into_iter().filter(&own) {
        introduced.insert(text(reading, &name));
    }
    // A chain has two links before the first medium that is known at most.
    for _ in 0..2 {
        let media = named(reading, introduced);
        let linked: Vec<Range<usize>> = others
            .iter()
            .filter(|name| own(name) && is_linked(reading, &media, name))
            .cloned()
            .collect();
        if linked.is_empty() {
            return;
        }
        introduced.extend(linked.iter().map(|name| text(reading, name)));
        others.retain(|name| !linked.contains(name));
    }
}

/// Whether the name is joined to its neighbour among the media by words that only join media.
fn is_linked(reading: &Reading<'_>, media: &[Range<usize>], name: &Range<usize>) -> bool {
    let sentence = reading.sentence(name.start);
    let after = media.partition_point(|medium| medium.start < name.start);
    let left = after
        .checked_sub(1)
        .and_then(|at| media.get(at))
        .filter(|m| m.start >= sentence.start && m.end <= name.start);
    let right = media.get(after).filter(|m| m.end <= sentence.end && m.start >= name.end);
    // A name that is cited may be a person's; one that has it from a medium, or goes on to be
    // "which", is not.
    let which = reading.tag(name.end) == Tag::Comma && reading.lower(name.end + 1) == "which"
        || reading.tag(name.end) == Tag::Colon;
    // "R quoted Ann Lee as saying"
    if reading.lower(name.end) == "as" {
        return false;
    }
    left.is_some_and(|medium| {
        let between = medium.end..name.start;
        let cites = between.clone().any(|at| {
            let passing = reading.word(at).passing;
            passing.any(Passing::CITE) && !passing.any(Passing::REPEAT | Passing::HAD)
        });
        (which || !cites) && relay::has_from(reading, between.clone())
            || relay::was_carried(reading, between)
    }) || right.is_some_and(|medium| relay::has_from(reading, name.end..medium.start))
}

pub(super) fn passes_on(
    reading: &Reading<'_>,
    name: &Range<usize>,
    sentence: &Range<usize>,
) -> bool {
    let word = |at: usize| if sentence.contains(&at) { reading.lower(at) } else { "" };
    let passing = |at: usize| {
        if sentence.contains(&at) { reading.word(at).passing } else { Passing::default() }
    };
    let start = name.start - usize::from(name.start > 0 && word(name.start - 1) == "the");
    let before = |n: usize| start.checked_sub(n).map_or("", &word);
    let does = |n: usize, of: u32| start.checked_sub(n).is_some_and(|at| passing(at).any(of));
    let next = name.end;
    let closes = matches!(reading.tag(next + 1), Tag::Comma | Tag::Stop | Tag::End)
        || next + 1 >= sentence.end
        || matches!(reading.lower(next + 1), "earlier" | "first")
        || reading.lower(next + 1) == "on" && reading.word(next + 2).also.is(Also::CALENDAR);
    let that = reading.tag(next + 1) == Tag::That;
    let first = matches!(word(next), "first" | "also" | "earlier" | "later")
        && matches!(word(next + 1), "reported" | "reports");
    let that = that || word(next + 1) == "that" || word(next + 1) == "in" && word(next + 2) == "a";
    let has = matches!(word(next), "has" | "had")
        && word(next + 1) == "reported"
        && (matches!(reading.tag(next + 2), Tag::Comma | Tag::Stop | Tag::End | Tag::That)
            || next + 2 >= sentence.end);
    let reports = matches!(word(next), "reported" | "reports") && (closes || that) || first || has;
    // "Lantern said, citing the police": somebody who is a person has no one to cite so.
    let says_citing = passing(next).any(Passing::REPORT)
        && (next + 1..next + 5).any(|at| {
            matches!(word(at), "citing" | "quoting") && reading.tag(at - 1) == Tag::Comma
        })
        && known_to_nobody(reading, name);
    let asked = (next..next + 3).any(|at| word(at) == "told" && word(at + 1) == "by")
        && matches!(word(next), "was" | "has" | "had")
        && known_to_nobody(reading, name);
    let which = before(1) == "to"
        && before(2) == "according"
        && reading.tag(next) == Tag::Comma
        && word(next + 1) == "which";
    // "According to Lantern, the captain said that": what somebody said came by a medium.
    let speaks = |at: usize| {
        matches!(word(at), "said" | "told" | "denied" | "confirmed" | "warned" | "rejected")
    };
    let accordingly = before(1) == "to"
        && before(2) == "according"
        && known_to_nobody(reading, name)
        && (reading.tag(next) == Tag::Comma
            && start == sentence.start + 2
            && (next..next + 10).any(speaks)
            || matches!(reading.tag(next), Tag::Stop | Tag::End)
                && (sentence.start.max(start.saturating_sub(30))..start).any(speaks));
    let seen = matches!(word(next), "has" | "had")
        && matches!(word(next + 1), "seen" | "obtained" | "reviewed")
        && (next + 2..next + 6).any(|at| {
            reading.word(at).also.is(Also::DOCUMENT)
                || reading.lexicon.known.role(reading.lower(at)).any(Roles::DOCUMENT)
                || reading.lower(at) == "draft"
        });
    // "Citing the ministry, Meridian wrote"
    let fronted = matches!(word(sentence.start), "citing" | "quoting")
        && reading.tag(start.saturating_sub(1)) == Tag::Comma
        && passing(next).any(Passing::REPORT);
    // "Reuters said, citing Lantern, that the envoy had told": whose words Lantern has is told.
    let cited = matches!(before(1), "citing" | "quoting")
        && reading.tag(next) == Tag::Comma
        && reading.tag(next + 1) == Tag::That
        && known_to_nobody(reading, name)
        && (next + 3..next + 11).any(|at| word(at) == "had" && reading.word(at + 1).verb.is_some());
    let learned = matches!(word(next), "has" | "had") && word(next + 1) == "learned"
        || word(next) == "was"
            && word(next + 1) == "the"
            && word(next + 2) == "first"
            && word(next + 4) == "report"
        || word(next) == "understands"
            && closes
            && reading.tag(start.saturating_sub(1)) == Tag::Comma
        || matches!(word(next), "heard" | "learned" | "learnt") && word(next + 1) == "from";
    // "told R that C, Lantern said": somebody who is a person would have been introduced.
    let said = matches!(word(next), "said" | "says" | "wrote" | "writes")
        && closes
        && reading.tag(start.saturating_sub(1)) == Tag::Comma
        && known_to_nobody(reading, name)
        && (sentence.start..start.saturating_sub(4)).any(|at| {
            word(at) == "told"
                && (reading.tag(at + 1) == Tag::Name
                    || word(at + 1) == "the" && reading.tag(at + 2) == Tag::Name)
                || matches!(word(next), "wrote" | "writes") && speaks(at)
        })
        && reading.quotation(start.saturating_sub(2)).is_none();
    let nobodys = known_to_nobody(reading, name);
    // "Lantern, which cited two witnesses, said"
    let cited_by = reading.tag(next) == Tag::Comma
        && word(next + 1) == "which"
        && passing(next + 2).any(Passing::CITE)
        && (next + 4..next + 14)
            .any(|at| reading.tag(at) == Tag::Comma && passing(at + 1).any(Passing::REPORT))
        && nobodys;
    // "Lantern published a letter in which"
    let printed = matches!(word(next), "published" | "printed" | "obtained" | "reviewed")
        && (next + 1..next + 6).any(|at| {
            (reading.word(at).also.is(Also::DOCUMENT)
                || reading.lexicon.known.role(reading.lower(at)).any(Roles::DOCUMENT)
                || passing(at).any(Passing::GIVEN | Passing::STORY)
                || matches!(word(at), "letter" | "draft" | "memo"))
                && (matches!(word(at + 1), "in" | "from") && word(at + 2) == "which"
                    || matches!(word(at + 1), "that" | "which" | "saying"))
        })
        && nobodys;
    // "Lantern said on Sunday that a doctor had told the weekly X": nobody but a medium knows so.
    let relates = start == sentence.start
        && matches!(word(next), "said" | "says" | "wrote" | "writes")
        && (next + 1..next + 4).any(|at| word(at) == "that" || reading.tag(at) == Tag::That)
        && (next + 3..next + 14).any(|at| {
            word(at) == "told"
                && word(at - 1) == "had"
                && (at + 2..at + 6).any(|n| {
                    passing(n).any(Passing::MEDIUM | Passing::BEFORE_NAME) || word(n) == "blog"
                })
        })
        && nobodys;
    // "a commander said via Lantern", "in her words to Lantern", "confirmed the meeting to Lantern"
    let object = (4..9).any(|n| {
        start.checked_sub(n).is_some_and(|verb| {
            matches!(word(verb), "confirmed" | "denied" | "admitted" | "disclosed" | "described")
                && (verb + 1..start - 1).all(|at| {
                    matches!(
                        reading.tag(at),
                        Tag::Determiner | Tag::Noun | Tag::Adjective | Tag::Possessive | Tag::Ing
                    )
                })
        })
    }) || start.checked_sub(3).is_some_and(|verb| {
        matches!(word(verb), "confirmed" | "denied" | "admitted" | "disclosed" | "described")
            && matches!(reading.tag(verb + 1), Tag::Noun | Tag::ObjectPronoun | Tag::Pronoun)
    });
    // "Orsk Online" is no town, though Orsk may be.
    let longer = name.len() > 1 && known_to_nobody(reading, &(name.end - 1..name.end));
    let handed = (nobodys || longer)
        && (before(1) == "via"
            && (speaks_now(before(2)) || reading.tag(next) == Tag::Comma && before(2) == ",")
            || before(1) == "to" && (before(2) == "words" || object));
    // "a reporter from Lantern", "Lantern's correspondent", "a Lantern reporter"
    let journalist = |at: usize| passing(at).any(Passing::JOURNALIST);
    let listens = matches!(before(1), "from" | "for" | "with")
        && does(2, Passing::JOURNALIST)
        && known_to_nobody(reading, name)
        || (journalist(next)
            || reading.tag(next) == Tag::Possessive
                && (journalist(next + 1)
                    || before(1) == "on" && matches!(word(next + 1), "podcast" | "show" | "programme" | "bulletin")
                    || before(1) == "to"
                        && before(2) == "according"
                        && matches!(word(next + 1), "source" | "sources")))
            && known_to_nobody(reading, name)
        // "Asked by Lantern whether"
        || before(1) == "by"
            && before(2) == "asked"
            && start <= sentence.start + 3
            && matches!(word(next), "whether" | "if" | "about" | "why" | "how" | "what")
            && known_to_nobody(reading, name);
    // "To Lantern, the architect admitted"
    let to = before(1) == "to"
        && start == sentence.start + 1
        && reading.tag(next) == Tag::Comma
        && known_to_nobody(reading, name)
        && (next..next + 8).any(|at| {
            matches!(
                word(at),
                "said" | "admitted" | "denied" | "confirmed" | "confessed" | "complained"
            )
        });
    // "It was Lantern that first quoted"
    let mut cite = next + usize::from(matches!(word(next), "that" | "which"));
    while reading.tag(cite) == Tag::Adverb && cite < next + 3 {
        cite += 1;
    }
    let cites = reading.tag(next) == Tag::Comma && matches!(word(next + 1), "citing" | "quoting")
        || passing(cite).any(Passing::CITE)
            && (cite + 1..cite + 14)
                .any(|at| word(at) == "as" && matches!(word(at + 1), "saying" | "telling"));
    // "Lantern could not reach the company."
    let calls = word(next) == "could"
        && word(next + 1) == "not"
        && word(next + 2) == "reach"
        && start == sentence.start
        && nobodys;
    let checks = calls
        || word(next) == "could"
            && word(next + 1) == "not"
            && (next + 2..next + 4)
                .any(|at| passing(at).any(Passing::CHECK) || word(at) == "independently")
        || matches!(word(next), "was" | "were")
            && (next + 1..next + 3).any(|at| matches!(word(at), "unable" | "able"))
            && (next + 3..next + 6).any(|at| passing(at).any(Passing::CHECK));
    let by = before(1) == "by" && matches!(before(2), "saying" | "anonymously")
        || before(1) == "by" && does(2, Passing::HAD) && before(2) != "asked"
        || matches!(before(1), "by" | "from") && matches!(before(2), "report" | "reports")
        // "carried a story by Lantern", "a memo shown to Lantern"
        || matches!(before(1), "by" | "from")
            && does(2, Passing::STORY)
            && (does(3, Passing::REPEAT) || does(4, Passing::REPEAT))
        || before(1) == "to" && matches!(before(2), "shown" | "leaked") && known_to_nobody(reading, name)
        || before(1) == "from" && does(2, Passing::ASKED)
        || before(1) == "in" && matches!(before(2), "published" | "printed" | "quoted")
        || before(1) == "on" && matches!(before(2), "aired" | "broadcast")
        || matches!(before(1), "for" | "in") && matches!(before(2), "article" | "interview");
    let mailed = matches!(before(1), "to" | "with")
        && (does(2, Passing::GIVEN)
            || matches!(before(2), "speaking" | "speaks")
            || matches!(
                before(2),
                "confirmed"
                    | "wrote"
                    | "denied"
                    | "admitted"
                    | "acknowledged"
                    | "disclosed"
                    | "revealed"
                    | "described"
                    | "recounted"
                    | "complained"
            ) && known_to_nobody(reading, name)
            || matches!(
                (before(3), before(2)),
                ("text", "message") | ("written", "reply" | "answer")
            ));
    // Who is told by a name that nobody else in the text bears is hardly ever a person: persons are
    // introduced by their forenames.
    let told = matches!(before(1), "told" | "tells" | "tell")
        && reading.tag(next) != Tag::Noun
        && known_to_nobody(reading, name)
        && reading.quotation(name.start).is_none();
    let starts = name.len() > 1 && reading.word(name.start).passing.any(Passing::NAME_STARTS);
    reports
        || cited_by
        || printed
        || relates
        || handed
        || says_citing
        || asked
        || which
        || accordingly
        || seen
        || fronted
        || learned
        || cited
        || said
        || listens
        || to
        || cites
        || checks
        || by
        || mailed
        || told
        || starts
}

/// Whether the word says that somebody spoke, and not that somebody came or went.
fn speaks_now(word: &str) -> bool {
    matches!(word, "said" | "announced" | "wrote" | "claimed" | "stated" | "declared" | "denied")
}

/// Whether no list has a word of the name: it is neither a role ("MPs") nor part of a known name.
fn known_to_nobody(reading: &Reading<'_>, name: &Range<usize>) -> bool {
    let known = &reading.lexicon.known;
    name.clone().all(|at| {
        let word = reading.text(at);
        // "the Sunday Lantern"
        if name.len() > 1 && reading.word(at).also.is(Also::CALENDAR) {
            return true;
        }
        known.role(reading.lower(at)) == Roles::default()
            && known.name(word).is_none_or(|found| found.sort == NameSort::Outlet)
            && known.forename(word).is_none()
            && known.head(word).is_none_or(|head| head == Head::Media)
    })
}
