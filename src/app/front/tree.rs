//! The tree at the left: what lists there are, folders folded and unfolded.

use crate::library::front::{Branch, Scope};
use crate::parse::clean::line;
use std::collections::BTreeSet;

/// The tree.
#[derive(Debug, Default)]
pub struct Tree {
    /// All branches, from above.
    pub branches: Vec<Branch>,
    /// The numbers of those that are not within a folded folder.
    pub rows: Vec<usize>,
    /// Which of the rows the reader stands on.
    pub selected: usize,
    /// The first row that is seen.
    pub top: usize,
    /// Whether the library has told what there is.
    pub is_told: bool,
    folded: BTreeSet<Scope>,
}

/// A branch, whatever its number: a feed may stand in several folders.
type Key = (Scope, Option<Scope>);

impl Tree {
    /// What the reader stands on.
    #[must_use]
    pub fn selected(&self) -> Option<&Branch> {
        self.branch(self.selected)
    }

    /// The branch of a row.
    #[must_use]
    pub fn branch(&self, row: usize) -> Option<&Branch> {
        self.branches.get(*self.rows.get(row)?)
    }

    /// The branch of a scope.
    #[must_use]
    pub fn find(&self, scope: &Scope) -> Option<&Branch> {
        self.branches.iter().find(|branch| branch.scope == *scope)
    }

    /// Whether a folder is folded.
    #[must_use]
    pub fn is_folded(&self, scope: &Scope) -> bool {
        self.folded.contains(scope)
    }

    /// Whether there is anything to read or to ask.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let has_any = |branch: &Branch| branch.all > 0 || matches!(branch.scope, Scope::Feed(_));
        !self.branches.iter().any(has_any)
    }

    /// Takes what the library has told, with the reader where the reader was; where that is gone, on
    /// the row that has come in its place.
    pub fn take(&mut self, mut branches: Vec<Branch>, search: Option<&str>, current: &Scope) {
        for branch in &mut branches {
            branch.name = line(&branch.name);
            branch.trouble = branch.trouble.as_deref().map(line);
        }
        let key = self.rows.get(self.selected).map(|n| self.key(*n));
        self.branches = branches;
        self.is_told = true;
        self.place_search(search);
        self.lay_out(None);
        let is_it = |row: &usize| self.rows.get(*row).map(|n| self.key(*n)) == key;
        let rows = 0..self.rows.len();
        let again = rows.clone().find(is_it).filter(|_| key.is_some());
        let by_scope = || rows.clone().find(|row| self.scope(*row) == Some(current));
        let kept = again.filter(|row| self.scope(*row) == Some(current)).or_else(by_scope);
        self.selected = kept.or(again).unwrap_or(self.selected);
        self.selected = self.selected.min(self.rows.len().saturating_sub(1));
    }

    /// A search stands above all, as long as it is one.
    pub fn put_search(&mut self, search: Option<&str>) {
        let before = self.branches.len();
        let stood = self.rows.get(self.selected).copied();
        self.place_search(search);
        let stands = stood.map(|at| (at + self.branches.len()).saturating_sub(before));
        self.lay_out(stands);
    }

    fn place_search(&mut self, search: Option<&str>) {
        self.branches.retain(|branch| !matches!(branch.scope, Scope::Search(_)));
        if let Some(asked) = search {
            let branch = Branch {
                scope: Scope::Search(asked.to_owned()),
                name: format!("Search: {}", line(asked)),
                depth: 0,
                unread: 0,
                all: 0,
                trouble: None,
                whole: None,
            };
            self.branches.insert(0, branch);
        }
    }

    /// Goes to the branch of a scope, and unfolds what hides it.
    pub fn select(&mut self, scope: &Scope) {
        let Some(at) = self.branches.iter().position(|branch| branch.scope == *scope) else {
            return;
        };
        let mut inner = at;
        while let Some(parent) = self.parent(inner) {
            if let Some(branch) = self.branches.get(parent) {
                self.folded.remove(&branch.scope);
            }
            inner = parent;
        }
        self.lay_out(Some(at));
    }

    /// Folds the folder that the reader stands on, or unfolds it; `None` where it is none.
    pub fn fold(&mut self) -> Option<()> {
        let scope = self.selected()?.scope.clone();
        if !matches!(scope, Scope::Folder(_)) {
            return None;
        }
        if !self.folded.remove(&scope) {
            self.folded.insert(scope);
        }
        self.lay_out(self.rows.get(self.selected).copied());
        Some(())
    }

    /// Goes to the folder that the reader's row stands in; `None` where it stands in none.
    pub fn to_parent(&mut self) -> Option<()> {
        let parent = self.parent(*self.rows.get(self.selected)?)?;
        self.selected = self.rows.iter().position(|n| *n == parent)?;
        Some(())
    }

    /// Keeps the selected row in sight.
    pub fn settle(&mut self, seen: usize) {
        self.selected = self.selected.min(self.rows.len().saturating_sub(1));
        let least = (self.selected + 1).saturating_sub(seen);
        self.top = self.top.clamp(least, self.selected.max(least));
        self.top = self.top.min(self.rows.len().saturating_sub(seen));
    }

    /// The feeds within a scope, each once.
    #[must_use]
    pub fn feeds_in(&self, scope: &Scope) -> Vec<crate::library::feed::FeedId> {
        let Some(at) = self.branches.iter().position(|branch| branch.scope == *scope) else {
            return Vec::new();
        };
        let depth = self.branches.get(at).map_or(0, |branch| branch.depth);
        let inner = self.branches.iter().skip(at + 1).take_while(|branch| branch.depth > depth);
        let of = |branch: &Branch| match branch.scope {
            Scope::Feed(id) => Some(id),
            _ => None,
        };
        let feeds: BTreeSet<_> =
            self.branches.get(at).into_iter().chain(inner).filter_map(of).collect();
        feeds.into_iter().collect()
    }

    fn scope(&self, row: usize) -> Option<&Scope> {
        self.branch(row).map(|branch| &branch.scope)
    }

    fn key(&self, at: usize) -> Key {
        let scope = self.branches.get(at).map(|branch| branch.scope.clone()).unwrap_or_default();
        let parent = self.parent(at).and_then(|n| self.branches.get(n));
        (scope, parent.map(|branch| branch.scope.clone()))
    }

    fn parent(&self, at: usize) -> Option<usize> {
        let depth = self.branches.get(at)?.depth;
        let before = self.branches.get(..at)?;
        before.iter().rposition(|branch| branch.depth < depth)
    }

    /// Finds the rows; the reader stands on the branch of this number, or on the folder that hides it.
    fn lay_out(&mut self, stands: Option<usize>) {
        self.rows.clear();
        let mut folded_at: Option<usize> = None;
        for (n, branch) in self.branches.iter().enumerate() {
            if folded_at.is_some_and(|depth| branch.depth > depth) {
                continue;
            }
            folded_at = self.folded.contains(&branch.scope).then_some(branch.depth);
            self.rows.push(n);
        }
        if let Some(at) = stands {
            self.selected = self.rows.partition_point(|n| *n <= at).saturating_sub(1);
        }
    }
}
