//! `System.DateOnly` and `System.TimeOnly`

use remora_psobject::TimeSpan;
use remora_psobject::time::{
    DateTime, DateTimeKind, TICKS_PER_DAY, TICKS_PER_HOUR, TICKS_PER_MILLISECOND, TICKS_PER_MINUTE,
    TICKS_PER_SECOND,
};

use super::date_time::{add_months, date_of, formats, styles};
use crate::datetime;
use crate::types::prelude::*;

pub(crate) static DATE: Implementation = Implementation {
    name: "System.DateOnly",
    constructor: Some(|call| {
        let part = |index| u32::try_from(call.int(index)).unwrap_or(0);
        DateTime::from_parts(
            (call.int(0), part(1), part(2)),
            (0, 0, 0),
            0,
            DateTimeKind::Unspecified,
        )
        .map(day)
        .ok_or_else(|| {
            Exception::new(
                TypeId::ARGUMENT_OUT_OF_RANGE_EXCEPTION,
                "Year, Month, and Day parameters describe an un-representable DateTime.",
            )
        })
    }),
    methods: &[
        ("AddDays", |call| moved(this(call)?, i64::from(call.int(0)))),
        ("AddMonths", |call| Ok(day(add_months(this(call)?.0, call.int(0))?))),
        ("AddYears", |call| Ok(day(add_months(this(call)?.0, call.int(0).saturating_mul(12))?))),
        ("CompareTo", compare_to),
        ("Equals", equals),
        ("ToDateTime", |call| {
            let time = call.argument(0).downcast::<Moment>().map_or(0, |time| time.0.ticks());
            let kind = super::date_time::kind_of(call.argument(1));
            let ticks = this(call)?.0.ticks() + time % TICKS_PER_DAY;
            Ok(DateTime::new(ticks, kind).unwrap_or(DateTime::MIN).into())
        }),
        ("ToLongDateString", |call| written(call, "D")),
        ("ToShortDateString", |call| written(call, "d")),
        ("ToString", |call| written(call, call.string(0).map_or("d", PsString::as_str))),
    ],
    static_methods: &[
        ("FromDateTime", |call| Ok(day(date_of(call.argument(0))))),
        ("FromDayNumber", |call| moved(&Moment(DateTime::MIN, true), i64::from(call.int(0)))),
        ("Parse", |call| parse(call, true)),
        ("ParseExact", |call| parse_exact(call, true)),
        ("TryParse", |call| try_parse(call, true)),
        ("op_Equality", |call| Ok(same(call.argument(0), call.argument(1)).into())),
    ],
    static_properties: &[
        ("MaxValue", |_| moved(&Moment(DateTime::MIN, true), 3_652_058)),
        ("MinValue", |_| Ok(day(DateTime::MIN))),
    ],
    ..Implementation::EMPTY
};

pub(crate) static TIME: Implementation = Implementation {
    name: "System.TimeOnly",
    constructor: Some(|call| {
        if call.count() == 1 {
            return Ok(time(call.long(0)));
        }
        let ticks = call.long(0) * TICKS_PER_HOUR
            + call.long(1) * TICKS_PER_MINUTE
            + call.long(2) * TICKS_PER_SECOND
            + call.long(3) * TICKS_PER_MILLISECOND;
        if call.long(0) > 23 || call.long(1) > 59 || call.long(2) > 59 || ticks < 0 {
            return Err(Exception::new(
                TypeId::ARGUMENT_OUT_OF_RANGE_EXCEPTION,
                "Hour, Minute, and Second parameters describe an un-representable DateTime.",
            ));
        }
        Ok(time(ticks))
    }),
    methods: &[
        ("Add", |call| match call.argument(0).base() {
            Value::TimeSpan(span) => Ok(time(this(call)?.0.ticks() + span.0)),
            _ => Err(errors::argument_null("value")),
        }),
        ("AddHours", |call| {
            Ok(time(this(call)?.0.ticks() + (call.double(0) * TICKS_PER_HOUR as f64) as i64))
        }),
        ("AddMinutes", |call| {
            Ok(time(this(call)?.0.ticks() + (call.double(0) * TICKS_PER_MINUTE as f64) as i64))
        }),
        ("CompareTo", compare_to),
        ("Equals", equals),
        ("IsBetween", |call| {
            let at = |value: &Value| value.downcast::<Moment>().map_or(0, |time| time.0.ticks());
            let (own, start, end) =
                (this(call)?.0.ticks(), at(call.argument(0)), at(call.argument(1)));
            let inside =
                if start <= end { start <= own && own < end } else { own >= start || own < end };
            Ok(inside.into())
        }),
        ("ToLongTimeString", |call| written(call, "T")),
        ("ToShortTimeString", |call| written(call, "t")),
        ("ToString", |call| written(call, call.string(0).map_or("t", PsString::as_str))),
        ("ToTimeSpan", |call| Ok(TimeSpan(this(call)?.0.ticks()).into())),
    ],
    static_methods: &[
        ("FromDateTime", |call| Ok(time(date_of(call.argument(0)).ticks()))),
        ("FromTimeSpan", |call| match call.argument(0).base() {
            Value::TimeSpan(span) => Ok(time(span.0)),
            _ => Err(errors::argument_null("timeSpan")),
        }),
        ("Parse", |call| parse(call, false)),
        ("ParseExact", |call| parse_exact(call, false)),
        ("TryParse", |call| try_parse(call, false)),
        ("op_Subtraction", |call| {
            let at =
                |index| call.argument(index).downcast::<Moment>().map_or(0, |time| time.0.ticks());
            Ok(TimeSpan((at(0) - at(1)).rem_euclid(TICKS_PER_DAY)).into())
        }),
    ],
    static_properties: &[
        ("MaxValue", |_| Ok(time(TICKS_PER_DAY - 1))),
        ("MinValue", |_| Ok(time(0))),
    ],
    ..Implementation::EMPTY
};

/// A day without a time, or a time of day without a day; the flag says which.
pub(crate) struct Moment(DateTime, bool);

fn day(date: DateTime) -> Value {
    let ticks = date.ticks() - date.ticks() % TICKS_PER_DAY;
    Value::live(Moment(
        DateTime::new(ticks, DateTimeKind::Unspecified).unwrap_or(DateTime::MIN),
        true,
    ))
}

fn time(ticks: i64) -> Value {
    let ticks = ticks.rem_euclid(TICKS_PER_DAY);
    Value::live(Moment(
        DateTime::new(ticks, DateTimeKind::Unspecified).unwrap_or(DateTime::MIN),
        false,
    ))
}

fn moved(date: &Moment, days: i64) -> Outcome {
    date.0
        .checked_add(TimeSpan(days.saturating_mul(TICKS_PER_DAY)))
        .map(day)
        .ok_or_else(|| errors::out_of_range("value", "Value to add was out of range."))
}

fn this<'a>(call: &Call<'a>) -> Result<&'a Moment, Exception> {
    call.this.downcast().ok_or_else(errors::null_reference)
}

fn same(left: &Value, right: &Value) -> bool {
    match (left.downcast::<Moment>(), right.downcast::<Moment>()) {
        (Some(a), Some(b)) => a.0 == b.0 && a.1 == b.1,
        _ => false,
    }
}

fn equals(call: &mut Call<'_>) -> Outcome {
    Ok(same(call.this, call.argument(0)).into())
}

fn compare_to(call: &mut Call<'_>) -> Outcome {
    let own = this(call)?;
    match call.argument(0).downcast::<Moment>() {
        Some(other) if other.1 == own.1 => Ok(Value::I32(own.0.cmp(&other.0) as i32)),
        _ if !call.has(0) => Ok(Value::I32(1)),
        _ => Err(errors::argument(format!(
            "Object must be of type {}.",
            own.object_type().short_name()
        ))),
    }
}

impl Moment {
    /// In a format; `o` and `r` have forms of their own.
    pub(crate) fn format(&self, format: &str, culture: &Culture) -> Result<PsString, Exception> {
        let pattern = match (format, self.1) {
            ("", true) => "d",
            ("", false) => "t",
            ("o" | "O", true) => "yyyy'-'MM'-'dd",
            ("r" | "R", true) => "ddd, dd MMM yyyy",
            ("o" | "O", false) => "HH':'mm':'ss.fffffff",
            ("r" | "R", false) => "HH':'mm':'ss",
            (other, _) => other,
        };
        let forbidden = if self.1 { "hHmsftFzK" } else { "dMyzKg" };
        let mut quoted = false;
        for character in pattern.chars().filter(|_| pattern.chars().count() > 1) {
            if character == '\'' || character == '"' {
                quoted = !quoted;
            } else if !quoted && forbidden.contains(character) {
                return Err(errors::bad_format_string());
            }
        }
        let zone = jiff::tz::TimeZone::UTC;
        Ok(datetime::format(self.0, pattern, culture, &zone)?.into())
    }
}

fn written(call: &Call<'_>, format: &str) -> Outcome {
    Ok(this(call)?.format(format, &call.culture())?.into())
}

fn not_recognized(text: &str, is_day: bool) -> Exception {
    let what = if is_day { "DateOnly" } else { "TimeOnly" };
    errors::format(format!("String '{text}' was not recognized as a valid {what}."))
}

fn of_parts(parts: &datetime::Parsed, is_day: bool) -> Option<Value> {
    let has_date = parts.year.is_some() || parts.month.is_some() || parts.day.is_some();
    if (is_day && parts.hour.is_some()) || (!is_day && has_date) {
        return None;
    }
    let date = parts.to_date_time(
        datetime::DateTimeStyles(datetime::DateTimeStyles::NO_CURRENT_DATE),
        &datetime::Surroundings::fixed(),
    )?;
    Some(if is_day { day(date) } else { time(date.ticks()) })
}

fn parse(call: &Call<'_>, is_day: bool) -> Outcome {
    let text = call.required_string(0, "s")?;
    datetime::parse_parts(text, &call.culture())
        .and_then(|parts| of_parts(&parts, is_day))
        .ok_or_else(|| not_recognized(text, is_day))
}

fn parse_exact(call: &Call<'_>, is_day: bool) -> Outcome {
    let text = call.required_string(0, "s")?;
    let culture = call.culture();
    formats(call)
        .iter()
        .find_map(|format| datetime::parse_exact_parts(text, format, &culture, styles(call)))
        .and_then(|parts| of_parts(&parts, is_day))
        .ok_or_else(|| not_recognized(text, is_day))
}

fn try_parse(call: &mut Call<'_>, is_day: bool) -> Outcome {
    let found = parse(call, is_day).ok();
    let zero = if is_day { day(DateTime::MIN) } else { time(0) };
    call.try_result(found, zero)
}

impl LiveObject for Moment {
    fn object_type(&self) -> TypeId {
        type_named(if self.1 { "System.DateOnly" } else { "System.TimeOnly" })
    }

    fn text(&self) -> PsString {
        self.format("", &Culture::invariant()).unwrap_or_default()
    }

    fn property_names(&self) -> Vec<PsString> {
        names(if self.1 {
            &["Year", "Month", "Day", "DayOfWeek", "DayOfYear", "DayNumber"]
        } else {
            &["Hour", "Minute", "Second", "Millisecond", "Microsecond", "Nanosecond", "Ticks"]
        })
    }

    fn property(&self, name: &str) -> Option<Outcome> {
        let (year, month, day) = self.0.date();
        let (hour, minute, second, ticks) = self.0.time_of_day();
        let number = |value: u32| Value::I32(value.cast_signed());
        Some(Ok(match (name.to_ascii_lowercase().as_str(), self.1) {
            ("year", true) => Value::I32(year),
            ("month", true) => number(month),
            ("day", true) => number(day),
            ("dayofweek", true) => enum_value("System.DayOfWeek", i64::from(self.0.day_of_week())),
            ("dayofyear", true) => number(self.0.day_of_year()),
            ("daynumber", true) => {
                Value::I32(i32::try_from(self.0.ticks() / TICKS_PER_DAY).unwrap_or(0))
            }
            ("hour", false) => number(hour),
            ("minute", false) => number(minute),
            ("second", false) => number(second),
            ("millisecond", false) => number(ticks / 10_000),
            ("microsecond", false) => number(ticks / 10 % 1000),
            ("nanosecond", false) => number(ticks % 10 * 100),
            ("ticks", false) => Value::I64(self.0.ticks()),
            _ => return None,
        }))
    }

    fn equals(&self, other: &Value) -> Option<bool> {
        Some(other.downcast::<Self>().is_some_and(|other| self.0 == other.0 && self.1 == other.1))
    }

    fn hash_code(&self) -> Option<u64> {
        Some(self.0.ticks().cast_unsigned())
    }
}
