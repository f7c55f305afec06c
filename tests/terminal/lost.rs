//! Disks that are full, folders that cannot be written, files that are none: said on the screen, nothing
//! written over, and nothing that was typed is gone.
//!
//! Some of it needs another user than the one who may do everything: run as that one, the program is
//! started as nobody.

use crate::home::{Home, STORY, text};
use crate::session::{Session, Start};
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

fn wide<'a>(home: &'a Home, arguments: &[&str]) -> Start<'a> {
    home.terminal(arguments).size(240, 30)
}

fn chmod(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

/// A home with a note in it that was made there by somebody who may not do everything.
fn with_a_note() -> (Home, PathBuf) {
    let home = Home::new();
    home.write("story.txt", STORY);
    home.give_to_nobody();
    let mut session = wide(&home, &["story.txt"]).by_nobody().start();
    session.see("Notes 0");
    session.press("aasked\x13");
    session.see("Notes 1");
    session.quit();
    let file = home.notes_files().pop().unwrap();
    (home, file)
}

/// Tries to save, in vain; then the obstacle goes away, and trying again helps.
fn is_said_and_mended(session: &mut Session, words: &str, mend: impl FnOnce()) {
    session.press("}}aanother thought\x13");
    session.see("Notes not saved");
    session.see(words);
    session.see("not saved ·");
    session.press("q");
    session.see("Your notes are not saved");
    mend();
    session.press("r");
    session.miss("not saved");
    session.see("Notes 2");
    session.quit();
}

#[test]
fn a_folder_that_cannot_be_written() {
    let (home, file) = with_a_note();
    let before = text(&file);
    chmod(&home.notes(), 0o555);
    let mut session = wide(&home, &["story.txt"]).by_nobody().start();
    session.see("Notes 1");
    is_said_and_mended(&mut session, "you have no permission to", || {
        assert_eq!(text(&file), before);
        chmod(&home.notes(), 0o755);
    });
    assert!(text(&file).contains("another thought") && text(&file).contains("asked"));
    assert_eq!(home.notes_files(), [file]);
}

#[test]
fn a_file_that_may_not_be_read() {
    let (home, file) = with_a_note();
    let before = text(&file);
    let mut open = wide(&home, &["story.txt"]).by_nobody().start();
    open.see("Notes 1");
    chmod(&file, 0o000);
    // Whether it is open already or not.
    open.see("The notes file was spoiled outside");
    open.see("you have no permission to");
    open.press("}}aanother thought\x13");
    open.see("Kept beside the notes file");
    open.quit();
    let mut again = wide(&home, &["story.txt"]).by_nobody().start();
    again.see("cannot be read and are kept as they are");
    again.see("Notes 2");
    again.quit();
    chmod(&file, 0o600);
    assert_eq!(text(&file), before);
    // When it can be read again, all of it can be made one.
    let mut third = wide(&home, &["story.txt"]).by_nobody().start();
    third.see("1 conflict file with 1 note that differs");
    third.press("gm");
    third.see("take them in?");
    third.press("\r");
    third.see("Notes 2");
    third.quit();
    assert_eq!(home.notes_files(), std::slice::from_ref(&file));
    assert!(text(&file).contains("another thought") && text(&file).contains("asked"));
}

#[test]
fn a_protected_file() {
    let (home, file) = with_a_note();
    let before = text(&file);
    chmod(&file, 0o444);
    let mut session = wide(&home, &["story.txt"]).by_nobody().start();
    session.see("Notes 1");
    is_said_and_mended(&mut session, "the file is protected", || {
        assert_eq!(text(&file), before);
        chmod(&file, 0o644);
    });
    assert!(text(&file).contains("another thought"));
}

#[test]
fn a_limit_on_the_size_of_files() {
    let home = Home::new();
    home.write("story.txt", STORY);
    // The signal that comes with it would end the program in the middle of a save.
    let script = "ulimit -f 2; exec \"$0\" \"$@\"";
    let mut session = wide(&home, &["story.txt"]).in_shell(script).start();
    session.see("Notes 0");
    session.press(&format!("a{}\x13", "a long thought ".repeat(300)));
    session.see("Notes not saved");
    session.see("a file may not become so large here");
    session.press("u");
    session.see("Notes 0");
    session.press("h");
    session.see("Notes 1");
    session.miss("not saved");
    session.quit();
    assert!(text(&home.notes_files()[0]).contains("kind = \"highlight\""));
}

/// A file system of a few pages, for who may make one; it goes with the test.
struct Small(PathBuf);

impl Small {
    fn at(path: PathBuf) -> Option<Self> {
        fs::create_dir_all(&path).unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=64k", "tmpfs"]).arg(&path);
        let is_there = mount.output().is_ok_and(|outcome| outcome.status.success());
        is_there.then_some(Self(path))
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).output();
    }
}

#[test]
fn a_full_disk() {
    let home = Home::new();
    home.write("story.txt", STORY);
    // Who may not make one has the limit on the size of files, which fails at the same step.
    let Some(small) = Small::at(home.path("data")) else { return };
    let mut session = wide(&home, &["story.txt"]).start();
    session.see("Notes 0");
    session.press("aasked\x13");
    session.see("Notes 1");
    session.miss("not saved");
    let file = home.notes_files().pop().unwrap();
    let before = text(&file);
    let filler = small.0.join("filler");
    let mut bytes = 64 * 1024;
    while bytes > 0 {
        // A file that does not fit is written as far as it goes.
        bytes = if fs::write(&filler, vec![0; bytes]).is_ok() { 0 } else { bytes - 4096 };
    }
    fs::write(small.0.join("more"), [0; 8192]).unwrap_err();
    is_said_and_mended(&mut session, "the disk is full", || {
        assert_eq!(text(&file), before);
        fs::remove_file(&filler).unwrap();
        fs::remove_file(small.0.join("more")).unwrap();
    });
    assert!(text(&file).contains("another thought") && text(&file).contains("asked"));
    let others = fs::read_dir(home.notes()).unwrap().count();
    assert_eq!(others, 1, "nothing half written stays behind");
}

#[test]
fn a_link_as_the_file_stays_one() {
    let (home, file) = with_a_note();
    let real = home.path("synced.toml");
    fs::rename(&file, &real).unwrap();
    symlink(&real, &file).unwrap();
    let mut session = wide(&home, &["story.txt"]).start();
    session.see("Notes 1");
    session.press("}}h");
    session.see("Notes 2");
    session.miss("not saved");
    // What another machine writes through it comes in.
    fs::write(&real, text(&real).replace("asked", "answered")).unwrap();
    session.see("1 note was changed outside");
    session.quit();
    assert!(file.is_symlink() && text(&real).contains("answered"));
    // One that leads to what is no file is said, and left alone.
    fs::remove_file(&file).unwrap();
    symlink("/dev/full", &file).unwrap();
    let mut session = wide(&home, &["story.txt"]).start();
    session.see("cannot be read and are kept as they are");
    session.press("aaside\x13");
    session.see("Kept beside the notes file");
    session.quit();
    assert!(file.is_symlink());
    assert_eq!(home.notes_files().len(), 2);
}
