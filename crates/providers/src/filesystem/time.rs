//! Times that are compared with those of files.

use remora_dotnet::System;
use remora_psobject::time::{DateTime, DateTimeKind, TICKS_PER_SECOND, UNIX_EPOCH_TICKS};

/// Ticks east of UTC at an instant.
fn offset(system: &dyn System, utc_ticks: i64) -> i64 {
    let seconds = utc_ticks.saturating_sub(UNIX_EPOCH_TICKS).div_euclid(TICKS_PER_SECOND);
    jiff::Timestamp::from_second(seconds).map_or(0, |timestamp| {
        i64::from(system.local_time_zone().to_offset(timestamp).seconds()) * TICKS_PER_SECOND
    })
}

/// The instant of a time in ticks of UTC; a time that does not say otherwise is local.
pub(super) fn utc_ticks(system: &dyn System, time: DateTime) -> i64 {
    if time.kind() == DateTimeKind::Utc {
        return time.ticks();
    }
    let guess = time.ticks().saturating_sub(offset(system, time.ticks()));
    time.ticks().saturating_sub(offset(system, guess))
}
