//! One number for all that an analysis is made with: whoever keeps analyses knows by it which of them are of another
//! program. It need not be raised by hand, and so cannot be forgotten.

use super::lists::Lists;
use super::model::Models;
use super::stance::company;
use std::sync::OnceLock;

/// The number of the models, the built-in lists and the program. Some 10 MB are read for it, once, in some
/// milliseconds.
#[must_use]
pub fn fingerprint() -> i64 {
    static NUMBER: OnceLock<i64> = OnceLock::new();
    *NUMBER.get_or_init(|| {
        let version = env!("CARGO_PKG_VERSION").as_bytes();
        let models = Models::FILES.iter().map(|name| Models::file(name));
        let lists = Lists::builtin_texts();
        let parts = models
            .chain(lists.iter().map(|text| text.as_bytes()))
            .chain([company::TABLE.as_bytes(), version]);
        let number = parts.fold(0, mixed);
        // What has not been analysed is 0.
        i64::from_be_bytes((number | 1).to_be_bytes())
    })
}

/// Bytes into a number, the same on every machine.
fn mixed(number: u64, bytes: &[u8]) -> u64 {
    const MANY: u64 = 0x9e37_79b9_7f4a_7c15;
    let (words, rest) = bytes.as_chunks::<8>();
    let mut number = (number ^ bytes.len() as u64).wrapping_mul(MANY);
    for word in words {
        number = (number ^ u64::from_le_bytes(*word)).wrapping_mul(MANY);
        number ^= number >> 29;
    }
    for byte in rest {
        number = (number ^ u64::from(*byte)).wrapping_mul(MANY);
        number ^= number >> 29;
    }
    number
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_byte_is_another_number() {
        let bytes: Vec<u8> = (0..100).collect();
        for at in 0..bytes.len() {
            let mut other = bytes.clone();
            other[at] ^= 1;
            assert_ne!(mixed(0, &bytes), mixed(0, &other), "{at}");
        }
        assert_ne!(mixed(0, b""), mixed(0, b"\0"));
        assert_ne!(fingerprint(), 0);
        assert_eq!(fingerprint(), fingerprint());
    }

    #[test]
    fn every_model_is_in_it() {
        assert!(Models::FILES.iter().all(|name| !Models::file(name).is_empty()));
        assert!(Lists::builtin_texts().iter().all(|text| !text.is_empty()));
    }
}
