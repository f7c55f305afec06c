//! House tests: of the code itself rather than of what it does.
mod lexicon;
