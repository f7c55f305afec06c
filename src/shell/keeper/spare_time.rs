//! What the keeper does while nothing else is asked for: reading all notes files, changing many of them.

use super::Thread;
use super::shelf::Amending;
use crate::app::shelf::Amended;
use crate::app::state::{Msg, Notice};
use std::panic::{AssertUnwindSafe, catch_unwind};

impl Thread {
    /// Does some of what is done while nothing else is asked for.
    pub(super) fn go_on(&mut self) {
        match self.amending.take() {
            Some(amending) => self.amend_on(amending),
            None => self.read_on(),
        }
    }

    pub(super) fn amend_on(&mut self, mut amending: Amending) {
        let ticket = amending.ticket();
        let now = crate::shell::now().time;
        let changed = catch_unwind(AssertUnwindSafe(|| amending.go_on(&self.store, now)));
        let (amended, is_last) = changed.unwrap_or_else(|_| {
            let failures = vec!["Changing notes failed; this is a bug in whosaid".into()];
            (Amended { failures, ..Amended::default() }, true)
        });
        self.answer(Msg::Amended(ticket, Box::new(amended)));
        self.amending = Some(amending).filter(|_| !is_last);
    }

    /// Reads some more of the notes files.
    pub(super) fn read_on(&mut self) {
        let Some(mut scan) = self.scan.take() else { return };
        let read = catch_unwind(AssertUnwindSafe(|| scan.go_on(&self.store)));
        let Ok((ticket, news, is_last)) = read else {
            let says = "Reading the notes failed; this is a bug in whosaid";
            return self.answer(Msg::Told(Notice::Failed(says.into())));
        };
        self.answer(Msg::News(ticket, Box::new(news)));
        self.scan = Some(scan).filter(|_| !is_last);
    }
}
