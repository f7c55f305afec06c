//! The document model: one article is one string and spans.
//!
//! Knows what an article is, how a piece of it is remembered ([`Anchor`]) and
//! found again ([`Place`]). Imports `text` only. Nothing here reads files,
//! clocks or formats; nothing here can fail.

mod anchor;
mod article;
mod digest;
mod time;

pub use anchor::{Anchor, CONTEXT, Place, describe, occurrences, plain, resolve};
pub use article::{
    Article, ArticleId, Block, BlockKind, Mark, MarkKind, Meta, Problem, ProblemKind,
};
pub use digest::Digest;
pub use time::Time;
