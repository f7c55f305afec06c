//! The list of phrases in `assets/fixtures/stances.txt`, and how many of them are read right.

use super::*;
use crate::extract::Lexicon;
use crate::extract::notation;
use crate::text::Span;
use std::fmt::Write as _;

/// How the cue in brackets bears on the rest of the sentence.
fn bearing(sentence: &str) -> Bearing {
    let (front, rest) = sentence.split_once('[').unwrap();
    let (cue, back) = rest.split_once(']').unwrap();
    let article = notation::article(&format!("{front}{cue}{back}"));
    let reading = Reading::new(&article, Lexicon::builtin());
    let cue = reading.covering(Span::new(front.len(), front.len() + cue.len()));
    let content = [0..cue.start, cue.end..reading.tokens.len()];
    of(&reading, None, &[cue], &content)
}

/// How many phrases of a set are read right in all three, and which are not.
fn score(set: &str) -> (usize, usize, String) {
    let (mut all, mut right, mut wrong) = (0, 0, String::new());
    for line in include_str!("../../../assets/fixtures/stances.txt").lines() {
        let Some((fields, sentence)) = line.split_once(" | ").filter(|_| line.starts_with(set))
        else {
            continue;
        };
        let found = bearing(sentence);
        let found = format!(
            "{set} {} {} {}",
            found.stance.name(),
            found.negation.name(),
            found.modality.name()
        );
        all += 1;
        if found == fields {
            right += 1;
        } else {
            writeln!(wrong, "{fields} but found {found}: {sentence}").unwrap();
        }
    }
    (right, all, wrong)
}

#[test]
fn the_phrases_are_read_as_people_read_them() {
    let (tune, tunes, wrong_tune) = score("tune");
    let (held, helds, wrong_held) = score("held");
    println!("tune {tune} of {tunes}\n{wrong_tune}\nheld {held} of {helds}\n{wrong_held}");
    assert!(tunes >= 50 && helds >= 50);
    assert!(tune * 100 >= tunes * TUNE, "{tune} of {tunes}:\n{wrong_tune}");
    assert!(held * 100 >= helds * HELD, "{held} of {helds}:\n{wrong_held}");
}

/// What share of each set must be right, in percent: what was measured, less two phrases.
const TUNE: usize = 86;
const HELD: usize = 86;

#[test]
fn what_no_list_has_says_why() {
    let found = bearing("The baron [criticised] the plan for the tower.");
    assert_eq!(found.stance, Stance::Denies);
    assert_eq!(
        found.why.unwrap(),
        "“criticised” is on none of the word lists; it is taken like “criticize”, its kin."
    );
    let found = bearing("The guests [quizzed] the cook whether it was fish.");
    assert_eq!(found.why, None, "who only says needs no reason");
}

#[test]
fn a_question_is_told_from_a_request() {
    assert_eq!(bearing("She [asked] whether it rained.").modality, Modality::Question);
    assert_eq!(bearing("She [asked] them to leave.").modality, Modality::Asserted);
}
