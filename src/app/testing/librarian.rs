//! A pretended library: the answers to what the first screen asks, from a few articles in memory.

use super::article;
use crate::doc::{Article, ArticleId, BlockKind, Time};
use crate::library::feed::{FeedId, Item, ItemId, Whole};
use crate::library::front::{
    Ask, Branch, Brief, Listed, Mark, Order, Scope, Seen, Told, Wanted, Which,
};
use std::collections::BTreeSet;

/// A feed: its name, the folder that it stands in, why it failed.
type Feed = (&'static str, Option<&'static str>, Option<&'static str>);

/// The library.
#[derive(Clone, Debug, Default)]
pub struct Librarian {
    /// The feeds; a feed's number is its place here and one.
    pub feeds: Vec<Feed>,
    /// The articles.
    pub briefs: Vec<Brief>,
    /// What was asked, but for what rows say.
    pub asked: Vec<Ask>,
    /// Saved searches.
    pub saved: Vec<(String, String)>,
    hidden: BTreeSet<ItemId>,
    undone: Vec<Vec<Brief>>,
    done: Vec<Vec<Brief>>,
}

/// The time of the tests, in milliseconds.
const NOW: i64 = 1_747_000_000_000;

impl Librarian {
    /// Feeds in folders and out of them, and articles of three days.
    #[must_use]
    pub fn new() -> Self {
        let mut library = Self {
            feeds: vec![
                ("Coast Herald", Some("News"), None),
                ("Inland Times", Some("News"), Some("Inland Times: the server says 500")),
                ("Harbour Notes", None, None),
            ],
            ..Self::default()
        };
        library.put("Port of Lindal to stay closed", "Coast Herald", 1, |brief| {
            brief.sources =
                vec!["Maria Lopez".into(), "a senior official".into(), "Reuters".into()];
            brief.also = vec!["Inland Times".into()];
            brief.notes = 2;
        });
        library.put(
            "Ferries wait outside the harbour for a third night",
            "Harbour Notes",
            3,
            |brief| {
                brief.is_whole = false;
            },
        );
        library.put("Council puts off the vote on the bridge", "Inland Times", 20, |brief| {
            brief.sources = vec!["the mayor".into()];
            brief.item.is_starred = true;
        });
        library.put("What the strike costs: a reckoning", "Inland Times", 26, |brief| {
            brief.item.is_read = true;
            brief.edits = 2;
        });
        library.put("Tide tables for May", "Harbour Notes", 60, |brief| brief.item.is_later = true);
        library
    }

    /// As many articles of one feed, none of them read.
    #[must_use]
    pub fn with_many(many: i64) -> Self {
        let mut library = Self { feeds: vec![("Coast Herald", None, None)], ..Self::default() };
        for n in 0..many {
            library.put(&format!("Report {n}"), "Coast Herald", n, |_| {});
        }
        library
    }

    /// Puts an article of so many hours ago into a feed.
    pub fn put(&mut self, title: &str, feed: &str, hours: i64, change: impl Fn(&mut Brief)) {
        let id = ItemId(i64::try_from(self.briefs.len()).unwrap() + 1);
        let mut brief = Brief {
            item: Item {
                id,
                feed: Some(feed.into()),
                title: title.into(),
                address: Some(format!("https://news.example/{}", id.0)),
                author: None,
                at: Time(NOW - hours * 3_600_000),
                is_read: false,
                is_starred: false,
                is_later: false,
                tags: Vec::new(),
            },
            sources: Vec::new(),
            notes: 0,
            also: Vec::new(),
            is_whole: true,
            edits: 0,
        };
        change(&mut brief);
        self.briefs.push(brief);
    }

    /// Answers.
    pub fn answer(&mut self, ask: &Ask) -> Told {
        if !matches!(ask, Ask::Briefs(_)) {
            self.asked.push(ask.clone());
        }
        match ask {
            Ask::Tree => Told::Tree(self.tree()),
            Ask::List(wanted) => Told::List(self.list(wanted)),
            Ask::Briefs(ids) => {
                let of = |id: &ItemId| self.briefs.iter().find(|b| b.item.id == *id).cloned();
                Told::Briefs(ids.iter().filter_map(of).collect())
            }
            Ask::Mark(which, marks) => self.mark(which, marks),
            Ask::Undo => match self.done.pop() {
                Some(before) => {
                    self.undone.push(std::mem::replace(&mut self.briefs, before));
                    Told::Done("Undone".into(), self.ids())
                }
                None => Told::Failed("There is nothing to undo".into()),
            },
            Ask::Redo => match self.undone.pop() {
                Some(after) => {
                    self.done.push(std::mem::replace(&mut self.briefs, after));
                    Told::Done("Done again".into(), self.ids())
                }
                None => Told::Failed("There is nothing to do again".into()),
            },
            Ask::SaveQuery(name, asks) => {
                self.saved.push((name.clone(), asks.clone()));
                Told::Done(format!("Saved as {name}"), Vec::new())
            }
            Ask::ForgetQuery(name) => {
                self.saved.retain(|(saved, _)| saved != name);
                Told::Done(format!("{name} is forgotten"), Vec::new())
            }
            Ask::Unsubscribe(id) => {
                let at = usize::try_from(id.0 - 1).unwrap();
                let (name, ..) = self.feeds.remove(at);
                self.briefs.retain(|brief| brief.item.feed.as_deref() != Some(name));
                Told::Done(format!("{name} is no longer subscribed to"), Vec::new())
            }
            Ask::Subscribe(address, folder) => {
                Told::Done(format!("Subscribed to {address} in {folder:?}"), Vec::new())
            }
            Ask::Add(address) => Told::Failed(format!("{address} cannot be had")),
            Ask::Whole(_, when) => Told::Done(format!("Whole: {}", when.name()), Vec::new()),
        }
    }

    /// The article of an item.
    #[must_use]
    pub fn article(&self, id: ItemId) -> Article {
        let title = &self.briefs.iter().find(|brief| brief.item.id == id).unwrap().item.title;
        let made = article(&[
            (BlockKind::Title, title),
            (BlockKind::Para, "“The port will stay closed,” Maria Lopez said on Monday."),
        ]);
        Article { id: ArticleId(format!("https://news.example/{}", id.0)), ..made }
    }

    fn ids(&self) -> Vec<ItemId> {
        self.briefs.iter().map(|brief| brief.item.id).collect()
    }

    fn mark(&mut self, which: &Which, marks: &[Mark]) -> Told {
        let ids: Vec<ItemId> = match which {
            Which::These(ids) => ids.clone(),
            Which::All(wanted) => self.list(wanted).iter().map(|row| row.id).collect(),
            Which::UpTo(wanted, last) => {
                let ids: Vec<ItemId> = self.list(wanted).iter().map(|row| row.id).collect();
                let end = ids.iter().position(|id| id == last).unwrap();
                ids[..=end].to_vec()
            }
        };
        self.done.push(self.briefs.clone());
        for brief in self.briefs.iter_mut().filter(|brief| ids.contains(&brief.item.id)) {
            let item = &mut brief.item;
            for mark in marks {
                match mark {
                    Mark::Read(is) => item.is_read = *is,
                    Mark::Starred(is) => item.is_starred = *is,
                    Mark::Later(is) => item.is_later = *is,
                    Mark::Hidden(_) => {
                        self.hidden.insert(item.id);
                    }
                    Mark::Tagged(tag) => item.tags.push(tag.clone()),
                    Mark::Untagged(tag) => item.tags.retain(|has| has != tag),
                }
            }
        }
        Told::Done(format!("{} marked", ids.len()), ids)
    }

    fn list(&self, wanted: &Wanted) -> Vec<Listed> {
        let title = wanted.title.to_lowercase();
        let fits = |brief: &&Brief| {
            let item = &brief.item;
            let feed = item.feed.as_deref();
            let in_scope = match &wanted.scope {
                Scope::All => true,
                Scope::Starred => item.is_starred,
                Scope::Later => item.is_later,
                Scope::Noted => brief.notes > 0,
                Scope::Added => feed.is_none(),
                Scope::Saved(name) => {
                    let asks = self.saved.iter().find(|(saved, _)| saved == name);
                    asks.is_some_and(|(_, asks)| item.title.to_lowercase().contains(asks))
                }
                Scope::Search(asks) => item.title.to_lowercase().contains(asks),
                Scope::Folder(folder) => {
                    let is_it = |f: &&Feed| f.1 == Some(folder) && Some(f.0) == feed;
                    self.feeds.iter().any(|f| is_it(&f))
                }
                Scope::Feed(id) => self.name(*id) == feed,
            };
            in_scope
                && item.title.to_lowercase().contains(&title)
                && (wanted.seen == Seen::All || !item.is_read)
                && !self.hidden.contains(&item.id)
        };
        let mut found: Vec<&Brief> = self.briefs.iter().filter(fits).collect();
        match wanted.order {
            Order::Newest => found.sort_by_key(|brief| -brief.item.at.0),
            Order::Oldest => found.sort_by_key(|brief| brief.item.at.0),
            Order::Title => found.sort_by_key(|brief| brief.item.title.clone()),
            Order::Feed => found.sort_by_key(|brief| (brief.item.feed.clone(), -brief.item.at.0)),
        }
        let listed = |brief: &Brief| Listed {
            id: brief.item.id,
            at: brief.item.at,
            is_read: brief.item.is_read,
            is_starred: brief.item.is_starred,
            is_later: brief.item.is_later,
        };
        found.into_iter().map(listed).collect()
    }

    fn name(&self, id: FeedId) -> Option<&'static str> {
        self.feeds.get(usize::try_from(id.0 - 1).ok()?).map(|(name, ..)| *name)
    }

    fn branch(&self, scope: Scope, name: &str, depth: usize) -> Branch {
        let wanted = Wanted { scope: scope.clone(), ..Wanted::default() };
        let rows = self.list(&wanted);
        let whole = matches!(scope, Scope::Feed(_)).then_some(Whole::Opening);
        Branch {
            scope,
            name: name.into(),
            depth,
            unread: rows.iter().filter(|row| !row.is_read).count(),
            all: rows.len(),
            trouble: None,
            whole,
        }
    }

    fn tree(&self) -> Vec<Branch> {
        let mut tree = vec![
            self.branch(Scope::All, "All", 0),
            self.branch(Scope::Starred, "Starred", 0),
            self.branch(Scope::Later, "Read later", 0),
            self.branch(Scope::Noted, "With notes", 0),
            self.branch(Scope::Added, "Added", 0),
        ];
        for (name, _) in &self.saved {
            tree.push(self.branch(Scope::Saved(name.clone()), name, 0));
        }
        let feed = |n: usize, depth| {
            let (name, _, trouble) = self.feeds[n];
            let id = FeedId(i64::try_from(n).unwrap() + 1);
            let trouble = trouble.map(str::to_owned);
            Branch { trouble, ..self.branch(Scope::Feed(id), name, depth) }
        };
        let folders: BTreeSet<&str> = self.feeds.iter().filter_map(|feed| feed.1).collect();
        for folder in folders {
            tree.push(self.branch(Scope::Folder(folder.into()), folder, 0));
            for n in 0..self.feeds.len() {
                if self.feeds[n].1 == Some(folder) {
                    tree.push(feed(n, 1));
                }
            }
        }
        for n in 0..self.feeds.len() {
            if self.feeds[n].1.is_none() {
                tree.push(feed(n, 0));
            }
        }
        tree
    }
}
