//! Whole passages through the whole pipeline.

use super::notation::{article, mark, plain};
use super::*;
use crate::text::Span;
use proptest::prelude::*;
use std::fmt::Write as _;

fn read(text: &str) -> (Article, Analysis) {
    let article = article(text);
    let analysis = analyse(&article, Lexicon::builtin());
    (article, analysis)
}

fn name(analysis: &Analysis, claim: usize) -> &str {
    let source = analysis.claims[claim].said_by.and_then(|idx| analysis.source(idx));
    source.map_or("nobody", |source| source.name.as_str())
}

fn relays(analysis: &Analysis, claim: usize) -> Vec<&str> {
    let hops = analysis.claims[claim].relay.iter();
    hops.filter_map(|hop| analysis.source(hop.source)).map(|s| s.name.as_str()).collect()
}

/// Which of the passages are read as they are marked, and how the others are read.
fn summary(passages: &str) -> String {
    let mut summary = String::new();
    let (mut all, mut right) = (0, 0);
    for passage in passages.split("## ").filter(|p| !p.trim().is_empty()) {
        let (title, marked) = passage.split_once('\n').unwrap();
        let marked = marked.trim();
        let (article, analysis) = read(&plain(marked));
        let found = mark(&article, &analysis);
        all += 1;
        if found == marked {
            right += 1;
            writeln!(summary, "ok    {title}").unwrap();
        } else {
            writeln!(summary, "WRONG {title}\n      {}", found.replace('\n', " / ")).unwrap();
        }
    }
    writeln!(summary, "{right} of {all}").unwrap();
    summary
}

#[test]
fn the_passages_are_read_as_before() {
    insta::assert_snapshot!(summary(include_str!("../../assets/fixtures/attribution.txt")));
}

#[test]
fn structures_are_read_as_what_they_are() {
    insta::assert_snapshot!(summary(include_str!("../../assets/fixtures/structures.txt")));
}

#[test]
fn a_name_in_bold_before_a_colon_speaks() {
    let mut article = article("Ann Lee: The flour never lies to me.");
    article.marks =
        vec![crate::doc::Mark { kind: crate::doc::MarkKind::Strong, span: Span::new(0, 8) }];
    let found = analyse(&article, Lexicon::builtin());
    assert_eq!(name(&found, 0), "Ann Lee");
    assert_eq!(article.slice(found.claims[0].content[0]), "The flour never lies to me");
}

#[test]
fn quotations_and_dialogue_of_another_language_are_claims_of_nobody() {
    let text = "« Nous avons tout perdu cette nuit », a déclaré Anne Leroy.\n– Non, dit-il, nous restons ici.";
    let mut article = article(text);
    article.meta.language = Some("fr".to_owned());
    let found = analyse(&article, Lexicon::builtin());
    let said: Vec<&str> = found.claims.iter().map(|c| article.slice(c.content[0])).collect();
    assert_eq!(said, ["« Nous avons tout perdu cette nuit »", "Non, dit-il, nous restons ici"]);
    assert!(found.claims.iter().all(|claim| claim.said_by.is_none()));
}

#[test]
fn an_unnamed_official_stays_one_source() {
    let (_, found) = read(
        "A senior port official said on Sunday that the cranes were idle.\n\
         According to the official, who spoke to Reuters, the crews had left. \
         The official added that nobody was hurt.",
    );
    assert_eq!(found.claims.len(), 3);
    assert!((0..3).all(|claim| name(&found, claim) == "A senior port official"));
    assert_eq!(relays(&found, 1), ["Reuters"]);
    assert!(relays(&found, 2).is_empty(), "the text does not say so of this one");
    let source = found.source(found.claims[0].said_by.unwrap()).unwrap();
    assert_eq!(source.kind, SourceKind::UnnamedPerson);
    assert_eq!(source.claims.len(), 3);
}

#[test]
fn an_official_of_somebody_else_is_somebody_else() {
    let (_, found) =
        read("A Hamas official said the talks went on. The Israeli official said they had ended.");
    assert_eq!(name(&found, 0), "A Hamas official");
    assert_eq!(name(&found, 1), "The Israeli official");
}

#[test]
fn an_outlet_in_its_own_voice_is_the_source() {
    let (_, found) = read(
        "The newspaper Israel Hayom reported that the talks had failed. \
         The newspaper added that no date was set.",
    );
    assert_eq!(name(&found, 0), "Israel Hayom");
    assert_eq!(name(&found, 1), "Israel Hayom");
    assert!(found.claims.iter().all(|claim| claim.relay.is_empty()));
    assert_eq!(found.source(found.claims[0].said_by.unwrap()).unwrap().kind, SourceKind::Media);
}

#[test]
fn a_pronoun_is_whoever_fits_and_spoke_last() {
    let (article, found) = read(
        "Maria Lopez said the mill would close. Daniel Reed disagreed. She said the date was set.",
    );
    let last = found.claims.len() - 1;
    assert_eq!(name(&found, last), "Maria Lopez");
    let pronoun = found.mentions.iter().find(|m| m.form == Form::Pronoun).unwrap();
    assert_eq!(article.slice(pronoun.span), "She");
}

#[test]
fn a_pronoun_without_anybody_is_left_open() {
    let (_, found) = read("He said the mill would close.");
    let pronoun = found.mentions.iter().find(|m| m.form == Form::Pronoun).unwrap();
    assert_eq!(pronoun.actor, None);
}

#[test]
fn a_surname_in_the_headline_finds_its_full_name() {
    let (_, found) =
        read("Netanyahu rejects the offer\nPrime Minister Benjamin Netanyahu said no.");
    let people: Vec<&Actor> = found.actors.iter().filter(|a| a.kind == ActorKind::Person).collect();
    assert_eq!(people.len(), 1);
    assert_eq!(people[0].name, "Benjamin Netanyahu");
    assert_eq!(people[0].mentions.len(), 2);
}

#[test]
fn a_surname_with_a_particle_or_an_apostrophe_finds_its_full_name() {
    let (_, found) = read(
        "Mayor Bill de Blasio spoke. De Blasio said no. James O’Neill left. O'Neill said yes.",
    );
    let names: Vec<&str> = found.actors.iter().map(|a| a.name.as_str()).collect();
    assert_eq!(names, ["Bill de Blasio", "James O’Neill"]);
}

#[test]
fn two_people_with_one_surname_stay_two() {
    let (_, found) =
        read("Hillary Clinton spoke first. Bill Clinton spoke next. Clinton said it was late.");
    let people = found.actors.iter().filter(|a| a.kind == ActorKind::Person).count();
    assert_eq!(people, 2);
    assert_eq!(name(&found, 0), "Bill Clinton");
}

#[test]
fn a_surname_of_several_people_says_that_it_is_open() {
    let (_, found) =
        read("Hillary Clinton spoke first. Bill Clinton spoke next. Clinton said it was late.");
    let bare = found.mentions.iter().find(|m| m.form == Form::Short).unwrap();
    assert!(bare.why.reasons[0].contains("several people"), "{:?}", bare.why);
}

#[test]
fn a_courtesy_title_tells_which_of_a_family_is_meant() {
    let (_, found) = read(
        "Hillary Clinton spoke first. Bill Clinton spoke next. Mrs. Clinton said it was late. \
         Clinton said she would stay.",
    );
    assert_eq!(name(&found, 0), "Hillary Clinton");
    assert_eq!(name(&found, 1), "Hillary Clinton", "whoever was called so before");
}

/// Kind and name of the actors.
fn actors(text: &str) -> Vec<(ActorKind, String)> {
    read(text).1.actors.into_iter().map(|actor| (actor.kind, actor.name)).collect()
}

#[test]
fn a_short_form_in_brackets_is_the_name_before_it() {
    let found = actors(
        "The Northern Harbour Workers Association (NHWA) met on Monday. The NHWA said it would strike.",
    );
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].1, "Northern Harbour Workers Association");
}

#[test]
fn a_body_and_its_member_are_two() {
    let found =
        actors("Senator Ann Lee of Vermont spoke. Lee said that France's Jean Dupont agreed.");
    let names: Vec<&str> = found.iter().map(|(_, name)| name.as_str()).collect();
    assert_eq!(names, ["Ann Lee", "Vermont", "France", "Jean Dupont"]);
}

#[test]
fn small_words_before_a_surname_belong_to_it() {
    let found =
        actors("Ursula von der Leyen said Germany would wait. Von der Leyen left on Monday.");
    assert_eq!(found[0], (ActorKind::Person, "Ursula von der Leyen".to_owned()), "{found:?}");
    assert_eq!(found.len(), 2, "{found:?}");
}

#[test]
fn the_seat_of_a_government_acts_for_it() {
    let found =
        actors("Downing Street said the talks would go on. The Kremlin denied that on Monday.");
    let names: Vec<&str> = found.iter().map(|(_, name)| name.as_str()).collect();
    assert_eq!(names, ["United Kingdom", "Russia"]);
}

#[test]
fn a_nickname_and_a_hyphenated_surname_find_their_person() {
    let found = actors(
        "William Smith-Jones met Bill Smith-Jones's lawyer. Smith-Jones said nothing. Smith-Jones’s car left.",
    );
    let people = found.iter().filter(|(kind, _)| *kind == ActorKind::Person).count();
    assert_eq!(people, 1, "{found:?}");
}

#[test]
fn a_city_in_capitals_is_the_city() {
    let found = actors("MOSCOW (Reuters) - Trains ran late in Moscow on Monday.");
    assert_eq!(found.iter().filter(|(_, name)| name.eq_ignore_ascii_case("moscow")).count(), 1);
    assert!(found.iter().any(|(kind, name)| *kind == ActorKind::Place && name == "Moscow"));
}

#[test]
fn the_people_of_a_land_are_a_group_and_its_adjective_is_nobody() {
    let found = actors(
        "Kenyans voted on Monday. The Kenyan minister Ann Lee said that the French had helped.",
    );
    assert!(found.contains(&(ActorKind::Group, "Kenyans".to_owned())), "{found:?}");
    assert!(found.contains(&(ActorKind::Group, "French".to_owned())), "{found:?}");
    assert!(found.iter().all(|(_, name)| name != "Kenyan"), "{found:?}");
}

#[test]
fn another_languages_capitals_are_no_names() {
    let mut german =
        article("Die Datenbank der Firmen ist neu, sagte Peter Müller von der Bild am Montag.");
    german.meta.language = Some("de".to_owned());
    let found = analyse(&german, Lexicon::builtin());
    let names: Vec<&str> = found.actors.iter().map(|actor| actor.name.as_str()).collect();
    assert_eq!(names, ["Peter Müller", "Bild"]);
}

#[test]
fn a_capital_stands_for_its_government_where_it_acts() {
    let (_, found) = read("Washington said the sanctions would stay. He was born in Washington.");
    let source = found.source(found.claims[0].said_by.unwrap()).unwrap();
    assert_eq!(source.kind, SourceKind::Government);
    assert_eq!(found.mentions[0].form, Form::Metonym);
    assert_ne!(found.mentions[0].actor, found.mentions.last().unwrap().actor);
}

#[test]
fn words_that_begin_sentences_are_no_actors() {
    let (_, found) = read(
        "However, nobody came. Moreover, it rained. Meanwhile, Reuters reported a fire. On Monday it ended.",
    );
    let names: Vec<&str> = found.actors.iter().map(|a| a.name.as_str()).collect();
    assert_eq!(names, ["Reuters"]);
}

#[test]
fn the_reason_for_anonymity_is_kept_in_its_words() {
    let (article, found) = read(
        "An aide, who spoke on condition of anonymity because the talks were private, said the deal was close.",
    );
    let source = found.source(found.claims[0].said_by.unwrap()).unwrap();
    assert_eq!(
        article.slice(source.anonymity.unwrap()),
        "on condition of anonymity because the talks were private"
    );
}

#[test]
fn the_stance_is_the_verbs() {
    let stance = |text: &str| read(text).1.claims[0].stance;
    assert_eq!(stance("Reed denied that he knew."), Stance::Denies);
    assert_eq!(stance("Reed warned that it would rain."), Stance::Warns);
    assert_eq!(stance("Reed claimed that he knew."), Stance::Claims);
    assert_eq!(stance("Reed confirmed that he knew."), Stance::Confirms);
    assert_eq!(stance("Reed wants to leave."), Stance::Believes);
}

#[test]
fn the_mode_is_whose_words_they_are() {
    let mode = |text: &str| read(text).1.claims[0].mode;
    assert_eq!(mode("“We knew nothing of it,” Reed said."), Mode::Direct);
    assert_eq!(mode("Reed said the town was “asleep for a hundred years.”"), Mode::Mixed);
    assert_eq!(mode("Reed said the \"castle\" was new."), Mode::Indirect);
}

#[test]
fn another_language_is_said_so_and_its_quotations_are_read() {
    let mut article =
        article("„Wir wissen davon nichts und gehen jetzt.“ Danach ging er nach Hause.");
    article.meta.language = Some("de".to_owned());
    let found = analyse(&article, Lexicon::builtin());
    assert_eq!(found.problems.len(), 1);
    assert_eq!(found.problems[0].kind, ProblemKind::Language);
    assert_eq!(found.claims.len(), 1);
    assert_eq!(found.claims[0].mode, Mode::Direct);
}

#[test]
fn every_claim_says_why() {
    let (_, found) =
        read("Reed said it rained. “It did not rain at all.” According to Lee, it did.");
    for claim in &found.claims {
        assert!(!claim.why.rule.is_empty());
        assert!(claim.why.reasons.iter().all(|r| r.ends_with('.')));
        assert!(!claim.why.reasons.is_empty());
        assert!(claim.score > 0.0 && claim.score < 1.0);
    }
}

/// What must hold of any analysis of any text.
fn check(article: &Article, found: &Analysis) {
    let whole = Span::new(0, article.text.len());
    let good = |span: Span| {
        whole.covers(span) && !span.is_empty() && article.text.get(span.range()).is_some()
    };
    for claim in &found.claims {
        assert!(claim.spans().all(good));
        assert!(claim.spans().next().is_some());
        assert!(claim.said_by.is_none_or(|idx| found.source(idx).is_some()));
        assert!(claim.relay.iter().all(|hop| found.source(hop.source).is_some() && good(hop.span)));
    }
    assert!(found.claims.is_sorted_by_key(Claim::start));
    assert!(found.mentions.is_sorted_by_key(|m| m.span.start()));
    for mention in &found.mentions {
        assert!(good(mention.span));
        assert!(mention.actor.is_none_or(|idx| found.actor(idx).is_some()));
    }
    for actor in &found.actors {
        assert!(!actor.mentions.is_empty() && !actor.name.is_empty());
        assert!(actor.mentions.iter().all(|idx| found.mention(*idx).is_some()));
    }
    for (number, source) in found.sources.iter().enumerate() {
        let idx = SourceIdx(u32::try_from(number).unwrap());
        assert!(source.claims.iter().all(|c| found.claim(*c).unwrap().said_by == Some(idx)));
        assert!(source.spans.iter().all(|s| good(*s)));
    }
}

proptest! {
    #[test]
    fn any_text_is_read(text in "\\PC{0,200}") {
        let (article, found) = read(&text);
        check(&article, &found);
    }

    #[test]
    fn any_news_is_read(words in proptest::collection::vec(
        prop_oneof![
            Just("said"), Just("“"), Just("”"), Just("\""), Just("'"), Just("’"), Just(","), Just("."),
            Just("Ann"), Just("Lee"), Just("the official"), Just("who"), Just("that"), Just("according to"),
            Just("told"), Just("Reuters"), Just("he"), Just("and"), Just("\n"), Just("adding"), Just(":"),
            Just("("), Just(")"), Just("reportedly"), Just("claim"), Just("'s"), Just("is"), Just("to"),
        ],
        0..60,
    )) {
        let (article, found) = read(&words.join(" "));
        check(&article, &found);
    }
}

/// The best of three times that reading a text takes: the machine may be busy with other things.
fn seconds(text: &str) -> f64 {
    let article = article(text);
    let time = || {
        let start = std::time::Instant::now();
        let found = analyse(&article, Lexicon::builtin());
        assert_eq!(found.of, article.digest);
        start.elapsed().as_secs_f64()
    };
    time().min(time()).min(time())
}

#[test]
fn hostile_texts_take_time_in_proportion() {
    let pieces = [
        "\"",
        "“",
        "' ",
        "said ",
        "he said, ",
        "A, ",
        "and the ",
        "( ",
        "“a” ",
        "Ann Lee ",
        ". ",
        "that ",
    ];
    for piece in pieces {
        let short = seconds(&piece.repeat(3_000));
        let long = seconds(&piece.repeat(24_000));
        // Eight times the text: a square law takes 64 times as long. Short times are noise.
        assert!(long < 0.3 || long < 40.0 * short, "{piece:?}: {short:.4} s, then {long:.4} s");
    }
}
