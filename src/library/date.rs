//! Dates as feeds write them: by the standards, by older standards, and by nobody's.

use crate::doc::Time;
use jiff::civil;
use jiff::tz::TimeZone;

/// Reads a date in any of the forms that feeds use; what states no zone is taken as UTC.
#[must_use]
pub fn parse(text: &str) -> Option<Time> {
    let text = text.trim();
    // No date is longer, and none needs more work than its length.
    if text.is_empty() || text.len() > 100 {
        return None;
    }
    if let Some(time) = Time::parse(text) {
        return Some(time);
    }
    numeric(text).or_else(|| worded(text))
}

/// `2003-12-31T10:14:55Z` with less, or written otherwise: `2003`, `2003-12`, `20031231`, `2003-12-31 10:14`.
fn numeric(text: &str) -> Option<Time> {
    if !text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let (day, clock) = match text.split_once(['T', 't', ' ']) {
        Some((day, clock)) => (day, clock.trim()),
        None => (text, ""),
    };
    let parts: Vec<&str> = day.split(['-', '/', '.']).collect();
    let number = |at: usize| match parts.get(at) {
        Some(part) if part.chars().all(|c| c.is_ascii_digit()) => part.parse::<i16>().ok(),
        Some(_) => None,
        None => Some(1),
    };
    let whole = parts.first()?;
    let (year, month, of_month) = match (whole.len(), parts.len()) {
        (8, 1) if whole.is_ascii() => {
            let digit = |from: usize, to: usize| whole.get(from..to)?.parse::<i16>().ok();
            (digit(0, 4)?, digit(4, 6)?, digit(6, 8)?)
        }
        (4, 1..=3) => (number(0)?, number(1)?, number(2)?),
        _ => return None,
    };
    let (clock, zone) = clock_and_zone(clock)?;
    moment(year, month, of_month, clock, zone)
}

/// `Thu, 01 Jan 2004 19:48:21 GMT` and its kin, `Thu Jan  1 19:48:21 2004` among them.
fn worded(text: &str) -> Option<Time> {
    let spaced = text.replace([',', '-'], " ");
    // A zone's sign is not a hyphen between parts of the date.
    let sign = text.rfind(['+', '-']).filter(|at| {
        text.get(at + 1..).is_some_and(|rest| {
            let digits = rest.trim_end_matches(')').replace(':', "");
            digits.len() == 4
                && digits.chars().all(|c| c.is_ascii_digit())
                && text.get(..*at).is_some_and(|b| b.contains(':'))
        })
    });
    let (spaced, mut zone) = match sign {
        Some(at) => {
            let before = text.get(..at)?.replace([',', '-'], " ");
            (before, offset(text.get(at..)?))
        }
        None => (spaced, None),
    };
    let (mut day, mut year, mut month, mut clock) = (None, None, None, (0, 0, 0));
    for word in spaced.split_whitespace() {
        let digits = word.chars().all(|c| c.is_ascii_digit());
        if word.contains(':') {
            clock = clock_of(word)?;
        } else if digits && day.is_none() && word.len() <= 2 {
            day = word.parse::<i16>().ok();
        } else if digits && year.is_none() {
            year = Some(year_of(word)?);
        } else if month.is_none() && month_of(word).is_some() {
            month = month_of(word);
        } else if zone.is_none() && clock != (0, 0, 0) {
            zone = offset(word);
        }
    }
    moment(year?, month?, day?, clock, zone.unwrap_or(0))
}

fn year_of(word: &str) -> Option<i16> {
    let year: i16 = word.parse().ok()?;
    Some(match word.len() {
        2 if year < 70 => 2000 + year,
        2 | 3 => 1900 + year,
        _ => year,
    })
}

fn month_of(word: &str) -> Option<i16> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    // The first letters of some languages that news is written in, where they differ.
    const OTHERS: [(&str, i16); 16] = [
        ("ene", 1),
        ("jän", 1),
        ("fév", 2),
        ("mär", 3),
        ("abr", 4),
        ("avr", 4),
        ("mai", 5),
        ("mag", 5),
        ("juin", 6),
        ("giu", 6),
        ("juil", 7),
        ("ago", 8),
        ("aoû", 8),
        ("okt", 10),
        ("ott", 10),
        ("dez", 12),
    ];
    let word = word.to_lowercase();
    if word.chars().count() < 3 {
        return None;
    }
    let usual = MONTHS.iter().position(|month| word.starts_with(month));
    usual.and_then(|at| i16::try_from(at + 1).ok()).or_else(|| {
        OTHERS.iter().find(|(start, _)| word.starts_with(start)).map(|(_, month)| *month)
    })
}

/// Hours, minutes, seconds; and the zone as seconds east.
fn clock_and_zone(text: &str) -> Option<((i8, i8, i8), i32)> {
    if text.is_empty() {
        return Some(((0, 0, 0), 0));
    }
    let at = text.find(|c: char| c == '+' || c == '-' || c.is_ascii_alphabetic() || c == ' ');
    let (clock, zone) = text.split_at_checked(at.unwrap_or(text.len()))?;
    Some((clock_of(clock)?, offset(zone.trim()).unwrap_or(0)))
}

fn clock_of(text: &str) -> Option<(i8, i8, i8)> {
    let mut parts = text.split(':');
    let mut next = || -> Option<i8> {
        let Some(part) = parts.next() else { return Some(0) };
        let whole = part.split(['.', ',']).next()?;
        whole.parse().ok()
    };
    let (hour, minute, second) = (next()?, next()?, next()?);
    (hour <= 24 && minute < 60 && second <= 60).then_some((hour, minute, second.min(59)))
}

/// Seconds east of Greenwich.
fn offset(zone: &str) -> Option<i32> {
    let zone = zone.trim().trim_matches(['(', ')']);
    let numbered = zone.trim_start_matches("GMT").trim_start_matches("UTC");
    if let Some(sign) = numbered.chars().next().filter(|c| matches!(c, '+' | '-')) {
        let digits: String = numbered.chars().filter(char::is_ascii_digit).collect();
        let number: i32 = digits.parse().ok()?;
        let seconds = match digits.len() {
            1 | 2 => number * 3600,
            3 | 4 => number / 100 * 3600 + number % 100 * 60,
            _ => return None,
        };
        let seconds = if sign == '-' { -seconds } else { seconds };
        return (seconds.abs() <= 15 * 3600).then_some(seconds);
    }
    let hours = match zone.to_ascii_uppercase().as_str() {
        "Z" | "UT" | "UTC" | "GMT" | "WET" => 0,
        "AST" | "EDT" => -4,
        "EST" | "CDT" => -5,
        "CST" | "MDT" => -6,
        "MST" | "PDT" => -7,
        "PST" => -8,
        "BST" | "CET" | "MEZ" | "WEST" => 1,
        "CEST" | "MESZ" | "EET" => 2,
        "EEST" | "MSK" => 3,
        "JST" | "KST" => 9,
        "AEST" => 10,
        _ => return None,
    };
    Some(hours * 3600)
}

fn moment(year: i16, month: i16, day: i16, clock: (i8, i8, i8), zone: i32) -> Option<Time> {
    let (hour, minute, second) = clock;
    let date = civil::Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    // Midnight may be written as the end of a day.
    let (date, hour) = if hour == 24 { (date.tomorrow().ok()?, 0) } else { (date, hour) };
    let at = date.at(hour, minute, second, 0).to_zoned(TimeZone::UTC).ok()?;
    Some(Time(at.timestamp().as_millisecond() - i64::from(zone) * 1000))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(text: &str) -> String {
        parse(text).map_or("none".into(), |time| time.to_string())
    }

    #[test]
    fn dates_of_every_standard_are_read() {
        for (text, means) in [
            ("2003-12-31T10:14:55Z", "2003-12-31T10:14:55Z"),
            ("2003-12-31T10:14:55-05:00", "2003-12-31T15:14:55Z"),
            ("2003-12-31T10:14", "2003-12-31T10:14:00Z"),
            ("2003-12-31 10:14:55 +0200", "2003-12-31T08:14:55Z"),
            ("2003-12-31", "2003-12-31T00:00:00Z"),
            ("2003-12", "2003-12-01T00:00:00Z"),
            ("2003", "2003-01-01T00:00:00Z"),
            ("20031231", "2003-12-31T00:00:00Z"),
            ("Thu, 01 Jan 2004 19:48:21 GMT", "2004-01-01T19:48:21Z"),
            ("Thu, 1 Jan 04 19:48 EST", "2004-01-02T00:48:00Z"),
            ("Sat, 07 Sep 2002 0:0:1 GMT", "2002-09-07T00:00:01Z"),
            ("01-Jan-2004 19:48:21 +0100", "2004-01-01T18:48:21Z"),
            ("Thu Jan  1 19:48:21 2004", "2004-01-01T19:48:21Z"),
            ("Do, 01 Mai 2025 24:00:00 +0200", "2025-05-01T22:00:00Z"),
            ("9 May 2025", "2025-05-09T00:00:00Z"),
        ] {
            assert_eq!(shown(text), means, "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in
            ["", "yesterday", "2003-13-41", "99999999999", "Thu, 45 Foo 2004", "31/12/2003x"]
        {
            assert_eq!(shown(text), "none", "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_stumble(text in any::<String>()) {
            let _ = parse(&text);
        }

        #[test]
        fn nor_what_looks_like_a_date(text in "[0-9T:+Za-z ,-]{0,40}") {
            let _ = parse(&text);
        }
    }
}
