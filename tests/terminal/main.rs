//! Sessions in a real terminal: a pty, the real binary in it, and a terminal emulator that says what
//! a person would see.
//!
//! Nothing here sleeps: what is waited for is a screen, a file or an end, each with a deadline that
//! is far beyond what a loaded machine needs.

// Helpers of tests fail by panicking, which the lints allow only in the tests themselves.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg(unix)]

#[path = "../common/home.rs"]
mod home;
#[path = "../common/server.rs"]
mod server;
mod session;

mod changes;
mod killed;
mod leaving;
mod library;
mod looks;
mod lost;
mod notes;
mod places;
mod sharing;
mod shelf;
mod trouble;
mod writing;
