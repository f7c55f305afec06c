//! What sort of thing some bytes are: by what the server said, by their name, by their look.

use super::Origin;
use super::encoding;

/// The kinds of input that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A page.
    Html,
    /// Markdown. Only a name or a media type makes it so: a line of plain text may
    /// well begin with `#` or `-` and mean it.
    Markdown,
    /// Anything else.
    Plain,
}

/// Files that are often met where an article is meant, by the bytes that they begin with.
const MAGIC: [(&[u8], &str); 25] = [
    (b"%PDF-", "a PDF document"),
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"\xFF\xD8\xFF", "a JPEG picture"),
    (b"GIF87a", "a GIF picture"),
    (b"GIF89a", "a GIF picture"),
    (b"RIFF", "a sound, film or WebP picture"),
    (b"II*\0", "a TIFF picture"),
    (b"MM\0*", "a TIFF picture"),
    (b"PK\x03\x04", "a zip archive, or a document packed as one (docx, odt, epub)"),
    (b"PK\x05\x06", "a zip archive"),
    (b"\x1F\x8B", "gzip-compressed data"),
    (b"BZh", "bzip2-compressed data"),
    (b"\xFD7zXZ\0", "xz-compressed data"),
    (b"\x28\xB5\x2F\xFD", "zstd-compressed data"),
    (b"7z\xBC\xAF\x27\x1C", "a 7-Zip archive"),
    (b"Rar!\x1A\x07", "a RAR archive"),
    (b"\x7FELF", "a program"),
    (b"MZ\x90\0", "a program"),
    (b"\xCF\xFA\xED\xFE", "a program"),
    (b"\xD0\xCF\x11\xE0", "an old Office document"),
    (b"{\\rtf", "an RTF document"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"OggS", "a sound or film"),
    (b"ID3", "a sound"),
    (b"bplist00", "a property list or web archive of macOS"),
];

/// How many bytes are looked at to tell text from what is no text.
const LOOK: usize = 8192;

/// What the bytes seem to be if they are no text: words that follow "this is".
#[must_use]
pub fn binary(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(b"\xFF\xFE\0\0") || bytes.starts_with(b"\0\0\xFE\xFF") {
        return Some("text in UTF-32, an encoding that is not read");
    }
    let head = bytes.get(..bytes.len().min(LOOK)).unwrap_or_default();
    // Some begin with letters that a text may begin with too ("ID3"): then a zero must follow.
    let is_letters = |magic: &[u8]| magic.iter().all(u8::is_ascii_alphanumeric);
    let found = MAGIC
        .iter()
        .find(|(magic, _)| bytes.starts_with(magic) && (!is_letters(magic) || head.contains(&0)));
    if let Some((_, name)) = found {
        return Some(name);
    }
    if bytes.get(4..8) == Some(b"ftyp") && head.contains(&0) {
        return Some("a film or HEIC picture");
    }
    if encoding_rs::Encoding::for_bom(bytes).is_some()
        || encoding::utf16_without_mark(bytes).is_some()
    {
        return None;
    }
    let is_control = |b: &&u8| **b < 0x20 && !matches!(**b, b'\t' | b'\n' | b'\r' | 0x0C | 0x1B);
    // Escapes are text that a terminal would obey; zeros are never text.
    let odd = head.iter().filter(is_control).count();
    (head.contains(&0) || odd * 10 > head.len().max(30)).then_some("no text but binary data")
}

/// How to read bytes that are text.
#[must_use]
pub fn kind(text: &str, origin: &Origin) -> Kind {
    let stated = origin.content_type.as_deref().and_then(by_type);
    let named = origin.path.as_deref().or(origin.url.as_deref()).and_then(by_name);
    let looks = if looks_like_page(text) { Kind::Html } else { Kind::Plain };
    match (stated, named) {
        // `text/plain` is what servers say of Markdown too, and of much else.
        (Some(Kind::Plain), Some(Kind::Markdown)) => Kind::Markdown,
        (Some(stated), _) => stated,
        // A page that was saved with `curl … > page.txt` is still a page.
        (None, Some(Kind::Plain) | None) => looks,
        (None, Some(named)) => named,
    }
}

fn by_type(content_type: &str) -> Option<Kind> {
    match content_type.split(';').next()?.trim().to_ascii_lowercase().as_str() {
        "text/html" | "application/xhtml+xml" => Some(Kind::Html),
        "text/markdown" | "text/x-markdown" => Some(Kind::Markdown),
        "text/plain" => Some(Kind::Plain),
        _ => None,
    }
}

fn by_name(name: &str) -> Option<Kind> {
    let name = name.split(['?', '#']).next().unwrap_or(name);
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let (stem, ending) = name.rsplit_once('.')?;
    if stem.is_empty() {
        return None;
    }
    match ending.to_ascii_lowercase().as_str() {
        "html" | "htm" | "xhtml" | "shtml" => Some(Kind::Html),
        "md" | "markdown" | "mdown" | "mkd" | "mkdn" => Some(Kind::Markdown),
        "txt" | "text" => Some(Kind::Plain),
        _ => None,
    }
}

/// Whether a text begins as pages do, after comments and an XML declaration.
fn looks_like_page(text: &str) -> bool {
    let mut rest = text.trim_start();
    loop {
        let skipped = if let Some(comment) = rest.strip_prefix("<!--") {
            comment.split_once("-->").map(|(_, after)| after)
        } else if let Some(declaration) = rest.strip_prefix("<?xml") {
            declaration.split_once("?>").map(|(_, after)| after)
        } else {
            break;
        };
        let Some(after) = skipped else { return false };
        rest = after.trim_start();
    }
    let head: String = rest.chars().take(14).collect::<String>().to_ascii_lowercase();
    let starts = ["<!doctype html", "<html", "<head", "<body", "<title", "<meta", "<article"];
    if starts.iter().any(|start| head.starts_with(start)) {
        return true;
    }
    // A piece of a page: it begins with a tag, and closes some paragraph or part.
    let tags = ["<div", "<p>", "<p ", "<h1", "<section", "<main", "<link", "<script", "<style"];
    tags.iter().any(|tag| head.starts_with(tag))
        && ["</p>", "</div>", "</h1>", "</section>", "</main>"].iter().any(|t| rest.contains(t))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind_of(text: &str, path: Option<&str>, content_type: Option<&str>) -> Kind {
        let own = |s: Option<&str>| s.map(str::to_owned);
        kind(text, &Origin { path: own(path), url: None, content_type: own(content_type) })
    }

    #[test]
    fn the_server_is_believed_first() {
        assert_eq!(kind_of("text", Some("/a.md"), Some("text/html; charset=x")), Kind::Html);
        assert_eq!(kind_of("<html>", None, Some("text/plain")), Kind::Plain);
        assert_eq!(kind_of("# x", Some("/a.md"), Some("text/plain")), Kind::Markdown);
    }

    #[test]
    fn then_the_name_then_the_look() {
        assert_eq!(kind_of("# x", Some("/a.MD"), None), Kind::Markdown);
        assert_eq!(kind_of("words", Some("/a.htm"), None), Kind::Html);
        assert_eq!(kind_of("# x\n[a](https://b.example)", None, None), Kind::Plain);
        assert_eq!(kind_of("<!-- saved -->\n<!DOCTYPE HTML>", Some("/a.txt"), None), Kind::Html);
        assert_eq!(kind_of("<p>One.</p>", None, None), Kind::Html);
        assert_eq!(kind_of("<p> is a tag.", None, None), Kind::Plain);
        assert_eq!(kind_of("<html>", Some("/.html"), None), Kind::Html);
    }

    #[test]
    fn what_is_no_text_is_named() {
        assert_eq!(binary(b"%PDF-1.7\n..."), Some("a PDF document"));
        assert_eq!(binary(b"text\0more"), Some("no text but binary data"));
        assert_eq!(binary(b"\x01\x02\x03\x04\x05\x06\x07\x08"), Some("no text but binary data"));
        assert_eq!(binary(b"\xFF\xFEa\0"), None);
        assert_eq!(binary(b"ID3 tags, explained"), None);
        assert_eq!(binary("Prices \u{1b}[1mrose".as_bytes()), None);
        assert_eq!(binary(b""), None);
    }
}
