//! House tests: of the code itself rather than of what it does.

mod layers;
mod length;
mod lexicon;
mod readme;
mod source;
