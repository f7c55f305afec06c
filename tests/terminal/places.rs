//! The reader's place is kept: when the terminal changes its size, and from one time to the next.

use crate::home::Home;
use vt100::Screen;

/// Fifty paragraphs, each to be known by its number.
fn long() -> String {
    let paragraph = |n: usize| {
        format!(
            "Paragraph {n}: the port of Greyhaven will stay closed on day {n}, the minister said in the morning. \
             Nobody at the quay knew what that meant for the ferries, and the fishermen went home.\n\n"
        )
    };
    "The long strike\n\n".to_owned() + &(1..=50).map(paragraph).collect::<String>()
}

/// The number of the first paragraph that begins on the screen.
fn first(screen: &Screen) -> Option<usize> {
    let words = screen.contents();
    let (_, rest) = words.split_once("Paragraph ")?;
    rest.split(':').next()?.parse().ok()
}

#[test]
fn the_place_is_kept_when_the_size_changes() {
    let home = Home::new();
    home.write("long.txt", long());
    let mut session = home.terminal(&["long.txt"]).size(140, 45).start();
    session.see("Notes 0");
    session.press("}}}}}}}}}}}}}}}}}}}}");
    session.see("Paragraph 20:");
    let near = |screen: &Screen| first(screen).is_some_and(|n| (8..=20).contains(&n));
    session.wait("the place", near);
    for (columns, rows) in [(50, 14), (20, 5), (80, 24), (140, 45), (200, 60), (40, 12), (100, 30)]
    {
        session.resize(columns, rows);
        if columns < 40 || rows < 12 {
            session.wait("the size that is needed", |screen| {
                screen.contents().starts_with("whosaid needs 40")
            });
        } else {
            // The cursor has not moved, so its paragraph is in sight.
            session.wait("paragraph 20", |screen| {
                screen.size() == (rows, columns)
                    && screen.contents().contains("Paragraph 20:")
                    && !screen.contents().contains("whosaid needs")
            });
        }
    }
    session.quit();
}

#[test]
fn an_article_opens_where_it_was_left() {
    let home = Home::new();
    home.write("long.txt", long());
    let mut session = home.terminal(&["long.txt"]).start();
    session.see("Paragraph 1:");
    session.press("\x06\x06\x06\x06");
    // All four pages have gone by.
    session.wait("the fifth page", |screen| first(screen).is_some_and(|n| n > 20));
    let left = session.screen(first);
    session.quit();
    let mut again = home.terminal(&["long.txt"]).start();
    again.see("Notes 0");
    assert_eq!(again.screen(first), left);
    // In another size as well, and after the text has changed above.
    again.press("q");
    again.end_well();
    home.write("long.txt", long().replace("Paragraph 3:", "A new paragraph.\n\nParagraph 3:"));
    let mut third = home.terminal(&["long.txt"]).size(80, 24).start();
    third.wait("the place", |screen| {
        first(screen).is_some_and(|n| left.is_some_and(|left| n.abs_diff(left) <= 1))
    });
    // Who goes back to the beginning finds it there.
    third.press("gg");
    third.see("Paragraph 1:");
    third.quit();
    let mut fourth = home.terminal(&["long.txt"]).start();
    fourth.see("Paragraph 1:");
    fourth.quit();
}

#[test]
fn the_screen_is_drawn_at_every_size() {
    let home = Home::new();
    home.write("long.txt", long());
    let mut session = home.terminal(&["long.txt"]).size(1, 1).start();
    session.wait("a sign of life", |screen| screen.alternate_screen());
    session.press("q");
    session.end_well();
    let mut session = home.terminal(&["long.txt"]).start();
    // A key that is answered says that the program listens: to changes of size as well.
    session.press("?");
    session.see("Help");
    session.press("q");
    session.miss("Help");
    for (columns, rows) in
        [(2, 2), (300, 3), (3, 100), (39, 12), (40, 11), (40, 12), (90, 12), (300, 100)]
    {
        session.resize(columns, rows);
        let enough = columns >= 40 && rows >= 12;
        session.wait(&format!("{columns} × {rows}"), |screen| {
            let words = screen.contents();
            if enough { words.contains("Paragraph 1") } else { words.trim_start().starts_with("w") }
        });
    }
    session.quit();
}
