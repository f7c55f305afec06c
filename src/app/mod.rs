//! What the program is at any moment, and how it changes: state, messages, effects, commands.
//!
//! `update(&mut State, Msg, Now) -> Vec<Effect>` is all there is to it. No clock,
//! disk, thread, network or randomness: time arrives with the message, work
//! leaves as an effect, and its answer comes back as a message with the ticket it
//! was asked with. So every session can be played again, and tested, without a
//! terminal. Must not import `ui`, `io`, `shell` or `cli`, nor name a terminal
//! library; the one widget here (`editor`) keeps text and knows no terminal.

pub mod geometry;

pub mod key;

pub mod command;

pub mod keymap;

pub mod theme;

pub mod pens;

pub mod fuzzy;

pub mod choice;

pub mod marking;

pub mod stretch;

pub mod config;

pub mod page;

pub mod message;
pub mod opening;
pub mod placing;
pub mod question;
pub mod saving;
pub mod state;

pub mod update;

pub mod incoming;

pub mod view;

pub mod reading;

pub mod paint;

pub mod panel;

pub mod line;

pub mod find;

pub mod editor;
pub mod exporting;

pub mod outside;

pub mod prompt;

pub mod history;

pub mod shelf;

pub mod front;

pub mod help;

pub mod diff;

pub mod verbs;

#[cfg(test)]
pub mod testing;

#[cfg(test)]
mod tests;

pub use state::{Effect, Msg, Now, Opened, State, Ticket};
pub use update::{run_line, update};
