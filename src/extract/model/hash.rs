//! Features are 32-bit hashes of small integers: no strings are built while predicting.
//!
//! A feature is a template's number mixed with what was seen. Two features that
//! fall together are told apart by nothing; the trainer hashes in the same way,
//! so what it measures has the collisions in it.

/// Mixes two numbers into one. The constant is the golden ratio's, as in Fibonacci hashing.
#[must_use]
#[inline]
pub fn mix(a: u32, b: u32) -> u32 {
    let x = (u64::from(a) ^ (u64::from(b) << 32)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let x = (x ^ (x >> 32)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    (x >> 32) as u32
}

/// Mixes three numbers into one.
#[must_use]
#[inline]
pub fn mix3(a: u32, b: u32, c: u32) -> u32 {
    mix(mix(a, b), c)
}

/// The hash of a word as it is written (FNV-1a).
#[must_use]
pub fn word(text: &str) -> u32 {
    text.bytes().fold(0x811C_9DC5, |h, b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193))
}

/// The hash of a word in small letters, with typographic marks made plain.
#[must_use]
pub fn lower(text: &str) -> u32 {
    let mut h = 0x811C_9DC5_u32;
    for c in text.chars() {
        let c = match c {
            '’' | '‘' => '\'',
            '“' | '”' | '«' | '»' => '"',
            '—' => '–',
            c => c,
        };
        for c in c.to_lowercase() {
            h = (h ^ c as u32).wrapping_mul(0x0100_0193);
        }
    }
    h
}
