//! Bytes into characters: what was stated, else what the bytes look like.
//!
//! A byte order mark goes before what the server said, that before what the page says of
//! itself, that before a guess. One thing goes before all but the mark: bytes that are
//! valid UTF-8 beyond ASCII are UTF-8, whoever says otherwise; other encodings do
//! not look like that by chance.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// How far into a page its own word about the encoding is looked for. The HTML standard says 1024;
/// saved pages put their comments first.
const DECLARED_WITHIN: usize = 4096;

/// Characters, and how they were come by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without a byte order mark.
    pub text: String,
    /// The encoding's usual name.
    pub encoding: &'static str,
    /// How many pieces did not fit and became U+FFFD.
    pub replaced: usize,
}

/// Reads bytes as text. `stated` is the charset that came with them.
#[must_use]
pub fn decode(bytes: &[u8], stated: Option<&str>) -> Decoded {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return decode_as(bytes.get(mark..).unwrap_or_default(), encoding);
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        return decode_as(bytes, encoding);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        // ISO-2022-JP is ASCII to look at, so there a stated charset must be believed.
        let stated = label(stated).filter(|encoding| !encoding.is_ascii_compatible());
        if stated.is_none() || !text.is_ascii() {
            return Decoded { text: text.to_owned(), encoding: UTF_8.name(), replaced: 0 };
        }
    }
    let encoding = label(stated).or_else(|| declared(bytes)).unwrap_or_else(|| guess(bytes));
    decode_as(bytes, encoding)
}

/// The charset of a media type: `utf-8` of `text/html; charset="utf-8"`.
#[must_use]
pub fn charset(content_type: &str) -> Option<&str> {
    content_type.split(';').skip(1).find_map(|part| {
        let (name, value) = part.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches(['"', '\'']))
    })
}

/// UTF-16 that does not begin with a mark: every other byte of Latin text is zero.
#[must_use]
pub fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(4096) & !1)?;
    let pairs = head.len() / 2;
    if pairs < 2 {
        return None;
    }
    let zeros = |side: usize| head.iter().skip(side).step_by(2).filter(|b| **b == 0).count();
    let (high, low) = (zeros(0), zeros(1));
    if low * 10 >= pairs * 6 && high * 20 <= pairs {
        Some(UTF_16LE)
    } else if high * 10 >= pairs * 6 && low * 20 <= pairs {
        Some(UTF_16BE)
    } else {
        None
    }
}

fn label(name: Option<&str>) -> Option<&'static Encoding> {
    Encoding::for_label(name?.as_bytes())
}

fn decode_as(bytes: &[u8], encoding: &'static Encoding) -> Decoded {
    let (text, wrong) = encoding.decode_without_bom_handling(bytes);
    let replaced = if !wrong {
        0
    } else if encoding == UTF_8 {
        bytes.utf8_chunks().filter(|chunk| !chunk.invalid().is_empty()).count()
    } else {
        text.chars().filter(|c| *c == '\u{FFFD}').count()
    };
    Decoded { text: text.into_owned(), encoding: encoding.name(), replaced }
}

/// What a page says of its own encoding: `<meta charset=…>`, `<meta … content="…charset=…">`
/// or `<?xml … encoding="…"?>`.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(DECLARED_WITHIN))?;
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let in_meta = head.split("<meta").skip(1).filter_map(|meta| {
        let meta = meta.split('>').next()?;
        value(meta.split_once("charset")?.1)
    });
    let in_xml = head.split_once("<?xml").and_then(|(_, rest)| {
        let declaration = rest.split("?>").next()?;
        value(declaration.split_once("encoding")?.1)
    });
    let name = in_xml.into_iter().chain(in_meta).find_map(|name| label(Some(name)))?;
    // A page that can be read to here is not UTF-16, whatever it says (so the standard).
    Some(if name == UTF_16LE || name == UTF_16BE { UTF_8 } else { name })
}

/// The value after an attribute's name: ` = "utf-8"` is `utf-8`.
fn value(rest: &str) -> Option<&str> {
    let rest = rest.trim_start().strip_prefix('=')?.trim_start();
    let rest = rest.trim_start_matches(['"', '\'']);
    rest.split(|c: char| !(c.is_ascii_alphanumeric() || "-_.:".contains(c)))
        .next()
        .filter(|name| !name.is_empty())
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Allow)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8], stated: Option<&str>) -> (String, &'static str, usize) {
        let decoded = decode(bytes, stated);
        (decoded.text, decoded.encoding, decoded.replaced)
    }

    fn utf16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(order).collect()
    }

    #[test]
    fn a_byte_order_mark_decides_and_is_not_text() {
        assert_eq!(read(b"\xEF\xBB\xBFcaf\xC3\xA9", Some("latin1")), ("café".into(), "UTF-8", 0));
        let bytes = utf16("\u{FEFF}Nachricht", u16::to_le_bytes);
        assert_eq!(read(&bytes, None), ("Nachricht".into(), "UTF-16LE", 0));
    }

    #[test]
    fn utf_16_is_known_without_a_mark() {
        assert_eq!(read(&utf16("The news", u16::to_be_bytes), None).1, "UTF-16BE");
        assert_eq!(read(&utf16("The news", u16::to_le_bytes), None).0, "The news");
    }

    #[test]
    fn what_the_server_says_goes_before_the_page() {
        let page = b"<meta charset=\"koi8-r\">\xE9";
        assert_eq!(read(page, Some("windows-1251")).1, "windows-1251");
        assert_eq!(read(page, None).1, "KOI8-R");
    }

    #[test]
    fn pages_say_it_in_several_ways() {
        for page in [
            "<META http-equiv=content-type content='text/html; charset=windows-1250'>\u{0}",
            "<?xml version=\"1.0\" encoding='windows-1250'?>\u{0}",
            "<meta name=x><meta charset = windows-1250 >\u{0}",
        ] {
            let mut bytes = page.as_bytes().to_vec();
            bytes.pop();
            bytes.push(0xE9);
            assert_eq!(read(&bytes, None).1, "windows-1250", "{page}");
        }
    }

    #[test]
    fn valid_utf_8_is_utf_8_whoever_says_otherwise() {
        assert_eq!(read("naïve — über".as_bytes(), Some("iso-8859-1")).1, "UTF-8");
    }

    #[test]
    fn what_nobody_states_is_guessed() {
        let bytes = b"Der Minister erkl\xE4rte, die Gespr\xE4che seien \xFCberf\xE4llig gewesen.";
        let (text, encoding, _) = read(bytes, None);
        assert_eq!(encoding, "windows-1252");
        assert!(text.contains("erklärte"));
    }

    #[test]
    fn what_does_not_fit_is_counted() {
        assert_eq!(read(b"a\xFFb\xC3", Some("utf-8")), ("a\u{FFFD}b\u{FFFD}".into(), "UTF-8", 2));
    }

    #[test]
    fn the_charset_of_a_media_type_is_found() {
        assert_eq!(charset("text/html; Charset=\"UTF-8\"; x=y"), Some("UTF-8"));
        assert_eq!(charset("text/html"), None);
    }
}
