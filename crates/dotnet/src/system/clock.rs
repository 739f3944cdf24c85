//! Time of day, time zones and the monotonic clock.

use std::time::Duration;

use jiff::tz::TimeZone;
use remora_psobject::time::{DateTime, DateTimeKind};

use super::clock_math::local_from_utc;

/// Reads clocks.
pub trait Clock {
    /// Now, in ticks since 0001-01-01 UTC.
    fn now_utc_ticks(&self) -> i64;

    /// Ticks of 100 ns since some moment in the past; never goes back.
    fn monotonic_ticks(&self) -> i64;

    /// The zone of local times.
    fn local_time_zone(&self) -> TimeZone;

    /// A zone by its IANA name.
    fn time_zone(&self, id: &str) -> Option<TimeZone>;

    /// The names of all zones.
    fn time_zone_ids(&self) -> Vec<String>;

    /// Blocks the thread.
    fn sleep(&self, duration: Duration);

    /// Now, as a UTC time.
    fn now_utc(&self) -> DateTime {
        DateTime::new(self.now_utc_ticks(), DateTimeKind::Utc).unwrap_or(DateTime::MIN)
    }

    /// Now, as a local time.
    fn now_local(&self) -> DateTime {
        let ticks = self.now_utc_ticks();
        local_from_utc(&self.local_time_zone(), ticks)
    }
}
