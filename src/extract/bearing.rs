//! How a cue bears on what is attributed: what it does, and whether it was done at all.

use super::Stance;

/// How a cue bears on its content.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Bearing {
    /// What the cue does.
    pub stance: Stance,
    /// Whether it says that this was not done.
    pub negation: Negation,
    /// Whether it was done, or may, should or will be.
    pub modality: Modality,
    /// Why it is held to do that, where no list says so: a sentence for the reader.
    pub why: Option<String>,
}

/// Whether a cue is negated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Negation {
    /// It is not.
    #[default]
    Plain,
    /// did not confirm, never said
    Not,
    /// declined to say, would not comment
    Refused,
}

impl Negation {
    /// The word that files and screens use.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Not => "not",
            Self::Refused => "refused",
        }
    }
}

/// Whether what a cue tells of has happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Modality {
    /// It has: said
    #[default]
    Asserted,
    /// It was only asked: asked whether
    Question,
    /// may have said
    Possible,
    /// is expected to announce, will announce
    Expected,
    /// would say
    Conditional,
    /// must say, should say
    Required,
}

impl Modality {
    /// The word that files and screens use.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Asserted => "asserted",
            Self::Question => "question",
            Self::Possible => "possible",
            Self::Expected => "expected",
            Self::Conditional => "conditional",
            Self::Required => "required",
        }
    }
}
