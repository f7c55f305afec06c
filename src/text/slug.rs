//! A text as part of a file's name.

/// The most bytes of one: with digits and an ending it is far from what any system refuses.
const MOST: usize = 60;

/// A text in lower-case letters and digits of any script, with `-` between its words: what every system and
/// every program takes as a name. As many whole words as there is room for; a first word that is too
/// long, as titles in scripts without spaces are, is cut. Empty where there is no letter and no digit.
#[must_use]
pub fn slug(text: &str) -> String {
    let mut slug = String::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let word = word.to_lowercase();
        if slug.is_empty() {
            let end = super::span::floor_bound(&word, MOST.min(word.len()));
            slug.push_str(super::span::before(&word, end));
        } else if slug.len() + word.len() < MOST {
            slug.push('-');
            slug.push_str(&word);
        } else {
            break;
        }
    }
    slug
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_title_makes_a_file_name() {
        assert_eq!(slug("Mayor \"opens\" bridge: what/now?"), "mayor-opens-bridge-what-now");
        assert_eq!(slug("../../etc"), "etc");
        assert_eq!(slug("—"), "");
        assert_eq!(slug(&"word ".repeat(99)), "word-".repeat(12).trim_end_matches('-'));
    }

    #[test]
    fn a_title_without_spaces_is_cut_between_characters() {
        assert_eq!(slug("日本の首相"), "日本の首相");
        assert_eq!(slug(&"首".repeat(50)), "首".repeat(20));
    }

    proptest! {
        #[test]
        fn it_is_short_and_holds_letters_and_digits_only(text in "\\PC{0,99}") {
            let slug = slug(&text);
            prop_assert!(slug.len() <= MOST);
            prop_assert!(!slug.starts_with('-') && !slug.ends_with('-'), "{}", slug);
        }
    }
}
