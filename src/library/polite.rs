//! When a feed may be asked again, and what an answer means for that. No clock: time arrives as `now`.
//!
//! Never more often than hourly, unless the reader asks for one feed by name; as seldom as the server wishes
//! (`Retry-After`, `Cache-Control: max-age`, the feed's own `ttl`), up to a week; and ever more seldom while it fails.

use crate::doc::Time;

/// Milliseconds in a second.
const SECOND: i64 = 1000;
/// A feed is not asked more often than this, in seconds.
pub const FLOOR: i64 = 3600;
/// No server can make a feed wait longer than this, in seconds.
const LONGEST: i64 = 7 * 24 * 3600;
/// How long a feed that fails is left alone at most, in seconds.
const LONGEST_BACK_OFF: i64 = 24 * 3600;

/// What was learned of a feed by asking.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Habit {
    /// What the last answer with a body named itself.
    pub etag: Option<String>,
    /// When the last answer says that it was last changed, as it was written.
    pub modified: Option<String>,
    /// The last answer's status; 0 when there was none.
    pub status: u16,
    /// What was wrong with it, for the reader.
    pub says: Option<String>,
    /// When it was last asked.
    pub asked: Option<Time>,
    /// When it last answered as it should.
    pub answered: Option<Time>,
    /// It is not asked before this.
    pub next: Option<Time>,
    /// How many times in a row it has failed.
    pub failures: u32,
    /// Whether it is gone for good, and not asked any more.
    pub is_gone: bool,
}

/// What came of asking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// A feed, which could be read.
    Feed(Stated),
    /// Nothing has changed.
    Same(Stated),
    /// There is nothing any more, and will not be.
    Gone,
    /// No feed: the status (0 for no answer at all), what to tell the reader, and when to come again in seconds.
    Failed(u16, String, Option<i64>),
}

/// What an answer says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stated {
    /// The `ETag`.
    pub etag: Option<String>,
    /// `Last-Modified`.
    pub modified: Option<String>,
    /// How long it is good, in seconds.
    pub max_age: Option<i64>,
}

/// Whether a feed is to be asked now.
#[must_use]
pub fn is_due(habit: &Habit, now: Time) -> bool {
    // A clock that was set back must not silence a feed for ever.
    let is_ahead = |next: Time| next.0 > now.0 + LONGEST * SECOND;
    !habit.is_gone && habit.next.is_none_or(|next| next <= now || is_ahead(next))
}

/// What is known of a feed after an answer.
#[must_use]
pub fn learned(before: &Habit, answer: &Answer, now: Time) -> Habit {
    let mut habit = Habit { asked: Some(now), ..before.clone() };
    let in_seconds = |seconds: i64| Some(Time(now.0 + seconds * SECOND));
    match answer {
        Answer::Feed(stated) | Answer::Same(stated) => {
            // The newest values replace the old ones, also where there is none now: sending stale ones is
            // what makes servers refuse.
            let is_same = matches!(answer, Answer::Same(_));
            habit.etag = stated.etag.clone().or_else(|| before.etag.clone().filter(|_| is_same));
            habit.modified =
                stated.modified.clone().or_else(|| before.modified.clone().filter(|_| is_same));
            habit.status = if is_same { 304 } else { 200 };
            habit.says = None;
            habit.answered = Some(now);
            habit.failures = 0;
            habit.is_gone = false;
            habit.next = in_seconds(stated.max_age.unwrap_or(0).clamp(FLOOR, LONGEST));
        }
        Answer::Gone => {
            habit.status = 410;
            habit.says = Some(
                "the server says that this feed is gone for good; it is not asked any more".into(),
            );
            habit.is_gone = true;
            habit.next = None;
        }
        Answer::Failed(status, says, retry) => {
            habit.status = *status;
            habit.says = Some(says.clone());
            habit.failures = before.failures.saturating_add(1);
            let doubled = FLOOR.saturating_mul(1 << habit.failures.saturating_sub(1).min(10));
            let wait = doubled.min(LONGEST_BACK_OFF);
            habit.next = in_seconds(retry.unwrap_or(0).clamp(0, LONGEST).max(wait));
        }
    }
    habit
}

/// Seconds that a `Cache-Control` header allows an answer to be kept.
#[must_use]
pub fn max_age(header: &str) -> Option<i64> {
    let mut parts = header.split(',').map(|part| part.trim().to_ascii_lowercase());
    parts.find_map(|part| part.strip_prefix("max-age=")?.trim_matches('"').parse().ok())
}

/// Seconds that a `Retry-After` header asks to wait: a number, or a date.
#[must_use]
pub fn retry_after(header: &str, now: Time) -> Option<i64> {
    if let Ok(seconds) = header.trim().parse::<i64>() {
        return Some(seconds.max(0));
    }
    let until = super::date::parse(header)?;
    Some(((until.0 - now.0) / SECOND).max(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Time = Time(1_747_000_000_000);
    const HOUR: i64 = 3_600_000;

    fn stated(etag: Option<&str>, max_age: Option<i64>) -> Stated {
        Stated { etag: etag.map(str::to_owned), modified: None, max_age }
    }

    fn after(hours: i64) -> Time {
        Time(NOW.0 + hours * HOUR)
    }

    #[test]
    fn a_new_feed_is_due_and_not_again_within_the_hour() {
        let new = Habit::default();
        assert!(is_due(&new, NOW));
        let asked = learned(&new, &Answer::Feed(stated(Some("a"), None)), NOW);
        assert!(!is_due(&asked, Time(NOW.0 + HOUR - 1)));
        assert!(is_due(&asked, after(1)));
    }

    #[test]
    fn the_server_may_ask_for_more_time_but_not_for_ever() {
        let day = learned(&Habit::default(), &Answer::Feed(stated(None, Some(86_400))), NOW);
        assert_eq!(day.next, Some(after(24)));
        let ever = learned(&Habit::default(), &Answer::Feed(stated(None, Some(i64::MAX))), NOW);
        assert_eq!(ever.next, Some(after(24 * 7)));
        let busy = learned(&day, &Answer::Failed(429, "busy".into(), Some(7200)), NOW);
        assert_eq!(busy.next, Some(after(2)));
    }

    #[test]
    fn what_an_answer_calls_itself_replaces_what_the_last_one_did() {
        let first = learned(&Habit::default(), &Answer::Feed(stated(Some("a"), None)), NOW);
        let same = learned(&first, &Answer::Same(stated(None, None)), NOW);
        assert_eq!((same.etag.as_deref(), same.status), (Some("a"), 304));
        let renamed = learned(&same, &Answer::Same(stated(Some("b"), None)), NOW);
        assert_eq!(renamed.etag.as_deref(), Some("b"));
        let nameless = learned(&renamed, &Answer::Feed(stated(None, None)), NOW);
        assert_eq!(nameless.etag, None);
    }

    #[test]
    fn who_fails_is_asked_ever_more_seldom_and_then_as_before() {
        let mut habit = Habit::default();
        let mut waits = Vec::new();
        for _ in 0..40 {
            habit = learned(&habit, &Answer::Failed(500, "broken".into(), None), NOW);
            waits.push((habit.next.unwrap().0 - NOW.0) / HOUR);
        }
        assert_eq!(waits[..6], [1, 2, 4, 8, 16, 24]);
        assert_eq!(waits[39], 24);
        let well = learned(&habit, &Answer::Same(stated(None, None)), NOW);
        assert_eq!((well.failures, well.next, well.says), (0, Some(after(1)), None));
    }

    #[test]
    fn what_is_gone_is_not_asked_again() {
        let gone = learned(&Habit::default(), &Answer::Gone, NOW);
        assert!(!is_due(&gone, after(10_000)));
    }

    #[test]
    fn a_clock_that_was_set_back_silences_nothing() {
        let far = Habit { next: Some(after(24 * 400)), ..Habit::default() };
        assert!(is_due(&far, NOW));
    }

    #[test]
    fn headers_are_read() {
        assert_eq!(max_age("public, Max-Age=300"), Some(300));
        assert_eq!(max_age("no-cache"), None);
        assert_eq!(retry_after("120", NOW), Some(120));
        assert_eq!(retry_after("Sun, 11 May 2025 22:46:40 GMT", NOW), Some(3600));
        assert_eq!(retry_after("soon", NOW), None);
    }
}
