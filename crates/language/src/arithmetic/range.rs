//! `a..b`

use remora_psobject::{Exception, TypeId, Value};

use crate::error::{LanguageError, Result};

/// The items of `a..b`, one after the other, upwards or downwards. Nothing is stored, so that
/// `foreach` over a large range costs no memory.
#[derive(Clone, Debug)]
pub struct Range {
    next: Option<i32>,
    last: i32,
    characters: bool,
}

impl Range {
    /// The bounds, first and last, if the range has not been advanced.
    pub fn bounds(&self) -> Option<(i32, i32)> {
        Some((self.next?, self.last))
    }

    /// Whether the items are characters.
    pub fn is_characters(&self) -> bool {
        self.characters
    }

    /// Number of items still to come.
    pub fn remaining(&self) -> usize {
        self.next.map_or(0, |next| {
            let count = i64::from(self.last).abs_diff(i64::from(next)) + 1;
            usize::try_from(count).unwrap_or(usize::MAX)
        })
    }
}

impl Iterator for Range {
    type Item = Value;

    #[inline]
    fn next(&mut self) -> Option<Value> {
        let current = self.next?;
        self.next = match current.cmp(&self.last) {
            std::cmp::Ordering::Less => Some(current + 1),
            std::cmp::Ordering::Equal => None,
            std::cmp::Ordering::Greater => Some(current - 1),
        };
        Some(if self.characters {
            Value::Char(u16::try_from(current).unwrap_or_default())
        } else {
            Value::I32(current)
        })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.remaining(), Some(self.remaining()))
    }
}

/// The range that `left..right` stands for.
///
/// # Errors
/// Bounds that are no numbers of 32 bits: the exceptions of `Convert.ToInt32`.
pub fn range_bounds(left: &Value, right: &Value) -> Result<Range> {
    if let (Value::I32(first), Value::I32(last)) = (left, right) {
        return Ok(numbers(*first, *last));
    }
    if let (Some(first), Some(last)) = (character(left), character(right)) {
        return Ok(Range { next: Some(i32::from(first)), last: i32::from(last), characters: true });
    }
    Ok(numbers(bound(left)?, bound(right)?))
}

fn numbers(first: i32, last: i32) -> Range {
    Range { next: Some(first), last, characters: false }
}

/// `left..right` as an `object[]`.
///
/// # Errors
/// See [`range_bounds`].
pub fn range(left: &Value, right: &Value) -> Result {
    Ok(Value::array(range_bounds(left, right)?.collect()))
}

fn character(value: &Value) -> Option<u16> {
    match value.base() {
        Value::Char(unit) => Some(*unit),
        Value::Str(text) if text.unit_len() == 1 => text.unit_at(0),
        _ => None,
    }
}

fn bound(value: &Value) -> Result<i32> {
    let base = value.base();
    match base {
        Value::Null | Value::AutomationNull => Ok(0),
        Value::Str(text) => {
            let digits = text.trim();
            let plain = digits.strip_prefix(['+', '-']).unwrap_or(digits);
            if plain.is_empty() || !plain.bytes().all(|byte| byte.is_ascii_digit()) {
                return Err(LanguageError::thrown(Exception::new(
                    TypeId::FORMAT_EXCEPTION,
                    format!("The input string '{text}' was not in a correct format."),
                )));
            }
            digits.parse().map_err(|_| overflow())
        }
        Value::Bool(_)
        | Value::Char(_)
        | Value::I8(_)
        | Value::U8(_)
        | Value::I16(_)
        | Value::U16(_)
        | Value::I32(_)
        | Value::U32(_)
        | Value::I64(_)
        | Value::U64(_)
        | Value::F32(_)
        | Value::F64(_)
        | Value::Decimal(_)
        | Value::Enum(..) => {
            let converted = crate::convert::numeric::to_integer(base, TypeId::INT32);
            match converted {
                Ok(number) => Ok(number.as_i32().unwrap_or_default()),
                Err(error) => Err(match error.exception.inner() {
                    Some(inner) => LanguageError::thrown(std::sync::Arc::clone(inner)),
                    None => error,
                }),
            }
        }
        other => {
            let id = other.type_id().unwrap_or(TypeId::OBJECT);
            Err(LanguageError::thrown(Exception::new(
                TypeId::INVALID_CAST_EXCEPTION,
                format!(
                    "Unable to cast object of type '{}' to type 'System.IConvertible'.",
                    crate::type_name::net_text(id)
                ),
            )))
        }
    }
}

fn overflow() -> Box<LanguageError> {
    LanguageError::thrown(Exception::new(
        TypeId::OVERFLOW_EXCEPTION,
        "Value was either too large or too small for an Int32.",
    ))
}
