//! Sessions of keys.
