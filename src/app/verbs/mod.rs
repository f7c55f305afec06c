//! What the commands do, a file for each subject.

pub mod anchors;
pub mod corrections;
pub mod front;
pub mod leave;
pub mod marking;
pub mod marks;
pub mod moving;
pub mod notes;
pub mod panel;
pub mod screen;
pub mod shelf;
pub mod verdicts;
pub mod writing;
