//! What marks are called: in files, on the command line, and in the sentences that say what was done.

use super::front::Mark;

/// The marks that have a name of their own, in the order in which help lists them.
pub const NAMES: [&str; 8] =
    ["read", "unread", "starred", "unstarred", "later", "done", "hidden", "shown"];

impl Mark {
    /// The mark of a name; those of tags are `tag:` and `untag:` with the tag.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        Some(match word {
            "read" => Self::Read(true),
            "unread" => Self::Read(false),
            "starred" => Self::Starred(true),
            "unstarred" => Self::Starred(false),
            "later" => Self::Later(true),
            "done" => Self::Later(false),
            "hidden" => Self::Hidden(true),
            "shown" => Self::Hidden(false),
            _ => match (word.strip_prefix("tag:"), word.strip_prefix("untag:")) {
                (Some(tag), _) if !tag.is_empty() => Self::Tagged(tag.to_owned()),
                (_, Some(tag)) if !tag.is_empty() => Self::Untagged(tag.to_owned()),
                _ => return None,
            },
        })
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Read(true) => "read".into(),
            Self::Read(false) => "unread".into(),
            Self::Starred(true) => "starred".into(),
            Self::Starred(false) => "unstarred".into(),
            Self::Later(true) => "later".into(),
            Self::Later(false) => "done".into(),
            Self::Hidden(true) => "hidden".into(),
            Self::Hidden(false) => "shown".into(),
            Self::Tagged(tag) => format!("tag:{tag}"),
            Self::Untagged(tag) => format!("untag:{tag}"),
        }
    }

    /// The mark that takes this one back.
    #[must_use]
    pub fn inverse(&self) -> Self {
        match self {
            Self::Read(is) => Self::Read(!is),
            Self::Starred(is) => Self::Starred(!is),
            Self::Later(is) => Self::Later(!is),
            Self::Hidden(is) => Self::Hidden(!is),
            Self::Tagged(tag) => Self::Untagged(tag.clone()),
            Self::Untagged(tag) => Self::Tagged(tag.clone()),
        }
    }

    /// What was done to articles, after their number: `marked read`.
    #[must_use]
    pub fn done(&self) -> String {
        match self {
            Self::Read(true) => "marked read".into(),
            Self::Read(false) => "marked unread".into(),
            Self::Starred(true) => "starred".into(),
            Self::Starred(false) => "no longer starred".into(),
            Self::Later(true) => "set aside for later".into(),
            Self::Later(false) => "no longer set aside".into(),
            Self::Hidden(true) => "hidden".into(),
            Self::Hidden(false) => "no longer hidden".into(),
            Self::Tagged(tag) => format!("tagged {tag}"),
            Self::Untagged(tag) => format!("no longer tagged {tag}"),
        }
    }
}

/// What was done to so many articles: `12 articles marked read and starred`.
#[must_use]
pub fn sentence(articles: usize, marks: &[Mark]) -> String {
    let done: Vec<String> = marks.iter().map(Mark::done).collect();
    let noun = if articles == 1 { "article" } else { "articles" };
    format!("{articles} {noun} {}", done.join(" and "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_named_and_taken_back() {
        for name in NAMES.iter().copied().chain(["tag:a b", "untag:x"]) {
            let mark = Mark::named(name).unwrap();
            assert_eq!(mark.name(), name);
            assert_eq!(mark.inverse().inverse(), mark);
            assert_ne!(mark.inverse(), mark);
        }
        assert_eq!(Mark::named("tag:"), None);
        assert_eq!(Mark::named("red"), None);
    }

    #[test]
    fn what_was_done_is_a_sentence() {
        let marks = [Mark::Read(true), Mark::Tagged("x".into())];
        assert_eq!(sentence(1, &marks), "1 article marked read and tagged x");
        assert_eq!(sentence(12, &marks[..1]), "12 articles marked read");
    }
}
