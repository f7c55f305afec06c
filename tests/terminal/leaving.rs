//! Leaving the screen, for a while or for good, always gives the terminal back.

use crate::home::{Home, STORY};
use rustix::process::{Signal, kill_process};

#[test]
fn the_screen_is_taken_and_given_back() {
    let home = Home::new();
    home.write("story.txt", STORY);
    let mut session = home.terminal(&["story.txt"]).start();
    session.see("Harbour to open in May");
    session.screen(|screen| assert!(screen.alternate_screen() && screen.bracketed_paste()));
    session.quit();
    assert_eq!(session.words().trim(), "", "nothing is left on the terminal");
}

#[test]
fn signals_end_it_in_order() {
    let home = Home::new();
    home.write("story.txt", STORY);
    for signal in [Signal::TERM, Signal::HUP, Signal::INT] {
        let mut session = home.terminal(&["story.txt"]).start();
        session.see("Harbour to open in May");
        kill_process(session.pid(), signal).unwrap();
        session.end();
        session.gives_the_terminal_back();
    }
}

#[test]
fn ctrl_c_leaves_at_once_and_a_popup_first() {
    let home = Home::new();
    home.write("story.txt", STORY);
    let mut session = home.terminal(&["story.txt"]).start();
    session.see("Harbour to open in May");
    session.press("?");
    session.see("claim-next");
    session.press("\x03");
    session.miss("claim-next");
    session.press("\x03");
    session.end_well();
}

#[test]
fn ctrl_z_suspends_and_fg_comes_back() {
    let home = Home::new();
    home.write("story.txt", STORY);
    let script = "\"$0\" \"$@\"; echo SUSPENDED; read answer; fg >/dev/null; echo ENDED $?";
    let mut session = home.terminal(&["story.txt"]).in_shell(script).start();
    session.see("Notes 0");
    session.press("jj");
    session.press("\x1a");
    session.see("SUSPENDED");
    session.gives_the_terminal_back();
    session.press("\r");
    session.see("Harbour to open in May");
    session.screen(|screen| assert!(screen.alternate_screen() && screen.bracketed_paste()));
    // It goes on where it was.
    session.press("h");
    session.see("Notes 1");
    session.press("q");
    session.see("ENDED 0");
    session.end();
    session.gives_the_terminal_back();
}

#[test]
fn the_screen_is_drawn_anew_when_asked() {
    let home = Home::new();
    home.write("story.txt", STORY);
    let mut session = home.terminal(&["story.txt"]).start();
    session.see("Notes 0");
    session.miss("Finding out");
    let times = |session: &crate::session::Session| {
        String::from_utf8_lossy(&session.raw()).matches("Harbour to open in May").count()
    };
    let before = times(&session);
    session.press("\x0c}h");
    session.see("Notes 1");
    assert_eq!(times(&session), before + 1);
    session.quit();
}

#[test]
fn an_article_that_is_piped_in_leaves_the_keyboard_to_the_reader() {
    let home = Home::new();
    home.write("story.txt", STORY);
    let mut session = home.terminal(&["-"]).in_shell("cat story.txt | \"$0\" \"$@\"").start();
    session.see("Harbour to open in May");
    session.see("Notes 0");
    session.press("h");
    session.see("Notes 1");
    session.quit();
}

#[test]
fn a_keyboard_is_no_article() {
    let home = Home::new();
    let mut session = home.terminal(&["-"]).start();
    assert_eq!(session.end().exit_code(), 1);
    assert!(session.words().contains("standard input is this keyboard"), "{}", session.words());
}

#[test]
fn plain_needs_no_screen() {
    let home = Home::new();
    home.write("story.txt", STORY);
    let mut session = home.terminal(&["--plain", "story.txt"]).start();
    assert!(session.end().success());
    let raw = String::from_utf8(session.raw()).unwrap();
    assert!(raw.contains("CLAIMS (") && !raw.contains('\u{1b}'), "{raw}");
}

#[test]
fn commands_can_be_given_at_the_start() {
    let home = Home::new();
    home.write("story.txt", STORY);
    let mut session =
        home.terminal(&["--exec", "tab notes; highlight", "--exec", "bottom", "story.txt"]).start();
    session.see("Notes 1");
    session.quit();
    // Every command of notes is one of the language.
    let first = "paragraph-next; highlight; undo; redo; delete-note; undo; note-next; yank";
    let then = "paragraph-next; select sentence; highlight; merge-conflicts; note-back; annotate";
    let mut session = home.terminal(&["--exec", first, "--exec", then, "story.txt"]).start();
    session.see("ctrl-s");
    session.press("typed on\x13");
    session.see("Note changed");
    session.see("Notes 3");
    session.quit();
    let mut refused = home.terminal(&["--exec", "hihglight", "story.txt"]).start();
    assert_eq!(refused.end().exit_code(), 1);
    assert!(refused.words().contains("hihglight"), "{}", refused.words());
    assert!(!refused.raw().starts_with(b"\x1b"));
}
