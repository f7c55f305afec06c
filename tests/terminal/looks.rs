//! What a terminal is sent: colour only where it is wanted, and meaning without it.

use crate::home::{Home, STORY};
use vt100::{Color, Screen};

/// The numbers of every SGR sequence (`ESC [ … m`) that was sent.
fn attributes(raw: &[u8]) -> Vec<Vec<u16>> {
    let text = String::from_utf8_lossy(raw);
    let mut found = Vec::new();
    for part in text.split("\u{1b}[").skip(1) {
        let end = part
            .find(|c: char| !(c.is_ascii_digit() || c == ';' || c == ':'))
            .unwrap_or(part.len());
        let (numbers, rest) = part.split_at(end);
        if rest.starts_with('m') {
            found.push(numbers.split([';', ':']).map(|n| n.parse().unwrap_or(0)).collect());
        }
    }
    found
}

/// Whether a number sets a colour. 39 and 49 take colours away.
fn is_colour(number: u16) -> bool {
    matches!(number, 30..=38 | 40..=48 | 90..=97 | 100..=107)
}

/// Every cell of the screen.
fn cells(screen: &Screen) -> Vec<&vt100::Cell> {
    let (rows, columns) = screen.size();
    (0..rows)
        .flat_map(|row| (0..columns).filter_map(move |column| screen.cell(row, column)))
        .collect()
}

#[test]
fn without_colour_everything_is_still_told_apart() {
    let home = Home::new();
    home.write("story.txt", STORY);
    let mut session = home.terminal(&["story.txt"]).env("NO_COLOR", "1").size(120, 30).start();
    session.see("Notes 0");
    session.miss("Finding out");
    session.press("}");
    session.press("h");
    session.see("Notes 1");
    session.press("}vee");
    session.see("Selecting");
    // The selection is on the screen in reverse: no reset has come between.
    session.wait("the selection in reverse", |screen| {
        cells(screen).iter().any(|cell| cell.inverse() && cell.contents() == "F")
    });
    session.screen(|screen| {
        let cells = cells(screen);
        assert!(cells.iter().any(|cell| cell.bold()), "bold");
        assert!(cells.iter().any(|cell| cell.underline()), "underline");
        assert!(
            cells
                .iter()
                .all(|cell| (cell.fgcolor(), cell.bgcolor()) == (Color::Default, Color::Default))
        );
    });
    session.press("\x1b");
    session.miss("Selecting");
    session.press("?");
    session.see("claim-next");
    session.press("q");
    session.miss("claim-next");
    session.press("\tj");
    session.press("q");
    session.quit();
    let sent = attributes(&session.raw());
    assert!(!sent.iter().flatten().any(|n| is_colour(*n)), "{sent:?}");
    // `ESC[m` and `ESC[;m` would switch off what was switched on just before.
    assert!(!String::from_utf8_lossy(&session.raw()).contains("\u{1b}[;"));
}

#[test]
fn an_empty_no_color_says_nothing() {
    let home = Home::new();
    home.write("story.txt", STORY);
    let mut session = home.terminal(&["story.txt"]).env("NO_COLOR", "").start();
    session.see("Notes 0");
    session.miss("Finding out");
    session.quit();
    assert!(attributes(&session.raw()).iter().flatten().any(|n| is_colour(*n)));
}

#[test]
fn exact_colours_are_sent_only_where_the_terminal_knows_them() {
    let home = Home::new();
    home.config("theme = \"dark\"\n");
    home.write("story.txt", STORY);
    for (variables, exact, many) in [
        (&[("COLORTERM", "truecolor")][..], true, true),
        (&[("TERM", "xterm-256color")], false, true),
        (&[("TERM", "xterm")], false, false),
    ] {
        let start = variables
            .iter()
            .fold(home.terminal(&["story.txt"]), |start, (name, value)| start.env(name, value));
        let mut session = start.start();
        session.see("Notes 0");
        session.miss("Finding out");
        session.quit();
        let sent = attributes(&session.raw());
        let has = |kind: u16| {
            sent.iter().any(|numbers| {
                numbers.windows(2).any(|pair| matches!(pair[0], 38 | 48) && pair[1] == kind)
            })
        };
        assert_eq!(has(2), exact, "{variables:?}");
        // crossterm writes the sixteen as numbers of the 256 as well; those above are the others.
        let beyond = |numbers: &Vec<u16>| {
            numbers.windows(3).any(|n| matches!(n[0], 38 | 48) && n[1] == 5 && n[2] > 15)
        };
        assert_eq!(has(2) || sent.iter().any(beyond), many, "{variables:?}");
    }
}

#[test]
fn what_is_hostile_in_an_article_does_not_reach_the_screen() {
    let home = Home::new();
    home.write(
        "evil.txt",
        "Title \u{1b}]0;owned\u{7}\n\nBo \u{1b}[2J\u{202e}Ek\u{9b}31m said \u{1b}[?1049l no.\n",
    );
    let mut session = home.terminal(&["evil.txt"]).start();
    session.see("said");
    session.screen(|screen| assert!(screen.alternate_screen()));
    session.press("y");
    session.quit();
    let raw = String::from_utf8_lossy(&session.raw()).into_owned();
    for evil in ["\u{1b}]0;", "\u{202e}", "\u{9b}"] {
        assert!(!raw.contains(evil), "{evil:?}");
    }
}
