//! Addresses that other programs accept: an id of ours as a URI, and back.

use std::fmt::Write as _;

/// An address with everything that a URI may not hold written as `%XX` of its UTF-8. What is written
/// so already stays.
#[must_use]
pub fn uri(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    for byte in address.bytes() {
        let plain = byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&byte);
        if plain {
            out.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_uri_becomes_one() {
        assert_eq!(uri("file:///tmp/a b/ä.txt"), "file:///tmp/a%20b/%C3%A4.txt");
        assert_eq!(uri("https://a.example/?q=1&r=%20#x"), "https://a.example/?q=1&r=%20#x");
    }
}
