//! Names and roles that are known beforehand: states, outlets, titles, role nouns.

/// Who and what there is in the world, as far as the lists say.
#[derive(Clone, Debug, Default)]
pub struct Known {}

impl Known {
    pub(crate) fn builtin() -> Self {
        Self::default()
    }
}
