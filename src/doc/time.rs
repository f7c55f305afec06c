//! Moments, as they are kept in files. No clock is read here: time arrives with messages.

use jiff::Timestamp;
use std::fmt;

/// A moment in milliseconds since 1970-01-01 UTC. Written as RFC 3339 in UTC, to the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Time(pub i64);

impl Time {
    /// Reads an RFC 3339 time.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        text.parse::<Timestamp>().ok().map(|t| Self(t.as_millisecond()))
    }

    /// `2025-05-09`, in UTC.
    #[must_use]
    pub fn date(self) -> String {
        self.to_string().chars().take(10).collect()
    }

    /// Only digits, for file names: `20250509-143000`.
    #[must_use]
    pub fn compact(self) -> String {
        let digits: String = self.to_string().chars().filter(char::is_ascii_digit).collect();
        let (day, clock) = digits.split_at_checked(8).unwrap_or((&digits, ""));
        format!("{day}-{clock}")
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Out of range (before the year -9999) can only come from a broken clock.
        let seconds = self.0.div_euclid(1000);
        let stamp = Timestamp::from_second(seconds).unwrap_or_default();
        write!(f, "{stamp}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_utc_to_the_second() {
        let time = Time(1_747_000_000_123);
        assert_eq!(time.to_string(), "2025-05-11T21:46:40Z");
        assert_eq!(Time::parse("2025-05-11T21:46:40Z"), Some(Time(1_747_000_000_000)));
        assert_eq!(time.date(), "2025-05-11");
        assert_eq!(time.compact(), "20250511-214640");
    }
}
