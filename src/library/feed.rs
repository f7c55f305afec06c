//! What the reader subscribes to, as it is kept: feeds, items, and the outline of folders that feeds stand in.

use super::polite::Habit;
use crate::doc::Time;

/// Which feed: a number that stays with it while the library lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FeedId(pub i64);

/// Which item: a number that stays with it while the library lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemId(pub i64);

/// Whether the page of an item is fetched when the feed gives only a summary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Whole {
    /// With every refresh.
    Always,
    /// Never: what the feed gives is enough.
    Never,
    /// When the item is opened.
    #[default]
    Opening,
}

impl Whole {
    /// A word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Always => "always",
            Self::Never => "never",
            Self::Opening => "opening",
        }
    }

    /// The one with this word.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        [Self::Always, Self::Never, Self::Opening].into_iter().find(|whole| whole.name() == word)
    }
}

/// A subscription.
#[derive(Clone, Debug, PartialEq)]
pub struct Feed {
    /// Which one.
    pub id: FeedId,
    /// Where it is asked for: an http or https address, `file:` and a path, or `exec:` and a command.
    pub address: String,
    /// What it calls itself, or what the reader calls it.
    pub title: String,
    /// The address of the pages that it belongs to.
    pub site: Option<String>,
    /// The folders that it stands in, each as a path of names: `News/World`.
    pub folders: Vec<String>,
    /// Whether whole articles are fetched.
    pub whole: Whole,
    /// Lines `Name: value` that are sent along; a value `!command` is what the command prints.
    pub headers: Vec<String>,
    /// What was learned of it by asking.
    pub habit: Habit,
    /// How many items of it are kept.
    pub items: usize,
    /// How many of those are unread.
    pub unread: usize,
}

/// An item as lists show it.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Which one.
    pub id: ItemId,
    /// The feed's title; nothing for what was added by its address.
    pub feed: Option<String>,
    /// One line.
    pub title: String,
    /// The address of its page.
    pub address: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// When, as far as that can be believed.
    pub at: Time,
    /// Whether it has been read.
    pub is_read: bool,
    /// Whether it is starred.
    pub is_starred: bool,
    /// Whether it is to be read later.
    pub is_later: bool,
    /// The reader's own tags.
    pub tags: Vec<String>,
}

/// A folder or a feed in an outline, as OPML nests them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outline {
    /// A folder and what is in it.
    Folder(String, Vec<Outline>),
    /// A feed.
    Feed {
        /// Where it is.
        address: String,
        /// What it is called; may be empty.
        title: String,
        /// The address of its pages.
        site: Option<String>,
        /// Names of categories that it is given beside the folders that it stands in.
        categories: Vec<String>,
    },
}
