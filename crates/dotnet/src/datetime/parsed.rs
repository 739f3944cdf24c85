//! What a text says of a moment, before zones and defaults.

use remora_psobject::time::{
    DateTimeKind, TICKS_PER_DAY, TICKS_PER_MINUTE, days_from_civil, days_in_month,
};
use remora_psobject::{DateTime, DateTimeOffset};

use super::{DateTimeStyles, Surroundings};
use crate::system::clock_math;

/// The pieces of a date and a time of day.
#[derive(Clone, Debug, Default)]
pub struct Parsed {
    /// Year.
    pub year: Option<i32>,
    /// Month, from 1.
    pub month: Option<u32>,
    /// Day of the month, from 1.
    pub day: Option<u32>,
    /// Day of the week, Sunday being 0.
    pub day_of_week: Option<u32>,
    /// Hour on the 24-hour clock, or on the 12-hour clock where `afternoon` is said. 24 is midnight of the next day.
    pub hour: Option<u32>,
    /// Minute.
    pub minute: Option<u32>,
    /// Second.
    pub second: Option<u32>,
    /// Ticks within the second.
    pub ticks: Option<i64>,
    /// `AM` or `PM`.
    pub afternoon: Option<bool>,
    /// Whether the hour is of the 12-hour clock.
    pub twelve_hours: bool,
    /// Minutes east of UTC.
    pub offset: Option<i32>,
    /// Whether the text says UTC by a letter or a name.
    pub is_utc: bool,
}

impl Parsed {
    fn has_time(&self) -> bool {
        self.hour.is_some()
    }

    fn has_date(&self) -> bool {
        self.year.is_some() || self.month.is_some() || self.day.is_some()
    }

    fn hour24(&self) -> Option<u32> {
        let hour = self.hour.unwrap_or(0);
        match self.afternoon {
            Some(afternoon) => match hour {
                0..=12 => Some(hour % 12 + if afternoon { 12 } else { 0 }),
                13..=23 if afternoon && !self.twelve_hours => Some(hour),
                _ => None,
            },
            None if self.twelve_hours && hour > 12 => None,
            None if self.twelve_hours => Some(hour % 12),
            None => Some(hour),
        }
    }

    /// The ticks on the clock that the text speaks of.
    fn clock_ticks(&self, styles: DateTimeStyles, today: DateTime) -> Option<i64> {
        let (year, month, day) = if self.has_date() {
            let (this_year, ..) = today.date();
            (self.year.unwrap_or(this_year), self.month.unwrap_or(1), self.day.unwrap_or(1))
        } else if styles.has(DateTimeStyles::NO_CURRENT_DATE) {
            (1, 1, 1)
        } else {
            today.date()
        };
        if !(1..=9999).contains(&year) || day < 1 || day > days_in_month(year, month) {
            return None;
        }
        let mut hour = self.hour24()?;
        let minute = self.minute.unwrap_or(0);
        let second = self.second.unwrap_or(0);
        let mut days = days_from_civil(year, month, day);
        if hour == 24 && minute == 0 && second == 0 {
            hour = 0;
            days += 1;
        }
        if hour > 23 || minute > 59 || second > 59 {
            return None;
        }
        let seconds = i64::from(hour) * 3600 + i64::from(minute) * 60 + i64::from(second);
        let ticks = days * TICKS_PER_DAY
            + seconds * remora_psobject::time::TICKS_PER_SECOND
            + self.ticks.unwrap_or(0);
        let date = DateTime::new(ticks, DateTimeKind::Unspecified)?;
        match self.day_of_week {
            Some(expected) if self.has_date() && date.day_of_week() != expected => None,
            _ => Some(ticks),
        }
    }

    /// The date and time under these styles.
    pub fn to_date_time(&self, styles: DateTimeStyles, around: &Surroundings) -> Option<DateTime> {
        if !self.has_date() && !self.has_time() {
            return None;
        }
        let ticks = self.clock_ticks(styles, around.today)?;
        let to_universal = styles.has(DateTimeStyles::ADJUST_TO_UNIVERSAL);
        let keep = styles.has(DateTimeStyles::ROUNDTRIP_KIND);
        let make = |ticks, kind| DateTime::new(ticks, kind);
        let local = |utc: i64| Some(clock_math::local_from_utc(&around.zone, utc));
        if let Some(minutes) = self.offset {
            let utc = ticks - i64::from(minutes) * TICKS_PER_MINUTE;
            make(utc, DateTimeKind::Utc)?;
            return if to_universal || (keep && self.is_utc) {
                make(utc, DateTimeKind::Utc)
            } else {
                local(utc)
            };
        }
        if styles.has(DateTimeStyles::ASSUME_UNIVERSAL) {
            return if to_universal { make(ticks, DateTimeKind::Utc) } else { local(ticks) };
        }
        if styles.has(DateTimeStyles::ASSUME_LOCAL) {
            return if to_universal {
                let offset = clock_math::offset_at_local(&around.zone, ticks);
                make(ticks - offset, DateTimeKind::Utc)
            } else {
                make(ticks, DateTimeKind::Local)
            };
        }
        make(ticks, DateTimeKind::Unspecified)
    }

    /// The date and time with its offset; without one that of the local zone.
    pub fn to_offset(
        &self,
        styles: DateTimeStyles,
        around: &Surroundings,
    ) -> Option<DateTimeOffset> {
        if !self.has_date() && !self.has_time() {
            return None;
        }
        let ticks = self.clock_ticks(styles, around.today)?;
        let minutes = match self.offset {
            Some(minutes) => minutes,
            None if styles.has(DateTimeStyles::ASSUME_UNIVERSAL) => 0,
            None => {
                let offset = clock_math::offset_at_local(&around.zone, ticks);
                i32::try_from(offset / TICKS_PER_MINUTE).ok()?
            }
        };
        let local = DateTime::new(ticks, DateTimeKind::Unspecified)?;
        let value = DateTimeOffset::new(local, i16::try_from(minutes).ok()?)?;
        if styles.has(DateTimeStyles::ADJUST_TO_UNIVERSAL) {
            let utc = DateTime::new(value.utc_ticks(), DateTimeKind::Unspecified)?;
            return DateTimeOffset::new(utc, 0);
        }
        Some(value)
    }
}
