//! `System.Globalization.ISOWeek`

use remora_psobject::time::{DateTime, DateTimeKind, TICKS_PER_DAY, days_from_civil};

use crate::types::prelude::*;

pub(crate) static DEFINITION: Implementation = Implementation {
    name: "System.Globalization.ISOWeek",
    static_methods: &[
        ("GetWeekOfYear", |call| Ok(Value::I32(week_of(date(call)).1))),
        ("GetWeeksInYear", |call| Ok(Value::I32(weeks_in(call.int(0))))),
        ("GetYear", |call| Ok(Value::I32(week_of(date(call)).0))),
        ("GetYearEnd", |call| {
            let year = call.int(0);
            day(monday_of_first_week(year) + i64::from(weeks_in(year)) * 7 - 1)
        }),
        ("GetYearStart", |call| day(monday_of_first_week(call.int(0)))),
        ("ToDateTime", |call| {
            let weekday = (call.long(2) + 6).rem_euclid(7);
            day(monday_of_first_week(call.int(0)) + (call.long(1) - 1) * 7 + weekday)
        }),
    ],
    ..Implementation::EMPTY
};

fn date(call: &Call<'_>) -> DateTime {
    match call.argument(0).base() {
        Value::DateTime(date) => *date,
        _ => DateTime::MIN,
    }
}

fn day(days: i64) -> Outcome {
    DateTime::new(days * TICKS_PER_DAY, DateTimeKind::Unspecified)
        .map(Value::from)
        .ok_or_else(|| errors::out_of_range("year", "Year must be between 1 and 9999."))
}

/// Days from the first of all to the Monday of the week that holds 4 January.
fn monday_of_first_week(year: i32) -> i64 {
    let fourth = days_from_civil(year, 1, 4);
    // The first of all days was a Monday.
    fourth - fourth.rem_euclid(7)
}

fn weeks_in(year: i32) -> i32 {
    let days = monday_of_first_week(year + 1) - monday_of_first_week(year);
    i32::try_from(days / 7).unwrap_or(52)
}

/// The year and the week that a day belongs to.
pub fn week_of(date: DateTime) -> (i32, i32) {
    let days = date.ticks() / TICKS_PER_DAY;
    let (year, ..) = date.date();
    let year = if days >= monday_of_first_week(year + 1) {
        year + 1
    } else if days < monday_of_first_week(year) {
        year - 1
    } else {
        year
    };
    let week = (days - monday_of_first_week(year)) / 7 + 1;
    (year, i32::try_from(week).unwrap_or(1))
}
