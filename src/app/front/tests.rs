//! The library: what a reader presses there, and what comes of it.

use crate::app::testing::{Librarian, Session};

fn library() -> Session {
    Session::library(Librarian::new(), 100, 30)
}

#[test]
fn the_list_is_there_at_once() {
    let session = library();
    assert_eq!(
        session.state.front.headline(),
        "All · 5 articles · 4 unread · 1 starred · newest first"
    );
}
