//! Out and in again: `whosaid export` in every form, `import`, `verify`.

use crate::export::notes;
use crate::home::{Home, STORY, text};
use std::fs;

/// A home with a story and a note on it.
fn noted() -> Home {
    let home = Home::new();
    let path = home.write("story.txt", STORY);
    home.write("data/whosaid/notes/mine.toml", notes(&path));
    home
}

fn forms(home: &Home) -> Vec<String> {
    let listed = home.run(&["export", "--formats"]).fine();
    listed.lines().filter_map(|line| line.split(' ').next().map(str::to_owned)).collect()
}

/// The notes of a home, all files together.
fn all_notes(home: &Home) -> String {
    let Ok(files) = fs::read_dir(home.path("data/whosaid/notes")) else { return String::new() };
    files.map(|file| text(&file.unwrap().path())).collect()
}

#[test]
fn every_form_that_is_listed_can_be_made() {
    let home = noted();
    let forms = forms(&home);
    assert!(forms.len() > 15, "{forms:?}");
    for form in forms {
        let out = home.run(&["export", "story.txt", "-f", &form, "-o", "out/"]);
        // A form of one stream for all articles has no place in a folder.
        if out.code == Some(0) {
            assert!(fs::read_dir(home.path("out")).unwrap().count() > 0, "{form}");
            fs::remove_dir_all(home.path("out")).unwrap();
        } else {
            let out = home.run(&["export", "story.txt", "-f", &form]).fine();
            let has_any = out.lines().count() > 0;
            assert!(has_any, "{form}");
        }
    }
}

#[test]
fn json_is_json_also_with_nothing_in_it() {
    let home = noted();
    for form in ["w3c", "hypothesis", "claimreview", "csl"] {
        for more in [&[][..], &["--tag", "nobody has this tag"]] {
            let arguments: Vec<&str> = ["export", "story.txt", "-f", form]
                .into_iter()
                .chain(more.iter().copied())
                .collect();
            let out = home.run(&arguments).fine();
            assert!(serde_json::from_str::<serde_json::Value>(&out).is_ok(), "{form}: {out}");
        }
    }
}

#[test]
fn what_goes_out_comes_in_again_somewhere_else() {
    let home = noted();
    for form in ["w3c", "hypothesis", "readwise"] {
        let out = home.run(&["export", "story.txt", "-f", form, "--only", "mine"]).fine();
        let other = Home::new();
        other.write("notes.file", &out);
        let said = other.run(&["import", "notes.file"]).fine();
        assert!(said.contains("1 note on 1 article taken in, 0 there already"), "{said}");
        let taken = all_notes(&other);
        assert!(taken.contains("Ferries 🦀 will run again"), "{taken}");
        assert!(taken.contains("Ask the ministry."), "{taken}");
        let said = other.run(&["import", "notes.file"]).fine();
        assert!(said.contains("0 notes on 0 articles taken in, 1 there already"), "{said}");
        assert_eq!(all_notes(&other), taken, "taking in twice changes nothing");
    }
}

#[test]
fn a_trial_changes_nothing() {
    let home = noted();
    let out = home.run(&["export", "story.txt", "-f", "w3c"]).fine();
    let other = Home::new();
    other.write("notes.jsonld", &out);
    let said = other.run(&["import", "--dry-run", "notes.jsonld"]).fine();
    assert!(said.contains("1 note on 1 article would be taken in"), "{said}");
    assert_eq!(all_notes(&other), "");
}

#[test]
fn a_bad_file_is_refused_with_its_place_and_the_others_are_taken_in() {
    let home = noted();
    let good = home.run(&["export", "story.txt", "-f", "w3c", "--only", "mine"]).fine();
    let other = Home::new();
    other.write("good.jsonld", &good);
    other.write("cut.jsonld", good.get(..good.len() / 2).unwrap_or("{"));
    other.write("odd.bin", [0xff_u8, 0xfe, 0x00]);
    let outcome = other.run(&["import", "cut.jsonld", "odd.bin", "good.jsonld"]).exits(1);
    assert!(outcome.err.contains("cut.jsonld: ") && outcome.err.contains(" line "), "{outcome:?}");
    assert!(outcome.err.contains("odd.bin: it is not UTF-8"), "{outcome:?}");
    assert!(outcome.out.contains("good.jsonld: 1 note on 1 article taken in"), "{outcome:?}");
}

#[test]
fn a_choice_of_marks_is_kept_to() {
    let home = noted();
    let mine = home.run(&["export", "story.txt", "-f", "jsonl", "--only", "mine"]).fine();
    assert_eq!(mine.lines().count(), 1);
    let machine = home.run(&["export", "story.txt", "-f", "jsonl", "--only", "machine"]).fine();
    assert!(machine.lines().count() > 5 && !machine.contains("\"type\":\"note\""), "{machine}");
    let maren = home.run(&["export", "story.txt", "-f", "claims-csv", "--source", "maren"]).fine();
    assert!(maren.contains("Ferries") && !maren.contains("official"), "{maren}");
    let late = home.run(&["export", "story.txt", "-f", "jsonl", "--since", "2026-01-01"]).fine();
    assert_eq!(late, "");
    let said = home.run(&["export", "story.txt", "--since", "soon"]).refusal();
    assert!(said.contains("soon: not a day"), "{said}");
}

#[test]
fn everything_noted_goes_out_also_where_the_article_is_gone() {
    let home = noted();
    fs::remove_file(home.path("story.txt")).unwrap();
    let out = home.run(&["export", "--all", "-f", "hypothesis"]).fine();
    assert!(out.contains("Ask the ministry."), "{out}");
    let said = Home::new().run(&["export", "--all"]).refusal();
    assert!(said.contains("no notes yet"), "{said}");
}

#[test]
fn verify_says_what_a_form_cannot_carry() {
    let home = noted();
    let said = home.run(&["verify"]).fine();
    assert!(said.starts_with("1 notes went out") || said.starts_with("1 note went out"), "{said}");
    for whole in ["own ", "w3c "] {
        let line = said.lines().find(|line| line.starts_with(whole)).unwrap();
        assert!(line.ends_with("everything came back"), "{line}");
    }
}

#[test]
fn a_template_of_ones_own() {
    let home = noted();
    home.write("mine.jinja", "{% for n in notes %}{{ n.quote }}: {{ n.body }}\n{% endfor %}");
    let out = home.run(&["export", "story.txt", "--template", "mine.jinja"]).fine();
    assert_eq!(out, "Ferries 🦀 will run again: Ask the ministry.\n");
    home.write("bad.jinja", "one\n{{ two");
    let said = home.run(&["export", "story.txt", "--template", "bad.jinja"]).refusal();
    assert!(said.contains("bad.jinja, line 2"), "{said}");
}
