//! Asking feeds what is new.
//!
//! Threads ask and read, one at a time for each host; the caller's thread alone writes, a few feeds a
//! transaction. Whoever is killed in the middle leaves whole feeds behind and nothing of the rest, and what was not stored is due
//! again with the next run.

mod local;
pub mod subscribe;
pub use local::{checked_headers, command_output, headers};

use super::db::{Arrived, Keep, Kept, Library, Ready, Really, Stored, Watch, ready};
use super::fetch::Limits;
use super::fetch::ask::{self, Answer as Reply, Ask, Asker};
use crate::doc::Time;
use crate::extract::Dictionary;
use crate::library::channel::{self, Channel};
use crate::library::feed::{Feed, ItemId};
use crate::library::polite::{self, Answer, Habit, Stated};
use crate::parse::{self, MAX_BYTES, Origin};
use anyhow::Result;
use std::collections::BTreeMap;
use std::num::NonZero;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, channel as pipe};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// How a refresh is done.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Limits on one answer.
    pub limits: Limits,
    /// How many hosts are asked at once.
    pub at_once: usize,
    /// Whether feeds are asked that are not due yet.
    pub when: When,
    /// What is kept; the rest is let go at the end.
    pub keep: Keep,
    /// Whether pages that are kept are asked for again.
    pub watch: Option<Watch>,
}

/// Which feeds are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Those that are due.
    Due,
    /// All that were named, due or not.
    Now,
}

/// The largest feed that is read, in bytes after decompression.
pub const LARGEST: usize = 16 * 1024 * 1024;

/// How many feeds are stored in one transaction at most: others who want to write do not wait long.
const TOGETHER: usize = 16;

/// How many pages of one run are fetched at most; the rest comes with the next.
const MOST_PAGES: usize = 500;

/// How many kept pages of one run are asked for again at most.
const MOST_WATCHED: usize = 100;

impl Plan {
    /// The usual one.
    #[must_use]
    pub fn new(limits: &Limits) -> Self {
        let limits = Limits { bytes: LARGEST.min(MAX_BYTES), ..limits.clone() };
        Self { limits, at_once: 8, when: When::Due, keep: Keep::default(), watch: None }
    }
}

/// What became of one feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Became {
    /// It has these new and changed items.
    Stored(Stored),
    /// Nothing has changed.
    Same,
    /// It is gone for good.
    Gone,
    /// It could not be had.
    Failed(String),
    /// It was not due.
    NotDue,
}

/// News of a refresh under way.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The feed.
    pub feed: Feed,
    /// What became of it.
    pub became: Became,
    /// What was odd, and what the reader should know: it has moved, it was cut short.
    pub remarks: Vec<String>,
}

/// All of a refresh.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Refreshed {
    /// One step for each feed.
    pub steps: Vec<Step>,
    /// Pages that were kept.
    pub pages: usize,
    /// Articles whose pages were asked for again, and say something else now.
    pub rewritten: Vec<ItemId>,
    /// How many articles were let go by age and number.
    pub pruned: usize,
    /// Pages that could not be had, with why.
    pub lost: Vec<String>,
    /// Whether it was stopped before its end.
    pub is_stopped: bool,
}

/// What is told of a refresh under way.
#[derive(Clone, Copy, Debug)]
pub enum Told<'a> {
    /// A feed has been asked: the so-many-th, of so many.
    Feed(&'a Step, usize, usize),
    /// So many pages have been asked for, of so many.
    Pages(usize, usize),
}

impl Told<'_> {
    /// How many are done, and of how many.
    #[must_use]
    pub fn count(&self) -> (usize, usize) {
        let (Self::Feed(_, n, all) | Self::Pages(n, all)) = self;
        (*n, *all)
    }
}

impl Refreshed {
    /// How many items are new.
    #[must_use]
    pub fn new_items(&self) -> usize {
        self.stored().map(|stored| stored.new.len()).sum()
    }

    /// How many items say something else now.
    #[must_use]
    pub fn changed_items(&self) -> usize {
        self.stored().map(|stored| stored.changed.len()).sum()
    }

    /// How many feeds could not be had.
    #[must_use]
    pub fn failed(&self) -> usize {
        self.steps.iter().filter(|step| matches!(step.became, Became::Failed(_))).count()
    }

    fn stored(&self) -> impl Iterator<Item = &Stored> {
        self.steps.iter().filter_map(|step| match &step.became {
            Became::Stored(stored) => Some(stored),
            _ => None,
        })
    }
}

/// What a thread brings back of a feed.
struct Brought {
    feed: Feed,
    answer: Answer,
    channel: Channel,
    ready: Vec<Ready>,
    moved: Option<String>,
    remarks: Vec<String>,
}

/// Asks feeds and stores what they answer. `told` hears of each feed and page as it is done; `stop` ends it at the next.
///
/// # Errors
/// When the library cannot be written. A feed that fails is no error.
pub fn refresh(
    library: &mut Library,
    feeds: Vec<Feed>,
    plan: &Plan,
    now: impl Fn() -> Time,
    mut told: impl FnMut(Told<'_>),
    stop: &Arc<AtomicBool>,
) -> Result<Refreshed> {
    let mut done = Refreshed::default();
    let begun = now();
    let (due, rest): (Vec<Feed>, Vec<Feed>) = feeds
        .into_iter()
        .partition(|feed| plan.when == When::Now || polite::is_due(&feed.habit, begun));
    for feed in rest {
        done.steps.push(Step { feed, became: Became::NotDue, remarks: Vec::new() });
    }
    let all = due.len();
    let limits = plan.limits.clone();
    let due = due.into_iter().map(|feed| Ok((library.known(feed.id)?, feed)));
    let due = due.collect::<Result<Vec<_>>>()?;
    let host = |(_, feed): &(BTreeMap<String, String>, Feed)| local::host(&feed.address);
    let brought = by_host(due, host, plan, stop, move |(known, feed), asker| {
        let mut brought = bring(feed, asker, &limits, begun);
        brought.ready = ready(&brought.channel, &known);
        // It is all in what is ready.
        brought.channel.entries.clear();
        brought
    });
    let mut n = 0;
    while let Some(first) = next(&brought, stop) {
        // What has come meanwhile is stored with it.
        let some = std::iter::once(first).chain(brought.try_iter().take(TOGETHER - 1)).collect();
        for step in settle(library, some, now())? {
            n += 1;
            told(Told::Feed(&step, n, all));
            done.steps.push(step);
        }
    }
    if !stop.load(Ordering::Relaxed) {
        let wanted = library.wanting_pages(MOST_PAGES)?;
        let told = |n, all| told(Told::Pages(n, all));
        pages(library, wanted, plan, &now, told, stop, &mut done)?;
    }
    if let Some(watch) = plan.watch
        && !stop.load(Ordering::Relaxed)
    {
        let wanted = library.to_watch(watch, now(), MOST_WATCHED)?;
        look_again(library, wanted, plan, &now, stop, &mut done)?;
    }
    done.is_stopped = stop.load(Ordering::Relaxed);
    if !done.is_stopped {
        let pruned = library.prune(plan.keep, Really::Do, now())?;
        done.pruned = pruned.iter().map(|pruned| pruned.articles).sum();
    }
    Ok(done)
}

/// Asks for pages that are kept once more. One that says something else is kept beside the one before it.
fn look_again(
    library: &mut Library,
    wanted: Vec<(ItemId, String)>,
    plan: &Plan,
    now: &impl Fn() -> Time,
    stop: &Arc<AtomicBool>,
    done: &mut Refreshed,
) -> Result<()> {
    let host = |(_, address): &(ItemId, String)| local::host(address);
    let ask = |(id, address): (ItemId, String), asker: &Asker| (id, page(&address, asker));
    let brought = by_host(wanted, host, plan, stop, ask);
    while let Some((id, fetched)) = next(&brought, stop) {
        library.watched(id, now())?;
        match fetched {
            Ok(reply) => {
                let page = Kept {
                    bytes: reply.bytes,
                    address: reply.address,
                    content_type: reply.content_type,
                    fetched: now(),
                };
                if library.keep(id, &page)? == Some(true) {
                    done.rewritten.push(id);
                }
            }
            Err(error) => done.lost.push(format!("{error:#}")),
        }
    }
    Ok(())
}

/// Fetches pages of items and keeps them.
///
/// # Errors
/// When the library cannot be written.
pub fn pages(
    library: &mut Library,
    wanted: Vec<(ItemId, String)>,
    plan: &Plan,
    now: &impl Fn() -> Time,
    mut told: impl FnMut(usize, usize),
    stop: &Arc<AtomicBool>,
    done: &mut Refreshed,
) -> Result<()> {
    let all = wanted.len();
    let mut n = 0;
    let brought = by_host(
        wanted,
        |(_, address)| local::host(address),
        plan,
        stop,
        |(id, address), asker| (id, page(&address, asker)),
    );
    while let Some((id, fetched)) = next(&brought, stop) {
        match fetched {
            Ok(reply) => {
                let page = Kept {
                    bytes: reply.bytes,
                    address: reply.address,
                    content_type: reply.content_type,
                    fetched: now(),
                };
                library.keep(id, &page)?;
                done.pages += 1;
            }
            Err(error) => done.lost.push(format!("{error:#}")),
        }
        n += 1;
        told(n, all);
    }
    Ok(())
}

/// A page that is an article.
fn page(address: &str, asker: &Asker) -> Result<Reply> {
    let ask = Ask { accept: "text/html, application/xhtml+xml, */*;q=0.1", ..Ask::default() };
    let reply = asker.ask(address, &ask)?;
    if !(200..300).contains(&reply.status) {
        anyhow::bail!(
            "{}: {}",
            super::fetch::without_password(address),
            ask::refusal(reply.status)
        );
    }
    let origin = Origin {
        path: None,
        url: Some(reply.address.clone()),
        content_type: reply.content_type.clone(),
    };
    let (_, problems) = parse::parse(&reply.bytes, &origin);
    match problems.iter().find(|problem| problem.kind.is_fatal()) {
        Some(problem) => anyhow::bail!("{}: {}", reply.address, problem.says),
        None => Ok(reply),
    }
}

/// Does some work on threads, in order and one at a time for each host; gives where the results arrive. The threads
/// are not waited for: whoever stops does not wait for a server that does not answer.
fn by_host<T: Send + 'static, R: Send + 'static>(
    all: Vec<T>,
    host: impl Fn(&T) -> String,
    plan: &Plan,
    stop: &Arc<AtomicBool>,
    work: impl Fn(T, &Asker) -> R + Send + Sync + 'static,
) -> Receiver<R> {
    let mut hosts: BTreeMap<String, Vec<T>> = BTreeMap::new();
    for one in all {
        hosts.entry(host(&one)).or_default().push(one);
    }
    // The longest queues first, or the last of them would be waited for alone.
    let mut queues: Vec<Vec<T>> = hosts.into_values().collect();
    queues.sort_by_key(Vec::len);
    let threads = plan.at_once.min(queues.len());
    let queues = Arc::new(Mutex::new(queues));
    let work = Arc::new(work);
    let (send, receive) = pipe();
    for _ in 0..threads {
        let (queues, work, send) = (queues.clone(), work.clone(), send.clone());
        let (limits, stop) = (plan.limits.clone(), stop.clone());
        thread::spawn(move || {
            loop {
                let queue = queues.lock().unwrap_or_else(PoisonError::into_inner).pop();
                let Some(queue) = queue else { return };
                // Each host has its connections to itself.
                let asker = Asker::new(&limits);
                for one in queue {
                    if stop.load(Ordering::Relaxed) || send.send(work(one, &asker)).is_err() {
                        return;
                    }
                }
            }
        });
    }
    receive
}

/// The next result; nothing when there are no more, or none is wanted any more.
fn next<R>(results: &Receiver<R>, stop: &AtomicBool) -> Option<R> {
    use std::sync::mpsc::RecvTimeoutError;
    loop {
        if stop.load(Ordering::Relaxed) {
            return None;
        }
        match results.recv_timeout(Duration::from_millis(50)) {
            Ok(result) => return Some(result),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return None,
        }
    }
}

/// Asks one feed and reads its answer.
fn bring(feed: Feed, asker: &Asker, limits: &Limits, now: Time) -> Brought {
    let mut brought = Brought {
        answer: Answer::Gone,
        channel: Channel::default(),
        ready: Vec::new(),
        moved: None,
        remarks: Vec::new(),
        feed,
    };
    let feed = &brought.feed;
    let failed = |error: &anyhow::Error| Answer::Failed(0, format!("{error:#}"), None);
    if local::is_local(&feed.address) {
        brought.answer = match local::read(&feed.address, limits) {
            Ok(bytes) => {
                let (answer, channel, remarks) = understood(&bytes, None, None, Stated::default());
                (brought.channel, brought.remarks) = (channel, remarks);
                answer
            }
            Err(error) => failed(&error),
        };
        return brought;
    }
    let headers = match headers(&feed.headers) {
        Ok(headers) => headers,
        Err(error) => {
            brought.answer = failed(&error);
            return brought;
        }
    };
    let ask = Ask {
        etag: feed.habit.etag.clone(),
        modified: feed.habit.modified.clone(),
        headers,
        accept: ask::FEEDS,
    };
    let reply = match asker.ask(&feed.address, &ask) {
        Ok(reply) => reply,
        Err(error) => {
            brought.answer = failed(&error);
            return brought;
        }
    };
    let retry = reply.retry.as_deref().and_then(|header| polite::retry_after(header, now));
    let stated = Stated {
        etag: reply.etag.clone(),
        modified: reply.modified.clone(),
        max_age: reply.cache.as_deref().and_then(polite::max_age),
    };
    brought.answer = match reply.status {
        304 => Answer::Same(stated),
        410 => Answer::Gone,
        200..=299 => {
            let content_type = reply.content_type.as_deref();
            let (answer, channel, remarks) =
                understood(&reply.bytes, content_type, Some(&reply.address), stated);
            (brought.channel, brought.remarks) = (channel, remarks);
            answer
        }
        status => Answer::Failed(status, ask::refusal(status), retry),
    };
    if matches!(brought.answer, Answer::Feed(_) | Answer::Same(_)) {
        brought.moved = reply.moved;
    }
    brought
}

/// What an answer says, and what was odd about it.
fn understood(
    bytes: &[u8],
    content_type: Option<&str>,
    from: Option<&str>,
    stated: Stated,
) -> (Answer, Channel, Vec<String>) {
    let (channel, problems) = channel::read(bytes, content_type, from);
    if let Some(problem) = problems.iter().find(|problem| problem.kind.is_fatal()) {
        return (Answer::Failed(200, problem.says.clone(), None), Channel::default(), Vec::new());
    }
    let wait = stated.max_age.max(channel.wait);
    let remarks = problems.into_iter().map(|problem| problem.says).collect();
    (Answer::Feed(Stated { max_age: wait, ..stated }), channel, remarks)
}

/// Stores what was brought.
fn settle(library: &mut Library, brought: Vec<Brought>, now: Time) -> Result<Vec<Step>> {
    let learned = |one: &Brought| polite::learned(&one.feed.habit, &one.answer, now);
    let habits: Vec<Habit> = brought.iter().map(learned).collect();
    let arrived: Vec<Arrived<'_>> = brought
        .iter()
        .zip(&habits)
        .filter(|(one, _)| matches!(one.answer, Answer::Feed(_)))
        .map(|(Brought { feed, channel, ready, .. }, habit)| Arrived {
            feed,
            channel,
            ready,
            habit,
        })
        .collect();
    let mut stored = library.store_all(&arrived, now)?.into_iter();
    let mut steps = Vec::new();
    for (Brought { feed, answer, moved, mut remarks, .. }, habit) in brought.into_iter().zip(habits)
    {
        let became = match answer {
            Answer::Feed(_) => Became::Stored(stored.next().unwrap_or_default()),
            other => {
                library.remember(feed.id, &habit)?;
                match other {
                    Answer::Failed(_, says, _) => Became::Failed(says),
                    Answer::Gone => Became::Gone,
                    _ => Became::Same,
                }
            }
        };
        if let Some(to) = moved
            && library.moved(feed.id, &to, now)?
        {
            remarks.push(format!("it has moved to {to}, where it is asked from now on"));
        }
        steps.push(Step { feed, became, remarks });
    }
    Ok(steps)
}

/// How many articles are entered at a time.
const BATCH: usize = 64;

/// Analyses what is not analysed yet, at most so many articles, the newest first, on all cores, and enters it batch by batch. Gives how many articles were.
///
/// # Errors
/// When the library cannot be read or written.
pub fn analyse(
    library: &mut Library,
    dictionary: &Dictionary,
    most: usize,
    mut told: impl FnMut(usize, usize),
    stop: &AtomicBool,
) -> Result<usize> {
    let mut due = library.unanalysed()?;
    due.truncate(most);
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let mut done = 0;
    for batch in due.chunks(BATCH) {
        if stop.load(Ordering::Relaxed) {
            break;
        }
        let articles: Vec<_> =
            batch.iter().filter_map(|id| Some((*id, library.article(*id).ok()?))).collect();
        let at = AtomicUsize::new(0);
        let found = Mutex::new(Vec::new());
        thread::scope(|scope| {
            for _ in 0..cores.min(articles.len()) {
                scope.spawn(|| {
                    while let Some((id, article)) = articles.get(at.fetch_add(1, Ordering::Relaxed))
                    {
                        let analysis = crate::extract::analyse(article, dictionary.lexicon());
                        let indexed = super::db::Indexed::of(article, &analysis);
                        let mut found = found.lock().unwrap_or_else(PoisonError::into_inner);
                        found.push((*id, article.digest, indexed));
                    }
                });
            }
        });
        let found = found.into_inner().unwrap_or_else(PoisonError::into_inner);
        library.enter(&found)?;
        done += batch.len();
        told(done, due.len());
    }
    Ok(done)
}
