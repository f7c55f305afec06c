//! What the first screen asks of the library, and what it is told: plain data, so that the screen knows no
//! database and the database no screen.
//!
//! A list may hold a hundred thousand articles. So it is told in two steps: which articles there are, in order,
//! a few bytes each ([`Listed`]); and then, for those near what is seen, what a row says ([`Brief`]).

use super::feed::{FeedId, Item, ItemId, Whole};
use crate::doc::Time;

/// What a list is of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Scope {
    /// Everything.
    #[default]
    All,
    /// What is starred.
    Starred,
    /// What is to be read later.
    Later,
    /// What has notes on it.
    Noted,
    /// What was added by its address and stands in no feed.
    Added,
    /// A saved question, by its name.
    Saved(String),
    /// A question that was typed.
    Search(String),
    /// A folder with all in it, as a path of names: `News/World`.
    Folder(String),
    /// A feed.
    Feed(FeedId),
}

/// A row of the tree at the left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Branch {
    /// What it stands for.
    pub scope: Scope,
    /// What it is called.
    pub name: String,
    /// How many folders it stands in.
    pub depth: usize,
    /// How many articles of it are unread.
    pub unread: usize,
    /// How many articles it has.
    pub all: usize,
    /// Why it could not be had the last time, or what is wrong with the question.
    pub trouble: Option<String>,
    /// For a feed: when its articles are fetched whole.
    pub whole: Option<Whole>,
}

/// The order of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Order {
    /// The newest first.
    #[default]
    Newest,
    /// The oldest first.
    Oldest,
    /// By the titles.
    Title,
    /// By the feeds, the newest first.
    Feed,
}

impl Order {
    /// All, in the order in which a key goes through them.
    pub const ALL: [Order; 4] = [Self::Newest, Self::Oldest, Self::Title, Self::Feed];

    /// Its name in commands.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Newest => "newest",
            Self::Oldest => "oldest",
            Self::Title => "title",
            Self::Feed => "feed",
        }
    }
}

/// Which articles a list holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Seen {
    /// All.
    #[default]
    All,
    /// Those that are not read.
    Unread,
}

/// What a list is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Wanted {
    /// What it is of.
    pub scope: Scope,
    /// Words that the titles must have in them; may be empty.
    pub title: String,
    /// Whether what is read is left out.
    pub seen: Seen,
    /// The order.
    pub order: Order,
}

/// An article in a list. The same story in several feeds stands in it once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Which one.
    pub id: ItemId,
    /// When, as far as that can be believed.
    pub at: Time,
    /// Whether it has been read.
    pub is_read: bool,
    /// Whether it is starred.
    pub is_starred: bool,
    /// Whether it is to be read later.
    pub is_later: bool,
}

/// What a row says of an article.
#[derive(Clone, Debug, PartialEq)]
pub struct Brief {
    /// The article.
    pub item: Item,
    /// Names of those who are cited, those with the most claims first; empty until it has been analysed.
    pub sources: Vec<String>,
    /// How many notes are on it.
    pub notes: usize,
    /// The names of other feeds that have the same story.
    pub also: Vec<String>,
    /// Whether the whole page is kept, or the feed gave all of it: it can be read offline.
    pub is_whole: bool,
    /// How often its text has changed since it was first kept.
    pub edits: usize,
}

/// What an article is marked as.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// Read, or not any more.
    Read(bool),
    /// Starred, or not any more.
    Starred(bool),
    /// To be read later, or not any more.
    Later(bool),
    /// Left out of all lists, or not any more.
    Hidden(bool),
    /// With a tag.
    Tagged(String),
    /// Without that tag.
    Untagged(String),
}

/// Which articles are marked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Which {
    /// These. Each stands for its story: marking it read marks the same story in other feeds too.
    These(Vec<ItemId>),
    /// All that a list holds.
    All(Wanted),
    /// Those of a list from its beginning down to this one, with it.
    UpTo(Wanted, ItemId),
}

/// What is asked of the library.
#[derive(Clone, Debug, PartialEq)]
pub enum Ask {
    /// The tree.
    Tree,
    /// A list.
    List(Wanted),
    /// What rows say.
    Briefs(Vec<ItemId>),
    /// Mark articles, so that it can be undone. The sentence says what was done: `12 articles marked read`.
    Mark(Which, Vec<Mark>),
    /// Undo what was marked last and is not undone.
    Undo,
    /// Do again what was undone last.
    Redo,
    /// Subscribe to what a word names, in a folder or in none.
    Subscribe(String, Option<String>),
    /// End a subscription.
    Unsubscribe(FeedId),
    /// Keep an article by its address, to be read later.
    Add(String),
    /// Keep a question under a name, where it stands as a feed.
    SaveQuery(String, String),
    /// Forget the question of this name.
    ForgetQuery(String),
    /// When a feed's articles are to be fetched whole.
    Whole(FeedId, Whole),
}

/// What the library says.
#[derive(Clone, Debug, PartialEq)]
pub enum Told {
    /// The tree, from above.
    Tree(Vec<Branch>),
    /// What a list holds, in order.
    List(Vec<Listed>),
    /// What rows say.
    Briefs(Vec<Brief>),
    /// It is done: a sentence; and which articles are others now. The screen asks for tree and list anew.
    Done(String, Vec<ItemId>),
    /// It could not be done: a sentence that says why.
    Failed(String),
}

/// How far work in the background is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Feeds have been asked: so many, of so many, the last of them this one.
    Feeds(usize, usize, String),
    /// Pages of articles have been fetched: so many, of so many.
    Pages(usize, usize),
    /// Articles have been analysed: so many, of so many.
    Analysed(usize, usize),
    /// The refresh is at its end: a sentence; and what could not be had, a sentence each.
    Refreshed(String, Vec<String>),
    /// All is analysed.
    Idle,
    /// Notes have been entered, or taken out: rows and counts may say something else.
    Noted,
}
