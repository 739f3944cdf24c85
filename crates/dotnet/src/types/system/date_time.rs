//! `System.DateTime`

use remora_psobject::TimeSpan;
use remora_psobject::time::{
    DateTime, DateTimeKind, MAX_TICKS, TICKS_PER_DAY, TICKS_PER_HOUR, TICKS_PER_MILLISECOND,
    TICKS_PER_MINUTE, TICKS_PER_SECOND, days_in_month, is_leap_year,
};

use super::date_numbers::{
    from_binary, from_file_time, from_oa_date, to_binary, to_file_time, to_oa_date,
};
use super::{convertible, numeric};
use crate::datetime::{self, DateTimeStyles, Surroundings};
use crate::system::clock_math;
use crate::types::prelude::*;

pub(crate) static DEFINITION: Implementation = Implementation {
    name: "System.DateTime",
    constructor: Some(construct),
    methods: &[
        ("Add", |call| add_ticks(call, i128::from(span(call, 0)))),
        ("AddDays", |call| add_units(call, TICKS_PER_DAY)),
        ("AddHours", |call| add_units(call, TICKS_PER_HOUR)),
        ("AddMicroseconds", |call| add_units(call, 10)),
        ("AddMilliseconds", |call| add_units(call, TICKS_PER_MILLISECOND)),
        ("AddMinutes", |call| add_units(call, TICKS_PER_MINUTE)),
        ("AddMonths", |call| Ok(add_months(this(call), call.int(0))?.into())),
        ("AddSeconds", |call| add_units(call, TICKS_PER_SECOND)),
        ("AddTicks", |call| add_ticks(call, i128::from(call.long(0)))),
        ("AddYears", add_years),
        ("CompareTo", numeric::compare_to),
        ("Equals", numeric::equals),
        ("GetDateTimeFormats", get_formats),
        ("GetTypeCode", |_| Ok(enum_named("System.TypeCode", "DateTime"))),
        ("IsDaylightSavingTime", is_daylight_saving_time),
        ("Subtract", subtract),
        ("ToBinary", to_binary),
        ("ToDateTime", convertible::to_date_time),
        ("ToFileTime", |call| to_file_time(call, true)),
        ("ToFileTimeUtc", |call| to_file_time(call, false)),
        ("ToLocalTime", |call| Ok(to_local(call, this(call)).into())),
        ("ToLongDateString", |call| in_format(call, "D")),
        ("ToLongTimeString", |call| in_format(call, "T")),
        ("ToOADate", to_oa_date),
        ("ToShortDateString", |call| in_format(call, "d")),
        ("ToShortTimeString", |call| in_format(call, "t")),
        ("ToString", numeric::to_string),
        ("ToType", convertible::to_type),
        ("ToUniversalTime", |call| Ok(to_universal(call, this(call)).into())),
    ],
    static_methods: &[
        ("Compare", |call| Ok(Value::I32(date(call, 0).cmp(&date(call, 1)) as i32))),
        ("DaysInMonth", days_in_month_of),
        ("Equals", |call| Ok((date(call, 0) == date(call, 1)).into())),
        ("FromBinary", from_binary),
        ("FromFileTime", |call| from_file_time(call, true)),
        ("FromFileTimeUtc", |call| from_file_time(call, false)),
        ("FromOADate", from_oa_date),
        ("IsLeapYear", |call| Ok(is_leap_year(call.int(0)).into())),
        ("Parse", parse),
        ("ParseExact", parse_exact),
        ("SpecifyKind", |call| Ok(date(call, 0).with_kind(kind_of(call.argument(1))).into())),
        ("TryParse", try_parse),
        ("TryParseExact", try_parse_exact),
        ("op_Addition", |call| plus(date(call, 0), i128::from(span(call, 1))).map(Value::from)),
        ("op_Equality", |call| Ok((date(call, 0) == date(call, 1)).into())),
        ("op_GreaterThan", |call| Ok((date(call, 0) > date(call, 1)).into())),
        ("op_GreaterThanOrEqual", |call| Ok((date(call, 0) >= date(call, 1)).into())),
        ("op_Inequality", |call| Ok((date(call, 0) != date(call, 1)).into())),
        ("op_LessThan", |call| Ok((date(call, 0) < date(call, 1)).into())),
        ("op_LessThanOrEqual", |call| Ok((date(call, 0) <= date(call, 1)).into())),
        ("op_Subtraction", |call| minus(date(call, 0), call.argument(1))),
    ],
    properties: &[
        ("Date", |call| {
            let date = this(call);
            let ticks = date.ticks() - date.ticks() % TICKS_PER_DAY;
            Ok(DateTime::new(ticks, date.kind()).unwrap_or(DateTime::MIN).into())
        }),
        ("Day", |call| number(this(call).date().2)),
        ("DayOfWeek", |call| {
            Ok(enum_value("System.DayOfWeek", i64::from(this(call).day_of_week())))
        }),
        ("DayOfYear", |call| number(this(call).day_of_year())),
        ("Hour", |call| number(this(call).time_of_day().0)),
        ("Kind", |call| Ok(enum_value("System.DateTimeKind", this(call).kind() as i64))),
        ("Microsecond", |call| number(this(call).time_of_day().3 / 10 % 1000)),
        ("Millisecond", |call| number(this(call).time_of_day().3 / 10_000)),
        ("Minute", |call| number(this(call).time_of_day().1)),
        ("Month", |call| number(this(call).date().1)),
        ("Nanosecond", |call| number(this(call).time_of_day().3 % 10 * 100)),
        ("Second", |call| number(this(call).time_of_day().2)),
        ("Ticks", |call| Ok(Value::I64(this(call).ticks()))),
        ("TimeOfDay", |call| Ok(TimeSpan(this(call).ticks() % TICKS_PER_DAY).into())),
        ("Year", |call| Ok(Value::I32(this(call).date().0))),
    ],
    static_properties: &[
        ("Now", |call| Ok(call.system().now_local().into())),
        ("Today", |call| {
            let now = call.system().now_local();
            let ticks = now.ticks() - now.ticks() % TICKS_PER_DAY;
            Ok(DateTime::new(ticks, DateTimeKind::Local).unwrap_or(now).into())
        }),
        ("UtcNow", |call| Ok(call.system().now_utc().into())),
    ],
    ..Implementation::EMPTY
};

fn number(value: u32) -> Outcome {
    Ok(Value::I32(i32::try_from(value).unwrap_or(0)))
}

pub(super) fn date_of(value: &Value) -> DateTime {
    match value.base() {
        Value::DateTime(date) => *date,
        _ => DateTime::MIN,
    }
}

fn date(call: &Call<'_>, index: usize) -> DateTime {
    date_of(call.argument(index))
}

pub(super) fn this(call: &Call<'_>) -> DateTime {
    date_of(call.this)
}

fn span(call: &Call<'_>, index: usize) -> i64 {
    match call.argument(index).base() {
        Value::TimeSpan(span) => span.0,
        _ => 0,
    }
}

/// The kind that an argument names.
pub(super) fn kind_of(value: &Value) -> DateTimeKind {
    match value.as_i64() {
        Some(1) => DateTimeKind::Utc,
        Some(2) => DateTimeKind::Local,
        _ => DateTimeKind::Unspecified,
    }
}

fn construct(call: &mut Call<'_>) -> Outcome {
    let unrepresentable = || {
        Exception::new(
            TypeId::ARGUMENT_OUT_OF_RANGE_EXCEPTION,
            "Year, Month, and Day parameters describe an un-representable DateTime.",
        )
    };
    let kind = call
        .arguments
        .iter()
        .find(|argument| matches!(argument.base(), Value::Enum(..)))
        .map_or(DateTimeKind::Unspecified, kind_of);
    let numbers: Vec<i64> = call
        .arguments
        .iter()
        .filter(|argument| matches!(argument.base(), Value::I32(_) | Value::I64(_)))
        .filter_map(Value::as_i64)
        .collect();
    if numbers.is_empty() {
        return Ok(DateTime::MIN.into());
    }
    if numbers.len() < 3 {
        let ticks = numbers.first().copied().unwrap_or(0);
        return DateTime::new(ticks, kind).map(Value::from).ok_or_else(|| {
            errors::out_of_range(
                "ticks",
                "Ticks must be between DateTime.MinValue.Ticks and DateTime.MaxValue.Ticks.",
            )
        });
    }
    let part = |index: usize| numbers.get(index).copied().unwrap_or(0);
    let small = |index: usize| u32::try_from(part(index)).unwrap_or(u32::MAX);
    if small(3) > 23 || small(4) > 59 || small(5) > 59 {
        return Err(Exception::new(
            TypeId::ARGUMENT_OUT_OF_RANGE_EXCEPTION,
            "Hour, Minute, and Second parameters describe an un-representable DateTime.",
        ));
    }
    if !(0..1000).contains(&part(6)) {
        return Err(errors::out_of_range(
            "millisecond",
            "Valid values are between 0 and 999, inclusive.",
        ));
    }
    DateTime::from_parts(
        (i32::try_from(part(0)).unwrap_or(0), small(1), small(2)),
        (small(3), small(4), small(5)),
        part(6) * TICKS_PER_MILLISECOND + part(7) * 10,
        kind,
    )
    .map(Value::from)
    .ok_or_else(unrepresentable)
}

fn out_of_range() -> Exception {
    errors::out_of_range(
        "value",
        "The added or subtracted value results in an un-representable DateTime.",
    )
}

fn plus(date: DateTime, ticks: i128) -> Result<DateTime, Exception> {
    i64::try_from(i128::from(date.ticks()) + ticks)
        .ok()
        .and_then(|ticks| DateTime::new(ticks, date.kind()))
        .ok_or_else(out_of_range)
}

fn add_ticks(call: &Call<'_>, ticks: i128) -> Outcome {
    plus(this(call), ticks).map(Value::from)
}

/// Adds a number of units; the fraction counts to the tick.
pub(super) fn scaled(value: f64, unit: i64) -> Result<i128, Exception> {
    let whole = value.trunc();
    let limit = MAX_TICKS as f64 / unit as f64;
    if value.is_nan() || whole.abs() > limit {
        return Err(errors::out_of_range("value", "Value to add was out of range."));
    }
    let fraction = (value - whole) * unit as f64;
    Ok(whole as i128 * i128::from(unit) + fraction as i128)
}

fn add_units(call: &Call<'_>, unit: i64) -> Outcome {
    add_ticks(call, scaled(call.double(0), unit)?)
}

/// The same day some months away, or the last of that month.
pub(super) fn add_months(date: DateTime, months: i32) -> Result<DateTime, Exception> {
    if !(-120_000..=120_000).contains(&months) {
        return Err(errors::out_of_range("months", "Months value must be between +/-120000."));
    }
    let (year, month, day) = date.date();
    let all = year * 12 + i32::try_from(month).unwrap_or(1) - 1 + months;
    let year = all.div_euclid(12);
    let month = u32::try_from(all.rem_euclid(12) + 1).unwrap_or(1);
    let day = day.min(days_in_month(year, month));
    DateTime::from_parts((year, month, day), (0, 0, 0), 0, date.kind())
        .and_then(|start| start.checked_add(TimeSpan(date.ticks() % TICKS_PER_DAY)))
        .ok_or_else(|| {
            errors::out_of_range(
                "months",
                "The added or subtracted value results in an un-representable DateTime.",
            )
        })
}

fn add_years(call: &mut Call<'_>) -> Outcome {
    let years = call.int(0);
    if !(-10_000..=10_000).contains(&years) {
        return Err(errors::out_of_range("years", "Years value must be between +/-10000."));
    }
    Ok(add_months(this(call), years * 12)?.into())
}

fn minus(date: DateTime, other: &Value) -> Outcome {
    match other.base() {
        Value::TimeSpan(span) => plus(date, -i128::from(span.0)).map(Value::from),
        _ => Ok(TimeSpan(date.ticks() - date_of(other).ticks()).into()),
    }
}

fn subtract(call: &mut Call<'_>) -> Outcome {
    minus(this(call), call.argument(0))
}

fn days_in_month_of(call: &mut Call<'_>) -> Outcome {
    let days = u32::try_from(call.int(1)).map_or(0, |month| days_in_month(call.int(0), month));
    if days == 0 {
        return Err(errors::out_of_range("month", "Month must be between one and twelve."));
    }
    number(days)
}

/// A time that is not said to be UTC counts as local.
pub(super) fn to_universal(call: &Call<'_>, date: DateTime) -> DateTime {
    if date.kind() == DateTimeKind::Utc {
        return date;
    }
    let zone = call.system().local_time_zone();
    let ticks = date.ticks() - clock_math::offset_at_local(&zone, date.ticks());
    DateTime::new(ticks.clamp(0, MAX_TICKS), DateTimeKind::Utc).unwrap_or(date)
}

/// A time that is not said to be local counts as UTC.
pub(super) fn to_local(call: &Call<'_>, date: DateTime) -> DateTime {
    if date.kind() == DateTimeKind::Local {
        return date;
    }
    clock_math::local_from_utc(&call.system().local_time_zone(), date.ticks())
}

fn in_format(call: &Call<'_>, format: &str) -> Outcome {
    let zone = call.system().local_time_zone();
    let culture = call.context.culture();
    Ok(datetime::format(this(call), format, &culture, &zone)?.into())
}

fn get_formats(call: &mut Call<'_>) -> Outcome {
    let zone = call.system().local_time_zone();
    let culture = call.culture();
    let letters: Vec<char> = match call.argument(0).base() {
        Value::Char(unit) => char::from_u32(u32::from(*unit)).into_iter().collect(),
        _ => "dDfFgGmMoOrRstTuUyY".chars().collect(),
    };
    letters
        .into_iter()
        .flat_map(|letter| culture.date_time.patterns(letter))
        .map(|pattern| datetime::format(this(call), &pattern, &culture, &zone))
        .collect::<Result<Vec<_>, _>>()
        .map(Value::strings)
}

fn is_daylight_saving_time(call: &mut Call<'_>) -> Outcome {
    let date = this(call);
    if date.kind() == DateTimeKind::Utc {
        return Ok(false.into());
    }
    let zone = call.system().local_time_zone();
    let now = clock_math::offset_at_local(&zone, date.ticks());
    Ok((now > super::time_zone_info::standard_offset(&zone, date.ticks())).into())
}

/// The styles among the arguments.
pub(super) fn styles(call: &Call<'_>) -> DateTimeStyles {
    let flags = call.arguments.iter().find_map(|argument| match argument.base() {
        Value::Enum(id, flags) if id.full_name().ends_with("DateTimeStyles") => Some(*flags),
        _ => None,
    });
    DateTimeStyles(flags.unwrap_or(0))
}

/// The formats of `ParseExact`: one or several.
pub(super) fn formats(call: &Call<'_>) -> Vec<PsString> {
    match call.argument(1).base() {
        Value::Str(format) => vec![format.clone()],
        _ => call.items(1).iter().filter_map(|item| item.as_string().cloned()).collect(),
    }
}

pub(super) fn around(call: &Call<'_>) -> Surroundings {
    Surroundings::of(call.system().as_ref())
}

fn parse(call: &mut Call<'_>) -> Outcome {
    let text = call.required_string(0, "s")?;
    datetime::parse(text, &call.culture(), styles(call), &around(call)).map(Value::from)
}

fn exact(call: &Call<'_>) -> Result<DateTime, Exception> {
    let text = call.required_string(0, "s")?;
    let formats = formats(call);
    let formats: Vec<&str> = formats.iter().map(PsString::as_str).collect();
    datetime::parse_exact(text, &formats, &call.culture(), styles(call), &around(call))
}

fn parse_exact(call: &mut Call<'_>) -> Outcome {
    exact(call).map(Value::from)
}

fn try_parse(call: &mut Call<'_>) -> Outcome {
    let found = call
        .string(0)
        .and_then(|text| datetime::parse(text, &call.culture(), styles(call), &around(call)).ok());
    call.try_result(found.map(Value::from), DateTime::MIN.into())
}

fn try_parse_exact(call: &mut Call<'_>) -> Outcome {
    let found = exact(call).ok().map(Value::from);
    call.try_result(found, DateTime::MIN.into())
}
