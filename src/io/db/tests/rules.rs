//! Rules on what arrives, and questions that stand as feeds.

use super::*;
use crate::library::front::{Scope, Wanted};

fn with_rules(text: &str) -> (TempDir, PathBuf, Library) {
    let (root, path) = home();
    let own = root.path().join("library.toml");
    fs::write(&own, text).unwrap();
    let mut library = Library::open_at(&path, NOW).unwrap().with_own_file(&own);
    library.subscribe(&[new("https://paper.example/feed")], NOW).unwrap();
    (root, own, library)
}

const ITEMS: [(&str, &str, &str); 3] = [
    ("Buy a car", "https://paper.example/1", "An advertisement."),
    (
        "Quay",
        "https://paper.example/2",
        "The quay needs repairs, a senior official said on Friday.",
    ),
    ("Rates", "https://paper.example/3", "“Rates will rise,” Ilse Maren said on Monday."),
];

#[test]
fn rules_are_applied_in_the_step_that_stores_an_item() {
    let (_root, _, mut library) = with_rules(
        "[[rule]]\nask = \"advertisement\"\ndo = [\"hide\", \"read\"]\n\
         [[rule]]\nask = \"title:quay\"\ndo = [\"tag ports\", \"star\"]\n\
         [[rule]]\nask = \"tag:ports\"\ndo = \"later\"\n",
    );
    store(&mut library, &ITEMS);
    assert_eq!(found(&library, ""), ["Quay", "Rates"]);
    assert_eq!(found(&library, "is:hidden is:read"), ["Buy a car"]);
    assert_eq!(found(&library, "tag:ports is:starred is:later"), ["Quay"]);
    // What the reader says later counts.
    let id = library.item_named("https://paper.example/1").unwrap().unwrap();
    library.mark(&[id], &[crate::library::front::Mark::Hidden(false)]).unwrap();
    store(&mut library, &[("Buy a car", "https://paper.example/1", "An advertisement, renewed.")]);
    assert_eq!(found(&library, "").len(), 3);
}

#[test]
fn rules_on_who_said_what_wait_for_the_first_analysis() {
    let (_root, own, mut library) = with_rules(
        "[[rule]]\nask = \"source:maren\"\ndo = \"star\"\n[[rule]]\nask = \"-unnamed:yes\"\ndo = \"tag named\"\n",
    );
    store(&mut library, &ITEMS);
    assert_eq!(found(&library, "is:starred"), Vec::<String>::new());
    assert_eq!(found(&library, "tag:named"), Vec::<String>::new());
    analysed(&mut library);
    assert_eq!(found(&library, "is:starred"), ["Rates"]);
    assert_eq!(found(&library, "tag:named"), ["Buy a car", "Rates"]);
    // Analysed again, it is not done again.
    let id = library.item_named("https://paper.example/3").unwrap().unwrap();
    library.mark(&[id], &[crate::library::front::Mark::Starred(false)]).unwrap();
    library.connection.execute("UPDATE texts SET analysed = 1", []).unwrap();
    analysed(&mut library);
    assert_eq!(found(&library, "is:starred"), Vec::<String>::new());
    // A changed file counts at once, and can be applied to what is there, and taken back.
    fs::write(&own, "[[rule]]\nask = \"quay OR rates\"\ndo = \"read\"\n").unwrap();
    let (says, changed) = library.run_rules(NOW).unwrap();
    assert_eq!((says.as_str(), changed.len()), ("2 articles marked by rules", 2));
    assert_eq!(found(&library, "is:read").len(), 2);
    library.undo_mark(NOW).unwrap().unwrap();
    assert_eq!(found(&library, "is:read").len(), 0);
}

#[test]
fn a_rule_of_words_looks_at_new_items_only() {
    let (_root, own, mut library) = with_rules("");
    store(&mut library, &ITEMS[1..2]);
    fs::write(&own, "[[rule]]\nask = \"quay OR maren OR -is:read\"\ndo = \"star\"\n").unwrap();
    store(&mut library, &ITEMS);
    assert_eq!(found(&library, "is:starred"), ["Buy a car", "Rates"]);
}

#[test]
fn saved_questions_stand_in_the_tree_with_their_numbers() {
    let (_root, _, mut library) = with_rules("");
    store(&mut library, &ITEMS);
    library.save_query("Officials", "official").unwrap();
    library.save_query("Money", "rates OR car").unwrap();
    let tree = library.tree().unwrap();
    let of = |name: &str| tree.iter().find(|branch| branch.name == name).unwrap();
    assert_eq!((of("Money").unread, of("Money").all, of("Money").trouble.clone()), (2, 2, None));
    assert_eq!(of("Officials").scope, Scope::Saved("Officials".into()));
    let wanted = |name: &str| Wanted { scope: Scope::Saved(name.into()), ..Wanted::default() };
    assert_eq!(library.list(&wanted("Officials")).unwrap().len(), 1);
    library.forget_query("Money").unwrap();
    assert!(library.list(&wanted("Money")).unwrap_err().to_string().contains("no saved question"));
    assert!(library.save_query("Bad", "is:tired").is_err());
    assert!(library.forget_query("Bad").is_err());
}

#[test]
fn what_is_wrong_in_the_file_is_said_and_the_rest_counts() {
    let (_root, _, mut library) = with_rules(
        "[[query]]\nname = \"Bad\"\nask = \"is:tired\"\n[[rule]]\nask = \"quay\"\ndo = \"star\"\n[[rule]]\nask = \"x\"\n",
    );
    store(&mut library, &ITEMS);
    assert_eq!(found(&library, "is:starred"), ["Quay"]);
    let (_, mistakes) = library.own();
    assert_eq!(mistakes.len(), 2, "{mistakes:?}");
    assert!(mistakes[0].contains("library.toml: line 3, column 7"), "{mistakes:?}");
    let tree = library.tree().unwrap();
    let bad = tree.iter().find(|branch| branch.name == "Bad").unwrap();
    assert!(bad.trouble.as_deref().unwrap().contains("column 4"), "{bad:?}");
}

#[test]
fn a_count_that_takes_too_long_is_given_up_and_nothing_else_is() {
    let (_root, _, mut library) = with_rules("");
    store(&mut library, &ITEMS);
    let slow =
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n";
    let asked = library.within(Duration::from_millis(5), || {
        library.connection.query_row(slow, [], |row| row.get::<_, i64>(0))
    });
    assert_eq!(asked.unwrap(), None);
    assert_eq!(found(&library, "quay"), ["Quay"]);
}
