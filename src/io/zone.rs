//! Where the reader lives, as far as the clock is concerned: what the system has been told.

use jiff::tz::TimeZone;

/// The zone of `$TZ` or of the system; UTC where there is none, or none that is known.
#[must_use]
pub fn local() -> TimeZone {
    TimeZone::try_system().unwrap_or(TimeZone::UTC)
}
