//! Shallow grammar: coarse word classes, and the phrases that a source may be.
//!
//! No parser: lists, endings and neighbours. It is right often enough to find
//! the subject of a verb in news prose, and it is cheap.

mod aside;
pub mod phrase;
mod tag;

pub(crate) use tag::is_headline;
pub use tag::{Tag, tag};
