//! Asking the feeds while the reader reads.
//!
//! One refresh at a time, on its own thread and its own connection. Stopping it does not wait for servers: what has
//! been stored stays, one feed a transaction, and the rest is due again the next time.

use super::{Analyst, Place, step_back};
use crate::app::config::Feeds;
use crate::app::state::{Msg, Notice};
use crate::doc::Time;
use crate::io::db::{Keep, Library, Watch};
use crate::io::refresh::{Became, Plan, Refreshed, Step, Told, When, refresh};
use crate::library::feed::{Feed, FeedId};
use crate::library::front::Progress;
use crate::shell::{Event, now};
use anyhow::Result;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

/// How often progress is told.
const TOLD_EVERY: Duration = Duration::from_millis(50);

/// How long the end of the program waits for what is being written.
const PATIENCE: Duration = Duration::from_millis(500);

/// Who wants a refresh.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Called {
    /// The reader, who wants to know what came of it in any case.
    ByReader,
    /// The settings: only what was asked is told.
    ByClock,
}

/// Who asks the feeds.
pub struct Refresher {
    place: Place,
    settings: Feeds,
    analyst: Analyst,
    send: Sender<Event>,
    running: Option<Running>,
}

struct Running {
    stop: Arc<AtomicBool>,
    /// Whether the reader waits for it, who then wants to be told in any case.
    is_awaited: Arc<AtomicBool>,
    /// Closed when the thread has ended.
    ended: Receiver<()>,
}

impl Running {
    fn goes_on(&self) -> bool {
        use std::sync::mpsc::TryRecvError;
        let has_ended = matches!(self.ended.try_recv(), Err(TryRecvError::Disconnected));
        !has_ended && !self.stop.load(Ordering::Relaxed)
    }
}

impl Refresher {
    /// Nobody is asked yet.
    pub fn new(place: Place, settings: Feeds, analyst: Analyst, send: Sender<Event>) -> Self {
        Self { place, settings, analyst, send, running: None }
    }

    /// How feeds are asked, and what goes and is looked at again afterwards.
    fn plan(&self) -> Plan {
        let mut plan = Plan::new(&self.place.limits);
        plan.keep = Keep { days: self.settings.keep_days, articles: self.settings.keep_articles };
        let days = self.settings.watch_days;
        plan.watch = (days > 0).then_some(Watch::Days(days));
        plan
    }

    /// Asks these feeds, or all that are due. What comes of it comes as messages.
    pub fn start(&mut self, feeds: Vec<FeedId>, called: Called) {
        let running = self.running.as_ref().filter(|running| running.goes_on());
        if let Some(running) = running {
            if called == Called::ByReader {
                running.is_awaited.store(true, Ordering::Relaxed);
                let says = "Feeds are being asked already";
                let _ = self.send.send(Event::Msg(Msg::Told(Notice::Failed(says.into()))));
            }
            return;
        }
        let stop = Arc::new(AtomicBool::new(false));
        let is_awaited = Arc::new(AtomicBool::new(called == Called::ByReader));
        let (end, ended) = channel::<()>();
        let (place, plan, send) = (self.place.clone(), self.plan(), self.send.clone());
        let (analyst, stopped, awaited) = (self.analyst.clone(), stop.clone(), is_awaited.clone());
        thread::spawn(move || {
            // Dropped with the thread, whatever becomes of it.
            let _end = end;
            step_back();
            let done =
                catch_unwind(AssertUnwindSafe(|| run(&place, plan, &feeds, &stopped, &send)));
            let (says, failures) = match done {
                Ok(Ok(done)) if is_idle(&done) && !awaited.load(Ordering::Relaxed) => {
                    let _ = send.send(Event::Msg(Msg::Progress(Progress::Idle)));
                    return;
                }
                Ok(Ok(done)) => (summary(&done), failures(&done)),
                Ok(Err(error)) => (format!("No feed was asked: {error:#}"), Vec::new()),
                Err(_) => ("Asking feeds failed; this is a bug in whosaid".into(), Vec::new()),
            };
            let _ = send.send(Event::Msg(Msg::Progress(Progress::Refreshed(says, failures))));
            if !stopped.load(Ordering::Relaxed) {
                analyst.look();
            }
        });
        self.running = Some(Running { stop, is_awaited, ended });
    }

    /// Ends it at once; what has been brought stays.
    pub fn stop(&self) {
        if let Some(running) = &self.running {
            running.stop.store(true, Ordering::Relaxed);
        }
    }

    /// Ends it, and waits, not for long, until what is being written is.
    pub fn finish(&self) {
        self.stop();
        if let Some(running) = &self.running {
            let _ = running.ended.recv_timeout(PATIENCE);
        }
    }
}

/// Whether there was nothing to do and nothing to say.
fn is_idle(done: &Refreshed) -> bool {
    let is_due = |step: &Step| step.became != Became::NotDue;
    let is_still = done.pages == 0 && done.lost.is_empty() && done.rewritten.is_empty();
    is_still && !done.steps.iter().any(is_due)
}

fn run(
    place: &Place,
    mut plan: Plan,
    feeds: &[FeedId],
    stop: &Arc<AtomicBool>,
    send: &Sender<Event>,
) -> Result<Refreshed> {
    let mut library: Library = place.open()?;
    let odd = |says: String| {
        let _ = send.send(Event::Msg(Msg::Odd(says)));
    };
    std::mem::take(&mut library.notices).into_iter().for_each(odd);
    let mut asked: Vec<Feed> = library.feeds()?;
    if !feeds.is_empty() {
        asked.retain(|feed| feeds.contains(&feed.id));
        plan.when = When::Now;
    }
    let mut told_at: Option<Instant> = None;
    let told = |told: Told<'_>| {
        let (n, all) = told.count();
        if let Told::Feed(step, ..) = told {
            let named = |says: &String| format!("{}: {says}", step.feed.title);
            step.remarks.iter().map(named).for_each(odd);
        }
        let is_time = told_at.is_none_or(|at| at.elapsed() >= TOLD_EVERY);
        if !is_time && n < all {
            return;
        }
        told_at = Some(Instant::now());
        let progress = match told {
            Told::Feed(step, n, all) => Progress::Feeds(n, all, step.feed.title.clone()),
            Told::Pages(n, all) => Progress::Pages(n, all),
        };
        let _ = send.send(Event::Msg(Msg::Progress(progress)));
    };
    let clock = || -> Time { now().time };
    refresh(&mut library, asked, &plan, clock, told, stop)
}

/// What could not be had, a sentence each.
fn failures(done: &Refreshed) -> Vec<String> {
    let failed = done.steps.iter().filter_map(|step| match &step.became {
        Became::Failed(says) => Some(format!("{}: {says}", step.feed.title)),
        _ => None,
    });
    failed.chain(done.lost.iter().cloned()).collect()
}

/// What came of it, in a sentence; what could not be had is told apart.
fn summary(done: &Refreshed) -> String {
    let asked = done.steps.iter().filter(|step| step.became != Became::NotDue).count();
    let says = match (done.steps.len(), asked) {
        (0, _) if !done.is_stopped => "There are no feeds yet".to_owned(),
        (_, 0) if !done.is_stopped && done.pages == 0 => {
            "Nothing is due: no feed is asked more often than hourly".to_owned()
        }
        _ => counts(done),
    };
    if done.is_stopped { format!("Stopped; {says}") } else { says }
}

fn counts(done: &Refreshed) -> String {
    let mut says = format!("{} new", done.new_items());
    if done.changed_items() > 0 {
        says.push_str(&format!(", {} changed", done.changed_items()));
    }
    match done.pages {
        0 => {}
        1 => says.push_str(", 1 page kept"),
        pages => says.push_str(&format!(", {pages} pages kept")),
    }
    if !done.rewritten.is_empty() {
        says.push_str(&format!(", {} rewritten since they were kept", done.rewritten.len()));
    }
    if done.pruned > 0 {
        says.push_str(&format!(", {} old ones gone", done.pruned));
    }
    says
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::db::Stored;
    use crate::library::feed::{ItemId, Whole};
    use crate::library::polite::Habit;

    fn step(title: &str, became: Became) -> Step {
        let feed = Feed {
            id: FeedId(1),
            address: "https://a.example/feed".into(),
            title: title.into(),
            site: None,
            folders: Vec::new(),
            whole: Whole::Opening,
            headers: Vec::new(),
            habit: Habit::default(),
            items: 0,
            unread: 0,
        };
        Step { feed, became, remarks: Vec::new() }
    }

    #[test]
    fn what_came_is_one_sentence_and_what_did_not_one_each() {
        let stored = Stored { new: vec![ItemId(1), ItemId(2)], changed: vec![ItemId(3)] };
        let done = Refreshed {
            steps: vec![
                step("A", Became::Stored(stored)),
                step("B", Became::Failed("no answer".into())),
                step("C", Became::NotDue),
            ],
            is_stopped: true,
            ..Refreshed::default()
        };
        assert_eq!(summary(&done), "Stopped; 2 new, 1 changed");
        assert_eq!(failures(&done), ["B: no answer"]);
    }

    #[test]
    fn nothing_due_and_nothing_there_are_said_apart() {
        assert_eq!(summary(&Refreshed::default()), "There are no feeds yet");
        let done = Refreshed { steps: vec![step("A", Became::NotDue)], ..Refreshed::default() };
        assert!(summary(&done).starts_with("Nothing is due"));
        assert!(is_idle(&done));
    }
}
