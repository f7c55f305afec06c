//! What the library looks like.

use super::screen;
use crate::app::testing::{Librarian, Session};

#[test]
fn the_library_at_eighty_columns() {
    let session = Session::library(Librarian::new(), 80, 24);
    insta::assert_snapshot!(screen(&session));
}

#[test]
fn the_library_at_a_hundred_and_forty_columns() {
    let mut session = Session::library(Librarian::new(), 140, 45);
    session.play("j");
    insta::assert_snapshot!(screen(&session));
}
