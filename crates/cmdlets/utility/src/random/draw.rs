//! The arguments `-Minimum` and `-Maximum`: which type they ask for, and whether they make sense.

use remora_engine::prelude::*;

use super::Source;

/// The bounds of a draw, as arguments give them; null for none.
pub(crate) struct Bounds<'a> {
    pub(crate) minimum: &'a Value,
    pub(crate) maximum: &'a Value,
}

fn is_real(value: &Value) -> bool {
    matches!(value.base(), Value::F32(_) | Value::F64(_) | Value::Decimal(_))
}

/// A bound as a number: texts are read as numbers, other types become 32 bits where they can.
fn bound(runtime: &mut CommandRuntime<'_>, value: &Value) -> CommandResult<Value> {
    Ok(match value.base() {
        Value::Null | Value::AutomationNull => Value::Null,
        Value::Str(text) => match remora_language::number_scan::scan(text) {
            Some(number) => number,
            None => runtime.convert(value, TypeId::INT32)?,
        },
        Value::I32(_) | Value::I64(_) | Value::U32(_) | Value::F64(_) => value.base().clone(),
        Value::F32(number) => Value::F64(f64::from(*number)),
        other => runtime.convert(other, TypeId::INT32)?,
    })
}

/// Draws `count` numbers and writes them.
///
/// # Errors
/// Bounds that are no numbers, or in the wrong order.
pub(crate) fn draw(
    runtime: &mut CommandRuntime<'_>,
    source: &mut Source,
    bounds: &Bounds<'_>,
    count: i32,
) -> CommandResult {
    let minimum = bound(runtime, bounds.minimum)?;
    let maximum = bound(runtime, bounds.maximum)?;
    let number = |value: &Value, otherwise: f64| {
        remora_language::convert::to_f64(value)
            .ok()
            .filter(|_| !value.is_null())
            .unwrap_or(otherwise)
    };
    if is_real(&minimum) || is_real(&maximum) {
        let (low, high) = (number(&minimum, 0.0), number(&maximum, f64::MAX));
        check(runtime, low < high, &minimum, &maximum, low, high)?;
        for _ in 0..count {
            runtime.write_object(source.next_real_between(low, high))?;
        }
        return Ok(());
    }
    let wide = |value: &Value| matches!(value, Value::I64(_) | Value::U32(_));
    if wide(&minimum) || wide(&maximum) {
        let (low, high) = (minimum.as_i64().unwrap_or(0), maximum.as_i64().unwrap_or(i64::MAX));
        check(runtime, low < high, &minimum, &maximum, low, high)?;
        for _ in 0..count {
            runtime.write_object(source.next_long(low, high))?;
        }
        return Ok(());
    }
    let (low, high) = (minimum.as_i32().unwrap_or(0), maximum.as_i32().unwrap_or(i32::MAX));
    check(runtime, low < high, &minimum, &maximum, low, high)?;
    for _ in 0..count {
        runtime.write_object(source.next_between(low, high))?;
    }
    Ok(())
}

fn check(
    runtime: &mut CommandRuntime<'_>,
    fits: bool,
    minimum: &Value,
    maximum: &Value,
    low: impl Into<Value>,
    high: impl Into<Value>,
) -> CommandResult {
    if fits {
        return Ok(());
    }
    let mut shown =
        |given: &Value, used: Value| runtime.text(if given.is_null() { &used } else { given });
    let message = format!(
        "The Minimum value ({}) cannot be greater than or equal to the Maximum value ({}).",
        shown(minimum, low.into()),
        shown(maximum, high.into())
    );
    Err(error(
        TypeId::ARGUMENT_EXCEPTION,
        message,
        "MinGreaterThanOrEqualMax",
        ErrorCategory::InvalidArgument,
        Value::Null,
    )
    .into())
}
