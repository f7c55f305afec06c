//! A question with answers of one key, over whatever is on the screen.

use super::key::Key;

/// A question with answers of one key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The question.
    pub asks: String,
    /// The keys and what they mean.
    pub answers: Vec<(Key, &'static str, Answer)>,
}

/// What an answer does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Save the note in the editor underneath.
    SaveNote,
    /// Throw it away.
    DropNote,
    /// Go back to it.
    KeepTyping,
    /// Go on with the draft that was found.
    TakeDraft,
    /// Throw the draft away.
    DropDraft,
    /// Leave it for another time.
    Later,
    /// End although notes could not be saved.
    QuitUnsaved,
    /// Try to save again.
    SaveAgain,
    /// Take in what conflicts have left.
    MergeConflicts,
    /// Change all the marks that were counted.
    DoProposed,
    /// Do nothing.
    Stay,
    /// Do to all notes that are listed what was asked about.
    ActOnAll,
    /// Ask of the library what was asked about.
    AskLibrary,
}
