//! Days as the reader lives them: which day a moment falls on where the reader is, and what it is called.
//!
//! The zone is data that the shell brings; no clock and no zone of the system is asked here.

use crate::doc::Time;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// The day on which a moment falls.
#[must_use]
pub fn day(zone: &TimeZone, at: Time) -> Date {
    zone.to_datetime(stamp(at)).date()
}

/// `14:05`.
#[must_use]
pub fn clock(zone: &TimeZone, at: Time) -> String {
    let at = zone.to_datetime(stamp(at));
    format!("{:02}:{:02}", at.hour(), at.minute())
}

/// `17 Nov` in the year of `today`, else `Nov 2024`: always six to eight columns.
#[must_use]
pub fn short(day: Date, today: Date) -> String {
    let form = if day.year() == today.year() { "%e %b" } else { "%b %Y" };
    day.strftime(form).to_string()
}

/// `Today`, `Yesterday`, `Mon 17 Nov`; with the year where it is another.
#[must_use]
pub fn name(day: Date, today: Date) -> String {
    if day == today {
        return "Today".into();
    }
    if today.yesterday().is_ok_and(|yesterday| day == yesterday) {
        return "Yesterday".into();
    }
    let form = if day.year() == today.year() { "%a %-d %b" } else { "%a %-d %b %Y" };
    day.strftime(form).to_string()
}

/// Where days begin in moments that stand in order, up or down: the number of each day's first moment,
/// with its day.
#[must_use]
pub fn begins(zone: &TimeZone, moments: impl Iterator<Item = Time>) -> Vec<(usize, Date)> {
    let mut found: Vec<(usize, Date)> = Vec::new();
    // Within the bounds of the day that is known, no moment need be reckoned again.
    let mut known = (Time(1), Time(0));
    for (n, at) in moments.enumerate() {
        if known.0 <= at && at < known.1 {
            continue;
        }
        let day = day(zone, at);
        known = bounds(zone, day).unwrap_or((Time(1), Time(0)));
        if found.last().is_none_or(|(_, last)| *last != day) {
            found.push((n, day));
        }
    }
    found
}

fn bounds(zone: &TimeZone, day: Date) -> Option<(Time, Time)> {
    let begin = |day: Date| {
        let begin = day.to_zoned(zone.clone()).ok()?;
        Some(Time(begin.timestamp().as_millisecond()))
    };
    Some((begin(day)?, begin(day.tomorrow().ok()?)?))
}

/// Out of range (before the year -9999) can only come from a broken clock.
fn stamp(at: Time) -> Timestamp {
    Timestamp::from_millisecond(at.0).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::tz::offset;

    fn at(text: &str) -> Time {
        Time::parse(text).unwrap()
    }

    #[test]
    fn a_day_is_the_readers_own() {
        let late = at("2026-11-17T23:30:00Z");
        let (utc, berlin) = (TimeZone::UTC, TimeZone::fixed(offset(1)));
        assert_eq!(clock(&utc, late), "23:30");
        assert_eq!(clock(&berlin, late), "00:30");
        let today = day(&berlin, at("2026-11-18T12:00:00Z"));
        assert_eq!(name(day(&berlin, late), today), "Today");
        assert_eq!(name(day(&utc, late), today), "Yesterday");
    }

    #[test]
    fn days_are_called_by_what_tells_them_apart() {
        let today = day(&TimeZone::UTC, at("2026-11-23T12:00:00Z"));
        let called = |text| name(day(&TimeZone::UTC, at(text)), today);
        assert_eq!(called("2026-11-17T12:00:00Z"), "Tue 17 Nov");
        assert_eq!(called("2025-11-17T12:00:00Z"), "Mon 17 Nov 2025");
        // From a clock that goes before.
        assert_eq!(called("2026-11-24T12:00:00Z"), "Tue 24 Nov");
    }

    #[test]
    fn days_begin_where_the_date_changes_in_either_order() {
        let moments = ["2026-11-23T10:00:00Z", "2026-11-23T00:00:00Z", "2026-11-22T23:59:59Z"];
        let down: Vec<usize> =
            begins(&TimeZone::UTC, moments.into_iter().map(at)).iter().map(|b| b.0).collect();
        assert_eq!(down, [0, 2]);
        let up: Vec<usize> =
            begins(&TimeZone::UTC, moments.into_iter().rev().map(at)).iter().map(|b| b.0).collect();
        assert_eq!(up, [0, 1]);
        assert_eq!(begins(&TimeZone::UTC, [Time(i64::MIN), Time(i64::MAX)].into_iter()).len(), 1);
    }
}
