//! The outer world: files, standard input and the network.
//!
//! Knows how bytes come in. Imports `doc` and `parse` and nothing above. Everything here may
//! fail, and says so in the user's terms, with what to do about it; nothing here decides what
//! an article is.

pub mod fetch;
pub mod read;
