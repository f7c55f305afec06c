//! A fingerprint of a text.

use sha2::{Digest as _, Sha256};
use std::fmt;

/// The first 16 bytes of the SHA-256 of a text, written as 32 hexadecimal digits.
/// It is kept in files, so it must never change.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 16]);

impl Digest {
    /// Of a text's bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        let all = Sha256::digest(bytes);
        let mut kept = [0; 16];
        for (to, from) in kept.iter_mut().zip(all) {
            *to = from;
        }
        Self(kept)
    }

    /// Reads 32 hexadecimal digits back.
    #[must_use]
    pub fn parse(hex: &str) -> Option<Self> {
        if hex.len() != 32 || !hex.is_ascii() {
            return None;
        }
        u128::from_str_radix(hex, 16).ok().map(|n| Self(n.to_be_bytes()))
    }

    /// The first eight digits: enough to tell files apart, short enough for their names.
    #[must_use]
    pub fn short(&self) -> String {
        self.to_string().chars().take(8).collect()
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", u128::from_be_bytes(self.0))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes() {
        let digest = Digest::of(b"news");
        assert_eq!(Digest::parse(&digest.to_string()), Some(digest));
        assert_eq!(Digest::parse("xyz"), None);
    }
}
