//! Local time and universal time.

use jiff::tz::TimeZone;
use remora_psobject::time::{DateTime, DateTimeKind, TICKS_PER_SECOND, UNIX_EPOCH_TICKS};

/// Ticks east of UTC of a zone at an instant given in ticks of UTC.
pub(crate) fn offset_at_utc(zone: &TimeZone, utc_ticks: i64) -> i64 {
    timestamp(utc_ticks)
        .map_or(0, |timestamp| i64::from(zone.to_offset(timestamp).seconds()) * TICKS_PER_SECOND)
}

/// Ticks east of UTC of a zone at a time on its own clock. A time that a change of the clock skipped
/// or repeated has the standard offset.
pub(crate) fn offset_at_local(zone: &TimeZone, local_ticks: i64) -> i64 {
    let standard = offset_at_utc(zone, local_ticks);
    let before = offset_at_utc(zone, local_ticks.saturating_sub(standard));
    let other = offset_at_utc(zone, local_ticks.saturating_sub(before));
    if before == other {
        return before;
    }
    before.min(other)
}

/// The local time at an instant.
pub(crate) fn local_from_utc(zone: &TimeZone, utc_ticks: i64) -> DateTime {
    let ticks = utc_ticks.saturating_add(offset_at_utc(zone, utc_ticks));
    DateTime::new(ticks.clamp(0, remora_psobject::time::MAX_TICKS), DateTimeKind::Local)
        .unwrap_or(DateTime::MIN)
}

fn timestamp(utc_ticks: i64) -> Option<jiff::Timestamp> {
    let since_epoch = utc_ticks.checked_sub(UNIX_EPOCH_TICKS)?;
    jiff::Timestamp::from_second(since_epoch.div_euclid(TICKS_PER_SECOND)).ok()
}
