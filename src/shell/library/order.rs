//! In which order questions are answered: what the reader has done first, then what is seen.

use crate::app::state::Ticket;
use crate::library::front::Ask;
use std::sync::mpsc::Sender;

/// What the librarian is to do.
#[derive(Debug)]
pub enum Job {
    /// To answer a question.
    Ask(Ticket, Box<Ask>),
    /// To look at the notes files, of which one has been written.
    Notes,
    /// To do the changes that were asked for, and end.
    Finish(Sender<()>),
}

/// Which of two questions makes the other needless, and which goes before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Change,
    List,
    Briefs,
    Tree,
    Notes,
    Finish,
}

fn rank(job: &Job) -> Rank {
    match job {
        Job::Ask(_, ask) => match **ask {
            Ask::Tree => Rank::Tree,
            Ask::List(_) => Rank::List,
            Ask::Briefs(_) => Rank::Briefs,
            _ => Rank::Change,
        },
        Job::Notes => Rank::Notes,
        Job::Finish(_) => Rank::Finish,
    }
}

/// Takes out what is to be done next. Changes keep their order and go before everything else; of several questions
/// for the tree or for a list only the last is still of use; of questions for rows the last is seen now.
pub fn next(waiting: &mut Vec<Job>) -> Option<Job> {
    let ends = waiting.iter().any(|job| rank(job) == Rank::Finish);
    if ends {
        waiting.retain(|job| matches!(rank(job), Rank::Change | Rank::Finish));
    }
    let first = waiting.iter().map(rank).min()?;
    match first {
        Rank::Change | Rank::Finish => {
            let at = waiting.iter().position(|job| rank(job) == first)?;
            Some(waiting.remove(at))
        }
        Rank::Briefs => {
            let at = waiting.iter().rposition(|job| rank(job) == first)?;
            Some(waiting.remove(at))
        }
        Rank::List | Rank::Tree | Rank::Notes => {
            let at = waiting.iter().rposition(|job| rank(job) == first)?;
            let job = waiting.remove(at);
            waiting.retain(|job| rank(job) != first);
            Some(job)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::feed::ItemId;
    use crate::library::front::Wanted;

    fn asked(ticket: u32, ask: Ask) -> Job {
        Job::Ask(Ticket(ticket), Box::new(ask))
    }

    fn order(mut waiting: Vec<Job>) -> Vec<u32> {
        let mut order = Vec::new();
        while let Some(job) = next(&mut waiting) {
            order.push(match job {
                Job::Ask(ticket, _) => ticket.0,
                Job::Notes => 100,
                Job::Finish(_) => 200,
            });
        }
        order
    }

    #[test]
    fn the_list_that_is_seen_goes_before_what_was_asked_earlier() {
        let list = |title: &str| Ask::List(Wanted { title: title.into(), ..Wanted::default() });
        let waiting = vec![
            asked(1, Ask::Tree),
            asked(2, list("a")),
            asked(3, Ask::Briefs(vec![ItemId(1)])),
            asked(4, list("ab")),
            asked(5, Ask::Briefs(vec![ItemId(2)])),
            Job::Notes,
            Job::Notes,
            asked(6, Ask::Tree),
        ];
        assert_eq!(order(waiting), [4, 5, 3, 6, 100]);
    }

    #[test]
    fn what_was_done_is_done_first_and_in_order() {
        let waiting = vec![
            asked(1, Ask::Tree),
            asked(2, Ask::Undo),
            asked(3, Ask::List(Wanted::default())),
            asked(4, Ask::Redo),
        ];
        assert_eq!(order(waiting), [2, 4, 3, 1]);
    }

    #[test]
    fn at_the_end_nothing_is_looked_up_any_more() {
        let (send, _receive) = std::sync::mpsc::channel();
        let waiting = vec![asked(1, Ask::Tree), Job::Finish(send), asked(2, Ask::Undo)];
        assert_eq!(order(waiting), [2, 200]);
    }
}
