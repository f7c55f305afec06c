//! What two sides did to the notes on one article since they last agreed, made into one.
//!
//! Record by record, because a record is what a reader thinks of as one thing: half of one side's
//! note with half of the other's would be a note that nobody wrote. Nothing here decides between two
//! texts: where both sides wrote, both are handed back, and the caller keeps both.

use super::{Change, Edit, History, Note, NoteId};
use std::collections::BTreeMap;

/// The notes of one article by id.
pub type Notes = BTreeMap<NoteId, Note>;

/// What came of merging with a common ancestor.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Merged {
    /// What both sides want, and ours where both changed the same record.
    pub notes: Notes,
    /// Theirs of the records that both changed, each in its own way.
    pub beside: Notes,
}

/// Merges what two sides made of the same notes.
///
/// A removal never beats a change: who removed a note did not know what would be written into it, and
/// what is written can be removed once more, but not the other way round.
#[must_use]
pub fn three_way(base: &Notes, ours: &Notes, theirs: &Notes) -> Merged {
    let mut merged = Merged { notes: ours.clone(), beside: Notes::new() };
    let mut ids: Vec<NoteId> = base.keys().chain(theirs.keys()).copied().collect();
    ids.sort_unstable();
    ids.dedup();
    for id in ids {
        let (was, our, their) = (base.get(&id), ours.get(&id), theirs.get(&id));
        if their == was || their == our {
            continue;
        }
        match (our, their) {
            // Only they touched it, or ours is a removal of what they have changed.
            (_, Some(their)) if our == was || our.is_none() => {
                merged.notes.insert(id, their.clone());
            }
            (_, None) if our == was => {
                merged.notes.remove(&id);
            }
            (_, Some(their)) => {
                merged.beside.insert(id, their.clone());
            }
            (_, None) => {}
        }
    }
    merged
}

/// How many notes differ between two states of a notebook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Tally {
    /// Only in the later.
    pub added: usize,
    /// In both, but not the same.
    pub changed: usize,
    /// Only in the earlier.
    pub removed: usize,
}

impl Tally {
    /// Counts what it takes to get from one state to the other.
    #[must_use]
    pub fn between(before: &Notes, after: &Notes) -> Self {
        let added = after.keys().filter(|id| !before.contains_key(id)).count();
        let removed = before.keys().filter(|id| !after.contains_key(id)).count();
        let both = before.iter().filter_map(|(id, note)| Some((note, after.get(id)?)));
        Self { added, removed, changed: both.filter(|(before, after)| before != after).count() }
    }

    /// Whether nothing differs.
    #[must_use]
    pub fn is_nothing(self) -> bool {
        self == Self::default()
    }

    /// What has happened, for the bottom row: `2 notes came in from outside, 1 was removed there`.
    #[must_use]
    pub fn says(self) -> String {
        let was = |n| if n == 1 { "was" } else { "were" };
        let mut parts = Vec::new();
        if self.added > 0 {
            parts.push(format!("{} came in from outside", counted(self.added)));
        }
        for (n, done) in [(self.changed, "changed"), (self.removed, "removed")] {
            if n > 0 {
                let first = parts.is_empty();
                let what = if first { counted(n) } else { n.to_string() };
                let place = if first { "outside" } else { "there" };
                parts.push(format!("{what} {} {done} {place}", was(n)));
            }
        }
        parts.join(", ")
    }
}

/// `1 note`, `2 notes`.
#[must_use]
pub fn counted(n: usize) -> String {
    crate::text::counted(n, "note")
}

/// Two histories of one notebook made into one that fits it: their steps, then those that only we have,
/// so that what this reader did last is what the next `u` takes back. Steps on records that are not any
/// more what the step left behind could only be refused, and would bar the way to all before them: they
/// are left out, and counted.
#[must_use]
pub fn histories(ours: &History, theirs: &History, notes: &Notes) -> (History, usize) {
    let mut done = theirs.done.clone();
    // What they have taken back is no step of ours that they do not know.
    let is_known = |step: &&Change| theirs.done.contains(step) || theirs.undone.contains(step);
    done.extend(ours.done.iter().filter(|step| !is_known(step)).cloned());
    let is_ours = done.len() > theirs.done.len();
    // What was undone can be done again only as long as nothing new was done.
    let undone = if is_ours || theirs.undone.is_empty() { &ours.undone } else { &theirs.undone };
    fitted(&History { done, undone: undone.clone() }, notes)
}

/// A history in which what others have changed or removed is a step of its own, so that it can be brought
/// back: a program that spoils a file takes notes away as well as a reader who means it. What they have
/// added takes nothing from anybody, and is no step.
#[must_use]
pub fn with_outside(history: &History, before: &Notes, after: &Notes) -> History {
    let mut history = history.clone();
    let is_other = |(id, note): &(&NoteId, &Note)| after.get(id) != Some(note);
    let edit = |(id, note): (&NoteId, &Note)| Edit {
        id: *id,
        before: Some(note.clone()),
        after: after.get(id).cloned(),
    };
    let edits: Vec<Edit> = before.iter().filter(is_other).map(edit).collect();
    if !edits.is_empty() {
        history.done.push(Change {
            label: "what was changed outside".into(),
            // Nobody knows when.
            at: crate::doc::Time::default(),
            edits,
        });
        history.undone.clear();
    }
    history
}

/// A history without the steps that do not fit the notes, and how many of those that were done are left
/// out.
#[must_use]
pub fn fitted(history: &History, notes: &Notes) -> (History, usize) {
    let mut now = notes.clone();
    let mut done: Vec<Change> = Vec::new();
    for step in history.done.iter().rev() {
        if apply(&step.inverse(), &mut now) {
            done.push(step.clone());
        }
    }
    done.reverse();
    let lost = history.done.len() - done.len();
    let over = done.len().saturating_sub(History::LIMIT);
    done.drain(..over);
    let mut now = notes.clone();
    let fits = history.undone.iter().rev().take_while(|step| apply(step, &mut now)).count();
    let undone = history.undone.iter().skip(history.undone.len() - fits).cloned().collect();
    (History { done, undone }, lost)
}

/// Applies a step where all of it fits.
fn apply(step: &Change, notes: &mut Notes) -> bool {
    let mut tried: Vec<(NoteId, Option<Note>)> = Vec::new();
    let mut fits = true;
    for edit in &step.edits {
        fits = notes.get(&edit.id) == edit.before.as_ref();
        if !fits {
            break;
        }
        let was = match &edit.after {
            Some(note) => notes.insert(edit.id, note.clone()),
            None => notes.remove(&edit.id),
        };
        tried.push((edit.id, was));
    }
    if !fits {
        for (id, was) in tried.into_iter().rev() {
            match was {
                Some(note) => notes.insert(id, note),
                None => notes.remove(&id),
            };
        }
    }
    fits
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::doc::{Anchor, Digest, Time};
    use crate::notes::from_toml;
    use proptest::collection::btree_map;
    use proptest::prelude::*;

    /// A note that says something, made from what a file would hold: a record is opaque here.
    pub(in crate::notes) fn note(id: u64, body: &str, edited: i64) -> Note {
        let (notebook, _) = from_toml("[[note]]\nquote = \"Engineers\"\n").unwrap();
        let mut note = notebook.notes.into_values().next().unwrap();
        let digest = Digest::of(b"text");
        note.id = NoteId(id);
        note.anchor = Anchor { digest, ..note.anchor };
        note.body = body.into();
        note.made = Time(1_747_000_000_000);
        note.edited = Time(note.made.0 + edited);
        note
    }

    fn notes(all: &[(u64, &str)]) -> Notes {
        all.iter().map(|(id, body)| (NoteId(*id), note(*id, body, 0))).collect()
    }

    fn step(id: u64, before: Option<&str>, after: Option<&str>) -> Change {
        let made = |body: Option<&str>| body.map(|body| note(id, body, 0));
        let edit = Edit { id: NoteId(id), before: made(before), after: made(after) };
        Change { label: "note".into(), at: Time(0), edits: vec![edit] }
    }

    #[test]
    fn what_only_one_side_did_is_done() {
        let base = notes(&[(1, "a"), (2, "b"), (3, "c"), (4, "d")]);
        let ours = notes(&[(1, "mine"), (2, "b"), (4, "d"), (5, "new")]);
        let theirs = notes(&[(1, "a"), (2, "theirs"), (3, "c"), (6, "other")]);
        let merged = three_way(&base, &ours, &theirs);
        assert_eq!(merged.notes, notes(&[(1, "mine"), (2, "theirs"), (5, "new"), (6, "other")]));
        assert!(merged.beside.is_empty());
    }

    #[test]
    fn of_what_both_changed_both_are_kept() {
        let (base, ours) = (notes(&[(1, "a")]), notes(&[(1, "mine"), (2, "new")]));
        let theirs = notes(&[(1, "theirs"), (2, "another")]);
        let merged = three_way(&base, &ours, &theirs);
        assert_eq!((merged.notes, merged.beside), (ours, theirs));
    }

    #[test]
    fn a_change_outlives_a_removal() {
        let (base, none) = (notes(&[(1, "a")]), Notes::new());
        let changed = notes(&[(1, "b")]);
        assert_eq!(three_way(&base, &changed, &none).notes, changed);
        assert_eq!(three_way(&base, &none, &changed).notes, changed);
        assert_eq!(three_way(&base, &none, &none).notes, none);
    }

    #[test]
    fn what_came_in_is_counted_in_words() {
        let says = |added, changed, removed| Tally { added, changed, removed }.says();
        assert_eq!(says(2, 0, 0), "2 notes came in from outside");
        assert_eq!(says(0, 1, 0), "1 note was changed outside");
        assert_eq!(says(0, 0, 2), "2 notes were removed outside");
        assert_eq!(
            says(1, 2, 1),
            "1 note came in from outside, 2 were changed there, 1 was removed there"
        );
    }

    #[test]
    fn a_history_leaves_out_what_no_longer_fits_and_nothing_else() {
        let history = History {
            done: vec![
                step(1, None, Some("a")),
                step(2, None, Some("x")),
                step(1, Some("a"), Some("b")),
            ],
            undone: Vec::new(),
        };
        let (fits, lost) = fitted(&history, &notes(&[(1, "b"), (2, "theirs")]));
        assert_eq!(lost, 1);
        assert_eq!(fits.done, [step(1, None, Some("a")), step(1, Some("a"), Some("b"))]);
    }

    #[test]
    fn two_histories_become_one_with_ours_on_top() {
        let first = step(1, None, Some("a"));
        let (mine, yours) = (step(2, None, Some("x")), step(3, None, Some("y")));
        let history = |done: &[&Change]| History {
            done: done.iter().map(|step| (*step).clone()).collect(),
            undone: Vec::new(),
        };
        let (ours, theirs) = (history(&[&first, &mine]), history(&[&first, &yours]));
        let all = notes(&[(1, "a"), (2, "x"), (3, "y")]);
        let (both, lost) = histories(&ours, &theirs, &all);
        assert_eq!((both, lost), (history(&[&first, &yours, &mine]), 0));
        // What they took back is not taken back twice, and can be done again.
        let taken_back = History { done: Vec::new(), undone: vec![first.clone()] };
        let (both, _) = histories(&history(&[&first]), &taken_back, &Notes::new());
        assert_eq!(both, taken_back);
    }

    fn some_notes() -> impl Strategy<Value = Notes> {
        btree_map(0_u64..5, 0_u8..4, 0..5).prop_map(|all| {
            let made = |(id, body): (u64, u8)| (NoteId(id), note(id, &body.to_string(), 0));
            all.into_iter().map(made).collect()
        })
    }

    proptest! {
        #[test]
        fn nothing_that_either_side_wrote_is_lost(base in some_notes(), ours in some_notes(), theirs in some_notes()) {
            let merged = three_way(&base, &ours, &theirs);
            for (side, other) in [(&ours, &theirs), (&theirs, &ours)] {
                for (id, note) in side.iter().filter(|(id, note)| base.get(id) != Some(note)) {
                    let kept = [&merged.notes, &merged.beside].iter().any(|all| all.get(id) == Some(note));
                    prop_assert!(kept, "{id} of {side:?} against {other:?}");
                }
            }
            prop_assert_eq!(&three_way(&base, &base, &theirs).notes, &theirs);
            prop_assert_eq!(&three_way(&base, &ours, &base).notes, &ours);
            let back = three_way(&base, &theirs, &ours);
            let ids = |merged: &Merged| merged.notes.keys().copied().collect::<Vec<_>>();
            prop_assert_eq!(ids(&back), ids(&merged));
        }

        #[test]
        fn a_fitted_history_can_be_undone_to_its_beginning(
            steps in proptest::collection::vec((0_u64..3, 0_u8..3, 0_u8..3), 0..12), now in some_notes(),
        ) {
            let body = |n: u8| (n > 0).then(|| n.to_string());
            let done = steps.iter().map(|(id, a, b)| step(*id, body(*a).as_deref(), body(*b).as_deref()));
            let history = History { done: done.clone().collect(), undone: done.collect() };
            let (mut fits, lost) = fitted(&history, &now);
            prop_assert_eq!(fits.done.len() + lost, history.done.len());
            let (mut notebook, _) = from_toml("").unwrap();
            notebook.notes = now;
            let mut again = (fits.clone(), notebook.clone());
            while fits.undo(&mut notebook).map_err(|e| TestCaseError::fail(format!("{e:?}")))?.is_some() {}
            while again.0.redo(&mut again.1).map_err(|e| TestCaseError::fail(format!("{e:?}")))?.is_some() {}
        }
    }
}
