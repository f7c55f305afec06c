//! Transcripts of the real binary without a terminal: what goes in, what comes out, and how it ends.
//!
//! Each run has a home directory of its own and sees nothing of the person's who runs the tests. The
//! only network is a server on loopback in the test itself.

// Helpers of tests fail by panicking, which the lints allow only in the tests themselves.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../common/home.rs"]
mod home;
#[path = "../common/run.rs"]
mod run;
#[path = "../common/server.rs"]
mod server;

mod analyze;
mod changes;
mod exchange;
mod export;
mod keeping;
mod lexicon;
mod library;
mod network;
mod notes;
mod reading;
mod refusals;
mod settings;
mod usage;
