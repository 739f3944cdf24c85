//! `System.DateTimeOffset`

use remora_psobject::TimeSpan;
use remora_psobject::time::{
    DateTime, DateTimeKind, DateTimeOffset, TICKS_PER_DAY, TICKS_PER_HOUR, TICKS_PER_MILLISECOND,
    TICKS_PER_MINUTE, TICKS_PER_SECOND, UNIX_EPOCH_TICKS,
};

use super::date_time::{add_months, around, date_of, formats, scaled, styles, to_local};
use super::numeric;
use crate::datetime;
use crate::system::clock_math;
use crate::types::prelude::*;

pub(crate) static DEFINITION: Implementation = Implementation {
    name: "System.DateTimeOffset",
    constructor: Some(construct),
    methods: &[
        ("Add", |call| plus(this(call), i128::from(span(call.argument(0))))),
        ("AddDays", |call| add(call, TICKS_PER_DAY)),
        ("AddHours", |call| add(call, TICKS_PER_HOUR)),
        ("AddMilliseconds", |call| add(call, TICKS_PER_MILLISECOND)),
        ("AddMinutes", |call| add(call, TICKS_PER_MINUTE)),
        ("AddMonths", |call| months(call, 1)),
        ("AddSeconds", |call| add(call, TICKS_PER_SECOND)),
        ("AddTicks", |call| plus(this(call), i128::from(call.long(0)))),
        ("AddYears", |call| months(call, 12)),
        ("CompareTo", numeric::compare_to),
        ("Equals", numeric::equals),
        ("EqualsExact", |call| {
            let (a, b) = (this(call), offset_of(call.argument(0)));
            Ok((a == b && a.offset_minutes() == b.offset_minutes()).into())
        }),
        ("Subtract", |call| minus(this(call), call.argument(0))),
        ("ToLocalTime", |call| {
            let utc = this(call).utc_ticks();
            let minutes =
                clock_math::offset_at_utc(&call.system().local_time_zone(), utc) / TICKS_PER_MINUTE;
            at_offset(utc, minutes)
        }),
        ("ToOffset", |call| {
            at_offset(this(call).utc_ticks(), span(call.argument(0)) / TICKS_PER_MINUTE)
        }),
        ("ToString", numeric::to_string),
        ("ToUniversalTime", |call| at_offset(this(call).utc_ticks(), 0)),
        ("ToUnixTimeMilliseconds", |call| unix(call, TICKS_PER_MILLISECOND)),
        ("ToUnixTimeSeconds", |call| unix(call, TICKS_PER_SECOND)),
    ],
    static_methods: &[
        ("Compare", |call| {
            let (a, b) = (offset_of(call.argument(0)), offset_of(call.argument(1)));
            Ok(Value::I32(a.cmp(&b) as i32))
        }),
        ("FromUnixTimeMilliseconds", |call| from_unix(call, TICKS_PER_MILLISECOND)),
        ("FromUnixTimeSeconds", |call| from_unix(call, TICKS_PER_SECOND)),
        ("Parse", parse),
        ("ParseExact", parse_exact),
        ("TryParse", try_parse),
        ("TryParseExact", |call| {
            let found = exact(call).ok().map(Value::from);
            call.try_result(found, zero().into())
        }),
        ("op_Addition", |call| {
            plus(offset_of(call.argument(0)), i128::from(span(call.argument(1))))
        }),
        ("op_Subtraction", |call| minus(offset_of(call.argument(0)), call.argument(1))),
    ],
    properties: &[
        ("Date", |call| {
            let local = this(call).local();
            let ticks = local.ticks() - local.ticks() % TICKS_PER_DAY;
            Ok(DateTime::new(ticks, DateTimeKind::Unspecified).unwrap_or(local).into())
        }),
        ("DateTime", |call| Ok(this(call).local().into())),
        ("Day", |call| part(this(call).local().date().2)),
        ("DayOfWeek", |call| {
            let day = this(call).local().day_of_week();
            Ok(enum_value("System.DayOfWeek", i64::from(day)))
        }),
        ("DayOfYear", |call| part(this(call).local().day_of_year())),
        ("Hour", |call| part(this(call).local().time_of_day().0)),
        ("LocalDateTime", |call| Ok(to_local(call, utc(this(call))).into())),
        ("Microsecond", |call| part(this(call).local().time_of_day().3 / 10 % 1000)),
        ("Millisecond", |call| part(this(call).local().time_of_day().3 / 10_000)),
        ("Minute", |call| part(this(call).local().time_of_day().1)),
        ("Month", |call| part(this(call).local().date().1)),
        ("Nanosecond", |call| part(this(call).local().time_of_day().3 % 10 * 100)),
        ("Offset", |call| {
            let minutes = i64::from(this(call).offset_minutes());
            Ok(TimeSpan(minutes * TICKS_PER_MINUTE).into())
        }),
        ("Second", |call| part(this(call).local().time_of_day().2)),
        ("Ticks", |call| Ok(Value::I64(this(call).local().ticks()))),
        ("TimeOfDay", |call| Ok(TimeSpan(this(call).local().ticks() % TICKS_PER_DAY).into())),
        ("TotalOffsetMinutes", |call| Ok(Value::I32(i32::from(this(call).offset_minutes())))),
        ("UtcDateTime", |call| Ok(utc(this(call)).into())),
        ("UtcTicks", |call| Ok(Value::I64(this(call).utc_ticks()))),
        ("Year", |call| Ok(Value::I32(this(call).local().date().0))),
    ],
    static_properties: &[
        ("MaxValue", |_| at_offset(remora_psobject::time::MAX_TICKS, 0)),
        ("MinValue", |_| Ok(zero().into())),
        ("Now", |call| {
            let ticks = call.system().now_utc_ticks();
            let offset = clock_math::offset_at_utc(&call.system().local_time_zone(), ticks);
            at_offset(ticks, offset / TICKS_PER_MINUTE)
        }),
        ("UnixEpoch", |_| at_offset(UNIX_EPOCH_TICKS, 0)),
        ("UtcNow", |call| at_offset(call.system().now_utc_ticks(), 0)),
    ],
    ..Implementation::EMPTY
};

fn part(value: u32) -> Outcome {
    Ok(Value::I32(i32::try_from(value).unwrap_or(0)))
}

fn zero() -> DateTimeOffset {
    // The first instant of all fits at offset 0.
    DateTimeOffset::new(DateTime::MIN, 0).unwrap_or_else(zero)
}

fn offset_of(value: &Value) -> DateTimeOffset {
    match value.base() {
        Value::DateTimeOffset(value) => **value,
        Value::DateTime(date) => DateTimeOffset::new(*date, 0).unwrap_or_else(zero),
        _ => zero(),
    }
}

fn this(call: &Call<'_>) -> DateTimeOffset {
    offset_of(call.this)
}

fn span(value: &Value) -> i64 {
    match value.base() {
        Value::TimeSpan(span) => span.0,
        _ => 0,
    }
}

fn utc(value: DateTimeOffset) -> DateTime {
    DateTime::new(value.utc_ticks(), DateTimeKind::Utc).unwrap_or(DateTime::MIN)
}

fn unrepresentable() -> Exception {
    errors::out_of_range(
        "value",
        "The added or subtracted value results in an un-representable DateTime.",
    )
}

/// The instant on a clock so many minutes east of UTC.
fn at_offset(utc_ticks: i64, minutes: i64) -> Outcome {
    let minutes = i16::try_from(minutes).ok();
    minutes
        .and_then(|minutes| {
            let local = utc_ticks.checked_add(i64::from(minutes) * TICKS_PER_MINUTE)?;
            let local = DateTime::new(local, DateTimeKind::Unspecified)?;
            DateTimeOffset::new(local, minutes)
        })
        .map(Value::from)
        .ok_or_else(|| {
            errors::out_of_range("offset", "Offset must be within plus or minus 14 hours.")
        })
}

fn construct(call: &mut Call<'_>) -> Outcome {
    let offset = call.arguments.iter().find_map(|argument| match argument.base() {
        Value::TimeSpan(span) => Some(span.0 / TICKS_PER_MINUTE),
        _ => None,
    });
    let bad = || {
        errors::out_of_range(
            "offset",
            "The UTC time represented when the offset is applied must be between year 0 and 10,000.",
        )
    };
    let make = |local: DateTime, minutes: i64| {
        if !(-840..=840).contains(&minutes) {
            return Err(errors::out_of_range(
                "offset",
                "Offset must be within plus or minus 14 hours.",
            ));
        }
        i16::try_from(minutes)
            .ok()
            .and_then(|minutes| DateTimeOffset::new(local, minutes))
            .map(Value::from)
            .ok_or_else(bad)
    };
    if call.count() == 0 {
        return Ok(zero().into());
    }
    if matches!(call.argument(0).base(), Value::DateTime(_)) {
        let date = date_of(call.argument(0));
        let zone = call.system().local_time_zone();
        let own = match date.kind() {
            DateTimeKind::Utc => 0,
            _ => clock_math::offset_at_local(&zone, date.ticks()) / TICKS_PER_MINUTE,
        };
        if let Some(offset) = offset {
            if date.kind() == DateTimeKind::Utc && offset != 0 {
                return Err(errors::argument_for(
                    "offset",
                    "The UTC Offset for Utc DateTime instances must be 0.",
                ));
            }
            if date.kind() == DateTimeKind::Local && offset != own {
                return Err(errors::argument_for(
                    "offset",
                    "The UTC Offset of the local dateTime parameter does not match the offset argument.",
                ));
            }
        }
        return make(date, offset.unwrap_or(own));
    }
    let part = |index: usize| u32::try_from(call.long(index)).unwrap_or(u32::MAX);
    let local = if call.count() == 2 {
        DateTime::new(call.long(0), DateTimeKind::Unspecified)
    } else {
        let millisecond = if call.count() > 7 { call.long(6) } else { 0 };
        DateTime::from_parts(
            (call.int(0), part(1), part(2)),
            (part(3), part(4), part(5)),
            millisecond * TICKS_PER_MILLISECOND,
            DateTimeKind::Unspecified,
        )
    };
    let local = local.ok_or_else(|| {
        Exception::new(
            TypeId::ARGUMENT_OUT_OF_RANGE_EXCEPTION,
            "Year, Month, and Day parameters describe an un-representable DateTime.",
        )
    })?;
    make(local, offset.unwrap_or(0))
}

fn plus(value: DateTimeOffset, ticks: i128) -> Outcome {
    i64::try_from(i128::from(value.local().ticks()) + ticks)
        .ok()
        .and_then(|ticks| DateTime::new(ticks, DateTimeKind::Unspecified))
        .and_then(|local| DateTimeOffset::new(local, value.offset_minutes()))
        .map(Value::from)
        .ok_or_else(unrepresentable)
}

fn add(call: &Call<'_>, unit: i64) -> Outcome {
    plus(this(call), scaled(call.double(0), unit)?)
}

fn months(call: &Call<'_>, factor: i32) -> Outcome {
    let value = this(call);
    let local = add_months(value.local(), call.int(0).saturating_mul(factor))?;
    DateTimeOffset::new(local, value.offset_minutes()).map(Value::from).ok_or_else(unrepresentable)
}

fn minus(value: DateTimeOffset, other: &Value) -> Outcome {
    match other.base() {
        Value::TimeSpan(span) => plus(value, -i128::from(span.0)),
        _ => Ok(TimeSpan(value.utc_ticks() - offset_of(other).utc_ticks()).into()),
    }
}

fn unix(call: &Call<'_>, unit: i64) -> Outcome {
    let since = this(call).utc_ticks() - UNIX_EPOCH_TICKS;
    Ok(Value::I64(since.div_euclid(unit)))
}

fn from_unix(call: &Call<'_>, unit: i64) -> Outcome {
    call.long(0)
        .checked_mul(unit)
        .and_then(|ticks| ticks.checked_add(UNIX_EPOCH_TICKS))
        .ok_or_else(unrepresentable)
        .and_then(|ticks| at_offset(ticks, 0))
}

fn parse(call: &mut Call<'_>) -> Outcome {
    let text = call.required_string(0, "input")?;
    datetime::parse_offset(text, &call.culture(), styles(call), &around(call)).map(Value::from)
}

fn exact(call: &Call<'_>) -> Result<DateTimeOffset, Exception> {
    let text = call.required_string(0, "input")?;
    let formats = formats(call);
    let formats: Vec<&str> = formats.iter().map(PsString::as_str).collect();
    datetime::parse_exact_offset(text, &formats, &call.culture(), styles(call), &around(call))
}

fn parse_exact(call: &mut Call<'_>) -> Outcome {
    exact(call).map(Value::from)
}

fn try_parse(call: &mut Call<'_>) -> Outcome {
    let found = call.string(0).and_then(|text| {
        datetime::parse_offset(text, &call.culture(), styles(call), &around(call)).ok()
    });
    call.try_result(found.map(Value::from), zero().into())
}
