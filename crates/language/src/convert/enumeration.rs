//! To enumerations: by number, by name, by the beginning of a name, by names joined with commas.

use remora_psobject::{EnumDefinition, Exception, TypeId, Value};

use super::errors::{invalid_cast, no_conversion, with_cause};
use crate::enumerate;
use crate::error::{LanguageError, Result};
use crate::string_conversion::item_text;
use crate::type_name::net_text;

/// To an enumeration type.
///
/// # Errors
/// `UndefinedIntegerToEnum`, `SubstringDisambiguationEnumParseThrewAnException`,
/// `ConvertToFinalInvalidCastException`.
pub(super) fn to_enum(value: &Value, target: TypeId) -> Result {
    let Some(definition) = target.enum_definition() else {
        return Err(no_conversion(value, target));
    };
    match value {
        Value::Str(text) => by_name(text, value, target, definition),
        Value::Char(_) | Value::Bool(_) => Err(invalid_cast(value, target)),
        _ => {
            if let Some(items) = enumerate::items(value) {
                let names: Vec<String> =
                    items.iter().map(|item| item_text(item).to_string()).collect();
                let names = Value::from(names.join(","));
                return match &names {
                    Value::Str(text) => by_name(text, &names, target, definition),
                    _ => Err(no_conversion(value, target)),
                };
            }
            match whole_number(value) {
                Some(number) => by_number(number, value, target, definition),
                None => Err(no_conversion(value, target)),
            }
        }
    }
}

fn whole_number(value: &Value) -> Option<i64> {
    match value {
        Value::U64(number) => Some(number.cast_signed()),
        Value::F32(_) | Value::F64(_) | Value::Decimal(_) => {
            super::numeric::to_integer(value, TypeId::INT64).ok()?.as_i64()
        }
        other => other.as_i64(),
    }
}

/// Whether a number is a member, or made of members where they combine.
fn is_defined(number: i64, definition: &EnumDefinition) -> bool {
    if definition.members.iter().any(|(_, member)| *member == number) {
        return true;
    }
    if !definition.flags {
        return false;
    }
    let all = definition.members.iter().fold(0, |bits, (_, member)| bits | member);
    number & !all == 0
}

fn by_number(number: i64, value: &Value, target: TypeId, definition: &EnumDefinition) -> Result {
    if is_defined(number, definition) {
        return Ok(Value::Enum(target, number));
    }
    Err(LanguageError::cast(
        "UndefinedIntegerToEnum",
        format!(
            "Cannot convert value \"{}\" to type \"{}\" due to enumeration values that are not valid. \
             Specify one of the following enumeration values and try again. The possible enumeration \
             values are \"{}\".",
            item_text(value),
            net_text(target),
            sorted_names(definition).join(",")
        ),
        None,
    ))
}

/// Names in the order of their values, as .NET lists them.
fn sorted_names(definition: &EnumDefinition) -> Vec<&'static str> {
    remora_dotnet::enums::sorted_members(definition).into_iter().map(|(name, _)| name).collect()
}

fn by_name(text: &str, value: &Value, target: TypeId, definition: &EnumDefinition) -> Result {
    let trimmed = text.trim();
    if let Ok(number) = trimmed.parse::<i64>() {
        return by_number(number, value, target, definition);
    }
    let mut bits = 0;
    for part in trimmed.split(',') {
        let part = part.trim();
        match member(part, definition) {
            Ok(number) => bits |= number,
            Err(message) => {
                // The text is blamed as a whole.
                let message = message.unwrap_or_else(|| {
                    format!(
                        "Unable to match the identifier name {text} to a valid enumerator name. \
                         Specify one of the following enumerator names and try again:\n{}",
                        sorted_names(definition).join(", ")
                    )
                });
                let cause = Exception::new(TypeId::RUNTIME_EXCEPTION, message);
                return Err(with_cause(
                    "SubstringDisambiguationEnumParseThrewAnException",
                    value,
                    target,
                    cause,
                ));
            }
        }
    }
    Ok(Value::Enum(target, bits))
}

/// The value of a name or of the only name that begins so. `Err(None)`: no such name.
fn member(name: &str, definition: &EnumDefinition) -> std::result::Result<i64, Option<String>> {
    if name.is_empty() {
        return Err(None);
    }
    if let Some(number) = definition.value_of(name) {
        return Ok(number);
    }
    let begins = |candidate: &str| {
        candidate.get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name))
    };
    let mut found: Vec<_> = definition.members.to_vec();
    found.sort_by_key(|(_, number)| number.cast_unsigned());
    found.retain(|(candidate, _)| begins(candidate));
    match found.as_slice() {
        [] => Err(None),
        [(_, number)] => Ok(*number),
        several => {
            let names: Vec<_> = several.iter().map(|(name, _)| *name).collect();
            Err(Some(format!(
                "The identifier name {name} cannot be processed because it is either too similar or \
                 identical to the following enumerator names: {}. Use a more specific identifier name.",
                names.join(", ")
            )))
        }
    }
}
