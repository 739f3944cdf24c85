//! From texts and ticks to the types of the language: characters, dates, versions, types.

use std::sync::Arc;

use remora_dotnet::Culture;
use remora_dotnet::datetime::{self, DateTimeStyles, Surroundings};
use remora_psobject::{
    DateTime, DateTimeKind, Exception, Guid, PsString, SemanticVersion, TimeSpan, TypeId, Uri,
    Value, Version,
};

use super::errors::{no_conversion, no_conversion_with, with_cause};
use crate::Runtime;
use crate::error::Result;
use crate::string_conversion::to_string;
use crate::type_name;

const PARSE: &str = "InvalidCastParseTargetInvocation";
const PARSE_WITH_CULTURE: &str = "InvalidCastParseTargetInvocationWithFormatProvider";

/// One character of a text of one character.
pub(super) fn to_char(text: &PsString) -> Result {
    match (text.unit_len(), text.unit_at(0)) {
        (1, Some(unit)) => Ok(Value::Char(unit)),
        _ => {
            let cause = Exception::new(
                TypeId::FORMAT_EXCEPTION,
                "String must be exactly one character long.",
            );
            Err(with_cause(PARSE, &Value::Str(text.clone()), TypeId::CHAR, cause))
        }
    }
}

/// A type by its name.
pub(super) fn to_type_object(value: &Value, runtime: &dyn Runtime) -> Result {
    if crate::enumerate::is_enumerable(value) {
        return Err(no_conversion(value, TypeId::TYPE));
    }
    let name = to_string(value);
    let names = |name: &str| runtime.resolve_type(name);
    match type_name::resolve_with(&name, &names) {
        Some(id) => Ok(Value::Type(id)),
        None => {
            Err(no_conversion_with("InvalidCastFromStringToType", &Value::Str(name), TypeId::TYPE))
        }
    }
}

/// Texts as values of the primitive types that have a `Parse` method. `None`: not such a type.
pub(super) fn parse(text: &PsString, target: TypeId, runtime: &dyn Runtime) -> Option<Result> {
    let invariant = Culture::invariant();
    let around = || Surroundings::of(&**runtime.system());
    let styles = DateTimeStyles::default();
    let (id, parsed) = match target {
        TypeId::DATE_TIME => (
            PARSE_WITH_CULTURE,
            datetime::parse(text, &invariant, styles, &around()).map(Value::DateTime),
        ),
        TypeId::DATE_TIME_OFFSET => (
            PARSE_WITH_CULTURE,
            datetime::parse_offset(text, &invariant, styles, &around()).map(Value::from),
        ),
        TypeId::TIME_SPAN => (
            PARSE_WITH_CULTURE,
            remora_dotnet::timespan::parse(text, &invariant).map(Value::TimeSpan),
        ),
        TypeId::GUID => (PARSE_WITH_CULTURE, guid(text)),
        TypeId::VERSION => (PARSE, version(text)),
        TypeId::SEMANTIC_VERSION => (PARSE, semantic_version(text)),
        TypeId::URI => (PARSE, Ok(Value::Uri(Arc::new(Uri { original: text.clone() })))),
        _ => return None,
    };
    Some(parsed.map_err(|cause| with_cause(id, &Value::Str(text.clone()), target, cause)))
}

fn guid(text: &str) -> std::result::Result<Value, Exception> {
    Guid::parse(text)
        .map(Value::from)
        .ok_or_else(|| Exception::new(TypeId::FORMAT_EXCEPTION, "Unrecognized Guid format."))
}

fn version(text: &str) -> std::result::Result<Value, Exception> {
    if let Some(version) = Version::parse(text) {
        return Ok(Value::from(version));
    }
    let parts: Vec<&str> = text.split('.').collect();
    if !(2..=4).contains(&parts.len()) {
        return Err(Exception::new(
            TypeId::ARGUMENT_EXCEPTION,
            "Version string portion was too short or too long. (Parameter 'input')",
        ));
    }
    let bad = parts.iter().find(|part| part.trim().parse::<i32>().is_err());
    Err(match bad {
        Some(part) if part.trim().parse::<i128>().is_ok() => Exception::new(
            TypeId::OVERFLOW_EXCEPTION,
            "Value was either too large or too small for an Int32.",
        ),
        Some(part) => Exception::new(
            TypeId::FORMAT_EXCEPTION,
            format!("The input string '{part}' was not in a correct format."),
        ),
        None => {
            let negative = parts
                .iter()
                .find(|part| part.trim().starts_with('-'))
                .map_or("", |part| part.trim());
            Exception::new(
                TypeId::ARGUMENT_OUT_OF_RANGE_EXCEPTION,
                format!(
                    "input ('{negative}') must be a non-negative value. (Parameter 'input')\nActual \
                     value was {negative}."
                ),
            )
        }
    })
}

fn semantic_version(text: &str) -> std::result::Result<Value, Exception> {
    if text.is_empty() {
        return Err(Exception::new(TypeId::ARGUMENT_NULL_EXCEPTION, "version"));
    }
    SemanticVersion::parse(text).map(Value::from).ok_or_else(|| {
        Exception::new(TypeId::FORMAT_EXCEPTION, "The input string '' was not in a correct format.")
    })
}

/// Ticks as a date or a duration, and other numbers, which go by way of their text. `None`: no such
/// case.
pub(super) fn from_number(value: &Value, target: TypeId) -> Option<Result> {
    let ticks = match value {
        Value::Char(_) | Value::Enum(..) => None,
        other => other.as_i64(),
    };
    match (target, ticks) {
        (TypeId::DATE_TIME, Some(ticks)) => {
            Some(match DateTime::new(ticks, DateTimeKind::Unspecified) {
                Some(date) => Ok(Value::DateTime(date)),
                None => Err(with_cause(
                    "InvalidCastConstructorException",
                    value,
                    target,
                    Exception::new(
                        TypeId::ARGUMENT_OUT_OF_RANGE_EXCEPTION,
                        "Ticks must be between DateTime.MinValue.Ticks and DateTime.MaxValue.Ticks. \
                         (Parameter 'ticks')",
                    ),
                )),
            })
        }
        (TypeId::TIME_SPAN, Some(ticks)) => Some(Ok(Value::TimeSpan(TimeSpan(ticks)))),
        (TypeId::DATE_TIME, None) => {
            let from = match value {
                Value::Bool(_) => "Boolean",
                Value::F32(_) => "Single",
                Value::F64(_) => "Double",
                Value::Decimal(_) => "Decimal",
                Value::Char(_) => "Char",
                _ => return None,
            };
            let cause = Exception::new(
                TypeId::INVALID_CAST_EXCEPTION,
                format!("Invalid cast from '{from}' to 'DateTime'."),
            );
            Some(Err(with_cause("InvalidCastIConvertible", value, target, cause)))
        }
        (TypeId::TIME_SPAN, None) if matches!(value, Value::F32(_) | Value::F64(_)) => {
            let cause = Exception::new(
                TypeId::FORMAT_EXCEPTION,
                format!("String '{}' was not recognized as a valid TimeSpan.", to_string(value)),
            );
            Some(Err(with_cause(PARSE_WITH_CULTURE, value, target, cause)))
        }
        (TypeId::VERSION | TypeId::GUID | TypeId::SEMANTIC_VERSION | TypeId::URI, _)
            if crate::arithmetic::number_of(value).is_some() =>
        {
            let text = to_string(value);
            let parsed = match target {
                TypeId::VERSION => version(&text),
                TypeId::GUID => guid(&text),
                TypeId::SEMANTIC_VERSION => semantic_version(&text),
                _ => Ok(Value::Uri(Arc::new(Uri { original: text }))),
            };
            let id = if target == TypeId::GUID { PARSE_WITH_CULTURE } else { PARSE };
            Some(parsed.map_err(|cause| with_cause(id, value, target, cause)))
        }
        _ => None,
    }
}
