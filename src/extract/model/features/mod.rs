//! What the chain sees of a token: words, tags, marks, dependencies, and (the second time) what the
//! first reading held likely.

mod first;
mod hints;
mod second;
mod view;

pub use first::base;
pub use hints::Hints;
pub use second::hinted;
pub use view::View;

/// No token.
pub(in crate::extract::model) const NONE: u32 = u32::MAX;

/// A number in coarse steps.
pub(super) fn bucket(n: usize) -> u32 {
    match n {
        0..=4 => n as u32,
        5..=6 => 5,
        7..=9 => 6,
        10..=14 => 7,
        15..=24 => 8,
        _ => 9,
    }
}
