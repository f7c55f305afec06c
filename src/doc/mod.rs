//! The document model: one article is one string and spans.
//!
//! Knows what an article is, how a piece of it is remembered ([`Anchor`]) and
//! found again ([`Place`]). Imports `text` only. Nothing here reads files,
//! clocks or formats; nothing here can fail.

mod anchor;
mod article;
pub mod diff;
mod digest;
mod fold;
mod time;

pub use anchor::{Anchor, CONTEXT, Finder, Place, describe, occurrences, plain, resolve};
pub use article::{
    Article, ArticleId, Block, BlockKind, Mark, MarkKind, Meta, Problem, ProblemKind,
};
pub use digest::Digest;
pub use time::Time;
