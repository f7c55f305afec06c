//! What comes in and goes out of the program: disk, network, clipboard, browser.
//!
//! Stands beside `app`: it never sees the state, only what an effect asks for,
//! and answers with data or an `anyhow` error in the user's terms.

pub mod browse;
pub mod clipboard;
pub mod db;
pub mod dirs;
pub mod disk;
pub mod fetch;
pub mod lexicon;
pub mod lock;
pub mod noted;
pub mod outside;
pub mod read;
pub mod refresh;
pub mod store;
pub mod zone;
