//! What cannot be read gets a clear answer, and what is hostile never reaches a terminal as it is.

use crate::home::{Home, STORY};
use std::fs::File;
use std::io::Read;
use std::process::Stdio;

/// Ways to name an article: each must refuse the same.
const WAYS: [&[&str]; 3] = [&[], &["analyze"], &["export"]];

#[test]
fn what_is_no_article_is_refused_with_its_reason() {
    let home = Home::new();
    home.write("folder/inside", "");
    home.write("program", b"\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00");
    home.write(
        "noise",
        (0..4000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect::<Vec<_>>(),
    );
    home.write("picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    home.write("empty.txt", "");
    home.write("white.txt", " \n\t\n \u{a0}\n");
    home.write(
        "empty.html",
        "<!doctype html><html><body><script>var a = 1;</script></body></html>",
    );
    File::create(home.path("huge.txt")).unwrap().set_len(100_000_000).unwrap();
    for (name, words) in [
        ("missing.txt", "there is no such file"),
        ("missing/story.txt", "there is no such file"),
        ("empty.txt/story.txt", "there is no such file: part of the path is a file itself"),
        ("folder", "this is a folder"),
        ("program", "This is a program, not text"),
        ("noise", "binary"),
        ("picture.png", "not text"),
        ("empty.txt", "It is empty"),
        ("white.txt", "There is no text in it"),
        ("empty.html", "There is no text in it"),
        ("huge.txt", "It is too large"),
        ("ftp://127.0.0.1/story", "only http, https and file"),
        ("http://", "no address"),
        ("file:///missing/story.txt", "there is no such file"),
    ] {
        for way in WAYS {
            let said = home.run(&[way, &[name]].concat()).refusal();
            assert!(said.contains(words), "{way:?} {name}: {said}");
        }
    }
}

#[test]
fn a_hundred_megabytes_of_text_are_refused_without_being_read() {
    let home = Home::new();
    let mut child = home.command(&["-"]).stdin(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let text = STORY.repeat(1000);
    let mut written = 0;
    // The program goes away in the middle of it, and the rest is not taken any more.
    while written < 100_000_000 && std::io::Write::write_all(&mut input, text.as_bytes()).is_ok() {
        written += text.len();
    }
    drop(input);
    assert!(written < 100_000_000);
    let outcome = child.wait_with_output().unwrap();
    let said = String::from_utf8(outcome.stderr).unwrap();
    assert_eq!((outcome.status.code(), outcome.stdout.len()), (Some(1), 0), "{said}");
    assert!(said.contains("standard input: It is too large"), "{said}");
}

#[test]
fn bytes_that_are_no_text_in_their_encoding_are_replaced_and_said() {
    let home = Home::new();
    let mut bytes = b"\xef\xbb\xbfThe caf\xc3\xa9 is open, Bo Ek said.\n".to_vec();
    bytes.extend(b"\xff\xc3 and \xe2\x82 too.\n");
    home.write("broken.txt", &bytes);
    let outcome = home.run(&["broken.txt"]).exits(0);
    assert!(outcome.out.contains("café") && outcome.out.contains('\u{FFFD}'), "{outcome:?}");
    assert!(outcome.err.contains("not fit the text's encoding (UTF-8)"), "{outcome:?}");
    // An old encoding is found out.
    home.write(
        "old.txt",
        b"The caf\xe9 on the quay is open again, Bo Ek said. The caf\xe9 was closed.\n",
    );
    let old = home.run(&["old.txt"]).fine();
    assert!(old.contains("café"), "{old}");
}

#[test]
fn a_page_without_an_article_is_shown_and_that_is_said() {
    let home = Home::new();
    home.write("page.html", "<!doctype html><title>Menu</title><ul><li><a href=/a>Sport</a><li><a href=/b>News</a></ul>");
    let outcome = home.run(&["page.html"]).exits(0);
    assert!(outcome.err.contains("No article was found on this page"), "{outcome:?}");
    assert!(outcome.out.contains("Sport"), "{outcome:?}");
}

/// Whether a terminal would do anything with it but show it.
fn is_hostile(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t')
        || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[test]
fn nothing_hostile_reaches_a_terminal() {
    let evil = "\u{1b}[31mred\u{1b}]0;title\u{7}\u{9b}2J\u{202e}live\u{2066}\u{8}\u{7f}\u{85}\r";
    let entities = "&#27;[31mred&#x9b;2J&#x202e;live&#7;";
    let home = Home::new();
    home.write("evil.txt", format!("Title {evil}\n\n“A {evil} word,” Bo {evil} Ek said.\n"));
    home.write("evil.md", format!("# Title {evil}\n\n[A {evil} link](http://a.example/{evil}) said Bo.\n\n```\n{evil}\n```\n"));
    home.write(
        "evil.html",
        format!(
            "<!doctype html><html><head><title>T {evil}{entities}</title><meta name=author content='{evil}{entities}'>\
             <meta property='og:site_name' content='{entities}{evil}'></head><body><article><h1>T {entities}</h1>\
             <p>“A {entities}{evil} word,” Bo {entities} Ek said. {}</p></article></body></html>",
            "It was a long day for everybody. ".repeat(30)
        ),
    );
    home.write(&format!("{evil}.txt"), "Bo Ek said no.\n");
    let own_name = format!("{evil}.txt");
    for name in [
        "evil.txt",
        "evil.md",
        "evil.html",
        &own_name,
        &format!("missing {evil}"),
        &format!("http://{evil}/"),
    ] {
        for way in [
            &[][..],
            &["analyze"],
            &["analyze", "--format", "json"],
            &["analyze", "--format", "jsonl"],
            &["export"],
        ] {
            let outcome = home.run(&[way, &[name]].concat());
            for text in [&outcome.out, &outcome.err] {
                let found = text.chars().find(|c| is_hostile(*c));
                assert_eq!(found, None, "{way:?} {name:?}: {text:?}");
            }
        }
    }
    // In JSON the name of the file is still its name.
    let line = home.run(&["analyze", "--format", "jsonl", &own_name]).exits(0).out;
    let article: serde_json::Value = serde_json::from_str(&line).unwrap();
    assert_eq!(article["path"], own_name);
}

#[cfg(unix)]
#[test]
fn a_name_that_is_no_text_is_a_name_all_the_same() {
    use std::os::unix::ffi::OsStrExt;
    let home = Home::new();
    let name = std::ffi::OsStr::from_bytes(b"caf\xe9.txt");
    if std::fs::write(home.path("").join(name), STORY).is_err() {
        // Some file systems know only names that are text.
        return;
    }
    assert!(home.run(&[name]).fine().contains("Harbour to open in May"));
}

#[cfg(unix)]
#[test]
fn a_device_that_never_ends_is_left() {
    let home = Home::new();
    // Zeros are no text, and the limit comes first.
    let said = home.run(&["/dev/zero"]).refusal();
    assert!(said.contains("too large"), "{said}");
}

#[cfg(unix)]
#[test]
fn a_reader_who_has_had_enough_is_no_failure() {
    let home = Home::new();
    home.write("long.txt", STORY.repeat(500));
    for arguments in [
        &["long.txt"][..],
        &["--plain", "long.txt"],
        &["analyze", "--format", "jsonl", "long.txt", "long.txt", "long.txt"],
        &["export", "long.txt"],
        &["config", "print", "--default"],
        &["dirs"],
        &["--help"],
    ] {
        let mut child = home.command(arguments).spawn().unwrap();
        let mut out = child.stdout.take().unwrap();
        let _ = out.read(&mut [0; 1]).unwrap();
        drop(out);
        let outcome = child.wait_with_output().unwrap();
        assert_eq!(outcome.status.code(), Some(0), "{arguments:?}");
        assert_eq!(String::from_utf8(outcome.stderr).unwrap(), "", "{arguments:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_a_failure() {
    let home = Home::new();
    home.write("story.txt", STORY);
    for arguments in
        [&["story.txt"][..], &["analyze", "story.txt"], &["export", "story.txt"], &["dirs"]]
    {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let outcome = home.command(arguments).stdout(full).output().unwrap();
        let said = String::from_utf8(outcome.stderr).unwrap();
        assert_eq!(outcome.status.code(), Some(1), "{arguments:?}");
        assert!(said.contains("No space left"), "{arguments:?} {said}");
    }
}
