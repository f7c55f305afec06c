use super::*;
use crate::io::fetch::tests::{answer, serve};
use std::io::Write;

fn input(word: &str) -> Input {
    Input::from_word(OsStr::new(word)).unwrap()
}

fn says(input: &Input) -> String {
    format!("{:#}", load(input).unwrap_err())
}

#[test]
fn words_of_the_command_line_are_told_apart() {
    assert_eq!(input("-"), Input::Stdin);
    assert_eq!(input("HTTPS://a.example/1"), Input::Url("HTTPS://a.example/1".into()));
    assert_eq!(input("news/a.txt"), Input::File("news/a.txt".into()));
    assert_eq!(input("file:///tmp/a%20b.txt"), Input::File("/tmp/a b.txt".into()));
    assert_eq!(input("a b://c"), Input::File("a b://c".into()));
    let refused = Input::from_word(OsStr::new("ftp://a.example/1")).unwrap_err().to_string();
    assert!(refused.contains("ftp"), "{refused}");
}

#[test]
fn a_file_is_read_with_its_whole_path() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("harbour.txt");
    fs::write(&path, "Harbour to close\n\nThe harbour will close, it was said.\n").unwrap();
    let loaded = load(&Input::File(path.clone())).unwrap();
    assert_eq!(loaded.article.meta.title, "Harbour to close");
    assert_eq!(loaded.article.meta.fetched, None);
    let whole = fs::canonicalize(&path).unwrap();
    assert_eq!(loaded.article.id.0, format!("file://{}", whole.display()));
    assert_eq!(loaded.article.text.len(), 55);
}

#[test]
fn what_cannot_be_read_is_said_in_the_readers_terms() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| Input::File(folder.path().join(name));
    let write = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).unwrap();
    write("empty.txt", b"");
    write("blank.txt", b" \n\n");
    write("picture.txt", b"\x89PNG\r\n\x1a\n\0\0");
    assert!(says(&path("missing.txt")).contains("missing.txt: there is no such file"));
    assert!(says(&path("empty.txt/a")).contains("part of the path is a file"));
    assert!(says(&Input::File(folder.path().to_owned())).contains("this is a folder"));
    assert!(says(&path("empty.txt")).contains("empty.txt: It is empty"));
    assert!(says(&path("blank.txt")).contains("nothing but white space"));
    assert!(says(&path("picture.txt")).contains("PNG picture"));
    let large = File::create(folder.path().join("large.txt")).unwrap();
    large.set_len(100 * 1024 * 1024).unwrap();
    assert!(says(&path("large.txt")).contains("100.0 MB, and at most 32.0 MB"));
}

#[cfg(unix)]
#[test]
fn a_device_that_never_ends_is_left_at_the_limit() {
    let said = says(&Input::File("/dev/zero".into()));
    assert!(said.contains("too large"), "{said}");
}

#[test]
fn streams_are_read_to_their_end_or_the_limit() {
    assert_eq!(limited(&b"words"[..]).unwrap(), b"words");
    assert!(limited(io::repeat(b'a')).unwrap_err().to_string().contains("goes on"));
}

#[test]
fn a_page_is_read_with_where_and_when_it_was_fetched() {
    let para = "The harbour will close in spring, the town council said on Monday evening. ";
    let page = format!(
        "<title>Harbour to close</title><article><p>{0}</p><p>{0}</p><p>{0}</p></article>",
        para.repeat(4)
    );
    let address = serve(move |_, stream| {
        let _ = stream.write_all(&answer("200 OK", "Content-Type: text/html\r\n", page.as_bytes()));
    });
    let loaded = load(&Input::Url(format!("{address}/1?utm_source=x"))).unwrap();
    assert_eq!(loaded.article.meta.title, "Harbour to close");
    assert_eq!(loaded.article.id.0, format!("{address}/1"));
    assert!(loaded.article.meta.fetched.is_some());
}
