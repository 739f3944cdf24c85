//! Runs the script blocks of calculated columns: a property, a literal, one operator, `throw`.

use remora_format::{FormatContext, FormatError};
use remora_psobject::Value;

use super::context::TestContext;
use super::script;

/// The value of a script block with this text, with `value` as `$_`.
pub(crate) fn evaluate(
    text: &str,
    value: &Value,
    context: &TestContext,
) -> Result<Value, FormatError> {
    let text = text.trim();
    if text.starts_with("throw") {
        return Err(FormatError::new("thrown"));
    }
    if let Some((left, right)) = text.split_once(" -gt ") {
        let left = operand(left, value, context).as_i64();
        return Ok(Value::Bool(left > right.trim().parse().ok()));
    }
    for (sign, apply) in
        [("*", (|a, b| a * b) as fn(i64, i64) -> i64), ("+", |a, b| a + b), ("%", |a, b| a % b)]
    {
        if let Some((left, right)) = text.split_once(sign)
            && let (Some(left), Some(right)) =
                (operand(left, value, context).as_i64(), operand(right, value, context).as_i64())
        {
            return Ok(Value::I32(apply(left, right) as i32));
        }
    }
    Ok(operand(text, value, context))
}

fn operand(text: &str, value: &Value, context: &TestContext) -> Value {
    let text = text.trim();
    if text.is_empty() {
        return Value::Null;
    }
    if let Some(path) = text.strip_prefix("$_") {
        let (path, index) = match path.split_once('[') {
            Some((path, index)) => (path, index.trim_end_matches(']').parse::<usize>().ok()),
            None => (path, None),
        };
        let mut current = value.clone();
        for name in path.split('.').filter(|name| !name.is_empty()) {
            current = match context.property(&current, name) {
                Some(Ok(found)) => found,
                _ => Value::Null,
            };
        }
        return match (index, current.as_str()) {
            (Some(index), Some(text)) => text.chars().nth(index).map_or(Value::Null, Value::from),
            _ => current,
        };
    }
    script::value(text).unwrap_or_default()
}
