//! The tree at the left of the first screen: what there is to list, and how much of it is unread.
//!
//! All numbers come from one walk through the index of lists. Counters that every change keeps up would be quicker
//! still, but a story counts once in each folder that it is in, and which of its items counts there changes with what
//! is hidden, kept and noted; a walk through a hundred thousand items takes some 20 ms and is never wrong.

use super::list::{Row, worth};
use super::{Library, Plainly};
use crate::library::feed::{FeedId, Whole};
use crate::library::front::{Branch, Scope};
use crate::library::rules::SavedQuery;
use anyhow::Result;
use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

/// How much there is of something.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    unread: usize,
    all: usize,
}

impl Count {
    fn add(&mut self, row: &Row) {
        self.all += 1;
        self.unread += usize::from(!row.listed.is_read);
    }

    /// Of a story, the item that stands for it, if one is in this list.
    fn add_best(&mut self, row: Option<&Row>) {
        if let Some(row) = row {
            self.add(row);
        }
    }
}

/// How long the tree waits for the numbers of saved questions, all together.
const PATIENT: Duration = Duration::from_millis(60);

/// How much there was of a saved question when it was last counted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Counted {
    count: Count,
    at: Instant,
}

/// A feed as the tree has it.
struct Leaf {
    id: FeedId,
    name: String,
    folders: Vec<String>,
    whole: Whole,
    trouble: Option<String>,
}

/// The numbers of everything.
#[derive(Default)]
struct Counts {
    all: Count,
    starred: Count,
    later: Count,
    noted: Count,
    added: Count,
    folders: BTreeMap<String, Count>,
    feeds: BTreeMap<FeedId, Count>,
}

impl Library {
    /// What there is to list, from above: everything, what is marked, saved questions, folders and feeds.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn tree(&self) -> Result<Vec<Branch>> {
        let leaves = self.leaves().plainly(self)?;
        let counts = self.counts(&leaves).plainly(self)?;
        let branch = |scope: Scope, name: &str, depth: usize, count: Count| Branch {
            scope,
            name: name.to_owned(),
            depth,
            unread: count.unread,
            all: count.all,
            trouble: None,
            whole: None,
        };
        let mut tree = vec![
            branch(Scope::All, "All", 0, counts.all),
            branch(Scope::Starred, "Starred", 0, counts.starred),
            branch(Scope::Later, "Read later", 0, counts.later),
            branch(Scope::Noted, "With notes", 0, counts.noted),
        ];
        if counts.added.all > 0 {
            tree.push(branch(Scope::Added, "Added by address", 0, counts.added));
        }
        self.write_saved(&mut tree).plainly(self)?;
        let mut shelf = Folder::default();
        for leaf in &leaves {
            if leaf.folders.is_empty() {
                shelf.leaves.push(leaf);
            }
            for path in &leaf.folders {
                shelf.place(path, leaf);
            }
        }
        let mut path = Vec::new();
        shelf.write(&mut path, &counts, &mut tree);
        Ok(tree)
    }

    /// The saved questions. Those that were counted longest ago are counted anew, as far as the time goes; of the
    /// others stands what was counted before, and where nothing was, that is said.
    fn write_saved(&self, tree: &mut Vec<Branch>) -> rusqlite::Result<()> {
        let (own, _) = self.own();
        let begun = Instant::now();
        let mut counted = self.counted.borrow_mut();
        let mut due: Vec<&SavedQuery> =
            own.queries.iter().filter(|saved| saved.query.is_ok()).collect();
        due.sort_by_key(|saved| counted.get(&saved.ask).map(|counted| counted.at));
        for saved in due {
            let Ok(query) = &saved.query else { continue };
            let left = PATIENT.saturating_sub(begun.elapsed());
            if left.is_zero() {
                break;
            }
            if let Some((unread, all)) = self.count(query, left)? {
                let at = Instant::now();
                counted.insert(saved.ask.clone(), Counted { count: Count { unread, all }, at });
            }
        }
        counted.retain(|ask, _| own.queries.iter().any(|saved| saved.ask == *ask));
        for saved in &own.queries {
            let known = counted.get(&saved.ask).map(|counted| counted.count);
            let count = known.unwrap_or_default();
            let trouble = match (&saved.query, known) {
                (Err(says), _) => Some(format!("the question, {says}")),
                (Ok(_), None) => Some("not counted: that takes too long".to_owned()),
                (Ok(_), Some(_)) => None,
            };
            tree.push(Branch {
                scope: Scope::Saved(saved.name.clone()),
                name: saved.name.clone(),
                depth: 0,
                unread: count.unread,
                all: count.all,
                trouble,
                whole: None,
            });
        }
        Ok(())
    }

    fn leaves(&self) -> rusqlite::Result<Vec<Leaf>> {
        let mut asked = self.connection.prepare_cached(
            "SELECT id, coalesce(named, nullif(title, ''), address), whole, says, failures, gone,
                 (SELECT group_concat(path, char(10)) FROM folders WHERE feed = feeds.id) FROM feeds",
        )?;
        let mut leaves: Vec<Leaf> = asked
            .query_map([], |row| {
                let says: Option<String> = row.get(3)?;
                let failures: i64 = row.get(4)?;
                let trouble = match (row.get::<_, bool>(5)?, says) {
                    (true, _) => Some("it is gone for good, and is not asked any more".to_owned()),
                    (false, Some(says)) if failures > 0 => Some(says),
                    _ => None,
                };
                let folders: Option<String> = row.get(6)?;
                Ok(Leaf {
                    id: FeedId(row.get(0)?),
                    name: super::feeds::shown(row.get(1)?),
                    whole: Whole::named(&row.get::<_, String>(2)?).unwrap_or_default(),
                    trouble,
                    folders: folders.unwrap_or_default().lines().map(str::to_owned).collect(),
                })
            })?
            .collect::<rusqlite::Result<_>>()?;
        leaves.sort_by_cached_key(|leaf| (leaf.name.to_lowercase(), leaf.id));
        Ok(leaves)
    }

    fn counts(&self, leaves: &[Leaf]) -> rusqlite::Result<Counts> {
        // Each feed with all folders above it.
        let above: BTreeMap<FeedId, BTreeSet<&str>> = leaves
            .iter()
            .map(|leaf| (leaf.id, leaf.folders.iter().flat_map(|path| prefixes(path)).collect()))
            .collect();
        let mut counts = Counts::default();
        let mut told_often: Vec<Row> = Vec::new();
        for found in self.all_rows()?.iter().filter(|row| !row.is_hidden) {
            if let Some(feed) = found.feed {
                counts.feeds.entry(feed).or_default().add(found);
            }
            match found.story {
                Some(_) => told_often.push(*found),
                None => counts.add(found, &above),
            }
        }
        told_often.sort_by_key(|row| row.story);
        for story in told_often.chunk_by(|a, b| a.story == b.story) {
            counts.add_story(story, &above);
        }
        Ok(counts)
    }
}

impl Counts {
    /// An item that is a story by itself.
    fn add(&mut self, row: &Row, above: &BTreeMap<FeedId, BTreeSet<&str>>) {
        self.all.add(row);
        for (count, holds) in [
            (&mut self.starred, row.listed.is_starred),
            (&mut self.later, row.listed.is_later),
            (&mut self.noted, row.is_noted),
            (&mut self.added, row.feed.is_none()),
        ] {
            if holds {
                count.add(row);
            }
        }
        for path in row.feed.and_then(|feed| above.get(&feed)).into_iter().flatten() {
            match self.folders.get_mut(*path) {
                Some(count) => count.add(row),
                None => {
                    let mut count = Count::default();
                    count.add(row);
                    self.folders.insert((*path).to_owned(), count);
                }
            }
        }
    }

    /// The items of a story: in each list the one counts that stands in it.
    fn add_story(&mut self, story: &[Row], above: &BTreeMap<FeedId, BTreeSet<&str>>) {
        let best = |holds: &dyn Fn(&Row) -> bool| {
            story.iter().filter(|row| holds(row)).max_by_key(|row| worth(row))
        };
        self.all.add_best(best(&|_| true));
        self.starred.add_best(best(&|row| row.listed.is_starred));
        self.later.add_best(best(&|row| row.listed.is_later));
        self.noted.add_best(best(&|row| row.is_noted));
        self.added.add_best(best(&|row| row.feed.is_none()));
        let stands_in = |row: &Row, path: &str| {
            row.feed.and_then(|feed| above.get(&feed)).is_some_and(|paths| paths.contains(path))
        };
        let paths: BTreeSet<&str> =
            story.iter().filter_map(|row| above.get(&row.feed?)).flatten().copied().collect();
        for path in paths {
            if let Some(row) = best(&|row| stands_in(row, path)) {
                self.folders.entry(path.to_owned()).or_default().add(row);
            }
        }
    }
}

/// A path and the paths of all folders that it lies in.
fn prefixes(path: &str) -> impl Iterator<Item = &str> {
    let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
    ends.filter_map(|end| path.get(..end)).filter(|path| !path.is_empty())
}

/// Folders within a folder, by their names.
#[derive(Default)]
struct Folder<'a> {
    folders: BTreeMap<(String, String), Folder<'a>>,
    leaves: Vec<&'a Leaf>,
}

impl<'a> Folder<'a> {
    fn place(&mut self, path: &str, leaf: &'a Leaf) {
        let mut folder = self;
        for name in path.split('/').filter(|name| !name.is_empty()) {
            folder = folder.folders.entry((name.to_lowercase(), name.to_owned())).or_default();
        }
        folder.leaves.push(leaf);
    }

    fn write(&self, path: &mut Vec<String>, counts: &Counts, tree: &mut Vec<Branch>) {
        for ((_, name), folder) in &self.folders {
            path.push(name.clone());
            let whole = path.join("/");
            let count = counts.folders.get(&whole).copied().unwrap_or_default();
            tree.push(Branch {
                scope: Scope::Folder(whole),
                name: name.clone(),
                depth: path.len() - 1,
                unread: count.unread,
                all: count.all,
                trouble: None,
                whole: None,
            });
            folder.write(path, counts, tree);
            path.pop();
        }
        for leaf in &self.leaves {
            let count = counts.feeds.get(&leaf.id).copied().unwrap_or_default();
            tree.push(Branch {
                scope: Scope::Feed(leaf.id),
                name: leaf.name.clone(),
                depth: path.len(),
                unread: count.unread,
                all: count.all,
                trouble: leaf.trouble.clone(),
                whole: Some(leaf.whole),
            });
        }
    }
}
