//! Points in time and durations, in the 100-nanosecond ticks of .NET.

/// Ticks in a millisecond.
pub const TICKS_PER_MILLISECOND: i64 = 10_000;
/// Ticks in a second.
pub const TICKS_PER_SECOND: i64 = 10_000_000;
/// Ticks in a minute.
pub const TICKS_PER_MINUTE: i64 = 60 * TICKS_PER_SECOND;
/// Ticks in an hour.
pub const TICKS_PER_HOUR: i64 = 60 * TICKS_PER_MINUTE;
/// Ticks in a day.
pub const TICKS_PER_DAY: i64 = 24 * TICKS_PER_HOUR;
/// Ticks from 0001-01-01 to 1970-01-01.
pub const UNIX_EPOCH_TICKS: i64 = 719_162 * TICKS_PER_DAY;
/// The last tick of the year 9999.
pub const MAX_TICKS: i64 = 3_155_378_975_999_999_999;

/// What a [`DateTime`] is relative to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum DateTimeKind {
    /// Not said.
    Unspecified = 0,
    /// Coordinated universal time.
    Utc = 1,
    /// The time of the machine's zone.
    Local = 2,
}

/// `System.DateTime`: ticks since 0001-01-01 and a kind, in eight bytes.
///
/// Equality and order look at the ticks alone, as in .NET.
#[derive(Clone, Copy)]
pub struct DateTime(u64);

const TICKS_MASK: u64 = (1 << 62) - 1;

impl DateTime {
    /// The first instant of the year 1.
    pub const MIN: Self = Self(0);

    /// A point in time, or `None` where `ticks` lies outside the years 1 to 9999.
    pub fn new(ticks: i64, kind: DateTimeKind) -> Option<Self> {
        let unsigned = u64::try_from(ticks).ok()?;
        (ticks <= MAX_TICKS).then_some(Self(unsigned | (u64::from(kind as u8) << 62)))
    }

    /// A date and time of day from its parts (`nanos` in ticks within the second), or `None` where a part is out
    /// of range.
    pub fn from_parts(
        (year, month, day): (i32, u32, u32),
        (hour, minute, second): (u32, u32, u32),
        ticks: i64,
        kind: DateTimeKind,
    ) -> Option<Self> {
        let in_range = (1..=9999).contains(&year)
            && (1..=12).contains(&month)
            && (1..=days_in_month(year, month)).contains(&day)
            && hour < 24
            && minute < 60
            && second < 60
            && (0..TICKS_PER_SECOND).contains(&ticks);
        if !in_range {
            return None;
        }
        let seconds = i64::from(hour) * 3600 + i64::from(minute) * 60 + i64::from(second);
        Self::new(
            days_from_civil(year, month, day) * TICKS_PER_DAY + seconds * TICKS_PER_SECOND + ticks,
            kind,
        )
    }

    /// Ticks since 0001-01-01T00:00:00.
    pub fn ticks(self) -> i64 {
        // The mask leaves 62 bits, which fit.
        i64::try_from(self.0 & TICKS_MASK).unwrap_or(i64::MAX)
    }

    /// What the ticks are relative to.
    pub fn kind(self) -> DateTimeKind {
        match self.0 >> 62 {
            0 => DateTimeKind::Unspecified,
            1 => DateTimeKind::Utc,
            _ => DateTimeKind::Local,
        }
    }

    /// The same ticks under another kind.
    #[must_use]
    pub fn with_kind(self, kind: DateTimeKind) -> Self {
        Self((self.0 & TICKS_MASK) | (u64::from(kind as u8) << 62))
    }

    /// The sum with a duration, of the same kind; `None` past the years 1 to 9999.
    pub fn checked_add(self, duration: TimeSpan) -> Option<Self> {
        Self::new(self.ticks().checked_add(duration.0)?, self.kind())
    }

    /// Year, month (1 to 12) and day (1 to 31).
    pub fn date(self) -> (i32, u32, u32) {
        civil_from_days(self.ticks() / TICKS_PER_DAY)
    }

    /// Hour, minute, second, and ticks within the second.
    pub fn time_of_day(self) -> (u32, u32, u32, u32) {
        let ticks = self.ticks() % TICKS_PER_DAY;
        let part = |value: i64| u32::try_from(value).unwrap_or(0);
        (
            part(ticks / TICKS_PER_HOUR),
            part(ticks / TICKS_PER_MINUTE % 60),
            part(ticks / TICKS_PER_SECOND % 60),
            part(ticks % TICKS_PER_SECOND),
        )
    }

    /// Day of the week, Sunday being 0.
    pub fn day_of_week(self) -> u32 {
        u32::try_from((self.ticks() / TICKS_PER_DAY + 1) % 7).unwrap_or(0)
    }

    /// Day of the year, from 1.
    pub fn day_of_year(self) -> u32 {
        let (year, ..) = self.date();
        let start = days_from_civil(year, 1, 1);
        u32::try_from(self.ticks() / TICKS_PER_DAY - start + 1).unwrap_or(1)
    }
}

impl PartialEq for DateTime {
    fn eq(&self, other: &Self) -> bool {
        self.ticks() == other.ticks()
    }
}

impl Eq for DateTime {}

impl PartialOrd for DateTime {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for DateTime {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.ticks().cmp(&other.ticks())
    }
}

impl std::hash::Hash for DateTime {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.ticks().hash(state);
    }
}

/// The round-trip form (`o`) without an offset for local times.
impl std::fmt::Debug for DateTime {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (year, month, day) = self.date();
        let (hour, minute, second, ticks) = self.time_of_day();
        write!(
            f,
            "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{ticks:07} {:?}",
            self.kind()
        )
    }
}

/// `System.TimeSpan`: a signed duration in ticks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct TimeSpan(pub i64);

impl TimeSpan {
    /// No time at all.
    pub const ZERO: Self = Self(0);

    /// Whole seconds.
    pub fn from_seconds(seconds: i64) -> Self {
        Self(seconds.saturating_mul(TICKS_PER_SECOND))
    }

    /// The length in seconds and fractions.
    pub fn total_seconds(self) -> f64 {
        self.0 as f64 / TICKS_PER_SECOND as f64
    }
}

/// `System.DateTimeOffset`: a local date and time and its distance from UTC.
///
/// Equality and order look at the instant in UTC.
#[derive(Clone, Copy, Debug)]
pub struct DateTimeOffset {
    local: DateTime,
    offset_minutes: i16,
}

impl DateTimeOffset {
    /// A local time at `offset_minutes` east of UTC; `None` beyond 14 hours or where the instant leaves the years 1
    /// to 9999.
    pub fn new(local: DateTime, offset_minutes: i16) -> Option<Self> {
        let value = Self { local: local.with_kind(DateTimeKind::Unspecified), offset_minutes };
        let utc = local.ticks().checked_sub(i64::from(offset_minutes) * TICKS_PER_MINUTE)?;
        ((-840..=840).contains(&offset_minutes) && (0..=MAX_TICKS).contains(&utc)).then_some(value)
    }

    /// The date and time on the clock at that offset, of unspecified kind.
    pub fn local(self) -> DateTime {
        self.local
    }

    /// Minutes east of UTC.
    pub fn offset_minutes(self) -> i16 {
        self.offset_minutes
    }

    /// Ticks of the instant in UTC.
    pub fn utc_ticks(self) -> i64 {
        self.local.ticks() - i64::from(self.offset_minutes) * TICKS_PER_MINUTE
    }
}

impl PartialEq for DateTimeOffset {
    fn eq(&self, other: &Self) -> bool {
        self.utc_ticks() == other.utc_ticks()
    }
}

impl Eq for DateTimeOffset {}

impl PartialOrd for DateTimeOffset {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for DateTimeOffset {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.utc_ticks().cmp(&other.utc_ticks())
    }
}

impl std::hash::Hash for DateTimeOffset {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.utc_ticks().hash(state);
    }
}

/// Whether `year` has a 29 February.
pub fn is_leap_year(year: i32) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// Days in `month` (1 to 12) of `year`; 0 for another month.
pub fn days_in_month(year: i32, month: u32) -> u32 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap_year(year) => 29,
        2 => 28,
        _ => 0,
    }
}

/// Days from 0001-01-01 to a date of the Gregorian calendar.
pub fn days_from_civil(year: i32, month: u32, day: u32) -> i64 {
    let before = i64::from(year) - 1;
    let mut days = before * 365 + before / 4 - before / 100 + before / 400;
    days += (1..month).map(|m| i64::from(days_in_month(year, m))).sum::<i64>();
    days + i64::from(day) - 1
}

/// Year, month and day that lie `days` after 0001-01-01.
pub fn civil_from_days(days: i64) -> (i32, u32, u32) {
    // Years are counted from 1 March of the year 0, so that the leap day is the last of its year.
    let shifted = days + 306;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (
        i32::try_from(year).unwrap_or(i32::MAX),
        u32::try_from(month).unwrap_or(1),
        u32::try_from(day).unwrap_or(1),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_survive_the_way_through_ticks() {
        for days in (0..=3_652_058).step_by(97) {
            let (year, month, day) = civil_from_days(days);
            assert_eq!(days_from_civil(year, month, day), days, "{year}-{month}-{day}");
        }
        assert_eq!(civil_from_days(3_652_058), (9999, 12, 31));
    }

    #[test]
    fn known_instants() {
        let epoch = DateTime::new(UNIX_EPOCH_TICKS, DateTimeKind::Utc).unwrap();
        assert_eq!(epoch.date(), (1970, 1, 1));
        assert_eq!(epoch.day_of_week(), 4);
        let leap =
            DateTime::from_parts((2024, 2, 29), (23, 59, 59), 9_999_999, DateTimeKind::Local)
                .unwrap();
        assert_eq!(leap.day_of_year(), 60);
        assert_eq!(leap.time_of_day(), (23, 59, 59, 9_999_999));
        assert_eq!(leap.kind(), DateTimeKind::Local);
        assert!(DateTime::from_parts((2023, 2, 29), (0, 0, 0), 0, DateTimeKind::Utc).is_none());
        assert!(DateTime::new(MAX_TICKS + 1, DateTimeKind::Utc).is_none());
    }

    #[test]
    fn offsets_compare_as_instants() {
        let noon = DateTime::from_parts((2026, 1, 2), (12, 0, 0), 0, DateTimeKind::Local).unwrap();
        let one = DateTime::from_parts((2026, 1, 2), (13, 0, 0), 0, DateTimeKind::Local).unwrap();
        assert_eq!(DateTimeOffset::new(noon, 0), DateTimeOffset::new(one, 60));
        assert!(DateTimeOffset::new(noon, 841).is_none());
    }
}
