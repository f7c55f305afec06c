//! Rulings on a small article, in the words of the reader.

use super::*;
use crate::doc::{Article, Time, describe};
use crate::extract::{Lexicon, analyse};
use crate::notes::Verdict;
use crate::parse::{Origin, parse};
use proptest::prelude::*;

const TEXT: &str = "Harbour closed\n\n\
    Maria Lopez said the cranes were idle. \
    The port authority denied that anybody was hurt.\n\n\
    \"We saw nothing,\" a guard told Reuters. Lopez did not answer. \
    The Weaver family left the pier on Monday.";

fn read() -> (Article, Analysis) {
    let article = parse(TEXT.as_bytes(), &Origin::default()).0;
    let analysis = analyse(&article, Lexicon::builtin());
    (article, analysis)
}

/// Notes on words of the article.
struct Hand<'a> {
    article: &'a Article,
    notes: Vec<Note>,
}

impl Hand<'_> {
    fn mark(&mut self, kind: NoteKind, about: About, words: &str) -> &mut Note {
        let start = self.article.text.find(words).unwrap();
        let anchor = describe(self.article, Span::new(start, start + words.len()));
        let id = NoteId(self.notes.len() as u64 + 1);
        self.notes.push(Note { about, ..Note::new(id, kind, anchor, Time(0)) });
        self.notes.last_mut().unwrap()
    }

    fn rule(&mut self, about: About, words: &str, ruling: Ruling) {
        self.mark(NoteKind::Correction, about, words).ruling = Some(ruling);
    }

    fn review(&self, found: &Analysis) -> (Analysis, Rulings) {
        let placed = self.notes.iter().map(|note| (note, place(self.article, &note.anchor)));
        review(self.article, found, placed)
    }
}

fn hand(article: &Article) -> Hand<'_> {
    Hand { article, notes: Vec::new() }
}

/// `Maria Lopez: the cranes were idle`, a line a claim.
fn told(article: &Article, analysis: &Analysis) -> Vec<String> {
    let claim = |claim: &crate::extract::Claim| {
        let by = claim.said_by.and_then(|idx| analysis.source(idx));
        let content: Vec<&str> = claim.content.iter().map(|s| article.slice(*s)).collect();
        format!("{}: {}", by.map_or("nobody", |s| &s.name), content.join(" … "))
    };
    analysis.claims.iter().map(claim).collect()
}

/// What must hold of every analysis, however it came about.
fn check(analysis: &Analysis) {
    for (n, claim) in (0_u32..).zip(&analysis.claims) {
        for hop in &claim.relay {
            let source = analysis.source(hop.source).unwrap();
            assert!(source.relays.contains(&ClaimIdx(n)));
        }
        if let Some(idx) = claim.said_by {
            assert!(analysis.source(idx).unwrap().claims.contains(&ClaimIdx(n)));
        }
        assert!(claim.within.is_none_or(|idx| analysis.claim(idx).is_some()));
    }
    assert!(analysis.claims.is_sorted_by_key(crate::extract::Claim::start));
    assert!(analysis.mentions.is_sorted_by_key(|m| m.span.start()));
    for (n, actor) in (0_u32..).zip(&analysis.actors) {
        assert!(!actor.mentions.is_empty());
        for idx in &actor.mentions {
            assert_eq!(analysis.mention(*idx).unwrap().actor, Some(ActorIdx(n)));
        }
    }
    for mention in &analysis.mentions {
        assert!(mention.actor.is_none_or(|idx| analysis.actor(idx).is_some()));
    }
    for source in &analysis.sources {
        if let crate::extract::Who::Actor(idx) = source.who {
            assert!(analysis.actor(idx).is_some());
        }
    }
}

#[test]
fn without_rulings_nothing_is_changed() {
    let (article, found) = read();
    let (reviewed, rulings) = hand(&article).review(&found);
    assert_eq!(reviewed, found);
    assert_eq!(rulings, Rulings::default());
}

#[test]
fn what_is_wrong_is_gone_and_the_rest_is_numbered_anew() {
    let (article, found) = read();
    let before = told(&article, &found);
    let mut hand = hand(&article);
    hand.rule(About::Claim, "the cranes were idle", Ruling::Wrong);
    let (reviewed, rulings) = hand.review(&found);
    check(&reviewed);
    assert_eq!(told(&article, &reviewed), before[1..]);
    assert!(rulings.idle.is_empty());
    // Once the program no longer finds it, the ruling has nothing to do.
    let (again, rulings) = hand.review(&reviewed);
    assert_eq!(again, reviewed);
    assert_eq!(rulings.idle, [NoteId(1)]);
}

#[test]
fn another_speaker_stands_above_the_guess() {
    let (article, found) = read();
    let mut hand = hand(&article);
    let name = "Maria Lopez".to_owned();
    let said_by = Ruling::SaidBy { name, at: None };
    hand.rule(About::Claim, "that anybody was hurt", said_by);
    let at = describe(&article, {
        let start = article.text.find("The Weaver family").unwrap();
        Span::new(start, start + "The Weaver family".len())
    });
    let said_by = Ruling::SaidBy { name: "The Weaver family".into(), at: Some(at) };
    hand.rule(About::Claim, "We saw nothing", said_by);
    let (reviewed, rulings) = hand.review(&found);
    check(&reviewed);
    let told = told(&article, &reviewed);
    assert!(told[1].starts_with("Maria Lopez: "), "{told:?}");
    assert!(told[2].starts_with("The Weaver family: "), "{told:?}");
    let says = &rulings.claims[&ClaimIdx(1)].says;
    assert_eq!(says, &["You: said by Maria Lopez. The program: The port authority."]);
}

#[test]
fn nobody_may_be_credited() {
    let (article, found) = read();
    let mut hand = hand(&article);
    let nobody = Ruling::SaidBy { name: String::new(), at: None };
    hand.rule(About::Claim, "the cranes were idle", nobody);
    let (reviewed, _) = hand.review(&found);
    check(&reviewed);
    assert_eq!(reviewed.claims[0].said_by, None);
}

#[test]
fn the_content_may_begin_and_end_elsewhere() {
    let (article, found) = read();
    let mut hand = hand(&article);
    let start = article.text.find("cranes were idle").unwrap();
    let narrower = describe(&article, Span::new(start, start + 16));
    hand.rule(About::Claim, "the cranes were idle", Ruling::Covers(narrower));
    let (reviewed, rulings) = hand.review(&found);
    check(&reviewed);
    assert_eq!(told(&article, &reviewed)[0], "Maria Lopez: cranes were idle");
    assert_eq!(
        rulings.claims[&ClaimIdx(0)].says,
        ["You: this is what is claimed. The program: “the cranes were idle”"]
    );
}

#[test]
fn what_the_program_misses_is_made_by_the_reader_and_outlives_it() {
    let (article, found) = read();
    let mut hand = hand(&article);
    let words = "The Weaver family left the pier on Monday";
    hand.mark(NoteKind::Claim, About::Passage, words);
    let check_of = Check { verdict: Verdict::Disputed, link: None, at: Time(0) };
    hand.mark(NoteKind::ToCheck, About::Claim, words).check = Some(check_of.clone());
    hand.rule(About::Claim, "the cranes were idle", Ruling::Right);
    for found in [found.clone(), Analysis::empty(found.of)] {
        let (reviewed, rulings) = hand.review(&found);
        check(&reviewed);
        let told = told(&article, &reviewed);
        let at = told.iter().position(|t| t.ends_with(words)).unwrap();
        let ruled = &rulings.claims[&ClaimIdx(u32::try_from(at).unwrap())];
        assert!(ruled.is_own);
        assert_eq!(ruled.check, Some(check_of.clone()));
        assert!(told.iter().any(|t| t.ends_with("the cranes were idle")));
    }
}

#[test]
fn actors_are_merged_parted_renamed_and_removed() {
    let (article, found) = read();
    let lopez = |a: &Analysis| {
        a.actors.iter().filter(|a| a.name.contains("Lopez")).map(|a| a.mentions.len()).collect()
    };
    let counts: Vec<usize> = lopez(&found);
    assert_eq!(counts, [2]);
    let mut apart = hand(&article);
    let words = "Lopez did not";
    apart.rule(About::Actor("Maria Lopez".into()), words, Ruling::NotSame("Maria Lopez".into()));
    // The anchor is the mention itself.
    let start = article.text.find(words).unwrap();
    apart.notes[0].anchor = describe(&article, Span::new(start, start + 5));
    let (reviewed, _) = apart.review(&found);
    check(&reviewed);
    let counts: Vec<usize> = lopez(&reviewed);
    assert_eq!(counts, [1, 1]);

    apart.rule(About::Actor("Lopez".into()), "Lopez did", Ruling::SameAs("Maria Lopez".into()));
    let (reviewed, _) = apart.review(&found);
    check(&reviewed);
    let counts: Vec<usize> = lopez(&reviewed);
    assert_eq!(counts, [2], "said apart, then said the same");

    let mut kinds = hand(&article);
    let name = "Maria Lopez";
    kinds.rule(About::Actor(name.into()), name, Ruling::IsA(ActorKind::Organisation));
    let (reviewed, rulings) = kinds.review(&found);
    check(&reviewed);
    assert_eq!(reviewed.actors[0].kind, ActorKind::Organisation);
    assert_eq!(reviewed.sources[0].kind, SourceKind::NamedOrganisation);
    let says = &rulings.actors[&ActorIdx(0)].says;
    assert_eq!(says, &["You: organisation. The program: person."]);

    kinds.rule(About::Actor(name.into()), name, Ruling::Wrong);
    let (reviewed, _) = kinds.review(&found);
    check(&reviewed);
    assert!(reviewed.actors.iter().all(|a| a.name != name));
    assert!(told(&article, &reviewed)[0].starts_with("Maria Lopez: "), "somebody still said it");
}

#[test]
fn an_actor_that_the_program_missed_is_found_wherever_it_is_named() {
    let text = "Quay news\n\nThe old gantry fell. Nobody loved the old gantry, or an old gantry.";
    let article = parse(text.as_bytes(), &Origin::default()).0;
    let found = Analysis::empty(article.digest);
    let mut hand = hand(&article);
    hand.mark(NoteKind::Actor, About::Passage, "old gantry");
    let (reviewed, rulings) = hand.review(&found);
    check(&reviewed);
    assert_eq!(reviewed.actors[0].mentions.len(), 3);
    assert!(rulings.actors[&ActorIdx(0)].is_own);
}

#[test]
fn of_sources_that_are_called_the_same_the_one_that_stands_there_is_meant() {
    let (article, mut found) = read();
    let name = found.sources[0].name.clone();
    found.sources[1].name.clone_from(&name);
    let second = article.slice(found.sources[1].spans[0]).to_owned();
    let mut hand = hand(&article);
    let is_document = Ruling::IsSource(SourceKind::Document);
    hand.rule(About::Source(name.clone()), &second, is_document);
    let last = article.slice(found.claims.last().unwrap().content[0]).to_owned();
    hand.rule(About::Claim, &last, Ruling::SaidBy { name, at: None });
    let (reviewed, _) = hand.review(&found);
    check(&reviewed);
    assert_ne!(reviewed.sources[0].kind, SourceKind::Document);
    assert_eq!(reviewed.sources[1].kind, SourceKind::Document);
    assert_eq!(reviewed.claims.last().unwrap().said_by, Some(SourceIdx(1)), "the nearer one");
}

#[test]
fn one_actor_is_one_source() {
    let text = "Quay news\n\nMaria Lopez said the cranes were idle. \
        Old Mary said the boats were gone. Jon Weaver said it was late.";
    let article = parse(text.as_bytes(), &Origin::default()).0;
    let found = analyse(&article, Lexicon::builtin());
    let names: Vec<&str> = found.sources.iter().map(|source| &*source.name).collect();
    let [first, second, ..] = names.as_slice() else { panic!("{names:?}") };
    let mut hand = hand(&article);
    let same = Ruling::SameAs((*first).to_owned());
    hand.rule(About::Actor((*second).to_owned()), second, same);
    let (reviewed, rulings) = hand.review(&found);
    check(&reviewed);
    assert_eq!(rulings.idle, []);
    assert_eq!(reviewed.sources.len(), found.sources.len() - 1);
    let source = reviewed.sources.iter().find(|source| source.name == *first).unwrap();
    assert_eq!(source.claims.len(), 2);
}

#[test]
fn a_passage_that_is_being_checked_is_no_claim_for_that() {
    let (article, found) = read();
    let mut hand = hand(&article);
    let open = Check { verdict: Verdict::Open, link: None, at: Time(0) };
    let words = "The Weaver family left the pier";
    hand.mark(NoteKind::ToCheck, About::Passage, words).check = Some(open.clone());
    let (reviewed, rulings) = hand.review(&found);
    assert_eq!(reviewed, found);
    assert_eq!(rulings.idle, [NoteId(1)]);
    hand.notes[0].about = About::Claim;
    assert_eq!(hand.review(&found).0.claims.len(), found.claims.len() + 1);
}

#[test]
fn a_source_that_is_none_credits_nobody() {
    let (article, found) = read();
    let mut hand = hand(&article);
    hand.rule(About::Source("Reuters".into()), "Reuters", Ruling::Wrong);
    hand.rule(About::Source("Maria Lopez".into()), "Maria Lopez", Ruling::Wrong);
    let (reviewed, _) = hand.review(&found);
    check(&reviewed);
    assert!(reviewed.claims.iter().all(|claim| claim.relay.is_empty()));
    assert!(told(&article, &reviewed)[0].starts_with("nobody: "));
}

#[test]
fn a_ruling_on_words_that_are_gone_is_idle() {
    let (article, found) = read();
    let mut hand = hand(&article);
    hand.rule(About::Claim, "the cranes were idle", Ruling::Right);
    let (reviewed, rulings) = review(&article, &found, hand.notes.iter().map(|note| (note, None)));
    assert_eq!(reviewed, found);
    assert_eq!(rulings.idle, [NoteId(1)]);
}

proptest! {
    #[test]
    fn any_rulings_leave_a_sound_analysis(
        rulings in proptest::collection::vec((0..9_usize, 0..TEXT.len(), 1..40_usize, 0..4_usize), 0..12),
    ) {
        let (article, found) = read();
        let names = ["Maria Lopez", "Reuters", "nobody here", ""];
        let notes: Vec<Note> = (1_u64..).zip(rulings).map(|(id, (which, start, len, name))| {
            let end = (start + len).min(article.text.len());
            let anchor = describe(&article, Span::new(start.min(end), end));
            let name = names[name].to_owned();
            let (about, ruling) = match which {
                0 => (About::Claim, Ruling::Right),
                1 => (About::Claim, Ruling::Wrong),
                2 => (About::Claim, Ruling::SaidBy { name, at: None }),
                3 => (About::Claim, Ruling::SaidBy { name, at: Some(anchor.clone()) }),
                4 => (About::Claim, Ruling::Covers(anchor.clone())),
                5 => (About::Actor("Maria Lopez".into()), Ruling::SameAs(name)),
                6 => (About::Actor(name.clone()), Ruling::NotSame(name)),
                7 => (About::Source("Maria Lopez".into()), Ruling::SameAs(name)),
                _ => (About::Actor(name), Ruling::Wrong),
            };
            let bare = Note::new(NoteId(id), NoteKind::Correction, anchor, Time(0));
            Note { about, ruling: Some(ruling), ..bare }
        }).collect();
        let placed = notes.iter().map(|note| (note, place(&article, &note.anchor)));
        let (reviewed, _) = review(&article, &found, placed);
        check(&reviewed);
    }
}
