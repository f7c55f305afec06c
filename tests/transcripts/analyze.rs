//! `whosaid analyze`.

use crate::home::{Home, STORY};
use serde_json::Value;

fn lines(out: &str) -> Vec<Value> {
    out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The characters of a text between two code points.
fn points(article: &Value, pair: &Value) -> String {
    let at = |n: usize| usize::try_from(pair[n].as_u64().unwrap()).unwrap();
    let text = article["text"].as_str().unwrap();
    assert!(at(0) <= at(1) && at(1) <= text.chars().count(), "{pair}");
    text.chars().take(at(1)).skip(at(0)).collect()
}

#[test]
fn the_keys_are_as_promised() {
    let home = Home::new();
    home.write("story.txt", STORY);
    let out = home.run(&["analyze", "--format", "jsonl", "story.txt"]).fine();
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let article = &lines(&out)[0];
    let mut expected = vec![
        "path",
        "url",
        "title",
        "byline",
        "outlet",
        "published",
        "language",
        "text",
        "blocks",
        "actors",
        "sources",
        "claims",
        "problems",
    ];
    // The order in the line is a promise too; in a parsed object it is that of the alphabet.
    let places: Vec<usize> =
        expected.iter().map(|key| out.find(&format!("\"{key}\":")).unwrap()).collect();
    assert!(places.is_sorted(), "{out}");
    expected.sort_unstable();
    assert_eq!(keys(article), expected);
    assert_eq!(keys(&article["blocks"][0]), ["kind", "span"]);
    assert_eq!(keys(&article["actors"][0]), ["id", "kind", "mentions", "name"]);
    assert_eq!(keys(&article["sources"][0]), ["actor", "id", "kind", "name", "spans"]);
    assert_eq!(
        keys(&article["claims"][0]),
        [
            "content",
            "cue",
            "id",
            "modality",
            "mode",
            "negation",
            "relay",
            "score",
            "source",
            "source_id",
            "stance",
            "why"
        ]
    );
    assert_eq!((&article["path"], &article["url"]), (&"story.txt".into(), &Value::Null));
    assert_eq!(article["title"], "Harbour to open in May");
    assert_eq!(article["text"], STORY);
}

#[test]
fn offsets_are_code_points_of_the_text() {
    let home = Home::new();
    home.write("story.txt", STORY);
    let out = home.run(&["analyze", "--format", "jsonl", "story.txt"]).fine();
    let article = &lines(&out)[0];
    let blocks: Vec<String> =
        article["blocks"].as_array().unwrap().iter().map(|b| points(article, &b["span"])).collect();
    assert_eq!(blocks, STORY.trim_end().split("\n\n").collect::<Vec<_>>());
    let claims = article["claims"].as_array().unwrap();
    let direct = claims.iter().find(|claim| claim["mode"] == "direct").expect("a direct claim");
    assert_eq!(points(article, &direct["content"][0]), "“Ferries 🦀 will run again,”");
    assert_eq!(points(article, &direct["source"][0]), "Ilse Maren");
    assert_eq!(points(article, &direct["cue"][0]), "said");
    // After both astral characters the offsets still hold.
    let last = claims.iter().rev().find(|claim| claim["relay"] != Value::Array(Vec::new()));
    if let Some(last) = last {
        let relay = points(article, &last["relay"][0]["span"]);
        assert!(relay.contains("Meridian"), "{relay}");
    }
    for claim in claims {
        let source =
            &article["sources"][usize::try_from(claim["source_id"].as_u64().unwrap()).unwrap()];
        assert_eq!(source["id"], claim["source_id"]);
    }
}

#[test]
fn json_is_the_same_indented() {
    let home = Home::new();
    home.write("story.txt", STORY);
    let line = home.run(&["analyze", "--format", "jsonl", "story.txt"]).fine();
    let indented = home.run(&["analyze", "story.txt", "--format", "json"]).fine();
    assert!(indented.starts_with("{\n  \"path\": \"story.txt\",\n"), "{indented}");
    assert_eq!(serde_json::from_str::<Value>(&indented).unwrap(), lines(&line)[0]);
}

#[test]
fn text_is_for_people() {
    let home = Home::new();
    home.write("story.txt", STORY);
    let out = home.run(&["analyze", "story.txt"]).fine();
    assert!(out.starts_with("story.txt\nHarbour to open in May\n"), "{out}");
    assert!(out.contains("SOURCES (") && out.contains("CLAIMS ("), "{out}");
    assert!(out.contains("Ilse Maren (said; direct): “Ferries 🦀 will run again,”"), "{out}");
}

#[test]
fn many_inputs_come_out_in_the_order_given() {
    let home = Home::new();
    let names: Vec<String> = (0..60).map(|n| format!("{n}.txt")).collect();
    for (n, name) in names.iter().enumerate() {
        // The first take longest, so that the last would overtake them.
        home.write(name, STORY.repeat(if n < 4 { 60 } else { 1 }));
    }
    let mut arguments = vec!["analyze".to_owned(), "--format=jsonl".to_owned()];
    arguments.extend(names.iter().cloned());
    let out = home.run(&arguments).fine();
    let paths: Vec<String> =
        lines(&out).iter().map(|line| line["path"].as_str().unwrap().to_owned()).collect();
    assert_eq!(paths, names);
}

#[test]
fn what_cannot_be_read_is_reported_and_the_rest_is_done() {
    let home = Home::new();
    home.write("a.txt", STORY);
    home.write("b.txt", STORY);
    home.write("empty.txt", "");
    let all = ["analyze", "--format", "jsonl", "a.txt", "missing.txt", "empty.txt", ".", "b.txt"];
    let outcome = home.run(&all).exits(1);
    let paths: Vec<Value> = lines(&outcome.out).iter().map(|line| line["path"].clone()).collect();
    assert_eq!(paths, ["a.txt", "b.txt"]);
    let said: Vec<&str> = outcome.err.lines().collect();
    assert_eq!(said.len(), 3, "{outcome:?}");
    for (line, name) in said.iter().zip(["missing.txt", "empty.txt", "."]) {
        assert!(line.starts_with(&format!("whosaid: {name}: ")), "{line}");
    }
}

#[test]
fn standard_input_is_an_input_like_others() {
    let home = Home::new();
    home.write("a.txt", STORY);
    let out = home
        .pipe(&["analyze", "--format", "jsonl", "a.txt", "-"], "Bo Ek said the quay was closed.\n")
        .fine();
    let read = lines(&out);
    assert_eq!((&read[0]["path"], &read[1]["path"]), (&"a.txt".into(), &"-".into()));
    assert_eq!(read[1]["text"], "Bo Ek said the quay was closed.\n");
}

#[test]
fn problems_are_in_the_output() {
    let home = Home::new();
    home.write("a.txt", "Bo Ek said \u{1b}[31mthe quay\u{1b}[0m was closed.\n");
    let line = home.run(&["analyze", "--format", "jsonl", "a.txt"]).fine();
    assert_eq!(lines(&line)[0]["problems"].as_array().unwrap().len(), 1, "{line}");
    let text = home.run(&["analyze", "a.txt"]).fine();
    assert!(text.contains("(2 control, escape or direction characters"), "{text}");
}

#[test]
fn the_same_input_gives_the_same_output() {
    let home = Home::new();
    home.write("a.txt", STORY.repeat(20));
    let once = home.run(&["analyze", "--format", "json", "a.txt"]).fine();
    assert_eq!(home.run(&["analyze", "--format", "json", "a.txt"]).fine(), once);
}

#[test]
fn with_notes_a_claim_says_what_came_of_checking_it() {
    let home = Home::new();
    let path = home.write("story.txt", STORY);
    home.write(
        "data/whosaid/notes/mine.toml",
        format!(
            "format = 1\n\n[article]\nid = \"file://{}\"\n\n[[note]]\nkind = \"to-check\"\nabout = \"claim\"\n\
             quote = \"a date had been agreed\"\nverdict = \"disputed\"\nlink = \"https://a.example/\"\n",
            path.display()
        ),
    );
    let claims = |options: &[&str]| -> Vec<Value> {
        let arguments = ["analyze", "--format", "json", "story.txt"].iter().chain(options);
        let out = home.run(&arguments.collect::<Vec<_>>()).fine();
        serde_json::from_str::<Value>(&out).unwrap()["claims"].as_array().unwrap().clone()
    };
    let with = claims(&["--with-notes"]);
    let checked: Vec<&Value> =
        with.iter().filter(|claim| claim["verdict"] != Value::Null).collect();
    assert_eq!(checked.len(), 1, "{with:?}");
    assert_eq!(checked[0]["verdict"], "disputed");
    assert_eq!(checked[0]["link"], "https://a.example/");
    assert!(claims(&[]).iter().all(|claim| claim.get("verdict").is_none()));
}
