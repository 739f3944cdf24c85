//! Time of day, time zones, the monotonic clock.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use jiff::tz::TimeZone;
use remora_dotnet::system::Clock;
use remora_psobject::time::UNIX_EPOCH_TICKS;

use super::NativeSystem;

/// A time of the system in ticks since 0001-01-01 UTC.
pub(super) fn ticks_of(time: SystemTime) -> i64 {
    let ticks = |duration: Duration| i64::try_from(duration.as_nanos() / 100).unwrap_or(i64::MAX);
    match time.duration_since(UNIX_EPOCH) {
        Ok(after) => UNIX_EPOCH_TICKS.saturating_add(ticks(after)),
        Err(before) => UNIX_EPOCH_TICKS.saturating_sub(ticks(before.duration())),
    }
}

impl Clock for NativeSystem {
    fn now_utc_ticks(&self) -> i64 {
        ticks_of(SystemTime::now())
    }

    fn monotonic_ticks(&self) -> i64 {
        i64::try_from(self.start.elapsed().as_nanos() / 100).unwrap_or(i64::MAX)
    }

    fn local_time_zone(&self) -> TimeZone {
        TimeZone::system()
    }

    fn time_zone(&self, id: &str) -> Option<TimeZone> {
        TimeZone::get(id).ok()
    }

    fn time_zone_ids(&self) -> Vec<String> {
        let database = jiff::tz::db();
        database.available().map(|name| name.as_str().to_owned()).collect()
    }

    fn sleep(&self, duration: Duration) {
        std::thread::sleep(duration);
    }
}
