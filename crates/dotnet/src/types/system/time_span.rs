//! `System.TimeSpan`

use remora_psobject::TimeSpan;
use remora_psobject::time::{
    TICKS_PER_DAY, TICKS_PER_HOUR, TICKS_PER_MILLISECOND, TICKS_PER_MINUTE, TICKS_PER_SECOND,
};

use super::numeric;
use crate::timespan;
use crate::types::prelude::*;

pub(crate) static DEFINITION: Implementation = Implementation {
    name: "System.TimeSpan",
    constructor: Some(construct),
    methods: &[
        ("Add", |call| sum(this(call), span(call, 0))),
        ("CompareTo", numeric::compare_to),
        ("Divide", |call| divide(this(call), call.argument(0))),
        ("Duration", |call| {
            this(call)
                .checked_abs()
                .map(span_value)
                .ok_or_else(|| errors::overflow("The duration cannot be returned for TimeSpan.MinValue because the absolute value of TimeSpan.MinValue exceeds the value of TimeSpan.MaxValue."))
        }),
        ("Equals", numeric::equals),
        ("Multiply", |call| from_f64(this(call) as f64 * call.double(0))),
        ("Negate", |call| negate(this(call))),
        ("Subtract", |call| sum(this(call), -span(call, 0))),
        ("ToString", numeric::to_string),
    ],
    static_methods: &[
        ("Compare", |call| Ok(Value::I32(span(call, 0).cmp(&span(call, 1)) as i32))),
        ("Equals", |call| Ok((span(call, 0) == span(call, 1)).into())),
        ("FromDays", |call| from(call, TICKS_PER_DAY)),
        ("FromHours", |call| from(call, TICKS_PER_HOUR)),
        ("FromMicroseconds", |call| from(call, 10)),
        ("FromMilliseconds", |call| from(call, TICKS_PER_MILLISECOND)),
        ("FromMinutes", |call| from(call, TICKS_PER_MINUTE)),
        ("FromSeconds", |call| from(call, TICKS_PER_SECOND)),
        ("FromTicks", |call| Ok(span_value(call.long(0)))),
        ("Parse", |call| {
            let text = call.required_string(0, "s")?;
            timespan::parse(text, &call.culture()).map(Value::from)
        }),
        ("ParseExact", |call| exact(call).map(Value::from)),
        ("TryParse", |call| {
            let culture = call.culture();
            let found = call
                .string(0)
                .and_then(|text| timespan::parse(text, &culture).ok())
                .map(Value::from);
            call.try_result(found, span_value(0))
        }),
        ("TryParseExact", |call| {
            let found = exact(call).ok().map(Value::from);
            call.try_result(found, span_value(0))
        }),
        ("op_Addition", |call| sum(span(call, 0), span(call, 1))),
        ("op_Division", |call| divide(span(call, 0), call.argument(1))),
        ("op_Equality", |call| Ok((span(call, 0) == span(call, 1)).into())),
        ("op_GreaterThan", |call| Ok((span(call, 0) > span(call, 1)).into())),
        ("op_GreaterThanOrEqual", |call| Ok((span(call, 0) >= span(call, 1)).into())),
        ("op_Inequality", |call| Ok((span(call, 0) != span(call, 1)).into())),
        ("op_LessThan", |call| Ok((span(call, 0) < span(call, 1)).into())),
        ("op_LessThanOrEqual", |call| Ok((span(call, 0) <= span(call, 1)).into())),
        ("op_Multiply", |call| match call.argument(0).base() {
            Value::TimeSpan(left) => from_f64(left.0 as f64 * call.double(1)),
            _ => from_f64(call.double(0) * span(call, 1) as f64),
        }),
        ("op_Subtraction", |call| sum(span(call, 0), -span(call, 1))),
        ("op_UnaryNegation", |call| negate(span(call, 0))),
    ],
    properties: &[
        ("Days", |call| part(this(call) / TICKS_PER_DAY)),
        ("Hours", |call| part(this(call) / TICKS_PER_HOUR % 24)),
        ("Microseconds", |call| part(this(call) / 10 % 1000)),
        ("Milliseconds", |call| part(this(call) / TICKS_PER_MILLISECOND % 1000)),
        ("Minutes", |call| part(this(call) / TICKS_PER_MINUTE % 60)),
        ("Nanoseconds", |call| part(this(call) % 10 * 100)),
        ("Seconds", |call| part(this(call) / TICKS_PER_SECOND % 60)),
        ("Ticks", |call| Ok(Value::I64(this(call)))),
        ("TotalDays", |call| total(call, TICKS_PER_DAY as f64)),
        ("TotalHours", |call| total(call, TICKS_PER_HOUR as f64)),
        ("TotalMicroseconds", |call| total(call, 10.0)),
        ("TotalMilliseconds", |call| total(call, TICKS_PER_MILLISECOND as f64)),
        ("TotalMinutes", |call| total(call, TICKS_PER_MINUTE as f64)),
        ("TotalNanoseconds", |call| total(call, 0.01)),
        ("TotalSeconds", |call| total(call, TICKS_PER_SECOND as f64)),
    ],
    ..Implementation::EMPTY
};

fn span_value(ticks: i64) -> Value {
    Value::TimeSpan(TimeSpan(ticks))
}

fn ticks_of(value: &Value) -> i64 {
    match value.base() {
        Value::TimeSpan(span) => span.0,
        _ => 0,
    }
}

fn span(call: &Call<'_>, index: usize) -> i64 {
    ticks_of(call.argument(index))
}

fn this(call: &Call<'_>) -> i64 {
    ticks_of(call.this)
}

fn part(value: i64) -> Outcome {
    Ok(Value::I32(i32::try_from(value).unwrap_or(0)))
}

fn total(call: &Call<'_>, unit: f64) -> Outcome {
    Ok(Value::F64(this(call) as f64 / unit))
}

fn too_long() -> Exception {
    errors::overflow("TimeSpan overflowed because the duration is too long.")
}

fn sum(left: i64, right: i64) -> Outcome {
    left.checked_add(right).map(span_value).ok_or_else(too_long)
}

fn negate(ticks: i64) -> Outcome {
    ticks.checked_neg().map(span_value).ok_or_else(|| {
        errors::overflow("Negating the minimum value of a twos complement number is invalid.")
    })
}

fn from_f64(ticks: f64) -> Outcome {
    if ticks.is_nan() {
        return Err(errors::argument(
            "TimeSpan does not accept floating point Not-a-Number values.",
        ));
    }
    let rounded = ticks.round_ties_even();
    if rounded.abs() >= 9.223_372_036_854_776e18 {
        return Err(too_long());
    }
    Ok(span_value(rounded as i64))
}

fn divide(ticks: i64, by: &Value) -> Outcome {
    match by.base() {
        Value::TimeSpan(other) => Ok(Value::F64(ticks as f64 / other.0 as f64)),
        other => {
            let divisor = crate::number::to_f64(other).unwrap_or(f64::NAN);
            from_f64(ticks as f64 / divisor)
        }
    }
}

/// A number of units: whole ones with smaller units behind them, or a fraction.
fn from(call: &Call<'_>, unit: i64) -> Outcome {
    if matches!(call.argument(0).base(), Value::F64(_) | Value::F32(_)) {
        let value = call.double(0);
        if value.is_nan() {
            return from_f64(value);
        }
        let ticks = value * unit as f64;
        if ticks.abs() >= 9.223_372_036_854_776e18 {
            return Err(too_long());
        }
        return Ok(span_value(ticks as i64));
    }
    let smaller: &[i64] = match unit {
        TICKS_PER_DAY => {
            &[TICKS_PER_HOUR, TICKS_PER_MINUTE, TICKS_PER_SECOND, TICKS_PER_MILLISECOND, 10]
        }
        TICKS_PER_HOUR => &[TICKS_PER_MINUTE, TICKS_PER_SECOND, TICKS_PER_MILLISECOND, 10],
        TICKS_PER_MINUTE => &[TICKS_PER_SECOND, TICKS_PER_MILLISECOND, 10],
        TICKS_PER_SECOND => &[TICKS_PER_MILLISECOND, 10],
        _ => &[10],
    };
    let mut all = i128::from(call.long(0)) * i128::from(unit);
    for (at, unit) in smaller.iter().enumerate() {
        all += i128::from(call.long(at + 1)) * i128::from(*unit);
    }
    i64::try_from(all).map(span_value).map_err(|_| too_long())
}

fn construct(call: &mut Call<'_>) -> Outcome {
    let number = |index| i128::from(call.long(index));
    let (days, hours, minutes, seconds, milliseconds, microseconds) = match call.count() {
        0 => return Ok(span_value(0)),
        1 => return Ok(span_value(call.long(0))),
        3 => (0, number(0), number(1), number(2), 0, 0),
        _ => (number(0), number(1), number(2), number(3), number(4), number(5)),
    };
    let ticks = days * i128::from(TICKS_PER_DAY)
        + hours * i128::from(TICKS_PER_HOUR)
        + minutes * i128::from(TICKS_PER_MINUTE)
        + seconds * i128::from(TICKS_PER_SECOND)
        + milliseconds * i128::from(TICKS_PER_MILLISECOND)
        + microseconds * 10;
    i64::try_from(ticks).map(span_value).map_err(|_| {
        Exception::new(
            TypeId::ARGUMENT_OUT_OF_RANGE_EXCEPTION,
            "TimeSpan overflowed because the duration is too long.",
        )
    })
}

fn exact(call: &Call<'_>) -> Result<TimeSpan, Exception> {
    let text = call.required_string(0, "input")?;
    let culture = call.culture();
    let formats = super::date_time::formats(call);
    let mut last = Err(errors::argument_null("format"));
    for format in &formats {
        last = timespan::parse_exact(text, format, &culture);
        if last.is_ok() {
            break;
        }
    }
    last
}
