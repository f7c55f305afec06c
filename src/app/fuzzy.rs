//! Loose matching of what is typed against short names: what pickers and completions use.

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

/// The numbers of the names that fit what is typed: those that begin with it first, then the best;
/// equals in the order given. With nothing typed, all.
#[must_use]
pub fn rank<'a>(typed: &str, names: impl IntoIterator<Item = &'a str>) -> Vec<usize> {
    let typed = typed.trim();
    let names = names.into_iter().enumerate();
    if typed.is_empty() {
        return names.map(|(at, _)| at).collect();
    }
    let pattern = Pattern::parse(typed, CaseMatching::Smart, Normalization::Smart);
    let mut matcher = Matcher::new(Config::DEFAULT);
    let mut buffer = Vec::new();
    let lower = typed.to_lowercase();
    let mut fits: Vec<(bool, u32, usize)> = names
        .filter_map(|(at, name)| {
            let score = pattern.score(Utf32Str::new(name, &mut buffer), &mut matcher)?;
            Some((!name.to_lowercase().starts_with(&lower), u32::MAX - score, at))
        })
        .collect();
    fits.sort_unstable();
    fits.into_iter().map(|(_, _, at)| at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_begins_like_it_comes_first() {
        let names = ["the war", "aftermath", "war", "peace"];
        assert_eq!(rank("war", names), [2, 0]);
        assert_eq!(rank("", names), [0, 1, 2, 3]);
        assert!(rank("zz", names).is_empty());
    }
}
