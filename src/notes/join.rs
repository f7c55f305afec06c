//! Two notes files on one article made into one, without knowing what they were when they parted.
//!
//! The rule, record by record. Equal: one. In one file only: kept, because a note that was removed
//! cannot be told from one that was never there, and a note too many is a smaller harm than one too few.
//! Different: the later one alone only where the other is known to be an earlier state of it. That is
//! so where the other was never edited since it was made, so that whatever differs grew out of it; or
//! where the history of this machine holds it as a state before. Two times that were both edited prove
//! nothing: either may have grown out of the other, or both out of a third. Then both are kept: the one
//! edited last under its own id, the other as a note of its own, whose id follows from what it says.
//! So merging twice is merging once, and two machines that merge each other's files end with the same.

use super::file::{Layout, from_toml, records, to_toml};
use super::merge::Notes;
use super::record::{self, read_all};
use super::{History, Note, NoteId, Notebook};
use crate::doc::Digest;
use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, TableLike};

/// The bits of an id that tell notes of one moment apart; the others are the moment.
const CHANCE: u64 = (1 << 22) - 1;

/// What is known of how two files came to differ.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Parting<'a> {
    /// Both sides changed every record in which they differ: the other file is one that a conflict left.
    BothChanged,
    /// This machine's history may tell which of two states came first.
    Unknown(&'a History),
}

/// What came of merging two files.
#[derive(Clone, Debug, PartialEq)]
pub struct Joined {
    /// The text of the merged file: that of the first with all that only the second has.
    pub text: String,
    /// The notes in it.
    pub notebook: Notebook,
    /// Notes that only the second file had, records that are not understood among them.
    pub added: usize,
    /// Notes of which the later state was taken, because the other is known to be an earlier one.
    pub newer: usize,
    /// Notes that are now two, because both were changed.
    pub doubled: usize,
}

impl Joined {
    /// What has happened, for people.
    #[must_use]
    pub fn says(&self) -> String {
        let of = |n: usize, what: &str| format!("{} {what}", super::merge::counted(n));
        let parts: Vec<String> = [
            (self.added, "taken in"),
            (self.newer, "with the later of two states"),
            (self.doubled, "changed on both sides, now two each"),
        ]
        .into_iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, what)| of(n, what))
        .collect();
        if parts.is_empty() { "nothing differs".into() } else { parts.join(", ") }
    }
}

/// What becomes of one record of the second file.
enum Fate {
    /// The first file has the same.
    Known,
    /// Only the second file has it.
    Added,
    /// It is a later state of the first file's.
    Later,
    /// The first file's is a later state of it.
    Earlier,
    /// Both stay: it as it is, the first file's under another id.
    Takes(NoteId),
    /// Both stay: the first file's as it is, this one under another id.
    Yields(NoteId),
}

/// Merges the text of a second notes file into that of a first.
///
/// Comments, keys and records that are not understood stay in the first; those that only the second has
/// come along.
///
/// # Errors
/// A sentence, where one of the texts cannot be read or they are on different articles.
pub fn texts(first: &str, second: &str, parting: Parting<'_>) -> Result<Joined, String> {
    let (mut ours, _) = from_toml(first).map_err(|why| format!("the first file: {why}"))?;
    let (theirs, _) = from_toml(second).map_err(|why| format!("the second file: {why}"))?;
    if ours.article.0.is_empty() {
        ours.article = theirs.article.clone();
    }
    if !theirs.article.0.is_empty() && theirs.article != ours.article {
        let (a, b) = (&ours.article.0, &theirs.article.0);
        return Err(format!("they are notes on different articles: {a} and {b}"));
    }
    // Written once as it is, so that its records stand in tables of their own.
    let bug = |what: &str| format!("the merged file {what}; this is a bug");
    let mut document: DocumentMut =
        Layout::of(&to_toml(&ours, first)).plain.parse().map_err(|_| bug("cannot be read"))?;
    let other: DocumentMut = Layout::of(second).plain.parse().map_err(|_| bug("cannot be read"))?;
    add_keys(document.as_table_mut(), other.as_table());
    if let (Some(to), Some(from)) = (
        document.get_mut("article").and_then(Item::as_table_like_mut),
        other.get("article").and_then(Item::as_table_like),
    ) {
        add_keys(to, from);
    }
    let mut joined =
        Joined { text: String::new(), notebook: ours.clone(), added: 0, newer: 0, doubled: 0 };
    let mut appended = String::new();
    let understood = read_records(other.as_table());
    for (table, note) in tables(other.as_table()).into_iter().zip(understood) {
        let Some(note) = note else {
            // It is not understood here, but may be by a later version: it goes along as it is.
            let chunk = chunk(table);
            if !has_chunk(document.as_table(), &chunk) {
                joined.added += 1;
                appended.push_str(&chunk);
            }
            continue;
        };
        let id = note.id;
        match fate(&note, &joined.notebook.notes, &theirs.notes, parting) {
            Fate::Known | Fate::Earlier => {}
            Fate::Added => {
                joined.added += 1;
                appended.push_str(&chunk_of(table, &note));
                joined.notebook.notes.insert(id, note);
            }
            Fate::Later => {
                joined.newer += 1;
                if let Some(ours) = table_of(&mut document, id) {
                    add_keys(ours, &table);
                }
                joined.notebook.notes.insert(id, note);
            }
            Fate::Yields(twin) => {
                let note = Note { id: twin, ..note };
                if joined.notebook.notes.insert(twin, note.clone()).is_none() {
                    joined.doubled += 1;
                    appended.push_str(&chunk_of(without_id(table), &note));
                }
            }
            Fate::Takes(twin) => {
                let Some(ours) = joined.notebook.notes.insert(id, note.clone()) else { continue };
                let ours = Note { id: twin, ..ours };
                if let Some(table) = table_of(&mut document, id) {
                    table.remove("id");
                    record::write(&ours, table);
                }
                if joined.notebook.notes.insert(twin, ours).is_none() {
                    joined.doubled += 1;
                }
                appended.push_str(&chunk_of(table, &note));
            }
        }
    }
    let whole = format!("{document}{appended}");
    joined.text = Layout::of(first).dress(&to_toml(&joined.notebook, &whole));
    match from_toml(&joined.text) {
        Ok((read, _)) if read.notes == joined.notebook.notes => Ok(joined),
        _ => Err(bug("would not hold what the two do")),
    }
}

/// How many notes of the second are not the same in the first.
#[must_use]
pub fn differing(first: &Notes, second: &Notes) -> usize {
    second.iter().filter(|(id, note)| first.get(id) != Some(note)).count()
}

fn fate(note: &Note, ours: &Notes, theirs: &Notes, parting: Parting<'_>) -> Fate {
    let Some(our) = ours.get(&note.id) else { return Fate::Added };
    if our == note {
        return Fate::Known;
    }
    if let Parting::Unknown(history) = parting {
        if is_earlier(our, note, history) {
            return Fate::Later;
        }
        if is_earlier(note, our, history) {
            return Fate::Earlier;
        }
    }
    // By content where the times are the same, so that both machines choose the same one.
    if (note.edited, fingerprint(note)) > (our.edited, fingerprint(our)) {
        Fate::Takes(twin(our, [ours, theirs]))
    } else {
        Fate::Yields(twin(note, [ours, theirs]))
    }
}

/// Whether one state of a record is known to have come before the other.
fn is_earlier(early: &Note, late: &Note, history: &History) -> bool {
    let steps = || history.done.iter().chain(&history.undone).flat_map(|step| &step.edits);
    let states = || steps().filter(|edit| edit.id == early.id);
    let mut known = states().flat_map(|edit| [&edit.before, &edit.after]).flatten();
    let is_known = known.any(|state| state == early);
    // What follows a state in the history came out of it.
    let grew = |from: &Note, to: &Note| {
        let mut at = Some(from.clone());
        for edit in states() {
            if edit.before == at && edit.after.is_some() {
                at.clone_from(&edit.after);
            }
        }
        at.as_ref() == Some(to)
    };
    if is_known && grew(early, late) {
        return true;
    }
    // Whoever edits the file by hand does not touch `edited`: a state that the history should know and
    // does not is such a one, and no beginning.
    let by_hand = !is_known && states().next().is_some();
    let is_first = early.edited == early.made;
    is_first && !by_hand && late.made == early.made && late.edited > early.edited
}

/// The id under which the other of two states is kept: made from what it says, in its own moment.
fn twin(note: &Note, taken: [&Notes; 2]) -> NoteId {
    let chance = fingerprint(note).chars().take(6).collect::<String>();
    let chance = u64::from_str_radix(&chance, 16).unwrap_or(0);
    let mut id = NoteId((note.id.0 & !CHANCE) | (chance & CHANCE));
    let is_free = |id: NoteId| {
        let is_same = |other: &Note| Note { id: note.id, ..other.clone() } == *note;
        id != note.id && taken.iter().all(|all| all.get(&id).is_none_or(is_same))
    };
    while !is_free(id) {
        id = NoteId((id.0 & !CHANCE) | (id.0.wrapping_add(1) & CHANCE));
    }
    id
}

/// Digits that follow from everything that a note says.
fn fingerprint(note: &Note) -> String {
    let mut table = Table::new();
    record::write(note, &mut table);
    Digest::of(table.to_string().as_bytes()).to_string()
}

/// The records of a file as tables, in its order.
fn tables(root: &Table) -> Vec<Table> {
    let Some(item) = root.get("note").cloned() else { return Vec::new() };
    item.into_array_of_tables().map_or_else(|_| Vec::new(), |all| all.into_iter().collect())
}

/// The records of a file as notes, in its order; `None` for those that are not understood.
fn read_records(root: &Table) -> Vec<Option<Note>> {
    let records = records(root).unwrap_or_default();
    let tables: Vec<&dyn TableLike> = records.iter().map(|(table, _)| *table).collect();
    read_all(&tables).into_iter().map(Result::ok).collect()
}

fn table_of(document: &mut DocumentMut, id: NoteId) -> Option<&mut Table> {
    let at = read_records(document.as_table())
        .iter()
        .position(|note| note.as_ref().is_some_and(|note| note.id == id))?;
    document.get_mut("note")?.as_array_of_tables_mut()?.get_mut(at)
}

/// Adds the keys that only the other table has; its notes are looked at one by one.
fn add_keys(to: &mut dyn TableLike, from: &dyn TableLike) {
    for (key, item) in from.iter().filter(|(key, _)| *key != "note") {
        if !to.contains_key(key) {
            let mut item = item.clone();
            unplace(&mut item);
            to.insert(key, item);
        }
    }
}

/// A table remembers where in its file it stood, which means nothing in another.
fn unplace(item: &mut Item) {
    if let Item::Table(table) = item {
        table.set_position(None);
        table.iter_mut().for_each(|(_, item)| unplace(item));
    } else if let Item::ArrayOfTables(tables) = item {
        for table in tables.iter_mut() {
            table.set_position(None);
            table.iter_mut().for_each(|(_, item)| unplace(item));
        }
    }
}

fn without_id(mut table: Table) -> Table {
    table.remove("id");
    table
}

/// A record with what a note says, as it stands in a file.
fn chunk_of(mut table: Table, note: &Note) -> String {
    record::write(note, &mut table);
    chunk(table)
}

/// A record as it stands in a file.
fn chunk(mut table: Table) -> String {
    if table.decor().prefix().is_none_or(|prefix| prefix.as_str() == Some("")) {
        table.decor_mut().set_prefix("\n");
    }
    let mut tables = ArrayOfTables::new();
    tables.push(table);
    let mut document = DocumentMut::new();
    document.insert("note", Item::ArrayOfTables(tables));
    let text = document.to_string();
    if text.ends_with('\n') { text } else { text + "\n" }
}

fn has_chunk(root: &Table, chunk: &str) -> bool {
    tables(root).into_iter().any(|table| self::chunk(table).trim() == chunk.trim())
}

#[cfg(test)]
mod tests {
    use super::super::merge::tests::note;
    use super::*;
    use crate::notes::{Change, Edit};
    use proptest::collection::btree_map;
    use proptest::prelude::*;

    fn text(notes: &[Note]) -> String {
        let (mut notebook, _) = from_toml("[article]\nid = \"a\"\n").unwrap();
        notebook.notes = notes.iter().map(|note| (note.id, note.clone())).collect();
        to_toml(&notebook, "")
    }

    fn unknown() -> History {
        History::default()
    }

    fn bodies(joined: &Joined) -> Vec<&str> {
        let mut all: Vec<&str> =
            joined.notebook.notes.values().map(|note| note.body.as_str()).collect();
        all.sort_unstable();
        all
    }

    #[test]
    fn what_only_one_file_has_is_kept_and_equal_ones_are_one() {
        let a = text(&[note(1 << 22, "same", 0), note(2 << 22, "ours", 0)]);
        let b = text(&[note(1 << 22, "same", 0), note(3 << 22, "theirs", 0)]);
        let joined = texts(&a, &b, Parting::Unknown(&unknown())).unwrap();
        assert_eq!(bodies(&joined), ["ours", "same", "theirs"]);
        assert_eq!((joined.added, joined.newer, joined.doubled), (1, 0, 0));
        assert_eq!(joined.says(), "1 note taken in");
    }

    #[test]
    fn a_note_that_was_never_edited_gives_way_to_what_grew_out_of_it() {
        let (a, b) = (text(&[note(1 << 22, "first", 0)]), text(&[note(1 << 22, "second", 9)]));
        for (first, second) in [(&a, &b), (&b, &a)] {
            let joined = texts(first, second, Parting::Unknown(&unknown())).unwrap();
            assert_eq!(bodies(&joined), ["second"]);
        }
        // A conflict means that both were changed, whatever the times say.
        assert_eq!(texts(&a, &b, Parting::BothChanged).unwrap().doubled, 1);
    }

    #[test]
    fn two_edited_states_are_two_notes_unless_the_history_knows_better() {
        let (old, new) = (note(1 << 22, "old", 5), note(1 << 22, "new", 9));
        let (a, b) = (text(std::slice::from_ref(&old)), text(std::slice::from_ref(&new)));
        let joined = texts(&a, &b, Parting::Unknown(&unknown())).unwrap();
        assert_eq!(bodies(&joined), ["new", "old"]);
        assert_eq!(joined.notebook.notes[&new.id].body, "new");
        let edit = Edit { id: old.id, before: Some(old), after: Some(new) };
        let step = Change { label: "edit".into(), at: crate::doc::Time(0), edits: vec![edit] };
        let history = History { done: vec![step], undone: Vec::new() };
        for (first, second) in [(&a, &b), (&b, &a)] {
            let joined = texts(first, second, Parting::Unknown(&history)).unwrap();
            assert_eq!(bodies(&joined), ["new"]);
        }
    }

    #[test]
    fn what_was_changed_by_hand_is_no_beginning() {
        let made = note(1 << 22, "made", 0);
        let edit = Edit { id: made.id, before: None, after: Some(made.clone()) };
        let step = Change { label: "note".into(), at: crate::doc::Time(0), edits: vec![edit] };
        let history = History { done: vec![step], undone: Vec::new() };
        let by_hand = text(&[Note { body: "by hand".into(), ..made }]);
        let edited = text(&[note(1 << 22, "edited", 9)]);
        let joined = texts(&by_hand, &edited, Parting::Unknown(&history)).unwrap();
        assert_eq!(bodies(&joined), ["by hand", "edited"]);
    }

    const BY_HAND: &str = "# mine\nformat = 1\nmood = \"grim\"\n\n[article]\nid = \"a\"\n\n\
        # the one that matters\n[[note]]\nquote = \"sure\"\nstars = 3\n\n\
        [[note]]\nkind = \"from the future\"\nquote = \"x\"\n\n[note.anchor]\nstart = 1\nend = 2\n\n\
        [archive]\nbox = 7\n";

    #[test]
    fn comments_and_what_is_not_understood_come_along() {
        let ours = text(&[note(1 << 22, "ours", 0)]).replace("id = \"a\"", "id = \"a\" # sic");
        let joined = texts(&ours, BY_HAND, Parting::Unknown(&unknown())).unwrap();
        for kept in [
            "# sic",
            "mood = \"grim\"",
            "# the one that matters",
            "stars = 3",
            "from the future",
            "box = 7",
        ] {
            assert_eq!(joined.text.matches(kept).count(), 1, "{kept}: {}", joined.text);
        }
        assert_eq!(joined.added, 2);
        let again = texts(&joined.text, BY_HAND, Parting::Unknown(&unknown())).unwrap();
        assert_eq!((again.text, again.added), (joined.text, 0));
        let back = texts(BY_HAND, &ours, Parting::Unknown(&unknown())).unwrap();
        assert!(back.text.starts_with("# mine\n"), "{}", back.text);
        assert_eq!(back.notebook.notes, again.notebook.notes);
    }

    #[test]
    fn a_record_that_is_kept_twice_keeps_its_own_keys_both_times() {
        let own = |body: &str, key: &str| {
            let edited = if body == "a" { 5 } else { 9 };
            text(&[note(1 << 22, body, edited)]) + &format!("{key} = 1\n")
        };
        let (a, b) = (own("a", "mine"), own("b", "yours"));
        for (first, second) in [(&a, &b), (&b, &a)] {
            let joined = texts(first, second, Parting::BothChanged).unwrap();
            let (one, two) = joined.text.split_once("\"b\"").expect("b stands after a");
            let _ = (one, two);
            assert!(joined.text.contains("mine = 1") && joined.text.contains("yours = 1"));
            assert_eq!(bodies(&joined), ["a", "b"]);
        }
    }

    #[test]
    fn what_cannot_be_merged_is_refused() {
        let error = |a, b| texts(a, b, Parting::BothChanged).unwrap_err();
        assert!(error("x = [", "").starts_with("the first file: line 1"));
        assert!(error("", "format = 9\n").contains("newer"));
        assert!(
            error("[article]\nid = \"a\"\n", "[article]\nid = \"b\"\n")
                .contains("different articles")
        );
    }

    #[test]
    fn line_ends_of_the_first_file_are_kept() {
        let (a, b) = (text(&[note(1 << 22, "a", 0)]), text(&[note(2 << 22, "b", 0)]));
        let joined = texts(&a.replace('\n', "\r\n"), &b, Parting::BothChanged).unwrap();
        assert_eq!(joined.text.matches('\n').count(), joined.text.matches("\r\n").count());
        assert_eq!(joined.text.matches("\r\r").count(), 0);
    }

    fn some_notes() -> impl Strategy<Value = Vec<Note>> {
        btree_map(1_u64..5, (0_u8..4, 0_i64..4), 0..5).prop_map(|all| {
            all.into_iter().map(|(id, (body, at))| note(id << 22, &body.to_string(), at)).collect()
        })
    }

    proptest! {
        #[test]
        fn merging_is_the_same_from_either_side_and_twice_is_once(a in some_notes(), b in some_notes()) {
            let (a, b) = (text(&a), text(&b));
            for parting in [Parting::BothChanged, Parting::Unknown(&unknown())] {
                let there = texts(&a, &b, parting).map_err(TestCaseError::fail)?;
                let back = texts(&b, &a, parting).map_err(TestCaseError::fail)?;
                prop_assert_eq!(&there.notebook.notes, &back.notebook.notes);
                for side in [&a, &b] {
                    let again = texts(&there.text, side, parting).map_err(TestCaseError::fail)?;
                    prop_assert_eq!(&again.notebook.notes, &there.notebook.notes);
                    prop_assert_eq!(&again.text, &there.text);
                }
                let alone = texts(&a, &a, parting).map_err(TestCaseError::fail)?;
                prop_assert_eq!(&alone.text, &a);
            }
        }

        #[test]
        fn of_a_conflict_no_state_is_lost(a in some_notes(), b in some_notes()) {
            let joined = texts(&text(&a), &text(&b), Parting::BothChanged).map_err(TestCaseError::fail)?;
            let says = |note: &Note| Note { id: NoteId(0), ..note.clone() };
            for note in a.iter().chain(&b) {
                prop_assert!(joined.notebook.notes.values().any(|kept| says(kept) == says(note)));
            }
        }

        #[test]
        fn no_text_makes_it_panic(a in "\\PC{0,40}", tail in "[\\[\\]='\"{},a-z0-9\n]{0,40}") {
            let _ = texts(&a, &tail, Parting::BothChanged);
            let _ = texts(BY_HAND, &format!("[[note]]\nquote = \"a\"\n{tail}"), Parting::BothChanged);
        }
    }
}
